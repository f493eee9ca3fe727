//! The vendor's document: read, refused when it can't be used, and reduced to its interface.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

/// Where the interface of a version is kept.
pub fn path(version: &str) -> String {
    format!("spec/upstream/{version}.json")
}

/// Reads YAML or JSON and makes sure that it is an OpenAPI 3.0 document that holds together.
pub fn parse(text: &str) -> Result<Value> {
    ensure!(!text.trim().is_empty(), "the document is empty");
    // JSON is YAML too, but a JSON parser is exact about numbers and names the place of a mistake better.
    let document: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).context("the document is not JSON")?
    } else {
        serde_saphyr::from_str(text).context("the document is not YAML")?
    };
    ensure!(document.is_object(), "the document is not an OpenAPI document: its root is not an object");
    accept_version(&document)?;
    let paths = document.get("paths").and_then(Value::as_object);
    ensure!(paths.is_some_and(|paths| !paths.is_empty()), "the document has no paths");
    accept_references(&document, &document)?;
    serde_json::from_value::<openapiv3::OpenAPI>(document.clone())
        .context("the document is not an OpenAPI 3.0 document")?;
    Ok(document)
}

fn accept_version(document: &Value) -> Result<()> {
    if let Some(version) = document.get("swagger") {
        bail!("the document is Swagger {}; only OpenAPI 3.0 is read", plain(version));
    }
    match document.get("openapi").map(plain) {
        Some(version) if version.starts_with("3.0.") => Ok(()),
        Some(version) => bail!("the document is OpenAPI {version}; only OpenAPI 3.0 is read"),
        None => bail!("the document is not an OpenAPI document: it has no `openapi` field"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Every `$ref` must name something inside the document.
fn accept_references(document: &Value, part: &Value) -> Result<()> {
    match part {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                ensure!(target.is_some(), "the document refers to `{reference}`, which it does not have");
            }
            members.values().try_for_each(|member| accept_references(document, member))
        }
        Value::Array(items) => items.iter().try_for_each(|item| accept_references(document, item)),
        _ => Ok(()),
    }
}

/// What a member of an object is, which decides what may be dropped from it.
#[derive(Clone, Copy)]
enum Kind {
    /// An object of the specification: its keys are keywords.
    Keywords,
    /// A map whose keys are names, such as `properties`.
    Names,
    /// A value of the API, such as an enum's: never touched.
    Data,
}

fn kind_of(parent: Kind, key: &str) -> Kind {
    match (parent, key) {
        (Kind::Data, _) | (Kind::Keywords, "enum" | "default" | "const") => Kind::Data,
        (Kind::Names, _) => Kind::Keywords,
        (
            Kind::Keywords,
            "properties" | "patternProperties" | "schemas" | "responses" | "headers" | "requestBodies" | "parameters"
            | "securitySchemes" | "paths" | "content" | "variables" | "encoding" | "links" | "callbacks" | "mapping"
            | "scopes" | "flows",
        ) => Kind::Names,
        (Kind::Keywords, _) => Kind::Keywords,
    }
}

fn is_prose(key: &str) -> bool {
    matches!(key, "description" | "summary" | "title" | "example" | "examples" | "externalDocs" | "tags")
        || key.starts_with("x-")
}

/// The document without prose, examples and vendor extensions.
pub fn interface(document: &Value) -> Value {
    let mut document = strip(document, Kind::Keywords);
    // Two texts that the specification demands: a title, and a description of each response.
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("title".to_owned(), Value::from("AI Model Inference"));
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    let operations = paths.flat_map(|(_, path)| path.as_object_mut().into_iter().flatten());
    for (_, operation) in operations {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
        for (_, response) in responses.filter(|(_, response)| response.get("$ref").is_none()) {
            response["description"] = Value::from("");
        }
    }
    document
}

fn strip(value: &Value, kind: Kind) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members
                .iter()
                .filter(|(key, _)| !(matches!(kind, Kind::Keywords) && is_prose(key)))
                .map(|(key, member)| (key.clone(), strip(member, kind_of(kind, key))));
            Value::Object(kept.collect::<Map<_, _>>())
        }
        // `parameters` and `security` are arrays of objects of the specification.
        Value::Array(items) => {
            let kind = if matches!(kind, Kind::Names) { Kind::Keywords } else { kind };
            Value::Array(items.iter().map(|item| strip(item, kind)).collect())
        }
        other => other.clone(),
    }
}

/// The text of a committed JSON file: keys sorted, two spaces, a line end.
pub fn to_text(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const GOOD: &str = "openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {/a: {}}\n";

    fn check_refused(text: &str, reason: &str) {
        let error = format!("{:#}", parse(text).unwrap_err());
        assert!(error.contains(reason), "{error:?} does not say {reason:?}");
    }

    #[test]
    fn bad_documents_are_named_as_such() {
        parse(GOOD).unwrap();
        check_refused("", "is empty");
        check_refused("  \n\n", "is empty");
        check_refused("a: [1, 2\nb: }", "is not YAML");
        check_refused("{\"openapi\": ", "is not JSON");
        check_refused("just words", "its root is not an object");
        check_refused("<!DOCTYPE html><html></html>", "its root is not an object");
        check_refused("a: b", "has no `openapi` field");
        check_refused("swagger: '2.0'\npaths: {/a: {}}", "Swagger 2.0; only OpenAPI 3.0 is read");
        check_refused("openapi: 3.1.0\npaths: {/a: {}}", "OpenAPI 3.1.0; only OpenAPI 3.0 is read");
        check_refused("openapi: 3.0.0\ninfo: {title: t, version: v}", "has no paths");
        check_refused("openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {}", "has no paths");
        check_refused(&GOOD.replace("{}", "{get: {$ref: '#/components/x'}}"), "refers to `#/components/x`");
        check_refused(&GOOD.replace("{}", "{get: {$ref: 'other.yaml#/x'}}"), "refers to `other.yaml#/x`");
    }

    #[test]
    fn prose_goes_and_names_stay() {
        let document = json!({
            "openapi": "3.0.0",
            "info": {"title": "Theirs", "description": "prose", "version": "v"},
            "tags": [],
            "paths": {"/a": {"post": {"summary": "prose", "x-ms": 1, "operationId": "a",
                "parameters": [{"name": "p", "in": "query", "description": "prose"}],
                "responses": {"200": {"description": "prose"}}}}},
            "components": {"schemas": {"S": {"description": "prose", "properties": {
                "description": {"type": "string", "description": "prose"},
                "example": {"type": "string", "enum": ["description"], "example": "prose"},
                "x-name": {"type": "object", "default": {"description": "data"}},
            }}}},
        });
        let expected = json!({
            "openapi": "3.0.0",
            "info": {"title": "AI Model Inference", "version": "v"},
            "paths": {"/a": {"post": {"operationId": "a", "parameters": [{"name": "p", "in": "query"}],
                "responses": {"200": {"description": ""}}}}},
            "components": {"schemas": {"S": {"properties": {
                "description": {"type": "string"},
                "example": {"type": "string", "enum": ["description"]},
                "x-name": {"type": "object", "default": {"description": "data"}},
            }}}},
        });
        assert_eq!(interface(&document), expected);
    }
}
