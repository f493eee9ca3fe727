//! A published document: read, refused when it can't be used, and reduced to its interface.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use percent_encoding::percent_decode_str;
use serde::de::Deserialize;
use serde_json::Value;

use crate::fixups::walk::{
    SCHEMA_REFERENCE, each_keyword_object, each_value, members, members_mut, operations_mut, responses_mut, schemas,
    target,
};
use crate::overlay::escaped;
use crate::spec::Spec;
use crate::workspace::Workspace;
use crate::{lower, parse};

/// The interface of a version, as it is kept.
pub fn stored(workspace: &Workspace, spec: &Spec, version: &str) -> Result<Value> {
    let path = spec.upstream(version);
    serde_json::from_str(&workspace.read(&path)?).with_context(|| format!("{path} is not JSON"))
}

/// Reads YAML or JSON, makes sure that it is an OpenAPI 3 document, and reduces it to its interface in OpenAPI 3.0.
pub fn parse(text: &str) -> Result<Value> {
    ensure!(!text.trim().is_empty(), "the document is empty; pass another file or URL");
    // JSON is YAML too, but a JSON parser is exact about numbers and reports the place of an error better.
    let mut document: Value = if text.trim_start().starts_with('{') {
        parse::json(text).context("the document is not JSON")?
    } else {
        parse::yaml(text).context("the document is not YAML")?
    };
    ensure!(document.is_object(), "the document is not an OpenAPI document: its root is not an object");
    let is_newest = accept_version(&document)?;
    let paths = document.get("paths").and_then(Value::as_object);
    ensure!(paths.is_some_and(|paths| !paths.is_empty()), "the document has no paths");
    // Examples and extensions may refer to files beside the document; the interface may not.
    let title = document["info"]["title"].as_str().unwrap_or("untitled").to_owned();
    each_keyword_object(&mut document, &mut |object| object.retain(|key, _| !is_prose(key)));
    plain_references(&mut document);
    if is_newest {
        lower::lower(&mut document);
    }
    fill_texts(&mut document, title);
    Ok(document)
}

/// Makes sure that a document holds together: each reference leads somewhere, and each part has the form of OpenAPI 3.0.
pub fn accept(document: &Value) -> Result<()> {
    accept_each(document, &|part| {
        let reference = part["$ref"].as_str().filter(|_| target(document, part).is_none())?;
        Some(format!(
            "the document refers to `{reference}`, which it does not have; add the target in the overlay, or bundle the \
             files that the document refers to"
        ))
    })?;
    for (path, item) in members(document, "paths") {
        accept_part::<openapiv3::PathItem>(item, &format!("/paths/{}", escaped(path)))?;
    }
    for (name, schema) in schemas(document) {
        check_schema(schema, &format!("/components/schemas/{}", escaped(name)))?;
    }
    // By parts first: the type of the whole has no places below its maps.
    accept_part::<openapiv3::OpenAPI>(document, "")
}

/// The type of a schema has no places below it, so the deepest schema that is not one is looked for.
fn check_schema(schema: &Value, place: &str) -> Result<()> {
    let Err(error) = accept_part::<openapiv3::ReferenceOr<openapiv3::Schema>>(schema, place) else { return Ok(()) };
    for (key, member) in schema.as_object().into_iter().flatten() {
        let place = format!("{place}/{}", escaped(key));
        match (key.as_str(), member) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .try_for_each(|(name, property)| check_schema(property, &format!("{place}/{}", escaped(name))))?,
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                let mut parts = parts.iter().enumerate();
                parts.try_for_each(|(index, part)| check_schema(part, &format!("{place}/{index}")))?;
            }
            ("items" | "additionalProperties" | "not", Value::Object(_)) => check_schema(member, &place)?,
            _ => {}
        }
    }
    Err(error)
}

/// Names everything that has no form in OpenAPI 3.0, once nothing has taken its place.
pub fn accept_lowered(document: &Value) -> Result<()> {
    accept_each(document, &|part| part[lower::MARK].as_str().map(str::to_owned))
}

