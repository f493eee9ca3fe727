//! Compares JSON with earlier JSON that was cut at the few values that may differ, without decoding it.

use std::ops::Range;

/// The JSON of an object, cut at the values that may differ.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// In the order in which they stand.
    values: Vec<Value>,
    /// The JSON after the last value.
    end: Box<[u8]>,
}

#[derive(Debug)]
pub(crate) struct Value {
    /// The JSON before it, from the previous value on.
    before: Box<[u8]>,
    pub(crate) kind: Kind,
    pub(crate) json: Box<[u8]>,
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
    /// Cuts JSON at the values, which are parts of it.
    pub(crate) fn new<'a>(json: &[u8], values: impl Iterator<Item = (Kind, &'a str)>) -> Self {
        let mut found: Vec<_> = values.collect();
        found.sort_unstable_by_key(|(_, value)| value.as_ptr());
        let (mut values, mut done) = (Vec::new(), 0);
        for (kind, value) in found {
            let start = value.as_ptr() as usize - json.as_ptr() as usize;
            values.push(Value { before: json[done..start].into(), kind, json: value.as_bytes().into() });
            done = start + value.len();
        }
        Self { values, end: json[done..].into() }
    }

    /// Compares JSON. Calls `each` with every value that may differ: where it stands, and whether it is a string with
    /// escapes, which are not checked. `None` if anything else differs, or `each` returns `None`.
    pub(crate) fn read(
        &self,
        json: &[u8],
        mut each: impl FnMut(&Value, Range<usize>, bool) -> Option<()>,
    ) -> Option<()> {
        let mut rest = json;
        for value in &self.values {
            rest = rest.strip_prefix(&*value.before)?;
            let (length, has_escapes) = match value.kind {
                Kind::Number => (number(rest)?, false),
                Kind::Text | Kind::String => string(rest)?,
            };
            let start = json.len() - rest.len();
            each(value, start..start + length, has_escapes)?;
            rest = &rest[length..];
        }
        (rest == &*self.end).then_some(())
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
