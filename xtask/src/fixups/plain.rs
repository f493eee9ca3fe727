//! Normalizes operations: shared and referenced parts are copied into each operation.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::walk::{
    METHODS, SCHEMA_REFERENCE, drop_empty_paths, each_value, keep_json, list_entry, members_mut, operations,
    operations_mut, responses_mut, schemas, schemas_mut, target,
};
use crate::generator::{RESERVED, RESERVED_FUNCTIONS, pascal_case, snake_case};
use crate::overlay::escaped;

/// The generator does not read the parameters that a path has for all its operations, shared bodies, or headers of responses,
/// and panics on some of them. Each operation gets its own copy, and unused parts are removed.
pub fn write_out_shared_parts(document: &mut Value) -> Result<()> {
    write_out_references(document)?;
    for (_, item) in members_mut(document, "paths") {
        let Some(item) = item.as_object_mut() else { continue };
        let shared = item.remove("parameters").unwrap_or_default();
        item.retain(|key, _| METHODS.contains(&key.as_str()));
        for operation in item.values_mut().filter_map(Value::as_object_mut) {
            add_parameters(operation, &shared);
            operation.retain(|key, _| !matches!(key.as_str(), "servers" | "callbacks"));
            for response in responses_mut(operation).filter_map(Value::as_object_mut) {
                response.retain(|key, _| !matches!(key.as_str(), "headers" | "links"));
                response.entry("description").or_insert_with(|| Value::from(""));
            }
        }
    }
    drop_empty_paths(document);
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|key, _| matches!(key.as_str(), "schemas" | "parameters" | "securitySchemes"));
    }
    Ok(())
}

/// Parameters of the path that the operation does not override.
fn add_parameters(operation: &mut Map<String, Value>, shared: &Value) {
    let Some(shared) = shared.as_array() else { return };
    let own = list_entry(operation, "parameters");
    for parameter in shared.iter().rev() {
        let is_same = |other: &Value| other["name"] == parameter["name"] && other["in"] == parameter["in"];
        if !own.iter().any(|other| other == parameter || (parameter.get("$ref").is_none() && is_same(other))) {
            own.insert(0, parameter.clone());
        }
    }
}

/// Replaces each reference by its target, unless that is a named schema or parameter.
fn write_out_references(document: &mut Value) -> Result<()> {
    // A target may be a reference too; more steps than this are a cycle.
    for _ in 0..16 {
        let whole = document.clone();
        if !write_out_in(document, &whole)? {
            return Ok(());
        }
    }
    bail!("a reference refers to itself without a named schema in between");
}

fn write_out_in(part: &mut Value, whole: &Value) -> Result<bool> {
    let reference = part.get("$ref").and_then(Value::as_str).filter(|reference| !is_named(reference));
    if let Some(reference) = reference {
        *part = target(whole, part).with_context(|| format!("`{reference}` refers to nothing"))?.clone();
        return Ok(true);
    }
    let parts: Vec<&mut Value> = match part {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => return Ok(false),
    };
    parts.into_iter().try_fold(false, |any, part| Ok(any | write_out_in(part, whole)?))
}

fn is_named(reference: &str) -> bool {
    [SCHEMA_REFERENCE, "#/components/parameters/"]
        .iter()
        .any(|start| reference.strip_prefix(start).is_some_and(|name| !name.contains('/')))
}

/// An operation without an id gets one from its method and path, since its function needs a name. If its function would hide
/// another one of the client, it gets a longer name. Ids that result in the same name are an error.
pub fn name_operations(document: &mut Value) -> Result<()> {
    for (method, path, operation) in operations_mut(document) {
        let id = snake_case(&format!("{method}_{}", path.replace(['{', '}'], "")));
        let id = operation.entry("operationId").or_insert_with(|| Value::from(id));
        let name = snake_case(id.as_str().unwrap_or_default());
        if RESERVED_FUNCTIONS.contains(&name.as_str()) {
            *id = format!("{}Operation", id.as_str().unwrap_or_default()).into();
        }
    }
    let mut seen = BTreeMap::new();
    for (method, path, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let place = format!("/paths/{}/{method}/operationId", escaped(path));
        let name = snake_case(id);
        let adapter = (operation["x-adapter"] == true).then(|| format!("the function `{name}_with`"));
        let names = [format!("the function `{name}`"), format!("the type {}", pascal_case(id))];
        for name in names.into_iter().chain(adapter) {
            if let Some(other) = seen.insert(name.clone(), place.clone()) {
                bail!("{other} and {place} would both be {name}; rename one in the overlay");
            }
        }
    }
    Ok(())
}

/// A schema has the name of the Rust type that will be made of it: typify would change `new_info` where it needs, and
/// panic on `Azure.NewInfo`, while the rest of the generator looks for the document's name. A name that would hide one of
/// Rust's or this crate's, such as `Error`, is made longer.
pub fn name_schemas(document: &mut Value) -> Result<()> {
    let mut names = BTreeMap::new();
    for name in schemas(document).keys() {
        if let Some(other) = names.insert(type_name(name), name.clone()) {
            let (one, other) = (escaped(&other), escaped(name));
            bail!(
                "/components/schemas/{one} and /components/schemas/{other} would both be the type {}; rename one in the overlay",
                type_name(name)
            );
        }
    }
    names.retain(|new, old| new != old);
    names.into_iter().for_each(|(new, old)| rename_schema(document, &old, &new));
    Ok(())
}

