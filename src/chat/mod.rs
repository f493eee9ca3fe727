//! Chat completions: the request builder, responses, streams.

// First, so that rustdoc lists `user`, `send` and `stream` before the parameters.
mod request;

pub(crate) mod accumulate;
mod parameters;
pub(crate) mod pattern;
mod plain;
mod response;
pub(crate) mod responses;
pub(crate) mod stream;

pub(crate) use plain::{Other, PlainDelta, PlainText, Rest, Shape, Template};
pub use request::ChatRequest;
pub(crate) use request::StreamOptions;
pub use response::ChatResponse;
