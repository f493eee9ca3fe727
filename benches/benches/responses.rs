//! A streamed response of the Responses API over loopback: CPU time per delta of this crate, and of lines split by hand.
//!
//! `--only NAME`, for profilers, runs one subject once; `--case coalesced` or `--case framed` selects a framing.

use std::hint::black_box;

use azure_inference::{Api, Chunk};
use azure_inference_benches::floor::{Lines, Parse, Request, common};
use azure_inference_benches::measure::{Subject, table};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::wire::Framing;
use azure_inference_benches::{PROMPT, client_of, facts, plain_http, plain_request, runtime};

const ROUNDS: usize = 15;
const DELTAS: u64 = 20_000;
const FLOOR: &str = "floor: split by hand, common members";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1).map(String::as_str);
    if arguments.iter().any(|argument| argument == server::SERVE) {
        return server::serve();
    }
    let only = after("--only");
    if only.is_none() {
        facts::print("current_thread; the server is a separate process");
    }
    for framing in [Framing::Coalesced, Framing::Framed] {
        if after("--case").is_none_or(|case| case == framing.name()) {
            speed(framing, only);
        }
    }
}

fn speed(framing: Framing, only: Option<&str>) {
    let server = Server::start();
    let url = server.responses(framing, DELTAS);
    let runtime = runtime();
    let ours = client_of(&url, Api::Responses);
    let http = plain_http();
    let subjects = vec![
        Subject::new("azure-inference, text() of each chunk", DELTAS, || {
            runtime.block_on(read(&ours, |chunk| chunk.text().len()));
        })
        .target(1.0),
        Subject::new("azure-inference, update() of each chunk", DELTAS, || {
            runtime.block_on(read(&ours, |chunk| chunk.update().choices.as_ref().map_or(0, Vec::len)));
        }),
        Subject::new(FLOOR, DELTAS, || runtime.block_on(split(&http, &url, Parse::Slice))),
        Subject::new("the same, UTF-8 validated once per line", DELTAS, || {
            runtime.block_on(split(&http, &url, Parse::Text));
        }),
    ];
    if let Some(name) = only {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.contains(name)) {
            (subject.run)();
        }
        return;
    }
    table(&format!("Deltas of the Responses API, {}", framing.name()), "delta", ROUNDS, FLOOR, subjects);
}

/// Reads a stream to its end and calls `size` with each chunk.
async fn read(client: &azure_inference::Client, size: impl Fn(&Chunk) -> usize) {
    let mut stream = client.chat().user(PROMPT).stream().await.expect("a stream");
    let (mut count, mut sum) = (0, 0);
    while let Some(chunk) = stream.next().await {
        sum += size(black_box(&chunk.expect("a chunk")));
        count += 1;
    }
    assert!(count > DELTAS && sum > 0);
    let response = stream.into_response().expect("a response");
    assert!(response.usage().is_some() && response.text().len() as u64 > DELTAS);
}

async fn split(http: &reqwest::Client, url: &str, parse: Parse) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut lines = Lines::<common::Event>::new(parse);
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        lines.feed(&bytes);
    }
    assert!(lines.chunks > DELTAS);
}
