//! Descriptions of schemas, and notes in them on keywords that strict mode does not support.

use std::fmt::Write as _;

use schemars::json_schema;
use schemars::transform::{RestrictFormats, Transform};
use serde_json::Value;

use super::lower::Object;

/// Removes a format that JSON Schema does not define, such as the `uint32` of schemars. That of a string is moved to the
/// description.
pub(super) fn clean_format(schema: &mut Object) {
    let format = text(schema, "format");
    if format.is_empty() || is_defined(format) {
        return;
    }
    let note = format!("Format: {format}.");
    schema.remove("format");
    if may_be(schema.get("type"), "string") {
        append(schema, &note);
    }
}

/// Whether JSON Schema defines a format.
fn is_defined(format: &str) -> bool {
    let mut schema = json_schema!({"$schema": "https://json-schema.org/draft/2020-12/schema", "format": format});
    RestrictFormats::default().transform(&mut schema);
    schema.get("format").is_some()
}

/// Returns the text of a keyword, which may be empty.
pub(super) fn text<'a>(schema: &'a Object, keyword: &str) -> &'a str {
    schema.get(keyword).and_then(Value::as_str).unwrap_or_default()
}

/// Appends a text to the description.
pub(super) fn append(schema: &mut Object, more: &str) {
    let description = join([text(schema, "description"), more]);
    if !description.is_empty() {
        schema.insert("description".to_owned(), description.into());
    }
}

/// Returns the schema with a text before its description.
pub(super) fn described(mut schema: Object, text: &str) -> Object {
    let own = schema.remove("description");
    append(&mut schema, text);
    append(&mut schema, own.as_ref().and_then(Value::as_str).unwrap_or_default());
    schema
}

/// Returns the title, the description and the unsupported keywords as one text, which may be empty.
pub(super) fn describe(schema: &Object) -> String {
    join([text(schema, "title"), text(schema, "description"), &notes(schema).join(" ")])
}

/// Joins texts with line breaks, without empty texts and duplicates.
pub(super) fn join<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined: Vec<&str> = Vec::new();
    for text in texts {
        if !text.is_empty() && !joined.contains(&text) {
            joined.push(text);
        }
    }
    joined.join("\n")
}

fn notes(schema: &Object) -> Vec<String> {
    let number = |keyword: &str| schema.get(keyword).filter(|value| value.is_number());
    let mut notes = Vec::new();
    if !text(schema, "description").contains(IN_ORDER) {
        notes.extend(range("Items: ", number("minItems"), number("maxItems")));
    }
    notes.extend(range("Length: ", number("minLength"), number("maxLength")));
    notes.extend(range("", number("minimum"), number("maximum")));
    for (keyword, value) in schema {
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match keyword.as_str() {
            "exclusiveMinimum" => notes.push(format!("More than {written}.")),
            "exclusiveMaximum" => notes.push(format!("Less than {written}.")),
            "multipleOf" => notes.push(format!("A multiple of {written}.")),
            "pattern" => notes.push(format!("Pattern: {written}")),
            "format" if may_be(schema.get("type"), "string") => notes.push(format!("Format: {written}.")),
            "uniqueItems" if value == true => notes.push("Items are unique.".to_owned()),
            "default" if !value.is_null() => notes.push(format!("Default: {value}.")),
            "deprecated" if value == true => notes.push("Deprecated.".to_owned()),
            "examples" => notes.extend(examples(value)),
            "contains" | "contentEncoding" | "contentMediaType" | "dependentRequired" | "dependentSchemas" | "else"
            | "if" | "maxContains" | "maxProperties" | "minContains" | "minProperties" | "not" | "propertyNames"
            | "then" | "unevaluatedItems" => notes.push(format!("{keyword}: {written}")),
            _ => {}
        }
    }
    notes
}

/// Marks the description of a tuple, which has the number of its items.
const IN_ORDER: &str = ", in this order: ";

/// Describes the items of a tuple. `is_whole` if there are no further items.
pub(super) fn tuple(items: &[Value], is_whole: bool) -> String {
    let summaries: Vec<String> = items.iter().map(summary).collect();
    let count = if is_whole { format!("Exactly {} items", items.len()) } else { "Items".to_owned() };
    format!("{count}{IN_ORDER}{}.", summaries.join(", "))
}

fn range(label: &str, least: Option<&Value>, most: Option<&Value>) -> Option<String> {
    let (least_word, most_word, from) =
        if label.is_empty() { ("At least ", "At most ", "From ") } else { ("at least ", "at most ", "") };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("{label}{least}.")),
        (Some(least), Some(most)) => Some(format!("{label}{from}{least} to {most}.")),
        (Some(least), None) => Some(format!("{label}{least_word}{least}.")),
        (None, Some(most)) => Some(format!("{label}{most_word}{most}.")),
        (None, None) => None,
    }
}

fn examples(value: &Value) -> Option<String> {
    let examples: Vec<String> = value.as_array()?.iter().map(Value::to_string).collect();
    (!examples.is_empty()).then(|| format!("Examples: {}.", examples.join(", ")))
}

/// Summarizes a schema in a few words, such as `integer (at least 0)`.
fn summary(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return name.to_owned();
    }
    let mut summary = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => {
            let branches = ["anyOf", "oneOf"].iter().find_map(|keyword| schema[*keyword].as_array());
            branches
                .map(|branches| branches.iter().map(self::summary).collect::<Vec<_>>().join(" or "))
                .unwrap_or_default()
        }
    };
    if let Some(range) = range("", schema.get("minimum"), schema.get("maximum")) {
        let _ = write!(summary, " ({})", range.trim_end_matches('.').to_lowercase());
    }
    if summary.is_empty() { "any".to_owned() } else { summary }
}

/// Whether a `type` keyword allows values of this type.
pub(super) fn may_be(types: Option<&Value>, kind: &str) -> bool {
    match types {
        Some(Value::String(name)) => name == kind,
        Some(Value::Array(names)) => names.iter().any(|name| name == kind),
        _ => false,
    }
}
