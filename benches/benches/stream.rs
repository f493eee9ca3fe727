//! A streamed chat completion over loopback: CPU time of this crate, its parts, floors and peers; then memory.
//!
//! `--only NAME` runs one subject once, for profilers. `--no-memory` does not measure memory.

use std::hint::black_box;
use std::time::Duration;

use async_openai::types::chat::{ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs};
use azure_inference::sse::Decoder;
use azure_inference::{Accumulator, Chunk};
use azure_inference_benches::floor::{Lines, Parse, Request, Update, common};
use azure_inference_benches::measure::{Subject, met_or_missed, table};
use azure_inference_benches::memory::{in_new_process, resident};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::wire::{self, Chunks, Framing};
use azure_inference_benches::{MODEL, PROMPT, async_openai, client, facts, plain_http, plain_request, runtime};
use bytes::Bytes;
use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

const ROUNDS: usize = 15;
const CHUNKS: u64 = 20_000;
const FLOOR: &str = "floor: split by hand, common members";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1).map(String::as_str);
    if has(server::SERVE) {
        return server::serve();
    }
    if let Some(part) = after("--memory") {
        return memory_part(part);
    }
    let only = after("--only");
    if only.is_none() {
        facts::print("current_thread; the server is a separate process");
    }
    for chunks in [Chunks::Plain, Chunks::Azure] {
        for framing in [Framing::Coalesced, Framing::Framed] {
            if after("--case").is_none_or(|case| case == format!("{}-{}", chunks.name(), framing.name())) {
                speed(chunks, framing, only);
            }
        }
    }
    if only.is_none() && !has("--no-memory") {
        memory();
    }
}

/// CPU time per chunk.
fn speed(chunks: Chunks, framing: Framing, only: Option<&str>) {
    let server = Server::start();
    let url = server.stream(chunks, framing, CHUNKS);
    let runtime = runtime();
    let ours = client(&url);
    let http = plain_http();
    let peer = async_openai(&url);
    let pieces = pieces(chunks, framing);
    let jsons: Vec<Bytes> = chunks.json().map(Bytes::from).into();
    let updates: Vec<Chunk> = chunks.json().map(|json| Chunk::from_json(json).expect("a chunk")).into();

    let subjects = vec![
        Subject::new("azure-inference, text() of each chunk", CHUNKS, || runtime.block_on(read_texts(&ours)))
            .target(if framing == Framing::Coalesced { 0.65 } else { 0.92 }),
        Subject::new("azure-inference, update() of each chunk", CHUNKS, || runtime.block_on(read_updates(&ours)))
            .target(1.15),
        Subject::new("azure-inference, only Decoder", CHUNKS, || decode(&pieces)),
        Subject::new("azure-inference, only Accumulator", CHUNKS, || accumulate(&updates)),
        Subject::new("azure-inference, only Chunk::from_json", CHUNKS, || decode_chunks(&jsons)),
        Subject::new("floor: only decoding, common members", CHUNKS, || decode_by_hand(&jsons)),
        Subject::new("floor: only reading", CHUNKS, || runtime.block_on(drain(&http, &url))),
        Subject::new(FLOOR, CHUNKS, || runtime.block_on(split::<common::Chunk>(&http, &url, Parse::Slice))),
        Subject::new("the same, UTF-8 validated once per line", CHUNKS, || {
            runtime.block_on(split::<common::Chunk>(&http, &url, Parse::Text))
        }),
        Subject::new("floor: split by hand, all members", CHUNKS, || {
            runtime.block_on(split::<Update>(&http, &url, Parse::Slice))
        }),
        Subject::new("eventsource-stream + serde_json", CHUNKS, || runtime.block_on(read_events(&http, &url))),
        Subject::new("async-openai", CHUNKS, || runtime.block_on(read_peer(&peer))),
    ];
    if let Some(name) = only {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.contains(name)) {
            (subject.run)();
        }
        return;
    }
    let title = format!("Chunks of {} bytes ({}), {}", chunks.mean_size(), chunks.name(), framing.name());
    table(&title, "chunk", ROUNDS, FLOOR, subjects);
}

async fn read_texts(client: &azure_inference::Client) {
    let size = read(client, |chunk| chunk.text().len()).await;
    assert!(size > 0);
}

