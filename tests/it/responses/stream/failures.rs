//! Streams of the Responses API that fail or are incomplete.

use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{ErrorKind, RetryPolicy};
use serde_json::{Value, json};

use super::{bytes, check_whole, read, recorded, request, script};

#[tokio::test]
async fn a_stream_without_a_complete_response_is_an_error_with_the_partial_response() {
    let part = || recorded()[..14].to_vec();
    let with = |name: &'static str, data: Value| {
        let mut events = part();
        events.push((name, data));
        script(&events)
    };
    let failed = |error: Value| json!({"response": {"id": "resp_1", "status": "failed", "error": error, "output": []}});
    let code = |code: &str| json!({"code": code, "message": "m"});
    let mut after_failure = part();
    after_failure.push(("response.failed", failed(Value::Null)));
    after_failure.push((
        "error",
        json!({"error": {"type": "too_many_requests", "code": "rate_limit_exceeded", "message": "m", "param": null}}),
    ));
    for (name, script, expected) in [
        ("failed", with("response.failed", failed(code("server_error"))), Some("server_error")),
        (
            "flat error",
            with("error", json!({"code": "rate_limit_exceeded", "message": "m", "param": null})),
            Some("rate_limit_exceeded"),
        ),
        ("nested error", with("error", json!({"error": code("no_kv_space")})), Some("no_kv_space")),
        ("failed, then error", super::script(&after_failure), Some("rate_limit_exceeded")),
        ("failed without an error", with("response.failed", failed(Value::Null)), None),
        ("truncated", super::script(&part()), None),
        ("[DONE] without an end", Script::stream().bytes(bytes(&part()) + "data: [DONE]\n\n").end(), None),
        ("connection closed, truncated", Script::stream().bytes(bytes(&part())).cut(), None),
    ] {
        let (text, response) = read(script).await;
        let error = response.expect_err(name);
        assert_eq!((text.as_str(), error.code()), ("Hello, ", expected), "{name}: {error}");
        let partial = error.partial_response().unwrap();
        assert_eq!(
            (partial.text(), partial.reasoning(), partial.id()),
            ("Hello, ", Some("Think.\n\nMore."), "resp_1"),
            "{name}"
        );
        assert_eq!(error.is_truncated(), name.contains("truncated") || name.contains("DONE"), "{name}: {error}");
        assert_eq!(error.is_rate_limited(), expected == Some("rate_limit_exceeded"), "{name}");
    }
}

#[tokio::test]
async fn an_incomplete_response_has_its_finish_reason() {
    for (reason, expected) in [("max_output_tokens", "length"), ("content_filter", "content_filter")] {
        let end = json!({"response": {"id": "resp_1", "status": "incomplete", "incomplete_details": {"reason": reason}, "output": []}});
        let mut events = recorded()[..14].to_vec();
        events.push(("response.incomplete", end));
        let (text, response) = read(script(&events)).await;
        assert_eq!((text.as_str(), response.unwrap().finish_reason().unwrap().as_str()), ("Hello, ", expected));
    }
}

#[tokio::test]
async fn a_stream_that_fails_before_its_first_chunk_is_retried() {
    let started = recorded()[..3].to_vec();
    let mut failed = started.clone();
    failed.push(("response.failed", json!({"response": {"error": null, "status": "failed"}})));
    failed.push(("error", json!({"error": {"code": "server_error", "message": "m"}})));
    for (name, first) in [
        ("truncated", script(&started)),
        ("connection closed", Script::stream().bytes(bytes(&started)).cut()),
        ("failed", script(&failed)),
    ] {
        let server = ByteServer::start(vec![first, script(&recorded())]).await;
        let policy = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
        let response = request(&server.client()).retry(policy).stream().await.unwrap().finish().await.unwrap();
        check_whole(name, response.text(), &response);
        assert_eq!(response.metadata().attempts(), 2, "{name}");
    }
}

#[tokio::test]
async fn too_many_items_in_the_last_event_are_an_error() {
    for (items, is_error) in [(1024, false), (1025, true), (100_000, true)] {
        let output = vec![json!({"type": "new_item"}); items];
        let end = ("response.completed", json!({"response": {"status": "completed", "output": output}}));
        let (_, response) = read(script(&[end])).await;
        assert_eq!(response.is_err_and(|error| error.kind() == ErrorKind::TooLarge), is_error, "{items} items");
    }
}
