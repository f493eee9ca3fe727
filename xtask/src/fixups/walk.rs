//! Traversal of a document: operations, schemas, references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

pub const SCHEMA_REFERENCE: &str = "#/components/schemas/";

/// In the order of the members of a path.
pub const METHODS: [&str; 8] = ["delete", "get", "head", "options", "patch", "post", "put", "trace"];

/// Each operation with its method and path.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(document, "paths").flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| Some((*method, path.as_str(), item.get(method)?)))
    })
}

pub fn operations_mut(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    members_mut(document, "paths").flat_map(|(path, item)| {
        let own = item.as_object_mut().into_iter().flatten().filter(|(key, _)| METHODS.contains(&key.as_str()));
        own.filter_map(move |(method, operation)| Some((method.as_str(), path.as_str(), operation.as_object_mut()?)))
    })
}

/// Removes paths without operations, which the generator does not accept.
pub fn drop_empty_paths(document: &mut Value) {
    let has_operation = |item: &Value| METHODS.iter().any(|method| item.get(method).is_some());
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.retain(|_, item| has_operation(item));
    }
}

pub fn schemas(document: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    document["components"]["schemas"].as_object().unwrap_or(&NONE)
}

/// The names of the schemas that streams consist of.
pub fn streamed(document: &Value) -> impl Iterator<Item = &str> {
    schemas(document).iter().filter(|(_, schema)| schema["x-stream"] == true).map(|(name, _)| name.as_str())
}

/// The same, mutable. A document without schemas gets an empty map of them.
pub fn schemas_mut(document: &mut Value) -> &mut Map<String, Value> {
    let schemas = &mut document["components"]["schemas"];
    if schemas.is_null() {
        *schemas = Map::new().into();
    }
    schemas.as_object_mut().expect("the form of the document has been checked")
}

pub fn responses_mut(operation: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

/// The members of an object below a key, if it has it.
pub fn members<'a>(part: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    part[key].as_object().into_iter().flatten()
}

/// The text below a key, or an empty one.
pub fn text<'a>(part: &'a Value, key: &str) -> &'a str {
    part[key].as_str().unwrap_or_default()
}

/// The items of an array below a key, if it has it.
pub fn items<'a>(part: &'a Value, key: &str) -> impl DoubleEndedIterator<Item = &'a Value> + use<'a> {
    part[key].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

/// The target of a reference.
pub fn target<'a>(document: &'a Value, part: &Value) -> Option<&'a Value> {
    document.pointer(part["$ref"].as_str()?.strip_prefix('#')?)
}

/// The target of a reference, or the part itself.
pub fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    target(document, part).unwrap_or(part)
}

pub fn members_mut<'a>(part: &'a mut Value, key: &str) -> impl Iterator<Item = (&'a String, &'a mut Value)> {
    part.get_mut(key).and_then(Value::as_object_mut).into_iter().flatten()
}

/// Visits the parameters in the components and in operations.
pub fn each_parameter(document: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    if let Some(components) = document.get_mut("components") {
        members_mut(components, "parameters").for_each(|(_, parameter)| visit(parameter));
    }
    for (_, _, operation) in operations_mut(document) {
        operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten().for_each(&mut *visit);
    }
}

/// The JSON schemas among these contents. The generator reads those of bytes and forms unchanged.
pub fn json_schemas(part: &mut Value) -> impl Iterator<Item = &mut Value> {
    let contents = members_mut(part, "content").filter(|(kind, _)| is_json(kind));
    contents.filter_map(|(_, content)| content.get_mut("schema"))
}

/// Of several content types only JSON, if it is one of them.
pub fn keep_json(part: &mut Value) {
    let contents = part.get_mut("content").and_then(Value::as_object_mut);
    if let Some(contents) = contents.filter(|contents| contents.keys().any(|kind| is_json(kind))) {
        contents.retain(|kind, _| is_json(kind));
    }
}

/// The list below a key, which is added if the object does not have it.
pub fn list_entry<'a>(members: &'a mut Map<String, Value>, key: &str) -> &'a mut Vec<Value> {
    let list = members.entry(key).or_insert(Value::Null);
    if !list.is_array() {
        *list = Value::Array(Vec::new());
    }
    list.as_array_mut().expect("just made")
}

pub fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim() == "application/json"
}

/// Visits every schema of the document, parents first: named ones, and those of parameters, bodies and responses.
pub fn each_schema(document: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    each_outer_schema(document, &mut |_, _, schema| each_subschema(schema, visit));
}

/// What a schema that is not inside another one belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    Parameter,
    Body,
    Response,
    Named,
}

type Visit<'v> = &'v mut dyn FnMut(Role, &str, &mut Value);

/// Visits every schema that is not inside another one, with the name of its parameter, the ID of its operation, or its own name.
pub fn each_outer_schema(document: &mut Value, visit: Visit<'_>) {
    each_parameter(document, &mut |parameter| {
        let name = text(parameter, "name").to_owned();
        parameter.get_mut("schema").into_iter().for_each(|schema| visit(Role::Parameter, &name, schema));
    });
    for (_, _, operation) in operations_mut(document) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let body = operation.get_mut("requestBody").into_iter().flat_map(json_schemas);
        body.for_each(|schema| visit(Role::Body, &id, schema));
        responses_mut(operation).flat_map(json_schemas).for_each(|schema| visit(Role::Response, &id, schema));
    }
    schemas_mut(document).iter_mut().for_each(|(name, schema)| visit(Role::Named, name, schema));
}

/// The same for the schemas in the responses themselves, and for the schemas of these names.
pub fn each_response_schema(document: &mut Value, names: &BTreeSet<String>, visit: Visit<'_>) {
    each_outer_schema(document, &mut |role, name, schema| {
        if role == Role::Response || (role == Role::Named && names.contains(name)) {
            visit(role, name, schema);
        }
    });
}

