//! What an error means that is not said by the status of its response: by a code, or by words.

use std::sync::LazyLock;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use memchr::memmem::Finder;
use serde_json::Value;

use super::service::{ServiceError, inner};
use crate::response::{self, duration};

/// No error that comes with status 200 is larger.
const MAX_ERROR: usize = 64 << 10;
/// No flat one is larger, nor has it any of the members of a response.
const MAX_FLAT: usize = 4 << 10;
static MEMBERS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new(br#""choices""#), Finder::new(br#""data""#)]);

/// The status that a code stands for, as a number or by a name.
pub(super) fn status_of(code: &str) -> Option<StatusCode> {
    if let Ok(number) = code.parse::<u16>() {
        return StatusCode::from_u16(number).ok().filter(|status| status.as_u16() >= 400);
    }
    let name: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    // The first whose name is in it: `RateLimitError` is not only an error of some kind.
    let names: [(&str, u16); 24] = [
        ("ratelimit", 429),
        ("toomanyrequests", 429),
        ("throttl", 429),
        ("insufficientquota", 429),
        ("overloaded", 503),
        ("unavailable", 503),
        ("nocapacity", 503),
        ("requesttimeout", 408),
        ("timeout", 504),
        ("timedout", 504),
        ("badgateway", 502),
        ("upstreamerror", 502),
        ("internalserver", 500),
        ("internalerror", 500),
        ("servererror", 500),
        ("apierror", 500),
        ("badrequest", 400),
        ("invalidrequest", 400),
        ("contentfilter", 400),
        ("contextlength", 400),
        ("unauthorized", 401),
        ("authentication", 401),
        ("forbidden", 403),
        ("permission", 403),
    ];
    let known = names.into_iter().find(|(known, _)| name.contains(known));
    known.and_then(|(_, status)| StatusCode::from_u16(status).ok())
}

/// Why the model server behind an endpoint failed, where the endpoint says so.
pub(super) const MODEL_REASON: &str = "ms-azureml-model-error-reason";

/// The status of the model server behind an endpoint. Azure Machine Learning answers 424 for it.
pub(super) fn model_status(status: StatusCode, headers: &HeaderMap) -> Option<StatusCode> {
    if status != StatusCode::FAILED_DEPENDENCY {
        return None;
    }
    status_of(response::text(headers, "ms-azureml-model-error-statuscode")?)
}

/// The code of the content filter, where a gateway quotes its refusal in words of its own.
pub(super) fn filter_code(message: &str) -> Option<&'static str> {
    let phrases = ["ResponsibleAIPolicyViolation", "content management policy", "ContentPolicyViolation"];
    let bare = || message.chars().filter(|letter| !matches!(letter, ' ' | '"' | '\'' | '\\')).collect::<String>();
    let is_quoted = || {
        message.contains("content_filter") && {
            let bare = bare();
            bare.contains("code:content_filter") || bare.contains("code=content_filter")
        }
    };
    (phrases.iter().any(|phrase| message.contains(phrase)) || is_quoted()).then_some("content_filter")
}

/// How long a body asks to wait, in a member of its own.
pub(super) fn delay_in(value: &Value) -> Option<Duration> {
    let named = |names: &[&str], unit: f64| {
        let found = inner(value, names)?;
        let seconds = found.as_f64().map(|number| number * unit).filter(|seconds| *seconds >= 0.0);
        seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).or_else(|| duration(found.as_str()?))
    };
    named(&["retry_after_ms"], 0.001)
        .or_else(|| named(&["retry_after", "retryAfter", "retry_after_seconds", "retryDelay"], 1.0))
}

/// How long the words of an error ask to wait: "retry after 26 seconds", "try again in 1.2s".
pub(super) fn delay_in_text(message: &str) -> Option<Duration> {
    let lower = message.to_ascii_lowercase();
    let phrases = ["retry after ", "retry in ", "try again in ", "try again after ", "wait for ", "wait "];
    phrases.iter().find_map(|phrase| {
        let (_, rest) = lower.split_once(phrase)?;
        let mut words = rest.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ';', ')', '!']));
        let first = words.next()?;
        let Ok(number) = first.parse::<f64>() else { return duration(first) };
        let unit = match words.next().unwrap_or_default() {
            unit if unit.starts_with("milli") || unit == "ms" => 0.001,
            unit if unit.starts_with("min") => 60.0,
            unit if unit.starts_with("hour") => 3600.0,
            unit if unit.starts_with("day") => 86400.0,
            _ => 1.0,
        };
        Duration::try_from_secs_f64(number * unit).ok()
    })
}

impl ServiceError {
    /// The error that an event of a stream reports, if it does: under `error` at any depth, but for where that is a category
    /// of the content filter or the model's own words; or flat, in place of a chunk.
    pub(crate) fn in_event(value: &Value) -> Option<Self> {
        nested(value).or_else(|| flat(value))
    }

