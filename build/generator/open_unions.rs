// Tagged unions that accept unknown alternatives: each known alternative is a type of its own, and an unknown one is kept
// as JSON. serde's own forms either fail on an unknown tag or buffer the whole value twice.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Result;
use super::names::unique;
use super::open_enums::{doc_comment, variant_name};

/// One call of the macro `open_union!` of `src/raw/open_union.rs` for each tagged union that is open.
pub fn all(schemas: &Map<String, Value>) -> Result<String> {
    let mut text = String::new();
    for (name, schema) in schemas {
        let Some(arms) = schema["x-arms"].as_object() else { continue };
        let tag = schema["x-tag"].as_str().ok_or_else(|| format!("{name} has `x-arms` and no `x-tag`"))?;
        text +=
            &format!("open_union! {{\n{}    pub enum {name} by {tag:?} {{\n", doc_comment(&schema["description"], 4));
        let mut taken = BTreeSet::from(["Other".to_owned()]);
        for (target, values) in by_target(arms) {
            let variant = unique(variant_name(values[0]), &mut taken);
            let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
            let ty = type_of(schemas, name, target);
            text += &format!("        {variant}({ty}) = {},\n", values.join(" | "));
        }
        text += "    }\n}\n";
    }
    Ok(text)
}

/// The tags of each alternative, in the order of the document.
fn by_target(arms: &Map<String, Value>) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for (value, target) in arms {
        let target = target.as_str().unwrap_or_default();
        match found.iter_mut().find(|(known, _)| *known == target) {
            Some((_, values)) => values.push(value),
            None => found.push((target, vec![value])),
        }
    }
    found
}

/// An alternative that contains the union itself, except in lists and maps, is boxed.
fn type_of(schemas: &Map<String, Value>, union: &str, target: &str) -> String {
    let is_enum = super::open_enum_values(&schemas[target]).is_some() || schemas[target]["x-arms"].is_object();
    let path = if is_enum { format!("super::{target}") } else { format!("super::types::{target}") };
    let mut seen = BTreeMap::new();
    if holds(schemas, target, union, &mut seen) { format!("Box<{path}>") } else { path }
}

fn holds<'a>(schemas: &'a Map<String, Value>, owner: &'a str, wanted: &str, seen: &mut BTreeMap<&'a str, ()>) -> bool {
    let Some(schema) = schemas.get(owner) else { return false };
    if seen.insert(owner, ()).is_some() {
        return false;
    }
    let mut found = Vec::new();
    direct_references(schema, &mut found);
    found.into_iter().any(|name| name == wanted || holds(schemas, name, wanted, seen))
}

fn direct_references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    if let Some(name) = schema["$ref"].as_str() {
        found.extend(name.strip_prefix("#/components/schemas/"));
    }
    schema["properties"].as_object().into_iter().flatten().for_each(|(_, property)| direct_references(property, found));
    for key in ["oneOf", "anyOf", "allOf"] {
        schema[key].as_array().into_iter().flatten().for_each(|part| direct_references(part, found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alternative_has_a_variant() {
        let schemas = serde_json::json!({
            "Item": {"description": "An item.", "x-tag": "type", "x-arms": {"a-b": "One", "c": "Two", "d": "One", "other": "Self_"}},
            "One": {"properties": {"list": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}}},
            "Two": {"properties": {"deep": {"$ref": "#/components/schemas/Three"}}},
            "Three": {"properties": {"item": {"allOf": [{"$ref": "#/components/schemas/Item"}]}}},
            "Self_": {}});
        let expected = "open_union! {\n    /// An item.\n    pub enum Item by \"type\" {\n        AB(super::types::One) = \"a-b\" | \"d\",\n        \
            C(Box<super::types::Two>) = \"c\",\n        OtherValue(super::types::Self_) = \"other\",\n    }\n}\n";
        assert_eq!(all(schemas.as_object().unwrap()).unwrap(), expected);
    }
}
