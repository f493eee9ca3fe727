//! Sends your own prompt: `cargo run --example chat -- "Why is the sky blue?"`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::testing::Reply;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) =
        support::client(Reply::text("(a mock: set AZURE_INFERENCE_ENDPOINT for the response of a model)")).await?;
    let mut prompt = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    if prompt.is_empty() {
        prompt = "How many languages are in the world?".to_owned();
    }

    println!("> {prompt}");
    let response = client.chat().system("You are a helpful assistant.").user(prompt).max_tokens(256).send().await?;
    println!("{}", response.text());
    if let Some(reason) = response.finish_reason().filter(|reason| *reason != "stop") {
        println!("(finish reason: {reason})");
    }
    Ok(())
}
