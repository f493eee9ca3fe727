//! Types, enum values and limits. Another type breaks senders and readers. Otherwise, a narrower schema breaks senders and a
//! wider one breaks readers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Differ;
use super::Direction::{self, Request, Response};
use super::report::Breaks::{self, Everyone, Nobody, Readers, Senders};
use super::report::Place;
use super::shape::{Shape, Values};

impl<'a> Differ<'a> {
    /// Whether the types are similar enough to compare their contents.
    pub(super) fn types(&mut self, side: Direction, at: &Place, old: Option<&str>, new: Option<&str>) -> bool {
        if old == new {
            return true;
        }
        let name = |kind: Option<&str>| kind.unwrap_or("anything").to_owned();
        // An integer is a valid number, but in Rust they are different types.
        self.record(side, at, "type", format!("is {} instead of {}", name(new), name(old)), Everyone);
        matches!((old, new), (Some("integer" | "number"), Some("integer" | "number")) | (None, _) | (_, None))
    }

    pub(super) fn values(&mut self, side: Direction, at: &Place, values: (Option<Values<'_>>, Option<Values<'_>>)) {
        let (known, what, others) = match &values {
            (Some(old), Some(new)) => return self.known_values(side, at, old, new),
            (None, Some(new)) if new.is_open => (new, "has known values now", Nobody),
            (None, Some(new)) => (new, "allows only known values", Senders),
            // Readers must expect new values anyway.
            (Some(old), None) => (old, "no longer has known values", Nobody),
            (None, None) => return,
        };
        self.record(side, at, "enum", what, if known.is_type(side) { Everyone } else { others });
    }

    fn known_values(&mut self, side: Direction, at: &Place, old: &Values<'_>, new: &Values<'_>) {
        for value in old.known.iter().filter(|value| !new.known.contains(value)) {
            // In Rust, its name is.
            let breaks = if old.is_type(side) { Everyone } else { Senders };
            self.record(side, at, "enum-value-removed", format!("the value {value} is gone"), breaks);
        }
        for value in new.known.iter().filter(|value| !old.known.contains(value)) {
            self.record(side, at, "enum-value-added", format!("the value {value} is new"), Nobody);
        }
        let other_type = match side {
            Response => old.is_type(side) != new.is_type(side),
            _ => old.is_type(side) && (old.is_open, old.is_odd()) != (new.is_open, new.is_odd()),
        };
        let breaks = |others| if other_type { Everyone } else { others };
        match (old.is_open, new.is_open) {
            (true, false) => self.record(side, at, "enum", "allows only known values", breaks(Senders)),
            (false, true) => self.record(side, at, "enum", "allows other values too", breaks(Nobody)),
            _ if other_type => self.record(side, at, "enum", "is a type of its own now, or no longer", Everyone),
            _ => {}
        }
        // Constructors set a property that can have only one value.
        let was_constant = !old.is_open && old.known.len() == 1 && new.known.len() > 1;
        if side == Request && was_constant && !self.optional.contains(at) && !self.constant.contains(at) {
            self.record(side, at, "enum", "is no longer constant", Senders);
        }
    }

    /// Keywords that are compared separately.
    pub(super) fn keywords(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let keys: BTreeSet<&str> = old.keywords.keys().chain(new.keywords.keys()).copied().collect();
        for key in keys {
            let (old_value, new_value) = (old.keyword(key), new.keyword(key));
            if old_value == new_value || COMPARED_ELSEWHERE.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let what = match (old_value, new_value) {
                (Some(old), Some(new)) => format!("`{key}` is {new} instead of {old}"),
                (None, Some(new)) => format!("`{key}` is {new} now"),
                (Some(old), None) => format!("`{key}` is no longer {old}"),
                (None, None) => continue,
            };
            let (kind, breaks) = match key {
                "default" => ("default", Nobody),
                "format" => ("format", format(old_value, new_value)),
                _ => ("limit", limit(key, old_value, new_value)),
            };
            self.record(side, at, kind, what, breaks);
        }
    }
}

#[rustfmt::skip]
const COMPARED_ELSEWHERE: [&str; 12] = [
    "type", "enum", "nullable", "readOnly", "writeOnly", "deprecated", "items", "additionalProperties",
    "discriminator", "oneOf", "anyOf", "xml",
];

fn format(old: Option<&Value>, new: Option<&Value>) -> Breaks {
    match (old.and_then(Value::as_str), new.and_then(Value::as_str)) {
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) | (Some(_), None) => Readers,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) | (None, Some(_)) => Senders,
        _ => Everyone,
    }
}

fn limit(key: &str, old: Option<&Value>, new: Option<&Value>) -> Breaks {
    // `false` is the same as an absent keyword.
    let off = |value: Option<&Value>| value.is_none_or(|value| *value == false);
    let is_stricter = match (off(old), off(new)) {
        (true, true) => return Nobody,
        (false, false) => {
            let grows = old.and_then(Value::as_f64) < new.and_then(Value::as_f64);
            match key {
                "minimum" | "minLength" | "minItems" | "minProperties" => grows,
                "maximum" | "maxLength" | "maxItems" | "maxProperties" => !grows,
                _ => return Everyone,
            }
        }
        (was_off, _) => was_off,
    };
    if is_stricter { Senders } else { Readers }
}
