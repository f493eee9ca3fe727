//! The vendor's document: read, refused when it can't be used, and reduced to its interface.

use std::fmt;

use anyhow::{Context, Result, bail, ensure};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::fixups::walk::{members_mut, operations_mut};
use crate::workspace::Workspace;

/// Where the interface of a version is kept.
pub fn path(version: &str) -> String {
    format!("spec/upstream/{version}.json")
}

/// The interface of a version, as it is kept.
pub fn vendored(workspace: &Workspace, version: &str) -> Result<Value> {
    let path = path(version);
    serde_json::from_str(&workspace.read(&path)?).with_context(|| format!("{path} is not JSON"))
}

/// Reads YAML or JSON, makes sure that it is an OpenAPI 3.0 document that holds together, and reduces it to its interface.
pub fn parse(text: &str) -> Result<Value> {
    ensure!(!text.trim().is_empty(), "the document is empty");
    // JSON is YAML too, but a JSON parser is exact about numbers and names the place of a mistake better.
    let document: Value = if text.trim_start().starts_with('{') {
        let json: Once = serde_json::from_str(text).context("the document is not JSON")?;
        json.0
    } else {
        serde_saphyr::from_str(text).context("the document is not YAML")?
    };
    ensure!(document.is_object(), "the document is not an OpenAPI document: its root is not an object");
    accept_version(&document)?;
    let paths = document.get("paths").and_then(Value::as_object);
    ensure!(paths.is_some_and(|paths| !paths.is_empty()), "the document has no paths");
    // Examples and extensions may refer to files beside the document; the interface may not.
    let interface = interface(&document);
    accept_references(&interface, &interface)?;
    accept_structure(&interface).context("the document is not an OpenAPI 3.0 document")?;
    Ok(interface)
}

/// By parts first: the type of the whole tells no places below its maps.
fn accept_structure(document: &Value) -> Result<()> {
    let parts = |pointer: &str| document.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
    for (path, item) in parts("/paths") {
        accept_part::<openapiv3::PathItem>(item).with_context(|| format!("paths.{path}"))?;
    }
    for (name, schema) in parts("/components/schemas") {
        accept_part::<openapiv3::ReferenceOr<openapiv3::Schema>>(schema)
            .with_context(|| format!("the schema {name}"))?;
    }
    accept_part::<openapiv3::OpenAPI>(document)
}

fn accept_part<T: for<'de> Deserialize<'de>>(part: &Value) -> Result<()> {
    serde_path_to_error::deserialize::<_, T>(part.clone())?;
    Ok(())
}

/// A JSON value in which no object has a name twice, as serde_json would let it.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            found.push(item);
        }
        Ok(found.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        while let Some((name, Once(member))) = members.next_entry::<String, Once>()? {
            if found.contains_key(&name) {
                return Err(A::Error::custom(format!("the name `{name}` is there twice")));
            }
            found.insert(name, member);
        }
        Ok(found.into())
    }
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
fn interface(document: &Value) -> Value {
    let mut document = strip(document, Kind::Keywords);
    // Two texts that the specification demands: a title, and a description of each response.
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("title".to_owned(), Value::from("AI Model Inference"));
    }
    let shared = document.get_mut("components").into_iter().flat_map(|part| members_mut(part, "responses"));
    shared.for_each(|(_, response)| empty_description(response));
    for (_, _, operation) in operations_mut(&mut document) {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        responses.into_iter().flat_map(Map::values_mut).for_each(empty_description);
    }
    document
}

fn empty_description(response: &mut Value) {
    if let Some(response) = response.as_object_mut().filter(|response| !response.contains_key("$ref")) {
        response.insert("description".to_owned(), Value::from(""));
    }
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
        check_refused("{\"openapi\": \"3.0.0\", \"openapi\": \"3.0.0\"}", "`openapi` is there twice");
        check_refused(&GOOD.replace("{}", "{get: {responses: {200: 5}}}"), "paths./a: get.responses");
        let schemas = "components: {schemas: {S: {type: string, minLength: x}}}";
        check_refused(&format!("{GOOD}{schemas}\n"), "the schema S");
        check_refused(&GOOD.replace("{}", "{get: {$ref: '#/components/x'}}"), "refers to `#/components/x`");
        check_refused(&GOOD.replace("{}", "{get: {$ref: 'other.yaml#/x'}}"), "refers to `other.yaml#/x`");
    }

    #[test]
    fn examples_and_extensions_may_refer_anywhere() {
        let operation = "{get: {x-ms-examples: {a: {$ref: ./a.json}}, responses: {}}}";
        let document = parse(&GOOD.replace("{}", operation)).unwrap();
        assert_eq!(document["paths"]["/a"], json!({"get": {"responses": {}}}));
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
