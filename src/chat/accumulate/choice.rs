//! Accumulates the chunks of one choice.

use super::MAX_PARTS;
use super::calls::Calls;
use super::extra::{keep_last, merge};
use crate::models::{ChatChoice, ChatChoiceLogprobs, ChatResponseMessage, StreamingChatChoiceUpdate, TokenLogprob};

/// A choice so far.
#[derive(Clone, Debug, Default)]
#[repr(C)]
pub(super) struct Choice {
    pub(super) index: i64,
    /// The content of the message; here, so that most chunks change one cache line.
    pub(super) content: Option<String>,
    pub(super) message: ChatResponseMessage,
    pub(super) calls: Calls,
    pub(super) rest: ChatChoice,
}

impl Choice {
    /// Whether it has too many tool calls or content filter results.
    pub(super) fn has_too_many_values(&self) -> bool {
        let results = self.rest.content_filter_results.as_ref().map_or(0, |results| results.findings().len());
        self.calls.calls.len() > MAX_PARTS || results > MAX_PARTS
    }

    /// Adds its part of a chunk.
    pub(super) fn push(&mut self, update: &StreamingChatChoiceUpdate, extra_values: &mut usize) {
        if let Some(delta) = &update.delta {
            let message = &mut self.message;
            append(&mut self.content, &delta.content);
            append(&mut message.reasoning_content, &delta.reasoning_content);
            append(&mut message.reasoning, &delta.reasoning);
            append(&mut message.reasoning_in_content, &delta.reasoning_in_content);
            append(&mut message.refusal, &delta.refusal);
            extend(&mut message.annotations, &delta.annotations);
            if message.role.as_ref().is_none_or(|role| role.as_str().is_empty()) && delta.role.is_some() {
                message.role.clone_from(&delta.role);
            }
            if let Some(audio) = &delta.audio {
                let whole = message.audio.get_or_insert_default();
                merge(&mut whole.extra, &audio.extra, extra_values);
                keep_first(&mut whole.id, &audio.id);
                append(&mut whole.data, &audio.data);
                append(&mut whole.transcript, &audio.transcript);
                whole.expires_at = audio.expires_at.or(whole.expires_at);
                if audio.format.is_some() {
                    whole.format.clone_from(&audio.format);
                }
            }
            merge(&mut message.extra, &delta.extra, extra_values);
            if let Some(deltas) = &delta.tool_calls {
                self.calls.push(deltas, None, extra_values);
            }
        }
        if update.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty()) {
            self.rest.finish_reason.clone_from(&update.finish_reason);
        }
        if let Some(logprobs) = &update.logprobs {
            self.push_logprobs(logprobs, extra_values);
        }
        if let Some(results) = &update.content_filter_results {
            self.rest.content_filter_results.get_or_insert_default().merge(results);
        }
        keep_last(&mut self.rest.extra, &update.extra, extra_values);
    }

    pub(super) fn push_logprobs(&mut self, logprobs: &ChatChoiceLogprobs, extra_values: &mut usize) {
        let whole = self.rest.logprobs.get_or_insert_default();
        keep_last(&mut whole.extra, &logprobs.extra, extra_values);
        extend::<TokenLogprob>(&mut whole.content, &logprobs.content);
        extend::<TokenLogprob>(&mut whole.refusal, &logprobs.refusal);
    }
}

/// Keeps the first text that is not empty.
pub(super) fn keep_first(whole: &mut Option<String>, part: &Option<String>) {
    if whole.as_ref().is_none_or(String::is_empty) && part.is_some() {
        whole.clone_from(part);
    }
}

fn append(whole: &mut Option<String>, part: &Option<String>) {
    if let Some(part) = part {
        whole.get_or_insert_default().push_str(part);
    }
}

/// Appends a list.
pub(super) fn extend<T: Clone>(whole: &mut Option<Vec<T>>, part: &Option<Vec<T>>) {
    if let Some(part) = part {
        whole.get_or_insert_default().extend_from_slice(part);
    }
}