async fn read_updates(client: &azure_inference::Client) {
    let choices = read(client, |chunk| chunk.update().choices.as_ref().map_or(0, Vec::len)).await;
    assert_eq!(choices as u64, CHUNKS + 1);
}

/// Reads a stream to its end and returns the sum of `size` of each chunk.
async fn read(client: &azure_inference::Client, size: impl Fn(&Chunk) -> usize) -> usize {
    let mut stream = client.chat().user(PROMPT).stream().await.expect("a stream");
    let (mut count, mut sum) = (0, 0);
    while let Some(chunk) = stream.next().await {
        sum += size(black_box(&chunk.expect("a chunk")));
        count += 1;
    }
    assert_eq!(count, CHUNKS + 1);
    assert!(!stream.into_response().expect("a response").text().is_empty());
    sum
}

/// Returns the body of a stream as the HTTP client yields it.
fn pieces(chunks: Chunks, framing: Framing) -> Vec<Bytes> {
    let events = chunks.events();
    let mut body = Vec::new();
    for event in events.iter().cycle().take(CHUNKS as usize) {
        body.extend_from_slice(event);
    }
    let mut rest = Bytes::from(body);
    let mut pieces = Vec::new();
    let mut sizes = events.iter().map(Vec::len).cycle();
    while !rest.is_empty() {
        let size = if framing == Framing::Framed { sizes.next().unwrap_or_default() } else { wire::COALESCED };
        pieces.push(rest.split_to(size.min(rest.len())));
    }
    pieces
}

fn decode(pieces: &[Bytes]) {
    let mut decoder = Decoder::new();
    let mut count = 0;
    for piece in pieces {
        decoder.feed(piece.clone());
        while let Some(event) = decoder.next_event().expect("small events") {
            black_box(event);
            count += 1;
        }
    }
    assert_eq!(count, CHUNKS);
}

/// Decodes each chunk in full. A stream does that only for chunks that differ from earlier ones in more than their text.
fn decode_chunks(jsons: &[Bytes]) {
    for json in jsons.iter().cycle().take(CHUNKS as usize) {
        black_box(Chunk::from_json(json.clone()).expect("a chunk"));
    }
}

fn decode_by_hand(jsons: &[Bytes]) {
    for json in jsons.iter().cycle().take(CHUNKS as usize) {
        black_box(serde_json::from_slice::<common::Chunk>(json).expect("a chunk"));
    }
}

fn accumulate(updates: &[Chunk]) {
    let mut accumulator = Accumulator::default();
    for update in updates.iter().cycle().take(CHUNKS as usize) {
        accumulator.push(black_box(update.update()));
    }
    black_box(accumulator.into_completions());
}

async fn drain(http: &reqwest::Client, url: &str) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut size = 0;
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        size += bytes.len();
    }
    assert!(size as u64 > CHUNKS);
}

async fn split<T: DeserializeOwned>(http: &reqwest::Client, url: &str, parse: Parse) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut lines = Lines::<T>::new(parse);
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        lines.feed(&bytes);
    }
    assert_eq!(lines.chunks, CHUNKS + 1);
}

async fn read_events(http: &reqwest::Client, url: &str) {
    let response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut events = response.bytes_stream().eventsource();
    let mut count = 0;
    while let Some(event) = events.next().await {
        let data = event.expect("an event").data;
        if data != "[DONE]" {
            black_box(serde_json::from_str::<Update>(&data).expect("a chunk"));
            count += 1;
        }
    }
    assert_eq!(count, CHUNKS + 1);
}

type Peer = async_openai::Client<async_openai::config::OpenAIConfig>;

async fn open_peer(client: &Peer) -> async_openai::types::chat::ChatCompletionResponseStream {
    let mut call = CreateChatCompletionRequestArgs::default();
    let call = call.model(MODEL).messages([ChatCompletionRequestUserMessage::from(PROMPT).into()]);
    client.chat().create_stream(call.build().expect("a request")).await.expect("a stream")
}

/// async-openai reports an error for the last chunk, since it has no id. The error is ignored.
async fn read_peer(client: &Peer) {
    let mut stream = open_peer(client).await;
    let mut count = 0;
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => drop(black_box(chunk)),
            Err(_) => break,
        }
        count += 1;
    }
    assert!(count >= CHUNKS);
}

