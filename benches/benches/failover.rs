//! What a small chat call costs more if its client has a second member, which is not needed: this crate beside itself.
//!
//! `--only NAME`, for profilers, runs one subject once.

use azure_inference_benches::measure::{Clock, Subject, run};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{KEY, MODEL, PROMPT, SYSTEM, client, facts, keep_to, runtime};

const ROUNDS: usize = 500;
const CALLS: u64 = 50;
const ALONE: &str = "one endpoint";

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

    let builder = || azure_inference::Client::builder(&url).api_key(KEY).model(MODEL).no_proxy();
    let alone = client(&url);
    let fallback = builder().fallback(client(&url)).build().expect("a client");
    let peers = builder().peer(client(&url)).build().expect("a client");
    let ask = |client: &azure_inference::Client| {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = client.chat().system(SYSTEM).user(PROMPT).max_tokens(256).temperature(0.0);
                let response = call.send().await.expect("an answer");
                assert!(!response.text().is_empty());
            }
        });
    };
    let subjects = vec![
        Subject::new(ALONE, CALLS, || ask(&alone)),
        Subject::new("with a fallback", CALLS, || ask(&fallback)).target(1.01),
        Subject::new("with a peer", CALLS, || ask(&peers)),
    ];
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--only").nth(1) {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.starts_with(name.as_str())) {
            (subject.run)();
        }
        return;
    }
    facts::print("current_thread; a server is another process");
    run("call", ROUNDS, subjects).print("A small chat call by a client with several members", ALONE, Clock::Cpu);
}
