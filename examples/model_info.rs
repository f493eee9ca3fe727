//! Information about the endpoint's model, or on the v1 route the list of its models: `cargo run --example model_info`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::testing::Reply;
use azure_inference::{EndpointKind, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) =
        support::client(Reply::model_info("mistral-large-2407", "chat-completion", "mistral")).await?;
    println!("{} ({:?})", client.endpoint(), client.endpoint_kind());

    if client.endpoint_kind() == EndpointKind::OpenAiV1 {
        for model in client.models().await? {
            println!("{:<40} {}", model.id.unwrap_or_default(), model.owned_by.unwrap_or_default());
        }
        return Ok(());
    }
    let info = client.model_info().await?;
    println!("model:    {}", info.model_name.as_deref().unwrap_or("?"));
    println!("type:     {}", info.model_type.as_ref().map_or("?", |kind| kind.as_str()));
    println!("provider: {}", info.model_provider_name.as_deref().unwrap_or("?"));
    Ok(())
}
