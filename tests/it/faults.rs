//! What a call makes of a service and a network that fail, over real sockets.

use std::time::{Duration, Instant, SystemTime};

use azure_inference::raw::Parameters;
use azure_inference::{Answer, Client, EndpointKind, Error, RateLimits, RetryPolicy, Timeouts};
use http::StatusCode;
use tokio::net::TcpListener;

use crate::support::{
    ANSWER, Act, FaultServer, KEY, Script, answer, chain, head, quick, reply, response, within_seconds,
};

const fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

async fn send(client: &Client) -> Result<Answer, Error> {
    within_seconds(20, client.chat().user("Hi").send()).await
}

/// The error of a call to a server with this script on every connection.
async fn error_of(script: Script) -> Error {
    let server = FaultServer::start([script]).await;
    send(&server.client()).await.expect_err("the script is of a failure")
}

/// A server for one case after another, and one client, which costs more to set up than a case.
struct Lab {
    server: FaultServer,
    client: Client,
}

impl Lab {
    async fn open() -> Self {
        let server = FaultServer::start([]).await;
        let client = server.client();
        Self { server, client }
    }

    /// What a call gives when the connections have these scripts, in as many tries as are expected.
    async fn tried(&self, scripts: &[Script], attempts: u32) -> Result<Answer, Error> {
        self.server.play(scripts.to_vec());
        let result = send(&self.client).await;
        let told = result.as_ref().map_or_else(Error::attempts, |answer| answer.response().attempts());
        assert_eq!(told, attempts, "{scripts:?}: {result:?}");
        assert_eq!(self.server.connections(), attempts as usize, "{scripts:?}");
        assert_eq!(self.server.requests().len(), attempts as usize, "{scripts:?}");
        result
    }
}

#[tokio::test]
async fn statuses_are_retried_as_the_table_says() {
    async fn check(statuses: &[u16], attempts: u32) {
        let body = r#"{"error":{"code":"c","message":"m"}}"#;
        let scripts = statuses.iter().flat_map(|&status| vec![reply(status, &[], body); attempts as usize]);
        let server = FaultServer::start(scripts).await;
        let client = server.client();
        for (calls, &status) in statuses.iter().enumerate() {
            assert_eq!(server.connections(), calls * attempts as usize, "before {status}");
            let error = send(&client).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, attempts));
        }
    }
    check(&[408, 409, 429, 502, 503, 504], 4).await;
    check(&[500], 2).await;
    check(&[400, 401, 402, 403, 404, 405, 410, 413, 415, 418, 422, 424, 451, 501, 505, 520, 529, 599], 1).await;
    // Nothing but a 200 is an answer.
    check(&[201, 202, 206, 300, 301, 302, 303, 307, 308], 1).await;
}

#[tokio::test]
async fn a_retry_may_succeed_and_the_answer_tells_the_tries() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, failures: &[Script]) {
        let scripts = [failures, &[answer()]].concat();
        let answer = lab.tried(&scripts, scripts.len() as u32).await.unwrap();
        assert_eq!(answer.text(), "ok");
    }
    check(&lab, &[]).await;
    check(&lab, &[reply(503, &[], "")]).await;
    check(&lab, &[reply(429, &[("retry-after", "0")], ""), reply(500, &[], ""), reply(502, &[], "<html>")]).await;
    check(&lab, &[vec![Act::Reset]]).await;
    check(&lab, &[vec![], vec![Act::Reset], reply(408, &[], "")]).await;
}

#[tokio::test]
async fn a_500_counts_once_among_other_failures() {
    let lab = Lab::open().await;
    let error = lab.tried(&[reply(500, &[], ""), reply(503, &[], ""), reply(500, &[], "")], 3).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    lab.tried(&[reply(503, &[], ""), reply(500, &[], ""), reply(503, &[], "")], 4).await.unwrap_err();
}

#[tokio::test]
async fn a_gateways_word_on_retries_goes_first() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, status: u16, word: &str, attempts: u32) {
        lab.tried(&[reply(status, &[("x-should-retry", word)], "")], attempts).await.unwrap_err();
    }
    check(&lab, 400, "true", 4).await;
    check(&lab, 500, "true", 4).await;
    check(&lab, 500, "True", 4).await;
    check(&lab, 503, "false", 1).await;
    check(&lab, 429, "false", 1).await;
    check(&lab, 429, "perhaps", 4).await;
    check(&lab, 400, "perhaps", 1).await;
}

