//! A chunk of a streamed response.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::chat::PlainDelta;
use crate::chat::accumulate::TextField;
use crate::error::{Error, Kind, Result};
use crate::models::content_safety::ContentFilterResult;
use crate::models::json;
use crate::models::{
    ChatCompletions, CompletionsFinishReason, CompletionsUsage, StreamingChatChoiceUpdate,
    StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate, StreamingChatResponseToolCallUpdate,
};

/// A chunk of a streamed chat completion, with its original JSON.
///
/// The typed view keeps members that the OpenAPI document does not describe in `extra`. A chunk serializes as its original
/// JSON.
///
/// ```
/// use azure_inference::Chunk;
///
/// let chunk = Chunk::from_json(r#"{"choices":[{"index":0,"delta":{"content":"Hi"}}],"timings":{"n":1}}"#)?;
/// assert_eq!(chunk.text(), "Hi");
/// assert!(chunk.json().contains("timings"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone)]
pub struct Chunk {
    pub(crate) json: Bytes,
    /// The content of a chunk that was read with a template. The chunk is decoded when more of it is requested.
    plain: Option<PlainDelta>,
    /// Boxed, since a chunk is moved often.
    update: OnceLock<Box<StreamingChatCompletionsUpdate>>,
}

impl Chunk {
    /// Decodes the JSON of a chunk.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not a chunk; [`Error::message`] has the position.
    pub fn from_json(json: impl Into<Bytes>) -> Result<Self> {
        let json = json.into();
        Ok(Self::decoded(Self::decode(&json)?, json))
    }

    pub(crate) fn decode(json: &[u8]) -> Result<Box<StreamingChatCompletionsUpdate>> {
        // Validating the UTF-8 of the whole chunk costs less than that of each string.
        if let Some(update) = std::str::from_utf8(json).ok().and_then(|text| serde_json::from_str(text).ok()) {
            return Ok(update);
        }
        json::read(json).map_err(|fault| {
            let message = format!("the chunk can't be decoded: {}", fault.message);
            Error::new(Kind::Decode, message).with_source(fault.source)
        })
    }

    /// Creates a chunk that was read with a template.
    pub(crate) fn plain(delta: PlainDelta, json: Bytes) -> Self {
        Self { json, plain: Some(delta), update: OnceLock::new() }
    }

    /// Creates a chunk from its decoded form and its JSON.
    pub(crate) fn decoded(update: Box<StreamingChatCompletionsUpdate>, json: Bytes) -> Self {
        Self { json, plain: None, update: update.into() }
    }

    /// Converts a completion that is not streamed to one chunk.
    pub(crate) fn from_completions(completions: &ChatCompletions, json: Bytes) -> Result<Self> {
        let fault = |error: serde_json::Error| {
            Error::new(Kind::Decode, "the response can't be converted to a chunk").with_source(error)
        };
        let mut value = json::to_value(completions).map_err(fault)?;
        for choice in value["choices"].as_array_mut().into_iter().flatten() {
            let message = choice["message"].take();
            choice["delta"] = message;
        }
        let update = json::read(value.to_string().as_bytes()).map_err(|error| fault(error.source))?;
        Ok(Self::decoded(update, json))
    }

    /// Returns the new text of the first choice, which has index 0; empty if this chunk has none.
    pub fn text(&self) -> &str {
        self.new_text(|field| field == TextField::Content, |delta| delta.content.as_deref())
    }

    /// Returns the new reasoning of the first choice, from whichever field the service sends it in; empty if this chunk has
    /// none.
    pub fn reasoning(&self) -> &str {
        let is_reasoning = |field| matches!(field, TextField::Reasoning | TextField::ReasoningContent);
        self.new_text(is_reasoning, |delta| delta.any_reasoning())
    }

    /// Returns the finish reason of the first choice, which its last chunk has.
    pub fn finish_reason(&self) -> Option<&CompletionsFinishReason> {
        if self.plain.is_some() {
            return None;
        }
        self.first_choice()?.finish_reason.as_ref().filter(|reason| !reason.as_str().is_empty())
    }

    /// Returns the fragments of tool calls of the first choice.
    pub fn tool_calls(&self) -> &[StreamingChatResponseToolCallUpdate] {
        if self.plain.as_ref().is_some_and(|plain| plain.template.field != TextField::Arguments) {
            return &[];
        }
        self.delta().and_then(|delta| delta.tool_calls.as_deref()).unwrap_or_default()
    }

    /// Returns the token usage, if this chunk has it.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        match &self.plain {
            Some(plain) => plain.rest.as_ref()?.usage.as_deref(),
            None => self.update().usage.as_deref(),
        }
    }

    /// Returns the content filter results of the prompt and the choices in this chunk. The
    /// [`offsets`](ContentFilterResult::offsets) of an asynchronous filter's result are the part of the text that it covers.
    pub fn content_filter(&self) -> Vec<ContentFilterResult> {
        if self.plain.as_ref().is_some_and(|plain| !plain.template.has_filter_results) {
            return Vec::new();
        }
        ContentFilterResult::of_chunk(self.update()).collect()
    }

    /// Returns all choices of the chunk: usually one, none in a chunk of usage or of content filter results of the prompt.
    pub fn choices(&self) -> &[StreamingChatChoiceUpdate] {
        self.update().choices.as_deref().unwrap_or_default()
    }

    fn first_choice(&self) -> Option<&StreamingChatChoiceUpdate> {
        self.choices().iter().find(|choice| choice.index.unwrap_or_default() == 0)
    }

    fn delta(&self) -> Option<&StreamingChatResponseMessageUpdate> {
        self.first_choice()?.delta.as_ref()
    }

    /// Returns the new text of the first choice in one of the fields that are wanted.
    fn new_text(
        &self,
        is_wanted: impl Fn(TextField) -> bool,
        of: impl Fn(&StreamingChatResponseMessageUpdate) -> Option<&str>,
    ) -> &str {
        match &self.plain {
            Some(plain) if plain.template.choice == 0 && is_wanted(plain.template.field) => plain.text(&self.json),
            Some(_) => "",
            None => self.delta().and_then(of).unwrap_or_default(),
        }
    }

    /// Returns the choice, the field and its new text, if the chunk has no other events than these and its usage.
    pub(crate) fn as_plain(&self) -> Option<(i64, TextField, &str)> {
        let plain = self.plain.as_ref().filter(|plain| !plain.template.has_filter_results)?;
        Some((plain.template.choice, plain.template.field, plain.text(&self.json)))
    }

    /// Returns the whole chunk. It is decoded on first use.
    pub fn update(&self) -> &StreamingChatCompletionsUpdate {
        self.update.get_or_init(|| self.plain.as_ref().map(|plain| plain.decode(&self.json)).unwrap_or_default())
    }

    /// Returns the original JSON.
    pub fn json(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.json)
    }
}

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunk").field("update", self.update()).field("json", &self.json).finish()
    }
}

impl PartialEq for Chunk {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json && self.update() == other.update()
    }
}

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: Value = json::read(&self.json).map_err(|fault| S::Error::custom(fault.message))?;
        json.serialize(serializer)
    }
}
