//! A model that supports only the Responses API: `cargo run --example responses`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or, if they are not set, a mock that
//! rejects chat completions as Azure does.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{Conversation, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let message = "The chatCompletion operation does not work with the specified model, gpt-5-codex.";
    let rejection = Reply::error(400, "OperationNotSupported", message);
    let text = Reply::text("About 7,000.").reasoning("It depends on what counts as a language.");
    // With `AZURE_INFERENCE_API=responses` the request uses the Responses API immediately.
    let is_set = std::env::var_os("AZURE_INFERENCE_API").is_some();
    let (client, mock) = support::client(if is_set { text.clone() } else { rejection }).await?;
    if let Some(mock) = &mock {
        if !is_set {
            mock.reply(text);
        }
        mock.reply(Reply::text("Some ten of them are in wide use."));
    }

    let mut conversation = Conversation::new();
    for question in ["How many languages are in the world?", "How many are written from right to left?"] {
        conversation.user(question);
        let response = client.chat().messages(&conversation).send().await?;
        println!("{} ({:?}, {} attempts)", response.text(), response.api(), response.metadata().attempts());
        for item in response.output_items() {
            println!("  {} {}", item["type"], item["id"]);
        }
        conversation.push(&response);
    }
    Ok(())
}
