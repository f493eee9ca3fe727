//! The retry budget that all calls of a client share.

use std::time::Duration;

use azure_inference::{Client, Error, RetryBudget, Timeouts};

use crate::support::{FaultServer, Script, Step, fast_retries, reply, success, within_seconds};

fn client(server: &FaultServer, budget: &RetryBudget) -> Client {
    server.builder().retry_budget(budget.clone()).build().unwrap()
}

async fn send(client: &Client) -> Result<u32, Error> {
    within_seconds(20, client.chat().user("Hi").send()).await.map(|response| response.metadata().attempts())
}

#[tokio::test]
async fn an_exhausted_retry_budget_ends_the_retries_and_is_reported() {
    let server = FaultServer::start([reply(503, &[], "busy")]).await;
    let budget = RetryBudget::new(10);
    let client = client(&server, &budget);
    let error = send(&client).await.unwrap_err();
    assert_eq!((error.attempts(), budget.remaining()), (3, Some(0)));
    assert!(error.is_retry_budget_exhausted(), "{error:?}");
    let text = error.to_string();
    assert!(text.starts_with("503 Service Unavailable: busy (3 attempts in "), "{text}");
    assert!(error.elapsed().is_some());
    assert!(text.contains("retry budget"), "{text}");
    assert_eq!(send(&client.clone()).await.unwrap_err().attempts(), 1, "clones share the budget");

    server.play([success()]);
    send(&client).await.unwrap();
    assert_eq!(budget.remaining(), Some(1));
}

#[tokio::test]
async fn a_retry_that_succeeds_returns_its_cost() {
    let server = FaultServer::start([reply(503, &[], ""), success()]).await;
    let budget = RetryBudget::new(5);
    assert_eq!(send(&client(&server, &budget)).await.unwrap(), 2);
    assert_eq!(budget.remaining(), Some(5));
}

#[tokio::test]
async fn a_failure_that_is_not_retryable_does_not_report_the_budget() {
    let spent = RetryBudget::new(0);
    let quota = r#"{"error":{"code":"insufficient_quota","message":"used up"}}"#;
    for script in [reply(400, &[], ""), reply(429, &[], quota), reply(429, &[("retry-after", "3600")], "")] {
        let server = FaultServer::start([script]).await;
        let error = send(&client(&server, &spent)).await.unwrap_err();
        assert!(!error.is_retry_budget_exhausted() && error.attempts() == 1, "{error}");
    }
}

#[tokio::test]
async fn the_cost_of_a_retry_depends_on_the_failure() {
    async fn attempts(script: Script, capacity: u32) -> u32 {
        let server = FaultServer::start([script, success()]).await;
        let budget = RetryBudget::new(capacity);
        let timeouts = Timeouts::default().first_byte(Duration::from_millis(50));
        let client = server.builder().retry_budget(budget).timeouts(timeouts).build().unwrap();
        match within_seconds(20, client.chat().user("Hi").stream()).await {
            Ok(stream) => stream.metadata().attempts(),
            Err(error) => {
                assert!(error.is_retry_budget_exhausted(), "{error}");
                error.attempts()
            }
        }
    }
    assert_eq!(attempts(vec![Step::Stall], 9).await, 1);
    assert_eq!(attempts(vec![Step::Reset], 4).await, 1);
    assert_eq!(attempts(vec![Step::Reset], 5).await, 2);
    assert_eq!(attempts(reply(429, &[("retry-after-ms", "1")], ""), 0).await, 2, "the service requested it");
}

#[tokio::test]
async fn reopening_a_stream_is_paid_from_the_budget() {
    let empty = || reply(200, &[("content-type", "text/event-stream")], ": nothing\n\n");
    let server = FaultServer::start([empty()]).await;
    let client = client(&server, &RetryBudget::new(7));
    let mut stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
    let error = within_seconds(20, stream.next()).await.unwrap().unwrap_err();
    assert!(error.is_truncated() && error.is_retry_budget_exhausted(), "{error}");
    assert_eq!((server.connections(), error.attempts()), (2, 2));
}

#[tokio::test]
async fn an_unlimited_budget_never_ends_retries() {
    let server = FaultServer::start([reply(503, &[], "")]).await;
    let client = server.builder().retry_budget(RetryBudget::unlimited()).retry(fast_retries().max_retries(200)).build();
    let error = send(&client.unwrap()).await.unwrap_err();
    assert!(error.attempts() == 201 && !error.is_retry_budget_exhausted(), "{error}");
}
