//! Response metadata: status, headers, ids, rate limits.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::error::{Error, FailedAttempt, RateLimits, headers};
use crate::transport::Api;

/// The metadata of a response: status, headers, ids, rate limits, attempts.
#[derive(Clone)]
pub struct ResponseMetadata {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) client_request_id: HeaderValue,
    pub(crate) attempts: u32,
    pub(crate) endpoint: Arc<str>,
    pub(crate) member: usize,
    pub(crate) failed: Vec<FailedAttempt>,
    /// The API of a chat response.
    pub(crate) api: Api,
}

impl ResponseMetadata {
    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the decompressed body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the service's id for the request. Microsoft support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }

    /// Returns the id that was sent as `x-ms-client-request-id`. All attempts of a call send the same id.
    pub fn client_request_id(&self) -> &str {
        self.client_request_id.to_str().unwrap_or_default()
    }

    /// Returns the name of the deployment that served the request (`x-ms-deployment-name`).
    pub fn deployment_name(&self) -> Option<&str> {
        headers::text(&self.headers, "x-ms-deployment-name")
    }

    /// Returns the name and snapshot of the model that served the request (`x-ms-served-model`).
    pub fn served_model(&self) -> Option<&str> {
        headers::text(&self.headers, "x-ms-served-model")
    }

    /// Returns the name of the deployment that the request spilled over from, because it had no capacity
    /// (`x-ms-spillover-from-deployment`); `None` if the request did not spill over.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let request = client.chat().user("Hello!").header("x-ms-spillover-deployment", "gpt-standard");
    /// let response = request.send().await?;
    /// if let Some(deployment) = response.metadata().spillover_from() {
    ///     println!("{deployment} has no capacity, {:?} responded", response.metadata().deployment_name());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn spillover_from(&self) -> Option<&str> {
        headers::text(&self.headers, "x-ms-spillover-from-deployment")
    }

    /// Returns the reason why the request could not spill over (`x-ms-spillover-error`).
    pub fn spillover_error(&self) -> Option<&str> {
        headers::text(&self.headers, "x-ms-spillover-error")
    }

    /// Returns the number of attempts: how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the base URL of the endpoint that responded.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the position of the member that responded in [`Client::members`](crate::Client::members); 0 for a client of
    /// one endpoint.
    pub fn member(&self) -> usize {
        self.member
    }

    /// Returns the attempts at any member that failed before this response. At most the last 64 are kept.
    pub fn failed_attempts(&self) -> &[FailedAttempt] {
        &self.failed
    }

    /// Returns the rate limits that the response reports. Limits that it does not report are `None`.
    pub fn rate_limits(&self) -> RateLimits {
        RateLimits::read(&self.headers)
    }

    /// Adds the id and the attempts of the call to an error.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error.with_call(self.client_request_id(), self.attempts, &self.failed, None)
    }
}

impl fmt::Debug for ResponseMetadata {
    /// Omits the body, which the response type shows in decoded form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseMetadata")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("client_request_id", &self.client_request_id())
            .field("attempts", &self.attempts)
            .field("endpoint", &self.endpoint)
            .field("failed_attempts", &self.failed)
            .finish_non_exhaustive()
    }
}

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-client-request-id");
