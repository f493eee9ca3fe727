//! Converts the messages of a conversation to input items.

use serde_json::{Map, Value, json};

use super::request::without_counterpart;
use crate::error::{Error, Result};
use crate::models::{ChatRequestMessage, OUTPUT_ITEMS};

/// Returns the input items of messages.
///
/// An assistant message from this API is sent as its output items, with reasoning before the items that depend on it.
/// `is_stored`: whether the service can look up items by their id.
pub(super) fn input(messages: &[ChatRequestMessage], is_stored: bool) -> Result<Vec<Value>> {
    let mut items = Vec::with_capacity(messages.len());
    let mut custom_calls = Vec::new();
    for message in messages {
        let json = serde_json::to_value(message).map_err(|error| Error::input("messages", error.to_string()))?;
        let Value::Object(mut message) = json else { continue };
        let role = message.remove("role").unwrap_or_default();
        match role.as_str().unwrap_or_default() {
            "assistant" => Assistant::new(message, &mut custom_calls).add_to(&mut items, is_stored),
            "tool" => items.push(tool_output(message, &custom_calls)?),
            role => items.push(plain_message(role, message)?),
        }
    }
    Ok(items)
}

/// Converts a user, system or developer message.
fn plain_message(role: &str, mut message: Map<String, Value>) -> Result<Value> {
    let content = content_of(message.remove("content").unwrap_or_default())?;
    message.insert("type".to_owned(), "message".into());
    message.insert("role".to_owned(), role.into());
    message.insert("content".to_owned(), content);
    Ok(message.into())
}

/// Converts the content of a message or of a tool's result: text, or a list of parts.
fn content_of(content: Value) -> Result<Value> {
    match content {
        Value::Array(parts) => Ok(parts.into_iter().map(part).collect::<Result<Vec<_>>>()?.into()),
        content => Ok(text_of(content).into()),
    }
}

