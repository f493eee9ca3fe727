//! A question about an image: `cargo run --example vision -- cat.png`, or without a file about a sample image.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::models::{ChatMessageContentItem, ChatMessageImageDetailLevel};
use azure_inference::testing::Reply;

const RED_CIRCLE: &[u8] = include_bytes!("support/red_circle.png");

#[tokio::main]
async fn main() -> Result<()> {
    let image = match std::env::args_os().nth(1) {
        Some(path) => ChatMessageContentItem::image_file(path)?,
        None => ChatMessageContentItem::image_bytes(RED_CIRCLE)?,
    };
    let (client, mock) = support::client(Reply::text("A red circle on a white background.")).await?;

    let response = client
        .chat()
        .user([
            ChatMessageContentItem::text("What is in this picture?"),
            image.detail(ChatMessageImageDetailLevel::Low),
        ])
        .max_tokens(128)
        .send()
        .await?;
    println!("{}", response.text());
    if let Some(request) = mock.and_then(|mock| mock.requests().pop()) {
        println!("(sent: {:.120}…)", request.messages()[0].to_string());
    }
    Ok(())
}
