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
//! - `rustls` (default): TLS by rustls with ring and the platform's roots. See [reqwest beside this
//!   crate](#reqwest-beside-this-crate).
//! - `native-tls`: TLS by the platform's library.
//! - `entra`: credentials of `azure_core`, such as those of `azure_identity`.
//! - `testing`: a mock of the service for your own tests, the module `testing`.
//! - `codegen`: for maintainers; runs the generator in build.rs instead of using its committed output.
//!
//! # reqwest beside this crate
//!
//! The feature `rustls` turns on `reqwest/rustls-no-provider`, and Cargo builds one reqwest 0.13 for a whole program. The
//! clients of this crate have a provider of their own, ring, and install none for the process. A `reqwest::Client` that an
//! application makes itself needs one too: with reqwest's default features it has one; with `default-features = false` and no
//! TLS feature of its own, `reqwest::Client::new()` panics ("No rustls crypto provider is configured"). Either
//!
//! - install a provider for the process, first thing in `main`, as only an application may. ring is compiled already; name it
//!   in `Cargo.toml` by `rustls = { version = "0.23", default-features = false, features = ["ring"] }`:
//!
//!   ```standalone_crate
//!   # #[cfg(feature = "rustls")]
//!   # mod application {
//!   pub fn main() {
//!       rustls::crypto::ring::default_provider().install_default().expect("no other provider is installed");
//!       let http = reqwest::Client::new(); // for the application's own requests
//!   #   drop(http);
//!   }
//!   # }
//!   # #[cfg(feature = "rustls")]
//!   # application::main();
//!   ```
//! - or turn on the feature `rustls` of reqwest, which compiles a second crypto library, aws-lc.

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
mod pool;
pub mod raw;
mod request;
mod response;
mod responses;
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

// Signatures name their types: a program can use these versions without dependencies of its own.
pub use {http, reqwest, schemars, serde_json};

pub use crate::accumulate::Accumulator;
pub use crate::chat::{Answer, ChatRequest};
pub use crate::client::{Client, ClientBuilder};
pub use crate::conversation::Conversation;
pub use crate::credential::AccessToken;
pub use crate::embeddings::{
    Embedding, Embeddings, EmbeddingsRequest, ImageEmbeddingsRequest, PartialEmbeddings, Texts,
};
pub use crate::endpoint::EndpointKind;
pub use crate::error::{Error, ErrorKind, Result};
pub use crate::images::{GeneratedImages, ImageEditRequest, ImageGenerationRequest, ImageStream};
pub use crate::options::Timeouts;
pub use crate::pool::{FailedAttempt, MemberState};
pub use crate::request::{ApiRequest, ApiResponse, EventStream};
pub use crate::response::{RateLimit, RateLimits, ResponseInfo};
pub use crate::retry::{RetryBudget, RetryPolicy};
pub use crate::stream::{ChatEvent, ChatEvents, ChatStream, Chunk, TextStream};
pub use crate::structured::{Parsed, ParsedStream};
pub use crate::tools::{
    CallDecision, FinishedCall, IntoToolOutput, IntoTools, PendingCall, RunEvent, RunStream, Tool, ToolFailure,
    ToolLimits, ToolOutput, ToolRun, ToolSet,
};
pub use crate::transport::{Api, MultipartForm};
