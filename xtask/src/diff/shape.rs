//! A schema in the form that is compared: references followed, inheritance inlined, equivalent forms unified.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Direction;
use crate::fixups::keywords;
use crate::fixups::walk::{reference_name, resolved, schemas, type_of, union_arms};

/// The named schema that this schema refers to, if it adds only keywords such as `nullable`.
pub fn target(schema: &Value) -> Option<&str> {
    let own = schema.as_object()?;
    if own.contains_key("$ref") {
        return reference_name(schema);
    }
    let part = inherited(schema).first()?;
    own.keys().all(|key| OF_THE_USE.contains(&key.as_str())).then(|| reference_name(part))?
}

/// Keywords about the place where a schema is used rather than about the schema.
#[rustfmt::skip]
const OF_THE_USE: [&str; 9] =
    ["allOf", "oneOf", "anyOf", "type", "nullable", "readOnly", "writeOnly", "deprecated", "default"];

/// The parts of `allOf`; a choice of one alternative is such a part too.
fn inherited(schema: &Value) -> &[Value] {
    let parts = |key: &str| schema[key].as_array().map(Vec::as_slice);
    let only = |key: &str| parts(key).filter(|parts| parts.len() == 1);
    parts("allOf").or(only("oneOf")).or(only("anyOf")).unwrap_or_default()
}

/// The target of a schema that is only a reference.
pub fn meant<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let found = std::iter::successors(Some(schema), |schema| schemas(document).get(target(schema)?));
    // References in a cycle have no target.
    found.take(schemas(document).len() + 1).last().unwrap_or(schema)
}

/// A property, and the named schema that contains it.
#[derive(Clone, Copy)]
pub struct Property<'a> {
    pub schema: &'a Value,
    pub origin: Option<&'a str>,
}

/// A schema with its references and inherited schemas resolved, one level deep.
#[derive(Default)]
pub struct Shape<'a> {
    pub properties: BTreeMap<&'a str, Property<'a>>,
    pub required: BTreeSet<&'a str>,
    pub keywords: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Shape<'a> {
    pub fn of(document: &'a Value, schema: &'a Value) -> Self {
        let mut shape = Self::default();
        shape.absorb(document, schema, None, &mut BTreeSet::new());
        shape
    }

    fn absorb(
        &mut self,
        document: &'a Value,
        schema: &'a Value,
        origin: Option<&'a str>,
        seen: &mut BTreeSet<&'a str>,
    ) {
        if let Some(name) = reference_name(schema) {
            let target = schemas(document).get(name).filter(|_| seen.insert(name));
            return target.into_iter().for_each(|target| self.absorb(document, target, Some(name), seen));
        }
        inherited(schema).iter().for_each(|part| self.absorb(document, part, origin, seen));
        // The discriminator of a base does not affect the contents of its children.
        self.keywords.remove("discriminator");
        for (key, value) in schema.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    let found = properties.iter().map(|(name, schema)| (name.as_str(), Property { schema, origin }));
                    self.properties.extend(found);
                }
                ("required", Value::Array(names)) => self.required.extend(names.iter().filter_map(Value::as_str)),
                ("allOf", _) => {}
                ("oneOf" | "anyOf", Value::Array(parts)) if parts.len() == 1 && schema.get("allOf").is_none() => {}
                (key, value) => drop(self.keywords.insert(key, value)),
            }
        }
    }

    pub fn keyword(&self, key: &str) -> Option<&'a Value> {
        self.keywords.get(key).copied()
    }

    /// Whether a keyword is set where the schema is used or, unless it is overridden there, in the schema itself.
    pub fn flag(&self, key: &str) -> bool {
        self.keyword(key).is_some_and(|value| *value == true)
    }

    /// The type, or the one that other keywords imply; `None` if any type is allowed.
    pub fn kind(&self) -> Option<&'a str> {
        let has = |key: &str| self.keyword(key).is_some();
        match self.keyword("type").and_then(Value::as_str) {
            Some(kind) => Some(kind),
            None if has("items") => Some("array"),
            None if !self.properties.is_empty() || has("additionalProperties") => Some("object"),
            None if has("discriminator") => Some("object"),
            None => {
                let mut kinds = self.keyword("enum")?.as_array()?.iter().map(type_of);
                kinds.find(|kind| !matches!(*kind, "null" | "array" | "object"))
            }
        }
    }

    /// The alternatives.
    pub fn alternatives(&self) -> Option<&'a [Value]> {
        Some(self.keyword("oneOf").or(self.keyword("anyOf"))?.as_array()?)
    }
}

/// The values of an enum, and whether it is open.
pub struct Values<'a> {
    pub known: Vec<&'a Value>,
    pub is_open: bool,
}

impl<'a> Values<'a> {
    /// The enum of a schema with `enum`, or of a choice of several texts.
    pub fn of(document: &'a Value, shape: &Shape<'a>) -> Option<Self> {
        if let Some(values) = shape.keyword("enum").and_then(Value::as_array) {
            return Some(Self { known: values.iter().filter(|value| !value.is_null()).collect(), is_open: false });
        }
        let parts: Vec<Shape> = shape.alternatives()?.iter().map(|part| Shape::of(document, part)).collect();
        if parts.is_empty() || parts.iter().any(|part| part.kind() != Some("string")) {
            return None;
        }
        let parts: Vec<Option<Self>> = parts.iter().map(|part| Self::of(document, part)).collect();
        let is_open = parts.iter().any(|part| part.as_ref().is_none_or(|part| part.is_open));
        Some(Self { known: parts.into_iter().flatten().flat_map(|part| part.known).collect(), is_open })
    }

    /// Whether it is an enum in Rust. In responses one of a single value is a text, and every other enum is open.
    pub fn is_type(&self, side: Direction) -> bool {
        let texts = self.known.iter().filter(|value| value.is_string()).count();
        texts == self.known.len() && (self.is_open || texts > 1 || (texts == 1 && side == Direction::Request))
    }

    /// Whether its names make it an open enum in requests too.
    pub fn is_odd(&self) -> bool {
        let texts: Vec<&str> = self.known.iter().filter_map(|value| value.as_str()).collect();
        self.is_open || keywords::is_odd(&texts)
    }
}

/// The schemas that extend a base or are mapped to by it, by the value of its discriminator.
pub fn variants(document: &Value, name: &str) -> BTreeMap<String, String> {
    let base = schemas(document).get(name).map(|schema| resolved(document, schema));
    let base = base.filter(|base| base["discriminator"].is_object());
    base.map(|base| union_arms(document, name, base)).unwrap_or_default()
}
