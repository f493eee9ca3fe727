//! Unions and inheritance: `discriminator`, `anyOf` and `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::walk::{
    Role, each_response_schema, each_schema, each_subschema, items, members, of_responses, reference_name, schemas,
    schemas_mut, union_arms,
};
use crate::generator::open_enum_values;

/// Of a base with a discriminator and children by `allOf`, the generator keeps only the discriminator. As a `oneOf` of the
/// inlined children, each with its tag as an enum of one value, it becomes a Rust enum.
pub fn inline_discriminated_unions(document: &mut Value) -> Result<()> {
    let is_open = |schema: &Value| schema.get("x-arms").is_some();
    let is_base = |schema: &Value| schema.get("discriminator").is_some() && !is_open(schema);
    let bases = schemas(document).iter().filter(|(_, schema)| is_base(schema));
    let bases: Vec<(String, Value)> = bases.map(|(name, schema)| (name.clone(), schema.clone())).collect();
    for (name, base) in bases {
        let variants = union_variants(document, &name, &base).with_context(|| format!("/components/schemas/{name}"))?;
        let mut union = base.as_object().cloned().unwrap_or_default();
        union.retain(|key, _| key.starts_with("x-") || key == "description");
        union.insert("oneOf".to_owned(), Value::from(variants));
        schemas_mut(document).insert(name, union.into());
    }
    Ok(())
}

/// Removes a discriminator without alternatives, which has no effect.
pub fn drop_idle_discriminators(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    let named = schemas(&whole).iter().filter(|(_, schema)| schema.get("discriminator").is_some());
    let is_base = |(name, schema): &(&String, &Value)| !has_no_children(&whole, name, schema);
    let bases: Vec<&Value> = named.filter(is_base).map(|(_, schema)| schema).collect();
    each_schema(document, &mut |schema| {
        let own = Value::Object(schema.clone());
        if schema.contains_key("discriminator") && !bases.contains(&&own) && has_no_children(&whole, "", &own) {
            schema.remove("discriminator");
        }
    });
    Ok(())
}

fn has_no_children(document: &Value, name: &str, base: &Value) -> bool {
    base["discriminator"]["mapping"].as_object().is_none_or(Map::is_empty) && mapping(document, name, base).is_err()
}

fn union_variants(document: &Value, base_name: &str, base: &Value) -> Result<Vec<Value>> {
    let tag = base["discriminator"]["propertyName"].as_str().context("a discriminator without a property")?;
    let mapping = mapping(document, base_name, base)?;
    let mut inherited = base.as_object().cloned().unwrap_or_default();
    inherited.retain(|key, _| matches!(key.as_str(), "properties" | "required"));
    let variants = mapping.into_iter().map(|(value, child)| {
        let schema = schemas(document).get(&child).with_context(|| format!("`{value}` maps to nothing"))?;
        let own = schema.as_object().with_context(|| format!("`{value}` is not an object"))?;
        let mut variant = inherited.clone();
        absorb(&mut variant, merged(document, own, &mut BTreeSet::from([base_name.to_owned()])));
        // The generator does not support unknown fields in a variant.
        variant.remove("additionalProperties");
        let tag = json!({"required": [tag], "properties": {tag: {"type": "string", "enum": [value]}}});
        absorb(&mut variant, tag.as_object().cloned().unwrap_or_default());
        variant.insert("type".to_owned(), "object".into());
        Ok(Value::Object(variant))
    });
    variants.collect()
}

/// The schema of each value of the tag. A child that the mapping lacks is added by the only value of its tag.
pub fn mapping(document: &Value, name: &str, base: &Value) -> Result<BTreeMap<String, String>> {
    let mut arms = union_arms(document, name, base);
    match base["discriminator"]["mapping"].as_object() {
        Some(mapping) => {
            arms.retain(|value, target| mapping.contains_key(value) || (base["x-cut"] != true && value != target))
        }
        None => ensure!(!arms.is_empty(), "a discriminator without a mapping, and no schema extends it"),
    }
    Ok(arms)
}

