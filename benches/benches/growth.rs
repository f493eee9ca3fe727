//! How the cost of a call grows with its work: chunks, streams, responses and tools of several sizes. The cost per unit must
//! not grow with the number of units, except for effects of the caches and the kernel, which the floor has too.

use std::rc::Rc;

use azure_inference::models::FunctionDefinition;
use azure_inference_benches::floor::{Lines, Parse, Request, common};
use azure_inference_benches::measure::{cpu_time, met_or_missed};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{PROMPT, client, facts, plain_http, plain_request, runtime};
use futures_util::future::join_all;
use serde_json::json;

const ROUNDS: usize = 5;
/// The maximum growth of the cost per unit from the row before, relative to the growth of the floor.
const TARGET: f64 = 1.25;

/// One size of the work.
struct Row {
    size: String,
    /// The number of units of a round.
    units: f64,
    run: Box<dyn FnMut()>,
    /// The same work by hand.
    floor: Option<Box<dyn FnMut()>>,
}

impl Row {
    fn new(size: String, units: usize, run: impl FnMut() + 'static) -> Self {
        Self { size, units: units as f64, run: Box::new(run), floor: None }
    }

    fn floor(self, floor: impl FnMut() + 'static) -> Self {
        Self { floor: Some(Box::new(floor)), ..self }
    }
}

fn main() {
    if std::env::args().any(|argument| argument == server::SERVE) {
        return server::serve();
    }
    facts::print("current_thread; the server is a separate process");
    chunk_sizes();
    streams();
    response_sizes();
    tool_definitions();
    tool_calls();
}

/// Prints the least CPU time of each size. The fixed cost of a call is spread over more units as they grow.
fn table(title: &str, unit: &str, rows: Vec<Row>) {
    println!("{title} ({ROUNDS} rounds; CPU ns per {unit})\n");
    println!("| | best | floor | growth | growth of the floor | target |\n| --- | ---: | ---: | ---: | ---: | --- |");
    let mut before = None;
    for mut row in rows {
        let mut best = [f64::INFINITY; 2];
        for round in 0..=ROUNDS {
            for (best, run) in best.iter_mut().zip([Some(&mut row.run), row.floor.as_mut()]) {
                let start = cpu_time();
                if let Some(run) = run {
                    run();
                }
                // The first round opens the connections.
                if round > 0 {
                    *best = best.min((cpu_time() - start).as_nanos() as f64 / row.units);
                }
            }
        }
        let has_floor = row.floor.is_some();
        let growth = before.map(|before: [f64; 2]| [best[0] / before[0], best[1] / before[1]]);
        let text = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.2}"));
        let target = growth.map_or(String::new(), |[own, floor]| {
            let limit = if has_floor { TARGET * floor.max(1.0) } else { TARGET };
            format!("≤ {limit:.2}: {}", met_or_missed(own <= limit))
        });
        let floor = if has_floor { format!("{:.1}", best[1]) } else { String::new() };
        let [own, floors] = [growth.map(|growth| growth[0]), growth.filter(|_| has_floor).map(|growth| growth[1])];
        println!("| {} | {:.1} | {floor} | {} | {} | {target} |", row.size, best[0], text(own), text(floors));
        before = Some(best);
    }
    println!();
}

fn chunk_sizes() {
    let rows = [100, 1 << 10, 4 << 10, 16 << 10, 64 << 10].map(|size: usize| {
        let (server, runtime) = (Rc::new(Server::start()), Rc::new(runtime()));
        let count = ((8 << 20) / size).min(20_000);
        let url = server.sized(size, count);
        let (client, http) = (client(&url), plain_http());
        let floors = (Rc::clone(&server), Rc::clone(&runtime));
        let run = move || {
            let _ = &server;
            runtime.block_on(async {
                let mut stream = client.chat().user(PROMPT).stream().await.expect("a stream");
                let mut text = 0;
                while let Some(chunk) = stream.next().await {
                    text += chunk.expect("a chunk").text().len();
                }
                assert!(text > count);
            });
        };
        let floor = move || {
            let (_, runtime) = &floors;
            runtime.block_on(read_by_hand(&http, &url));
        };
        Row::new(format!("chunks of {size} bytes"), count * size / 1024, run).floor(floor)
    });
    table("The size of a chunk", "KiB", rows.into());
}

