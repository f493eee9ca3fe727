//! Unions of schemas.

use serde_json::{Value, json};

use super::keywords::{Object, object, type_of, values_of};
use crate::schema::notes::{described, join, may_be, text};

/// Returns a schema that allows what any of the branches allows. Enums of the same type are joined into one, which keeps the
/// descriptions of their values.
pub(super) fn union(branches: Vec<Object>, description: &str) -> Object {
    let branches = branches.into_iter().flat_map(|branch| match branch.get("anyOf").and_then(Value::as_array) {
        Some(inner) if branch.len() == 1 => inner.iter().filter_map(Value::as_object).cloned().collect(),
        _ => vec![branch],
    });
    let enum_type = |branch: &Object| type_of(branch).filter(|_| values_of(branch).is_some());
    let mut groups: Vec<Vec<Object>> = Vec::new();
    for branch in branches {
        let kind = enum_type(&branch);
        let is_like = |other: &Object| *other == branch || (kind.is_some() && enum_type(other) == kind);
        match groups.iter_mut().find(|group| is_like(&group[0])) {
            Some(group) if group.contains(&branch) => {}
            Some(group) => group.push(branch),
            None => groups.push(vec![branch]),
        }
    }
    let mut all: Vec<Object> = groups.into_iter().map(joined).collect();
    let whole = if all.len() == 1 { all.remove(0) } else { object([("anyOf", json!(all))]) };
    described(whole, description)
}

/// Joins enums of the same type. The description of each then names its values.
fn joined(mut group: Vec<Object>) -> Object {
    if group.len() == 1 {
        return group.remove(0);
    }
    let (mut values, mut texts) = (Vec::new(), Vec::new());
    for part in &group {
        let own = values_of(part).unwrap_or_default();
        let names = own.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let names = names.collect::<Vec<_>>().join(", ");
        let description = text(part, "description");
        texts.extend((!description.is_empty()).then(|| format!("{names}: {description}")));
        for value in own {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    let whole = object([("type", json!(type_of(&group[0]))), ("enum", values.into())]);
    described(whole, &join(texts.iter().map(String::as_str)))
}

/// Returns a schema that also allows null.
pub(super) fn nullable(mut schema: Object) -> Object {
    if may_be(schema.get("type"), "null") {
        return schema;
    }
    if !schema.contains_key("type") || schema.contains_key("properties") {
        let description = schema.remove("description");
        let description = description.as_ref().and_then(Value::as_str).unwrap_or_default();
        return union(vec![schema, object([("type", "null".into())])], description);
    }
    let mut types = match schema.remove("type") {
        Some(Value::Array(types)) => types,
        types => types.into_iter().collect(),
    };
    types.push("null".into());
    schema.insert("type".to_owned(), types.into());
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
    schema
}