/// Names all faults, each with its place.
fn accept_each(document: &Value, fault_of: &dyn Fn(&Value) -> Option<String>) -> Result<()> {
    let mut faults = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((place, part)) = open.pop() {
        faults.extend(fault_of(part).map(|fault| format!("{place}: {fault}")));
        match part {
            Value::Object(members) => {
                open.extend(members.iter().rev().map(|(key, member)| (format!("{place}/{}", escaped(key)), member)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().rev().map(|(index, item)| (format!("{place}/{index}"), item)));
            }
            _ => {}
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n  "));
    Ok(())
}

fn accept_part<T: for<'de> Deserialize<'de>>(part: &Value, place: &str) -> Result<()> {
    let Err(error) = serde_path_to_error::deserialize::<_, T>(part.clone()) else { return Ok(()) };
    let steps = error.path().iter().filter_map(|step| match step {
        serde_path_to_error::Segment::Map { key } => Some(format!("/{}", escaped(key))),
        serde_path_to_error::Segment::Seq { index } => Some(format!("/{index}")),
        _ => None,
    });
    let place = format!("{place}{}", steps.collect::<String>());
    bail!("{place}: it is not OpenAPI 3.0: {}; correct or remove it, in the document or in the overlay", error.inner())
}

/// Whether it is OpenAPI 3.1 or 3.2, which must be lowered.
fn accept_version(document: &Value) -> Result<bool> {
    if let Some(version) = document.get("swagger") {
        bail!("/swagger: the document is Swagger {}; convert it to OpenAPI 3", plain(version));
    }
    match document.get("openapi").map(plain) {
        Some(version) if version.starts_with("3.0.") || version == "3.0" => Ok(false),
        Some(version) if ["3.1", "3.2"].iter().any(|known| version.starts_with(known)) => Ok(true),
        Some(version) => bail!("/openapi: the document is OpenAPI {version}; OpenAPI 3.0, 3.1 and 3.2 are read"),
        None => bail!("the document is not an OpenAPI document: it has no `openapi` field"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Writes each reference without percent encoding, and names of schemas without the characters that a JSON pointer escapes.
fn plain_references(document: &mut Value) {
    each_reference(document, &mut |reference| {
        *reference = percent_decode_str(reference).decode_utf8_lossy().into_owned();
    });
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let odd: Vec<String> = schemas.keys().filter(|name| name.contains(['/', '~'])).cloned().collect();
    let mut renamed = BTreeMap::new();
    for name in odd {
        let mut new = name.replace(['/', '~'], "-");
        while schemas.contains_key(&new) {
            new.push('-');
        }
        let schema = schemas.remove(&name).unwrap_or_default();
        schemas.insert(new.clone(), schema);
        renamed.insert(format!("{SCHEMA_REFERENCE}{}", escaped(&name)), format!("{SCHEMA_REFERENCE}{new}"));
    }
    each_reference(document, &mut |reference| {
        for (old, new) in &renamed {
            match reference.strip_prefix(old.as_str()) {
                Some(rest) if rest.is_empty() || rest.starts_with('/') => *reference = format!("{new}{rest}"),
                _ => {}
            }
        }
    });
}

/// Visits each `$ref`, and each target of a discriminator's mapping.
fn each_reference(document: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    each_value(document, &mut |part| {
        if let Some(Value::String(reference)) = part.get_mut("$ref") {
            visit(reference);
        }
        for (_, target) in members_mut(part, "mapping") {
            if let Value::String(target) = target {
                visit(target);
            }
        }
    });
}

fn is_prose(key: &str) -> bool {
    matches!(key, "description" | "summary" | "title" | "example" | "examples" | "externalDocs" | "tags")
        || key.starts_with("x-")
}

/// Adds what the specification demands and was removed as prose: a title, and a description of each response.
fn fill_texts(interface: &mut Value, title: String) {
    if let Some(info) = interface.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("title".to_owned(), title.into());
    }
    let shared = interface.get_mut("components").into_iter().flat_map(|part| members_mut(part, "responses"));
    shared.for_each(|(_, response)| empty_description(response));
    for (_, _, operation) in operations_mut(interface) {
        // A client does not implement callbacks.
        operation.remove("callbacks");
        responses_mut(operation).for_each(empty_description);
    }
}

fn empty_description(response: &mut Value) {
    if let Some(response) = response.as_object_mut().filter(|response| !response.contains_key("$ref")) {
        response.insert("description".to_owned(), Value::from(""));
    }
}

/// The text of a committed JSON file: keys sorted, two spaces, a line end.
pub fn to_text(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests;
