//! Private constructors and accessors of errors.

use std::error::Error as StdError;
use std::time::{Duration, Instant};

use http::StatusCode;

use super::headers;
use super::{Error, FailedAttempt, Inner, Kind, Parts, Response, ServiceError, Source, reported};
use crate::models::content_safety::{ContentFilterResult, FilterTarget};

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            code: None,
            param: None,
            hint: None,
            is_in_band: false,
            is_retry_budget_exhausted: false,
            reported_status: None,
            response: None,
            client_request_id: None,
            retry_after: None,
            attempts: 0,
            elapsed: None,
            parts: None,
            failed: Vec::new(),
            source: None,
        }))
    }

    /// An error about the caller's input, with the name of the field and the reason.
    pub(crate) fn input(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Input, reason);
        error.0.param = Some(field.into());
        error
    }

    /// An error that the service reported.
    pub(crate) fn service(error: ServiceError, response: Response) -> Self {
        let filter_result = error.content_filter_result();
        let hint = error.hint().map(str::to_owned);
        let reported_status = match response.status {
            StatusCode::OK => error.reported_status(),
            status => reported::model_status(status, &response.headers),
        };
        let status = reported_status.or(Some(response.status));
        let kind =
            Kind::of_service(&error, filter_result.as_ref().is_some_and(ContentFilterResult::is_blocked), status);
        let reason = || headers::text(&response.headers, reported::MODEL_REASON).map(str::to_owned);
        let message = error.message.or_else(reason).unwrap_or_else(|| "the service gave no reason".to_owned());
        let mut built = Self::new(kind, message);
        built.0.code = error.code.or_else(|| headers::text(&response.headers, "x-ms-error-code").map(str::to_owned));
        built.0.param = error.param;
        built.0.hint = hint;
        built.0.is_in_band = response.status.is_success();
        built.0.retry_after = error.delay;
        built.0.reported_status = reported_status;
        built.0.response = Some(response);
        built.with_content_filter(filter_result)
    }

    /// A response with status 200 that could not be decoded.
    pub(crate) fn decode(message: impl Into<String>, response: Response) -> Self {
        let mut error = Self::new(Kind::Decode, message);
        error.0.response = Some(response);
        error
    }

    /// Marks an error as reported after the response started. The content filter then blocked the response, not the prompt,
    /// except if the service names the prompt.
    pub(crate) fn after_response_start(mut self) -> Self {
        let is_of_prompt = matches!(self.param(), Some("prompt" | "messages"));
        let parts = self.0.parts.as_mut().filter(|_| !is_of_prompt);
        if let Some(result) = parts.and_then(|parts| parts.content_filter.as_mut()) {
            result.target = FilterTarget::Completion { choice: 0 };
        }
        self
    }

    pub(crate) fn with_param(mut self, param: impl Into<String>) -> Self {
        self.0.param = Some(param.into());
        self
    }

    pub(crate) fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.with_shared_source(Source::from(source.into()))
    }

    pub(crate) fn with_shared_source(mut self, source: Source) -> Self {
        self.0.source = Some(source);
        self
    }

    pub(crate) fn with_response(mut self, response: Response) -> Self {
        self.0.response = Some(response);
        self
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.0.hint = hint.or(self.0.hint);
        self
    }

    pub(crate) fn with_client_request_id(mut self, id: &str) -> Self {
        self.0.client_request_id = Some(id.to_owned());
        self
    }

    /// Sets the delay from the response headers. It takes precedence over the delay from the body.
    pub(crate) fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.retry_after = delay.or(self.0.retry_after);
        self
    }

    /// Attaches a value that was received before the failure, in place of another one of its type.
    pub(crate) fn with_partial<T: Clone + Send + Sync + 'static>(mut self, partial: T) -> Self {
        self.parts_mut().partial.insert(partial);
        self
    }

    pub(crate) fn with_content_filter(mut self, result: Option<ContentFilterResult>) -> Self {
        if result.is_some() {
            self.parts_mut().content_filter = result;
        }
        self
    }

    pub(crate) fn with_exhausted_budget(mut self) -> Self {
        self.0.is_retry_budget_exhausted = true;
        self
    }

    /// Appends to the hint.
    pub(crate) fn append_hint(mut self, more: String) -> Self {
        self.0.hint = Some(match self.0.hint {
            Some(hint) => format!("{hint}; {more}"),
            None => more,
        });
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets the elapsed time since the start of the first attempt.
    pub(crate) fn with_start(mut self, started: Option<Instant>) -> Self {
        self.0.elapsed = started.map(|started| started.elapsed());
        self
    }

    pub(crate) fn with_failed_attempts(mut self, failed: Vec<FailedAttempt>) -> Self {
        self.0.failed = failed;
        self
    }

    /// The error of a call that was not sent because all members are cooling down after these failures.
    pub(crate) fn from_members(failed: Vec<FailedAttempt>) -> Self {
        let status = failed.last().and_then(|failed| failed.status);
        let kind = Kind::of_service(&ServiceError::default(), false, status);
        let mut error = Self::new(kind, "no endpoint is available: all are cooling down after failures");
        error.0.reported_status = status;
        error.with_failed_attempts(failed)
    }

    /// The status that an error in a 200 response names, or the status of the model server behind the endpoint.
    pub(crate) fn reported_status(&self) -> Option<StatusCode> {
        self.0.reported_status
    }

    /// Turns a transport error into an interrupted response, for a connection that fails while a stream is read.
    pub(crate) fn cut(mut self) -> Self {
        if self.0.kind == Kind::Transport {
            self.0.kind = Kind::Interrupted;
            self.0.message = "the connection failed before the response was complete".to_owned();
        }
        self
    }

    /// Whether the error is not retryable, whatever its status.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self.0.kind, Kind::QuotaExceeded | Kind::ContentFilter)
    }

    /// The name of the kind, for telemetry.
    pub(crate) fn kind_name(&self) -> &'static str {
        self.0.kind.as_str()
    }

    fn parts_mut(&mut self) -> &mut Parts {
        self.0.parts.get_or_insert_default()
    }
}
