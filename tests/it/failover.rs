//! Clients of several members: which member a call is sent to, with what, and the state of a member afterwards.

mod apis;
mod failures;
mod region;
mod requests;
mod simulations;

use azure_inference::http::Method;
use azure_inference::testing::{MockService, Reply as MockReply};
use azure_inference::{Client, Error, RetryBudget, RetryPolicy, ToolSet};
use region::{Region, Reply, busy, status};
use serde_json::json;

use crate::support::{fast_retries, within_seconds};

/// Returns a client of the first region with the second as fallback.
fn pair(first: &Region, second: &Region) -> Client {
    first.builder().api_key("key-a").model("a").fallback(second.client()).build().unwrap()
}

/// Sends a chat request and returns the text of the response.
async fn send(client: &Client) -> Result<String, Error> {
    within_seconds(60, client.chat().user("Hi").send()).await.map(|response| response.text().to_owned())
}

#[tokio::test]
async fn peers_share_the_calls_by_weight() {
    let (first, second, last) = (Region::healthy().await, Region::healthy().await, Region::healthy().await);
    let small = second.builder().build().unwrap();
    let client = first.builder().model("m").weight(3).peer(small).fallback(last.client()).build().unwrap();
    for _ in 0..40 {
        send(&client).await.unwrap();
    }
    assert_eq!((first.count(), second.count(), last.count()), (30, 10, 0));
    assert_eq!(second.last().body["model"], "m");
}

#[tokio::test]
async fn an_error_lists_each_attempt() {
    let first = Region::start(|_| busy(7)).await;
    let second = Region::start(|_| status(503)).await;
    let client = first.builder().model("a").retry(RetryPolicy::none()).fallback(second.client()).build().unwrap();
    let error = send(&client).await.unwrap_err();
    let (a, b) = (&first.url, &second.url);
    let (text, attempts) =
        (error.to_string(), format!("{a} (a): 429 Too Many Requests, retry after 7s; {b}: 503 Service Unavailable"));
    assert!(text.starts_with("503 Service Unavailable: the service gave no reason"), "{text}");
    assert!(text.ends_with(&format!("; attempts: {attempts}")), "{text}");
    let attempts: Vec<_> = error
        .failed_attempts()
        .iter()
        .map(|failed| (failed.member, failed.retry_after.map(|delay| delay.as_secs())))
        .collect();
    assert_eq!(attempts, [(0, Some(7)), (1, None)]);
    assert_eq!(error.attempts(), 2);

    let members = client.members();
    assert!((6..=7).contains(&members[0].cooldown.unwrap().as_secs()) && members[1].cooldown.is_some(), "{members:?}");
    assert_eq!(members[0].last_failure.as_ref().unwrap().status.unwrap(), 429);
    assert_eq!([members[0].in_flight, members[1].in_flight], [0, 0]);
}

#[tokio::test]
async fn errors_do_not_contain_the_key_of_any_member() {
    let echo = |request: &region::Request| {
        Reply::Error(503, Vec::new(), format!("denied {}", request.header("api-key").unwrap()))
    };
    let (first, second) = (Region::start(echo).await, Region::start(echo).await);
    let other = second.builder().api_key("secret-of-the-second").build().unwrap();
    let client =
        first.builder().api_key("secret-of-the-first").retry(RetryPolicy::none()).fallback(other).build().unwrap();
    let error = send(&client).await.unwrap_err();
    let shown = format!("{error} {error:?} {}", String::from_utf8_lossy(error.body()));
    assert!(shown.contains("denied ***") && !shown.contains("secret-of"), "{shown}");
    let shown = format!("{:?}", client.members());
    assert!(!shown.contains("secret-of"), "{shown}");
}

#[tokio::test]
async fn failover_is_not_limited_by_the_retry_budget() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::start(|_| status(503)).await);
    let budget = RetryBudget::new(0);
    let client = first.builder().retry(fast_retries()).retry_budget(budget).fallback(second.client()).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted(), "{error}");
    assert_eq!((error.attempts(), first.count(), second.count()), (2, 1, 1));
}

