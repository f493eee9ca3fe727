//! Private constructors and accessors of errors.

use std::error::Error as StdError;
use std::time::Duration;

use http::StatusCode;

use super::headers;
use super::{Details, Error, FailedAttempt, Inner, Kind, Response, ServiceError, Source, reported};
use crate::models::content_safety::{ContentFilterResult, FilterTarget};

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), details: Details::default() }))
    }

    /// An error about the caller's input, with the name of the field and the reason.
    pub(crate) fn input(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(Kind::Input, reason).with_param(field)
    }

    /// An error that the service reported.
    pub(crate) fn service(error: ServiceError, response: Response) -> Self {
        let filter_result = error.content_filter_result();
        let hint = error.hint().map(str::to_owned);
        let reported_status = match response.status {
            StatusCode::OK => error.reported_status(),
            // Azure Machine Learning responds with this if the model server behind an endpoint fails.
            StatusCode::FAILED_DEPENDENCY => {
                headers::text(&response.headers, "ms-azureml-model-error-statuscode").and_then(reported::status_of)
            }
            _ => None,
        };
        let status = reported_status.or(Some(response.status));
        let kind =
            Kind::of_service(&error, filter_result.as_ref().is_some_and(ContentFilterResult::is_blocked), status);
        let reason = || headers::text(&response.headers, "ms-azureml-model-error-reason").map(str::to_owned);
        let message = error.message.or_else(reason).unwrap_or_else(|| "the service gave no reason".to_owned());
        let details = Details {
            code: error.code.or_else(|| headers::text(&response.headers, "x-ms-error-code").map(str::to_owned)),
            param: error.param,
            hint,
            is_in_band: response.status.is_success(),
            retry_after: error.delay,
            reported_status,
            response: Some(response),
            ..Details::default()
        };
        Self(Box::new(Inner { kind, message, details })).with_content_filter(filter_result)
    }

    /// Marks an error as reported after the response started. The content filter then blocked the response, not the prompt,
    /// except if the service names the prompt.
    pub(crate) fn after_response_start(mut self) -> Self {
        let is_of_prompt = matches!(self.param(), Some("prompt" | "messages"));
        let result = self.0.details.values.get_mut::<ContentFilterResult>();
        if let Some(result) = result.filter(|_| !is_of_prompt) {
            result.target = FilterTarget::Completion { choice: 0 };
        }
        self
    }

    pub(crate) fn with_param(mut self, param: impl Into<String>) -> Self {
        self.0.details.param = Some(param.into());
        self
    }

    pub(crate) fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.with_shared_source(Source::from(source.into()))
    }

    pub(crate) fn with_shared_source(mut self, source: Source) -> Self {
        self.0.details.source = Some(source);
        self
    }

    pub(crate) fn with_response(mut self, response: Response) -> Self {
        self.0.details.response = Some(response);
        self
    }

    /// Sets whether the call may be retried although no status says so: nothing of a response was used.
    pub(crate) fn with_retryable(mut self, is_retryable: bool) -> Self {
        self.0.details.is_retryable = is_retryable;
        self
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.0.details.hint = hint.or(self.0.details.hint);
        self
    }

    /// Sets the delay from the response headers. It takes precedence over the delay from the body.
    pub(crate) fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.details.retry_after = delay.or(self.0.details.retry_after);
        self
    }

    /// Attaches a value that was received before the failure, in place of another one of its type.
    pub(crate) fn with_partial<T: Clone + Send + Sync + 'static>(mut self, partial: T) -> Self {
        self.0.details.values.insert(partial);
        self
    }

    pub(crate) fn with_content_filter(self, result: Option<ContentFilterResult>) -> Self {
        match result {
            Some(result) => self.with_partial(result),
            None => self,
        }
    }

    pub(crate) fn with_exhausted_budget(mut self) -> Self {
        self.0.details.is_retry_budget_exhausted = true;
        self
    }

    /// Appends to the hint.
    pub(crate) fn append_hint(mut self, more: String) -> Self {
        self.0.details.hint = Some(match self.0.details.hint {
            Some(hint) => format!("{hint}; {more}"),
            None => more,
        });
        self
    }

    /// Sets the id of the call, its attempts, and the time that they took with the waits between them.
    pub(crate) fn with_call(
        mut self,
        client_request_id: &str,
        attempts: u32,
        failed: &[FailedAttempt],
        elapsed: Option<Duration>,
    ) -> Self {
        let details = &mut self.0.details;
        (details.client_request_id, details.attempts) = (Some(client_request_id.into()), attempts);
        details.elapsed = elapsed.or(details.elapsed);
        if !failed.is_empty() {
            details.failed = failed.to_vec();
        }
        self
    }

    /// The error of a call that was not sent because all members are cooling down after these failures.
    pub(crate) fn from_members(failed: Vec<FailedAttempt>) -> Self {
        let status = failed.last().and_then(|failed| failed.status);
        let kind = Kind::of_service(&ServiceError::default(), false, status);
        let mut error = Self::new(kind, "no endpoint is available: all are cooling down after failures");
        (error.0.details.reported_status, error.0.details.failed) = (status, failed);
        error
    }

    /// The status that an error in a 200 response names, or the status of the model server behind the endpoint.
    pub(crate) fn reported_status(&self) -> Option<StatusCode> {
        self.0.details.reported_status
    }

    /// The status with which the service rejected the request, in any form.
    pub(crate) fn refusal_status(&self) -> Option<StatusCode> {
        self.0.details.reported_status.or(self.status().filter(|status| !status.is_success()))
    }

    pub(crate) fn is_code(&self, code: &str) -> bool {
        self.code().is_some_and(|found| found.eq_ignore_ascii_case(code))
    }

    /// Whether the error is retryable without a status.
    pub(crate) fn is_retryable(&self) -> bool {
        self.0.details.is_retryable
    }

    /// Turns a transport error into an interrupted response, for a connection that fails while a stream is read.
    pub(crate) fn cut(mut self) -> Self {
        if self.0.kind == Kind::Transport {
            self.0.kind = Kind::Interrupted;
            self.0.message = "the connection failed before the response was complete".to_owned();
        }
        self
    }
}
