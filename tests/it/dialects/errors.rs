//! Errors in unusual formats and places.

use std::time::Duration;

use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{Error, RetryPolicy};
use serde_json::{Value, json};

use super::{completion, delta, events, finish, streamed, whole};
use crate::support::fast_retries;

#[tokio::test]
async fn an_error_object_with_status_200_is_an_error() {
    let error = json!({"code": "c", "message": "Upstream is gone"});
    let silent = json!({"role": "assistant", "content": null});
    for (name, body) in [
        ("alone", json!({"error": error})),
        ("beside no choices", json!({"error": error, "choices": []})),
        (
            "beside an empty choice",
            json!({"error": error, "choices": [{"index": 0, "message": silent, "delta": silent}]}),
        ),
        (
            "in a choice",
            json!({"choices": [{"index": 0, "error": error, "message": silent, "finish_reason": "error"}]}),
        ),
        ("flat", json!({"object": "error", "code": "c", "message": "Upstream is gone"})),
        ("flat, with a status", json!({"status": 400, "message": "Upstream is gone"})),
        ("detail", json!({"detail": "Upstream is gone"})),
    ] {
        let failed = whole(body.clone()).await.expect_err(name);
        assert!(failed.message().contains("Upstream is gone"), "{name}: {failed}");
        for text in ["", "Hello"] {
            let before = (!text.is_empty()).then(|| delta(json!({"content": text})));
            let chunks: Vec<Value> = before.into_iter().chain([body.clone()]).collect();
            let failed = streamed(&chunks).await.expect_err(name);
            assert!(failed.message().contains("Upstream is gone"), "{name} after {text:?}: {failed}");
            assert_eq!(failed.partial_response().unwrap().text(), text, "{name}");
        }
    }
}

#[tokio::test]
async fn an_error_beside_text_keeps_the_text() {
    let mut body = completion(json!({"role": "assistant", "content": "Hello"}));
    body["choices"][0]["finish_reason"] = json!("error");
    body["choices"][0]["error"] = json!({"message": "Upstream is gone"});
    let error = whole(body).await.unwrap_err();
    assert_eq!(error.partial_response().unwrap().text(), "Hello");
}

#[tokio::test]
async fn json_without_choices_is_a_decode_error() {
    for body in [json!({}), json!({"status": "ok"}), json!({"id": "c"}), json!({"message": null})] {
        let error = whole(body.clone()).await.expect_err(&body.to_string());
        assert!(error.is_decode() && error.message().contains("`choices`"), "{body}: {error}");
        let server = ByteServer::start(vec![Script::response(200, "application/json", body.to_string())]).await;
        let error = server.client().chat().user("?").retry(RetryPolicy::none()).stream().await.unwrap_err();
        assert!(error.is_decode(), "streamed: {body}: {error}");
    }
    // A response without choices is a response.
    for body in [json!({"choices": []}), json!({"choices": [], "prompt_filter_results": []})] {
        assert_eq!(whole(body).await.unwrap().text(), "");
    }
}

#[tokio::test]
async fn an_error_code_with_status_200_decides_on_retries() {
    type Check = fn(&Error) -> bool;
    let rows: [(&str, Value, Check, usize); 10] = [
        ("a number", json!({"code": 429, "message": "m"}), Error::is_rate_limited, 4),
        ("a number as text", json!({"code": "429", "message": "m"}), Error::is_rate_limited, 4),
        ("a name", json!({"code": "rate_limit_exceeded", "message": "m"}), Error::is_rate_limited, 4),
        ("a type", json!({"type": "rate_limit_error", "message": "m"}), Error::is_rate_limited, 4),
        ("a timeout", json!({"code": 504, "message": "m"}), Error::is_timeout, 4),
        ("a name of a timeout", json!({"type": "GatewayTimeout", "message": "m"}), Error::is_timeout, 4),
        ("an overloaded service", json!({"type": "overloaded_error", "message": "m"}), |_| true, 4),
        ("an internal error", json!({"code": "InternalServerError", "message": "m"}), |_| true, 2),
        ("a bad key", json!({"code": 401, "message": "m"}), Error::is_auth, 1),
        ("a bad request", json!({"code": "invalid_request_error", "message": "m"}), |_| true, 1),
    ];
    for (name, error, check, attempts) in rows {
        let body = json!({"error": error});
        let service = MockService::start().await;
        for _ in 0..attempts {
            service.reply(Reply::json(body.clone()));
        }
        let failed = service.client().chat().user("?").retry(fast_retries()).send().await.unwrap_err();
        assert!(check(&failed) && !failed.is_decode(), "{name}: {failed:?}");
        assert_eq!((service.request_count(), failed.attempts()), (attempts, attempts as u32), "{name}");

        let server = ByteServer::start(vec![events(std::slice::from_ref(&body))]).await;
        let request = server.client().chat().user("?").retry(fast_retries());
        let failed = request.stream().await.unwrap().finish().await.unwrap_err();
        assert!(check(&failed), "{name}, streamed: {failed:?}");
        assert_eq!(server.requests().len(), attempts, "{name}, streamed");
    }
}

