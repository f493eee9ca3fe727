//! Decodes the error bodies of services, gateways and proxies.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::reported;
use crate::models::ContentFilterResults;
use crate::models::content_safety::{ContentFilterResult, FilterTarget};
use crate::models::json;

/// The parts of an error body that a program can act on.
#[derive(Debug, Default)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) param: Option<String>,
    /// The retry delay in the body.
    pub(crate) delay: Option<Duration>,
    content_filter: Option<ContentFilterResults>,
    inner_code: Option<String>,
    type_: Option<String>,
    /// The member `status`, `statusCode` or `status_code`.
    status: Option<String>,
}

/// The maximum number of characters of the message if the body has no known form.
const MAX_TEXT: usize = 512;
/// The maximum depth of JSON nested in the messages of JSON.
const MAX_DEPTH: usize = 4;

impl ServiceError {
    /// Decodes any body. If the body has no known form, its text is the message.
    pub(crate) fn read(body: &[u8]) -> Self {
        match json::read::<Value>(body) {
            Ok(value) => Self::find(&value).unwrap_or_else(|| Self::from_text(&value.to_string())),
            Err(_) => Self::from_text(&String::from_utf8_lossy(body)),
        }
    }

    /// An error with only a message.
    pub(crate) fn of_message(message: String) -> Self {
        Self { message: Some(message), ..Self::default() }
    }

    /// Returns the error in a JSON value, if the value has the form of an error.
    ///
    /// The forms are `{"error":{…}}`, which may be nested twice, `{"error":"text"}`, flat `{"code","message"}` or
    /// `{"statusCode","message"}`, `{"detail":…}`, and a list that starts with one of these. The message itself may be one of
    /// these forms, as JSON or as text.
    pub(crate) fn find(value: &Value) -> Option<Self> {
        Self::find_at(value, 0)
    }

    fn find_at(value: &Value, depth: usize) -> Option<Self> {
        let flat = |members| Self::from_flat(members, depth);
        let mut found = match (value, value.get("error")) {
            (Value::Array(items), _) => Self::find_at(items.first()?, depth)?,
            (_, Some(error @ Value::Object(_))) => {
                Self::find_at(error, depth).unwrap_or_else(|| Self::from_text(&error.to_string()))
            }
            // OAuth servers send `{"error":"code","error_description":"text"}`, other servers send only `{"error":"text"}`.
            (Value::Object(members), Some(Value::String(error))) => {
                let flat = flat(members);
                let code = flat.message.is_some().then(|| error.clone());
                Self { code: flat.code.or(code), message: flat.message.or(text(error)), ..flat }
            }
            (Value::Object(members), _) => {
                Some(flat(members)).filter(|found| found.message.is_some() || found.code.is_some())?
            }
            _ => return None,
        };
        // The results are beside the code, in `innererror`, or wherever a gateway puts members that it does not know.
        let results = inner(value, &["content_filter_result", "content_filter_results"]);
        let results = results.and_then(|results| serde_json::from_value(results.clone()).ok());
        found.content_filter = results.or(found.content_filter);
        let code = inner(value, &["innererror", "inner_error"]).and_then(|inner| inner.get("code"));
        let code = code.or_else(|| inner(value, &["error_type"]));
        found.inner_code = code.and_then(plain).or(found.inner_code);
        found.delay = reported::delay_in(value).or(found.delay);
        Some(found)
    }

