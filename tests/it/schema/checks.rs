//! Checks that apply to every schema.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use azure_inference::models::{ChatCompletionsResponseFormatJsonSchemaDefinition as Format, FunctionDefinition};
use serde_json::{Value, json};

use super::types::TestType;

/// Keywords that strict mode rejects.
const REFUSED: [&str; 28] = [
    "allOf",
    "const",
    "contains",
    "default",
    "deprecated",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "title",
    "unevaluatedProperties",
    "uniqueItems",
    "$schema",
];

/// Compares a schema with `fixtures/schemas/NAME.json`; with `UPDATE_SCHEMAS` set, writes the file.
#[track_caller]
fn check_snapshot(name: &str, found: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/fixtures/schemas/{name}.json"));
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::write(&path, format!("{found:#}\n")).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
    assert!(kept == *found, "{name}: set UPDATE_SCHEMAS=1 to accept\n{found:#}");
}

/// Asserts that the schema of a type is strict and that these values match it.
#[track_caller]
pub(super) fn check<T: TestType>(name: &str, values: &[T]) {
    let (function, format) = snapshot::<T>(name);
    assert_eq!(format.strict, Some(true), "{name}");
    if !is_wrapper(&json!(format.schema)) {
        assert_eq!(
            function.strict(),
            FunctionDefinition {
                parameters: format.schema.clone(),
                strict: Some(true),
                ..FunctionDefinition::from_type::<T>(name, "")
            }
        );
    }
    let schema = Value::Object(format.schema);
    check_strict(&schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for value in values {
        let json = answer_of(value, &schema);
        assert!(validator.is_valid(&json), "{name}: {json} is not valid: {schema:#}");
        let value_json = json.get("value").filter(|_| is_wrapper(&schema)).unwrap_or(&json);
        assert_eq!(&serde_json::from_value::<T>(value_json.clone()).unwrap(), value);
        for worse in worse(&json) {
            assert!(!validator.is_valid(&worse), "{name}: {worse} is valid: {schema:#}");
        }
    }
}

/// Asserts that the schema of a type is not made strict, since a strict one would describe other JSON.
#[track_caller]
pub(super) fn check_loose<T: TestType>(name: &str, value: &T) {
    let (function, format) = snapshot::<T>(name);
    assert_eq!(format.strict, Some(false), "{name}");
    assert_eq!(function.clone().strict(), FunctionDefinition { strict: Some(true), ..function }, "{name}");
    let schema = Value::Object(format.schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let json = answer_of(value, &schema);
    assert!(validator.is_valid(&json), "{name}: {json} is not valid: {schema:#}");
}

#[track_caller]
fn snapshot<T: TestType>(name: &str) -> (FunctionDefinition, Format) {
    let function = FunctionDefinition::from_type::<T>(name, "");
    let format = Format::from_type::<T>();
    let parameters = Value::Object(function.parameters.clone());
    jsonschema::draft202012::meta::validate(&parameters).unwrap();
    check_complete(&parameters);
    check_complete(&json!(format.schema));
    check_snapshot(name, &json!({"arguments": parameters, "format": format}));
    assert_eq!(format.name.trim_matches(|letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter)), "");
    (function, format)
}

/// Asserts that each array has `items`, each object has `properties`, and that there are no tuples.
#[track_caller]
fn check_complete(schema: &Value) {
    let says = |kind: &str| match &schema["type"] {
        Value::Array(kinds) => kinds.contains(&kind.into()),
        found => found == kind,
    };
    assert!(!says("array") || schema["items"].is_object(), "an array without `items`: {schema:#}");
    assert!(!says("object") || schema["properties"].is_object(), "an object without `properties`: {schema:#}");
    assert!(schema.get("prefixItems").is_none() && !schema["items"].is_array(), "a tuple: {schema:#}");
    for keyword in ["properties", "patternProperties", "$defs", "definitions"] {
        schema[keyword].as_object().into_iter().flatten().for_each(|(_, schema)| check_complete(schema));
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        schema[keyword].as_array().into_iter().flatten().for_each(check_complete);
    }
    for keyword in ["items", "additionalProperties", "not", "contains", "if", "then", "else"] {
        schema.get(keyword).filter(|schema| schema.is_object()).into_iter().for_each(check_complete);
    }
}

pub(super) fn is_wrapper(schema: &Value) -> bool {
    schema["required"] == json!(["value"])
}

fn answer_of<T: TestType>(value: &T, schema: &Value) -> Value {
    let json = serde_json::to_value(value).unwrap();
    if is_wrapper(schema) { json!({"value": json}) } else { json }
}

/// The JSON with one property more or less, for each object in it.
fn worse(json: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let members: Vec<(String, &Value)> = match json {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("a property more".to_owned(), Value::Null);
            all.push(more.into());
            for name in members.keys() {
                let mut less = members.clone();
                less.remove(name);
                all.push(less.into());
            }
            members.iter().map(|(name, member)| (name.clone(), member)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        for worse in worse(member) {
            let mut whole = json.clone();
            match &mut whole {
                Value::Array(items) => items[name.parse::<usize>().unwrap()] = worse,
                whole => whole[&name] = worse,
            }
            all.push(whole);
        }
    }
    all
}

/// Asserts that each object is closed, that all its properties are required, and that no keyword is rejected by strict mode.
#[track_caller]
pub(super) fn check_strict(root: &Value) {
    jsonschema::draft202012::meta::validate(root).unwrap();
    assert_eq!(root["type"], "object", "{root:#}");
    assert!(root.get("anyOf").is_none(), "{root:#}");
    let mut used = BTreeSet::new();
    check_strict_at(root, &mut used);
    let definitions = root.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    definitions.values().for_each(|definition| check_strict_at(definition, &mut used));
    assert_eq!(used, definitions.keys().map(|name| format!("#/$defs/{name}")).collect());
}

#[track_caller]
fn check_strict_at(schema: &Value, used: &mut BTreeSet<String>) {
    let members = schema.as_object().unwrap();
    let refused: Vec<&String> = members.keys().filter(|keyword| REFUSED.contains(&keyword.as_str())).collect();
    assert!(refused.is_empty(), "{refused:?} in {schema:#}");
    if let Some(reference) = schema.get("$ref") {
        assert_eq!(members.len(), 1, "{schema:#}");
        used.insert(reference.as_str().unwrap().to_owned());
        return;
    }
    if let Some(branches) = schema.get("anyOf") {
        assert!(
            members.keys().all(|keyword| ["anyOf", "description", "$defs"].contains(&keyword.as_str())),
            "{schema:#}"
        );
        branches.as_array().unwrap().iter().for_each(|branch| check_strict_at(branch, used));
        return;
    }
    let types = schema["type"].to_string();
    assert_ne!(types, "null_value", "{schema:#}");
    if types.contains("object") {
        assert_eq!(schema["additionalProperties"], false, "{schema:#}");
        let properties = schema["properties"].as_object().unwrap();
        let names: Vec<&String> = properties.keys().collect();
        assert_eq!(schema["required"], json!(names));
        properties.values().for_each(|property| check_strict_at(property, used));
    }
    if types.contains("array") {
        check_strict_at(&schema["items"], used);
    }
    assert!(schema.get("type").is_some(), "{schema:#}");
}
