//! Request bodies in published formats, passed to `body`: they are sent without loss, and responses are read without loss.
//! Null means absent.

use azure_inference::models::{
    ChatCompletionsOptions, ChatMessageContentItem, ChatMessageFile, ChatRequestMessage, ChatRequestMessageContent,
    EmbeddingsOptions, EmbeddingsResult, ImageEmbeddingsOptions, ImageGenerationsOptions,
};
use azure_inference::testing::{MockService, ReceivedRequest, Reply};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{FOUNDRY, KINDS};

/// A value without nulls, with all numbers as `f32`, for comparisons.
fn meaning(value: impl Serialize) -> Value {
    match serde_json::to_value(value).unwrap() {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            members.map(|(name, member)| (name, meaning(member))).collect()
        }
        Value::Array(items) => items.into_iter().map(meaning).collect(),
        Value::Number(number) => Value::from(number.as_f64().unwrap() as f32),
        other => other,
    }
}

/// The body that was sent, without the model, which depends on the endpoint kind.
fn sent(request: &ReceivedRequest) -> Value {
    without(request.json(), &["model"])
}

fn without(value: &Value, names: &[&str]) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().retain(|name, _| !names.contains(&name.as_str()));
    value
}

fn read<T: DeserializeOwned>(request: &Value) -> T {
    serde_json::from_str(&request.to_string()).unwrap_or_else(|error| panic!("{error}: {request}"))
}

fn text_completion(text: &str) -> Value {
    json!({"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]})
}

/// Asserts that a chat request is sent as `expected` on every endpoint kind, and that the response is read without loss.
async fn assert_chat(request: Value, expected: &Value, response: Value) {
    for kind in &KINDS {
        let service = MockService::start().await;
        service.reply(Reply::json(response.clone()));
        let got = kind.client(&service).chat().body(read(&request)).send().await.unwrap();
        let expected = without(expected, &["model", "stream"]);
        assert_eq!(meaning(sent(&service.requests()[0])), meaning(expected), "{:?}", kind.kind);
        assert_eq!(meaning(got.completions()), meaning(&response));
    }
}

/// Asserts that a chat request is sent unchanged.
async fn assert_chat_unchanged(request: Value, response: Value) {
    assert_chat(request.clone(), &request, response).await;
}

#[tokio::test]
async fn a_chat_request_with_every_parameter_of_the_document() {
    let tool = json!({"type": "function", "function": {"name": "is_proved", "description": "Whether a theorem is"}});
    let request = json!({
        "modalities": ["text"],
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "What is the Riemann hypothesis?"},
            {"role": "assistant", "content": "A guess at the zeros of a function."},
            {"role": "user", "content": "Is it proved?"},
        ],
        "frequency_penalty": 0, "stream": true, "presence_penalty": 0, "temperature": 0, "top_p": 0, "max_tokens": 255,
        "response_format": {"type": "text"}, "stop": ["<|endoftext|>"], "tools": [tool], "seed": 21, "model": "theirs",
    });
    let call = json!({"id": "yrob", "type": "function", "function": {"name": "is_proved", "arguments": "{\"a\": 1}"}});
    let response = json!({
        "id": "kgou", "object": "chat.completion", "created": 18, "model": "theirs",
        "usage": {"completion_tokens": 19, "prompt_tokens": 28, "total_tokens": 16,
            "completion_tokens_details": {"audio_tokens": 5, "reasoning_tokens": 0, "total_tokens": 5}},
        "choices": [{"index": 7, "finish_reason": "stop",
            "message": {"role": "assistant", "content": null, "reasoning_content": null, "tool_calls": [call]}}],
    });
    assert_chat_unchanged(request, response).await;
}

