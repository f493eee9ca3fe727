//! Stalled responses, timeouts and deadlines.

use std::time::{Duration, Instant};

use azure_inference::{Error, Timeouts};
use http::StatusCode;

use super::{milliseconds, send};
use crate::support::{COMPLETION, FaultServer, Script, Step, fast_retries, head, reply, success, within_seconds};

#[tokio::test]
async fn a_stalled_response_times_out() {
    async fn check(script: Script, attempts: u32) -> Error {
        let server = FaultServer::start([script]).await;
        let timeouts = Timeouts::default().response(milliseconds(100));
        let client = server.builder().timeouts(timeouts).retry(fast_retries().max_retries(1)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!((error.attempts(), server.connections()), (attempts, attempts as usize), "{error:?}");
        error
    }
    assert_eq!(check(vec![Step::Stall], 2).await.status(), None);
    let sized = Step::Send(head(200, &[("content-length", "90"), ("x-request-id", "r-1")]));
    let error = check(vec![sized.clone(), Step::Stall], 2).await;
    assert_eq!(error.status(), Some(StatusCode::OK));
    let error = check(vec![sized, Step::Send(b"{\"choices\"".to_vec()), Step::Stall], 1).await;
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::OK), Some("r-1")));
    assert_eq!(error.body(), b"{\"choices\"");
}

#[tokio::test]
async fn the_response_timeout_keeps_an_error_response() {
    async fn check(status: u16, attempts: u32) {
        let part = r#"{"error":{"code":"c","#;
        let start = head(status, &[("content-length", "90"), ("x-request-id", "r-1"), ("x-ms-error-code", "Bad")]);
        let server = FaultServer::start([vec![Step::Send(start), Step::Send(part.into()), Step::Stall]]).await;
        let timeouts = Timeouts::default().response(milliseconds(100));
        let client = server.builder().timeouts(timeouts).retry(fast_retries().max_retries(1)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, attempts), "{error:?}");
        assert_eq!((error.request_id(), error.code()), (Some("r-1"), Some("Bad")));
        assert_eq!(error.body(), part.as_bytes());
    }
    check(400, 1).await;
    check(503, 2).await;
}

#[tokio::test]
async fn a_stalled_attempt_is_retried() {
    let server = FaultServer::start([vec![Step::Stall], success()]).await;
    let client = server.builder().timeouts(Timeouts::default().response(milliseconds(100))).build().unwrap();
    assert_eq!(send(&client).await.unwrap().metadata().attempts(), 2);
}

#[tokio::test]
async fn a_deadline_applies_to_all_attempts_together() {
    async fn check(scripts: &[Script], attempts: u32, deadline: Duration) -> Error {
        let server = FaultServer::start(scripts.to_vec()).await;
        let client = server.builder().timeouts(Timeouts::default().deadline(deadline)).build().unwrap();
        let start = Instant::now();
        let error = send(&client).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert_eq!(error.attempts(), attempts, "{error:?}");
        error
    }
    let failing = reply(503, &[("retry-after-ms", "1")], "");
    for scripts in [vec![vec![Step::Stall]], vec![failing.clone(), vec![Step::Stall]]] {
        let error = check(&scripts, scripts.len() as u32, milliseconds(600)).await;
        assert!(error.is_timeout() && error.status().is_none(), "{error:?}");
        assert!(error.message().contains("deadline"), "{error}");
    }
    // A wait beyond the deadline is not started; the error is the last failure, not the deadline.
    let scripts = [failing, reply(503, &[("retry-after", "30")], "")];
    let error = check(&scripts, 2, Duration::from_secs(15)).await;
    assert_eq!(
        (error.status(), error.retry_after()),
        (Some(StatusCode::SERVICE_UNAVAILABLE), Some(Duration::from_secs(30)))
    );
}

#[tokio::test]
async fn huge_timeouts_do_not_overflow() {
    let server = FaultServer::start([reply(429, &[("retry-after", "1e19")], ""), success()]).await;
    let timeouts = Timeouts::default().response(Duration::MAX).deadline(Duration::MAX);
    let client = server.builder().timeouts(timeouts).build().unwrap();
    assert_eq!(send(&client).await.unwrap_err().attempts(), 1);
    assert_eq!(send(&client).await.unwrap().text(), "ok");
    let server = FaultServer::start([reply(429, &[("retry-after", "1e19")], "")]).await;
    let client = server.builder().retry(fast_retries().max_wait(Duration::MAX)).build().unwrap();
    let call = client.chat().user("Hi").timeouts(Timeouts::default().deadline(Duration::from_secs(5)));
    assert_eq!(within_seconds(20, call.send()).await.unwrap_err().attempts(), 1);
}

