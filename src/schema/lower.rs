//! Schemas in a form that services understand: open, with what schemars spreads over several keywords put together; or
//! strict, within the part of JSON Schema that strict mode allows.

mod keywords;
mod root;
mod spread;
mod union;

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Value, json};

use super::maps;
use super::notes::{describe, may_be};
pub(super) use keywords::Object;
use keywords::{ANNOTATIONS, DEFINITIONS, add, inferred_type, name_of, object, only, references, strings, without};
pub(super) use root::flat_root;
use spread::is_spread;
use union::{described, nullable, union};

/// The schema with the definitions that are used, and without schemas that are spread over `$ref` or `oneOf` and the
/// keywords beside it: some services read one or the other.
pub(super) fn open(root: &Object) -> Object {
    let mut lowering = Lowering::of(root);
    let whole = lowering.open(&without(root, &DEFINITIONS));
    with_definitions(whole, |name| {
        let definition = lowering.definitions.get(name)?.as_object()?.clone();
        Some(lowering.open(&definition))
    })
    .unwrap_or_else(|| root.clone())
}

/// How a strict schema describes maps, which strict mode has no form for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maps {
    /// As lists of entries, where [`maps::restore`] reads them back.
    AsEntries,
    Refused,
}

/// Why a schema can't be strict.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// Where in the schema, such as `limits[].extra`; empty for its root.
    pub(crate) place: String,
    /// What is there that services refuse in strict mode; `None` if only this crate has no strict form for it.
    pub(crate) reason: Option<&'static str>,
}

/// The strict schema.
pub(super) fn strict(root: &Object, maps: Maps) -> Result<Object, Misfit> {
    let mut lowering = Lowering { maps, ..Lowering::of(root) };
    let whole = lowering.close(&without(root, &DEFINITIONS)).and_then(|whole| {
        with_definitions(whole, |name| {
            let definition = lowering.definitions.get(name)?.as_object()?.clone();
            lowering.within(name, |lowering| lowering.close(&definition))
        })
    });
    whole.ok_or_else(|| Misfit { place: lowering.path.join(".").replace(".[]", "[]"), reason: lowering.reason })
}

/// Adds the definitions that are referred to, each made by `define`.
fn with_definitions(mut whole: Object, mut define: impl FnMut(&str) -> Option<Object>) -> Option<Object> {
    let mut definitions = Object::new();
    let mut missing = references(&Value::Object(whole.clone()));
    while let Some(name) = missing.pop_first() {
        let definition = Value::Object(define(&name)?);
        missing.extend(references(&definition));
        definitions.insert(name, definition);
        missing.retain(|name| !definitions.contains_key(name));
    }
    if !definitions.is_empty() {
        whole.insert("$defs".to_owned(), definitions.into());
    }
    Some(whole)
}

const ANY_JSON: &str = "any JSON is allowed there";

struct Lowering {
    definitions: Object,
    /// The definitions whose content stands in what is being lowered: to meet one again is to go round in a circle.
    merging: Vec<String>,
    maps: Maps,
    /// Where the schema that is being closed stands. It stays as it is after a failure.
    path: Vec<String>,
    reason: Option<&'static str>,
}

impl Lowering {
    fn of(root: &Object) -> Self {
        let definitions = DEFINITIONS.iter().filter_map(|keyword| root.get(*keyword)?.as_object()).flatten();
        let definitions = definitions.map(|(name, definition)| (name.clone(), definition.clone())).collect();
        Self { definitions, merging: Vec::new(), maps: Maps::Refused, path: Vec::new(), reason: None }
    }

    fn open(&mut self, schema: &Object) -> Object {
        let Some(expanded) = is_spread(schema).then(|| self.expand_here(schema)).flatten() else {
            return self.open_within(schema.clone());
        };
        let (mut alternatives, merged) = expanded;
        if schema.get("unevaluatedProperties") == Some(&Value::Bool(false)) {
            for alternative in &mut alternatives {
                alternative.insert("additionalProperties".to_owned(), false.into());
            }
        }
        let outer = self.merging.len();
        self.merging.extend(merged);
        let mut alternatives: Vec<Object> = alternatives.into_iter().map(|schema| self.open_within(schema)).collect();
        self.merging.truncate(outer);
        let mut whole = only(schema, &ANNOTATIONS);
        match (alternatives.len(), alternatives.pop()) {
            (1, Some(alternative)) => add(&mut whole, alternative),
            (_, last) => {
                let all: Vec<Value> = alternatives.into_iter().chain(last).map(Value::Object).collect();
                whole.insert("anyOf".to_owned(), all.into());
            }
        }
        whole
    }

