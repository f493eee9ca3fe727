//! Hostile servers: each call ends with an error within its limits. `benches/` has the figures.

use std::io::Write;
use std::time::Duration;

use azure_inference::{ChatResponse, Client, Error, ErrorKind, RetryPolicy, Timeouts};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{COMPLETION, FaultServer, Script, Step, error_chain, head, success, within_seconds};

const MAX_RESPONSE: usize = 1 << 20;
/// An upper bound for the buffers of two sockets and of the HTTP stack.
const BUFFERS: usize = 20 << 20;

/// A client that accepts responses of up to 1 MiB.
fn client(server: &FaultServer) -> Client {
    server.builder().max_response_size(MAX_RESPONSE).retry(RetryPolicy::none()).build().unwrap()
}

async fn whole(client: &Client) -> Result<ChatResponse, Error> {
    within_seconds(60, client.chat().user("Hi").send()).await
}

async fn streamed(client: &Client) -> Result<ChatResponse, Error> {
    let request = client.chat().user("Hi").max_event_size(256 << 10);
    within_seconds(60, async { request.stream().await?.finish().await }).await
}

/// The errors of a whole and of a streamed response from a server that runs this script on every connection.
async fn errors_of(script: Script) -> [Error; 2] {
    let server = FaultServer::start([script]).await;
    let client = client(&server);
    [whole(&client).await.unwrap_err(), streamed(&client).await.unwrap_err()]
}

fn send_bytes(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into())
}

const STREAM: [(&str, &str); 2] = [("content-type", "text/event-stream"), ("x-request-id", "r-1")];
const GZIP_STREAM: [(&str, &str); 2] = [("content-type", "text/event-stream"), ("content-encoding", "gzip")];

/// A block of a compressed body that can be repeated: 1 MiB of this text in some thousand bytes.
fn gzip_block(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.repeat((1 << 20) / text.len()).as_bytes()).unwrap();
    // A flushed block ends at a byte boundary, does not refer to earlier data and is not the last.
    encoder.flush().unwrap();
    let piece = encoder.get_ref().clone();
    assert!(piece.len() < 8 << 10, "{} bytes are not a compression bomb", piece.len());
    piece
}

const GZIP_HEAD: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";

#[tokio::test]
async fn an_endless_response_is_bounded() {
    async fn check(name: &str, is_stream: bool, script: Script, reason: &str) {
        let server = FaultServer::start([script]).await;
        let client = client(&server);
        let result = if is_stream { streamed(&client).await } else { whole(&client).await };
        let error = result.expect_err(name);
        assert!(error.to_string().contains(reason), "{name}: {error}");
        assert!(error.is_decode() && error.body().len() <= 64 << 10, "{name}: {error:?}");
        let taken = server.repeated().await;
        assert!(taken < MAX_RESPONSE + BUFFERS, "{name}: {taken} bytes were read");
    }
    let large = "1048576 bytes";
    let block = "x".repeat(1 << 16);
    let chunk = format!("10000\r\n{block}\r\n");
    let sized = [("content-length", "100000000000")];
    check("sized", false, vec![send_bytes(head(200, &sized)), Step::Repeat(block.clone().into())], large).await;
    check("unsized", false, vec![send_bytes(head(200, &[])), Step::Repeat(block.clone().into())], large).await;
    let chunked = head(200, &[("transfer-encoding", "chunked")]);
    check("chunked", false, vec![send_bytes(chunked), Step::Repeat(chunk.into())], large).await;
    check("in place of a stream", true, vec![send_bytes(head(200, &[])), Step::Repeat(block.clone().into())], large)
        .await;

    let stream = |piece: &str| {
        vec![send_bytes(head(200, &STREAM)), send_bytes(": hi\n"), Step::Repeat(piece.as_bytes().to_vec())]
    };
    let event = "262144 bytes";
    check("a comment", true, stream(&block), event).await;
    check(
        "an event of one line",
        true,
        [vec![send_bytes(head(200, &STREAM)), send_bytes("data: ")], stream(&block).split_off(2)].concat(),
        event,
    )
    .await;
    check("an event of many lines", true, stream(&"data: xxxxxxxx\n".repeat(4096)), event).await;
    check("comments", true, stream(&": ping\n\n".repeat(8192)), large).await;
    check("line ends", true, stream(&"\n".repeat(1 << 16)), large).await;
    check("empty events", true, stream(&"data:\n\n".repeat(8192)), large).await;
    check("empty chunks", true, stream(&"data: {\"choices\":[]}\n\n".repeat(4096)), large).await;
    check("unknown fields", true, stream(&"id: 1\nretry: 1\nx: 1\n".repeat(4096)), large).await;

    let compression_bomb =
        |text: &str| vec![send_bytes([&head(200, &GZIP_STREAM), GZIP_HEAD].concat()), Step::Repeat(gzip_block(text))];
    check("a compression bomb", false, compression_bomb(" "), large).await;
    check("a compression bomb of events", true, compression_bomb("data: {\"choices\":[]}\n\n"), large).await;
    check("a compression bomb of one event", true, compression_bomb("data: x\n"), event).await;
}

