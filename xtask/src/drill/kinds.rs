//! Made-up documents with one change each, and what must happen to each: the table is `kinds.yaml`.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::futures::{add_every_kind, add_everywhere};
use crate::fixups::plain::rename_schema;
use crate::fixups::walk::{items, members, reference, schemas_mut};
use crate::overlay::{remove, unescaped};
use crate::parse;

pub struct Kind {
    pub name: String,
    pub expected: Expected,
    change: Map<String, Value>,
}

#[derive(Clone, Debug)]
#[allow(dead_code)] // only the tests read the words; they build no crate
pub enum Expected {
    /// It builds without an edit, and `diff` reports no break.
    Adds,
    /// As above, and a part with these words is left out and reported.
    LeavesOut(String),
    /// `diff` reports a break with these words.
    Breaks(String),
    /// It is refused, with the place and these words.
    Refused(String),
}

impl Expected {
    pub fn is_additive(&self) -> bool {
        matches!(self, Self::Adds | Self::LeavesOut(_))
    }
}

/// All of them, whichever version drives.
pub fn all() -> Vec<Kind> {
    read().expect("kinds.yaml is read by a test")
}

pub fn table() -> Result<Value> {
    parse::yaml(include_str!("kinds.yaml"))
}

fn read() -> Result<Vec<Kind>> {
    let table = table()?;
    let names = |key: &str| items(&table, key).filter_map(Value::as_str);
    let parameters = names("parameter_names").map(|name| {
        let parameter = json!({"name": name, "in": "query", "schema": {"type": "string"}});
        (format!("a parameter named `{name}`"), json!({"parameter": parameter}))
    });
    let operations = names("operation_ids").map(|id| {
        (format!("an operation named `{id}`"), json!({"operation": {"at": "get /future", "operationId": id}}))
    });
    let kinds = table["kinds"].as_object().context("it has no `kinds`")?.clone();
    let all = kinds.into_iter().chain(parameters).chain(operations);
    all.map(|(name, change)| Kind::read(&name, change).with_context(|| name)).collect()
}

impl Kind {
    pub fn adds(name: &str, change: Map<String, Value>) -> Self {
        Self { name: name.to_owned(), expected: Expected::Adds, change }
    }

    fn read(name: &str, change: Value) -> Result<Self> {
        let retyped = members(&change, "retype").next().map(|(place, _)| Expected::Breaks(place.clone()));
        let Value::Object(mut change) = change else { anyhow::bail!("it is not an object") };
        let mut words = |key: &str| change.remove(key).and_then(|words| words.as_str().map(str::to_owned));
        let stated = words("leaves_out").map(Expected::LeavesOut);
        let stated = stated.or(words("breaks").map(Expected::Breaks)).or(words("refused").map(Expected::Refused));
        Ok(Self { name: name.to_owned(), expected: stated.or(retyped).unwrap_or(Expected::Adds), change })
    }

    pub fn apply(&self, document: &mut Value) {
        for (key, value) in &self.change {
            let members = || value.as_object().into_iter().flatten();
            match key.as_str() {
                "openapi" => document["openapi"] = value.clone(),
                "schemas" => members()
                    .for_each(|(name, schema)| drop(schemas_mut(document).insert(name.clone(), schema.clone()))),
                "request" => add_property(document, "ChatCompletionsOptions", value),
                "response" => add_property(document, "ChatCompletions", value),
                "property" => members().for_each(|(schema, value)| add_property(document, schema, value)),
                "retype" => members().for_each(|(place, value)| {
                    let (schema, property) = place.split_once('.').expect("SCHEMA.PROPERTY");
                    schemas_mut(document)[schema]["properties"][property] = value.clone();
                }),
                "parameter" => add_parameter(document, value.clone()),
                "operation" => add_operation(document, value.clone()),
                "rename" => members().for_each(|(old, new)| {
                    rename_schema(document, old, new.as_str().expect("a name"));
                }),
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
                key => panic!("`{}` has the unknown key `{key}`", self.name),
            }
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
