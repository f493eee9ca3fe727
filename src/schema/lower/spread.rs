//! Schemas that say what is valid at more than one place, put together.

use serde_json::{Value, json};

use super::Lowering;
use super::keywords::{ANNOTATIONS, COMPOSITIONS, Object, name_of, without};
use crate::schema::notes::join;

/// More would be no schema that a model can follow.
const MOST_ALTERNATIVES: usize = 64;

impl Lowering {
    /// What a schema that is spread over several keywords allows, as alternatives of one schema each, without the texts
    /// beside those keywords; and the definitions whose content is in it.
    pub(super) fn expand_here(&self, schema: &Object) -> Option<(Vec<Object>, Vec<String>)> {
        let (mut path, mut merged) = (self.merging.clone(), Vec::new());
        let alternatives = self.expand(&without(schema, &ANNOTATIONS), &mut path, &mut merged)?;
        Some((alternatives, merged))
    }

    fn expand(&self, schema: &Object, path: &mut Vec<String>, merged: &mut Vec<String>) -> Option<Vec<Object>> {
        let mut all = vec![without(schema, &COMPOSITIONS)];
        if let Some(reference) = schema.get("$ref") {
            let name = name_of(reference)?;
            if path.contains(&name) {
                return None;
            }
            let definition = self.definitions.get(&name)?.as_object()?;
            path.push(name);
            all = combined(&all, &self.expand(definition, path, merged)?)?;
            merged.extend(path.pop());
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            all = combined(&all, &self.expand(part.as_object()?, path, merged)?)?;
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(branches) = schema.get(keyword) else { continue };
            let mut alternatives = Vec::new();
            for branch in branches.as_array()? {
                alternatives.extend(self.expand(branch.as_object()?, path, merged)?);
            }
            all = combined(&all, &alternatives)?;
        }
        Some(all)
    }
}

/// Whether a schema says what is valid at more than one place.
pub(super) fn is_spread(schema: &Object) -> bool {
    let is_annotation = |keyword: &str| ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-");
    let compositions = COMPOSITIONS.iter().filter(|keyword| schema.contains_key(**keyword)).count();
    let has_more = schema.keys().any(|keyword| !is_annotation(keyword) && !COMPOSITIONS.contains(&keyword.as_str()));
    schema.contains_key("allOf") || compositions > 1 || (compositions == 1 && has_more)
}

/// Every alternative of one with every alternative of the other.
fn combined(all: &[Object], others: &[Object]) -> Option<Vec<Object>> {
    if all.len() * others.len() > MOST_ALTERNATIVES {
        return None;
    }
    all.iter().flat_map(|one| others.iter().map(move |other| merged(one, other))).collect()
}

/// A schema that allows what both allow; `None` if there is no saying.
fn merged(one: &Object, other: &Object) -> Option<Object> {
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
            // Closed are the parts, for themselves.
            ("additionalProperties" | "unevaluatedProperties", found, value) => match (&*found, value) {
                (Value::Bool(false), value) => *found = value.clone(),
                (_, Value::Bool(false)) => {}
                _ => return None,
            },
            (keyword, ..) if ANNOTATIONS.contains(&keyword) => {}
            _ => return None,
        }
    }
    let is_closed_part = |keyword: &str| whole.get(keyword) == Some(&Value::Bool(false));
    let closed: Vec<&str> = ["additionalProperties", "unevaluatedProperties"]
        .into_iter()
        .filter(|keyword| is_closed_part(keyword))
        .collect();
    Some(without(&whole, &closed))
}
