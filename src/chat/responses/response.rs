//! Converts a response of the Responses API to a chat completion.

use serde_json::{Value, json};

use super::item::{BREAK, Item, Kind};
use crate::chat::ChatResponse;
use crate::chat::accumulate::Accumulator;
use crate::error::{Error, Result, ServiceError};
use crate::models::{
    ChatChoiceLogprobs, ChatCompletions, ChatResponseMessage, CompletionsFinishReason, CompletionsUsage, OUTPUT_ITEMS,
    PromptFilterResult, StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate,
    TokenLogprob, json,
};
use crate::raw::v1::types::{Response, ResponseUsage};
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
        let is_empty = self.output.as_ref().is_none_or(Vec::is_empty);
        if is_empty { error } else { error.with_partial(ChatResponse::new(completions(*self), response)) }
    }
}

/// Reads a whole response.
pub(super) fn read(context: &CallContext, response: ResponseMetadata) -> Result<Decoded<ChatCompletions>> {
    let Decoded { value, response } = raw::read::<Response>(context, response)?;
    let status = value.status.as_ref().map(|status| status.as_str()).unwrap_or_default();
    let is_running = matches!(status, "queued" | "in_progress") && value.background != Some(true);
    if is_running || matches!(status, "failed" | "cancelled") {
        let error = value.error.as_ref().and_then(|error| json::to_value(error).ok());
        let error = ServiceError::find(&json!({ "error": error }));
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
    let tokens = parts.filter_map(|part| part["logprobs"].as_array()).flatten().cloned().collect();
    let mut whole = Accumulator::default();
    let mut message = ChatResponseMessage {
        role: Some("assistant".into()),
        content: text.or_else(|| filled(response.output_text.take()?)),
        refusal: filled(of_kind(Kind::Message).map(|item| item.refusal.as_str()).collect()),
        reasoning_content: filled(reasoning.collect::<Vec<_>>().join(BREAK)),
        ..ChatResponseMessage::default()
    };
    let mut base = StreamingChatCompletionsUpdate::default();
    learn(&mut base, &response);
    let mut last = last_chunk(base, None, response, !calls.is_empty());
    // Moved, since it may be large.
    let extra = std::mem::take(&mut last.extra);
    whole.push(&last);
    message.tool_calls = Some(calls).filter(|calls| !calls.is_empty());
    if !items.is_empty() {
        message.extra.insert(OUTPUT_ITEMS.to_owned(), items.into_iter().map(|item| item.json).collect());
    }
    let mut completions = ChatCompletions { extra: extra.into(), ..whole.into_completions() };
    for choice in completions.choices.iter_mut().flatten() {
        choice.logprobs = logprobs(&tokens);
        choice.message = Some(std::mem::take(&mut message));
    }
    completions
}

/// Returns the last chunk of a response: `base` with the members of the response besides its output.
pub(super) fn last_chunk(
    mut base: StreamingChatCompletionsUpdate,
    delta: Option<StreamingChatResponseMessageUpdate>,
    response: Response,
    has_calls: bool,
) -> StreamingChatCompletionsUpdate {
    let finish_reason = finish_reason(&response, has_calls);
    let mut choice = StreamingChatChoiceUpdate { index: Some(0), delta, finish_reason, ..Default::default() };
    for result in response.content_filters.into_iter().flatten() {
        if result.source_type.as_deref() == Some("prompt") {
            let prompts = base.prompt_filter_results.get_or_insert_default();
            let prompt_index = Some(prompts.len() as i64);
            let content_filter_results = result.content_filter_results;
            prompts.push(PromptFilterResult { content_filter_results, prompt_index, ..Default::default() });
        } else {
            // Only those of a single result apply to the whole text.
            let offsets = result.content_filter_offsets.filter(|_| choice.content_filter_results.is_none());
            choice.content_filter_offsets = offsets.and_then(|offsets| serde_json::from_value(json!(offsets)).ok());
            let found = result.content_filter_results.unwrap_or_default();
            choice.content_filter_results.get_or_insert_default().merge(&found);
        }
    }
    base.choices = Some(vec![choice]);
    base.service_tier = response.service_tier;
    base.usage = response.usage.map(usage).map(Box::new);
    let status = response.status.map(|status| json!(status));
    let details = response.incomplete_details.map(|details| json!(details));
    let members = [("status", status), ("incomplete_details", details)];
    let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    for (name, value) in response.extra.into_iter().chain(members).filter(|(_, value)| !value.is_null()) {
        base.extra.insert(name, value);
    }
    base
}

/// Adds the members that every chunk of a response has.
pub(super) fn learn(base: &mut StreamingChatCompletionsUpdate, response: &Response) {
    base.id = response.id.clone().or(base.id.take());
    base.model = response.model.clone().or(base.model.take());
    base.created = response.created_at.map(|created| created as i64).or(base.created);
    base.object = Some("chat.completion.chunk".to_owned());
}

/// Returns the finish reason of a chat completion.
fn finish_reason(response: &Response, has_calls: bool) -> Option<CompletionsFinishReason> {
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

fn usage(usage: ResponseUsage) -> CompletionsUsage {
    let counted = json!({
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "prompt_tokens_details": usage.input_tokens_details,
        "completion_tokens_details": usage.output_tokens_details,
    });
    CompletionsUsage { extra: usage.extra, ..serde_json::from_value(counted).unwrap_or_default() }
}

/// Returns the log probabilities of a list of tokens; `None` if it is empty.
pub(super) fn logprobs(tokens: &Value) -> Option<ChatChoiceLogprobs> {
    let tokens: Vec<TokenLogprob> = json::read(tokens.to_string().as_bytes()).unwrap_or_default();
    (!tokens.is_empty()).then(|| ChatChoiceLogprobs { content: Some(tokens), ..ChatChoiceLogprobs::default() })
}
