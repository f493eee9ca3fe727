//! Retry decisions. Pure functions: no clock, no I/O.

mod budget;

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

pub use budget::RetryBudget;
pub(crate) use budget::cost;

use crate::error::headers::{seconds, text};
use crate::error::{Error, Kind};

/// Retry policy: how often and when a failed call is retried.
///
/// - Retryable statuses are 408, 409, 429, 502, 503, 504, 520 to 524 and 529. A 500 is retried once, because some servers
///   send it for an invalid request.
/// - Connections that fail or time out before the first byte of the response body are retried.
/// - The header `x-should-retry` of the service overrides both rules.
/// - An exhausted quota (`insufficient_quota`) and a content filter result are never retried.
///
/// The delay before a retry is the one that the service requests (`retry-after`). Otherwise it is an exponential backoff with
/// jitter. All calls of a client share a [`RetryBudget`].
///
/// ```
/// use std::time::Duration;
/// use azure_inference::{Client, RetryPolicy};
///
/// let policy = RetryPolicy::default().max_retries(5).max_wait(Duration::from_secs(120));
/// let client = Client::builder("https://my-resource.openai.azure.com").retry(policy).build()?;
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(alias("max_retries", "backoff", "exponential backoff", "jitter"))]
pub struct RetryPolicy {
    max_retries: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    pub(crate) max_wait: Duration,
}

/// The maximum number of retries of a 500, within the policy.
const MAX_RETRIES_OF_500: u32 = 1;

impl Default for RetryPolicy {
    /// Returns the default policy: 3 retries, an exponential backoff from 0.5 s to 8 s, and a maximum delay of 60 s.
    fn default() -> Self {
        Self {
            max_retries: 3,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
            max_wait: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy without retries.
    pub fn none() -> Self {
        Self { max_retries: 0, ..Self::default() }
    }

    /// Sets the maximum number of retries of a call. The first attempt does not count.
    pub fn max_retries(self, max_retries: u32) -> Self {
        Self { max_retries, ..self }
    }

    /// Sets the exponential backoff: `initial` before the first retry, doubled for each further retry up to `max`. The actual
    /// delay is a random part of the backoff (full jitter).
    pub fn backoff(self, initial: Duration, max: Duration) -> Self {
        Self { initial_backoff: initial, max_backoff: max, ..self }
    }

    /// Sets the maximum delay that the service may request. If it requests a longer delay, the call is not retried and
    /// returns the error immediately; [`Error::retry_after`](crate::Error::retry_after) is the requested delay.
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Multiplies the number of retries.
    pub(crate) fn with_times_as_many_retries(&self, times: usize) -> Self {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Self { max_retries: self.max_retries.saturating_mul(times), ..self.clone() }
    }

    /// The backoff before a retry; the first retry is number 0. `random` is in 0..1.
    pub(crate) fn backoff_before(&self, retry: u32, random: f64) -> Duration {
        let doubled = self.initial_backoff.saturating_mul(2_u32.saturating_pow(retry));
        doubled.min(self.max_backoff).mul_f64(random)
    }
}

/// The retries of a call so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Retries {
    /// Retries under the policy.
    pub(crate) all: u32,
    /// Retries of a 500, included in `all`.
    pub(crate) of_500: u32,
    /// Attempts that the policy does not count: with a new token, without a part that is sent by default and was rejected, at
    /// the Responses API, or at another member of the client.
    pub(crate) uncounted: u32,
    /// One of them had a new token.
    pub(crate) has_new_token: bool,
    /// The cost of the last retry in the budget.
    pub(crate) cost: u32,
}

impl Retries {
    /// Counts a retry after a failure with this status.
    pub(crate) fn count(&mut self, status: Option<StatusCode>) {
        self.all += 1;
        self.of_500 += u32::from(status == Some(StatusCode::INTERNAL_SERVER_ERROR));
    }
}

/// Returns the delay before the next attempt; `None` if the call is not retried. `random` is in 0..1.
pub(crate) fn decide(
    policy: &RetryPolicy,
    retries: Retries,
    error: &Error,
    now: SystemTime,
    random: f64,
) -> Option<Duration> {
    if !may_retry(policy, retries, error) {
        return None;
    }
    match delay(error, now) {
        Some(delay) if delay > policy.max_wait => None,
        Some(delay) => Some(delay),
        None => Some(policy.backoff_before(retries.all, random)),
    }
}

/// Whether the policy allows another attempt, regardless of the delay.
pub(crate) fn may_retry(policy: &RetryPolicy, retries: Retries, error: &Error) -> bool {
    retries.all < policy.max_retries && is_retryable(retries, error)
}

/// Whether a call may move on to another member after this failure: the endpoint, its quota or its deployment caused it,
/// not the request.
pub(crate) fn moves_on(error: &Error) -> bool {
    let moves = match error.kind() {
        Kind::ContentFilter => return false,
        Kind::Credential | Kind::Connect | Kind::ConnectTimeout | Kind::Timeout => true,
        Kind::Transport | Kind::Interrupted | Kind::QuotaExceeded => true,
        Kind::NotFound if is_deployment_missing(error) => true,
        _ => error.refusal_status().is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 500..=599)),
    };
    moves || is_retryable(Retries::default(), error)
}

