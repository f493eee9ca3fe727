//! The error type of this crate.

mod built;
pub(crate) mod headers;
mod kind;
mod reported;
mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode};

pub use self::headers::{RateLimit, RateLimits};
pub use self::kind::ErrorKind;
pub(crate) use self::kind::ErrorKind as Kind;
pub(crate) use self::service::ServiceError;

use crate::models::content_safety::ContentFilterResult;

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error type of this crate.
///
/// [`kind`](Self::kind) and the `is_` predicates classify the error. The other methods return its parts: the status, the
/// headers, the request id and the first 64 KiB of the body are kept, for any form of error from a service or a proxy.
///
/// ```
/// use azure_inference::Client;
///
/// let error = Client::builder("my-resource.openai.azure.com").build().unwrap_err();
/// assert!(error.is_input());
/// assert_eq!(error.param(), Some("endpoint"));
/// ```
pub struct Error(Box<Inner>);

/// The cause of an error. Shared, because one failed token request can fail many callers.
pub(crate) type Source = Arc<dyn StdError + Send + Sync>;

struct Inner {
    kind: Kind,
    message: String,
    details: Details,
}

#[derive(Default)]
struct Details {
    code: Option<String>,
    param: Option<String>,
    /// Advice from this crate, shown after the message of the service.
    hint: Option<String>,
    is_in_band: bool,
    /// Retryable without a status.
    is_retryable: bool,
    is_retry_budget_exhausted: bool,
    /// The status that an error in a 200 response names, or the status of the model server behind the endpoint.
    reported_status: Option<StatusCode>,
    response: Option<Response>,
    client_request_id: Option<Box<str>>,
    retry_after: Option<Duration>,
    attempts: u32,
    /// The duration of all attempts and the waits between them.
    elapsed: Option<Duration>,
    /// Values that few errors have, by type: the content filter result, and what was received before the failure. The modules
    /// that attach a value also provide access to it, so that this module does not depend on them.
    values: Extensions,
    failed: Vec<FailedAttempt>,
    source: Option<Source>,
}

/// The HTTP response that an error keeps.
#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// At most [`KEPT_BODY`] bytes.
    pub(crate) body: Bytes,
}

/// The number of body bytes that an error keeps.
pub(crate) const KEPT_BODY: usize = 64 << 10;

impl Error {
    /// Returns the error message: the service's own message if it sent one.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the error code of the service, such as `content_filter` or `DeploymentNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.0.details.code.as_deref()
    }

    /// Returns the parameter that caused the error, as the service or this crate names it. If a response does not fit the
    /// requested type, this is the path in its JSON.
    pub fn param(&self) -> Option<&str> {
        self.0.details.param.as_deref()
    }

    /// Returns the HTTP status of the response; `None` if there was no response.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// Returns the service's id for the request. Microsoft support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(headers::request_id)
    }

    /// Returns the id that was sent as `x-ms-client-request-id`. All attempts of a call send the same id.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.details.client_request_id.as_deref()
    }

    /// Returns the delay that the service requested before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.details.retry_after
    }

    /// Returns the rate limits that the response reports. Limits that it does not report are `None`.
    pub fn rate_limits(&self) -> RateLimits {
        self.headers().map(RateLimits::read).unwrap_or_default()
    }

    /// Returns the content filter result if the content filter caused the error. [`ContentFilterResult::target`] is the prompt or
    /// the choice that was blocked. The result has no findings if the service names no category.
    pub fn content_filter(&self) -> Option<&ContentFilterResult> {
        self.0.details.values.get()
    }

    /// Returns the number of attempts: how often the request was sent. It is 0 if the request was never sent.
    pub fn attempts(&self) -> u32 {
        self.0.details.attempts
    }

    /// Returns the time that all attempts took, with the waits between them; `None` if nothing was sent.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.details.elapsed
    }

    /// Returns the failed attempts, each with its endpoint, status and delay. At most the last 64 are kept. If no member of
    /// the client was available, these are the last failures of the members.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.0.details.failed
    }

    /// Returns the headers of the response; `None` if there was no response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Returns the first 64 KiB of the response body; empty if there was no response.
    pub fn body(&self) -> &[u8] {
        self.response().map_or(&[], |response| &response.body)
    }

    /// Returns a value that was attached with [`with_partial`](Self::with_partial).
    pub(crate) fn partial<T: Clone + Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.details.values.get()
    }

    fn response(&self) -> Option<&Response> {
        self.0.details.response.as_ref()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.details.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An error in a 200 response does not start with "200 OK".
        if let Some(status) = self.status().filter(|status| *status != StatusCode::OK) {
            write!(f, "{status}: ")?;
        }
        match (self.0.kind, self.param()) {
            (Kind::Input, Some(field)) => write!(f, "{field}: {}", self.0.message)?,
            _ => f.write_str(&self.0.message)?,
        }
        let named = |name: &str, value: Option<&str>| value.map(|value| format!("{name} {value}"));
        let attempts = self.0.details.elapsed.filter(|_| self.0.details.attempts > 1);
        let attempts = attempts.map(|elapsed| format!("{} attempts in {elapsed:.1?}", self.0.details.attempts));
        let details = [named("code", self.code()), named("request id", self.request_id()), attempts];
        let details: Vec<String> = details.into_iter().flatten().collect();
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        let budget = self.0.details.is_retry_budget_exhausted.then_some("not retried: the retry budget is exhausted");
        self.0.details.hint.as_deref().into_iter().chain(budget).try_for_each(|hint| write!(f, "; {hint}"))?;
        // The attempts are listed only if they went to several endpoints.
        let failed = self.failed_attempts();
        if failed.windows(2).all(|pair| pair[0].member == pair[1].member) {
            return Ok(());
        }
        f.write_str("; attempts: ")?;
        failed.iter().enumerate().try_for_each(|(place, failed)| {
            f.write_str(if place == 0 { "" } else { "; " })?;
            write!(f, "{failed}")
        })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("message", &self.0.message)
            .field("param", &self.param())
            .field("hint", &self.0.details.hint)
            .field("request_id", &self.request_id())
            .field("retry_after", &self.0.details.retry_after)
            .field("attempts", &self.0.details.attempts)
            .field("elapsed", &self.0.details.elapsed)
            .field("failed_attempts", &self.0.details.failed)
            .field("source", &self.0.details.source)
            .finish()
    }
}

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
