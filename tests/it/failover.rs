//! Several clients as one: which member is sent a call, with what, and what is known of it afterwards.

mod apis;
mod region;
mod simulations;

use std::time::Duration;

use azure_inference::http::Method;
use azure_inference::models::{ChatCompletionsOptions, ChatRequestMessage, ImageEmbeddingInput};
use azure_inference::testing::{MockService, Reply as MockReply};
use azure_inference::{Client, EndpointKind, Error, RetryBudget, RetryPolicy, Timeouts, ToolSet};
use region::{Region, Reply, busy, event, status};
use serde_json::{Value, json};

use crate::support::{quick, within_seconds};

fn pair(first: &Region, second: &Region) -> Client {
    first.builder().api_key("key-a").model("a").fallback(second.client()).build().unwrap()
}

async fn ask(client: &Client) -> Result<String, Error> {
    within_seconds(60, client.chat().user("Hi").send()).await.map(|response| response.text().to_owned())
}

#[tokio::test]
async fn a_failure_of_the_endpoint_moves_on_at_once() {
    let quota = || Reply::Error(429, Vec::new(), r#"{"error":{"code":"insufficient_quota","message":"m"}}"#.into());
    let missing = || Reply::Error(404, Vec::new(), r#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#.into());
    let failures = [408, 429, 500, 501, 502, 503, 504, 520, 529].map(status).into_iter();
    for failure in failures.chain([busy(3600), Reply::Close, quota(), missing()]) {
        let (first, second) = (
            Region::start({
                let failure = failure.clone();
                move |_| failure.clone()
            })
            .await,
            Region::answering().await,
        );
        // Moving on is no retry.
        let client = first.builder().model("a").retry(RetryPolicy::none()).fallback(second.client()).build().unwrap();
        let response = within_seconds(5, client.chat().user("Hi").send()).await.unwrap();
        assert_eq!((first.count(), second.count()), (1, 1), "{failure:?}");
        assert_eq!((response.metadata().member(), response.metadata().attempts()), (1, 2));
        assert_eq!(response.metadata().endpoint(), second.url);
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().text(), "ok");
        assert_eq!(first.count(), 1, "{failure:?} makes the member cool");
    }
}

#[tokio::test]
async fn a_failure_of_the_request_does_not() {
    let filter = || Reply::Error(400, Vec::new(), r#"{"error":{"code":"content_filter","message":"m"}}"#.into());
    let filtered_by_server =
        || Reply::Error(500, Vec::new(), r#"{"error":{"code":"content_filter","message":"m"}}"#.into());
    let not_found =
        || Reply::Error(404, Vec::new(), r#"{"error":{"code":"404","message":"Resource not found"}}"#.into());
    for failure in
        [400, 401, 403, 404, 413, 422].map(status).into_iter().chain([filter(), filtered_by_server(), not_found()])
    {
        let (first, second) = (
            Region::start({
                let failure = failure.clone();
                move |_| failure.clone()
            })
            .await,
            Region::answering().await,
        );
        let client = pair(&first, &second);
        for _ in 0..2 {
            let error = ask(&client).await.unwrap_err();
            assert_eq!((error.attempts(), error.failed_attempts().len()), (1, 1), "{failure:?}");
            within_seconds(5, client.chat().user("Hi").stream()).await.unwrap_err();
        }
        assert_eq!((first.count(), second.count()), (4, 0), "{failure:?}");
    }
}

#[tokio::test]
async fn a_used_up_deadline_ends_the_call() {
    let (first, second) = (Region::start(|_| Reply::Stall).await, Region::answering().await);
    let timeouts = Timeouts::default().deadline(Duration::from_millis(50));
    let client = first.builder().timeouts(timeouts).fallback(second.client()).build().unwrap();
    let error = ask(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error}");
    assert_eq!(second.count(), 0);
    assert_eq!(ask(&client).await.unwrap(), "ok", "the member that did not answer cools");
}

#[tokio::test]
async fn an_attempt_that_times_out_moves_on() {
    let (first, second) = (Region::start(|_| Reply::Stall).await, Region::answering().await);
    let timeouts = Timeouts::default().response(Duration::from_millis(50)).first_byte(Duration::from_millis(50));
    let client = first.builder().timeouts(timeouts).fallback(second.client()).build().unwrap();
    assert_eq!(ask(&client).await.unwrap(), "ok");
    let client = first.builder().timeouts(Timeouts::default().first_byte(Duration::from_millis(50)));
    let client = client.fallback(second.client()).build().unwrap();
    let stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
    assert_eq!(stream.metadata().member(), 1);
}

#[tokio::test]
async fn a_stream_moves_on_before_its_first_chunk_alone() {
    let failed = || Reply::Events(vec!["data: {\"error\":{\"code\":\"429\",\"message\":\"busy\"}}\n\n".into()]);
    for reply in [failed(), Reply::Events(vec![": nothing\n\n".into()]), Reply::Events(Vec::new())] {
        let (first, second) = (Region::start(move |_| reply.clone()).await, Region::answering().await);
        let client = pair(&first, &second);
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        let chunk = within_seconds(5, stream.next()).await.unwrap().unwrap();
        assert_eq!((chunk.text(), stream.metadata().member()), ("ok", 1));
        assert_eq!(stream.metadata().failed_attempts().len(), 1);
        assert_eq!((first.count(), second.count()), (1, 1));
    }
    let begun = || {
        Reply::Events(vec![
            event("Begun", None),
            "data: {\"error\":{\"code\":\"429\",\"message\":\"busy\"}}\n\n".into(),
        ])
    };
    for reply in [begun(), Reply::Events(vec![event("Begun", None)])] {
        let (first, second) = (Region::start(move |_| reply.clone()).await, Region::answering().await);
        let client = pair(&first, &second);
        let mut stream = within_seconds(5, client.chat().user("Hi").stream()).await.unwrap();
        assert_eq!(within_seconds(5, stream.next()).await.unwrap().unwrap().text(), "Begun");
        let error = within_seconds(5, stream.next()).await.unwrap().unwrap_err();
        assert_eq!(error.partial_response().unwrap().text(), "Begun");
        assert_eq!((first.count(), second.count()), (1, 0));
    }
}

#[tokio::test]
async fn each_member_is_sent_the_request_as_its_own_client_sends_it() {
    let first = Region::start(|_| status(503)).await;
    let second = Region::start(|_| status(503)).await;
    let third = Region::answering().await;
    let defaults = |tier: &str| ChatCompletionsOptions { service_tier: Some(tier.into()), ..Default::default() };
    let v1 = Client::builder(format!("{}/openai/v1", second.url)).endpoint_kind(EndpointKind::OpenAiV1);
    let v1 = v1.api_key("key-of-the-second").model("large").header("x-region", "second").build().unwrap();
    let deployment = Client::builder(format!("{}/openai/deployments/small", third.url)).api_version("2025-01-01");
    let deployment = deployment.api_key("key-of-the-third").chat_defaults(defaults("default")).build().unwrap();
    let client = Client::builder(&first.url).endpoint_kind(EndpointKind::FoundryModels).api_key("key-of-the-first");
    let client = client.model("first").header("x-region", "first").chat_defaults(defaults("flex"));
    let client = client.fallback(v1).fallback(deployment).build().unwrap();

    let call = || client.chat().user("Hi").temperature(0.3).extra("x", 0.1).header("x-call", "1");
    drop(within_seconds(5, call().stream()).await.unwrap());
    let [first, second, third] = [&first, &second, &third].map(Region::last);
    assert_eq!(first.path(), "/chat/completions?api-version=2024-05-01-preview");
    assert_eq!(second.path(), "/openai/v1/chat/completions");
    assert_eq!(third.path(), "/openai/deployments/small/chat/completions?api-version=2025-01-01");
    let body = |more: Value| {
        let mut body =
            json!({"messages": [{"role": "user", "content": "Hi"}], "temperature": 0.3, "x": 0.1, "stream": true});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let usage = json!({"include_usage": true});
    assert_eq!(first.body, body(json!({"model": "first", "service_tier": "flex"})));
    assert_eq!(second.body, body(json!({"model": "large", "stream_options": usage})));
    assert_eq!(third.body, body(json!({"service_tier": "default", "stream_options": usage})));
    let headers = |name: &str| [&first, &second, &third].map(|request| request.header(name).map(str::to_owned));
    assert_eq!(
        headers("api-key"),
        ["key-of-the-first", "key-of-the-second", "key-of-the-third"].map(|key| Some(key.to_owned()))
    );
    assert_eq!(headers("x-region"), [Some("first".to_owned()), Some("second".into()), None]);
    assert_eq!(headers("x-call"), [(); 3].map(|()| Some("1".to_owned())));
    assert_eq!(headers("extra-parameters"), [Some("pass-through".to_owned()), None, None]);
    let ids = headers("x-ms-client-request-id");
    assert!(ids[0].is_some() && ids[0] == ids[1] && ids[1] == ids[2], "one id for all attempts");
}

#[tokio::test]
async fn what_the_caller_sets_goes_to_every_member() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::answering().await);
    let mut defaults = ChatCompletionsOptions { temperature: Some(0.2), top_p: Some(0.5), ..Default::default() };
    defaults.messages = vec![ChatRequestMessage::system("Be brief.".to_owned())];
    let other = ChatCompletionsOptions { temperature: Some(0.9), messages: vec![], ..Default::default() };
    let second_client = second.builder().model("b").chat_defaults(other).header("x-both", "b").build().unwrap();
    let client =
        first.builder().model("a").chat_defaults(defaults).header("x-both", "a").header("authorization", "first");
    let client = client.fallback(second_client).build().unwrap();

    let call = client.chat().user("Hi").model("mine").temperature(0.7).unset("top_p").header("x-both", "mine");
    within_seconds(5, call.header("x-api-key", "for the first host").send()).await.unwrap();
    let sent = second.last();
    assert_eq!(
        sent.body,
        json!({"messages": [{"role": "user", "content": "Hi"}], "model": "mine", "temperature": 0.7})
    );
    assert_eq!(sent.header("x-both"), Some("mine"));
    assert_eq!(
        (sent.header("x-api-key"), sent.header("authorization")),
        (None, None),
        "no credential goes to another host"
    );
    assert!(first.last().header("x-api-key").is_some());

    // A cooling member is passed over.
    within_seconds(5, client.chat().user("Hi").send()).await.unwrap();
    assert_eq!(
        second.last().body,
        json!({"messages": [{"role": "user", "content": "Hi"}], "model": "b", "temperature": 0.9})
    );
    assert_eq!(first.count(), 1);
}

#[tokio::test]
async fn every_operation_moves_on() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::answering().await);
    let fresh = || first.builder().model("a").fallback(second.builder().model("b").build().unwrap()).build().unwrap();
    let embeddings = within_seconds(5, fresh().embeddings().input(["x", "y", "z"]).batch_size(2).send()).await.unwrap();
    assert_eq!(embeddings.vectors().len(), 3);
    assert_eq!(second.last().body["model"], "b");
    within_seconds(5, fresh().images("a cat").size((64, 64)).send()).await.unwrap();
    assert_eq!(second.last().path(), "/images/generations");

    let body = json!({"model": "a", "input": ["Hi"]});
    within_seconds(5, fresh().request(Method::POST, "responses").json(&body).send()).await.unwrap();
    assert_eq!((second.last().path(), second.last().body["model"].as_str()), ("/responses", Some("b")));
    let served = second.count();
    let get = fresh().request(Method::GET, "files/1").retry(RetryPolicy::none());
    let error = within_seconds(5, get.send()).await.unwrap_err();
    assert_eq!(
        (error.status().map(|status| status.as_u16()), second.count()),
        (Some(503), served),
        "a file is of one endpoint"
    );
}

#[tokio::test]
async fn peers_share_the_calls_by_weight() {
    let (first, second, last) = (Region::answering().await, Region::answering().await, Region::answering().await);
    let small = second.builder().build().unwrap();
    let client = first.builder().model("m").weight(3).peer(small).fallback(last.client()).build().unwrap();
    for _ in 0..40 {
        ask(&client).await.unwrap();
    }
    assert_eq!((first.count(), second.count(), last.count()), (30, 10, 0));
    assert_eq!(second.last().body["model"], "m");
}

#[tokio::test]
async fn the_error_lists_each_attempt() {
    let first = Region::start(|_| busy(7)).await;
    let second = Region::start(|_| status(503)).await;
    let client = first.builder().model("a").retry(RetryPolicy::none()).fallback(second.client()).build().unwrap();
    let error = ask(&client).await.unwrap_err();
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
    assert!((6..=7).contains(&members[0].cooling.unwrap().as_secs()) && members[1].cooling.is_some(), "{members:?}");
    assert_eq!(members[0].last_failure.as_ref().unwrap().status.unwrap(), 429);
    assert_eq!([members[0].in_flight, members[1].in_flight], [0, 0]);
}

#[tokio::test]
async fn a_key_of_any_member_stays_out_of_errors() {
    let echo = |request: &region::Request| {
        Reply::Error(503, Vec::new(), format!("denied {}", request.header("api-key").unwrap()))
    };
    let (first, second) = (Region::start(echo).await, Region::start(echo).await);
    let other = second.builder().api_key("secret-of-the-second").build().unwrap();
    let client =
        first.builder().api_key("secret-of-the-first").retry(RetryPolicy::none()).fallback(other).build().unwrap();
    let error = ask(&client).await.unwrap_err();
    let shown = format!("{error} {error:?} {}", String::from_utf8_lossy(error.body()));
    assert!(shown.contains("denied ***") && !shown.contains("secret-of"), "{shown}");
    let shown = format!("{:?}", client.members());
    assert!(!shown.contains("secret-of"), "{shown}");
}

#[tokio::test]
async fn the_retry_budget_holds_over_all_members() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::start(|_| status(503)).await);
    let budget = RetryBudget::new(0);
    let client = first.builder().retry(quick()).retry_budget(budget.clone()).fallback(second.client()).build().unwrap();
    let error = ask(&client).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted(), "{error}");
    assert_eq!((error.attempts(), first.count(), second.count()), (2, 1, 1), "moving on is no retry");

    let client = first.builder().retry(quick()).fallback(second.client()).build().unwrap();
    let error = ask(&client).await.unwrap_err();
    assert_eq!(error.attempts(), 2 + 3, "three retries over both: {error}");
    assert!(!error.is_retry_budget_exhausted());
}

