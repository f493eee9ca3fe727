//! A streamed run with tools: `cargo run --example tools_stream`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use std::io::Write;
use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{ChatEvent, Client, Result, RunEvent, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
struct Route {
    /// The departure city.
    origin_city: String,
    /// The destination city.
    destination_city: String,
}

async fn get_flight_info(route: Route) -> Result<String, String> {
    Err(format!("no flight goes from {} to {}", route.origin_city, route.destination_city))
}

async fn get_train_info(route: Route) -> String {
    format!("A train leaves {} for {} every day at 8:05.", route.origin_city, route.destination_city)
}

/// The replies of the mock.
fn scripts() -> Vec<Script> {
    let route = r#"{"origin_city":"Miami","destination_city":"Seattle"}"#;
    let calls = Script::stream().tool_call(0, "call_1", "get_flight_info", route);
    let calls = calls.tool_call(1, "call_2", "get_train_info", route).finish("tool_calls").usage(90, 40).done();
    let words = ["No flight ", "goes there, ", "but a train ", "does: ", "every day ", "at 8:05."];
    let response = Script::stream().drip(&words, Duration::from_millis(100)).finish("stop").usage(160, 14).done();
    vec![calls, response]
}

#[tokio::main]
async fn main() -> Result<()> {
    let mock = ByteServer::start(scripts()).await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
        support::mock_client(Client::builder(mock.url()).api_key("mock"))?
    };

    let tools = ToolSet::new().try_tool("get_flight_info", "The next flight between two cities", get_flight_info).tool(
        "get_train_info",
        "The next train between two cities",
        get_train_info,
    );
    let request = client
        .chat()
        .system("You help travellers, with the environment in mind.")
        .user("How do I get from Miami to Seattle?")
        .tools(&tools)
        .max_tokens(256);

    let mut events = request.include_usage(true).run_stream().await?;
    while let Some(event) = events.next().await {
        match event? {
            RunEvent::Model(ChatEvent::Text { text, .. }) => {
                print!("{text}");
                std::io::stdout().flush().expect("the terminal is writable");
            }
            RunEvent::ToolStarted { id, name, arguments } => println!("[{id}: {name} {arguments}]"),
            RunEvent::ToolRejected { id, name, content, .. } => println!("[{id}: {name} not called: {content}]"),
            RunEvent::ToolFinished { id, content, failure, .. } => println!("[{id}: {content} {failure:?}]"),
            _ => {}
        }
    }
    let run = events.into_run()?;
    println!();
    let tokens = run.usage().map_or(0, |usage| usage.total());
    println!("{} rounds, {tokens} tokens, finish reason {:?}", run.rounds(), run.response().finish_reason());
    Ok(())
}
