mod operations;
mod schemas;
mod values;

use serde_json::{Value, json};

use super::*;
use crate::scratch;

/// A document in which a chat sends `Request` and reads `Response`, both with a `Shared`.
fn document(schemas: Value) -> Value {
    let content = |name: &str| json!({"application/json": {"schema": reference(name)}});
    let mut all = json!({
        "Request": {"type": "object", "properties": {"shared": reference("Shared")}},
        "Response": {"type": "object", "properties": {"shared": reference("Shared")}},
        "Shared": {"type": "object", "properties": {"s": {"type": "string"}}},
    });
    all.as_object_mut().unwrap().extend(schemas.as_object().unwrap().clone());
    json!({
        "openapi": "3.0.0", "info": {"title": "t", "version": "1"},
        "paths": {"/chat": {"post": {
            "operationId": "chat",
            "parameters": [{"name": "v", "in": "query", "required": true, "schema": {"type": "string"}}],
            "requestBody": {"required": true, "content": content("Request")},
            "responses": {"200": {"description": "", "content": content("Response")}},
        }}},
        "components": {"schemas": all},
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// What is found between two documents, line by line.
#[track_caller]
fn check(old: &Value, new: &Value, expected: &[&str]) {
    let report = compare(("old", old), ("new", new));
    let found: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

fn text() -> Value {
    json!({"type": "string"})
}

#[test]
fn stored_versions_differ_as_they_did() {
    let workspace = Workspace::open(None).unwrap();
    let check = |old: &str, new: &str, expected: (usize, usize, usize)| {
        let report = run(&workspace, &Spec::all(&workspace).unwrap(), old, new).unwrap();
        let (senders, readers) = report.breaking();
        assert_eq!((report.changes.len(), senders, readers), expected, "{report}");
    };
    check("2024-05-01-preview", "2025-04-01", (4, 0, 0));
    check("2025-04-01", "2025-05-01", (3, 0, 0));
    check("2025-05-01", "2025-05-01-preview", (11, 0, 0));
    // `n` of image generations is required now, and tokens are for another scope.
    check("2025-05-01-preview", "2025-05-15-preview", (6, 3, 0));
    check("2025-05-15-preview", "2024-05-01-preview", (21, 12, 7));
    for version in scratch::main_spec().versions(&workspace).unwrap() {
        check(&version, &version, (0, 0, 0));
    }
}

#[test]
fn the_status_says_whether_it_breaks() {
    use clap::Parser;
    let status = |new: &str| {
        let arguments = crate::Arguments::parse_from(["xtask", "diff", "--json", "2025-05-01-preview", new]);
        format!("{:?}", crate::run(arguments).unwrap())
    };
    let code = |code: u8| format!("{:?}", std::process::ExitCode::from(code));
    assert_eq!(status("2025-05-01-preview"), code(0));
    assert_eq!(status("2025-05-15-preview"), code(1));
}

#[test]
fn a_file_is_read_as_a_version_is() {
    let workspace = Workspace::open(None).unwrap();
    let specs = Spec::all(&workspace).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), scratch::document(|_| {}).to_string()).unwrap();
    let report = run(&workspace, &specs, &scratch::driving(), &file.path().to_string_lossy()).unwrap();
    assert!(report.changes.is_empty() && !report.breaks(), "{report}");
    let json = report.to_json();
    assert_eq!((&json["breaks"], &json["changes"]), (&json!(false), &json!([])));
    let error = run(&workspace, &specs, "2025-05-01", "1999-01-01").map(|_| ()).unwrap_err().to_string();
    assert!(
        error.contains("`1999-01-01` is neither a file nor a stored version; those are 2024-05-01-preview,"),
        "{error}"
    );
}
