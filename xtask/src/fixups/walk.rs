//! Traversal of a document: operations, schemas, references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::overlay::escaped;

pub const SCHEMA_REFERENCE: &str = "#/components/schemas/";

pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Each operation with its method and path.
pub fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let operations = members(document, "paths").flat_map(|(path, item)| {
        let members = item.as_object().into_iter().flatten();
        members.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    });
    operations.filter(|(method, ..)| METHODS.contains(method))
}

pub fn operations_mut(document: &mut Value) -> impl Iterator<Item = (&str, &str, &mut Map<String, Value>)> {
    let operations = members_mut(document, "paths").flat_map(|(path, item)| {
        let members = item.as_object_mut().into_iter().flatten();
        members
            .filter_map(move |(method, operation)| Some((method.as_str(), path.as_str(), operation.as_object_mut()?)))
    });
    operations.filter(|(method, ..)| METHODS.contains(method))
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

/// The items of an array below a key, if it has it.
pub fn items<'a>(part: &'a Value, key: &str) -> impl DoubleEndedIterator<Item = &'a Value> + use<'a> {
    part[key].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

/// The target of a reference, or the part itself.
pub fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let pointer = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(part)
}

pub fn members_mut<'a>(part: &'a mut Value, key: &str) -> impl Iterator<Item = (&'a String, &'a mut Value)> {
    part.get_mut(key).and_then(Value::as_object_mut).into_iter().flatten()
}

/// Parameters, in the components or in an operation.
pub fn parameters(document: &mut Value) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (key, part) in document.as_object_mut().into_iter().flatten() {
        if key == "components" {
            found.extend(members_mut(part, "parameters").map(|(_, parameter)| parameter));
        } else if key == "paths" {
            let items = part.as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
            let lists = items.flat_map(Map::values_mut).filter_map(|operation| operation.get_mut("parameters"));
            found.extend(lists.filter_map(Value::as_array_mut).flatten());
        }
    }
    found
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
    each_outer_schema(document, &mut |schema| each_subschema(schema, visit));
}

/// The same without inline schemas.
pub fn each_outer_schema(document: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    for parameter in parameters(document) {
        parameter.get_mut("schema").into_iter().for_each(&mut *visit);
    }
    for (_, _, operation) in operations_mut(document) {
        if let Some(body) = operation.get_mut("requestBody") {
            json_schemas(body).for_each(&mut *visit);
        }
        responses_mut(operation).flat_map(json_schemas).for_each(&mut *visit);
    }
    schemas_mut(document).values_mut().for_each(visit);
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

pub fn all_of(schema: &Value) -> impl Iterator<Item = &Value> {
    items(schema, "allOf")
}

/// Visits a value and all values in it, parents first.
pub fn each_value(part: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    visit(part);
    match part {
        Value::Object(members) => members.values_mut().for_each(|member| each_value(member, visit)),
        Value::Array(items) => items.iter_mut().for_each(|item| each_value(item, visit)),
        _ => {}
    }
}

/// Visits a value and all values in it, parents first, each with its JSON pointer.
pub fn each_place(part: &Value, place: &str, visit: &mut dyn FnMut(&Value, &str)) {
    visit(part, place);
    match part {
        Value::Object(members) => {
            members.iter().for_each(|(key, member)| each_place(member, &format!("{place}/{}", escaped(key)), visit));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| each_place(item, &format!("{place}/{index}"), visit));
        }
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
    let extends = |schema: &Value| all_of(schema).any(|part| reference_name(part) == Some(name));
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
pub fn references(part: &Value) -> Vec<String> {
    match part {
        Value::Object(members) => {
            let own = reference_name(part).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// These schemas and all that they refer to.
pub fn closure(document: &Value, names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    closure_if(document, names, |_| true)
}

/// The same without the schemas that do not meet a condition, and what only those refer to.
pub fn closure_if(
    document: &Value,
    names: impl IntoIterator<Item = String>,
    condition: impl Fn(&Value) -> bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = names.into_iter().collect();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas(document).get(&name).filter(|schema| condition(schema))
            && found.insert(name)
        {
            open.extend(references(schema));
        }
    }
    found
}

/// The schemas of responses: of whole responses and of streamed chunks.
pub struct Responses {
    pub whole: BTreeSet<String>,
    pub streamed: BTreeSet<String>,
}

impl Responses {
    pub fn of(document: &Value) -> Self {
        let streamed = streamed(document).map(str::to_owned);
        Self { whole: closure(document, in_responses(document)), streamed: closure(document, streamed) }
    }

    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.whole.union(&self.streamed)
    }
}

/// The names of the schemas that responses refer to directly.
pub fn in_responses(document: &Value) -> impl Iterator<Item = String> {
    operations(document).flat_map(|(_, _, operation)| references(&operation["responses"]))
}

/// The schemas that are written in the responses themselves.
pub fn response_schemas(document: &mut Value) -> impl Iterator<Item = (String, &mut Value)> {
    operations_mut(document).flat_map(|(_, _, operation)| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        responses_mut(operation).flat_map(json_schemas).map(move |schema| (id.clone(), schema))
    })
}

/// Visits every schema in the responses themselves and in the schemas of these names, parents first.
pub fn each_schema_of_responses(
    document: &mut Value,
    names: impl IntoIterator<Item = String>,
    visit: &mut dyn FnMut(&mut Map<String, Value>),
) {
    response_schemas(document).for_each(|(_, schema)| each_subschema(schema, visit));
    let schemas = schemas_mut(document);
    names.into_iter().for_each(|name| each_subschema(&mut schemas[&name], visit));
}
