//! Connections that are refused, end too early or are kept, and what the raw client makes of them.

use azure_inference::Client;
use azure_inference::raw::Parameters;
use http::StatusCode;
use tokio::net::TcpListener;

use super::{Lab, milliseconds, send};
use crate::support::{ANSWER, Act, FaultServer, Script, answer, chain, head, quick, response};

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send(&Client::builder(url).no_proxy().retry(quick()).build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert_eq!((error.attempts(), error.status()), (4, None));
    assert!(error.client_request_id().is_some());
    assert!(chain(&error).iter().any(|cause| cause.contains("refused")), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_ends_before_a_body_is_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, script: Script, status: Option<StatusCode>) {
        let error = lab.tried(&[script], 4).await.unwrap_err();
        assert_eq!((error.status(), error.is_connect()), (status, false), "{error}");
        assert!(chain(&error).len() > 1, "the cause is told: {error:?}");
    }
    check(&lab, vec![Act::Reset], None).await;
    check(&lab, vec![], None).await;
    check(
        &lab,
        vec![Act::Send(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()), Act::Wait(milliseconds(20)), Act::Reset],
        None,
    )
    .await;
    check(&lab, vec![Act::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())], None).await;
    let head = || Act::Send(head(200, &[("content-length", "90"), ("x-request-id", "r-1")]));
    check(&lab, vec![head(), Act::Wait(milliseconds(20)), Act::Reset], Some(StatusCode::OK)).await;
    check(&lab, vec![head()], Some(StatusCode::OK)).await;
}

#[tokio::test]
async fn a_cut_answer_keeps_what_came_and_is_not_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, name: &str, head: Vec<u8>, body: &str, kept: &str, end: &[Act]) {
        let pause = Act::Wait(milliseconds(20));
        let script = [vec![Act::Send(head), Act::Send(body.into()), pause], end.to_vec()].concat();
        let error = lab.tried(&[script], 1).await.expect_err(name);
        assert_eq!(error.status(), Some(StatusCode::OK), "{name}");
        assert_eq!(error.request_id(), Some("r-1"), "{name}");
        assert_eq!(String::from_utf8_lossy(error.body()), kept, "{name}");
        assert!(!error.is_decode() && !error.is_timeout() && error.client_request_id().is_some(), "{name}: {error:?}");
        assert!(chain(&error).len() > 1, "{name}: {error:?}");
    }
    let part = &ANSWER[..40];
    let sized = || head(200, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let chunked = || head(200, &[("transfer-encoding", "chunked"), ("x-request-id", "r-1")]);
    check(&lab, "reset", sized(), part, part, &[Act::Reset]).await;
    check(&lab, "closed", sized(), part, part, &[]).await;
    check(&lab, "cut in a chunk", chunked(), &format!("5a\r\n{part}"), part, &[]).await;
    check(&lab, "cut between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[]).await;
    check(&lab, "reset between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[Act::Reset]).await;
    check(&lab, "a chunk of no size", chunked(), &format!("28\r\n{part}\r\nxyz\r\n"), part, &[]).await;
    // It could be read, but nobody knows what was to come after it.
    let whole = ANSWER.to_owned();
    let longer = head(200, &[("content-length", "900"), ("x-request-id", "r-1")]);
    check(&lab, "whole JSON of a longer answer", longer, &whole, &whole, &[]).await;
}

#[tokio::test]
async fn an_answer_may_come_in_pieces() {
    let lab = Lab::open().await;
    let chunk = |text: &str| Act::Send(format!("{:x}\r\n{text}\r\n", text.len()).into_bytes());
    let start = Act::Send(head(200, &[("transfer-encoding", "chunked")]));
    let pause = || Act::Wait(milliseconds(5));
    let end = Act::Send(b"0\r\n\r\n".to_vec());
    let pieces = vec![start, pause(), chunk(&ANSWER[..1]), pause(), chunk(&ANSWER[1..30]), chunk(&ANSWER[30..]), end];
    assert_eq!(lab.tried(&[pieces], 1).await.unwrap().text(), "ok");
    // Without any length it ends with the connection.
    let unsized_ = vec![Act::Send(head(200, &[])), pause(), Act::Send(ANSWER.into())];
    assert_eq!(lab.tried(&[unsized_], 1).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn a_cut_error_is_an_error_all_the_same() {
    let lab = Lab::open().await;
    let start = head(503, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let script = vec![Act::Send(start), Act::Send(b"upstream".to_vec()), Act::Wait(milliseconds(10)), Act::Reset];
    let error = lab.tried(&[script], 4).await.unwrap_err();
    assert_eq!((error.status(), error.message()), (Some(StatusCode::SERVICE_UNAVAILABLE), "upstream"));
    assert_eq!(error.request_id(), Some("r-1"));
}

#[tokio::test]
async fn a_connection_that_ended_idle_is_survived() {
    let keep_alive = || {
        let length = ANSWER.len().to_string();
        Act::Send([head(200, &[("content-length", &length)]), ANSWER.into()].concat())
    };
    // Closed, or reset, while nothing was under way: not even a try of its own.
    for end in [vec![], vec![Act::Reset]] {
        let server =
            FaultServer::start([[vec![keep_alive(), Act::Wait(milliseconds(20))], end].concat(), answer()]).await;
        let client = server.client();
        send(&client).await.unwrap();
        tokio::time::sleep(milliseconds(100)).await;
        assert_eq!(send(&client).await.unwrap().text(), "ok");
        assert_eq!(server.connections(), 2);
    }
    // Closed as the next request came in.
    let server = FaultServer::start([vec![keep_alive(), Act::Read], answer()]).await;
    let client = server.client();
    send(&client).await.unwrap();
    assert_eq!(send(&client).await.unwrap().response().attempts(), 2);
}

#[tokio::test]
async fn connections_are_kept_and_shared_by_clones() {
    let length = ANSWER.len().to_string();
    let answer = Act::Send([head(200, &[("content-length", &length)]), ANSWER.into()].concat());
    let script = vec![answer.clone(), Act::Read, answer.clone(), Act::Read, answer, Act::Stall];
    let server = FaultServer::start([script]).await;
    let client = server.client();
    for client in [client.clone(), client.clone(), client] {
        send(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn the_raw_client_forgets_an_error_with_its_call() {
    let server = FaultServer::start([vec![Act::Reset], vec![Act::Reset], answer()]).await;
    let raw = server.builder().retry(quick().max_retries(1)).build().unwrap().raw();
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert!(error.to_string().contains("the connection failed"), "{error}");
    let answer = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap();
    assert_eq!(answer.choices.as_ref().unwrap().len(), 1);
}

#[tokio::test]
async fn the_raw_client_takes_no_cut_answer_for_a_whole_one() {
    let script = vec![Act::Send([head(200, &[("content-length", "900")]), ANSWER.into()].concat())];
    let server = FaultServer::start([script]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
}

#[tokio::test]
async fn an_error_of_the_service_reaches_the_raw_client() {
    let server = FaultServer::start([vec![Act::Send(response(404, &[("x-request-id", "r-1")], "gone"))]]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}
