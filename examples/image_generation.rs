//! Generates an image: `cargo run --example image_generation -- "A lighthouse at dusk" lighthouse.png`.
//!
//! Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use azure_inference::Result;
use azure_inference::testing::Reply;

#[tokio::main]
async fn main() -> Result<()> {
    let (client, _mock) = support::client(Reply::images([DOT])).await?;
    let mut arguments = std::env::args().skip(1);
    let prompt = arguments.next().unwrap_or_else(|| "A lighthouse at dusk".to_owned());
    let path = arguments.next().map_or_else(|| std::env::temp_dir().join("azure-inference.png"), Into::into);

    println!("> {prompt}");
    let images = client.images(prompt).size("1024x1024").send().await?;
    for (image, file) in images.images().iter().zip(images.save(path)?) {
        let seed = image.seed.map_or_else(|| "unknown".to_owned(), |seed| seed.to_string());
        println!("{} ({} bytes, seed {seed}, model {})", file.display(), image.bytes()?.len(), images.model());
    }
    Ok(())
}

/// One pixel, as PNG.
const DOT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:\
    ~\x9bU\x00\x00\x00\x0aIDATx\xdach\x00\x00\x00\x82\x00\x81\xdaE\x08;\x00\x00\x00\x00IEND\xaeB`\x82";
