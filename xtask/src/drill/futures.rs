//! Made-up future documents of `kinds.yaml`, which the whole drill goes through.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::kinds::{self, Kind};
use crate::fixups::walk::{self, reference, schemas_mut};
use crate::generator::open_enum_values;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Future {
    change: Map<String, Value>,
    /// What the error of the refresh must contain if the overlay needs an edit.
    pub error: Option<String>,
    #[serde(default)]
    replace: BTreeMap<String, String>,
    remove: Option<String>,
    /// The breaks that `diff` must report.
    #[serde(default)]
    pub breaks: Vec<String>,
    #[serde(default)]
    pub fails_at: Vec<String>,
}

pub fn all() -> Result<BTreeMap<String, Future>> {
    serde_path_to_error::deserialize(kinds::table()?["futures"].take()).context("in `futures` of kinds.yaml")
}

impl Future {
    pub fn apply(&self, name: &str, document: &mut Value) {
        Kind::adds(name, self.change.clone()).apply(document);
    }

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
    kinds::all().iter().filter(|kind| kind.expected.is_additive()).for_each(|kind| kind.apply(document));
    // Some are said in 3.1 and 3.2; the newest says them all.
    document["openapi"] = "3.2.0".into();
}

/// A new operation; a new optional parameter of each; a new property of each object, which responses require; a new value
/// of each enum; a new child of each discriminator; a new alternative.
pub fn add_everywhere(document: &mut Value) {
    let text = || json!({"type": "string"});
    let responses = walk::of_responses(document);
    // What no response has, and all that it refers to.
    let others = walk::schemas(document).keys().filter(|name| !responses.contains(*name));
    let requests = walk::closure(document, others.map(String::as_str), |_| true);
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
