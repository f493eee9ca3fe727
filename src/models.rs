//! The types of the API: what requests are made of and what answers hold.
//!
//! They are generated from the vendor's document with our corrections, and named as in the document. Requests are
//! usually built by [`ChatRequest`](crate::ChatRequest), which fills [`ChatCompletionsOptions`] in. Of an answer any
//! field may be missing, so all of them are options; what the service sends beyond them is kept in `extra`. An enum that
//! a service may extend has a variant `Other` that keeps the unknown text.
//!
//! Requests can be read too, from JSON that was made elsewhere, and go out as they came: a field that the document does not
//! know is kept in `extra`, an object of another form in a variant `Other`. One text or image where a list belongs is read
//! as a list of one, null as nothing.
//!
//! ```
//! use azure_inference::models::{ChatCompletions, CompletionsFinishReason};
//!
//! let answer: ChatCompletions = serde_json::from_str(
//!     r#"{"choices": [{"index": 0, "finish_reason": "eos_token"}], "usage": null, "timings": {"prompt_ms": 3}}"#,
//! )?;
//! let choices = answer.choices.unwrap_or_default();
//! assert_eq!(choices[0].finish_reason, Some(CompletionsFinishReason::Other("eos_token".to_owned())));
//! assert_eq!(answer.extra["timings"]["prompt_ms"], 3);
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::de::IgnoredAny;

pub use crate::content_safety::results::ContentFilterResults;
pub use crate::raw::EmbeddingVector;
pub use crate::raw::open_enums::*;
pub use crate::raw::types::*;

impl From<&String> for ChatRequestMessageContent {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<FunctionDefinition> for ChatCompletionsToolDefinition {
    fn from(function: FunctionDefinition) -> Self {
        Self::new(function)
    }
}

impl From<ChatCompletionsResponseFormatJsonSchemaDefinition> for ChatCompletionsResponseFormat {
    fn from(definition: ChatCompletionsResponseFormatJsonSchemaDefinition) -> Self {
        Self::json_schema(definition)
    }
}

impl From<ChatCompletionsNamedToolChoiceFunction> for ChatCompletionsOptionsToolChoice {
    fn from(function: ChatCompletionsNamedToolChoiceFunction) -> Self {
        ChatCompletionsNamedToolChoice::new(function).into()
    }
}

impl From<&str> for ImageGenerationsOptionsSize {
    fn from(preset: &str) -> Self {
        ImageGenerationPreset::from(preset).into()
    }
}

/// Width and height.
impl From<(u32, u32)> for ImageGenerationsOptionsSize {
    fn from((width, height): (u32, u32)) -> Self {
        ImageGenerationSize::new(height, width).into()
    }
}

impl From<&str> for ImageEmbeddingInput {
    fn from(image: &str) -> Self {
        Self::new(image)
    }
}

impl From<String> for ImageEmbeddingInput {
    fn from(image: String) -> Self {
        Self::new(image)
    }
}

/// Text, or whatever the document has by then that can be made of it.
pub(crate) fn text<T: From<String>>(content: impl Into<String>) -> T {
    T::from(content.into())
}

/// A message of the assistant that says this.
pub(crate) fn assistant_said(content: impl Into<String>) -> ChatRequestMessage {
    let mut message = ChatRequestMessage::assistant();
    if let ChatRequestMessage::Assistant { content: said, .. } = &mut message {
        *said = Some(text(content));
    }
    message
}

/// The message that answers a call.
pub(crate) fn tool_result(id: impl Into<String>, content: impl Into<String>) -> ChatRequestMessage {
    let mut message = ChatRequestMessage::tool(id);
    if let ChatRequestMessage::Tool { content: result, .. } = &mut message {
        *result = Some(text(content));
    }
    message
}

/// The message as history: its content, tool calls and refusal. Arguments of calls that are not JSON become `{}`, since
/// some servers refuse them there.
impl From<ChatResponseMessage> for ChatRequestMessage {
    fn from(message: ChatResponseMessage) -> Self {
        let mut history = Self::assistant();
        if let Self::Assistant { audio, content, refusal, tool_calls, .. } = &mut history {
            *audio = message.audio.and_then(|audio| audio.id).map(ChatRequestAudioReference::new);
            *content = message.content.map(text);
            *refusal = message.refusal;
            *tool_calls = message.tool_calls.unwrap_or_default().into_iter().map(into_history).collect();
        }
        history
    }
}

/// A call with arguments that are JSON.
pub(crate) fn into_history(mut call: ChatCompletionsToolCall) -> ChatCompletionsToolCall {
    if let Some(arguments) = call.function.as_mut().map(|function| &mut function.arguments) {
        let is_json = |text: &String| serde_json::from_str::<IgnoredAny>(text).is_ok();
        *arguments = Some(arguments.take().filter(is_json).unwrap_or_else(|| "{}".to_owned()));
    }
    call
}
