//! Converts a response of the Responses API to a chat completion.

use serde_json::{Map, Value, json};

use crate::chat::ChatResponse;
use crate::error::{Error, Result, ServiceError};
use crate::models::content_safety::ContentFilterResults;
use crate::models::json;
use crate::models::{
    ChatChoice, ChatChoiceLogprobs, ChatCompletions, ChatCompletionsToolCall, ChatResponseMessage,
    CompletionsFinishReason, CompletionsUsage, ContentFilterOffsets, FunctionCall, OUTPUT_ITEMS, PromptFilterResult,
};
use crate::raw::v1::types::{
    AzureContentFilterForResponsesApi, OutputItemCustomToolCall, OutputItemFunctionToolCall, OutputItemOutputMessage,
    OutputItemReasoningItem, OutputMessageContentOutputTextContent, OutputMessageContentRefusalContent, Response,
    ResponseUsage,
};
use crate::raw::v1::{OutputItem, OutputMessageContent};
use crate::raw::{self, ResponseBody};
use crate::transport::response::ResponseMetadata;
use crate::transport::{CallContext, Decoded};

/// The separator of two parts of reasoning.
pub(super) const BREAK: &str = "\n\n";

impl ResponseBody for Response {
    const MEMBERS: &'static [&'static str] = &["output", "output_text", "usage", "incomplete_details", "object"];

    fn has_content(&self) -> bool {
        let is_failed = matches!(self.status.as_ref().map(|status| status.as_str()), Some("failed" | "cancelled"));
        let has_text = self.output_text.as_ref().is_some_and(|text| !text.is_empty());
        !is_failed && (has_text || self.output.as_ref().is_some_and(|items| !items.is_empty()))
    }

    fn keep_in(self: Box<Self>, error: Error, response: ResponseMetadata) -> Error {
        if self.output.as_ref().is_none_or(Vec::is_empty) {
            return error;
        }
        error.with_partial(ChatResponse::new(completions(*self), response))
    }
}

/// Reads a whole response.
pub(super) fn read(context: &CallContext, response: ResponseMetadata) -> Result<Decoded<ChatCompletions>> {
    let Decoded { value, response } = raw::read::<Response>(context, response)?;
    let status = value.status.as_ref().map(|status| status.as_str()).unwrap_or_default();
    let is_running = matches!(status, "queued" | "in_progress") && value.background != Some(true);
    if is_running || matches!(status, "failed" | "cancelled") {
        let error = value.error.as_ref().and_then(|error| json::to_value(error).ok());
        let error = error.and_then(|error| ServiceError::find(&json!({ "error": error })));
        let error =
            error.unwrap_or_else(|| ServiceError::of_message(format!("the response has the status `{status}`")));
        let error = context.error_of(&response, Some(error), "");
        return Err(value.keep_in(error, response));
    }
    Ok(Decoded { value: Box::new(completions(*value)), response })
}

/// Converts the response to a chat completion.
pub(super) fn completions(mut response: Response) -> ChatCompletions {
    let output: Vec<OutputItem> = response.output.take().unwrap_or_default().into_iter().map(tidy).collect();
    let mut message = message_of(&output);
    if message.content.is_none() {
        message.content = response.output_text.take().filter(|text| !text.is_empty());
    }
    let filters = Filters::new(response.content_filters.as_deref().unwrap_or_default());
    let choice = ChatChoice {
        index: Some(0),
        finish_reason: finish_reason(&response, message.tool_calls.is_some()),
        logprobs: logprobs_of(&output),
        content_filter_results: filters.completion,
        message: Some(message),
        ..ChatChoice::default()
    };
    ChatCompletions {
        choices: Some(vec![choice]),
        created: response.created_at.map(|created| created as i64),
        object: Some("chat.completion".to_owned()),
        usage: response.usage.take().map(usage),
        prompt_filter_results: filters.prompts,
        extra: rest(&mut response),
        id: response.id,
        model: response.model,
        service_tier: response.service_tier,
        ..ChatCompletions::default()
    }
}

/// Returns the members that a chat completion has no field for.
pub(super) fn rest(response: &mut Response) -> Map<String, Value> {
    let mut extra = std::mem::take(&mut response.extra);
    let status = response.status.as_ref().map(|status| Value::from(status.as_str()));
    extra.extend(status.map(|status| ("status".to_owned(), status)));
    let details = response.incomplete_details.as_ref().and_then(|details| json::to_value(details).ok());
    extra.extend(details.map(|details| ("incomplete_details".to_owned(), details)));
    extra.retain(|_, value| !value.is_null());
    extra
}

