//! Flattens the root of a tool's arguments: services require a plain object there, without `$ref`, `allOf`, `anyOf` and
//! `oneOf`.

use serde_json::{Value, json};

use super::Lowering;
use super::keywords::{ANNOTATIONS, COMPOSITIONS, Object, object, only, strings};
use super::union::described;
use crate::schema::notes::may_be;

/// Returns the schema with a single object at its root, which allows what any of the alternatives allows. Returns `None` if
/// the root is plain already, or not all alternatives are objects.
pub(in crate::schema) fn flat_root(root: &Object) -> Option<Object> {
    if !COMPOSITIONS.iter().any(|keyword| root.contains_key(*keyword)) {
        return None;
    }
    let (alternatives, _) = Lowering::of(root).expand_here(root)?;
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
        let own = alternative.get("description").and_then(Value::as_str).unwrap_or_default();
        return Some(described_after(flat, own));
    }
    let text = alternatives.iter().map(summary).collect::<Vec<_>>().join("\n");
    Some(described_after(flat, &format!("One of these forms:\n{text}")))
}

fn described_after(mut schema: Object, text: &str) -> Object {
    let own = schema.remove("description");
    let own = own.as_ref().and_then(Value::as_str).unwrap_or_default();
    described(described(schema, text), own)
}

/// Returns an object with the properties of all alternatives. A property is required if all of them require it.
fn merged(alternatives: &[Object]) -> Object {
    let mut properties = Object::new();
    for (name, property) in alternatives.iter().flat_map(properties_of) {
        let both = match properties.remove(name) {
            Some(found) => either(found, property),
            None => property.clone(),
        };
        properties.insert(name.clone(), both);
    }
    let is_in_all = |name: &&str| alternatives.iter().all(|other| strings(other.get("required")).any(|it| it == *name));
    let required: Vec<&str> =
        alternatives.first().into_iter().flat_map(|first| strings(first.get("required"))).collect();
    let required: Vec<&str> = required.into_iter().filter(is_in_all).collect();
    let mut whole = object([("type", "object".into()), ("properties", properties.clone().into())]);
    if !required.is_empty() {
        whole.insert("required".to_owned(), json!(required));
    }
    whole
}

fn properties_of(schema: &Object) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Returns a schema that allows what either of two schemas allows. The values of a tag become one `enum`.
fn either(one: Value, other: &Value) -> Value {
    if one == *other {
        return one;
    }
    if let (Some(mut values), Some(more)) = (values_of(&one), values_of(other)) {
        values.extend(more.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
        return json!({"type": "string", "enum": values});
    }
    let mut branches = match one.get("anyOf").and_then(Value::as_array) {
        Some(branches) if one.as_object().is_some_and(|one| one.len() == 1) => branches.clone(),
        _ => vec![one],
    };
    if !branches.contains(other) {
        branches.push(other.clone());
    }
    json!({"anyOf": branches})
}

/// Returns the strings of a `const` or `enum`; `None` if the schema allows anything else.
fn values_of(schema: &Value) -> Option<Vec<Value>> {
    let values = match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => vec![value.clone()],
        (None, values) => values?.as_array()?.clone(),
    };
    values.iter().all(Value::is_string).then_some(values)
}

/// Summarizes an alternative on one line: its properties, with a `?` after optional ones, and its description.
fn summary(alternative: &Object) -> String {
    let required: Vec<&str> = strings(alternative.get("required")).collect();
    let properties = properties_of(alternative).map(|(name, property)| match values_of(property) {
        Some(values) if values.len() == 1 => format!("{name}: {}", values[0]),
        _ if required.contains(&name.as_str()) => name.clone(),
        _ => format!("{name}?"),
    });
    let properties = format!("{{{}}}", properties.collect::<Vec<_>>().join(", "));
    match alternative.get("description").and_then(Value::as_str) {
        Some(text) => format!("{properties}: {text}"),
        None => properties,
    }
}