#[tokio::test]
async fn a_compression_bomb_in_an_error_is_bounded() {
    let script = vec![send_bytes([&head(400, &GZIP_STREAM), GZIP_HEAD].concat()), Step::Repeat(gzip_block("no "))];
    let server = FaultServer::start([script]).await;
    let error = whole(&client(&server)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.body().len()), (400, 64 << 10));
    assert!(server.repeated().await < BUFFERS);
}

#[tokio::test]
async fn an_endless_response_head_is_bounded() {
    async fn check(row: &str, start: impl Into<Vec<u8>>, piece: String) {
        let server = FaultServer::start([vec![Step::Send(start.into()), Step::Repeat(piece.into())]]).await;
        let error = whole(&client(&server)).await.unwrap_err();
        assert!(error_chain(&error).len() > 1 && !error.is_timeout(), "{row}: {error:?}");
        assert!(server.repeated().await < BUFFERS, "{row}");
    }
    let long = "x".repeat(1 << 16);
    check("reason phrase", "HTTP/1.1 200 ", long.clone()).await;
    check("header value", "HTTP/1.1 200 OK\r\nx: ", long.clone()).await;
    check("many headers", "HTTP/1.1 200 OK\r\n", "x-a: b\r\n".repeat(8192)).await;
    check("long headers", "HTTP/1.1 200 OK\r\n", format!("x: {long}\r\n")).await;
    check("status line", "", long.clone()).await;
    let chunked = head(200, &[("transfer-encoding", "chunked")]);
    check("chunk extension", [&chunked, &b"5;x="[..]].concat(), long.clone()).await;
    check("trailers", [&chunked, &b"0\r\n"[..]].concat(), "x-a: b\r\n".repeat(8192)).await;
}

#[tokio::test]
async fn a_server_that_sends_slowly_forever_times_out() {
    async fn check(row: &str, start: impl Into<Vec<u8>>, piece: &str) {
        let script = vec![Step::Send(start.into()), Step::Trickle(piece.into(), Duration::from_millis(2))];
        let server = FaultServer::start([script]).await;
        let limit = Duration::from_millis(150);
        let timeouts = Timeouts::default().response(limit).first_byte(limit).keep_alive_only(limit);
        let client = server.builder().timeouts(timeouts).retry(RetryPolicy::none()).build().unwrap();
        for error in [whole(&client).await.unwrap_err(), streamed(&client).await.unwrap_err()] {
            assert!(error.is_timeout(), "{row}: {error:?}");
        }
    }
    check("interim responses", "", "HTTP/1.1 100 Continue\r\n\r\n").await;
    check("header value", "HTTP/1.1 200 OK\r\nx-a: ", "b").await;
    check("body", head(200, &[("content-length", "100000")]), " ").await;
    check("chunks", head(200, &[("transfer-encoding", "chunked")]), "1\r\n \r\n").await;
    check("comments", [head(200, &STREAM), b": hi\n".to_vec()].concat(), ": ping\n").await;
    check("empty events", [head(200, &STREAM), b": hi\n".to_vec()].concat(), "data:\n\n").await;
    check("a line", [head(200, &STREAM), b": hi\n".to_vec()].concat(), "x").await;
}

#[tokio::test]
async fn a_flood_of_interim_responses_ends() {
    let script = vec![Step::Repeat("HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n".repeat(512).into())];
    let server = FaultServer::start([script]).await;
    let timeouts = Timeouts::default().response(Duration::from_millis(400));
    let client = server.builder().timeouts(timeouts).retry(RetryPolicy::none()).build().unwrap();
    let error = whole(&client).await.unwrap_err();
    assert!(error.is_timeout() || error_chain(&error).len() > 1, "{error:?}");
}

#[tokio::test]
async fn a_stream_of_keep_alives_times_out_and_keeps_the_partial_text() {
    let chunk = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    let start = [head(200, &STREAM), chunk.to_vec()].concat();
    let server =
        FaultServer::start([vec![Step::Send(start), Step::Trickle(": ping\n".into(), Duration::from_millis(2))]]).await;
    let timeouts = Timeouts::default().keep_alive_only(Duration::from_millis(300));
    let client = server.builder().timeouts(timeouts).build().unwrap();
    let error = streamed(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.message().contains("keep-alives"), "{error:?}");
    assert_eq!(error.partial_response().unwrap().text(), "Hi");
}