#[tokio::test]
async fn a_chat_request_with_audio_in_the_oldest_format() {
    let part = json!({"type": "audio_input", "audio_input": {"data": "UklGRg==", "mime_type": "audio/wav"}});
    let request = json!({"modalities": ["text", "audio"], "messages": [
        {"role": "user", "content": [part]},
        {"role": "assistant", "content": null, "audio": {"id": "abc"}},
        {"role": "user", "content": [part, {"type": "text", "text": "And this?"}]},
    ]});
    let audio = json!({"id": "def", "mime_type": "audio/wav", "data": "UklGRg==", "expires_at": 1_896_522_361,
        "transcript": "Hello."});
    let response = json!({"choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "system", "content": null, "tool_calls": null, "audio": audio}}]});
    assert_chat_unchanged(request, response).await;
}

#[tokio::test]
async fn a_timestamp_written_as_text_is_read() {
    let service = MockService::start().await;
    let audio = json!({"id": "def", "expires_at": "1896522361"});
    service.reply(Reply::json(json!({"choices": [{"message": {"audio": audio}}]})));
    let response = service.client().chat().user("Hi").send().await.unwrap();
    assert_eq!(response.audio().unwrap().expires_at, Some(1_896_522_361));
}

#[tokio::test]
async fn a_chat_request_with_data_sources() {
    let source = json!({"type": "azure_search", "parameters": {
        "endpoint": "https://search.example", "index_name": "animals", "query_type": "vector", "in_scope": true,
        "authentication": {"type": "user_assigned_managed_identity", "managed_identity_resource_id": "/subscriptions/s"},
        "embedding_dependency": {"type": "deployment_name", "deployment_name": "d"}, "top_n_documents": 5,
        "fields_mapping": {"content_fields": ["content"], "vector_fields": ["v"], "content_fields_separator": "\\n"},
    }});
    let request = json!({"data_sources": [source], "messages": [
        {"role": "user", "content": "How do I care for a cat?"},
        {"role": "assistant", "content": "With love [doc1].", "context": {"intent": "cat care"}, "end_turn": true},
        {"role": "user", "content": "And a dog?"},
    ]});
    let citation =
        json!({"content": "c", "title": "t", "filepath": "f.txt", "url": "https://b.example", "chunk_id": "0"});
    let response = json!({"id": "i", "created": 1_686_676_106, "choices": [{"index": 0, "finish_reason": "stop",
        "logprobs": null, "message": {"role": "assistant", "content": "Likewise [doc1].", "end_turn": true,
            "context": {"citations": [citation], "intent": "[\"dog care\"]"}}}],
        "usage": {"completion_tokens": 557, "prompt_tokens": 33, "total_tokens": 590}});
    assert_chat_unchanged(request, response).await;
}

#[tokio::test]
async fn a_chat_request_with_tools_and_history_as_other_sdks_write_it() {
    let call = |id: &str, city: &str| json!({"id": id, "type": "function", "function": {"name": "weather", "arguments": format!("{{\"city\":\"{city}\"}}")}});
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
        "additionalProperties": false});
    let weather = json!({"type": "function", "function":
        {"name": "weather", "description": "The weather", "parameters": schema, "strict": true, "x_cache": "5m"}});
    let bare = json!({"type": "function", "function": {"name": "now", "parameters": null}, "defer": true});
    let history = json!([
        {"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
        {"role": "user", "name": "ann", "content": "The weather in Rome and Oslo?"},
        {"role": "assistant", "content": null, "refusal": null, "audio": null, "function_call": null, "annotations": [],
            "reasoning_content": "Two cities.", "tool_calls": [call("1", "Rome"), call("2", "Oslo")]},
        {"role": "tool", "tool_call_id": "1", "name": "weather", "content": "{\"sky\": \"blue\"}"},
        {"role": "tool", "tool_call_id": "2", "content": [{"type": "text", "text": "rain"}]},
        {"role": "assistant", "content": "Blue and rain.", "tool_calls": null},
        {"role": "function", "name": "old", "content": "1"},
    ]);
    let response = json!({"choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant",
        "content": null, "refusal": null, "annotations": [], "tool_calls": [call("3", "Rome"), call("4", "Oslo")]}}]});
    let choices = [
        json!("auto"),
        json!("required"),
        json!({"type": "function", "function": {"name": "weather"}}),
        json!({"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": []}}),
        json!({"type": "allowed_tools", "allowed_tools": {"mode": "some", "x": 1, "tools": [{"type": "mcp", "server_label": "s"},
            {"type": "custom", "custom": {"name": "c"}}]}, "y": 2}),
        json!({"type": "custom", "custom": {"name": "c", "x": 1}}),
        json!({"type": "mcp", "server_label": "s"}),
    ];
    for choice in choices {
        let request = json!({"messages": history, "tools": [weather, bare], "tool_choice": choice,
            "parallel_tool_calls": true, "functions": [{"name": "old"}], "function_call": "none"});
        assert_chat_unchanged(request, response.clone()).await;
    }
}

#[tokio::test]
async fn a_chat_request_with_images_audio_and_files() {
    let request = json!({"messages": [{"role": "user", "content": [
        {"type": "text", "text": "What is it?", "cache_control": {"type": "ephemeral"}},
        {"type": "image_url", "image_url": {"url": "https://h.example/i.png", "detail": "high"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "format": "png"}},
        {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
        {"type": "audio_url", "audio_url": {"url": "https://h.example/a.mp3"}},
        {"type": "file", "file": {"file_id": "f-1"}},
    ]}]});
    assert_chat_unchanged(request, text_completion("A cat.")).await;
}

#[tokio::test]
async fn a_chat_request_with_response_formats() {
    let schema = json!({"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"],
        "additionalProperties": false});
    let definition = json!({"name": "recipe", "description": "A recipe", "schema": schema, "strict": true});
    let formats = [
        json!({"type": "json_schema", "json_schema": definition}),
        json!({"type": "json_object"}),
        json!({"type": "grammar", "grammar": "root ::= \"a\""}),
    ];
    for format in formats {
        let request = json!({"messages": [{"role": "user", "content": "A cake."}], "response_format": format});
        assert_chat_unchanged(request, text_completion("{\"title\": \"Cake\"}")).await;
    }
}

