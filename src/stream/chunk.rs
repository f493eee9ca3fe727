//! One piece of a streamed answer.

use std::borrow::Cow;

use bytes::Bytes;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::error::{Error, Kind, Result};
use crate::json;
use crate::models::StreamingChatCompletionsUpdate;

/// One piece of a streamed chat completion, and the JSON that it came as.
///
/// The typed view leaves out what it does not know, since keeping it would cost every chunk; the JSON has it. A chunk
/// serialises as that JSON.
///
/// ```
/// use azure_inference::Chunk;
///
/// let chunk = Chunk::from_json(r#"{"choices":[{"index":0,"delta":{"content":"Hi"}}],"timings":{"n":1}}"#)?;
/// assert_eq!(chunk.text(), "Hi");
/// assert!(chunk.json().contains("timings"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    update: StreamingChatCompletionsUpdate,
    json: Bytes,
}

impl Chunk {
    /// Reads the JSON of one chunk.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not a chunk; [`Error::message`] says where.
    pub fn from_json(json: impl Into<Bytes>) -> Result<Self> {
        let json = json.into();
        match json::read(&json) {
            Ok(update) => Ok(Self { update, json }),
            Err(fault) => {
                let message = format!("the chunk is no chunk: {}", fault.message);
                Err(Error::new(Kind::Decode, message).with_source(fault.source))
            }
        }
    }

    /// What the first choice's text goes on with; empty if this chunk has none.
    pub fn text(&self) -> &str {
        let delta = self.update.choices.as_deref().and_then(|choices| choices.first()?.delta.as_ref());
        delta.and_then(|delta| delta.content.as_deref()).unwrap_or_default()
    }

    /// All that was decoded.
    pub fn update(&self) -> &StreamingChatCompletionsUpdate {
        &self.update
    }

    /// The JSON that it came as.
    pub fn json(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.json)
    }
}

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json: Value = json::read(&self.json).map_err(|fault| S::Error::custom(fault.message))?;
        json.serialize(serializer)
    }
}
