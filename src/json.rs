//! Reading the JSON of an answer, as liberally as its meaning allows.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why a body is not the answer that it should be, with its place.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) source: serde_json::Error,
}

/// Reads a body. What JSON forbids and servers send all the same is mended: a byte order mark, bytes that are not UTF-8,
/// half of a surrogate pair, a key that comes twice (the last counts).
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).or_else(|error| {
        let text = String::from_utf8_lossy(body);
        let text = mend_surrogates(text.trim_start_matches('\u{feff}'));
        serde_json::from_str::<Value>(&text).and_then(T::deserialize).map_err(|_| fault::<T>(&text, error))
    })
}

fn fault<T: DeserializeOwned>(text: &str, source: serde_json::Error) -> Fault {
    if text.trim().is_empty() {
        return Fault { message: "it is empty".to_owned(), source };
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let message = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(at) if at.inner().is_data() => format!("it does not decode at `{}`", at.path()),
        _ => "it is not JSON".to_owned(),
    };
    Fault { message, source }
}

/// Puts the replacement character for each `\ud800`–`\udfff` that has no other half.
fn mend_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        let Some(unit) = escaped_unit(&text[at..]) else {
            // An escape of two characters; the second may be a backslash too, or a character of several bytes.
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        };
        let is_pair = (0xd800..0xdc00).contains(&unit)
            && escaped_unit(&text[at + 6..]).is_some_and(|low| (0xdc00..0xe000).contains(&low));
        if is_pair {
            at += 12;
        } else if (0xd800..0xe000).contains(&unit) {
            mended.push_str(&text[done..at]);
            mended.push_str("\\ufffd");
            at += 6;
            done = at;
        } else {
            at += 6;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[done..]);
    Cow::Owned(mended)
}

/// The code unit of an escape `\uXXXX` that begins here.
fn escaped_unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        text: Option<String>,
        list: Option<Vec<u8>>,
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
        check(br#"{"list":[1,"x"]}"#, Err("it does not decode at `list[1]`"));
        check(b"[]", Err("it does not decode at `.`"));
    }
}
