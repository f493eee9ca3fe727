//! The types of the API: what requests are made of and what answers hold.
//!
//! They are generated from the vendor's document with our corrections, and named as in the document. Requests are
//! usually built by [`ChatRequest`](crate::ChatRequest), which fills [`ChatCompletionsOptions`] in. Of an answer any
//! field may be missing, so all of them are options; what the service sends beyond them is kept in `extra`. An enum that
//! a service may extend has a variant `Other` that keeps the unknown text.
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

pub use crate::raw::open_enums::*;
pub use crate::raw::types::*;

impl From<&str> for ChatRequestMessageContent {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for ChatRequestMessageContent {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<&String> for ChatRequestMessageContent {
    fn from(text: &String) -> Self {
        Self::String(text.clone())
    }
}

impl From<FunctionDefinition> for ChatCompletionsToolDefinition {
    fn from(function: FunctionDefinition) -> Self {
        Self { function, type_: ChatCompletionsToolDefinitionType::Function }
    }
}

/// The message as history: its content, tool calls and refusal.
impl From<ChatResponseMessage> for ChatRequestMessage {
    fn from(message: ChatResponseMessage) -> Self {
        Self::Assistant {
            audio: message.audio.and_then(|audio| audio.id).map(|id| ChatRequestAudioReference { id }),
            content: message.content,
            refusal: message.refusal,
            tool_calls: message.tool_calls.unwrap_or_default(),
        }
    }
}
