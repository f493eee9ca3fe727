//! A program that depends on this crate with default features: what it costs to build, and how large it is.

use azure_inference::{Client, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let client = Client::from_env()?;
    let answer = client
        .chat()
        .system("You are a helpful assistant.")
        .user("How many languages are in the world?")
        .max_tokens(256)
        .send()
        .await?;
    println!("{}", answer.text());
    Ok(())
}
