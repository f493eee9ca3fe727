//! A manual tool loop: `cargo run --example tools_by_hand`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{Conversation, Result, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize, JsonSchema)]
struct Route {
    /// The departure city.
    origin_city: String,
    /// The destination city.
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
    // At most four requests.
    for _ in 0..4 {
        let response = client.chat().messages(&conversation).tools(&tools).max_tokens(256).send().await?;
        println!("finish reason: {:?}", response.finish_reason());
        // The response, including its tool calls, is part of the conversation.
        conversation.push(&response);
        if response.tool_calls().is_empty() {
            println!("response: {}", response.text());
            return Ok(());
        }
        // Every tool call needs a result.
        for call in response.tool_calls() {
            let message = tools.call(call).await;
            println!("{call:?}\n  result: {message:?}");
            conversation.push(message);
        }
    }
    println!("(the model still requests tools after four requests)");
    Ok(())
}
