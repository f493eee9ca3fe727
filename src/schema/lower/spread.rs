//! Merges schemas that are spread over several keywords.

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Value, json};

use super::keywords::{ANNOTATIONS, COMPOSITIONS, Object, only, referenced, transform, without};
use crate::schema::notes::join;

/// Maximum number of alternatives. Models can't follow a schema with more.
const MAX_ALTERNATIVES: usize = 64;

/// Merges a schema and its subschemas, where that is possible. `merging` are the definitions that are being merged into the
/// schema around it, to detect cycles.
pub(super) fn merge(schema: &Object, definitions: &Object, merging: &[String]) -> Object {
    let within = |mut schema: Object, merging: &[String]| {
        let mut merge = |schema: &mut Schema| {
            if let Some(members) = schema.as_object() {
                *schema = merge(members, definitions, merging).into();
            }
        };
        transform(&mut schema, |schema: &mut Schema| transform_subschemas(&mut merge, schema));
        schema
    };
    let mut merged = merging.to_vec();
    let expanded =
        is_spread(schema).then(|| expand(&without(schema, &ANNOTATIONS), definitions, merging, &mut merged)).flatten();
    let Some(alternatives) = expanded else { return within(schema.clone(), merging) };
    let is_closed = schema.get("unevaluatedProperties") == Some(&Value::Bool(false));
    let alternatives = alternatives.into_iter().map(|mut alternative| {
        if is_closed {
            alternative.insert("additionalProperties".to_owned(), false.into());
        }
        within(alternative, &merged)
    });
    let mut alternatives: Vec<Object> = alternatives.collect();
    let mut whole = only(schema, &ANNOTATIONS);
    if alternatives.len() != 1 {
        whole.insert("anyOf".to_owned(), json!(alternatives));
        return whole;
    }
    for (keyword, value) in alternatives.remove(0) {
        match (whole.get_mut(&keyword), &value) {
            (Some(Value::String(text)), Value::String(more)) => *text = join([text.as_str(), more]),
            _ => {
                whole.insert(keyword, value);
            }
        }
    }
    whole
}

/// Expands a schema that is spread over several keywords into alternatives, each a plain schema. `path` are the definitions
/// around it; those that were merged into the alternatives are added to `merged`.
pub(super) fn expand(
    schema: &Object,
    definitions: &Object,
    path: &[String],
    merged: &mut Vec<String>,
) -> Option<Vec<Object>> {
    let mut all = vec![without(schema, &COMPOSITIONS)];
    if schema.contains_key("$ref") {
        let name = referenced(schema).filter(|name| !path.contains(name))?;
        let definition = definitions.get(&name)?.as_object()?;
        merged.push(name.clone());
        all = combined(&all, &expand(definition, definitions, &[path, &[name]].concat(), merged)?)?;
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        all = combined(&all, &expand(part.as_object()?, definitions, path, merged)?)?;
    }
    for keyword in ["anyOf", "oneOf"] {
        let Some(branches) = schema.get(keyword) else { continue };
        let mut alternatives = Vec::new();
        for branch in branches.as_array()? {
            alternatives.extend(expand(branch.as_object()?, definitions, path, merged)?);
        }
        all = combined(&all, &alternatives)?;
    }
    Some(all)
}

/// Whether a schema is spread over several keywords: a composition beside other keywords, or several compositions.
pub(super) fn is_spread(schema: &Object) -> bool {
    let is_annotation = |keyword: &str| ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-");
    let is_composed = COMPOSITIONS.iter().any(|keyword| schema.contains_key(*keyword));
    let validating = schema.keys().filter(|keyword| !is_annotation(keyword)).count();
    schema.contains_key("allOf") || (is_composed && validating > 1)
}

/// Merges each alternative of one list with each of the other.
fn combined(all: &[Object], others: &[Object]) -> Option<Vec<Object>> {
    if all.len() * others.len() > MAX_ALTERNATIVES {
        return None;
    }
    all.iter().flat_map(|one| others.iter().map(move |other| both(one, other))).collect()
}

/// Returns a schema that allows what both schemas allow; `None` if this crate can't express it.
fn both(one: &Object, other: &Object) -> Option<Object> {
    // Each part is closed for its own properties, which would exclude those of the other part.
    let is_closing = |keyword: &str| matches!(keyword, "additionalProperties" | "unevaluatedProperties");
    let mut whole = one.clone();
    for (keyword, value) in other {
        let Some(found) = whole.get_mut(keyword) else {
            whole.insert(keyword.clone(), value.clone());
            continue;
        };
        match (keyword.as_str(), found, value) {
            (_, found, value) if found == value => {}
            ("description" | "title", Value::String(found), Value::String(value)) => {
                *found = join([found.as_str(), value])
            }
            ("properties", Value::Object(found), Value::Object(value)) => {
                for (name, property) in value {
                    let both = match found.remove(name) {
                        Some(found) if found != *property => json!({"allOf": [found, property]}),
                        _ => property.clone(),
                    };
                    found.insert(name.clone(), both);
                }
            }
            ("required", Value::Array(found), Value::Array(value)) => {
                let missing: Vec<Value> = value.iter().filter(|name| !found.contains(name)).cloned().collect();
                found.extend(missing);
            }
            ("items", found, value) if *found == json!({}) => *found = value.clone(),
            ("items", _, value) if *value == json!({}) => {}
            (keyword, found, value) if is_closing(keyword) && *found == false => *found = value.clone(),
            (keyword, _, value) if is_closing(keyword) && *value == false => {}
            (keyword, ..) if ANNOTATIONS.contains(&keyword) => {}
            _ => return None,
        }
    }
    whole.retain(|keyword, value| !is_closing(keyword) || *value != false);
    Some(whole)
}
