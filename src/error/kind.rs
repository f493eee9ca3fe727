//! The kinds of errors, and the predicates over them.

use std::fmt;

use http::StatusCode;

use super::{Error, ServiceError};

/// The kind of an [`Error`], for a `match`, an alert or a metric.
///
/// The predicates of [`Error`] group kinds: [`Error::is_auth`] covers the three kinds that concern the credential. An error
/// that the service reports has the kind of its status, also if the service reports it in a 200 response.
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// use azure_inference::ErrorKind;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let mock = MockService::start().await;
/// # mock.reply(Reply::error(403, "PermissionDenied", "The principal lacks the required data action."));
/// # let client = mock.client();
/// let error = client.chat().user("Hello!").send().await.unwrap_err();
/// let advice = match error.kind() {
///     ErrorKind::Credential => "no token: see the source of the error",
///     ErrorKind::Unauthorized => "the key is wrong, or the token has the wrong scope",
///     ErrorKind::Forbidden => "the identity lacks a role on the resource",
///     _ => "not about the credential",
/// };
/// assert_eq!(advice, "the identity lacks a role on the resource");
/// assert_eq!(error.kind().as_str(), "forbidden"); // the label of a metric
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is invalid and was not sent. [`Error::param`] names the invalid value.
    Input,
    /// The credential returned no token; nothing was sent. The source has the reason.
    Credential,
    /// The service rejected the credential (401).
    Unauthorized,
    /// The credential lacks a permission (403).
    Forbidden,
    /// The connection could not be established.
    Connect,
    /// The connection could not be established before the connect timeout.
    ConnectTimeout,
    /// A timeout elapsed, in the client or in the service (408, 504).
    Timeout,
    /// The connection failed before the response was complete, or [`send_with`](crate::ClientBuilder::send_with) failed.
    Transport,
    /// The connection failed while a stream was read.
    Interrupted,
    /// A stream ended before the response was complete, although its connection did not fail.
    Truncated,
    /// The service rejected the request (400, 422 and other 4xx).
    BadRequest,
    /// The deployment, model or path does not exist (404, 410).
    NotFound,
    /// The request exceeded a rate limit (429). [`Error::retry_after`] is the delay that the service requests.
    RateLimited,
    /// The quota is exhausted (`insufficient_quota`); not retryable.
    QuotaExceeded,
    /// The content filter blocked the prompt or the response. [`Error::content_filter`] has its result.
    ContentFilter,
    /// The service failed (5xx), responded with an unexpected status, or reported an error without a status.
    Service,
    /// The response could not be decoded.
    Decode,
    /// The response exceeds a size limit of this crate, such as
    /// [`max_response_size`](crate::ClientBuilder::max_response_size).
    TooLarge,
    /// JSON was requested, and the text of the model is empty or not JSON.
    NotJson,
    /// The model's JSON does not fit the requested type. [`Error::param`] is the place in it.
    TypeMismatch,
    /// The response reached `max_tokens` or another length limit before the requested value was complete.
    LengthLimit,
    /// The model refused to respond. [`Error::message`] is its refusal.
    Refused,
    /// A run with tools exceeded its [`ToolLimits`](crate::ToolLimits).
    ToolLimit,
}