#[tokio::test]
async fn a_chat_request_with_openai_parameters() {
    let request = json!({
        "messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
        "max_completion_tokens": 500, "reasoning_effort": "minimal", "verbosity": "low", "store": true,
        "metadata": {"topic": "tests"}, "service_tier": "auto", "safety_identifier": "u", "prompt_cache_key": "k",
        "prediction": {"type": "content", "content": [{"type": "text", "text": "Hello"}]},
        "web_search_options": {"search_context_size": "low"}, "audio": {"voice": "alloy", "format": "wav"},
        "stop": "\n\n", "n": 1, "logprobs": true, "top_logprobs": 2, "logit_bias": {"50256": -100}, "user": "u",
        "seed": 7, "tools": null, "functions": null, "frequency_penalty": null,
    });
    let mut expected = request.clone();
    expected["stop"] = json!(["\n\n"]);
    let safe = json!({"filtered": false, "severity": "safe"});
    let filter =
        json!({"hate": safe, "violence": safe, "protected_material_code": {"filtered": false, "detected": false}});
    let token = json!({"token": "Hi", "logprob": -0.5, "bytes": [72, 105],
        "top_logprobs": [{"token": "Hi", "logprob": -0.5, "bytes": [72, 105]}]});
    let annotation = json!({"type": "url_citation", "url_citation": {"url": "https://h.example", "start_index": 0}});
    let response = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "o4-mini-2025-04-16",
        "service_tier": "default", "system_fingerprint": null, "metadata": {"topic": "tests"}, "request_id": "r",
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": filter}],
        "choices": [{"index": 0, "finish_reason": "content_filter", "content_filter_results": filter,
            "logprobs": {"content": [token], "refusal": null},
            "message": {"role": "assistant", "content": "Hi", "refusal": null, "annotations": [annotation]}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 1, "audio_tokens": 0, "accepted_prediction_tokens": 1,
                "rejected_prediction_tokens": 0}},
    });
    assert_chat(request, &expected, response).await;
}

