//! Responses of services, gateways and models that differ from the OpenAI document.

mod bodies;
mod errors;
mod history;
mod reasoning;
mod tool_call_fragments;
mod unknown_members;
mod wrong_types;

use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{ChatResponse, Error, RetryPolicy};
use serde_json::{Value, json};

/// A chunk with one choice that has this delta.
fn delta(delta: Value) -> Value {
    json!({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
           "choices": [{"index": 0, "delta": delta, "finish_reason": null}]})
}

/// The chunk that ends the choice.
fn finish(reason: &str) -> Value {
    json!({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
           "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
}

/// A whole response with this message.
fn completion(message: Value) -> Value {
    json!({"id": "c", "object": "chat.completion", "created": 1, "model": "m",
           "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
}

fn events(chunks: &[Value]) -> Script {
    chunks.iter().fold(Script::stream(), |script, chunk| script.event(chunk)).done()
}

/// The response collected from a stream of these events.
async fn streamed(chunks: &[Value]) -> Result<ChatResponse, Error> {
    let server = ByteServer::start(vec![events(chunks)]).await;
    server.client().chat().user("?").retry(RetryPolicy::none()).stream().await?.finish().await
}

/// The response to a request that is not streamed.
async fn whole(body: Value) -> Result<ChatResponse, Error> {
    let service = MockService::start().await;
    service.reply(Reply::json(body));
    service.client().chat().user("?").retry(RetryPolicy::none()).send().await
}
