//! Converts OpenAPI 3.1 and 3.2 to OpenAPI 3.0, which the generator reads.
//!
//! Constructs with another form in 3.0 are converted. Keywords that only restrict, such as `contains`, are removed: the
//! service enforces them. A construct without a form in 3.0 is marked with `x-unsupported`. The mark is an error only after
//! the overlay is applied and the document is cut, so that unused constructs do no harm.

use serde_json::{Map, Value, json};

use crate::fixups::plain::rename_references;
use crate::fixups::walk::{self, SCHEMA_REFERENCE, each_keyword_object, each_value, list_entry, members_mut, type_of};

/// The mark of a construct without a form in OpenAPI 3.0.
pub const MARK: &str = "x-unsupported";

/// Converts an interface in place.
pub fn lower(document: &mut Value) {
    document["openapi"] = "3.0.3".into();
    if let Some(root) = document.as_object_mut() {
        root.retain(|key, _| !matches!(key.as_str(), "webhooks" | "jsonSchemaDialect" | "$self"));
    }
    leave_out_methods(document);
    lift_definitions(document);
    plain_recursion(document);
    let is_known = |kind: &str| ["apiKey", "http", "oauth2", "openIdConnect"].contains(&kind);
    if let Some(schemes) = document.pointer_mut("/components/securitySchemes").and_then(Value::as_object_mut) {
        schemes.retain(|_, scheme| scheme["type"].as_str().is_none_or(is_known));
    }
    each_keyword_object(document, &mut |object| {
        lower_content(object);
        lower_schema(object);
    });
    // Last, since parents look for parts that allow only null: those that are left become any nullable value.
    each_keyword_object(document, &mut |schema| {
        if schema.get("type").is_some_and(|kind| kind == "null") {
            schema.remove("type");
            schema.insert("nullable".to_owned(), true.into());
        }
    });
}

/// QUERY and custom methods have no form in 3.0.
fn leave_out_methods(document: &mut Value) {
    let mut left_out = Vec::new();
    for (path, item) in members_mut(document, "paths") {
        let Some(item) = item.as_object_mut() else { continue };
        let others = item.remove("additionalOperations").unwrap_or_default();
        let query = item.remove("query").map(|_| "QUERY");
        let methods = query.into_iter().chain(others.as_object().into_iter().flat_map(Map::keys).map(String::as_str));
        left_out.extend(methods.map(|method| format!("{method} {path}: OpenAPI 3.0 has no form for it")));
    }
    if !left_out.is_empty() {
        document["x-left-out"] = left_out.into();
    }
}

/// Definitions inside a schema become schemas beside it, so that they may refer to themselves.
fn lift_definitions(document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let mut lifted = Vec::new();
    for (owner, schema) in schemas.iter_mut() {
        if let Some(Value::Object(definitions)) = schema.as_object_mut().and_then(|schema| schema.remove("$defs")) {
            lifted.extend(definitions.into_iter().map(|(name, definition)| (owner.clone(), name, definition)));
        }
    }
    for (owner, name, definition) in &lifted {
        schemas.insert(format!("{owner}-{name}"), definition.clone());
    }
    for (owner, name, _) in lifted {
        let new = format!("{SCHEMA_REFERENCE}{owner}-{name}");
        rename_references(document, &format!("{SCHEMA_REFERENCE}{owner}/$defs/{name}"), &new);
    }
}

/// A reference to the enclosing schema, by an anchor at its root.
fn plain_recursion(document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    for (name, schema) in schemas {
        let anchor = schema["$dynamicAnchor"].as_str().map(|anchor| format!("#{anchor}")).unwrap_or_default();
        each_value(schema, &mut |part| {
            let Some(members) = part.as_object_mut() else { return };
            for key in ["$recursiveRef", "$dynamicRef"] {
                if members.get(key).is_some_and(|reference| reference == "#" || *reference == anchor) {
                    members.remove(key);
                    members.insert("$ref".to_owned(), format!("{SCHEMA_REFERENCE}{name}").into());
                }
            }
            members.remove("$recursiveAnchor");
        });
    }
}

/// The schema of a stream is that of its items, as in documents of 3.0; of events, that of their data.
fn lower_content(content: &mut Map<String, Value>) {
    if content.get("in").is_some_and(|place| place == "querystring") {
        content.insert("in".to_owned(), "query".into());
    }
    let Some(item) = content.remove("itemSchema") else { return };
    let data = |schema: &Value| schema["properties"]["data"].get("contentSchema").cloned();
    let several = item["oneOf"].as_array().or(item["anyOf"].as_array());
    let schema = match (data(&item), several) {
        (Some(schema), _) => schema,
        (None, Some(parts)) if parts.iter().any(|part| data(part).is_some()) => {
            json!({"oneOf": parts.iter().filter_map(data).collect::<Vec<_>>()})
        }
        _ => item,
    };
    content.entry("schema").or_insert(schema);
}

