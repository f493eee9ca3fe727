//! Settings of a call: the client's, and what one call changes of them.

use std::fmt;
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
/// The defaults leave room for a reasoning model, which may send nothing for minutes: before its first byte, and between a
/// first chunk and the next. TCP keep-alive notices a peer that is gone within a minute all the same.
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
    /// The default if it is not set: a setting beside [`ClientBuilder::http_client`](crate::ClientBuilder::http_client)
    /// would have no effect.
    pub(crate) connect: Option<Duration>,
    pub(crate) response: Duration,
    pub(crate) first_byte: Duration,
    pub(crate) idle: Duration,
    pub(crate) keep_alive_only: Duration,
    pub(crate) deadline: Option<Duration>,
}

impl Default for Timeouts {
    /// 10 s to connect; 600 s for one whole response; 600 s for the first byte of a stream; 300 s between reads of either;
    /// 600 s of keep-alives without content; no deadline.
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
    /// Timeout for making a connection. A setting of the client: that of a single call has no effect.
    pub fn connect(self, connect: Duration) -> Self {
        Self { connect: Some(connect), ..self }
    }

    /// Timeout for one whole response that is not streamed, from sending the request to the end of the body. Applies to
    /// each attempt.
    pub fn response(self, response: Duration) -> Self {
        Self { response, ..self }
    }

    /// Timeout for the first byte of a streamed response. Applies to each attempt.
    pub fn first_byte(self, first_byte: Duration) -> Self {
        Self { first_byte, ..self }
    }

    /// Timeout for each further read of a body, streamed or whole: a slow body goes on, one that stalls is an error.
    pub fn idle(self, idle: Duration) -> Self {
        Self { idle, ..self }
    }

    /// Timeout for a stream that is kept alive without content: for how long nothing but SSE comments and the like may
    /// come between two chunks.
    pub fn keep_alive_only(self, keep_alive_only: Duration) -> Self {
        Self { keep_alive_only, ..self }
    }

    /// Timeout for a call with all its attempts and the waits between them; for a stream until its first byte.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }
}

/// What one call is sent with.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    /// The caller's; they go before all others.
    pub(crate) headers: HeaderMap,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) extra_parameters: Option<ExtraParameters>,
    /// Sends no `extra-parameters` by default.
    pub(crate) is_pass_through_off: bool,
    /// Parts of the request that this crate set, not the caller.
    pub(crate) defaults: Defaults,
    /// The API that chat requests go to.
    pub(crate) api: Api,
    /// The first parameter that only the Responses API has.
    pub(crate) needs_responses: Option<&'static str>,
    /// Puts what is said into spans.
    pub(crate) records_content: bool,
    /// Takes every status of 2xx for a success, and any body; else a 200 with JSON or events.
    pub(crate) accepts_any_success: bool,
    /// In bytes; the usual one if the caller names none.
    pub(crate) max_response_size: Option<usize>,
}

impl CallOptions {
    /// Sets a header, in place of another of that name.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let fault = |reason: &str| Error::input(format!("header {name:?}"), reason);
        let header = HeaderName::try_from(name).map_err(|_| fault("it is not the name of a header"))?;
        // As for `api_key`: what else it has was copied along, and would be answered with a 401 that does not say why.
        let is_visible = |value: &str| value.chars().all(|character| matches!(character, ' '..='~'));
        if carries_secret(&header) && (!is_visible(value) || value.trim() != value) {
            return Err(fault("the value is not visible ASCII: remove line ends, outer blanks and the like"));
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| fault("the value has a character that a header can't carry, such as a line end"))?;
        // It may be a secret of a gateway.
        value.set_sensitive(true);
        self.headers.insert(header, value);
        Ok(())
    }

    /// Whether a header of the caller's proves who calls.
    pub(crate) fn has_secret(&self) -> bool {
        self.headers.keys().any(carries_secret)
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("extra_parameters", &self.extra_parameters)
            .finish()
    }
}
