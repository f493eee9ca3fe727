//! An answer in JSON: `cargo run --example json_output`.
//!
//! Asks the service that `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL` name, without them a mock.

mod support;

use azure_inference::Result;
use azure_inference::models::ChatCompletionsResponseFormat;
use azure_inference::testing::Reply;
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::text(r#"{"answer": "About 7,000 languages."}"#)).await?;

    let answer = client
        .chat()
        // Some services refuse the format unless the messages ask for JSON too.
        .system(r#"You always answer in JSON, in this form: {"answer": "your answer"}."#)
        .user("How many languages are in the world?")
        .response_format(ChatCompletionsResponseFormat::json_object())
        .max_tokens(256)
        .send()
        .await?;

    match serde_json::from_str::<Value>(answer.text()) {
        Ok(json) => println!("{json:#}"),
        // Some services only ask the model for JSON, and what `max_tokens` cuts is no longer JSON.
        Err(error) => println!("{error}; finish reason {:?}:\n{}", answer.finish_reason(), answer.text()),
    }
    Ok(())
}
