//! Which failures are retried, and after which wait.

use std::time::{Duration, Instant, SystemTime};

use azure_inference::{Error, ErrorKind, RetryPolicy};
use http::StatusCode;

use super::{Harness, milliseconds, send};
use crate::support::{FaultServer, Script, Step, fast_retries, reply, success};

#[tokio::test]
async fn statuses_are_retried_according_to_the_table() {
    async fn check(statuses: &[u16], attempts: u32) {
        let body = r#"{"error":{"code":"c","message":"m"}}"#;
        let scripts = statuses.iter().flat_map(|&status| vec![reply(status, &[], body); attempts as usize]);
        let server = FaultServer::start(scripts).await;
        let client = server.client();
        for (calls, &status) in statuses.iter().enumerate() {
            assert_eq!(server.connections(), calls * attempts as usize, "before {status}");
            let error = send(&client).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, attempts));
        }
    }
    check(&[408, 409, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529], 4).await;
    check(&[500], 2).await;
    check(&[400, 401, 402, 403, 404, 405, 410, 413, 415, 418, 422, 424, 451, 501, 505, 519, 525, 599], 1).await;
    // Only a 200 is a success.
    check(&[201, 202, 206, 300, 301, 302, 303, 307, 308], 1).await;
}

#[tokio::test]
async fn a_retry_that_succeeds_reports_its_attempts() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, failures: &[Script]) {
        let scripts = [failures, &[success()]].concat();
        let response = harness.send(&scripts, scripts.len() as u32).await.unwrap();
        assert_eq!(response.text(), "ok");
    }
    check(&harness, &[]).await;
    check(&harness, &[reply(503, &[], "")]).await;
    check(&harness, &[reply(429, &[("retry-after", "0")], ""), reply(500, &[], ""), reply(502, &[], "<html>")]).await;
    check(&harness, &[vec![Step::Reset]]).await;
    check(&harness, &[vec![], vec![Step::Reset], reply(408, &[], "")]).await;
}

#[tokio::test]
async fn a_500_is_retried_once() {
    let harness = Harness::start().await;
    let error = harness.send(&[reply(500, &[], ""), reply(503, &[], ""), reply(500, &[], "")], 3).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    harness.send(&[reply(503, &[], ""), reply(500, &[], ""), reply(503, &[], "")], 4).await.unwrap_err();
}

#[tokio::test]
async fn x_should_retry_overrides_the_retry_policy() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, status: u16, value: &str, attempts: u32) {
        harness.send(&[reply(status, &[("x-should-retry", value)], "")], attempts).await.unwrap_err();
    }
    check(&harness, 400, "true", 4).await;
    check(&harness, 500, "true", 4).await;
    check(&harness, 500, "True", 4).await;
    check(&harness, 503, "false", 1).await;
    check(&harness, 429, "false", 1).await;
    check(&harness, 429, "perhaps", 4).await;
    check(&harness, 400, "perhaps", 1).await;
}

#[tokio::test]
async fn exhausted_quota_and_filtered_content_are_not_retryable() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, status: u16, body: &str) -> Error {
        harness.send(&[reply(status, &[("x-should-retry", "true")], body)], 1).await.unwrap_err()
    }
    let quota = check(&harness, 429, r#"{"error":{"code":"insufficient_quota","message":"m"}}"#).await;
    assert!(quota.kind() == ErrorKind::QuotaExceeded && quota.is_rate_limited() && !quota.is_content_filtered());
    let quota = check(&harness, 429, r#"{"error":{"type":"insufficient_quota","code":null,"message":"m"}}"#).await;
    assert!(quota.kind() == ErrorKind::QuotaExceeded);
    let hate = r#"{"hate":{"filtered":true,"severity":"high"}}"#;
    let inner = format!(r#"{{"code":"ResponsibleAIPolicyViolation","content_filter_result":{hate}}}"#);
    let error = format!(r#"{{"code":"content_filter","message":"m","param":"prompt","innererror":{inner}}}"#);
    let filtered = check(&harness, 400, &format!(r#"{{"error":{error}}}"#)).await;
    assert!(filtered.is_content_filtered() && filtered.kind() == ErrorKind::ContentFilter);
    assert!(filtered.content_filter().unwrap().category("hate").unwrap().is_blocked());
    let filtered =
        check(&harness, 400, r#"{"status":400,"code":"content_filter","message":"m","param":"messages"}"#).await;
    assert_eq!((filtered.is_content_filtered(), filtered.param()), (true, Some("messages")));
    check(&harness, 503, r#"{"code":"content_filter","message":"m"}"#).await;
}

#[tokio::test]
async fn every_retry_after_header_is_read() {
    /// With a maximum wait of zero the delay is returned immediately, so that no test waits.
    async fn delay(headers: &[(&str, &str)]) -> (Option<f64>, u32) {
        let server = FaultServer::start([reply(429, headers, "")]).await;
        let client = server.builder().retry(fast_retries().max_wait(Duration::ZERO)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!(server.connections(), error.attempts() as usize);
        (error.retry_after().map(|delay| delay.as_secs_f64()), error.attempts())
    }
    async fn check(headers: &[(&str, &str)], seconds: f64) {
        assert_eq!(delay(headers).await, (Some(seconds), 1), "{headers:?}");
    }
    check(&[("retry-after", "7")], 7.0).await;
    check(&[("Retry-After", " 1.5 ")], 1.5).await;
    check(&[("retry-after-ms", "1500")], 1.5).await;
    check(&[("x-ms-retry-after-ms", "20"), ("retry-after", "9")], 0.02).await;
    check(&[("retry-after-ms", "x"), ("retry-after", "2")], 2.0).await;
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    let (seconds, attempts) = delay(&[("retry-after", &date)]).await;
    assert!((3500.0..=3600.0).contains(&seconds.unwrap()) && attempts == 1, "{seconds:?}");
    // A date in the past means no wait; an invalid value is ignored.
    assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]).await, (Some(0.0), 4));
    for garbage in ["", "soon", "-1", "NaN", "inf", "1e999", "1,5", "Sun, 99 Nov 2026", "7 s"] {
        assert_eq!(delay(&[("retry-after", garbage)]).await, (None, 4), "{garbage}");
    }
}

#[tokio::test]
async fn a_short_retry_after_is_waited_for_and_a_long_one_returned() {
    let harness = Harness::start().await;
    let server = FaultServer::start([reply(429, &[("retry-after-ms", "150")], ""), success()]).await;
    let start = Instant::now();
    send(&server.client()).await.unwrap();
    assert!(start.elapsed() >= milliseconds(150), "{:?}", start.elapsed());
    for (wait, seconds) in [("61", 61), ("86400", 86400)] {
        let error = harness.send(&[reply(429, &[("retry-after", wait)], "")], 1).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.is_rate_limited());
    }
}

#[tokio::test]
async fn the_retry_after_of_the_last_attempt_is_in_the_error() {
    let harness = Harness::start().await;
    let error = harness.send(&[reply(503, &[("retry-after-ms", "2")], "")], 4).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(milliseconds(2)));
}

#[tokio::test]
async fn a_policy_without_retries_makes_one_attempt() {
    let server = FaultServer::start([vec![Step::Reset]]).await;
    let error = send(&server.builder().retry(RetryPolicy::none()).build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), server.connections()), (1, 1));
}
