//! Images that a model makes or edits. For images in messages see [multimodal chat](super::multimodal).
//!
//! ```no_run
//! # async fn example(client: azure_inference::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let images = client.generate_images("A lighthouse at dusk").size("1024x1024").n(2).send().await?;
//! for file in images.save("lighthouse.png")? {
//!     println!("{}", file.display()); // lighthouse-1.png, lighthouse-2.png
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Parameters
//!
//! The kinds of endpoints have two shapes of the operation. A parameter that the kind does not have is an input error before
//! anything is sent; [`extra`](crate::ImageGenerationRequest::extra) sends it all the same, such as `seed` to a FLUX model.
//!
//! | | v1, deployments | Foundry models, serverless, managed compute |
//! | --- | --- | --- |
//! | models | GPT image, FLUX | what the catalog has |
//! | `size` | `"1024x1024"`, `"1536x1024"`, `"auto"`, `(1536, 1024)`; may be left out | a preset or `(width, height)`; required |
//! | `quality` | `low`, `medium`, `high`, `auto` | `standard`, `hd` |
//! | `output_format` | `png`, `jpeg`, `webp` | `png`, `jpg` |
//! | only there | `background`, `output_compression`, `moderation`, `partial_images` | `negative_prompt`, `image_prompt`, `seed` |
//! | `api-version` by default | `preview`, `2025-04-01-preview` | `2025-05-01-preview` |
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::images(["the bytes of a PNG"]));
//! # let client = mock.client();
//! let request = client.generate_images("A lighthouse on a transparent background").size("1024x1024");
//! let images = request.quality("high").background("transparent").output_format("webp").send().await?;
//! for image in images.images() {
//!     match &image.url {
//!         Some(url) => println!("to be downloaded from {url}"),
//!         None => println!("{} bytes", image.bytes()?.len()),
//!     }
//! }
//! println!("{:?}", images.usage());
//! # assert_eq!(mock.requests()[0].json()["background"], "transparent");
//! # Ok(())
//! # }
//! ```
//!
//! A prompt that the content filter blocks is an error of which
//! [`is_content_filtered`](crate::Error::is_content_filtered) is true.
//!
//! # Edits
//!
//! Deployments of GPT image and FLUX models make new images from input images, within a mask if there is one:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::images(["the bytes of a PNG"]));
//! # let client = mock.client();
//! # let photo = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
//! # let mask = photo;
//! let request = client.edit_images("Put a boat on the water").image_bytes(photo).mask_bytes(mask); // or `image_file(…)`
//! let images = request.input_fidelity("high").send().await?;
//! # assert_eq!(images.images().len(), 1);
//! # assert_eq!(mock.requests()[0].path(), "/images/edits");
//! # Ok(())
//! # }
//! ```
//!
//! # As they are made
//!
//! GPT image models on v1 and deployments send unfinished images before the whole one:
//!
//! ```no_run
//! # async fn example(client: azure_inference::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let mut stream = client.generate_images("A lighthouse at dusk").partial_images(2).stream().await?;
//! while let Some(image) = stream.next().await {
//!     let image = image?;
//!     let name = if image.is_partial() { "unfinished.png" } else { "lighthouse.png" };
//!     std::fs::write(name, image.bytes()?)?;
//! }
//! # Ok(())
//! # }
//! ```
