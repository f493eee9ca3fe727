//! Decodes responses with members of unexpected types.

use std::borrow::Cow;
use std::mem::{Discriminant, discriminant};

use memchr::memmem;
use serde_json::Value;

use super::Decode;
use super::place::{Path, Step, fault_in};
use crate::raw::ESSENTIAL;

/// The maximum number of conversions. A value that needs more is not a response.
const MAX_CONVERSIONS: usize = 256;
/// The maximum number of bytes of all passes over a response. A pass writes the response, decodes it and locates the error.
const MAX_READ: usize = 64 << 20;

/// Decodes a value with members of unexpected types.
///
/// At the paths of [`ESSENTIAL`], only unambiguous values are accepted: arguments as JSON instead of its text, content in
/// parts instead of text, null in a list. At any other path, a number may be a float or a text, and a value that can't be
/// converted is treated as absent.
///
/// Each conversion costs another pass over the whole value, so that large responses may need fewer conversions. The error is
/// the path of the member that can't be decoded.
pub(super) fn convert(mut value: Value, length: usize, decode: &mut Decode<'_>) -> Result<(), Path> {
    let mut converted = Vec::new();
    let mut attempts = (MAX_READ / length.max(1)).clamp(4, MAX_CONVERSIONS);
    loop {
        let json = value.to_string();
        let Err(error) = decode(&json) else { return Ok(()) };
        let (path, _) = fault_in(&json, &error);
        attempts -= 1;
        if attempts == 0 || convert_at(&mut value, &path, &mut converted).is_none() {
            return Err(path);
        }
    }
}

/// The path of a member: the names of members, and `None` for any item of a list.
type Place = Vec<Option<String>>;

/// Converts the value at a path and all values like it; `None` if it can't be converted.
fn convert_at(value: &mut Value, path: &Path, converted: &mut Vec<(Place, Discriminant<Value>)>) -> Option<()> {
    let (mut found, mut place) = (&*value, Place::new());
    for step in &path.0 {
        let (next, step) = match step {
            Step::Member(name) => (found.get(name), Some(name.clone())),
            Step::Item(index) => (found.get(index), None),
        };
        found = next?;
        place.push(step);
    }
    if place.is_empty() {
        return None;
    }
    let found = discriminant(found);
    let is_converted = converted.contains(&(place.clone(), found));
    let names: Vec<&str> = place.iter().flatten().map(String::as_str).collect();
    let is_essential = ESSENTIAL.contains(&names.join(".").as_str());
    let convert: fn(&Value) -> Option<Value> = match (is_essential, is_converted) {
        (true, true) => return None,
        (true, false) => to_text,
        (false, true) => |_| Some(Value::Null),
        (false, false) => |found| Some(to_other_type(found).unwrap_or_default()),
    };
    convert_all(value, &place, found, convert)?;
    converted.push((place, found));
    Some(())
}

/// Converts all values at a path that have the type of the value that failed to decode; `None` if one can't be converted.
fn convert_all(
    value: &mut Value,
    place: &[Option<String>],
    found: Discriminant<Value>,
    convert: fn(&Value) -> Option<Value>,
) -> Option<()> {
    match (place, value) {
        ([], value) if discriminant(value) == found => *value = convert(value)?,
        ([None], Value::Array(items)) if found == discriminant(&Value::Null) => items.retain(|item| !item.is_null()),
        ([None, rest @ ..], Value::Array(items)) => {
            items.iter_mut().try_for_each(|item| convert_all(item, rest, found, convert))?;
        }
        ([Some(name), rest @ ..], Value::Object(members)) => {
            let Some(member) = members.get_mut(name) else { return Some(()) };
            let parts = member.as_array().filter(|_| rest.is_empty() && name == "content");
            let reasoning = parts.map(|parts| reasoning_of(parts)).unwrap_or_default();
            convert_all(member, rest, found, convert)?;
            if !member.is_array() && !reasoning.is_empty() {
                members.insert("reasoning_in_content".to_owned(), reasoning.into());
            }
        }
        _ => {}
    }
    Some(())
}

/// Converts an essential member to text, if its meaning is unambiguous.
fn to_text(found: &Value) -> Option<Value> {
    match found {
        Value::Array(parts) if parts.iter().all(|part| part.is_string() || part["type"].is_string()) => {
            Some(text_of(parts).into())
        }
        Value::Object(members) if members.contains_key("text") && members.contains_key("type") => {
            members["text"].as_str().map(Value::from)
        }
        Value::Object(_) => Some(found.to_string().into()),
        _ => None,
    }
}