#[test]
fn known_parts_are_typed_and_unknown_ones_are_kept() {
    let body: ChatCompletionsOptions = read(&json!({
        "messages": [
            {"role": "user", "name": "ann", "content": [{"type": "text", "text": "Hi", "x": 1}, {"type": "file", "file": {"file_id": "f", "y": 2}},
                {"type": "scan"}]},
            {"role": "critic", "content": "No."},
        ],
        "stream_options": {"include_usage": true, "include_obfuscation": false, "include_time": true},
    }));
    let ChatRequestMessage::User { content: ChatRequestMessageContent::Array(parts), extra, .. } = &body.messages[0]
    else {
        panic!("{:?}", body.messages[0])
    };
    assert_eq!(extra["name"], "ann");
    assert!(matches!(&parts[0], ChatMessageContentItem::Text { text, extra, .. } if text == "Hi" && extra["x"] == 1));
    let file = |file: &ChatMessageFile| file.file_id.as_deref() == Some("f") && file.extra["y"] == 2;
    assert!(matches!(&parts[1], ChatMessageContentItem::File { file: found, .. } if file(found)));
    assert!(matches!(&parts[2], ChatMessageContentItem::Other(part) if part["type"] == "scan"));
    assert!(matches!(&body.messages[1], ChatRequestMessage::Other(message) if message["role"] == "critic"));
    let options = body.stream_options.unwrap();
    assert_eq!((options.include_usage, options.include_obfuscation), (Some(true), Some(false)));
    assert_eq!(options.extra["include_time"], true);
    assert!(serde_json::from_str::<ChatCompletionsOptions>(r#"{"messages": ["Hi"]}"#).is_err());
    assert!(serde_json::from_str::<EmbeddingsOptions>(r#"{"input": 7}"#).is_err());
    assert!(serde_json::from_str::<EmbeddingsOptions>(r#"{"dimensions": 7}"#).is_err());
}

/// Asserts that an embeddings request is sent as `expected`, and that the response is read without loss.
async fn assert_embeddings(request: Value, expected: Value, response: Value) {
    for kind in &KINDS {
        let service = MockService::start().await;
        service.reply(Reply::json(response.clone()));
        let builder = kind.client(&service).embeddings().body(read(&request));
        // Some endpoint kinds request base64 by default.
        let builder = if request["encoding_format"].is_null() { builder.unset("encoding_format") } else { builder };
        let got = builder.send().await.unwrap();
        assert_eq!(meaning(sent(&service.requests()[0])), meaning(without(&expected, &["model"])), "{:?}", kind.kind);
        assert_eq!(got.vectors().len(), response["data"].as_array().unwrap().len());
        assert_eq!(got.model(), response["model"].as_str().unwrap_or_default());
        assert_eq!(meaning(read::<EmbeddingsResult>(&response)), meaning(&response));
    }
}

fn vectors(vectors: &[Value]) -> Value {
    let item = |(index, vector)| json!({"object": "embedding", "index": index, "embedding": vector});
    let data: Vec<Value> = vectors.iter().enumerate().map(item).collect();
    json!({"object": "list", "data": data, "model": "embed-1", "usage": {"prompt_tokens": 5, "total_tokens": 5}})
}

#[tokio::test]
async fn embeddings_requests_with_every_input_and_format() {
    let one = json!({"input": "The food was good.", "model": "embed-1", "encoding_format": "float", "user": "u"});
    let mut as_list = one.clone();
    as_list["input"] = json!(["The food was good."]);
    assert_embeddings(one, as_list, vectors(&[json!([0.0023064255, -0.009327292, 0])])).await;
    let whole = json!({"input": ["a", "b"], "dimensions": 1024, "encoding_format": "base64", "input_type": "text"});
    assert_embeddings(whole.clone(), whole, vectors(&[json!("AACAPwAAAMA="), json!("AACAPwAAAAA=")])).await;
    let small = json!({"input": ["a"], "encoding_format": "int8", "input_type": "document", "truncate": "END"});
    let mut response = vectors(&[json!([1, -128, 127])]);
    response["id"] = json!("cknx");
    response["data"][0]["truncated"] = json!(false);
    assert_embeddings(small.clone(), small, response).await;
    let bare = json!({"input": ["a"]});
    assert_embeddings(bare.clone(), bare, json!({"data": [{"index": 0, "embedding": [-0.0128]}]})).await;
}

#[tokio::test]
async fn image_embeddings_requests_with_one_or_many_inputs() {
    let pair = json!({"image": "data:image/png;base64,iVBORw0KGgo=", "text": "A cat", "weight": 0.5});
    let whole = json!({"input": [pair], "dimensions": 1024, "encoding_format": "float", "input_type": "text"});
    let mut one = whole.clone();
    one["input"] = pair;
    for request in [&whole, &one] {
        let service = MockService::start().await;
        service.reply(Reply::json(vectors(&[json!([0, 0.5])])));
        let body: ImageEmbeddingsOptions = read(request);
        let got = FOUNDRY.client(&service).image_embeddings().body(body).send().await.unwrap();
        assert_eq!(meaning(sent(&service.requests()[0])), meaning(&whole));
        assert_eq!(got.vectors()[0].as_floats(), Some([0.0, 0.5].as_slice()));
    }
}

/// Asserts that an image generation request is sent unchanged, and that the response is read without loss.
async fn assert_image_generation(request: Value, response: Value) {
    let service = MockService::start().await;
    service.reply(Reply::json(response.clone()));
    let body: ImageGenerationsOptions = read(&request);
    let got = FOUNDRY.client(&service).images("").body(body).send().await.unwrap();
    assert_eq!(meaning(sent(&service.requests()[0])), meaning(without(&request, &["model"])));
    assert_eq!(meaning(got.result()), meaning(&response));
}

#[tokio::test]
async fn image_generation_requests() {
    let response = json!({"id": "c", "created": 18, "data": [{"image": "iVBORw0KGgo=", "seed": 42}],
        "object": "image.generation", "model": "painter", "usage": {"image_generations": 1}});
    let small = json!({"prompt": "A cat", "size": "1024x1024", "model": "painter", "n": 1});
    assert_image_generation(small, response.clone()).await;
    let whole = json!({"prompt": "A cat", "negative_prompt": "a dog", "size": {"width": 64, "height": 32}, "seed": 42,
        "image_prompt": {"image": "data:image/png;base64,iVBORw0KGgo=", "strength": 0.7}, "output_format": "png",
        "quality": "standard", "n": 1, "model": "painter", "style": "natural", "user": "u", "response_format": "b64_json"});
    let safe = json!({"filtered": false, "severity": "safe"});
    let openai = json!({"created": 1_698_342_300, "data": [{"b64_json": "iVBORw0KGgo=", "revised_prompt": "A tabby",
        "content_filter_results": {"hate": safe}, "prompt_filter_results": {"hate": safe, "profanity": {"detected": false}}}]});
    assert_image_generation(whole.clone(), openai).await;
    assert_image_generation(whole, response).await;
}
