//! Streams: chunks, ends, errors and cancellation.

use std::time::Duration;

use azure_inference::models::CompletionsFinishReason;
use azure_inference::testing::{ByteServer, Script};
use azure_inference::{ChatEvent, ChatStream, Client, EndpointKind, Error, RetryPolicy, Timeouts};
use http::StatusCode;
use serde_json::json;

use crate::support::fast_retries;

/// Opens a stream, with short waits between attempts.
async fn open(server: &ByteServer) -> Result<ChatStream, Error> {
    server.client().chat().user("Hi").retry(fast_retries()).stream().await
}

/// The text of a stream and how it ended, without retries.
async fn read(script: Script) -> (String, Result<(), Error>) {
    let server = ByteServer::start(vec![script]).await;
    let opened = server.client().chat().user("Hi").retry(RetryPolicy::none()).stream().await;
    let mut stream = match opened {
        Ok(stream) => stream,
        Err(error) => return (String::new(), Err(error)),
    };
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => text.push_str(chunk.text()),
            Err(error) => {
                assert!(stream.next().await.is_none(), "nothing follows an error");
                assert_eq!(error.partial_response().unwrap().text(), text);
                assert_eq!(error.request_id(), Some("byte-server"));
                assert_eq!(stream.into_partial().text(), text);
                return (text, Err(error));
            }
        }
    }
    assert_eq!(stream.into_response().unwrap().text(), text);
    (text, Ok(()))
}

#[tokio::test]
async fn a_collected_stream_is_a_whole_response() {
    let script = Script::stream().delta(json!({"role": "assistant", "content": ""})).text("About ").text("7,000");
    let server = ByteServer::start(vec![script.finish("stop").usage(12, 3).done()]).await;
    let response = open(&server).await.unwrap().finish().await.unwrap();
    assert_eq!(response.text(), "About 7,000");
    assert_eq!(response.model(), "byte-model");
    assert_eq!(response.finish_reason(), Some(&CompletionsFinishReason::Stop));
    assert_eq!(response.usage().unwrap().total_tokens, Some(15));
    assert_eq!(response.metadata().request_id(), Some("byte-server"));
    assert_eq!(response.metadata().attempts(), 1);
    let request = &server.requests()[0];
    assert_eq!(request["stream"], true);
    assert_eq!(request.get("stream_options"), None, "requested by default only on v1 and deployments");
}

#[tokio::test]
async fn usage_is_requested_by_default_on_v1_and_deployments() {
    async fn check(kind: EndpointKind, include: Option<bool>, expected: Option<serde_json::Value>) {
        let server = ByteServer::start(vec![Script::stream().text("x").finish("stop").done()]).await;
        let client = Client::builder(server.url()).endpoint_kind(kind).model("m").build().unwrap();
        let request = client.chat().user("Hi");
        let request = match include {
            Some(include) => request.include_usage(include),
            None => request,
        };
        request.stream().await.unwrap().finish().await.unwrap();
        assert_eq!(server.requests()[0].get("stream_options"), expected.as_ref(), "{kind:?} {include:?}");
    }
    let asked = Some(json!({"include_usage": true}));
    check(EndpointKind::OpenAiV1, None, asked.clone()).await;
    check(EndpointKind::Deployment, None, asked.clone()).await;
    check(EndpointKind::OpenAiV1, Some(false), None).await;
    check(EndpointKind::Serverless, None, None).await;
    check(EndpointKind::Serverless, Some(true), asked).await;
}

#[tokio::test]
async fn packet_boundaries_do_not_matter() {
    let events = concat!(
        "\u{feff}: keep-alive\r\n\r\nevent: message\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ä\"}}]}\r\n\r\n",
        "data:{\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"😀\"}}]}\n\n",
        "id: 7\rretry: 5\rdata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\rdata: [DONE]\n\n",
    );
    for size in [1, 2, 3, 7, 64, events.len()] {
        let (text, end) = read(Script::stream().pieces(events, size).end()).await;
        assert_eq!(text, "ä😀", "in pieces of {size}");
        end.unwrap();
    }
}

#[tokio::test]
async fn a_finished_stream_ends_without_an_error() {
    let text = || Script::stream().text("a").text("b");
    // A finish reason or `[DONE]` ends the stream, even if the connection breaks afterwards.
    for (row, script) in [
        ("finish reason and [DONE]", text().finish("stop").done()),
        ("[DONE]", text().done()),
        ("finish reason", text().finish("length").end()),
        ("finish reason, interrupted", text().finish("stop").cut()),
        ("finish reason, reset", text().finish("stop").reset()),
    ] {
        let (read, end) = read(script).await;
        assert_eq!(read, "ab", "{row}");
        end.expect(row);
    }
}

