//! Keywords that this client does not use.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Value, json};

use super::walk::{
    children, closure, each_outer_schema, each_parameter, each_schema, reference_name, references, schemas_mut,
    streamed,
};

fn remove_keywords(document: &mut Value, keywords: &[&str]) {
    each_schema(document, &mut |schema| schema.retain(|key, _| !keywords.contains(&key.as_str())));
}

/// The generator would send a `default` with every call, and reasoning models reject even a `temperature` of 1.
pub fn drop_defaults(document: &mut Value) -> Result<()> {
    remove_keywords(document, &["default"]);
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

/// The service enforces limits, and changes them; in the document they would make a validating newtype of each text.
pub fn drop_validation(document: &mut Value) -> Result<()> {
    remove_keywords(document, &LIMITS);
    Ok(())
}

/// `float` makes an `f32`, and 0.1 becomes 0.10000000149011612 on its way through a JSON value; `int32` overflows on
/// counts and timestamps that no document foresees; `date-time` and `uuid` need crates that reject values that services send.
/// Without a format they are `f64`, `i64` and `String`.
pub fn drop_formats(document: &mut Value) -> Result<()> {
    remove_keywords(document, &["format"]);
    Ok(())
}

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
    let reachable = closure(document, used.chain(streamed(document)), |_| true);
    schemas_mut(document).retain(|name, _| reachable.contains(name));
    Ok(())
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
        for fixup in [drop_defaults, drop_validation, drop_formats] {
            fixup(&mut document).unwrap();
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
}
