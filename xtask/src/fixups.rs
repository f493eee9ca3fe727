//! Structural rewrites that an overlay can't say: each a named function with its reason.
//!
//! Most of them make the document fit for progenitor 0.15.1 and typify, the others hold the rules of this project:
//! nothing is sent that the caller did not set, every answer decodes. A fixup that changes nothing is an error, so
//! that none outlives its reason.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use crate::generator::open_enum_values;

type Fixup = (&'static str, fn(&mut Value) -> Result<()>);

/// In order: each may rely on those before it.
const FIXUPS: [Fixup; 9] = [
    ("drop_default_responses", drop_default_responses),
    ("inline_discriminated_unions", inline_discriminated_unions),
    ("any_of_is_one_of", any_of_is_one_of),
    ("drop_defaults", drop_defaults),
    ("drop_validation", drop_validation),
    ("widen_numbers", widen_numbers),
    ("api_version_is_optional", api_version_is_optional),
    ("tolerate_answers", tolerate_answers),
    ("drop_unreachable_schemas", drop_unreachable_schemas),
];

/// Applies all of them.
pub fn apply(document: &mut Value) -> Result<()> {
    for (name, fixup) in FIXUPS {
        let before = document.clone();
        fixup(document).with_context(|| format!("fixup `{name}`"))?;
        ensure!(*document != before, "fixup `{name}` changes nothing: its reason is gone, so remove it");
    }
    Ok(())
}

/// A `default` response beside a 200 panics the generator. Without it every other status reaches the one error
/// decoder as a whole response.
fn drop_default_responses(document: &mut Value) -> Result<()> {
    for operation in operations(document) {
        if let Some(responses) = operation["responses"].as_object_mut() {
            responses.remove("default");
        }
    }
    Ok(())
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    let members = paths.flat_map(|path| path.as_object_mut().into_iter().flatten());
    members
        .filter(|(method, _)| {
            ["get", "put", "post", "delete", "options", "head", "patch", "trace"].contains(&method.as_str())
        })
        .map(|(_, operation)| operation)
}

fn schemas(document: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    document["components"]["schemas"].as_object().unwrap_or(&NONE)
}

fn schemas_mut(document: &mut Value) -> Result<&mut Map<String, Value>> {
    document["components"]["schemas"].as_object_mut().context("the document has no schemas")
}

const SCHEMA_REFERENCE: &str = "#/components/schemas/";

/// Of a base with a discriminator and children by `allOf` the generator keeps the discriminator alone. As a `oneOf`
/// of the children written out, each with its tag as a one-value enum, it becomes a real enum.
fn inline_discriminated_unions(document: &mut Value) -> Result<()> {
    let bases = schemas(document).iter().filter(|(_, schema)| schema.get("discriminator").is_some());
    let bases: Vec<(String, Value)> = bases.map(|(name, schema)| (name.clone(), schema.clone())).collect();
    for (name, base) in bases {
        let variants = union_variants(document, &name, &base).with_context(|| name.clone())?;
        let mut union = base.as_object().cloned().unwrap_or_default();
        union.retain(|key, _| key.starts_with("x-") || key == "description");
        union.insert("oneOf".to_owned(), Value::from(variants));
        schemas_mut(document)?.insert(name, Value::Object(union));
    }
    Ok(())
}

fn union_variants(document: &Value, base_name: &str, base: &Value) -> Result<Vec<Value>> {
    let tag = base["discriminator"]["propertyName"].as_str().context("a discriminator without a property")?;
    let mapping = base["discriminator"]["mapping"].as_object().context("a discriminator without a mapping")?;
    let reference = format!("{SCHEMA_REFERENCE}{base_name}");
    let mapped: BTreeSet<&str> = mapping.values().filter_map(Value::as_str).collect();
    for (name, schema) in schemas(document) {
        let is_child = all_of(schema).any(|part| part["$ref"].as_str() == Some(&reference));
        let is_mapped = mapped.contains(format!("{SCHEMA_REFERENCE}{name}").as_str());
        ensure!(!is_child || is_mapped, "{name} extends {base_name}, but its discriminator does not map to it");
    }
    let variants = mapping.iter().map(|(value, child)| {
        let child = child.as_str().and_then(|reference| document.pointer(reference.strip_prefix('#')?));
        let mut child = child.with_context(|| format!("`{value}` maps to nothing"))?.clone();
        let members = child.as_object_mut().with_context(|| format!("`{value}` is not an object"))?;
        if let Some(Value::Array(parts)) = members.get_mut("allOf") {
            parts.retain(|part| part["$ref"].as_str() != Some(&reference));
            ensure!(parts.is_empty(), "`{value}` extends more than {base_name}");
            members.remove("allOf");
        }
        child["properties"][tag] = json!({"type": "string", "enum": [value]});
        let required = child["required"].as_array().cloned().unwrap_or_default();
        if !required.iter().any(|name| name == tag) {
            child["required"] = Value::from([required, vec![Value::from(tag)]].concat());
        }
        Ok(child)
    });
    variants.collect()
}

fn all_of(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["allOf"].as_array().into_iter().flatten()
}

/// The generator reads `anyOf` as one object of all its members, so that `tool_choice: "auto"` fails to serialise.
/// As `oneOf` it is a choice. (An open enum, a `string` or an enum of them, stays: the generator step has its own way.)
fn any_of_is_one_of(document: &mut Value) -> Result<()> {
    each_schema(schemas_mut(document)?, &mut |schema| {
        if schema.contains_key("anyOf") && open_enum_values(&Value::Object(schema.clone())).is_none() {
            let choices = schema.remove("anyOf").unwrap_or_default();
            schema.insert("oneOf".to_owned(), choices);
        }
    });
    Ok(())
}

/// Visits every schema below these, parents first.
fn each_schema(schemas: &mut Map<String, Value>, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    for schema in schemas.values_mut() {
        each_subschema(schema, visit);
    }
}

fn each_subschema(schema: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(members) = schema.as_object_mut() else { return };
    visit(members);
    for (key, member) in members.iter_mut() {
        match (key.as_str(), member) {
            ("properties", Value::Object(properties)) => each_schema(properties, visit),
            ("items" | "additionalProperties" | "not", member) => each_subschema(member, visit),
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                parts.iter_mut().for_each(|part| each_subschema(part, visit));
            }
            _ => {}
        }
    }
}

