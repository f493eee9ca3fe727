//! Requests follow the OpenAPI document on every kind of endpoint.

use std::collections::BTreeSet;

use azure_inference::models::{
    ChatCompletionsNamedToolChoiceFunction, ChatCompletionsOptions, ChatCompletionsResponseFormat,
    ChatCompletionsResponseFormatJsonSchemaDefinition, ChatCompletionsToolChoicePreset, ChatRequestMessage,
    EmbeddingEncodingFormat, EmbeddingsOptions, ExtraParameters, FunctionDefinition, ImageEmbeddingInput,
    ImageEmbeddingsOptions, ImageGenerationPreset, ImageGenerationSize, ImageGenerationsOptions,
};
use azure_inference::raw::Parameters;
use azure_inference::testing::{MockService, ReceivedRequest, Reply};
use azure_inference::{ChatRequest, EndpointKind, raw};
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{FOUNDRY, KINDS, Kind, V1, assert_same_request};

/// An operation of the OpenAPI document and the body of its request.
struct Operation {
    method: &'static str,
    path: &'static str,
    /// The name in the error for an endpoint kind without the operation.
    id: &'static str,
    is_of: fn(&Kind) -> bool,
    body: Value,
}

fn operations() -> [Operation; 6] {
    let image = "data:image/png;base64,AAAA";
    [
        Operation {
            method: "POST",
            path: "/chat/completions",
            id: "get_chat_completions",
            is_of: |_| true,
            body: json!({"messages": [{"role": "user", "content": "Hi"}], "temperature": 0.1}),
        },
        Operation {
            method: "POST",
            path: "/embeddings",
            id: "get_embeddings",
            is_of: |_| true,
            body: json!({"input": ["a", "b"], "dimensions": 8, "encoding_format": "base64", "input_type": "query"}),
        },
        Operation {
            method: "POST",
            path: "/images/embeddings",
            id: "get_image_embeddings",
            is_of: |kind| kind.has_all_operations,
            body: json!({"input": [{"image": image, "text": "a"}], "model": "e"}),
        },
        Operation {
            method: "POST",
            path: "/images/generations",
            id: "get_image_generations",
            is_of: |_| true,
            body: json!({"prompt": "A cat", "size": {"width": 64, "height": 32}, "n": 2, "quality": "hd"}),
        },
        Operation {
            method: "GET",
            path: "/info",
            id: "get_model_info",
            is_of: |kind| kind.has_all_operations,
            body: Value::Null,
        },
        Operation {
            method: "GET",
            path: "/models",
            id: "list_models",
            is_of: |kind| kind.lists_models,
            body: Value::Null,
        },
    ]
}

/// Calls an operation through the raw client; returns the text of an error.
async fn call(
    client: &raw::Client,
    id: &str,
    version: Option<&str>,
    extras: Option<&ExtraParameters>,
) -> Result<(), String> {
    let text = |error: raw::Error| error.to_string();
    let parameters = Parameters { api_version: version, extra_parameters: extras, model: Some("d 1") };
    match id {
        "get_chat_completions" => {
            let messages = vec![ChatRequestMessage::user("Hi")];
            let body = ChatCompletionsOptions { messages, temperature: Some(0.1), ..Default::default() };
            client.get_chat_completions_with(parameters, &body).await.map(drop).map_err(text)
        }
        "get_embeddings" => {
            let body = EmbeddingsOptions {
                input: vec!["a".into(), "b".into()],
                dimensions: Some(8),
                encoding_format: Some(EmbeddingEncodingFormat::Base64),
                input_type: Some("query".into()),
                ..Default::default()
            };
            client.get_embeddings_with(parameters, &body).await.map(drop).map_err(text)
        }
        "get_image_embeddings" => {
            let mut input = ImageEmbeddingInput::new("data:image/png;base64,AAAA");
            input.text = Some("a".into());
            let body = ImageEmbeddingsOptions { input: vec![input], model: Some("e".into()), ..Default::default() };
            client.get_image_embeddings_with(parameters, &body).await.map(drop).map_err(text)
        }
        "get_image_generations" => {
            let body = generation(ImageGenerationSize::new(32, 64));
            client.get_image_generations_with(parameters, &body).await.map(drop).map_err(text)
        }
        "list_models" => client.list_models_with(parameters).await.map(drop).map_err(text),
        "get_model_info" => client.get_model_info_with(parameters).await.map(drop).map_err(text),
        other => panic!("no test calls {other}"),
    }
}

