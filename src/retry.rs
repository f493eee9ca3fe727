//! Whether to try again, and when: a pure decision over values, without a clock or a socket.

mod budget;

use std::time::{Duration, Instant, SystemTime};

use http::{HeaderMap, StatusCode};

pub use budget::RetryBudget;
pub(crate) use budget::cost;

/// When and how often a failed call is tried again.
///
/// Tried again are answers of 408, 409, 429, 502, 503, 504, 520 to 524 and 529, once of 500 (some servers answer a client's own mistake
/// so), and connections that fail or time out before the first byte of a body. The wait between tries is what the
/// service asks for, else a random part of a backoff that doubles. A service's `x-should-retry` goes before all of this. Never tried
/// again is what no retry mends: a quota that is used up, a verdict of the content filter. All calls of a client share a
/// [`RetryBudget`].
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
#[doc(alias("max_retries", "backoff"))]
pub struct RetryPolicy {
    max_retries: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    pub(crate) max_wait: Duration,
}

/// How often a 500 is tried again, within the policy.
const MOST_RETRIES_OF_500: u32 = 1;

impl Default for RetryPolicy {
    /// Three retries, a backoff of 0.5 s doubling to 8 s, waits of at most 60 s.
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
    /// One try, no retries.
    pub fn none() -> Self {
        Self { max_retries: 0, ..Self::default() }
    }

    /// How many times a call is tried again after the first.
    pub fn max_retries(self, max_retries: u32) -> Self {
        Self { max_retries, ..self }
    }

    /// The backoff before the first retry, and the most it doubles to. What is waited is a random part of it.
    pub fn backoff(self, initial: Duration, max: Duration) -> Self {
        Self { initial_backoff: initial, max_backoff: max, ..self }
    }

    /// The longest wait that the service may ask for. A longer one is not slept but returned, as an error that says it
    /// ([`Error::retry_after`](crate::Error::retry_after)).
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// The same policy with so many times as many retries.
    pub(crate) fn with_times_as_many_retries(&self, times: usize) -> Self {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Self { max_retries: self.max_retries.saturating_mul(times), ..self.clone() }
    }

    /// Before retry `retry`, counted from 0.
    pub(crate) fn backoff_before(&self, retry: u32, random: f64) -> Duration {
        let doubled = self.initial_backoff.saturating_mul(2_u32.saturating_pow(retry));
        doubled.min(self.max_backoff).mul_f64(random)
    }
}

/// How a try failed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure<'a> {
    /// The service answered with an error.
    Status {
        status: StatusCode,
        headers: &'a HeaderMap,
        /// The delay that the body asks for.
        delay: Option<Duration>,
        /// What no retry mends, whatever the status: a used-up quota, a content filter's verdict.
        is_final: bool,
    },
    /// The connection failed or timed out before the first byte of a body.
    NoAnswer,
    /// Anything else.
    Final,
}

impl Failure<'_> {
    /// How long the service asks to wait: in a header, or with a 429 in the body.
    pub(crate) fn delay(self, now: SystemTime) -> Option<Duration> {
        let Failure::Status { status, headers, delay, .. } = self else { return None };
        server_delay(headers, now).or(delay.filter(|_| status == StatusCode::TOO_MANY_REQUESTS))
    }
}

/// How often a call was tried again so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Retries {
    /// As the policy says.
    pub(crate) all: u32,
    /// Of these for a 500.
    pub(crate) of_500: u32,
    /// With a fresh token, beside the policy.
    pub(crate) with_fresh_token: u32,
    /// Without a part that was sent by default and refused, beside the policy.
    pub(crate) without_defaults: u32,
    /// At another member of the client, beside the policy.
    pub(crate) at_others: u32,
    /// What the last one cost of the budget.
    pub(crate) cost: u32,
    /// When the first attempt began; `transport` sets it.
    pub(crate) started: Option<Instant>,
}

impl Retries {
    /// Counts one more, after a failure with this status.
    pub(crate) fn count(&mut self, status: Option<StatusCode>) {
        self.all += 1;
        self.of_500 += u32::from(status == Some(StatusCode::INTERNAL_SERVER_ERROR));
    }

    /// How often it was sent, the try under way included.
    pub(crate) fn attempts(self) -> u32 {
        1 + self.all + self.with_fresh_token + self.without_defaults + self.at_others
    }
}

/// How long to wait before the next try; `None` to give up. `random` is of 0..1.
pub(crate) fn decide(
    policy: &RetryPolicy,
    retries: Retries,
    failure: Failure<'_>,
    now: SystemTime,
    random: f64,
) -> Option<Duration> {
    if !may_retry(policy, retries, failure) {
        return None;
    }
    let asked = match failure {
        Failure::Status { .. } => failure.delay(now),
        _ => None,
    };
    match asked {
        Some(wait) if wait > policy.max_wait => None,
        Some(wait) => Some(wait),
        None => Some(policy.backoff_before(retries.all, random)),
    }
}

/// Whether there is another attempt, whenever that may be.
pub(crate) fn may_retry(policy: &RetryPolicy, retries: Retries, failure: Failure<'_>) -> bool {
    retries.all < policy.max_retries && is_retryable(retries, failure)
}

/// Whether another member may serve a call after this failure: one of the endpoint, its quota or its deployment, and not of
/// the request.
pub(crate) fn moves_on(failure: Failure<'_>) -> bool {
    match failure {
        Failure::Final => false,
        Failure::NoAnswer => true,
        Failure::Status { status, .. } => {
            matches!(status.as_u16(), 408 | 429 | 500..=599) || is_retryable(Retries::default(), failure)
        }
    }
}