#[tokio::test]
async fn malformed_http_is_an_error() {
    async fn check(name: &str, response: impl AsRef<[u8]>) {
        for error in errors_of(vec![send_bytes(response.as_ref()), Step::Wait(Duration::from_millis(20))]).await {
            assert!(error_chain(&error).len() > 1 || error.status().is_some(), "{name}: {error:?}");
        }
    }
    let with = |headers: &str, body: &str| format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}");
    check("nothing", "").await;
    check("HTTP/0.9", "<html>hello</html>").await;
    check("another version", with("", COMPLETION).replace("1.1", "9.9")).await;
    check("no status", "HTTP/1.1 OK\r\n\r\n").await;
    check("a status of 0", "HTTP/1.1 000 Zero\r\n\r\n").await;
    check("a status of five digits", "HTTP/1.1 20000 OK\r\n\r\n").await;
    check("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03").await;
    check("HTTP/2", b"\x00\x00\x00\x04\x00\x00\x00\x00\x00").await;
    check("zeros", [0; 4096]).await;
    check("a header without a colon", with("what", COMPLETION)).await;
    check("a NUL in a header", with("x: a\0b", COMPLETION)).await;
    check("a negative length", with("content-length: -5", COMPLETION)).await;
    check("a length that overflows", with("content-length: 99999999999999999999999", COMPLETION)).await;
    check("two lengths", with("content-length: 5\r\ncontent-length: 6", COMPLETION)).await;
    check("a chunk size that overflows", with("transfer-encoding: chunked", "fffffffffffffffff\r\n{")).await;
    check("a chunk of the largest size", with("transfer-encoding: chunked", "fffffffffffffffe\r\n{")).await;
    check("a negative chunk size", with("transfer-encoding: chunked", "-1\r\n{")).await;
    check("a chunk longer than its size", with("transfer-encoding: chunked", "1\r\n{}\r\n0\r\n\r\n")).await;
    check("a body without chunks", with("transfer-encoding: chunked", COMPLETION)).await;
    check("an unknown encoding", with("transfer-encoding: gzip, x", "\x1f\u{8b}")).await;
    check("a switch of protocols", "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n").await;
}

#[tokio::test]
async fn bytes_after_a_response_are_not_the_next_response() {
    let smuggled = COMPLETION.replace("ok", "smuggled");
    let length = COMPLETION.len().to_string();
    let keep_alive = |body: &str| [head(200, &[("content-length", &length)]), body.into()].concat();
    let second = [head(200, &[("content-length", &smuggled.len().to_string())]), smuggled.clone().into()].concat();
    for (row, rest) in [("a response", second), ("a byte", b"x".to_vec()), ("a body", smuggled.clone().into_bytes())] {
        let script = vec![Step::Send([keep_alive(COMPLETION), rest].concat()), Step::Stall];
        let server = FaultServer::start([script, success()]).await;
        let client = client(&server);
        for _ in 0..2 {
            assert_eq!(whole(&client).await.unwrap().text(), "ok", "{row}");
        }
        assert_eq!(server.connections(), 2, "{row}: the connection is not reused");
    }
}

#[tokio::test]
async fn a_content_length_that_is_too_short_truncates_the_response() {
    let short = head(200, &[("content-length", "20")]);
    let server =
        FaultServer::start([vec![Step::Send([short, COMPLETION.into()].concat()), Step::Stall], success()]).await;
    let client = client(&server);
    assert!(whole(&client).await.unwrap_err().is_decode());
    assert_eq!(whole(&client).await.unwrap().text(), "ok");
}

#[tokio::test]
async fn a_response_before_the_request_was_read_is_returned() {
    async fn check(is_kept_open: bool) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let refusal = [head(413, &[("content-length", "8")]), b"too long".to_vec()].concat();
        let serve = async {
            while let Ok((mut stream, _)) = listener.accept().await {
                stream.read_exact(&mut [0; 64]).await.unwrap();
                stream.write_all(&refusal).await.unwrap();
                if is_kept_open {
                    std::future::pending().await
                }
            }
        };
        let client = Client::builder(url).no_proxy().retry(RetryPolicy::none()).build().unwrap();
        let prompt = "x".repeat(8 << 20);
        let error = tokio::select! {
            () = serve => panic!("the server ends"),
            result = within_seconds(60, client.chat().user(prompt).send()) => result.unwrap_err(),
        };
        // A reset may arrive before the response.
        let has_status = error.status().is_some_and(|status| status == 413);
        assert!(has_status || !is_kept_open && error_chain(&error).len() > 1, "{error:?}");
    }
    check(true).await;
    check(false).await;
}