fn text_of(content: Value) -> String {
    match content {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Converts a part of a message to the form of this API.
fn part(part: Value) -> Result<Value> {
    let Value::Object(mut members) = part else {
        return Ok(json!({"type": "input_text", "text": text_of(part)}));
    };
    let type_ = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    match type_.as_str() {
        "text" => _ = members.insert("type".to_owned(), "input_text".into()),
        "image_url" => {
            members.insert("type".to_owned(), "input_image".into());
            if let Some(Value::Object(mut image)) = members.remove("image_url") {
                members.extend(image.remove("url").map(|url| ("image_url".to_owned(), url)));
                members.append(&mut image);
            }
        }
        "file" => {
            members.insert("type".to_owned(), "input_file".into());
            if let Some(Value::Object(mut file)) = members.remove("file") {
                members.append(&mut file);
            }
        }
        "input_audio" | "audio_url" => return Err(without_counterpart(&type_)),
        _ => {}
    }
    Ok(members.into())
}

/// Converts the result of a call.
fn tool_output(mut message: Map<String, Value>, custom_calls: &[String]) -> Result<Value> {
    let call_id = text_of(message.remove("tool_call_id").unwrap_or_default());
    let type_ = if custom_calls.contains(&call_id) { "custom_tool_call_output" } else { "function_call_output" };
    let output = content_of(message.remove("content").unwrap_or_default())?;
    Ok(json!({"type": type_, "call_id": call_id, "output": output}))
}

/// The parts of an assistant message.
struct Assistant {
    content: Value,
    refusal: Option<String>,
    phase: Option<String>,
    calls: Vec<Call>,
    output_items: Vec<Value>,
}

struct Call {
    id: String,
    name: String,
    /// The arguments of a function, or the input of a custom tool.
    input: String,
    is_custom: bool,
}

impl Call {
    fn read(call: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let is_custom = call["type"] == "custom";
        let (of, input) = if is_custom { (&call["custom"], "input") } else { (&call["function"], "arguments") };
        Self { id: text(&call["id"]), name: text(&of["name"]), input: text(&of[input]), is_custom }
    }

    fn into_item(self) -> Value {
        let (type_, input) =
            if self.is_custom { ("custom_tool_call", "input") } else { ("function_call", "arguments") };
        json!({"type": type_, "call_id": self.id, "name": self.name, input: self.input})
    }
}

impl Assistant {
    fn new(mut message: Map<String, Value>, custom_calls: &mut Vec<String>) -> Self {
        let mut list = |name: &str| match message.remove(name) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        let calls: Vec<Call> = list("tool_calls").iter().map(Call::read).collect();
        let output_items = list(OUTPUT_ITEMS);
        custom_calls.extend(calls.iter().filter(|call| call.is_custom).map(|call| call.id.clone()));
        let text = |value: Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        Self {
            refusal: text(message.remove("refusal")).filter(|text| !text.is_empty()),
            phase: text(message.remove("phase")),
            content: message.remove("content").unwrap_or_default(),
            calls,
            output_items,
        }
    }

    fn add_to(mut self, items: &mut Vec<Value>, is_stored: bool) {
        if self.is_unchanged() {
            let output = std::mem::take(&mut self.output_items);
            items.extend(self.replayed(output, is_stored));
            return;
        }
        let content = self.plain_content();
        if !content.is_empty() {
            let mut message = json!({"type": "message", "role": "assistant", "content": content});
            if let Some(phase) = self.phase {
                message["phase"] = phase.into();
            }
            items.push(message);
        }
        items.extend(self.calls.into_iter().map(Call::into_item));
    }

    /// Returns the parts of a message that is not from this API, or was changed since.
    fn plain_content(&self) -> Vec<Value> {
        let is_refusal = |text: &str| self.refusal.as_deref() == Some(text);
        let mut parts: Vec<Value> = match &self.content {
            Value::String(text) if !text.is_empty() && !is_refusal(text) => vec![output_text(text)],
            Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).map(output_text).collect(),
            _ => Vec::new(),
        };
        parts.extend(self.refusal.as_deref().map(|refusal| json!({"type": "refusal", "refusal": refusal})));
        parts
    }

    /// Whether the output items still match the message, which the caller may have changed.
    fn is_unchanged(&self) -> bool {
        if self.output_items.is_empty() {
            return false;
        }
        let texts = |type_: &str, name: &str| -> String {
            let messages = self.output_items.iter().filter(|item| item["type"] == "message");
            let parts = messages.flat_map(|item| item["content"].as_array().into_iter().flatten());
            parts.filter(|part| part["type"] == type_).filter_map(|part| part[name].as_str()).collect()
        };
        let content = self.content.as_str().unwrap_or_default();
        let refusal = self.refusal.as_deref().unwrap_or_default();
        let (texts, refusals) = (texts("output_text", "text"), texts("refusal", "refusal"));
        let is_same = texts == content || (texts.is_empty() && content == refusals);
        let ids = self.output_items.iter().filter(|item| is_call(item)).map(|item| &item["call_id"]);
        is_same && refusals == refusal && ids.eq(self.calls.iter().map(|call| call.id.as_str()))
    }

    /// Returns the output items in the form that the service accepts: without nulls and `status`, reasoning items with their
    /// id and encrypted content, and the calls as they are in the message.
    fn replayed(self, mut output: Vec<Value>, is_stored: bool) -> Vec<Value> {
        // The service rejects a reasoning item that no other item follows.
        while output.last().is_some_and(is_reasoning) {
            output.pop();
        }
        let is_whole = |item: &Value| {
            let is_some = |name: &str| item[name].as_str().is_some_and(|text| !text.is_empty());
            let has_content = item["content"].as_array().is_some_and(|parts| !parts.is_empty());
            is_some("id") && (is_stored || is_some("encrypted_content") || has_content)
        };
        // The service rejects the id of an item without the reasoning item that it depends on.
        let keeps_ids =
            output.iter().any(is_reasoning) && output.iter().filter(|item| is_reasoning(item)).all(is_whole);
        let mut calls = self.calls.into_iter();
        let items = output.into_iter().filter_map(|mut item| {
            let own = if is_call(&item) { Some(calls.next()?) } else { None };
            let (is_message, is_reasoning) = (item["type"] == "message", is_reasoning(&item));
            let is_known = own.is_some() || is_reasoning || is_message;
            if !keeps_ids && (is_reasoning || !is_known) {
                return None;
            }
            let members = item.as_object_mut()?;
            members.retain(|name, value| !value.is_null() && (keeps_ids || name != "id"));
            if is_known {
                members.remove("status");
            }
            if let Some(call) = own {
                let input = if call.is_custom { "input" } else { "arguments" };
                members.insert("name".to_owned(), call.name.into());
                members.insert(input.to_owned(), call.input.into());
            }
            if is_message {
                clean_parts(members);
            } else if is_reasoning {
                members.entry("summary").or_insert_with(|| json!([]));
                if members.get("content").is_some_and(|content| content == &json!([])) {
                    members.remove("content");
                }
            }
            Some(item)
        });
        items.collect()
    }
}

/// Removes members that can't be sent from the parts of an assistant message.
fn clean_parts(message: &mut Map<String, Value>) {
    for part in message.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(part) = part.as_object_mut() {
            let type_ = part.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            part.retain(|name, value| {
                !value.is_null() && ["type", "text", "annotations", "refusal"].contains(&name.as_str())
            });
            if type_ == "output_text" {
                part.entry("annotations").or_insert_with(|| json!([]));
            }
        }
    }
}

fn output_text(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": []})
}

fn is_call(item: &Value) -> bool {
    item["type"] == "function_call" || item["type"] == "custom_tool_call"
}

fn is_reasoning(item: &Value) -> bool {
    item["type"] == "reasoning"
}
