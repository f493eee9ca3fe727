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
//! assert_eq!(answer.extra.get("timings").map(|timings| &timings["prompt_ms"]), Some(&3.into()));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod think;
mod usage;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use self::think::without_reasoning;
pub(crate) use self::think::{ThinkSplitter, split_completions};
use crate::json;

pub use crate::content_safety::results::ContentFilterResults;
pub use crate::raw::open_enums::*;
pub use crate::raw::types::*;
pub use crate::raw::{EmbeddingVector, Extra};

/// The member of an assistant message that holds the output items it was made from. Only the Responses API is sent them.
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
    /// The function; `None` for a tool of another type.
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
pub(crate) fn tool_result(id: impl Into<String>, content: impl Into<ChatRequestMessageContent>) -> ChatRequestMessage {
    let mut message = ChatRequestMessage::tool(id);
    if let ChatRequestMessage::Tool { content: result, .. } = &mut message {
        *result = Some(content.into());
    }
    message
}

/// The message as history: its content, tool calls and refusal. What can't be sent is mended: names of tools, arguments that
/// are not JSON. Reasoning that came as a field, and members that the API does not describe, go back with tool calls alone.
impl From<ChatResponseMessage> for ChatRequestMessage {
    fn from(mut message: ChatResponseMessage) -> Self {
        let mut history = Self::assistant();
        if let Self::Assistant { audio, content, refusal, tool_calls, extra, .. } = &mut history {
            let output_items = message.extra.remove(OUTPUT_ITEMS);
            if message.tool_calls.as_ref().is_some_and(|calls| !calls.is_empty()) {
                *extra = sent_back(&mut message);
            }
            extra.extend(output_items.map(|items| (OUTPUT_ITEMS.to_owned(), items)));
            *audio = message.audio.and_then(|audio| audio.id).map(ChatRequestAudioReference::new);
            // Not every service knows refusals, and none takes a message with nothing else in it.
            let said = message.content.map(without_reasoning).filter(|text| !text.is_empty());
            let calls = message.tool_calls.unwrap_or_default().into_iter().filter(names_tool);
            *tool_calls = calls.map(into_history).collect();
            let declined = message.refusal.clone().filter(|text| !text.is_empty() && tool_calls.is_empty());
            *content = said.or(declined).map(text);
            *refusal = message.refusal;
        }
        history
    }
}

/// What services want back beside the calls that it came with: DeepSeek's and Kimi's models their reasoning, gateways
/// signatures and the like.
fn sent_back(message: &mut ChatResponseMessage) -> Map<String, Value> {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    let mut extra = std::mem::take(&mut message.extra);
    for (name, reasoning) in [("reasoning_content", &message.reasoning_content), ("reasoning", &message.reasoning)] {
        extra.extend(reasoning.clone().map(|reasoning| (name.to_owned(), reasoning.into())));
    }
    extra.retain(|_, value| !is_empty(value));
    extra
}

/// Whether a message may be sent: services refuse an assistant message without content or calls.
pub(crate) fn says_something(message: &ChatRequestMessage) -> bool {
    match message {
        ChatRequestMessage::Assistant { audio: None, content, tool_calls, .. } => {
            !tool_calls.is_empty() || content.as_ref().is_some_and(|text| !text.is_empty())
        }
        _ => true,
    }
}

impl ChatResponseMessage {
    /// The reasoning, wherever it was; `None` if there is none.
    pub(crate) fn any_reasoning(&self) -> Option<&str> {
        first_text([&self.reasoning_content, &self.reasoning, &self.reasoning_in_content])
    }
}

impl StreamingChatResponseMessageUpdate {
    /// The new reasoning, wherever it is; `None` if there is none.
    pub(crate) fn any_reasoning(&self) -> Option<&str> {
        first_text([&self.reasoning_content, &self.reasoning, &self.reasoning_in_content])
    }
}

fn first_text<const N: usize>(texts: [&Option<String>; N]) -> Option<&str> {
    texts.into_iter().flatten().map(String::as_str).find(|text| !text.is_empty())
}

/// Whether a call says what is called. Tools of other types than `function` have a member of their own.
fn names_tool(call: &ChatCompletionsToolCall) -> bool {
    match &call.function {
        Some(function) => function.name.as_ref().is_some_and(|name| !name.is_empty()),
        None => !call.extra.is_empty(),
    }
}

/// A call that services accept as history: its name is one that a tool can have, its arguments are JSON.
pub(crate) fn into_history(mut call: ChatCompletionsToolCall) -> ChatCompletionsToolCall {
    if let Some(FunctionCall { name, arguments, .. }) = &mut call.function {
        *name = name.take().map(accepted_name);
        let text = arguments.take().unwrap_or_default();
        *arguments = Some(match serde_json::from_str::<IgnoredAny>(&text) {
            Ok(_) => text,
            Err(_) => json::written_by_model(&text).map_or_else(|| "{}".to_owned(), |value| value.to_string()),
        });
    }
    call
}

/// The name with what services refuse replaced: they take 1 to 64 ASCII letters, digits, underscores and dashes.
fn accepted_name(name: String) -> String {
    let is_accepted = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if (1..=64).contains(&name.len()) && name.chars().all(is_accepted) {
        return name;
    }
    let mended: String = name.chars().map(|letter| if is_accepted(letter) { letter } else { '_' }).take(64).collect();
    if mended.is_empty() { "_".to_owned() } else { mended }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_history_are_accepted_by_services() {
        for (name, expected) in [
            ("get_weather", "get_weather"),
            ("multi_tool_use.parallel", "multi_tool_use_parallel"),
            ("größe ändern", "gr__e__ndern"),
            ("functions.get:0", "functions_get_0"),
            ("", "_"),
        ] {
            assert_eq!(accepted_name(name.to_owned()), expected, "{name}");
        }
        assert_eq!(accepted_name("ä".repeat(99)).len(), 64);
        assert_eq!(accepted_name("x".repeat(65)).len(), 64);
    }
}
