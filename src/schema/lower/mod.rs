//! Rewrites schemas for services: `open` merges what schemars spreads over several keywords, and `strict` rewrites a schema to
//! the subset of JSON Schema that strict mode supports.

mod keywords;
mod root;
mod spread;
mod union;

use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

use super::maps;
use super::notes::{describe, described, may_be};
use keywords::{DEFINITIONS, definitions_of, references, strings, values_of, without};
pub(super) use keywords::{Object, object, referenced, transform, type_of};
pub(super) use root::flat_root;
use spread::{is_spread, merge};
use union::{nullable, union};

/// Merges schemas that are spread over `$ref` or `oneOf` and the keywords beside it, of which some services ignore one or the
/// other. Removes unused definitions.
pub(super) fn open(root: &Object) -> Object {
    let definitions = definitions_of(root);
    let define = |name: &str| Some(merge(definitions.get(name)?.as_object()?, &definitions, &[]));
    let whole = merge(&without(root, &DEFINITIONS), &definitions, &[]);
    with_definitions(whole, define).unwrap_or_else(|| root.clone())
}

/// How a strict schema describes maps, which strict mode does not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maps {
    /// As lists of entries, which [`maps::restore`] converts back.
    AsEntries,
    Rejected,
}

/// Rewrites a schema for strict mode. The error says why services reject it in strict mode; `None` if only this crate can't
/// rewrite it.
pub(super) fn strict(root: &Object, maps: Maps) -> Result<Object, Option<String>> {
    let mut root = open(root);
    if maps == Maps::AsEntries {
        transform(&mut root, RecursiveTransform(maps::to_entries));
    }
    let mut closing = Closing { definitions: definitions_of(&root), path: Vec::new(), reason: None };
    let whole = closing.close(&without(&root, &DEFINITIONS)).and_then(|whole| {
        with_definitions(whole, |name| {
            let definition = closing.definition(name)?;
            closing.within(name, |closing| closing.close(&definition))
        })
    });
    whole.ok_or_else(|| {
        let path = closing.path.join(".").replace(".[]", "[]");
        let place = if path.is_empty() { "their root".to_owned() } else { format!("`{path}`") };
        Some(format!("at {place}: {}", closing.reason?))
    })
}

/// Adds the definitions that the schema references. `define` returns each of them.
fn with_definitions(mut whole: Object, mut define: impl FnMut(&str) -> Option<Object>) -> Option<Object> {
    let mut definitions = Object::new();
    let mut missing = references(&whole);
    while let Some(name) = missing.pop_first() {
        let definition = define(&name)?;
        missing.extend(references(&definition));
        definitions.insert(name, definition.into());
        missing.retain(|name| !definitions.contains_key(name));
    }
    if !definitions.is_empty() {
        whole.insert("$defs".to_owned(), definitions.into());
    }
    Some(whole)
}

const ANY_JSON: &str = "it allows any JSON";

/// Rewrites a schema without spread keywords to a strict one.
struct Closing {
    definitions: Object,
    /// The path of the current schema, such as `limits[].extra`. After an error it is that of the schema that can't be strict.
    path: Vec<String>,
    reason: Option<&'static str>,
}

impl Closing {
    /// Rewrites a subschema. Its name stays in the path after an error.
    fn within(&mut self, name: &str, close: impl FnOnce(&mut Self) -> Option<Object>) -> Option<Object> {
        self.path.push(name.to_owned());
        let closed = close(self)?;
        self.path.pop();
        Some(closed)
    }

    fn reject<T>(&mut self, reason: &'static str) -> Option<T> {
        self.reason = Some(reason);
        None
    }

    fn definition(&self, name: &str) -> Option<Object> {
        self.definitions.get(name)?.as_object().cloned()
    }

    fn close_value(&mut self, schema: Option<&Value>) -> Option<Object> {
        match schema {
            Some(Value::Object(schema)) => self.close(schema),
            _ => self.reject(ANY_JSON),
        }
    }

