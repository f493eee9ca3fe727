//! The request that each member receives.

use azure_inference::http::Method;
use azure_inference::models::{ChatCompletionsOptions, ChatRequestMessage, ImageEmbeddingInput};
use azure_inference::{Client, EndpointKind, ErrorKind, RetryPolicy};
use serde_json::{Value, json};

use super::region::{Region, status};
use crate::support::within_seconds;

#[tokio::test]
async fn each_member_receives_the_request_with_the_settings_of_its_client() {
    let first = Region::start(|_| status(503)).await;
    let second = Region::start(|_| status(503)).await;
    let third = Region::healthy().await;
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
async fn parameters_of_a_request_replace_the_defaults_of_every_member() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let mut defaults = ChatCompletionsOptions { temperature: Some(0.2), top_p: Some(0.5), ..Default::default() };
    defaults.messages = vec![ChatRequestMessage::system("Be brief.".to_owned())];
    let other = ChatCompletionsOptions { temperature: Some(0.9), ..Default::default() };
    let fallback = second.builder().model("b").chat_defaults(other).header("x-both", "b").build().unwrap();
    let client = first.builder().model("a").chat_defaults(defaults).header("x-both", "a");
    let client = client.fallback(fallback).build().unwrap();

    let call = client.chat().user("Hi").model("mine").temperature(0.7).unset("top_p").header("x-both", "mine");
    within_seconds(5, call.send()).await.unwrap();
    let received = second.last();
    assert_eq!(
        received.body,
        json!({"messages": [{"role": "user", "content": "Hi"}], "model": "mine", "temperature": 0.7})
    );
    assert_eq!(received.header("x-both"), Some("mine"));

    // A request that starts at the fallback, since the first member is cooling, has the defaults of the fallback.
    within_seconds(5, client.chat().user("Hi").send()).await.unwrap();
    assert_eq!(
        second.last().body,
        json!({"messages": [{"role": "user", "content": "Hi"}], "model": "b", "temperature": 0.9})
    );
    assert_eq!(first.count(), 1);
}

#[tokio::test]
async fn default_messages_of_a_fallback_precede_those_of_the_request() {
    let message = |text: &str| ChatRequestMessage::system(text.to_owned());
    let defaults = |messages: &[&str]| ChatCompletionsOptions {
        messages: messages.iter().map(|text| message(text)).collect(),
        ..Default::default()
    };
    for (name, own, others, expected) in [
        ("only the fallback has some", None, Some(defaults(&["b"])), &["b", "Hi"][..]),
        ("empty ones", Some(defaults(&[])), Some(defaults(&["b"])), &["b", "Hi"]),
        ("only the first has some", Some(defaults(&["a"])), None, &["Hi"]),
        ("both have some", Some(defaults(&["a", "c"])), Some(defaults(&["b"])), &["b", "Hi"]),
    ] {
        let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
        let builder = |region: &Region, chat: Option<ChatCompletionsOptions>| match chat {
            Some(chat) => region.builder().chat_defaults(chat),
            None => region.builder(),
        };
        let fallback = builder(&second, others).build().unwrap();
        let client = builder(&first, own).fallback(fallback).build().unwrap();
        within_seconds(5, client.chat().user("Hi").send()).await.unwrap();
        let received = second.last();
        let texts = received.body["messages"].as_array().unwrap().iter().map(|message| &message["content"]);
        assert_eq!(texts.collect::<Vec<_>>(), expected, "{name}");
    }
}

#[tokio::test]
async fn the_maximum_response_size_of_a_request_applies_to_every_member() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let client = first.builder().fallback(second.client()).build().unwrap();
    let error = within_seconds(5, client.chat().user("Hi").max_response_size(10).send()).await.unwrap_err();
    assert_eq!((error.kind(), first.count()), (ErrorKind::TooLarge, 1));
}

#[tokio::test]
async fn headers_with_credentials_are_not_sent_to_another_host() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let client = first.builder().header("authorization", "for the first").fallback(second.client()).build().unwrap();
    within_seconds(5, client.chat().user("Hi").header("x-api-key", "for the first").send()).await.unwrap();
    assert_eq!(first.last().header("x-api-key"), Some("for the first"));
    assert_eq!((second.last().header("x-api-key"), second.last().header("authorization")), (None, None));
}

#[tokio::test]
async fn embeddings_images_and_untyped_requests_move_to_the_fallback() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let fresh = || first.builder().model("a").fallback(second.builder().model("b").build().unwrap()).build().unwrap();
    let embeddings = within_seconds(5, fresh().embeddings().input(["x", "y", "z"]).batch_size(2).send()).await.unwrap();
    assert_eq!(embeddings.vectors().len(), 3);
    assert_eq!(second.last().body["model"], "b");
    within_seconds(5, fresh().images("a cat").size((64, 64)).send()).await.unwrap();
    assert_eq!(second.last().path(), "/images/generations");
    let body = json!({"model": "a", "input": ["Hi"]});
    within_seconds(5, fresh().request(Method::POST, "responses").json(&body).send()).await.unwrap();
    assert_eq!((second.last().path(), second.last().body["model"].as_str()), ("/responses", Some("b")));
}

#[tokio::test]
async fn an_untyped_get_request_stays_at_its_member() {
    let (first, second) = (Region::start(|_| status(503)).await, Region::healthy().await);
    let client = first.builder().fallback(second.client()).build().unwrap();
    // A resource such as a file only exists at one endpoint.
    let request = client.request(Method::GET, "files/1").retry(RetryPolicy::none());
    let error = within_seconds(5, request.send()).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), second.count()), (503, 0));
}

#[tokio::test]
async fn a_member_without_the_operation_is_skipped() {
    let (first, second, third) =
        (Region::start(|_| status(503)).await, Region::healthy().await, Region::healthy().await);
    let v1 = second.builder().endpoint_kind(EndpointKind::OpenAiV1).model("m").build().unwrap();
    let client = first.builder().model("m").fallback(v1).fallback(third.client()).build().unwrap();
    let image = ImageEmbeddingInput::new("data:image/png;base64,iVBORw0KGgo=".to_owned());
    for _ in 0..2 {
        within_seconds(5, client.image_embeddings().image(image.clone()).send()).await.unwrap();
    }
    assert_eq!((first.count(), second.count(), third.count()), (1, 0, 2));
}
