//! Maps in strict mode, which does not support them: a schema describes them as lists of entries, and values are converted back
//! to maps.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::lower::{self, Object, referenced};
use super::notes::{may_be, text};

/// The description of an entry, by which [`restore`] recognizes lists of entries.
const ENTRY: &str = "One entry of the map.";

/// Whether an object has only additional properties.
pub(super) fn is_map(schema: &Object) -> bool {
    let is_empty = |keyword: &str| schema.get(keyword).is_none_or(|value| *value == json!({}) || *value == json!([]));
    let is_open = schema.get("additionalProperties").is_some_and(|rest| *rest != false);
    let is_object = may_be(lower::type_of(schema).as_ref(), "object");
    is_object && is_empty("properties") && is_empty("required") && (is_open || !is_empty("patternProperties"))
}

/// Rewrites a map as a list of entries.
pub(super) fn to_entries(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut().filter(|schema| is_map(schema)) else { return };
    let types = match schema.get("type") {
        Some(Value::Array(types)) if types.iter().any(|name| name == "array") => return,
        Some(Value::Array(types)) => {
            types.iter().map(|name| if name == "object" { "array".into() } else { name.clone() }).collect()
        }
        _ => "array".into(),
    };
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    let rest = schema.get("additionalProperties").filter(|rest| **rest != false);
    let values: Vec<&Value> = patterns.clone().map(|(_, value)| value).chain(rest).collect();
    let mut entry = json!({
        "type": "object",
        "description": ENTRY,
        "properties": {"key": {"type": "string"}, "value": {"anyOf": values}},
        "required": ["key", "value"],
    });
    let key = &mut entry["properties"]["key"];
    if let Some(names) = schema.get("propertyNames").and_then(|names| names.get("enum")) {
        key["enum"] = names.clone();
    }
    let patterns: Vec<String> = patterns.map(|(pattern, _)| format!("Pattern: {pattern}")).collect();
    if !patterns.is_empty() {
        key["description"] = patterns.join("\n").into();
    }
    schema.retain(|keyword, _| keyword != "additionalProperties" && keyword != "patternProperties");
    schema.insert("type".to_owned(), types);
    schema.insert("items".to_owned(), entry);
}

/// Converts lists of entries to maps wherever the schema has such a list. Everything else is left unchanged, including a map
/// that the model generated anyway.
pub(crate) fn restore(schema: &Object, value: &mut Value) {
    let definitions = schema.get("$defs").and_then(Value::as_object);
    restore_at(schema, definitions, value, &mut Vec::new());
}

/// `followed` are the definitions whose schema was followed for this value: one that allows itself would have no end.
fn restore_at(schema: &Object, definitions: Option<&Object>, value: &mut Value, followed: &mut Vec<String>) {
    if let Some(name) = referenced(schema) {
        let definition = definitions.and_then(|all| all.get(&name)?.as_object());
        if let Some(definition) = definition.filter(|_| !followed.contains(&name)) {
            followed.push(name);
            restore_at(definition, definitions, value, followed);
        }
        return;
    }
    for branch in schema.get("anyOf").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        restore_at(branch, definitions, value, followed);
    }
    match value {
        Value::Object(members) => {
            let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
            for (name, property) in properties {
                if let (Some(property), Some(member)) = (property.as_object(), members.get_mut(name)) {
                    restore_at(property, definitions, member, &mut Vec::new());
                }
            }
        }
        Value::Array(items) => {
            let Some(item_schema) = schema.get("items").and_then(Value::as_object) else { return };
            items.iter_mut().for_each(|item| restore_at(item_schema, definitions, item, &mut Vec::new()));
            if text(item_schema, "description") == ENTRY
                && let Some(map) = to_map(items)
            {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_that_allows_itself_is_followed_once() {
        for (case, itself) in [
            ("a reference", json!({"$ref": "#/$defs/A"})),
            ("a branch", json!({"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/A"}, {"type": "null"}]})),
            ("by another", json!({"anyOf": [{"$ref": "#/$defs/B"}]})),
        ] {
            let schema = json!({"$ref": "#/$defs/A", "$defs": {"A": itself, "B": {"anyOf": [{"$ref": "#/$defs/A"}]}}});
            let mut value = json!({"a": [1]});
            restore(schema.as_object().unwrap(), &mut value);
            assert_eq!(value, json!({"a": [1]}), "{case}");
        }
    }
}
