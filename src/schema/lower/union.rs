//! Unions of strict schemas.

use serde_json::{Value, json};

use super::keywords::{Object, object};
use crate::schema::notes::{join, may_be};

/// Returns a schema that allows what any of the branches allows. Enums are joined into one, which keeps the descriptions of
/// their values.
pub(super) fn union(branches: Vec<Object>, text: &str) -> Object {
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

/// Adds the values of an enum to its description, so that the descriptions of several enums can be joined.
fn list_values(part: &mut Object) {
    let values = part.get("enum").and_then(Value::as_array).into_iter().flatten();
    let values: Vec<String> =
        values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    if let Some(Value::String(text)) = part.get_mut("description") {
        *text = format!("{}: {text}", values.join(", "));
    }
}

/// Returns a schema that also allows null.
pub(super) fn nullable(mut schema: Object) -> Object {
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

/// Returns the schema with a text before its description.
pub(super) fn described(mut schema: Object, text: &str) -> Object {
    let own = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = join([text, own]);
    if !text.is_empty() {
        schema.insert("description".to_owned(), text.into());
    }
    schema
}
