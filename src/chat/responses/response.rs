//! Converts a response of the Responses API to a chat completion.

use serde_json::{Map, Value, json};

use super::item::{BREAK, Item, Kind};
use crate::chat::ChatResponse;
use crate::error::{Error, Result, ServiceError};
use crate::models::content_safety::ContentFilterResults;
use crate::models::{
    ChatChoice, ChatChoiceLogprobs, ChatCompletions, ChatResponseMessage, CompletionsFinishReason, CompletionsUsage,
    ContentFilterOffsets, OUTPUT_ITEMS, PromptFilterResult,
};
use crate::raw::v1::types::{AzureContentFilterForResponsesApi, Response, ResponseUsage};
use crate::raw::{self, ResponseBody};
use crate::transport::response::ResponseMetadata;
use crate::transport::{CallContext, Decoded};

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
        let error = value.error.as_ref().and_then(|error| serde_json::to_value(error).ok());
        let error = error.and_then(|error| ServiceError::find(&json!({ "error": error })));
        let error =
            error.unwrap_or_else(|| ServiceError::of_message(format!("the response has the status `{status}`")));
        let error = context.error_of(&response, Some(error), "");
        return Err(value.keep_in(error, response));
    }
    Ok(Decoded { value: Box::new(completions(*value)), response })
}

/// Converts the response to a chat completion.
fn completions(mut response: Response) -> ChatCompletions {
    let items: Vec<Item> = response.output.take().into_iter().flatten().map(Item::new).collect();
    let of_kind = |kind: Kind| items.iter().filter(move |item| item.kind == kind);
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let text = filled(of_kind(Kind::Message).map(|item| item.text.as_str()).collect());
    let reasoning = of_kind(Kind::Reasoning).map(|item| item.text.as_str()).filter(|text| !text.is_empty());
    let calls: Vec<_> = items.iter().filter_map(Item::call).collect();
    let parts = of_kind(Kind::Message).filter_map(|item| item.json["content"].as_array()).flatten();
    let tokens = parts.filter_map(|part| part["logprobs"].as_array()).flatten();
    let filters = Filters::new(response.content_filters.as_deref().unwrap_or_default());
    let mut message = ChatResponseMessage {
        role: Some("assistant".into()),
        content: text.or_else(|| filled(response.output_text.take()?)),
        refusal: filled(of_kind(Kind::Message).map(|item| item.refusal.as_str()).collect()),
        reasoning_content: filled(reasoning.collect::<Vec<_>>().join(BREAK)),
        ..ChatResponseMessage::default()
    };
    let choice = ChatChoice {
        index: Some(0),
        finish_reason: finish_reason(&response, !calls.is_empty()),
        logprobs: logprobs(tokens.cloned().collect()),
        content_filter_results: filters.completion,
        ..ChatChoice::default()
    };
    message.tool_calls = Some(calls).filter(|calls| !calls.is_empty());
    if !items.is_empty() {
        message.extra.insert(OUTPUT_ITEMS.to_owned(), items.into_iter().map(|item| item.json).collect());
    }
    ChatCompletions {
        choices: Some(vec![ChatChoice { message: Some(message), ..choice }]),
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
    let details = response.incomplete_details.as_ref().and_then(|details| serde_json::to_value(details).ok());
    extra.extend(details.map(|details| ("incomplete_details".to_owned(), details)));
    extra.retain(|_, value| !value.is_null());
    extra
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
                filters.offsets = offsets.and_then(|offsets| serde_json::from_value(json!(offsets)).ok());
            }
        }
        filters
    }
}
