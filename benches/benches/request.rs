//! A small chat call over loopback on a reused connection: this crate, reqwest with serde, and async-openai.
//!
//! Such a call executes 200 KiB of machine code once, which exceeds the L1 cache. CPU time depends on the number of distinct
//! cache lines of code rather than on the number of instructions.
//!
//! `--only NAME` runs one subject once, for profilers.

use async_openai::types::chat::{
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs,
};
use azure_inference_benches::floor::common;
use azure_inference_benches::measure::{Clock, Subject, run};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{
    MODEL, PROMPT, SYSTEM, async_openai, client, facts, floor, pin_to, plain_http, plain_request, runtime,
};
use serde::de::DeserializeOwned;

// Short rounds, so that few of them include a change of the machine's speed.
const ROUNDS: usize = 250;
const CALLS: u64 = 50;
const FLOOR: &str = "floor: reqwest + serde, common members";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == server::SERVE) {
        pin_to(1);
        return server::serve();
    }
    pin_to(0);
    let server = Server::start();
    let url = server.completions();
    let runtime = runtime();

    let ours = client(&url);
    let send_ours = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = ours.chat().system(SYSTEM).user(PROMPT).max_tokens(256).temperature(0.0);
                let response = call.send().await.expect("a response");
                assert!(!response.text().is_empty());
            }
        });
    };
    let http = plain_http();
    let send_common = || runtime.block_on(send_by_hand::<common::Completion>(&http, &url));
    let send_all = || runtime.block_on(send_by_hand::<floor::Completion>(&http, &url));
    let peer = async_openai(&url);
    let send_peer = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let messages = [
                    ChatCompletionRequestSystemMessage::from(SYSTEM).into(),
                    ChatCompletionRequestUserMessage::from(PROMPT).into(),
                ];
                let mut call = CreateChatCompletionRequestArgs::default();
                let call = call.model(MODEL).max_tokens(256_u32).temperature(0.0).messages(messages);
                let response = peer.chat().create(call.build().expect("a request")).await.expect("a response");
                assert!(!response.choices.is_empty());
            }
        });
    };

    let subjects = vec![
        Subject::new("azure-inference", CALLS, send_ours).target(1.15).not_above("async-openai"),
        Subject::new(FLOOR, CALLS, send_common),
        Subject::new("floor: reqwest + serde, all members", CALLS, send_all),
        Subject::new("async-openai", CALLS, send_peer),
    ];
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--only").nth(1) {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.starts_with(name.as_str())) {
            (subject.run)();
        }
        return;
    }
    facts::print("current_thread; the server is a separate process");
    let times = run("call", ROUNDS, subjects);
    times.print("A small chat call, elapsed time", FLOOR, Clock::Elapsed);
    times.print("The same, CPU time of the client's process", FLOOR, Clock::Cpu);
}

async fn send_by_hand<T: DeserializeOwned>(http: &reqwest::Client, url: &str) {
    for _ in 0..CALLS {
        let response = plain_request(http, url, &floor::Request::new(false)).send().await.expect("a response");
        let body = response.bytes().await.expect("a body");
        std::hint::black_box(serde_json::from_slice::<T>(&body).expect("a completion"));
    }
}
