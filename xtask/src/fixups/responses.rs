//! Responses always decode: any field may be absent, null or new, regardless of the document.

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use super::keywords::{LIMITS, make_open};
use super::unions::is_reference;
use super::walk::{Role, children, closure, each_response_schema, in_responses, of_responses};
use crate::generator::open_enum_values;

/// Schemas of responses have no required property, lists and maps are nullable, enums are open, a choice accepts alternatives
/// that the document does not have, and unknown fields are kept. (Not in the schemas of streamed chunks: they keep the
/// original JSON, which costs less.)
pub fn tolerate_responses(document: &mut Value) -> Result<()> {
    let whole = closure(document, in_responses(document).collect(), |_| true);
    let names = of_responses(document);
    each_response_schema(document, &names, &mut |role, name, schema| {
        tolerate(schema);
        let Some(members) = schema.as_object_mut().filter(|_| role == Role::Named) else { return };
        if let Some(Value::Array(values)) = members.remove("enum") {
            make_open(members, values.into_iter().filter(Value::is_string).collect());
        }
        // Each use of it is nullable, so the schema itself need not be.
        members.remove("nullable");
        if members.get("type") == Some(&Value::from("object")) {
            members.insert("x-response".to_owned(), Value::from(true));
            let is_object = members.contains_key("properties") || !members.contains_key("additionalProperties");
            if is_object && whole.contains(name) {
                members.insert("additionalProperties".to_owned(), json!({}));
            }
        }
    });
    Ok(())
}

/// One schema and its inline schemas.
fn tolerate(schema: &mut Value) {
    if open_enum_values(schema).is_some() {
        return;
    }
    let Some(members) = schema.as_object_mut() else { return };
    members.remove("required");
    members.remove("not");
    if members.get("additionalProperties") == Some(&Value::from(false)) {
        members.remove("additionalProperties");
    }
    if members.contains_key("properties") {
        // A choice beside properties restricts them.
        members.retain(|key, _| !matches!(key.as_str(), "oneOf" | "allOf" | "additionalProperties"));
        members.insert("type".to_owned(), Value::from("object"));
    } else if members.contains_key("items") {
        members.insert("type".to_owned(), Value::from("array"));
    }
    // Enums of numbers, and enums of one text such as `object`, accept any value. (Enums of several texts are named by now.)
    if let Some(Value::Array(values)) = members.get("enum") {
        let texts = values.iter().filter(|value| value.is_string()).count();
        if texts < 2 || values.iter().any(|value| !value.is_string() && !value.is_null()) {
            members.remove("enum");
        }
    }
    if let Some(Value::Array(choices)) = members.get_mut("oneOf")
        && !choices.iter().any(is_any)
    {
        choices.push(json!({}));
    }
    // First, since a list may have no `type`.
    children(members).into_iter().for_each(|(_, child)| tolerate(child));
    for (_, property) in members.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        if matches!(property["type"].as_str(), Some("array" | "object")) {
            property["nullable"] = true.into();
        }
    }
}

fn is_any(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| members.keys().all(|key| key == "description"))
}

/// Makes sure that every part of a response follows the rules, and reports any construct that does not.
pub fn accept(document: &Value) -> Result<()> {
    let mut result = Ok(());
    each_response_schema(&mut document.clone(), &of_responses(document), &mut |role, name, schema| {
        let place = if role == Role::Named { name.to_owned() } else { format!("the response of {name}") };
        if result.is_ok() {
            result = check_schema(schema, &place, role == Role::Named);
        }
    });
    result
}

