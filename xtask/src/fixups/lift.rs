//! Schemas that are written inside others get a name of their own where they need one.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::walk::{
    Responses, SCHEMA_REFERENCE, children, json_schemas, operations_mut, parameters, response_schemas, schemas,
    schemas_mut,
};
use crate::generator::{open_enum_values, pascal_case, unique};

/// Schemas to be, each with a name that no other has.
struct Lifted {
    taken: BTreeSet<String>,
    found: Map<String, Value>,
}

impl Lifted {
    fn new(document: &Value) -> Self {
        Self { taken: schemas(document).keys().cloned().collect(), found: Map::new() }
    }

    /// Keeps a schema under this name, or with a number if the name is taken by another one. Returns its name.
    fn keep(&mut self, name: &str, schema: Value) -> String {
        if self.found.get(name) == Some(&schema) {
            return name.to_owned();
        }
        let name = unique(name.to_owned(), &mut self.taken);
        self.found.insert(name.clone(), schema);
        name
    }

    fn put(self, document: &mut Value) -> Result<()> {
        schemas_mut(document).extend(self.found);
        Ok(())
    }
}

/// An open enum is made by name: each that is written where it is used becomes a schema named after that place.
pub fn lift_open_enums(document: &mut Value) -> Result<()> {
    let is_open = |schema: &Value| open_enum_values(schema).is_some();
    let mut lifted = Lifted::new(document);
    for parameter in parameters(document) {
        let name = format!("{}Parameter", pascal_case(parameter["name"].as_str().unwrap_or_default()));
        parameter.get_mut("schema").into_iter().for_each(|schema| lift(schema, &name, &is_open, &mut lifted));
    }
    for (_, _, operation) in operations_mut(document) {
        let name = pascal_case(operation.get("operationId").and_then(Value::as_str).unwrap_or_default());
        for schema in operation.get_mut("requestBody").into_iter().flat_map(json_schemas) {
            lift(schema, &format!("{name}Body"), &is_open, &mut lifted);
        }
    }
    for (id, schema) in response_schemas(document) {
        lift(schema, &format!("{}Response", pascal_case(&id)), &is_open, &mut lifted);
    }
    for (name, schema) in schemas_mut(document) {
        lift_below(schema, name, &is_open, &mut lifted);
    }
    lifted.put(document)
}

/// The rules for responses hold by name: each object and each enum inside a response becomes a schema of its own.
pub fn lift_parts_of_responses(document: &mut Value) -> Result<()> {
    lift_from_responses(document, &needs_name)
}

/// Gives a name to what is written inside responses and meets a condition.
pub fn lift_from_responses(document: &mut Value, is_lifted: &dyn Fn(&Value) -> bool) -> Result<()> {
    // First, since what is lifted is out of the document until the end.
    let names: Vec<String> = Responses::of(document).all().cloned().collect();
    let mut lifted = Lifted::new(document);
    for (id, schema) in response_schemas(document) {
        lift(schema, &format!("{}Response", pascal_case(&id)), is_lifted, &mut lifted);
    }
    for name in names {
        lift_below(&mut schemas_mut(document)[&name], &name, is_lifted, &mut lifted);
    }
    lifted.put(document)
}

fn needs_name(schema: &Value) -> bool {
    let is_object = schema.get("properties").is_some();
    let is_choice = schema["enum"].as_array().is_some_and(|values| {
        values.iter().filter(|value| value.is_string()).count() > 1
            && values.iter().all(|value| value.is_string() || value.is_null())
    });
    is_object || is_choice || open_enum_values(schema).is_some()
}

/// What is written inside a request gets its name from the generator, after the place where it stands. Where a schema has
/// that name already, it gets another one here.
pub fn lift_parts_whose_names_are_taken(document: &mut Value) -> Result<()> {
    let mut lifted = Lifted::new(document);
    let names: Vec<String> = schemas(document).keys().cloned().collect();
    for name in names {
        lift_taken(&mut schemas_mut(document)[&name], &name, &mut lifted);
    }
    lifted.put(document)
}

fn lift_taken(schema: &mut Value, name: &str, lifted: &mut Lifted) {
    if open_enum_values(schema).is_some() {
        return;
    }
    for (part, child) in schema.as_object_mut().map(children).unwrap_or_default() {
        // The alternatives of a union have the union's name themselves.
        let is_alternative = part.starts_with("Option") && child.get("properties").is_some();
        let name = if is_alternative { name.to_owned() } else { format!("{name}{}", pascal_case(&part)) };
        if !is_alternative && is_type(child) && !lifted.taken.insert(name.clone()) {
            lift(child, &name, &is_type, lifted);
        } else {
            lift_taken(child, &name, lifted);
        }
    }
}

/// Whether the generator makes a type of it.
fn is_type(schema: &Value) -> bool {
    let is_choice = |key: &str| schema[key].as_array().is_some_and(|parts| parts.len() > 1);
    needs_name(schema) || ["oneOf", "anyOf", "allOf"].into_iter().any(is_choice)
}

/// Lifts from inside out, so that what is lifted holds references itself.
fn lift(schema: &mut Value, name: &str, is_lifted: &dyn Fn(&Value) -> bool, lifted: &mut Lifted) {
    lift_below(schema, name, is_lifted, lifted);
    if !is_lifted(schema) {
        return;
    }
    let mut own = schema.clone();
    let members = own.as_object_mut();
    let is_nullable = members.is_some_and(|members| {
        members.remove("readOnly");
        members.remove("nullable").is_some_and(|nullable| nullable == true)
    });
    let mut place = json!({"$ref": format!("{SCHEMA_REFERENCE}{}", lifted.keep(name, own))});
    let description = schema.get("description");
    if description.is_some() || is_nullable {
        place = json!({"allOf": [place]});
    }
    description.into_iter().for_each(|text| place["description"] = text.clone());
    if is_nullable {
        place["nullable"] = true.into();
    }
    *schema = place;
}

fn lift_below(schema: &mut Value, name: &str, is_lifted: &dyn Fn(&Value) -> bool, lifted: &mut Lifted) {
    // The alternatives of an open enum are parts of it.
    if open_enum_values(schema).is_none() {
        for (part, child) in schema.as_object_mut().map(children).unwrap_or_default() {
            lift(child, &format!("{name}{}", pascal_case(&part)), is_lifted, lifted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixups::tests::check;

    #[test]
    fn what_a_response_has_inside_gets_a_name() {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let inner = json!({"properties": {"b": {"type": "string"}}});
        check(
            lift_parts_of_responses,
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
    fn a_name_that_is_taken_gets_a_number() {
        let (inner, reference) = (json!({"properties": {}}), json!({"$ref": "#/components/schemas/AOne2"}));
        for (fixup, marks) in [
            (lift_parts_of_responses as fn(&mut Value) -> Result<()>, json!({"x-stream": true})),
            (lift_parts_whose_names_are_taken, json!({"x-stream": false})),
        ] {
            let with = |property: &Value| json!({"x-stream": marks["x-stream"], "properties": {"one": property}});
            check(
                fixup,
                json!({"A": with(&inner), "AOne": {}}),
                json!({"A": with(&reference), "AOne": {}, "AOne2": inner}),
            );
        }
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
