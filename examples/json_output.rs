//! A response in JSON: `cargo run --example json_output`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::models::ChatCompletionsResponseFormat;
use azure_inference::testing::Reply;
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::text(r#"{"text": "About 7,000 languages."}"#)).await?;

    let response = client
        .chat()
        // Some services reject the format unless a message asks for JSON too.
        .system(r#"Always reply in JSON of this form: {"text": "your reply"}."#)
        .user("How many languages are in the world?")
        .response_format(ChatCompletionsResponseFormat::json_object())
        .max_tokens(256)
        .send()
        .await?;

    match serde_json::from_str::<Value>(response.text()) {
        Ok(json) => println!("{json:#}"),
        // Not every service enforces JSON, and a response that reaches `max_tokens` is incomplete.
        Err(error) => println!("{error}; finish reason {:?}:\n{}", response.finish_reason(), response.text()),
    }
    Ok(())
}
