//! Keywords that this client does not use, and restrictions and enums that would make no good types.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::walk::{
    children, closure, each_outer_schema, each_parameter, each_schema, items, list_entry, reference_name, references,
    schemas_mut, streamed, type_of,
};
use crate::generator::{open_enum_values, pascal_case};

/// Removes keywords from every schema.
pub fn remove(document: &mut Value, keywords: &[&str]) -> Result<()> {
    each_schema(document, &mut |schema| schema.retain(|key, _| !keywords.contains(&key.as_str())));
    Ok(())
}

/// `nullable` moves to where a named schema is used: of a union that is nullable itself, the generator would make two types
/// of one name.
pub fn null_is_of_the_use(document: &mut Value) -> Result<()> {
    let mut nullable = BTreeSet::new();
    for (name, schema) in schemas_mut(document).iter_mut().filter(|(_, schema)| schema["nullable"] == true) {
        schema.as_object_mut().into_iter().for_each(|schema| drop(schema.remove("nullable")));
        nullable.insert(name.clone());
    }
    each_outer_schema(document, &mut |_, _, schema| say_null(schema, &nullable, false));
    Ok(())
}

/// Of a part of a choice or of an inheritance, the enclosing schema has it.
fn say_null(schema: &mut Value, nullable: &BTreeSet<String>, is_part: bool) {
    let is_nullable = |part: &Value| reference_name(part).is_some_and(|name| nullable.contains(name));
    if is_nullable(schema) && !is_part {
        *schema = json!({"allOf": [schema.take()], "nullable": true});
        return;
    }
    let Some(members) = schema.as_object_mut() else { return };
    let parts = |key: &str| members.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_use = matches!(parts("allOf"), [part] if is_nullable(part)) && !members.contains_key("properties");
    let is_choice = ["oneOf", "anyOf"].into_iter().any(|key| parts(key).iter().any(is_nullable));
    if is_use || is_choice {
        members.insert("nullable".to_owned(), true.into());
    }
    for (part, child) in children(members) {
        say_null(child, nullable, part.starts_with("Option"));
    }
}

#[rustfmt::skip]
pub const LIMITS: [&str; 13] = [
    "pattern", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
];

/// The v1 route has no `api-version`.
pub fn api_version_is_optional(document: &mut Value) -> Result<()> {
    each_parameter(document, &mut |parameter| {
        if parameter["name"] == "api-version" {
            parameter["required"] = false.into();
        }
    });
    Ok(())
}

/// Schemas that no operation sends or receives are not generated: the children of unions that are now inlined, the error
/// bodies, of which services have other forms, and the list of versions.
pub fn drop_unreachable_schemas(document: &mut Value) -> Result<()> {
    let used = references(&document["paths"]).chain(references(&document["components"]["parameters"]));
    let reachable = closure(document, used.chain(streamed(document)).collect(), |_| true);
    schemas_mut(document).retain(|name, _| reachable.contains(name));
    Ok(())
}

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

/// Makes closed enums of texts open that meet a condition. An enum of other values becomes its type: the service enforces the
/// values.
pub fn open_enums(document: &mut Value, is_opened: &dyn Fn(&[&str]) -> bool) -> Result<()> {
    each_outer_schema(document, &mut |_, _, schema| each_closed_enum(schema, is_opened));
    Ok(())
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
    fn keywords_go_wherever_a_schema_stands_and_names_stay() {
        let schema = json!({"type": "string", "format": "uuid", "minLength": 1, "default": "x"});
        let mut document = json!({
            "paths": {"/a": {"post": {
                "parameters": [{"name": "q", "schema": schema}],
                "requestBody": {"content": {"application/json": {"schema": {"properties": {"format": schema}}},
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}},
            "components": {"schemas": {"S": schema}, "parameters": {"P": {"schema": schema}}}});
        for keywords in [&["default", "format"], &LIMITS[..]] {
            remove(&mut document, keywords).unwrap();
        }
        let plain = json!({"type": "string"});
        let expected = json!({
            "paths": {"/a": {"post": {
                "parameters": [{"name": "q", "schema": plain}],
                "requestBody": {"content": {"application/json": {"schema": {"properties": {"format": plain}}},
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": plain}}}}}}},
            "components": {"schemas": {"S": plain}, "parameters": {"P": {"schema": plain}}}});
        assert_eq!(document, expected);
    }

    #[test]
    fn what_a_name_says_of_null_each_use_says() {
        let reference = json!({"$ref": "#/components/schemas/N"});
        let wrapped = json!({"allOf": [reference], "nullable": true});
        check(
            null_is_of_the_use,
            json!({"N": {"nullable": true, "oneOf": [{}, {}]}, "A": {"properties": {
                "p": reference, "q": {"allOf": [reference], "description": "d"}, "l": {"items": reference},
                "u": {"oneOf": [{"type": "string"}, reference]}}}}),
            json!({"N": {"oneOf": [{}, {}]}, "A": {"properties": {
                "p": wrapped, "q": {"allOf": [reference], "description": "d", "nullable": true}, "l": {"items": wrapped},
                "u": {"oneOf": [{"type": "string"}, reference], "nullable": true}}}}),
        );
    }

    #[test]
    fn the_version_is_optional_wherever_it_is_said() {
        let parameter = json!({"name": "api-version", "required": true});
        let mut document = json!({
            "paths": {"/a": {"get": {"parameters": [parameter, {"name": "id", "required": true}]}}},
            "components": {"parameters": {"V": parameter}}});
        api_version_is_optional(&mut document).unwrap();
        assert_eq!(document["paths"]["/a"]["get"]["parameters"][0]["required"], false);
        assert_eq!(document["paths"]["/a"]["get"]["parameters"][1]["required"], true);
        assert_eq!(document["components"]["parameters"]["V"]["required"], false);
    }

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
            |document| open_enums(document, &is_odd),
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
