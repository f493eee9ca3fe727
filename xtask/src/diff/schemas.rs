//! Named schemas: compared in pairs from the operations down, then those that are gone, new or unused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::places::Place;
use super::report::Breaks;
use super::shape::{self, Shape};
use super::{Differ, FilterTarget};
use crate::fixups::walk::{operations, reference_name, schemas};

impl<'a> Differ<'a> {
    /// Two schemas at the same place of the documents.
    pub(super) fn schema_at(&mut self, side: FilterTarget, at: &Place, old: &'a Value, new: &'a Value) {
        let is_same = match (shape::target(old), shape::target(new)) {
            (Some(old), Some(new)) => old == new || self.is_renamed(old, new),
            _ => false,
        };
        self.use_of(side, at, old, new, is_same);
        match (shape::target(old), shape::target(new)) {
            (Some(old), Some(new)) if is_same => self.named(side, old, new),
            (Some(old_name), Some(new_name)) => {
                let what = format!("is {new_name} instead of {old_name}");
                self.note(side, at, "type", what, Breaks::Everyone);
                if self.seen.insert((old_name.to_owned(), new_name.to_owned(), side)) {
                    self.shapes(side, at, old, new);
                }
            }
            (old_name, new_name) => {
                if let Some(name) = new_name {
                    self.note(side, at, "named", format!("is the schema {name} now"), Breaks::Everyone);
                } else if let Some(name) = old_name {
                    self.note(side, at, "written-out", format!("is {name} written out now"), Breaks::Everyone);
                }
                self.shapes(side, at, old, new);
            }
        }
    }

    /// As `schema_at`, where a missing schema allows anything.
    pub(super) fn optional_schemas(
        &mut self,
        side: FilterTarget,
        at: &Place,
        old: Option<&'a Value>,
        new: Option<&'a Value>,
    ) {
        static ANYTHING: LazyLock<Value> = LazyLock::new(|| Value::Object(Map::new()));
        if old.or(new).is_some() {
            self.schema_at(side, at, old.unwrap_or(&ANYTHING), new.unwrap_or(&ANYTHING));
        }
    }

    /// A pair of schemas under the old name.
    fn named(&mut self, side: FilterTarget, old_name: &str, new_name: &str) {
        if !self.seen.insert((old_name.to_owned(), new_name.to_owned(), side)) {
            return;
        }
        let at = Place::schema(old_name);
        if old_name != new_name {
            let what = format!("is called {new_name} now");
            self.note(side, &at, "schema-renamed", what, Breaks::Everyone);
        }
        let (Some(old), Some(new)) = (schemas(self.old).get(old_name), schemas(self.new).get(new_name)) else { return };
        // In a response it is any JSON.
        if side == FilterTarget::Response && old["x-request"] == true {
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
        let names = |document: &'a Value, schema: &Value| -> BTreeSet<String> {
            let shape = Shape::of(document, schema).properties.into_keys().map(str::to_owned);
            shape.chain(values_of(document, schema)).collect()
        };
        // The borrowed shapes end here, so that any schema can be looked at.
        let (old_names, new_names) = (names(self.old, old), names(self.new, new));
        let common = old_names.intersection(&new_names).count();
        if old_names.is_empty() && new_names.is_empty() {
            old == new
        } else {
            common * 2 >= old_names.len().max(new_names.len())
        }
    }

    fn variants(&mut self, side: FilterTarget, at: &Place, old_name: &str, new_name: &str) {
        let (old, new) = (shape::variants(self.old, old_name), shape::variants(self.new, new_name));
        for (value, old_target) in &old {
            match new.get(value) {
                None => {
                    let what = format!("`{value}` is no longer an alternative");
                    self.note(side, at, "alternative-removed", what, Breaks::Senders);
                }
                Some(new_target) => self.variant(side, at, value, old_target, new_target),
            }
        }
        for value in new.keys().filter(|value| !old.contains_key(*value)) {
            self.note(side, at, "alternative-added", format!("`{value}` is a new alternative"), Breaks::Nobody);
        }
    }

    fn variant(&mut self, side: FilterTarget, at: &Place, value: &str, old: &str, new: &str) {
        let has = |document: &Value, name: &str| schemas(document).contains_key(name);
        if !has(self.old, old) || !has(self.new, new) {
            return;
        }
        if old == new || self.is_renamed(old, new) {
            return self.named(side, old, new);
        }
        let what = format!("`{value}` is {new} instead of {old}");
        self.note(side, at, "type", what, Breaks::Everyone);
        if self.seen.insert((old.to_owned(), new.to_owned(), side)) {
            self.shapes(side, &at.property(value), &schemas(self.old)[old], &schemas(self.new)[new]);
        }
    }

    /// The events of streams.
    pub(super) fn streams(&mut self) {
        for name in streams(self.old).chain(streams(self.new)) {
            self.named(FilterTarget::Response, name, name);
        }
    }