/// Decodes an item again in which a member has an unexpected type: the member is converted if its form is known, else
/// dropped.
pub(super) fn tidy(item: OutputItem) -> OutputItem {
    let item = match item {
        OutputItem::Message(mut message) => {
            message.content = message.content.map(|parts| parts.into_iter().map(tidy_part).collect());
            return message.into();
        }
        item => item,
    };
    let OutputItem::Other(value) = &item else { return item };
    let bytes = || in_usual_form(value.clone()).to_string().into_bytes();
    let decoded = match value["type"].as_str().unwrap_or_default() {
        "message" => json::read::<OutputItemOutputMessage>(&bytes()).ok().map(|message| tidy(message.into())),
        "function_call" => json::read::<OutputItemFunctionToolCall>(&bytes()).ok().map(OutputItem::from),
        "custom_tool_call" => json::read::<OutputItemCustomToolCall>(&bytes()).ok().map(OutputItem::from),
        "reasoning" => json::read::<OutputItemReasoningItem>(&bytes()).ok().map(OutputItem::from),
        _ => None,
    };
    decoded.unwrap_or(item)
}

/// Replaces plain texts by lists of parts, and JSON by its text, where some servers send them.
fn in_usual_form(mut item: Value) -> Value {
    let part_type = if item["type"] == "message" { "output_text" } else { "reasoning_text" };
    for (member, part_type) in [("content", part_type), ("summary", "summary_text")] {
        if let Some(text) = item[member].as_str() {
            item[member] = json!([{"type": part_type, "text": text}]);
        }
    }
    for member in ["arguments", "input"] {
        if item[member].is_object() || item[member].is_array() {
            item[member] = item[member].to_string().into();
        }
    }
    item
}

fn tidy_part(part: OutputMessageContent) -> OutputMessageContent {
    let OutputMessageContent::Other(value) = &part else { return part };
    let bytes = value.to_string().into_bytes();
    let decoded = match value["type"].as_str().unwrap_or_default() {
        "output_text" | "text" => json::read::<OutputMessageContentOutputTextContent>(&bytes).ok().map(Into::into),
        "refusal" => json::read::<OutputMessageContentRefusalContent>(&bytes).ok().map(Into::into),
        _ => None,
    };
    decoded.unwrap_or(part)
}

fn message_of(output: &[OutputItem]) -> ChatResponseMessage {
    let mut message = ChatResponseMessage { role: Some("assistant".into()), ..ChatResponseMessage::default() };
    let mut reasoning = Vec::new();
    for item in output {
        match item {
            OutputItem::Message(item) => {
                for part in item.content.iter().flatten() {
                    match part {
                        OutputMessageContent::OutputText(part) => append(&mut message.content, part.text.as_deref()),
                        OutputMessageContent::Refusal(part) => append(&mut message.refusal, part.refusal.as_deref()),
                        OutputMessageContent::Other(_) => {}
                    }
                }
            }
            OutputItem::Reasoning(item) => reasoning.extend(Some(reasoning_of(item).1).filter(|text| !text.is_empty())),
            OutputItem::FunctionCall(_) | OutputItem::CustomToolCall(_) => {
                message.tool_calls.get_or_insert_default().extend(call_of(item));
            }
            OutputItem::Other(_) => {}
        }
    }
    message.reasoning_content = (!reasoning.is_empty()).then(|| reasoning.join(BREAK));
    if !output.is_empty() {
        message.extra.insert(OUTPUT_ITEMS.to_owned(), json!(output));
    }
    message
}

fn append(whole: &mut Option<String>, part: Option<&str>) {
    if let Some(part) = part {
        whole.get_or_insert_default().push_str(part);
    }
}

/// Returns the text of the reasoning and `true`, else its summary and `false`.
pub(super) fn reasoning_of(item: &OutputItemReasoningItem) -> (bool, String) {
    let content: Vec<&str> = item.content.iter().flatten().filter_map(|part| part.text.as_deref()).collect();
    let summary = || item.summary.iter().flatten().filter_map(|part| part.text.as_deref());
    if content.iter().any(|text| !text.is_empty()) {
        (true, content.join(BREAK))
    } else {
        (false, summary().collect::<Vec<_>>().join(BREAK))
    }
}

