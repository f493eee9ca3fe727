//! A small chat call over loopback, keep-alive: this crate beside plain reqwest + serde, and async-openai.
//!
//! Such a call runs through 200 KiB of machine code once, more than a processor's first cache holds: CPU time follows the
//! number of distinct lines of code rather than that of instructions.
//!
//! `--only NAME`, for profilers, runs one subject once.

use async_openai::types::chat::{
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs,
};
use azure_inference_benches::floor::usual;
use azure_inference_benches::measure::{Clock, Subject, run};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{
    MODEL, PROMPT, SYSTEM, async_openai, client, facts, floor, keep_to, plain_http, plain_request, runtime,
};
use serde::de::DeserializeOwned;

// Short, so that a change of the machine's speed falls into few of them.
const ROUNDS: usize = 250;
const CALLS: u64 = 50;
const FLOOR: &str = "floor: reqwest + serde, usual members";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == server::SERVE) {
        keep_to(1);
        return server::serve();
    }
    keep_to(0);
    let server = Server::start();
    let url = server.answers();
    let runtime = runtime();

    let ours = client(&url);
    let ask_ours = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = ours.chat().system(SYSTEM).user(PROMPT).max_tokens(256).temperature(0.0);
                let response = call.send().await.expect("an answer");
                assert!(!response.text().is_empty());
            }
        });
    };
    let http = plain_http();
    let ask_usual = || runtime.block_on(ask_plainly::<usual::Completion>(&http, &url));
    let ask_all = || runtime.block_on(ask_plainly::<floor::Completion>(&http, &url));
    let peer = async_openai(&url);
    let ask_peer = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let messages = [
                    ChatCompletionRequestSystemMessage::from(SYSTEM).into(),
                    ChatCompletionRequestUserMessage::from(PROMPT).into(),
                ];
                let mut call = CreateChatCompletionRequestArgs::default();
                let call = call.model(MODEL).max_tokens(256_u32).temperature(0.0).messages(messages);
                let response = peer.chat().create(call.build().expect("a request")).await.expect("an answer");
                assert!(!response.choices.is_empty());
            }
        });
    };

    let subjects = vec![
        Subject::new("azure-inference", CALLS, ask_ours).target(1.15).not_above("async-openai"),
        Subject::new(FLOOR, CALLS, ask_usual),
        Subject::new("floor: reqwest + serde, every member", CALLS, ask_all),
        Subject::new("async-openai", CALLS, ask_peer),
    ];
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--only").nth(1) {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.starts_with(name.as_str())) {
            (subject.run)();
        }
        return;
    }
    facts::print("current_thread; a server is another process");
    let times = run("call", ROUNDS, subjects);
    times.print("A small chat call, as its caller waits for it", FLOOR, Clock::Elapsed);
    times.print("The same, as the client's process works", FLOOR, Clock::Cpu);
}

async fn ask_plainly<T: DeserializeOwned>(http: &reqwest::Client, url: &str) {
    for _ in 0..CALLS {
        let response = plain_request(http, url, &floor::Request::new(false)).send().await.expect("an answer");
        let body = response.bytes().await.expect("a body");
        std::hint::black_box(serde_json::from_slice::<T>(&body).expect("a completion"));
    }
}
