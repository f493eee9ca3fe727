//! Two schemas side by side: their types, then what is in them.

use serde_json::Value;

use super::places::Place;
use super::report::Breaks;
use super::shape::{Property, Shape, Values, flag, meant, target};
use super::{Differ, FilterTarget};
use crate::fixups::tagged;
use crate::fixups::walk::schemas;

impl<'a> Differ<'a> {
    /// Compares all that two schemas say, references followed.
    pub(super) fn shapes(&mut self, side: FilterTarget, at: &Place, old: &'a Value, new: &'a Value) {
        let (old, new) = (meant(self.old, old), meant(self.new, new));
        let (old, new) = (Shape::of(self.old, old), Shape::of(self.new, new));
        let values = (Values::of(self.old, &old), Values::of(self.new, &new));
        let is_choice = |shape: &Shape<'_>, values: &Option<_>| shape.alternatives().is_some() && values.is_none();
        if is_choice(&old, &values.0) || is_choice(&new, &values.1) {
            return self.alternatives(side, at, &old, &new);
        }
        let kind = |shape: &Shape<'a>, values: &Option<_>| shape.kind().or(values.as_ref().map(|_| "string"));
        if self.types(side, at, kind(&old, &values.0), kind(&new, &values.1)) {
            self.forms(side, at, &old, &new);
            self.values(side, at, values);
            self.keywords(side, at, &old, &new);
            self.properties(side, at, &old, &new);
            self.parts(side, at, &old, &new);
        }
    }

    /// A map is another type in Rust than an object with properties, and a tagged union another than a plain object.
    fn forms(&mut self, side: FilterTarget, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        let is_tagged = |shape: &Shape<'_>| shape.keyword("discriminator").is_some();
        match (is_tagged(old), is_tagged(new)) {
            (false, true) => self.note(side, at, "type", "is a tagged union now", Breaks::Everyone),
            (true, false) => self.note(side, at, "type", "is no longer a tagged union", Breaks::Everyone),
            _ if old.kind() != Some("object") || new.kind() != Some("object") => {}
            _ => match (old.is_struct(), new.is_struct()) {
                (false, true) => self.note(side, at, "type", "has properties of its own now", Breaks::Everyone),
                (true, false) => self.note(side, at, "type", "no longer has properties of its own", Breaks::Everyone),
                _ => {}
            },
        }
    }

    fn properties(&mut self, side: FilterTarget, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        for (name, property) in &old.properties {
            match new.properties.get(name) {
                None => {
                    let side = seen_from(side, self.old, property.schema);
                    let at = self.place_of_one(self.new, at, name, *property);
                    self.note(side, &at, "property-removed", "is gone", Breaks::Everyone);
                }
                Some(other) => self.property(side, at, name, (old, *property), (new, *other)),
            }
        }
        for (name, property) in new.properties.iter().filter(|(name, _)| !old.properties.contains_key(*name)) {
            let side = seen_from(side, self.new, property.schema);
            let at = self.place_of_one(self.old, at, name, *property);
            match new.required.contains(name) {
                true => self.note(side, &at, "property-added", "is new and required", Breaks::Senders),
                false => self.note(side, &at, "property-added", "is new", Breaks::Nobody),
            }
        }
    }

    fn property(
        &mut self,
        side: FilterTarget,
        whole: &Place,
        name: &str,
        (old, old_property): (&Shape<'a>, Property<'a>),
        (new, new_property): (&Shape<'a>, Property<'a>),
    ) {
        let old_side = seen_from(side, self.old, old_property.schema);
        let new_side = seen_from(side, self.new, new_property.schema);
        let at = place(whole, name, old_property, new_property);
        let is_wanted = |shape: &Shape<'_>, from: FilterTarget| shape.required.contains(name) && from == side;
        let required_at = if self.requires_alike(&at, name) { whole.property(name) } else { at.clone() };
        match (is_wanted(old, old_side), is_wanted(new, new_side)) {
            (false, true) => self.note(side, &required_at, "required", "is required now", Breaks::Senders),
            (true, false) if new.required.contains(name) => {}
            // A request's constructor no longer takes it.
            (true, false) => self.note(side, &required_at, "optional", "may be missing now", Breaks::Everyone),
            (false, false) => drop(self.optional.insert(at.clone())),
            (true, true) => {}
        }
        if old_property.schema.get("x-constant").is_some() {
            self.constant.insert(at.clone());
        }
        // What was not seen from here and still is not, breaks nobody here.
        let side = if old_side == side { side } else { new_side };
        self.schema_at(side, &at, old_property.schema, new_property.schema);
    }

