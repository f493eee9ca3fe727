//! Schema keywords, and helpers to read and edit them.

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Map, Value, json};

use crate::schema::notes::join;

pub(in crate::schema) type Object = Map<String, Value>;

/// Keywords that do not affect validation.
pub(super) const ANNOTATIONS: [&str; 11] = [
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
/// Keywords that apply other schemas to the same value.
pub(super) const COMPOSITIONS: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];
/// Keywords that contain definitions.
pub(super) const DEFINITIONS: [&str; 2] = ["definitions", "$defs"];

pub(super) fn inferred_type(schema: &Object, values: Option<&[Value]>) -> Option<Value> {
    if let Some(values) = values {
        let mut kinds = BTreeSet::new();
        kinds.extend(values.iter().map(kind_of));
        return Some(if kinds.len() == 1 { kinds.pop_first()?.into() } else { json!(kinds) });
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

/// Returns the names of the definitions that a schema references.
pub(super) fn references(schema: &Value) -> BTreeSet<String> {
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

pub(super) fn name_of(reference: &Value) -> Option<String> {
    crate::schema::definition_name(reference.as_str()?)
}

pub(super) fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Object {
    let mut object = Object::new();
    object.extend(members.map(|(name, value)| (name.to_owned(), value)));
    object
}

pub(super) fn without(schema: &Object, keywords: &[&str]) -> Object {
    filtered(schema, &|keyword| !keywords.contains(&keyword))
}

pub(super) fn only(schema: &Object, keywords: &[&str]) -> Object {
    filtered(schema, &|keyword| keywords.contains(&keyword))
}

fn filtered(schema: &Object, is_kept: &dyn Fn(&str) -> bool) -> Object {
    let mut kept = Object::new();
    for (keyword, value) in schema.iter().filter(|(keyword, _)| is_kept(keyword)) {
        kept.insert(keyword.clone(), value.clone());
    }
    kept
}

/// Adds keywords. Strings that are set on both sides are joined.
pub(super) fn add(schema: &mut Object, more: Object) {
    for (keyword, value) in more {
        match (schema.get_mut(&keyword), &value) {
            (Some(Value::String(text)), Value::String(more)) => *text = join([text.as_str(), more]),
            _ => {
                schema.insert(keyword, value);
            }
        }
    }
}
