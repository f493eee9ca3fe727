//! Schema keywords, and helpers to read and edit them.

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Map, Value, json};

use crate::schema::definition_name;
use crate::schema::notes::text;

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

/// Returns the values of a `const` or `enum`.
pub(super) fn values_of(schema: &Object) -> Option<Vec<Value>> {
    match schema.get("const") {
        Some(value) => Some(vec![value.clone()]),
        None => schema.get("enum")?.as_array().cloned(),
    }
}

/// Returns the `type` of a schema, or the type that its other keywords imply.
pub(in crate::schema) fn type_of(schema: &Object) -> Option<Value> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
    if let Some(types) = schema.get("type") {
        Some(types.clone())
    } else if let Some(values) = values_of(schema) {
        let kinds: BTreeSet<&str> = values.iter().map(kind_of).collect();
        Some(if kinds.len() == 1 { json!(kinds.first()) } else { json!(kinds) })
    } else if has(&["properties", "additionalProperties", "patternProperties"]) {
        Some("object".into())
    } else {
        has(&["items"]).then(|| "array".into())
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

/// Applies a transform to a schema.
pub(in crate::schema) fn transform(schema: &mut Object, mut transform: impl Transform) {
    let mut whole = Schema::from(std::mem::take(schema));
    transform.transform(&mut whole);
    *schema = std::mem::take(whole.ensure_object());
}

/// Returns the names of the definitions that a schema references.
pub(super) fn references(schema: &Object) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let find = |schema: &mut Schema| found.extend(schema.as_object().and_then(referenced));
    transform(&mut schema.clone(), RecursiveTransform(find));
    found
}

/// Returns the name of the definition that a schema references.
pub(in crate::schema) fn referenced(schema: &Object) -> Option<String> {
    definition_name(text(schema, "$ref"))
}

/// Returns the definitions of a whole schema.
pub(super) fn definitions_of(root: &Object) -> Object {
    let definitions = DEFINITIONS.iter().filter_map(|keyword| root.get(*keyword)?.as_object()).flatten();
    definitions.map(|(name, definition)| (name.clone(), definition.clone())).collect()
}

pub(super) fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

pub(in crate::schema) fn object<const N: usize>(members: [(&str, Value); N]) -> Object {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
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