fn generation(size: impl Into<azure_inference::models::ImageGenerationsOptionsSize>) -> ImageGenerationsOptions {
    ImageGenerationsOptions {
        size: Some(size.into()),
        n: Some(2),
        quality: Some("hd".into()),
        ..ImageGenerationsOptions::new("A cat")
    }
}

#[test]
fn every_operation_that_the_crate_calls_is_tested() {
    let document: Value = serde_json::from_str(include_str!("../../spec/model-inference/openapi.json")).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let known = paths.flat_map(|(path, item)| {
        let called = item.as_object().unwrap().iter().filter(|(_, operation)| operation["x-adapter"] == true);
        called.map(move |(method, _)| (method.to_uppercase(), path.to_owned()))
    });
    let tested = operations().map(|operation| (operation.method.to_owned(), operation.path.to_owned()));
    assert_eq!(known.collect::<BTreeSet<_>>(), BTreeSet::from(tested));
}

#[tokio::test]
async fn every_operation_follows_the_document_on_every_endpoint_kind() {
    async fn check(kind: &Kind, operation: &Operation, version: Option<&str>, extras: Option<&ExtraParameters>) {
        let service = MockService::start().await;
        service.reply(Reply::json(json!({})));
        call(&kind.client(&service).raw(), operation.id, version, extras).await.unwrap();
        let [request] = service.requests().try_into().unwrap();
        kind.assert_request(&request, "application/json");
        assert_eq!((request.method(), request.path()), (operation.method, &*format!("/base{}", operation.path)));
        assert_eq!(request.json(), &operation.body, "{:?} {}", kind.kind, operation.id);
        if operation.id == "list_models" {
            assert_eq!(request.query(), kind.query(None), "{:?}", kind.kind);
            assert_eq!(request.body(), b"");
        } else if operation.method == "GET" {
            let query: BTreeSet<&str> = request.query().split('&').collect();
            let expected = format!("model=d+1&{}", kind.query(version));
            assert_eq!(query, expected.split('&').collect(), "{:?}", kind.kind);
            assert_eq!(request.body(), b"");
        } else {
            assert_eq!(request.query(), kind.query(version), "{:?}", kind.kind);
            assert_eq!(request.header("extra-parameters"), extras.map(ExtraParameters::as_str));
        }
    }
    for kind in &KINDS {
        for operation in operations().iter().filter(|operation| (operation.is_of)(kind)) {
            check(kind, operation, None, None).await;
            check(kind, operation, Some("2025-05-15-preview"), Some(&ExtraParameters::Drop)).await;
        }
    }
}

#[tokio::test]
async fn an_operation_that_an_endpoint_kind_lacks_is_not_sent() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({})));
    let mut refused = 0;
    for kind in &KINDS {
        let client = kind.client(&service).raw();
        for operation in operations().iter().filter(|operation| !(operation.is_of)(kind)) {
            let error = call(&client, operation.id, None, None).await.unwrap_err();
            let kind = format!("{:?}", kind.kind);
            assert!(error.contains(&kind) && error.contains(operation.id), "{kind} {}: {error}", operation.id);
            refused += 1;
        }
    }
    assert_eq!((refused, service.request_count()), (2 * 2 + 4, 0));
}

