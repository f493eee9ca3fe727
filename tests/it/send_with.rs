//! `send_with`: a function that sends each request in place of the HTTP client.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_inference::models::ChatCompletionsOptions;
use azure_inference::raw::Parameters;
use azure_inference::{Client, Error, ErrorKind, RetryPolicy, Timeouts, reqwest};
use futures_util::stream;
use http::{Method, Response};
use tracing_subscriber::layer::SubscriberExt;

use crate::support::{
    COMPLETION, FaultServer, KEY, assert_contains, error_chain, fast_retries, listen, reply, success, within_seconds,
};

async fn error_of(client: &Client) -> Error {
    within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err()
}

/// A client whose function returns each response without a server.
fn alone<F, E>(send: impl Fn(reqwest::Request, reqwest::Client) -> F + Send + Sync + 'static) -> Client
where
    F: Future<Output = Result<reqwest::Response, E>> + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let builder = Client::builder("http://127.0.0.1:1/v1").api_key(KEY).no_proxy().max_response_size(1 << 20);
    builder.retry(RetryPolicy::none()).send_with(send).build().unwrap()
}

#[tokio::test]
async fn the_function_is_called_once_per_attempt_with_the_final_request() {
    let seen = Arc::<Mutex<Vec<(String, String, usize)>>>::default();
    let server = FaultServer::start([reply(503, &[], "busy"), reply(503, &[], "busy"), success()]).await;
    let client = server.builder().header("x-team", "search").send_with({
        let seen = Arc::clone(&seen);
        move |mut request, http| {
            let header = |name| request.headers()[name].to_str().unwrap().to_owned();
            let body = request.body().unwrap().as_bytes().unwrap().len();
            assert_eq!((header("api-key"), header("x-team")), (KEY.to_owned(), "search".to_owned()));
            seen.lock().unwrap().push((request.url().path().to_owned(), header("x-ms-client-request-id"), body));
            request.headers_mut().insert("x-signature", "s".parse().unwrap());
            async move { http.execute(request).await }
        }
    });
    let response = client.build().unwrap().chat().user("Hi").send().await.unwrap();
    assert_eq!((response.text(), response.metadata().attempts()), ("ok", 3));
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|attempt| *attempt == seen[0] && attempt.0.ends_with("/chat/completions")), "{seen:?}");
    assert!(server.requests().iter().all(|request| request.header("x-signature") == Some("s")));
}

