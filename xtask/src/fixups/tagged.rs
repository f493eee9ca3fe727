//! Tagged unions whose alternatives are named types, and which accept alternatives that the document does not know.
//!
//! Such a union has `x-tag`, the property that distinguishes its alternatives, and `x-arms`, the schema of each value; the
//! generator step makes an enum of it that keeps an unknown alternative as JSON.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::lift::lift_from_responses;
use super::unions;
use super::walk::{
    closure, each_response_schema, each_subschema, in_responses, of_responses, reference, reference_name, schemas,
    schemas_mut, streamed,
};
use crate::generator::open_enum_values;
use crate::overlay::escaped;

/// The crate sends schemas that the overlay marks with `x-request`. In a response they are any JSON, so that a response that
/// repeats a part of its request does not make the type of that part lenient.
pub fn requests_in_responses_are_json(document: &mut Value) -> Result<()> {
    let is_marked = |schema: &Value| schema["x-request"] == true;
    let names = in_responses(document).chain(streamed(document)).collect();
    let found = closure(document, names, |schema| !is_marked(schema));
    let whole = document.clone();
    let mut replace = |schema: &mut Map<String, Value>| {
        let own = Value::Object(schema.clone());
        let target = reference_name(&own["allOf"][0]).or(reference_name(&own));
        if target.and_then(|name| schemas(&whole).get(name)).is_some_and(is_marked) {
            schema.retain(|key, _| key == "description");
        }
    };
    each_response_schema(document, &found, &mut |_, _, schema| each_subschema(schema, &mut replace));
    Ok(())
}

/// An unknown tag would fail the whole response, so tagged unions of responses are open. Unions of requests are open if the
/// overlay marks them with `x-named-arms`, or if one alternative is left.
pub fn open_tagged_unions(document: &mut Value) -> Result<()> {
    loop {
        let whole = document.clone();
        lift_from_responses(document, &|schema| {
            schema.get("discriminator").is_some() || implicit(&whole, schema).is_some()
        })?;
        let responses = of_responses(document);
        let is_union = |(name, schema): &(&String, &Value)| {
            let has_one_arm = || {
                let has_tag = schema["discriminator"]["propertyName"].is_string();
                has_tag && unions::mapping(document, name, schema).is_ok_and(|mapping| mapping.len() == 1)
            };
            let is_open = responses.contains(*name) || schema["x-named-arms"] == true || has_one_arm();
            let is_tagged = || schema.get("discriminator").is_some() || implicit(document, schema).is_some();
            is_open && schema.get("x-arms").is_none() && is_tagged()
        };
        let Some((name, base)) = schemas(document).iter().find(is_union) else { return Ok(()) };
        let (name, base) = (name.clone(), base.clone());
        open(document, &name, base).with_context(|| format!("/components/schemas/{}", escaped(&name)))?;
    }
}

/// The property that distinguishes the alternatives of a union, and the schema of each of its values.
type Arms = (String, BTreeMap<String, String>);

fn open(document: &mut Value, name: &str, base: Value) -> Result<()> {
    let (tag, arms) = match implicit(document, &base).filter(|_| base.get("discriminator").is_none()) {
        Some(arms) => arms,
        None => {
            let tag = base["discriminator"]["propertyName"].as_str().context("the discriminator has no property")?;
            (tag.to_owned(), unions::mapping(document, name, &base)?)
        }
    };
    for (value, target) in &arms {
        let is_there = schemas(document).contains_key(target);
        ensure!(is_there, "`{value}` maps to `{target}`, which the document does not have");
    }
    inline_base(document, name, &base);
    let targets: BTreeSet<&String> = arms.values().collect();
    let mut alternatives: Vec<Value> = targets.into_iter().map(|name| reference(name)).collect();
    alternatives.push(json!({}));
    let Value::Object(mut union) = base else { unreachable!("it has a discriminator or alternatives") };
    union.retain(|key, _| key.starts_with("x-") || key == "description");
    union.insert("oneOf".to_owned(), alternatives.into());
    union.insert("x-tag".to_owned(), tag.into());
    union.insert("x-arms".to_owned(), json!(arms));
    schemas_mut(document).insert(name.to_owned(), union.into());
    Ok(())
}

