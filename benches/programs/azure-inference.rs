//! A program that depends on this crate with default features, to measure its build time and its size.

use azure_inference::{Client, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let client = Client::from_env()?;
    let response = client
        .chat()
        .system("You are a helpful assistant.")
        .user("How many languages are in the world?")
        .max_tokens(256)
        .send()
        .await?;
    println!("{}", response.text());
    Ok(())
}
