//! Documentation texts come from the overlay; names without one get a stub.

use serde_json::{Value, json};

use crate::fixups::walk::{METHODS, members, members_mut, only_value};
use crate::generator::open_enum_values;

/// Adds a stub to every operation, parameter, schema, property and enum value without text, and returns their names.
pub fn fill(document: &mut Value) -> Vec<String> {
    let mut stubs = Vec::new();
    for (path, item) in members_mut(document, "paths") {
        let members = item.as_object_mut().into_iter().flatten();
        for (method, operation) in members.filter(|(key, _)| METHODS.contains(&key.as_str())) {
            fill_operation(operation, &format!("{} {path}", method.to_uppercase()), &mut stubs);
        }
    }
    if let Some(components) = document.get_mut("components") {
        members_mut(components, "parameters")
            .for_each(|(_, parameter)| fill_parameter(parameter, "parameter", &mut stubs));
        members_mut(components, "schemas").for_each(|(name, schema)| fill_schema(schema, name, &mut stubs));
    }
    stubs
}

fn fill_operation(operation: &mut Value, name: &str, stubs: &mut Vec<String>) {
    let id = operation["operationId"].as_str().unwrap_or(name).to_owned();
    describe(operation, name, &words(&id), stubs);
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        if parameter.get("$ref").is_none() {
            fill_parameter(parameter, name, stubs);
        }
    }
    // The specification demands a text here; nothing shows it.
    for (status, response) in members_mut(operation, "responses") {
        response["description"] = Value::from(format!("Status {status}."));
    }
}

fn fill_parameter(parameter: &mut Value, owner: &str, stubs: &mut Vec<String>) {
    let name = parameter["name"].as_str().unwrap_or_default().to_owned();
    let text = format!("{}: {}", words(&name), type_name(&parameter["schema"]));
    describe(parameter, &format!("{owner}, parameter {name}"), &text, stubs);
}

fn fill_schema(schema: &mut Value, name: &str, stubs: &mut Vec<String>) {
    describe(schema, name, &words(name), stubs);
    fill_properties(schema, name, stubs);
    for variant in schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
        let tag = members(variant, "properties").find_map(|(_, property)| only_value(property));
        if let Some(tag) = tag.map(str::to_owned) {
            let name = format!("{name}, {tag}");
            describe(variant, &name, &words(&tag), stubs);
            fill_properties(variant, &name, stubs);
        }
    }
    let values = open_enum_values(schema).unwrap_or_default();
    if !values.is_empty() {
        let texts = &mut schema["x-enum-descriptions"];
        for value in values.into_iter().filter(|value| texts.get(value).is_none()).collect::<Vec<_>>() {
            stubs.push(format!("{name}, value {value}"));
            texts[&value] = format!("{}.", words(&value)).into();
        }
    }
}

fn fill_properties(schema: &mut Value, owner: &str, stubs: &mut Vec<String>) {
    for (name, property) in members_mut(schema, "properties") {
        // The tag of a union is the variant itself.
        if property["enum"].as_array().is_some_and(|values| values.len() == 1) {
            continue;
        }
        // Beside a bare `$ref` a description has no effect.
        if let Some(reference) = property.as_object_mut().and_then(|property| property.remove("$ref")) {
            property["allOf"] = json!([{"$ref": reference}]);
        }
        let text = format!("{}: {}", words(name), type_name(property));
        describe(property, &format!("{owner}.{name}"), &text, stubs);
    }
}

fn describe(part: &mut Value, name: &str, text: &str, stubs: &mut Vec<String>) {
    if part["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
        stubs.push(name.to_owned());
        part["description"] = Value::from(format!("{text}."));
    }
}

/// `getModelInfo`, `max_tokens` or `ChatChoice` as words.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut previous = ' ';
    for letter in name.chars() {
        let letter = if matches!(letter, '_' | '-') { ' ' } else { letter };
        if letter.is_uppercase() && previous.is_lowercase() {
            words.push(' ');
        }
        if words.is_empty() {
            words.extend(letter.to_uppercase());
        } else {
            words.push(letter.to_ascii_lowercase());
        }
        previous = letter;
    }
    words
}

fn type_name(schema: &Value) -> String {
    let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    match (reference, schema["type"].as_str()) {
        (Some(reference), _) => format!("`{}`", reference.rsplit('/').next().unwrap_or(reference)),
        (None, Some("array")) => format!("list of {}", type_name(&schema["items"])),
        (None, Some(name)) => name.to_owned(),
        (None, None) => "any JSON".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_text_gets_a_stub_and_is_listed() {
        let mut document = json!({"paths": {}, "components": {"schemas": {
            "TheThing": {"type": "object", "description": "Ours.", "properties": {
                "max_count": {"type": "integer"},
                "other": {"$ref": "#/components/schemas/Mood"},
                "known": {"type": "string", "description": "Ours."}}},
            "Mood": {"description": "Ours.", "anyOf": [{"type": "string"}, {"type": "string", "enum": ["so-so"]}]},
        }}});
        let stubs = fill(&mut document);
        assert_eq!(stubs, ["Mood, value so-so", "TheThing.max_count", "TheThing.other"]);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["TheThing"]["properties"]["max_count"]["description"], "Max count: integer.");
        assert_eq!(schemas["TheThing"]["properties"]["other"]["description"], "Other: `Mood`.");
        assert_eq!(schemas["TheThing"]["properties"]["known"]["description"], "Ours.");
        assert_eq!(schemas["Mood"]["x-enum-descriptions"]["so-so"], "So so.");
        assert_eq!(fill(&mut document), Vec::<String>::new());
    }

    #[test]
    fn names_become_words() {
        assert_eq!(words("getModelInfo"), "Get model info");
        assert_eq!(words("max_completion-tokens"), "Max completion tokens");
        assert_eq!(words("1024x1024"), "1024x1024");
    }
}