/// Converts a member that is not essential: a float to an integer, a number to text, text to an integer, parts to text.
fn to_other_type(found: &Value) -> Option<Value> {
    match found {
        Value::Number(number) => {
            // Larger floats do not represent every integer.
            let is_integer = |number: &f64| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
            let float = number.as_f64().filter(|_| number.is_f64());
            let integer = float.filter(is_integer).map(|number| Value::from(number as i64));
            integer.or_else(|| Some(number.to_string().into()))
        }
        Value::String(text) => text.trim().parse::<i64>().ok().map(Value::from),
        Value::Array(parts) if !parts.is_empty() && parts.iter().all(|part| part["type"].is_string()) => {
            Some(text_of(parts).into())
        }
        _ => None,
    }
}

/// Returns the text of content in parts, without reasoning.
fn text_of(parts: &[Value]) -> String {
    let texts = parts.iter().filter(|part| !is_reasoning(part));
    texts.filter_map(|part| part.as_str().or(part["text"].as_str())).collect()
}

/// Returns the reasoning of content in parts. A part such as `{"type":"thinking","thinking":…}` contains text or parts.
fn reasoning_of(parts: &[Value]) -> String {
    let members = ["thinking", "reasoning", "text", "content", "summary"];
    let texts = parts.iter().filter(|part| is_reasoning(part)).filter_map(|part| {
        members.iter().find_map(|name| match &part[*name] {
            Value::String(text) => Some(text.clone()),
            Value::Array(parts) => Some(text_of(parts)),
            _ => None,
        })
    });
    texts.collect()
}

fn is_reasoning(part: &Value) -> bool {
    part["type"].as_str().is_some_and(|kind| kind.starts_with("think") || kind.starts_with("reason"))
}

/// Replaces each lone surrogate `\ud800`–`\udfff` with the replacement character.
pub(super) fn replace_surrogates(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b"\\u").is_none() {
        return text.into();
    }
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(escape) = rest.find('\\') {
        let low = rest.get(escape + 6..).and_then(escaped_unit);
        let (length, is_lone) = match (escaped_unit(&rest[escape..]), low) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => (12, false),
            (Some(unit), _) => (6, (0xd800..0xe000).contains(&unit)),
            // Another escape: a backslash and one character, which may have several bytes.
            (None, _) => (1 + rest[escape + 1..].chars().next().map_or(0, char::len_utf8), false),
        };
        let kept = if is_lone { escape } else { escape + length };
        replaced.push_str(&rest[..kept]);
        replaced.push_str(if is_lone { "\\ufffd" } else { "" });
        rest = &rest[escape + length..];
    }
    (replaced + rest).into()
}

