//! Images that a model makes. For images in messages see [multimodal chat](super::multimodal).
//!
//! ```no_run
//! # async fn example(client: azure_inference::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let images = client.generate_images("A lighthouse at dusk").size("1024x1024").quality("hd").n(2).send().await?;
//! for file in images.save("lighthouse.png")? {
//!     println!("{}", file.display()); // lighthouse-1.png, lighthouse-2.png
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The size must be said: a preset or width and height in pixels.
//! [`ImageGenerationRequest`](crate::ImageGenerationRequest) has the other parameters; not every model takes each.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::images(["the bytes of a PNG"]));
//! # let client = mock.client();
//! let images = client.generate_images("A lighthouse at dusk").size((1024, 768)).seed(7).send().await?;
//! println!("{} images by {}", images.images().len(), images.model());
//! # assert_eq!(mock.requests()[0].json()["prompt"], "A lighthouse at dusk");
//! # Ok(())
//! # }
//! ```
//!
//! Foundry, serverless and managed compute endpoints have the operation. The v1 route and deployments have another one
//! of a different shape, which this crate does not know: there the call is an error before anything is sent.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::images([""]));
//! # let client = mock.client();
//! use azure_inference::{Client, EndpointKind};
//!
//! # let url = mock.url();
//! let client = Client::builder(url).endpoint_kind(EndpointKind::OpenAiV1).api_key("secret").model("m").build()?;
//! let error = client.generate_images("A lighthouse at dusk").size("1024x1024").send().await.unwrap_err();
//! assert!(error.is_input());
//! # assert_eq!(mock.request_count(), 0);
//! # Ok(())
//! # }
//! ```
