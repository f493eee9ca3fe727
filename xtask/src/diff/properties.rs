//! Compares two schemas: their types, values and limits, then their contents. Another type breaks senders and readers.
//! Otherwise, a narrower schema breaks senders and a wider one breaks readers.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::Value;

use super::Direction::{self, Request, Response, Unused};
use super::report::Breaks::{self, Everyone, Nobody, Readers, Senders};
use super::report::Place;
use super::shape::{Property, Shape, Values, meant, target};
use super::{Differ, pairs};
use crate::fixups::tagged;
use crate::fixups::walk::{items, schemas};

impl<'a> Differ<'a> {
    /// Compares two schemas completely, following references.
    pub(super) fn shapes(&mut self, side: Direction, at: &Place, old: &'a Value, new: &'a Value) {
        let (old, new) = (meant(self.old, old), meant(self.new, new));
        let (old, new) = (Shape::of(self.old, old), Shape::of(self.new, new));
        let values = (Values::of(self.old, &old), Values::of(self.new, &new));
        let is_choice = |shape: &Shape<'_>, values: &Option<_>| shape.alternatives().is_some() && values.is_none();
        if is_choice(&old, &values.0) || is_choice(&new, &values.1) {
            return self.alternatives(side, at, &old, &new);
        }
        let kind = |shape: &Shape<'a>, values: &Option<_>| shape.kind().or(values.as_ref().map(|_| "string"));
        let kinds = (kind(&old, &values.0), kind(&new, &values.1));
        if kinds.0 != kinds.1 {
            // An integer is a valid number, but in Rust they are different types.
            let what = format!("is {} instead of {}", kinds.1.unwrap_or("anything"), kinds.0.unwrap_or("anything"));
            self.record(side, at, "type", what, Everyone);
        }
        let is_number = |kind: &str| matches!(kind, "integer" | "number");
        // Contents of unlike types are not compared.
        if kinds.0.zip(kinds.1).is_none_or(|(old, new)| old == new || (is_number(old) && is_number(new))) {
            self.forms(side, at, &old, &new);
            self.values(side, at, values);
            self.keywords(side, at, &old, &new);
            self.properties(side, at, &old, &new);
            self.parts(side, at, &old, &new);
        }
    }

    fn values(&mut self, side: Direction, at: &Place, values: (Option<Values<'_>>, Option<Values<'_>>)) {
        let (known, what, others) = match &values {
            (Some(old), Some(new)) => return self.known_values(side, at, old, new),
            (None, Some(new)) if new.is_open => (new, "has known values now", Nobody),
            (None, Some(new)) => (new, "allows only known values", Senders),
            // Readers must expect new values anyway.
            (Some(old), None) => (old, "no longer has known values", Nobody),
            (None, None) => return,
        };
        self.record(side, at, "enum", what, if known.is_type(side) { Everyone } else { others });
    }

    fn known_values(&mut self, side: Direction, at: &Place, old: &Values<'_>, new: &Values<'_>) {
        for value in old.known.iter().filter(|value| !new.known.contains(value)) {
            // In Rust, its name is.
            let breaks = if old.is_type(side) { Everyone } else { Senders };
            self.record(side, at, "enum-value-removed", format!("the value {value} is gone"), breaks);
        }
        for value in new.known.iter().filter(|value| !old.known.contains(value)) {
            self.record(side, at, "enum-value-added", format!("the value {value} is new"), Nobody);
        }
        let other_type = match side {
            Response => old.is_type(side) != new.is_type(side),
            _ => old.is_type(side) && (old.is_open, old.is_odd()) != (new.is_open, new.is_odd()),
        };
        let breaks = |others| if other_type { Everyone } else { others };
        match (old.is_open, new.is_open) {
            (true, false) => self.record(side, at, "enum", "allows only known values", breaks(Senders)),
            (false, true) => self.record(side, at, "enum", "allows other values too", breaks(Nobody)),
            _ if other_type => self.record(side, at, "enum", "is a type of its own now, or no longer", Everyone),
            _ => {}
        }
        // Constructors set a property that can have only one value.
        let was_constant = !old.is_open && old.known.len() == 1 && new.known.len() > 1;
        if side == Request && was_constant && !self.optional.contains(at) && !self.constant.contains(at) {
            self.record(side, at, "enum", "is no longer constant", Senders);
        }
    }