fn remove_keywords(document: &mut Value, keywords: &[&str]) -> Result<()> {
    each_schema(schemas_mut(document)?, &mut |schema| schema.retain(|key, _| !keywords.contains(&key.as_str())));
    Ok(())
}

/// The generator sends a `default` on every call, where reasoning models refuse even a `temperature` of 1.
fn drop_defaults(document: &mut Value) -> Result<()> {
    remove_keywords(document, &["default"])
}

/// The service judges its limits, and moves them; here they would make a validating newtype of each text.
fn drop_validation(document: &mut Value) -> Result<()> {
    let limits = ["pattern", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems"];
    remove_keywords(document, &limits)?;
    remove_keywords(document, &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])?;
    for parameter in parameters(document) {
        if let Some(schema) = parameter["schema"].as_object_mut() {
            schema.retain(|key, _| !limits.contains(&key.as_str()));
        }
    }
    Ok(())
}

fn parameters(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    document["components"]["parameters"].as_object_mut().into_iter().flat_map(|parameters| parameters.values_mut())
}

/// `float` makes an `f32`, and 0.1 becomes 0.10000000149011612 on its way through a JSON value; `int32` overflows on
/// counts and timestamps that no document foresees. Without a format they are `f64` and `i64`.
fn widen_numbers(document: &mut Value) -> Result<()> {
    each_schema(schemas_mut(document)?, &mut |schema| {
        if matches!(schema.get("type").and_then(Value::as_str), Some("number" | "integer")) {
            schema.remove("format");
        }
    });
    Ok(())
}

/// The v1 route has no `api-version`.
fn api_version_is_optional(document: &mut Value) -> Result<()> {
    for parameter in parameters(document).filter(|parameter| parameter["name"] == "api-version") {
        parameter["required"] = Value::from(false);
    }
    Ok(())
}

/// Any field of an answer may be absent, null or new, whatever the document says. So what answers are made of has no
/// required property, arrays may be null, a one-value enum such as `object` is any text, and fields that we don't
/// know are kept. (Not in the schemas of streamed chunks: there the chunk's own JSON is kept, which costs less.)
fn tolerate_answers(document: &mut Value) -> Result<()> {
    let mut answers = BTreeSet::new();
    for operation in operations(document) {
        for reference in references(&operation["responses"]) {
            answers.insert(reference);
        }
    }
    let answers = closure(document, answers);
    let streamed = schemas(document).iter().filter(|(_, schema)| schema["x-stream"] == true);
    let streamed = closure(document, streamed.map(|(name, _)| name.clone()).collect());
    ensure!(!answers.is_empty() && !streamed.is_empty(), "the document has no answers");
    for name in answers.union(&streamed) {
        let schema = &mut schemas_mut(document)?[name];
        if schema["type"] != "object" {
            continue;
        }
        schema["x-answer"] = Value::from(true);
        tolerate(schema.as_object_mut().context("not an object")?, name, answers.contains(name))?;
    }
    Ok(())
}

fn tolerate(schema: &mut Map<String, Value>, name: &str, keep_unknown: bool) -> Result<()> {
    schema.remove("required");
    for (key, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        match property["type"].as_str() {
            Some("array") => property["nullable"] = Value::from(true),
            Some("string") => {
                property.as_object_mut().context("not an object")?.remove("enum");
            }
            // Its fields would escape the rules above.
            Some("object") if property.get("properties").is_some() => bail!("{name}.{key} wants a schema of its own"),
            _ => {}
        }
    }
    if keep_unknown {
        schema.insert("additionalProperties".to_owned(), json!({}));
    }
    Ok(())
}

