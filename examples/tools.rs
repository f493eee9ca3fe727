//! Functions that the model calls: `cargo run --example tools`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{Result, ToolSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Deserialize, JsonSchema)]
struct Route {
    /// The departure city.
    origin_city: String,
    /// The destination city.
    destination_city: String,
}

#[derive(Serialize)]
struct FlightInfo {
    info: String,
}

async fn get_flight_info(route: Route) -> FlightInfo {
    let Route { origin_city, destination_city } = route;
    let info =
        format!("No flight goes from {origin_city} to {destination_city}. Take a train: it emits less CO2, too.");
    FlightInfo { info }
}

#[tokio::main]
async fn main() -> Result<()> {
    let route = json!({"origin_city": "Miami", "destination_city": "Seattle"});
    let (client, mock) = support::client(Reply::tool_call("get_flight_info", route)).await?;
    if let Some(mock) = &mock {
        mock.reply(Reply::text("There is no flight from Miami to Seattle. Take the train: it is greener as well."));
    }

    let tools = ToolSet::new().tool(
        "get_flight_info",
        "The next flight between two cities: airline, flight number, date and time.",
        get_flight_info,
    );
    let run = client
        .chat()
        .system("You help travellers to find their way and the means of transport, with the environment in mind.")
        .user("When is the next flight from Miami to Seattle?")
        .tools(&tools)
        .max_tokens(256)
        .run()
        .await?;

    for message in run.conversation() {
        println!("{}", serde_json::to_string(message).expect("messages are JSON"));
    }
    println!("response: {} ({} rounds)", run.text(), run.rounds());
    if let Some(usage) = run.usage() {
        println!("tokens: {}", usage.total());
    }
    Ok(())
}
