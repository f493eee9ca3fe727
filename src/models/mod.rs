//! Request and response types of the API.
//!
//! The types are generated from Microsoft's OpenAPI document with corrections, and have the names of that document.
//!
//! Most requests are built with [`ChatRequest`](crate::ChatRequest), which fills in [`ChatCompletionsOptions`]. In response
//! types every field is optional, since any field may be missing; fields that the document does not describe are kept in
//! `extra`. An enum that a service may extend has a variant `Other` that keeps an unknown value.
//!
//! Request types deserialize existing request bodies and serialize them without loss: a field that the document does not
//! describe is kept in `extra`, an object of an unknown type in a variant `Other`. A single text or image in place of a list
//! is read as a list with one item, and null as an absent field.
//!
//! ```
//! use azure_inference::models::{ChatCompletions, CompletionsFinishReason};
//!
//! let response: ChatCompletions = serde_json::from_str(
//!     r#"{"choices": [{"index": 0, "finish_reason": "eos_token"}], "usage": null, "timings": {"prompt_ms": 3}}"#,
//! )?;
//! let choices = response.choices.unwrap_or_default();
//! assert_eq!(choices[0].finish_reason, Some(CompletionsFinishReason::Other("eos_token".to_owned())));
//! assert_eq!(response.extra.get("timings").map(|timings| &timings["prompt_ms"]), Some(&3.into()));
//! # Ok::<(), serde_json::Error>(())
//! ```

pub mod content_safety;
pub(crate) mod conversation;
pub(crate) mod json;
mod think;
mod usage;

use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use self::think::without_reasoning;
pub(crate) use self::think::{ThinkSplitter, split_completions};

pub use crate::models::content_safety::results::ContentFilterResults;
pub use crate::raw::open_enums::*;
pub use crate::raw::types::*;
pub use crate::raw::{EmbeddingVector, Extra};

/// The member of an assistant message that holds the output items of its response. They are sent only to the Responses API.
pub(crate) const OUTPUT_ITEMS: &str = "output_items";

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

impl From<FunctionDefinition> for ChatCompletionsTool {
    fn from(function: FunctionDefinition) -> Self {
        ChatCompletionsToolDefinition::new(function).into()
    }
}

