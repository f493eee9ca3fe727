//! One piece of a streamed answer.

use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Error, Kind, Result};
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
    /// UTF-8, as it has been parsed.
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
        let text = std::str::from_utf8(&json)
            .map_err(|error| Error::new(Kind::Decode, "the chunk is not UTF-8").with_source(error))?;
        match serde_json::from_str(text) {
            Ok(update) => Ok(Self { update, json }),
            Err(error) => Err(undecodable(text, error)),
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
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.json).expect("it has been parsed")
    }
}

/// The mistake with its place, found by parsing once more.
fn undecodable(text: &str, error: serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(text);
    let message = match serde_path_to_error::deserialize::<_, StreamingChatCompletionsUpdate>(&mut reader) {
        Err(at) if error.is_data() => format!("the chunk does not decode at `{}`", at.path()),
        _ => "the chunk is not JSON".to_owned(),
    };
    Error::new(Kind::Decode, message).with_source(error)
}

impl Serialize for Chunk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(self.json()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