/// A whole response as its head and two parts of its body.
fn in_parts() -> [Step; 3] {
    let (first, second) = COMPLETION.split_at(20);
    let length = COMPLETION.len().to_string();
    let head = head(200, &[("content-length", &length), ("content-type", "application/json"), ("connection", "close")]);
    [head, first.into(), second.into()].map(Step::Send)
}

#[tokio::test]
async fn a_slow_response_is_read() {
    let [head, first, second] = in_parts();
    let wait = Step::Wait(milliseconds(150));

    let script = vec![wait.clone(), head, wait.clone(), first, wait, second];
    let server = FaultServer::start([script]).await;
    let client = server.builder().timeouts(Timeouts::default().idle(milliseconds(5_000))).build().unwrap();
    assert_eq!(send(&client).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn a_response_that_stalls_within_its_body_is_a_timeout() {
    let [head, first, _] = in_parts();
    let idle = Timeouts::default().idle(milliseconds(400));
    // The idle timeout does not apply before the response head, which a reasoning model sends late.
    let server = FaultServer::start([vec![Step::Wait(milliseconds(800)), head, first, Step::Stall]]).await;
    let client = server.builder().timeouts(idle).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.message().contains("400ms"), "{error:?}");
    assert_eq!((error.status(), error.attempts()), (Some(StatusCode::OK), 1));
    assert_eq!(error.body(), &COMPLETION.as_bytes()[..20], "the partial body is kept");
}

#[tokio::test]
async fn a_response_that_stalls_before_its_body_is_retried() {
    let [head, ..] = in_parts();
    let idle = Timeouts::default().idle(milliseconds(400));
    let server = FaultServer::start([vec![head, Step::Stall], success()]).await;
    let client = server.builder().timeouts(idle).build().unwrap();
    assert_eq!(send(&client).await.unwrap().metadata().attempts(), 2, "no part of the body had arrived");
}

#[tokio::test]
async fn the_idle_timeout_keeps_an_error_response() {
    let idle = Timeouts::default().idle(milliseconds(400));
    let start = head(400, &[("content-length", "90"), ("x-ms-error-code", "Bad")]);
    let server = FaultServer::start([vec![Step::Send(start), Step::Send("{".into()), Step::Stall]]).await;
    let client = server.builder().timeouts(idle).build().unwrap();
    assert_eq!(send(&client).await.unwrap_err().code(), Some("Bad"), "the code of the header");
}

#[tokio::test]
async fn the_response_timeout_does_not_apply_to_streams() {
    let chunk = |text: &str| {
        let chunk = format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
        Step::Send(chunk.into_bytes())
    };
    let head = head(200, &[("content-type", "text/event-stream"), ("connection", "close")]);
    let done = Step::Send("data: [DONE]\n\n".into());
    let ping = || [Step::Send(": ping\n\n".into()), Step::Wait(milliseconds(60))];
    let mut script = vec![Step::Send(head), chunk("a")];
    script.extend(ping().into_iter().chain(ping()).chain(ping()));
    script.extend([chunk("b"), done]);
    let server = FaultServer::start([script]).await;

    let timeouts = Timeouts::default().response(milliseconds(50));
    let client = server.builder().timeouts(timeouts.clone()).build().unwrap();
    let stream = client.chat().user("Hi").stream().await.unwrap();
    assert_eq!(within_seconds(20, stream.finish()).await.unwrap().text(), "ab");

    let client = server.builder().timeouts(timeouts.keep_alive_only(milliseconds(50))).build().unwrap();
    let stream = client.chat().user("Hi").stream().await.unwrap();
    let error = within_seconds(20, stream.finish()).await.unwrap_err();
    assert!(error.is_timeout() && error.message().contains("keep-alives"), "{error:?}");
    assert_eq!(error.partial_response().unwrap().text(), "a");
}

#[test]
fn the_default_timeouts_are_minutes() {
    let seconds = Duration::from_secs;
    let spelled = Timeouts::default()
        .response(seconds(600))
        .first_byte(seconds(600))
        .idle(seconds(300))
        .keep_alive_only(seconds(600));
    assert_eq!(Timeouts::default(), spelled);
}
