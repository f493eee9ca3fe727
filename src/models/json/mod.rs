//! Decodes the JSON of responses, leniently where the meaning is clear.

mod convert;
mod lenient;
mod place;

use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;

pub(crate) use lenient::{first_value, parse_lenient};
pub(crate) use place::from_value;

/// The reason why a body can't be decoded, with the path in its JSON.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) source: serde_json::Error,
}

/// Decodes a body. Accepts deviations from JSON that servers send: a byte order mark, bytes that are not UTF-8, half of a
/// surrogate pair, and duplicate keys, of which the last counts. Also accepts values of other types, see
/// [`convert::convert`].
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    // To check UTF-8 once for the whole body is faster than string by string.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(error) => Err(serde_json::Error::custom(error)),
    };
    read.or_else(|source| read_leniently(body, source))
}

/// Decodes a body that is mostly base64, without checking its UTF-8 first. A further deserializer is more code to compile,
/// so only such bodies use it.
pub(crate) fn read_large<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).or_else(|source| read_leniently(body, source))
}

fn read_leniently<T: DeserializeOwned>(body: &[u8], source: serde_json::Error) -> Result<T, Fault> {
    let mut read = None;
    let decoded = decode_leniently(body, &mut |json| {
        read = Some(serde_json::from_str(json)?);
        Ok(())
    });
    match (decoded, read) {
        (Ok(()), Some(read)) => Ok(read),
        (decoded, _) => Err(Fault { message: decoded.err().unwrap_or_default(), source }),
    }
}

/// Decodes JSON, and keeps the value.
type Decode<'a> = dyn FnMut(&str) -> serde_json::Result<()> + 'a;

/// Repairs a body until `decode` accepts it; a function for all types. The error is the reason why it can't be repaired.
fn decode_leniently(body: &[u8], decode: &mut Decode<'_>) -> Result<(), String> {
    let text = String::from_utf8_lossy(body);
    let text = convert::replace_surrogates(text.trim_start_matches('\u{feff}'));
    let value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(_) if text.trim().is_empty() => return Err("it is empty".to_owned()),
        Err(_) => return Err("it is not JSON".to_owned()),
    };
    drop(text);
    convert::convert(value, body.len(), decode).map_err(|path| format!("it does not decode at `{path}`"))
}

const MAX_OBJECTS: usize = 1 << 20;
/// Twice the number of values in 2,048 vectors of 4,096 numbers each.
const MAX_VALUES: usize = 1 << 24;

/// Whether a body exceeds the maximum number of objects or values. This bounds memory: `{}` is two bytes in the body and
/// hundreds in memory. Brackets and commas in strings count too; no real response has that many.
pub(crate) fn has_too_many_values(body: &[u8]) -> bool {
    let count = |byte| memchr::memchr_iter(byte, body).count();
    // An object takes at least three bytes and a value two, so most bodies are too short to exceed the maximum.
    (body.len() > 3 * MAX_OBJECTS && count(b'{') > MAX_OBJECTS)
        || (body.len() > 2 * MAX_VALUES && count(b',') > MAX_VALUES)
}

/// Returns a value as JSON. It is written as text and read again, since another serializer is more code to compile for each
/// type: for values that are small or rarely converted.
pub(crate) fn to_value(value: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

/// Removes members that are null. For serde, a field with a default may be missing but not null.
pub(crate) fn without_nulls(json: Value) -> Value {
    match json {
        Value::Object(mut members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(|member| *member = without_nulls(member.take()));
            members.into()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        json => json,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        text: Option<String>,
        list: Option<Vec<u8>>,
        data: Option<Vec<u8>>,
    }

    #[track_caller]
    fn check(name: &str, body: &[u8], expected: Result<&str, &str>) {
        match (read::<Item>(body), expected) {
            (Ok(item), Ok(text)) => assert_eq!(item.text.as_deref(), Some(text), "{name}"),
            (Err(fault), Err(message)) => assert_eq!(fault.message, message, "{name}"),
            (found, expected) => panic!("{name}: {found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn deviations_from_json_are_accepted() {
        check("plain", br#"{"text":"a"}"#, Ok("a"));
        check("byte order mark", b"\xef\xbb\xbf{\"text\":\"a\"}", Ok("a"));
        check("invalid UTF-8", b"{\"text\":\"a\xff\"}", Ok("a\u{fffd}"));
        check("duplicate key", br#"{"text":"a","text":"b"}"#, Ok("b"));
        check("surrogate pair", br#"{"text":"\ud83d\ude00"}"#, Ok("\u{1f600}"));
        check("lone surrogate", br#"{"text":"a\ud83d"}"#, Ok("a\u{fffd}"));
        check(
            "lone surrogates and a pair",
            br#"{"text":"\ude00\ud83d\ud83d\ude00b"}"#,
            Ok("\u{fffd}\u{fffd}\u{1f600}b"),
        );
        check("escaped backslash", br#"{"text":"\\ud83d","list":null,"x":"\ud83d"}"#, Ok("\\ud83d"));
        check("invalid escape", "{\"text\":\"\\ud83d\\ä\"}".as_bytes(), Err("it is not JSON"));
    }

    #[test]
    fn faults_name_the_path() {
        check("empty", b"", Err("it is empty"));
        check("white space", b" \n", Err("it is empty"));
        check("HTML", b"<html>", Err("it is not JSON"));
        check("cut JSON", br#"{"text":"#, Err("it is not JSON"));
        check("wrong type of an essential member", br#"{"data":[1,"x"]}"#, Err("it does not decode at `data[1]`"));
        check("wrong type of another member", br#"{"text":"a","list":[1,"x",{}]}"#, Ok("a"));
        check("wrong type of the body", b"[]", Err("it does not decode at `.`"));
    }
}
