//! Errors that the status of a response does not reveal: statuses and delays in codes and messages, and errors in 200
//! responses.

use std::sync::LazyLock;
use std::time::Duration;

use http::StatusCode;
use memchr::memmem::Finder;
use serde_json::Value;

use super::headers::duration;
use super::service::{ServiceError, inner};

/// The maximum size of an error in a 200 response.
const MAX_ERROR: usize = 64 << 10;
/// The maximum size of a flat error, which also has none of [`MEMBERS`].
const MAX_FLAT: usize = 4 << 10;
static MEMBERS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new(br#""choices""#), Finder::new(br#""data""#)]);

/// Returns the status that an error code means. The code is a number or a name.
pub(super) fn status_of(code: &str) -> Option<StatusCode> {
    if let Ok(number) = code.parse::<u16>() {
        return StatusCode::from_u16(number).ok().filter(|status| status.as_u16() >= 400);
    }
    let name: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    // The first match counts: specific names come before general ones.
    let statuses: [(&[&str], StatusCode); 9] = [
        (&["ratelimit", "toomanyrequests", "throttl", "insufficientquota"], StatusCode::TOO_MANY_REQUESTS),
        (&["overloaded", "unavailable", "nocapacity"], StatusCode::SERVICE_UNAVAILABLE),
        (&["requesttimeout"], StatusCode::REQUEST_TIMEOUT),
        (&["timeout", "timedout"], StatusCode::GATEWAY_TIMEOUT),
        (&["badgateway", "upstreamerror"], StatusCode::BAD_GATEWAY),
        (&["internalserver", "internalerror", "servererror", "apierror"], StatusCode::INTERNAL_SERVER_ERROR),
        (&["badrequest", "invalidrequest", "contentfilter", "contextlength"], StatusCode::BAD_REQUEST),
        (&["unauthorized", "authentication"], StatusCode::UNAUTHORIZED),
        (&["forbidden", "permission"], StatusCode::FORBIDDEN),
    ];
    let known = statuses.into_iter().find(|(names, _)| names.iter().any(|known| name.contains(known)));
    known.map(|(_, status)| status)
}

/// Returns the code of the content filter if a gateway quotes a content filter error in its own message.
pub(super) fn filter_code(message: &str) -> Option<&'static str> {
    let phrases = ["ResponsibleAIPolicyViolation", "content management policy", "ContentPolicyViolation"];
    let is_quoted = || {
        message.contains("content_filter") && {
            let bare = message.replace([' ', '"', '\'', '\\'], "");
            bare.contains("code:content_filter") || bare.contains("code=content_filter")
        }
    };
    (phrases.iter().any(|phrase| message.contains(phrase)) || is_quoted()).then_some("content_filter")
}

/// Returns the retry delay from the members of an error body.
pub(super) fn delay_in(value: &Value) -> Option<Duration> {
    let named = |names: &[&str], unit: f64| {
        let found = inner(value, names)?;
        let seconds = found.as_f64().map(|number| number * unit);
        seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).or_else(|| duration(found.as_str()?))
    };
    named(&["retry_after_ms"], 0.001)
        .or_else(|| named(&["retry_after", "retryAfter", "retry_after_seconds", "retryDelay"], 1.0))
}

/// Returns the retry delay from an error message: "retry after 26 seconds", "try again in 1.2s".
pub(super) fn delay_in_text(message: &str) -> Option<Duration> {
    let lower = message.to_ascii_lowercase();
    let phrases = ["retry after ", "retry in ", "try again in ", "try again after ", "wait for ", "wait "];
    phrases.iter().find_map(|phrase| {
        let (_, rest) = lower.split_once(phrase)?;
        let mut words = rest.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ';', ')', '!']));
        let number = words.next()?;
        let unit = words.next().unwrap_or_default();
        let unit = unit.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
        duration(&format!("{number} {unit}")).or_else(|| duration(number))
    })
}

impl ServiceError {
    /// Returns the error that an event of a stream reports: under `error` at any depth, or flat in place of a chunk. An
    /// `error` in content filter results or in the message of the model does not count.
    pub(crate) fn in_event(value: &Value) -> Option<Self> {
        nested(value).or_else(|| flat(value))
    }