#[tokio::test]
async fn the_status_of_a_model_server_decides_on_retries() {
    for (status, attempts) in [("429", 4), ("503", 4), ("400", 1)] {
        let service = MockService::start().await;
        for _ in 0..attempts {
            let reply = Reply::status(424).header("ms-azureml-model-error-statuscode", status);
            service.reply(reply.header("ms-azureml-model-error-reason", "model_error"));
        }
        let error = service.client().chat().user("?").retry(fast_retries()).send().await.unwrap_err();
        assert_eq!((error.attempts(), error.is_rate_limited()), (attempts, status == "429"), "{status}: {error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (424, "model_error"));
    }
}

#[tokio::test]
async fn a_delay_in_the_message_of_a_429_is_retry_after() {
    let service = MockService::start().await;
    let message = "Requests have exceeded the call rate limit. Please retry after 90 seconds.";
    service.reply(Reply::error(429, "RateLimitReached", message));
    let error = service.client().chat().user("?").send().await.unwrap_err();
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(90)), 1));
}

#[tokio::test]
async fn an_unsupported_content_encoding_is_named() {
    for (status, encoding) in [(200, "br"), (200, "zstd"), (500, "deflate")] {
        let service = MockService::start().await;
        let reply =
            || Reply::bytes(vec![0x0b, 0x02, 0x80, 0x03]).header("content-encoding", encoding).with_status(status);
        service.reply(reply()).reply(reply().header("content-type", "text/event-stream"));
        let client = service.client();
        let whole = client.chat().user("?").retry(RetryPolicy::none()).send().await.unwrap_err();
        let streamed = client.chat().user("?").retry(RetryPolicy::none()).stream().await.unwrap_err();
        for error in [whole, streamed] {
            let shown = error.to_string();
            assert!(shown.contains(encoding) && shown.contains("encoding"), "{shown}");
        }
    }
}

#[tokio::test]
async fn keep_alive_events_are_ignored() {
    let mut script = Script::stream().event(delta(json!({"content": "Hi."})));
    for data in [json!({"type": "keepalive", "sequence_number": 3}), json!({"status": "processing"}), json!({})] {
        script = script.event(data);
    }
    let server = ByteServer::start(vec![script.event(finish("stop")).done()]).await;
    let response = server.client().chat().user("?").stream().await.unwrap().finish().await;
    assert_eq!(response.map(|response| response.text().to_owned()).unwrap(), "Hi.");
}

#[tokio::test]
async fn an_interrupted_stream_is_truncated() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let event = format!("data: {}\n\n", delta(json!({"content": "Hello"})));
    let chunk = format!("{:x}\r\n{event}\r\n", event.len());
    let torn = format!("{head}{chunk}{:x}\r\n{}", event.len(), &event[..event.len() / 2]);
    let length = format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n{event}");
    for (name, script) in [
        ("within a chunk", Script::raw().bytes(torn).cut()),
        ("between chunks", Script::stream().text("Hello").cut()),
        ("before its length", Script::raw().bytes(length).cut()),
        ("cleanly", Script::stream().text("Hello").end()),
        ("by a reset", Script::stream().text("Hello").wait(Duration::from_millis(100)).reset()),
    ] {
        let server = ByteServer::start(vec![script]).await;
        let error = server.client().chat().user("?").stream().await.unwrap().finish().await.expect_err(name);
        assert!(error.is_truncated(), "{name}: {error:?}");
        assert_eq!(error.partial_response().unwrap().text(), "Hello", "{name}");
        assert!(!error.to_string().starts_with("200"), "{name}: {error}");
    }
}