/// Copies the properties of the base to the alternatives, which inherited them.
fn inline_base(document: &mut Value, name: &str, base: &Value) {
    let mut inherited = base.as_object().cloned().unwrap_or_default();
    inherited
        .retain(|key, _| matches!(key.as_str(), "type" | "properties" | "required" | "additionalProperties" | "allOf"));
    let own = Value::Object(inherited);
    for schema in schemas_mut(document).values_mut() {
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten().filter(|part| reference_name(part) == Some(name)) {
            *part = own.clone();
        }
    }
}

/// Alternatives without a discriminator that are all named objects, with a property that has a different single value in
/// each.
pub fn implicit(document: &Value, schema: &Value) -> Option<Arms> {
    if schema.get("properties").is_some() {
        return None;
    }
    let parts = schema["oneOf"].as_array().or(schema["anyOf"].as_array()).filter(|parts| parts.len() > 1)?;
    let names: Vec<&str> = parts.iter().map(reference_name).collect::<Option<_>>()?;
    let first = unions::merged(document, schemas(document).get(names[0])?.as_object()?, &mut BTreeSet::new());
    let mut tags = first.get("properties").and_then(Value::as_object)?.keys();
    tags.find_map(|tag| {
        let mut arms = BTreeMap::new();
        for name in &names {
            let own = unions::merged(document, schemas(document).get(*name)?.as_object()?, &mut BTreeSet::new());
            for value in single_values(document, own.get("properties")?.get(tag)?)? {
                if arms.insert(value, (*name).to_owned()).is_some() {
                    return None;
                }
            }
        }
        Some((tag.clone(), arms))
    })
}

