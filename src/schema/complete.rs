//! Completes schemas with what services require even outside strict mode: `items` for every array, `properties` for every
//! object, and a single object at the root of a tool's arguments.

use schemars::Schema;
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

use super::lower::{self, Object};
use super::notes::{append, may_be, tuple};

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
    lower::transform(schema, RecursiveTransform(complete_level));
}

fn complete_level(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else { return };
    // Some MCP servers send null for keywords that are not set, and `required` as a boolean of a property.
    schema.retain(|keyword, value| !value.is_null() || ["const", "default"].contains(&keyword.as_str()));
    if schema.get("required").is_some_and(|required| !required.is_array()) {
        schema.remove("required");
    }
    // In draft 7, a tuple has the schemas of its items in `items`, and that of further items in `additionalItems`.
    let is_draft_7 = schema.get("items").is_some_and(Value::is_array);
    let (first, rest) = if is_draft_7 { ("items", "additionalItems") } else { ("prefixItems", "items") };
    if let Some(Value::Array(first)) = schema.remove(first)
        && !first.is_empty()
    {
        let rest = schema.remove(rest);
        complete_tuple(schema, first, rest);
    }
    if may_be(schema.get("type"), "array") && matches!(schema.get("items"), None | Some(Value::Bool(true))) {
        schema.insert("items".to_owned(), json!({}));
    }
    if may_be(schema.get("type"), "object") && !schema.contains_key("properties") {
        schema.insert("properties".to_owned(), json!({}));
    }
}

/// Describes a tuple by one schema for all items, with their order in the description. Services don't support `prefixItems`.
fn complete_tuple(schema: &mut Object, first: Vec<Value>, rest: Option<Value>) {
    schema.entry("type").or_insert_with(|| "array".into());
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
        append(schema, &tuple(&first, is_whole));
    }
    let items = if items.len() == 1 { items.remove(0) } else { json!({"anyOf": items}) };
    schema.insert("items".to_owned(), items);
}
