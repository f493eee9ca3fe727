//! Members that the API does not describe, from chunk to chunk.

use serde_json::{Map, Value};

/// Random padding against guessing texts by the sizes of packets.
const PADDING: &str = "obfuscation";
/// Items of a list with an `index` are joined up to this many.
const MAX_JOINED: usize = 1024;

type Members = Map<String, Value>;

/// Keeps the last value of each member: what stands beside the message says the same on each chunk, or once.
pub(super) fn keep_last(whole: &mut Members, part: &Members, kept: &mut usize) {
    for (name, value) in part.iter().filter(|(name, value)| !value.is_null() && *name != PADDING) {
        // The message itself, a second time: some servers send it beside the delta.
        if name == "message" || whole.get(name) == Some(value) {
            continue;
        }
        *kept += values_in(value);
        whole.insert(name.clone(), value.clone());
    }
}

/// Joins the members of a message or a call: texts and lists grow, of other values the last one counts.
pub(super) fn merge(whole: &mut Members, part: &Members, kept: &mut usize) {
    for (name, value) in part.iter().filter(|(_, value)| !value.is_null()) {
        match whole.get_mut(name) {
            Some(known) => join(known, value, kept),
            None => {
                *kept += values_in(value);
                whole.insert(name.clone(), value.clone());
            }
        }
    }
}

fn join(whole: &mut Value, part: &Value, kept: &mut usize) {
    match (whole, part) {
        // Said again on every chunk.
        (whole, part) if whole == part => {}
        (Value::String(whole), Value::String(part)) => whole.push_str(part),
        (Value::Object(whole), Value::Object(part)) => merge(whole, part, kept),
        (Value::Array(whole), Value::Array(part)) => part.iter().for_each(|item| add_item(whole, item, kept)),
        (whole, part) => {
            *kept += values_in(part);
            *whole = part.clone();
        }
    }
}

/// Adds an item, or joins it with the one of the same `index`.
fn add_item(items: &mut Vec<Value>, item: &Value, kept: &mut usize) {
    let index = item.get("index").filter(|index| index.is_u64());
    let known =
        index.and_then(|index| items.iter_mut().take(MAX_JOINED).find(|known| known.get("index") == Some(index)));
    match known {
        Some(known) => join(known, item, kept),
        None => {
            *kept += values_in(item);
            items.push(item.clone());
        }
    }
}

/// How many values a value is made of, itself included.
fn values_in(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values_in).sum(),
        Value::Object(members) => members.values().map(values_in).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn joined(join: fn(&mut Members, &Members, &mut usize), parts: &[Value]) -> Value {
        let mut whole = Members::new();
        let mut kept = 0;
        for part in parts {
            join(&mut whole, part.as_object().unwrap(), &mut kept);
        }
        assert!(kept >= whole.len());
        whole.into()
    }

    #[test]
    fn members_of_a_message_grow() {
        for (name, parts, expected) in [
            ("texts", [json!({"a": "x"}), json!({"a": "y"})], json!({"a": "xy"})),
            ("the same text", [json!({"a": "x"}), json!({"a": "x"})], json!({"a": "x"})),
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
            assert_eq!(joined(merge, &parts), expected, "{name}");
        }
    }

    #[test]
    fn beside_the_message_the_last_value_counts() {
        let parts =
            [json!({"a": "x", "b": 1, "obfuscation": "qw"}), json!({"a": "y", "b": null, "message": {"content": "x"}})];
        assert_eq!(joined(keep_last, &parts), json!({"a": "y", "b": 1}));
    }
}
