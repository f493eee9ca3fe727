//! Chat requests over the Responses API.

mod history;
mod moving;
mod servers;
mod stream;

use azure_inference::models::{
    ChatCompletionsOptions, ChatCompletionsResponseFormat, ChatMessageContentItem, CompletionsFinishReason,
    FunctionDefinition,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Api, ChatRequest, Client, EndpointKind, Error};
use serde_json::{Value, json};

async fn service(replies: impl IntoIterator<Item = Reply>) -> MockService {
    let service = MockService::start().await;
    replies.into_iter().for_each(|reply| _ = service.reply(reply));
    service
}

fn client(service: &MockService) -> Client {
    service.client_builder().endpoint_kind(EndpointKind::OpenAiV1).model("m").api(Api::Responses).build().unwrap()
}

/// A finished response with these output items.
fn response(output: Value) -> Value {
    json!({"id": "resp_1", "object": "response", "created_at": 1_700_000_000, "status": "completed", "model": "gpt-5",
        "error": null, "incomplete_details": null, "output": output,
        "usage": {"input_tokens": 5, "input_tokens_details": {"cached_tokens": 2}, "output_tokens": 7,
            "output_tokens_details": {"reasoning_tokens": 3}, "total_tokens": 12}})
}

/// An output item with this text.
fn text_item(text: &str) -> Value {
    json!({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
        "content": [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]})
}

#[tokio::test]
async fn parameters_are_converted() {
    let service = service([Reply::text("ok")]).await;
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false});
    let function: FunctionDefinition =
        serde_json::from_value(json!({"name": "f", "description": "d", "parameters": schema})).unwrap();
    let format: ChatCompletionsResponseFormat = serde_json::from_value(
        json!({"type": "json_schema", "json_schema": {"name": "n", "schema": schema, "strict": true}}),
    )
    .unwrap();
    let response = client(&service)
        .chat()
        .system("s")
        .user("u")
        .max_completion_tokens(16)
        .temperature(0.5)
        .top_p(0.25)
        .reasoning_effort("low")
        .reasoning_summary("auto")
        .verbosity("high")
        .response_format(format)
        .tools([function])
        .tool_choice_named("f")
        .parallel_tool_calls(false)
        .logprobs(true)
        .top_logprobs(2)
        .metadata([("k", "v")])
        .safety_identifier("i")
        .prompt_cache_key("c")
        .prompt_cache_retention("in-memory")
        .end_user("e")
        .include_usage(true)
        .send()
        .await
        .unwrap();
    assert_eq!((response.text(), response.api()), ("ok", Api::Responses));
    let request = &service.requests()[0];
    request.assert_valid();
    assert_eq!((request.path(), request.query()), ("/responses", ""));
    assert_eq!(
        *request.json(),
        json!({
            "model": "m",
            "input": [{"type": "message", "role": "system", "content": "s"}, {"type": "message", "role": "user", "content": "u"}],
            "store": false,
            "max_output_tokens": 16,
            "temperature": 0.5,
            "top_p": 0.25,
            "reasoning": {"effort": "low", "summary": "auto"},
            "text": {"verbosity": "high", "format": {"type": "json_schema", "name": "n", "schema": schema, "strict": true}},
            "tools": [{"type": "function", "name": "f", "description": "d", "parameters": schema, "strict": false}],
            "tool_choice": {"type": "function", "name": "f"},
            "parallel_tool_calls": false,
            "include": ["message.output_text.logprobs", "reasoning.encrypted_content"],
            "top_logprobs": 2,
            "metadata": {"k": "v"},
            "safety_identifier": "i",
            "prompt_cache_key": "c",
            "prompt_cache_retention": "in_memory",
            "user": "e",
        })
    );
}

#[tokio::test]
async fn only_parameters_that_are_set_are_sent() {
    let service = service([Reply::text("ok")]).await;
    client(&service).chat().user("u").stream().await.unwrap().finish().await.unwrap();
    client(&service)
        .chat()
        .user("u")
        .service_tier("flex")
        .store(true)
        .extra("prompt", json!({"id": "p"}))
        .send()
        .await
        .unwrap();
    let input = json!([{"type": "message", "role": "user", "content": "u"}]);
    assert_eq!(*service.requests()[0].json(), json!({"model": "m", "input": input, "store": false, "stream": true}));
    let set = json!({"model": "m", "input": input, "store": true, "service_tier": "flex", "prompt": {"id": "p"}});
    assert_eq!(*service.requests()[1].json(), set);
}

