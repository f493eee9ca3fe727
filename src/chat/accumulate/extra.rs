//! Accumulates fields that the API does not describe.

use serde_json::{Map, Value};

/// Random padding, which hides the length of a text from observers of the network.
pub(crate) const PADDING: &str = "obfuscation";
/// Maximum number of list items that are searched for the `index` of a new item.
const MAX_JOINED: usize = 1024;

type Members = Map<String, Value>;

/// Keeps the last value of each field. Fields outside the message have the same value in each chunk, or are sent once.
pub(super) fn keep_last(whole: &mut Members, part: &Members, extra_values: &mut usize) {
    part.iter().for_each(|(name, value)| keep_last_value(whole, name, value, extra_values));
}

/// Keeps the last value of a field.
pub(super) fn keep_last_value(whole: &mut Members, name: &str, value: &Value, extra_values: &mut usize) {
    // Some servers send the whole message in addition to the delta.
    if value.is_null() || name == PADDING || name == "message" {
        return;
    }
    match whole.get_mut(name) {
        Some(known) if known == value => {}
        Some(known) => *known = counted(value, extra_values),
        None => _ = whole.insert(name.to_owned(), counted(value, extra_values)),
    }
}

/// Merges the fields of a message or a tool call: strings are concatenated, lists appended, other values replaced.
pub(super) fn merge(whole: &mut Members, part: &Members, extra_values: &mut usize) {
    part.iter().for_each(|(name, value)| merge_value(whole, name, value, extra_values));
}

/// Merges a field of a message or a tool call.
pub(super) fn merge_value(whole: &mut Members, name: &str, value: &Value, extra_values: &mut usize) {
    match whole.get_mut(name) {
        _ if value.is_null() => {}
        Some(known) => join(known, value, extra_values),
        None => _ = whole.insert(name.to_owned(), counted(value, extra_values)),
    }
}

fn join(whole: &mut Value, part: &Value, extra_values: &mut usize) {
    match (whole, part) {
        // Repeated in every chunk.
        (whole, part) if whole == part => {}
        (Value::String(whole), Value::String(part)) => whole.push_str(part),
        (Value::Object(whole), Value::Object(part)) => merge(whole, part, extra_values),
        (Value::Array(whole), Value::Array(part)) => part.iter().for_each(|item| add_item(whole, item, extra_values)),
        (whole, part) => *whole = counted(part, extra_values),
    }
}

/// Appends an item, or joins it with the item of the same `index`.
fn add_item(items: &mut Vec<Value>, item: &Value, extra_values: &mut usize) {
    let index = item.get("index").filter(|index| index.is_u64());
    let known =
        index.and_then(|index| items.iter_mut().take(MAX_JOINED).find(|known| known.get("index") == Some(index)));
    match known {
        Some(known) => join(known, item, extra_values),
        None => items.push(counted(item, extra_values)),
    }
}

/// Copies a value, and adds the number of its values to `extra_values`.
fn counted(value: &Value, extra_values: &mut usize) -> Value {
    *extra_values += count_values(value);
    value.clone()
}

/// Returns the number of values within a value, including itself.
fn count_values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count_values).sum(),
        Value::Object(members) => members.values().map(count_values).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_of_a_message_are_merged() {
        for (name, parts, expected) in [
            ("strings", [json!({"a": "x"}), json!({"a": "y"})], json!({"a": "xy"})),
            ("a repeated string", [json!({"a": "x"}), json!({"a": "x"})], json!({"a": "x"})),
            ("lists", [json!({"a": [1]}), json!({"a": [2]})], json!({"a": [1, 2]})),
            ("objects", [json!({"a": {"b": "x"}}), json!({"a": {"c": 1}})], json!({"a": {"b": "x", "c": 1}})),
            ("null", [json!({"a": 1}), json!({"a": null})], json!({"a": 1})),
            ("numbers", [json!({"a": 1}), json!({"a": 2})], json!({"a": 2})),
            ("another type", [json!({"a": 1}), json!({"a": "x"})], json!({"a": "x"})),
            (
                "items with an index",
                [
                    json!({"a": [{"index": 0, "type": "t", "text": "x"}]}),
                    json!({"a": [{"index": 0, "type": "t", "text": "y"}, {"index": 1}]}),
                ],
                json!({"a": [{"index": 0, "type": "t", "text": "xy"}, {"index": 1}]}),
            ),
        ] {
            let (mut whole, mut extra_values) = (Members::new(), 0);
            for part in parts {
                merge(&mut whole, part.as_object().unwrap(), &mut extra_values);
            }
            assert!(extra_values >= whole.len(), "{name}");
            assert_eq!(Value::Object(whole), expected, "{name}");
        }
    }

    #[test]
    fn fields_outside_the_message_keep_the_last_value() {
        let (mut whole, mut extra_values) = (Members::new(), 0);
        for part in
            [json!({"a": "x", "b": 1, "obfuscation": "qw"}), json!({"a": "y", "b": null, "message": {"content": "x"}})]
        {
            keep_last(&mut whole, part.as_object().unwrap(), &mut extra_values);
        }
        assert_eq!(Value::Object(whole), json!({"a": "y", "b": 1}));
        assert_eq!(extra_values, 3);
    }
}