    /// Where a property is that one document has: at the schema that it is inherited from, if that has come or lost it.
    fn place_of_one(&self, other: &Value, at: &Place, name: &str, property: Property<'_>) -> Place {
        let inherited = property.origin.and_then(|origin| Some((origin, schemas(other).get(origin)?)));
        match inherited {
            Some((origin, schema)) if !Shape::of(other, schema).properties.contains_key(name) => {
                Place::schema(origin).property(name)
            }
            _ => at.property(name),
        }
    }

    /// Whether the schema at a property's place requires it as before, so that something that inherits it has changed.
    fn requires_alike(&self, at: &Place, name: &str) -> bool {
        let Place::Schema(schema, _) = at else { return false };
        let requires = |document: &Value| {
            let names = schemas(document).get(schema).and_then(|schema| schema["required"].as_array());
            names.is_some_and(|names| names.iter().any(|required| required == name))
        };
        requires(self.old) == requires(self.new)
    }

    /// Items, values of further properties, and what must not be.
    fn parts(&mut self, side: FilterTarget, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
        self.optional_schemas(side, &at.items(), old.keyword("items"), new.keyword("items"));
        let further = |shape: &Shape<'a>| shape.keyword("additionalProperties");
        match (further(old), further(new)) {
            (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
                self.schema_at(side, &at.values(), old, new);
            }
            (old, new) => self.further_properties(side, at, old, new),
        }
        let tag = |shape: &Shape<'a>| Some(shape.keyword("discriminator")?["propertyName"].as_str()?.to_owned());
        if let (Some(old), Some(new)) = (tag(old), tag(new))
            && old != new
        {
            let what = format!("is distinguished by `{new}` instead of `{old}`");
            self.note(side, at, "discriminator", what, Breaks::Everyone);
        }
    }

    fn further_properties(&mut self, side: FilterTarget, at: &Place, old: Option<&Value>, new: Option<&Value>) {
        // From nothing but the known ones to anything.
        let width = |further: Option<&Value>| match further {
            Some(Value::Bool(false)) => 0,
            Some(Value::Object(schema)) if !schema.is_empty() => 1,
            _ => 2,
        };
        match width(new).cmp(&width(old)) {
            std::cmp::Ordering::Less => {
                self.note(side, at, "further-properties", "allows fewer properties besides these", Breaks::Senders);
            }
            // A reader must expect them anyway.
            std::cmp::Ordering::Greater => {
                self.note(side, at, "further-properties", "allows more properties besides these", Breaks::Nobody);
            }
            std::cmp::Ordering::Equal => {}
        }
    }