    fn open_within(&mut self, schema: Object) -> Object {
        let mut schema = Schema::from(schema);
        let mut transform = |schema: &mut Schema| {
            if let Some(members) = schema.as_object() {
                *schema = self.open(members).into();
            }
        };
        transform_subschemas(&mut transform, &mut schema);
        std::mem::take(schema.ensure_object())
    }

    /// Closes a schema further down; its name stays in the path if that fails.
    fn within(&mut self, name: &str, close: impl FnOnce(&mut Self) -> Option<Object>) -> Option<Object> {
        self.path.push(name.to_owned());
        let closed = close(self)?;
        self.path.pop();
        Some(closed)
    }

    fn refuse<T>(&mut self, reason: &'static str) -> Option<T> {
        self.reason = Some(reason);
        None
    }

    fn close_value(&mut self, schema: &Value) -> Option<Object> {
        match schema {
            Value::Object(schema) => self.close(schema),
            _ => self.refuse(ANY_JSON),
        }
    }

    fn close(&mut self, schema: &Object) -> Option<Object> {
        if is_spread(schema) {
            let text = describe(&only(schema, &ANNOTATIONS));
            let (alternatives, merged) = self.expand_here(schema)?;
            let outer = self.merging.len();
            self.merging.extend(merged);
            let closed: Option<Vec<Object>> = alternatives.iter().map(|schema| self.close(schema)).collect();
            self.merging.truncate(outer);
            return Some(union(closed?, &text));
        }
        let text = describe(schema);
        if let Some(reference) = schema.get("$ref") {
            return self.close_reference(reference, &text);
        }
        match ["anyOf", "oneOf"].iter().find_map(|keyword| schema.get(*keyword)) {
            Some(branches) => {
                let branches = branches.as_array().filter(|branches| !branches.is_empty())?;
                let branches = branches.iter().map(|branch| self.close_value(branch));
                Some(union(branches.collect::<Option<_>>()?, &text))
            }
            None => self.close_plain(schema, &text),
        }
    }

    /// Nothing may stand beside a `$ref`: with a text the definition is put in its place, or if that has no end, the
    /// reference within an `anyOf`.
    fn close_reference(&mut self, reference: &Value, text: &str) -> Option<Object> {
        let mut name = name_of(reference)?;
        let mut definition = self.definitions.get(&name)?.as_object()?.clone();
        // A definition that only refers to another.
        let mut steps = 0;
        while definition.len() == 1 && definition.contains_key("$ref") {
            name = name_of(&definition["$ref"])?;
            definition = self.definitions.get(&name)?.as_object()?.clone();
            steps += 1;
            if steps > self.definitions.len() {
                return None;
            }
        }
        let reference = object([("$ref", format!("#/$defs/{name}").into())]);
        if text.is_empty() {
            Some(reference)
        } else if self.is_recursive(&name) {
            Some(described(object([("anyOf", json!([reference]))]), text))
        } else {
            Some(described(self.close(&definition)?, text))
        }
    }

    /// A schema that no other schema has a part in.
    fn close_plain(&mut self, schema: &Object, text: &str) -> Option<Object> {
        let values = match (schema.get("const"), schema.get("enum")) {
            (Some(value), _) => Some(vec![value.clone()]),
            (None, Some(values)) => Some(values.as_array()?.clone()),
            (None, None) => None,
        };
        let types = match schema.get("type") {
            Some(types) => types.clone(),
            None => match inferred_type(schema, values.as_deref()) {
                Some(types) => types,
                None => return self.refuse(ANY_JSON),
            },
        };
        if may_be(Some(&types), "object") && is_map(schema) {
            return Some(described(self.close_map(schema, types)?, text));
        }
        let mut closed = object([("type", types.clone())]);
        if let Some(values) = values {
            if values.is_empty() || values.iter().any(|value| value.is_array() || value.is_object()) {
                return None;
            }
            closed.insert("enum".to_owned(), values.into());
        }
        if may_be(Some(&types), "object") {
            self.close_object(schema, &mut closed)?;
        }
        if may_be(Some(&types), "array") {
            closed.insert("items".to_owned(), self.close_items(schema)?.into());
        }
        Some(described(closed, text))
    }