fn is_retryable(retries: Retries, failure: Failure<'_>) -> bool {
    let (status, headers) = match failure {
        Failure::Final => return false,
        Failure::NoAnswer => return true,
        Failure::Status { is_final: true, .. } => return false,
        Failure::Status { status, headers, .. } => (status, headers),
    };
    match text(headers, "x-should-retry") {
        Some(word) if word.eq_ignore_ascii_case("true") => return true,
        Some(word) if word.eq_ignore_ascii_case("false") => return false,
        _ => {}
    }
    match status.as_u16() {
        // Gateways have the last two groups for a service that is gone or overloaded.
        408 | 409 | 429 | 502 | 503 | 504 | 520..=524 | 529 => true,
        500 => retries.of_500 < MOST_RETRIES_OF_500,
        _ => false,
    }
}

/// How long the service asks to wait, in any of its spellings; `None` for garbage.
pub(crate) fn server_delay(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = ["retry-after-ms", "x-ms-retry-after-ms"];
    let milliseconds = milliseconds.iter().find_map(|name| number(text(headers, name)?));
    milliseconds.map(|milliseconds| milliseconds / 1000.0).and_then(seconds).or_else(|| {
        let value = text(headers, "retry-after")?;
        match number(value) {
            Some(value) => seconds(value),
            // A date that has passed asks for no wait at all.
            None => Some(httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default()),
        }
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())).collect()
    }

    /// Thirty seconds before the date in the tests.
    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 22 Nov 2026 09:59:30 GMT").unwrap()
    }

    fn decided(status: u16, pairs: &[(&'static str, &str)], retries: Retries) -> Option<f64> {
        let status = StatusCode::from_u16(status).unwrap();
        let failure = Failure::Status { status, headers: &headers(pairs), delay: None, is_final: false };
        decide(&RetryPolicy::default(), retries, failure, now(), 0.5).map(|wait| wait.as_secs_f64())
    }

    fn after(all: u32) -> Retries {
        Retries { all, ..Retries::default() }
    }

    #[test]
    fn statuses_are_retried_as_the_table_says() {
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
    fn the_backoff_doubles_to_its_limit() {
        let policy = RetryPolicy::default().max_retries(u32::MAX);
        let wait = |all| decide(&policy, after(all), Failure::NoAnswer, now(), 1.0).unwrap().as_secs_f64();
        assert_eq!([0, 1, 2, 3, 4, 5, 100].map(wait), [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
    }

    #[test]
    fn the_service_goes_first() {
        let asked = |pairs: &[(&'static str, &str)]| decided(429, pairs, after(0));
        assert_eq!(asked(&[("retry-after", "7")]), Some(7.0));
        assert_eq!(asked(&[("retry-after", " 1.5 ")]), Some(1.5));
        assert_eq!(asked(&[("retry-after", "0")]), Some(0.0));
        assert_eq!(asked(&[("retry-after", "Sun, 22 Nov 2026 10:00:00 GMT")]), Some(30.0));
        assert_eq!(asked(&[("retry-after", "Sun, 22 Nov 2020 10:00:00 GMT")]), Some(0.0));
        assert_eq!(asked(&[("retry-after-ms", "1500"), ("retry-after", "9")]), Some(1.5));
        assert_eq!(asked(&[("x-ms-retry-after-ms", "20"), ("retry-after", "9")]), Some(0.02));
        // Over the longest wait: given back, not slept.
        assert_eq!(asked(&[("retry-after", "60")]), Some(60.0));
        assert_eq!(asked(&[("retry-after", "61")]), None);
        assert_eq!(asked(&[("retry-after", "86400")]), None);
        assert_eq!(asked(&[("x-should-retry", "false")]), None);
        assert_eq!(decided(400, &[("x-should-retry", "true")], after(0)), Some(0.25));
        assert_eq!(decided(400, &[("x-should-retry", "true")], after(3)), None);
    }

    #[test]
    fn a_delay_in_the_body_counts_with_429_and_without_a_header() {
        for (status, pairs, expected) in
            [(429, &[][..], Some(7.0)), (429, &[("retry-after", "2")][..], Some(2.0)), (503, &[][..], Some(0.25))]
        {
            let status = StatusCode::from_u16(status).unwrap();
            let failure = Failure::Status {
                status,
                headers: &headers(pairs),
                delay: Some(Duration::from_secs(7)),
                is_final: false,
            };
            let wait = decide(&RetryPolicy::default(), after(0), failure, now(), 0.5);
            assert_eq!(wait.map(|wait| wait.as_secs_f64()), expected, "{status} {pairs:?}");
        }
    }

    #[test]
    fn garbage_falls_back_to_the_backoff() {
        for value in ["", "soon", "-1", "NaN", "inf", "1e999", "1,5", "Sun, 99 Nov 2026"] {
            assert_eq!(decided(429, &[("retry-after", value)], after(0)), Some(0.25), "{value}");
        }
        assert_eq!(decided(429, &[("retry-after-ms", "x"), ("retry-after", "2")], after(0)), Some(2.0));
        assert_eq!(decided(429, &[("x-should-retry", "perhaps")], after(0)), Some(0.25));
    }

    #[test]
    fn what_no_retry_mends_is_final() {
        let policy = RetryPolicy::default();
        let headers = headers(&[("x-should-retry", "true")]);
        let failure =
            Failure::Status { status: StatusCode::TOO_MANY_REQUESTS, headers: &headers, delay: None, is_final: true };
        assert_eq!(decide(&policy, after(0), failure, now(), 0.5), None);
        assert_eq!(decide(&policy, after(0), Failure::Final, now(), 0.5), None);
        assert_eq!(decide(&RetryPolicy::none(), after(0), Failure::NoAnswer, now(), 0.5), None);
    }
}