/// Whether the deployment does not exist, or not yet. The request causes any other 404.
fn is_deployment_missing(error: &Error) -> bool {
    let text = format!("{} {}", error.code().unwrap_or_default(), error.message()).to_ascii_lowercase();
    let is_named = |names: &[&str]| names.iter().any(|name| text.contains(name));
    is_named(&["deploymentnotfound", "modelnotfound", "model_not_found", "unknown_model"])
        || is_named(&["deployment"]) && is_named(&["not exist", "not found"])
}

fn is_retryable(retries: Retries, error: &Error) -> bool {
    if matches!(error.kind(), Kind::QuotaExceeded | Kind::ContentFilter) {
        return false;
    }
    let Some(status) = error.refusal_status() else { return error.is_retryable() };
    match error.headers().and_then(|headers| text(headers, "x-should-retry")) {
        Some(value) if value.eq_ignore_ascii_case("true") => return true,
        Some(value) if value.eq_ignore_ascii_case("false") => return false,
        _ => {}
    }
    match status.as_u16() {
        // Gateways send 520 to 524 if the service is unreachable, and 529 if it is overloaded.
        408 | 409 | 429 | 502 | 503 | 504 | 520..=524 | 529 => true,
        500 => retries.of_500 < MAX_RETRIES_OF_500,
        _ => false,
    }
}

/// Returns the delay that the service requests: in a header or, for a 429, in the body.
pub(crate) fn delay(error: &Error, now: SystemTime) -> Option<Duration> {
    let status = error.refusal_status()?;
    let in_body = || error.retry_after().filter(|_| status == StatusCode::TOO_MANY_REQUESTS);
    server_delay(error.headers()?, now).or_else(in_body)
}

