//! Schemas of tools: completed for services, made strict, and validated.

use std::collections::BTreeMap;
use std::convert::Infallible;

use azure_inference::models::{
    ChatCompletionsOptions, ChatCompletionsResponseFormatJsonSchemaDefinition as Format, ChatCompletionsToolCall,
    FunctionDefinition,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Client, Error, ToolSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::assert_contains;

fn function(name: &str, schema: &Value) -> FunctionDefinition {
    FunctionDefinition { parameters: schema.as_object().unwrap().clone(), ..FunctionDefinition::new(name) }
}

fn set_of(function: FunctionDefinition) -> ToolSet {
    ToolSet::new().define(function, |arguments: Value| async { Ok::<_, Infallible>(arguments) })
}

/// The schema of the arguments as it is sent, however the tool is passed to the request.
async fn sent(schema: &Value) -> Value {
    let mut found = Vec::new();
    let service = MockService::start().await;
    service.reply(Reply::text("Hello!"));
    let defaults = ChatCompletionsOptions { tools: vec![function("f", schema).into()], ..Default::default() };
    let with_defaults = Client::builder(service.url()).chat_defaults(defaults.clone()).build().unwrap();
    let request = service.client().chat();
    for request in [
        request.clone().tools(&set_of(function("f", schema))),
        request.clone().tools([function("f", schema)]),
        request.body(defaults),
        with_defaults.chat(),
    ] {
        request.user("Hi").send().await.unwrap();
        found.push(service.requests().last().unwrap().tools()[0]["function"]["parameters"].clone());
    }
    found.dedup();
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[tokio::test]
async fn existing_schemas_are_completed_at_every_level() {
    let object = json!({"type": "object", "properties": {}});
    let array = json!({"type": "array", "items": {}});
    let (bare_object, bare_array) = (json!({"type": "object"}), json!({"type": "array"}));
    let pair = json!([{"type": "string"}, {"type": "integer"}]);
    let union = json!({"anyOf": pair});
    let note = "Items, in this order: string, integer.";
    let exact = "Exactly 2 items, in this order: string, integer.";
    // The schema of one property, and what is sent.
    for (schema, expected) in [
        (bare_object.clone(), object.clone()),
        (bare_array.clone(), array.clone()),
        (json!({"type": ["array", "null"]}), json!({"type": ["array", "null"], "items": {}})),
        (json!({"type": ["object", "null"]}), json!({"type": ["object", "null"], "properties": {}})),
        (json!({"type": "array", "items": true}), array.clone()),
        (json!({"type": "array", "items": null}), array.clone()),
        (json!({"type": "array", "items": bare_array}), json!({"type": "array", "items": array})),
        (json!({"type": "array", "items": bare_object}), json!({"type": "array", "items": object})),
        (json!({"anyOf": [bare_array, {"type": "null"}]}), json!({"anyOf": [array, {"type": "null"}]})),
        (json!({"oneOf": [bare_object]}), json!({"oneOf": [object]})),
        (json!({"allOf": [bare_object]}), json!({"allOf": [object]})),
        (
            json!({"type": "object", "additionalProperties": bare_array}),
            json!({"type": "object", "properties": {}, "additionalProperties": array}),
        ),
        (json!({"type": "object", "properties": null, "required": null}), object.clone()),
        (json!({"type": "string", "required": true}), json!({"type": "string"})),
        (json!({"type": "string", "default": null}), json!({"type": "string", "default": null})),
        (json!({"type": "array", "prefixItems": pair}), json!({"type": "array", "items": union, "description": note})),
        (
            json!({"prefixItems": pair, "minItems": 2, "maxItems": 2, "description": "A pair"}),
            json!({"type": "array", "items": union, "minItems": 2, "maxItems": 2,
                "description": format!("A pair\n{exact}")}),
        ),
        (
            json!({"type": "array", "prefixItems": pair, "items": false}),
            json!({"type": "array", "items": union, "maxItems": 2, "description": exact}),
        ),
        (
            json!({"type": "array", "items": pair, "additionalItems": bare_array}),
            json!({"type": "array", "items": {"anyOf": [pair[0], pair[1], array]}, "description": note}),
        ),
        (json!({"type": "array", "prefixItems": [bare_array, bare_array]}), json!({"type": "array", "items": array})),
    ] {
        let root = |schema: &Value| json!({"type": "object", "properties": {"a": schema}});
        assert_eq!(sent(&root(&schema)).await, root(&expected), "{schema}");
    }
    let with_definitions =
        |object: &Value| json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": object}});
    assert_eq!(sent(&with_definitions(&bare_object)).await, with_definitions(&object));
}

#[tokio::test]
async fn the_root_becomes_a_plain_object() {
    let text = json!({"type": "string"});
    let properties = json!({"a": text, "b": text});
    let object = json!({"type": "object", "properties": {}});
    for (schema, expected) in [
        (json!({"type": "object"}), object.clone()),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#"}),
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {}}),
        ),
        (json!({"properties": properties}), json!({"type": "object", "properties": properties})),
        // As written by zod.
        (
            json!({"$ref": "#/definitions/A", "definitions": {"A": {"type": "object", "properties": properties}}}),
            json!({"type": "object", "properties": properties, "definitions": {"A": {"type": "object", "properties": properties}}}),
        ),
        (
            json!({"allOf": [{"type": "object", "properties": {"a": text}, "required": ["a"]}, {"type": "object", "properties": {"b": text}, "required": ["b"]}]}),
            json!({"type": "object", "properties": properties, "required": ["a", "b"]}),
        ),
        // One of two properties is required.
        (
            json!({"type": "object", "properties": properties, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"type": "object", "properties": properties, "description": "One of these forms:\n{a, b?}\n{a?, b}"}),
        ),
    ] {
        assert_eq!(sent(&schema).await, expected, "{schema}");
    }
    // No arguments.
    assert_eq!(sent(&json!({})).await, Value::Null);
}

