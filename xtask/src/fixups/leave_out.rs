//! Parts that the generator can't write are left out and reported, so that they do not block the rest of a version.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::walk::{METHODS, all_of, is_json, reference_name, schemas};

/// Removes an operation and records why. One that the crate calls is an error instead.
pub fn operation(document: &mut Value, method: &str, path: &str, reason: &str) -> Result<()> {
    let name = format!("{} {path}", method.to_uppercase());
    let item = document["paths"][path].as_object_mut();
    let removed = item.and_then(|item| item.remove(method));
    if removed.is_some_and(|operation| operation["x-adapter"] == true) {
        bail!(
            "/paths/{}/{method}: the crate calls {name}, and {reason}; correct it in the overlay",
            crate::overlay::escaped(path)
        );
    }
    // The generator takes no path without an operation.
    if let Some(paths) = document["paths"].as_object_mut() {
        paths.retain(|_, item| {
            item.as_object().is_none_or(|item| METHODS.iter().any(|method| item.contains_key(*method)))
        });
    }
    record(document, format!("{name}: {reason}"));
    Ok(())
}

fn record(document: &mut Value, text: String) {
    let list = document.as_object_mut().map(|members| members.entry("x-left-out").or_insert_with(|| json!([])));
    list.and_then(Value::as_array_mut).into_iter().for_each(|list| list.push(text.clone().into()));
}

/// Methods, bodies and parameters for which the generator has no code, and statuses that it can't tell apart. (It would
/// refuse some of them, panic on others, and write code for the rest that does not compile.)
pub fn leave_out_what_has_no_code(document: &mut Value) -> Result<()> {
    let all: Vec<(String, String)> =
        super::walk::operations(document).map(|(method, path, _)| (method.to_owned(), path.to_owned())).collect();
    for (method, path) in all {
        let parameters = document["paths"][&path][&method]["parameters"].as_array().cloned().unwrap_or_default();
        let whole = document.clone();
        let operation_value = &mut document["paths"][&path][&method];
        let reason =
            fault_of_method(&method).or(fault_of_body(operation_value)).or(fault_of_responses(operation_value));
        let mut faults = Vec::new();
        let mut kept = Vec::new();
        for parameter in parameters {
            match fault_of_parameter(&whole, &path, &parameter) {
                None => kept.push(parameter),
                Some(reason) => {
                    let own = resolved(&whole, &parameter);
                    let is_required = own["required"] == true || own["in"] == "path";
                    let name = format!("the {} parameter `{}`", text(own, "in"), text(own, "name"));
                    faults.push((is_required, name, reason));
                }
            }
        }
        let required = faults.iter().find(|(is_required, ..)| *is_required);
        let reason = reason.or(required.map(|(_, name, reason)| format!("it requires {name}, and {reason}")));
        if let Some(reason) = reason {
            operation(document, &method, &path, &reason)?;
            continue;
        }
        if !faults.is_empty() {
            operation_value["parameters"] = kept.into();
        }
        for (_, name, reason) in faults {
            record(document, format!("{} {path}, {name}: {reason}", method.to_uppercase()));
        }
    }
    Ok(())
}

fn text<'a>(part: &'a Value, key: &str) -> &'a str {
    part[key].as_str().unwrap_or_default()
}

fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let pointer = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(part)
}

fn fault_of_method(method: &str) -> Option<String> {
    let has_function = !matches!(method, "options" | "trace");
    (!has_function).then(|| format!("the HTTP client has no function for {}", method.to_uppercase()))
}

/// Where one of several kinds of content is JSON, the others go.
fn fault_of_body(operation: &mut Value) -> Option<String> {
    let contents = operation.pointer_mut("/requestBody/content")?.as_object_mut()?;
    if contents.keys().any(|kind| is_json(kind)) {
        contents.retain(|kind, _| is_json(kind));
    }
    let kinds: Vec<&String> = contents.keys().collect();
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
    let responses = operation["responses"].as_object().into_iter().flatten();
    let success: Vec<&Value> =
        responses.filter(|(status, _)| status.starts_with('2')).map(|(_, response)| response).collect();
    if success.is_empty() {
        return Some("it has no response of success".to_owned());
    }
    let contents = |response: &Value| {
        let contents = response["content"].as_object().cloned().unwrap_or_default();
        let has_json = contents.keys().any(|kind| is_json(kind));
        contents.into_iter().filter(|(kind, _)| !has_json || is_json(kind)).collect::<Map<_, _>>()
    };
    let differ = success.windows(2).any(|pair| contents(pair[0]) != contents(pair[1]));
    differ.then(|| "its responses of success differ by status".to_owned())
}

fn fault_of_parameter(document: &Value, path: &str, parameter: &Value) -> Option<String> {
    let parameter = resolved(document, parameter);
    let place = text(parameter, "in");
    let default_style = if place == "query" { "form" } else { "simple" };
    let style = parameter["style"].as_str().unwrap_or(default_style);
    if place == "cookie" {
        return Some("cookies are not supported".to_owned());
    }
    if parameter.get("content").is_some() {
        return Some("a parameter with a content type is not supported".to_owned());
    }
    if style != default_style {
        return Some(format!("the style `{style}` is not supported"));
    }
    let name = text(parameter, "name");
    if place == "path" && !path.contains(&format!("{{{name}}}")) {
        return Some(format!("the path has no `{{{name}}}`"));
    }
    if place == "header" && http_token(name).is_none() {
        return Some("it is not the name of a header".to_owned());
    }
    match (shape_of(document, &parameter["schema"], 0), place) {
        (Shape::Scalar, _) => None,
        (Shape::List, "query") if parameter["explode"] != false => None,
        (Shape::List, "query") => Some("a list in one value (`explode: false`) is not supported".to_owned()),
        (Shape::List, _) => Some(format!("lists in the {place} are not supported")),
        (Shape::Other, _) => Some("its type is neither a text, a number, a boolean nor a list of them".to_owned()),
    }
}

fn http_token(name: &str) -> Option<&str> {
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    Some(name).filter(|name| !name.is_empty() && name.chars().all(is_token))
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
    match schema["type"].as_str() {
        Some("string" | "integer" | "number" | "boolean") => return Shape::Scalar,
        Some("array") => {
            let items = shape_of(document, &schema["items"], depth + 1);
            return if items == Shape::Scalar { Shape::List } else { Shape::Other };
        }
        Some(_) => return Shape::Other,
        None => {}
    }
    let parts = ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|key| schema[key].as_array().into_iter().flatten())
        .chain(all_of(schema));
    let shapes: Vec<Shape> = parts.map(|part| shape_of(document, part, depth + 1)).collect();
    match shapes.as_slice() {
        [] if schema["enum"].is_array() => Shape::Scalar,
        [] => Shape::Other,
        [only] => *only,
        several if several.iter().all(|shape| *shape == Shape::Scalar) => Shape::Scalar,
        _ => Shape::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left out of a document with this operation beside another one.
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
