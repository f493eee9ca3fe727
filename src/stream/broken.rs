//! Why a stream ends before its answer does.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::error::{Error, Kind};
use crate::transport;

/// Why a stream ends before its answer does.
pub(super) struct BrokenStream {
    pub(super) error: Error,
    /// Opening it again would not help.
    pub(super) is_for_good: bool,
}

impl BrokenStream {
    pub(super) fn for_good(error: Error) -> Self {
        Self { error, is_for_good: true }
    }

    pub(super) fn overgrown() -> Self {
        Self::for_good(Error::new(Kind::TooLarge, transport::TOO_MANY_VALUES))
    }

    pub(super) fn unanswered(error: Error) -> Self {
        Self { error, is_for_good: false }
    }
}

/// A chunk without this has no error in it, unless it has no choices either.
pub(super) static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