/// Keywords without an effect on the type.
#[rustfmt::skip]
const WITHOUT_FORM: [&str; 14] = [
    "$schema", "$id", "$anchor", "$comment", "$vocabulary", "propertyNames", "contains", "minContains", "maxContains",
    "dependentRequired", "unevaluatedItems", "defaultMapping", "itemEncoding", "prefixEncoding",
];

fn lower_schema(schema: &mut Map<String, Value>) {
    schema.retain(|key, _| !WITHOUT_FORM.contains(&key.as_str()));
    booleans(schema);
    unsupported(schema);
    constant(schema);
    bounds(schema);
    properties(schema);
    items(schema);
    // Beside `data` and `event`: see `lower_content`, which has not seen the parent yet.
    if !schema.contains_key("contentSchema") {
        content(schema);
    }
    alternatives(schema);
    types(schema);
    siblings(schema);
}

/// `true` means any value. A property that is `false` is never present.
fn booleans(schema: &mut Map<String, Value>) {
    let is_possible = |part: &mut Value| {
        if *part == true {
            *part = json!({});
        }
        *part != false
    };
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|_, property| is_possible(property));
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(Value::Array(parts)) = schema.get_mut(key) {
            parts.retain_mut(is_possible);
        }
    }
    for key in ["schema", "not"] {
        if let Some(part @ Value::Bool(_)) = schema.get_mut(key) {
            *part = json!({});
        }
    }
}

fn unsupported(schema: &mut Map<String, Value>) {
    let is_rule_key = |key: &String| matches!(key.as_str(), "required" | "not");
    let restricts = |part: &Value| part.as_object().is_none_or(|part| part.keys().all(is_rule_key));
    if ["then", "else"].iter().all(|key| schema.get(*key).is_none_or(restricts)) {
        schema.remove("if");
    }
    let known = ["if", "dependentSchemas", "$dynamicRef", "$recursiveRef"];
    let found = known.into_iter().find(|key| schema.contains_key(*key));
    let others = ["then", "else", "$dynamicAnchor", "$recursiveAnchor"];
    schema.retain(|key, _| !known.contains(&key.as_str()) && !others.contains(&key.as_str()));
    if let Some(key) = found {
        let fix = format!("replace the schema, or remove the mark `{MARK}` to do without it");
        schema.insert(MARK.to_owned(), format!("`{key}` has no form in OpenAPI 3.0; {fix}").into());
    }
}

fn constant(schema: &mut Map<String, Value>) {
    let Some(value) = schema.remove("const") else { return };
    let kind = type_of(&value);
    if value.is_null() || !schema.contains_key("type") {
        schema.insert("type".to_owned(), kind.into());
    }
    if !matches!(kind, "null" | "array" | "object") {
        schema.insert("enum".to_owned(), json!([value]));
    }
}

/// A numeric exclusive bound becomes a bound and a boolean.
fn bounds(schema: &mut Map<String, Value>) {
    for (exclusive, inclusive, is_upper) in
        [("exclusiveMinimum", "minimum", false), ("exclusiveMaximum", "maximum", true)]
    {
        let Some(bound) = schema.get(exclusive).and_then(Value::as_f64) else { continue };
        let value = schema.remove(exclusive).unwrap_or_default();
        let other = schema.get(inclusive).and_then(Value::as_f64);
        if other.is_none_or(|other| if is_upper { bound <= other } else { bound >= other }) {
            schema.insert(inclusive.to_owned(), value);
            schema.insert(exclusive.to_owned(), true.into());
        }
    }
}

/// Properties by pattern and unevaluated properties become additional properties.
fn properties(schema: &mut Map<String, Value>) {
    let is_composed = ["allOf", "anyOf", "oneOf", "$ref"].iter().any(|key| schema.contains_key(*key));
    match schema.remove("unevaluatedProperties") {
        // Beside a composition, 3.0 would reject properties that the parts allow.
        Some(Value::Bool(false)) if is_composed => {}
        Some(value) => drop(schema.entry("additionalProperties").or_insert(value)),
        None => {}
    }
    let Some(Value::Object(patterns)) = schema.remove("patternProperties") else { return };
    let further = schema.get("additionalProperties").filter(|further| further.is_object()).cloned();
    if let Some(value) = any_of(patterns.into_iter().map(|(_, value)| value).chain(further)) {
        schema.insert("additionalProperties".to_owned(), value);
    }
}

/// One schema for the values of all of these; a boolean means any value.
fn any_of(schemas: impl Iterator<Item = Value>) -> Option<Value> {
    let mut found = Vec::new();
    for schema in schemas.map(|schema| if schema.is_boolean() { json!({}) } else { schema }) {
        if !found.contains(&schema) {
            found.push(schema);
        }
    }
    if found.len() > 1 { Some(json!({"anyOf": found})) } else { found.pop() }
}

