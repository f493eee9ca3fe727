//! Converts the body of a chat request to that of a Responses request.

use serde_json::{Map, Value, json};

use super::history;
use crate::error::{Error, Result};
use crate::models::{ChatCompletionsOptions, json};
use crate::raw::v1::ReasoningEffort;
use crate::raw::v1::types::CreateResponse;
use crate::transport::Wire;

/// The minimum of `max_output_tokens`; the service rejects less.
const MIN_OUTPUT_TOKENS: i64 = 16;

/// Parameters that only chat completions have.
const WITHOUT_COUNTERPART: &[&str] = &[
    "stop",
    "n",
    "seed",
    "frequency_penalty",
    "presence_penalty",
    "logit_bias",
    "prediction",
    "modalities",
    "audio",
    "web_search_options",
    "functions",
    "function_call",
    "user_security_context",
    "data_sources",
];

/// Returns the body that the Responses API accepts. Most parameters have the same name there.
///
/// # Errors
///
/// If a parameter has no counterpart there; the error names it.
pub(super) fn create_response(chat: &ChatCompletionsOptions) -> Result<CreateResponse> {
    let reserved = ["input", "tools", "tool_choice"];
    if let Some(name) = reserved.into_iter().find(|name| chat.extra.contains_key(*name)) {
        let reason = "for the Responses API it is set from the messages and tools; remove the extra parameter";
        return Err(Error::input(name, reason));
    }
    let body = serde_json::to_value(chat).map_err(|error| Error::input("messages", error.to_string()))?;
    let Value::Object(mut body) = body else { return Ok(CreateResponse::default()) };
    // The Responses API always returns one choice, of text.
    body.retain(|name, value| match name.as_str() {
        "n" => *value != 1,
        "modalities" => *value != json!(["text"]),
        _ => true,
    });
    if let Some(name) = WITHOUT_COUNTERPART.iter().find(|name| body.contains_key(**name)) {
        return Err(without_counterpart(name));
    }
    let is_stored = chat.store.unwrap_or(false);
    let input = history::input(body.remove("messages").unwrap_or_default(), is_stored)?;
    body.insert("store".to_owned(), is_stored.into());

    let limits = ["max_completion_tokens", "max_tokens"].map(|name| (name, body.remove(name)));
    if let Some((name, Some(limit))) = limits.into_iter().find(|(_, limit)| limit.is_some()) {
        if limit.as_i64() < Some(MIN_OUTPUT_TOKENS) {
            let reason = format!(
                "{limit} is too small: `max_output_tokens` of the Responses API is at least {MIN_OUTPUT_TOKENS}; raise \
                 it, or send the request with Api::ChatCompletions"
            );
            return Err(Error::input(name, reason));
        }
        body.insert("max_output_tokens".to_owned(), limit);
    }
    if let Some(format) = body.get_mut("response_format").and_then(Value::as_object_mut) {
        flatten(format, "json_schema");
    }
    for (name, object, member) in [
        ("reasoning_effort", "reasoning", "effort"),
        ("verbosity", "text", "verbosity"),
        ("response_format", "text", "format"),
    ] {
        if let Some(value) = body.remove(name) {
            let object = body.entry(object).or_insert(Value::Null);
            if object.is_null() || object.is_object() {
                object[member] = value;
            }
        }
    }
    body.get_mut("tools").and_then(Value::as_array_mut).into_iter().flatten().for_each(convert_tool);
    body.get_mut("tool_choice").into_iter().for_each(convert_tool_choice);
    if let Some(retention) = body.get_mut("prompt_cache_retention").filter(|retention| *retention == "in-memory") {
        *retention = "in_memory".into();
    }
    // The service always sends the usage, so only the other options are sent.
    body.remove("stream_options");
    if let Some(options) = chat.stream_options.as_ref().filter(|options| !options.extra.is_empty()) {
        body.insert("stream_options".to_owned(), options.extra.clone().into());
    }
    body.remove("logprobs");

    let read = json::from_value::<CreateResponse>(&body.into());
    let mut request = read.map_err(|(path, reason)| Error::input(path.to_string(), reason))?;
    request.input = Some(input.into());
    // As JSON they may have lost their last digit.
    (request.temperature, request.top_p) = (chat.temperature, chat.top_p);
    if chat.logprobs == Some(true) {
        request.include.get_or_insert_default().push("message.output_text.logprobs".into());
    }
    Ok(request)
}

/// Returns the error for a parameter that only chat completions have.
pub(super) fn without_counterpart(name: &str) -> Error {
    let reason = format!("the Responses API has no `{name}`; unset it, or send the request with Api::ChatCompletions");
    Error::input(name, reason)
}

fn convert_tool(tool: &mut Value) {
    let Some(tool) = tool.as_object_mut() else { return };
    if flatten(tool, "function") {
        // Without `strict` this API is strict where the schema allows it; chat completions are not.
        tool.entry("strict").or_insert(false.into());
        tool.entry("parameters").or_insert(Value::Null);
    } else if flatten(tool, "custom")
        && let Some(format) = tool.get_mut("format").and_then(Value::as_object_mut)
    {
        flatten(format, "grammar");
    }
}

fn convert_tool_choice(choice: &mut Value) {
    let type_ = choice["type"].as_str().unwrap_or_default().to_owned();
    if let Some(members) = choice.as_object_mut() {
        flatten(members, &type_);
        members.get_mut("tools").and_then(Value::as_array_mut).into_iter().flatten().for_each(convert_tool_choice);
    }
}

/// Flattens an object that chat completions nest, such as `{"type":"custom","custom":{"name":"f"}}`. Returns `false` if it has
/// no such object.
pub(super) fn flatten(members: &mut Map<String, Value>, name: &str) -> bool {
    let is_nested = members.get(name).is_some_and(Value::is_object);
    if is_nested && let Some(Value::Object(inner)) = members.remove(name) {
        members.extend(inner);
    }
    is_nested
}

/// Includes the encrypted reasoning if the model is known to support it: the call was moved to this API, which only happens
/// with reasoning models of OpenAI, the request sets an effort, or an earlier response had encrypted reasoning.
pub(super) fn include_reasoning(wire: &mut Wire, request: &mut CreateResponse) {
    if request.include.iter().flatten().any(|include| include == "reasoning.encrypted_content") {
        return;
    }
    let effort = request.reasoning.as_ref().and_then(|reasoning| reasoning.effort.as_ref());
    let has_encrypted = |item: &Value| item["type"] == "reasoning" && item["encrypted_content"].is_string();
    let is_known = wire.moved_model().is_some()
        || effort.is_some_and(|effort| *effort != ReasoningEffort::None)
        || request.input.as_ref().and_then(Value::as_array).is_some_and(|items| items.iter().any(has_encrypted));
    wire.includes_reasoning = is_known;
    if is_known {
        request.include.get_or_insert_default().push("reasoning.encrypted_content".into());
    }
}
