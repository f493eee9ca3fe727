//! Schemas in a form that services understand: open, with what schemars spreads over several keywords put together; or
//! strict, within the part of JSON Schema that strict mode allows.

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Map, Value, json};

use super::notes::{describe, join, may_be};

type Object = Map<String, Value>;

/// More would be no schema that a model can follow.
const MOST_ALTERNATIVES: usize = 64;

/// Keywords that say nothing of what is valid.
const ANNOTATIONS: [&str; 11] = [
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "examples",
    "readOnly",
    "title",
];
/// Keywords that say it by other schemas, for the same value.
const COMPOSITIONS: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

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

/// The strict schema; `None` if strict mode can't say it.
pub(super) fn strict(root: &Object) -> Option<Object> {
    let mut lowering = Lowering::of(root);
    let whole = lowering.close(&without(root, &DEFINITIONS))?;
    with_definitions(whole, |name| {
        let definition = lowering.definitions.get(name)?.as_object()?.clone();
        lowering.close(&definition)
    })
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

struct Lowering {
    definitions: Object,
    /// The definitions whose content stands in what is being lowered: to meet one again is to go round in a circle.
    merging: Vec<String>,
}

impl Lowering {
    fn of(root: &Object) -> Self {
        let definitions = DEFINITIONS.iter().filter_map(|keyword| root.get(*keyword)?.as_object()).flatten();
        let definitions = definitions.map(|(name, definition)| (name.clone(), definition.clone())).collect();
        Self { definitions, merging: Vec::new() }
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

    fn close_value(&mut self, schema: &Value) -> Option<Object> {
        // `true` is any JSON.
        self.close(schema.as_object()?)
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
            None => inferred_type(schema, values.as_deref())?,
        };
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

    fn close_object(&mut self, schema: &Object, closed: &mut Object) -> Option<()> {
        let is_open = |keyword: &str| schema.get(keyword).is_some_and(|value| *value != Value::Bool(false));
        let has_patterns =
            schema.get("patternProperties").and_then(Value::as_object).is_some_and(|map| !map.is_empty());
        if is_open("additionalProperties") || is_open("unevaluatedProperties") || has_patterns {
            return None;
        }
        let required: Vec<&str> = strings(schema.get("required")).collect();
        let mut properties = Object::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let closed = self.close_value(property)?;
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
        let closed: Option<Vec<Object>> = first.iter().chain(rest).map(|items| self.close_value(items)).collect();
        let closed = closed?;
        (!closed.is_empty()).then(|| union(closed, ""))
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

    /// What a schema that is spread over several keywords allows, as alternatives of one schema each, without the texts
    /// beside those keywords; and the definitions whose content is in it.
    fn expand_here(&self, schema: &Object) -> Option<(Vec<Object>, Vec<String>)> {
        let (mut path, mut merged) = (self.merging.clone(), Vec::new());
        let alternatives = self.expand(&without(schema, &ANNOTATIONS), &mut path, &mut merged)?;
        Some((alternatives, merged))
    }

    fn expand(&self, schema: &Object, path: &mut Vec<String>, merged: &mut Vec<String>) -> Option<Vec<Object>> {
        let mut all = vec![without(schema, &COMPOSITIONS)];
        if let Some(reference) = schema.get("$ref") {
            let name = name_of(reference)?;
            if path.contains(&name) {
                return None;
            }
            let definition = self.definitions.get(&name)?.as_object()?;
            path.push(name);
            all = combined(&all, &self.expand(definition, path, merged)?)?;
            merged.extend(path.pop());
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            all = combined(&all, &self.expand(part.as_object()?, path, merged)?)?;
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(branches) = schema.get(keyword) else { continue };
            let mut alternatives = Vec::new();
            for branch in branches.as_array()? {
                alternatives.extend(self.expand(branch.as_object()?, path, merged)?);
            }
            all = combined(&all, &alternatives)?;
        }
        Some(all)
    }
}

const DEFINITIONS: [&str; 2] = ["definitions", "$defs"];

/// Whether a schema says what is valid at more than one place.
fn is_spread(schema: &Object) -> bool {
    let is_annotation = |keyword: &str| ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-");
    let compositions = COMPOSITIONS.iter().filter(|keyword| schema.contains_key(**keyword)).count();
    let has_more = schema.keys().any(|keyword| !is_annotation(keyword) && !COMPOSITIONS.contains(&keyword.as_str()));
    schema.contains_key("allOf") || compositions > 1 || (compositions == 1 && has_more)
}

/// Every alternative of one with every alternative of the other.
fn combined(all: &[Object], others: &[Object]) -> Option<Vec<Object>> {
    if all.len() * others.len() > MOST_ALTERNATIVES {
        return None;
    }
    all.iter().flat_map(|one| others.iter().map(move |other| merged(one, other))).collect()
}

/// A schema that allows what both allow; `None` if there is no saying.
fn merged(one: &Object, other: &Object) -> Option<Object> {
    let mut whole = one.clone();
    for (keyword, value) in other {
        let Some(found) = whole.get_mut(keyword) else {
            whole.insert(keyword.clone(), value.clone());
            continue;
        };
        match (keyword.as_str(), found, value) {
            (_, found, value) if found == value => {}
            ("description" | "title", Value::String(found), Value::String(value)) => {
                *found = join([found.as_str(), value])
            }
            ("properties", Value::Object(found), Value::Object(value)) => {
                for (name, property) in value {
                    let both = match found.remove(name) {
                        Some(found) if found != *property => json!({"allOf": [found, property]}),
                        _ => property.clone(),
                    };
                    found.insert(name.clone(), both);
                }
            }
            ("required", Value::Array(found), Value::Array(value)) => {
                let missing: Vec<Value> = value.iter().filter(|name| !found.contains(name)).cloned().collect();
                found.extend(missing);
            }
            // Closed are the parts, for themselves.
            ("additionalProperties" | "unevaluatedProperties", found, value) => match (&*found, value) {
                (Value::Bool(false), value) => *found = value.clone(),
                (_, Value::Bool(false)) => {}
                _ => return None,
            },
            (keyword, ..) if ANNOTATIONS.contains(&keyword) => {}
            _ => return None,
        }
    }
    let is_closed_part = |keyword: &str| whole.get(keyword) == Some(&Value::Bool(false));
    let closed: Vec<&str> = ["additionalProperties", "unevaluatedProperties"]
        .into_iter()
        .filter(|keyword| is_closed_part(keyword))
        .collect();
    Some(without(&whole, &closed))
}

/// A schema of whatever one of these allows. Enums become one, which keeps what is said of their values.
fn union(branches: Vec<Object>, text: &str) -> Object {
    let mut all: Vec<Object> = Vec::new();
    for branch in branches {
        match branch.get("anyOf").and_then(Value::as_array).filter(|_| branch.len() == 1) {
            Some(inner) => all.extend(inner.iter().filter_map(Value::as_object).cloned()),
            None => all.push(branch),
        }
    }
    let mut all = with_joined_enums(all);
    let mut seen: Vec<Object> = Vec::new();
    all.retain(|branch| {
        !seen.contains(branch) && {
            seen.push(branch.clone());
            true
        }
    });
    match (all.len(), all.pop()) {
        (1, Some(only)) => described(only, text),
        (_, last) => {
            let all: Vec<Value> = all.into_iter().chain(last).map(Value::Object).collect();
            described(object([("anyOf", all.into())]), text)
        }
    }
}

fn with_joined_enums(branches: Vec<Object>) -> Vec<Object> {
    let mut all: Vec<Object> = Vec::new();
    let mut is_joined = false;
    for mut branch in branches {
        let place = all.iter_mut().find(|other| {
            other.contains_key("enum") && branch.contains_key("enum") && other.get("type") == branch.get("type")
        });
        let Some(place) = place else {
            all.push(branch);
            continue;
        };
        if !std::mem::replace(&mut is_joined, true) {
            list_values(place);
        }
        list_values(&mut branch);
        let texts = [&*place, &branch].map(|part| part.get("description").and_then(Value::as_str).unwrap_or_default());
        let text = join(texts);
        if let (Some(Value::Array(values)), Some(Value::Array(more))) = (place.get_mut("enum"), branch.remove("enum")) {
            values.extend(more);
        }
        place.remove("description");
        *place = described(std::mem::take(place), &text);
    }
    all
}

/// Makes what is said of an enum a line that names the values it is said of.
fn list_values(part: &mut Object) {
    let values = part.get("enum").and_then(Value::as_array).into_iter().flatten();
    let values: Vec<String> =
        values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    if let Some(Value::String(text)) = part.get_mut("description") {
        *text = format!("{}: {text}", values.join(", "));
    }
}

/// The same, or null.
fn nullable(mut schema: Object) -> Object {
    let nothing = json!({"type": "null"});
    if may_be(schema.get("type"), "null") {
        return schema;
    }
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        if !branches.contains(&nothing) {
            branches.push(nothing);
        }
        return schema;
    }
    let is_plain = !schema.contains_key("properties");
    match schema.get_mut("type") {
        Some(types) if is_plain => {
            let mut all: Vec<Value> = types.as_array().cloned().unwrap_or_else(|| vec![types.clone()]);
            all.push("null".into());
            *types = all.into();
            if let Some(Value::Array(values)) = schema.get_mut("enum") {
                values.push(Value::Null);
            }
            schema
        }
        _ => {
            let text = schema.remove("description");
            let text = text.as_ref().and_then(Value::as_str).unwrap_or_default();
            described(object([("anyOf", json!([schema, nothing]))]), text)
        }
    }
}

/// The same with this text before its own.
fn described(mut schema: Object, text: &str) -> Object {
    let own = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = join([text, own]);
    if !text.is_empty() {
        schema.insert("description".to_owned(), text.into());
    }
    schema
}

fn inferred_type(schema: &Object, values: Option<&[Value]>) -> Option<Value> {
    if let Some(values) = values {
        let kinds: BTreeSet<&str> = values.iter().map(kind_of).collect();
        let mut kinds: Vec<&str> = kinds.into_iter().collect();
        return Some(if kinds.len() == 1 { kinds.pop()?.into() } else { json!(kinds) });
    }
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
    if has(&["properties", "additionalProperties", "patternProperties"]) {
        Some("object".into())
    } else if has(&["items", "prefixItems"]) {
        Some("array".into())
    } else {
        None
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The names of the definitions that a schema refers to.
fn references(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(mut schema) = Schema::try_from(schema.clone()) {
        find_references(&mut schema, &mut found);
    }
    found
}

fn find_references(schema: &mut Schema, found: &mut BTreeSet<String>) {
    found.extend(schema.get("$ref").and_then(name_of));
    transform_subschemas(&mut |schema: &mut Schema| find_references(schema, found), schema);
}

fn name_of(reference: &Value) -> Option<String> {
    super::definition_name(reference.as_str()?)
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Object {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn without(schema: &Object, keywords: &[&str]) -> Object {
    let kept = schema.iter().filter(|(keyword, _)| !keywords.contains(&keyword.as_str()));
    kept.map(|(keyword, value)| (keyword.clone(), value.clone())).collect()
}

fn only(schema: &Object, keywords: &[&str]) -> Object {
    let kept = schema.iter().filter(|(keyword, _)| keywords.contains(&keyword.as_str()));
    kept.map(|(keyword, value)| (keyword.clone(), value.clone())).collect()
}

/// Adds keywords; texts are joined.
fn add(schema: &mut Object, more: Object) {
    for (keyword, value) in more {
        match (schema.get_mut(&keyword), &value) {
            (Some(Value::String(text)), Value::String(more)) => *text = join([text.as_str(), more]),
            _ => {
                schema.insert(keyword, value);
            }
        }
    }
}