/// Returns the code unit of an escape such as `\u00e9` at the start of a text.
fn escaped_unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;
    use crate::models::{ChatCompletions, EmbeddingsResult, StreamingChatCompletionsUpdate};

    fn deserialize<T: DeserializeOwned>(value: Value, length: usize) -> Result<T, String> {
        let mut read = None;
        let mut decode = |json: &str| {
            read = Some(serde_json::from_str(json)?);
            Ok(())
        };
        convert(value, length, &mut decode).map_err(|path| path.to_string())?;
        Ok(read.unwrap())
    }

    #[track_caller]
    fn check(case: &str, message: Value, expected: Option<Value>) {
        for name in ["message", "delta"] {
            let response = json!({"created": 1.7e9, "choices": [null, {"index": 0.0, name: message}]});
            let read = match name {
                "message" => deserialize::<ChatCompletions>(response, 1).map(|response| {
                    assert_eq!(response.created, Some(1_700_000_000));
                    serde_json::to_value(&response.choices.unwrap()[0].message).unwrap()
                }),
                _ => deserialize::<StreamingChatCompletionsUpdate>(response, 1)
                    .map(|chunk| serde_json::to_value(&chunk.choices.unwrap()[0].delta).unwrap()),
            };
            assert_eq!(read.ok(), expected, "{case}, {name}");
        }
    }

    #[test]
    fn unambiguous_essential_members_are_converted() {
        let part = |kind: &str, text: &str| json!({"type": kind, "text": text});
        for (name, message, expected) in [
            ("text", json!({"content": "a"}), json!({"content": "a"})),
            (
                "parts",
                json!({"content": [part("text", "a"), {"type": "other"}, part("text", "b")]}),
                json!({"content": "ab"}),
            ),
            ("no parts", json!({"content": []}), json!({"content": ""})),
            ("texts", json!({"content": ["a", "b"]}), json!({"content": "ab"})),
            ("one part", json!({"content": part("text", "a")}), json!({"content": "a"})),
            ("JSON", json!({"content": {"a": 1}}), json!({"content": "{\"a\":1}"})),
            (
                "thinking parts",
                json!({"content": [{"type": "thinking", "thinking": [part("text", "hm")]}, part("text", "a")]}),
                json!({"content": "a", "reasoning_in_content": "hm"}),
            ),
            (
                "reasoning parts",
                json!({"content": [part("reasoning", "hm"), {"type": "thinking", "thinking": "m"}, part("text", "a")]}),
                json!({"content": "a", "reasoning_in_content": "hmm"}),
            ),
            (
                "arguments",
                json!({"tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}}]}),
                json!({"tool_calls": [{"function": {"name": "f", "arguments": "{\"x\":1}"}}]}),
            ),
            (
                "reasoning in parts",
                json!({"reasoning_content": [part("text", "hm")]}),
                json!({"reasoning_content": "hm"}),
            ),
            ("another role", json!({"role": 7, "content": "a"}), json!({"role": "7", "content": "a"})),
            ("no role", json!({"role": {"name": "x"}, "content": "a"}), json!({"content": "a"})),
        ] {
            check(name, message, Some(expected));
        }
    }

    #[test]
    fn ambiguous_essential_members_are_errors() {
        check("content is a number", json!({"content": 7}), None);
        check("content is a boolean", json!({"content": true}), None);
        check("content is a list of numbers", json!({"content": [1, 2]}), None);
        check("tool calls are a text", json!({"tool_calls": "none"}), None);
        check("tool calls are an object", json!({"tool_calls": {"a": 1}}), None);
        check("name is a list", json!({"tool_calls": [{"function": {"name": [1]}}]}), None);
        check("message is a text", json!("text"), None);
        assert!(deserialize::<ChatCompletions>(json!({"choices": {}}), 1).is_err());
        assert!(deserialize::<ChatCompletions>(json!({"choices": [7]}), 1).is_err());
        assert!(deserialize::<EmbeddingsResult>(json!({"data": "none"}), 1).is_err());
    }

    #[test]
    fn no_other_member_fails_a_response() {
        let values = [
            json!(1.5),
            json!(-1),
            json!(1e300),
            json!("x"),
            json!(""),
            json!(true),
            json!([]),
            json!([1]),
            json!({"a": []}),
        ];
        let places = [
            "/id",
            "/created",
            "/model",
            "/object",
            "/system_fingerprint",
            "/service_tier",
            "/usage",
            "/prompt_filter_results",
            "/prompt_annotations",
            "/usage/prompt_tokens",
            "/usage/completion_tokens_details",
            "/usage/prompt_tokens_details/cached_tokens",
            "/choices/0/index",
            "/choices/0/finish_reason",
            "/choices/0/logprobs",
            "/choices/0/logprobs/content",
            "/choices/0/logprobs/content/0/bytes",
            "/choices/0/content_filter_results",
            "/choices/0/message/role",
            "/choices/0/message/refusal",
            "/choices/0/message/audio",
            "/choices/0/message/annotations",
            "/choices/0/message/reasoning_content",
            "/choices/0/message/reasoning",
            "/choices/0/message/tool_calls/0/id",
            "/choices/0/message/tool_calls/0/type",
        ];
        for place in places {
            for value in &values {
                let mut response = json!({
                    "id": "c", "created": 1, "model": "m", "object": "o", "system_fingerprint": "f", "service_tier": "t",
                    "usage": {"prompt_tokens": 1, "completion_tokens_details": {}, "prompt_tokens_details": {"cached_tokens": 1}},
                    "prompt_filter_results": [], "prompt_annotations": [],
                    "choices": [{"index": 0, "finish_reason": "stop", "content_filter_results": {},
                        "logprobs": {"content": [{"token": "a", "bytes": [97]}]},
                        "message": {"role": "assistant", "content": "a", "refusal": "", "audio": {}, "annotations": [],
                            "reasoning_content": "", "reasoning": "",
                            "tool_calls": [{"id": "x", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}}],
                });
                *response.pointer_mut(place).unwrap() = value.clone();
                let read = deserialize::<ChatCompletions>(response.clone(), 1);
                let message =
                    read.unwrap_or_else(|_| panic!("{place}: {value}")).choices.unwrap()[0].message.clone().unwrap();
                assert_eq!(message.content.as_deref(), Some("a"), "{place}: {value}");
                assert_eq!(
                    message.tool_calls.unwrap()[0].function.as_ref().unwrap().name.as_deref(),
                    Some("f"),
                    "{place}: {value}"
                );
            }
        }
    }

    #[test]
    fn many_items_of_the_same_wrong_type_need_one_conversion() {
        let items: Vec<Value> =
            (0..5_000).map(|index| json!({"index": index.to_string(), "embedding": [0.5]})).collect();
        let read = deserialize::<EmbeddingsResult>(json!({"data": items}), 16 << 20).unwrap().data.unwrap();
        assert_eq!((read.len(), read[4_999].index), (5_000, Some(4_999)));
    }
}
