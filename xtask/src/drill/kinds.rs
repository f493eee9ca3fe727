//! Made-up documents, and what must happen to each: the tables are in `kinds.yaml`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::fixups::plain::rename_schema;
use crate::fixups::walk::{self, items, members, reference, schemas_mut};
use crate::generator::open_enum_values;
use crate::overlay::{remove, unescaped};
use crate::parse;

/// A document with one change. Without `leaves_out`, `breaks` and `refused` it builds without an edit, and `diff` reports no
/// break.
#[derive(Deserialize)]
pub struct Kind {
    #[serde(skip)]
    pub name: String,
    /// It builds without an edit, and a part with these words is left out and reported.
    #[allow(dead_code, reason = "only the tests read the words; they build no crate")]
    pub leaves_out: Option<String>,
    /// `diff` reports a break with these words.
    pub breaks: Option<String>,
    /// It is refused, with the place and these words.
    pub refused: Option<String>,
    #[serde(flatten)]
    pub change: Map<String, Value>,
}

fn table() -> Value {
    parse::yaml(include_str!("kinds.yaml")).expect("kinds.yaml is read by a test")
}

/// All of them, whichever version drives.
pub fn all() -> Vec<Kind> {
    let table = table();
    let names = |key: &str| items(&table, key).filter_map(Value::as_str);
    let parameters = names("parameter_names").map(|name| {
        let parameter = json!({"name": name, "in": "query", "schema": {"type": "string"}});
        (format!("a parameter named `{name}`"), json!({"parameter": parameter}))
    });
    let operations = names("operation_ids").map(|id| {
        (format!("an operation named `{id}`"), json!({"operation": {"at": "get /future", "operationId": id}}))
    });
    let kinds = members(&table, "kinds").map(|(name, change)| (name.clone(), change.clone()));
    let kinds = kinds.chain(parameters).chain(operations).map(|(name, change)| {
        // A retyped property always breaks.
        let retyped = members(&change, "retype").next().map(|(place, _)| place.clone());
        let kind: Kind = serde_json::from_value(change).unwrap_or_else(|error| panic!("{name}: {error}"));
        Kind { name, breaks: kind.breaks.or(retyped), ..kind }
    });
    kinds.collect()
}

impl Kind {
    pub fn is_additive(&self) -> bool {
        self.breaks.is_none() && self.refused.is_none()
    }
}

/// Makes the changes to a document that `kinds.yaml` describes.
pub fn apply(change: &Map<String, Value>, document: &mut Value) {
    for (key, value) in change {
        let members = || value.as_object().into_iter().flatten();
        match key.as_str() {
            "openapi" => document["openapi"] = value.clone(),
            "schemas" => schemas_mut(document).extend(value.as_object().cloned().unwrap_or_default()),
            "request" => add_property(document, "ChatCompletionsOptions", value),
            "response" => add_property(document, "ChatCompletions", value),
            "property" => members().for_each(|(schema, value)| add_property(document, schema, value)),
            "retype" => members().for_each(|(place, value)| {
                let (schema, property) = place.split_once('.').expect("SCHEMA.PROPERTY");
                schemas_mut(document)[schema]["properties"][property] = value.clone();
            }),
            "parameter" => add_parameter(document, value.clone()),
            "operation" => add_operation(document, value.clone()),
            "rename" => {
                members().for_each(|(old, new)| rename_schema(document, old, new.as_str().expect("a name")));
            }
            "set" => members().for_each(|(place, value)| set(document, place, value)),
            "add" => members().for_each(|(place, values)| {
                let list = document.pointer_mut(place).and_then(Value::as_array_mut);
                list.expect(place).extend(values.as_array().expect("a list").iter().cloned());
            }),
            "everywhere" => add_everywhere(document),
            "every_kind" => add_every_kind(document),
            "remove" => {
                let places = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                places.for_each(|place| remove(document, place));
            }
            key => panic!("the key `{key}` is unknown"),
        }
    }
}

/// The name, or the first with a number that is not taken, so that several changes can be made to one document.
fn fresh(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).expect("numbers have no end")
}

fn add_property(document: &mut Value, schema: &str, value: &Value) {
    let properties = &mut schemas_mut(document)[schema]["properties"];
    let name = fresh("future", |name| properties.get(name).is_some());
    properties[name] = value.clone();
}

fn add_parameter(document: &mut Value, mut parameter: Value) {
    let parameters = document["paths"]["/chat/completions"]["post"]["parameters"].as_array_mut();
    let parameters = parameters.expect("it has parameters");
    let name = parameter["name"].as_str().expect("a name");
    parameter["name"] = fresh(name, |name| parameters.iter().any(|other| other["name"] == name)).into();
    parameters.push(parameter);
}

fn add_operation(document: &mut Value, mut operation: Value) {
    let members = operation.as_object_mut().expect("an object");
    let at = members.remove("at").unwrap_or_default();
    let (method, path) = at.as_str().and_then(|at| at.split_once(' ')).expect("METHOD PATH");
    let schema = members.remove("body").map(|schema| json!({"application/json": {"schema": schema}}));
    if let Some(content) = members.remove("content").or(schema) {
        members.insert("requestBody".to_owned(), json!({"required": true, "content": content}));
    }
    members.entry("responses").or_insert_with(
        || json!({"200": {"description": "", "content": {"application/json": {"schema": reference("ModelInfo")}}}}),
    );
    let paths = &mut document["paths"];
    let text = paths.to_string();
    let is_taken = |id: &str| text.contains(&format!("\"{id}\""));
    members.entry("operationId").or_insert_with(|| fresh("future", is_taken).into());
    members.retain(|key, value| key != "operationId" || !value.is_null());
    let path = fresh(path, |path| paths.get(path).is_some_and(|item| item.get(method).is_some()));
    paths[path][method] = operation;
}

