//! The one error of this crate.

mod built;
mod hints;
mod kind;
mod reported;
mod service;
mod shown;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Extensions, HeaderMap, StatusCode};

pub use self::kind::ErrorKind;
pub(crate) use self::kind::ErrorKind as Kind;
pub(crate) use self::service::ServiceError;

use crate::content_safety::Verdict;
use crate::pool::FailedAttempt;
use crate::response::{self, RateLimits};

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, with all that is known of it.
///
/// [`kind`](Self::kind) and the predicates tell what kind of failure it is, accessors give its parts. Whatever a service answered survives: the
/// status, the headers, the request id, the body's first 64 KiB, whatever shape the service or a proxy gave it.
///
/// ```
/// use azure_inference::Client;
///
/// let error = Client::builder("my-resource.openai.azure.com").build().unwrap_err();
/// assert!(error.is_input());
/// assert_eq!(error.param(), Some("endpoint"));
/// ```
pub struct Error(Box<Inner>);

/// Shared, since many callers may wait for one thing that fails.
type Source = Arc<dyn StdError + Send + Sync>;

struct Inner {
    kind: Kind,
    message: String,
    code: Option<String>,
    param: Option<String>,
    /// What this crate adds to the service's words.
    hint: Option<String>,
    is_in_band: bool,
    is_retry_budget_spent: bool,
    /// The status that an error within a response of status 200 names, or that a model server had behind its endpoint.
    reported_status: Option<StatusCode>,
    response: Option<Response>,
    client_request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    /// How long all attempts and the waits between them took, if that is what failed.
    elapsed: Option<Duration>,
    parts: Option<Box<Parts>>,
    failed: Vec<FailedAttempt>,
    source: Option<Source>,
}

/// What few errors have.
#[derive(Default)]
struct Parts {
    /// What was received before the failure, by type. The modules that attach it also give access to it, so that this one
    /// knows none of them.
    partial: Extensions,
    content_filter: Option<Verdict>,
}

/// What the service answered.
#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// At most [`KEPT_BODY`] bytes.
    pub(crate) body: Bytes,
}

/// How much of an error's body is kept.
pub(crate) const KEPT_BODY: usize = 64 << 10;

impl Error {
    /// The status of the service's answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The headers of the service's answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// The first 64 KiB of the service's answer; empty if there was none.
    pub fn body(&self) -> &[u8] {
        self.response().map_or(&[], |response| &response.body)
    }

    /// Returns what was attached with [`with_partial`](Self::with_partial).
    pub(crate) fn partial<T: Clone + Send + Sync + 'static>(&self) -> Option<&T> {
        self.parts()?.partial.get()
    }

    fn parts(&self) -> Option<&Parts> {
        self.0.parts.as_deref()
    }

    fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// The service's code for the error, such as `content_filter` or `DeploymentNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What is wrong, in the service's words where it gave some.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The parameter that is at fault, as the service or this crate names it; of an answer that does not fit the type, the
    /// place in its JSON.
    pub fn param(&self) -> Option<&str> {
        self.0.param.as_deref()
    }

    /// The service's id for the request; what the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(response::request_id)
    }

    /// The id that was sent as `x-ms-client-request-id`, the same on every try.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// What is left of the service's rate limits, as far as its answer says.
    pub fn rate_limits(&self) -> RateLimits {
        self.headers().map(RateLimits::read).unwrap_or_default()
    }

    /// How long the service asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the content filter says, if it is the reason: [`Verdict::side`] tells whether of the prompt or of the answer. Its
    /// findings are empty if the service names no category.
    pub fn content_filter(&self) -> Option<&Verdict> {
        self.parts()?.content_filter.as_ref()
    }

    /// How many times the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the attempts that failed, each with its endpoint, status and delay; at most the last 64. If no member could be
    /// sent the call, those are the last failures of the members.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.0.failed
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
