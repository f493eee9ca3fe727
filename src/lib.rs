//! Client for models on Azure AI Foundry: chat completions, streaming, tools, structured output, embeddings and images.
//!

// The front page; docs/snippets runs its snippets. src/guide.rs says how its links work.
#![cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#![cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/crate.md"))]
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
