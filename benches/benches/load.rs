//! 2,000 calls and 1,000 streams concurrently on one client, with a server in the same process that fails a third of the
//! requests.
//!
//! `--calls N` and `--streams N` set the numbers. Each needs two file descriptors; see `ulimit -n`.

#[path = "../../tests/it/load/crowd.rs"]
mod crowd;

use std::time::Instant;

use azure_inference_benches::{facts, memory};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, default| {
        let place = arguments.iter().position(|argument| argument == name);
        place.and_then(|place| arguments.get(place + 1)?.parse().ok()).unwrap_or(default)
    };
    let (calls, streams) = (number("--calls", 2_000), number("--streams", 1_000));
    facts::print("multi_thread; the server is in the same process");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    let start = Instant::now();
    let tally = runtime.block_on(crowd::run(calls, streams));
    println!("{calls} calls and {streams} streams: {:.2?}, peak {} MiB", start.elapsed(), memory::peak() / 1024);
    println!("requests {}, retries {}, responses {}", tally.requests, tally.retries, tally.responses);
    for (kind, count) in &tally.errors {
        println!("{count:>7}  {kind}");
    }
    assert_eq!(tally.responses + tally.errors.values().sum::<usize>(), calls + streams, "each call ends once");
}
