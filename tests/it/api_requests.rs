//! `Client::request`: operations without a typed method.

use std::time::Duration;

use azure_inference::http::{Method, StatusCode};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{
    ApiRequest, ApiResponse, Client, EndpointKind, Error, EventStream, MultipartForm, RetryPolicy, Timeouts,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::endpoint_kinds::{KINDS, assert_same_request};
use crate::support::{FaultServer, KEY, Step, error_chain, fast_retries, head, reply, within_seconds};

fn post(client: &Client) -> ApiRequest {
    client.request(Method::POST, "responses").json(&json!({"input": "Hi"}))
}

async fn send(request: ApiRequest) -> Result<ApiResponse, Error> {
    within_seconds(20, request.send()).await
}

/// The events of a stream and the error at its end.
async fn events(mut stream: EventStream) -> (Vec<(String, String)>, Option<Error>) {
    let mut events = Vec::new();
    while let Some(event) = within_seconds(20, stream.next()).await {
        match event {
            Ok(event) => events.push((event.event_type().into_owned(), event.data().into_owned())),
            Err(error) => {
                assert!(within_seconds(20, stream.next()).await.is_none(), "nothing follows an error");
                return (events, Some(error));
            }
        }
    }
    (events, None)
}

#[tokio::test]
async fn a_request_has_the_credential_and_query_of_its_endpoint_kind() {
    for kind in &KINDS {
        let service = MockService::start().await;
        service.reply(Reply::json(json!({"ok": true})));
        let client = kind.client(&service);
        let request = client.request(Method::POST, "v2/rerank").query("a", 1).json(&json!({"query": "q"}));
        let dry = request.to_request().unwrap();
        let response = send(request).await.unwrap();
        assert_eq!(response.json::<Value>().unwrap(), json!({"ok": true}));

        let sent = service.requests().remove(0);
        assert_same_request(&dry, &sent);
        assert_eq!((sent.method(), sent.path()), ("POST", "/base/v2/rerank"), "{:?}", kind.kind);
        let version = kind.api_version.map(|version| format!("&api-version={version}")).unwrap_or_default();
        assert_eq!(sent.query(), format!("a=1{version}&tenant=t"), "{:?}", kind.kind);
        let bears_key = ["api-key", "authorization"].iter().any(|name| sent.header(name).is_some());
        assert!(bears_key && sent.header("content-type") == Some("application/json"), "{sent:?}");
        assert_eq!(sent.header("x-ms-client-request-id"), Some(response.metadata().client_request_id()));
        assert_eq!(sent.json(), &json!({"query": "q"}));
    }
}

#[tokio::test]
async fn each_kind_of_body_has_its_content_type() {
    async fn sent(build: impl FnOnce(ApiRequest) -> ApiRequest) -> (Option<String>, Vec<u8>) {
        let service = MockService::start().await;
        service.reply(Reply::json(json!({})));
        send(build(service.client().request(Method::POST, "x"))).await.unwrap();
        let request = service.requests().remove(0);
        (request.header("content-type").map(str::to_owned), request.body().to_vec())
    }
    let (kind, body) = sent(|request| request.form([("a", "ä b"), ("c", "&")])).await;
    assert_eq!(
        (kind.as_deref(), body.as_slice()),
        (Some("application/x-www-form-urlencoded"), &b"a=%C3%A4+b&c=%26"[..])
    );

    let form = MultipartForm::new().text("model", "whisper").file("file", "hello.mp3", [0_u8, 255]);
    let (kind, body) = sent(|request| request.multipart(form)).await;
    let boundary = kind.as_deref().unwrap().strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let body = String::from_utf8_lossy(&body).into_owned();
    assert_eq!(body.matches(&format!("--{boundary}")).count(), 3, "{body}");
    assert!(body.contains("name=\"file\"; filename=\"hello.mp3\"\r\n") && body.contains("\0\u{fffd}"), "{body:?}");

    let (kind, body) = sent(|request| request.bytes("application/jsonl", "{}\n")).await;
    assert_eq!((kind.as_deref(), body.as_slice()), (Some("application/jsonl"), &b"{}\n"[..]));
    let (kind, _) = sent(|request| request.json(&1).header("content-type", "application/merge-patch+json")).await;
    assert_eq!(kind.as_deref(), Some("application/merge-patch+json"));
    let (kind, body) = sent(|request| request).await;
    assert_eq!((kind, body), (None, Vec::new()), "nothing is sent by default");
}

#[tokio::test]
async fn paths_and_api_versions_are_resolved_against_the_endpoint() {
    let service = MockService::start().await;
    service.reply(Reply::json(json!({})));
    let url = format!("{}/openai/v1", service.url());
    let client = Client::builder(&url).endpoint_kind(EndpointKind::OpenAiV1).api_version("preview").api_key("k");
    let client = client.build().unwrap();
    for (path, target) in [
        ("videos/v_1", "/openai/v1/videos/v_1?api-version=preview"),
        ("/providers/cohere/v2/rerank?api-version=2024", "/providers/cohere/v2/rerank?api-version=2024"),
        (&format!("{}/mai/v1/x?a=b", service.url()), "/mai/v1/x?a=b&api-version=preview"),
    ] {
        send(client.request(Method::GET, path)).await.unwrap();
        let sent = service.requests().pop().unwrap();
        assert_eq!(format!("{}?{}", sent.path(), sent.query()), target);
        assert_eq!(sent.method(), "GET");
    }
    send(client.request(Method::DELETE, "x").query("api-version", "latest")).await.unwrap();
    assert_eq!(service.requests().pop().unwrap().query(), "api-version=latest");
}

#[tokio::test]
async fn a_credential_is_not_sent_to_another_host() {
    let service = MockService::start().await;
    let client = service.client();
    for path in ["https://h.example/x", "//h.example/x", &service.url().replace("http:", "https:")] {
        let error = send(client.request(Method::GET, path)).await.unwrap_err();
        assert!(error.is_input() && error.param() == Some("path"), "{path}: {error:?}");
    }
    assert_eq!(service.request_count(), 0);
}

#[tokio::test]
async fn a_credential_header_is_not_sent_over_plain_http() {
    let client = Client::builder("http://gateway.example").build().unwrap();
    let request = client.request(Method::GET, "x").header("authorization", "Bearer canary");
    let error = send(request).await.unwrap_err();
    assert!(error.is_input() && error.message().contains("plain http"), "{error}");
}

#[tokio::test]
async fn a_retryable_status_is_retried_with_the_same_body() {
    let busy = reply(503, &[], "");
    let server = FaultServer::start([busy.clone(), busy, reply(200, &[("x-request-id", "r-1")], "{}")]).await;
    let response = send(post(&server.client())).await.unwrap();
    assert_eq!((response.metadata().attempts(), response.metadata().request_id()), (3, Some("r-1")));
    let sent = server.requests();
    assert!(sent.iter().all(|request| request.body == br#"{"input":"Hi"}"#), "{sent:?}");
}

#[tokio::test]
async fn a_request_can_turn_retries_off() {
    let server = FaultServer::start([reply(503, &[], "")]).await;
    let error = send(post(&server.client()).retry(RetryPolicy::none())).await.unwrap_err();
    assert_eq!((error.attempts(), error.status()), (1, Some(StatusCode::SERVICE_UNAVAILABLE)));
}

#[tokio::test]
async fn an_error_has_code_message_and_param_and_the_key_is_masked() {
    let body = format!(r#"{{"error":{{"code":"bad","message":"no: {KEY}","param":"input"}}}}"#);
    let server = FaultServer::start([reply(400, &[("x-request-id", "r-2"), ("x-echo", KEY)], body)]).await;
    let error = send(post(&server.client())).await.unwrap_err();
    assert_eq!((error.code(), error.message(), error.param()), (Some("bad"), "no: ***", Some("input")));
    assert_eq!((error.request_id(), error.attempts()), (Some("r-2"), 1));
    assert!(!format!("{error:?} {:?} {:?}", error.headers(), error.body()).contains(KEY));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = FaultServer::start([reply(302, &[("location", "https://h.example")], "")]).await;
    let error = send(post(&server.client())).await.unwrap_err();
    assert_eq!((error.status(), server.connections()), (Some(StatusCode::FOUND), 1), "the redirect is not followed");
}

#[tokio::test]
async fn every_2xx_status_is_a_success() {
    for (status, body) in
        [(200, "{}"), (201, r#"{"id":"file_1"}"#), (202, r#"{"status":"queued"}"#), (206, "x"), (204, "")]
    {
        let server = FaultServer::start([reply(status, &[], body)]).await;
        let response = send(post(&server.client())).await.unwrap();
        assert_eq!((response.metadata().status().as_u16(), &response.bytes()[..]), (status, body.as_bytes()));
    }
}

#[tokio::test]
async fn only_a_200_is_a_success_of_a_typed_call() {
    let server = FaultServer::start([reply(202, &[], "{}")]).await;
    let error = within_seconds(20, server.client().chat().user("Hi").send()).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::ACCEPTED));
}

#[tokio::test]
async fn a_binary_body_is_returned_unchanged_up_to_the_size_limit() {
    let sound: Vec<u8> = (0..3_u32 << 20).map(|number| if number % 2 == 0 { b'{' } else { number as u8 }).collect();
    let server = FaultServer::start([reply(200, &[("content-type", "audio/mpeg")], &sound)]).await;
    let response = send(post(&server.client())).await.unwrap();
    assert!(response.bytes() == &sound, "{} bytes", response.bytes().len());
    let error = response.json::<Value>().unwrap_err();
    assert!(error.is_decode() && error.status() == Some(StatusCode::OK), "{error:?}");

    let client = server.builder().max_response_size(1 << 20).build().unwrap();
    let error = send(post(&client)).await.unwrap_err();
    assert!(error.is_decode() && error.message().contains("larger"), "{error:?}");
}

#[tokio::test]
async fn json_of_another_type_is_a_decode_error_with_its_path() {
    #[derive(Debug, Deserialize)]
    struct Ranking {
        results: Vec<Ranked>,
    }
    #[derive(Debug, Deserialize)]
    struct Ranked {
        relevance_score: f64,
    }
    let rank = |server: &FaultServer| send(post(&server.client()));
    let server = FaultServer::start([reply(200, &[], r#"{"results":[{"relevance_score":0.5}]}"#)]).await;
    let ranking: Ranking = rank(&server).await.unwrap().json().unwrap();
    assert_eq!(ranking.results[0].relevance_score, 0.5);

    server.play([reply(200, &[("x-request-id", "r-1")], format!(r#"{{"results":[{{"relevance_score":"{KEY}"}}]}}"#))]);
    let error = rank(&server).await.unwrap().json::<Ranking>().unwrap_err();
    assert!(error.is_decode() && error.message().contains("results[0].relevance_score"), "{error:?}");
    assert_eq!((error.request_id(), error.attempts()), (Some("r-1"), 1));
    assert!(!format!("{error:?} {:?} {:?}", error_chain(&error), error.body()).contains(KEY));
}

#[tokio::test]
async fn a_key_in_the_query_is_masked() {
    let server = FaultServer::start([reply(400, &[], "no such key: query-secret")]).await;
    let request = server.client().request(Method::GET, "x").query("subscription-key", "query-secret");
    assert!(!format!("{request:?}").contains("query-secret"));
    let error = send(request).await.unwrap_err();
    assert_eq!(error.message(), "no such key: ***");
}

#[tokio::test]
async fn timeouts_apply_to_whole_and_streamed_responses() {
    let short = Timeouts::default().response(Duration::from_millis(80)).first_byte(Duration::from_millis(80));
    let server = FaultServer::start([vec![Step::Stall]]).await;
    let request = || post(&server.client()).timeouts(short.clone()).retry(fast_retries().max_retries(1));
    let error = send(request()).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error:?}");
    let error = within_seconds(20, request().stream()).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error:?}");
}

#[tokio::test]
async fn events_are_yielded_as_they_were_sent() {
    let script = Script::stream()
        .bytes(": hi\n\nevent: response.created\ndata: {\"a\":1}\n\n")
        .bytes("data: two\ndata: lines\n\nevent: error\ndata: {\"message\":\"theirs\"}\n\ndata: [DONE]\n\n");
    let server = ByteServer::start(vec![script.clone().end(), script.pieces("data: more\n\n", 3).end()]).await;
    for _ in 0..2 {
        let stream = within_seconds(20, post(&server.client()).stream()).await.unwrap();
        assert_eq!(stream.metadata().attempts(), 1);
        let (events, error) = events(stream).await;
        let expected =
            [("response.created", r#"{"a":1}"#), ("message", "two\nlines"), ("error", r#"{"message":"theirs"}"#)];
        assert_eq!(events, expected.map(|(kind, data)| (kind.to_owned(), data.to_owned())));
        assert!(error.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn an_event_stream_that_breaks_off_ends_with_an_error() {
    async fn ended(script: Script, change: impl FnOnce(ApiRequest) -> ApiRequest) -> Error {
        let server = ByteServer::start(vec![script]).await;
        let idle = Timeouts::default().idle(Duration::from_millis(80));
        let request = change(post(&server.client()).timeouts(idle));
        let (events, error) = events(within_seconds(20, request.stream()).await.unwrap()).await;
        assert_eq!(events.len(), 1, "{error:?}");
        let error = error.expect("the stream ends with an error");
        assert_eq!((error.status(), error.attempts()), (Some(StatusCode::OK), 1), "{error:?}");
        assert!(error.client_request_id().is_some());
        error
    }
    let one = || Script::stream().bytes("data: 1\n\n");
    assert!(ended(one().bytes("event: x\ndata: cut").end(), |request| request).await.is_truncated());
    assert!(ended(one().cut(), |request| request).await.is_truncated());
    assert!(ended(one().reset(), |request| request).await.is_truncated());
    assert!(ended(one().stall(), |request| request).await.is_timeout());
    let large = one().bytes(format!("data: {}\n\n", "x".repeat(100)));
    assert!(ended(large.end(), |request| request.max_event_size(64)).await.is_decode());
}

#[tokio::test]
async fn a_response_that_is_not_an_event_stream_is_an_error_with_the_body() {
    let server = FaultServer::start([reply(503, &[], ""), reply(200, &[], r#"{"id":"resp_1"}"#)]).await;
    let error = within_seconds(20, post(&server.client()).stream()).await.unwrap_err();
    assert!(error.is_decode() && error.attempts() == 2, "{error:?}");
    assert_eq!(error.body(), br#"{"id":"resp_1"}"#);
}

#[tokio::test]
async fn an_error_response_to_a_stream_request_is_returned() {
    let server =
        FaultServer::start([reply(404, &[], r#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#)]).await;
    let error = within_seconds(20, post(&server.client()).stream()).await.unwrap_err();
    assert_eq!(error.code(), Some("DeploymentNotFound"));
}

#[tokio::test]
async fn dropping_an_event_stream_closes_the_connection() {
    let server = ByteServer::start(vec![Script::stream().bytes("data: 1\n\n").stall()]).await;
    let mut stream = within_seconds(20, post(&server.client()).stream()).await.unwrap();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    within_seconds(20, server.closed_by_client(1)).await;
}

#[tokio::test]
async fn an_event_stream_is_bounded_in_total() {
    let endless =
        vec![Step::Send(head(200, &[("content-type", "text/event-stream")])), Step::Repeat(b"data: x\n\n".repeat(512))];
    let server = FaultServer::start([endless]).await;
    let client = server.builder().max_response_size(1 << 20).build().unwrap();
    let (_, error) = events(within_seconds(20, post(&client).stream()).await.unwrap()).await;
    assert!(error.unwrap().message().contains("larger"));
    assert!(server.repeated().await < 32 << 20);
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let service = MockService::start().await;
    let request = || service.client().request(Method::POST, "x");
    let broken = std::collections::BTreeMap::from([((1, 2), 3)]);
    for (request, param) in [
        (request().json(&broken), "body"),
        (request().bytes("a\nb", ""), "content_type"),
        (request().header("no name", ""), "header \"no name\""),
        (service.client().request(Method::POST, "a\nb"), "path"),
    ] {
        assert_eq!(request.to_request().unwrap_err().param(), Some(param));
        let error = send(request).await.unwrap_err();
        assert!(error.is_input() && error.param() == Some(param), "{error:?}");
    }
    assert_eq!(service.request_count(), 0);
}