/// The results of a whole and of a streamed response with this JSON.
async fn results_of(json: &str) -> [Result<ChatResponse, Error>; 2] {
    let length = json.len().to_string();
    let plain = [head(200, &[("content-length", &length), ("connection", "close")]), json.into()].concat();
    let event = format!("data: {json}\n\ndata: [DONE]\n\n");
    let event = [head(200, &[STREAM[0], ("connection", "close")]), event.into()].concat();
    let server = FaultServer::start([vec![Step::Send(plain)], vec![Step::Send(event)]]).await;
    let client = server.builder().retry(RetryPolicy::none()).build().unwrap();
    let request = client.chat().user("Hi");
    [whole(&client).await, within_seconds(60, async { request.stream().await?.finish().await }).await]
}

#[tokio::test]
async fn deeply_nested_json_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}{}", open.repeat(1 << 15), close.repeat(1 << 15));
        for place in [
            "@",
            r#"{"choices":@}"#,
            r#"{"x":@}"#,
            r#"{"error":@}"#,
            r#"{"choices":[{"message":{"content":@}}]}"#,
            r#"{"choices":[{"content_filter_results":{"hate":@}}]}"#,
        ] {
            let [whole, streamed] = results_of(&place.replace('@', &deep)).await;
            assert!(whole.unwrap_err().is_decode(), "{open} {place}");
            // Unknown fields of a chunk are skipped at any depth.
            assert!(streamed.err().is_none_or(|error| error.is_decode()), "{open} {place}");
        }
        let server = FaultServer::start([crate::support::reply(400, &[], deep)]).await;
        assert_eq!(whole(&client(&server)).await.unwrap_err().status().unwrap().as_u16(), 400);
    }
}

#[tokio::test]
async fn json_that_expands_in_memory_is_an_error() {
    for part in ["{}", r#"{"index":1}"#] {
        let many = vec![part; (1 << 20) + 1].join(",");
        for result in results_of(&format!(r#"{{"choices":[{many}]}}"#)).await {
            let error = result.unwrap_err();
            assert!(error.kind() == ErrorKind::TooLarge, "{error:?}");
        }
    }
    // In a stream, each choice, call and category of the content filter is searched among all.
    async fn check(most: usize, event: impl Fn(usize) -> String) {
        let events: String = (0..most).map(|index| format!("data: {}\n\n", event(index))).collect();
        let script = [head(200, &STREAM), events.into(), b"data: [DONE]\n\n".to_vec()].concat();
        let server = FaultServer::start([vec![Step::Send(script)]]).await;
        let result = streamed(&client(&server)).await;
        assert_eq!(result.is_err(), most > 1024, "{most}: {result:?}");
        assert!(result.err().is_none_or(|error| error.kind() == ErrorKind::TooLarge));
    }
    let call = |index| {
        format!(
            r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{{"index":{index},"function":{{"name":"f"}}}}]}}}}]}}"#
        )
    };
    for most in [1024, 1025] {
        // Two choices each, since a single choice in a chunk is read with any index.
        check(most, |index| format!(r#"{{"choices":[{{"index":{index}}},{{"index":{index}}}]}}"#)).await;
        check(most, call).await;
    }
    let result = |index| format!(r#"{{"choices":[{{"index":0,"content_filter_results":{{"c{index}":{{}}}}}}]}}"#);
    for most in [1024, 1025] {
        check(most, result).await;
    }
    let results: Vec<String> = (0..2000).map(|index| format!(r#""c{index}":{{}}"#)).collect();
    check(1025, |_| format!(r#"{{"choices":[{{"index":0,"content_filter_results":{{{}}}}}]}}"#, results.join(",")))
        .await;
    let calls: Vec<String> = (0..2000).map(|index| format!(r#"{{"index":{index}}}"#)).collect();
    check(1025, |_| format!(r#"{{"choices":[{{"index":0,"delta":{{"tool_calls":[{}]}}}}]}}"#, calls.join(","))).await;
}

#[tokio::test]
async fn large_valid_json_is_read() {
    let key = "k".repeat(1 << 20);
    let choice = &COMPLETION[1..COMPLETION.len() - 1];
    let twice = format!(r#"{{"{key}":1,"{key}":2,{choice}}}"#);
    let numbers = format!(r#"{{"x":[{}],{choice}}}"#, vec!["0"; 1 << 18].join(","));
    for json in [twice, numbers] {
        assert_eq!(results_of(&json).await[0].as_ref().unwrap().text(), "ok");
    }
}

#[tokio::test]
async fn many_invalid_members_are_repaired_in_one_pass() {
    let slips = format!(r#"{{"choices":[{}]}}"#, vec!["null"; 1 << 17].join(","));
    assert!(results_of(&slips).await[0].as_ref().unwrap().choices().is_empty());
}