fn check_schema(schema: &mut Value, place: &str, is_named: bool) -> Result<()> {
    if open_enum_values(schema).is_some() {
        return Ok(());
    }
    let Some(members) = schema.as_object_mut() else { return Ok(()) };
    let closed = ["required", "enum", "format", "discriminator", "not", "anyOf"];
    if let Some(keyword) = closed.iter().chain(&LIMITS).find(|keyword| members.contains_key(**keyword)) {
        bail!("{place} is part of a response and still has `{keyword}`: a response might fail to decode");
    }
    let choices = members.get("oneOf").and_then(Value::as_array);
    let faults = [
        (members.contains_key("allOf") && !is_reference(members), "inherits"),
        (members.get("additionalProperties") == Some(&Value::from(false)), "refuses unknown fields"),
        (members.contains_key("properties") && !is_named, "has fields and no name"),
        (choices.is_some_and(|choices| !choices.iter().any(is_any)), "is a choice without room for more"),
    ];
    if let Some((_, fault)) = faults.into_iter().find(|(is_there, _)| *is_there) {
        bail!("{place} is part of a response and {fault}: a response might fail to decode");
    }
    for (name, property) in members.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let may_be_null =
            !matches!(property["type"].as_str(), Some("array" | "object")) || property["nullable"] == true;
        ensure!(
            may_be_null,
            "{place}.{name} is part of a response and must not be null: a response might fail to decode"
        );
    }
    children(members).into_iter().try_for_each(|(part, child)| check_schema(child, &format!("{place}.{part}"), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_are_tolerant_wherever_they_are_used() {
        let mut document = json!({
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Response"}}}}}}}},
            "components": {"schemas": {
                "Response": {"type": "object", "required": ["p"], "properties": {
                    "p": {"$ref": "#/components/schemas/Part"},
                    "list": {"type": "array", "items": {}},
                    "labels": {"type": "object", "additionalProperties": {"type": "integer", "enum": [1]}},
                    "object": {"type": "string", "enum": ["response"]}}},
                "Part": {"required": ["x"], "additionalProperties": false, "properties": {"x": {"type": "string"}}},
                "Chunk": {"x-stream": true, "type": "object", "required": ["y"], "properties": {}},
                "Request": {"type": "object", "required": ["z"], "properties": {}},
            }},
        });
        tolerate_responses(&mut document).unwrap();
        let expected = json!({
            "Response": {"x-response": true, "type": "object", "additionalProperties": {}, "properties": {
                "p": {"$ref": "#/components/schemas/Part"},
                "list": {"type": "array", "items": {}, "nullable": true},
                "labels": {"type": "object", "additionalProperties": {"type": "integer"}, "nullable": true},
                "object": {"type": "string"}}},
            "Part": {"x-response": true, "type": "object", "additionalProperties": {},
                "properties": {"x": {"type": "string"}}},
            "Chunk": {"x-stream": true, "x-response": true, "type": "object", "properties": {}},
            "Request": {"type": "object", "required": ["z"], "properties": {}},
        });
        assert_eq!(document["components"]["schemas"], expected);
        accept(&document).unwrap();
    }

    #[test]
    fn enums_and_choices_have_room_for_more() {
        let response = json!({"$ref": "#/components/schemas/Mood"});
        let mut document = json!({
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": response}}}}}}},
            "components": {"schemas": {
                "Mood": {"type": "string", "enum": ["a", "b", null], "nullable": true},
                "Choice": {"x-stream": true, "oneOf": [{"type": "string"}]}}}});
        tolerate_responses(&mut document).unwrap();
        let expected = json!({
            "Mood": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a", "b"]}]},
            "Choice": {"x-stream": true, "oneOf": [{"type": "string"}, {}]}});
        assert_eq!(document["components"]["schemas"], expected);
        accept(&document).unwrap();
    }

    #[test]
    fn what_escapes_is_named() {
        let escaped = |schema: Value, reason: &str| {
            let document =
                json!({"paths": {}, "components": {"schemas": {"A": {"x-stream": true, "properties": {"p": schema}}}}});
            let error = accept(&document).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        };
        escaped(json!({"required": ["x"]}), "A.p is part of a response and still has `required`");
        escaped(json!({"type": "string", "enum": ["x"]}), "still has `enum`");
        escaped(json!({"type": "string", "format": "uuid"}), "still has `format`");
        escaped(json!({"type": "string", "minLength": 1}), "still has `minLength`");
        escaped(json!({"allOf": [{}, {}]}), "inherits");
        escaped(json!({"properties": {}}), "has fields and no name");
        escaped(json!({"oneOf": [{"type": "string"}]}), "is a choice without room for more");
        escaped(json!({"type": "array"}), "A.p is part of a response and must not be null");
    }
}
