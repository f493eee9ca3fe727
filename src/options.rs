//! Settings of a call: the client's, and what one call changes of them.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::credential::carries_secret;
use crate::error::Error;
use crate::models::ExtraParameters;
use crate::retry::RetryPolicy;

/// How long a call may take.
///
/// ```
/// use std::time::Duration;
/// use azure_inference::{Client, Timeouts};
///
/// let timeouts = Timeouts::default().answer(Duration::from_secs(30)).deadline(Duration::from_secs(60));
/// let client = Client::builder("https://my-resource.openai.azure.com").timeouts(timeouts).build()?;
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias("timeout"))]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) answer: Duration,
    pub(crate) first_byte: Duration,
    pub(crate) idle: Duration,
    pub(crate) deadline: Option<Duration>,
}

impl Default for Timeouts {
    /// 10 s to connect; 600 s for a whole answer on each try; 120 s for the first byte of a stream and 60 s between reads
    /// of it; no deadline.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(600),
            first_byte: Duration::from_secs(120),
            idle: Duration::from_secs(60),
            deadline: None,
        }
    }
}

impl Timeouts {
    /// For a connection to be made. A setting of the client: a call can't change it.
    pub fn connect(self, connect: Duration) -> Self {
        Self { connect, ..self }
    }

    /// For a whole answer, on each try anew. A stream has as long for each chunk while only keep-alives come.
    pub fn answer(self, answer: Duration) -> Self {
        Self { answer, ..self }
    }

    /// For the first byte of a stream, on each try anew.
    pub fn first_byte(self, first_byte: Duration) -> Self {
        Self { first_byte, ..self }
    }

    /// For each further read of a stream: a slow stream lives, one that stalls ends.
    pub fn idle(self, idle: Duration) -> Self {
        Self { idle, ..self }
    }

    /// For a call with all its tries and the waits between them; for a stream until it has begun.
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
    /// Sends no `extra-parameters` unasked.
    pub(crate) is_pass_through_off: bool,
    /// Puts what is said into spans.
    pub(crate) records_content: bool,
    /// In bytes; the usual one if the caller names none.
    pub(crate) max_answer_size: Option<usize>,
}

impl CallOptions {
    /// Sets a header, in place of another of that name.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let fault = |reason: &str| Error::input(format!("header {name:?}"), reason);
        let header = HeaderName::try_from(name).map_err(|_| fault("it is not the name of a header"))?;
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
