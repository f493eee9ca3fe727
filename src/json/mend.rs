//! Mending what servers send in place of what they should.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// More would be no answer with a slip in it but something else.
const MOST_SLIPS: usize = 256;
/// The most bytes that are read to mend an answer, all readings together.
const MOST_READ: usize = 64 << 20;

/// Reads a value, and mends what is of another type than it should be but can mean one thing alone: a whole number
/// written as a float or a text, arguments as JSON instead of its text, content in parts instead of text, null among items. What the
/// content filter says in an odd way counts as not said.
/// Each slip costs another reading of the whole, so that large answers may have fewer.
pub(super) fn deserialize<T: DeserializeOwned>(mut value: Value, length: usize) -> Option<T> {
    for _ in 0..(MOST_READ / length.max(1)).clamp(1, MOST_SLIPS) {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let mut place = Vec::new();
        for segment in error.path() {
            match segment {
                Segment::Map { key } => place.push(key.clone()),
                Segment::Seq { index } => place.push(index.to_string()),
                _ => return None,
            }
        }
        if !mend(&mut value, &place, &error.inner().to_string()) {
            return None;
        }
    }
    None
}

/// Where the content filter speaks, which must never make an answer unreadable.
const FILTER: [&str; 4] =
    ["content_filter_results", "content_filter_offsets", "prompt_filter_results", "prompt_annotations"];

/// Mends the value at a place, if the mistake is one of those that can be mended.
fn mend(value: &mut Value, place: &[String], mistake: &str) -> bool {
    let Some((last, parents)) = place.split_last() else { return false };
    let parent = parents.iter().try_fold(value, |value, step| member(value, step));
    let Some(parent) = parent else { return false };
    if let (Value::Array(items), Ok(index)) = (&mut *parent, last.parse::<usize>())
        && items.get(index).is_some_and(Value::is_null)
    {
        items.remove(index);
        return true;
    }
    let Some(found) = member(parent, last) else { return false };
    if place.iter().any(|step| FILTER.contains(&step.as_str())) {
        *found = Value::Null;
        return true;
    }
    let mended = match &*found {
        Value::Number(number) if mistake.contains("expected i64") => number.as_f64().and_then(whole),
        Value::String(text) if mistake.contains("expected i64") => text.parse::<i64>().ok().map(Value::from),
        Value::Object(_) if mistake.contains("expected a string") => Some(Value::from(found.to_string())),
        Value::Array(parts) if mistake.contains("expected a string") => text_of(parts).map(Value::from),
        _ => None,
    };
    let Some(mended) = mended else { return false };
    let reasoning = found.as_array().and_then(|parts| reasoning_of(parts));
    *found = mended;
    if let (Value::Object(members), Some(reasoning)) = (parent, reasoning) {
        members.entry("reasoning_content").or_insert(Value::from(reasoning));
    }
    true
}

fn member<'a>(value: &'a mut Value, step: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

fn whole(number: f64) -> Option<Value> {
    // Beyond this floats skip whole numbers.
    let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    exact.then(|| Value::from(number as i64))
}

/// The text of content in parts, as reasoning models answer it; `None` if these are no parts.
fn text_of(parts: &[Value]) -> Option<String> {
    let are_parts = !parts.is_empty() && parts.iter().all(|part| part["type"].is_string());
    are_parts.then(|| parts.iter().filter_map(|part| part["text"].as_str()).collect())
}

/// The reasoning among parts: `{"type":"thinking","thinking":…}`, a text or parts itself.
fn reasoning_of(parts: &[Value]) -> Option<String> {
    let texts = parts.iter().filter_map(|part| match &part["thinking"] {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => text_of(parts),
        _ => None,
    });
    Some(texts.collect::<String>()).filter(|text| !text.is_empty())
}

/// Puts the replacement character for each `\ud800`–`\udfff` that has no other half.
pub(super) fn surrogates(text: &str) -> Cow<'_, str> {
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
    use serde_json::json;

    use super::*;
    use crate::models::ChatCompletions;

    #[track_caller]
    fn check(message: Value, expected: Option<Value>) {
        let answer = json!({"created": 1.7e9, "choices": [null, {"index": 0.0, "message": message}]});
        let read = deserialize::<ChatCompletions>(answer, 1).map(|answer| {
            assert_eq!(answer.created, Some(1_700_000_000));
            serde_json::to_value(&answer.choices.unwrap()[0].message).unwrap()
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn what_can_mean_one_thing_alone_is_mended() {
        check(json!({"content": "a"}), Some(json!({"content": "a"})));
        check(
            json!({"content": [{"type": "text", "text": "a"}, {"type": "other"}, {"type": "text", "text": "b"}]}),
            Some(json!({"content": "ab"})),
        );
        check(
            json!({"content": [
                {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]},
                {"type": "text", "text": "a"},
            ]}),
            Some(json!({"content": "a", "reasoning_content": "hm"})),
        );
        check(
            json!({"tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}}]}),
            Some(json!({"tool_calls": [{"function": {"name": "f", "arguments": "{\"x\":1}"}}]})),
        );
    }

    #[test]
    fn what_can_mean_anything_is_not() {
        check(json!({"content": 7}), None);
        check(json!({"content": [1, 2]}), None);
        check(json!({"tool_calls": "none"}), None);
        check(json!("text"), None);
        assert!(deserialize::<ChatCompletions>(json!({"created": 1.5}), 1).is_none());
        assert!(deserialize::<ChatCompletions>(json!({"choices": vec![Value::Null; 1000]}), 1).is_none());
    }
}
