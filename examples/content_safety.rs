//! Content filter results of a prompt, a response and a stream: `cargo run --example content_safety`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::content_safety::{ContentFilterResult, FilterTarget};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatEvent, ChatRequest, Result};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, mock) = support::client(Reply::content_filter()).await?;
    mock.iter().for_each(script);
    let request = |prompt: &str| client.chat().system("You help people find information.").user(prompt).max_tokens(256);

    whole(request("My neighbour's dog barks all night. How could I hurt it without anyone noticing?")).await?;
    whole(request("Write a scene of a fight in a tavern.")).await?;
    streamed(request("Continue the fight.")).await
}

/// A blocked prompt is an error; a blocked completion is a response that ends early.
async fn whole(request: ChatRequest) -> Result<()> {
    match request.send().await {
        Ok(response) => {
            println!("{}", response.text());
            response.content_filter().iter().for_each(explain);
        }
        Err(error) if error.is_content_filtered() => error.content_filter().into_iter().for_each(explain),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// A stream has content filter results between its chunks. Text that was shown before it was blocked can be removed.
async fn streamed(request: ChatRequest) -> Result<()> {
    let mut events = request.stream().await?.events();
    while let Some(event) = events.next().await {
        match event? {
            ChatEvent::Text { text, .. } => print!("{text}"),
            ChatEvent::ContentFilter(result) if result.is_blocked() => {
                println!();
                explain(&result);
            }
            _ => {}
        }
    }
    Ok(())
}

fn explain(result: &ContentFilterResult) {
    let target = match result.target() {
        FilterTarget::Prompt { .. } => "prompt",
        _ => "completion",
    };
    println!("{target}: {}", if result.is_blocked() { "blocked" } else { "passed" });
    if let Some(error) = result.filter_error() {
        println!("  error of the filter: {error}");
    }
    for finding in result.findings() {
        let outcome = if finding.is_blocked() { "blocked" } else { "passed" };
        let severity = finding.severity().map(|severity| format!(", severity {severity}")).unwrap_or_default();
        println!("{:>13}: {outcome}{severity}", finding.category().as_str());
    }
}

/// The replies of the mock after the first prompt.
fn script(mock: &MockService) {
    let violent =
        json!({"violence": {"filtered": true, "severity": "medium"}, "hate": {"filtered": false, "severity": "safe"}});
    let blocked = json!({"index": 0, "message": {"role": "assistant"}, "finish_reason": "content_filter", "content_filter_results": violent});
    mock.reply(Reply::json(json!({"choices": [blocked]})));
    mock.reply(Reply::text("He raised the chair and ").content_filter_results(violent));
}
