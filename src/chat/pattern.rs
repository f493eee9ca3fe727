//! Compares JSON with earlier JSON in which a few values may differ, without decoding it.

use std::ops::Range;

/// The JSON of an object without its text, and the positions of the values that may differ.
///
/// The JSON is one allocation, for locality: a program may have thousands of streams and read another one with each poll.
#[derive(Debug)]
pub(crate) struct Pattern {
    json: Box<[u8]>,
    /// In the order of the JSON.
    values: Box<[(Kind, Range<usize>)]>,
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
    /// Creates a pattern. The values must be slices of the JSON.
    pub(crate) fn new<'a>(json: &[u8], values: impl Iterator<Item = (Kind, &'a str)>) -> Self {
        let place = |value: &str| {
            let start = value.as_ptr() as usize - json.as_ptr() as usize;
            start..start + value.len()
        };
        Self::of(json, values.map(|(kind, value)| (kind, place(value))).collect())
    }

    fn of(json: &[u8], mut values: Box<[(Kind, Range<usize>)]>) -> Self {
        values.sort_unstable_by_key(|(_, place)| place.start);
        let (mut kept, mut end) = (Vec::new(), 0);
        for (kind, place) in &mut values {
            kept.extend_from_slice(&json[end..place.start]);
            end = place.end;
            let start = kept.len();
            if *kind != Kind::Text {
                kept.extend_from_slice(&json[place.clone()]);
            }
            *place = start..kept.len();
        }
        kept.extend_from_slice(&json[end..]);
        Self { json: kept.into(), values }
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
        for (kind, known) in &self.values {
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