#[tokio::test]
async fn enum_arguments_become_one_object() {
    #[derive(Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Change {
        /// Adds a line.
        Add {
            text: String,
        },
        Remove {
            line: u8,
        },
        Nothing,
    }
    let tools = ToolSet::new().tool("change", "Changes it", |change: Change| async move { change });
    let kinds = json!({"type": "string", "enum": ["add", "remove", "nothing"]});
    let line = json!({"type": "integer", "minimum": 0, "maximum": 255});
    assert_eq!(
        Value::Object(tools.definitions()[0].function.parameters.clone()),
        json!({
            "type": "object",
            "description":
                "One of these forms:\n{kind: \"add\", text}: Adds a line.\n{kind: \"remove\", line}\n{kind: \"nothing\"}",
            "properties": {"kind": kinds, "text": {"type": "string"}, "line": line},
            "required": ["kind"],
        })
    );
    for tools in [tools.clone(), tools.strict()] {
        tools.check().unwrap();
        let strict_call = json!({"kind": "remove", "line": 3, "text": null});
        assert_eq!(call(&tools, "change", &strict_call).await, json!({"kind": "remove", "line": 3}));
    }
}

async fn call(tools: &ToolSet, name: &str, arguments: &Value) -> Value {
    let call = json!({"id": "c", "type": "function", "function": {"name": name, "arguments": arguments.to_string()}});
    let call: ChatCompletionsToolCall = serde_json::from_value(call).unwrap();
    let message = serde_json::to_value(tools.call(&call).await).unwrap();
    serde_json::from_str(message["content"].as_str().unwrap()).unwrap()
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
struct Shelf {
    /// How many there are of each.
    counts: BTreeMap<String, u32>,
    by_id: Option<BTreeMap<u8, Vec<BTreeMap<String, bool>>>>,
    inner: Vec<Shelf>,
}

fn shelf() -> Shelf {
    let flags = BTreeMap::from([("old".to_owned(), true)]);
    let inner = Shelf { counts: BTreeMap::from([("b".to_owned(), 2)]), ..Shelf::default() };
    Shelf {
        counts: BTreeMap::from([("a".to_owned(), 1), ("key".to_owned(), 2)]),
        by_id: Some(BTreeMap::from([(7, vec![flags])])),
        inner: vec![inner],
    }
}

/// The same value as a model writes it under the strict schema.
fn shelf_in_entries() -> Value {
    let entry = |key: &str, value: Value| json!({"key": key, "value": value});
    json!({
        "counts": [entry("a", json!(1)), entry("key", json!(2))],
        "by_id": [entry("7", json!([[entry("old", json!(true))]]))],
        "inner": [{"counts": [entry("b", json!(2))], "by_id": null, "inner": []}],
    })
}

#[tokio::test]
async fn maps_of_strict_tools_are_sent_as_entries_and_read_back() {
    let from_type = ToolSet::new().strict().tool("put", "", |shelf: Shelf| async move { shelf });
    let explicit =
        ToolSet::new().define(FunctionDefinition::from_type::<Shelf>("put", ""), |shelf: Shelf| async move {
            Ok::<_, Infallible>(shelf)
        });
    let any = set_of(FunctionDefinition::from_type::<Shelf>("put", "").strict());
    for tools in [from_type, explicit.strict(), any] {
        tools.check().unwrap();
        let function = &tools.definitions()[0].function;
        assert_eq!(function.strict, Some(true));
        let counts = &function.parameters["properties"]["counts"];
        assert_eq!(
            counts,
            &json!({"type": "array", "description": "How many there are of each.", "items": {
                "type": "object",
                "description": "One entry of the map.",
                "properties": {"key": {"type": "string"}, "value": {"type": "integer", "description": "At least 0."}},
                "required": ["key", "value"],
                "additionalProperties": false,
            }})
        );
        for arguments in [shelf_in_entries(), json!(shelf())] {
            let found = call(&tools, "put", &arguments).await;
            assert_eq!(serde_json::from_value::<Shelf>(found).unwrap(), shelf());
        }
    }
}

#[test]
fn nested_maps_are_strict_at_any_depth() {
    let nested =
        (0..40).fold(json!({"type": "string"}), |inner, _| json!({"type": "object", "additionalProperties": inner}));
    let parameters = json!({"type": "object", "properties": {"map": nested}, "required": ["map"]});
    let mut function = FunctionDefinition::new("put").strict();
    function.parameters = parameters.as_object().unwrap().clone();
    let tools = set_of(function);
    tools.check().unwrap();
    let parameters = Value::from(tools.definitions()[0].function.parameters.clone());
    assert_eq!(parameters.to_string().matches("One entry of the map.").count(), 40);
}

#[tokio::test]
async fn maps_of_parsed_responses_are_sent_as_entries_and_read_back() {
    let service = MockService::start().await;
    service.reply(Reply::text(shelf_in_entries().to_string())).reply(Reply::text(json!(shelf()).to_string()));
    let ask = || service.client().chat().user("What is on the shelf?");
    for _ in 0..2 {
        assert_eq!(ask().parse::<Shelf>().await.unwrap(), shelf());
    }
    let format = service.requests()[0].json()["response_format"]["json_schema"].clone();
    assert_eq!((&format["strict"], &format["schema"]["properties"]["counts"]["type"]), (&json!(true), &json!("array")));
}

#[tokio::test]
async fn a_parsed_map_may_have_the_keys_of_an_entry() {
    let counts = BTreeMap::from([("value".to_owned(), 1)]);
    for text in [r#"{"value": [{"key": "value", "value": 1}]}"#, r#"{"value": {"value": 1}}"#] {
        let service = MockService::start().await;
        service.reply(Reply::text(text));
        assert_eq!(service.client().chat().user("?").parse::<BTreeMap<String, u8>>().await.unwrap(), counts);
    }
}

#[tokio::test]
async fn a_parsed_list_of_pairs_is_not_a_map() {
    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    struct Pair {
        key: String,
        value: u8,
    }
    let service = MockService::start().await;
    service.reply(Reply::text(r#"{"value": [{"key": "a", "value": 1}]}"#));
    assert_eq!(
        service.client().chat().user("?").parse::<Vec<Pair>>().await.unwrap(),
        [Pair { key: "a".to_owned(), value: 1 }]
    );
}

#[test]
fn an_explicit_format_keeps_maps_and_is_not_strict() {
    assert_eq!(Format::from_type::<Shelf>().strict, Some(false));
}

#[tokio::test]
async fn a_schema_that_cannot_be_strict_is_an_error_with_its_path() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Anything {
        items: Vec<Inner>,
    }
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Inner {
        value: Value,
    }
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Flat {
        name: String,
        #[serde(flatten)]
        rest: BTreeMap<String, u8>,
    }
    let client = MockService::start().await.client();
    let check = async |request: ChatRequest, path: &str| {
        let error: Error = request.user("Hi").send().await.unwrap_err();
        assert_eq!((error.is_input(), error.param()), (true, Some("tools")), "{error}");
        assert_contains(error, path);
    };
    let any = ToolSet::new().strict().tool("f", "", |_: Anything| async {});
    check(client.chat().tools(&any), "`Inner.value`").await;
    let flat = ToolSet::new().tool("f", "", |_: Flat| async {}).strict();
    check(client.chat().tools(&flat), "root").await;
    // A map without a tool that reads the entries back.
    let map = FunctionDefinition::from_type::<Shelf>("f", "").strict();
    check(client.chat().tools([map.clone()]), "`by_id`").await;
    let body = ChatCompletionsOptions { tools: vec![map.into()], ..Default::default() };
    check(client.chat().body(body), "`by_id`").await;
    let array = function("f", &json!({"type": "object", "properties": {"a": {"type": "array"}}})).strict();
    check(client.chat().tools([array]), "`a[]`").await;
}

#[tokio::test]
async fn a_hand_written_strict_schema_is_sent_unchanged() {
    // Newer services may accept more keywords in strict mode.
    let schema = json!({"type": "object", "properties": {"a": {"type": "string", "pattern": "^a"}, "b": {"$ref": "#"}},
        "required": ["a", "b"], "additionalProperties": false});
    let service = MockService::start().await;
    service.reply(Reply::text("Hello!"));
    let strict = || FunctionDefinition { strict: Some(true), ..function("f", &schema) };
    let request = || service.client().chat().user("Hi");
    request().tools([strict()]).send().await.unwrap();
    request().tools(&set_of(strict())).send().await.unwrap();
    for request in service.requests() {
        assert_eq!(request.tools()[0]["function"]["parameters"], schema);
    }
}

#[tokio::test]
async fn definitions_are_validated_like_a_tool_set() {
    let client = MockService::start().await.client();
    let check = async |tools: Vec<FunctionDefinition>, phrase: &str| {
        let body =
            ChatCompletionsOptions { tools: tools.iter().cloned().map(Into::into).collect(), ..Default::default() };
        for request in [client.chat().tools(tools), client.chat().body(body)] {
            let error = request.user("Hi").to_request().unwrap_err();
            assert_eq!(error.param(), Some("tools"), "{error}");
            assert_contains(error, phrase);
        }
    };
    let named = FunctionDefinition::new;
    check(vec![named("a"), named("a.b")], "\"a.b\"").await;
    check(vec![named("a"), named("b"), named("a")], "`a`").await;
    check(vec![function("a", &json!({"type": "string"}))], "`a`").await;
}

#[tokio::test]
async fn a_hand_written_response_format_is_completed_unless_strict() {
    let service = MockService::start().await;
    service.reply(Reply::text("{}"));
    let schema = json!({"type": "object", "properties": {"a": {"type": "array"}}});
    let format = |strict| Format { strict, ..Format::new("f", schema.as_object().unwrap().clone()) };
    let sent = async |strict| {
        service.client().chat().user("Hi").response_format(format(strict)).send().await.unwrap();
        service.requests().last().unwrap().json()["response_format"]["json_schema"]["schema"].clone()
    };
    let complete = json!({"type": "object", "properties": {"a": {"type": "array", "items": {}}}});
    assert_eq!(
        [sent(None).await, sent(Some(false)).await, sent(Some(true)).await],
        [complete.clone(), complete, schema]
    );
}
