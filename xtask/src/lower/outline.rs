//! The parts of a document around its schemas, and schemas that are defined inside others.

use serde_json::Value;

use crate::fixups::plain::rename_references;
use crate::fixups::walk::{SCHEMA_REFERENCE, each_value};

/// QUERY and custom methods have no form in 3.0, and neither has a parameter that is the whole query.
pub fn lower_paths(document: &mut Value) {
    let mut left_out = Vec::new();
    for (path, item) in document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        if item.remove("query").is_some() {
            left_out.push(format!("QUERY {path}: OpenAPI 3.0 has no form for it"));
        }
        if let Some(Value::Object(others)) = item.remove("additionalOperations") {
            left_out.extend(others.keys().map(|method| format!("{method} {path}: OpenAPI 3.0 has no form for it")));
        }
    }
    if !left_out.is_empty() {
        document["x-left-out"] = left_out.into();
    }
}

/// Definitions inside a schema become schemas beside it, so that they may refer to themselves.
pub fn lift_definitions(document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let mut lifted = Vec::new();
    for (owner, schema) in schemas.iter_mut() {
        let definitions = schema.as_object_mut().and_then(|schema| schema.remove("$defs"));
        for (name, definition) in definitions.as_ref().and_then(Value::as_object).into_iter().flatten() {
            lifted.push((owner.clone(), name.clone(), definition.clone()));
        }
    }
    for (owner, name, definition) in &lifted {
        document["components"]["schemas"][format!("{owner}-{name}")] = definition.clone();
    }
    for (owner, name, _) in lifted {
        let new = format!("{SCHEMA_REFERENCE}{owner}-{name}");
        rename_references(document, &format!("{SCHEMA_REFERENCE}{owner}/$defs/{name}"), &new);
    }
}

/// A reference to the enclosing schema, by an anchor at its root.
pub fn plain_recursion(document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    for (name, schema) in schemas {
        let anchor = schema["$dynamicAnchor"].as_str().map(|anchor| format!("#{anchor}")).unwrap_or_default();
        each_value(schema, &mut |part| {
            let Some(members) = part.as_object_mut() else { return };
            for key in ["$recursiveRef", "$dynamicRef"] {
                if members.get(key).is_some_and(|reference| reference == "#" || *reference == anchor) {
                    members.remove(key);
                    members.insert("$ref".to_owned(), format!("{SCHEMA_REFERENCE}{name}").into());
                }
            }
            members.remove("$recursiveAnchor");
        });
    }
}