impl ChatCompletionsTool {
    /// Returns the function; `None` for a tool of another type.
    pub(crate) fn function(&self) -> Option<&FunctionDefinition> {
        match self {
            Self::ChatCompletionsToolDefinition(tool) => Some(&tool.function),
            _ => None,
        }
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

/// Converts a width and a height in pixels.
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

/// Converts text into the type of a content field, which a later OpenAPI document may turn into a union.
pub(crate) fn text<T: From<String>>(content: impl Into<String>) -> T {
    T::from(content.into())
}

/// Creates an assistant message.
pub(crate) fn assistant_message(content: impl Into<String>) -> ChatRequestMessage {
    let mut message = ChatRequestMessage::assistant();
    if let ChatRequestMessage::Assistant { content: field, .. } = &mut message {
        *field = Some(text(content));
    }
    message
}

/// Creates the tool message with the result of a tool call.
pub(crate) fn tool_result(id: impl Into<String>, content: impl Into<ChatRequestMessageContent>) -> ChatRequestMessage {
    let mut message = ChatRequestMessage::tool(id);
    if let ChatRequestMessage::Tool { content: result, .. } = &mut message {
        *result = Some(content.into());
    }
    message
}

/// Converts a response message into an assistant message with its content, tool calls and refusal. Invalid tool names and
/// arguments that are not JSON are corrected. Reasoning fields and fields that the API does not describe are sent back only
/// with tool calls.
impl From<ChatResponseMessage> for ChatRequestMessage {
    fn from(mut message: ChatResponseMessage) -> Self {
        let mut history = Self::assistant();
        if let Self::Assistant { audio, content, refusal, tool_calls, extra, .. } = &mut history {
            let output_items = message.extra.remove(OUTPUT_ITEMS);
            if message.tool_calls.as_ref().is_some_and(|calls| !calls.is_empty()) {
                *extra = take_extra(&mut message);
            }
            extra.extend(output_items.map(|items| (OUTPUT_ITEMS.to_owned(), items)));
            *audio = message.audio.and_then(|audio| audio.id).map(ChatRequestAudioReference::new);
            let response = message.content.map(without_reasoning).filter(|text| !text.is_empty());
            let calls = message.tool_calls.unwrap_or_default().into_iter().filter(has_tool_name);
            *tool_calls = calls.map(into_history).collect();
            // Not every service supports `refusal`, and all reject a message with only a refusal.
            let declined = message.refusal.clone().filter(|text| !text.is_empty() && tool_calls.is_empty());
            *content = response.or(declined).map(text);
            *refusal = message.refusal;
        }
        history
    }
}

/// Takes the fields that services require back with tool calls: the reasoning for DeepSeek's and Kimi's models, signatures and
/// the like for gateways.
fn take_extra(message: &mut ChatResponseMessage) -> Map<String, Value> {
    let empty = [Value::Null, json!(""), json!([]), json!({})];
    let mut extra = std::mem::take(&mut message.extra);
    for (name, reasoning) in [("reasoning_content", &message.reasoning_content), ("reasoning", &message.reasoning)] {
        extra.extend(reasoning.clone().map(|reasoning| (name.to_owned(), reasoning.into())));
    }
    extra.retain(|_, value| !empty.contains(value));
    extra
}

/// Returns `false` for an assistant message without content and tool calls, which services reject.
pub(crate) fn is_not_empty(message: &ChatRequestMessage) -> bool {
    match message {
        ChatRequestMessage::Assistant { audio: None, content, tool_calls, .. } => {
            !tool_calls.is_empty() || content.as_ref().is_some_and(|text| !text.is_empty())
        }
        _ => true,
    }
}

impl ChatResponseMessage {
    /// Returns the reasoning, from whichever field has it.
    pub(crate) fn any_reasoning(&self) -> Option<&str> {
        first_text([&self.reasoning_content, &self.reasoning, &self.reasoning_in_content])
    }
}

impl StreamingChatResponseMessageUpdate {
    /// Returns the reasoning delta, from whichever field has it.
    pub(crate) fn any_reasoning(&self) -> Option<&str> {
        first_text([&self.reasoning_content, &self.reasoning, &self.reasoning_in_content])
    }
}

fn first_text<const N: usize>(texts: [&Option<String>; N]) -> Option<&str> {
    texts.into_iter().flatten().map(String::as_str).find(|text| !text.is_empty())
}

/// Whether a call names its tool. A call of another type than `function` has a member of that type's name instead.
fn has_tool_name(call: &ChatCompletionsToolCall) -> bool {
    match &call.function {
        Some(function) => function.name.as_ref().is_some_and(|name| !name.is_empty()),
        None => !call.extra.is_empty(),
    }
}

/// Corrects a tool call to what services accept in a message history: a valid tool name, arguments that are JSON.
pub(crate) fn into_history(mut call: ChatCompletionsToolCall) -> ChatCompletionsToolCall {
    if let Some(FunctionCall { name, arguments, .. }) = &mut call.function {
        *name = name.take().map(sanitize_name);
        let text = arguments.take().unwrap_or_default();
        *arguments = Some(match serde_json::from_str::<IgnoredAny>(&text) {
            Ok(_) => text,
            Err(_) => json::parse_lenient(&text).map_or_else(|| "{}".to_owned(), |value| value.to_string()),
        });
    }
    call
}

/// Replaces invalid characters of a tool name. Services accept 1 to 64 ASCII letters, digits, underscores and dashes.
fn sanitize_name(name: String) -> String {
    let is_valid = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    if (1..=64).contains(&name.len()) && name.chars().all(is_valid) {
        return name;
    }
    let sanitized: String = name.chars().map(|it| if is_valid(it) { it } else { '_' }).take(64).collect();
    if sanitized.is_empty() { "_".to_owned() } else { sanitized }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sanitize_name_replaces_invalid_characters() {
        for (name, expected) in [
            ("get_weather", "get_weather"),
            ("multi_tool_use.parallel", "multi_tool_use_parallel"),
            ("größe ändern", "gr__e__ndern"),
            ("functions.get:0", "functions_get_0"),
            ("", "_"),
            ("x".repeat(65).as_str(), "x".repeat(64).as_str()),
            ("ä".repeat(99).as_str(), "_".repeat(64).as_str()),
        ] {
            assert_eq!(sanitize_name(name.to_owned()), expected, "{name}");
        }
    }
}
