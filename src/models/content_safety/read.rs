//! Deserializes content filter results of any form in one pass. They must never fail a response.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Category, ContentFilterResults, Finding, Severity};
use crate::raw::reading::Name;

/// The value of a category.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub(super) filtered: Option<bool>,
    pub(super) detected: Option<bool>,
    pub(super) severity: Option<Severity>,
    /// The other members of the object, including known members of an unexpected type; or a value that is not an object.
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

/// A type that deserializes from any JSON.
trait FromAny: Sized {
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;

    /// Converts a value that is not an object.
    fn from_other(value: Value) -> Self;

    fn from_text(text: &str) -> Self {
        Self::from_other(text.into())
    }
}

impl FromAny for ContentFilterResults {
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

    /// Any other value has no known meaning.
    fn from_other(_: Value) -> Self {
        Self::default()
    }
}

impl FromAny for Found {
    fn from_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
        let mut found = Self::default();
        let mut rest = Map::new();
        while let Some(name) = members.next_key::<Name<'_>>()? {
            let Some(Any(value)) = members.next_value::<Option<Any<Plain>>>()? else { continue };
            // Of a member that is there twice, the last value counts, whatever its type.
            if !rest.is_empty() {
                rest.remove(name.as_str());
            }
            match (name.as_str(), value) {
                ("filtered", Plain::Other(Value::Bool(value))) => found.filtered = Some(value),
                ("detected", Plain::Other(Value::Bool(value))) => found.detected = Some(value),
                ("severity", Plain::Text(value)) => found.severity = Some(value),
                (known, value) => {
                    match known {
                        "filtered" => found.filtered = None,
                        "detected" => found.detected = None,
                        "severity" => found.severity = None,
                        _ => {}
                    }
                    rest.insert(name.into_owned(), value.into());
                }
            }
        }
        found.rest = (!rest.is_empty()).then(|| Box::new(Value::Object(rest)));
        Ok(found)
    }

    fn from_other(value: Value) -> Self {
        Self { rest: Some(Box::new(value)), ..Self::default() }
    }
}

/// The value of a member. Most texts are a known severity, which needs no allocation.
enum Plain {
    Text(Severity),
    Other(Value),
}

impl FromAny for Plain {
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(Self::Other)
    }

    fn from_other(value: Value) -> Self {
        Self::Other(value)
    }

    fn from_text(text: &str) -> Self {
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

/// Deserializes a value of any JSON type.
struct Any<T>(T);

impl<'de, T: FromAny> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor(PhantomData)).map(Self)
    }
}

struct AnyVisitor<T>(PhantomData<T>);

impl<'de, T: FromAny> Visitor<'de> for AnyVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<T, E> {
        Ok(T::from_other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<T, E> {
        Ok(T::from_other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<T, E> {
        Ok(T::from_other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<T, E> {
        Ok(T::from_other(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from_text(text))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::from_other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(T::from_other)
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
        let results = serde_json::from_str::<ContentFilterResults>(&json.to_string()).unwrap();
        assert_eq!(results, serde_json::from_value(json.clone()).unwrap());
        results
    }

    #[test]
    fn the_last_of_duplicate_members_counts() {
        for (case, json, kept) in [
            ("typed last", r#"{"severity":false,"severity":"high"}"#, r#"{"severity":"high"}"#),
            ("typed first", r#"{"severity":"high","severity":false}"#, r#"{"severity":false}"#),
            ("flag", r#"{"filtered":true,"filtered":"no"}"#, r#"{"filtered":"no"}"#),
            ("unknown member", r#"{"citation":1,"citation":2}"#, r#"{"citation":2}"#),
        ] {
            let read =
                |json: &str| serde_json::from_str::<ContentFilterResults>(&format!(r#"{{"hate":{json}}}"#)).unwrap();
            assert_eq!(read(json), read(kept), "{case}");
        }
    }

    #[test]
    fn known_and_unknown_members_round_trip() {
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
    fn values_without_findings_are_empty_results() {
        for json in [json!([]), json!("none"), json!(7), json!(-7), json!(0.5), json!(true), json!([{"hate": 1}])] {
            assert_eq!(read(&json), ContentFilterResults::default(), "{json}");
        }
        assert!(read(&json!({"hate": null, "error": null})).is_empty());
        let hate = &read(&json!({"hate": {"filtered": null, "severity": null}})).findings()[0].clone();
        assert_eq!((hate.is_blocked(), hate.severity(), hate.json()), (false, None, json!({})));
    }

    #[test]
    fn matched_ids_are_found_in_every_form() {
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
