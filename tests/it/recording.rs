//! Recordings: recorded without secrets, and replayed.

use std::path::PathBuf;

use azure_inference::testing::{MockService, Recorder, Reply};
use azure_inference::{Client, Error, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

const KEY: &str = "k3y-of-a-real-resource";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[derive(Deserialize, JsonSchema)]
struct Route {
    origin_city: String,
}

/// A run with a tool, then a second question.
async fn agent(client: &Client, question: &str) -> Result<String, Error> {
    let tools = ToolSet::new().tool("get_flight_info", "The next flight", |route: Route| async move {
        format!("From {} at 10:30", route.origin_city)
    });
    let run = client.chat().user(question).tools(&tools).run().await?;
    let response = client.chat().user("Shorter, please.").send().await?;
    Ok(format!("{} {}", run.text(), response.text()))
}

/// The service that is recorded. Its responses contain secrets.
async fn service() -> MockService {
    let service = MockService::start().await;
    service
        .reply(Reply::tool_call("get_flight_info", json!({"origin_city": "Miami"})).header("set-cookie", "session=1"))
        .reply(Reply::text(format!("At 10:30, says {KEY}.")).header("apim-request-id", "r-1"))
        .reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after-ms", "1"))
        .reply(Reply::text("10:30, says customer 4711-A."));
    service
}

/// Records the agent against an endpoint with a path and a query.
async fn record(service: &MockService, name: &str) -> String {
    record_at(service, "/openai/deployments/d?api-version=2024-10-21&tenant=tenant-of-mine", name).await
}

async fn record_at(service: &MockService, base: &str, name: &str) -> String {
    let url = format!("{}{base}", service.url());
    let recorder = Recorder::start(&url).await.unwrap();
    recorder.redact("customer 4711-A");
    let client = recorder.client_builder().api_key(KEY).model("m").build().unwrap();
    let text = agent(&client, "When is the next flight?").await.unwrap();
    recorder.save(file(name)).unwrap();
    assert!(!format!("{recorder:?}").contains("tenant-of-mine"));
    text
}

#[tokio::test]
async fn a_recording_is_replayed() {
    let service = service().await;
    let recorded = record(&service, "plays.json").await;
    let request = &service.requests()[0];
    assert_eq!(request.path(), "/openai/deployments/d/chat/completions");
    assert_eq!(request.query(), "api-version=2024-10-21&tenant=tenant-of-mine");
    assert_eq!(request.header("api-key"), Some(KEY));

    for _ in 0..2 {
        let replay = MockService::replay(file("plays.json")).await.unwrap();
        let client = replay.client_builder().model("m").build().unwrap();
        let text = agent(&client, "When is the next flight?").await.unwrap();
        assert_eq!(text, recorded.replace(KEY, "***").replace("customer 4711-A", "***"));
        // The 429 is replayed and retried.
        assert_eq!(replay.request_count(), 4);
        replay.requests().iter().for_each(azure_inference::testing::ReceivedRequest::assert_valid);
    }
}

#[tokio::test]
async fn a_recording_keeps_no_secret() {
    let service = service().await;
    record(&service, "secrets.json").await;
    let text = std::fs::read_to_string(file("secrets.json")).unwrap();
    for secret in [KEY, "tenant-of-mine", "session=1", "r-1", "4711-A", "127.0.0.1", "authorization", "api-key"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    let recording: Value = serde_json::from_str(&text).unwrap();
    let refused = &recording["exchanges"][2];
    assert_eq!((&refused["status"], &refused["headers"]["retry-after-ms"]), (&json!(429), &json!("1")));
    assert_eq!(refused["path"], "/chat/completions");
    assert_eq!(refused["request"]["messages"][0]["content"], "Shorter, please.");
}

#[tokio::test]
async fn an_unrecorded_request_is_refused_with_the_difference() {
    // On the v1 route, the body has the model.
    record_at(&service().await, "/v1", "differs.json").await;
    async fn check(question: &str, model: &str, reason: &str) {
        let replay = MockService::replay(file("differs.json")).await.unwrap();
        let client = replay.client_builder().model(model).build().unwrap();
        let error = agent(&client, question).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.code()), (501, Some("NotRecorded")));
        assert!(error.message().contains(reason), "{error} does not contain {reason:?}");
    }
    check("Which?", "m", "/messages/0/content").await;
    check("When is the next flight?", "n", "/model").await;
    let replay = MockService::replay(file("differs.json")).await.unwrap();
    let client = replay.client_builder().model("m").build().unwrap();
    agent(&client, "When is the next flight?").await.unwrap();
    let error = agent(&client, "When is the next flight?").await.unwrap_err();
    assert_eq!(error.code(), Some("NotRecorded"));
}

#[tokio::test]
async fn streams_are_recorded_and_replayed() {
    async fn streamed_text(client: &Client) -> String {
        let mut stream = client.chat().user("Hi").stream().await.unwrap();
        while let Some(chunk) = stream.next().await {
            chunk.unwrap();
        }
        stream.into_response().unwrap().text().to_owned()
    }
    let service = MockService::start().await;
    let chunk = |text: &str, finish_reason: Option<&str>| json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish_reason}]});
    let (first, last) = (chunk("About ", None), chunk("7,000.", Some("stop")));
    let events = format!("data: {first}\n\ndata: {last}\n\ndata: [DONE]\n\n");
    service.reply(Reply::bytes(events).header("content-type", "text/event-stream"));
    let recorder = Recorder::start(&service.url()).await.unwrap();
    let client = recorder.client_builder().api_key(KEY).model("m").build().unwrap();
    assert_eq!(streamed_text(&client).await, "About 7,000.");
    recorder.save(file("stream.json")).unwrap();
    let replay = MockService::replay(file("stream.json")).await.unwrap();
    assert_eq!(streamed_text(&replay.client_builder().model("m").build().unwrap()).await, "About 7,000.");
}

#[tokio::test]
async fn a_failed_connection_is_an_error_and_not_recorded() {
    let recorder = Recorder::start("http://127.0.0.1:1/base").await.unwrap();
    let client = recorder.client_builder().retry(azure_inference::RetryPolicy::none()).model("m").build().unwrap();
    let error = client.chat().user("Hi").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (502, Some("NotPassedOn")));
    recorder.save(file("nothing.json")).unwrap();
    let text = std::fs::read_to_string(file("nothing.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["exchanges"], json!([]));
    assert!(Recorder::start("no endpoint").await.is_err());
    let error = MockService::replay(file("no such file.json")).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}
