//! The additional cost of a small chat call if its client has a second member that is not used.
//!
//! `--only NAME` runs one subject once, for profilers.

use azure_inference_benches::measure::{Clock, Subject, run};
use azure_inference_benches::server::{self, Server};
use azure_inference_benches::{KEY, MODEL, PROMPT, SYSTEM, client, facts, pin_to, runtime};

const ROUNDS: usize = 500;
const CALLS: u64 = 50;
const SINGLE: &str = "one endpoint";

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

    let builder = || azure_inference::Client::builder(&url).api_key(KEY).model(MODEL).no_proxy();
    let single = client(&url);
    let fallback = builder().fallback(client(&url)).build().expect("a client");
    let peers = builder().peer(client(&url)).build().expect("a client");
    let send = |client: &azure_inference::Client| {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = client.chat().system(SYSTEM).user(PROMPT).max_tokens(256).temperature(0.0);
                let response = call.send().await.expect("a response");
                assert!(!response.text().is_empty());
            }
        });
    };
    let subjects = vec![
        Subject::new(SINGLE, CALLS, || send(&single)),
        Subject::new("with a fallback", CALLS, || send(&fallback)).target(1.01),
        Subject::new("with a peer", CALLS, || send(&peers)),
    ];
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--only").nth(1) {
        for mut subject in subjects.into_iter().filter(|subject| subject.name.starts_with(name.as_str())) {
            (subject.run)();
        }
        return;
    }
    facts::print("current_thread; the server is a separate process");
    run("call", ROUNDS, subjects).print("A small chat call by a client with several members", SINGLE, Clock::Cpu);
}
