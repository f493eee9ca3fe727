//! Failed attempts of calls.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

/// A failed attempt of a call, and the member that it was sent to. See [`Error::failed_attempts`](crate::Error::failed_attempts)
/// and [`ResponseMetadata::failed_attempts`](crate::ResponseMetadata::failed_attempts).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// The position of the member in [`Client::members`](crate::Client::members).
    pub member: usize,
    /// The base URL of the member.
    pub endpoint: String,
    /// The model of the member's client.
    pub model: Option<String>,
    /// The status of the response, if there was one.
    pub status: Option<StatusCode>,
    /// The delay that the service requested before the next attempt.
    pub retry_after: Option<Duration>,
    /// The text of the error.
    pub message: String,
}

/// `https://a.openai.azure.com/openai/v1 (gpt-5): 429 Too Many Requests, retry after 2s`
impl fmt::Display for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.endpoint)?;
        if let Some(model) = &self.model {
            write!(f, " ({model})")?;
        }
        match self.status {
            Some(status) => write!(f, ": {status}")?,
            None => write!(f, ": {}", self.message)?,
        }
        self.retry_after.map_or(Ok(()), |delay| write!(f, ", retry after {delay:?}"))
    }
}
