//! The guide: how to do things, and how to come here from elsewhere.
//!
//! It has no items, only pages. Their snippets run in this crate's tests.
//!
//! - [Chat completions](chat_completions): from the first request to guardrails, streams, parameters, tools.
//! - [Tools](tools): functions that the model may call, by hand, as it happens, within bounds.
//! - [Structured output](structured_output): answers as values of your own types.
//! - [Multimodal chat](multimodal): images and sound in messages, spoken answers.
//! - [Embeddings](embeddings): texts and images as vectors.
//! - [Responses API](responses): models and parameters that chat completions do not have.
//! - [Images](images): that a model makes.
//! - [Other operations](other_operations): requests without a type here, such as rerank and audio.
//! - [Endpoints](endpoints): which is what; keys, scopes, versions.
//! - [Failover](failover): several deployments as one client, load balancing, pacing.
//! - [Operating](operating): a service of yours that calls models, from credentials to telemetry.
//! - [Middleware](middleware): signing, caching, recording, transports of your own; `tower` and `reqwest-middleware`.
//! - [Blocking programs](blocking): without a runtime of their own.
//! - [Testing](testing): your own program without a service.
//! - [Migration](migration): from other SDKs, and from `/models` to the v1 route.
//! - [From Python](from_python): the samples of the vendor's Python SDK, in Rust.
//! - [Troubleshooting](troubleshooting): from the error that you see to what to do.

pub mod blocking;
pub mod chat_completions;
pub mod embeddings;
pub mod endpoints;
pub mod failover;
pub mod from_python;
pub mod images;
pub mod middleware;
pub mod migration;
pub mod multimodal;
pub mod operating;
pub mod other_operations;
pub mod responses;
pub mod structured_output;
pub mod testing;
pub mod tools;
pub mod troubleshooting;