/// Returns the delay that the headers request, in any of their forms; `None` if there is no valid value.
pub(crate) fn server_delay(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = ["retry-after-ms", "x-ms-retry-after-ms"];
    let milliseconds = milliseconds.iter().find_map(|name| seconds(text(headers, name)?));
    milliseconds.map(|delay| delay / 1000).or_else(|| {
        let value = text(headers, "retry-after")?;
        // A date in the past means no delay.
        let date = || Some(httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default());
        seconds(value).or_else(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Response, ServiceError};
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())).collect()
    }

    /// Thirty seconds before the `retry-after` date in the tests.
    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 22 Nov 2026 09:59:30 GMT").unwrap()
    }

    fn refusal(status: u16, pairs: &[(&'static str, &str)], body: &str) -> Error {
        let (status, headers) = (StatusCode::from_u16(status).unwrap(), headers(pairs));
        Error::service(ServiceError::read(body.as_bytes()), Response { status, headers, body: Default::default() })
    }

    fn no_response() -> Error {
        Error::new(Kind::Transport, "m").with_retryable(true)
    }

    fn decided(status: u16, pairs: &[(&'static str, &str)], retries: Retries) -> Option<f64> {
        let error = refusal(status, pairs, "");
        decide(&RetryPolicy::default(), retries, &error, now(), 0.5).map(|wait| wait.as_secs_f64())
    }

    fn after(all: u32) -> Retries {
        Retries { all, ..Retries::default() }
    }

    #[test]
    fn statuses_are_retried_as_documented() {
        for status in [408, 409, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529] {
            assert_eq!(decided(status, &[], after(0)), Some(0.25), "{status}");
            assert_eq!(decided(status, &[], after(2)), Some(1.0), "{status}");
            assert_eq!(decided(status, &[], after(3)), None, "{status}");
        }
        for status in [301, 400, 401, 403, 404, 410, 422, 501, 505, 519, 525, 530] {
            assert_eq!(decided(status, &[], after(0)), None, "{status}");
        }
        assert_eq!(decided(500, &[], after(0)), Some(0.25));
        assert_eq!(decided(500, &[], Retries { all: 1, of_500: 1, ..Retries::default() }), None);
        assert_eq!(decided(500, &[], after(1)), Some(0.5));
    }

    #[test]
    fn backoff_doubles_up_to_its_maximum() {
        let policy = RetryPolicy::default().max_retries(u32::MAX);
        let wait = |all| decide(&policy, after(all), &no_response(), now(), 1.0).unwrap().as_secs_f64();
        assert_eq!([0, 1, 2, 3, 4, 5, 100].map(wait), [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
    }

    #[test]
    fn headers_set_the_delay() {
        for (name, headers, expected) in [
            ("seconds", &[("retry-after", "7")][..], Some(7.0)),
            ("fraction and white space", &[("retry-after", " 1.5 ")], Some(1.5)),
            ("zero", &[("retry-after", "0")], Some(0.0)),
            ("date", &[("retry-after", "Sun, 22 Nov 2026 10:00:00 GMT")], Some(30.0)),
            ("date in the past", &[("retry-after", "Sun, 22 Nov 2020 10:00:00 GMT")], Some(0.0)),
            ("milliseconds", &[("retry-after-ms", "1500"), ("retry-after", "9")], Some(1.5)),
            ("milliseconds of Azure", &[("x-ms-retry-after-ms", "20"), ("retry-after", "9")], Some(0.02)),
            ("the maximum", &[("retry-after", "60")], Some(60.0)),
            ("above the maximum", &[("retry-after", "61")], None),
            ("far above the maximum", &[("retry-after", "86400")], None),
        ] {
            assert_eq!(decided(429, headers, after(0)), expected, "{name}");
        }
    }

    #[test]
    fn x_should_retry_overrides_the_status() {
        assert_eq!(decided(429, &[("x-should-retry", "false")], after(0)), None);
        assert_eq!(decided(400, &[("x-should-retry", "true")], after(0)), Some(0.25));
        assert_eq!(decided(400, &[("x-should-retry", "true")], after(3)), None);
    }

    #[test]
    fn body_sets_the_delay_of_a_429_without_a_header() {
        for (name, status, pairs, expected) in [
            ("no header", 429, &[][..], Some(7.0)),
            ("header", 429, &[("retry-after", "2")], Some(2.0)),
            ("other status", 503, &[], Some(0.25)),
        ] {
            let error = refusal(status, pairs, r#"{"message":"retry after 7 seconds"}"#);
            let wait = decide(&RetryPolicy::default(), after(0), &error, now(), 0.5);
            assert_eq!(wait.map(|wait| wait.as_secs_f64()), expected, "{name}");
        }
    }

    #[test]
    fn invalid_headers_fall_back_to_the_backoff() {
        for value in ["", "soon", "-1", "NaN", "inf", "1e999", "1,5", "Sun, 99 Nov 2026"] {
            assert_eq!(decided(429, &[("retry-after", value)], after(0)), Some(0.25), "{value}");
        }
        assert_eq!(decided(429, &[("retry-after-ms", "x"), ("retry-after", "2")], after(0)), Some(2.0));
        assert_eq!(decided(429, &[("x-should-retry", "perhaps")], after(0)), Some(0.25));
    }

    #[test]
    fn final_failures_are_not_retried() {
        let policy = RetryPolicy::default();
        let exhausted = refusal(429, &[("x-should-retry", "true")], r#"{"error":{"code":"insufficient_quota"}}"#);
        assert_eq!(decide(&policy, after(0), &exhausted, now(), 0.5), None);
        assert_eq!(decide(&policy, after(0), &Error::new(Kind::Transport, "m"), now(), 0.5), None);
        assert_eq!(decide(&RetryPolicy::none(), after(0), &no_response(), now(), 0.5), None);
    }
}