    fn from_flat(members: &Map<String, Value>, depth: usize) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| plain(members.get(*name)?));
        // In RFC 9457, `type` is the URL of a page.
        let type_ = first(&["type"]).filter(|name| !name.starts_with("about:") && !name.contains("://"));
        let mut found = Self {
            code: first(&["code"]).or_else(|| type_.clone()).or_else(|| first(&["statusCode"])),
            message: first(&["message", "Message", "error_description", "detail", "msg", "title"]),
            param: first(&["param"]),
            type_,
            status: first(&["status", "statusCode", "status_code"]),
            ..Self::default()
        };
        if let (Some(title), Some(detail)) = (first(&["title"]), first(&["detail"]))
            && found.message.as_ref() == Some(&detail)
        {
            found.message = Some(format!("{title}: {detail}"));
        }
        match members.get("detail") {
            Some(Value::Object(detail)) => found.param = found.param.or_else(|| location(detail)),
            Some(Value::Array(details)) => found.add_details(details),
            _ => {}
        }
        let message = members.get("message").or_else(|| members.get("Message"));
        if let Some(message) = message.filter(|_| depth < MAX_DEPTH) {
            found.add_message(message, depth + 1);
        }
        found.inner_code =
            found.message.as_deref().and_then(reported::filter_code).map(str::to_owned).or(found.inner_code);
        found.delay = found.delay.or_else(|| reported::delay_in_text(found.message.as_deref()?));
        found
    }

    /// Adds the parts of an error that is nested in the message: an object, a list, JSON as text, or other text followed by
    /// JSON.
    fn add_message(&mut self, message: &Value, depth: usize) {
        let (value, is_whole_message) = match message {
            Value::String(text) => {
                let start = text.find(['{', '[']).unwrap_or(text.len());
                let Some(value) = json::first_value(&text[start..]) else { return };
                (value, start == 0)
            }
            _ => (message.clone(), true),
        };
        let mut details = Map::new();
        details.insert("detail".to_owned(), value.clone());
        let list =
            || value.is_array().then(|| Self::from_flat(&details, depth)).filter(|found| found.message.is_some());
        let Some(found) = list().or_else(|| Self::find_at(&value, depth)) else { return };
        if is_whole_message && found.message.is_some() {
            self.message = found.message;
        }
        self.param = self.param.take().or(found.param);
        self.content_filter = self.content_filter.take().or(found.content_filter);
        self.delay = self.delay.or(found.delay);
        self.inner_code = found.inner_code.or_else(|| found.code.clone());
        self.code = self.code.take().or(found.code);
    }

    /// Adds validation errors of the form `[{"loc":["body","n"],"msg":"…","type":"…"}]`, as FastAPI sends them.
    fn add_details(&mut self, details: &[Value]) {
        let details: Vec<&Map<String, Value>> = details.iter().filter_map(Value::as_object).collect();
        let lines = details.iter().filter_map(|detail| {
            let message = plain(detail.get("msg").or_else(|| detail.get("message"))?)?;
            Some(match location(detail) {
                Some(place) => format!("{place}: {message}"),
                None => message,
            })
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            self.message = Some(lines.join("; "));
        }
        if let Some(first) = details.first() {
            self.code = self.code.take().or_else(|| plain(first.get("type")?));
            self.param = self.param.take().or_else(|| location(first));
        }
    }

    fn from_text(body: &str) -> Self {
        let shown = page_title(body).unwrap_or(body).split_whitespace().collect::<Vec<_>>().join(" ");
        let end = shown.char_indices().nth(MAX_TEXT).map_or(shown.len(), |(end, _)| end);
        Self { message: text(&shown[..end]), ..Self::default() }
    }

    /// Returns the content filter result if the content filter caused the error. It concerns the prompt: there is no response.
    pub(crate) fn content_filter_result(&self) -> Option<ContentFilterResult> {
        let codes = ["content_filter", "contentFilter", "content_policy_violation", "ResponsibleAIPolicyViolation"];
        let results = self.content_filter.clone().unwrap_or_default();
        let is_reason = codes.iter().any(|code| self.has_code(code))
            || results.findings().iter().any(|finding| finding.is_blocked());
        is_reason.then(|| ContentFilterResult::new_blocked(FilterTarget::Prompt { index: 0 }, results))
    }

    /// Returns advice for an error whose message has none.
    pub(super) fn hint(&self) -> Option<&'static str> {
        let message = self.message.as_deref().unwrap_or_default().to_ascii_lowercase();
        let is_about_tools = message.contains("tool") && self.param.as_deref() == Some("reasoning_effort")
            || message.contains("tools") && message.contains("/v1/responses");
        let not_supported = [
            "does not work with the specified model",
            "not a chat model",
            "only supported in v1/responses",
            "only supported on the responses api",
        ];
        if is_about_tools {
            Some(
                "this model supports function tools only in the Responses API or with reasoning_effort(\"none\"); use one \
                 of these, or another model",
            )
        } else if self.has_code("OperationNotSupported") || not_supported.iter().any(|part| message.contains(part)) {
            Some("this model does not support the operation; codex and pro models support only the Responses API")
        } else {
            None
        }
    }

    /// Returns the status that the error names, for an error in a 200 response.
    pub(crate) fn reported_status(&self) -> Option<StatusCode> {
        let names = [&self.code, &self.status, &self.inner_code, &self.type_];
        names.into_iter().flatten().find_map(|name| reported::status_of(name))
    }

    pub(super) fn has_code(&self, code: &str) -> bool {
        [&self.code, &self.inner_code, &self.type_].into_iter().flatten().any(|found| found == code)
    }
}

/// Returns the first member with one of these names, at any depth.
pub(super) fn inner<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    match value {
        Value::Object(members) => {
            let named = names.iter().find_map(|name| members.get(*name)).filter(|member| !member.is_null());
            named.or_else(|| members.values().find_map(|member| inner(member, names)))
        }
        Value::Array(items) => items.iter().find_map(|item| inner(item, names)),
        _ => None,
    }
}

/// Returns a text, or a number as text; `None` for an empty text and for other values.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(value) => text(value),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the path of the parameter, from `loc`. A leading `body` is not part of the path.
fn location(detail: &Map<String, Value>) -> Option<String> {
    match detail.get("loc")? {
        Value::Array(parts) => {
            let parts = parts.iter().filter_map(plain).filter(|part| part != "body");
            text(&parts.collect::<Vec<_>>().join("."))
        }
        other => plain(other),
    }
}

/// Returns the title of an HTML page.
fn page_title(body: &str) -> Option<&str> {
    // It has the same length as `body`, so that positions are valid for both.
    let lower = body.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower[tag..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    Some(&body[start..end])
}

#[cfg(test)]
mod tests;
