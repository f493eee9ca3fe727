//! Spans of calls: `cargo run --example telemetry`.
//!
//! Here they are printed when they end. `tracing-opentelemetry` passes them to an exporter instead; names and fields follow
//! the OpenTelemetry conventions for generative AI. Uses a mock on this machine, whose first response is an error. Set
//! `AZURE_INFERENCE_ENDPOINT`, `AZURE_INFERENCE_CREDENTIAL` and, on the v1 route, `AZURE_INFERENCE_MODEL` to use a real
//! service.

mod support;

use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{Client, Result};
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> Result<()> {
    let printed = tracing_subscriber::fmt::layer().with_span_events(FmtSpan::CLOSE);
    let ours = Targets::new().with_target("azure_inference", Level::INFO);
    // For metrics see the example `metrics`.
    let ours = ours.with_target("azure_inference::metrics", LevelFilter::OFF);
    tracing_subscriber::registry().with(printed).with(ours).init();

    let busy = Script::response(503, "text/plain", "busy");
    let words = ["About ", "7,000 ", "languages."];
    let stream = Script::stream().drip(&words, Duration::from_millis(100)).finish("stop").usage(12, 5).done();
    let mock = ByteServer::start(vec![busy, stream]).await;
    let client = if std::env::var_os("AZURE_INFERENCE_ENDPOINT").is_some() {
        Client::from_env()?
    } else {
        println!("(AZURE_INFERENCE_ENDPOINT is not set: using a mock on this machine)");
        support::mock_client(Client::builder(mock.url()).api_key("mock"))?
    };

    let request = client.chat().user("How many languages are in the world?").max_tokens(256);
    let response = request.stream().await?.finish().await?;
    println!("{}", response.text());
    Ok(())
}
