//! Violations of the OpenAPI document that the mock reports.

use std::io::{Read, Write};
use std::net::TcpStream;

use azure_inference::testing::{MockService, ReceivedRequest, Reply};
use serde_json::{Value, json};

/// Sends an invalid request; returns it as the mock received it.
async fn received(request_line: &str, headers: &str, body: &str) -> ReceivedRequest {
    let service = MockService::start().await;
    service.reply(Reply::status(200));
    let mut stream = TcpStream::connect(service.url().strip_prefix("http://").unwrap()).unwrap();
    let length = body.len();
    write!(
        stream,
        "{request_line} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    service.requests().remove(0)
}

const JSON: &str = "content-type: application/json\r\n";

#[tokio::test]
async fn an_invalid_body_is_a_violation_with_its_pointer() {
    async fn check(path: &str, body: Value, expected: &[(&str, &str)]) {
        let request = received(&format!("POST {path}"), JSON, &body.to_string()).await;
        let violations = request.violations();
        let found: Vec<&str> = violations.iter().map(|violation| violation.pointer()).collect();
        let places: Vec<&str> = expected.iter().map(|(place, _)| *place).collect();
        assert_eq!(found, places, "{body}: {violations:?}");
        for (violation, (_, reason)) in violations.iter().zip(expected) {
            assert!(violation.reason().contains(reason), "{violation} does not contain {reason:?}");
        }
    }
    async fn chat(body: Value, expected: &[(&str, &str)]) {
        check("/chat/completions", body, expected).await;
    }
    async fn with(name: &str, value: Value, expected: &[(&str, &str)]) {
        chat(json!({"messages": [{"role": "user", "content": "Hi"}], name: value}), expected).await;
    }
    async fn message(message: Value, expected: &[(&str, &str)]) {
        chat(json!({"messages": [{"role": "system", "content": "s"}, message]}), expected).await;
    }
    let unknown = "does not know it";

    chat(json!({"messages": []}), &[]).await;
    chat(json!([]), &[("", "object")]).await;
    chat(Value::Null, &[("", "object")]).await;
    chat(json!({}), &[("", "\"messages\" is a required")]).await;
    chat(json!({"messages": "Hi"}), &[("/messages", "array")]).await;

    with("temperature", json!("0.1"), &[("/temperature", r#""0.1" is not of type "number""#)]).await;
    with("temperature", Value::Null, &[("/temperature", "number")]).await;
    with("max_tokens", json!(1.5), &[("/max_tokens", "integer")]).await;
    with("n", json!("2"), &[("/n", "integer")]).await;
    with("stop", json!("a"), &[("/stop", "array")]).await;
    with("stop", json!(["a", 1]), &[("/stop/1", "string")]).await;
    with("logit_bias", json!({"a/b~": "x"}), &[("/logit_bias/a~1b~0", "integer")]).await;
    with("stream", json!(true), &[]).await;
    with("stream", json!("yes"), &[("/stream", "boolean")]).await;
    with("safe_prompt", json!(true), &[("/safe_prompt", unknown)]).await;
    with("a/b~", json!(true), &[("/a~1b~0", unknown)]).await;
    with("stream_options", json!({"usage": true}), &[("/stream_options/usage", unknown)]).await;
    with("modalities", json!(["text", "smell"]), &[]).await;

    with("response_format", json!("json_object"), &[("/response_format", "object")]).await;
    with("response_format", json!({"type": "yaml"}), &[("/response_format/type", "json_object")]).await;
    with("response_format", json!({"type": "json_schema"}), &[("/response_format", "json_schema")]).await;
    let format = json!({"type": "json_schema", "json_schema": {"name": "s", "schema": {"any": "thing"}, "strict": 1}});
    with("response_format", format, &[("/response_format/json_schema/strict", "boolean")]).await;
    with("tool_choice", json!("auto"), &[]).await;
    with("tool_choice", json!(1), &[("/tool_choice", "1 is not ")]).await;
    let choice = json!({"type": "function", "function": {"nam": "f"}});
    let places = [("/tool_choice/function", "\"name\" is a required"), ("/tool_choice/function/nam", unknown)];
    with("tool_choice", choice, &places).await;
    let tool = json!([{"type": "function", "function": {"name": 1, "parameters": {"any": "thing"}}}]);
    with("tools", tool, &[("/tools/0/function/name", "string")]).await;

    message(json!("Hi"), &[("/messages/1", "object")]).await;
    message(json!({"content": "Hi"}), &[("/messages/1", "\"role\" is a required")]).await;
    let roles = r#""usr" is none of ["assistant","developer","#;
    message(json!({"role": "usr", "content": "Hi"}), &[("/messages/1/role", roles)]).await;
    message(json!({"role": "user", "content": {"picture": "A".repeat(1000)}}), &[("/messages/1/content", "value is")])
        .await;
    message(json!({"role": "user"}), &[("/messages/1", "\"content\" is a required")]).await;
    message(json!({"role": "user", "content": null}), &[("/messages/1/content", "type")]).await;
    message(json!({"role": "system", "content": []}), &[("/messages/1/content", "string")]).await;
    message(json!({"role": "tool", "content": "x"}), &[("/messages/1", "\"tool_call_id\" is a required")]).await;
    message(json!({"role": "user", "content": "Hi", "nam": "x"}), &[("/messages/1/nam", unknown)]).await;
    let call = json!({"id": 1, "type": "function", "function": {"name": "f", "arguments": {}}});
    let places = [("/messages/1/tool_calls/0/function/arguments", "string"), ("/messages/1/tool_calls/0/id", "string")];
    message(json!({"role": "assistant", "tool_calls": [call]}), &places).await;
    let parts = json!([{"type": "text", "text": "a"}, {"type": "image_url", "image_url": "https://h.example"}]);
    message(json!({"role": "user", "content": parts}), &[("/messages/1/content/1/image_url", "object")]).await;
    // The form that the published document had before the overlay corrected it.
    let parts = json!([{"type": "input_audio", "data": "AAAA", "format": "wav"}]);
    let places = [
        ("/messages/1/content/0", "\"input_audio\" is a required"),
        ("/messages/1/content/0/data", unknown),
        ("/messages/1/content/0/format", unknown),
    ];
    message(json!({"role": "user", "content": parts}), &places).await;

    check("/base/embeddings", json!({"input": "a"}), &[("/input", "array")]).await;
    check("/images/embeddings", json!({"input": ["a"]}), &[("/input/0", "object")]).await;
    let size = json!({"width": 1});
    let generation = json!({"prompt": "p", "size": size});
    check("/images/generations", generation, &[("/size", "\"height\" is a required")]).await;
}

#[tokio::test]
async fn an_unknown_operation_or_content_type_is_a_violation() {
    async fn check(request_line: &str, headers: &str, body: &str, reason: &str) {
        let [violation] = received(request_line, headers, body).await.violations().try_into().unwrap();
        assert_eq!(violation.pointer(), "", "{request_line}");
        assert!(violation.reason().contains(reason), "{request_line}: {violation}");
    }
    let body = r#"{"input": []}"#;
    check("POST /completions", JSON, body, "operation").await;
    check("GET /embeddings", JSON, "", "operation").await;
    check("GET /info", JSON, body, "body").await;
    check("POST /embeddings", JSON, "{", "not JSON").await;
    check("POST /embeddings", JSON, "", "not JSON").await;
    check("POST /embeddings", "", body, "application/json").await;
    let headers = format!("{JSON}extra-parameters: allow\r\n");
    check("POST /embeddings", &headers, body, "extra-parameters").await;
    assert_eq!(received("GET /info", "", "").await.violations(), []);
    assert_eq!(received("POST /x/embeddings?a=1", JSON, body).await.violations(), []);
}

#[tokio::test]
#[should_panic = "\n  /messages: "]
async fn assert_valid_panics_with_the_violations() {
    received("POST /chat/completions", JSON, r#"{"messages": 1}"#).await.assert_valid();
}
