//! What requests may gain.

use serde_json::json;

use super::*;

pub fn all() -> Vec<Kind> {
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": text(), "b": {"type": "integer"}}});
    let tagged = |value: &str| json!({"type": "object", "required": ["type"], "properties": {"type": {"type": "string", "enum": [value]}, "a": text()}});
    vec![
        request("a text in a request", text()),
        request("a union of scalars in a request", either()),
        request("a union of a text and a number in a request", json!({"oneOf": [text(), {"type": "number"}]})),
        request("a union of a boolean and a text in a request", json!({"anyOf": [{"type": "boolean"}, text()]})),
        request(
            "a union of scalars that may be null in a request",
            json!({"nullable": true, "anyOf": [{"type": "integer"}, text()]}),
        ),
        request(
            "a union of a text and a list in a request",
            json!({"oneOf": [text(), {"type": "array", "items": text()}]}),
        ),
        request("a union of a text and an object in a request", json!({"oneOf": [text(), object]})),
        request("a union of objects with tags in a request", json!({"oneOf": [tagged("one"), tagged("two")]})),
        request(
            "a union of objects without tags in a request",
            json!({"anyOf": [object, {"type": "object", "required": ["c"],
            "properties": {"c": text()}}]}),
        ),
        request("an object in a request", object.clone()),
        request("a list of objects in a request", json!({"type": "array", "items": object})),
        request("a list without a type in a request", json!({"items": {"type": "string"}})),
        request("a map of objects in a request", json!({"type": "object", "additionalProperties": object})),
        request(
            "a map of lists in a request",
            json!({"type": "object", "additionalProperties": {"type": "array", "items": text()}}),
        ),
        request("any JSON in a request", json!({})),
        request(
            "sets of required properties in a request",
            json!({"type": "object", "properties": {"a": text(), "b": text()},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        request(
            "one of sets of required properties in a request",
            json!({"type": "object", "properties": {"a": text()},
            "oneOf": [{"required": ["a"]}, {"not": {"required": ["a"]}}]}),
        ),
        request("a rule about what must not be in a request", json!({"type": "string", "not": {"enum": ["x"]}})),
        request("an enum in a request", json!({"type": "string", "enum": ["a", "b"]})),
        request("an enum of one value in a request", json!({"type": "string", "enum": ["a"]})),
        request("an enum that differs in case in a request", json!({"type": "string", "enum": ["a", "A"]})),
        request("an enum without letters in a request", json!({"type": "string", "enum": ["+", "-", "*"]})),
        request("an enum with nothing in a request", json!({"type": "string", "enum": ["", "a"]})),
        request(
            "an enum with numbers for names in a request",
            json!({"type": "string", "enum": ["1", "2.5", "1024x1024"]}),
        ),
        request(
            "an enum with keywords in a request",
            json!({"type": "string", "enum": ["self", "type", "crate", "Self"]}),
        ),
        request(
            "an enum with null in a request",
            json!({"type": "string", "nullable": true, "enum": ["a", "b", null]}),
        ),
        request("an enum of numbers in a request", json!({"type": "integer", "enum": [1, 2, 4]})),
        request("an enum of booleans in a request", json!({"type": "boolean", "enum": [true]})),
        request("an enum of several types in a request", json!({"enum": ["auto", 1]})),
        request("an open enum in a request", json!({"anyOf": [text(), {"type": "string", "enum": ["a", "A", "+"]}]})),
        request(
            "an open enum that may be null in a request",
            json!({"nullable": true, "anyOf": [text(), {"type": "string", "enum": ["a"]}]}),
        ),
        request(
            "a reference that may be null in a request",
            json!({"nullable": true, "allOf": [reference("FunctionDefinition")]}),
        ),
        request("inheritance in a request", json!({"allOf": [reference("FunctionDefinition"), object]})),
        request(
            "inheritance that says a property anew in a request",
            json!({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": text()}},
            {"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}, "b": text()}}]}),
        ),
        request("a type of responses in a request", reference("ModelInfo")),
        request("a format in a request", json!({"type": "string", "format": "date-time"})),
        request(
            "limits in a request",
            json!({"type": "string", "pattern": "^[a-z]+$", "minLength": 1, "maxLength": 9}),
        ),
        request(
            "limits of a list in a request",
            json!({"type": "array", "items": {"type": "integer", "minimum": 0},
            "minItems": 1, "uniqueItems": true}),
        ),
        request("a default in a request", json!({"type": "integer", "default": 3})),
        request(
            "a list that may be null in a request",
            json!({"type": "array", "nullable": true, "items": {"type": "string", "nullable": true}}),
        ),
        request("a read-only property in a request", json!({"type": "string", "readOnly": true})),
        kind("a name with a dash in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["x-future.name"] = text();
        }),
        kind("a name that is a keyword in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["type"] = text();
        }),
        kind("a name without letters in a request", Adds, |document| {
            schemas(document)["ChatCompletionsOptions"]["properties"]["$"] = text();
        }),
        kind("a value of an open enum in requests", Adds, |document| {
            let values = schemas(document)["ChatCompletionsModality"]["anyOf"][1]["enum"].as_array_mut();
            values.into_iter().for_each(|values| values.extend(["Text".into(), "+".into(), "future mode".into()]));
        }),
        kind("an alternative of a tagged union", Adds, |document| {
            let base = &mut schemas(document)["ChatMessageContentItem"];
            base["discriminator"]["mapping"]["future"] = "#/components/schemas/FutureItem".into();
            document["components"]["schemas"]["FutureItem"] = json!({"type": "object", "required": ["type", "future"],
                "properties": {"type": {"type": "string", "enum": ["future"]}, "future": text()},
                "allOf": [reference("ChatMessageContentItem")]});
        }),
    ]
}
