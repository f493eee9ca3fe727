//! Why a stream ends before its answer does.

use std::sync::LazyLock;

use http::StatusCode;
use memchr::memmem::Finder;
use serde_json::Value;

use crate::error::{Error, Kind, ServiceError};
use crate::transport;

/// Why a stream ends before its answer does.
pub(super) struct BrokenStream {
    pub(super) error: Error,
    /// Opening it again would not help.
    pub(super) is_for_good: bool,
    /// The status that an error within the stream names.
    pub(super) status: Option<StatusCode>,
}

impl BrokenStream {
    pub(super) fn for_good(error: Error) -> Self {
        Self { error, is_for_good: true, status: None }
    }

    pub(super) fn overgrown() -> Self {
        Self::for_good(Error::new(Kind::Decode, transport::OVERGROWN))
    }

    pub(super) fn unanswered(error: Error) -> Self {
        Self { error, is_for_good: false, status: None }
    }
}

/// An error at any depth of a chunk, but for where `error` is a category of the content filter or the model's own words.
pub(super) fn find_error(value: &Value) -> Option<ServiceError> {
    match value {
        Value::Object(members) => {
            if members
                .get("error")
                .is_some_and(|error| error.is_object() || error.as_str().is_some_and(|text| !text.is_empty()))
            {
                return ServiceError::find(value);
            }
            let elsewhere =
                ["content_filter_results", "prompt_filter_results", "prompt_annotations", "delta", "message"];
            let members = members.iter().filter(|(name, _)| !elsewhere.contains(&name.as_str()));
            members.map(|(_, member)| member).find_map(find_error)
        }
        Value::Array(items) => items.iter().find_map(find_error),
        _ => None,
    }
}

/// A chunk without this has no error in it.
pub(super) static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
