//! The result of a comparison, as text and as JSON.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::Direction;

/// A place in a document, as messages show it: the document, an operation or a schema, and the path from there down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    owner: Owner,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Document,
    /// `POST /chat/completions`.
    Operation(String),
    Schema(String),
}

impl Place {
    pub const DOCUMENT: Self = Self { owner: Owner::Document, path: String::new() };

    pub fn operation(method: &str, path: &str) -> Self {
        Self { owner: Owner::Operation(format!("{} {path}", method.to_uppercase())), path: String::new() }
    }

    pub fn schema(name: &str) -> Self {
        Self { owner: Owner::Schema(name.to_owned()), path: String::new() }
    }

    /// The name of the schema, if it is one or a part of one.
    pub fn schema_name(&self) -> Option<&str> {
        if let Owner::Schema(name) = &self.owner { Some(name) } else { None }
    }

    /// A part of an operation, such as its body.
    pub fn part(&self, part: impl fmt::Display) -> Self {
        self.below(format_args!(", {part}"))
    }

    pub fn property(&self, name: &str) -> Self {
        self.below(format_args!(".{name}"))
    }

    pub fn items(&self) -> Self {
        self.below(format_args!("[]"))
    }

    pub fn values(&self) -> Self {
        self.below(format_args!("{{}}"))
    }

    /// Whether it is an item of a list or a value of a map.
    pub fn is_item(&self) -> bool {
        self.path.ends_with("[]") || self.path.ends_with("{}")
    }

    fn below(&self, step: fmt::Arguments<'_>) -> Self {
        Self { owner: self.owner.clone(), path: format!("{}{step}", self.path) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            Owner::Document => f.write_str("the document"),
            Owner::Operation(name) | Owner::Schema(name) => write!(f, "{name}{}", self.path),
        }
    }
}

/// Whose code a change breaks, depending on the direction of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    Nobody,
    /// Less is allowed than before, or more is required.
    Senders,
    /// More may come than before, or less.
    Readers,
    /// The type or the name has changed.
    Everyone,
}

#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub kind: &'static str,
    #[serde(serialize_with = "as_text")]
    pub at: Place,
    pub what: String,
    /// Whether a value of a request, or the request itself, is in question.
    pub in_requests: bool,
    pub in_responses: bool,
    pub breaks_senders: bool,
    pub breaks_readers: bool,
}

fn as_text<S: serde::Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(place)
}

impl Change {
    pub fn new(kind: &'static str, at: &Place, what: String) -> Self {
        let (in_requests, in_responses, breaks_senders, breaks_readers) = (false, false, false, false);
        Self { kind, at: at.clone(), what, in_requests, in_responses, breaks_senders, breaks_readers }
    }

    /// The change occurs in this direction too.
    pub(super) fn occurs(&mut self, side: Direction, breaks: Breaks) {
        match side {
            Direction::Request => {
                self.in_requests = true;
                self.breaks_senders |= matches!(breaks, Breaks::Senders | Breaks::Everyone);
            }
            Direction::Response => {
                self.in_responses = true;
                self.breaks_readers |= matches!(breaks, Breaks::Readers | Breaks::Everyone);
            }
            Direction::Unused => {}
        }
    }

    pub fn breaks(&self) -> bool {
        self.breaks_senders || self.breaks_readers
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.kind {
            _ if self.breaks() => '!',
            kind if kind.ends_with("-added") => '+',
            kind if kind.ends_with("-removed") => '-',
            _ => '~',
        };
        let effect = match (self.breaks_senders, self.breaks_readers) {
            (true, true) => " [breaks senders and readers]",
            (true, false) => " [breaks senders]",
            (false, true) => " [breaks readers]",
            (false, false) if !self.in_requests && !self.in_responses => " [no operation uses it]",
            (false, false) => "",
        };
        write!(f, "{mark} {}: {}{effect}", self.at, self.what)
    }
}

/// All the changes from one document to another.
pub struct Report {
    pub(super) old: String,
    pub(super) new: String,
    pub changes: Vec<Change>,
}

impl Report {
    pub fn breaks(&self) -> bool {
        self.changes.iter().any(Change::breaks)
    }

    /// The number of changes that break senders, and of those that break readers.
    pub fn breaking(&self) -> (usize, usize) {
        let count = |breaks: fn(&Change) -> bool| self.changes.iter().filter(|change| breaks(change)).count();
        (count(|change| change.breaks_senders), count(|change| change.breaks_readers))
    }

    pub fn to_json(&self) -> Value {
        let (senders, readers) = self.breaking();
        json!({
            "from": self.old, "to": self.new, "breaks": self.breaks(),
            "breaks_senders": senders, "breaks_readers": readers, "changes": self.changes,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (senders, readers) = self.breaking();
        let (total, s) = (self.changes.len(), if self.changes.len() == 1 { "" } else { "s" });
        let breaking = format!("breaking senders: {senders}, readers: {readers}");
        writeln!(f, "{} -> {}: {total} change{s}; {breaking}", self.old, self.new)?;
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}