/// The schema with all inherited schemas inlined, except those in `seen`.
pub fn merged(document: &Value, schema: &Map<String, Value>, seen: &mut BTreeSet<String>) -> Map<String, Value> {
    let mut own = schema.clone();
    let mut whole = Map::new();
    let Some(Value::Array(parts)) = own.remove("allOf") else { return own };
    for part in &parts {
        let target = match reference_name(part) {
            Some(name) if !seen.insert(name.to_owned()) => continue,
            Some(name) => schemas(document).get(name),
            None => Some(part),
        };
        let Some(target) = target.and_then(Value::as_object) else { continue };
        let mut inherited = merged(document, target, seen);
        inherited.retain(|key, _| !matches!(key.as_str(), "discriminator" | "description") && !key.starts_with("x-"));
        absorb(&mut whole, inherited);
    }
    absorb(&mut whole, own);
    whole
}

/// Merges a part into an object schema: adds properties and required names, and replaces other keywords.
fn absorb(whole: &mut Map<String, Value>, part: Map<String, Value>) {
    for (key, value) in part {
        match (key.as_str(), whole.get_mut(&key), value) {
            ("properties", Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
            ("required", Some(Value::Array(known)), Value::Array(more)) => {
                more.into_iter().for_each(|name| {
                    if !known.contains(&name) {
                        known.push(name)
                    }
                });
            }
            (_, _, value) => {
                whole.insert(key, value);
            }
        }
    }
}

/// The generator reads `anyOf` as one object of all its members, so that `tool_choice: "auto"` fails to serialise.
/// As `oneOf` it is a choice. (An open enum, a `string` or an enum of texts, is unchanged: the generator step handles it.)
pub fn any_of_is_one_of(document: &mut Value) -> Result<()> {
    each_schema(document, &mut |schema| {
        if schema.contains_key("anyOf") && open_enum_values(&Value::Object(schema.clone())).is_none() {
            let choices = schema.remove("anyOf").unwrap_or_default();
            schema.insert("oneOf".to_owned(), choices);
        }
    });
    Ok(())
}

/// Inlines inherited properties in responses: in `allOf`, the parts would still have required properties.
pub fn merge_inheritance_of_responses(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    let mut merge = |schema: &mut Map<String, Value>| {
        if schema.contains_key("allOf") && !is_reference(schema) {
            *schema = merged(&whole, schema, &mut BTreeSet::new());
        }
    };
    each_response_schema(document, &of_responses(&whole), &mut |role, name, schema| {
        if let Some(members) = schema.as_object_mut().filter(|own| role == Role::Named && own.contains_key("allOf")) {
            *members = merged(&whole, members, &mut BTreeSet::from([name.to_owned()]));
        }
        each_subschema(schema, &mut merge);
    });
    Ok(())
}

/// If a request overrides an inherited property, the generator would merge both into one type. The override is kept.
pub fn merge_what_is_said_anew(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    each_schema(document, &mut |schema| {
        if schema.contains_key("allOf") && !is_reference(schema) && says_anew(&whole, schema) {
            *schema = merged(&whole, schema, &mut BTreeSet::new());
        }
    });
    Ok(())
}

fn says_anew(document: &Value, schema: &Map<String, Value>) -> bool {
    let own = Value::Object(schema.clone());
    let names = |part: &Value| -> Vec<String> {
        let part = reference_name(part).and_then(|name| schemas(document).get(name)).unwrap_or(part);
        let part = part.as_object().map(|part| merged(document, part, &mut BTreeSet::new())).unwrap_or_default();
        members(&part.into(), "properties").map(|(name, _)| name.clone()).collect()
    };
    let mut seen: BTreeSet<String> = members(&own, "properties").map(|(name, _)| name.clone()).collect();
    items(&own, "allOf").flat_map(names).any(|name| !seen.insert(name))
}

/// Whether it is a reference in a form that can have a description: `allOf` of a single `$ref`.
pub fn is_reference(schema: &Map<String, Value>) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
    let one = matches!(parts, Some([part]) if part.get("$ref").is_some());
    one && !["type", "properties", "required", "oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixups::tests::check;

    #[test]
    fn a_discriminated_base_becomes_a_choice_of_tagged_objects() {
        let child = json!({
            "type": "object", "required": ["a"], "properties": {"a": {"type": "string"}},
            "allOf": [{"$ref": "#/components/schemas/Base"}],
        });
        let base = json!({"type": "object", "required": ["kind"],
            "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {"one": "#/components/schemas/Child"}}});
        let variant = json!({"type": "object", "required": ["kind", "a"], "properties": {
            "a": {"type": "string"}, "name": {"type": "string"}, "kind": {"type": "string", "enum": ["one"]}}});
        let schemas = json!({"Base": base, "Child": child});
        check(inline_discriminated_unions, schemas, json!({"Base": {"oneOf": [variant]}, "Child": child}));
    }

    #[test]
    fn without_a_mapping_the_children_say_their_value() {
        let child = json!({"properties": {"kind": {"type": "string", "enum": ["one"]}}});
        let variant = json!({"type": "object", "required": ["kind"], "properties": {
            "kind": {"type": "string", "enum": ["one"]}}});
        check(
            inline_discriminated_unions,
            json!({"Base": {"oneOf": [{"$ref": "#/components/schemas/Child"}], "discriminator": {"propertyName": "kind"}},
                "Child": child}),
            json!({"Base": {"oneOf": [variant]}, "Child": child}),
        );
    }

    #[test]
    fn a_discriminator_without_alternatives_goes() {
        let idle = json!({"type": "array", "items": {}, "discriminator": {"propertyName": "kind"}});
        let base = json!({"discriminator": {"propertyName": "kind"}});
        let child = json!({"allOf": [{"$ref": "#/components/schemas/Base"}]});
        check(
            drop_idle_discriminators,
            json!({"Idle": {"properties": {"p": idle}}, "Base": base, "Child": child}),
            json!({"Idle": {"properties": {"p": {"type": "array", "items": {}}}}, "Base": base, "Child": child}),
        );
    }

    #[test]
    fn a_child_that_the_mapping_forgets_is_found_by_its_tag() {
        let child = |value: &str| json!({"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"kind": {"enum": [value]}}});
        let mapping = json!({"one": "#/components/schemas/One"});
        let base = json!({"discriminator": {"propertyName": "kind", "mapping": mapping}});
        let schemas = json!({"Base": base, "One": child("first"), "Two": child("two"), "Again": child("one"), "Between": {
            "allOf": [{"$ref": "#/components/schemas/Base"}]}});
        let document = json!({"components": {"schemas": schemas}});
        let found = super::mapping(&document, "Base", &base).unwrap();
        assert_eq!(json!(found), json!({"one": "One", "two": "Two"}));
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
    fn a_property_that_is_said_anew_is_said_once() {
        let base = json!({"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}, "a": {}}});
        let child = json!({"allOf": [{"$ref": "#/components/schemas/Base"}], "type": "object", "properties": {"type": {"enum": ["x"]}}});
        let other = json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"b": {}}}]});
        check(
            merge_what_is_said_anew,
            json!({"Base": base, "Child": child, "Other": other}),
            json!({"Base": base, "Other": other, "Child": {"type": "object", "required": ["type"],
                "properties": {"type": {"enum": ["x"]}, "a": {}}}}),
        );
    }

    #[test]
    fn a_response_has_all_that_it_inherits() {
        let part = json!({"type": "object", "required": ["a"], "properties": {"a": {}}});
        check(
            merge_inheritance_of_responses,
            json!({"Part": part, "A": {"x-stream": true, "properties": {
                "own": {"allOf": [{"$ref": "#/components/schemas/Part"}, {"required": ["b"], "properties": {"b": {}}}]},
                "same": {"description": "d", "allOf": [{"$ref": "#/components/schemas/Part"}]}}}}),
            json!({"Part": part, "A": {"x-stream": true, "properties": {
                "own": {"type": "object", "required": ["a", "b"], "properties": {"a": {}, "b": {}}},
                "same": {"description": "d", "allOf": [{"$ref": "#/components/schemas/Part"}]}}}}),
        );
    }
}
