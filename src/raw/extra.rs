//! The unknown members of a streamed chunk.

use std::ops::Deref;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::reading::KeepMember;

/// The members of an object in a streamed chunk that the OpenAPI document does not describe.
///
/// It dereferences to a `serde_json::Map` and has the size of one pointer.
///
/// ```
/// use azure_inference::Chunk;
///
/// let chunk = Chunk::from_json(r#"{"choices": [], "provider": "p"}"#)?;
/// assert_eq!(chunk.update().extra.get("provider").and_then(|value| value.as_str()), Some("p"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Extra {
    pub(crate) fn insert(&mut self, name: String, value: Value) {
        self.0.get_or_insert_default().insert(name, value);
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let removed = self.0.as_mut()?.remove(name);
        self.0.take_if(|members| members.is_empty());
        removed
    }
}

impl From<Extra> for Map<String, Value> {
    fn from(extra: Extra) -> Self {
        extra.0.map(|members| *members).unwrap_or_default()
    }
}

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Map<String, Value> {
        self.0.as_deref().unwrap_or_else(|| &EMPTY)
    }
}

impl KeepMember for Extra {
    fn keep(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
