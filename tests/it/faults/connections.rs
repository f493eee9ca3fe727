//! Connections that are refused, interrupted or reused.

use azure_inference::Client;
use azure_inference::raw::Parameters;
use http::StatusCode;
use tokio::net::TcpListener;

use super::{Harness, milliseconds, send};
use crate::support::{COMPLETION, FaultServer, Script, Step, error_chain, fast_retries, head, response, success};

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send(&Client::builder(url).no_proxy().retry(fast_retries()).build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert_eq!((error.attempts(), error.status()), (4, None));
    assert!(error.client_request_id().is_some());
    assert!(error_chain(&error).iter().any(|cause| cause.contains("refused")), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_closes_before_the_body_is_retried() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, row: &str, script: Script, status: Option<StatusCode>) {
        let error = harness.send(&[script], 4).await.unwrap_err();
        assert_eq!((error.status(), error.is_connect()), (status, false), "{row}: {error}");
        assert!(error_chain(&error).len() > 1, "{row}: the error has a source: {error:?}");
    }
    check(&harness, "reset", vec![Step::Reset], None).await;
    check(&harness, "closed", vec![], None).await;
    check(
        &harness,
        "reset within the head",
        vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()), Step::Wait(milliseconds(20)), Step::Reset],
        None,
    )
    .await;
    check(&harness, "another protocol", vec![Step::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())], None).await;
    let head = || Step::Send(head(200, &[("content-length", "90"), ("x-request-id", "r-1")]));
    check(
        &harness,
        "reset before the body",
        vec![head(), Step::Wait(milliseconds(20)), Step::Reset],
        Some(StatusCode::OK),
    )
    .await;
    check(&harness, "closed before the body", vec![head()], Some(StatusCode::OK)).await;
}

#[tokio::test]
async fn an_interrupted_response_keeps_the_partial_body_and_is_not_retried() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, name: &str, head: Vec<u8>, body: &str, kept: &str, end: &[Step]) {
        let pause = Step::Wait(milliseconds(20));
        let script = [vec![Step::Send(head), Step::Send(body.into()), pause], end.to_vec()].concat();
        let error = harness.send(&[script], 1).await.expect_err(name);
        assert_eq!(error.status(), Some(StatusCode::OK), "{name}");
        assert_eq!(error.request_id(), Some("r-1"), "{name}");
        assert_eq!(String::from_utf8_lossy(error.body()), kept, "{name}");
        assert!(!error.is_decode() && !error.is_timeout() && error.client_request_id().is_some(), "{name}: {error:?}");
        assert!(error_chain(&error).len() > 1, "{name}: {error:?}");
    }
    let part = &COMPLETION[..40];
    let sized = || head(200, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let chunked = || head(200, &[("transfer-encoding", "chunked"), ("x-request-id", "r-1")]);
    check(&harness, "reset", sized(), part, part, &[Step::Reset]).await;
    check(&harness, "closed", sized(), part, part, &[]).await;
    check(&harness, "cut in a chunk", chunked(), &format!("5a\r\n{part}"), part, &[]).await;
    check(&harness, "cut between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[]).await;
    check(&harness, "reset between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[Step::Reset]).await;
    check(&harness, "a chunk without a size", chunked(), &format!("28\r\n{part}\r\nxyz\r\n"), part, &[]).await;
    // The partial body is valid JSON, but more was announced.
    let whole = COMPLETION.to_owned();
    let longer = head(200, &[("content-length", "900"), ("x-request-id", "r-1")]);
    check(&harness, "whole JSON of a longer body", longer, &whole, &whole, &[]).await;
}

#[tokio::test]
async fn a_response_may_arrive_in_pieces() {
    let harness = Harness::start().await;
    let chunk = |text: &str| Step::Send(format!("{:x}\r\n{text}\r\n", text.len()).into_bytes());
    let start = Step::Send(head(200, &[("transfer-encoding", "chunked")]));
    let pause = || Step::Wait(milliseconds(5));
    let end = Step::Send(b"0\r\n\r\n".to_vec());
    let pieces = vec![
        start,
        pause(),
        chunk(&COMPLETION[..1]),
        pause(),
        chunk(&COMPLETION[1..30]),
        chunk(&COMPLETION[30..]),
        end,
    ];
    assert_eq!(harness.send(&[pieces], 1).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn a_response_without_a_length_ends_with_the_connection() {
    let harness = Harness::start().await;
    let unsized_ = vec![Step::Send(head(200, &[])), Step::Wait(milliseconds(5)), Step::Send(COMPLETION.into())];
    assert_eq!(harness.send(&[unsized_], 1).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn an_interrupted_error_response_keeps_its_status() {
    let harness = Harness::start().await;
    let start = head(503, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let script = vec![Step::Send(start), Step::Send(b"upstream".to_vec()), Step::Wait(milliseconds(10)), Step::Reset];
    let error = harness.send(&[script], 4).await.unwrap_err();
    assert_eq!((error.status(), error.message()), (Some(StatusCode::SERVICE_UNAVAILABLE), "upstream"));
    assert_eq!(error.request_id(), Some("r-1"));
}

/// A completion that does not close its connection.
fn keep_alive_response() -> Step {
    let length = COMPLETION.len().to_string();
    Step::Send([head(200, &[("content-length", &length)]), COMPLETION.into()].concat())
}

#[tokio::test]
async fn a_closed_idle_connection_is_replaced() {
    // Closed or reset while no request is in flight: the next request needs no further attempt.
    for end in [vec![], vec![Step::Reset]] {
        let server =
            FaultServer::start([[vec![keep_alive_response(), Step::Wait(milliseconds(20))], end].concat(), success()])
                .await;
        let client = server.client();
        send(&client).await.unwrap();
        tokio::time::sleep(milliseconds(100)).await;
        assert_eq!(send(&client).await.unwrap().text(), "ok");
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test]
async fn a_connection_that_closes_during_the_next_request_is_retried() {
    let server = FaultServer::start([vec![keep_alive_response(), Step::Read], success()]).await;
    let client = server.client();
    send(&client).await.unwrap();
    assert_eq!(send(&client).await.unwrap().metadata().attempts(), 2);
}

#[tokio::test]
async fn connections_are_reused_and_shared_by_clones() {
    let response = keep_alive_response;
    let script = vec![response(), Step::Read, response(), Step::Read, response(), Step::Stall];
    let server = FaultServer::start([script]).await;
    let client = server.client();
    for client in [client.clone(), client.clone(), client] {
        send(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn an_error_of_the_raw_client_does_not_affect_the_next_call() {
    let server = FaultServer::start([vec![Step::Reset], vec![Step::Reset], success()]).await;
    let raw = server.builder().retry(fast_retries().max_retries(1)).build().unwrap().raw();
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert!(error.to_string().contains("connection"), "{error}");
    let response = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap();
    assert_eq!(response.choices.as_ref().unwrap().len(), 1);
}

#[tokio::test]
async fn the_raw_client_rejects_an_interrupted_response() {
    let script = vec![Step::Send([head(200, &[("content-length", "900")]), COMPLETION.into()].concat())];
    let server = FaultServer::start([script]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
}

#[tokio::test]
async fn the_raw_client_returns_the_status_of_an_error() {
    let server = FaultServer::start([vec![Step::Send(response(404, &[("x-request-id", "r-1")], "gone"))]]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}