fn set(document: &mut Value, place: &str, value: &Value) {
    let (parent, name) = place.rsplit_once('/').expect("a JSON pointer");
    document.pointer_mut(parent).expect(place)[unescaped(name)] = value.clone();
}

/// A document that the whole drill goes through.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Future {
    pub change: Map<String, Value>,
    /// What the error of the refresh must contain if the overlay needs an edit.
    pub error: Option<String>,
    replace: BTreeMap<String, String>,
    remove: Option<String>,
    /// The breaks that `diff` must report.
    pub breaks: Vec<String>,
    pub fails_at: Vec<String>,
}

pub fn futures() -> Result<BTreeMap<String, Future>> {
    serde_path_to_error::deserialize(table()["futures"].take()).context("in `futures` of kinds.yaml")
}

impl Future {
    /// Edits the overlay as the document needs it.
    pub fn edit(&self, mut overlay: String) -> Result<String> {
        for (old, new) in &self.replace {
            overlay = overlay.replace(old, new);
        }
        let Some(target) = &self.remove else { return Ok(overlay) };
        let (head, actions) = overlay.split_once("\nactions:\n").context("the overlay has no actions")?;
        let kept = actions.split("\n  - target: ").filter(|action| !action.starts_with(target));
        Ok(format!("{head}\nactions:\n{}", kept.collect::<Vec<_>>().join("\n  - target: ")))
    }
}

/// Every change of the table that only adds, in one document.
pub fn add_every_kind(document: &mut Value) {
    all().iter().filter(|kind| kind.is_additive()).for_each(|kind| apply(&kind.change, document));
    // Some are said in 3.1 and 3.2; the newest says them all.
    document["openapi"] = "3.2.0".into();
}

/// A new operation; a new optional parameter of each; a new property of each object, which responses require; a new value
/// of each enum; a new child of each discriminator; a new alternative.
fn add_everywhere(document: &mut Value) {
    let text = || json!({"type": "string"});
    let responses = walk::of_responses(document);
    // What no response has, and all that it refers to.
    let others = walk::schemas(document).keys().filter(|name| !responses.contains(*name));
    let requests = walk::closure(document, others.map(String::as_str).collect(), |_| true);
    for (_, _, operation) in walk::operations_mut(document) {
        let parameters = walk::list_entry(operation, "parameters");
        parameters.insert(0, json!({"name": "future", "in": "query", "schema": text()}));
        parameters.push(json!({"name": "x-future", "in": "header", "schema": text()}));
    }
    let is_base = |(_, schema): &(&String, &Value)| schema["discriminator"]["mapping"].is_object();
    let bases: Vec<String> = walk::schemas(document).iter().filter(is_base).map(|(name, _)| name.clone()).collect();
    for (name, schema) in schemas_mut(document).iter_mut() {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("a_future".to_owned(), text());
            properties.insert("future".to_owned(), text());
            if responses.contains(name) && !requests.contains(name) {
                walk::list_entry(schema.as_object_mut().expect("an object"), "required").push("future".into());
            }
        }
        if open_enum_values(schema).is_some() {
            let parts = schema["anyOf"].as_array_mut().into_iter().flatten();
            let values = parts.filter_map(|part| part.get_mut("enum").and_then(Value::as_array_mut));
            values.for_each(|values| values.insert(0, "future value".into()));
        }
    }
    bases.iter().for_each(|base| add_child(document, base));
    let choice = schemas_mut(document)["ChatCompletionsOptions"]["properties"]["tool_choice"]["anyOf"].as_array_mut();
    choice.expect("a choice").push(reference("FutureToolChoice"));
    let properties = json!({"type": {"type": "string", "enum": ["future"]}});
    let tool_choice = json!({"type": "object", "required": ["type"], "properties": properties});
    schemas_mut(document).insert("FutureToolChoice".to_owned(), tool_choice);
    document["paths"]["/future/{id}"] = json!({
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": text()}],
        "post": {
            "operationId": "doFuture",
            "requestBody": {"required": true, "content": {"application/json": {"schema": reference("ModelInfo")}}},
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": reference("ModelInfo")}}}},
        },
    });
}

/// A child of a discriminated base, as the published documents write them.
fn add_child(document: &mut Value, base: &str) {
    let discriminator = &mut schemas_mut(document)[base]["discriminator"];
    let tag = discriminator["propertyName"].as_str().expect("a tag").to_owned();
    let name = format!("Future{base}");
    discriminator["mapping"]["future"] = format!("{}{name}", walk::SCHEMA_REFERENCE).into();
    let child = json!({
        "type": "object", "required": [tag, "content"], "allOf": [reference(base)],
        "properties": {&tag: {"type": "string", "enum": ["future"]}, "content": {"type": "string"}},
    });
    schemas_mut(document).insert(name, child);
}
