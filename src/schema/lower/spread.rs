//! Merges schemas that are spread over several keywords.

use serde_json::{Value, json};

use super::Lowering;
use super::keywords::{ANNOTATIONS, COMPOSITIONS, Object, name_of, without};
use crate::schema::notes::join;

/// Maximum number of alternatives. Models can't follow a schema with more.
const MAX_ALTERNATIVES: usize = 64;

impl Lowering {
    /// Expands a schema that is spread over several keywords into alternatives, each a plain schema without the annotations
    /// beside those keywords. Also returns the definitions that were merged into them.
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

/// Whether a schema is spread over several keywords: a composition beside other keywords, or several compositions.
pub(super) fn is_spread(schema: &Object) -> bool {
    let is_annotation = |keyword: &str| ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-");
    let compositions = COMPOSITIONS.iter().filter(|keyword| schema.contains_key(**keyword)).count();
    let has_more = schema.keys().any(|keyword| !is_annotation(keyword) && !COMPOSITIONS.contains(&keyword.as_str()));
    schema.contains_key("allOf") || compositions > 1 || (compositions == 1 && has_more)
}

/// Merges each alternative of one list with each of the other.
fn combined(all: &[Object], others: &[Object]) -> Option<Vec<Object>> {
    if all.len() * others.len() > MAX_ALTERNATIVES {
        return None;
    }
    all.iter().flat_map(|one| others.iter().map(move |other| merged(one, other))).collect()
}

/// Returns a schema that allows what both schemas allow; `None` if this crate can't express it.
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
            // Each part is closed for its own properties, which would exclude those of the other part.
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
