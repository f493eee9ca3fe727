//! A chat answer: `cargo run --example quickstart`.
//!
//! Without a service it asks a mock on this machine. Set `AZURE_INFERENCE_ENDPOINT`, `AZURE_INFERENCE_CREDENTIAL` and,
//! on the v1 route, `AZURE_INFERENCE_MODEL` to ask a real one.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let mock = MockService::start().await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: a mock on this machine answers)");
        mock.reply(Reply::text("About 7,000 languages are spoken today."));
        mock.client()
    };

    let answer = client
        .chat()
        .system("You are a helpful assistant.")
        .user("How many languages are in the world?")
        .max_tokens(256)
        .send()
        .await?;

    println!("answer: {}", answer.text());
    println!("model:  {}", answer.model());
    if let Some(usage) = answer.usage() {
        let count = |tokens: Option<i64>| tokens.unwrap_or_default();
        println!(
            "usage:  {} tokens of prompt + {} of answer = {}",
            count(usage.prompt_tokens),
            count(usage.completion_tokens),
            count(usage.total_tokens),
        );
    }
    Ok(())
}