    /// A map as a list of its entries.
    fn close_map(&mut self, schema: &Object, mut types: Value) -> Option<Object> {
        if self.maps == Maps::Refused {
            return self.refuse("a map is there");
        }
        match &mut types {
            Value::Array(types) if types.iter().any(|name| name == "array") => return None,
            Value::Array(types) => {
                types.iter_mut().filter(|name| *name == "object").for_each(|name| *name = "array".into())
            }
            name => *name = "array".into(),
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let rest = schema.get("additionalProperties").filter(|rest| **rest != Value::Bool(false));
        let values: Vec<&Value> = patterns.clone().map(|(_, value)| value).chain(rest).collect();
        let value = self.within("*", |lowering| {
            let values: Option<Vec<Object>> = values.into_iter().map(|value| lowering.close_value(value)).collect();
            Some(union(values?, ""))
        })?;
        let key = match schema.get("propertyNames").and_then(|names| names.get("enum")) {
            Some(names) => object([("type", "string".into()), ("enum", names.clone())]),
            None => object([("type", "string".into())]),
        };
        let patterns: Vec<String> = patterns.map(|(pattern, _)| format!("Pattern: {pattern}")).collect();
        let key = described(key, &patterns.join("\n"));
        Some(object([("type", types), ("items", maps::entry(key, value))]))
    }

    fn close_object(&mut self, schema: &Object, closed: &mut Object) -> Option<()> {
        let is_open = |keyword: &str| schema.get(keyword).is_some_and(|value| *value != Value::Bool(false));
        if is_open("additionalProperties") || is_open("unevaluatedProperties") || has_patterns(schema) {
            return self.refuse("an object with properties of any name is there");
        }
        let required: Vec<&str> = strings(schema.get("required")).collect();
        let mut properties = Object::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let closed = self.within(name, |lowering| lowering.close_value(property))?;
            // What has a default may be left out, but not be null: serde refuses that.
            let has_default = property.get("default").is_some_and(|default| !default.is_null());
            let is_required = required.contains(&name.as_str()) || has_default;
            properties.insert(name.clone(), if is_required { closed } else { nullable(closed) }.into());
        }
        if required.iter().any(|name| !properties.contains_key(*name)) {
            return None;
        }
        let names: Vec<&String> = properties.keys().collect();
        closed.insert("required".to_owned(), json!(names));
        closed.insert("properties".to_owned(), properties.into());
        closed.insert("additionalProperties".to_owned(), false.into());
        Some(())
    }

    /// One schema for all items, those of a tuple too.
    fn close_items(&mut self, schema: &Object) -> Option<Object> {
        let first = schema.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let rest = schema
            .get("items")
            .filter(|items| **items != Value::Bool(false) && (first.is_empty() || **items != Value::Bool(true)));
        self.within("[]", |lowering| {
            let closed: Option<Vec<Object>> =
                first.iter().chain(rest).map(|items| lowering.close_value(items)).collect();
            let closed = closed?;
            if closed.is_empty() { lowering.refuse(ANY_JSON) } else { Some(union(closed, "")) }
        })
    }

    fn is_recursive(&self, name: &str) -> bool {
        let mut met = BTreeSet::new();
        let mut ahead = self.definitions.get(name).map(references).unwrap_or_default();
        while let Some(next) = ahead.pop_first() {
            if next == name {
                return true;
            }
            if let Some(definition) = self.definitions.get(&next).filter(|_| met.insert(next)) {
                ahead.extend(references(definition));
            }
        }
        false
    }
}

/// Whether an object has no properties of its own, but any number of others.
fn is_map(schema: &Object) -> bool {
    let has_own = schema.get("properties").and_then(Value::as_object).is_some_and(|own| !own.is_empty());
    let rest = schema.get("additionalProperties").is_some_and(|rest| *rest != Value::Bool(false));
    !has_own && (rest || has_patterns(schema)) && strings(schema.get("required")).next().is_none()
}

fn has_patterns(schema: &Object) -> bool {
    schema.get("patternProperties").and_then(Value::as_object).is_some_and(|patterns| !patterns.is_empty())
}
