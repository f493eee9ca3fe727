//! Two endpoints as one client: `cargo run --example failover`.
//!
//! Both are mocks on this machine; the first one fails for a while. To use real services, set the URLs and keys of two
//! resources that have the same model.

use std::time::Duration;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Client, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let (sweden, france) = (MockService::start().await, MockService::start().await);
    sweden
        .reply(Reply::text("About 7,000."))
        .reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after-ms", "300"))
        .reply(Reply::text("About 7,000 (from Sweden again)."));
    france.reply(Reply::text("About 7,000 (from France)."));

    let fallback = Client::builder(france.url()).api_key("key-of-france").build()?;
    let client = Client::builder(sweden.url()).api_key("key-of-sweden").model("gpt-5").fallback(fallback).build()?;

    for _ in 0..4 {
        let response = client.chat().user("How many languages are in the world?").send().await?;
        println!("{} ({})", response.text(), response.metadata().endpoint());
        for failed in response.metadata().failed_attempts() {
            println!("  failed attempt: {failed}");
        }
        for member in client.members() {
            println!("  {}: cooldown {:?}, in flight {}", member.endpoint, member.cooldown, member.in_flight);
        }
        tokio::time::sleep(Duration::from_millis(160)).await;
    }
    println!("requests: {} to Sweden, {} to France", sweden.request_count(), france.request_count());
    Ok(())
}