/// The values of a closed enum of texts, inline or by reference.
fn single_values(document: &Value, schema: &Value) -> Option<Vec<String>> {
    let schema = reference_name(schema).and_then(|name| schemas(document).get(name)).unwrap_or(schema);
    let values = schema["enum"].as_array()?;
    values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// No field of a response is required, so that the first of several objects would always be taken. Without a tag
/// that distinguishes them, they are any JSON.
pub fn objects_in_choices_of_responses_are_json(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    let mut replace = |schema: &mut Map<String, Value>| {
        let own = Value::Object(schema.clone());
        if schema.contains_key("x-arms") || schema.contains_key("properties") || open_enum_values(&own).is_some() {
            return;
        }
        let Some(parts) = own["oneOf"].as_array() else { return };
        let count = |kind: &str| parts.iter().filter(|part| kind_of(&whole, part, 0) == Some(kind)).count();
        if count("object") > 1 || count("array") > 1 {
            schema.retain(|key, _| key == "description" || key.starts_with("x-"));
        }
    };
    let names = of_responses(document);
    each_response_schema(document, &names, &mut |_, _, schema| each_subschema(schema, &mut replace));
    Ok(())
}

fn kind_of<'a>(document: &'a Value, schema: &'a Value, depth: usize) -> Option<&'a str> {
    if let Some(name) = reference_name(schema).filter(|_| depth < 16) {
        return kind_of(document, schemas(document).get(name)?, depth + 1);
    }
    match schema["type"].as_str() {
        Some(kind) => Some(kind),
        None if schema.get("properties").is_some() || schema.get("allOf").is_some() => Some("object"),
        None if schema.get("items").is_some() => Some("array"),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixups::tests::check;

    #[test]
    fn a_tagged_union_of_a_response_is_open() {
        let base = json!({"type": "object", "properties": {"type": {"type": "string"}, "id": {"type": "string"}},
            "discriminator": {"propertyName": "type", "mapping": {"one": "#/components/schemas/One"}}});
        let child = |part: Value| json!({"allOf": [part], "properties": {"a": {"type": "string"}}});
        let response =
            json!({"x-stream": true, "properties": {"items": {"type": "array", "items": reference("Union")}}});
        check(
            open_tagged_unions,
            json!({"Union": base, "One": child(reference("Union")), "A": response}),
            json!({
                "Union": {"oneOf": [reference("One"), {}], "x-tag": "type", "x-arms": {"one": "One"}},
                "One": child(json!({"type": "object", "properties": base["properties"]})),
                "A": response}),
        );
    }

    #[test]
    fn a_written_out_union_gets_a_name_and_a_tag_without_a_discriminator_is_found() {
        let arm = |value: &str| json!({"type": "object", "properties": {"a": {}, "kind": {"type": "string", "enum": [value]}}});
        let union = |reference: Value| json!({"x-stream": true, "properties": {"u": reference}});
        let listed = json!([reference("One"), reference("Two")]);
        for written in [json!({"anyOf": listed}), json!({"oneOf": listed, "discriminator": {"propertyName": "kind"}})] {
            check(
                open_tagged_unions,
                json!({"A": union(written), "One": arm("one"), "Two": arm("two")}),
                json!({"A": union(reference("AU")), "One": arm("one"), "Two": arm("two"),
                    "AU": {"oneOf": [reference("One"), reference("Two"), {}], "x-tag": "kind",
                        "x-arms": {"one": "One", "two": "Two"}}}),
            );
        }
    }

    #[test]
    fn a_tagged_union_of_requests_alone_stays_unless_it_is_marked_or_has_one_arm() {
        let arm = |value: &str| json!({"properties": {"kind": {"type": "string", "enum": [value]}}});
        let union = |marked: bool| json!({"oneOf": [reference("One"), reference("Two")], "discriminator": {"propertyName": "kind"}, "x-named-arms": marked});
        let schemas = |marked: bool| json!({"U": union(marked), "One": arm("one"), "Two": arm("two")});
        check(open_tagged_unions, schemas(false), schemas(false));
        let mut document = json!({"paths": {}, "components": {"schemas": schemas(true)}});
        open_tagged_unions(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"]["U"]["x-tag"], "kind");
        let alone =
            json!({"U": {"oneOf": [reference("One")], "discriminator": {"propertyName": "kind"}}, "One": arm("one")});
        let mut document = json!({"paths": {}, "components": {"schemas": alone}});
        open_tagged_unions(&mut document).unwrap();
        assert_eq!(document["components"]["schemas"]["U"]["x-arms"], json!({"one": "One"}));
    }

    #[test]
    fn objects_without_a_tag_are_json_in_responses() {
        let object = json!({"type": "object", "properties": {}});
        let response = |u: Value, v: Value| json!({"x-stream": true, "properties": {"u": u, "v": v}});
        let kept = json!({"oneOf": [{"type": "string"}, reference("One")]});
        check(
            objects_in_choices_of_responses_are_json,
            json!({"One": object, "Two": object, "A": response(json!({"oneOf": [reference("One"), reference("Two")]}), kept.clone())}),
            json!({"One": object, "Two": object, "A": response(json!({}), kept.clone())}),
        );
    }

    #[test]
    fn a_part_of_requests_is_any_json_in_a_response_and_stays_in_a_request() {
        let marked = json!({"x-request": true, "type": "object"});
        check(
            requests_in_responses_are_json,
            json!({"Sent": marked, "Request": {"properties": {"s": reference("Sent")}},
                "A": {"x-stream": true, "properties": {"s": reference("Sent"), "l": {"type": "array", "items": reference("Sent")},
                    "d": {"description": "d", "allOf": [reference("Sent")]}}}}),
            json!({"Sent": marked, "Request": {"properties": {"s": reference("Sent")}},
                "A": {"x-stream": true, "properties": {"s": {}, "l": {"type": "array", "items": {}}, "d": {"description": "d"}}}}),
        );
    }
}