    /// Keywords that are compared separately.
    fn keywords(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let keys: BTreeSet<&str> = old.keywords.keys().chain(new.keywords.keys()).copied().collect();
        for key in keys {
            let (old_value, new_value) = (old.keyword(key), new.keyword(key));
            if old_value == new_value || COMPARED_ELSEWHERE.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let what = match (old_value, new_value) {
                (Some(old), Some(new)) => format!("`{key}` is {new} instead of {old}"),
                (None, Some(new)) => format!("`{key}` is {new} now"),
                (Some(old), None) => format!("`{key}` is no longer {old}"),
                (None, None) => continue,
            };
            let (kind, breaks) = match key {
                "default" => ("default", Nobody),
                "format" => ("format", format(old_value, new_value)),
                _ => ("limit", limit(key, old_value, new_value)),
            };
            self.record(side, at, kind, what, breaks);
        }
    }

    /// A map is another type in Rust than an object with properties, and a tagged union another than a plain object.
    fn forms(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let is_tagged = |shape: &Shape<'_>| shape.keyword("discriminator").is_some();
        let changes = [("type", "is a tagged union now", Everyone), ("type", "is no longer a tagged union", Everyone)];
        self.switch(side, at, [is_tagged(old), is_tagged(new)], changes);
        if is_tagged(old) == is_tagged(new) && old.kind() == Some("object") && new.kind() == Some("object") {
            let (come, gone) = ("has properties of its own now", "no longer has properties of its own");
            let changes = [("type", come, Everyone), ("type", gone, Everyone)];
            self.switch(side, at, [!old.properties.is_empty(), !new.properties.is_empty()], changes);
        }
    }

    fn properties(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let (both, gone, come) = pairs(old.properties.clone(), new.properties.clone());
        for (name, ..) in both {
            self.property(side, at, name, old, new);
        }
        for (name, property) in gone {
            let side = seen_from(side, self.old, property.schema);
            let at = place_of_one(self.new, at, name, property);
            self.record(side, &at, "property-removed", "is gone", Everyone);
        }
        for (name, property) in come {
            let side = seen_from(side, self.new, property.schema);
            let at = place_of_one(self.old, at, name, property);
            let is_required = new.required.contains(name);
            let (what, breaks) = if is_required { ("is new and required", Senders) } else { ("is new", Nobody) };
            self.record(side, &at, "property-added", what, breaks);
        }
    }

    fn property(&mut self, side: Direction, whole: &Place, name: &str, old: &Shape<'a>, new: &Shape<'a>) {
        let [old_property, new_property] = [old, new].map(|shape| shape.properties[name]);
        let old_side = seen_from(side, self.old, old_property.schema);
        let new_side = seen_from(side, self.new, new_property.schema);
        // At the schema that both inherit it from, or where it was found.
        let at = match old_property.origin {
            Some(origin) if new_property.origin == Some(origin) => Place::schema(origin).property(name),
            _ => whole.property(name),
        };
        let is_wanted = |shape: &Shape<'_>, from: Direction| shape.required.contains(name) && from == side;
        let required_at = if self.requires_alike(&at, name) { whole.property(name) } else { at.clone() };
        match (is_wanted(old, old_side), is_wanted(new, new_side)) {
            (false, true) => self.record(side, &required_at, "required", "is required now", Senders),
            (true, false) if new.required.contains(name) => {}
            // A request's constructor no longer takes it.
            (true, false) => self.record(side, &required_at, "optional", "may be missing now", Everyone),
            (false, false) => drop(self.optional.insert(at.clone())),
            (true, true) => {}
        }
        if old_property.schema.get("x-constant").is_some() {
            self.constant.insert(at.clone());
        }
        // A property that is not visible in this direction, before and after, breaks nobody.
        let side = if old_side == side { side } else { new_side };
        self.schema_at(side, &at, old_property.schema, new_property.schema);
    }

    /// Whether the schema at a property's place requires it as before, so that something that inherits it has changed.
    fn requires_alike(&self, at: &Place, name: &str) -> bool {
        let Some(schema) = at.schema_name() else { return false };
        let required = |document: &'a Value| items(&document["components"]["schemas"][schema], "required");
        let requires = |document| required(document).any(|required| required == name);
        requires(self.old) == requires(self.new)
    }