#[tokio::test]
async fn an_input_error_does_not_affect_the_next_call_of_a_raw_client() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({})));
    let client = V1.client(&service).raw();
    call(&client, "get_model_info", None, None).await.unwrap_err();
    call(&client, "get_embeddings", None, None).await.unwrap();
    assert_eq!(service.request_count(), 1);
}

#[tokio::test]
async fn chat_follows_the_document_on_every_endpoint_kind() {
    async fn check(kind: &Kind, build: fn(ChatRequest) -> ChatRequest, mut body: Value, extras: Option<&str>) {
        let service = MockService::start().await;
        service.reply(Reply::text("ok"));
        build(kind.client(&service).chat()).send().await.unwrap();
        let [request] = service.requests().try_into().unwrap();
        kind.assert_request(&request, "application/json");
        assert_eq!((request.method(), request.path()), ("POST", "/base/chat/completions"));
        assert_eq!(request.query(), kind.query(None), "{:?}", kind.kind);
        assert_eq!(request.header("extra-parameters"), extras, "{:?}", kind.kind);
        if kind.sends_model {
            body["model"] = "m".into();
        }
        assert_eq!(request.json(), &body, "{:?}", kind.kind);
    }
    for kind in &KINDS {
        let messages = json!([{"role": "user", "content": "Hi"}]);
        check(kind, |request| request.user("Hi"), json!({ "messages": messages }), None).await;
        let marked = json!({"messages": messages, "n": 2});
        check(kind, |request| request.user("Hi").n(2), marked, kind.extra_parameters).await;
    }
}

#[tokio::test]
async fn streamed_chat_differs_in_the_accept_header_and_two_fields() {
    for kind in &KINDS {
        let service = MockService::start().await;
        let events = "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"}}]}\n\ndata: [DONE]\n\n";
        service.reply(Reply::bytes(events).header("content-type", "text/event-stream"));
        let mut stream = kind.client(&service).chat().user("Hi").stream().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().text(), "ok");
        let [request] = service.requests().try_into().unwrap();
        kind.assert_request(&request, "text/event-stream");
        assert_eq!((request.method(), request.path()), ("POST", "/base/chat/completions"));
        assert_eq!(request.query(), kind.query(None), "{:?}", kind.kind);
        assert_eq!(request.header("extra-parameters"), None, "{:?}", kind.kind);
        let mut body = json!({"messages": [{"role": "user", "content": "Hi"}], "stream": true});
        if kind.sends_model {
            body["model"] = "m".into();
        }
        if matches!(kind.kind, EndpointKind::OpenAiV1 | EndpointKind::Deployment) {
            body["stream_options"] = json!({"include_usage": true});
        }
        assert_eq!(request.json(), &body, "{:?}", kind.kind);
    }
}

#[tokio::test]
async fn an_extra_parameter_is_valid_if_the_header_allows_it() {
    for kind in &KINDS {
        let service = MockService::start().await;
        service.reply(Reply::text("ok"));
        kind.client(&service).chat().user("Hi").extra("safe_prompt", true).send().await.unwrap();
        let request = service.requests().remove(0);
        let places: Vec<String> = request.violations().iter().map(|violation| violation.pointer().to_owned()).collect();
        let expected: &[&str] = if kind.extra_parameters.is_some() { &[] } else { &["/safe_prompt"] };
        assert_eq!(places, expected, "{:?}", kind.kind);
        assert_eq!(request.violations_except(&["safe_prompt"]), []);
    }
}

#[tokio::test]
async fn an_extra_parameter_is_a_violation_if_the_header_forbids_it() {
    let service = MockService::start().await;
    service.reply(Reply::text("ok"));
    let request = FOUNDRY.client(&service).chat().user("Hi").extra("safe_prompt", true);
    request.extra_parameters(ExtraParameters::Error).send().await.unwrap();
    assert_eq!(service.requests()[0].violations()[0].pointer(), "/safe_prompt");
}

