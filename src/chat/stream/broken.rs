//! The failure of a stream, and whether reopening the stream can help.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::error::{Error, Kind};
use crate::transport;

/// The failure of a stream before its response is complete.
pub(super) struct BrokenStream {
    pub(super) error: Error,
    pub(super) is_retryable: bool,
}

impl BrokenStream {
    pub(super) fn retryable(error: Error) -> Self {
        Self { error, is_retryable: true }
    }

    pub(super) fn permanent(error: Error) -> Self {
        Self { error, is_retryable: false }
    }

    pub(super) fn too_many_values() -> Self {
        Self::permanent(Error::new(Kind::TooLarge, transport::TOO_MANY_VALUES))
    }
}

/// Finds `"error"`. A chunk without it has no error, unless it has no choices either.
pub(super) static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
