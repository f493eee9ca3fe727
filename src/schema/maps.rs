//! Maps in strict mode, which does not support them: a schema describes them as lists of entries, and values are converted back
//! to maps.

use serde_json::{Map, Value, json};

use super::definition_name;
use super::lower::Object;

/// The description of an entry, by which [`restore`] recognizes lists of entries.
const ENTRY: &str = "One entry of the map.";

/// Returns the schema of one entry.
pub(super) fn entry(key: Object, value: Object) -> Value {
    json!({
        "type": "object",
        "description": ENTRY,
        "properties": {"key": key, "value": value},
        "required": ["key", "value"],
        "additionalProperties": false,
    })
}

/// Converts lists of entries to maps wherever the schema has such a list. Everything else is left unchanged, including a map
/// that the model generated anyway.
pub(crate) fn restore(schema: &Object, value: &mut Value) {
    let definitions = schema.get("$defs").and_then(Value::as_object);
    restore_at(schema, definitions, value);
}

fn restore_at(schema: &Object, definitions: Option<&Object>, value: &mut Value) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(definition_name) {
        if let Some(definition) = definitions.and_then(|all| all.get(&name)?.as_object()) {
            restore_at(definition, definitions, value);
        }
        return;
    }
    for branch in schema.get("anyOf").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        restore_at(branch, definitions, value);
    }
    match value {
        Value::Object(members) => {
            let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            for (name, property) in properties {
                if let (Some(property), Some(member)) = (property.as_object(), members.get_mut(name)) {
                    restore_at(property, definitions, member);
                }
            }
        }
        Value::Array(items) => {
            let Some(item_schema) = schema.get("items").and_then(Value::as_object) else { return };
            items.iter_mut().for_each(|item| restore_at(item_schema, definitions, item));
            let is_entry = item_schema.get("description").is_some_and(|description| description == ENTRY);
            if let Some(map) = is_entry.then(|| to_map(items)).flatten() {
                *value = Value::Object(map);
            }
        }
        _ => {}
    }
}

fn to_map(entries: &[Value]) -> Option<Map<String, Value>> {
    let mut map = Map::new();
    for entry in entries {
        let entry = entry.as_object().filter(|members| members.len() == 2)?;
        map.insert(entry.get("key")?.as_str()?.to_owned(), entry.get("value")?.clone());
    }
    Some(map)
}
