//! Reading the JSON of an answer, as liberally as its meaning allows.

mod lenient;
mod mend;

use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;

pub(crate) use lenient::{first_value, written_by_model};

/// Why a body is not the answer that it should be, with its place.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) source: serde_json::Error,
}

/// Reads a body. What JSON forbids and servers send all the same is mended: a byte order mark, bytes that are not UTF-8,
/// half of a surrogate pair, a key that comes twice (the last counts). So are values of other types, see
/// [`mend::deserialize`].
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    // UTF-8 checked once for the whole costs less than text by text.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(error) => Err(serde_json::Error::custom(error)),
    };
    read.or_else(|source| mended(body, source))
}

/// The same of a body that is mostly base64, whose UTF-8 need not be checked. Another reader is more code to compile, so
/// only such bodies have it.
pub(crate) fn read_large<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).or_else(|source| mended(body, source))
}

fn mended<T: DeserializeOwned>(body: &[u8], source: serde_json::Error) -> Result<T, Fault> {
    let text = String::from_utf8_lossy(body);
    let text = mend::surrogates(text.trim_start_matches('\u{feff}'));
    let message = match serde_json::from_str(&text).map(|value| mend::deserialize(value, text.len())) {
        Ok(Ok(read)) => return Ok(read),
        Ok(Err(place)) => format!("it does not decode at `{place}`"),
        Err(_) if text.trim().is_empty() => "it is empty".to_owned(),
        Err(_) => "it is not JSON".to_owned(),
    };
    Err(Fault { message, source })
}

const MOST_OBJECTS: usize = 1 << 20;
/// Embeddings of 2,048 inputs in 4,096 numbers each are half of it.
const MOST_VALUES: usize = 1 << 24;

/// Whether a body has more objects or values than a response can have: `{}` is two bytes in it and hundreds in memory.
/// Those in strings count too; no real response has so many of them.
pub(crate) fn is_overgrown(body: &[u8]) -> bool {
    let count = |byte| memchr::memchr_iter(byte, body).count();
    // An object takes at least three bytes and a value two: most bodies are too short to be worth counting.
    (body.len() > 3 * MOST_OBJECTS && count(b'{') > MOST_OBJECTS)
        || (body.len() > 2 * MOST_VALUES && count(b',') > MOST_VALUES)
}

/// Members that are null left out: for serde a field with a default may be missing, but not be null.
pub(crate) fn without_nulls(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            members.map(|(name, member)| (name, without_nulls(member))).collect()
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
    fn check(body: &[u8], expected: Result<&str, &str>) {
        match (read::<Item>(body), expected) {
            (Ok(item), Ok(text)) => assert_eq!(item.text.as_deref(), Some(text)),
            (Err(fault), Err(message)) => assert_eq!(fault.message, message),
            (found, expected) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn what_servers_send_is_mended() {
        check(br#"{"text":"a"}"#, Ok("a"));
        check(b"\xef\xbb\xbf{\"text\":\"a\"}", Ok("a"));
        check(b"{\"text\":\"a\xff\"}", Ok("a\u{fffd}"));
        check(br#"{"text":"a","text":"b"}"#, Ok("b"));
        check(br#"{"text":"\ud83d\ude00"}"#, Ok("\u{1f600}"));
        check(br#"{"text":"a\ud83d"}"#, Ok("a\u{fffd}"));
        check(br#"{"text":"\ude00\ud83d\ud83d\ude00b"}"#, Ok("\u{fffd}\u{fffd}\u{1f600}b"));
        check(br#"{"text":"\\ud83d","list":null,"x":"\ud83d"}"#, Ok("\\ud83d"));
        check("{\"text\":\"\\ud83d\\ä\"}".as_bytes(), Err("it is not JSON"));
    }

    #[test]
    fn what_is_no_answer_is_named_with_its_place() {
        check(b"", Err("it is empty"));
        check(b" \n", Err("it is empty"));
        check(b"<html>", Err("it is not JSON"));
        check(br#"{"text":"#, Err("it is not JSON"));
        check(br#"{"data":[1,"x"]}"#, Err("it does not decode at `data[1]`"));
        check(br#"{"text":"a","list":[1,"x",{}]}"#, Ok("a"));
        check(b"[]", Err("it does not decode at `.`"));
    }
}
