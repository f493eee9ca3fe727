//! Which failures move a call to the next member.

use std::time::Duration;

use azure_inference::{RetryPolicy, Timeouts};

use super::region::{Region, Reply, busy, event, status};
use super::{pair, send};
use crate::support::within_seconds;

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::Error(status, Vec::new(), format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#))
}

#[tokio::test]
async fn a_failure_of_the_endpoint_moves_the_call_to_the_fallback() {
    let statuses = [408, 429, 500, 501, 502, 503, 504, 520, 529].map(|code| (code.to_string(), status(code)));
    let others = [
        ("429 with a delay of an hour", busy(3600)),
        ("closed connection", Reply::Close),
        ("exhausted quota", error(429, "insufficient_quota", "m")),
        ("missing deployment", error(404, "DeploymentNotFound", "m")),
    ];
    for (name, failure) in statuses.into_iter().chain(others.map(|(name, failure)| (name.to_owned(), failure))) {
        let (first, second) = (Region::start(move |_| failure.clone()).await, Region::healthy().await);
        // Failover does not count as a retry.
        let client = first.builder().model("a").retry(RetryPolicy::none()).fallback(second.client()).build().unwrap();
        let response = within_seconds(5, client.chat().user("Hi").send()).await.unwrap();
        assert_eq!((first.count(), second.count()), (1, 1), "{name}");
        assert_eq!((response.metadata().member(), response.metadata().attempts()), (1, 2), "{name}");
        assert_eq!(response.metadata().endpoint(), second.url, "{name}");
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().text(), "ok", "{name}");
        assert_eq!(first.count(), 1, "{name}: the failed member is cooling");
    }
}

#[tokio::test]
async fn a_failure_of_the_request_is_returned() {
    let statuses = [400, 401, 403, 404, 413, 422].map(|code| (code.to_string(), status(code)));
    let others = [
        ("content filter", error(400, "content_filter", "m")),
        ("content filter with status 500", error(500, "content_filter", "m")),
        ("missing resource", error(404, "404", "Resource not found")),
    ];
    for (name, failure) in statuses.into_iter().chain(others.map(|(name, failure)| (name.to_owned(), failure))) {
        let (first, second) = (Region::start(move |_| failure.clone()).await, Region::healthy().await);
        let client = pair(&first, &second);
        for _ in 0..2 {
            let error = send(&client).await.unwrap_err();
            assert_eq!((error.attempts(), error.failed_attempts().len()), (1, 1), "{name}");
            within_seconds(5, client.chat().user("Hi").stream()).await.unwrap_err();
        }
        assert_eq!((first.count(), second.count()), (4, 0), "{name}");
    }
}

#[tokio::test]
async fn the_deadline_includes_all_members() {
    let (first, second) = (Region::start(|_| Reply::Stall).await, Region::healthy().await);
    let timeouts = Timeouts::default().deadline(Duration::from_millis(50));
    let client = first.builder().timeouts(timeouts).fallback(second.client()).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error}");
    assert_eq!(second.count(), 0);
    assert_eq!(send(&client).await.unwrap(), "ok", "the member that timed out is cooling");
}

#[tokio::test]
async fn a_timeout_of_an_attempt_moves_the_call_to_the_fallback() {
    let (first, second) = (Region::start(|_| Reply::Stall).await, Region::healthy().await);
    let timeouts = Timeouts::default().response(Duration::from_millis(50)).first_byte(Duration::from_millis(50));
    let client = first.builder().timeouts(timeouts).fallback(second.client()).build().unwrap();
    assert_eq!(send(&client).await.unwrap(), "ok");
}

#[tokio::test]
async fn a_timeout_of_the_first_byte_moves_a_stream_to_the_fallback() {
    let (first, second) = (Region::start(|_| Reply::Stall).await, Region::healthy().await);
    let timeouts = Timeouts::default().first_byte(Duration::from_millis(50));
    let client = first.builder().timeouts(timeouts).fallback(second.client()).build().unwrap();
    let stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
    assert_eq!(stream.metadata().member(), 1);
}

const BUSY: &str = "data: {\"error\":{\"code\":\"429\",\"message\":\"busy\"}}\n\n";

#[tokio::test]
async fn a_stream_that_fails_before_its_first_chunk_moves_to_the_fallback() {
    for (name, events) in
        [("error event", vec![BUSY.to_owned()]), ("comment", vec![": nothing\n\n".to_owned()]), ("no event", vec![])]
    {
        let (first, second) = (Region::start(move |_| Reply::Events(events.clone())).await, Region::healthy().await);
        let client = pair(&first, &second);
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        let chunk = within_seconds(5, stream.next()).await.unwrap().unwrap();
        assert_eq!((chunk.text(), stream.metadata().member()), ("ok", 1), "{name}");
        assert_eq!(stream.metadata().failed_attempts().len(), 1, "{name}");
        assert_eq!((first.count(), second.count()), (1, 1), "{name}");
    }
}

#[tokio::test]
async fn a_stream_that_fails_after_its_first_chunk_is_an_error_with_the_partial_response() {
    let partial = || event("Partial", None);
    for (name, events) in [("error event", vec![partial(), BUSY.to_owned()]), ("truncated", vec![partial()])] {
        let (first, second) = (Region::start(move |_| Reply::Events(events.clone())).await, Region::healthy().await);
        let client = pair(&first, &second);
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        assert_eq!(within_seconds(5, stream.next()).await.unwrap().unwrap().text(), "Partial", "{name}");
        let error = within_seconds(5, stream.next()).await.unwrap().unwrap_err();
        assert_eq!(error.partial_response().unwrap().text(), "Partial", "{name}");
        assert_eq!((first.count(), second.count()), (1, 0), "{name}");
    }
}
