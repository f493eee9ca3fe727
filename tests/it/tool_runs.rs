//! Runs with tools: `run`, `run_stream` and `run_parse`.

mod hooks;
mod limits;
mod outputs;
mod rounds;
mod streams;

use std::time::Duration;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Error, RetryPolicy, ToolRun, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize, JsonSchema)]
struct Number {
    n: u64,
}

/// A tool that waits longer for smaller numbers.
fn doubling_tools() -> ToolSet {
    ToolSet::new().tool("double", "Doubles a number", |Number { n }| async move {
        tokio::time::sleep(Duration::from_millis(40_u64.saturating_sub(n * 10))).await;
        n * 2
    })
}

/// A reply with these calls: name and arguments.
fn calls_reply(calls: &[(&str, &str)]) -> Reply {
    let calls = calls.iter().enumerate().map(|(place, (name, arguments))| {
        json!({"id": format!("c{place}"), "type": "function", "function": {"name": name, "arguments": arguments}})
    });
    message_reply(json!({"role": "assistant", "content": null, "tool_calls": calls.collect::<Vec<_>>()}), "tool_calls")
}

fn message_reply(message: Value, finish_reason: &str) -> Reply {
    Reply::json(json!({
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }))
}

struct RunOutcome {
    run: Result<ToolRun, Error>,
    requests: Vec<Value>,
}

/// Runs a request against these replies; asserts that each request is valid.
async fn run_against(replies: Vec<Reply>, request: impl FnOnce(ChatRequest) -> ChatRequest) -> RunOutcome {
    let service = MockService::start().await;
    for reply in replies {
        service.reply(reply);
    }
    let run = request(service.client().chat().user("Hi").retry(RetryPolicy::none())).run().await;
    let requests = service.requests();
    requests.iter().for_each(|request| request.assert_valid());
    RunOutcome { run, requests: requests.iter().map(|request| request.json().clone()).collect() }
}

/// The messages of a conversation as JSON.
fn messages(run: &ToolRun) -> Value {
    serde_json::to_value(run.conversation()).unwrap()
}

fn tool_message(id: &str, content: impl ToString) -> Value {
    json!({"role": "tool", "tool_call_id": id, "content": content.to_string()})
}

/// The content of the tool messages of a request, in order.
fn tool_contents(request: &Value) -> Vec<Value> {
    let messages = request["messages"].as_array().unwrap().iter().filter(|message| message["role"] == "tool");
    messages.map(|message| message["content"].clone()).collect()
}
