//! Parts of requests that are sent by default, and omitted for models that reject them.

use std::sync::{PoisonError, RwLock};

use http::StatusCode;
use reqwest::{Body, Request};
use serde_json::{Map, Value};

use crate::error::Error;

/// Parts of a request that the caller did not set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Defaults(u8);

/// A part that is sent by default: its bit, its place in the request, and the names that an error may use for it.
type Part = (Defaults, Place, &'static [&'static str]);

enum Place {
    /// A member of the body.
    Member(&'static str),
    /// An item of the list `include`.
    Include(&'static str),
    Header(&'static str),
}

const PARTS: [Part; 4] = [
    (Defaults::STREAM_OPTIONS, Place::Member("stream_options"), &["stream_options", "streamOptions", "include_usage"]),
    (Defaults::ENCODING_FORMAT, Place::Member("encoding_format"), &["encoding_format", "encodingFormat"]),
    (Defaults::EXTRA_PARAMETERS, Place::Header("extra-parameters"), &["extra-parameters", "extra_parameters"]),
    (
        Defaults::ENCRYPTED_REASONING,
        Place::Include("reasoning.encrypted_content"),
        &["include", "reasoning.encrypted_content", "Encrypted content", "encrypted content"],
    ),
];

impl Defaults {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const STREAM_OPTIONS: Self = Self(1);
    pub(crate) const ENCODING_FORMAT: Self = Self(2);
    pub(crate) const EXTRA_PARAMETERS: Self = Self(4);
    pub(crate) const ENCRYPTED_REASONING: Self = Self(8);
    /// The API itself: the model is at the Responses API.
    pub(crate) const CHAT_COMPLETIONS: Self = Self(16);

    pub(crate) fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    fn without(self, less: Self) -> Self {
        Self(self.0 & !less.0)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn parts(self) -> impl Iterator<Item = &'static Part> {
        PARTS.iter().filter(move |(bit, ..)| self.contains(*bit))
    }

    /// Returns the parts that an error names as its cause: a 400 or 422 of any form.
    fn named_by(self, error: &Error) -> Self {
        let is_rejection =
            matches!(error.refusal_status(), Some(StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY));
        if self == Self::NONE || !is_rejection {
            return Self::NONE;
        }
        let body = serde_json::from_slice::<Value>(error.body());
        let body = body.unwrap_or_else(|_| String::from_utf8_lossy(error.body()).into_owned().into());
        let is_named = |(.., known): &&Part| known.iter().any(|name| names(&body, name, MAX_DEPTH));
        self.parts().filter(is_named).fold(Self::NONE, |named, (bit, ..)| named.with(*bit))
    }
}

/// The maximum depth of JSON in a text in JSON.
const MAX_DEPTH: u8 = 3;

/// Whether the body of an error contains a name, as a word of a text or as a member such as `errors.stream_options`.
fn names(body: &Value, name: &str, depth: u8) -> bool {
    match body {
        Value::String(text) => match serde_json::from_str(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) if depth > 0 => names(&inner, name, depth - 1),
            _ => has_word(text, name),
        },
        Value::Array(items) => items.iter().any(|item| names(item, name, depth)),
        Value::Object(members) => members.iter().any(|(key, value)| {
            // Some services echo the whole request in these members.
            !["input", "ctx", "body", "request"].contains(&key.as_str()) && (key == name || names(value, name, depth))
        }),
        _ => false,
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    text.match_indices(word).any(|(start, _)| {
        !is_part(text[..start].chars().next_back()) && !is_part(text[start + word.len()..].chars().next())
    })
}

/// The rejected parts that a client remembers for each model. The oldest entry is dropped first.
#[derive(Debug, Default)]
pub(crate) struct Refusals(RwLock<Vec<(String, Defaults)>>);

const MAX_MODELS: usize = 64;

impl Refusals {
    /// Returns the parts that a model rejects. A deployment that the path names is `None`.
    pub(crate) fn of(&self, model: Option<&str>) -> Defaults {
        let by_model = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = by_model.iter().find(|(known, _)| known == model.unwrap_or_default());
        found.map_or(Defaults::NONE, |(_, refused)| *refused)
    }

    pub(crate) fn add(&self, model: Option<&str>, refused: Defaults) {
        let model = model.unwrap_or_default();
        let mut by_model = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = by_model.iter().position(|(known, _)| known == model);
        let before = known.map_or(Defaults::NONE, |place| by_model.remove(place).1);
        if by_model.len() == MAX_MODELS {
            by_model.remove(0);
        }
        by_model.push((model.to_owned(), before.with(refused)));
    }

    fn is_empty(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// The defaults that a call is sent with.
#[derive(Default)]
pub(super) struct Adjusted {
    /// Parts of the request that are set by default.
    pub(super) sent: Defaults,
    omitted: Defaults,
    model: Option<String>,
}

impl Adjusted {
    pub(super) fn new(sent: Defaults) -> Self {
        Self { sent, ..Self::default() }
    }

    /// Removes the parts that the model rejects from the request of an attempt.
    pub(super) fn apply(&mut self, request: &mut Request, refusals: &Refusals) {
        if self.sent == Defaults::NONE || (self.omitted == Defaults::NONE && refusals.is_empty()) {
            return;
        }
        let body = request.body().and_then(Body::as_bytes);
        let Some(Value::Object(mut body)) = body.and_then(|body| serde_json::from_slice(body).ok()) else { return };
        self.model = body.get("model").and_then(Value::as_str).map(str::to_owned);
        self.omitted = self.omitted.with(refusals.of(self.model.as_deref()).and(self.sent));
        let mut is_changed = false;
        for (_, place, _) in self.omitted.parts() {
            match *place {
                Place::Header(name) => drop(request.headers_mut().remove(name)),
                Place::Member(name) => is_changed |= body.remove(name).is_some(),
                Place::Include(name) => is_changed |= remove_include(&mut body, name),
            }
        }
        if is_changed {
            *request.body_mut() = Some(Body::from(Value::Object(body).to_string()));
        }
    }

    /// Omits the parts that an error names as its cause from the next attempt. Returns `false` if it names no part that was sent
    /// by default.
    pub(super) fn avoid(&mut self, error: &Error) -> bool {
        let named = self.sent.without(self.omitted).named_by(error);
        self.omitted = self.omitted.with(named);
        named != Defaults::NONE
    }

    /// Remembers the rejected parts. Called once the request has succeeded without them, since the error may have another
    /// cause.
    pub(super) fn remember(&self, refusals: &Refusals) {
        let model = self.model.as_deref();
        if self.omitted != Defaults::NONE && !refusals.of(model).contains(self.omitted) {
            refusals.add(model, self.omitted);
        }
    }
}

fn remove_include(body: &mut Map<String, Value>, name: &str) -> bool {
    let Some(Value::Array(includes)) = body.get_mut("include") else { return false };
    let before = includes.len();
    includes.retain(|include| include != name);
    let is_changed = includes.len() < before;
    if includes.is_empty() {
        body.remove("include");
    }
    is_changed
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;
    use serde_json::json;

    use super::*;
    use crate::error::{Response, ServiceError};

    fn named(status: u16, body: &str) -> Defaults {
        let all = Defaults::STREAM_OPTIONS.with(Defaults::ENCODING_FORMAT).with(Defaults::EXTRA_PARAMETERS);
        let status = StatusCode::from_u16(status).unwrap();
        let response = Response { status, headers: HeaderMap::new(), body: Bytes::copy_from_slice(body.as_bytes()) };
        all.named_by(&Error::service(ServiceError::read(body.as_bytes()), response))
    }

    #[test]
    fn rejected_parts_are_found_in_every_form_of_error() {
        for name in ["stream_options", "encoding_format", "extra-parameters"] {
            let (bit, ..) = *PARTS.iter().find(|(.., names)| names.contains(&name)).unwrap();
            let forbidden =
                json!([{"type": "extra_forbidden", "loc": ["body", name], "msg": "not permitted", "input": 1}]);
            let nested = json!({ "detail": forbidden }).to_string();
            for body in [
                json!({"error": {"message": format!("Unknown parameter: '{name}'."), "param": name, "code": "unknown_parameter"}}),
                json!({"error": {"message": "Unrecognized request argument supplied", "param": format!("{name}.x")}}),
                json!({"error": {"message": format!("Unrecognized request argument supplied: {name}")}}),
                json!({"message": format!("`{name}` is not allowed"), "status": 400}),
                json!({ "detail": forbidden }),
                json!({"detail": [{"loc": ["body", name, "include"], "msg": "m"}]}),
                json!({"detail": {"loc": ["header", name], "input": "x"}, "message": "m"}),
                json!({"error": {"message": nested, "status": 422}}),
                json!({"error": {"message": json!({"message": nested}).to_string()}}),
                json!({"object": "error", "message": {"detail": forbidden}, "param": null}),
                json!({"errors": {name: ["is unknown"]}, "title": "One or more validation errors occurred."}),
                json!([{"error": {"message": format!("{name}: Extra inputs are not permitted")}}]),
                json!(format!("no such field {name}")),
            ] {
                assert_eq!(named(400, &body.to_string()), bit, "{body}");
                assert_eq!(named(422, &body.to_string()), bit, "{body}");
            }
            assert_eq!(named(400, &format!("bad request: {name} is not supported")), bit);
        }
    }

    #[test]
    fn other_errors_name_no_part() {
        let echo = json!({"detail": [{"type": "missing", "loc": ["body", "messages"], "msg": "Field required",
                          "input": {"stream_options": {"include_usage": true}, "encoding_format": "base64"}}]});
        for body in [
            echo.to_string(),
            json!({"error": {"message": "temperature is not supported", "param": "temperature"}}).to_string(),
            json!({"error": {"message": "my_stream_options and stream_options_2"}}).to_string(),
            String::new(),
            "<html>".to_owned(),
        ] {
            assert_eq!(named(400, &body), Defaults::NONE, "{body}");
        }
        for status in [200, 401, 404, 409, 429, 500] {
            assert_eq!(named(status, r#"{"message":"stream_options"}"#), Defaults::NONE, "{status}");
        }
        // The 200 of a gateway that contains the status of the service.
        let within = r#"{"error":{"code":400,"message":"Unknown parameter: 'stream_options'."}}"#;
        assert_eq!(named(200, within), Defaults::STREAM_OPTIONS);
    }

    #[test]
    fn rejected_parts_are_kept_by_model_up_to_a_maximum() {
        let refusals = Refusals::default();
        assert_eq!(refusals.of(Some("m")), Defaults::NONE);
        refusals.add(Some("m"), Defaults::STREAM_OPTIONS);
        refusals.add(Some("m"), Defaults::ENCODING_FORMAT);
        assert_eq!(refusals.of(Some("m")), Defaults::STREAM_OPTIONS.with(Defaults::ENCODING_FORMAT));
        assert_eq!([refusals.of(Some("n")), refusals.of(None)], [Defaults::NONE; 2]);
        for number in 0..2 * MAX_MODELS {
            refusals.add(Some(&number.to_string()), Defaults::STREAM_OPTIONS);
        }
        assert_eq!(refusals.0.read().unwrap().len(), MAX_MODELS);
        assert_eq!([refusals.of(Some("m")), refusals.of(Some("127"))], [Defaults::NONE, Defaults::STREAM_OPTIONS]);
    }
}
