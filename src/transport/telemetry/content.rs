//! Messages and tools in the form of the conventions, recorded only on request.

use serde::Serialize;
use serde_json::{Value, json};

use crate::models::{ChatChoice, ChatCompletionsTool, ChatRequestMessage};

/// Returns `gen_ai.input.messages`.
pub(super) fn input(messages: &[ChatRequestMessage]) -> String {
    let messages: Vec<Value> = messages.iter().map(message).collect();
    Value::from(messages).to_string()
}

/// Returns `gen_ai.tool.definitions`. A tool of another type than `function` is recorded as it is sent.
pub(super) fn tools(tools: &[ChatCompletionsTool]) -> String {
    let tools = tools.iter().map(|tool| match tool.function() {
        Some(function) => {
            let mut definition = plain(function);
            definition["type"] = "function".into();
            definition
        }
        None => plain(tool),
    });
    Value::from(tools.collect::<Vec<_>>()).to_string()
}

/// Returns `gen_ai.output.messages`: a message for each choice.
pub(super) fn output(choices: &[ChatChoice]) -> String {
    let choice = |choice: &ChatChoice| {
        let mut message = message(&choice.message);
        if message["role"].is_null() {
            message["role"] = "assistant".into();
        }
        if let Some(reasoning) = choice.message.as_ref().and_then(|message| message.any_reasoning())
            && let Some(parts) = message["parts"].as_array_mut()
        {
            parts.insert(0, json!({"type": "reasoning", "content": reasoning}));
        }
        message
    };
    Value::from(choices.iter().map(choice).collect::<Vec<_>>()).to_string()
}

fn plain(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Converts a message of a request or response: a role and parts.
fn message(message: impl Serialize) -> Value {
    let message = plain(message);
    let mut parts = Vec::new();
    match &message["content"] {
        content if message["role"] == "tool" => {
            let response = match content {
                Value::Array(content) => content.iter().map(part).collect(),
                text => text.clone(),
            };
            parts.push(json!({"type": "tool_call_response", "id": message["tool_call_id"], "response": response}));
        }
        Value::Array(content) => parts.extend(content.iter().map(part)),
        Value::String(text) if !text.is_empty() => parts.push(json!({"type": "text", "content": text})),
        _ => {}
    }
    if let Some(refusal) = message["refusal"].as_str().filter(|text| !text.is_empty()) {
        parts.push(json!({"type": "refusal", "content": refusal}));
    }
    if let Some(data) = message["audio"]["data"].as_str() {
        let transcript = &message["audio"]["transcript"];
        parts.push(json!({"type": "blob", "modality": "audio", "content": data, "transcript": transcript}));
    }
    parts.extend(message["tool_calls"].as_array().into_iter().flatten().map(call));
    json!({"role": message["role"], "parts": parts})
}

/// Converts a part of a message's content. A type that the conventions do not define is unchanged.
fn part(part: &Value) -> Value {
    if let Value::String(text) = &part["text"] {
        return json!({"type": "text", "content": text});
    }
    for (name, modality) in [("image_url", "image"), ("audio_url", "audio")] {
        if let Some(url) = part[name]["url"].as_str() {
            return media(modality, url);
        }
    }
    let audio = &part["input_audio"];
    match (audio["data"].as_str(), audio["format"].as_str()) {
        (Some(data), Some(format)) => {
            let kind = if format == "mp3" { "audio/mpeg".to_owned() } else { format!("audio/{format}") };
            json!({"type": "blob", "modality": "audio", "mime_type": kind, "content": data})
        }
        _ => part.clone(),
    }
}

/// Converts media with a URL. A data URL holds the media itself.
fn media(modality: &str, url: &str) -> Value {
    match url.strip_prefix("data:").and_then(|url| url.split_once(";base64,")) {
        Some((kind, data)) => json!({"type": "blob", "modality": modality, "mime_type": kind, "content": data}),
        None => json!({"type": "uri", "modality": modality, "uri": url}),
    }
}

fn call(call: &Value) -> Value {
    let (name, arguments) = match &call["custom"] {
        Value::Null => {
            let arguments = call["function"]["arguments"].as_str().unwrap_or_default();
            let arguments = serde_json::from_str(arguments).unwrap_or_else(|_| Value::from(arguments));
            (&call["function"]["name"], arguments)
        }
        custom => (&custom["name"], custom["input"].clone()),
    };
    json!({"type": "tool_call", "id": call["id"], "name": name, "arguments": arguments})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_the_parts_of_the_conventions() {
        let check = |given: Value, parts: Value| {
            assert_eq!(message(&given), json!({"role": given["role"], "parts": parts}));
        };
        check(json!({"role": "user", "content": "Hi"}), json!([{"type": "text", "content": "Hi"}]));
        let image = |url: &str| json!({"type": "image_url", "image_url": {"url": url}});
        let audio = json!({"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}});
        let sound = json!({"type": "audio_url", "audio_url": {"url": "https://example.com/a.wav"}});
        let unknown = json!({"type": "video", "video": 1});
        let text = json!({"type": "text", "text": "Hi"});
        check(
            json!({"role": "user", "content": [
                text, image("https://example.com/a.png"), image("data:image/png;base64,AA=="), audio, sound, unknown
            ]}),
            json!([
                {"type": "text", "content": "Hi"},
                {"type": "uri", "modality": "image", "uri": "https://example.com/a.png"},
                {"type": "blob", "modality": "image", "mime_type": "image/png", "content": "AA=="},
                {"type": "blob", "modality": "audio", "mime_type": "audio/mpeg", "content": "AA=="},
                {"type": "uri", "modality": "audio", "uri": "https://example.com/a.wav"},
                unknown,
            ]),
        );
        check(
            json!({"role": "tool", "tool_call_id": "1", "content": [text, image("https://example.com/a.png")]}),
            json!([{"type": "tool_call_response", "id": "1", "response": [
                {"type": "text", "content": "Hi"},
                {"type": "uri", "modality": "image", "uri": "https://example.com/a.png"},
            ]}]),
        );
        check(
            json!({"role": "assistant", "refusal": "No.", "audio": {"id": "a", "data": "AA==", "transcript": "No."}}),
            json!([
                {"type": "refusal", "content": "No."},
                {"type": "blob", "modality": "audio", "content": "AA==", "transcript": "No."},
            ]),
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
