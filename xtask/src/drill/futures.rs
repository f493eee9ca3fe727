//! Made-up future documents, and what must happen to each.

use serde_json::{Value, json};

use super::kinds;
use crate::fixups::plain::rename_schema;
use crate::fixups::walk::{self, reference, schemas_mut};
use crate::generator::open_enum_values;

pub struct Future {
    pub name: &'static str,
    pub change: fn(&mut Value),
    /// The edit of the overlay that the document needs, if any.
    pub fix: Option<Fix>,
    /// The breaks that `diff` must report.
    pub breaks: Vec<&'static str>,
    pub outcome: Outcome,
}

impl Future {
    /// One that breaks nothing.
    fn additive(name: &'static str, change: fn(&mut Value)) -> Self {
        Self { name, change, fix: None, breaks: Vec::new(), outcome: Outcome::Passes }
    }
}

/// A correction that no longer applies.
pub struct Fix {
    /// What the error of the refresh must contain.
    pub error: &'static str,
    pub edit: fn(&str) -> String,
}

pub enum Outcome {
    /// It builds without an edit, and the tests pass.
    Passes,
    /// The generated code does not change.
    SameCode,
    /// It fails to compile, only at lines with one of these words.
    FailsAt(&'static [&'static str]),
}

pub fn all() -> Vec<Future> {
    vec![
        Future::additive("everything gains something", add_everywhere),
        Future::additive("every kind of change that adds", add_every_kind),
        Future {
            name: "a request requires a new property",
            change: |document| {
                let function = &mut schemas_mut(document)["FunctionDefinition"];
                function["properties"]["future"] = json!({"type": "string"});
                function["required"].as_array_mut().expect("it has a name").push("future".into());
            },
            fix: None,
            breaks: vec!["! FunctionDefinition.future: is new and required [breaks senders]"],
            outcome: Outcome::FailsAt(&["FunctionDefinition::new(", "Self::new(name)"]),
        },
        Future {
            name: "a schema has another name",
            change: |document| rename_schema(document, "CompletionsUsage", "TokenUsage"),
            fix: Some(Fix {
                error: "CompletionsUsage",
                edit: |overlay| {
                    overlay
                        .replace("schemas.CompletionsUsage\n", "schemas.TokenUsage\n")
                        .replace("schemas.CompletionsUsage.", "schemas.TokenUsage.")
                        .replace("schemas/CompletionsUsage'", "schemas/TokenUsage'")
                },
            }),
            breaks: vec!["! CompletionsUsage: is called TokenUsage now [breaks readers]"],
            outcome: Outcome::FailsAt(&["CompletionsUsage"]),
        },
        Future {
            name: "a property of a response has another type",
            change: |document| {
                schemas_mut(document)["ChatCompletions"]["properties"]["created"] = json!({"type": "string"});
            },
            fix: None,
            breaks: vec!["! ChatCompletions.created: is string instead of integer [breaks readers]"],
            outcome: Outcome::FailsAt(&["created"]),
        },
        Future {
            name: "an upstream error is corrected",
            change: |document| {
                let options = schemas_mut(document)["ImageGenerationsOptions"]["required"].as_array_mut();
                options.expect("it requires a prompt").retain(|name| name != "n");
            },
            fix: Some(Fix {
                error: "(`$.components.schemas.ImageGenerationsOptions.required[?@ == 'n']`): matches nothing",
                edit: |overlay| {
                    without_action(overlay, "$.components.schemas.ImageGenerationsOptions.required[?@ == 'n']")
                },
            }),
            // The overlay has made it optional before, which `diff` does not see: the code stays the same.
            breaks: vec!["! ImageGenerationsOptions.n: may be missing now [breaks senders]"],
            outcome: Outcome::SameCode,
        },
    ]
}

/// Every change of the table that only adds, in one document.
pub fn add_every_kind(document: &mut Value) {
    kinds::all().iter().filter(|kind| kind.expected.is_additive()).for_each(|kind| kind.apply(document));
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

/// The overlay without the action of a target.
fn without_action(overlay: &str, target: &str) -> String {
    let (head, actions) = overlay.split_once("\nactions:\n").expect("it has actions");
    let kept = actions.split("\n  - target: ").filter(|action| !action.starts_with(target));
    format!("{head}\nactions:\n{}", kept.collect::<Vec<_>>().join("\n  - target: "))
}
