//! Rewrites schemas for services: `open` merges what schemars spreads over several keywords, and `strict` rewrites a schema to
//! the subset of JSON Schema that strict mode supports.

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

/// Merges schemas that are spread over `$ref` or `oneOf` and the keywords beside it, of which some services ignore one or the
/// other. Removes unused definitions.
pub(super) fn open(root: &Object) -> Object {
    let mut lowering = Lowering::of(root);
    let whole = lowering.open(&without(root, &DEFINITIONS));
    with_definitions(whole, |name| {
        let definition = lowering.definitions.get(name)?.as_object()?.clone();
        Some(lowering.open(&definition))
    })
    .unwrap_or_else(|| root.clone())
}

/// How a strict schema describes maps, which strict mode does not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maps {
    /// As lists of entries, which [`maps::restore`] converts back.
    AsEntries,
    Rejected,
}

/// The error of a schema that can't be strict.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotStrict {
    /// The path in the schema, such as `limits[].extra`; empty for its root.
    pub(crate) path: String,
    /// Why services reject the schema in strict mode; `None` if only this crate can't rewrite it.
    pub(crate) reason: Option<&'static str>,
}

/// Rewrites a schema for strict mode.
pub(super) fn strict(root: &Object, maps: Maps) -> Result<Object, NotStrict> {
    let mut lowering = Lowering { maps, ..Lowering::of(root) };
    let whole = lowering.close(&without(root, &DEFINITIONS)).and_then(|whole| {
        with_definitions(whole, |name| {
            let definition = lowering.definitions.get(name)?.as_object()?.clone();
            lowering.within(name, |lowering| lowering.close(&definition))
        })
    });
    whole.ok_or_else(|| NotStrict { path: lowering.path.join(".").replace(".[]", "[]"), reason: lowering.reason })
}

/// Adds the definitions that the schema references. `define` returns each of them.
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

const ANY_JSON: &str = "it allows any JSON";

struct Lowering {
    definitions: Object,
    /// The definitions that are being merged into the current schema, to detect cycles.
    merging: Vec<String>,
    maps: Maps,
    /// The path of the current schema. After an error it is the path of the schema that can't be strict.
    path: Vec<String>,
    reason: Option<&'static str>,
}

impl Lowering {
    fn of(root: &Object) -> Self {
        let mut definitions = Object::new();
        for keyword in DEFINITIONS {
            definitions.extend(root.get(keyword).and_then(Value::as_object).cloned().into_iter().flatten());
        }
        Self { definitions, merging: Vec::new(), maps: Maps::Rejected, path: Vec::new(), reason: None }
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

    /// Rewrites a subschema. Its name stays in the path after an error.
    fn within(&mut self, name: &str, close: impl FnOnce(&mut Self) -> Option<Object>) -> Option<Object> {
        self.path.push(name.to_owned());
        let closed = close(self)?;
        self.path.pop();
        Some(closed)
    }

    fn reject<T>(&mut self, reason: &'static str) -> Option<T> {
        self.reason = Some(reason);
        None
    }

    fn close_value(&mut self, schema: &Value) -> Option<Object> {
        match schema {
            Value::Object(schema) => self.close(schema),
            _ => self.reject(ANY_JSON),
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

    /// Strict mode allows no keyword beside `$ref`. A reference with a description is replaced by the definition, or wrapped
    /// in `anyOf` if the definition is recursive.
    fn close_reference(&mut self, reference: &Value, text: &str) -> Option<Object> {
        let mut name = name_of(reference)?;
        let mut definition = self.definitions.get(&name)?.as_object()?.clone();
        // Follow definitions that are only a reference themselves.
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

    /// Rewrites a schema without references and unions.
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
                None => return self.reject(ANY_JSON),
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

    /// Rewrites a map as a list of entries.
    fn close_map(&mut self, schema: &Object, mut types: Value) -> Option<Object> {
        if self.maps == Maps::Rejected {
            return self.reject("it is a map");
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
            return self.reject("it is an object with additional properties");
        }
        let required: Vec<&str> = strings(schema.get("required")).collect();
        let mut properties = Object::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let closed = self.within(name, |lowering| lowering.close_value(property))?;
            // A property with a default is not nullable, since serde rejects null for it.
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

    /// Returns one schema for all items, also for a tuple.
    fn close_items(&mut self, schema: &Object) -> Option<Object> {
        let first = schema.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let rest = schema
            .get("items")
            .filter(|items| **items != Value::Bool(false) && (first.is_empty() || **items != Value::Bool(true)));
        self.within("[]", |lowering| {
            let closed: Option<Vec<Object>> =
                first.iter().chain(rest).map(|items| lowering.close_value(items)).collect();
            let closed = closed?;
            if closed.is_empty() { lowering.reject(ANY_JSON) } else { Some(union(closed, "")) }
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

/// Whether an object has only additional properties.
fn is_map(schema: &Object) -> bool {
    let has_own = schema.get("properties").and_then(Value::as_object).is_some_and(|own| !own.is_empty());
    let rest = schema.get("additionalProperties").is_some_and(|rest| *rest != Value::Bool(false));
    !has_own && (rest || has_patterns(schema)) && strings(schema.get("required")).next().is_none()
}

fn has_patterns(schema: &Object) -> bool {
    schema.get("patternProperties").and_then(Value::as_object).is_some_and(|patterns| !patterns.is_empty())
}