#[tokio::test]
async fn an_unfinished_stream_is_truncated() {
    let text = || Script::stream().text("a").text("b");
    let (_, end) = read(text().end()).await;
    assert!(end.unwrap_err().is_truncated());
    let (_, end) = read(text().cut()).await;
    end.unwrap_err();
    let (_, end) = read(text().reset()).await;
    end.unwrap_err();
}

#[tokio::test]
async fn an_event_without_its_end_is_ignored() {
    let text = || Script::stream().text("a").text("b");
    let (read, end) = read(text().bytes("data: {\"choices\":[{\"delta\":{\"content\":\"c\"}}]}").end()).await;
    assert_eq!(read, "ab");
    assert!(end.unwrap_err().is_truncated());
}

#[tokio::test]
async fn an_error_event_ends_the_stream_with_an_error() {
    async fn check(script: Script, code: Option<&str>, message: &str) {
        let (text, end) = read(script).await;
        let error = end.expect_err(message);
        assert_eq!((text.as_str(), error.code(), error.message()), ("a", code, message));
        assert_eq!(error.status(), Some(StatusCode::OK));
    }
    let text = || Script::stream().text("a");
    check(text().error("server_error", "it broke").cut(), Some("server_error"), "it broke").await;
    check(text().event(r#"{"error":{"error":{"code":"c","message":"deep"}}}"#).end(), Some("c"), "deep").await;
    check(text().event(r#"{"choices":[{"error":{"message":"deeper"}}]}"#).end(), None, "deeper").await;
    check(text().event(r#"{"choices":[],"error":"text"}"#).end(), None, "text").await;
    check(text().bytes("event: error\ndata: {\"message\":\"named\"}\n\n").end(), None, "named").await;
    check(text().bytes("event: error\ndata: plain\n\n").end(), None, "plain").await;
}

#[tokio::test]
async fn a_filter_error_or_the_word_error_does_not_end_the_stream() {
    // The filter reports that it did not run, and the text of the model contains the word.
    let script = Script::stream()
        .text("a")
        .event(r#"{"choices":[{"index":0,"content_filter_results":{"error":{"code":"content_filter_error"}}}]}"#)
        .event(r#"{"error":null,"choices":[{"index":0,"delta":{"content":"{\"error\":\"x\"}"}}]}"#);
    let (text, end) = read(script.finish("stop").done()).await;
    assert_eq!(text, r#"a{"error":"x"}"#);
    end.unwrap();
}

#[tokio::test]
async fn an_invalid_chunk_is_a_decode_error_with_its_path() {
    let (text, end) = read(Script::stream().text("a").event(r#"{"choices":[{"delta":{"content":7}}]}"#).done()).await;
    let error = end.unwrap_err();
    assert_eq!(text, "a");
    assert!(error.is_decode() && error.message().contains("choices[0].delta.content"), "{error}");
    let (_, end) = read(Script::stream().text("a").event("{\"choices\":[").done()).await;
    assert!(end.unwrap_err().is_decode());
}

#[tokio::test]
async fn an_event_is_bounded() {
    let server = ByteServer::start(vec![Script::stream().text(&"x".repeat(2000)).done()]).await;
    let stream = server.client().chat().user("Hi").max_event_size(1000).stream().await.unwrap();
    let error = stream.finish().await.unwrap_err();
    assert!(error.message().contains("1000 bytes"), "{error}");
}

/// Opens a stream of one response, without retries.
async fn open_one(content_type: &str, body: &str) -> Result<ChatStream, Error> {
    let server = ByteServer::start(vec![Script::response(200, content_type, body)]).await;
    server.client().chat().user("Hi").retry(RetryPolicy::none()).stream().await
}

#[tokio::test]
async fn a_whole_response_is_read_as_a_stream() {
    let completion = json!({
        "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "whole"}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 3},
    });
    let mut stream = open_one("application/json", &completion.to_string()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), "whole");
    assert!(stream.next().await.is_none());
    let response = stream.into_response().unwrap();
    assert_eq!((response.text(), response.usage().unwrap().total_tokens), ("whole", Some(3)));
}

#[tokio::test]
async fn a_response_that_is_not_a_stream_is_an_error() {
    let error = open_one("application/json", r#"{"error":{"code":"c","message":"m"}}"#).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("c"), "m"));
    let error = open_one("text/html", "<html><title>Sign in</title></html>").await.unwrap_err();
    assert!(error.is_decode() && error.body().starts_with(b"<html>"), "{error}");
    let error = open_one("text/event-stream", "").await.unwrap_err();
    assert!(error.is_truncated(), "{error}");
}

#[tokio::test]
async fn the_content_type_does_not_decide_what_is_a_stream() {
    let sse = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n";
    let response = open_one("text/plain", sse).await.unwrap().finish().await.unwrap();
    assert_eq!(response.text(), "x");
    let error = open_one("application/json", "not found").await.unwrap_err();
    assert!(error.body().starts_with(b"not found"), "{error:?}");
}

#[tokio::test]
async fn a_stream_that_fails_before_the_first_chunk_is_reopened() {
    let good = || Script::stream().text("good").finish("stop").done();
    for bad in [
        Script::raw().reset(),
        Script::stream().cut(),
        Script::stream().end(),
        Script::stream().bytes(": keep-alive\n\n").reset(),
        Script::stream().bytes(": keep-alive\n\n").end(),
        Script::stream().error("server_error", "it broke").cut(),
        Script::response(503, "application/json", "{}"),
    ] {
        let server = ByteServer::start(vec![bad.clone(), good()]).await;
        let answer = open(&server).await.unwrap().finish().await.unwrap_or_else(|error| panic!("{bad:?}: {error:?}"));
        assert_eq!((answer.text(), answer.metadata().attempts()), ("good", 2), "{bad:?}");
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_stream_is_not_reopened_after_a_chunk_or_an_error_that_is_not_retryable() {
    let good = || Script::stream().text("good").finish("stop").done();
    for bad in [
        Script::stream().error("content_filter", "no").end(),
        Script::stream().error("insufficient_quota", "no").end(),
        Script::stream().error("400", "no").end(),
        Script::stream().text("seen").reset(),
    ] {
        let server = ByteServer::start(vec![bad.clone(), good()]).await;
        let error = open(&server).await.unwrap().finish().await.expect_err("it fails");
        assert_eq!((error.attempts(), server.requests().len()), (1, 1), "{bad:?}");
    }
}

#[tokio::test]
async fn a_stream_is_reopened_up_to_the_retry_limit() {
    let server = ByteServer::start(vec![Script::stream().bytes(": keep-alive\n\n").cut()]).await;
    let error = open(&server).await.unwrap().finish().await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (4, 4));
}

#[tokio::test]
async fn the_idle_timeout_ends_a_stalled_stream_but_not_a_slow_one() {
    let wait = Duration::from_millis(60);
    let timeouts = Timeouts::default().first_byte(Duration::from_secs(5)).idle(Duration::from_millis(300));
    let server = ByteServer::start(vec![
        Script::stream().drip(&["a", "b", "c", "d", "e", "f", "g", "h"], wait).finish("stop").done(),
        Script::stream().text("a").stall(),
    ]);
    let server = server.await;
    let client = Client::builder(server.url()).timeouts(timeouts).retry(RetryPolicy::none()).build().unwrap();
    let response = client.chat().user("Hi").stream().await.unwrap().finish().await.unwrap();
    assert_eq!(response.text(), "abcdefgh");
    let error = client.chat().user("Hi").stream().await.unwrap().finish().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.partial_response().unwrap().text(), "a");
}

#[tokio::test]
async fn the_first_byte_timeout_ends_a_stream_that_does_not_start() {
    let server = ByteServer::start(vec![Script::stream().stall()]).await;
    let timeouts = Timeouts::default().first_byte(Duration::from_millis(50));
    let error = server.client().chat().user("Hi").timeouts(timeouts).retry(RetryPolicy::none()).stream().await;
    assert!(error.unwrap_err().is_timeout());
}

#[tokio::test]
async fn dropping_a_stream_closes_the_connection() {
    let server = ByteServer::start(vec![Script::stream().text("a").stall()]).await;
    let mut stream = open(&server).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), "a");
    drop(stream);
    tokio::time::timeout(Duration::from_secs(5), server.closed_by_client(1)).await.expect("the server sees it close");
}

#[tokio::test]
async fn into_response_before_the_end_is_an_error() {
    let server = ByteServer::start(vec![Script::stream().text("a").text("b").finish("stop").done()]).await;
    let mut stream = open(&server).await.unwrap();
    stream.next().await.unwrap().unwrap();
    let error = stream.into_response().unwrap_err();
    assert_eq!(error.partial_response().unwrap().text(), "a");
}

/// A stream with text, reasoning, tool calls, filter results and usage.
fn mixed_stream() -> Script {
    Script::stream()
        .event(r#"{"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false}}}]}"#)
        .delta(json!({"role": "assistant", "content": null}))
        .delta(json!({"reasoning_content": "hm"}))
        .text("I'll ")
        .text("ask.")
        .tool_call(0, "c1", "f", "{\"x\":1}")
        .tool_call(1, "c2", "g", "{}")
        .event(r#"{"choices":[{"index":0,"content_filter_results":{"hate":{"filtered":false}},"content_filter_offsets":{"check_offset":7}}]}"#)
        .finish("tool_calls")
        .usage(1, 2)
        .done()
}

#[tokio::test]
async fn a_stream_can_be_read_as_text() {
    let server = ByteServer::start(vec![mixed_stream()]).await;

    let mut texts = open(&server).await.unwrap().text_stream();
    let mut received = Vec::new();
    while let Some(text) = texts.next().await {
        received.push(text.unwrap());
    }
    assert_eq!(received, ["I'll ", "ask."]);
    assert_eq!(texts.into_response().unwrap().tool_calls().len(), 2);
}

#[tokio::test]
async fn a_stream_can_be_read_as_events() {
    let server = ByteServer::start(vec![mixed_stream()]).await;
    let mut events = open(&server).await.unwrap().events();
    let mut received = Vec::new();
    while let Some(event) = events.next().await {
        received.push(match event.unwrap() {
            ChatEvent::Text { text, .. } => format!("text {text}"),
            ChatEvent::Reasoning { text, .. } => format!("reasoning {text}"),
            ChatEvent::ToolCallStarted { call, id, name, .. } => format!("call {call} {id} {name}"),
            ChatEvent::ToolCallArguments { call, text, .. } => format!("arguments {call} {text}"),
            ChatEvent::ToolCallComplete { id, name, arguments, .. } => format!("complete {id} {name} {arguments}"),
            ChatEvent::ContentFilter(result) => {
                format!("filter {:?} {:?}", result.target(), result.offsets().and_then(|offsets| offsets.check_offset))
            }
            ChatEvent::Usage(usage) => format!("usage {:?}", usage.total_tokens),
            ChatEvent::Finished { reason, .. } => format!("finished {reason}"),
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(
        received,
        [
            "filter Prompt { index: 0 } None",
            "reasoning hm",
            "text I'll ",
            "text ask.",
            "call 0 c1 f",
            "arguments 0 {\"x",
            "arguments 0 \":1}",
            "call 1 c2 g",
            "arguments 1 {",
            "arguments 1 }",
            "filter Completion { choice: 0 } Some(7)",
            "complete c1 f {\"x\":1}",
            "complete c2 g {}",
            "finished tool_calls",
            "usage Some(3)",
        ]
    );
    let response = events.into_response().unwrap();
    assert_eq!(response.reasoning(), Some("hm"));
}

#[tokio::test]
async fn split_think_separates_reasoning_from_text() {
    let script = Script::stream().text("<thi").text("nk>hm</th").text("ink>\n\nyes").finish("stop").done();
    let whole = json!({"choices": [{"message": {"content": "<think>hm</think>yes"}, "finish_reason": "stop"}]});
    let whole = Script::response(200, "application/json", whole.to_string());
    let server = ByteServer::start(vec![script.clone(), whole.clone(), whole, script]).await;
    let request = || server.client().chat().user("Hi").split_think();
    for _ in 0..2 {
        let answer = request().stream().await.unwrap().finish().await.unwrap();
        assert_eq!((answer.reasoning(), answer.text()), (Some("hm"), "yes"));
    }
    let response = request().send().await.unwrap();
    assert_eq!((response.reasoning(), response.text()), (Some("hm"), "yes"));
    let response = server.client().chat().user("Hi").stream().await.unwrap().finish().await.unwrap();
    assert_eq!((response.reasoning(), response.text()), (None, "<think>hm</think>\n\nyes"));
}

#[test]
fn streams_are_send_and_unpin() {
    fn check<T: Send + Unpin>() {}
    check::<ChatStream>();
    check::<azure_inference::ChatEvents>();
    check::<azure_inference::TextStream>();
}
