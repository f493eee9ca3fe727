//! Texts and images as vectors, whose angles tell how much they mean the same.
//!
//! # Texts
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|text| vec![text.len() as f32, 1.0]));
//! # let client = mock.client();
//! let embeddings = client.embeddings().input(["the first phrase", "the second", "the third"]).send().await?;
//!
//! for (index, vector) in embeddings.vectors().iter().enumerate() {
//!     println!("{index}: {} dimensions", vector.dimensions());
//! }
//! println!("{:?}", embeddings.usage());
//! let floats: Vec<Vec<f32>> = embeddings.into_floats()?;
//! # assert_eq!(floats[1], [10.0, 1.0]);
//! # Ok(())
//! # }
//! ```
//!
//! One vector comes back for each text, in the order of the texts, whatever order the service has. The model is one for
//! embeddings, such as `text-embedding-3-small` or `cohere-embed-v3-multilingual`; `.model("…")` names it for one call.
//!
//! # Parameters
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|text| vec![text.len() as f32, 1.0]));
//! # let client = mock.client();
//! use azure_inference::models::{EmbeddingEncodingFormat, EmbeddingInputType};
//!
//! let embeddings = client
//!     .embeddings()
//!     .input("How many languages are in the world?")
//!     .dimensions(1024) // fewer than the model's own, if it can
//!     .input_type(EmbeddingInputType::Query) // a question, not a document
//!     .encoding_format(EmbeddingEncodingFormat::Int8)
//!     .send()
//!     .await?;
//! # let request = mock.requests().remove(0);
//! # assert_eq!((&request.json()["input_type"], &request.json()["dimensions"]), (&"query".into(), &1024.into()));
//! # assert!(matches!(embeddings.vectors()[0], azure_inference::Embedding::Int8(_)));
//! # Ok(())
//! # }
//! ```
//!
//! Not every model takes them; one that does not answers 422 and [names the parameter](crate::Error::param). Each form
//! is one of [`Embedding`](crate::Embedding): floats, signed or unsigned bytes, bits. On the v1 route and deployments
//! floats travel as base64 unless you say otherwise: as exact, and several times faster to read.
//!
//! # How alike two texts are
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|text| vec![text.matches("cat").count() as f32, text.matches("dog").count() as f32]));
//! # let client = mock.client();
//! fn cosine(a: &[f32], b: &[f32]) -> f32 {
//!     let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
//!     dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
//! }
//!
//! let vectors = client.embeddings().input(["a cat", "cats", "a dog"]).send().await?.into_floats()?;
//! assert!(cosine(&vectors[0], &vectors[1]) > cosine(&vectors[0], &vectors[2]));
//! # Ok(())
//! # }
//! ```
//!
//! # Many texts
//!
//! More texts than a request may have go out as several, some at a time, and come back as one result, with the tokens
//! of all:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|text| vec![text.len() as f32]));
//! # let client = mock.client();
//! let texts: Vec<String> = (0..100).map(|number| format!("text {number}")).collect();
//! let embeddings = client.embeddings().input(&texts).batch_size(40).concurrency(2).send().await?;
//! assert_eq!(embeddings.vectors().len(), 100);
//! # assert_eq!(mock.request_count(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! The default is 2,048 texts in a request, and 96 for Foundry models, serverless and managed compute endpoints. The v1 route
//! and deployments also limit the tokens of a request, to some 300,000: there a request is split earlier, by an estimate that
//! is rather too high than too low. A request that is refused as too large is sent again in halves, down to one text.
//!
//! If a part of them fails, [`Error::partial_embeddings`](crate::Error::partial_embeddings) keeps the others and says
//! which failed.
//!
//! # Images
//!
//! Foundry, serverless and managed compute endpoints make vectors of images too, with a text beside the image or
//! without:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|_| vec![0.6, 0.8]));
//! # let client = mock.client();
//! use azure_inference::models::ImageEmbeddingInput;
//!
//! # let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
//! let cat = ImageEmbeddingInput::image_bytes(png)?.with_text("a cat"); // or `image_file("cat.png")?`
//! let embeddings = client.image_embeddings().image(cat).send().await?;
//! # assert_eq!(embeddings.vectors()[0].dimensions(), 2);
//! # assert_eq!(mock.requests()[0].json()["input"][0]["text"], "a cat");
//! # Ok(())
//! # }
//! ```