    /// Returns the error in a 200 body that contains nothing else, if the error names a status. Cheap for ordinary responses.
    pub(crate) fn alone_in(body: &[u8]) -> Option<Self> {
        static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
        let is_short = body.len() < MAX_FLAT && !MEMBERS.iter().any(|member| member.find(body).is_some());
        if body.len() > MAX_ERROR || !is_short && ERROR.find(body).is_none() {
            return None;
        }
        let value: Value = serde_json::from_slice(body).ok()?;
        let choices = value["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = if choices.iter().any(has_content) { None } else { Self::in_place_of_response(&value) };
        found.filter(|error| error.reported_status().is_some())
    }

    /// Returns the error that a 200 response reports in place of a result: beside choices without content, in one of the
    /// choices, or flat.
    pub(crate) fn in_place_of_response(value: &Value) -> Option<Self> {
        let choices = value["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_failed = |choice: &Value| choice["finish_reason"] == "error";
        let is_complete = choices.iter().any(has_content) && !choices.iter().any(is_failed);
        let mut candidates = std::iter::once(value).chain(choices);
        let reported = candidates.find(|value| value.get("error").is_some_and(is_error)).filter(|_| !is_complete);
        reported.and_then(Self::find).or_else(|| flat(value))
    }
}

fn is_error(error: &Value) -> bool {
    match error {
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => false,
    }
}

/// Whether a choice has content for the caller.
fn has_content(choice: &Value) -> bool {
    let message = choice.get("message").or_else(|| choice.get("delta")).unwrap_or(&Value::Null);
    let members = ["content", "tool_calls", "refusal", "reasoning_content", "reasoning", "audio"];
    members.iter().any(|name| match &message[*name] {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    })
}

fn nested(value: &Value) -> Option<ServiceError> {
    match value {
        Value::Object(members) => {
            if members.get("error").is_some_and(is_error) {
                return ServiceError::find(value);
            }
            let skipped = ["content_filter_results", "prompt_filter_results", "prompt_annotations", "delta", "message"];
            let members = members.iter().filter(|(name, _)| !skipped.contains(&name.as_str()));
            members.map(|(_, member)| member).find_map(nested)
        }
        Value::Array(items) => items.iter().find_map(nested),
        _ => None,
    }
}

/// Returns an error that is not nested in `error`, such as `{"object":"error","message":…}`, `{"detail":…}` or
/// `{"status":500,"message":…}`. An object that neither has an error code nor reports a failure may be a keep-alive.
fn flat(value: &Value) -> Option<ServiceError> {
    if ["choices", "data", "usage"].iter().any(|member| value.get(member).is_some()) {
        return None;
    }
    let error = ServiceError::find(value).filter(|error| error.message.is_some())?;
    let is_marked = ["object", "type", "status", "code"].iter().any(|name| {
        let word = value[*name].as_str().unwrap_or_default().to_ascii_lowercase();
        ["error", "fail", "exception"].iter().any(|part| word.contains(part)) || status_of(&word).is_some()
    });
    let numbers = ["status", "statusCode", "status_code", "code"].iter().filter_map(|name| value[*name].as_u64());
    let (is_status, is_success) = numbers.fold((false, value["success"] == true), |(is_status, is_success), number| {
        (is_status || number >= 400, is_success || number < 400)
    });
    let is_bare = || {
        let has_message = ["detail", "message", "Message"].iter().any(|name| !value[*name].is_null());
        has_message && !is_success && !is_progress(value)
    };
    (is_marked || is_status || is_bare()).then_some(error)
}

/// Whether the members beside a message report success or progress.
fn is_progress(value: &Value) -> bool {
    let values = ["status", "type", "event", "object", "state"].iter().filter_map(|name| value[*name].as_str());
    let known = ["ok", "ping", "keep", "beat", "progress", "process", "running", "pending", "queue", "success", "info"];
    values.map(str::to_ascii_lowercase).any(|value| known.iter().any(|known| value.contains(known)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_map_to_statuses() {
        for (code, status) in [
            ("429", Some(429)),
            ("503", Some(503)),
            ("200", None),
            ("1001", None),
            ("rate_limit_exceeded", Some(429)),
            ("RateLimitReached", Some(429)),
            ("too_many_requests", Some(429)),
            ("Throttled", Some(429)),
            ("overloaded_error", Some(503)),
            ("ServiceUnavailable", Some(503)),
            ("provider_unavailable", Some(503)),
            ("GatewayTimeout", Some(504)),
            ("TimeoutError", Some(504)),
            ("RequestTimeout", Some(408)),
            ("bad_gateway", Some(502)),
            ("InternalServerError", Some(500)),
            ("server_error", Some(500)),
            ("BadRequestError", Some(400)),
            ("invalid_request_error", Some(400)),
            ("context_length_exceeded", Some(400)),
            ("authentication_error", Some(401)),
            ("permission_denied", Some(403)),
            ("something_else", None),
            ("", None),
        ] {
            assert_eq!(status_of(code).map(|status| status.as_u16()), status, "{code}");
        }
    }

    #[test]
    fn retry_delays_are_read_from_messages_and_members() {
        for (body, seconds) in [
            (json!({"message": "Please retry after 26 seconds."}), Some(26.0)),
            (json!({"message": "Rate limit reached. Please try again in 1.2s. Visit …"}), Some(1.2)),
            (json!({"message": "Try again in 6m0s."}), Some(360.0)),
            (json!({"message": "try again in 20ms"}), Some(0.02)),
            (json!({"message": "Please retry after 2 minutes, or raise your quota"}), Some(120.0)),
            (json!({"message": "retry after 500 milliseconds"}), Some(0.5)),
            (json!({"message": "retry after 500 millis"}), Some(0.5)),
            (json!({"detail": "{'message': 'Please retry after 2 minutes'}"}), Some(120.0)),
            (json!({"message": "retry after 1 hour(s)"}), Some(3600.0)),
            (json!({"message": "retry in 30 429 Too Many Requests"}), Some(30.0)),
            (json!({"error": {"message": "Please wait 3 seconds"}}), Some(3.0)),
            (json!([{"message": "m"}, {"retry_after": 5}]), Some(5.0)),
            (json!({"error": {"message": "m", "retry_after": 4}}), Some(4.0)),
            (json!({"error": {"message": "m"}, "retry_after_ms": 1500}), Some(1.5)),
            (json!({"error": {"message": "m", "details": [{"retryDelay": "34s"}]}}), Some(34.0)),
            (json!({"message": "retry after a while"}), None),
            (json!({"message": "m", "retry_after": -1}), None),
        ] {
            let delay = ServiceError::find(&body).unwrap().delay;
            assert_eq!(delay.map(|delay| delay.as_secs_f64()), seconds, "{body}");
        }
    }

    #[test]
    fn events_without_a_chunk_are_errors_if_they_report_a_failure() {
        for (event, message) in [
            (json!({"object": "error", "message": "m", "code": 500}), Some("m")),
            (json!({"detail": "m"}), Some("m")),
            (json!({"detail": [{"msg": "m", "loc": ["body"]}]}), Some("m")),
            (json!({"status": 500, "message": "m"}), Some("m")),
            (json!({"status": "error", "message": "m"}), Some("m")),
            (json!({"statusCode": 429, "message": "m"}), Some("m")),
            (json!({"type": "error", "message": "m"}), Some("m")),
            (json!({"code": "rate_limit_exceeded", "message": "m"}), Some("m")),
            (json!({"message": "m"}), Some("m")),
            (json!({"success": false, "message": "m"}), Some("m")),
            (json!({"error": {"message": "m"}}), Some("m")),
            (json!({"choices": [{"index": 0, "error": {"message": "m"}}]}), Some("m")),
            (json!({"type": "keepalive", "sequence_number": 3}), None),
            (json!({"type": "ping", "message": "m"}), None),
            (json!({"status": "processing", "message": "m"}), None),
            (json!({"status": 200, "message": "m"}), None),
            (json!({"status": "ok"}), None),
            (json!({"choices": [], "message": "m"}), None),
            (json!({"choices": [{"delta": {"content": "", "error": "m"}}]}), None),
            (json!({"error": null}), None),
            (json!({"error": ""}), None),
            (json!({}), None),
        ] {
            let found = ServiceError::in_event(&event).and_then(|error| error.message);
            assert_eq!(found.as_deref(), message, "{event}");
        }
    }

    #[test]
    fn errors_beside_choices_count_if_the_choices_have_no_content() {
        let error = json!({"code": 502, "message": "m"});
        let choice = |content: &str, reason: &str| json!({"finish_reason": reason, "message": {"content": content}});
        for (name, body, is_error) in [
            ("alone", json!({"error": error}), true),
            ("no choices", json!({"error": error, "choices": []}), true),
            ("an empty choice", json!({"error": error, "choices": [choice("", "error")]}), true),
            ("in a choice", json!({"choices": [{"error": error, "message": {"content": null}}]}), true),
            ("after a part", json!({"error": error, "choices": [choice("a", "error")]}), true),
            ("beside a response", json!({"error": error, "choices": [choice("a", "stop")]}), false),
            ("null", json!({"error": null, "choices": [choice("", "stop")]}), false),
            ("empty", json!({"error": {}, "choices": [choice("", "length")]}), false),
            ("flat", json!({"status": 503, "message": "m"}), true),
            ("health", json!({"status": "ok"}), false),
        ] {
            assert_eq!(ServiceError::in_place_of_response(&body).is_some(), is_error, "{name}");
        }
    }
}
