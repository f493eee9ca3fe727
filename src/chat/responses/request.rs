//! Converts the body of a chat request to that of a Responses request.

use serde::Serialize;
use serde_json::{Map, Value};

use super::history;
use crate::error::{Error, Result};
use crate::models::{
    ChatCompletionsOptions, ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsTool, json,
};
use crate::raw::v1::types::{
    CreateResponse, CustomToolParam, FunctionTool, Metadata, ResponseStreamOptions,
    TextResponseFormatConfigurationResponseFormatJsonObject, TextResponseFormatConfigurationResponseFormatText,
    TextResponseFormatJsonSchema, ToolChoiceFunction, ToolsArray,
};
use crate::raw::v1::{
    CreateResponsePromptCacheRetention, IncludeEnum, ReasoningEffort, TextResponseFormatConfiguration, Tool,
    ToolChoiceOptions, ToolChoiceParam,
};

use crate::transport::Wire;

/// The minimum of `max_output_tokens`; the service rejects less.
const MIN_OUTPUT_TOKENS: i64 = 16;

/// Returns the body that the Responses API accepts.
///
/// # Errors
///
/// If a parameter has no counterpart there; the error names it.
pub(super) fn create_response(chat: &ChatCompletionsOptions) -> Result<CreateResponse> {
    check_counterparts(chat)?;
    let mut request = from_extras(&chat.extra)?;
    request.model.clone_from(&chat.model);
    request.store = Some(chat.store.unwrap_or(false));
    request.input = Some(history::input(&chat.messages, request.store == Some(true))?.into());
    request.max_output_tokens = max_output_tokens(chat)?.or(request.max_output_tokens);
    request.temperature = chat.temperature;
    request.top_p = chat.top_p;
    request.parallel_tool_calls = chat.parallel_tool_calls;
    request.metadata = (!chat.metadata.is_empty()).then(|| Metadata(chat.metadata.clone()));
    request.user.clone_from(&chat.user);
    request.safety_identifier.clone_from(&chat.safety_identifier);
    request.prompt_cache_key.clone_from(&chat.prompt_cache_key);
    request.prompt_cache_retention = chat.prompt_cache_retention.as_ref().map(|retention| match retention.as_str() {
        "in-memory" => CreateResponsePromptCacheRetention::InMemory,
        other => other.into(),
    });
    request.service_tier = chat.service_tier.as_ref().map(|tier| tier.as_str().to_owned());
    if let Some(effort) = &chat.reasoning_effort {
        request.reasoning.get_or_insert_default().effort = Some(effort.as_str().into());
    }
    if let Some(verbosity) = &chat.verbosity {
        request.text.get_or_insert_default().verbosity = Some(verbosity.as_str().into());
    }
    if let Some(format) = &chat.response_format {
        request.text.get_or_insert_default().format = Some(text_format(format));
    }
    if chat.logprobs == Some(true) {
        request.include.get_or_insert_default().push(IncludeEnum::from("message.output_text.logprobs"));
    }
    request.top_logprobs = chat.top_logprobs;
    if !chat.tools.is_empty() {
        request.tools = Some(ToolsArray(chat.tools.iter().map(tool).collect()));
    }
    request.tool_choice = chat.tool_choice.as_ref().map(tool_choice);
    // The service always sends the usage, so only the other options are sent.
    if let Some(options) = chat.stream_options.as_ref().filter(|options| !options.extra.is_empty()) {
        request.stream_options = Some(ResponseStreamOptions { extra: options.extra.clone(), ..Default::default() });
    }
    Ok(request)
}

/// Reads extra members with names of the Responses API into its typed fields.
fn from_extras(extra: &Map<String, Value>) -> Result<CreateResponse> {
    if extra.is_empty() {
        return Ok(CreateResponse::default());
    }
    let reserved = ["input", "tools", "tool_choice"];
    if let Some(name) = reserved.into_iter().find(|name| extra.contains_key(*name)) {
        return Err(Error::input(
            name,
            "for the Responses API it is set from the messages and tools; remove the extra parameter",
        ));
    }
    json::from_value(&Value::Object(extra.clone())).map_err(|(path, reason)| Error::input(path.to_string(), reason))
}

/// Rejects parameters that the Responses API does not have.
fn check_counterparts(chat: &ChatCompletionsOptions) -> Result<()> {
    let has_modalities = chat.modalities.iter().any(|modality| modality.as_str() != "text");
    let unsupported = [
        ("stop", !chat.stop.is_empty()),
        ("n", chat.n.is_some_and(|n| n != 1)),
        ("seed", chat.seed.is_some()),
        ("frequency_penalty", chat.frequency_penalty.is_some()),
        ("presence_penalty", chat.presence_penalty.is_some()),
        ("logit_bias", !chat.logit_bias.is_empty()),
        ("prediction", chat.prediction.is_some()),
        ("modalities", has_modalities),
        ("audio", chat.audio.is_some()),
        ("web_search_options", chat.web_search_options.is_some()),
        ("functions", !chat.functions.is_empty()),
        ("function_call", chat.function_call.is_some()),
        ("user_security_context", chat.user_security_context.is_some()),
        ("data_sources", chat.extra.contains_key("data_sources")),
    ];
    match unsupported.into_iter().find(|(_, is_set)| *is_set) {
        Some((name, _)) => Err(without_counterpart(name)),
        None => Ok(()),
    }
}

