//! Tokens: fetched from a source, sent as a header, refreshed after a 401.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken as EntraToken, TokenCredential, TokenRequestOptions};
use azure_inference::models::ChatCompletionsOptions;
use azure_inference::raw::Parameters;
use azure_inference::{AccessToken, Client, ClientBuilder, EndpointKind, Error};
use futures_util::future::join_all;

use crate::support::{
    COMPLETION, FaultServer, assert_contains, error_chain, fast_retries, reply, success, within_seconds,
};

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

/// A source of tokens `token-secret-1`, `token-secret-2` …, and the number of calls.
fn tokens(
    expires_at: SystemTime,
) -> (impl Fn(String) -> std::future::Ready<Result<AccessToken, Error>> + Send + Sync, Arc<AtomicUsize>) {
    let count = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&count);
    let source = move |_| {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        std::future::ready(Ok(AccessToken::new(format!("token-secret-{number}"), expires_at)))
    };
    (source, count)
}

fn builder(server: &FaultServer) -> ClientBuilder {
    Client::builder(&server.url).endpoint_kind(EndpointKind::OpenAiV1).model("m").no_proxy().retry(fast_retries())
}

/// The `authorization` headers of the requests.
fn authorizations(server: &FaultServer) -> Vec<String> {
    server.requests().iter().map(|request| request.header("authorization").unwrap_or("none").to_owned()).collect()
}

async fn send(client: &Client) -> Result<(), Error> {
    within_seconds(20, client.chat().user("Hi").send()).await.map(drop)
}

#[tokio::test]
async fn a_token_is_fetched_once_for_concurrent_calls() {
    let server = FaultServer::start([success()]).await;
    let (source, count) = tokens(in_an_hour());
    let client = builder(&server).token_provider(source).build().unwrap();
    for sent in join_all((0..100).map(|_| send(&client))).await {
        sent.unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(authorizations(&server), vec!["Bearer token-secret-1"; 100]);
    assert!(server.requests().iter().all(|request| request.header("api-key").is_none()));
}

#[tokio::test]
async fn each_endpoint_kind_has_a_default_scope() {
    async fn check(kind: EndpointKind, set: Option<&str>, expected: &str) {
        let server = FaultServer::start([success()]).await;
        let scopes = Arc::<Mutex<Vec<String>>>::default();
        let seen = Arc::clone(&scopes);
        let builder = builder(&server).endpoint_kind(kind).token_provider(move |scope| {
            seen.lock().unwrap().push(scope);
            async { Ok::<_, Error>(AccessToken::new("token-secret", in_an_hour())) }
        });
        let builder = match set {
            Some(scope) => builder.scope(scope),
            None => builder,
        };
        send(&builder.build().unwrap()).await.unwrap();
        assert_eq!(*scopes.lock().unwrap(), [expected], "{kind:?}");
    }
    check(EndpointKind::OpenAiV1, None, "https://ai.azure.com/.default").await;
    check(EndpointKind::Deployment, None, "https://cognitiveservices.azure.com/.default").await;
    check(EndpointKind::FoundryModels, None, "https://cognitiveservices.azure.com/.default").await;
    check(EndpointKind::Serverless, None, "https://cognitiveservices.azure.com/.default").await;
    check(EndpointKind::ManagedCompute, None, "https://ml.azure.com/.default").await;
    check(EndpointKind::Other, None, "").await;
    check(EndpointKind::Other, Some("api://gateway/.default"), "api://gateway/.default").await;
    check(EndpointKind::OpenAiV1, Some("https://ai.azure.us/.default"), "https://ai.azure.us/.default").await;
}

#[tokio::test]
async fn a_401_refreshes_the_token_once() {
    let refusal = || reply(401, &[], r#"{"statusCode":401,"message":"audience is incorrect"}"#);
    let server = FaultServer::start([refusal(), success()]).await;
    let (source, count) = tokens(in_an_hour());
    // Fetching a new token is not a retry under the policy.
    let client = builder(&server).token_provider(source).retry(fast_retries().max_retries(0)).build().unwrap();
    let response = within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    assert_eq!(response.metadata().attempts(), 2);
    assert_eq!(authorizations(&server), ["Bearer token-secret-1", "Bearer token-secret-2"]);

    server.play([refusal()]);
    let error = send(&client).await.unwrap_err();
    assert!(error.is_auth() && error.attempts() == 2, "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
    assert!(error.to_string().contains("https://ai.azure.com/.default"), "{error}");
}

#[tokio::test]
async fn a_401_for_an_api_key_is_not_retried() {
    let server = FaultServer::start([reply(401, &[], "")]).await;
    let error = send(&builder(&server).api_key("some-key").build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), server.connections()), (1, 1));
    assert!(!error.to_string().contains("scope"), "{error}");
}

#[tokio::test]
async fn an_expired_token_is_refreshed_before_each_attempt() {
    let server = FaultServer::start([reply(503, &[], ""), success()]).await;
    // Each token has expired when it is returned.
    let (source, _) = tokens(SystemTime::now());
    send(&builder(&server).token_provider(source).build().unwrap()).await.unwrap();
    assert_eq!(authorizations(&server), ["Bearer token-secret-1", "Bearer token-secret-2"]);
}

/// A token source that fails, and counts its calls.
fn failing(count: &Arc<AtomicUsize>) -> impl Fn(String) -> std::future::Ready<std::io::Result<AccessToken>> + use<> {
    let count = Arc::clone(count);
    move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Err(std::io::Error::other("the vault is closed")))
    }
}

