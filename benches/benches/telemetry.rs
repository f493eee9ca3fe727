//! The cost of telemetry: a small call and a stream without a subscriber, with one that filters everything out, and with one
//! that records all spans and events of this crate.
//!
//! `--only NAME` runs one subject once, for profilers.

use azure_inference_benches::measure::{Subject, table};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::wire::{Chunks, Framing};
use azure_inference_benches::{PROMPT, SYSTEM, client, facts, pin_to, runtime};
use tracing::Subscriber;
use tracing::subscriber::with_default;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Registry, fmt};

const ROUNDS: usize = 100;
const CALLS: u64 = 100;
const CHUNKS: u64 = 20_000;
const NO_SUBSCRIBER: &str = "no subscriber";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == server::SERVE) {
        pin_to(1);
        return server::serve();
    }
    pin_to(0);
    let only = arguments.iter().skip_while(|argument| *argument != "--only").nth(1).map(String::as_str);
    if only.is_none() {
        facts::print("current_thread; the server is a separate process");
    }
    let server = Server::start();
    let runtime = runtime();
    let calls = client(&server.completions());
    let send = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = calls.chat().system(SYSTEM).user(PROMPT).max_tokens(256).temperature(0.0);
                assert!(!call.send().await.expect("a response").text().is_empty());
            }
        });
    };
    measure("A small call", "call", CALLS, only, &send);
    let streams = client(&server.stream(Chunks::Azure, Framing::Framed, CHUNKS));
    let read = || {
        runtime.block_on(async {
            let stream = streams.chat().user(PROMPT).stream().await.expect("a stream");
            assert!(!stream.finish().await.expect("a response").text().is_empty());
        });
    };
    measure("A stream of Azure's chunks, framed", "chunk", CHUNKS, only, &read);
}

fn measure(title: &str, unit: &'static str, units: u64, only: Option<&str>, run: &dyn Fn()) {
    let subjects = vec![
        Subject::new(NO_SUBSCRIBER, units, || {
            // Reset the cached interest of the subscriber of another subject.
            tracing::callsite::rebuild_interest_cache();
            run();
        }),
        Subject::new("a subscriber that filters everything out", units, || {
            with_default(Registry::default().with(writer()).with(LevelFilter::OFF), run);
        })
        // Rounds vary by some percent.
        .target(1.05),
        Subject::new("a subscriber that records this crate's spans and events", units, || {
            let targets = Targets::new().with_target("azure_inference", LevelFilter::TRACE);
            with_default(Registry::default().with(writer()).with(targets), run);
        }),
    ];
    if let Some(name) = only {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.starts_with(name)) {
            (subject.run)();
        }
        return;
    }
    table(title, unit, ROUNDS, NO_SUBSCRIBER, subjects);
}

/// Formats spans and events, as a program that logs them does, and discards the text.
fn writer<S>() -> fmt::Layer<S, fmt::format::DefaultFields, fmt::format::Format, fn() -> std::io::Sink>
where
    S: Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    fmt::layer().with_writer(std::io::sink as fn() -> std::io::Sink)
}
