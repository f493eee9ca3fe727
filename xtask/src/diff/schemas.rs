//! Named schemas: compared in pairs from the operations down, then those that are gone, new or unused.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Direction::{self, Request, Response, Unused};
use super::report::Breaks::{self, Everyone, Nobody, Senders};
use super::report::Place;
use super::shape::{self, Shape, Values, target};
use super::{Differ, pairs};
use crate::fixups::walk::{self, operations, reference_name, schemas, streamed, values_in};

impl<'a> Differ<'a> {
    /// Two schemas at the same place of the documents; null if there is none, which allows anything.
    pub(super) fn schema_at(&mut self, side: Direction, at: &Place, old: &'a Value, new: &'a Value) {
        if old.is_null() && new.is_null() {
            return;
        }
        let names = (target(old), target(new));
        let is_same = matches!(names, (Some(old), Some(new)) if old == new || self.is_renamed(old, new));
        self.use_of(side, at, old, new, is_same);
        let (kind, what) = match names {
            (Some(old), Some(new)) if is_same => return self.named(side, old, new),
            (Some(old), Some(new)) => ("type", format!("is {new} instead of {old}")),
            (None, Some(new)) => ("named", format!("is the schema {new} now")),
            (Some(old), None) => ("written-out", format!("is {old} written out now")),
            (None, None) => return self.shapes(side, at, old, new),
        };
        self.record(side, at, kind, what, Everyone);
        let is_new = |(old, new): (&str, &str)| self.seen.insert((old.to_owned(), new.to_owned(), side));
        if names.0.zip(names.1).is_none_or(is_new) {
            self.shapes(side, at, old, new);
        }
    }

    /// A pair of schemas under the old name.
    fn named(&mut self, side: Direction, old_name: &str, new_name: &str) {
        if !self.seen.insert((old_name.to_owned(), new_name.to_owned(), side)) {
            return;
        }
        let at = Place::schema(old_name);
        if old_name != new_name {
            self.record(side, &at, "schema-renamed", format!("is called {new_name} now"), Everyone);
        }
        let (Some(old), Some(new)) = (schemas(self.old).get(old_name), schemas(self.new).get(new_name)) else { return };
        // In a response it is any JSON.
        if side == Response && old["x-request"] == true {
            return;
        }
        self.use_of(side, &at, old, new, false);
        self.shapes(side, &at, old, new);
        self.variants(side, &at, old_name, new_name);
    }

    /// Whether one is removed, the other is new, and both are similar.
    fn is_renamed(&mut self, old: &str, new: &str) -> bool {
        if let Some(known) = self.renamed.get(old) {
            return known == new;
        }
        let is_taken = self.renamed.values().any(|taken| taken == new);
        let is_gone = !schemas(self.new).contains_key(old) && !schemas(self.old).contains_key(new);
        let is_renamed = is_gone && !is_taken && self.are_alike(&schemas(self.old)[old], &schemas(self.new)[new]);
        if is_renamed {
            self.renamed.insert(old.to_owned(), new.to_owned());
        }
        is_renamed
    }

    /// Similar schemas share at least half of the names inside; schemas without names must be equal.
    fn are_alike(&self, old: &Value, new: &Value) -> bool {
        let names = |document: &Value, schema: &Value| -> BTreeSet<String> {
            let shape = Shape::of(document, schema);
            let values = Values::of(document, &shape).into_iter().flat_map(|values| values.known);
            let values: Vec<String> = values.map(Value::to_string).collect();
            shape.properties.into_keys().map(str::to_owned).chain(values).collect()
        };
        let (old_names, new_names) = (names(self.old, old), names(self.new, new));
        let common = old_names.intersection(&new_names).count();
        if old_names.is_empty() && new_names.is_empty() {
            old == new
        } else {
            common * 2 >= old_names.len().max(new_names.len())
        }
    }

    fn variants(&mut self, side: Direction, at: &Place, old_name: &str, new_name: &str) {
        let variants = (shape::variants(self.old, old_name), shape::variants(self.new, new_name));
        let (both, gone, come) = pairs(variants.0, variants.1);
        for (value, old, new) in both {
            self.variant(side, at, &value, &old, &new);
        }
        for (value, _) in gone {
            let what = format!("`{value}` is no longer an alternative");
            self.record(side, at, "alternative-removed", what, Senders);
        }
        for value in come.into_keys() {
            self.record(side, at, "alternative-added", format!("`{value}` is a new alternative"), Nobody);
        }
    }

