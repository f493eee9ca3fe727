//! Client for models on Azure AI Foundry.
//!
//! It speaks the OpenAI-compatible v1 route, the AI Model Inference API of serverless and managed endpoints, and
//! Azure OpenAI deployments; see [`EndpointKind`]. Types and operations are generated from the vendor's document.
//!
//! ```no_run
//! use azure_inference::Client;
//!
//! #[tokio::main]
//! async fn main() -> azure_inference::Result<()> {
//!     let client = Client::builder("https://my-resource.openai.azure.com/openai/v1")
//!         .api_key("…")
//!         .model("mistral-large-2407")
//!         .build()?;
//!     let answer = client
//!         .chat()
//!         .system("You are a helpful assistant.")
//!         .user("How many languages are in the world?")
//!         .send()
//!         .await?;
//!     println!("{}", answer.text());
//!     Ok(())
//! }
//! ```
//!
//! The [guide] goes from the first request to troubleshooting, and brings over programs of other SDKs.
//!
//! # Features
//!
//! - `rustls` (default): TLS by rustls with ring and the platform's roots.
//! - `native-tls`: TLS by the platform's library.
//! - `entra`: credentials of `azure_core`, such as those of `azure_identity`.
//! - `testing`: a mock of the service for your own tests, the module `testing`.
//! - `codegen`: for maintainers; runs the generator in build.rs instead of using its committed output.

#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))] // badges of features; docs.rs sets `docsrs` and builds with nightly
#![warn(unreachable_pub)] // `pub` means public here; what is not re-exported says `pub(crate)`

#[cfg(target_family = "wasm")]
compile_error!(
    "azure-inference does not support WebAssembly: its HTTP client has no timeouts and no redirect policy there"
);

mod accumulate;
mod call;
mod chat;
mod client;
mod connect;
pub mod content_safety;
mod conversation;
mod credential;
mod embeddings;
mod endpoint;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
pub mod guide;
mod images;
mod info;
mod json;
mod media;
pub mod models;
mod options;
pub mod raw;
mod response;
mod retry;
mod schema;
pub mod sse;
mod stream;
mod structured;
mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod tools;
mod transport;

pub use crate::accumulate::Accumulator;
pub use crate::chat::{Answer, ChatRequest};
pub use crate::client::{Client, ClientBuilder};
pub use crate::conversation::Conversation;
pub use crate::credential::AccessToken;
pub use crate::embeddings::{
    Embedding, Embeddings, EmbeddingsRequest, ImageEmbeddingsRequest, PartialEmbeddings, Texts,
};
pub use crate::endpoint::EndpointKind;
pub use crate::error::{Error, Result};
pub use crate::images::{GeneratedImages, ImageGenerationRequest};
pub use crate::options::Timeouts;
pub use crate::response::{RateLimit, RateLimits, ResponseInfo};
pub use crate::retry::{RetryBudget, RetryPolicy};
pub use crate::stream::{ChatEvent, ChatEvents, ChatStream, Chunk, TextStream};
pub use crate::structured::{Parsed, ParsedStream};
pub use crate::tools::{
    CallDecision, FinishedCall, IntoToolOutput, IntoTools, PendingCall, RunEvent, RunStream, Tool, ToolFailure,
    ToolLimits, ToolOutput, ToolRun, ToolSet,
};