/// Returns the error for a parameter that only chat completions have.
pub(super) fn without_counterpart(name: &str) -> Error {
    let reason = format!("the Responses API has no `{name}`; unset it, or send the request with Api::ChatCompletions");
    Error::input(name, reason)
}

fn max_output_tokens(chat: &ChatCompletionsOptions) -> Result<Option<i64>> {
    let (name, limit) = match (chat.max_completion_tokens, chat.max_tokens) {
        (Some(limit), _) => ("max_completion_tokens", limit),
        (None, Some(limit)) => ("max_tokens", limit),
        (None, None) => return Ok(None),
    };
    if limit < MIN_OUTPUT_TOKENS {
        let reason = format!(
            "{limit} is too small: `max_output_tokens` of the Responses API is at least {MIN_OUTPUT_TOKENS}; raise it, \
             or send the request with Api::ChatCompletions"
        );
        return Err(Error::input(name, reason));
    }
    Ok(Some(limit))
}

#[allow(clippy::unneeded_struct_pattern)] // a variant may gain members with a refresh
fn text_format(format: &ChatCompletionsResponseFormat) -> TextResponseFormatConfiguration {
    match format {
        ChatCompletionsResponseFormat::JsonObject { .. } => {
            TextResponseFormatConfigurationResponseFormatJsonObject::new().into()
        }
        ChatCompletionsResponseFormat::JsonSchema { json_schema, .. } => {
            let mut format = TextResponseFormatJsonSchema::new(json_schema.name.clone(), json_schema.schema.clone());
            format.description.clone_from(&json_schema.description);
            format.strict = json_schema.strict;
            format.extra.clone_from(&json_schema.extra);
            format.into()
        }
        ChatCompletionsResponseFormat::Text { .. } => TextResponseFormatConfigurationResponseFormatText::new().into(),
        other => TextResponseFormatConfiguration::Other(Value::Object(members_of(other))),
    }
}

fn tool(tool: &ChatCompletionsTool) -> Tool {
    match tool {
        ChatCompletionsTool::ChatCompletionsToolDefinition(tool) => {
            let function = &tool.function;
            let parameters = Some(function.parameters.clone()).filter(|parameters| !parameters.is_empty());
            // Without `strict` this API is strict where the schema allows it; chat completions are not.
            let strict = Some(function.strict.unwrap_or(false));
            let mut tool = FunctionTool::new(function.name.clone(), parameters, strict);
            tool.description.clone_from(&function.description);
            tool.extra.clone_from(&function.extra);
            tool.into()
        }
        ChatCompletionsTool::ChatCompletionsCustomToolDefinition(tool) => {
            let mut custom = CustomToolParam::new(tool.custom.name.clone());
            custom.description.clone_from(&tool.custom.description);
            let format = Some(&tool.custom.format).filter(|format| !format.is_empty());
            custom.format = format.map(|format| flat(format, "grammar"));
            custom.extra.clone_from(&tool.custom.extra);
            custom.into()
        }
        other => Tool::Other(Value::Object(members_of(other))),
    }
}

fn tool_choice(choice: &ChatCompletionsOptionsToolChoice) -> crate::raw::v1::types::CreateResponseToolChoice {
    match choice {
        ChatCompletionsOptionsToolChoice::ChatCompletionsToolChoicePreset(preset) => {
            ToolChoiceOptions::from(preset.as_str()).into()
        }
        ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(choice) => {
            ToolChoiceParam::from(ToolChoiceFunction::new(choice.function.name.clone())).into()
        }
        other => {
            let members = members_of(other);
            let type_ = members.get("type").and_then(Value::as_str).unwrap_or_default();
            let mut choice = flat(&members, type_);
            for tool in choice.get_mut("tools").and_then(Value::as_array_mut).into_iter().flatten() {
                if let (Some(members), Some(type_)) = (tool.as_object(), tool["type"].as_str()) {
                    *tool = flat(members, type_);
                }
            }
            match serde_json::from_value(choice) {
                Ok(choice) => ToolChoiceParam::into(choice),
                Err(_) => crate::raw::v1::types::CreateResponseToolChoice::Other(members),
            }
        }
    }
}

/// Returns the members of a value without a counterpart in this API, in the form of chat completions.
fn members_of(value: &impl Serialize) -> Map<String, Value> {
    match json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Flattens members that chat completions nest: `{"type":"custom","custom":{"name":"f"}}`.
fn flat(members: &Map<String, Value>, name: &str) -> Value {
    let mut members = members.clone();
    if let Some(Value::Object(inner)) = members.get(name).cloned() {
        members.remove(name);
        members.extend(inner);
    }
    Value::Object(members)
}

/// Includes the encrypted reasoning if the model is known to support it: the call was moved to this API, which only happens
/// with reasoning models of OpenAI, the request sets an effort, or an earlier response had encrypted reasoning.
pub(super) fn include_reasoning(wire: &Wire, request: &mut CreateResponse) {
    if request.include.iter().flatten().any(|include| include == "reasoning.encrypted_content") {
        return;
    }
    let effort = request.reasoning.as_ref().and_then(|reasoning| reasoning.effort.as_ref());
    let has_encrypted = |item: &Value| item["type"] == "reasoning" && item["encrypted_content"].is_string();
    let is_known = wire.has_moved()
        || effort.is_some_and(|effort| *effort != ReasoningEffort::None)
        || request.input.as_ref().and_then(Value::as_array).is_some_and(|items| items.iter().any(has_encrypted));
    wire.set_includes_reasoning(is_known);
    if is_known {
        request.include.get_or_insert_default().push("reasoning.encrypted_content".into());
    }
}