impl ErrorKind {
    /// Returns the name of the kind in snake case, such as `rate_limited`. The name is stable, so that it can be the label of
    /// a metric.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Credential => "credential",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Connect => "connect",
            Self::ConnectTimeout => "connect_timeout",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Interrupted => "interrupted",
            Self::Truncated => "truncated",
            Self::BadRequest => "bad_request",
            Self::NotFound => "not_found",
            Self::RateLimited => "rate_limited",
            Self::QuotaExceeded => "quota_exceeded",
            Self::ContentFilter => "content_filter",
            Self::Service => "service",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::NotJson => "not_json",
            Self::TypeMismatch => "type_mismatch",
            Self::LengthLimit => "length_limit",
            Self::Refused => "refused",
            Self::ToolLimit => "tool_limit",
        }
    }

    /// The kind of an error that the service reports.
    pub(super) fn of_service(error: &ServiceError, is_filtered: bool, status: Option<StatusCode>) -> Self {
        if is_filtered {
            return Self::ContentFilter;
        }
        if error.has_code("insufficient_quota") {
            return Self::QuotaExceeded;
        }
        match status.map(|status| status.as_u16()) {
            Some(401) => Self::Unauthorized,
            Some(403) => Self::Forbidden,
            Some(404 | 410) => Self::NotFound,
            Some(408 | 504) => Self::Timeout,
            Some(429) => Self::RateLimited,
            // The request did not cause a conflict or a failed dependency.
            Some(409 | 424 | 425) => Self::Service,
            Some(400..500) => Self::BadRequest,
            _ => Self::Service,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns `true` if the request is invalid and was not sent. [`param`](Self::param) names the invalid value.
    pub fn is_input(&self) -> bool {
        self.0.kind == ErrorKind::Input
    }

    /// Returns `true` if the connection to the service could not be established.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::ConnectTimeout)
    }

    /// Returns `true` if a timeout elapsed, in the client or in the service (408, 504).
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout | ErrorKind::ConnectTimeout)
    }

    /// Returns `true` if an established connection failed: before the response, within it, or within a stream.
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Transport | ErrorKind::Interrupted)
    }

    /// Returns `true` if the service rejected the credential (401, 403), or the credential returned no token. [`kind`](Self::kind)
    /// distinguishes these cases.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::Credential)
    }

    /// Returns `true` if the request exceeded a rate limit (429), or the quota is exhausted
    /// ([`QuotaExceeded`](ErrorKind::QuotaExceeded)). [`retry_after`](Self::retry_after) is the delay that the service
    /// requests.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::QuotaExceeded)
    }

    /// Returns `true` if the content filter blocked the prompt, or blocked a response of
    /// [`ChatRequest::parse`](crate::ChatRequest::parse). [`content_filter`](Self::content_filter) has its result.
    pub fn is_content_filtered(&self) -> bool {
        self.0.kind == ErrorKind::ContentFilter
    }

    /// Returns `true` if the response could not be decoded: a 200 whose body is not the expected JSON, a response that
    /// [is too large](Self::is_too_large), or one that does not fit the type of
    /// [`ChatRequest::parse`](crate::ChatRequest::parse). In the last case [`param`](Self::param) is the path in the JSON, such
    /// as `languages[0].name`.
    pub fn is_decode(&self) -> bool {
        use ErrorKind::{Decode, NotJson, TooLarge, TypeMismatch};
        matches!(self.0.kind, Decode | TooLarge | NotJson | TypeMismatch)
    }

    /// Returns `true` if the response exceeds a size limit: [`max_response_size`](crate::ClientBuilder::max_response_size), the
    /// size of one event of a stream, or the number of JSON values.
    pub fn is_too_large(&self) -> bool {
        self.0.kind == ErrorKind::TooLarge
    }

    /// Returns `true` if the response ended before it was complete: a stream that ended without a finish reason, or a response
    /// of [`ChatRequest::parse`](crate::ChatRequest::parse) that reached its [length limit](ErrorKind::LengthLimit).
    pub fn is_truncated(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Truncated | ErrorKind::Interrupted | ErrorKind::LengthLimit)
    }

    /// Returns `true` if the service reported the error within a successful response: in its body, or as an event of a
    /// stream. [`kind`](Self::kind) describes the error, and [`status`](Self::status) is the status of the response.
    pub fn is_in_band(&self) -> bool {
        self.0.details.is_in_band
    }

    /// Returns `true` if the call would have been retried, had the client's [`RetryBudget`](crate::RetryBudget) not been
    /// exhausted.
    pub fn is_retry_budget_exhausted(&self) -> bool {
        self.0.details.is_retry_budget_exhausted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The predicates that are true for a kind. The exhaustive `match` forces new kinds to be added here.
    fn predicates(kind: ErrorKind) -> &'static [&'static str] {
        match kind {
            ErrorKind::Input => &["input"],
            ErrorKind::Credential | ErrorKind::Unauthorized | ErrorKind::Forbidden => &["auth"],
            ErrorKind::Connect => &["connect"],
            ErrorKind::ConnectTimeout => &["connect", "timeout"],
            ErrorKind::Timeout => &["timeout"],
            ErrorKind::Transport => &["transport"],
            ErrorKind::Interrupted => &["transport", "truncated"],
            ErrorKind::Truncated | ErrorKind::LengthLimit => &["truncated"],
            ErrorKind::RateLimited | ErrorKind::QuotaExceeded => &["rate_limited"],
            ErrorKind::ContentFilter => &["content_filtered"],
            ErrorKind::Decode | ErrorKind::NotJson | ErrorKind::TypeMismatch => &["decode"],
            ErrorKind::TooLarge => &["decode", "too_large"],
            ErrorKind::BadRequest
            | ErrorKind::NotFound
            | ErrorKind::Service
            | ErrorKind::Refused
            | ErrorKind::ToolLimit => &[],
        }
    }

    const ALL: [ErrorKind; 23] = [
        ErrorKind::Input,
        ErrorKind::Credential,
        ErrorKind::Unauthorized,
        ErrorKind::Forbidden,
        ErrorKind::Connect,
        ErrorKind::ConnectTimeout,
        ErrorKind::Timeout,
        ErrorKind::Transport,
        ErrorKind::Interrupted,
        ErrorKind::Truncated,
        ErrorKind::BadRequest,
        ErrorKind::NotFound,
        ErrorKind::RateLimited,
        ErrorKind::QuotaExceeded,
        ErrorKind::ContentFilter,
        ErrorKind::Service,
        ErrorKind::Decode,
        ErrorKind::TooLarge,
        ErrorKind::NotJson,
        ErrorKind::TypeMismatch,
        ErrorKind::LengthLimit,
        ErrorKind::Refused,
        ErrorKind::ToolLimit,
    ];

    #[test]
    fn predicates_match_the_kind() {
        for (place, kind) in ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place, "{kind:?} is listed once");
            let error = Error::new(kind, "m");
            assert_eq!((error.kind(), error.to_string()), (kind, "m".to_owned()));
            let holds = [
                ("input", error.is_input()),
                ("auth", error.is_auth()),
                ("connect", error.is_connect()),
                ("timeout", error.is_timeout()),
                ("transport", error.is_transport()),
                ("truncated", error.is_truncated()),
                ("rate_limited", error.is_rate_limited()),
                ("content_filtered", error.is_content_filtered()),
                ("decode", error.is_decode()),
                ("too_large", error.is_too_large()),
                ("in_band", error.is_in_band()),
            ];
            let holds: Vec<&str> = holds.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect();
            assert_eq!(holds, predicates(kind), "{kind:?}");
        }
    }

    #[test]
    fn kind_names_are_the_variants_in_snake_case() {
        for kind in ALL {
            let camel: String = kind.as_str().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(camel, format!("{kind:?}"));
        }
    }

    #[test]
    fn service_errors_have_the_kind_of_their_status() {
        for (status, body, kind) in [
            (400, "{}", ErrorKind::BadRequest),
            (401, "{}", ErrorKind::Unauthorized),
            (402, "{}", ErrorKind::BadRequest),
            (403, "{}", ErrorKind::Forbidden),
            (404, "{}", ErrorKind::NotFound),
            (408, "{}", ErrorKind::Timeout),
            (409, "{}", ErrorKind::Service),
            (410, "{}", ErrorKind::NotFound),
            (413, "{}", ErrorKind::BadRequest),
            (422, "{}", ErrorKind::BadRequest),
            (424, "{}", ErrorKind::Service),
            (429, "{}", ErrorKind::RateLimited),
            (429, r#"{"error":{"code":"insufficient_quota"}}"#, ErrorKind::QuotaExceeded),
            (403, r#"{"error":{"code":"insufficient_quota"}}"#, ErrorKind::QuotaExceeded),
            (400, r#"{"error":{"code":"content_filter","message":"m"}}"#, ErrorKind::ContentFilter),
            (302, "{}", ErrorKind::Service),
            (500, "{}", ErrorKind::Service),
            (503, "{}", ErrorKind::Service),
            (504, "{}", ErrorKind::Timeout),
            (529, "{}", ErrorKind::Service),
            // Reported in a 200 response.
            (200, r#"{"error":{"code":"rate_limit_exceeded","message":"m"}}"#, ErrorKind::RateLimited),
            (200, r#"{"error":{"code":401,"message":"m"}}"#, ErrorKind::Unauthorized),
            (200, r#"{"error":{"message":"it broke"}}"#, ErrorKind::Service),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            let response = crate::error::Response { status, headers: Default::default(), body: Default::default() };
            let error = Error::service(ServiceError::read(body.as_bytes()), response);
            assert_eq!((error.kind(), error.is_in_band()), (kind, status == StatusCode::OK), "{status} {body}");
        }
    }

    #[test]
    fn errors_are_small() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        let size = size_of::<crate::error::Inner>();
        assert!(size <= 352, "{size} bytes: a field that few errors have belongs in `values`");
    }
}