#[tokio::test]
async fn every_response_format_and_tool_choice_is_valid() {
    let service = MockService::start().await;
    service.reply(Reply::text("ok"));
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}}}).as_object().unwrap().clone();
    let function = |name: &str| FunctionDefinition { parameters: schema.clone(), ..FunctionDefinition::new(name) };
    let mut format = ChatCompletionsResponseFormatJsonSchemaDefinition::new("s", schema.clone());
    format.description = Some("does".into());
    let chat = || service.client().chat().user("Hi");
    let tools = || chat().tools([function("f"), function("g")]);
    let requests = [
        chat().response_format(ChatCompletionsResponseFormat::text()),
        chat().response_format(ChatCompletionsResponseFormat::json_object()),
        chat().response_format(format),
        tools(),
        tools().tool_choice(ChatCompletionsToolChoicePreset::Auto),
        tools().tool_choice(ChatCompletionsToolChoicePreset::None),
        tools().tool_choice(ChatCompletionsToolChoicePreset::Required),
        tools().tool_choice(ChatCompletionsToolChoicePreset::Other("any".into())),
        tools().tool_choice(ChatCompletionsNamedToolChoiceFunction::new("f")),
    ];
    for request in requests {
        request.send().await.unwrap();
    }
    let requests = service.requests();
    requests.iter().for_each(ReceivedRequest::assert_valid);
    assert_eq!((requests.len(), requests[0].tools().len(), requests[3].tools().len()), (9, 0, 2));
}

#[tokio::test]
async fn every_turn_of_a_conversation_with_tools_is_valid() {
    let service = MockService::start().await;
    service.reply(Reply::tool_call("f", json!({"city": "Miami"}))).reply(Reply::text("Noon."));
    let mut messages = vec![ChatRequestMessage::user("When?")];
    let response = service.client().chat().messages(messages.clone()).send().await.unwrap();
    messages.push(ChatRequestMessage::from(&response));
    let call = response.tool_calls()[0].id.clone().unwrap();
    let response =
        service.client().chat().messages(messages).tool_result(call, r#"{"at":"noon"}"#).send().await.unwrap();
    assert_eq!(response.text(), "Noon.");
    let requests = service.requests();
    requests.iter().for_each(ReceivedRequest::assert_valid);
    let call =
        json!({"id": "call_1", "type": "function", "function": {"name": "f", "arguments": r#"{"city":"Miami"}"#}});
    let expected = json!([
        {"role": "user", "content": "When?"},
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": r#"{"at":"noon"}"#},
    ]);
    assert_eq!(Value::from(requests[1].messages()), expected);
}

#[tokio::test]
async fn preset_and_other_image_sizes_are_valid() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({})));
    let client = FOUNDRY.client(&service).raw();
    let presets = [ImageGenerationPreset::X1024x1024, ImageGenerationPreset::Other("1x1".into())];
    for preset in presets {
        client.get_image_generations_with(Parameters::default(), &generation(preset)).await.unwrap();
    }
    service.requests().iter().for_each(ReceivedRequest::assert_valid);
    assert_eq!(service.requests()[1].json()["size"], "1x1");
}

#[tokio::test]
async fn to_request_returns_the_request_that_send_sends() {
    for kind in &KINDS {
        let service = MockService::start().await;
        service.reply(Reply::text("ok"));
        let chat =
            kind.client(&service).chat().user("Hi").temperature(0.1).extra("safe_prompt", true).header("x-a", "b");
        let request = chat.to_request().unwrap();
        assert_eq!(service.request_count(), 0);
        assert!(!request.headers().contains_key("api-key") && !request.headers().contains_key("authorization"));
        assert!(format!("{request:?}").contains("\"x-a\": Sensitive"), "{request:?}");
        chat.send().await.unwrap();
        assert_same_request(&request, &service.requests()[0]);
    }
    let error = V1.client(&MockService::start().await).chat().to_request().unwrap_err();
    assert_eq!(error.param(), Some("messages"));
}
