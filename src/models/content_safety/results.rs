//! The findings of the content filter, as a member of a response. Any form of them is accepted, in one pass, since they must
//! never fail a response.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::finding::{Category, Finding, Found, Severity};
use crate::raw::reading::Name;

/// The findings of the content filter, as a member of a response. A
/// [`ContentFilterResult`](super::ContentFilterResult) adds the prompt or the choice that they apply to; see
/// [`ChatResponse::content_filter`](crate::ChatResponse::content_filter).
///
/// ```
/// use azure_inference::models::ContentFilterResults;
///
/// let results: ContentFilterResults = serde_json::from_str(r#"{"hate": {"filtered": false, "severity": "low"}}"#)?;
/// assert_eq!(results.findings()[0].category(), "hate");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct ContentFilterResults {
    findings: Vec<Finding>,
    /// The member `error`.
    error: Option<Box<Value>>,
}

impl ContentFilterResults {
    /// Returns the findings in all categories that were checked, including unknown ones, in the order of the service.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the service's reason why the content filter did not run; `None` if it ran.
    pub fn filter_error(&self) -> Option<&str> {
        let error = self.error.as_deref()?;
        let reason = [&error["message"], &error["code"], error].into_iter().find_map(Value::as_str);
        Some(reason.filter(|reason| !reason.is_empty()).unwrap_or("no reason given"))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.error.is_none()
    }

    /// Merges the findings in a later part of the same text. The most severe finding of each category is kept; of equal ones,
    /// the latest.
    pub(crate) fn merge(&mut self, part: &Self) {
        for finding in &part.findings {
            match self.findings.iter_mut().find(|known| known.category == finding.category) {
                // Every chunk of a stream may repeat the same findings.
                Some(known) if *known == *finding || known.rank() > finding.rank() => {}
                Some(known) => known.clone_from(finding),
                None => self.findings.push(finding.clone()),
            }
        }
        if part.error.is_some() {
            self.error.clone_from(&part.error);
        }
    }

    /// Whether merging other results would change nothing.
    pub(crate) fn includes(&self, part: &Self) -> bool {
        let is_known = |finding: &Finding| {
            let known = self.findings.iter().find(|known| known.category == finding.category);
            known.is_some_and(|known| known == finding || known.rank() > finding.rank())
        };
        part.findings.iter().all(is_known) && (part.error.is_none() || part.error == self.error)
    }

    /// Returns the members as the service sent them.
    fn members(&self) -> impl Iterator<Item = (&str, Value)> {
        let findings = self.findings.iter().map(|finding| (finding.category.as_str(), finding.json()));
        findings.chain(self.error.as_deref().map(|error| ("error", error.clone())))
    }
}

impl fmt::Debug for ContentFilterResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.members()).finish()
    }
}

impl Serialize for ContentFilterResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.members())
    }
}

/// A value that is not an object has no known meaning.
impl<'de> Deserialize<'de> for ContentFilterResults {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Any::deserialize(deserializer).map(|Any(results)| results.unwrap_or_default())
    }
}

impl FromMembers for ContentFilterResults {
    fn from_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
        let mut results = Self::default();
        while let Some(category) = members.next_key::<Category>()? {
            if category == "error" {
                results.error = members.next_value::<Option<_>>()?;
            } else if let Some(Any(found)) = members.next_value::<Option<Any<Found>>>()? {
                let found = found.unwrap_or_else(|other| Found { rest: Some(Box::new(other)), ..Found::default() });
                results.findings.push(Finding { category, found });
            }
        }
        Ok(results)
    }
}

impl FromMembers for Found {
    fn from_members<'de, A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
        let mut found = Self::default();
        let mut rest = Map::new();
        while let Some(name) = members.next_key::<Name<'_>>()? {
            // Of a member that is there twice, the last value counts, whatever its type.
            if !rest.is_empty() {
                rest.remove(name.as_str());
            }
            let other = match name.as_str() {
                "filtered" => set_flag(&mut found.filtered, members.next_value()?),
                "detected" => set_flag(&mut found.detected, members.next_value()?),
                "severity" => {
                    let (severity, other) = match members.next_value::<Option<Level>>()? {
                        Some(Level::Severity(severity)) => (Some(severity), None),
                        Some(Level::Other(other)) => (None, Some(other)),
                        None => (None, None),
                    };
                    found.severity = severity;
                    other
                }
                _ => members.next_value::<Option<Value>>()?,
            };
            if let Some(value) = other {
                rest.insert(name.into_owned(), value);
            }
        }
        found.rest = (!rest.is_empty()).then(|| Box::new(Value::Object(rest)));
        Ok(found)
    }
}

/// Sets a flag, or returns the value if it has an unexpected type.
fn set_flag(flag: &mut Option<bool>, value: Option<Value>) -> Option<Value> {
    *flag = value.as_ref().and_then(Value::as_bool);
    value.filter(|_| flag.is_none())
}

/// The value of the member `severity`. A known severity needs no allocation.
#[derive(Deserialize)]
#[serde(untagged)]
enum Level {
    Severity(Severity),
    Other(Value),
}

/// A type that deserializes from any object.
trait FromMembers: Sized {
    fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// Deserializes any JSON: an object as `T`, or another value.
struct Any<T>(Result<T, Value>);

impl<'de, T: FromMembers> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor(PhantomData)).map(Self)
    }
}

struct AnyVisitor<T>(PhantomData<T>);

impl<'de, T: FromMembers> Visitor<'de> for AnyVisitor<T> {
    type Value = Result<T, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(text.into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::from_members(members).map(Ok)
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
