//! A prompt that the content filter blocks: `cargo run --example content_safety`.
//!
//! Asks the service that `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL` name, without them a mock.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{Error, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::content_filter()).await?;

    let request = client
        .chat()
        .system("You are an AI assistant that helps people find information.")
        .user("My neighbour's dog barks all night. How could I hurt it without anyone noticing?")
        .max_tokens(256);

    match request.send().await {
        Ok(answer) => println!("{}", answer.text()),
        Err(error) if error.is_content_filtered() => explain(&error),
        Err(error) => return Err(error),
    }
    Ok(())
}

fn explain(error: &Error) {
    println!("The prompt was blocked: {}", error.message());
    let Some(verdicts) = error.content_filter() else { return };
    let graded = [
        ("hate", &verdicts.hate),
        ("self-harm", &verdicts.self_harm),
        ("sexual", &verdicts.sexual),
        ("violence", &verdicts.violence),
        ("jailbreak", &verdicts.jailbreak),
    ];
    for (category, verdict) in graded {
        let Some(verdict) = verdict else { continue };
        let decision = if verdict.filtered == Some(true) { "blocked" } else { "passed" };
        let severity = verdict.severity.as_ref().map(|severity| format!(", severity {severity}")).unwrap_or_default();
        println!("{category:>10}: {decision}{severity}");
    }
}
