//! Removes choices that are not types: restrictions of other keywords, and enums whose values have no Rust names.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::walk::{children, each_outer_schema, each_schema, items, list_entry, type_of};
use crate::generator::{open_enum_values, pascal_case};

/// `anyOf` of sets of required properties and similar rules describe which requests the service rejects; the generator would
/// make types of them. The service enforces these rules. (A property that all rules require is required.)
pub fn drop_rules_about_others(document: &mut Value) -> Result<()> {
    each_schema(document, &mut |schema| {
        schema.remove("not");
        let has_properties = schema.contains_key("properties");
        for key in ["oneOf", "anyOf"] {
            let parts = schema.get(key).and_then(Value::as_array).filter(|parts| !parts.is_empty());
            if parts.is_some_and(|parts| parts.iter().all(|part| is_rule(part, has_properties))) {
                schema.remove(key);
            }
        }
        let Some(Value::Array(parts)) = schema.get_mut("allOf") else { return };
        let (rules, others): (Vec<_>, Vec<_>) =
            std::mem::take(parts).into_iter().partition(|part| is_rule(part, has_properties));
        *parts = others;
        if parts.is_empty() {
            schema.remove("allOf");
        }
        for name in rules.iter().flat_map(|rule| items(rule, "required")) {
            let required = list_entry(schema, "required");
            if !required.contains(name) {
                required.push(name.clone());
            }
        }
    });
    Ok(())
}

/// Whether a schema only restricts what another one allows.
fn is_rule(schema: &Value, is_about_an_object: bool) -> bool {
    let restricts =
        |key: &str| matches!(key, "required" | "not" | "minProperties" | "maxProperties" | "description" | "title");
    let is_kind = |key: &str| key == "type" && is_about_an_object && schema["type"] == "object";
    schema.as_object().is_some_and(|own| {
        own.keys().any(|key| matches!(key.as_str(), "required" | "not"))
            && own.keys().all(|key| restricts(key) || is_kind(key))
    })
}

/// A closed enum of texts whose Rust names would be equal, such as `a` and `A`, or that have no letters, becomes an open enum,
/// which has a name for every text. An enum of other values becomes its type: the service enforces the values.
pub fn odd_enums_are_open(document: &mut Value) -> Result<()> {
    each_outer_schema(document, &mut |_, _, schema| each_closed_enum(schema, &is_odd));
    Ok(())
}

/// Every closed enum of several texts becomes open, since the service may accept other values.
pub fn open_enums(document: &mut Value) {
    each_outer_schema(document, &mut |_, _, schema| each_closed_enum(schema, &|texts| texts.len() > 1));
}

fn each_closed_enum(schema: &mut Value, is_opened: &dyn Fn(&[&str]) -> bool) {
    // The alternatives of an open enum are parts of it.
    if open_enum_values(schema).is_some() {
        return;
    }
    let Some(members) = schema.as_object_mut() else { return };
    open_enum(members, is_opened);
    if !members.contains_key("anyOf") || open_enum_values(&Value::Object(members.clone())).is_none() {
        children(members).into_iter().for_each(|(_, child)| each_closed_enum(child, is_opened));
    }
}

fn open_enum(schema: &mut Map<String, Value>, is_opened: &dyn Fn(&[&str]) -> bool) {
    let Some(Value::Array(mut values)) = schema.remove("enum") else { return };
    let count = values.len();
    values.retain(|value| !value.is_null());
    if values.len() < count {
        schema.insert("nullable".to_owned(), true.into());
    }
    let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
    if let Some(texts) = texts.filter(|texts| !texts.is_empty()) {
        if is_opened(&texts) {
            make_open(schema, values);
        } else {
            schema.insert("enum".to_owned(), values.into());
        }
        return;
    }
    // Without `type`, the values determine the type.
    let kinds: BTreeSet<&str> = values.iter().map(type_of).collect();
    let kind = match kinds.into_iter().collect::<Vec<_>>().as_slice() {
        [kind @ ("boolean" | "integer" | "number")] => *kind,
        ["integer", "number"] => "number",
        _ => return,
    };
    schema.entry("type").or_insert_with(|| kind.into());
}

/// An open enum is a choice of any text and of the known ones.
pub fn make_open(schema: &mut Map<String, Value>, texts: Vec<Value>) {
    schema.retain(|key, _| !matches!(key.as_str(), "enum" | "type"));
    schema.insert("anyOf".to_owned(), json!([{"type": "string"}, {"type": "string", "enum": texts}]));
}

/// Whether the generator can't name the values of an enum.
pub fn is_odd(texts: &[&str]) -> bool {
    let distinct: BTreeSet<&str> = texts.iter().copied().collect();
    let names: BTreeSet<String> = distinct.iter().map(|text| pascal_case(text)).collect();
    let has_letters = |text: &&str| text.chars().any(|letter| letter.is_ascii_alphanumeric());
    distinct.len() > 1 && (names.len() < distinct.len() || !distinct.iter().all(has_letters))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixups::tests::check;

    #[test]
    fn rules_about_properties_go_and_types_stay() {
        let properties = json!({"a": {}, "b": {}});
        let object = |more: Value| {
            let mut object = json!({"type": "object", "properties": properties});
            object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            object
        };
        let plain = object(json!({}));
        let choice = json!({"oneOf": [{"type": "string"}, {"required": ["a"]}]});
        check(
            drop_rules_about_others,
            json!({
                "Sets": object(json!({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]})),
                "Typed": object(json!({"oneOf": [{"type": "object", "required": ["a"]}, {"not": {"required": ["a"]}}]})),
                "Not": object(json!({"not": {"required": ["a", "b"]}})),
                "All": object(json!({"required": ["a"], "allOf": [{"required": ["a", "b"]}]})),
                "Choice": choice}),
            json!({"Sets": plain, "Typed": plain, "Not": plain, "All": object(json!({"required": ["a", "b"]})), "Choice": choice}),
        );
    }

    #[test]
    fn enums_without_good_names_are_open() {
        let open = |values: Value| json!({"anyOf": [{"type": "string"}, {"type": "string", "enum": values}]});
        check(
            odd_enums_are_open,
            json!({
                "Good": {"type": "string", "enum": ["a", "b"]},
                "Case": {"type": "string", "enum": ["a", "A"]},
                "Symbols": {"type": "string", "enum": ["<", ">"]},
                "One": {"type": "string", "enum": ["*"]},
                "Null": {"type": "string", "enum": ["a", null]},
                "Numbers": {"enum": [1, 2]},
                "Mixed": {"enum": ["a", 2]}}),
            json!({
                "Good": {"type": "string", "enum": ["a", "b"]},
                "Case": open(json!(["a", "A"])),
                "Symbols": open(json!(["<", ">"])),
                "One": {"type": "string", "enum": ["*"]},
                "Null": {"type": "string", "enum": ["a"], "nullable": true},
                "Numbers": {"type": "integer"},
                "Mixed": {}}),
        );
    }
}
