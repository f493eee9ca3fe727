use super::*;
use serde_json::json;

const GOOD: &str = "openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {/a: {}}\n";

#[track_caller]
fn check_refused(text: &str, reason: &str) {
    let error = format!("{:#}", parse(text).and_then(|document| accept(&document)).unwrap_err());
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
    check_refused("swagger: '2.0'\npaths: {/a: {}}", "Swagger 2.0; convert it to OpenAPI 3");
    check_refused("openapi: 4.0.0\npaths: {/a: {}}", "OpenAPI 4.0.0; OpenAPI 3.0, 3.1 and 3.2 are read");
    check_refused("openapi: 3.0.0\ninfo: {title: t, version: v}", "has no paths");
    check_refused("openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {}", "has no paths");
    check_refused("{\"openapi\": \"3.0.0\", \"openapi\": \"3.0.0\"}", "`openapi` is there twice");
    check_refused(&GOOD.replace("{}", "{get: {responses: {200: 5}}}"), "/paths/~1a/get/responses");
    let schemas = "components: {schemas: {S: {properties: {p: {type: string, minLength: x}}}}}";
    check_refused(&format!("{GOOD}{schemas}\n"), "/components/schemas/S/properties/p: it is not OpenAPI 3.0");
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
        "info": {"title": "Theirs", "version": "v"},
        "paths": {"/a": {"post": {"operationId": "a", "parameters": [{"name": "p", "in": "query"}],
            "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": {"S": {"properties": {
            "description": {"type": "string"},
            "example": {"type": "string", "enum": ["description"]},
            "x-name": {"type": "object", "default": {"description": "data"}},
        }}}},
    });
    assert_eq!(parse(&document.to_string()).unwrap(), expected);
}

#[test]
fn references_have_one_spelling() {
    let mut document = json!({
        "a": [{"$ref": "#/components/schemas/A%20B"}, {"$ref": "#/components/schemas/A~1B/properties/p"}],
        "discriminator": {"mapping": {"x": "#/components/schemas/A~1B"}},
        "components": {"schemas": {"A B": {}, "A/B": {}, "A-B": {}}}});
    plain_references(&mut document);
    let expected = json!({
        "a": [{"$ref": "#/components/schemas/A B"}, {"$ref": "#/components/schemas/A-B-/properties/p"}],
        "discriminator": {"mapping": {"x": "#/components/schemas/A-B-"}},
        "components": {"schemas": {"A B": {}, "A-B-": {}, "A-B": {}}}});
    assert_eq!(document, expected);
}

#[test]
fn each_dangling_reference_is_named() {
    let document = json!({"a": {"$ref": "#/b"}, "b": [{"$ref": "#/c"}, {"$ref": "other.yaml#/d"}]});
    let error = accept(&document).unwrap_err().to_string();
    assert!(
        error.contains("/b/0: the document refers to `#/c`") && error.contains("/b/1: the document refers to `other"),
        "{error}"
    );
}
