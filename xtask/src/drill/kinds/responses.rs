//! What responses may gain.

use serde_json::json;

use super::*;

pub fn all() -> Vec<Kind> {
    let object = json!({"type": "object", "required": ["a"], "properties": {"a": text(), "mood": {"type": "string", "enum": ["a", "b"]},
        "inner": {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "object", "properties": {"y": text()}}}}}}});
    let named = |schema: Value| {
        move |document: &mut Value| {
            let name = add_schema(document, "FutureInfo", |_| schema.clone());
            property("ChatCompletions", reference(&name))(document);
        }
    };
    let tagged = |document: &mut Value| {
        let arms = ["One", "Two"].map(|value| {
            let tag = json!({"type": "string", "enum": [value]});
            let schema = json!({"type": "object", "required": ["type", "a"], "properties": {"type": tag, "a": text()}});
            reference(&add_schema(document, &format!("Future{value}"), |_| schema))
        });
        json!(arms)
    };
    vec![
        response("a text in a response", text()),
        response("a list without a type in a response", json!({"items": {"type": "string", "enum": ["a", "b"]}})),
        response("an object in a response", object.clone()),
        response("a list of objects in a response", json!({"type": "array", "items": object})),
        response("a map of objects in a response", json!({"type": "object", "additionalProperties": object})),
        kind("objects and enums below a referenced property of a response", Adds, named(object.clone())),
        kind("a referenced list in a response", Adds, named(json!({"type": "array", "items": object}))),
        kind("a referenced map in a response", Adds, named(json!({"type": "object", "additionalProperties": object}))),
        kind("a referenced text in a response", Adds, named(text())),
        kind("a referenced closed enum in a response", Adds, named(json!({"type": "string", "enum": ["a", "A", "*"]}))),
        kind("a referenced union in a response", Adds, named(json!({"oneOf": [text(), object]}))),
        kind("a schema that refers to itself in a response", Adds, |document| {
            let name = add_schema(document, "FutureTree", |name| {
                json!({"type": "object", "properties": {"next": reference(name),
                "all": {"type": "array", "items": reference(name)}}})
            });
            property("ChatCompletions", reference(&name))(document);
        }),
        response(
            "an object that may be null in a response",
            json!({"type": "object", "nullable": true, "properties": {"a": text()}}),
        ),
        response(
            "a choice that may be null in a response",
            json!({"nullable": true, "anyOf": [{"type": "integer"}, text()]}),
        ),
        response(
            "a reference that may be null in a response",
            json!({"nullable": true, "anyOf": [reference("ModelInfo")]}),
        ),
        response("a union of scalars in a response", either()),
        response("a union of objects without a tag in a response", json!({"oneOf": [reference("ModelInfo"), object]})),
        response(
            "a union of an object and a list in a response",
            json!({"oneOf": [object, {"type": "array", "items": object}]}),
        ),
        kind("a union with a discriminator in a response", Adds, move |document| {
            let union = json!({"oneOf": tagged(document), "discriminator": {"propertyName": "type"}});
            property("ChatCompletions", json!({"type": "array", "items": union}))(document);
        }),
        kind("a union with an implicit tag in a response", Adds, move |document| {
            let union = json!({"anyOf": tagged(document)});
            property("ChatCompletions", union)(document);
        }),
        kind("a base with children in a response", Adds, |document| {
            document["components"]["schemas"]["FutureBase"] = json!({"type": "object", "required": ["kind"], "properties": {"kind": text(), "id": text()},
                "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/FutureA"}}});
            document["components"]["schemas"]["FutureA"] = json!({"allOf": [reference("FutureBase"), {"type": "object", "properties": {
                "next": reference("FutureBase")}}]});
            property("ChatCompletions", reference("FutureBase"))(document);
        }),
        response("inheritance in a response", json!({"allOf": [reference("ModelInfo"), object]})),
        response("a part of requests in a response", reference("ChatCompletionsOptions")),
        response(
            "a union of requests in a response",
            json!({"type": "array", "items": reference("ChatMessageContentItem")}),
        ),
        response("a format in a response", json!({"type": "string", "format": "uuid"})),
        response("numbers as an enum in a response", json!({"type": "number", "enum": [0.5, 1]})),
        response(
            "a closed object in a response",
            json!({"type": "object", "additionalProperties": false, "properties": {"a": text()}}),
        ),
        response(
            "sets of required properties in a response",
            json!({"type": "object", "properties": {"a": text()},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        response(
            "a rule about what must not be in a response",
            json!({"type": "object", "properties": {"a": text()}, "not": {"required": ["a"]}}),
        ),
        kind("a required property of a response", Adds, |document| {
            property("ChatCompletions", text())(document);
            schemas(document)["ChatCompletions"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("future".into()));
        }),
        kind(
            "a property of a chunk",
            Adds,
            property("StreamingChatResponseMessageUpdate", json!({"type": "array", "items": either()})),
        ),
        kind("an object in a chunk", Adds, property("StreamingChatChoiceUpdate", object.clone())),
        kind("a schema that nothing uses", Adds, |document| {
            document["components"]["schemas"]["FutureUnused"] =
                json!({"type": "object", "properties": {"a": {"enum": [1, "a"]}}});
        }),
    ]
}
