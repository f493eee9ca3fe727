//! Spans of streams.

use std::time::Duration;

use opentelemetry::trace::Status;
use serde_json::json;

use super::{Exporter, attributes, events};
use crate::support::{FaultServer, Step, head, within_seconds};

const CHUNKS: [&str; 3] = [
    r#"{"id":"chatcmpl-1","model":"m-2024","choices":[{"index":0,"delta":{"content":"the response"}}]}"#,
    r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    r#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":12}}"#,
];

/// A stream with these events, and a last step.
fn stream(events: &[&str], last: Step) -> Vec<Step> {
    let start = head(200, &[("content-type", "text/event-stream"), ("connection", "close")]);
    let events: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    vec![Step::Send([start, events.into_bytes()].concat()), last]
}

#[tokio::test]
async fn the_span_of_a_stream_ends_with_the_stream() {
    let exporter = Exporter::start();
    let chunks = [&CHUNKS[..], &["[DONE]"]].concat();
    let server = FaultServer::start([stream(&chunks, Step::Wait(Duration::ZERO))]).await;
    let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
    for _ in CHUNKS {
        assert!(exporter.ended().is_empty(), "the stream is not at its end");
        within_seconds(20, stream.next()).await.unwrap().unwrap();
    }
    assert!(within_seconds(20, stream.next()).await.is_none());

    // The stream has not been dropped.
    let span = exporter.only();
    let mut attributes = attributes(&span);
    assert!(attributes.remove("gen_ai.response.time_to_first_chunk").unwrap().as_f64().unwrap() > 0.0);
    assert_eq!(
        json!(attributes),
        json!({
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "azure.ai.inference",
            "gen_ai.request.model": "m",
            "gen_ai.request.stream": true,
            "gen_ai.response.id": "chatcmpl-1",
            "gen_ai.response.model": "m-2024",
            "gen_ai.response.finish_reasons": r#"["stop"]"#,
            "gen_ai.usage.input_tokens": 9,
            "gen_ai.usage.output_tokens": 12,
        })
    );
    assert_eq!((span.name.as_ref(), &span.status), ("chat m", &Status::Unset));
    assert!(events(&span).is_empty());
    stream.into_response().unwrap();
    exporter.only();
}

#[tokio::test]
async fn a_dropped_stream_has_a_span_with_the_partial_response() {
    for is_dropped in [true, false] {
        let exporter = Exporter::start();
        let server = FaultServer::start([stream(&CHUNKS[..1], Step::Stall)]).await;
        let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
        within_seconds(20, stream.next()).await.unwrap().unwrap();
        assert!(exporter.ended().is_empty());
        if is_dropped {
            drop(stream);
        } else {
            assert_eq!(stream.into_partial().text(), "the response");
        }
        let span = exporter.only();
        assert_eq!((&span.status, events(&span)), (&Status::Unset, vec!["dropped"]));
        let attributes = attributes(&span);
        assert_eq!(attributes["gen_ai.response.id"], "chatcmpl-1");
        assert_eq!(attributes["gen_ai.response.finish_reasons"], r#"["error"]"#);
    }
}

#[tokio::test]
async fn a_failed_stream_has_the_error_in_its_span() {
    let exporter = Exporter::start();
    // The first stream yields nothing, so it is retried.
    let scripts = [stream(&[], Step::Wait(Duration::ZERO)), stream(&CHUNKS[..1], Step::Wait(Duration::ZERO))];
    let server = FaultServer::start(scripts.map(|mut script| {
        script.insert(1, Step::Send(b": comment\n\n".to_vec()));
        script
    }))
    .await;
    let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap_err();
    let span = exporter.only();
    let attributes = attributes(&span);
    assert_eq!(
        (&attributes["error.type"], &attributes["gen_ai.response.id"]),
        (&json!("truncated"), &json!("chatcmpl-1"))
    );
    assert!(matches!(span.status, Status::Error { .. }));
    assert_eq!(events(&span), ["retry"]);
}

#[tokio::test]
async fn a_truncated_choice_has_the_finish_reason_error() {
    let exporter = Exporter::start();
    let chunks = [
        r#"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#,
        r#"{"choices":[{"index":1,"delta":{"content":"b"}}]}"#,
    ];
    let server = FaultServer::start([stream(&chunks, Step::Reset)]).await;
    let stream = within_seconds(20, server.client().chat().user("Hi").n(2).stream()).await.unwrap();
    let _ = within_seconds(20, stream.finish()).await;
    assert_eq!(attributes(&exporter.only())["gen_ai.response.finish_reasons"], r#"["stop","error"]"#);
}
