//! Tool sets and single calls.

mod calls;
mod definitions;

use azure_inference::ToolSet;
use azure_inference::models::ChatCompletionsToolCall;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Deserialize, JsonSchema)]
struct Route {
    /// The city to start from.
    origin_city: String,
    /// The city to go to.
    destination_city: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Trip {
    legs: Vec<Route>,
}

#[derive(Serialize)]
struct Flight {
    from: String,
    to: String,
}

async fn flight(route: Route) -> Flight {
    Flight { from: route.origin_city, to: route.destination_city }
}

fn flight_tools() -> ToolSet {
    ToolSet::new().tool("get_flight_info", "The next flight", flight)
}

/// A call as a service sends it.
fn tool_call(name: &str, arguments: &str) -> ChatCompletionsToolCall {
    let function = json!({"name": name, "arguments": arguments});
    serde_json::from_value(json!({"id": "call_7", "type": "function", "function": function})).unwrap()
}

/// The result of a call, as text.
async fn result_text(tools: &ToolSet, name: &str, arguments: &str) -> String {
    let message = serde_json::to_value(tools.call(&tool_call(name, arguments)).await).unwrap();
    assert_eq!((&message["role"], &message["tool_call_id"]), (&json!("tool"), &json!("call_7")));
    message["content"].as_str().unwrap().to_owned()
}

async fn assert_result(tools: &ToolSet, name: &str, arguments: &str, expected: Value) {
    let text = result_text(tools, name, arguments).await;
    // Text is sent to the model unchanged, any other value as JSON.
    let read = if expected.is_string() { text.into() } else { serde_json::from_str::<Value>(&text).unwrap() };
    assert_eq!(read, expected, "{name}({arguments})");
}

/// Asserts that the model receives an error with this phrase and these members for a call.
async fn assert_error(tools: &ToolSet, name: &str, arguments: &str, phrase: &str, members: Value) {
    let text = result_text(tools, name, arguments).await;
    let mut result: Value = serde_json::from_str(&text).unwrap();
    let error = result.as_object_mut().unwrap().remove("error").unwrap();
    assert!(error.as_str().unwrap().contains(phrase), "{name}({arguments}): {text}");
    assert_eq!(result, members, "{name}({arguments})");
}