/// Measures memory, each part in a new process.
fn memory() {
    println!("Memory (resident, KiB)\n\n| | measured | target |\n| --- | --- | --- |");
    for part in ["pause", "pause-async-openai", "million", "thousand"] {
        print!("{}", in_new_process(&["--memory", part]));
    }
}

fn memory_part(part: &str) {
    let server = Server::start();
    let runtime = runtime();
    match part {
        "pause" => runtime.block_on(pause(&server)),
        "pause-async-openai" => runtime.block_on(pause_peer(&server)),
        "million" => runtime.block_on(million(&server)),
        _ => runtime.block_on(thousand(&server)),
    }
}

const PUSHED: u64 = 500_000;
const PAUSE: Duration = Duration::from_secs(3);

/// Measures the additional memory while a reader pauses and then continues.
async fn pause(server: &Server) {
    let warm = client(&server.stream(Chunks::Plain, Framing::Framed, 10));
    drop(warm.chat().user(PROMPT).stream().await.expect("a stream"));
    let idle = resident();
    let mut stream = client(&server.stream(Chunks::Plain, Framing::Framed, PUSHED))
        .chat()
        .user(PROMPT)
        .stream()
        .await
        .expect("a stream");
    for _ in 0..100 {
        stream.next().await.expect("more").expect("a chunk");
    }
    tokio::time::sleep(PAUSE).await;
    let paused = resident().saturating_sub(idle);
    let mut peak = paused;
    let mut count = 100_u64;
    while let Some(chunk) = stream.next().await {
        chunk.expect("a chunk");
        count += 1;
        if count.is_multiple_of(10_000) {
            peak = peak.max(resident().saturating_sub(idle));
        }
    }
    assert_eq!(count, PUSHED + 1);
    let text = stream.into_response().expect("a response").text().len() / 1024;
    println!(
        "| a reader pauses 3 s while {PUSHED} chunks are pushed | +{paused} in the pause, +{peak} until the end (with {text} of text of the response) | < 8192: {} |",
        met_or_missed(peak < 8192)
    );
}

async fn pause_peer(server: &Server) {
    let warm = async_openai(&server.stream(Chunks::Plain, Framing::Framed, 10));
    drop(open_peer(&warm).await);
    let idle = resident();
    let mut stream = open_peer(&async_openai(&server.stream(Chunks::Plain, Framing::Framed, PUSHED))).await;
    for _ in 0..100 {
        stream.next().await.expect("more").expect("a chunk");
    }
    tokio::time::sleep(PAUSE).await;
    println!("| the same with async-openai | +{} in the pause | |", resident().saturating_sub(idle));
}

/// Measures the growth of memory over a million chunks, without the text of the response, which has to grow.
async fn million(server: &Server) {
    let client = client(&server.stream(Chunks::Azure, Framing::Coalesced, 1_000_000));
    let mut stream = client.chat().user(PROMPT).stream().await.expect("a stream");
    let (mut count, mut sizes) = (0_u64, Vec::new());
    let mut text = 0;
    while let Some(chunk) = stream.next().await {
        text += chunk.expect("a chunk").text().len();
        count += 1;
        if count.is_multiple_of(100_000) {
            sizes.push((resident(), text as u64 / 1024));
        }
    }
    let (first, last) = (sizes[0], sizes[sizes.len() - 1]);
    let (grown, text) = (last.0.saturating_sub(first.0), last.1 - first.1);
    // The capacity of a growing `String` is up to twice its length.
    println!(
        "| a million chunks | {} after 100,000, {} after 1,000,000: +{grown}, with {text} of text of the response | no growth except for the text: {} |",
        first.0,
        last.0,
        met_or_missed(grown < 2 * text + 512)
    );
}

/// Measures the memory of each of a thousand open streams.
async fn thousand(server: &Server) {
    const STREAMS: u64 = 1000;
    let client = client(&server.idle());
    let mut streams = vec![client.chat().user(PROMPT).stream().await.expect("a stream")];
    let before = resident();
    for _ in 0..STREAMS {
        streams.push(client.chat().user(PROMPT).stream().await.expect("a stream"));
    }
    for _ in 0..25 {
        for stream in &mut streams {
            stream.next().await.expect("more").expect("a chunk");
        }
    }
    let each = resident().saturating_sub(before) as f64 / STREAMS as f64;
    println!("| 1,000 concurrent streams | {each:.1} each | ≤ 64: {} |", met_or_missed(each <= 64.0));
}