#[tokio::test]
async fn runs_with_tools_and_structured_output_move_on() {
    let (first, second) = (MockService::start().await, MockService::start().await);
    first.reply(MockReply::tool_call("next_flight", json!({}))).reply(MockReply::error(503, "busy", "Busy."));
    second.reply(MockReply::text("At 10:30.")).reply(MockReply::text(r#"{"value": 3}"#));
    let client = first.client_builder().model("m").fallback(second.client()).build().unwrap();
    #[derive(serde::Deserialize, schemars::JsonSchema)]
    struct Nothing {}
    let tools = ToolSet::new().tool("next_flight", "The next flight", |_: Nothing| async { "10:30" });
    let run = within_seconds(20, client.chat().user("When?").tools(&tools).run()).await.unwrap();
    assert_eq!((run.text(), first.request_count(), second.request_count()), ("At 10:30.", 2, 1));
    assert_eq!(second.requests()[0].messages().last().unwrap()["role"], "tool");
    let value = within_seconds(20, client.chat().user("How many?").parse::<u32>()).await.unwrap();
    assert_eq!((value, second.request_count()), (3, 2));
}

#[tokio::test]
async fn a_pool_can_be_a_fallback_and_members_are_shared() {
    let regions = [Region::start(|_| status(503)).await, Region::answering().await, Region::answering().await];
    let [first, second, third] = &regions;
    let peers = second.builder().peer(third.client()).build().unwrap();
    let client = first.builder().model("m").fallback(peers.clone()).build().unwrap();
    for _ in 0..4 {
        ask(&client).await.unwrap();
    }
    assert_eq!(regions.each_ref().map(Region::count), [1, 2, 2]);
    assert_eq!((client.members().len(), peers.members().len()), (3, 2));

    // What is known of a member is known to every pool that it is in.
    let (down, up) = (Region::start(|_| status(503)).await, Region::answering().await);
    let shared = down.client();
    for _ in 0..2 {
        let client = shared.clone();
        let client = Client::builder(&up.url).no_proxy().weight(1).peer(client).build().unwrap();
        for _ in 0..3 {
            ask(&client).await.unwrap();
        }
    }
    assert_eq!(down.count(), 1);
}

#[tokio::test]
async fn a_key_is_rotated_at_the_member_itself() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::answering().await);
    let other = second.builder().api_key("old-key").build().unwrap();
    let client = first.builder().api_key("key-of-the-first").fallback(other.clone()).build().unwrap();
    ask(&client).await.unwrap();
    other.set_api_key("new-key").unwrap();
    ask(&client).await.unwrap();
    let keys: Vec<_> = second.requests().iter().map(|request| request.header("api-key").unwrap().to_owned()).collect();
    assert_eq!(keys, ["old-key", "new-key"]);
}

