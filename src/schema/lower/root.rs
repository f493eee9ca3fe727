//! Flattens the root of a tool's arguments: services require a plain object there, without `$ref`, `allOf`, `anyOf` and
//! `oneOf`.

use std::collections::BTreeMap;

use schemars::Schema;
use serde_json::{Value, json};

use super::keywords::{ANNOTATIONS, COMPOSITIONS, Object, definitions_of, object, only, strings, values_of, without};
use super::spread::expand;
use super::union::union;
use crate::schema::notes::{append, may_be, text};

/// Returns the schema with a single object at its root, which allows what any of the alternatives allows. Returns `None` if
/// the root is plain already, or not all alternatives are objects.
pub(in crate::schema) fn flat_root(root: &Object) -> Option<Object> {
    if !COMPOSITIONS.iter().any(|keyword| root.contains_key(*keyword)) {
        return None;
    }
    let alternatives = expand(&without(root, &ANNOTATIONS), &definitions_of(root), &[], &mut Vec::new())?;
    let is_object = |schema: &Object| match schema.get("type") {
        Some(types) => may_be(Some(types), "object"),
        None => schema.contains_key("properties"),
    };
    if alternatives.is_empty() || !alternatives.iter().all(is_object) {
        return None;
    }
    let mut flat = merged(&alternatives);
    // These include the definitions. Definitions that are no longer used do no harm.
    flat.extend(only(root, &ANNOTATIONS));
    if let [alternative] = alternatives.as_slice() {
        flat.extend(only(alternative, &["additionalProperties"]));
        append(&mut flat, text(alternative, "description"));
    } else {
        let forms: Vec<String> = alternatives.iter().map(summary).collect();
        append(&mut flat, &format!("One of these forms:\n{}", forms.join("\n")));
    }
    Some(flat)
}

/// Returns an object with the properties of all alternatives. A property is required if all of them require it.
fn merged(alternatives: &[Object]) -> Object {
    let mut properties: BTreeMap<&String, Vec<Object>> = BTreeMap::new();
    for (name, property) in alternatives.iter().flat_map(properties_of) {
        let mut property = Schema::try_from(property.clone()).unwrap_or_default();
        let property = std::mem::take(property.ensure_object());
        let known = properties.entry(name).or_default();
        if !known.contains(&property) {
            known.push(property);
        }
    }
    let either = |mut all: Vec<Object>| if all.len() == 1 { all.remove(0) } else { union(all, "") };
    let properties = properties.into_iter().map(|(name, all)| (name.clone(), either(all).into()));
    let mut whole = object([("type", "object".into()), ("properties", Value::Object(properties.collect()))]);
    let is_in_all = |name: &&str| alternatives.iter().all(|other| strings(other.get("required")).any(|it| it == *name));
    let required: Vec<&str> = strings(alternatives[0].get("required")).filter(is_in_all).collect();
    if !required.is_empty() {
        whole.insert("required".to_owned(), json!(required));
    }
    whole
}

fn properties_of(schema: &Object) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Summarizes an alternative on one line: its properties, with a `?` after optional ones, and its description.
fn summary(alternative: &Object) -> String {
    let required: Vec<&str> = strings(alternative.get("required")).collect();
    let properties =
        properties_of(alternative).map(|(name, property)| match property.as_object().and_then(values_of).as_deref() {
            Some([value @ Value::String(_)]) => format!("{name}: {value}"),
            _ if required.contains(&name.as_str()) => name.clone(),
            _ => format!("{name}?"),
        });
    let properties = format!("{{{}}}", properties.collect::<Vec<_>>().join(", "));
    match text(alternative, "description") {
        "" => properties,
        text => format!("{properties}: {text}"),
    }
}
