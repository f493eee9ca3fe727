//! What breaks, and documents that are odd as a whole.

use serde_json::json;

use super::*;

pub fn all() -> Vec<Kind> {
    let open = || json!({"anyOf": [text(), {"type": "string", "enum": ["a"]}]});
    vec![
        retyped("a text becomes an open enum", "ChatCompletions", "model", open()),
        retyped(
            "a text becomes a closed enum",
            "ModelInfo",
            "model_name",
            json!({"type": "string", "enum": ["a", "b"]}),
        ),
        retyped("a text becomes an open enum in a request", "ChatCompletionsOptions", "model", open()),
        retyped("a text becomes a union", "ChatCompletions", "model", json!({"oneOf": [text(), {"type": "integer"}]})),
        retyped(
            "a text becomes a union in a request",
            "ChatCompletionsOptions",
            "model",
            json!({"oneOf": [text(), {"type": "integer"}]}),
        ),
        retyped("an open enum becomes a text", "ModelInfo", "model_type", text()),
        retyped("an integer becomes a number", "CompletionsUsage", "total_tokens", json!({"type": "number"})),
        retyped("an integer becomes a text", "ChatCompletions", "created", text()),
        retyped("an integer becomes any JSON", "ChatCompletions", "created", json!({})),
        retyped(
            "an object becomes a list",
            "ChatCompletions",
            "usage",
            json!({"type": "array", "items": reference("CompletionsUsage")}),
        ),
        retyped("an object becomes another one", "ChatCompletions", "usage", reference("ModelInfo")),
        retyped(
            "an object is written out",
            "ChatCompletions",
            "usage",
            json!({"type": "object", "properties": {"total_tokens": {"type": "integer"}}}),
        ),
        retyped(
            "items are retyped",
            "ChatCompletionsOptions",
            "stop",
            json!({"type": "array", "items": {"type": "integer"}}),
        ),
        retyped("items become an enum", "ChatCompletionsOptions", "stop", json!({"type": "array", "items": open()})),
        retyped(
            "items become a union",
            "ChatCompletions",
            "choices",
            json!({"type": "array", "items": {"oneOf": [reference("ChatChoice"), text()]}}),
        ),
        retyped("a list becomes one item", "ChatCompletionsOptions", "stop", text()),
        retyped(
            "a list becomes a map",
            "ChatCompletions",
            "choices",
            json!({"type": "object", "additionalProperties": reference("ChatChoice")}),
        ),
        retyped(
            "a text becomes an object",
            "ChatCompletions",
            "id",
            json!({"type": "object", "properties": {"a": text()}}),
        ),
        retyped("a number becomes an integer", "ChatCompletionsOptions", "temperature", json!({"type": "integer"})),
        retyped("a property is a schema with a name", "ChatCompletions", "id", reference("ModelType")),
        kind("a property is gone", Breaks("ChatCompletions.created"), |document| {
            schemas(document)["ChatCompletions"]["properties"]
                .as_object_mut()
                .into_iter()
                .for_each(|all| drop(all.remove("created")));
        }),
        kind("a value is gone", Breaks("ChatRole"), |document| {
            schemas(document)["ChatRole"]["anyOf"][1]["enum"]
                .as_array_mut()
                .into_iter()
                .for_each(|all| all.retain(|value| value != "tool"));
        }),
        kind("a property of a request is required", Breaks("FunctionDefinition.parameters"), |document| {
            schemas(document)["FunctionDefinition"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("parameters".into()));
        }),
        kind("nothing of a request is required any more", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]
                .as_object_mut()
                .into_iter()
                .for_each(|schema| drop(schema.remove("required")));
        }),
        kind("an empty list of what a request requires", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]["required"] = json!([]);
        }),
        kind("a property of a request is nullable", Breaks("FunctionDefinition.name"), |document| {
            schemas(document)["FunctionDefinition"]["properties"]["name"]["nullable"] = true.into();
        }),
        kind("a required property of a request is new", Breaks("FunctionDefinition.future"), |document| {
            property("FunctionDefinition", text())(document);
            schemas(document)["FunctionDefinition"]["required"]
                .as_array_mut()
                .into_iter()
                .for_each(|names| names.push("future".into()));
        }),
        kind("a schema has another name", Breaks("CompletionsUsage"), |document| {
            let renamed = document.to_string().replace("schemas/CompletionsUsage\"", "schemas/TokenUsage\"");
            *document = serde_json::from_str(&renamed).expect("still JSON");
            let usage = schemas(document).remove("CompletionsUsage").expect("it is there");
            schemas(document).insert("TokenUsage".to_owned(), usage);
        }),
        kind("an operation has another name", Breaks("GET /info"), |document| {
            document["paths"]["/info"]["get"]["operationId"] = "readModelInfo".into();
        }),
        kind("an operation is gone", Breaks("GET /info"), |document| {
            document["paths"].as_object_mut().into_iter().for_each(|paths| drop(paths.remove("/info")));
        }),
        kind("an alternative is gone", Breaks("ChatMessageContentItem"), |document| {
            let mapping = schemas(document)["ChatMessageContentItem"]["discriminator"]["mapping"].as_object_mut();
            mapping.into_iter().for_each(|mapping| drop(mapping.remove("audio_url")));
            schemas(document).remove("ChatMessageAudioContentItem");
        }),
        kind("a response is another schema", Breaks("GET /info"), |document| {
            let content = &mut document["paths"]["/info"]["get"]["responses"]["200"]["content"]["application/json"];
            content["schema"] = reference("ChatCompletions");
        }),
    ]
}

