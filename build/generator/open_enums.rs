// Enums of texts that a service may extend. typify makes nothing useful of them in any form, so they get a type that
// keeps unknown text.

use serde_json::{Map, Value};

use super::Result;
use super::names::{is_identifier, unique};

/// The values of an open enum, `anyOf` a string and an enum of strings in either order; `None` for any other schema.
/// A value that occurs twice counts once, and null is not a value but the absence of one.
pub fn open_enum_values(schema: &Value) -> Option<Vec<String>> {
    let [one, other] = schema["anyOf"].as_array()?.as_slice() else { return None };
    let (any, known) = if one.get("enum").is_some() { (other, one) } else { (one, other) };
    if any["type"] != "string" || known["type"] != "string" || any.get("enum").is_some() {
        return None;
    }
    let mut values = Vec::new();
    for value in known["enum"].as_array()?.iter().filter(|value| !value.is_null()) {
        let value = value.as_str()?.to_owned();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Some(values)
}

/// One call of the macro `open_enum!` of `src/raw/open_enum.rs` for each open enum.
pub fn all(schemas: &Map<String, Value>) -> Result<String> {
    let mut text = String::new();
    for (name, schema) in schemas {
        let Some(values) = open_enum_values(schema) else { continue };
        text += &format!("open_enum! {{\n{}    pub enum {name} {{\n", doc_comment(&schema["description"], 4));
        for (value, variant) in values.iter().zip(variant_names(&values)) {
            if !is_identifier(&variant) {
                return Err(format!("the value {value:?} of {name} makes no name: `{variant}`"));
            }
            text += &doc_comment(&schema["x-enum-descriptions"][value], 8);
            text += &format!("        {variant} = {value:?},\n");
        }
        text += "    }\n}\n";
    }
    Ok(text)
}

pub fn doc_comment(text: &Value, indent: usize) -> String {
    let lines = text.as_str().unwrap_or_default().lines();
    lines.map(|line| format!("{:indent$}/// {line}", "").trim_end().to_owned() + "\n").collect()
}

/// A name for each value. Where two values have the same name, the later one gets a number: new values come last, so that
/// the names before them do not change.
fn variant_names(values: &[String]) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::from(["Other".to_owned()]);
    values.iter().map(|value| unique(variant_name(value), &mut taken)).collect()
}

/// `pass-through` is `PassThrough`, `1024x1024` is `X1024x1024`, `1.5` is `X1_5`, and nothing at all is `Empty`.
pub fn variant_name(value: &str) -> String {
    let mut name = String::new();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || is_identifier(&format!("X{letter}"));
    for word in value.split(|letter: char| letter == '_' || !is_part(letter)).filter(|word| !word.is_empty()) {
        let between_digits = name.ends_with(|last: char| last.is_ascii_digit())
            && word.starts_with(|first: char| first.is_ascii_digit());
        if between_digits {
            name.push('_');
        }
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        name += &first.to_uppercase();
        name += rest;
    }
    match name.as_str() {
        "" if value.is_empty() => "Empty".to_owned(),
        "" => "Symbol".to_owned(),
        "Self" | "Other" => name + "Value",
        _ if is_identifier(&name) => name,
        _ => format!("X{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(values: &[&str], expected: &[&str]) {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        assert_eq!(variant_names(&values), expected);
    }

    #[test]
    fn every_value_gets_a_name_of_its_own() {
        check(&["pass-through", "json_schema", "camelCase", "a b"], &["PassThrough", "JsonSchema", "CamelCase", "AB"]);
        check(&["1024x1024", "1.5", "15", "½"], &["X1024x1024", "X1_5", "X15", "Symbol"]);
        check(&["", "*", "+", "+1", "-1"], &["Empty", "Symbol", "Symbol2", "X1", "X1_2"]);
        check(&["a", "A", "a2"], &["A", "A2", "A2_2"]);
        check(&["x-y", "x_y"], &["XY", "XY2"]);
        check(&["other", "otherValue", "self", "Self"], &["OtherValue", "OtherValue2", "SelfValue", "SelfValue2"]);
        check(&["err", "none", "crate", "über", "日本"], &["Err", "None", "Crate", "Über", "日本"]);
    }

    #[test]
    fn a_new_value_renames_no_other() {
        check(&["x-y", "a"], &["XY", "A"]);
        check(&["x-y", "a", "x_y", "A"], &["XY", "A", "XY2", "A2"]);
    }

    #[test]
    fn an_open_enum_is_a_string_and_an_enum_in_either_order() {
        let (any, known) = (json!({"type": "string"}), json!({"type": "string", "enum": ["a", "b", "a", null]}));
        let expected = Some(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(open_enum_values(&json!({"anyOf": [any, known]})), expected);
        assert_eq!(open_enum_values(&json!({"anyOf": [known, any]})), expected);
        assert_eq!(open_enum_values(&json!({"anyOf": [any, any]})), None);
        assert_eq!(open_enum_values(&json!({"anyOf": [known, known]})), None);
        assert_eq!(open_enum_values(&json!({"anyOf": [any, {"type": "integer", "enum": [1]}]})), None);
    }
}
