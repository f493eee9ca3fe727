//! `keep` in an overlay: a document cut to some of its operations, with the schemas that these need.
//!
//! ```yaml
//! keep:
//!   operations: [createResponse, POST /embeddings]  # by id, or by method and path
//!   schemas: [ResponseStreamEvent]                  # what no operation refers to, such as the events of a stream
//!   unions: { OutputItem: [message, function_call] }  # alternatives, by the value of their tag or by their schema
//! ```

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::fixups::walk::{
    METHODS, SCHEMA_REFERENCE, drop_empty_paths, each_place, members, members_mut, operations, reference_name, schemas,
    schemas_mut, union_arms,
};
use crate::overlay::escaped;

pub struct Keep {
    path: String,
    operations: Vec<String>,
    schemas: Vec<String>,
    unions: BTreeMap<String, Vec<String>>,
}

impl Keep {
    pub fn parse(path: &str, keep: &Value) -> Result<Self> {
        let fault = |key: &str| format!("{path}: `keep.{key}` is not a list of names");
        let list = |key: &str| match keep.get(key) {
            None => Ok(Vec::new()),
            Some(list) => names(list).with_context(|| fault(key)),
        };
        let mut keys = keep.as_object().into_iter().flat_map(Map::keys);
        if let Some(unknown) = keys.find(|key| !KEYS.contains(&key.as_str())) {
            bail!("{path}: `keep.{unknown}` is unknown; there are {}", KEYS.join(", "));
        }
        let unions = members(keep, "unions")
            .map(|(name, arms)| Ok((name.clone(), names(arms).with_context(|| fault(&format!("unions.{name}")))?)));
        Ok(Self {
            path: path.to_owned(),
            // A plain list names operations.
            operations: if keep.is_array() { names(keep) } else { Some(list("operations")?) }
                .with_context(|| fault("operations"))?,
            schemas: list("schemas")?,
            unions: unions.collect::<Result<_>>()?,
        })
    }

    /// The schemas that no operation refers to.
    pub fn schemas(&self) -> impl Iterator<Item = &str> {
        self.schemas.iter().map(String::as_str)
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
        if !faults.is_empty() {
            let list: String = faults.iter().map(|fault| format!("\n  {}: keep.{fault}", self.path)).collect();
            bail!("`keep` names what the document does not have; correct the names{list}");
        }
        drop_the_rest(document, &self.schemas);
        Ok(())
    }

    fn cut_operations(&self, document: &mut Value) -> Vec<String> {
        let mut wanted: BTreeSet<&str> = self.operations.iter().map(String::as_str).collect();
        let kept = operations(document).filter_map(|(method, path, operation)| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let name = format!("{} {path}", method.to_uppercase());
            let is_kept = self.operations.iter().any(|wanted| wanted == id || *wanted == name);
            is_kept.then(|| (method.to_owned(), path.to_owned(), id.to_owned(), name))
        });
        let kept: Vec<_> = kept.collect();
        for (_, _, id, name) in &kept {
            wanted.remove(id.as_str());
            wanted.remove(name.as_str());
        }
        for (path, item) in members_mut(document, "paths") {
            let is_kept = |method: &String| kept.iter().any(|(kept, of, ..)| kept == method && of == path);
            let Some(item) = item.as_object_mut() else { continue };
            item.retain(|key, _| !METHODS.contains(&key.as_str()) || is_kept(key));
        }
        drop_empty_paths(document);
        wanted.into_iter().map(|name| format!("operations: the document has no operation `{name}`")).collect()
    }
}

const KEYS: [&str; 3] = ["operations", "schemas", "unions"];

fn names(list: &Value) -> Option<Vec<String>> {
    list.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
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
    let roots = roots.iter().map(|name| format!("/components/schemas/{}", escaped(name)));
    let mut open: Vec<String> = roots.collect();
    collect_pointers(&document["paths"], &mut open);
    while let Some(pointer) = open.pop() {
        // What lies deeper belongs to the component around it.
        let component = pointer.splitn(5, '/').take(4).collect::<Vec<_>>().join("/");
        if !pointer.starts_with("/components/") {
            // A reference into another path that is kept or not: it is written out later.
            continue;
        }
        if let Some(target) = document.pointer(&component)
            && found.insert(component.clone())
        {
            collect_pointers(target, &mut open);
            let name = component.strip_prefix("/components/schemas/").unwrap_or_default();
            let is_open_base = target.get("discriminator").is_some_and(|own| own.get("mapping").is_none());
            if is_open_base {
                let children = union_arms(document, name, target).into_values();
                open.extend(children.map(|child| format!("/components/schemas/{}", escaped(&child))));
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
fn collect_pointers(part: &Value, found: &mut Vec<String>) {
    each_place(part, "", &mut |part, _| {
        let reference = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        found.extend(reference.map(str::to_owned));
        let targets = members(part, "mapping").filter_map(|(_, target)| target.as_str());
        found.extend(targets.map(|target| match target.strip_prefix('#') {
            Some(pointer) => pointer.to_owned(),
            None => format!("/components/schemas/{}", escaped(target)),
        }));
    });
}

#[cfg(test)]
mod tests;