#[tokio::test]
async fn an_invalid_request_is_an_input_error_and_is_not_sent() {
    let (first, second) = (Region::answering().await, Region::answering().await);
    let client = pair(&first, &second);
    for error in [
        within_seconds(5, client.chat().send()).await.unwrap_err(),
        within_seconds(5, client.chat().stream()).await.err().unwrap(),
        within_seconds(5, client.chat().user("Hi").header("x y", "z").send()).await.unwrap_err(),
        within_seconds(5, client.embeddings().send()).await.unwrap_err(),
        within_seconds(5, client.request(Method::POST, "http://elsewhere.example/x").send()).await.unwrap_err(),
    ] {
        assert!(error.is_input() && error.attempts() == 0, "{error:?}");
    }
    assert_eq!((first.count(), second.count()), (0, 0));
}

#[tokio::test]
async fn a_member_without_the_operation_is_passed_over() {
    let (first, second, third) =
        (Region::start(|_| status(503)).await, Region::answering().await, Region::answering().await);
    let v1 = second.builder().endpoint_kind(EndpointKind::OpenAiV1).model("m").build().unwrap();
    let client = first.builder().model("m").fallback(v1).fallback(third.client()).build().unwrap();
    let image = ImageEmbeddingInput::new("data:image/png;base64,iVBORw0KGgo=".to_owned());
    for _ in 0..2 {
        within_seconds(5, client.image_embeddings().image(image.clone()).send()).await.unwrap();
    }
    assert_eq!((first.count(), second.count(), third.count()), (1, 0, 2));
}
