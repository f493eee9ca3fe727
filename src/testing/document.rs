//! Validates requests against the OpenAPI documents, which are translated to JSON Schema.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::request::{ReceivedRequest, Violation};

const OPENAPI: [&str; 2] =
    [include_str!("../../spec/model-inference/openapi.json"), include_str!("../../spec/v1/openapi.json")];

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    OPENAPI.iter().flat_map(|openapi| operations(openapi).expect("the tests validate these documents")).collect()
});

/// The request of an operation in the OpenAPI document.
struct Operation {
    method: String,
    path: String,
    body: Option<Validator>,
}

/// Returns the violations in a request, except for top-level parameters that are `allowed`.
pub(super) fn violations(request: &ReceivedRequest, allowed: &[&str]) -> Vec<Violation> {
    let whole = |reason: String| Violation { pointer: String::new(), reason };
    let matches =
        |operation: &&Operation| operation.method == request.method() && request.path().ends_with(&operation.path);
    // The base URL may have a path too. The longest match counts, because the path of an operation may end with that of
    // another.
    let operation = OPERATIONS.iter().filter(matches).max_by_key(|operation| operation.path.len());
    let body = match operation.map(|operation| &operation.body) {
        None => return vec![whole("the OpenAPI document has no such operation".to_owned())],
        Some(None) if request.body().is_empty() => return Vec::new(),
        Some(None) => return vec![whole("the operation takes no body".to_owned())],
        Some(Some(body)) => body,
    };
    let mut violations = Vec::new();
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.split(';').next() != Some("application/json") {
        violations.push(whole(format!("the content type is {content_type:?}, not application/json")));
    }
    let extras = request.header("extra-parameters").unwrap_or("error");
    if !["pass-through", "drop", "error"].contains(&extras) {
        violations.push(whole(format!("the header extra-parameters can't be {extras:?}")));
    }
    let takes_extras = ["pass-through", "drop"].contains(&extras);
    if serde_json::from_slice::<Value>(request.body()).is_err() {
        violations.push(whole("the body is not JSON".to_owned()));
        return violations;
    }
    let is_allowed = |name: &str| takes_extras || allowed.contains(&name);
    violations.extend(body.iter_errors(request.json()).flat_map(|error| of_schema(&error, is_allowed)));
    violations.sort();
    violations
}

/// Converts an error of the validator. Top-level parameters may be unknown if they are allowed.
fn of_schema(error: &ValidationError<'_>, is_allowed: impl Fn(&str) -> bool) -> Vec<Violation> {
    let pointer = error.instance_path().as_str();
    let at = |reason: String| Violation { pointer: pointer.to_owned(), reason };
    // A long value, such as an image, is not shown.
    let value = Some(error.instance().to_string()).filter(|value| value.len() <= 100);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let unknown = unexpected.iter().filter(|name| !pointer.is_empty() || !is_allowed(name));
            let escaped = unknown.map(|name| name.replace('~', "~0").replace('/', "~1"));
            let reason = "the OpenAPI document does not describe it";
            escaped.map(|name| Violation { pointer: format!("{pointer}/{name}"), reason: reason.to_owned() }).collect()
        }
        // The message of the library does not list all options.
        ValidationErrorKind::Enum { options } => {
            vec![at(format!("{} is not one of {options}", value.as_deref().unwrap_or("the value")))]
        }
        _ if value.is_none() => vec![at(error.masked().to_string())],
        _ => vec![at(error.to_string())],
    }
}

/// Reads the operations of an OpenAPI document.
fn operations(openapi: &str) -> Result<Vec<Operation>, String> {
    let document: Value = serde_json::from_str(openapi).map_err(|error| error.to_string())?;
    let schemas = document["components"]["schemas"].as_object().ok_or("the document has no schemas")?;
    let translated: Map<String, Value> =
        schemas.iter().map(|(name, schema)| (name.clone(), translate(schema, schemas))).collect();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().ok_or("the document has no paths")? {
        for (method, operation) in item.as_object().ok_or("a path has no operations")? {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = match target(schema, schemas) {
                Value::Null => None,
                root => Some(validator(path, translate(root, schemas), &translated)?),
            };
            operations.push(Operation { method: method.to_uppercase(), path: path.clone(), body });
        }
    }
    Ok(operations)
}

