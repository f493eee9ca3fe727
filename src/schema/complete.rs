//! Schemas as services accept them outside strict mode too: every array has `items`, every object has `properties`, and
//! the root of a tool's arguments is one plain object.

use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Value, json};

use super::lower::{self, Object};
use super::notes::{join, may_be, tuple};

/// Completes a schema of a tool's arguments. What is complete already stays as it is.
pub(crate) fn complete_arguments(schema: &mut Object) {
    if let Some(flat) = lower::flat_root(schema) {
        *schema = flat;
    }
    let says_type = ["type", "$ref", "allOf", "anyOf", "oneOf", "const", "enum", "not"];
    if !schema.is_empty() && !says_type.iter().any(|keyword| schema.contains_key(*keyword)) {
        schema.insert("type".to_owned(), "object".into());
    }
    complete(schema);
}

/// Completes a schema at every level.
pub(crate) fn complete(schema: &mut Object) {
    let mut whole = Schema::from(std::mem::take(schema));
    RecursiveTransform(complete_level).transform(&mut whole);
    *schema = std::mem::take(whole.ensure_object());
}

fn complete_level(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else { return };
    // Some MCP servers write null for a keyword that is not set, and `required` as a flag of a property.
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

/// The schemas of a tuple's items; draft 7 has them in `items`, and those of further items in `additionalItems`.
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

/// Services know no `prefixItems`: one schema describes all items, and the order is told in the description.
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