async fn read_by_hand(http: &reqwest::Client, url: &str) {
    let mut response = plain_request(http, url, &Request::new(true)).send().await.expect("a stream");
    let (mut lines, mut text) = (Lines::<common::Chunk>::new(Parse::Slice), String::new());
    while let Some(bytes) = response.chunk().await.expect("bytes") {
        lines.feed_to(&bytes, |chunk| {
            let contents = chunk.choices.iter().filter_map(|choice| choice.delta.content.as_deref());
            contents.for_each(|content| text.push_str(content));
        });
    }
    assert!(lines.chunks > 1 && !text.is_empty());
}

fn streams() {
    const CHUNKS: usize = 100;
    let rows = [1, 10, 100, 1_000, 5_000].map(|streams: usize| {
        let (server, runtime) = (Rc::new(Server::start()), Rc::new(runtime()));
        let url = server.together(streams, CHUNKS);
        let (client, http) = (client(&url), plain_http());
        let floors = (Rc::clone(&server), Rc::clone(&runtime));
        let run = move || {
            let _ = &server;
            let one = || async {
                let response = client.chat().user(PROMPT).stream().await.expect("a stream").finish().await;
                assert!(!response.expect("a response").text().is_empty());
            };
            runtime.block_on(join_all((0..streams).map(|_| one())));
        };
        let floor = move || {
            let (_, runtime) = &floors;
            runtime.block_on(join_all((0..streams).map(|_| read_by_hand(&http, &url))));
        };
        Row::new(format!("{streams} concurrent"), streams * CHUNKS, run).floor(floor)
    });
    table(&format!("Streams of {CHUNKS} chunks"), "chunk", rows.into());
}

fn response_sizes() {
    let rows = [1_000, 10_000, 100_000, 1_000_000, 10_000_000].map(|size: usize| {
        let (server, runtime) = (Rc::new(Server::start()), Rc::new(runtime()));
        let url = server.text(size);
        let (client, http) = (client(&url), plain_http());
        let calls = (10_000_000 / size).min(500);
        let floors = (Rc::clone(&server), Rc::clone(&runtime));
        let run = move || {
            let _ = &server;
            runtime.block_on(async {
                for _ in 0..calls {
                    let response = client.chat().user(PROMPT).send().await.expect("a response");
                    assert_eq!(response.text().len(), size);
                }
            });
        };
        let floor = move || {
            let (_, runtime) = &floors;
            runtime.block_on(async {
                for _ in 0..calls {
                    let response = plain_request(&http, &url, &Request::new(false)).send().await.expect("a response");
                    let body = response.bytes().await.expect("a body");
                    let completion: common::Completion = serde_json::from_slice(&body).expect("a completion");
                    assert_eq!(completion.choices[0].message.content.as_ref().map(String::len), Some(size));
                }
            });
        };
        Row::new(format!("{size} bytes of text"), calls * size / 1000, run).floor(floor)
    });
    table("The size of a response", "1,000 bytes", rows.into());
}

fn tool_definitions() {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let schema = schema.as_object().expect("an object").clone();
    let rows = [1, 10, 50, 200].map(|tools: usize| {
        let (server, runtime) = (Server::start(), runtime());
        let client = client(&server.completions());
        let schema = schema.clone();
        let run = move || {
            let _ = &server;
            let define = |number| FunctionDefinition {
                parameters: schema.clone(),
                ..FunctionDefinition::new(format!("tool_{number}"))
            };
            runtime.block_on(async {
                for _ in 0..50 {
                    let call = client.chat().user(PROMPT).tools((0..tools).map(define));
                    assert!(!call.send().await.expect("a response").text().is_empty());
                }
            });
        };
        Row::new(format!("{tools} tools"), 50 * tools, run)
    });
    table("A request with tools", "tool", rows.into());
}

fn tool_calls() {
    let rows = [1, 10, 50, 200].map(|calls: usize| {
        let (server, runtime) = (Server::start(), runtime());
        let client = client(&server.calls(calls));
        let run = move || {
            let _ = &server;
            runtime.block_on(async {
                for _ in 0..20 {
                    let stream = client.chat().user(PROMPT).stream().await.expect("a stream");
                    assert_eq!(stream.finish().await.expect("a response").tool_calls().len(), calls);
                }
            });
        };
        Row::new(format!("{calls} calls"), 20 * calls, run)
    });
    table("A stream of tool calls, 12 chunks each", "call", rows.into());
}
