//! Schemas that are written inside others get a name of their own where they need one.

use anyhow::{Result, ensure};
use serde_json::{Map, Value, json};

use super::walk::{
    Answers, SCHEMA_REFERENCE, children, json_schemas, operations_mut, parameters, response_schemas, schemas,
    schemas_mut,
};
use crate::generator::{open_enum_values, pascal_case};

type Lifted = Map<String, Value>;

/// An open enum is made by name: each that is written where it is used becomes a schema named after that place.
pub fn lift_open_enums(document: &mut Value) -> Result<()> {
    let is_open = |schema: &Value| open_enum_values(schema).is_some();
    let mut lifted = Lifted::new();
    for parameter in parameters(document) {
        let name = format!("{}Parameter", pascal_case(parameter["name"].as_str().unwrap_or_default()));
        if let Some(schema) = parameter.get_mut("schema") {
            lift(schema, &name, &is_open, &mut lifted)?;
        }
    }
    for (_, _, operation) in operations_mut(document) {
        let name = pascal_case(operation.get("operationId").and_then(Value::as_str).unwrap_or_default());
        for schema in operation.get_mut("requestBody").into_iter().flat_map(json_schemas) {
            lift(schema, &format!("{name}Body"), &is_open, &mut lifted)?;
        }
    }
    for (id, schema) in response_schemas(document) {
        lift(schema, &format!("{}Response", pascal_case(&id)), &is_open, &mut lifted)?;
    }
    for (name, schema) in schemas_mut(document)? {
        lift_below(schema, name, &is_open, &mut lifted)?;
    }
    keep(document, lifted)
}

/// The rules for answers hold by name: each object and each enum inside an answer becomes a schema of its own.
pub fn lift_parts_of_answers(document: &mut Value) -> Result<()> {
    lift_from_answers(document, &needs_name)
}

/// Gives a name to what is written inside answers and meets a condition.
pub fn lift_from_answers(document: &mut Value, is_lifted: &dyn Fn(&Value) -> bool) -> Result<()> {
    let mut lifted = Lifted::new();
    for (id, schema) in response_schemas(document) {
        lift(schema, &format!("{}Response", pascal_case(&id)), is_lifted, &mut lifted)?;
    }
    let names: Vec<String> = Answers::of(document).all().cloned().collect();
    for name in names {
        lift_below(&mut schemas_mut(document)?[&name], &name, is_lifted, &mut lifted)?;
    }
    keep(document, lifted)
}

fn needs_name(schema: &Value) -> bool {
    let is_object = schema.get("properties").is_some();
    let is_choice = schema["enum"].as_array().is_some_and(|values| {
        values.iter().filter(|value| value.is_string()).count() > 1
            && values.iter().all(|value| value.is_string() || value.is_null())
    });
    is_object || is_choice || open_enum_values(schema).is_some()
}

fn keep(document: &mut Value, lifted: Lifted) -> Result<()> {
    for (name, schema) in lifted {
        ensure!(
            !schemas(document).contains_key(&name),
            "what is written inside a schema would be named {name}, which the document has: rename one in the overlay"
        );
        schemas_mut(document)?.insert(name, schema);
    }
    Ok(())
}

/// Lifts from inside out, so that what is lifted holds references itself.
fn lift(schema: &mut Value, name: &str, is_lifted: &dyn Fn(&Value) -> bool, lifted: &mut Lifted) -> Result<()> {
    lift_below(schema, name, is_lifted, lifted)?;
    if !is_lifted(schema) {
        return Ok(());
    }
    let reference = json!({"$ref": format!("{SCHEMA_REFERENCE}{name}")});
    let place = match schema.get("description") {
        Some(text) => json!({"allOf": [reference], "description": text}),
        None => reference,
    };
    let mut schema = std::mem::replace(schema, place);
    if let Some(members) = schema.as_object_mut() {
        members.remove("nullable");
        members.remove("readOnly");
    }
    let other = lifted.insert(name.to_owned(), schema.clone());
    ensure!(
        other.is_none_or(|other| other == schema),
        "two schemas that are written inside others would be named {name}"
    );
    Ok(())
}

fn lift_below(schema: &mut Value, name: &str, is_lifted: &dyn Fn(&Value) -> bool, lifted: &mut Lifted) -> Result<()> {
    // The alternatives of an open enum are parts of it.
    if open_enum_values(schema).is_some() {
        return Ok(());
    }
    for (part, child) in schema.as_object_mut().map(children).unwrap_or_default() {
        lift(child, &format!("{name}{}", pascal_case(&part)), is_lifted, lifted)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixups::tests::check;

    #[test]
    fn what_an_answer_has_inside_gets_a_name() {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let inner = json!({"properties": {"b": {"type": "string"}}});
        check(
            lift_parts_of_answers,
            json!({"A": {"x-stream": true, "properties": {
                "one": {"description": "d", "properties": {"deep": inner}},
                "list": {"type": "array", "items": inner},
                "by_name": {"type": "object", "additionalProperties": inner},
                "mood": {"type": "string", "enum": ["a", "b"]},
                "object": {"type": "string", "enum": ["a"]}}}}),
            json!({"A": {"x-stream": true, "properties": {
                "one": {"description": "d", "allOf": [reference("AOne")]},
                "list": {"type": "array", "items": reference("AListItem")},
                "by_name": {"type": "object", "additionalProperties": reference("AByNameValue")},
                "mood": reference("AMood"),
                "object": {"type": "string", "enum": ["a"]}}},
                "AOne": {"description": "d", "properties": {"deep": reference("AOneDeep")}},
                "AOneDeep": inner, "AListItem": inner, "AByNameValue": inner,
                "AMood": {"type": "string", "enum": ["a", "b"]}}),
        );
    }

    #[test]
    fn a_name_that_is_taken_is_named() {
        let mut document = json!({"paths": {}, "components": {"schemas": {
            "A": {"x-stream": true, "properties": {"one": {"properties": {}}}}, "AOne": {}}}});
        let error = lift_parts_of_answers(&mut document).unwrap_err().to_string();
        assert!(error.contains("would be named AOne"), "{error}");
    }

    #[test]
    fn an_open_enum_gets_a_name_in_requests_too() {
        let open = json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}]});
        let reference = json!({"$ref": "#/components/schemas/RequestP"});
        check(
            lift_open_enums,
            json!({"Request": {"properties": {"p": open}}, "Named": open}),
            json!({"Request": {"properties": {"p": reference}}, "Named": open, "RequestP": open}),
        );
    }
}