#[tokio::test]
async fn what_no_retry_mends_is_not_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, status: u16, body: &str) -> Error {
        lab.tried(&[reply(status, &[("x-should-retry", "true")], body)], 1).await.unwrap_err()
    }
    let quota = check(&lab, 429, r#"{"error":{"code":"insufficient_quota","message":"m"}}"#).await;
    assert!(quota.is_quota_used_up() && quota.is_rate_limited() && !quota.is_content_filtered());
    let quota = check(&lab, 429, r#"{"error":{"type":"insufficient_quota","code":null,"message":"m"}}"#).await;
    assert!(quota.is_quota_used_up());
    let filtered = check(&lab,
        400,
        r#"{"error":{"code":"content_filter","message":"m","param":"prompt","innererror":
            {"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true,"severity":"high"}}}}}"#,
    )
    .await;
    assert!(filtered.is_content_filtered() && !filtered.is_quota_used_up());
    assert!(filtered.content_filter().unwrap().category("hate").unwrap().is_blocked());
    let filtered = check(&lab, 400, r#"{"status":400,"code":"content_filter","message":"m","param":"messages"}"#).await;
    assert_eq!((filtered.is_content_filtered(), filtered.param()), (true, Some("messages")));
    check(&lab, 503, r#"{"code":"content_filter","message":"m"}"#).await;
}

#[tokio::test]
async fn every_spelling_of_the_servers_delay_is_understood() {
    /// A policy that sleeps no wait gives it back, so that no test has to sleep either.
    async fn delay(headers: &[(&str, &str)]) -> (Option<f64>, u32) {
        let server = FaultServer::start([reply(429, headers, "")]).await;
        let client = server.builder().retry(quick().max_wait(Duration::ZERO)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!(server.connections(), error.attempts() as usize);
        (error.retry_after().map(|delay| delay.as_secs_f64()), error.attempts())
    }
    async fn check(headers: &[(&str, &str)], seconds: f64) {
        assert_eq!(delay(headers).await, (Some(seconds), 1), "{headers:?}");
    }
    check(&[("retry-after", "7")], 7.0).await;
    check(&[("Retry-After", " 1.5 ")], 1.5).await;
    check(&[("retry-after-ms", "1500")], 1.5).await;
    check(&[("x-ms-retry-after-ms", "20"), ("retry-after", "9")], 0.02).await;
    check(&[("retry-after-ms", "x"), ("retry-after", "2")], 2.0).await;
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    let (seconds, attempts) = delay(&[("retry-after", &date)]).await;
    assert!((3500.0..=3600.0).contains(&seconds.unwrap()) && attempts == 1, "{seconds:?}");
    // A date that has passed asks for no wait, garbage for the policy's.
    assert_eq!(delay(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]).await, (Some(0.0), 4));
    for garbage in ["", "soon", "-1", "NaN", "inf", "1e999", "1,5", "Sun, 99 Nov 2026", "7 s"] {
        assert_eq!(delay(&[("retry-after", garbage)]).await, (None, 4), "{garbage}");
    }
}

#[tokio::test]
async fn a_short_wait_is_slept_and_a_long_one_given_back() {
    let lab = Lab::open().await;
    let server = FaultServer::start([reply(429, &[("retry-after-ms", "150")], ""), answer()]).await;
    let start = Instant::now();
    send(&server.client()).await.unwrap();
    assert!(start.elapsed() >= milliseconds(150), "{:?}", start.elapsed());
    for (wait, seconds) in [("61", 61), ("86400", 86400)] {
        let error = lab.tried(&[reply(429, &[("retry-after", wait)], "")], 1).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.is_rate_limited());
    }
}

#[tokio::test]
async fn the_last_tries_delay_is_told_too() {
    let lab = Lab::open().await;
    let error = lab.tried(&[reply(503, &[("retry-after-ms", "2")], "")], 4).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(milliseconds(2)));
}

#[tokio::test]
async fn a_policy_without_retries_tries_once() {
    let server = FaultServer::start([vec![Act::Reset]]).await;
    let error = send(&server.builder().retry(RetryPolicy::none()).build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = send(&Client::builder(url).no_proxy().retry(quick()).build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert_eq!((error.attempts(), error.status()), (4, None));
    assert!(error.client_request_id().is_some());
    assert!(chain(&error).iter().any(|cause| cause.contains("refused")), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_ends_before_a_body_is_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, script: Script, status: Option<StatusCode>) {
        let error = lab.tried(&[script], 4).await.unwrap_err();
        assert_eq!((error.status(), error.is_connect()), (status, false), "{error}");
        assert!(chain(&error).len() > 1, "the cause is told: {error:?}");
    }
    check(&lab, vec![Act::Reset], None).await;
    check(&lab, vec![], None).await;
    check(
        &lab,
        vec![Act::Send(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()), Act::Wait(milliseconds(20)), Act::Reset],
        None,
    )
    .await;
    check(&lab, vec![Act::Send(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())], None).await;
    let head = || Act::Send(head(200, &[("content-length", "90"), ("x-request-id", "r-1")]));
    check(&lab, vec![head(), Act::Wait(milliseconds(20)), Act::Reset], Some(StatusCode::OK)).await;
    check(&lab, vec![head()], Some(StatusCode::OK)).await;
}

#[tokio::test]
async fn a_cut_answer_keeps_what_came_and_is_not_retried() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, name: &str, head: Vec<u8>, body: &str, kept: &str, end: &[Act]) {
        let pause = Act::Wait(milliseconds(20));
        let script = [vec![Act::Send(head), Act::Send(body.into()), pause], end.to_vec()].concat();
        let error = lab.tried(&[script], 1).await.expect_err(name);
        assert_eq!(error.status(), Some(StatusCode::OK), "{name}");
        assert_eq!(error.request_id(), Some("r-1"), "{name}");
        assert_eq!(String::from_utf8_lossy(error.body()), kept, "{name}");
        assert!(!error.is_decode() && !error.is_timeout() && error.client_request_id().is_some(), "{name}: {error:?}");
        assert!(chain(&error).len() > 1, "{name}: {error:?}");
    }
    let part = &ANSWER[..40];
    let sized = || head(200, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let chunked = || head(200, &[("transfer-encoding", "chunked"), ("x-request-id", "r-1")]);
    check(&lab, "reset", sized(), part, part, &[Act::Reset]).await;
    check(&lab, "closed", sized(), part, part, &[]).await;
    check(&lab, "cut in a chunk", chunked(), &format!("5a\r\n{part}"), part, &[]).await;
    check(&lab, "cut between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[]).await;
    check(&lab, "reset between chunks", chunked(), &format!("28\r\n{part}\r\n"), part, &[Act::Reset]).await;
    check(&lab, "a chunk of no size", chunked(), &format!("28\r\n{part}\r\nxyz\r\n"), part, &[]).await;
    // It could be read, but nobody knows what was to come after it.
    let whole = ANSWER.to_owned();
    let longer = head(200, &[("content-length", "900"), ("x-request-id", "r-1")]);
    check(&lab, "whole JSON of a longer answer", longer, &whole, &whole, &[]).await;
}

#[tokio::test]
async fn an_answer_may_come_in_pieces() {
    let lab = Lab::open().await;
    let chunk = |text: &str| Act::Send(format!("{:x}\r\n{text}\r\n", text.len()).into_bytes());
    let start = Act::Send(head(200, &[("transfer-encoding", "chunked")]));
    let pause = || Act::Wait(milliseconds(5));
    let end = Act::Send(b"0\r\n\r\n".to_vec());
    let pieces = vec![start, pause(), chunk(&ANSWER[..1]), pause(), chunk(&ANSWER[1..30]), chunk(&ANSWER[30..]), end];
    assert_eq!(lab.tried(&[pieces], 1).await.unwrap().text(), "ok");
    // Without any length it ends with the connection.
    let unsized_ = vec![Act::Send(head(200, &[])), pause(), Act::Send(ANSWER.into())];
    assert_eq!(lab.tried(&[unsized_], 1).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn a_stall_runs_into_the_limit_of_an_answer() {
    async fn check(script: Script, attempts: u32) -> Error {
        let server = FaultServer::start([script]).await;
        let timeouts = Timeouts::default().answer(milliseconds(100));
        let client = server.builder().timeouts(timeouts).retry(quick().max_retries(1)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!((error.attempts(), server.connections()), (attempts, attempts as usize), "{error:?}");
        error
    }
    assert_eq!(check(vec![Act::Stall], 2).await.status(), None);
    let sized = Act::Send(head(200, &[("content-length", "90"), ("x-request-id", "r-1")]));
    let error = check(vec![sized.clone(), Act::Stall], 2).await;
    assert_eq!(error.status(), Some(StatusCode::OK));
    let error = check(vec![sized, Act::Send(b"{\"choices\"".to_vec()), Act::Stall], 1).await;
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::OK), Some("r-1")));
    assert_eq!(error.body(), b"{\"choices\"");
}

#[tokio::test]
async fn a_stalling_error_is_the_error_that_it_began_to_be() {
    async fn check(status: u16, attempts: u32) {
        let part = r#"{"error":{"code":"c","#;
        let start = head(status, &[("content-length", "90"), ("x-request-id", "r-1"), ("x-ms-error-code", "Bad")]);
        let server = FaultServer::start([vec![Act::Send(start), Act::Send(part.into()), Act::Stall]]).await;
        let timeouts = Timeouts::default().answer(milliseconds(100));
        let client = server.builder().timeouts(timeouts).retry(quick().max_retries(1)).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, attempts), "{error:?}");
        assert_eq!((error.request_id(), error.code()), (Some("r-1"), Some("Bad")));
        assert_eq!(error.body(), part.as_bytes());
    }
    check(400, 1).await;
    check(503, 2).await;
}

#[tokio::test]
async fn a_cut_error_is_an_error_all_the_same() {
    let lab = Lab::open().await;
    let start = head(503, &[("content-length", "90"), ("x-request-id", "r-1")]);
    let script = vec![Act::Send(start), Act::Send(b"upstream".to_vec()), Act::Wait(milliseconds(10)), Act::Reset];
    let error = lab.tried(&[script], 4).await.unwrap_err();
    assert_eq!((error.status(), error.message()), (Some(StatusCode::SERVICE_UNAVAILABLE), "upstream"));
    assert_eq!(error.request_id(), Some("r-1"));
}

#[tokio::test]
async fn a_stall_can_be_mended_by_the_next_try() {
    let server = FaultServer::start([vec![Act::Stall], answer()]).await;
    let client = server.builder().timeouts(Timeouts::default().answer(milliseconds(100))).build().unwrap();
    assert_eq!(send(&client).await.unwrap().response().attempts(), 2);
}

#[tokio::test]
async fn a_deadline_holds_over_all_tries() {
    async fn check(scripts: &[Script], attempts: u32, deadline: Duration) -> Error {
        let server = FaultServer::start(scripts.to_vec()).await;
        let client = server.builder().timeouts(Timeouts::default().deadline(deadline)).build().unwrap();
        let start = Instant::now();
        let error = send(&client).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert_eq!(error.attempts(), attempts, "{error:?}");
        error
    }
    let failing = reply(503, &[("retry-after-ms", "1")], "");
    for scripts in [vec![vec![Act::Stall]], vec![failing.clone(), vec![Act::Stall]]] {
        let error = check(&scripts, scripts.len() as u32, milliseconds(600)).await;
        assert!(error.is_timeout() && error.status().is_none(), "{error:?}");
        assert!(error.message().contains("deadline"), "{error}");
    }
    // A wait that would end after it is not begun, and the failure is told, not the deadline.
    let scripts = [failing, reply(503, &[("retry-after", "30")], "")];
    let error = check(&scripts, 2, Duration::from_secs(15)).await;
    assert_eq!(
        (error.status(), error.retry_after()),
        (Some(StatusCode::SERVICE_UNAVAILABLE), Some(Duration::from_secs(30)))
    );
}

#[tokio::test]
async fn limits_without_end_are_no_overflow() {
    let server = FaultServer::start([reply(429, &[("retry-after", "1e19")], ""), answer()]).await;
    let timeouts = Timeouts::default().answer(Duration::MAX).deadline(Duration::MAX);
    let client = server.builder().timeouts(timeouts).build().unwrap();
    assert_eq!(send(&client).await.unwrap_err().attempts(), 1);
    assert_eq!(send(&client).await.unwrap().text(), "ok");
    let server = FaultServer::start([reply(429, &[("retry-after", "1e19")], "")]).await;
    let client = server.builder().retry(quick().max_wait(Duration::MAX)).build().unwrap();
    let call = client.chat().user("Hi").timeouts(Timeouts::default().deadline(Duration::from_secs(5)));
    assert_eq!(within_seconds(20, call.send()).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn of_a_long_error_the_start_is_kept() {
    let long = format!("{{\"error\":{{\"code\":\"c\",\"message\":\"m\"}},\"x\":\"{}\"}}", "x".repeat(200 << 10));
    let error = error_of(reply(400, &[], &long)).await;
    assert_eq!(error.body(), &long.as_bytes()[..64 << 10]);
    assert_eq!((error.code(), error.message()), (Some("c"), "m"), "all of it is read");
    let error = error_of(reply(200, &[], long.replace("\"x\"", "\"choices\""))).await;
    assert_eq!((error.body().len(), error.code()), (64 << 10, Some("c")));
    let error = error_of(reply(200, &[], "x".repeat(200 << 10))).await;
    assert_eq!((error.body().len(), error.is_decode()), (64 << 10, true));
}

#[tokio::test]
async fn an_endless_error_is_not_read_to_its_end() {
    async fn check(head: Vec<u8>, piece: Vec<u8>) {
        let server = FaultServer::start([vec![Act::Send(head), Act::Repeat(piece)]]).await;
        let error = send(&server.client()).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        assert_eq!(error.body(), "x".repeat(64 << 10).as_bytes());
        // The megabyte that is read and what fits in the buffers of two sockets.
        let repeated = server.repeated().await;
        assert!(repeated < 20 << 20, "{repeated} bytes were taken");
    }
    check(head(400, &[("content-length", "100000000000")]), "x".repeat(1 << 16).into()).await;
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(1 << 16));
    check(head(400, &[("transfer-encoding", "chunked")]), chunk.into()).await;
}

#[tokio::test]
async fn every_shape_of_error_gives_its_parts() {
    let lab = Lab::open().await;
    type Parts<'a> = (Option<&'a str>, &'a str, Option<&'a str>);
    async fn check(lab: &Lab, status: u16, headers: &[(&str, &str)], body: &str, parts: Parts<'_>) {
        let error = lab.tried(&[reply(status, headers, body)], 1).await.expect_err(body);
        assert_eq!((error.code(), error.message(), error.param()), parts, "{body}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.body(), body.as_bytes());
        let shown = error.to_string();
        assert!(shown.contains(parts.1) && parts.0.is_none_or(|code| shown.contains(code)), "{shown}");
    }
    let coded = |headers: &[(&'static str, &'static str)]| [headers, &[("x-ms-error-code", "FromHeader")]].concat();
    let json = [("content-type", "application/json")];
    // A: Azure OpenAI and the v1 route
    check(
        &lab,
        400,
        &json,
        r#"{"error":{"code":"c","message":"m","param":"p","type":"t","details":[]}}"#,
        (Some("c"), "m", Some("p")),
    )
    .await;
    check(&lab, 400, &json, r#"{"error":{"code":null,"message":"m","type":"t","param":null}}"#, (Some("t"), "m", None))
        .await;
    check(&lab, 401, &json, r#"{"error":{"code":401,"message":"m"}}"#, (Some("401"), "m", None)).await;
    check(&lab, 400, &json, r#"{"error":{"error":{"code":"c","message":"m"}}}"#, (Some("c"), "m", None)).await;
    // B: model inference, flat
    let flat = r#"{"status":422,"code":"parameter_not_supported","message":"m","detail":{"loc":["body","response_format"],"input":"json_object"}}"#;
    check(&lab, 422, &json, flat, (Some("parameter_not_supported"), "m", Some("response_format"))).await;
    // C: gateway
    check(&lab, 401, &json, r#"{"statusCode":401,"message":"Unauthorized."}"#, (Some("401"), "Unauthorized.", None))
        .await;
    // D: serverless, managed compute
    check(&lab, 404, &json, r#"{"detail":"Not Found"}"#, (None, "Not Found", None)).await;
    let details = r#"{"detail":[{"loc":["body","n"],"msg":"bad","type":"extra"},{"msg":"worse"}]}"#;
    check(&lab, 422, &json, details, (Some("extra"), "n: bad; worse", Some("n"))).await;
    // E: proxies
    check(&lab, 403, &[], "<html><head><title>403 Forbidden</title></head></html>", (None, "403 Forbidden", None))
        .await;
    check(&lab, 400, &[], "<html>no title</html>", (None, "<html>no title</html>", None)).await;
    check(&lab, 400, &[], "upstream  gone\n", (None, "upstream gone", None)).await;
    check(&lab, 400, &[], "", (None, "the service gave no reason", None)).await;
    check(&lab, 400, &json, r#"{"error":"text"}"#, (None, "text", None)).await;
    check(&lab, 400, &json, r#"{"message":"text"}"#, (None, "text", None)).await;
    check(&lab, 400, &json, "null", (None, "null", None)).await;
    check(&lab, 400, &json, "\u{feff}{\"error\":{\"code\":\"c\",\"message\":\"m\"}}", (Some("c"), "m", None)).await;
    // The code of a header stands in where the body has none.
    check(&lab, 404, &coded(&[]), "", (Some("FromHeader"), "the service gave no reason", None)).await;
    check(&lab, 404, &coded(&json), r#"{"message":"m"}"#, (Some("FromHeader"), "m", None)).await;
    check(&lab, 404, &coded(&json), r#"{"code":"c","message":"m"}"#, (Some("c"), "m", None)).await;
}

#[tokio::test]
async fn bytes_that_are_no_text_are_kept_as_they_are() {
    let error = error_of(reply(400, &[], b"{\"message\":\"caf\xe9\"}")).await;
    assert_eq!((error.body(), error.message()), (&b"{\"message\":\"caf\xe9\"}"[..], "caf\u{fffd}"));
    let error = error_of(reply(400, &[("content-type", "application/json")], b"\xff\xfe\x00")).await;
    assert_eq!(error.body(), b"\xff\xfe\x00");
}

#[tokio::test]
async fn a_compressed_error_is_read() {
    let zipped = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x2d\x2a\xca\x2f\x52\xb2\xaa\x56\x4a\xce\x4f\x49\
        \x55\xb2\x52\xaa\xca\x2c\x28\x48\x4d\x51\xd2\x51\xca\x4d\x2d\x2e\x4e\x4c\x07\x09\xa5\x15\xe5\xe7\x2a\x24\xa6\x25\
        \x16\x29\xd5\xd6\x02\x00\x00\xa6\xc1\x88\x31\x00\x00\x00";
    let server = FaultServer::start([reply(400, &[("content-encoding", "gzip")], zipped)]).await;
    let error = send(&server.client()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("zipped"), "from afar"));
    assert_eq!(error.body(), br#"{"error":{"code":"zipped","message":"from afar"}}"#);
    assert_eq!(server.requests()[0].header("accept-encoding"), Some("gzip"));
    let error = error_of(reply(400, &[("content-encoding", "gzip"), ("x-request-id", "r-1")], "not zipped")).await;
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::BAD_REQUEST), Some("r-1")));
}

#[tokio::test]
async fn request_ids_are_found_in_their_order() {
    async fn check(headers: &[(&str, &str)], id: Option<&str>) {
        let error = error_of(reply(400, headers, "")).await;
        assert_eq!(error.request_id(), id);
        assert_eq!(error.to_string().contains("request id"), id.is_some(), "{error}");
        let server = FaultServer::start([reply(200, headers, ANSWER)]).await;
        assert_eq!(send(&server.client()).await.unwrap().response().request_id(), id);
    }
    check(&[], None).await;
    check(&[("x-request-id", "")], None).await;
    check(&[("x-ms-client-request-id", "mine")], Some("mine")).await;
    check(&[("x-ms-client-request-id", "mine"), ("x-request-id", "x")], Some("x")).await;
    check(&[("x-request-id", "x"), ("x-ms-request-id", "ms")], Some("ms")).await;
    check(&[("x-ms-request-id", "ms"), ("apim-request-id", "apim")], Some("apim")).await;
}

#[tokio::test]
async fn a_200_that_is_no_answer_is_an_error() {
    let lab = Lab::open().await;
    async fn check(lab: &Lab, body: &str, is_decode: bool, message: &str) {
        let error = lab.tried(&[reply(200, &[("x-request-id", "r-1")], body)], 1).await.expect_err(body);
        assert_eq!((error.status(), error.is_decode()), (Some(StatusCode::OK), is_decode), "{body}");
        assert!(error.message().contains(message), "{error} does not say {message}");
        assert_eq!((error.body(), error.request_id()), (body.as_bytes(), Some("r-1")));
        assert!(error.client_request_id().is_some());
    }
    check(&lab, "", true, "empty").await;
    check(&lab, "<html>sign in</html>", true, "not JSON").await;
    check(&lab, r#"{"choices":[{"#, true, "not JSON").await;
    check(&lab, r#"{"choices":[{"message":{"content":[1]}}]}"#, true, "`choices[0].message.content`").await;
    check(&lab, "[]", true, "does not decode").await;
    check(&lab, r#"{"error":{"code":"c","message":"loading"}}"#, false, "loading").await;
    check(&lab, r#"{"error":"loading"}"#, false, "loading").await;
    check(&lab, r#"{"statusCode":500,"message":"gateway"}"#, false, "gateway").await;
    check(&lab, r#"{"choices":[],"error":{"message":"loading"}}"#, false, "loading").await;
    let error = error_of(reply(200, &[], r#"{"error":{"code":"content_filter","message":"m"}}"#)).await;
    assert_eq!((error.is_content_filtered(), error.code()), (true, Some("content_filter")));
}

#[tokio::test]
async fn a_200_that_can_not_be_unzipped_is_not_asked_for_again() {
    let lab = Lab::open().await;
    let error = lab.tried(&[reply(200, &[("content-encoding", "gzip")], ANSWER)], 1).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert!(error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_content_is_an_error_with_its_status() {
    let lab = Lab::open().await;
    for status in [204, 304] {
        let script = vec![Act::Send(head(status, &[("x-request-id", "r-1"), ("connection", "close")]))];
        let error = lab.tried(&[script], 1).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("r-1")));
        assert_eq!(error.body(), b"");
    }
}

#[tokio::test]
async fn a_404_is_explained_where_the_kind_tells_why() {
    async fn check(kind: EndpointKind, status: u16, hint: Option<&str>) {
        let server = FaultServer::start([reply(status, &[], r#"{"message":"said"}"#)]).await;
        let error = send(&server.builder().endpoint_kind(kind).build().unwrap()).await.unwrap_err();
        assert_eq!(error.message(), "said", "the hint is not the service's");
        let shown = error.to_string();
        match hint {
            Some(hint) => assert!(shown.contains(hint), "{kind:?} {status}: {shown}"),
            None => assert!(shown.ends_with("said"), "{kind:?} {status}: {shown}"),
        }
    }
    let retired = Some("retired the /models route on 2026-08-26");
    check(EndpointKind::FoundryModels, 404, retired).await;
    check(EndpointKind::FoundryModels, 410, retired).await;
    check(EndpointKind::FoundryModels, 400, None).await;
    check(EndpointKind::OpenAiV1, 404, Some("names no deployment")).await;
    check(EndpointKind::OpenAiV1, 410, None).await;
    check(EndpointKind::Serverless, 404, None).await;
    check(EndpointKind::Other, 404, None).await;
    check(EndpointKind::Other, 308, Some("redirects are not followed")).await;
}

#[tokio::test]
async fn one_id_goes_with_all_tries_and_comes_back() {
    let server = FaultServer::start([reply(503, &[], ""), answer(), reply(400, &[], "")]).await;
    let client = server.client();
    let answer = send(&client).await.unwrap();
    let error = send(&client).await.unwrap_err();
    let sent: Vec<String> =
        server.requests().iter().map(|request| request.header("x-ms-client-request-id").unwrap().to_owned()).collect();
    assert_eq!(sent[0], sent[1]);
    assert_ne!(sent[1], sent[2], "each call has its own");
    assert_eq!(answer.response().client_request_id(), sent[0]);
    assert_eq!(error.client_request_id(), Some(sent[2].as_str()));
    // A caller's own id is theirs everywhere.
    let own = client.chat().user("Hi").header("x-ms-client-request-id", "mine").send().await.unwrap_err();
    assert_eq!(own.client_request_id(), Some("mine"));
    assert_eq!(server.requests()[3].header("x-ms-client-request-id"), Some("mine"));
}

#[tokio::test]
async fn rate_limits_are_told_by_answers_and_errors() {
    async fn check(headers: &[(&str, &str)], expected: &str) {
        let shown = |limits: RateLimits| {
            let one = |limit: azure_inference::RateLimit| {
                format!("{:?} {:?} {:?}", limit.limit, limit.remaining, limit.reset.map(|reset| reset.as_secs_f64()))
            };
            format!("{}, {}", one(limits.requests), one(limits.tokens))
        };
        let server = FaultServer::start([reply(200, headers, ANSWER), reply(400, headers, "")]).await;
        let client = server.client();
        assert_eq!(shown(send(&client).await.unwrap().response().rate_limits()), expected);
        assert_eq!(shown(send(&client).await.unwrap_err().rate_limits()), expected);
    }
    check(&[], "None None None, None None None").await;
    let requests = [
        ("x-ratelimit-limit-requests", "-1"),
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "6m0s"),
    ];
    check(&requests, "Some(-1) Some(0) Some(360.0), None None None").await;
    let tokens = [
        ("x-ratelimit-limit-tokens", "many"),
        ("X-RateLimit-Remaining-Tokens", "9000"),
        ("x-rate-limit-reset-tokens", "1"),
    ];
    check(&tokens, "None None None, None Some(9000) Some(1.0)").await;
}

/// All that an error shows, and nothing of it may be the key.
fn assert_masked(error: &Error, key: &str) {
    let headers = error.headers().map(|headers| format!("{headers:?}")).unwrap_or_default();
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let body = String::from_utf8_lossy(error.body());
    let parts = (error.code(), error.message(), error.param(), error.request_id());
    let shown = format!("{error} {error:?} {:?} {headers} {values:?} {body} {parts:?}", chain(error));
    assert!(!shown.contains(key), "{shown}");
}

#[tokio::test]
async fn an_echoed_key_is_masked_wherever_it_comes() {
    let quoted = format!(r#"{{"error":{{"code":"{KEY}","message":"no such key: {KEY}, {KEY}","param":"{KEY}"}}}}"#);
    let echo = [("x-echo", KEY), ("x-request-id", KEY), ("x-ms-error-code", KEY), ("location", KEY)];
    for status in [400, 401, 307, 200] {
        let error = error_of(reply(status, &echo, &quoted)).await;
        assert_masked(&error, KEY);
        assert_eq!(error.message(), "no such key: ***, ***", "{error}");
        assert_eq!(error.headers().unwrap()["x-echo"], "***");
        assert_eq!(error.body(), quoted.replace(KEY, "***").as_bytes());
    }
    let html = error_of(reply(403, &echo, format!("<html>{KEY}</html>"))).await;
    assert_masked(&html, KEY);
    // In a 200 that can't be read, also where the decoder quotes it.
    assert_masked(&error_of(reply(200, &echo, format!("<html>{KEY}</html>"))).await, KEY);
    assert_masked(&error_of(reply(200, &echo, format!(r#"{{"choices":"{KEY}"}}"#))).await, KEY);
    let cut = [head(200, &[("x-echo", KEY), ("content-length", "900")]), KEY.into()].concat();
    let cut = error_of(vec![Act::Send(cut), Act::Wait(milliseconds(20))]).await;
    assert_masked(&cut, KEY);
    assert_eq!(cut.body(), b"***");
}

#[tokio::test]
async fn a_key_is_masked_where_the_kept_body_ends() {
    let body = format!("{}{KEY}", "x".repeat((64 << 10) - 5));
    let error = error_of(reply(400, &[], body)).await;
    assert!(!String::from_utf8_lossy(error.body()).contains(&KEY[..4]));
}

#[tokio::test]
async fn an_echoed_key_is_masked_however_it_was_set_and_escaped() {
    async fn check(
        build: impl FnOnce(azure_inference::ClientBuilder) -> azure_inference::ClientBuilder,
        key: &str,
        echo: &str,
    ) {
        let body = format!(r#"{{"message":"no such key: {echo}"}}"#);
        let server = FaultServer::start([reply(401, &[], body)]).await;
        let builder = Client::builder(&server.url).no_proxy().retry(quick());
        let error = send(&build(builder).build().unwrap()).await.unwrap_err();
        assert_masked(&error, key);
        assert_eq!(error.message(), "no such key: ***", "{echo}");
    }
    check(|builder| builder.bearer(KEY), KEY, KEY).await;
    check(|builder| builder.header("authorization", &format!("Bearer {KEY}")), KEY, KEY).await;
    check(|builder| builder.header("Api-Key", KEY), KEY, KEY).await;
    check(|builder| builder.header("Ocp-Apim-Subscription-Key", KEY), KEY, KEY).await;
    let key = "canary+/0123456789==";
    check(|builder| builder.api_key(key), key, key).await;
    check(|builder| builder.api_key(key), key, r"canary\u002B\/0123456789\u003d\u003D").await;
    check(|builder| builder.api_key(key), key, "canary%2B%2f0123456789%3D%3D").await;
}

#[tokio::test]
async fn an_echoed_key_is_masked_in_the_headers_of_an_answer() {
    let server = FaultServer::start([reply(200, &[("x-echo", KEY), ("x-request-id", "r-1")], ANSWER)]).await;
    let answer = send(&server.client()).await.unwrap();
    assert_eq!(answer.response().headers()["x-echo"], "***");
    assert!(!format!("{answer:?}").contains(KEY));
    assert_eq!(answer.response().request_id(), Some("r-1"));
}

#[tokio::test]
async fn a_key_replaced_during_a_call_is_masked_too() {
    let pause = [Act::Wait(milliseconds(150))];
    let script = [&pause[..], &reply(401, &[("x-echo", KEY)], KEY)].concat();
    let server = FaultServer::start([script]).await;
    let client = server.client();
    let rotate = async {
        tokio::time::sleep(milliseconds(50)).await;
        client.set_api_key("another-key-of-the-caller").unwrap();
    };
    let (result, ()) = tokio::join!(send(&client), rotate);
    assert_masked(&result.unwrap_err(), KEY);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let target = FaultServer::start([answer()]).await;
        let location = format!("{}/chat/completions", target.url);
        let server = FaultServer::start([reply(status, &[("location", &location)], "")]).await;
        let error = send(&server.client()).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 1));
        assert_eq!(error.headers().unwrap()["location"], location.as_str());
        assert_eq!((server.connections(), target.connections()), (1, 0));
    }
}

#[tokio::test]
async fn a_new_key_goes_out_from_the_next_try_of_every_clone() {
    let server = FaultServer::start([reply(503, &[("retry-after-ms", "300")], ""), answer()]).await;
    let client = server.client();
    let rotate = async {
        within_seconds(10, async {
            while server.requests().is_empty() {
                tokio::time::sleep(milliseconds(2)).await;
            }
        })
        .await;
        client.set_api_key("second-key").unwrap();
    };
    let clone = client.clone();
    let (result, ()) = tokio::join!(send(&clone), rotate);
    assert_eq!(result.unwrap().response().attempts(), 2);
    assert!(client.set_api_key("bad\n").unwrap_err().is_input(), "and the old one stays");
    send(&clone).await.unwrap();
    client.set_bearer("token").unwrap();
    send(&clone).await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> =
        requests.iter().map(|request| (request.header("api-key"), request.header("authorization"))).collect();
    let first = format!("Bearer {KEY}");
    let second = (Some("second-key"), Some("Bearer second-key"));
    assert_eq!(sent, [(Some(KEY), Some(first.as_str())), second, second, (None, Some("Bearer token"))]);
}

#[tokio::test]
async fn a_connection_that_ended_idle_is_survived() {
    let keep_alive = || {
        let length = ANSWER.len().to_string();
        Act::Send([head(200, &[("content-length", &length)]), ANSWER.into()].concat())
    };
    // Closed, or reset, while nothing was under way: not even a try of its own.
    for end in [vec![], vec![Act::Reset]] {
        let server =
            FaultServer::start([[vec![keep_alive(), Act::Wait(milliseconds(20))], end].concat(), answer()]).await;
        let client = server.client();
        send(&client).await.unwrap();
        tokio::time::sleep(milliseconds(100)).await;
        assert_eq!(send(&client).await.unwrap().text(), "ok");
        assert_eq!(server.connections(), 2);
    }
    // Closed as the next request came in.
    let server = FaultServer::start([vec![keep_alive(), Act::Read], answer()]).await;
    let client = server.client();
    send(&client).await.unwrap();
    assert_eq!(send(&client).await.unwrap().response().attempts(), 2);
}

#[tokio::test]
async fn connections_are_kept_and_shared_by_clones() {
    let length = ANSWER.len().to_string();
    let answer = Act::Send([head(200, &[("content-length", &length)]), ANSWER.into()].concat());
    let script = vec![answer.clone(), Act::Read, answer.clone(), Act::Read, answer, Act::Stall];
    let server = FaultServer::start([script]).await;
    let client = server.client();
    for client in [client.clone(), client.clone(), client] {
        send(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn the_raw_client_forgets_an_error_with_its_call() {
    let server = FaultServer::start([vec![Act::Reset], vec![Act::Reset], answer()]).await;
    let raw = server.builder().retry(quick().max_retries(1)).build().unwrap().raw();
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert!(error.to_string().contains("the connection failed"), "{error}");
    let answer = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap();
    assert_eq!(answer.choices.as_ref().unwrap().len(), 1);
}

#[tokio::test]
async fn the_raw_client_takes_no_cut_answer_for_a_whole_one() {
    let script = vec![Act::Send([head(200, &[("content-length", "900")]), ANSWER.into()].concat())];
    let server = FaultServer::start([script]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
}

#[tokio::test]
async fn an_error_of_the_service_reaches_the_raw_client() {
    let server = FaultServer::start([vec![Act::Send(response(404, &[("x-request-id", "r-1")], "gone"))]]).await;
    let body = azure_inference::models::ChatCompletionsOptions::default();
    let error = server.client().raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}
