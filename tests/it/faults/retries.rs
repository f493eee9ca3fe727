//! When a call is tried again, and after what wait.

use std::time::{Duration, Instant, SystemTime};

use azure_inference::{Error, ErrorKind, RetryPolicy};
use http::StatusCode;

use super::{Lab, milliseconds, send};
use crate::support::{Act, FaultServer, Script, answer, quick, reply};

#[tokio::test]
async fn statuses_are_retried_as_the_table_says() {
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
    // Nothing but a 200 is an answer.
    check(&[201, 202, 206, 300, 301, 302, 303, 307, 308], 1).await;
}

#[tokio::test]
async fn a_retry_may_succeed_and_the_answer_tells_the_tries() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, failures: &[Script]) {
        let scripts = [failures, &[answer()]].concat();
        let answer = lab.tried(&scripts, scripts.len() as u32).await.unwrap();
        assert_eq!(answer.text(), "ok");
    }
    check(&lab, &[]).await;
    check(&lab, &[reply(503, &[], "")]).await;
    check(&lab, &[reply(429, &[("retry-after", "0")], ""), reply(500, &[], ""), reply(502, &[], "<html>")]).await;
    check(&lab, &[vec![Act::Reset]]).await;
    check(&lab, &[vec![], vec![Act::Reset], reply(408, &[], "")]).await;
}

#[tokio::test]
async fn a_500_counts_once_among_other_failures() {
    let lab = Lab::open().await;
    let error = lab.tried(&[reply(500, &[], ""), reply(503, &[], ""), reply(500, &[], "")], 3).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    lab.tried(&[reply(503, &[], ""), reply(500, &[], ""), reply(503, &[], "")], 4).await.unwrap_err();
}

#[tokio::test]
async fn a_gateways_word_on_retries_goes_first() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, status: u16, word: &str, attempts: u32) {
        lab.tried(&[reply(status, &[("x-should-retry", word)], "")], attempts).await.unwrap_err();
    }
    check(&lab, 400, "true", 4).await;
    check(&lab, 500, "true", 4).await;
    check(&lab, 500, "True", 4).await;
    check(&lab, 503, "false", 1).await;
    check(&lab, 429, "false", 1).await;
    check(&lab, 429, "perhaps", 4).await;
    check(&lab, 400, "perhaps", 1).await;
}

#[tokio::test]
async fn what_no_retry_mends_is_not_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, status: u16, body: &str) -> Error {
        lab.tried(&[reply(status, &[("x-should-retry", "true")], body)], 1).await.unwrap_err()
    }
    let quota = check(&lab, 429, r#"{"error":{"code":"insufficient_quota","message":"m"}}"#).await;
    assert!(quota.kind() == ErrorKind::QuotaExceeded && quota.is_rate_limited() && !quota.is_content_filtered());
    let quota = check(&lab, 429, r#"{"error":{"type":"insufficient_quota","code":null,"message":"m"}}"#).await;
    assert!(quota.kind() == ErrorKind::QuotaExceeded);
    let filtered = check(&lab,
        400,
        r#"{"error":{"code":"content_filter","message":"m","param":"prompt","innererror":
            {"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true,"severity":"high"}}}}}"#,
    )
    .await;
    assert!(filtered.is_content_filtered() && filtered.kind() == ErrorKind::ContentFilter);
    assert!(filtered.content_filter().unwrap().category("hate").unwrap().is_blocked());
    let filtered = check(&lab, 400, r#"{"status":400,"code":"content_filter","message":"m","param":"messages"}"#).await;
    assert_eq!((filtered.is_content_filtered(), filtered.param()), (true, Some("messages")));
    check(&lab, 503, r#"{"code":"content_filter","message":"m"}"#).await;
}

#[tokio::test]
async fn every_spelling_of_the_servers_delay_is_understood() {
    /// A policy that sleeps no wait gives it back, so that no test has to sleep either.
    async fn delay(headers: &[(&str, &str)]) -> (Option<f64>, u32) {
        let server = FaultServer::start([reply(429, headers, "")]).await;
        let client = server.builder().retry(quick().max_wait(Duration::ZERO)).build().unwrap();
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
    // A date that has passed asks for no wait, garbage for the policy's.
    assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]).await, (Some(0.0), 4));
    for garbage in ["", "soon", "-1", "NaN", "inf", "1e999", "1,5", "Sun, 99 Nov 2026", "7 s"] {
        assert_eq!(delay(&[("retry-after", garbage)]).await, (None, 4), "{garbage}");
    }
}

#[tokio::test]
async fn a_short_wait_is_slept_and_a_long_one_given_back() {
    let lab = Lab::open().await;
    let server = FaultServer::start([reply(429, &[("retry-after-ms", "150")], ""), answer()]).await;
    let start = Instant::now();
    send(&server.client()).await.unwrap();
    assert!(start.elapsed() >= milliseconds(150), "{:?}", start.elapsed());
    for (wait, seconds) in [("61", 61), ("86400", 86400)] {
        let error = lab.tried(&[reply(429, &[("retry-after", wait)], "")], 1).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.is_rate_limited());
    }
}

#[tokio::test]
async fn the_last_tries_delay_is_told_too() {
    let lab = Lab::open().await;
    let error = lab.tried(&[reply(503, &[("retry-after-ms", "2")], "")], 4).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(milliseconds(2)));
}

#[tokio::test]
async fn a_policy_without_retries_tries_once() {
    let server = FaultServer::start([vec![Act::Reset]]).await;
    let error = send(&server.builder().retry(RetryPolicy::none()).build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), server.connections()), (1, 1));
}