/// Removes the prefix of schema names if the rest is a unique name.
pub fn drop_prefix(document: &mut Value, prefix: &str) {
    let names: Vec<String> = schemas(document).keys().filter(|name| name.starts_with(prefix)).cloned().collect();
    for old in names {
        let new = old[prefix.len()..].to_owned();
        if !new.is_empty() && !schemas(document).contains_key(&new) {
            rename_schema(document, &old, &new);
        }
    }
}

/// Renames a schema and all references to it.
pub fn rename_schema(document: &mut Value, old: &str, new: &str) {
    let schema = schemas_mut(document).remove(old).unwrap_or_default();
    schemas_mut(document).insert(new.to_owned(), schema);
    rename_references(document, &format!("{SCHEMA_REFERENCE}{old}"), &format!("{SCHEMA_REFERENCE}{new}"));
}

fn type_name(schema: &str) -> String {
    let name = pascal_case(schema);
    if RESERVED.contains(&name.as_str()) { format!("{name}Object") } else { name }
}

/// In `$ref`s and in the mappings of discriminators.
pub fn rename_references(part: &mut Value, old: &str, new: &str) {
    each_value(part, &mut |value| {
        if value == old {
            *value = new.into();
        }
    });
}

/// A `default` response beside a 200 panics the generator, and one for a status of its own takes that status away from
/// the one error decoder. Without them every status but success reaches it as a whole response.
pub fn drop_error_responses(document: &mut Value) -> Result<()> {
    for (_, _, operation) in operations_mut(document) {
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        responses.into_iter().for_each(|responses| responses.retain(|status, _| status.starts_with('2')));
    }
    Ok(())
}

/// Streams are requested by hand-written code; generated operations request JSON.
pub fn drop_streamed_content(document: &mut Value) -> Result<()> {
    for response in operations_mut(document).flat_map(|(_, _, operation)| responses_mut(operation)) {
        keep_json(response);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_operations_share_each_says_itself() {
        let mut document = json!({
            "paths": {"/a/{id}": {
                "summary": "s", "servers": [{"url": "u"}],
                "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query", "from": "path"}],
                "post": {
                    "parameters": [{"name": "q", "in": "query"}],
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"$ref": "#/components/responses/R"}}}}},
            "components": {
                "requestBodies": {"B": {"required": true, "schema": {"$ref": "#/components/schemas/S/properties/p"}}},
                "responses": {"R": {"headers": {"h": {}}}},
                "schemas": {"S": {"properties": {"p": {"type": "string"}}}}}});
        write_out_shared_parts(&mut document).unwrap();
        let expected = json!({
            "paths": {"/a/{id}": {"post": {
                "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query"}],
                "requestBody": {"required": true, "schema": {"type": "string"}},
                "responses": {"200": {"description": ""}}}}},
            "components": {"schemas": {"S": {"properties": {"p": {"type": "string"}}}}}});
        assert_eq!(document, expected);
    }

    #[test]
    fn a_circle_of_references_is_named() {
        let mut document = json!({"paths": {"/a": {"$ref": "#/paths/~1a"}}});
        assert!(write_out_shared_parts(&mut document).unwrap_err().to_string().contains("refers to itself"));
    }

    #[test]
    fn operations_and_schemas_get_names_for_rust() {
        let mut document = json!({
            "paths": {"/jobs/{id}": {"get": {"x": {"$ref": "#/components/schemas/Azure.newInfo"}}}},
            "components": {"schemas": {"Azure.newInfo": {}, "Plain": {}}}});
        name_operations(&mut document).unwrap();
        name_schemas(&mut document).unwrap();
        assert_eq!(document["paths"]["/jobs/{id}"]["get"]["operationId"], "get_jobs_id");
        assert_eq!(document["paths"]["/jobs/{id}"]["get"]["x"]["$ref"], "#/components/schemas/AzureNewInfo");
        assert_eq!(document["components"]["schemas"], json!({"AzureNewInfo": {}, "Plain": {}}));
    }

    #[test]
    fn names_that_meet_are_named() {
        let mut document = json!({"components": {"schemas": {"new_info": {}, "NewInfo": {}}}});
        assert!(name_schemas(&mut document).unwrap_err().to_string().contains("both be the type NewInfo"));
        let mut document = json!({"paths": {"/a": {"get": {"operationId": "doIt"}, "put": {"operationId": "do_it"}}}});
        assert!(name_operations(&mut document).unwrap_err().to_string().contains("both be the function `do_it`"));
    }

    #[test]
    fn success_is_all_that_is_left_of_the_responses() {
        let mut document = json!({"paths": {"/a": {"get": {"responses": {"200": {}, "400": {}, "default": {}}}}}});
        drop_error_responses(&mut document).unwrap();
        assert_eq!(document["paths"]["/a"]["get"]["responses"], json!({"200": {}}));
    }
}
