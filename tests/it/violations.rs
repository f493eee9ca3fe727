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

/// The reason for a member that the document lacks.
const UNKNOWN: &str = "does not";

/// Asserts the pointers of the violations of a body, and a phrase of each reason.
async fn assert_violations(path: &str, body: Value, expected: &[(&str, &str)]) {
    let request = received(&format!("POST {path}"), JSON, &body.to_string()).await;
    let violations = request.violations();
    let found: Vec<&str> = violations.iter().map(|violation| violation.pointer()).collect();
    let places: Vec<&str> = expected.iter().map(|(place, _)| *place).collect();
    assert_eq!(found, places, "{body}: {violations:?}");
    for (violation, (_, reason)) in violations.iter().zip(expected) {
        assert!(violation.reason().contains(reason), "{violation} does not contain {reason:?}");
    }
}

async fn assert_body(body: Value, expected: &[(&str, &str)]) {
    assert_violations("/chat/completions", body, expected).await;
}

async fn assert_parameter(name: &str, value: Value, expected: &[(&str, &str)]) {
    assert_body(json!({"messages": [{"role": "user", "content": "Hi"}], name: value}), expected).await;
}

async fn assert_message(message: Value, expected: &[(&str, &str)]) {
    assert_body(json!({"messages": [{"role": "system", "content": "s"}, message]}), expected).await;
}

#[tokio::test]
async fn an_invalid_chat_body_is_a_violation() {
    assert_body(json!({"messages": []}), &[]).await;
    assert_body(json!([]), &[("", "object")]).await;
    assert_body(Value::Null, &[("", "object")]).await;
    assert_body(json!({}), &[("", "\"messages\" is a required")]).await;
    assert_body(json!({"messages": "Hi"}), &[("/messages", "array")]).await;
}

#[tokio::test]
async fn an_invalid_parameter_is_a_violation() {
    assert_parameter("temperature", json!("0.1"), &[("/temperature", r#""0.1" is not of type "number""#)]).await;
    assert_parameter("temperature", Value::Null, &[("/temperature", "number")]).await;
    assert_parameter("max_tokens", json!(1.5), &[("/max_tokens", "integer")]).await;
    assert_parameter("n", json!("2"), &[("/n", "integer")]).await;
    assert_parameter("stop", json!("a"), &[("/stop", "array")]).await;
    assert_parameter("stop", json!(["a", 1]), &[("/stop/1", "string")]).await;
    assert_parameter("logit_bias", json!({"a/b~": "x"}), &[("/logit_bias/a~1b~0", "integer")]).await;
    assert_parameter("stream", json!(true), &[]).await;
    assert_parameter("stream", json!("yes"), &[("/stream", "boolean")]).await;
    assert_parameter("safe_prompt", json!(true), &[("/safe_prompt", UNKNOWN)]).await;
    assert_parameter("a/b~", json!(true), &[("/a~1b~0", UNKNOWN)]).await;
    assert_parameter("stream_options", json!({"usage": true}), &[("/stream_options/usage", UNKNOWN)]).await;
    assert_parameter("modalities", json!(["text", "smell"]), &[]).await;
}

#[tokio::test]
async fn an_invalid_format_or_tool_is_a_violation() {
    assert_parameter("response_format", json!("json_object"), &[("/response_format", "object")]).await;
    assert_parameter("response_format", json!({"type": "yaml"}), &[("/response_format/type", "json_object")]).await;
    assert_parameter("response_format", json!({"type": "json_schema"}), &[("/response_format", "json_schema")]).await;
    let format = json!({"type": "json_schema", "json_schema": {"name": "s", "schema": {"any": "thing"}, "strict": 1}});
    assert_parameter("response_format", format, &[("/response_format/json_schema/strict", "boolean")]).await;
    assert_parameter("tool_choice", json!("auto"), &[]).await;
    assert_parameter("tool_choice", json!(1), &[("/tool_choice", "1 is not ")]).await;
    let choice = json!({"type": "function", "function": {"nam": "f"}});
    let places = [("/tool_choice/function", "\"name\" is a required"), ("/tool_choice/function/nam", UNKNOWN)];
    assert_parameter("tool_choice", choice, &places).await;
    let tool = json!([{"type": "function", "function": {"name": 1, "parameters": {"any": "thing"}}}]);
    assert_parameter("tools", tool, &[("/tools/0/function/name", "string")]).await;
}

#[tokio::test]
async fn an_invalid_message_is_a_violation() {
    assert_message(json!("Hi"), &[("/messages/1", "object")]).await;
    assert_message(json!({"content": "Hi"}), &[("/messages/1", "\"role\" is a required")]).await;
    let roles = r#"["assistant","developer","#;
    assert_message(json!({"role": "usr", "content": "Hi"}), &[("/messages/1/role", roles)]).await;
    assert_message(
        json!({"role": "user", "content": {"picture": "A".repeat(1000)}}),
        &[("/messages/1/content", "value is")],
    )
    .await;
    assert_message(json!({"role": "user"}), &[("/messages/1", "\"content\" is a required")]).await;
    assert_message(json!({"role": "user", "content": null}), &[("/messages/1/content", "type")]).await;
    assert_message(json!({"role": "system", "content": []}), &[("/messages/1/content", "string")]).await;
    assert_message(json!({"role": "tool", "content": "x"}), &[("/messages/1", "\"tool_call_id\" is a required")]).await;
    assert_message(json!({"role": "user", "content": "Hi", "nam": "x"}), &[("/messages/1/nam", UNKNOWN)]).await;
    let call = json!({"id": 1, "type": "function", "function": {"name": "f", "arguments": {}}});
    let places = [("/messages/1/tool_calls/0/function/arguments", "string"), ("/messages/1/tool_calls/0/id", "string")];
    assert_message(json!({"role": "assistant", "tool_calls": [call]}), &places).await;
    let parts = json!([{"type": "text", "text": "a"}, {"type": "image_url", "image_url": "https://h.example"}]);
    assert_message(json!({"role": "user", "content": parts}), &[("/messages/1/content/1/image_url", "object")]).await;
    // The form that the published document had before the overlay corrected it.
    let parts = json!([{"type": "input_audio", "data": "AAAA", "format": "wav"}]);
    let places = [
        ("/messages/1/content/0", "\"input_audio\" is a required"),
        ("/messages/1/content/0/data", UNKNOWN),
        ("/messages/1/content/0/format", UNKNOWN),
    ];
    assert_message(json!({"role": "user", "content": parts}), &places).await;
}

#[tokio::test]
async fn an_invalid_embeddings_or_image_body_is_a_violation() {
    assert_violations("/base/embeddings", json!({"input": "a"}), &[("/input", "array")]).await;
    assert_violations("/images/embeddings", json!({"input": ["a"]}), &[("/input/0", "object")]).await;
    let size = json!({"width": 1});
    let generation = json!({"prompt": "p", "size": size});
    assert_violations("/images/generations", generation, &[("/size", "\"height\" is a required")]).await;
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
