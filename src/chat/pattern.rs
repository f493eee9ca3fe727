//! Compares JSON with earlier JSON in which a few values may differ, without decoding it.

use std::ops::Range;

use serde_json::value::RawValue;

/// The maximum number of values that may differ.
const MAX_VALUES: usize = 5;
/// The maximum size in bytes of a pattern.
const MAX_SIZE: usize = 16 << 10;

/// The JSON of an object without its text, and the positions of the values that may differ.
///
/// It is small and the JSON one allocation, for locality: a program may have thousands of streams and read another one with
/// each poll.
#[derive(Debug)]
pub(crate) struct Pattern {
    json: Box<[u8]>,
    /// In the order of the JSON.
    values: [Option<(Kind, Range<u16>)>; MAX_VALUES],
}

/// The kind of a value that may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The text.
    Text,
    /// Another string.
    String,
    /// An integer.
    Number,
}

impl Pattern {
    /// Creates a pattern, unless it is too large. The values must be slices of the JSON.
    pub(crate) fn new<'a>(json: &[u8], values: impl IntoIterator<Item = (Kind, Option<&'a RawValue>)>) -> Option<Self> {
        let place = |raw: &RawValue| {
            let start = raw.get().as_ptr() as usize - json.as_ptr() as usize;
            start..start + raw.get().len()
        };
        let values = values.into_iter().filter_map(|(kind, raw)| Some((kind, place(raw?))));
        let mut places: Vec<_> = values.collect();
        places.sort_unstable_by_key(|(_, place)| place.start);
        let (mut kept, mut end) = (Vec::new(), 0);
        let mut values = [const { None }; MAX_VALUES];
        for (value, (kind, place)) in values.iter_mut().zip(places) {
            kept.extend_from_slice(&json[end..place.start]);
            end = place.end;
            let start = u16::try_from(kept.len()).ok()?;
            if kind != Kind::Text {
                kept.extend_from_slice(&json[place]);
            }
            *value = Some((kind, start..u16::try_from(kept.len()).ok()?));
        }
        kept.extend_from_slice(&json[end..]);
        (kept.len() <= MAX_SIZE).then(|| Self { json: kept.into(), values })
    }

    /// Compares JSON with the pattern. Calls `each` with every value that may differ: its kind, its earlier value, its range in
    /// `json`, and whether it is a string with escapes, which are not validated. Returns `None` if anything else differs, or if
    /// `each` does.
    pub(crate) fn read(
        &self,
        json: &[u8],
        mut each: impl FnMut(Kind, &[u8], Range<usize>, bool) -> Option<()>,
    ) -> Option<()> {
        let (mut rest, mut end) = (json, 0);
        for (kind, known) in self.values.iter().flatten() {
            let known = usize::from(known.start)..usize::from(known.end);
            rest = rest.strip_prefix(&self.json[end..known.start])?;
            let (length, has_escapes) = match kind {
                Kind::Number => (number(rest)?, false),
                Kind::Text | Kind::String => string(rest)?,
            };
            let start = json.len() - rest.len();
            each(*kind, &self.json[known.clone()], start..start + length, has_escapes)?;
            (rest, end) = (&rest[length..], known.end);
        }
        (*rest == self.json[end..]).then_some(())
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
fn number(json: &[u8]) -> Option<usize> {
    let length = json.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length == 1 || ((2..19).contains(&length) && json[0] != b'0')).then_some(length)
}
