//! A chat request: `cargo run --example quickstart`.
//!
//! Uses a mock on this machine. Set `AZURE_INFERENCE_ENDPOINT`, `AZURE_INFERENCE_CREDENTIAL` and, on the v1 route,
//! `AZURE_INFERENCE_MODEL` to use a real service.

mod support;

use azure_inference::Result;
use azure_inference::testing::Reply;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::text("About 7,000 languages are spoken today.")).await?;

    let response = client
        .chat()
        .system("You are a helpful assistant.")
        .user("How many languages are in the world?")
        .max_tokens(256)
        .send()
        .await?;

    println!("response: {}", response.text());
    println!("model:    {}", response.model());
    if let Some(usage) = response.usage() {
        let count = |tokens: Option<i64>| tokens.unwrap_or_default();
        println!(
            "usage:    {} prompt tokens + {} completion tokens = {}",
            count(usage.prompt_tokens),
            count(usage.completion_tokens),
            count(usage.total_tokens),
        );
    }
    Ok(())
}
