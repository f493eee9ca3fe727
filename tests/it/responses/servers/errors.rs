//! Errors of servers other than Azure and OpenAI.

use azure_inference::ChatResponse;
use azure_inference::testing::Reply;
use serde_json::{Value, json};

use super::super::stream::script;
use super::super::{client, service};
use super::streamed;

#[tokio::test]
async fn error_events_of_other_servers_are_read() {
    let deltas: Vec<(&str, Value)> = (0..6)
        .map(|number| {
            ("response.output_text.delta", json!({"output_index": 0, "delta": "a", "sequence_number": number + 5}))
        })
        .collect();
    let rows = [
        (
            "OpenAI: flat",
            vec![("error", json!({"code": "server_error", "message": "m", "param": null, "sequence_number": 0}))],
        ),
        (
            "nested, then the response",
            vec![
                (
                    "error",
                    json!({"error": {"type": "server_error", "code": "server_error", "message": "m", "param": null}, "sequence_number": 1}),
                ),
                ("response.failed", json!({"response": {"status": "failed", "error": null}, "sequence_number": 2})),
            ],
        ),
        (
            "Azure: a response without an error, then the error",
            vec![
                ("response.failed", json!({"response": {"status": "failed", "error": null}, "sequence_number": 0})),
                (
                    "error",
                    json!({"error": {"type": "too_many_requests", "code": "server_error", "message": "m"}, "sequence_number": 1}),
                ),
            ],
        ),
        (
            "only the response",
            vec![(
                "response.failed",
                json!({"response": {"status": "failed", "error": {"code": "server_error", "message": "m"}}, "sequence_number": 0}),
            )],
        ),
        (
            "a failure in `response.completed`",
            vec![(
                "response.completed",
                json!({"response": {"status": "failed", "error": {"code": "server_error", "message": "m"}}}),
            )],
        ),
    ];
    for (name, errors) in rows {
        let events: Vec<_> = deltas.iter().cloned().chain(errors).collect();
        let error = streamed(script(&events)).await.unwrap_err();
        assert_eq!((error.code(), error.message(), error.is_in_band()), (Some("server_error"), "m", true), "{name}");
        assert_eq!(error.partial_response().map(ChatResponse::text), Some("aaaaaa"), "{name}");
    }
}

#[tokio::test]
async fn error_bodies_of_other_servers_are_read() {
    for (name, status, body, code, message) in [
        (
            "llama.cpp: a code that is a number",
            400,
            json!({"error": {"code": 400, "message": "m", "type": "invalid_request_error"}}),
            Some("400"),
            "m",
        ),
        (
            "Grok: flat, the message under `error`",
            400,
            json!({"code": "invalid-argument", "error": "m"}),
            Some("invalid-argument"),
            "m",
        ),
        (
            "OpenAPI document: flat",
            400,
            json!({"code": "c", "message": "m", "param": null, "type": "error"}),
            Some("c"),
            "m",
        ),
    ] {
        let reply =
            Reply::bytes(body.to_string()).with_status(status).header("content-type", "application/octet-stream");
        let service = service([reply]).await;
        let error = client(&service).chat().user("u").send().await.unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{name}");
    }
}