    /// Items, additional properties, and `not`.
    fn parts(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let items = |shape: &Shape<'a>| shape.keyword("items").unwrap_or(&Value::Null);
        self.schema_at(side, &at.below("[]"), items(old), items(new));
        let further = |shape: &Shape<'a>| shape.keyword("additionalProperties");
        if let (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) = (further(old), further(new)) {
            self.schema_at(side, &at.below("{}"), old, new);
        } else {
            // From only the known properties to any.
            let width = |shape| match further(shape) {
                Some(Value::Bool(false)) => 0,
                Some(Value::Object(schema)) if !schema.is_empty() => 1,
                _ => 2,
            };
            let (fewer, more) = ("allows fewer properties besides these", "allows more properties besides these");
            match width(new).cmp(&width(old)) {
                Ordering::Less => self.record(side, at, "further-properties", fewer, Senders),
                // Readers must expect them anyway.
                Ordering::Greater => self.record(side, at, "further-properties", more, Nobody),
                Ordering::Equal => {}
            }
        }
        let tag = |shape: &Shape<'a>| Some(shape.keyword("discriminator")?["propertyName"].as_str()?.to_owned());
        if let (Some(old), Some(new)) = (tag(old), tag(new))
            && old != new
        {
            let what = format!("is distinguished by `{new}` instead of `{old}`");
            self.record(side, at, "discriminator", what, Everyone);
        }
    }

    /// Choices, of at least one of the schemas.
    fn alternatives(&mut self, side: Direction, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        self.keywords(side, at, old, new);
        self.properties(side, at, old, new);
        self.parts(side, at, old, new);
        if old.keyword("discriminator").is_some() && new.keyword("discriminator").is_some() {
            return; // Compared by the values of the tag.
        }
        match (old.alternatives(), new.alternatives()) {
            (Some(old_parts), Some(new_parts)) => {
                self.lists(side, at, old_parts, new_parts);
                // Of several objects without a tag a response has any JSON.
                if side == Response && is_json(self.old, old_parts) != is_json(self.new, new_parts) {
                    self.record(side, at, "type", "is distinguished by other means", Readers);
                }
            }
            (None, Some(parts)) => {
                let is_kept = parts.iter().any(|part| is_like(self.new, part, old));
                let what = if is_kept { "may be of other types too" } else { "is one of several types now" };
                self.record(side, at, "type", what, Everyone);
            }
            (Some(parts), None) => {
                let is_kept = parts.iter().any(|part| is_like(self.old, part, new));
                let what = if is_kept { "may be of only one type" } else { "is no longer one of several types" };
                self.record(side, at, "type", what, Everyone);
            }
            (None, None) => {}
        }
    }

    fn lists(&mut self, side: Direction, at: &Place, old: &'a [Value], new: &'a [Value]) {
        let mut left: Vec<&'a Value> = new.iter().collect();
        // Identical alternatives first, then those with the same name, then those of the same type.
        let same: [fn(&Self, &Value, &Value) -> bool; 3] = [
            |_, old, new| old == new,
            |_, old, new| target(old).is_some() && target(old) == target(new),
            |differ, old, new| {
                let kind = |document, schema| Shape::of(document, schema).kind().map(str::to_owned);
                let old_target = target(old).filter(|name| schemas(differ.new).contains_key(*name));
                let new_target = target(new).filter(|name| schemas(differ.old).contains_key(*name));
                old_target.is_none() && new_target.is_none() && kind(differ.old, old) == kind(differ.new, new)
            },
        ];
        let mut open: Vec<&'a Value> = old.iter().collect();
        for same in same {
            for part in std::mem::take(&mut open) {
                match left.iter().position(|candidate| same(self, part, candidate)) {
                    Some(index) => self.schema_at(side, at, part, left.remove(index)),
                    None => open.push(part),
                }
            }
        }
        let describe = |document, part| target(part).or(Shape::of(document, part).kind()).unwrap_or("anything");
        for part in open {
            let what = format!("{} is no longer an alternative", describe(self.old, part));
            self.record(side, at, "alternative-removed", what, Senders);
        }
        for part in left {
            let what = format!("{} is a new alternative", describe(self.new, part));
            self.record(side, at, "alternative-added", what, Nobody);
        }
    }

