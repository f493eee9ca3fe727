//! Every kind of error: its cause, its predicates and the start of its text.

use std::time::Duration;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Error, ErrorKind, RetryPolicy, Timeouts, ToolLimits, ToolSet};
use http::StatusCode;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::tls::TlsServer;
use crate::support::{
    COMPLETION, FaultServer, Script, Step, assert_contains, error_chain, fast_retries, head, reply, within_seconds,
};

#[derive(serde::Deserialize, schemars::JsonSchema, Debug)]
struct Count {
    #[expect(dead_code, reason = "only whether it can be read matters")]
    count: u32,
}

#[derive(Clone, Copy)]
enum Call {
    Send,
    Stream,
    Parse,
}

async fn fail(client: &Client, call: Call) -> Error {
    let request = client.chat().user("Hi");
    let work = async move {
        match call {
            Call::Send => request.send().await.unwrap_err(),
            Call::Stream => match request.stream().await {
                Ok(stream) => stream.finish().await.unwrap_err(),
                Err(error) => error,
            },
            Call::Parse => request.parse::<Count>().await.unwrap_err(),
        }
    };
    within_seconds(20, work).await
}

/// Name, server script, call, and the kind, predicates and a phrase of the text of the error.
type Row = (&'static str, Script, Call, ErrorKind, &'static [&'static str], &'static str);

/// The names of the predicates that return `true`.
fn predicates(error: &Error) -> Vec<&'static str> {
    let all = [
        ("input", error.is_input()),
        ("auth", error.is_auth()),
        ("connect", error.is_connect()),
        ("timeout", error.is_timeout()),
        ("transport", error.is_transport()),
        ("truncated", error.is_truncated()),
        ("rate_limited", error.is_rate_limited()),
        ("content_filtered", error.is_content_filtered()),
        ("decode", error.is_decode()),
        ("too_large", error.is_too_large()),
        ("in_band", error.is_in_band()),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

#[tokio::test]
async fn each_failure_has_its_kind_and_predicates() {
    use Call::{Parse, Send, Stream};
    let error =
        |status: u16, code: &str| reply(status, &[], format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#));
    let completion = |content: &str, reason: &str| {
        let choice = json!({"message": {"content": content}, "finish_reason": reason});
        reply(200, &[], json!({"choices": [choice]}).to_string())
    };
    let events = |events: &[&str], end: &[Step]| {
        let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
        let start = [head(200, &[("content-type", "text/event-stream")]), body.into_bytes()].concat();
        [vec![Step::Send(start), Step::Wait(Duration::from_millis(20))], end.to_vec()].concat()
    };
    let chunk = r#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#;
    let refusal = json!({"choices": [{"message": {"refusal": "no"}, "finish_reason": "stop"}]}).to_string();
    let part = || [head(200, &[("content-length", "900")]), COMPLETION.into()].concat();
    let rows: Vec<Row> = vec![
        ("400", error(400, "bad"), Send, ErrorKind::BadRequest, &[], "400 Bad Request: m"),
        ("422", error(422, "bad"), Stream, ErrorKind::BadRequest, &[], "422 Unprocessable Entity: m"),
        ("401", error(401, "401"), Send, ErrorKind::Unauthorized, &["auth"], "401 Unauthorized: m"),
        ("403", error(403, "denied"), Stream, ErrorKind::Forbidden, &["auth"], "403 Forbidden: m"),
        ("404", error(404, "DeploymentNotFound"), Send, ErrorKind::NotFound, &[], "404 Not Found: m"),
        ("408", error(408, "t"), Send, ErrorKind::Timeout, &["timeout"], "408 Request Timeout: m"),
        ("504", error(504, "t"), Stream, ErrorKind::Timeout, &["timeout"], "504 Gateway Timeout: m"),
        ("429", error(429, "r"), Send, ErrorKind::RateLimited, &["rate_limited"], "429 Too Many Requests: m"),
        ("quota", error(429, "insufficient_quota"), Send, ErrorKind::QuotaExceeded, &["rate_limited"], "429 Too"),
        ("filter", error(400, "content_filter"), Send, ErrorKind::ContentFilter, &["content_filtered"], "400 Bad"),
        ("503", reply(503, &[], "busy"), Send, ErrorKind::Service, &[], "503 Service Unavailable: busy"),
        (
            "424 for 429",
            reply(424, &[("ms-azureml-model-error-statuscode", "429")], "slow"),
            Send,
            ErrorKind::RateLimited,
            &["rate_limited"],
            "424 Failed Dependency: slow",
        ),
        (
            "429 in band",
            error(200, "rate_limit_exceeded"),
            Send,
            ErrorKind::RateLimited,
            &["rate_limited", "in_band"],
            "m",
        ),
        ("502 in band", error(200, "502"), Send, ErrorKind::Service, &["in_band"], "m"),
        (
            "an event",
            events(&[chunk, r#"{"error":{"message":"it broke"}}"#], &[]),
            Stream,
            ErrorKind::Service,
            &["in_band"],
            "it broke",
        ),
        (
            "a filter's event",
            events(&[chunk, r#"{"error":{"code":"content_filter","message":"m"}}"#], &[]),
            Stream,
            ErrorKind::ContentFilter,
            &["content_filtered", "in_band"],
            "m",
        ),
        ("a page", reply(200, &[], "<html>"), Send, ErrorKind::Decode, &["decode"], "read"),
        ("a bad event", events(&["{"], &[]), Stream, ErrorKind::Decode, &["decode"], ""),
        ("large", reply(200, &[], " ".repeat(1 << 21)), Send, ErrorKind::TooLarge, &["decode", "too_large"], "larger"),
        (
            "many chunks",
            events(&vec![chunk; 50_000], &[]),
            Stream,
            ErrorKind::TooLarge,
            &["decode", "too_large"],
            "larger",
        ),
        ("reset", vec![Step::Reset], Send, ErrorKind::Transport, &["transport"], "connection"),
        ("closed", vec![], Stream, ErrorKind::Transport, &["transport"], "connection"),
        ("cut body", vec![Step::Send(part()), Step::Reset], Send, ErrorKind::Transport, &["transport"], "connection"),
        (
            "cut stream",
            events(&[chunk], &[Step::Reset]),
            Stream,
            ErrorKind::Interrupted,
            &["transport", "truncated"],
            "connection",
        ),
        ("unfinished stream", events(&[chunk], &[]), Stream, ErrorKind::Truncated, &["truncated"], "ended"),
        ("stalled body", vec![Step::Send(part()), Step::Stall], Send, ErrorKind::Timeout, &["timeout"], "response"),
        ("stalled stream", events(&[chunk], &[Step::Stall]), Stream, ErrorKind::Timeout, &["timeout"], "stream"),
        ("no response", vec![Step::Stall], Send, ErrorKind::Timeout, &["timeout"], "within"),
        ("text", completion("seven", "stop"), Parse, ErrorKind::NotJson, &["decode"], "not JSON"),
        ("another type", completion(r#"{"count":"x"}"#, "stop"), Parse, ErrorKind::TypeMismatch, &["decode"], "count"),
        ("length", completion(r#"{"count":"#, "length"), Parse, ErrorKind::LengthLimit, &["truncated"], ""),
        ("refused", reply(200, &[], refusal), Parse, ErrorKind::Refused, &[], "no"),
        (
            "filtered",
            completion("", "content_filter"),
            Parse,
            ErrorKind::ContentFilter,
            &["content_filtered"],
            "content",
        ),
    ];
    let server = FaultServer::start([]).await;
    let wait = Duration::from_millis(300);
    let client = server.builder().retry(RetryPolicy::none()).max_response_size(1 << 20);
    let client = client.timeouts(Timeouts::default().response(wait).first_byte(wait).idle(wait / 3)).build().unwrap();
    for (name, script, call, kind, holds, phrase) in rows {
        server.play([script]);
        let error = fail(&client, call).await;
        assert_eq!((error.kind(), predicates(&error)), (kind, holds.to_vec()), "{name}: {error:?}");
        let text = error.to_string();
        // Error responses start with their status.
        let is_start = phrase.starts_with(|letter: char| letter.is_ascii_digit());
        assert!(if is_start { text.starts_with(phrase) } else { text.contains(phrase) }, "{name}: {text}");
        assert!(!text.starts_with("200"), "{name}: {text}");
        assert_eq!(error.attempts(), 1, "{name}: {error}");
    }
}

#[test]
fn an_invalid_endpoint_is_an_input_error() {
    let input = Client::builder("my-resource.openai.azure.com").build().unwrap_err();
    assert_eq!((input.kind(), predicates(&input)), (ErrorKind::Input, vec!["input"]));
}

#[tokio::test]
async fn a_token_provider_that_fails_is_a_credential_error() {
    let server = FaultServer::start([]).await;
    let builder = server.builder().scope("s");
    let client =
        builder.token_provider(|_| async { Err::<azure_inference::AccessToken, _>("locked") }).build().unwrap();
    let credential = fail(&client, Call::Send).await;
    assert_eq!((credential.kind(), predicates(&credential)), (ErrorKind::Credential, vec!["auth"]));
    assert_eq!((credential.status(), server.requests().len()), (None, 0));
}

#[tokio::test]
async fn an_exceeded_tool_limit_has_its_kind() {
    let service = MockService::start().await;
    service.reply(Reply::tool_call("f", json!({"count": 1})));
    service.reply(Reply::tool_call("f", json!({"count": 1})));
    let tools = ToolSet::new().tool("f", "", |_: Count| async { 1 }).limits(ToolLimits::default().rounds(1));
    let limit = service.client().chat().user("Hi").tools(&tools).run().await.unwrap_err();
    assert_eq!((limit.kind(), predicates(&limit)), (ErrorKind::ToolLimit, vec![]));
}

#[tokio::test]
async fn a_connect_error_names_the_address_and_the_reason() {
    let unused = async || {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let (closed, proxy) = (unused().await, unused().await);
    let tls = TlsServer::start(&["http/1.1"], "localhost").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let _serve = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        while stream.read(&mut [0; 512]).await.is_ok_and(|read| read > 0) {}
    });
    let tls_address = tls.url.trim_start_matches("https://");
    let to = |url: &str| Client::builder(url).model("m").retry(RetryPolicy::none());
    for (builder, parts) in [
        (to(&format!("http://{closed}")).no_proxy(), vec![closed.as_str(), "refused"]),
        (to("https://nowhere.invalid").no_proxy(), vec!["nowhere.invalid:443", "DNS"]),
        (to(&tls.url).no_proxy(), vec![tls_address, "TLS", "certificate"]),
        (to(&plain).no_proxy(), vec!["localhost:", "TLS"]),
        (
            to("https://r.openai.azure.com").proxy(format!("http://user:word@{proxy}")),
            vec!["r.openai.azure.com:443", &proxy, "refused"],
        ),
        (to("http://127.0.0.1:1").proxy(&*proxy), vec!["127.0.0.1:1", &proxy, "refused"]),
    ] {
        let error = fail(&builder.build().unwrap(), Call::Send).await;
        assert_eq!((error.kind(), predicates(&error)), (ErrorKind::Connect, vec!["connect"]), "{error:?}");
        let text = error.to_string();
        assert!(parts.iter().all(|part| text.contains(part)) && !text.contains("word"), "{parts:?}: {text}");
        assert!(error_chain(&error).len() > 1, "{error:?}");
    }
}

#[tokio::test]
async fn a_connect_timeout_is_a_connect_error_and_a_timeout() {
    // Accepts connections and never answers the TLS handshake.
    let server = FaultServer::start([]).await;
    let builder = Client::builder(server.url.replace("http:", "https:")).no_proxy().retry(RetryPolicy::none());
    let builder = builder.timeouts(Timeouts::default().connect(Duration::from_millis(50)));
    let error = fail(&builder.build().unwrap(), Call::Send).await;
    assert_eq!((error.kind(), predicates(&error)), (ErrorKind::ConnectTimeout, vec!["connect", "timeout"]));
    let address = server.url.trim_start_matches("http://");
    assert_contains(error, address);
}

#[tokio::test]
async fn the_text_of_a_retried_error_has_the_attempts_and_the_time() {
    let server = FaultServer::start([reply(503, &[("x-request-id", "r-1")], "busy")]).await;
    let client = server.builder().retry(fast_retries().max_retries(2)).build().unwrap();
    let error = fail(&client, Call::Send).await;
    let text = error.to_string();
    let start = "503 Service Unavailable: busy (request id r-1, 3 attempts in ";
    assert!(text.starts_with(start) && text.ends_with("s)"), "{text}");
    assert_eq!((error.attempts(), error.status()), (3, Some(StatusCode::SERVICE_UNAVAILABLE)));

    let once = server.builder().retry(RetryPolicy::none()).build().unwrap();
    assert_eq!(fail(&once, Call::Send).await.to_string(), "503 Service Unavailable: busy (request id r-1)");
}

#[tokio::test]
async fn the_error_of_a_reopened_stream_counts_all_attempts() {
    let server = FaultServer::start([vec![
        Step::Send(head(200, &[("content-type", "text/event-stream")])),
        Step::Send(b": hi\n\n".to_vec()),
    ]])
    .await;
    let client = server.builder().retry(fast_retries().max_retries(2)).build().unwrap();
    let text = fail(&client, Call::Stream).await.to_string();
    assert!(text.contains("(3 attempts in "), "{text}");
}
