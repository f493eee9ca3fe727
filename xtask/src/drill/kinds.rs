//! Documents of one change each, by what must become of them.

mod breaks;
mod operations;
mod requests;
mod responses;

use serde_json::{Value, json};

use super::futures::{reference, schemas};

type Change = Box<dyn Fn(&mut Value)>;

pub struct Kind {
    pub name: &'static str,
    pub change: Change,
    pub expected: Expected,
}

#[derive(Clone, Copy, Debug)]
#[allow(dead_code)] // the words are for the tests, which build no crate
pub enum Expected {
    /// It builds without an edit, and `diff` names no break.
    Adds,
    /// As above, and a part with these words is left out and reported.
    LeavesOut(&'static str),
    /// `diff` names a break with these words.
    Breaks(&'static str),
    /// It is refused, with the place and these words.
    Refused(&'static str),
}

use Expected::{Adds, Breaks, LeavesOut, Refused};

fn kind(name: &'static str, expected: Expected, change: impl Fn(&mut Value) + 'static) -> Kind {
    Kind { name, expected, change: Box::new(change) }
}

/// The name, or the first with a number that is not there, so that several changes can be made to one document.
fn fresh(taken: &Value, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let names = std::iter::once(name.to_owned()).chain(numbered);
    names.into_iter().find(|name| taken.get(name).is_none()).expect("numbers have no end")
}

/// A new property of this schema.
fn property(schema: &'static str, value: Value) -> impl Fn(&mut Value) {
    move |document| {
        let properties = &mut schemas(document)[schema]["properties"];
        let name = fresh(properties, "future");
        properties[name] = value.clone();
    }
}

/// A new schema. Returns its name.
fn add_schema(document: &mut Value, name: &str, schema: impl FnOnce(&str) -> Value) -> String {
    let name = fresh(&document["components"]["schemas"], name);
    document["components"]["schemas"][&name] = schema(&name);
    name
}

/// A new property of a request.
fn request(name: &'static str, value: Value) -> Kind {
    kind(name, Adds, property("ChatCompletionsOptions", value))
}

/// A new property of a response.
fn response(name: &'static str, value: Value) -> Kind {
    kind(name, Adds, property("ChatCompletions", value))
}

/// Another type for a property that is there.
fn retyped(name: &'static str, schema: &'static str, property: &'static str, value: Value) -> Kind {
    let is_named = Breaks(Box::leak(format!("{schema}.{property}").into_boxed_str()));
    kind(name, is_named, move |document| schemas(document)[schema]["properties"][property] = value.clone())
}

fn parameter(name: &'static str, expected: Expected, value: Value) -> Kind {
    kind(name, expected, move |document| {
        let parameters = document["paths"]["/chat/completions"]["post"]["parameters"].as_array_mut();
        let parameters = parameters.expect("it has parameters");
        let mut value = value.clone();
        while parameters.iter().any(|other| other["name"] == value["name"]) {
            value["name"] = format!("{}2", value["name"].as_str().expect("a name")).into();
        }
        parameters.push(value);
    })
}

fn operation(name: &'static str, expected: Expected, path: &'static str, method: &'static str, value: Value) -> Kind {
    kind(name, expected, move |document| add_operation(document, path, method, value.clone()))
}

/// A new operation, at a path and with an id that no other has.
fn add_operation(document: &mut Value, path: &str, method: &str, mut value: Value) {
    let paths = &mut document["paths"];
    let path = if paths[path].get(method).is_some() { fresh(paths, path) } else { path.to_owned() };
    let text = paths.to_string();
    if value["operationId"] == "future" && text.contains("\"future\"") {
        let ids = (2..).map(|number| format!("future{number}"));
        let id = ids.into_iter().find(|id| !text.contains(&format!("\"{id}\"")));
        value["operationId"] = id.into();
    }
    paths[path][method] = value;
}

fn success() -> Value {
    json!({"200": {"description": "", "content": {"application/json": {"schema": reference("ModelInfo")}}}})
}

fn body(content: Value) -> Value {
    json!({"operationId": "future", "requestBody": {"required": true, "content": content}, "responses": success()})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn either() -> Value {
    json!({"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["auto", "none"]}]})
}

/// All of them, whatever the version that drives.
pub fn all() -> Vec<Kind> {
    [
        requests::all(),
        responses::all(),
        operations::parameters(),
        operations::all(),
        breaks::all(),
        breaks::odd_documents(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