    fn close(&mut self, schema: &Object) -> Option<Object> {
        if is_spread(schema) {
            return None;
        }
        let text = describe(schema);
        if schema.contains_key("$ref") {
            return self.close_reference(schema, &text);
        }
        let Some(branches) = ["anyOf", "oneOf"].iter().find_map(|keyword| schema.get(*keyword)) else {
            return Some(described(self.close_plain(schema)?, &text));
        };
        let branches = branches.as_array().filter(|branches| !branches.is_empty())?;
        let branches: Option<Vec<Object>> = branches.iter().map(|branch| self.close_value(Some(branch))).collect();
        Some(union(branches?, &text))
    }

    /// Strict mode allows no keyword beside `$ref`. A reference with a description is replaced by the definition, or wrapped
    /// in `anyOf` if the definition is recursive.
    fn close_reference(&mut self, schema: &Object, text: &str) -> Option<Object> {
        // Definitions that are only a reference themselves are followed.
        let alias = |name: &String| {
            self.definition(name).filter(|definition| definition.len() == 1).as_ref().and_then(referenced)
        };
        let mut names = std::iter::successors(referenced(schema), alias).take(1 + self.definitions.len());
        let name = names.find(|name| alias(name).is_none())?;
        let definition = self.definition(&name)?;
        let reference = object([("$ref", format!("#/$defs/{name}").into())]);
        if text.is_empty() {
            return Some(reference);
        }
        let reachable = with_definitions(definition.clone(), |name| self.definition(name))?;
        let is_recursive = definitions_of(&reachable).contains_key(&name);
        let closed = if is_recursive { object([("anyOf", json!([reference]))]) } else { self.close(&definition)? };
        Some(described(closed, text))
    }

    /// Rewrites a schema without references and unions.
    fn close_plain(&mut self, schema: &Object) -> Option<Object> {
        let Some(types) = type_of(schema) else { return self.reject(ANY_JSON) };
        if maps::is_map(schema) {
            return self.reject("it is a map");
        }
        let mut closed = object([("type", types.clone())]);
        if let Some(values) = values_of(schema) {
            if values.is_empty() || values.iter().any(|value| value.is_array() || value.is_object()) {
                return None;
            }
            closed.insert("enum".to_owned(), values.into());
        }
        if may_be(Some(&types), "object") {
            self.close_object(schema, &mut closed)?;
        }
        if may_be(Some(&types), "array") {
            let items = self.within("[]", |closing| closing.close_value(schema.get("items")))?;
            closed.insert("items".to_owned(), items.into());
        }
        Some(closed)
    }

    fn close_object(&mut self, schema: &Object, closed: &mut Object) -> Option<()> {
        let is_open = |keyword: &str| schema.get(keyword).is_some_and(|value| *value != false);
        let patterns = schema.get("patternProperties").filter(|patterns| **patterns != json!({}));
        if is_open("additionalProperties") || is_open("unevaluatedProperties") || patterns.is_some() {
            return self.reject("it is an object with additional properties");
        }
        let required: Vec<&str> = strings(schema.get("required")).collect();
        let mut properties = Object::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let closed = self.within(name, |closing| closing.close_value(Some(property)))?;
            // A property with a default is not nullable, since serde rejects null for it.
            let has_default = property.get("default").is_some_and(|default| !default.is_null());
            let is_required = required.contains(&name.as_str()) || has_default;
            properties.insert(name.clone(), if is_required { closed } else { nullable(closed) }.into());
        }
        if required.iter().any(|name| !properties.contains_key(*name)) {
            return None;
        }
        let names: Vec<&String> = properties.keys().collect();
        closed.insert("required".to_owned(), json!(names));
        closed.insert("properties".to_owned(), properties.into());
        closed.insert("additionalProperties".to_owned(), false.into());
        Some(())
    }
}
