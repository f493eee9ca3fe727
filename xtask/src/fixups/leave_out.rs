//! Parts that the generator can't write are left out and reported, so that they do not block the rest of a version.

use anyhow::{Result, bail};
use serde_json::Value;

use super::walk::{
    drop_empty_paths, is_json, items, keep_json, list_entry, members, reference_name, resolved, schemas, text,
};
use crate::overlay::escaped;

/// Removes an operation and records why. One that the crate calls is an error instead.
pub fn operation(document: &mut Value, method: &str, path: &str, reason: &str) -> Result<()> {
    let name = format!("{} {path}", method.to_uppercase());
    let removed = document["paths"][path].as_object_mut().and_then(|item| item.remove(method));
    if removed.is_some_and(|operation| operation["x-adapter"] == true) {
        let place = format!("/paths/{}/{method}", escaped(path));
        bail!("{place}: the crate calls {name}, and {reason}; correct it in the overlay");
    }
    drop_empty_paths(document);
    record(document, format!("{name}: {reason}"));
    Ok(())
}

fn record(document: &mut Value, text: String) {
    let members = document.as_object_mut().expect("a document is an object");
    list_entry(members, "x-left-out").push(text.into());
}

/// Methods, bodies and parameters for which the generator has no code, and statuses that it can't distinguish. (It would
/// reject some of them, panic on others, and write code that does not compile for the rest.)
pub fn leave_out_what_has_no_code(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    for (method, path, _) in super::walk::operations(&whole) {
        let own = &mut document["paths"][path][method];
        own.get_mut("requestBody").into_iter().for_each(keep_json);
        let has_no_function = matches!(method, "options" | "trace");
        let mut reason =
            has_no_function.then(|| format!("the HTTP client has no function for {}", method.to_uppercase()));
        reason = reason.or(fault_of_body(own)).or(fault_of_responses(own));
        let mut faults = Vec::new();
        if let Some(parameters) = own.get_mut("parameters").and_then(Value::as_array_mut) {
            parameters.retain(|parameter| {
                let Some(fault) = fault_of_parameter(&whole, path, parameter) else { return true };
                let parameter = resolved(&whole, parameter);
                let name = format!("the {} parameter `{}`", text(parameter, "in"), text(parameter, "name"));
                if reason.is_none() && (parameter["required"] == true || parameter["in"] == "path") {
                    reason = Some(format!("it requires {name}, and {fault}"));
                }
                faults.push(format!("{} {path}, {name}: {fault}", method.to_uppercase()));
                false
            });
        }
        match reason {
            Some(reason) => operation(document, method, path, &reason)?,
            None => faults.into_iter().for_each(|fault| record(document, fault)),
        }
    }
    Ok(())
}

fn fault_of_body(operation: &Value) -> Option<String> {
    let kinds: Vec<&String> = members(&operation["requestBody"], "content").map(|(kind, _)| kind).collect();
    let is_form = |kind: &str| kind.starts_with("multipart/") || kind.starts_with("application/x-www-form-urlencoded");
    match kinds.as_slice() {
        [kind] if is_form(kind) => Some(format!("its body is a form ({kind})")),
        [] => None,
        [kind] if is_json(kind) || is_plain(kind) => None,
        [kind] => Some(format!("its body is {kind}")),
        _ if kinds.iter().any(|kind| is_form(kind)) => Some("its body is a form".to_owned()),
        _ => Some("its body is one of several kinds, and none of them is JSON".to_owned()),
    }
}

fn is_plain(kind: &str) -> bool {
    ["application/octet-stream", "text/plain"].contains(&kind.split(';').next().unwrap_or_default().trim())
}