pub fn odd_documents() -> Vec<Kind> {
    let named = |name: &'static str| {
        move |document: &mut Value| {
            document["components"]["schemas"][name] = json!({"type": "object", "properties": {"a": text()}});
            let reference =
                json!({"$ref": format!("#/components/schemas/{}", name.replace(' ', "%20").replace('/', "~1"))});
            property("ChatCompletions", reference)(document);
        }
    };
    vec![
        kind("a name of a schema with a space, encoded", Adds, named("Encoded Info")),
        kind("a name of a schema with a slash, escaped", Adds, named("Escaped/Info")),
        kind("a name of a schema with dots", Adds, named("Azure.AI.DottedInfo")),
        kind("a name of a schema that starts with a digit", Adds, named("3DModel")),
        kind("a name of a schema that Rust has", Adds, named("Vec")),
        kind("two schemas that make one name", Refused("would both be the type ModelInfo"), named("model_info")),
        kind(
            "a dangling reference",
            Refused("/components/schemas/ChatCompletions/properties/future"),
            property("ChatCompletions", json!({"$ref": "#/components/schemas/Nothing"})),
        ),
        kind(
            "a reference to another file",
            Refused("refers to `other.yaml#/a`"),
            property("ChatCompletions", json!({"$ref": "other.yaml#/a"})),
        ),
        kind(
            "a schema that is none",
            Refused("/components/schemas/ChatCompletions/properties/future: it is not OpenAPI 3.0"),
            property("ChatCompletions", json!({"type": "string", "minLength": "x"})),
        ),
        kind("a newer OpenAPI", Refused("OpenAPI 4.0.0"), |document| document["openapi"] = "4.0.0".into()),
        kind("OpenAPI 3.1 without a change", Adds, |document| {
            document["openapi"] = "3.1.0".into();
            document["components"]["schemas"]["FutureUnused"] = json!({"type": ["string", "null"]});
        }),
        kind("what 3.1 says of null and types", Adds, |document| {
            document["openapi"] = "3.1.1".into();
            property(
                "ChatCompletionsOptions",
                json!({"anyOf": [{"type": ["integer", "null"], "exclusiveMinimum": 0}, {"const": "auto"}]}),
            )(document);
            property(
                "ChatCompletions",
                json!({"type": ["object", "null"], "unevaluatedProperties": {"type": "string"}}),
            )(document);
        }),
        kind("what 3.1 says of tuples and references", Adds, |document| {
            document["openapi"] = "3.1.0".into();
            property("ChatCompletionsOptions", json!({"prefixItems": [text(), {"type": "integer"}], "items": false}))(
                document,
            );
            property("ChatCompletions", json!({"$ref": "#/components/schemas/ModelInfo", "deprecated": true}))(
                document,
            );
        }),
        kind("what 3.2 says of streams", Adds, |document| {
            document["openapi"] = "3.2.0".into();
            let streamed = json!({"operationId": "future", "responses": {"200": {"description": "", "content": {
                "text/event-stream": {"itemSchema": {"type": "object", "properties": {"data": {"contentMediaType": "application/json",
                    "contentSchema": reference("ModelInfo")}}}}}}}});
            add_operation(document, "/future", "post", streamed);
        }),
        kind("a QUERY operation", LeavesOut("QUERY /future"), |document| {
            document["openapi"] = "3.2.0".into();
            document["paths"]["/future-query"] = json!({"query": {"operationId": "future", "responses": success()}});
        }),
        kind(
            "a condition on more than what is required",
            Refused("/components/schemas/ChatCompletions/properties/future: `if` has no form"),
            |document| {
                document["openapi"] = "3.1.0".into();
                property("ChatCompletions", json!({"type": "object", "if": {}, "then": {"properties": {"a": {}}}}))(
                    document,
                );
            },
        ),
    ]
}
