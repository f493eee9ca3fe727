//! Reads what the filter says in one pass, whatever its shape: an answer must not fail for it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Category, ContentFilterResults, Finding, Severity};
use crate::raw::reading::Name;

/// What stands under the name of a category.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub(super) filtered: Option<bool>,
    pub(super) detected: Option<bool>,
    pub(super) severity: Option<Severity>,
    /// The other members of an object, also those of another type than they should be; or what is no object.
    pub(super) rest: Option<Box<Value>>,
}

impl From<Found> for Value {
    fn from(found: Found) -> Self {
        let mut members = match found.rest.map(|rest| *rest) {
            None => Map::new(),
            Some(Self::Object(members)) => members,
            Some(other) => return other,
        };
        let severity = found.severity.as_ref().map(Severity::as_str);
        for (name, value) in [("filtered", found.filtered), ("detected", found.detected)] {
            members.extend(value.map(|value| (name.to_owned(), value.into())));
        }
        members.extend(severity.map(|severity| ("severity".to_owned(), severity.into())));
        Self::Object(members)
    }
}

/// Something that can be made of any JSON.
trait OfAny: Sized {
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;

    /// Of what is no object.
    fn of_other(value: Value) -> Self;

    fn of_text(text: &str) -> Self {
        Self::of_other(text.into())
    }
}

impl OfAny for ContentFilterResults {
    fn from_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
        let mut results = Self::default();
        while let Some(category) = members.next_key::<Category>()? {
            if category == "error" {
                results.error = members.next_value::<Option<_>>()?;
            } else if let Some(Any(found)) = members.next_value::<Option<Any<Found>>>()? {
                results.findings.push(Finding::new(category, found));
            }
        }
        Ok(results)
    }

    /// It says nothing that could be told.
    fn of_other(_: Value) -> Self {
        Self::default()
    }
}

impl OfAny for Found {
    fn from_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
        let mut found = Self::default();
        let mut rest = Map::new();
        while let Some(name) = members.next_key::<Name<'_>>()? {
            let Some(Any(value)) = members.next_value::<Option<Any<Plain>>>()? else { continue };
            match (name.as_str(), value) {
                ("filtered", Plain::Other(Value::Bool(value))) => found.filtered = Some(value),
                ("detected", Plain::Other(Value::Bool(value))) => found.detected = Some(value),
                ("severity", Plain::Text(value)) => found.severity = Some(value),
                (_, value) => drop(rest.insert(name.into_owned(), value.into())),
            }
        }
        found.rest = (!rest.is_empty()).then(|| Box::new(Value::Object(rest)));
        Ok(found)
    }

    fn of_other(value: Value) -> Self {
        Self { rest: Some(Box::new(value)), ..Self::default() }
    }
}

/// The value of a member. A text is most often a severity, and costs nothing then.
enum Plain {
    Text(Severity),
    Other(Value),
}

impl OfAny for Plain {
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(Self::Other)
    }

    fn of_other(value: Value) -> Self {
        Self::Other(value)
    }

    fn of_text(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Plain> for Value {
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Text(text) => text.as_str().into(),
            Plain::Other(value) => value,
        }
    }
}

impl<'de> Deserialize<'de> for ContentFilterResults {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Any::deserialize(deserializer).map(|Any(results)| results)
    }
}

/// Reads a value of any type.
struct Any<T>(T);

impl<'de, T: OfAny> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor(PhantomData)).map(Self)
    }
}

struct AnyVisitor<T>(PhantomData<T>);

impl<'de, T: OfAny> Visitor<'de> for AnyVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<T, E> {
        Ok(T::of_other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<T, E> {
        Ok(T::of_other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<T, E> {
        Ok(T::of_other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<T, E> {
        Ok(T::of_other(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::of_text(text))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::of_other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(T::of_other)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_members(members)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &Value) -> ContentFilterResults {
        let of_text = serde_json::from_str::<ContentFilterResults>(&json.to_string()).unwrap();
        assert_eq!(of_text, serde_json::from_value(json.clone()).unwrap());
        of_text
    }

    #[test]
    fn what_is_understood_and_what_is_not_is_kept() {
        let check = |json: Value| assert_eq!(serde_json::to_value(read(&json)).unwrap(), json, "{json}");
        check(json!({}));
        check(
            json!({"hate": {"filtered": true, "severity": "high"}, "jailbreak": {"filtered": false, "detected": true}}),
        );
        check(json!({"hate": {"filtered": "yes", "severity": 4, "detected": [1], "new": {"a": [null, 1.5]}}}));
        check(json!({"hate": {"severity": "extreme"}}));
        check(
            json!({"new": true, "newer": 1, "newest": -1, "list": [{"id": "a"}], "text": "t", "float": 0.5, "empty": {}}),
        );
        check(json!({"custom_blocklists": [{"filtered": true, "id": "a"}]}));
        check(json!({"error": {"code": 500, "message": "m"}}));
        check(json!({"error": "text"}));
    }

    #[test]
    fn what_says_nothing_is_nothing() {
        for json in [json!([]), json!("none"), json!(7), json!(-7), json!(0.5), json!(true), json!([{"hate": 1}])] {
            assert_eq!(read(&json), ContentFilterResults::default(), "{json}");
        }
        assert!(read(&json!({"hate": null, "error": null})).is_empty());
        let hate = &read(&json!({"hate": {"filtered": null, "severity": null}})).findings()[0].clone();
        assert_eq!((hate.is_blocked(), hate.severity(), hate.json()), (false, None, json!({})));
    }

    #[test]
    fn hits_are_told_in_every_shape() {
        #[track_caller]
        fn check(json: Value, is_blocked: bool, ids: &[&str]) {
            let results = read(&json!({"custom_blocklists": json}));
            let finding = &results.findings()[0];
            assert_eq!((finding.is_blocked(), finding.ids().collect::<Vec<_>>()), (is_blocked, ids.to_vec()), "{json}");
        }
        check(
            json!({"filtered": true, "details": [{"filtered": true, "id": "a"}, {"filtered": false, "id": "b"}]}),
            true,
            &["a"],
        );
        check(json!({"filtered": false, "details": []}), false, &[]);
        check(json!({"details": [{"filtered": true, "id": "a"}]}), true, &["a"]);
        check(json!([{"filtered": true, "id": "a"}, {"id": "b"}, 7]), true, &["a", "b"]);
        check(json!({"detected": true, "details": [{"detected": true, "filtered": false, "id": "t"}]}), false, &["t"]);
        check(json!({"filtered": true}), true, &[]);
        check(json!("a"), false, &[]);
    }
}
