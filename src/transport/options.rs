//! The settings of a call: those of the client, with the changes of the call.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::Error;
use crate::models::ExtraParameters;
use crate::transport::Api;
use crate::transport::Defaults;
use crate::transport::credential::carries_secret;
use crate::transport::retry::RetryPolicy;

/// Timeouts for a call.
///
/// The defaults allow for reasoning models, which may send nothing for minutes: before the first byte, and between the first
/// chunk and the next. TCP keep-alive still detects a lost peer within a minute.
///
/// ```
/// use std::time::Duration;
/// use azure_inference::{Client, Timeouts};
///
/// let timeouts = Timeouts::default().response(Duration::from_secs(30)).deadline(Duration::from_secs(60));
/// let client = Client::builder("https://my-resource.openai.azure.com").timeouts(timeouts).build()?;
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias("timeout"))]
pub struct Timeouts {
    /// `None` means the default. It is an option because it must not be set together with
    /// [`ClientBuilder::http_client`](crate::ClientBuilder::http_client), on which it would have no effect.
    pub(crate) connect: Option<Duration>,
    pub(crate) response: Duration,
    pub(crate) first_byte: Duration,
    pub(crate) idle: Duration,
    pub(crate) keep_alive_only: Duration,
    pub(crate) deadline: Option<Duration>,
}

impl Default for Timeouts {
    /// Returns the default timeouts: 10 s to connect, 600 s for a complete response, 600 s for the first byte of a stream,
    /// 300 s between reads of either, 600 s of keep-alives without content, no deadline.
    fn default() -> Self {
        Self {
            connect: None,
            response: Duration::from_secs(600),
            first_byte: Duration::from_secs(600),
            idle: Duration::from_secs(300),
            keep_alive_only: Duration::from_secs(600),
            deadline: None,
        }
    }
}

impl Timeouts {
    /// Sets the timeout for establishing a connection. It applies only to a client; on a single call it has no effect.
    pub fn connect(self, connect: Duration) -> Self {
        Self { connect: Some(connect), ..self }
    }

    /// Sets the timeout for a complete response that is not streamed, from sending the request to the end of the body. Applies
    /// to each attempt.
    pub fn response(self, response: Duration) -> Self {
        Self { response, ..self }
    }

    /// Sets the timeout for the first byte of a streamed response. Applies to each attempt.
    pub fn first_byte(self, first_byte: Duration) -> Self {
        Self { first_byte, ..self }
    }

    /// Sets the idle timeout: for each further read of a body, streamed or complete. A slow body is read to its end, and a
    /// stalled one is an error.
    pub fn idle(self, idle: Duration) -> Self {
        Self { idle, ..self }
    }

    /// Sets the timeout for a stream that sends only keep-alives, such as SSE comments, between two chunks.
    pub fn keep_alive_only(self, keep_alive_only: Duration) -> Self {
        Self { keep_alive_only, ..self }
    }

    /// Sets the timeout for a whole call with all its attempts and the waits between them. For a stream it ends with the first
    /// byte.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }
}

/// The settings of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    /// Headers of the caller. They take precedence over all others. All are marked as sensitive, so that `Debug` hides them.
    pub(crate) headers: HeaderMap,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) extra_parameters: Option<ExtraParameters>,
    /// Parts that the caller removed, of those that are sent by default.
    pub(crate) unset: Defaults,
    /// Parts of the request that are set by default, not by the caller.
    pub(crate) defaults: Defaults,
    /// The API that chat requests are sent to.
    pub(crate) api: Api,
    /// The first parameter of the request that only the Responses API supports.
    pub(crate) needs_responses: Option<&'static str>,
    /// Records messages in spans.
    pub(crate) records_content: bool,
    /// Accepts every 2xx status with any body. Otherwise only a 200 with JSON or events is a success.
    pub(crate) accepts_any_success: bool,
    /// In bytes; `None` means the default.
    pub(crate) max_response_size: Option<usize>,
}

impl CallOptions {
    /// Sets a header. Replaces another one of the same name.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let fault = |reason: &str| Error::input(format!("header {name:?}"), reason);
        let header = HeaderName::try_from(name).map_err(|_| fault("not a valid header name"))?;
        // As in `Secret::new`: other characters were copied by accident, and would cause a 401 without an explanation.
        let is_visible = |value: &str| value.chars().all(|character| matches!(character, ' '..='~'));
        if carries_secret(&header) && (!is_visible(value) || value.trim() != value) {
            return Err(fault(
                "the value is not visible ASCII; remove line ends, control characters, and spaces around it",
            ));
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| fault("the value contains a character that is invalid in a header, such as a line end"))?;
        // The value may be a secret of a gateway.
        value.set_sensitive(true);
        self.headers.insert(header, value);
        Ok(())
    }

    /// Whether a header of the caller authenticates the request.
    pub(crate) fn has_secret(&self) -> bool {
        self.headers.keys().any(carries_secret)
    }
}