    /// Schemas that no operation refers to in either document.
    pub(super) fn schemas(&mut self) {
        let (old_sides, new_sides) = (sides(self.old), sides(self.new));
        let names = |document| schemas(document).keys().cloned().collect::<BTreeSet<String>>();
        let (old_names, new_names) = (names(self.old), names(self.new));
        let gone: Vec<_> = old_names.difference(&new_names).collect();
        let come: Vec<_> = new_names.difference(&old_names).collect();
        for name in &gone {
            let twin = come.iter().find(|new| schemas(self.old)[*name] == schemas(self.new)[**new]);
            match twin {
                Some(new) if !self.renamed.contains_key(*name) && self.is_renamed(name, new) => {
                    let sides = old_sides.get(*name).cloned().unwrap_or_else(|| BTreeSet::from([FilterTarget::Unused]));
                    sides.into_iter().for_each(|side| self.named(side, name, new));
                }
                _ => {}
            }
        }
        for name in gone.into_iter().filter(|name| !self.renamed.contains_key(*name)).cloned().collect::<Vec<_>>() {
            self.whole(&old_sides, &name, "schema-removed", "is gone", Breaks::Everyone);
        }
        let taken: BTreeSet<String> = self.renamed.values().cloned().collect();
        for name in come.into_iter().filter(|name| !taken.contains(*name)) {
            self.whole(&new_sides, name, "schema-added", "is new", Breaks::Nobody);
        }
        for name in old_names.intersection(&new_names) {
            self.comes_to_responses(name, old_sides.get(name), new_sides.get(name));
            if !self.seen.iter().any(|(old, new, _)| old == name && new == name) {
                self.named(FilterTarget::Unused, name, name);
            }
        }
    }

    /// A type of requests that responses have too is read as tolerantly as they are.
    fn comes_to_responses(
        &mut self,
        name: &str,
        old: Option<&BTreeSet<FilterTarget>>,
        new: Option<&BTreeSet<FilterTarget>>,
    ) {
        let has = |sides: Option<&BTreeSet<FilterTarget>>, side| sides.is_some_and(|sides| sides.contains(&side));
        let shape = Shape::of(self.new, &schemas(self.new)[name]);
        let is_enum = shape::Values::of(self.new, &shape).is_some_and(|values| values.is_open);
        if has(old, FilterTarget::Request)
            && !has(old, FilterTarget::Response)
            && has(new, FilterTarget::Response)
            && !is_enum
        {
            let what = "is part of responses now, which makes its type as tolerant as theirs; keep it by `x-request` in the overlay";
            self.note(FilterTarget::Request, &Place::schema(name), "side", what, Breaks::Senders);
        }
    }

    fn whole(&mut self, sides: &Sides, name: &str, kind: &'static str, what: &str, breaks: Breaks) {
        let unused = BTreeSet::from([FilterTarget::Unused]);
        for side in sides.get(name).unwrap_or(&unused) {
            self.note(*side, &Place::schema(name), kind, what, breaks);
        }
    }
}

fn values_of(document: &Value, schema: &Value) -> Vec<String> {
    let values = shape::Values::of(document, &Shape::of(document, schema));
    values.into_iter().flat_map(|values| values.known).map(Value::to_string).collect()
}

type Sides = BTreeMap<String, BTreeSet<FilterTarget>>;

/// The directions in which each schema of a document is used.
fn sides(document: &Value) -> Sides {
    let mut found = Sides::new();
    for (_, path, operation) in operations(document) {
        let item = &document["paths"][path];
        for part in [&item["parameters"], &operation["parameters"], &operation["requestBody"]] {
            reach(document, part, FilterTarget::Request, &mut found);
        }
        reach(document, &operation["responses"], FilterTarget::Response, &mut found);
    }
    streams(document).for_each(|name| reach_schema(document, name, FilterTarget::Response, &mut found));
    found
}

fn streams(document: &Value) -> impl Iterator<Item = &str> {
    schemas(document).iter().filter(|(_, schema)| schema["x-stream"] == true).map(|(name, _)| name.as_str())
}

/// Follows references of all kinds, and discriminators.
fn reach(document: &Value, part: &Value, side: FilterTarget, found: &mut Sides) {
    match part {
        Value::Object(members) => {
            if let Some(name) = reference_name(part) {
                reach_schema(document, name, side, found);
            } else if let Some(pointer) = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
                document.pointer(pointer).into_iter().for_each(|target| reach(document, target, side, found));
            }
            members.values().for_each(|member| reach(document, member, side, found));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(document, item, side, found)),
        _ => {}
    }
}

fn reach_schema(document: &Value, name: &str, side: FilterTarget, found: &mut Sides) {
    let Some(schema) = schemas(document).get(name) else { return };
    if side == FilterTarget::Response && schema["x-request"] == true {
        return;
    }
    if !found.entry(name.to_owned()).or_default().insert(side) {
        return;
    }
    reach(document, schema, side, found);
    for child in shape::variants(document, name).into_values() {
        reach_schema(document, &child, side, found);
    }
}
