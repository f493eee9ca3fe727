//! A streamed response: `cargo run --example stream`.
//!
//! Uses a mock on this machine. Set `AZURE_INFERENCE_ENDPOINT`, `AZURE_INFERENCE_CREDENTIAL` and, on the v1 route,
//! `AZURE_INFERENCE_MODEL` to use a real service.

mod support;

use std::io::Write;
use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{Client, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let words = ["About ", "7,000 ", "languages ", "are ", "spoken ", "today."];
    let script = Script::stream().drip(&words, Duration::from_millis(150)).finish("stop").usage(12, 7).done();
    let mock = ByteServer::start(vec![script]).await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
        support::mock_client(Client::builder(mock.url()).api_key("mock"))?
    };

    let request = client.chat().user("How many languages are in the world?").max_tokens(256).include_usage(true);
    let mut stream = request.stream().await?;
    while let Some(chunk) = stream.next().await {
        print!("{}", chunk?.text());
        std::io::stdout().flush().expect("the terminal is writable");
    }
    let response = stream.into_response()?;
    println!();
    if let Some(usage) = response.usage() {
        println!("tokens: {}", usage.total_tokens.unwrap_or_default());
    }
    Ok(())
}
