//! Finds the value that failed to decode. serde_json reports only the position in the text.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A step from a value to one in it.
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// The path of a value, shown as `choices[0].message`.
pub(crate) struct Path(pub(super) Vec<Step>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if index == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Decodes a value as the text of a body is decoded: each type needs one deserializer, and not a second one for values. The
/// error is the path of the value that failed, and the reason.
pub(crate) fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, (Path, String)> {
    let json = value.to_string();
    serde_json::from_str(&json).map_err(|error| fault_in(&json, &error))
}

/// Returns the path and the reason of an error in JSON of one line.
pub(super) fn fault_in(json: &str, error: &serde_json::Error) -> (Path, String) {
    let (column, reason) = (error.column(), error.to_string());
    let reason = reason.strip_suffix(&format!(" at line 1 column {column}")).unwrap_or(&reason);
    (path_at(json, column), reason.to_owned())
}

/// Returns the path of the value at a position. A value of a wrong type is reported at its start if it is a list or an object,
/// else at its end.
fn path_at(json: &str, position: usize) -> Path {
    let position = json.as_ptr() as usize + position;
    let mut steps = Vec::new();
    let mut inner = json;
    while let Ok(Some((step, value))) = PartAt(position).deserialize(&mut serde_json::Deserializer::from_str(inner)) {
        steps.push(step);
        inner = value;
    }
    Path(steps)
}

/// Reads the member of an object or the item of a list that is at this address in memory. The other parts are not kept.
struct PartAt(usize);

impl PartAt {
    fn is_in(&self, value: &RawValue) -> bool {
        let start = value.get().as_ptr() as usize;
        (start..=start + value.get().len()).contains(&self.0)
    }
}

impl<'de> DeserializeSeed<'de> for PartAt {
    type Value = Option<(Step, &'de str)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PartAt {
    type Value = Option<(Step, &'de str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some((name, value)) = members.next_entry::<String, &RawValue>()? {
            if self.is_in(value) {
                found = Some((Step::Member(name), value.get()));
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let (mut index, mut found) = (0, None);
        while let Some(value) = items.next_element::<&RawValue>()? {
            if self.is_in(value) {
                found = Some((Step::Item(index), value.get()));
            }
            index += 1;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Outer {
        flag: Option<bool>,
        number: Option<u8>,
        text: Option<String>,
        items: Option<Vec<Outer>>,
        inner: Option<Box<Outer>>,
    }

    #[test]
    fn the_value_that_failed_is_found_by_its_position() {
        let values = [
            json!(true),
            json!(7),
            json!(-7),
            json!(0.5),
            json!(1e300),
            json!("a\"\\ü"),
            json!([[1], 2]),
            json!([]),
            json!({"a": {"b": []}}),
            json!({}),
        ];
        let fits = |name: &str, value: &Value| match name {
            "flag" => value.is_boolean(),
            "number" => value.as_u64().is_some_and(|number| number < 256),
            "text" => value.is_string(),
            "items" => value.as_array().is_some_and(Vec::is_empty),
            // A struct is also read from a list.
            _ => value == &json!({}) || value == &json!({"a": {"b": []}}) || value.is_array(),
        };
        let mut checked = 0;
        for name in ["flag", "number", "text", "items", "inner"] {
            for value in values.iter().filter(|value| !fits(name, value)) {
                for others in [json!({}), json!({"flag": true, "text": "\n", "unknown": [{"a": 1}]})] {
                    let mut wrong = others.clone();
                    wrong[name] = value.clone();
                    let expected =
                        if name == "items" && value.is_array() { "items[0][0]".to_owned() } else { name.to_owned() };
                    let check = |json: Value, expected: String| {
                        let (path, _) = from_value::<Outer>(&json).unwrap_err();
                        assert_eq!(path.to_string(), expected, "{json}");
                    };
                    check(wrong.clone(), expected.clone());
                    check(json!({"inner": wrong, "number": 1}), format!("inner.{expected}"));
                    check(json!({"items": [{}, wrong, {}], "text": ""}), format!("items[1].{expected}"));
                    checked += 1;
                }
            }
        }
        assert!(checked > 60, "{checked}");
        let (path, _) = from_value::<Outer>(&json!(7)).unwrap_err();
        assert_eq!(path.to_string(), ".");
    }
}
