//! Compares JSON with earlier JSON that was cut at the few values that may differ, without decoding it.

use std::ops::Range;

/// The JSON of an object without its text, and which of its values may differ.
///
/// One piece of memory has all of it: a program may have thousands of streams, and reads another one with each poll.
#[derive(Debug)]
pub(crate) struct Pattern {
    json: Box<[u8]>,
    /// In the order in which they stand.
    values: Box<[(Kind, Range<usize>)]>,
}

/// What may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The text.
    Text,
    /// Another string.
    String,
    /// A whole number.
    Number,
}

impl Pattern {
    /// The values are parts of the JSON.
    pub(crate) fn new<'a>(json: &[u8], values: impl Iterator<Item = (Kind, &'a str)>) -> Self {
        let place = |value: &str| {
            let start = value.as_ptr() as usize - json.as_ptr() as usize;
            start..start + value.len()
        };
        let mut values: Box<[_]> = values.map(|(kind, value)| (kind, place(value))).collect();
        values.sort_unstable_by_key(|(_, place)| place.start);
        let (mut kept, mut done) = (Vec::new(), 0);
        for (kind, place) in &mut values {
            kept.extend_from_slice(&json[done..place.start]);
            done = place.end;
            let start = kept.len();
            if *kind != Kind::Text {
                kept.extend_from_slice(&json[place.clone()]);
            }
            *place = start..kept.len();
        }
        kept.extend_from_slice(&json[done..]);
        Self { json: kept.into(), values }
    }

    /// Compares JSON. Calls `each` with every value that may differ: what it was, where it is now, and whether it is a string
    /// with escapes, which are not checked. `None` if anything else differs, or `each` returns `None`.
    pub(crate) fn read(
        &self,
        json: &[u8],
        mut each: impl FnMut(Kind, &[u8], Range<usize>, bool) -> Option<()>,
    ) -> Option<()> {
        let (mut rest, mut done) = (json, 0);
        for (kind, known) in &self.values {
            rest = rest.strip_prefix(&self.json[done..known.start])?;
            let (length, has_escapes) = match kind {
                Kind::Number => (number(rest)?, false),
                Kind::Text | Kind::String => string(rest)?,
            };
            let start = json.len() - rest.len();
            each(*kind, &self.json[known.clone()], start..start + length, has_escapes)?;
            (rest, done) = (&rest[length..], known.end);
        }
        (*rest == self.json[done..]).then_some(())
    }
}

/// The length of the string that the JSON begins with, and whether it has escapes, which are not checked.
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
    // Without a stop at the first one, which lets the compiler compare many at a time.
    let has_controls = text.iter().fold(false, |found, byte| found | (*byte < b' '));
    (!has_controls && std::str::from_utf8(text).is_ok()).then_some((end + 2, has_escapes))
}

/// The length of the digits that the JSON begins with, if they are a whole number that fits in an `i64`.
fn number(json: &[u8]) -> Option<usize> {
    let length = json.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length == 1 || ((2..19).contains(&length) && json[0] != b'0')).then_some(length)
}
