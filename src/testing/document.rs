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
    body: Option<Body>,
}

struct Body {
    validator: Validator,
    /// The names of the top-level properties.
    parameters: BTreeSet<String>,
}

pub(super) fn violations(request: &ReceivedRequest, allowed: &[&str]) -> Vec<Violation> {
    let matches =
        |operation: &&Operation| operation.method == request.method() && request.path().ends_with(&operation.path);
    // The base URL may have a path too. The longest match counts, because the path of an operation may end with that of
    // another.
    let operation = OPERATIONS.iter().filter(matches).max_by_key(|operation| operation.path.len());
    match operation.map(|operation| &operation.body) {
        None => vec![whole("the OpenAPI document has no such operation")],
        Some(None) if request.body().is_empty() => Vec::new(),
        Some(None) => vec![whole("the operation takes no body")],
        Some(Some(body)) => body.violations(request, allowed),
    }
}

fn whole(reason: impl Into<String>) -> Violation {
    Violation { pointer: String::new(), reason: reason.into() }
}

impl Body {
    fn violations(&self, request: &ReceivedRequest, allowed: &[&str]) -> Vec<Violation> {
        let mut violations = Vec::new();
        let content_type = request.header("content-type").unwrap_or_default();
        if content_type.split(';').next() != Some("application/json") {
            violations.push(whole(format!("the content type is {content_type:?}, not application/json")));
        }
        let takes_extras = match request.header("extra-parameters") {
            Some("pass-through" | "drop") => true,
            None | Some("error") => false,
            Some(other) => {
                violations.push(whole(format!("the header extra-parameters can't be {other:?}")));
                false
            }
        };
        if serde_json::from_slice::<Value>(request.body()).is_err() {
            violations.push(whole("the body is not JSON"));
            return violations;
        }
        let names = request.json().as_object().into_iter().flat_map(Map::keys);
        let unknown = names.filter(|name| !self.parameters.contains(*name) && !allowed.contains(&name.as_str()));
        violations.extend(unknown.filter(|_| !takes_extras).map(|name| unknown_member("", name)));
        violations.extend(self.validator.iter_errors(request.json()).flat_map(of_schema));
        violations.sort();
        violations
    }
}

fn unknown_member(pointer: &str, name: &str) -> Violation {
    let name = name.replace('~', "~0").replace('/', "~1");
    Violation { pointer: format!("{pointer}/{name}"), reason: "the OpenAPI document does not describe it".to_owned() }
}

fn of_schema(error: ValidationError<'_>) -> Vec<Violation> {
    let pointer = error.instance_path().as_str();
    let at = |reason: String| Violation { pointer: pointer.to_owned(), reason };
    // A long value, such as an image, is not shown.
    let value = Some(error.instance().to_string()).filter(|value| value.len() <= 100);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            unexpected.iter().map(|name| unknown_member(pointer, name)).collect()
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
                root => Some(body(path, translate(root, schemas), &translated)?),
            };
            operations.push(Operation { method: method.to_uppercase(), path: path.clone(), body });
        }
    }
    Ok(operations)
}

fn body(path: &str, mut root: Value, schemas: &Map<String, Value>) -> Result<Body, String> {
    if path == "/chat/completions" || path == "/responses" {
        // The overlay omits it, because the streaming calls set it.
        root["properties"]["stream"] = json!({"type": "boolean"});
    }
    let parameters = root["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    // The permitted top-level names also depend on headers and on the caller.
    root["additionalProperties"] = json!(true);
    root["components"] = json!({ "schemas": schemas });
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&root);
    Ok(Body { validator: validator.map_err(|error| format!("{path}: {error}"))?, parameters })
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
    if let (Some(Value::Object(arms)), Some(tag)) = (translated.remove("x-arms"), translated.remove("x-tag")) {
        // In an open union, only known alternatives are validated.
        let cases = arms.iter().map(|(value, name)| {
            let arm = json!({"$ref": format!("#/components/schemas/{}", name.as_str().unwrap_or_default())});
            json!({"if": {"type": "object", "required": [tag], "properties": {tag.as_str().unwrap_or_default(): {"const": value}}},
                "then": arm})
        });
        translated.remove("oneOf");
        translated.insert("allOf".to_owned(), cases.collect());
    } else if let Some(Value::Array(branches)) = translated.get("oneOf")
        && let Some(choice) = by_tag(branches, schemas).or_else(|| by_type(branches, schemas))
    {
        translated.remove("oneOf");
        let all = translated.remove("allOf").unwrap_or_else(|| json!([]));
        let all = all.as_array().into_iter().flatten().cloned().chain([choice]);
        translated.insert("allOf".to_owned(), all.collect());
    } else if let Some(branches) = translated.remove("oneOf") {
        // Not `oneOf`, because Microsoft may add an alternative that includes another.
        translated.insert("anyOf".to_owned(), branches);
    }
    match members.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [translated, {"type": "null"}]}),
        _ => translated.into(),
    }
}

/// Selects among objects that have different values of the same required property.
fn by_tag(branches: &[Value], schemas: &Map<String, Value>) -> Option<Value> {
    let tags = branches.iter().map(|branch| tag(target(branch, schemas)));
    let (names, values): (Vec<_>, Vec<_>) = tags.collect::<Option<_>>()?;
    let name = names.first()?;
    let are_distinct = values.iter().collect::<BTreeSet<_>>().len() == values.len();
    if names.iter().any(|other| other != name) || !are_distinct {
        return None;
    }
    let cases = branches.iter().zip(&values).map(|(branch, value)| {
        json!({"if": {"type": "object", "required": [name], "properties": {*name: {"const": value}}}, "then": branch})
    });
    let cases: Vec<Value> = cases.collect();
    Some(json!({"type": "object", "required": [name], "properties": {*name: {"enum": values}}, "allOf": cases}))
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