/// The generated function has one type for every success.
fn fault_of_responses(operation: &Value) -> Option<String> {
    let success = members(operation, "responses").filter(|(status, _)| status.starts_with('2'));
    let contents = success.map(|(_, response)| {
        let mut response = response.clone();
        keep_json(&mut response);
        response["content"].take()
    });
    match contents.collect::<Vec<_>>().as_slice() {
        [] => Some("it has no response of success".to_owned()),
        [first, others @ ..] if others.iter().any(|other| other != first) => {
            Some("its responses of success differ by status".to_owned())
        }
        _ => None,
    }
}

fn fault_of_parameter(document: &Value, path: &str, parameter: &Value) -> Option<String> {
    let parameter = resolved(document, parameter);
    let place = text(parameter, "in");
    let default_style = if place == "query" { "form" } else { "simple" };
    let style = parameter["style"].as_str().unwrap_or(default_style);
    let name = text(parameter, "name");
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let fault = match (shape_of(document, &parameter["schema"], 0), place) {
        (_, "cookie") => "cookies are not supported",
        _ if parameter.get("content").is_some() => "a parameter with a content type is not supported",
        _ if style != default_style => return Some(format!("the style `{style}` is not supported")),
        (_, "path") if !path.contains(&format!("{{{name}}}")) => return Some(format!("the path has no `{{{name}}}`")),
        (_, "header") if name.is_empty() || !name.chars().all(is_token) => "it is not the name of a header",
        (Shape::Scalar, _) => return None,
        (Shape::List, "query") if parameter["explode"] != false => return None,
        (Shape::List, "query") => "a list in one value (`explode: false`) is not supported",
        (Shape::List, _) => return Some(format!("lists in the {place} are not supported")),
        (Shape::Other, _) => "its type is neither a text, a number, a boolean nor a list of them",
    };
    Some(fault.to_owned())
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Scalar,
    List,
    Other,
}

