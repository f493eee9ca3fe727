//! `keep` in an overlay: a document cut to some of its operations, with the schemas that these need.
//!
//! ```yaml
//! keep:
//!   operations: [createResponse, POST /embeddings]  # by id, or by method and path
//!   schemas: [ResponseStreamEvent]                  # what no operation refers to, such as the events of a stream
//!   unions: { OutputItem: [message, function_call] }  # alternatives, by the value of their tag or by their schema
//! ```

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fixups::walk::{
    METHODS, SCHEMA_REFERENCE, drop_empty_paths, members, members_mut, reference_name, schemas, schemas_mut, text,
    union_arms, values_in,
};
use crate::overlay::escaped;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    operations: Vec<String>,
    /// The schemas that no operation refers to.
    pub schemas: Vec<String>,
    unions: BTreeMap<String, Vec<String>>,
}

impl Keep {
    pub fn parse(keep: &Value) -> Result<Self> {
        // A plain list names operations.
        let keep = if keep.is_array() { json!({"operations": keep}) } else { keep.clone() };
        serde_path_to_error::deserialize(keep).context("in `keep`")
    }

    /// Removes everything else. Names that the document does not have are reported in one error.
    pub fn apply(&self, document: &mut Value) -> Result<()> {
        let mut faults = self.cut_operations(document);
        for (name, arms) in &self.unions {
            faults.extend(cut_union(document, name, arms).into_iter().map(|fault| format!("unions.{name}: {fault}")));
        }
        for name in &self.schemas {
            match schemas_mut(document).get_mut(name).and_then(Value::as_object_mut) {
                Some(schema) => drop(schema.insert("x-stream".to_owned(), true.into())),
                None => faults.push(format!("schemas: the document has no schema `{name}`")),
            }
        }
        let list: String = faults.iter().map(|fault| format!("\n  keep.{fault}")).collect();
        ensure!(faults.is_empty(), "`keep` names what the document does not have; correct the names{list}");
        drop_the_rest(document, &self.schemas);
        Ok(())
    }

    fn cut_operations(&self, document: &mut Value) -> Vec<String> {
        let mut unknown: BTreeSet<&str> = self.operations.iter().map(String::as_str).collect();
        for (path, item) in members_mut(document, "paths") {
            let Some(item) = item.as_object_mut() else { continue };
            item.retain(|key, operation| {
                if !METHODS.contains(&key.as_str()) {
                    return true;
                }
                let names = [text(operation, "operationId"), &format!("{} {path}", key.to_uppercase())];
                unknown.retain(|name| !names.contains(name));
                self.operations.iter().any(|wanted| names.contains(&wanted.as_str()))
            });
        }
        drop_empty_paths(document);
        unknown.into_iter().map(|name| format!("operations: the document has no operation `{name}`")).collect()
    }
}

/// Leaves the named alternatives of a union. Returns those that it does not have.
fn cut_union(document: &mut Value, name: &str, arms: &[String]) -> Vec<String> {
    let Some(schema) = schemas(document).get(name) else {
        return vec![format!("the document has no schema `{name}`")];
    };
    let mapped = union_arms(document, name, schema);
    let is_kept = |value: &str, target: &str| arms.iter().any(|arm| arm == value || arm == target);
    let has = |arm: &String| mapped.iter().any(|(value, target)| arm == value || arm == target);
    let faults = arms.iter().filter(|arm| !has(arm)).map(|arm| format!("it has no alternative `{arm}`")).collect();
    let (kept, gone): (BTreeMap<_, _>, BTreeMap<_, _>) =
        mapped.into_iter().partition(|(value, target)| is_kept(value, target));
    let is_gone = |target: &str| gone.values().any(|gone| gone == target) && !kept.values().any(|kept| kept == target);
    let schema = &mut document["components"]["schemas"][name];
    for key in ["oneOf", "anyOf"] {
        if let Some(Value::Array(parts)) = schema.get_mut(key) {
            parts.retain(|part| reference_name(part).is_none_or(|target| !is_gone(target)));
        }
    }
    if let Some(discriminator) = schema.get_mut("discriminator") {
        let mapping = kept.into_iter().map(|(value, target)| (value, format!("{SCHEMA_REFERENCE}{target}").into()));
        discriminator["mapping"] = Value::Object(mapping.collect());
    }
    schema["x-cut"] = true.into();
    faults
}

/// Removes the components that no kept operation and no kept schema leads to.
fn drop_the_rest(document: &mut Value, roots: &[String]) {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = roots.iter().map(|name| schema_pointer(name)).collect();
    open.extend(pointers(&document["paths"]));
    while let Some(pointer) = open.pop() {
        // A reference into another path, kept or not, is written out later.
        if !pointer.starts_with("/components/") {
            continue;
        }
        // What lies deeper belongs to the component around it.
        let component = pointer.splitn(5, '/').take(4).collect::<Vec<_>>().join("/");
        if let Some(target) = document.pointer(&component)
            && found.insert(component.clone())
        {
            open.extend(pointers(target));
            let name = component.strip_prefix("/components/schemas/").unwrap_or_default();
            if target.get("discriminator").is_some_and(|own| own.get("mapping").is_none()) {
                open.extend(union_arms(document, name, target).values().map(|child| schema_pointer(child)));
            }
        }
    }
    for (kind, part) in members_mut(document, "components") {
        if let Some(part) = part.as_object_mut().filter(|_| kind != "securitySchemes") {
            part.retain(|name, _| found.contains(&format!("/components/{kind}/{}", escaped(name))));
        }
    }
}

/// Everything that a part of the document refers to, by `$ref` or by the mapping of a discriminator.
fn pointers(part: &Value) -> impl Iterator<Item = String> {
    values_in(part).into_iter().flat_map(|part| {
        let reference = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')).map(str::to_owned);
        let targets = members(part, "mapping").filter_map(|(_, target)| target.as_str());
        let targets = targets.map(|to| to.strip_prefix('#').map_or_else(|| schema_pointer(to), str::to_owned));
        reference.into_iter().chain(targets)
    })
}

fn schema_pointer(name: &str) -> String {
    format!("/components/schemas/{}", escaped(name))
}

#[cfg(test)]
mod tests;
