//! The result of a comparison, as text and as JSON.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::FilterTarget;
use super::places::Place;

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

    /// The change is met on this side too.
    pub(super) fn meet(&mut self, side: FilterTarget, breaks: Breaks) {
        match side {
            FilterTarget::Request => {
                self.in_requests = true;
                self.breaks_senders |= matches!(breaks, Breaks::Senders | Breaks::Everyone);
            }
            FilterTarget::Response => {
                self.in_responses = true;
                self.breaks_readers |= matches!(breaks, Breaks::Readers | Breaks::Everyone);
            }
            FilterTarget::Unused => {}
        }
    }

    pub fn breaks(&self) -> bool {
        self.breaks_senders || self.breaks_readers
    }

    fn mark(&self) -> char {
        match self.kind {
            _ if self.breaks() => '!',
            kind if kind.ends_with("-added") => '+',
            kind if kind.ends_with("-removed") => '-',
            _ => '~',
        }
    }

    fn effect_text(&self) -> &'static str {
        match (self.breaks_senders, self.breaks_readers) {
            (true, true) => " [breaks senders and readers]",
            (true, false) => " [breaks senders]",
            (false, true) => " [breaks readers]",
            (false, false) if !self.in_requests && !self.in_responses => " [no operation uses it]",
            (false, false) => "",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}{}", self.mark(), self.at, self.what, self.effect_text())
    }
}

/// All the changes from one document to another.
pub struct Report {
    old: String,
    new: String,
    pub changes: Vec<Change>,
}

impl Report {
    pub fn new(old: &str, new: &str, changes: Vec<Change>) -> Self {
        Self { old: old.to_owned(), new: new.to_owned(), changes }
    }

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
        writeln!(
            f,
            "{} -> {}: {total} change{s}; breaking senders: {senders}, readers: {readers}",
            self.old, self.new
        )?;
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}
