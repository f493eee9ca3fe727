//! Places in a document, as messages show them.

use std::fmt;

/// An operation or a schema, and what of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Document,
    /// `POST /chat/completions`, and a part of it.
    Operation(String, Vec<String>),
    /// A schema's name, and the way from there down.
    Schema(String, String),
}

impl Place {
    pub fn operation(method: &str, path: &str) -> Self {
        Self::Operation(format!("{} {path}", method.to_uppercase()), Vec::new())
    }

    pub fn schema(name: &str) -> Self {
        Self::Schema(name.to_owned(), String::new())
    }

    /// A part of an operation, such as its body.
    pub fn part(&self, part: impl Into<String>) -> Self {
        let mut place = self.clone();
        if let Self::Operation(_, parts) = &mut place {
            parts.push(part.into());
        }
        place
    }

    pub fn property(&self, name: &str) -> Self {
        self.deeper(&format!(".{name}"))
    }

    pub fn items(&self) -> Self {
        self.deeper("[]")
    }

    pub fn values(&self) -> Self {
        self.deeper("{}")
    }

    /// Whether it is an item of a list or a value of a map.
    pub fn is_item(&self) -> bool {
        let text = self.to_string();
        text.ends_with("[]") || text.ends_with("{}")
    }

    fn deeper(&self, step: &str) -> Self {
        let mut place = self.clone();
        match &mut place {
            Self::Schema(_, way) => way.push_str(step),
            Self::Operation(_, parts) if parts.is_empty() => parts.push(step.to_owned()),
            Self::Operation(_, parts) => parts.last_mut().expect("not empty").push_str(step),
            Self::Document => {}
        }
        place
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("the document"),
            Self::Operation(name, parts) => {
                f.write_str(name)?;
                parts.iter().try_for_each(|part| write!(f, ", {part}"))
            }
            Self::Schema(name, way) => write!(f, "{name}{way}"),
        }
    }
}