/// Converts a call. Its id is the one that the message with its result repeats.
pub(super) fn call_of(item: &OutputItem) -> Option<ChatCompletionsToolCall> {
    let mut call = ChatCompletionsToolCall::default();
    match item {
        OutputItem::FunctionCall(item) => {
            call.id = item.call_id.clone().or_else(|| item.id.clone());
            call.type_ = Some("function".to_owned());
            let (name, arguments) = (item.name.clone(), item.arguments.clone());
            call.function = Some(FunctionCall { name, arguments, ..FunctionCall::default() });
        }
        OutputItem::CustomToolCall(item) => {
            call.id = item.call_id.clone().or_else(|| item.id.clone());
            call.type_ = Some("custom".to_owned());
            call.extra.insert("custom".to_owned(), json!({"name": item.name, "input": item.input}));
        }
        _ => return None,
    }
    Some(call)
}

/// Returns the finish reason of a chat completion.
pub(super) fn finish_reason(response: &Response, has_calls: bool) -> Option<CompletionsFinishReason> {
    let details = response.incomplete_details.as_ref();
    let reason = details.and_then(|details| details.reason.as_ref()).map(|reason| reason.as_str());
    let status = response.status.as_ref().map(|status| status.as_str());
    Some(match (reason, status) {
        (Some("max_output_tokens"), _) => CompletionsFinishReason::Length,
        (Some("content_filter"), _) => CompletionsFinishReason::ContentFilter,
        (Some(other), _) => other.into(),
        (None, Some("incomplete")) => "incomplete".into(),
        (None, Some("queued" | "in_progress")) => return None,
        _ if has_calls => CompletionsFinishReason::ToolCalls,
        _ => CompletionsFinishReason::Stop,
    })
}

pub(super) fn usage(usage: ResponseUsage) -> CompletionsUsage {
    let counted = json!({
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "prompt_tokens_details": usage.input_tokens_details,
        "completion_tokens_details": usage.output_tokens_details,
    });
    let mut counted: CompletionsUsage = serde_json::from_value(counted).unwrap_or_default();
    counted.extra = usage.extra;
    counted
}

fn logprobs_of(output: &[OutputItem]) -> Option<ChatChoiceLogprobs> {
    let messages =
        output.iter().filter_map(|item| if let OutputItem::Message(message) = item { Some(message) } else { None });
    let texts = messages.flat_map(|message| message.content.iter().flatten()).filter_map(|part| match part {
        OutputMessageContent::OutputText(part) => part.logprobs.as_ref(),
        _ => None,
    });
    let tokens: Vec<_> = texts.flatten().collect();
    logprobs(json!(tokens))
}

/// Returns the log probabilities of a list of tokens; `None` if it is empty.
pub(super) fn logprobs(tokens: Value) -> Option<ChatChoiceLogprobs> {
    let tokens: Vec<_> = serde_json::from_value(tokens).unwrap_or_default();
    (!tokens.is_empty()).then(|| ChatChoiceLogprobs { content: Some(tokens), ..ChatChoiceLogprobs::default() })
}

/// The content filter results of a response.
#[derive(Default)]
pub(super) struct Filters {
    pub(super) prompts: Option<Vec<PromptFilterResult>>,
    pub(super) completion: Option<ContentFilterResults>,
    /// Of the only result of the completion.
    pub(super) offsets: Option<ContentFilterOffsets>,
}

impl Filters {
    pub(super) fn new(results: &[AzureContentFilterForResponsesApi]) -> Self {
        let mut filters = Self::default();
        for result in results {
            let found = result.content_filter_results.clone();
            if result.source_type.as_deref() == Some("prompt") {
                let prompts = filters.prompts.get_or_insert_default();
                let prompt_index = Some(prompts.len() as i64);
                prompts.push(PromptFilterResult { content_filter_results: found, prompt_index, ..Default::default() });
            } else {
                let is_first = filters.completion.is_none();
                filters.completion.get_or_insert_default().merge(&found.unwrap_or_default());
                let offsets = result.content_filter_offsets.as_ref().filter(|_| is_first);
                filters.offsets = offsets.map(|offsets| ContentFilterOffsets {
                    check_offset: offsets.check_offset,
                    end_offset: offsets.end_offset,
                    start_offset: offsets.start_offset,
                    ..ContentFilterOffsets::default()
                });
            }
        }
        filters
    }
}