#[track_caller]
fn assert_no_token(error: &Error) {
    assert!(error.is_auth() && !error.is_input() && error.status().is_none(), "{error:?}");
    assert_eq!(error.attempts(), 0);
    assert_contains(error, "https://ai.azure.com/.default");
    assert_eq!(error_chain(error)[1..], ["the vault is closed"]);
    let cause = std::error::Error::source(error).unwrap();
    assert_eq!(cause.downcast_ref::<std::io::Error>().unwrap().kind(), std::io::ErrorKind::Other);
}

#[tokio::test]
async fn nothing_is_sent_without_a_token() {
    let server = FaultServer::start([success()]).await;
    let count = Arc::default();
    let client = builder(&server).token_provider(failing(&count)).build().unwrap();
    assert_no_token(&send(&client).await.unwrap_err());
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_no_token(&client.chat().user("Hi").stream().await.unwrap_err());
    let body = ChatCompletionsOptions::default();
    let error = client.raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_contains(&error, "https://ai.azure.com/.default");
    assert_contains(&error, "the vault is closed");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_token_provider_that_hangs_times_out() {
    let server = FaultServer::start([success()]).await;
    let timeouts = azure_inference::Timeouts::default().response(Duration::from_millis(20));
    let source = |_| std::future::pending::<Result<AccessToken, Error>>();
    let client = builder(&server).token_provider(source).timeouts(timeouts).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.is_auth() && error.message().contains("20ms"), "{error}");
}

#[tokio::test]
async fn streams_and_raw_calls_refresh_tokens() {
    let refusal = reply(401, &[], "");
    let stream = reply(200, &[("content-type", "text/event-stream")], "data: [DONE]\n\n");
    let server = FaultServer::start([refusal.clone(), stream, refusal, reply(200, &[], COMPLETION)]).await;
    let (source, _) = tokens(in_an_hour());
    let client = builder(&server).token_provider(source).build().unwrap();
    let mut stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
    assert!(stream.next().await.is_none());
    assert_eq!(stream.metadata().attempts(), 2);
    let body = ChatCompletionsOptions::default();
    within_seconds(20, client.raw().get_chat_completions_with(Parameters::default(), &body)).await.unwrap();
    assert_eq!(
        authorizations(&server),
        ["Bearer token-secret-1", "Bearer token-secret-2", "Bearer token-secret-2", "Bearer token-secret-3"]
    );
}

#[tokio::test]
async fn an_echoed_token_is_masked() {
    let server = FaultServer::start([reply(400, &[("x-echo", "token-secret-1")], "no: token-secret-1")]).await;
    let (source, _) = tokens(in_an_hour());
    let client = builder(&server).token_provider(source).build().unwrap();
    let error = send(&client).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?} {client:?}", error.headers());
    assert!(error.to_string().contains("no: ***") && !shown.contains("token-secret"), "{shown}");
}

#[tokio::test]
async fn the_last_credential_wins_and_an_authorization_header_overrides_it() {
    async fn check(row: &str, set: impl FnOnce(ClientBuilder) -> ClientBuilder, expected: [Option<&str>; 2]) {
        let server = FaultServer::start([success()]).await;
        send(&set(builder(&server)).build().unwrap()).await.unwrap();
        let request = &server.requests()[0];
        assert_eq!(["api-key", "authorization"].map(|name| request.header(name)), expected, "{row}");
    }
    let source = || tokens(in_an_hour()).0;
    check(
        "token last",
        |builder| builder.api_key("some-key").token_provider(source()),
        [None, Some("Bearer token-secret-1")],
    )
    .await;
    check("key last", |builder| builder.token_provider(source()).api_key("some-key"), [Some("some-key"), None]).await;
    let count = Arc::default();
    let mine = |builder: ClientBuilder| builder.token_provider(failing(&count)).header("authorization", "Bearer mine");
    check("header", mine, [None, Some("Bearer mine")]).await;
    assert_eq!(count.load(Ordering::SeqCst), 0, "no token is fetched");
}

#[test]
fn no_token_is_sent_over_plain_http() {
    let client = || Client::builder("http://h.example").token_provider(tokens(in_an_hour()).0);
    let error = client().build().unwrap_err();
    assert!(error.is_input() && error.message().contains("plain http"), "{error}");
    client().allow_credentials_over_plain_http().build().unwrap();
}

/// An Entra ID credential that accepts one scope.
#[derive(Debug)]
struct Entra;

#[async_trait]
impl TokenCredential for Entra {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<EntraToken> {
        if scopes == ["https://ai.azure.com/.default"] {
            return Ok(EntraToken::new("entra-secret", in_an_hour().into()));
        }
        Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, "no such scope"))
    }
}

#[tokio::test]
async fn an_entra_credential_is_asked_for_the_scope() {
    let server = FaultServer::start([success()]).await;
    send(&builder(&server).credential(Arc::new(Entra)).build().unwrap()).await.unwrap();
    assert_eq!(authorizations(&server), ["Bearer entra-secret"]);
}

#[tokio::test]
async fn an_error_of_an_entra_credential_names_the_scope() {
    let server = FaultServer::start([success()]).await;
    let client = builder(&server).credential(Arc::new(Entra)).scope("https://other/.default").build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.is_auth() && error.to_string().contains("https://other/.default"), "{error}");
    assert!(error_chain(&error)[1].contains("no such scope"), "{error:?}");
}

#[test]
fn an_entra_credential_needs_a_scope() {
    let error = Client::builder("https://gateway.example").credential(Arc::new(Entra)).build().unwrap_err();
    assert!(error.is_input() && error.param() == Some("scope"), "{error}");
}