fn shape_of(document: &Value, schema: &Value, depth: usize) -> Shape {
    if depth > 16 {
        return Shape::Other;
    }
    if let Some(name) = reference_name(schema) {
        return shape_of(document, schemas(document).get(name).unwrap_or(&Value::Null), depth + 1);
    }
    let of = |part: &Value| shape_of(document, part, depth + 1);
    match schema["type"].as_str() {
        Some("string" | "integer" | "number" | "boolean") => Shape::Scalar,
        Some("array") if of(&schema["items"]) == Shape::Scalar => Shape::List,
        Some(_) => Shape::Other,
        None => {
            let parts = ["oneOf", "anyOf", "allOf"].into_iter().flat_map(|key| items(schema, key));
            match parts.map(of).collect::<Vec<_>>().as_slice() {
                [] if schema["enum"].is_array() => Shape::Scalar,
                [] => Shape::Other,
                [only] => *only,
                several if several.iter().all(|shape| *shape == Shape::Scalar) => Shape::Scalar,
                _ => Shape::Other,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    /// Returns what is left out of a document with this operation and another one.
    fn left_out(method: &str, operation: Value) -> (Value, Vec<String>) {
        let mut document = json!({
            "paths": {"/a": {method: operation}, "/b": {"get": {"responses": {"200": {}}}}},
            "components": {"schemas": {"Text": {"type": "string"}, "List": {"type": "array", "items": {"type": "string"}}}}});
        leave_out_what_has_no_code(&mut document).unwrap();
        let reasons = document["x-left-out"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let reasons = reasons.map(str::to_owned).collect();
        (document["paths"]["/a"][method].clone(), reasons)
    }

    #[track_caller]
    fn check_operation(method: &str, operation: Value, reason: &str) {
        let (left, reasons) = left_out(method, operation);
        if reason.is_empty() {
            assert!(left.is_object() && reasons.is_empty(), "{reasons:?}");
        } else {
            assert!(left.is_null() && reasons.len() == 1 && reasons[0].contains(reason), "{reasons:?}");
        }
    }

    fn body(kinds: &[&str]) -> Value {
        let contents: Map<String, Value> = kinds.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
        json!({"requestBody": {"content": contents}, "responses": {"200": {}}})
    }

    #[test]
    fn operations_without_code_are_left_out() {
        check_operation("get", json!({"responses": {"200": {}}}), "");
        check_operation("options", json!({"responses": {"200": {}}}), "no function for OPTIONS");
        check_operation("post", body(&["multipart/form-data"]), "its body is a form (multipart/form-data)");
        check_operation("post", body(&["application/x-www-form-urlencoded"]), "its body is a form");
        check_operation("patch", body(&["application/merge-patch+json"]), "its body is application/merge-patch+json");
        check_operation("post", body(&["application/xml", "multipart/mixed"]), "its body is a form");
        check_operation("post", body(&["application/json", "multipart/form-data"]), "");
        check_operation("post", body(&["application/octet-stream"]), "");
        let content = json!({"content": {"application/json": {"schema": {}}}});
        check_operation("delete", json!({"responses": {"200": content, "204": {}}}), "differ by status");
        check_operation("delete", json!({"responses": {"200": content, "201": content, "404": {}}}), "");
        check_operation("delete", json!({"responses": {"default": {}}}), "no response of success");
    }

    #[test]
    fn parameters_without_code_are_left_out() {
        let check = |parameter: Value, reason: &str| {
            let operation = |parameter: &Value| json!({"parameters": [parameter], "responses": {"200": {}}});
            let (left, reasons) = left_out("get", operation(&parameter));
            let is_kept = reason.is_empty();
            assert_eq!(
                (left["parameters"].as_array().unwrap().len() == 1, reasons.is_empty()),
                (is_kept, is_kept),
                "{reasons:?}"
            );
            assert!(is_kept || reasons[0].contains(reason), "{reasons:?}");
            let mut required = parameter;
            required["required"] = true.into();
            check_operation("get", operation(&required), reason);
        };
        let list = json!({"type": "array", "items": {"type": "integer"}});
        let either = json!({"oneOf": [{"type": "integer"}, {"$ref": "#/components/schemas/Text"}]});
        check(json!({"name": "p", "in": "query", "schema": {"type": "string"}}), "");
        check(json!({"name": "p", "in": "query", "schema": either}), "");
        check(json!({"name": "p", "in": "query", "schema": list}), "");
        check(json!({"name": "p", "in": "query", "schema": list, "explode": false}), "a list in one value");
        check(
            json!({"name": "p", "in": "query", "schema": list, "style": "pipeDelimited"}),
            "the style `pipeDelimited`",
        );
        check(json!({"name": "p", "in": "query", "schema": {"type": "object"}, "style": "deepObject"}), "`deepObject`");
        check(json!({"name": "p", "in": "query", "schema": {"type": "object"}}), "its type is neither");
        check(json!({"name": "p", "in": "query", "schema": {}}), "its type is neither");
        check(json!({"name": "p", "in": "query", "content": {"application/json": {}}}), "a content type");
        check(
            json!({"name": "p", "in": "header", "schema": {"$ref": "#/components/schemas/List"}}),
            "lists in the header",
        );
        check(json!({"name": "a b", "in": "header", "schema": {"type": "string"}}), "not the name of a header");
        check(json!({"name": "p", "in": "cookie", "schema": {"type": "string"}}), "cookies");
        let unused = json!({"name": "p", "in": "path", "required": true, "schema": {"type": "string"}});
        check_operation("get", json!({"parameters": [unused], "responses": {"200": {}}}), "the path has no `{p}`");
    }

    #[test]
    fn an_operation_that_the_crate_calls_is_an_error() {
        let mut document = json!({"paths": {"/a": {"post": {"x-adapter": true, "responses": {}}}}});
        let error = leave_out_what_has_no_code(&mut document).unwrap_err().to_string();
        assert!(
            error.contains("/paths/~1a/post: the crate calls POST /a, and it has no response of success"),
            "{error}"
        );
    }
}