/// A tuple becomes a list whose items may be any of its types.
fn items(schema: &mut Map<String, Value>) {
    let rest = schema.get("items").cloned();
    let Some(Value::Array(prefix)) = schema.remove("prefixItems") else {
        if let Some(Value::Bool(may_have_items)) = rest {
            schema.insert("items".to_owned(), json!({}));
            if !may_have_items {
                schema.insert("maxItems".to_owned(), 0.into());
            }
        }
        return;
    };
    let length = prefix.len();
    let value = any_of(prefix.into_iter().chain(rest.clone().filter(Value::is_object))).unwrap_or_else(|| json!({}));
    let is_anything = walk::items(&value, "anyOf").any(|part| *part == json!({}));
    schema.insert("items".to_owned(), if is_anything { json!({}) } else { value });
    if rest == Some(Value::Bool(false)) {
        schema.entry("maxItems").or_insert_with(|| length.into());
    }
    schema.entry("type").or_insert_with(|| "array".into());
}

/// Text with embedded content, or bytes.
fn content(schema: &mut Map<String, Value>) {
    let encoding = schema.remove("contentEncoding");
    let media_type = schema.remove("contentMediaType");
    if encoding.is_none() && media_type.is_none() {
        return;
    }
    let has_type = schema.contains_key("type");
    schema.entry("type").or_insert_with(|| "string".into());
    if encoding.is_some_and(|encoding| encoding == "base64") {
        schema.entry("format").or_insert_with(|| "byte".into());
    } else if !has_type {
        schema.entry("format").or_insert_with(|| "binary".into());
    }
}

fn is_null(schema: &Value) -> bool {
    // Parts are converted before their parents: see `types`.
    let values = schema["enum"].as_array().filter(|values| !values.is_empty());
    schema["type"] == "null" || values.is_some_and(|values| values.iter().all(Value::is_null))
}

/// An alternative that is null makes the others nullable; a single remaining alternative needs no choice.
fn alternatives(schema: &mut Map<String, Value>) {
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(parts)) = schema.get_mut(key) else { continue };
        let before = parts.len();
        parts.retain(|part| !is_null(part));
        if parts.len() == before {
            continue;
        }
        let one = if parts.len() == 1 { parts.pop() } else { None };
        if parts.is_empty() {
            schema.remove(key);
        }
        schema.insert("nullable".to_owned(), true.into());
        match one {
            Some(Value::Object(part)) if part.keys().all(|key| !schema.contains_key(key) || key == "nullable") => {
                schema.extend(part);
            }
            Some(part) => list_entry(schema, "allOf").push(part),
            None => {}
        }
    }
}

/// The keywords of types.
const KEYWORDS: [(&[&str], &[&str]); 4] = [
    (&["object"], &["properties", "required", "additionalProperties", "minProperties", "maxProperties"]),
    (&["array"], &["items", "minItems", "maxItems", "uniqueItems"]),
    (&["string"], &["pattern", "minLength", "maxLength", "format"]),
    (&["integer", "number"], &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
];

/// A list of types becomes one nullable type, or a choice.
fn types(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get("type").cloned() else { return };
    let kinds: Vec<&str> = types.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect();
    if types.iter().any(|kind| kind == "null") {
        schema.insert("nullable".to_owned(), true.into());
    }
    match kinds.as_slice() {
        // Only null, which the parent schema handles.
        [] => drop(schema.insert("type".to_owned(), "null".into())),
        [kind] => drop(schema.insert("type".to_owned(), (*kind).into())),
        _ if schema.contains_key("enum") => drop(schema.remove("type")),
        several => {
            schema.remove("type");
            let part = |kind: &&str| {
                let keywords = KEYWORDS.iter().filter(|(kinds, _)| kinds.contains(kind)).flat_map(|(_, keys)| *keys);
                let own = keywords.filter_map(|key| Some(((*key).to_owned(), schema.get(*key)?.clone())));
                Value::Object(own.chain([("type".to_owned(), Value::from(*kind))]).collect())
            };
            let parts: Vec<Value> = several.iter().map(part).collect();
            schema.retain(|key, _| !KEYWORDS.iter().any(|(_, keywords)| keywords.contains(&key.as_str())));
            let key = if schema.contains_key("anyOf") { "oneOf" } else { "anyOf" };
            schema.insert(key.to_owned(), parts.into());
        }
    }
}

/// Keywords beside a reference to a schema apply too.
fn siblings(schema: &mut Map<String, Value>) {
    let is_schema = schema.get("$ref").and_then(Value::as_str).is_some_and(|reference| reference.contains("schemas/"));
    if is_schema && schema.len() > 1 {
        let reference = schema.remove("$ref").unwrap_or_default();
        list_entry(schema, "allOf").insert(0, json!({"$ref": reference}));
    }
}

#[cfg(test)]
mod tests;
