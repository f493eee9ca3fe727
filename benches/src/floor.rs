//! The floors: code that a program would write by hand, with structs that own the members of a chunk or a completion.
//!
//! Targets are relative to [`common`], which has the members that programs commonly read. The types of this module have all
//! members of the OpenAPI document.

pub mod common;

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Request<'a> {
    pub messages: [Message<'a>; 2],
    pub model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
}

#[derive(Serialize)]
pub struct Message<'a> {
    pub role: &'a str,
    pub content: &'a str,
}

impl Request<'_> {
    pub fn new(stream: bool) -> Self {
        let messages =
            [Message { role: "system", content: crate::SYSTEM }, Message { role: "user", content: crate::PROMPT }];
        let max_tokens = (!stream).then_some(256);
        let temperature = (!stream).then_some(0.0);
        Self { messages, model: crate::MODEL, max_tokens, temperature, stream: stream.then_some(true) }
    }
}

/// A chunk.
#[derive(Deserialize)]
pub struct Update {
    pub id: Option<String>,
    pub object: Option<String>,
    pub created: Option<i64>,
    pub model: Option<String>,
    pub service_tier: Option<String>,
    pub system_fingerprint: Option<String>,
    pub choices: Option<Vec<UpdateChoice>>,
    pub usage: Option<Usage>,
    pub prompt_filter_results: Option<Vec<PromptFilterResult>>,
}

#[derive(Deserialize)]
pub struct UpdateChoice {
    pub index: Option<i64>,
    pub delta: Option<Delta>,
    pub finish_reason: Option<FinishReason>,
    pub logprobs: Option<Logprobs>,
    pub content_filter_results: Option<FilterResults>,
    pub content_filter_offsets: Option<FilterOffsets>,
}

#[derive(Deserialize)]
pub struct Delta {
    pub role: Option<Role>,
    pub content: Option<String>,
    pub reasoning_content: Option<String>,
    pub refusal: Option<String>,
    pub tool_calls: Option<Vec<ToolCall>>,
}

#[derive(Deserialize)]
pub struct ToolCall {
    pub index: Option<i64>,
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub type_: Option<String>,
    pub function: Option<Function>,
}

#[derive(Deserialize)]
pub struct Function {
    pub name: Option<String>,
    pub arguments: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    System,
    User,
    Assistant,
    Tool,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    Stop,
    Length,
    ContentFilter,
    ToolCalls,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub struct Logprobs {
    pub content: Option<Vec<TokenLogprob>>,
    pub refusal: Option<Vec<TokenLogprob>>,
}

#[derive(Deserialize)]
pub struct TokenLogprob {
    pub token: Option<String>,
    pub logprob: Option<f64>,
    pub bytes: Option<Vec<u8>>,
    pub top_logprobs: Option<Vec<TokenLogprob>>,
}

#[derive(Deserialize)]
pub struct FilterOffsets {
    pub check_offset: Option<i64>,
    pub start_offset: Option<i64>,
    pub end_offset: Option<i64>,
}

#[derive(Deserialize)]
pub struct PromptFilterResult {
    pub prompt_index: Option<i64>,
    pub content_filter_results: Option<FilterResults>,
}

#[derive(Deserialize)]
pub struct FilterResults {
    pub hate: Option<FilterResult>,
    pub self_harm: Option<FilterResult>,
    pub sexual: Option<FilterResult>,
    pub violence: Option<FilterResult>,
    pub jailbreak: Option<FilterResult>,
    pub indirect_attack: Option<FilterResult>,
    pub profanity: Option<FilterResult>,
    pub protected_material_text: Option<FilterResult>,
    pub protected_material_code: Option<FilterResult>,
}

#[derive(Deserialize)]
pub struct FilterResult {
    pub filtered: Option<bool>,
    pub detected: Option<bool>,
    pub severity: Option<Severity>,
    pub citation: Option<Citation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Safe,
    Low,
    Medium,
    High,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub struct Citation {
    #[serde(rename = "URL")]
    pub url: Option<String>,
    pub license: Option<String>,
}

#[derive(Deserialize)]
pub struct Usage {
    pub prompt_tokens: Option<i64>,
    pub completion_tokens: Option<i64>,
    pub total_tokens: Option<i64>,
    pub prompt_tokens_details: Option<UsageDetails>,
    pub completion_tokens_details: Option<UsageDetails>,
}

#[derive(Deserialize)]
pub struct UsageDetails {
    pub cached_tokens: Option<i64>,
    pub audio_tokens: Option<i64>,
    pub reasoning_tokens: Option<i64>,
    pub accepted_prediction_tokens: Option<i64>,
    pub rejected_prediction_tokens: Option<i64>,
}

/// A response that is not streamed.
#[derive(Deserialize)]
pub struct Completion {
    pub id: Option<String>,
    pub object: Option<String>,
    pub created: Option<i64>,
    pub model: Option<String>,
    pub service_tier: Option<String>,
    pub system_fingerprint: Option<String>,
    pub choices: Option<Vec<CompletionChoice>>,
    pub usage: Option<Usage>,
    pub prompt_filter_results: Option<Vec<PromptFilterResult>>,
}

#[derive(Deserialize)]
pub struct CompletionChoice {
    pub index: Option<i64>,
    pub message: Option<Delta>,
    pub finish_reason: Option<FinishReason>,
    pub logprobs: Option<Logprobs>,
    pub content_filter_results: Option<FilterResults>,
}

/// The way to decode a line.
#[derive(Clone, Copy)]
pub enum Parse {
    /// `serde_json::from_slice`, which validates the UTF-8 of each string.
    Slice,
    /// Validates the UTF-8 of the line once, then `serde_json::from_str`.
    Text,
}

/// Splits bytes into lines and decodes the chunks, with the least work.
pub struct Lines<T> {
    rest: Vec<u8>,
    parse: Parse,
    pub chunks: u64,
    chunk: PhantomData<T>,
}

impl<T: DeserializeOwned> Lines<T> {
    pub fn new(parse: Parse) -> Self {
        Self { rest: Vec::new(), parse, chunks: 0, chunk: PhantomData }
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        self.feed_to(bytes, |_| {});
    }

    /// Feeds bytes, and calls `each` with every chunk.
    pub fn feed_to(&mut self, bytes: &[u8], each: impl FnMut(&T)) {
        if self.rest.is_empty() {
            let done = self.lines(bytes, each);
            self.rest.extend_from_slice(&bytes[done..]);
        } else {
            self.rest.extend_from_slice(bytes);
            let rest = std::mem::take(&mut self.rest);
            let done = self.lines(&rest, each);
            self.rest = rest;
            self.rest.drain(..done);
        }
    }

    /// Decodes the complete lines and returns their length.
    fn lines(&mut self, bytes: &[u8], mut each: impl FnMut(&T)) -> usize {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let line = &bytes[start..end];
            start = end + 1;
            if let Some(data) = line.strip_prefix(b"data: ")
                && data != b"[DONE]"
            {
                let chunk: T = match self.parse {
                    Parse::Slice => serde_json::from_slice(data).expect("it is a chunk"),
                    Parse::Text => {
                        serde_json::from_str(std::str::from_utf8(data).expect("it is text")).expect("it is a chunk")
                    }
                };
                each(std::hint::black_box(&chunk));
                self.chunks += 1;
            }
        }
        start
    }
}