    /// The error that a body of status 200 has nothing else but, if it names a status. Cheap for an ordinary response.
    pub(crate) fn alone_in(body: &[u8]) -> Option<Self> {
        static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
        let is_short = body.len() < MAX_FLAT && !MEMBERS.iter().any(|member| member.find(body).is_some());
        if body.len() > MAX_ERROR || !is_short && ERROR.find(body).is_none() {
            return None;
        }
        let value: Value = serde_json::from_slice(body).ok()?;
        let choices = value["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = if choices.iter().any(says_something) { None } else { Self::in_place_of_response(&value) };
        found.filter(|error| error.reported_status().is_some())
    }

    /// The error that a body of status 200 reports in place of a response: beside choices that say nothing, in one of
    /// them, or flat.
    pub(crate) fn in_place_of_response(value: &Value) -> Option<Self> {
        let choices = value["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_answered = choices.iter().any(says_something) && !choices.iter().any(is_failed);
        let is_error = |value: &&Value| is_error(value);
        let said = || value.get("error").filter(is_error).map(|_| value);
        let in_choice = || choices.iter().find(|choice| choice.get("error").as_ref().is_some_and(is_error));
        let reported = if is_answered { None } else { said().or_else(in_choice).and_then(Self::find) };
        reported.or_else(|| flat(value))
    }
}

fn is_error(error: &Value) -> bool {
    match error {
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => false,
    }
}

/// Whether a choice has anything for the caller.
fn says_something(choice: &Value) -> bool {
    let message = choice.get("message").or_else(|| choice.get("delta")).unwrap_or(&Value::Null);
    let members = ["content", "tool_calls", "refusal", "reasoning_content", "reasoning", "audio"];
    members.iter().any(|name| match &message[*name] {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    })
}

fn is_failed(choice: &Value) -> bool {
    choice["finish_reason"] == "error"
}

fn nested(value: &Value) -> Option<ServiceError> {
    match value {
        Value::Object(members) => {
            if members.get("error").is_some_and(is_error) {
                return ServiceError::find(value);
            }
            let elsewhere =
                ["content_filter_results", "prompt_filter_results", "prompt_annotations", "delta", "message"];
            let members = members.iter().filter(|(name, _)| !elsewhere.contains(&name.as_str()));
            members.map(|(_, member)| member).find_map(nested)
        }
        Value::Array(items) => items.iter().find_map(nested),
        _ => None,
    }
}

/// An error without `error` around it, such as `{"object":"error","message":…}`, `{"detail":…}` or `{"status":500,
/// "message":…}`. What says neither what kind of error it is nor that anything failed may be a keep-alive.
fn flat(value: &Value) -> Option<ServiceError> {
    if ["choices", "data", "usage"].iter().any(|member| value.get(member).is_some()) {
        return None;
    }
    let said = ServiceError::find(value).filter(|said| said.message.is_some())?;
    let is_marked = ["object", "type", "status", "code"].iter().any(|name| {
        let word = value[*name].as_str().unwrap_or_default().to_ascii_lowercase();
        ["error", "fail", "exception"].iter().any(|part| word.contains(part)) || status_of(&word).is_some()
    });
    let numbers = ["status", "statusCode", "status_code", "code"].iter().filter_map(|name| value[*name].as_u64());
    let (is_status, is_success) = numbers.fold((false, value["success"] == true), |(is_status, is_success), number| {
        (is_status || number >= 400, is_success || number < 400)
    });
    let is_bare = || {
        let words = ["detail", "message", "Message"].iter().any(|name| !value[*name].is_null());
        words && !is_success && !is_progress(value)
    };
    (is_marked || is_status || is_bare()).then_some(said)
}

/// Whether the words beside a message say that all is well.
fn is_progress(value: &Value) -> bool {
    let words = ["status", "type", "event", "object", "state"].iter().filter_map(|name| value[*name].as_str());
    let known = ["ok", "ping", "keep", "beat", "progress", "process", "running", "pending", "queue", "success", "info"];
    words.map(str::to_ascii_lowercase).any(|word| known.iter().any(|known| word.contains(known)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_stand_for_statuses() {
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
    fn a_delay_is_read_from_words_and_members() {
        for (body, seconds) in [
            (json!({"message": "Please retry after 26 seconds."}), Some(26.0)),
            (json!({"message": "Rate limit reached. Please try again in 1.2s. Visit …"}), Some(1.2)),
            (json!({"message": "Try again in 6m0s."}), Some(360.0)),
            (json!({"message": "try again in 20ms"}), Some(0.02)),
            (json!({"message": "Please retry after 2 minutes, or raise your quota"}), Some(120.0)),
            (json!({"message": "retry after 500 milliseconds"}), Some(0.5)),
            (json!({"error": {"message": "Please wait 3 seconds"}}), Some(3.0)),
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
    fn an_event_in_place_of_a_chunk_is_an_error_only_if_it_says_so() {
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
    fn an_error_beside_a_response_counts_only_if_the_response_says_nothing() {
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
            assert_eq!(ServiceError::in_place_of_response(&body).is_some(), is_error, "{name}: {body}");
        }
    }
}
