//! Compares JSON with earlier JSON in which a few values may differ, without decoding it.

use std::ops::Range;

use serde_json::value::RawValue;

/// The maximum number of values that may differ.
const MAX_VALUES: usize = 10;
/// The maximum size in bytes of a pattern.
const MAX_SIZE: usize = 16 << 10;

/// The JSON of an object without the values that may differ, and their positions.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    json: Box<[u8]>,
    /// In the order of the JSON.
    values: [Option<(Member, u16)>; MAX_VALUES],
}

/// A member whose value may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// The text.
    Text,
    /// The id of the response; a string.
    Id,
    /// Random padding; a string.
    Padding,
    /// The time of creation, or the number of the event; an integer.
    Number,
    /// The index of the only choice; an integer.
    Index,
    /// One of the other members, by its position in a list; any value, which is not validated.
    Other(u8),
}

impl Pattern {
    /// Creates a pattern, unless it is too large. The values must be slices of the JSON.
    pub(crate) fn new<'a>(
        json: &[u8],
        values: impl IntoIterator<Item = (Member, Option<&'a RawValue>)>,
    ) -> Option<Self> {
        let place = |raw: &RawValue| {
            let start = raw.get().as_ptr() as usize - json.as_ptr() as usize;
            start..start + raw.get().len()
        };
        let values = values.into_iter().filter_map(|(member, raw)| Some((member, place(raw?))));
        let mut places: Vec<_> = values.collect();
        if places.len() > MAX_VALUES {
            return None;
        }
        places.sort_unstable_by_key(|(_, place)| place.start);
        let (mut kept, mut end) = (Vec::new(), 0);
        let mut values = [None; MAX_VALUES];
        for (value, (member, place)) in values.iter_mut().zip(places) {
            kept.extend_from_slice(json.get(end..place.start)?);
            end = place.end;
            *value = Some((member, u16::try_from(kept.len()).ok()?));
        }
        kept.extend_from_slice(&json[end..]);
        (kept.len() <= MAX_SIZE).then(|| Self { json: kept.into(), values })
    }

    /// Compares JSON with the pattern. Calls `each` with every value that may differ: its member, its range in `json`, and
    /// whether it is a string with escapes, which are not validated. Returns `None` if anything else differs, or if `each`
    /// does. The range of an [other](Member::Other) value is right only if it is valid JSON, which the caller checks.
    pub(crate) fn read(
        &self,
        json: &[u8],
        mut each: impl FnMut(Member, Range<usize>, bool) -> Option<()>,
    ) -> Option<()> {
        let (mut rest, mut end) = (json, 0);
        for (number, (member, position)) in self.values.iter().flatten().enumerate() {
            let position = usize::from(*position);
            rest = rest.strip_prefix(&self.json[end..position])?;
            let (length, has_escapes) = match member {
                Member::Number | Member::Index => (number_length(rest)?, false),
                Member::Text | Member::Id | Member::Padding => string(rest)?,
                Member::Other(_) => (self.other(number, rest)?, false),
            };
            let start = json.len() - rest.len();
            each(*member, start..start + length, has_escapes)?;
            (rest, end) = (&rest[length..], position);
        }
        (*rest == self.json[end..]).then_some(())
    }

    /// Returns the length of any value at the start of the JSON, given its position in `values`. It ends where the known text
    /// goes on. If that text also occurs within the value, the length is too small, and what it covers is not valid JSON.
    #[inline(never)]
    fn other(&self, number: usize, json: &[u8]) -> Option<usize> {
        let position = |number: usize| Some(usize::from(self.values.get(number)?.as_ref()?.1));
        let start = position(number)?;
        match position(number + 1) {
            Some(end) => memchr::memmem::find(json, &self.json[start..end]),
            None => json.len().checked_sub(self.json.len() - start),
        }
    }
}

/// Returns the length of the string at the start of the JSON, and whether it has escapes, which are not validated.
fn string(json: &[u8]) -> Option<(usize, bool)> {
    let inner = json.strip_prefix(b"\"")?;
    let (mut end, mut has_escapes) = (0, false);
    loop {
        end += memchr::memchr2(b'"', b'\\', inner.get(end..)?)?;
        if inner[end] == b'"' {
            break;
        }
        has_escapes = true;
        end += 2;
    }
    let text = &inner[..end];
    // Without an early exit, so that the compiler can vectorize it.
    let has_controls = text.iter().fold(false, |found, byte| found | (*byte < b' '));
    (!has_controls && std::str::from_utf8(text).is_ok()).then_some((end + 2, has_escapes))
}

/// Returns the length of the integer at the start of the JSON, if it is not negative and fits in an `i64`.
fn number_length(json: &[u8]) -> Option<usize> {
    let length = json.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length == 1 || ((2..19).contains(&length) && json[0] != b'0')).then_some(length)
}