#[tokio::test]
async fn the_maximum_of_retries_applies_to_all_members_together() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::start(|_| status(503)).await);
    let client = first.builder().retry(fast_retries()).fallback(second.client()).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.attempts(), 2 + 3, "one attempt at each member and three retries: {error}");
    assert!(!error.is_retry_budget_exhausted());
}

#[tokio::test]
async fn a_run_with_tools_moves_to_the_fallback() {
    let (first, second) = (MockService::start().await, MockService::start().await);
    first.reply(MockReply::tool_call("next_flight", json!({}))).reply(MockReply::error(503, "busy", "Busy."));
    second.reply(MockReply::text("At 10:30."));
    let client = first.client_builder().model("m").fallback(second.client()).build().unwrap();
    let tools = ToolSet::new().tool("next_flight", "The next flight", |(): ()| async { "10:30" });
    let run = within_seconds(20, client.chat().user("When?").tools(&tools).run()).await.unwrap();
    assert_eq!((run.text(), first.request_count(), second.request_count()), ("At 10:30.", 2, 1));
    assert_eq!(second.requests()[0].messages().last().unwrap()["role"], "tool");
}

#[tokio::test]
async fn structured_output_moves_to_the_fallback() {
    let (first, second) = (MockService::start().await, MockService::start().await);
    first.reply(MockReply::error(503, "busy", "Busy."));
    second.reply(MockReply::text(r#"{"value": 3}"#));
    let client = first.client_builder().model("m").fallback(second.client()).build().unwrap();
    let value = within_seconds(20, client.chat().user("How many?").parse::<u32>()).await.unwrap();
    assert_eq!((value, first.request_count(), second.request_count()), (3, 1, 1));
}

#[tokio::test]
async fn a_client_of_several_members_can_be_a_fallback() {
    let regions = [Region::start(|_| status(503)).await, Region::healthy().await, Region::healthy().await];
    let [first, second, third] = &regions;
    let peers = second.builder().peer(third.client()).build().unwrap();
    let client = first.builder().model("m").fallback(peers.clone()).build().unwrap();
    for _ in 0..4 {
        send(&client).await.unwrap();
    }
    assert_eq!(regions.each_ref().map(Region::count), [1, 2, 2]);
    assert_eq!((client.members().len(), peers.members().len()), (3, 2));
}

#[tokio::test]
async fn clients_share_the_state_of_a_member() {
    let (down, up) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let shared = down.client();
    for _ in 0..2 {
        let client = Client::builder(&up.url).no_proxy().weight(1).peer(shared.clone()).build().unwrap();
        for _ in 0..3 {
            send(&client).await.unwrap();
        }
    }
    assert_eq!(down.count(), 1);
}

#[tokio::test]
async fn set_api_key_of_a_member_takes_effect_in_the_client() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let other = second.builder().api_key("old-key").build().unwrap();
    let client = first.builder().api_key("key-of-the-first").fallback(other.clone()).build().unwrap();
    send(&client).await.unwrap();
    other.set_api_key("new-key").unwrap();
    send(&client).await.unwrap();
    let keys: Vec<_> = second.requests().iter().map(|request| request.header("api-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["old-key", "new-key"]);
}

#[tokio::test]
async fn an_invalid_request_is_an_input_error_and_is_not_sent() {
    let (first, second) = (Region::healthy().await, Region::healthy().await);
    let client = pair(&first, &second);
    for (name, error) in [
        ("no message", within_seconds(5, client.chat().send()).await.unwrap_err()),
        ("no message in a stream", within_seconds(5, client.chat().stream()).await.err().unwrap()),
        (
            "invalid header name",
            within_seconds(5, client.chat().user("Hi").header("x y", "z").send()).await.unwrap_err(),
        ),
        ("no input", within_seconds(5, client.embeddings().send()).await.unwrap_err()),
        (
            "another host",
            within_seconds(5, client.request(Method::POST, "http://other.example/x").send()).await.unwrap_err(),
        ),
    ] {
        assert!(error.is_input() && error.attempts() == 0, "{name}: {error:?}");
    }
    assert_eq!((first.count(), second.count()), (0, 0));
}
