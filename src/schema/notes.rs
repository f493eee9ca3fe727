//! Descriptions of schema keywords that strict mode does not support.

use std::fmt::Write as _;

use schemars::Schema;
use serde_json::{Map, Value};

/// The formats that JSON Schema defines; schemars adds others, such as `uint32`.
const FORMATS: [&str; 19] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// Removes a format that JSON Schema does not define. That of a string is moved to the description.
pub(super) fn clean_format(schema: &mut Schema) {
    let Some(Value::String(format)) = schema.get("format") else { return };
    if FORMATS.contains(&format.as_str()) {
        return;
    }
    let note = format!("Format: {format}.");
    schema.remove("format");
    if may_be(schema.get("type"), "string") {
        let description = schema.get("description").and_then(Value::as_str);
        let description = join(description.into_iter().chain([note.as_str()]));
        schema.insert("description".to_owned(), description.into());
    }
}

/// Returns the title, the description and the unsupported keywords as one text, which may be empty.
pub(super) fn describe(schema: &Map<String, Value>) -> String {
    let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).unwrap_or_default();
    let notes = notes(schema).join(" ");
    join([text("title"), text("description"), &notes])
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

fn notes(schema: &Map<String, Value>) -> Vec<String> {
    let number = |keyword: &str| schema.get(keyword).filter(|value| value.is_number());
    let mut notes = Vec::new();
    let tuple_items = schema.get("prefixItems").and_then(Value::as_array);
    let describes_tuple = schema.get("description").and_then(Value::as_str).is_some_and(|text| text.contains(IN_ORDER));
    if let Some(items) = tuple_items.filter(|items| items.iter().any(|item| *item != items[0])) {
        notes.push(tuple(items, true));
    } else if !describes_tuple {
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
            keyword if is_restriction(keyword) => notes.push(format!("{keyword}: {written}")),
            _ => {}
        }
    }
    notes
}

const IN_ORDER: &str = ", in this order: ";

/// Describes the items of a tuple. `is_whole` if there are no further items.
pub(super) fn tuple(items: &[Value], is_whole: bool) -> String {
    let summaries: Vec<String> = items.iter().map(summary).collect();
    let count = if is_whole { format!("Exactly {} items", items.len()) } else { "Items".to_owned() };
    format!("{count}{IN_ORDER}{}.", summaries.join(", "))
}

/// Whether a keyword restricts values and [`notes`] has no phrase for it.
fn is_restriction(keyword: &str) -> bool {
    const RESTRICTIONS: [&str; 15] = [
        "contains",
        "contentEncoding",
        "contentMediaType",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxContains",
        "maxProperties",
        "minContains",
        "minProperties",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
    ];
    RESTRICTIONS.contains(&keyword)
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
