//! Values in the headers of a response: ids, rate limits, delays.

use std::time::Duration;

use http::HeaderMap;

/// The headers with the service's id for a request, in order of preference.
const REQUEST_IDS: [&str; 4] = ["apim-request-id", "x-ms-request-id", "x-request-id", "x-ms-client-request-id"];

/// Returns the service's id for the request from the response headers.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS.iter().find_map(|name| text(headers, name))
}

/// Returns the content encoding that remains after the requested encodings are decoded.
pub(crate) fn encoding(headers: &HeaderMap) -> Option<&str> {
    text(headers, "content-encoding").filter(|encoding| !encoding.eq_ignore_ascii_case("identity"))
}

/// Returns the text of a header; `None` if it is empty.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

/// The rate limits for requests and tokens that a response reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimits {
    /// The rate limit for requests.
    pub requests: RateLimit,
    /// The rate limit for tokens.
    pub tokens: RateLimit,
}

/// A rate limit. What the response does not report is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The maximum number per time window of the service. Some services report -1 or 0 if there is no limit.
    pub limit: Option<i64>,
    /// The remaining number in the current time window.
    pub remaining: Option<i64>,
    /// The time until the next time window.
    pub reset: Option<Duration>,
}

impl RateLimits {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        Self { requests: RateLimit::read(headers, "requests"), tokens: RateLimit::read(headers, "tokens") }
    }
}

impl RateLimit {
    fn read(headers: &HeaderMap, what: &str) -> Self {
        // Services use both spellings.
        let value = |part: &str| {
            text(headers, &format!("x-ratelimit-{part}-{what}"))
                .or_else(|| text(headers, &format!("x-rate-limit-{part}-{what}")))
        };
        let count = |part| value(part)?.parse::<f64>().ok().map(|count| count as i64);
        Self { limit: count("limit"), remaining: count("remaining"), reset: value("reset").and_then(duration) }
    }
}

/// Parses a duration: `1s`, `6m0s`, `1h2m3.5s`, `250ms`, `2minutes`, or a number of seconds.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    if let Some(delay) = seconds(text) {
        return Some(delay);
    }
    let (mut total, mut rest) = (0.0, text);
    loop {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
        total += number
            * match rest[..unit].trim() {
                "ms" | "millis" | "millisecond" | "milliseconds" => 0.001,
                "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "h" | "hour" | "hours" => 3600.0,
                "d" | "day" | "days" => 86400.0,
                _ => return None,
            };
        rest = &rest[unit..];
        if rest.is_empty() {
            return Duration::try_from_secs_f64(total).ok();
        }
    }
}

/// Parses a number of seconds.
pub(crate) fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    #[test]
    fn durations_are_parsed() {
        let check = |text: &str, seconds: Option<f64>| {
            assert_eq!(duration(text).map(|duration| duration.as_secs_f64()), seconds, "{text}");
        };
        check("1s", Some(1.0));
        check("6m0s", Some(360.0));
        check("1h2m3.5s", Some(3723.5));
        check("250ms", Some(0.25));
        check("1d", Some(86400.0));
        check("60", Some(60.0));
        check("0", Some(0.0));
        check("0.5", Some(0.5));
        for invalid in ["", "soon", "-1", "5x", "s", "NaN", "1e999", "1..2s", "ä"] {
            check(invalid, None);
        }
    }

    #[test]
    fn reported_rate_limits_are_read() {
        let pairs = [
            ("x-ratelimit-limit-requests", "-1"),
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "1s"),
            ("x-ratelimit-limit-tokens", "many"),
            ("x-rate-limit-reset-tokens", "6m0s"),
        ];
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let limits = RateLimits::read(&headers);
        let requests = RateLimit { limit: Some(-1), remaining: Some(0), reset: Some(Duration::from_secs(1)) };
        let tokens = RateLimit { limit: None, remaining: None, reset: Some(Duration::from_secs(360)) };
        assert_eq!(limits, RateLimits { requests, tokens });
        assert_eq!(RateLimits::read(&HeaderMap::new()), RateLimits::default());
    }
}
