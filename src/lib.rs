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

mod chat;
mod client;
mod embeddings;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
#[path = "testing/fuzzing.rs"] // without the mock, which the fuzzer does not need
pub mod fuzzing;
pub mod guide;
mod images;
pub mod models;
pub mod raw;
mod schema;
mod structured;
#[cfg(feature = "testing")]
pub mod testing;
mod tool_run;
mod tools;
mod transport;

// Signatures name their types: a program can use these versions without dependencies of its own.
pub use {http, reqwest, schemars, serde_json};

pub use crate::chat::accumulate::Accumulator;
pub use crate::chat::stream::{ChatEvent, ChatEvents, ChatStream, Chunk, TextStream};
pub use crate::chat::{ChatRequest, ChatResponse};
pub use crate::client::request::{ApiRequest, ApiResponse, EventStream};
pub use crate::client::{Builder, Client, ClientBuilder, MemberState};
pub use crate::embeddings::{
    Embedding, EmbeddingsRequest, EmbeddingsResponse, ImageEmbeddingsRequest, PartialEmbeddings, Texts,
};
pub use crate::error::{Error, ErrorKind, FailedAttempt, RateLimit, RateLimits, Result};
pub use crate::images::{ImageEditsRequest, ImageStream, ImagesRequest, ImagesResponse};
#[doc(inline)]
pub use crate::models::content_safety;
pub use crate::models::conversation::Conversation;
pub use crate::structured::{Parsed, ParsedStream};
pub use crate::tool_run::{RunEvent, RunStream, ToolRun};
pub use crate::tools::{
    CallDecision, FinishedCall, IntoToolOutput, IntoTools, PendingCall, Tool, ToolFailure, ToolLimits, ToolOutput,
    ToolSet,
};
pub use crate::transport::credential::AccessToken;
pub use crate::transport::endpoint::EndpointKind;
pub use crate::transport::options::Timeouts;
pub use crate::transport::response::ResponseMetadata;
pub use crate::transport::retry::{RetryBudget, RetryPolicy};
#[doc(inline)]
pub use crate::transport::sse;
pub use crate::transport::{Api, MultipartForm};