#[tokio::test]
async fn formats_and_tools_are_flattened() {
    for (name, chat, expected) in [
        (
            "format of any JSON",
            json!({"response_format": {"type": "json_object"}}),
            json!({"text": {"format": {"type": "json_object"}}}),
        ),
        ("format of text", json!({"response_format": {"type": "text"}}), json!({"text": {"format": {"type": "text"}}})),
        ("required tool", json!({"tool_choice": "required"}), json!({"tool_choice": "required"})),
        ("values that are the default", json!({"n": 1, "modalities": ["text"]}), json!({})),
        (
            "custom tool",
            json!({"tools": [{"type": "custom", "custom": {"name": "c", "description": "d",
                "format": {"type": "grammar", "grammar": {"syntax": "lark", "definition": "x"}}}}],
                "tool_choice": {"type": "custom", "custom": {"name": "c"}}}),
            json!({"tools": [{"type": "custom", "name": "c", "description": "d",
                "format": {"type": "grammar", "syntax": "lark", "definition": "x"}}],
                "tool_choice": {"type": "custom", "name": "c"}}),
        ),
        (
            "allowed tools",
            json!({"tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto",
                "tools": [{"type": "function", "function": {"name": "f"}}]}}}),
            json!({"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]}}),
        ),
        ("hosted tool", json!({"tools": [{"type": "web_search"}]}), json!({"tools": [{"type": "web_search"}]})),
    ] {
        let service = service([Reply::text("ok")]).await;
        let mut chat = chat;
        chat["messages"] = json!([{"role": "user", "content": "u"}]);
        let body: ChatCompletionsOptions = serde_json::from_value(chat).unwrap();
        client(&service).chat().body(body).send().await.unwrap();
        let mut expected = expected;
        expected["model"] = "m".into();
        expected["store"] = false.into();
        expected["input"] = json!([{"type": "message", "role": "user", "content": "u"}]);
        assert_eq!(*service.requests()[0].json(), expected, "{name}");
        service.requests()[0].assert_valid();
    }
}

