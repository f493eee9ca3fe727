//! Malicious servers: time and peak memory of one call with the default limits, each in a new process.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use azure_inference::{ChatResponse, Client, Result, RetryPolicy};
use azure_inference_benches::{facts, memory, runtime};
use flate2::Compression;
use flate2::write::DeflateEncoder;

struct Case {
    name: &'static str,
    is_stream: bool,
    /// The bytes to send once, and the bytes to repeat after them.
    bytes: fn() -> (Vec<u8>, Vec<u8>),
}

const OK: &str = "HTTP/1.1 200 OK\r\n";
const CASES: [Case; 20] = [
    Case {
        name: "a small response",
        is_stream: false,
        bytes: || whole(r#"{"choices":[{"message":{"content":"ok"}}]}"#.into()),
    },
    Case { name: "a response of 200 MB of text", is_stream: false, bytes: text },
    Case { name: "an endless response", is_stream: false, bytes: || endless(OK, "", b"x".repeat(1 << 16)) },
    Case { name: "an endless response, gzip 1:1000", is_stream: false, bytes: || bomb(OK, " ") },
    Case {
        name: "an endless error",
        is_stream: false,
        bytes: || endless("HTTP/1.1 400 Bad\r\n", "", b"x".repeat(1 << 16)),
    },
    Case { name: "an endless error, gzip 1:1000", is_stream: false, bytes: || bomb("HTTP/1.1 400 Bad\r\n", " ") },
    Case { name: "endless headers", is_stream: false, bytes: || (OK.into(), b"x-a: b\r\n".repeat(8192)) },
    Case { name: "one endless header", is_stream: false, bytes: || (format!("{OK}x: ").into(), b"x".repeat(1 << 16)) },
    Case { name: "349,000 choices in 1 MiB", is_stream: false, bytes: || choices(349_000) },
    Case { name: "1,000,000 choices", is_stream: false, bytes: || choices(1_000_000) },
    Case { name: "80,000,000 choices", is_stream: false, bytes: || choices(80_000_000) },
    Case { name: "unknown member, 16,000,000 numbers", is_stream: false, bytes: || numbers(16_000_000) },
    Case { name: "unknown member, 100,000,000 numbers", is_stream: false, bytes: || numbers(100_000_000) },
    Case {
        name: "200 MB of text, a float for an integer",
        is_stream: false,
        bytes: || {
            let text = "x".repeat(200_000_000);
            whole(format!(r#"{{"choices":[{{"message":{{"content":"{text}"}}}}],"created":1.5}}"#).into())
        },
    },
    Case {
        name: "16,000,000 numbers, a float for one",
        is_stream: false,
        bytes: || {
            let numbers = "0,".repeat(16_000_000);
            whole(format!(r#"{{"x":[{numbers}0],"choices":[{{"message":{{"content":"a"}}}}],"created":1.5}}"#).into())
        },
    },
    Case {
        name: "16,000,000 bytes of a token and a text",
        is_stream: false,
        bytes: || {
            let token = format!(r#"{{"bytes":[{}"x"]}}"#, "0,".repeat(16_000_000));
            let logprobs = format!(r#"{{"content":[{token}]}}"#);
            whole(format!(r#"{{"choices":[{{"message":{{"content":"a"}},"logprobs":{logprobs}}}]}}"#).into())
        },
    },
    Case { name: "JSON of 50,000,000 levels", is_stream: false, bytes: || whole(b"[".repeat(50_000_000)) },
    Case {
        name: "a stream of endless comments",
        is_stream: true,
        bytes: || endless(OK, ": a\n", b": ping\n\n".repeat(8192)),
    },
    Case {
        name: "a stream of one endless event",
        is_stream: true,
        bytes: || endless(OK, "data: x", b"x".repeat(1 << 16)),
    },
    Case { name: "a stream of empty chunks, gzip", is_stream: true, bytes: || bomb(OK, "data: {\"choices\":[]}\n\n") },
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--case") {
        let case = arguments.get(place + 1).and_then(|number| CASES.get(number.parse::<usize>().ok()?));
        return measure(case.expect("the number of a case"));
    }
    facts::print("current_thread; the server is another thread");
    println!("{:<36} {:>9} {:>10} {:>10}  outcome", "case", "ms", "sent KiB", "peak MiB");
    for number in 0..CASES.len() {
        print!("{}", memory::in_new_process(&["--case", &number.to_string()]));
    }
}

fn measure(case: &Case) {
    let (once, again) = (case.bytes)();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    memory::reset_peak();
    let before = memory::resident();
    let server = std::thread::spawn(move || serve(&listener, once, &again));
    let client = Client::builder(url).no_proxy().retry(RetryPolicy::none()).build().expect("a client");
    let start = Instant::now();
    let outcome = runtime().block_on(send_request(&client, case.is_stream));
    let (time, peak) = (start.elapsed().as_secs_f64() * 1e3, memory::peak());
    let outcome = match outcome {
        Ok(response) => format!("a response of {} choices", response.choices().len()),
        Err(error) => error.to_string().chars().take(72).collect(),
    };
    drop(client);
    let sent = server.join().expect("the server ends") / 1024;
    let more = peak.saturating_sub(before) / 1024;
    println!("{:<36} {time:>9.0} {sent:>10} {more:>10}  {outcome}", case.name);
}

async fn send_request(client: &Client, is_stream: bool) -> Result<ChatResponse> {
    let request = client.chat().user("Hi");
    if is_stream { request.stream().await?.finish().await } else { request.send().await }
}

/// Returns the number of bytes that the client read.
fn serve(listener: &TcpListener, once: Vec<u8>, again: &[u8]) -> usize {
    let (mut stream, _) = listener.accept().expect("the client connects");
    let _ = stream.read(&mut [0; 4096]);
    let mut sent = send(&mut stream, &once);
    while !again.is_empty() && stream.write_all(again).is_ok() {
        sent += again.len();
    }
    sent
}

fn send(stream: &mut TcpStream, bytes: &[u8]) -> usize {
    bytes.chunks(1 << 16).take_while(|piece| stream.write_all(piece).is_ok()).map(<[u8]>::len).sum()
}

fn whole(body: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    let head = format!("{OK}content-length: {}\r\n\r\n", body.len());
    ([head.into_bytes(), body].concat(), Vec::new())
}

fn endless(head: &str, start: &str, piece: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    let kind = if start.is_empty() { "" } else { "content-type: text/event-stream\r\n" };
    (format!("{head}{kind}\r\n{start}").into(), piece)
}

/// Returns a compressed body. Each piece has 1 MiB of the text.
fn bomb(head: &str, text: &str) -> (Vec<u8>, Vec<u8>) {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.repeat((1 << 20) / text.len()).as_bytes()).expect("it is memory");
    encoder.flush().expect("it is memory");
    let kind = if text.len() > 1 { "content-type: text/event-stream\r\n" } else { "" };
    let head = format!("{head}{kind}content-encoding: gzip\r\n\r\n");
    let gzip = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";
    ([head.as_bytes(), gzip].concat(), encoder.get_ref().clone())
}

fn text() -> (Vec<u8>, Vec<u8>) {
    whole(format!(r#"{{"choices":[{{"message":{{"content":"{}"}}}}]}}"#, "x".repeat(200_000_000)).into())
}

fn choices(count: usize) -> (Vec<u8>, Vec<u8>) {
    whole(format!(r#"{{"choices":[{}{{}}]}}"#, "{},".repeat(count - 1)).into())
}

fn numbers(count: usize) -> (Vec<u8>, Vec<u8>) {
    whole(format!(r#"{{"x":[{}0],"choices":[{{}}]}}"#, "0,".repeat(count - 1)).into())
}