/// The names of the schemas that a part of the document refers to.
fn references(part: &Value) -> Vec<String> {
    match part {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|reference| reference.strip_prefix(SCHEMA_REFERENCE)).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// These schemas and all that they refer to.
fn closure(document: &Value, names: BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = names.into_iter().collect();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas(document).get(&name)
            && found.insert(name)
        {
            open.extend(references(schema));
        }
    }
    found
}

/// What no operation sends or answers is noise in the client: the children of unions now written out, the error
/// shapes, of which the wire knows five more, and the list of versions.
fn drop_unreachable_schemas(document: &mut Value) -> Result<()> {
    let streamed = schemas(document).iter().filter(|(_, schema)| schema["x-stream"] == true);
    let streamed = streamed.map(|(name, _)| name.clone());
    let used = references(&document["paths"]).into_iter().chain(references(&document["components"]["parameters"]));
    let reachable = closure(document, used.chain(streamed).collect());
    schemas_mut(document)?.retain(|name, _| reachable.contains(name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fixup: fn(&mut Value) -> Result<()>, schemas: Value, expected: Value) {
        let mut document = json!({"paths": {}, "components": {"schemas": schemas}});
        fixup(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"], expected);
    }

    #[test]
    fn a_discriminated_base_becomes_a_choice_of_tagged_objects() {
        let child = json!({
            "type": "object", "required": ["a"], "properties": {"a": {"type": "string"}},
            "allOf": [{"$ref": "#/components/schemas/Base"}],
        });
        let base = json!({"type": "object", "discriminator": {
            "propertyName": "kind", "mapping": {"one": "#/components/schemas/Child"}}});
        let variant = json!({"type": "object", "required": ["a", "kind"], "properties": {
            "a": {"type": "string"}, "kind": {"type": "string", "enum": ["one"]}}});
        let schemas = json!({"Base": base, "Child": child});
        check(inline_discriminated_unions, schemas, json!({"Base": {"oneOf": [variant]}, "Child": child}));
    }

    #[test]
    fn a_child_that_the_discriminator_forgets_is_an_error() {
        let mut document = json!({"components": {"schemas": {
            "Base": {"discriminator": {"propertyName": "kind", "mapping": {}}},
            "Child": {"allOf": [{"$ref": "#/components/schemas/Base"}]},
        }}});
        let error = format!("{:#}", inline_discriminated_unions(&mut document).unwrap_err());
        assert!(error.contains("Child extends Base"), "{error}");
    }

    #[test]
    fn a_choice_is_one_of_and_an_open_enum_stays() {
        let open = json!({"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a"]}]});
        let choice = json!([{"type": "string"}, {"type": "array", "items": {}}]);
        check(
            any_of_is_one_of,
            json!({"Open": open, "S": {"properties": {"p": {"anyOf": choice}}}}),
            json!({"Open": open, "S": {"properties": {"p": {"oneOf": choice}}}}),
        );
    }

    #[test]
    fn answers_are_tolerant_wherever_they_are_used() {
        let mut document = json!({
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Answer"}}}}}}}},
            "components": {"schemas": {
                "Answer": {"type": "object", "required": ["p"], "properties": {
                    "p": {"$ref": "#/components/schemas/Part"},
                    "list": {"type": "array", "items": {}},
                    "object": {"type": "string", "enum": ["answer"]}}},
                "Part": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}},
                "Chunk": {"x-stream": true, "type": "object", "required": ["y"], "properties": {}},
                "Request": {"type": "object", "required": ["z"], "properties": {}},
            }},
        });
        tolerate_answers(&mut document).unwrap();
        let expected = json!({
            "Answer": {"x-answer": true, "type": "object", "additionalProperties": {}, "properties": {
                "p": {"$ref": "#/components/schemas/Part"},
                "list": {"type": "array", "items": {}, "nullable": true},
                "object": {"type": "string"}}},
            "Part": {"x-answer": true, "type": "object", "additionalProperties": {},
                "properties": {"x": {"type": "string"}}},
            "Chunk": {"x-stream": true, "x-answer": true, "type": "object", "properties": {}},
            "Request": {"type": "object", "required": ["z"], "properties": {}},
        });
        assert_eq!(document["components"]["schemas"], expected);
    }

    #[test]
    fn a_fixup_without_a_reason_is_named() {
        let mut document = json!({"paths": {}, "components": {"schemas": {}}});
        let error = format!("{:#}", apply(&mut document).unwrap_err());
        assert!(error.contains("`drop_default_responses` changes nothing"), "{error}");
    }
}