    fn variant(&mut self, side: Direction, at: &Place, value: &str, old: &str, new: &str) {
        let schemas = (schemas(self.old).get(old), schemas(self.new).get(new));
        let (Some(old_schema), Some(new_schema)) = schemas else { return };
        if old == new || self.is_renamed(old, new) {
            return self.named(side, old, new);
        }
        self.record(side, at, "type", format!("`{value}` is {new} instead of {old}"), Everyone);
        if self.seen.insert((old.to_owned(), new.to_owned(), side)) {
            self.shapes(side, &at.property(value), old_schema, new_schema);
        }
    }

    /// The events of streams, then schemas that no operation refers to in either document.
    pub(super) fn schemas(&mut self) {
        for name in streamed(self.old).chain(streamed(self.new)) {
            self.named(Response, name, name);
        }
        let sides = |document| [Request, Response].map(|side| (side, used(document, side)));
        let (old_sides, new_sides) = (sides(self.old), sides(self.new));
        // The directions in which a schema is used.
        let of = |sides: &[(Direction, BTreeSet<String>); 2], name: &str| -> Vec<Direction> {
            let found = sides.iter().filter(|(_, names)| names.contains(name)).map(|(side, _)| *side);
            let found: Vec<_> = found.collect();
            if found.is_empty() { vec![Unused] } else { found }
        };
        let all = |document| schemas(document).iter().map(|(name, schema)| (name.as_str(), schema)).collect();
        let (both, gone, come) = pairs::<&str, &Value>(all(self.old), all(self.new));
        for (name, schema) in &gone {
            let twin = come.iter().find(|(_, new)| schema == *new).map(|(new, _)| *new);
            if let Some(new) = twin.filter(|new| !self.renamed.contains_key(*name) && self.is_renamed(name, new)) {
                of(&old_sides, name).into_iter().for_each(|side| self.named(side, name, new));
            }
        }
        let renamed = self.renamed.clone();
        let mut whole = |sides: Vec<Direction>, name, kind, what: &str, breaks: Breaks| {
            sides.into_iter().for_each(|side| self.record(side, &Place::schema(name), kind, what, breaks));
        };
        for (name, _) in gone.into_iter().filter(|(name, _)| !renamed.contains_key(*name)) {
            whole(of(&old_sides, name), name, "schema-removed", "is gone", Everyone);
        }
        for name in come.into_keys().filter(|name| !renamed.values().any(|new| new == name)) {
            whole(of(&new_sides, name), name, "schema-added", "is new", Nobody);
        }
        for (name, _, new) in both {
            let comes_to_responses = of(&old_sides, name) == [Request] && of(&new_sides, name).contains(&Response);
            // A type of requests that responses have too is read as tolerantly as they are.
            if comes_to_responses
                && Values::of(self.new, &Shape::of(self.new, new)).is_none_or(|values| !values.is_open)
            {
                let what = "is part of responses now, which makes its type as tolerant as theirs; keep it by `x-request` in the overlay";
                self.record(Request, &Place::schema(name), "side", what, Senders);
            }
            if !self.seen.iter().any(|(old, new, _)| old == name && new == name) {
                self.named(Unused, name, name);
            }
        }
    }
}

/// The schemas that requests, or responses, are made of: by references of all kinds, and by discriminators.
fn used(document: &Value, side: Direction) -> BTreeSet<String> {
    let mut parts: Vec<&Value> = Vec::new();
    for (_, path, operation) in operations(document) {
        match side {
            Response => parts.push(&operation["responses"]),
            _ => {
                let of_path = &document["paths"][path]["parameters"];
                parts.extend([of_path, &operation["parameters"], &operation["requestBody"]]);
            }
        }
    }
    let mut names: Vec<String> = streamed(document).filter(|_| side == Response).map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    loop {
        while let Some(part) = parts.pop() {
            for part in values_in(part) {
                match reference_name(part) {
                    Some(name) => names.push(name.to_owned()),
                    None => parts.extend(walk::target(document, part)),
                }
            }
        }
        let Some(name) = names.pop() else { return found };
        let schema = schemas(document).get(&name).filter(|schema| side == Request || schema["x-request"] != true);
        if let Some(schema) = schema.filter(|_| found.insert(name.clone())) {
            parts.push(schema);
            names.extend(shape::variants(document, &name).into_values());
        }
    }
}
