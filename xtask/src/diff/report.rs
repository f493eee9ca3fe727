//! The result of a comparison, as text and as JSON.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::Direction;

/// A place in a document, as messages show it: the document, an operation or a schema, and the path from there down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    owner: Owner,
    /// `POST /chat/completions`, or the name of a schema.
    name: String,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Document,
    Operation,
    Schema,
}

impl Place {
    fn new(owner: Owner, name: String) -> Self {
        Self { owner, name, path: String::new() }
    }

    pub fn document() -> Self {
        Self::new(Owner::Document, "the document".to_owned())
    }

    pub fn operation(method: &str, path: &str) -> Self {
        Self::new(Owner::Operation, format!("{} {path}", method.to_uppercase()))
    }

    pub fn schema(name: &str) -> Self {
        Self::new(Owner::Schema, name.to_owned())
    }

    /// The name of the schema, if it is one or a part of one.
    pub fn schema_name(&self) -> Option<&str> {
        (self.owner == Owner::Schema).then_some(&self.name)
    }

    /// A part of an operation, such as its body.
    pub fn part(&self, part: impl fmt::Display) -> Self {
        self.below(format_args!(", {part}"))
    }

    pub fn property(&self, name: &str) -> Self {
        self.below(format_args!(".{name}"))
    }

    /// `[]` are the items of a list, `{}` the values of a map.
    pub fn below(&self, step: impl fmt::Display) -> Self {
        Self { path: format!("{}{step}", self.path), ..self.clone() }
    }

    /// Whether it is an item of a list or a value of a map.
    pub fn is_item(&self) -> bool {
        self.path.ends_with("[]") || self.path.ends_with("{}")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.path)
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

/// In which direction a change occurs, and whose code it breaks there.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Effect {
    /// Whether a value of a request, or the request itself, is in question.
    in_requests: bool,
    in_responses: bool,
    pub breaks_senders: bool,
    pub breaks_readers: bool,
}

impl Effect {
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
}

#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub kind: &'static str,
    pub at: String,
    pub what: String,
    #[serde(flatten)]
    pub effect: Effect,
}

impl Change {
    pub fn breaks(&self) -> bool {
        self.effect.breaks_senders || self.effect.breaks_readers
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
        let effect = match self.effect {
            Effect { breaks_senders: true, breaks_readers: true, .. } => " [breaks senders and readers]",
            Effect { breaks_senders: true, .. } => " [breaks senders]",
            Effect { breaks_readers: true, .. } => " [breaks readers]",
            Effect { in_requests: false, in_responses: false, .. } => " [no operation uses it]",
            _ => "",
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

    /// The changes that break code, as text.
    pub fn breaking(&self) -> Vec<String> {
        self.changes.iter().filter(|change| change.breaks()).map(ToString::to_string).collect()
    }

    /// The number of changes that break senders, and of those that break readers.
    pub fn counts(&self) -> (usize, usize) {
        let count = |breaks: fn(&Effect) -> bool| self.changes.iter().filter(|change| breaks(&change.effect)).count();
        (count(|effect| effect.breaks_senders), count(|effect| effect.breaks_readers))
    }

    pub fn to_json(&self) -> Value {
        let (senders, readers) = self.counts();
        json!({
            "from": self.old, "to": self.new, "breaks": self.breaks(),
            "breaks_senders": senders, "breaks_readers": readers, "changes": self.changes,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (senders, readers) = self.counts();
        let (total, s) = (self.changes.len(), if self.changes.len() == 1 { "" } else { "s" });
        let breaking = format!("breaking senders: {senders}, readers: {readers}");
        writeln!(f, "{} -> {}: {total} change{s}; {breaking}", self.old, self.new)?;
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}
