//! Converts the messages of a conversation to input items.

use serde_json::{Map, Value, json};

use super::item::text_of;
use super::request::{flatten, without_counterpart};
use crate::error::Result;
use crate::models::OUTPUT_ITEMS;

/// Returns the input items of a list of messages.
///
/// An assistant message from this API is sent as its output items, with reasoning before the items that depend on it.
/// `is_stored`: whether the service can look up items by their id.
pub(super) fn input(mut messages: Value, is_stored: bool) -> Result<Vec<Value>> {
    let mut items = Vec::new();
    for message in messages.as_array_mut().into_iter().flatten() {
        match message["role"].as_str().unwrap_or_default() {
            "assistant" => add_assistant(message, is_stored, &mut items),
            "tool" => {
                let call_id = text_of(&message["tool_call_id"]);
                let call = items.iter().rev().find(|item| is_call(item) && item["call_id"] == *call_id);
                let is_custom = call.is_some_and(|call| call["type"] == "custom_tool_call");
                let type_ = if is_custom { "custom_tool_call_output" } else { "function_call_output" };
                let mut output = json!({"type": type_, "call_id": call_id});
                output["output"] = content(message["content"].take())?;
                items.push(output);
            }
            _ => {
                message["type"] = "message".into();
                message["content"] = content(message["content"].take())?;
                items.push(message.take());
            }
        }
    }
    Ok(items)
}

/// Converts the content of a message or of the result of a call.
fn content(content: Value) -> Result<Value> {
    match content {
        Value::Array(parts) => parts.into_iter().map(part).collect(),
        Value::String(_) => Ok(content),
        other => Ok(text_of(&other).into()),
    }
}

/// Converts a part of a message to the form of this API.
fn part(part: Value) -> Result<Value> {
    let Value::Object(mut part) = part else { return Ok(json!({"type": "input_text", "text": text_of(&part)})) };
    let type_ = part.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let input_type = match type_.as_str() {
        "text" => "input_text",
        "image_url" => "input_image",
        "file" => "input_file",
        "input_audio" | "audio_url" => return Err(without_counterpart(&type_)),
        _ => return Ok(part.into()),
    };
    part.insert("type".to_owned(), input_type.into());
    if flatten(&mut part, &type_)
        && type_ == "image_url"
        && let Some(url) = part.remove("url")
    {
        part.insert(type_, url);
    }
    Ok(part.into())
}

fn add_assistant(message: &mut Value, is_stored: bool, items: &mut Vec<Value>) {
    let calls: Vec<Value> = message["tool_calls"].as_array().into_iter().flatten().map(call).collect();
    if let Value::Array(output) = message[OUTPUT_ITEMS].take()
        && is_unchanged(message, &calls, &output)
    {
        items.extend(replayed(output, calls, is_stored));
        return;
    }
    let refusal = message["refusal"].as_str().unwrap_or_default();
    let output_text = |text: &str| json!({"type": "output_text", "text": text, "annotations": []});
    let mut parts: Vec<Value> = match &message["content"] {
        Value::String(text) if !text.is_empty() && text != refusal => vec![output_text(text)],
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).map(output_text).collect(),
        _ => Vec::new(),
    };
    if !refusal.is_empty() {
        parts.push(json!({"type": "refusal", "refusal": refusal}));
    }
    if !parts.is_empty() {
        let mut item = json!({"type": "message", "role": "assistant"});
        item["content"] = parts.into();
        if message["phase"].is_string() {
            item["phase"] = message["phase"].take();
        }
        items.push(item);
    }
    items.extend(calls);
}

/// Converts a call.
fn call(call: &Value) -> Value {
    let (type_, of, input) = match call["type"] == "custom" {
        true => ("custom_tool_call", &call["custom"], "input"),
        false => ("function_call", &call["function"], "arguments"),
    };
    json!({"type": type_, "call_id": text_of(&call["id"]), "name": text_of(&of["name"]), input: text_of(&of[input])})
}

/// Whether the output items still match the message, which the caller may have changed.
fn is_unchanged(message: &Value, calls: &[Value], output: &[Value]) -> bool {
    let texts = |type_: &str, name: &str| -> String {
        let messages = output.iter().filter(|item| item["type"] == "message");
        let parts = messages.flat_map(|item| item["content"].as_array().into_iter().flatten());
        parts.filter(|part| part["type"] == type_).filter_map(|part| part[name].as_str()).collect()
    };
    let text = |name: &str| message[name].as_str().unwrap_or_default();
    let (texts, refusals) = (texts("output_text", "text"), texts("refusal", "refusal"));
    let is_same = texts == text("content") || (texts.is_empty() && text("content") == refusals);
    let ids = output.iter().filter(|item| is_call(item)).map(|item| &item["call_id"]);
    !output.is_empty() && is_same && refusals == text("refusal") && ids.eq(calls.iter().map(|call| &call["call_id"]))
}

/// Returns the output items in the form that the service accepts: without nulls and `status`, reasoning items with their id
/// and encrypted content, and the calls as they are in the message.
fn replayed(mut output: Vec<Value>, calls: Vec<Value>, is_stored: bool) -> impl Iterator<Item = Value> {
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
    let keeps_ids = output.iter().any(is_reasoning) && output.iter().filter(|item| is_reasoning(item)).all(is_whole);
    let mut calls = calls.into_iter();
    output.into_iter().filter_map(move |mut item| {
        let call = if is_call(&item) { Some(calls.next()?) } else { None };
        let (is_message, is_reasoning) = (item["type"] == "message", is_reasoning(&item));
        let is_known = call.is_some() || is_reasoning || is_message;
        if !keeps_ids && (is_reasoning || !is_known) {
            return None;
        }
        let members = item.as_object_mut()?;
        members.retain(|name, value| !value.is_null() && (keeps_ids || name != "id"));
        if is_known {
            members.remove("status");
        }
        if let Some(Value::Object(call)) = call {
            members.extend(call);
        } else if is_message {
            clean_parts(members);
        } else if is_reasoning {
            members.entry("summary").or_insert_with(|| json!([]));
            if members.get("content").is_some_and(|content| content == &json!([])) {
                members.remove("content");
            }
        }
        Some(item)
    })
}

/// Removes members that can't be sent from the parts of an assistant message.
fn clean_parts(message: &mut Map<String, Value>) {
    let parts = message.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten();
    for part in parts.filter_map(Value::as_object_mut) {
        part.retain(|name, value| {
            !value.is_null() && ["type", "text", "annotations", "refusal"].contains(&name.as_str())
        });
        if part.get("type").is_some_and(|type_| type_ == "output_text") {
            part.entry("annotations").or_insert_with(|| json!([]));
        }
    }
}

fn is_call(item: &Value) -> bool {
    item["type"] == "function_call" || item["type"] == "custom_tool_call"
}

fn is_reasoning(item: &Value) -> bool {
    item["type"] == "reasoning"
}
