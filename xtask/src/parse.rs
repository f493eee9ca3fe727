//! Reads the text of a document as JSON values. YAML scalars get the types of JSON, by the JSON schema of YAML 1.2.

use std::fmt;

use anyhow::Result;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads JSON. A name that an object has twice is an error.
pub fn json(text: &str) -> Result<Value> {
    let Once(value) = serde_json::from_str(text)?;
    Ok(value)
}

/// Reads YAML. `y`, `no`, `on`, dates, times and numbers that JSON does not have are strings; a name that an object has
/// twice is an error.
pub fn yaml(text: &str) -> Result<Value> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::AsString,
        // Documents are large, and may use an anchor often; the limits on the work of aliases stay.
        budget: serde_saphyr::budget! {
            enforce_alias_anchor_ratio: false,
            max_depth: 256,
            max_events: 20_000_000,
            max_nodes: 10_000_000,
        },
    };
    let Once(value) = serde_saphyr::from_str_with_options(text, options)?;
    Ok(value)
}

/// A JSON value in which no object has a name twice; serde_json would take the last.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            found.push(item);
        }
        Ok(found.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut found = Map::new();
        // A plain `null` in YAML is a name as good as any.
        while let Some((name, Once(member))) = members.next_entry::<Option<String>, Once>()? {
            let name = name.unwrap_or_else(|| "null".to_owned());
            if found.contains_key(&name) {
                return Err(A::Error::custom(format!("the name `{name}` is there twice")));
            }
            found.insert(name, member);
        }
        Ok(found.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_scalars_have_the_types_of_json() {
        let check = |text: &str, expected: Value| {
            assert_eq!(yaml(&format!("a: [{text}]")).unwrap()["a"][0], expected, "{text}")
        };
        for text in [
            "y",
            "Y",
            "n",
            "N",
            "yes",
            "Yes",
            "no",
            "NO",
            "on",
            "On",
            "off",
            "OFF",
            "2024-05-01",
            "2024-05-01T10:00:00Z",
            "12:30:45",
            "1_000",
            "0755",
            "-007",
            "1.2.3",
            "v1",
            "1x",
            "24h",
            ".inf",
            "-.inf",
            ".nan",
            "0b",
            "1e",
            "e1",
            "+",
            "0x",
            "0o",
            "12e03x",
            "=",
        ] {
            check(text, json!(text));
        }
        check("true", json!(true));
        check("false", json!(false));
        check("null", json!(null));
        check("1", json!(1));
        check("-1", json!(-1));
        check("0", json!(0));
        check("1.5", json!(1.5));
        check("1e3", json!(1000.0));
        check("-9007199254740991", json!(-9007199254740991_i64));
        check("18446744073709551615", json!(18446744073709551615_u64));
        check("'true'", json!("true"));
        check("\"1\"", json!("1"));
        check("!!str 1", json!("1"));
    }

    #[test]
    fn names_of_objects_are_strings() {
        let text = "200: a\ny: b\non: c\nnull: d\n2024-05-01: e\n1.50: f\ntrue: g\n0x10: h\n";
        let expected = json!({"200": "a", "y": "b", "on": "c", "null": "d", "2024-05-01": "e", "1.50": "f", "true": "g", "0x10": "h"});
        assert_eq!(yaml(text).unwrap(), expected);
        assert!(yaml("a: 1\na: 2\n").is_err());
    }

    #[test]
    fn large_documents_and_many_aliases_are_read() {
        let text = format!("a: &a {{type: string}}\nb: [{}]\n", vec!["*a"; 5_000].join(", "));
        assert_eq!(yaml(&text).unwrap()["b"].as_array().unwrap().len(), 5_000);
        let text = format!("a: [{}]\n", vec!["0"; 300_000].join(", "));
        assert_eq!(yaml(&text).unwrap()["a"].as_array().unwrap().len(), 300_000);
    }
}
