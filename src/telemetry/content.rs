//! Messages in the form of the conventions. Only for callers who opted in.

use serde::Serialize;
use serde_json::{Value, json};

use crate::models::{ChatChoice, ChatRequestMessage};

/// What goes to the model.
pub(super) fn input(messages: &[ChatRequestMessage]) -> String {
    let messages: Vec<Value> = messages.iter().map(message).collect();
    Value::from(messages).to_string()
}

/// What the model said: a message for each choice.
pub(super) fn output(choices: &[ChatChoice]) -> String {
    let choice = |choice: &ChatChoice| {
        let mut message = message(&choice.message);
        if message["role"].is_null() {
            message["role"] = "assistant".into();
        }
        message["finish_reason"] = plain(&choice.finish_reason);
        message
    };
    Value::from(choices.iter().map(choice).collect::<Vec<_>>()).to_string()
}

fn plain(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A message of either side: a role and parts.
fn message(message: impl Serialize) -> Value {
    let message = plain(message);
    let mut parts = Vec::new();
    match &message["content"] {
        content if message["role"] == "tool" => {
            parts.push(json!({"type": "tool_call_response", "id": message["tool_call_id"], "response": content}));
        }
        Value::Array(content) => parts.extend(content.iter().map(part)),
        Value::String(text) if !text.is_empty() => parts.push(json!({"type": "text", "content": text})),
        _ => {}
    }
    parts.extend(message["tool_calls"].as_array().into_iter().flatten().map(call));
    json!({"role": message["role"], "parts": parts})
}

/// A part of a message's content; one that is no text stays as it is.
fn part(part: &Value) -> Value {
    match &part["text"] {
        Value::String(text) => json!({"type": "text", "content": text}),
        _ => part.clone(),
    }
}

fn call(call: &Value) -> Value {
    let function = &call["function"];
    let arguments = function["arguments"].as_str().unwrap_or_default();
    let arguments = serde_json::from_str(arguments).unwrap_or_else(|_| Value::from(arguments));
    json!({"type": "tool_call", "id": call["id"], "name": function["name"], "arguments": arguments})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_as_parts() {
        let check = |given: Value, parts: Value| {
            assert_eq!(message(&given), json!({"role": given["role"], "parts": parts}));
        };
        check(json!({"role": "user", "content": "Hi"}), json!([{"type": "text", "content": "Hi"}]));
        let image = json!({"type": "image_url", "image_url": {"url": "u"}});
        check(
            json!({"role": "user", "content": [{"type": "text", "text": "Hi"}, image]}),
            json!([{"type": "text", "content": "Hi"}, image]),
        );
        let function = |arguments: &str| json!({"name": "f", "arguments": arguments});
        check(
            json!({"role": "assistant", "content": null, "tool_calls": [
                {"id": "1", "function": function(r#"{"a":1}"#)}, {"id": "2", "function": function("{")}
            ]}),
            json!([
                {"type": "tool_call", "id": "1", "name": "f", "arguments": {"a": 1}},
                {"type": "tool_call", "id": "2", "name": "f", "arguments": "{"},
            ]),
        );
        check(
            json!({"role": "tool", "tool_call_id": "1", "content": "ok"}),
            json!([{"type": "tool_call_response", "id": "1", "response": "ok"}]),
        );
        check(json!({"role": "assistant"}), json!([]));
    }
}