fn validator(path: &str, mut root: Value, schemas: &Map<String, Value>) -> Result<Validator, String> {
    if path == "/chat/completions" || path == "/responses" {
        // The overlay omits it, because the streaming calls set it.
        root["properties"]["stream"] = json!({"type": "boolean"});
    }
    // `of_schema` permits some of them.
    root["additionalProperties"] = json!(false);
    root["components"] = json!({ "schemas": schemas });
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&root);
    validator.map_err(|error| format!("{path}: {error}"))
}

/// Translates a schema of OpenAPI 3.0 to JSON Schema.
///
/// Objects allow no additional properties by default. The tag or the type of a value selects its alternative, so that a
/// violation names the path within the alternative.
fn translate(schema: &Value, schemas: &Map<String, Value>) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut translated = Map::new();
    for (keyword, value) in members {
        let value = match (keyword.as_str(), value) {
            ("nullable", _) => continue,
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(name, schema)| (name.clone(), translate(schema, schemas))).collect()
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                parts.iter().map(|part| translate(part, schemas)).collect()
            }
            ("items" | "additionalProperties" | "not", schema) => translate(schema, schemas),
            (_, value) => value.clone(),
        };
        translated.insert(keyword.clone(), value);
    }
    if members.contains_key("properties") && !members.contains_key("additionalProperties") {
        translated.insert("additionalProperties".to_owned(), false.into());
    }
    if let (Some(Value::Object(arms)), Some(Value::String(tag))) =
        (translated.remove("x-arms"), translated.remove("x-tag"))
    {
        // In an open union, only known alternatives are validated.
        let cases = arms.iter().map(|(value, name)| {
            let name = name.as_str().unwrap_or_default();
            case(&tag, value, json!({"$ref": format!("#/components/schemas/{name}")}))
        });
        translated.remove("oneOf");
        translated.insert("allOf".to_owned(), cases.collect());
    } else if let Some(Value::Array(branches)) = translated.remove("oneOf") {
        match by_tag(&branches, schemas).or_else(|| by_type(&branches, schemas)) {
            Some(choice) => {
                if let Value::Array(all) = translated.entry("allOf").or_insert_with(|| json!([])) {
                    all.push(choice);
                }
            }
            // Not `oneOf`, because Microsoft may add an alternative that includes another.
            None => drop(translated.insert("anyOf".to_owned(), branches.into())),
        }
    }
    match members.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [translated, {"type": "null"}]}),
        _ => translated.into(),
    }
}

/// Selects among objects that have different values of the same required property.
fn by_tag(branches: &[Value], schemas: &Map<String, Value>) -> Option<Value> {
    let tags: Vec<_> = branches.iter().map(|branch| tag(target(branch, schemas))).collect::<Option<_>>()?;
    let (name, _) = *tags.first()?;
    let are_distinct = tags.iter().collect::<BTreeSet<_>>().len() == tags.len();
    if tags.iter().any(|(other, _)| *other != name) || !are_distinct {
        return None;
    }
    let values: Vec<&str> = tags.iter().map(|(_, value)| *value).collect();
    let cases = branches.iter().zip(&values).map(|(branch, value)| case(name, value, branch.clone()));
    let cases: Vec<Value> = cases.collect();
    Some(json!({"type": "object", "required": [name], "properties": {name: {"enum": values}}, "allOf": cases}))
}

/// Applies a schema to the objects whose tag has this value.
fn case(tag: &str, value: &str, schema: Value) -> Value {
    json!({"if": {"type": "object", "required": [tag], "properties": {tag: {"const": value}}}, "then": schema})
}

/// Returns the first required property with a single value, and that value.
fn tag(branch: &Value) -> Option<(&str, &str)> {
    branch["required"].as_array()?.iter().filter_map(Value::as_str).find_map(|name| {
        match branch["properties"][name]["enum"].as_array()?.as_slice() {
            [value] => Some((name, value.as_str()?)),
            _ => None,
        }
    })
}