#[tokio::test]
async fn every_kind_of_call_uses_the_function() {
    let paths = Arc::<Mutex<Vec<String>>>::default();
    let client = alone({
        let paths = Arc::clone(&paths);
        move |request, _http| {
            let path = request.url().path().to_owned();
            let body = match path.rsplit('/').next().unwrap() {
                "embeddings" => r#"{"data":[{"index":0,"embedding":[1.0]}]}"#,
                _ if request
                    .body()
                    .unwrap()
                    .as_bytes()
                    .unwrap()
                    .windows(13)
                    .any(|part| part == br#""stream":true"#) =>
                {
                    "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                }
                _ => COMPLETION,
            };
            paths.lock().unwrap().push(path);
            async move { Ok::<_, io::Error>(Response::new(body).into()) }
        }
    });
    assert_eq!(client.chat().user("Hi").send().await.unwrap().text(), "ok");
    assert_eq!(client.chat().user("Hi").stream().await.unwrap().finish().await.unwrap().text(), "ok");
    assert_eq!(client.embeddings().input("Hi").send().await.unwrap().vectors().len(), 1);
    let raw = client.raw();
    raw.get_chat_completions_with(Parameters::default(), &ChatCompletionsOptions::default()).await.unwrap();
    client.request(Method::POST, "/rerank").json(&serde_json::json!({})).send().await.unwrap();
    assert_eq!(paths.lock().unwrap().len(), 5, "{paths:?}");
}

#[tokio::test]
async fn an_error_of_the_function_is_a_retryable_transport_error() {
    let builder = Client::builder("http://127.0.0.1:1").no_proxy().retry(fast_retries());
    let failing = |_, _| async { Err(io::Error::other("the socket is gone")) };
    let error = error_of(&builder.send_with(failing).build().unwrap()).await;
    assert_eq!(
        (error.kind(), error.is_transport(), error.attempts(), error.status()),
        (ErrorKind::Transport, true, 4, None)
    );
    assert_eq!(error_chain(&error)[1..], ["the socket is gone"]);
    assert_contains(&error, "send_with");
    assert_contains(&error, "(4 attempts in ");
}

#[tokio::test]
async fn a_reqwest_error_keeps_its_kind() {
    let error = error_of(&alone(|request, http| async move { http.execute(request).await })).await;
    assert_eq!((error.kind(), error.is_connect()), (ErrorKind::Connect, true));
    assert_contains(error, "127.0.0.1:1");
}

#[tokio::test]
async fn responses_and_errors_of_the_function_are_masked() {
    let echo = |request: reqwest::Request, _| async move {
        let key = request.headers()["authorization"].to_str().unwrap().to_owned();
        let response = Response::builder().status(400).header("x-echo", &key);
        Ok::<_, http::Error>(response.body(format!(r#"{{"error":{{"message":"no {key}"}}}}"#))?.into())
    };
    let fail =
        |request: reqwest::Request, _| async move { Err(io::Error::other(format!("{:?} {KEY}", request.url()))) };
    for error in [error_of(&alone(echo)).await, error_of(&alone(fail)).await] {
        let shown = format!("{error} {error:?} {error:#?} {:?} {:?}", error_chain(&error), error.headers());
        assert!(!shown.contains(KEY) && !String::from_utf8_lossy(error.body()).contains(KEY), "{shown}");
        assert!(shown.contains("***"), "{shown}");
    }
}

#[tokio::test]
async fn a_response_of_the_function_is_bounded() {
    let endless = |_, _| async {
        let chunks = stream::repeat_with(|| Ok::<_, io::Error>(vec![b' '; 1 << 16]));
        Ok::<_, io::Error>(Response::new(reqwest::Body::wrap_stream(chunks)).into())
    };
    let error = error_of(&alone(endless)).await;
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_contains(error, "1048576 bytes");
}

#[tokio::test]
async fn a_timeout_or_a_dropped_call_drops_the_future_of_the_function() {
    struct Guard(Arc<AtomicBool>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let dropped = Arc::<AtomicBool>::default();
    let client = alone({
        let dropped = Arc::clone(&dropped);
        move |_, _| {
            let guard = Guard(Arc::clone(&dropped));
            async move {
                let _guard = guard;
                std::future::pending::<Result<reqwest::Response, io::Error>>().await
            }
        }
    });
    let timeouts = Timeouts::default().response(Duration::from_millis(50));
    let error = within_seconds(20, client.chat().user("Hi").timeouts(timeouts).send()).await.unwrap_err();
    assert_eq!((error.kind(), dropped.swap(false, Ordering::SeqCst)), (ErrorKind::Timeout, true));

    let call = tokio::time::timeout(Duration::from_millis(50), client.chat().user("Hi").send());
    assert!(call.await.is_err() && dropped.load(Ordering::SeqCst));
}

#[tokio::test]
async fn the_function_runs_within_the_span_of_the_call() {
    let _guard = listen(tracing_subscriber::registry().with(tracing_subscriber::fmt::layer().with_writer(io::sink)));
    let client = alone(|_, _| async {
        let target = tracing::Span::current().metadata().map(|span| span.target());
        assert_eq!(target, Some("azure_inference"));
        Ok::<_, io::Error>(Response::new(COMPLETION).into())
    });
    assert_eq!(client.chat().user("Hi").send().await.unwrap().text(), "ok");
}