#[tokio::test]
async fn a_parameter_without_a_counterpart_is_an_input_error() {
    let service = service([Reply::text("ok")]).await;
    type Set = fn(ChatRequest) -> ChatRequest;
    let cases: Vec<(&str, Set)> = vec![
        ("stop", |request| request.stop(["x"])),
        ("n", |request| request.n(2)),
        ("seed", |request| request.seed(1)),
        ("frequency_penalty", |request| request.frequency_penalty(0.1)),
        ("presence_penalty", |request| request.presence_penalty(0.1)),
        ("logit_bias", |request| request.logit_bias([(1, 1)])),
        ("prediction", |request| request.prediction("x")),
        ("audio", |request| request.audio("alloy", "wav")),
        ("modalities", |request| request.modalities(["audio"])),
        ("max_tokens", |request| request.max_tokens(15)),
        ("max_completion_tokens", |request| request.max_completion_tokens(1)),
        ("input", |request| request.extra("input", "x")),
        ("background", |request| request.extra("background", "x")),
        ("input_audio", |request| {
            let part = json!({"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}});
            request.user(vec![serde_json::from_value::<ChatMessageContentItem>(part).unwrap()])
        }),
    ];
    for (name, set) in cases {
        for error in [
            set(client(&service).chat().user("u")).send().await.unwrap_err(),
            set(client(&service).chat().user("u")).stream().await.unwrap_err(),
            set(client(&service).chat().user("u")).to_request().map(drop).unwrap_err(),
        ] {
            assert!(error.is_input(), "{name}: {error}");
            assert_eq!(error.param(), Some(name), "{error}");
            assert!(error.to_string().contains("Responses API") || name == "background", "{error}");
        }
    }
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn a_response_is_converted_to_a_chat_completion() {
    let output = json!([
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "first"}, {"type": "summary_text", "text": "then"}],
            "encrypted_content": "e", "content": []},
        {"type": "reasoning", "id": "rs_2", "summary": [{"type": "summary_text", "text": "no"}], "content": [{"type": "reasoning_text", "text": "last"}]},
        text_item("Hel"),
        {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search"}},
        text_item("lo"),
        {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": "{}", "status": "completed"},
        {"type": "custom_tool_call", "id": "ct_1", "call_id": "call_2", "name": "g", "input": "free"}
    ]);
    let mut body = response(output.clone());
    body["service_tier"] = "default".into();
    body["content_filters"] = json!([
        {"source_type": "prompt", "blocked": false, "content_filter_raw": null,
            "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}, "jailbreak": {"filtered": false, "detected": false}}},
        {"source_type": "completion", "blocked": false, "content_filter_results": {"violence": {"filtered": false, "severity": "low"}}}
    ]);
    let service = service([Reply::json(body)]).await;
    let response = client(&service).chat().user("u").send().await.unwrap();
    assert_eq!((response.text(), response.id(), response.model()), ("Hello", "resp_1", "gpt-5"));
    assert_eq!(response.reasoning(), Some("first\n\nthen\n\nlast"));
    assert_eq!(response.finish_reason(), Some(&CompletionsFinishReason::ToolCalls));
    assert_eq!(response.service_tier(), Some("default"));
    let calls = response.tool_calls();
    assert_eq!((calls[0].id.as_deref(), calls[1].id.as_deref()), (Some("call_1"), Some("call_2")));
    assert_eq!(calls[1].extra["custom"], json!({"name": "g", "input": "free"}));
    let usage = response.usage().unwrap();
    assert_eq!((usage.prompt_tokens, usage.completion_tokens, usage.total_tokens), (Some(5), Some(7), Some(12)));
    assert_eq!(usage.prompt_tokens_details.as_ref().unwrap().cached_tokens, Some(2));
    assert_eq!(usage.completion_tokens_details.as_ref().unwrap().reasoning_tokens, Some(3));
    let results: Vec<String> = response.content_filter().iter().map(ToString::to_string).collect();
    assert_eq!(results, ["prompt 0: passed", "choice 0: passed"]);
    assert_eq!(response.output_items().len(), 7);
    assert_eq!(response.output_items()[3], output[3]);
    assert_eq!(response.completions().created, Some(1_700_000_000));
}

#[tokio::test]
async fn the_finish_reason_depends_on_status_details_and_calls() {
    let call = json!({"type": "function_call", "call_id": "c", "name": "f", "arguments": "{"});
    for (status, reason, output, expected) in [
        ("completed", None, json!([text_item("a")]), "stop"),
        ("completed", None, json!([call]), "tool_calls"),
        ("incomplete", Some("max_output_tokens"), json!([call]), "length"),
        ("incomplete", Some("max_output_tokens"), json!([{"type": "reasoning", "id": "rs", "summary": []}]), "length"),
        ("incomplete", Some("content_filter"), json!([]), "content_filter"),
        ("completed", Some("content_filter"), json!([text_item("a")]), "content_filter"),
        ("incomplete", Some("new"), json!([text_item("a")]), "new"),
    ] {
        let mut body = response(output);
        body["status"] = status.into();
        body["incomplete_details"] = reason.map(|reason| json!({ "reason": reason })).unwrap_or_default();
        let service = service([Reply::json(body)]).await;
        let response = client(&service).chat().user("u").send().await.unwrap();
        assert_eq!(response.finish_reason().unwrap().as_str(), expected, "{status} {reason:?}");
    }
}

#[tokio::test]
async fn a_failed_response_is_an_error_with_its_code_and_the_partial_response() {
    for (status, error, code, message) in [
        ("failed", json!({"code": "invalid_prompt", "message": "bad"}), Some("invalid_prompt"), "bad"),
        ("failed", json!({"code": "no_kv_space", "message": "full"}), Some("no_kv_space"), "full"),
        ("failed", Value::Null, None, "the response has the status `failed`"),
        ("cancelled", Value::Null, None, "the response has the status `cancelled`"),
        ("in_progress", Value::Null, None, "the response has the status `in_progress`"),
    ] {
        let mut body = response(json!([text_item("part")]));
        body["status"] = status.into();
        body["error"] = error;
        let service = service([Reply::json(body)]).await;
        let error = client(&service).chat().user("u").send().await.unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{status}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(error.partial_response().map(|response| response.text()), Some("part"), "{status}");
    }
}

#[tokio::test]
async fn a_failed_response_with_a_server_error_is_retried() {
    let failed = json!({"id": "r", "object": "response", "status": "failed", "output": [], "error": {"code": "server_error", "message": "m"}});
    let service = service([Reply::json(failed), Reply::text("ok")]).await;
    let response = client(&service).chat().user("u").send().await.unwrap();
    assert_eq!((response.text(), response.metadata().attempts()), ("ok", 2));
}

async fn text_of(body: Value) -> Result<String, Error> {
    let service = service([Reply::json(body)]).await;
    client(&service).chat().user("u").send().await.map(|response| response.text().to_owned())
}

#[tokio::test]
async fn responses_with_unexpected_types_or_missing_fields_are_read() {
    let mut types = response(
        json!([{"type": "message", "id": 7, "content": [{"type": "output_text", "text": "a", "logprobs": "x"}]}]),
    );
    types["created_at"] = json!(1.5);
    types["usage"]["input_tokens"] = "5".into();
    for (name, body, expected) in [
        ("unexpected types", types, "a"),
        ("only `output_text`", json!({"object": "response", "output_text": "b", "output": []}), "b"),
        ("no output", json!({"id": "r", "object": "response", "status": "completed"}), ""),
    ] {
        assert_eq!(text_of(body).await.unwrap(), expected, "{name}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_a_response_is_a_decode_error() {
    for body in [json!({}), json!({"status": "ok"})] {
        assert!(text_of(body.clone()).await.unwrap_err().is_decode(), "{body}");
    }
}

#[tokio::test]
async fn to_request_returns_the_request_of_the_responses_api() {
    let service = service([]).await;
    let request = client(&service).chat().user("u").to_request().unwrap();
    assert_eq!(request.uri().path(), "/responses");
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["input"][0]["content"], "u");
}