    /// What may be one of several, on one side at least.
    fn alternatives(&mut self, side: FilterTarget, at: &Place, old: &Shape<'a>, new: &Shape<'a>) {
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
                if side == FilterTarget::Response
                    && self.is_json(old_parts, self.old) != self.is_json(new_parts, self.new)
                {
                    self.note(side, at, "type", "is distinguished by other means", Breaks::Readers);
                }
            }
            (None, Some(parts)) => match parts.iter().find(|part| is_like(self.new, part, old)) {
                Some(_) => self.note(side, at, "type", "may be of other types too", Breaks::Everyone),
                None => self.note(side, at, "type", "is one of several types now", Breaks::Everyone),
            },
            (Some(parts), None) => match parts.iter().find(|part| is_like(self.old, part, new)) {
                Some(_) => self.note(side, at, "type", "may be of only one type", Breaks::Everyone),
                None => self.note(side, at, "type", "is no longer one of several types", Breaks::Everyone),
            },
            (None, None) => {}
        }
    }

    fn is_json(&self, parts: &[Value], document: &Value) -> bool {
        let count = |kind: &str| parts.iter().filter(|part| Shape::of(document, part).kind() == Some(kind)).count();
        let union = serde_json::json!({"oneOf": parts});
        (count("object") > 1 || count("array") > 1) && tagged::implicit_tag(document, &union).is_none()
    }

    fn lists(&mut self, side: FilterTarget, at: &Place, old: &'a [Value], new: &'a [Value]) {
        let mut left: Vec<&'a Value> = new.iter().collect();
        // The very same first, then the same name, then the same type.
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
                    Some(index) => {
                        let other = left.remove(index);
                        self.schema_at(side, at, part, other);
                    }
                    None => open.push(part),
                }
            }
        }
        for part in open {
            let what = format!("{} is no longer an alternative", describe(self.old, part));
            self.note(side, at, "alternative-removed", what, Breaks::Senders);
        }
        for part in left {
            let what = format!("{} is a new alternative", describe(self.new, part));
            self.note(side, at, "alternative-added", what, Breaks::Nobody);
        }
    }

    /// What a place says about the schema that it uses. With `own`, what the schema says itself is compared elsewhere.
    pub(super) fn use_of(&mut self, side: FilterTarget, at: &Place, old: &'a Value, new: &'a Value, own: bool) {
        let is_set =
            |document, schema: &Value, key| if own { schema[key] == true } else { flag(document, schema, key) };
        for (key, kind, texts, breaks) in FLAGS {
            let now = is_set(self.new, new, key);
            if is_set(self.old, old, key) != now {
                let other_type = key == "nullable" && self.is_wrapped(side, at, new);
                let breaks = if other_type { Breaks::Everyone } else { breaks[usize::from(now)] };
                self.note(side, at, kind, texts[usize::from(now)], breaks);
            }
        }
        if own && old.get("default") != new.get("default") {
            self.note(side, at, "default", "has another default", Breaks::Nobody);
        }
    }
}

impl Differ<'_> {
    /// Whether a value that may be null is an `Option` of its own in Rust. What may be missing is one already, but for lists
    /// and maps of requests; and so is every property of a response.
    fn is_wrapped(&self, side: FilterTarget, at: &Place, schema: &Value) -> bool {
        let is_collection = matches!(Shape::of(self.new, schema).kind(), Some("array" | "object"));
        match side {
            FilterTarget::Request => !self.optional.contains(at) || (is_collection && target(schema).is_none()),
            _ => at.is_item(),
        }
    }
}

type Flag = (&'static str, &'static str, [&'static str; 2], [Breaks; 2]);

/// Each keyword with the kind of its change, and what it means when it goes and when it comes.
const FLAGS: [Flag; 4] = [
    ("nullable", "nullable", ["may no longer be null", "may be null now"], [Breaks::Senders, Breaks::Readers]),
    ("readOnly", "read-only", ["can be sent now", "is read-only now"], [Breaks::Nobody, Breaks::Senders]),
    (
        "writeOnly",
        "write-only",
        ["is present in responses now", "is write-only now"],
        [Breaks::Nobody, Breaks::Readers],
    ),
    ("deprecated", "deprecated", ["is no longer deprecated", "is deprecated now"], [Breaks::Nobody, Breaks::Nobody]),
];

/// The side that a property is on: what is read-only is on none among requests.
fn seen_from(side: FilterTarget, document: &Value, schema: &Value) -> FilterTarget {
    match side {
        FilterTarget::Request if flag(document, schema, "readOnly") => FilterTarget::Unused,
        FilterTarget::Response if flag(document, schema, "writeOnly") => FilterTarget::Unused,
        side => side,
    }
}

/// Where a property is: at the schema that both inherit it from, or where it was met.
fn place(at: &Place, name: &str, old: Property<'_>, new: Property<'_>) -> Place {
    match old.origin {
        Some(origin) if new.origin == Some(origin) => Place::schema(origin).property(name),
        _ => at.property(name),
    }
}

/// Whether a schema is of the type of another, enough to be its successor.
fn is_like(document: &Value, schema: &Value, shape: &Shape<'_>) -> bool {
    let own = Shape::of(document, schema);
    own.kind() == shape.kind() && own.properties.keys().all(|name| shape.properties.contains_key(name))
}

/// A schema in a few words.
pub fn describe(document: &Value, schema: &Value) -> String {
    match target(schema) {
        Some(name) => name.to_owned(),
        None => Shape::of(document, schema).kind().unwrap_or("anything").to_owned(),
    }
}