/// Visits a schema and its inline schemas, parents first.
pub fn each_subschema(schema: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(members) = schema.as_object_mut() else { return };
    visit(members);
    for (_, child) in children(members) {
        each_subschema(child, visit);
    }
}

/// The schemas directly inside a schema, each with what its name would add to that of the parent.
pub fn children(schema: &mut Map<String, Value>) -> Vec<(String, &mut Value)> {
    let mut found = Vec::new();
    for (key, member) in schema {
        match (key.as_str(), member) {
            ("properties", Value::Object(properties)) => {
                found.extend(properties.iter_mut().map(|(name, property)| (name.clone(), property)));
            }
            ("items", member) => found.push(("Item".to_owned(), member)),
            ("additionalProperties", member) => found.push(("Value".to_owned(), member)),
            ("not", member) => found.push(("Not".to_owned(), member)),
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                found.extend(parts.iter_mut().enumerate().map(|(index, part)| (format!("Option{}", index + 1), part)));
            }
            _ => {}
        }
    }
    found
}

pub fn reference_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(SCHEMA_REFERENCE)
}

pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("{SCHEMA_REFERENCE}{name}")})
}

/// The JSON type of a value, as schemas name it.
pub fn type_of(value: &Value) -> &'static str {
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

/// A value and all values in it.
pub fn values_in(part: &Value) -> Vec<&Value> {
    let mut found = vec![part];
    let mut next = 0;
    while let Some(part) = found.get(next) {
        match part {
            Value::Object(members) => found.extend(members.values()),
            Value::Array(items) => found.extend(items),
            _ => {}
        }
        next += 1;
    }
    found
}

/// Visits every object of a document whose keys are keywords, children first.
pub fn each_keyword_object(part: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match part {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match (key.as_str(), member) {
                    // Values of the API.
                    ("enum" | "const" | "default" | "example" | "examples", _) => {}
                    (key, Value::Object(named)) if NAMES.contains(&key) => {
                        named.values_mut().for_each(|member| each_keyword_object(member, visit));
                    }
                    (_, member) => each_keyword_object(member, visit),
                }
            }
            visit(members);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_keyword_object(item, visit)),
        _ => {}
    }
}

/// The members whose keys are names, not keywords.
#[rustfmt::skip]
const NAMES: [&str; 24] = [
    "properties", "patternProperties", "dependentSchemas", "dependentRequired", "$defs", "schemas", "responses", "headers",
    "requestBodies", "parameters", "securitySchemes", "paths", "pathItems", "mediaTypes", "webhooks",
    "additionalOperations", "content", "variables", "encoding", "links", "callbacks", "mapping", "scopes", "flows",
];

/// Visits a value and all values in it, parents first.
pub fn each_value(part: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    visit(part);
    match part {
        Value::Object(members) => members.values_mut().for_each(|member| each_value(member, visit)),
        Value::Array(items) => items.iter_mut().for_each(|item| each_value(item, visit)),
        _ => {}
    }
}

/// The alternatives of a union that are schemas, by the value of their tag: those that the discriminator maps to, then
/// every other schema that the union lists or that extends it, by the only value of its tag or else by its name.
pub fn union_arms(document: &Value, name: &str, schema: &Value) -> BTreeMap<String, String> {
    let discriminator = &schema["discriminator"];
    let target = |to: &Value| to.as_str().map(|text| text.strip_prefix(SCHEMA_REFERENCE).unwrap_or(text).to_owned());
    let mapping = members(discriminator, "mapping");
    let mut arms: BTreeMap<_, _> = mapping.filter_map(|(value, to)| Some((value.clone(), target(to)?))).collect();
    let listed = items(schema, "oneOf").chain(items(schema, "anyOf"));
    let extends = |schema: &Value| items(schema, "allOf").any(|part| reference_name(part) == Some(name));
    let children = schemas(document).iter().filter(|(_, schema)| discriminator.is_object() && extends(schema));
    let tag = discriminator["propertyName"].as_str().unwrap_or_default();
    let children = children.map(|(child, _)| child.as_str()).chain(listed.filter_map(reference_name));
    for child in children.collect::<BTreeSet<_>>() {
        if !arms.values().any(|target| target == child) {
            let value = schemas(document).get(child).and_then(|child| only_value(&child["properties"][tag]));
            arms.entry(value.unwrap_or(child).to_owned()).or_insert_with(|| child.to_owned());
        }
    }
    arms
}

/// The text of an enum that has only this value.
pub fn only_value(schema: &Value) -> Option<&str> {
    let [value] = schema["enum"].as_array()?.as_slice() else { return None };
    value.as_str()
}

/// The names of the schemas that a part of the document refers to.
pub fn references(part: &Value) -> impl Iterator<Item = &str> {
    values_in(part).into_iter().filter_map(reference_name)
}

/// These schemas and all that they refer to, without those that do not meet a condition, and what only those refer to.
pub fn closure<'a>(
    document: &'a Value,
    mut open: Vec<&'a str>,
    condition: impl Fn(&Value) -> bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas(document).get(name).filter(|schema| condition(schema))
            && found.insert(name.to_owned())
        {
            open.extend(references(schema));
        }
    }
    found
}

/// The names of the schemas of responses and of streamed chunks.
pub fn of_responses(document: &Value) -> BTreeSet<String> {
    closure(document, in_responses(document).chain(streamed(document)).collect(), |_| true)
}

/// The names of the schemas that responses refer to directly.
pub fn in_responses(document: &Value) -> impl Iterator<Item = &str> {
    operations(document).flat_map(|(_, _, operation)| references(&operation["responses"]))
}