/// Selects among alternatives of different types. A tag selects among alternatives of the same type.
fn by_type(branches: &[Value], schemas: &Map<String, Value>) -> Option<Value> {
    let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
    for branch in branches {
        let type_ = type_of(branch, schemas)?;
        match groups.iter_mut().find(|(known, _)| *known == type_) {
            Some((_, group)) => group.push(branch.clone()),
            None => groups.push((type_, vec![branch.clone()])),
        }
    }
    if groups.len() == 1 {
        return None;
    }
    let cases = groups.iter().map(|(type_, group)| {
        let then = if let [only] = group.as_slice() { only.clone() } else { by_tag(group, schemas)? };
        Some(json!({"if": {"type": type_}, "then": then}))
    });
    let cases: Vec<Value> = cases.collect::<Option<_>>()?;
    let types: Vec<&str> = groups.iter().map(|(type_, _)| *type_).collect();
    Some(json!({"type": types, "allOf": cases}))
}

/// Returns the type of a schema. The type of an open enum is that of its parts.
fn type_of<'a>(schema: &'a Value, schemas: &'a Map<String, Value>) -> Option<&'a str> {
    let schema = target(schema, schemas);
    schema["type"].as_str().or_else(|| type_of(schema["anyOf"].get(0)?, schemas))
}

/// Resolves a reference; returns the schema itself if it is not a reference.
fn target<'a>(schema: &'a Value, schemas: &'a Map<String, Value>) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/components/schemas/"));
    name.and_then(|name| schemas.get(name)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(openapi: Value, expected: Value) {
        let schemas = json!({
            "Preset": {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a"]}]},
            "Size": {"type": "object", "properties": {"width": {"type": "integer"}}, "required": ["width"]},
        });
        assert_eq!(translate(&openapi, schemas.as_object().unwrap()), expected);
    }

    #[test]
    fn openapi_keywords_are_translated() {
        check(json!({"type": "string", "nullable": true}), json!({"anyOf": [{"type": "string"}, {"type": "null"}]}));
        check(json!({"type": "string", "nullable": false}), json!({"type": "string"}));
        check(
            json!({"allOf": [{"$ref": "#/components/schemas/Size"}], "nullable": true}),
            json!({"anyOf": [{"allOf": [{"$ref": "#/components/schemas/Size"}]}, {"type": "null"}]}),
        );
        check(
            json!({"type": "array", "items": {"type": "object", "properties": {"nullable": {"nullable": true}}}}),
            json!({"type": "array", "items": {"type": "object", "additionalProperties": false,
                "properties": {"nullable": {"anyOf": [{}, {"type": "null"}]}}}}),
        );
        let open = json!({"type": "object", "properties": {}, "additionalProperties": {}});
        check(open.clone(), open);
        let free = json!({"type": "object"});
        check(free.clone(), free);
    }

    #[test]
    fn alternatives_are_selected_by_tag_or_type() {
        let (preset, size) =
            (json!({"$ref": "#/components/schemas/Preset"}), json!({"$ref": "#/components/schemas/Size"}));
        check(
            json!({"oneOf": [preset, size]}),
            json!({"allOf": [{"type": ["string", "object"], "allOf": [
                {"if": {"type": "string"}, "then": preset},
                {"if": {"type": "object"}, "then": size},
            ]}]}),
        );
        let same = json!({"oneOf": [size, {"type": "object"}]});
        check(same, json!({"anyOf": [size, {"type": "object"}]}));
        let kind = |value: &str| {
            json!({"type": "object", "required": ["kind"], "additionalProperties": false,
                "properties": {"kind": {"type": "string", "enum": [value]}}})
        };
        let is =
            |value: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": value}}});
        check(
            json!({"oneOf": [kind("a"), preset, kind("b")]}),
            json!({"allOf": [{"type": ["object", "string"], "allOf": [
                {"if": {"type": "object"}, "then": {"type": "object", "required": ["kind"],
                    "properties": {"kind": {"enum": ["a", "b"]}},
                    "allOf": [{"if": is("a"), "then": kind("a")}, {"if": is("b"), "then": kind("b")}]}},
                {"if": {"type": "string"}, "then": preset},
            ]}]}),
        );
        let untyped = json!({"oneOf": [size, {}]});
        check(untyped, json!({"anyOf": [size, {}]}));
        let tagged = |tag: &str, value: &str| {
            json!({"type": "object", "required": [tag], "additionalProperties": {},
                "properties": {tag: {"type": "string", "enum": [value]}}})
        };
        for (one, other) in [(tagged("role", "a"), tagged("role", "a")), (tagged("role", "a"), tagged("type", "b"))] {
            check(json!({"oneOf": [one, other]}), json!({"anyOf": [one, other]}));
        }
    }
}
