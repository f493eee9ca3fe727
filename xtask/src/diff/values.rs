//! Types, enum values, and limits: another type breaks everybody; else where less is allowed senders break, where more may
//! come readers do.

use serde_json::Value;

use super::places::Place;
use super::report::Breaks;
use super::shape::{Shape, Values};
use super::{Differ, FilterTarget};

impl<'a> Differ<'a> {
    /// Whether the types are alike enough to compare what is in them.
    pub(super) fn types(&mut self, side: FilterTarget, at: &Place, old: Option<&str>, new: Option<&str>) -> bool {
        if old == new {
            return true;
        }
        let name = |kind: Option<&str>| kind.unwrap_or("anything").to_owned();
        // An integer is a valid number, but in Rust they are different types.
        self.note(side, at, "type", format!("is {} instead of {}", name(new), name(old)), Breaks::Everyone);
        matches!((old, new), (Some("integer" | "number"), Some("integer" | "number")) | (None, _) | (_, None))
    }

    pub(super) fn values(&mut self, side: FilterTarget, at: &Place, values: (Option<Values<'_>>, Option<Values<'_>>)) {
        let breaks = |values: &Values<'_>, others| if values.is_type(side) { Breaks::Everyone } else { others };
        match values {
            (Some(old), Some(new)) => self.known_values(side, at, &old, &new),
            (None, Some(new)) if new.is_open => {
                self.note(side, at, "enum", "has known values now", breaks(&new, Breaks::Nobody));
            }
            (None, Some(new)) => {
                self.note(side, at, "enum", "allows only known values", breaks(&new, Breaks::Senders));
            }
            // Readers must expect new values anyway.
            (Some(old), None) => {
                self.note(side, at, "enum", "no longer has known values", breaks(&old, Breaks::Nobody));
            }
            (None, None) => {}
        }
    }

    fn known_values(&mut self, side: FilterTarget, at: &Place, old: &Values<'_>, new: &Values<'_>) {
        for value in old.known.iter().filter(|value| !new.known.contains(value)) {
            let what = format!("the value {value} is gone");
            // In Rust, its name is.
            let breaks = if old.is_type(side) { Breaks::Everyone } else { Breaks::Senders };
            self.note(side, at, "enum-value-removed", what, breaks);
        }
        for value in new.known.iter().filter(|value| !old.known.contains(value)) {
            self.note(side, at, "enum-value-added", format!("the value {value} is new"), Breaks::Nobody);
        }
        let other_type = match side {
            FilterTarget::Response => old.is_type(side) != new.is_type(side),
            _ => old.is_type(side) && (old.is_open, old.is_odd()) != (new.is_open, new.is_odd()),
        };
        let breaks = |others| if other_type { Breaks::Everyone } else { others };
        match (old.is_open, new.is_open) {
            (true, false) => self.note(side, at, "enum", "allows only known values", breaks(Breaks::Senders)),
            (false, true) => self.note(side, at, "enum", "allows other values too", breaks(Breaks::Nobody)),
            _ if other_type => self.note(side, at, "enum", "is a type of its own now, or no longer", Breaks::Everyone),
            _ => {}
        }
        // Constructors set a property that can have only one value.
        let was_constant = !old.is_open && old.known.len() == 1 && new.known.len() > 1;
        if side == FilterTarget::Request && was_constant && !self.optional.contains(at) && !self.constant.contains(at) {
            self.note(side, at, "enum", "is no longer constant", Breaks::Senders);
        }
    }

    /// The keywords that stand by themselves.
    pub(super) fn keywords(&mut self, side: FilterTarget, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let mut keys: Vec<&str> = old.keywords().chain(new.keywords()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let (old_value, new_value) = (old.keyword(key), new.keyword(key));
            if old_value == new_value || is_compared_elsewhere(key) {
                continue;
            }
            let what = match (old_value, new_value) {
                (Some(old), Some(new)) => format!("`{key}` is {new} instead of {old}"),
                (None, Some(new)) => format!("`{key}` is {new} now"),
                (Some(old), None) => format!("`{key}` is no longer {old}"),
                (None, None) => continue,
            };
            self.note(side, at, kind_of_change(key), what, effect(key, old_value, new_value));
        }
    }
}

fn is_compared_elsewhere(key: &str) -> bool {
    let is_told = matches!(
        key,
        "type"
            | "enum"
            | "nullable"
            | "readOnly"
            | "writeOnly"
            | "deprecated"
            | "items"
            | "additionalProperties"
            | "discriminator"
            | "oneOf"
            | "anyOf"
            | "xml"
    );
    is_told || key.starts_with("x-")
}

fn kind_of_change(key: &str) -> &'static str {
    match key {
        "default" => "default",
        "format" => "format",
        _ => "limit",
    }
}

fn effect(key: &str, old: Option<&Value>, new: Option<&Value>) -> Breaks {
    match key {
        "default" => Breaks::Nobody,
        "format" => format(old.and_then(Value::as_str), new.and_then(Value::as_str)),
        _ => limit(key, old, new),
    }
}

fn format(old: Option<&str>, new: Option<&str>) -> Breaks {
    match (old, new) {
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) | (Some(_), None) => Breaks::Readers,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) | (None, Some(_)) => Breaks::Senders,
        _ => Breaks::Everyone,
    }
}

fn limit(key: &str, old: Option<&Value>, new: Option<&Value>) -> Breaks {
    // What false says, the absence of the keyword says too.
    let off = |value: Option<&Value>| value.is_none_or(|value| *value == Value::Bool(false));
    match (off(old), off(new)) {
        (true, true) => return Breaks::Nobody,
        (true, false) => return Breaks::Senders,
        (false, true) => return Breaks::Readers,
        (false, false) => {}
    }
    let grows = old.and_then(Value::as_f64) < new.and_then(Value::as_f64);
    match (key, grows) {
        ("minimum" | "minLength" | "minItems" | "minProperties", true) => Breaks::Senders,
        ("minimum" | "minLength" | "minItems" | "minProperties", false) => Breaks::Readers,
        ("maximum" | "maxLength" | "maxItems" | "maxProperties", true) => Breaks::Readers,
        ("maximum" | "maxLength" | "maxItems" | "maxProperties", false) => Breaks::Senders,
        _ => Breaks::Everyone,
    }
}
