//! 200 concurrent streams over loopback on one thread: CPU time per chunk, then peak memory.
//!
//! `--memory NAME` runs one subject once, also for profilers. `--streams N` sets the number of streams.

use async_openai::types::chat::{ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs};
use azure_inference_benches::floor::{Lines, Parse, Request, Update, common};
use azure_inference_benches::measure::{Subject, table};
use azure_inference_benches::memory::{in_new_process, peak, resident};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::wire::{Chunks, Framing};
use azure_inference_benches::{MODEL, PROMPT, async_openai, client, facts, plain_http, plain_request, runtime};
use futures_util::StreamExt;
use futures_util::future::join_all;
use serde::de::DeserializeOwned;

const ROUNDS: usize = 9;
const STREAMS: u64 = 200;
const CHUNKS: u64 = 300;
const FLOOR: &str = "floor: split by hand, common members";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == server::SERVE) {
        return server::serve();
    }
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let streams = after("--streams").map_or(STREAMS, |streams| streams.parse().expect("a number"));
    let server = Server::start();
    let url = server.stream(Chunks::Plain, Framing::Framed, CHUNKS);
    let runtime = runtime();
    let (ours, http, peer) = (client(&url), plain_http(), async_openai(&url));
    let mut subjects = vec![
        Subject::new("azure-inference", streams * CHUNKS, || {
            runtime.block_on(join_all((0..streams).map(|_| read_ours(&ours))));
        })
        .target(0.85),
        Subject::new(FLOOR, streams * CHUNKS, || {
            runtime.block_on(join_all((0..streams).map(|_| read_by_hand::<common::Chunk>(&http, &url))));
        }),
        Subject::new("floor: split by hand, all members", streams * CHUNKS, || {
            runtime.block_on(join_all((0..streams).map(|_| read_by_hand::<Update>(&http, &url))));
        }),
        Subject::new("async-openai", streams * CHUNKS, || {
            runtime.block_on(join_all((0..streams).map(|_| read_peer(&peer))));
        }),
    ];
    if let Some(name) = after("--memory") {
        let before = resident();
        subjects.iter_mut().filter(|subject| subject.name == name).for_each(|subject| (subject.run)());
        println!("| {name} | {} |", peak().saturating_sub(before));
        return;
    }
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name).collect();
    facts::print("current_thread; the server is a separate process");
    table(&format!("{streams} streams of {CHUNKS} chunks, framed"), "chunk", ROUNDS, FLOOR, subjects);
    println!("Additional memory (KiB)\n\n| | peak |\n| --- | ---: |");
    names.iter().for_each(|name| print!("{}", in_new_process(&["--memory", name])));
}

async fn read_ours(client: &azure_inference::Client) {
    let response = client.chat().user(PROMPT).stream().await.expect("a stream").finish().await.expect("a response");
    assert!(!response.text().is_empty());
}

async fn read_by_hand<T: DeserializeOwned>(http: &reqwest::Client, url: &str) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut lines = Lines::<T>::new(Parse::Slice);
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        lines.feed(&bytes);
    }
    assert_eq!(lines.chunks, CHUNKS + 1);
}

/// async-openai reports an error for the last chunk, since it has no id. The error is ignored.
async fn read_peer(client: &async_openai::Client<async_openai::config::OpenAIConfig>) {
    let mut call = CreateChatCompletionRequestArgs::default();
    let call = call.model(MODEL).messages([ChatCompletionRequestUserMessage::from(PROMPT).into()]);
    let mut stream = client.chat().create_stream(call.build().expect("a request")).await.expect("a stream");
    let mut count = 0;
    while let Some(Ok(_)) = stream.next().await {
        count += 1;
    }
    assert!(count >= CHUNKS);
}