    /// The keywords beside the use of a schema. With `own`, the keywords of the schema itself are compared elsewhere.
    pub(super) fn use_of(&mut self, side: Direction, at: &Place, old: &'a Value, new: &'a Value, own: bool) {
        let is_set = |document, schema: &Value, key| {
            if own { schema[key] == true } else { Shape::of(document, schema).flag(key) }
        };
        // Whether a value that may be null is an `Option` of its own in Rust. What may be missing is one already, but for
        // lists and maps of requests; and so is every property of a response.
        let is_collection = matches!(Shape::of(self.new, new).kind(), Some("array" | "object"));
        let is_wrapped = match side {
            Request => !self.optional.contains(at) || (is_collection && target(new).is_none()),
            _ => at.is_item(),
        };
        let [come, gone] = if is_wrapped { [Everyone; 2] } else { [Readers, Senders] };
        let flags = [
            ("nullable", "nullable", ("may be null now", come), ("may no longer be null", gone)),
            ("readOnly", "read-only", ("is read-only now", Senders), ("can be sent now", Nobody)),
            ("writeOnly", "write-only", ("is write-only now", Readers), ("is present in responses now", Nobody)),
            ("deprecated", "deprecated", ("is deprecated now", Nobody), ("is no longer deprecated", Nobody)),
        ];
        for (key, kind, come, gone) in flags {
            let is = [is_set(self.old, old, key), is_set(self.new, new, key)];
            self.switch(side, at, is, [(kind, come.0, come.1), (kind, gone.0, gone.1)]);
        }
        if own && old.get("default") != new.get("default") {
            self.record(side, at, "default", "has another default", Nobody);
        }
    }
}

/// Whether a choice becomes any JSON.
fn is_json(document: &Value, parts: &[Value]) -> bool {
    let count = |kind: &str| parts.iter().filter(|part| Shape::of(document, part).kind() == Some(kind)).count();
    let union = serde_json::json!({"oneOf": parts});
    (count("object") > 1 || count("array") > 1) && tagged::implicit(document, &union).is_none()
}

/// The direction that a property has: among requests, what is read-only has none.
fn seen_from(side: Direction, document: &Value, schema: &Value) -> Direction {
    match side {
        Request if Shape::of(document, schema).flag("readOnly") => Unused,
        Response if Shape::of(document, schema).flag("writeOnly") => Unused,
        side => side,
    }
}

/// The place of a property that only one document has: the schema that it is inherited from, if that gained or lost it.
fn place_of_one(other: &Value, at: &Place, name: &str, property: Property<'_>) -> Place {
    let lacks = |origin: &&str| {
        let schema = schemas(other).get(*origin);
        schema.is_some_and(|schema| !Shape::of(other, schema).properties.contains_key(name))
    };
    property.origin.filter(lacks).map_or_else(|| at.clone(), Place::schema).property(name)
}

/// Whether a schema is of the type of another, enough to be its successor.
fn is_like(document: &Value, schema: &Value, shape: &Shape<'_>) -> bool {
    let own = Shape::of(document, schema);
    own.kind() == shape.kind() && own.properties.keys().all(|name| shape.properties.contains_key(name))
}

#[rustfmt::skip]
const COMPARED_ELSEWHERE: [&str; 12] = [
    "type", "enum", "nullable", "readOnly", "writeOnly", "deprecated", "items", "additionalProperties",
    "discriminator", "oneOf", "anyOf", "xml",
];

fn format(old: Option<&Value>, new: Option<&Value>) -> Breaks {
    match (old.and_then(Value::as_str), new.and_then(Value::as_str)) {
        (Some("int32"), Some("int64")) | (Some("float"), Some("double")) | (Some(_), None) => Readers,
        (Some("int64"), Some("int32")) | (Some("double"), Some("float")) | (None, Some(_)) => Senders,
        _ => Everyone,
    }
}

fn limit(key: &str, old: Option<&Value>, new: Option<&Value>) -> Breaks {
    // `false` is the same as an absent keyword.
    let off = |value: Option<&Value>| value.is_none_or(|value| *value == false);
    let is_stricter = match (off(old), off(new)) {
        (true, true) => return Nobody,
        (false, false) => {
            let grows = old.and_then(Value::as_f64) < new.and_then(Value::as_f64);
            match key {
                "minimum" | "minLength" | "minItems" | "minProperties" => grows,
                "maximum" | "maxLength" | "maxItems" | "maxProperties" => !grows,
                _ => return Everyone,
            }
        }
        (was_off, _) => was_off,
    };
    if is_stricter { Senders } else { Readers }
}
