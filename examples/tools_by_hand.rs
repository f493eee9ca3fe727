//! Tools called by hand, step by step: `cargo run --example tools_by_hand`.
//!
//! Asks the service that `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL` name, without them a mock.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{Conversation, Result, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize, JsonSchema)]
struct Route {
    /// The name of the city that the flight starts from.
    origin_city: String,
    /// The name of the city that the flight goes to.
    destination_city: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    let route = json!({"origin_city": "Miami", "destination_city": "Seattle"});
    let (client, mock) = support::client(Reply::tool_call("get_flight_info", route)).await?;
    if let Some(mock) = &mock {
        mock.reply(Reply::text("There is no flight from Miami to Seattle. Take the train."));
    }

    // The tools.
    let tools = ToolSet::new().tool("get_flight_info", "The next flight between two cities", |route: Route| async move {
        json!({"info": format!("No flight goes from {} to {}. Take a train.", route.origin_city, route.destination_city)})
    });
    // The conversation.
    let mut conversation = Conversation::new();
    conversation.system("You help travellers, with the environment in mind.");
    conversation.user("When is the next flight from Miami to Seattle?");
    // The model is asked at most four times.
    for _ in 0..4 {
        let answer = client.chat().messages(&conversation).tools(&tools).max_tokens(256).send().await?;
        println!("finish reason: {:?}", answer.finish_reason());
        // What it says is history, its calls included.
        conversation.push(&answer);
        if answer.tool_calls().is_empty() {
            println!("answer: {}", answer.text());
            return Ok(());
        }
        // Each call must be answered.
        for call in answer.tool_calls() {
            let message = tools.call(call).await;
            println!("{call:?}\n  gives {message:?}");
            conversation.push(message);
        }
    }
    println!("(it would go on calling tools)");
    Ok(())
}
