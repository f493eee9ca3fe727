//! Parameters that the API does not describe: `cargo run --example extra_parameters`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::testing::Reply;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(reply()).await?;

    // The header `extra-parameters: pass-through` is sent to endpoints that support it. (`logprobs` also has its own method.)
    let response = client
        .chat()
        .system("You are a helpful assistant.")
        .user("How many languages are in the world?")
        .max_tokens(16)
        .extra("logprobs", true)
        .send()
        .await?;

    println!("{}", response.text());
    let logprobs = response.choices().first().and_then(|choice| choice.logprobs.as_ref());
    for token in logprobs.and_then(|logprobs| logprobs.content.as_deref()).unwrap_or_default() {
        let (text, logprob) = (token.token.as_deref().unwrap_or_default(), token.logprob.unwrap_or_default());
        println!("{text:>12?} {logprob:8.4}  = {:5.1} %", 100.0 * logprob.exp());
    }
    Ok(())
}

fn reply() -> Reply {
    let tokens = [("About", -0.11), (" 7", -0.42), (",", -0.001), ("000", -0.02), (".", -0.9)];
    let content = tokens.map(|(token, logprob)| json!({"token": token, "logprob": logprob}));
    let message = json!({"role": "assistant", "content": "About 7,000."});
    Reply::json(json!({"choices": [{"index": 0, "message": message, "logprobs": {"content": content}}]}))
}
