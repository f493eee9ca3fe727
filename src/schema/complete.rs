//! Completes schemas with what services require even outside strict mode: `items` for every array, `properties` for every
//! object, and a single object at the root of a tool's arguments.

use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Value, json};

use super::lower::{self, Object};
use super::notes::{join, may_be, tuple};

/// Completes the schema of a tool's arguments. A complete schema is left unchanged.
pub(crate) fn complete_arguments(schema: &mut Object) {
    if let Some(flat) = lower::flat_root(schema) {
        *schema = flat;
    }
    let type_keywords = ["type", "$ref", "allOf", "anyOf", "oneOf", "const", "enum", "not"];
    if !schema.is_empty() && !type_keywords.iter().any(|keyword| schema.contains_key(*keyword)) {
        schema.insert("type".to_owned(), "object".into());
    }
    complete(schema);
}

/// Completes a schema and all its subschemas.
pub(crate) fn complete(schema: &mut Object) {
    let mut whole = Schema::from(std::mem::take(schema));
    RecursiveTransform(complete_level).transform(&mut whole);
    *schema = std::mem::take(whole.ensure_object());
}

fn complete_level(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else { return };
    // Some MCP servers send null for keywords that are not set, and `required` as a boolean of a property.
    schema.retain(|keyword, value| !value.is_null() || ["const", "default"].contains(&keyword.as_str()));
    if schema.get("required").is_some_and(|required| !required.is_array()) {
        schema.remove("required");
    }
    if let Some(first) = take_tuple(schema) {
        complete_tuple(schema, first);
    }
    if may_be(schema.get("type"), "array") && matches!(schema.get("items"), None | Some(Value::Bool(true))) {
        schema.insert("items".to_owned(), json!({}));
    }
    if may_be(schema.get("type"), "object") && !schema.contains_key("properties") {
        schema.insert("properties".to_owned(), json!({}));
    }
}

/// Removes the schemas of a tuple's items. In draft 7 they are in `items`, and the schema of further items is in
/// `additionalItems`.
fn take_tuple(schema: &mut Object) -> Option<Vec<Value>> {
    let mut first = schema.remove("prefixItems");
    if schema.get("items").is_some_and(Value::is_array) {
        first = schema.remove("items");
        if let Some(rest) = schema.remove("additionalItems") {
            schema.insert("items".to_owned(), rest);
        }
    }
    match first {
        Some(Value::Array(first)) if !first.is_empty() => Some(first),
        _ => None,
    }
}

/// Describes a tuple by one schema for all items, with their order in the description. Services don't support `prefixItems`.
fn complete_tuple(schema: &mut Object, first: Vec<Value>) {
    schema.entry("type").or_insert_with(|| "array".into());
    let rest = schema.remove("items");
    if rest == Some(Value::Bool(false)) {
        schema.entry("maxItems").or_insert_with(|| first.len().into());
    }
    let is_whole = schema.get("maxItems") == Some(&first.len().into());
    let mut items: Vec<Value> = Vec::new();
    for item in first.iter().chain(rest.iter().filter(|rest| rest.is_object() && !is_whole)) {
        let item = if item.is_object() { item.clone() } else { json!({}) };
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if items.len() > 1 {
        let own = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = join([own, &tuple(&first, is_whole)]);
        schema.insert("description".to_owned(), text.into());
    }
    let items = if items.len() == 1 { items.remove(0) } else { json!({"anyOf": items}) };
    schema.insert("items".to_owned(), items);
}
