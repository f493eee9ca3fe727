//! Streams whose chunks have the forms of several services, coalesced, by what the caller reads.

use azure_inference::{ChatRequest, Client};
use azure_inference_benches::floor::{Lines, Parse, Request, common};
use azure_inference_benches::forms::FORMS;
use azure_inference_benches::measure::cpu_time;
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{PROMPT, client, facts, plain_http, plain_request, runtime};

const ROUNDS: usize = 9;
const CHUNKS: usize = 4_000;

fn main() {
    if std::env::args().any(|argument| argument == server::SERVE) {
        return server::serve();
    }
    facts::print("current_thread; the server is a separate process");
    let (server, runtime, http) = (Server::start(), runtime(), plain_http());
    println!("CPU time relative to lines split by hand, common members (medians of {ROUNDS} rounds)\n");
    println!("| form | floor, ns per chunk | text() | update() | events() | finish() |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (form, (name, _)) in FORMS.iter().enumerate() {
        let url = server.form(form, CHUNKS);
        let client = client(&url);
        let mut figures = [const { Vec::new() }; 5];
        // The first round opens the connections.
        for round in 0..=ROUNDS {
            for (subject, figures) in figures.iter_mut().enumerate() {
                let start = cpu_time();
                runtime.block_on(async {
                    match subject {
                        0 => by_hand(&http, &url).await,
                        1 => text(&client).await,
                        2 => update(&client).await,
                        3 => events(&client).await,
                        _ => finish(&client).await,
                    }
                });
                if round > 0 {
                    figures.push((cpu_time() - start).as_nanos() as f64 / CHUNKS as f64);
                }
            }
        }
        let [floor, subjects @ ..] = &figures;
        let ratios = subjects
            .each_ref()
            .map(|own| format!("{:.2}", median(own.iter().zip(floor).map(|(own, floor)| own / floor))));
        println!("| {name} | {:.0} | {} |", median(floor.iter().copied()), ratios.join(" | "));
    }
    println!();
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

async fn by_hand(http: &reqwest::Client, url: &str) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let mut lines = Lines::<common::Chunk>::new(Parse::Slice);
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        lines.feed(&bytes);
    }
    assert_eq!(lines.chunks, CHUNKS as u64 + 1);
}

/// Asks for several choices, so that the server's form decides which choice a chunk belongs to.
fn request(client: &Client) -> ChatRequest {
    client.chat().user(PROMPT).n(2)
}

async fn text(client: &Client) {
    let (mut stream, mut size) = (request(client).stream().await.expect("a stream"), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.expect("a chunk");
        size += chunk.text().len() + chunk.reasoning().len();
    }
    std::hint::black_box(size);
}

async fn update(client: &Client) {
    let (mut stream, mut choices) = (request(client).stream().await.expect("a stream"), 0);
    while let Some(chunk) = stream.next().await {
        choices += chunk.expect("a chunk").update().choices.as_ref().map_or(0, Vec::len);
    }
    assert!(choices >= CHUNKS);
}

async fn events(client: &Client) {
    let (mut stream, mut events) = (request(client).stream().await.expect("a stream").events(), 0);
    while let Some(event) = stream.next().await {
        event.expect("an event");
        events += 1;
    }
    assert!(events > 1);
}

async fn finish(client: &Client) {
    let response = request(client).stream().await.expect("a stream").finish().await.expect("a response");
    assert!(response.finish_reason().is_some());
}
