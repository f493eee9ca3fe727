//! One piece of a streamed answer.

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

/// One piece of a streamed chat completion, and the JSON that it came as.
///
/// The typed view keeps what the OpenAPI document does not describe in `extra`. A chunk serialises as the JSON that it
/// came as.
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
    json: Bytes,
    /// All that it says, if it was read by a template: then it is decoded when someone asks for more.
    plain: Option<PlainDelta>,
    /// In a box, since a chunk is handed on and on.
    update: OnceLock<Box<StreamingChatCompletionsUpdate>>,
}

impl Chunk {
    /// Reads the JSON of one chunk.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not a chunk; [`Error::message`] says where.
    pub fn from_json(json: impl Into<Bytes>) -> Result<Self> {
        Self::read(json.into()).map_err(|(error, _)| error)
    }

    /// The same; gives what is no chunk back.
    pub(crate) fn read(json: Bytes) -> Result<Self, (Error, Bytes)> {
        // UTF-8 checked once for the whole costs less than text by text.
        if let Some(update) = std::str::from_utf8(&json).ok().and_then(|text| serde_json::from_str(text).ok()) {
            return Ok(Self::decoded(update, json));
        }
        match json::read(&json) {
            Ok(update) => Ok(Self::decoded(update, json)),
            Err(fault) => {
                let message = format!("the chunk is no chunk: {}", fault.message);
                Err((Error::new(Kind::Decode, message).with_source(fault.source), json))
            }
        }
    }

    /// A chunk that was read by a template.
    pub(crate) fn plain(delta: PlainDelta, json: Bytes) -> Self {
        Self { json, plain: Some(delta), update: OnceLock::new() }
    }

    /// A chunk from an event of another API.
    pub(crate) fn of_event(update: Box<StreamingChatCompletionsUpdate>, json: Bytes) -> Self {
        Self::decoded(update, json)
    }

    fn decoded(update: Box<StreamingChatCompletionsUpdate>, json: Bytes) -> Self {
        Self { json, plain: None, update: update.into() }
    }

    /// An ordinary completion as one chunk.
    pub(crate) fn from_completions(completions: &ChatCompletions, json: Bytes) -> Result<Self> {
        let fault = |error: serde_json::Error| Error::new(Kind::Decode, "the answer is no chunk").with_source(error);
        let mut value = serde_json::to_value(completions).map_err(fault)?;
        for choice in value["choices"].as_array_mut().into_iter().flatten() {
            let message = choice["message"].take();
            choice["delta"] = message;
        }
        let update = json::read(value.to_string().as_bytes()).map_err(|found| fault(found.source))?;
        Ok(Self::decoded(update, json))
    }

    /// What the first choice's text goes on with; empty if this chunk has none.
    ///
    /// Choices are told apart by their index: of a chunk of another choice than 0 it is empty.
    pub fn text(&self) -> &str {
        if let Some(plain) = &self.plain {
            return self.plain_text(|field| field == TextField::Content, plain);
        }
        self.delta().and_then(|delta| delta.content.as_deref()).unwrap_or_default()
    }

    /// The new reasoning of the first choice, under whatever name the service sends it; empty if this chunk has none.
    pub fn reasoning(&self) -> &str {
        if let Some(plain) = &self.plain {
            let is_wanted = |field| matches!(field, TextField::Reasoning | TextField::ReasoningContent);
            return self.plain_text(is_wanted, plain);
        }
        self.delta().and_then(|delta| delta.any_reasoning()).unwrap_or_default()
    }

    /// Why the first choice ends, on its last chunk.
    pub fn finish_reason(&self) -> Option<&CompletionsFinishReason> {
        if self.plain.is_some() {
            return None;
        }
        self.first_choice()?.finish_reason.as_ref().filter(|reason| !reason.as_str().is_empty())
    }

    /// The fragments of tool calls of the first choice.
    pub fn tool_calls(&self) -> &[StreamingChatResponseToolCallUpdate] {
        if self.plain.as_ref().is_some_and(|plain| plain.field != TextField::Arguments) {
            return &[];
        }
        self.delta().and_then(|delta| delta.tool_calls.as_deref()).unwrap_or_default()
    }

    /// The tokens that were counted, on the chunk that says so.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        if self.plain.is_some() { None } else { self.update().usage.as_deref() }
    }

    /// What the content filter says in this chunk, of the prompt or of the choices; its own
    /// [`offsets`](ContentFilterResult::offsets) tell of which stretch, if it runs beside the stream.
    pub fn content_filter(&self) -> Vec<ContentFilterResult> {
        if self.plain.as_ref().is_some_and(|plain| !plain.has_filter_results()) {
            return Vec::new();
        }
        ContentFilterResult::of_chunk(self.update()).collect()
    }

    /// All choices that the chunk is of: usually one; none on a chunk of usage or of the prompt's verdicts.
    pub fn choices(&self) -> &[StreamingChatChoiceUpdate] {
        self.update().choices.as_deref().unwrap_or_default()
    }

    fn first_choice(&self) -> Option<&StreamingChatChoiceUpdate> {
        self.choices().iter().find(|choice| choice.index.unwrap_or_default() == 0)
    }

    fn delta(&self) -> Option<&StreamingChatResponseMessageUpdate> {
        self.first_choice()?.delta.as_ref()
    }

    fn plain_text<'a>(&'a self, is_wanted: impl Fn(TextField) -> bool, plain: &'a PlainDelta) -> &'a str {
        if plain.choice == 0 && is_wanted(plain.field) { plain.text(&self.json) } else { "" }
    }

    /// The choice that it adds text to and which text, if it says nothing else that is new.
    pub(crate) fn as_plain(&self) -> Option<(i64, TextField, &str)> {
        let plain = self.plain.as_ref().filter(|plain| !plain.has_filter_results())?;
        Some((plain.choice, plain.field, plain.text(&self.json)))
    }

    /// What was decoded; `None` if nothing has been yet.
    pub(crate) fn update_mut(&mut self) -> Option<&mut StreamingChatCompletionsUpdate> {
        self.update.get_mut().map(|update| &mut **update)
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.json
    }

    /// The whole chunk, decoded when it is first asked for.
    pub fn update(&self) -> &StreamingChatCompletionsUpdate {
        self.update.get_or_init(|| self.plain.as_ref().map(|plain| plain.decode(&self.json)).unwrap_or_default())
    }

    /// The JSON that it came as.
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
