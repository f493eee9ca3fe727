//! Credentials: the headers that authenticate a request, and masking of secrets.

mod token;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::error::Error;
use crate::transport::endpoint::EndpointKind;

pub use token::AccessToken;
#[cfg(feature = "entra")]
pub(crate) use token::entra_token_provider;
pub(crate) use token::{CachedToken, TokenCache, TokenProvider};

/// Authenticates requests.
#[derive(Clone, Debug, Default)]
pub(crate) enum Credential {
    #[default]
    None,
    /// An API key. The kind of the endpoint decides which header carries it.
    Key(Secret),
    /// A fixed token in `Authorization: Bearer`.
    Bearer(Secret),
    /// Tokens from a token provider, in `Authorization: Bearer`.
    Tokens(Arc<TokenCache>),
}

/// A key or token as header values. `Debug` does not show it.
#[derive(Clone)]
pub(crate) struct Secret {
    plain: HeaderValue,
    bearer: HeaderValue,
}

const API_KEY: HeaderName = HeaderName::from_static("api-key");

impl Secret {
    /// Accepts only visible ASCII. No key or token contains anything else, and a copied space or line end would cause a 401
    /// without an explanation.
    pub(crate) fn new(field: &'static str, text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::input(field, "it is empty"));
        }
        let invalid = |place| {
            let advice = "remove spaces, line ends and control characters";
            Error::input(field, format!("character {place} is not visible ASCII; {advice}"))
        };
        if let Some(place) = text.chars().position(|character| !character.is_ascii_graphic()) {
            return Err(invalid(place + 1));
        }
        let value = |text: &str| {
            let mut value = HeaderValue::from_str(text).map_err(|_| invalid(1))?;
            value.set_sensitive(true);
            Ok(value)
        };
        Ok(Self { plain: value(text)?, bearer: value(&format!("Bearer {text}"))? })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl Credential {
    pub(crate) fn apply(&self, headers: &mut HeaderMap, kind: EndpointKind) {
        match self {
            // `CallContext` fetches the token and adds it to each attempt.
            Self::None | Self::Tokens(_) => {}
            Self::Key(secret) => {
                let takes_bearer = matches!(kind, EndpointKind::Serverless | EndpointKind::ManagedCompute);
                if !takes_bearer {
                    headers.insert(API_KEY, secret.plain.clone());
                }
                if takes_bearer || kind == EndpointKind::Other {
                    headers.insert(header::AUTHORIZATION, secret.bearer.clone());
                }
            }
            Self::Bearer(secret) => {
                headers.insert(header::AUTHORIZATION, secret.bearer.clone());
            }
        }
    }
}

/// Masks the secrets of a request in its response.
#[derive(Clone, Default)]
pub(crate) struct Mask(Vec<Vec<u8>>);

/// Shorter values are not masked: they would match ordinary text.
const MIN_SECRET_LEN: usize = 6;

impl Mask {
    /// Adds the secrets in the headers of a request.
    pub(crate) fn add(&mut self, headers: &HeaderMap) {
        // All values that may be secret are marked as sensitive.
        for (_, value) in headers.iter().filter(|(name, value)| value.is_sensitive() && carries_secret(name)) {
            // The scheme before a token, such as `Bearer`, is not secret.
            let value = value.as_bytes();
            self.redact(&value[memchr::memrchr(b' ', value).map_or(0, |space| space + 1)..]);
        }
    }

    /// Adds a secret.
    pub(crate) fn redact(&mut self, secret: &[u8]) {
        if secret.len() >= MIN_SECRET_LEN && !self.0.iter().any(|known| known == secret) {
            self.0.push(secret.to_vec());
        }
    }

    /// Adds the values in the query of the endpoint URL, because some gateways have a key there, under any name.
    pub(crate) fn add_query(&mut self, query: &[(String, String)]) {
        query.iter().for_each(|(_, value)| self.redact(value.as_bytes()));
    }

    /// Returns the body with all secrets masked.
    pub(crate) fn body(&self, body: Bytes) -> Bytes {
        self.0.iter().fold(body, |body, secret| masked(&body, secret).map_or(body, Bytes::from))
    }

    /// Masks all secrets in headers.
    pub(crate) fn headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            for secret in &self.0 {
                if let Some(masked) = masked(value.as_bytes(), secret) {
                    *value = HeaderValue::from_bytes(&masked).unwrap_or(HeaderValue::from_static("***"));
                }
            }
        }
    }
}

/// Words in the names of headers that carry a secret.
const SECRET_WORDS: [&str; 10] =
    ["auth", "authorization", "apikey", "key", "token", "secret", "password", "credential", "signature", "cookie"];

/// Whether a header carries a secret, by its name. Gateways use many names.
pub(crate) fn carries_secret(name: &HeaderName) -> bool {
    // The headers of almost every call come first.
    *name == API_KEY || *name == header::AUTHORIZATION || carries_secret_name(name.as_str())
}

/// Whether a header or a query parameter carries a secret, by its lowercase name.
pub(crate) fn carries_secret_name(name: &str) -> bool {
    let words = || name.split(['-', '_']);
    words().any(|word| SECRET_WORDS.contains(&word)) && !words().any(|word| word == "idempotency")
}

/// Replaces each occurrence of the secret with `***`; `None` if there is none.
fn masked(bytes: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    // Escapes only make an occurrence longer.
    let starts = bytes.get(..=bytes.len().checked_sub(secret.len())?)?;
    let mut masked = Vec::new();
    let (mut done, mut at) = (0, 0);
    // An occurrence starts with the first byte of the secret or of an escape.
    let first = *secret.first()?;
    let is_start = |byte: &u8| *byte == first || matches!(byte, b'\\' | b'%' | b'&' | b'+');
    while let Some(next) = starts.get(at..).and_then(|rest| rest.iter().position(is_start)) {
        at += next;
        let occurrence = &bytes[at..];
        let length = secret.iter().try_fold(0, |at, byte| Some(at + encoded_len(&occurrence[at..], *byte)?));
        match length {
            Some(length) => {
                masked.extend_from_slice(&bytes[done..at]);
                masked.extend_from_slice(b"***");
                at += length;
                done = at;
            }
            None => at += 1,
        }
    }
    if done == 0 {
        return None;
    }
    masked.extend_from_slice(&bytes[done..]);
    Some(masked)
}

/// If a text starts with this byte, literally or escaped as in JSON, URLs or HTML, returns the length of its encoded form.
fn encoded_len(text: &[u8], byte: u8) -> Option<usize> {
    let is_hex = |digits: &[u8]| {
        std::str::from_utf8(digits).is_ok_and(|digits| u8::from_str_radix(digits, 16).is_ok_and(|found| found == byte))
    };
    match text {
        [b'\\', second, ..] if *second == byte => Some(2),
        [first, ..] if *first == byte => Some(1),
        [b'\\', b'u', b'0', b'0', digits @ ..] if is_hex(digits.get(..2)?) => Some(6),
        [b'%', digits @ ..] if is_hex(digits.get(..2)?) => Some(3),
        [b'+', ..] if byte == b' ' => Some(1),
        [b'&', b'#', ..] => entity_len(text, byte),
        // In JSON that is quoted in JSON, each escape is escaped itself.
        [b'\\', b'\\', ..] => {
            let more = text.iter().take(MAX_BACKSLASHES).take_while(|byte| **byte == b'\\').count() - 1;
            Some(more + encoded_len(text.get(more..).filter(|rest| !rest.starts_with(br"\\"))?, byte)?)
        }
        _ => None,
    }
}

/// The number of backslashes in JSON that is quoted three times.
const MAX_BACKSLASHES: usize = 8;

/// If a text starts with this byte as an HTML entity, `&#43;` or `&#x2B;`, returns the length of the entity.
fn entity_len(text: &[u8], byte: u8) -> Option<usize> {
    let end = text.iter().take(8).position(|byte| *byte == b';')?;
    let digits = std::str::from_utf8(text.get(2..end)?).ok()?;
    let hex = digits.strip_prefix(['x', 'X']);
    let found = hex.map_or_else(|| digits.parse(), |hex| u8::from_str_radix(hex, 16));
    found.is_ok_and(|found| found == byte).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Credential {
        Credential::Key(Secret::new("api_key", text).unwrap())
    }

    #[test]
    fn the_endpoint_kind_decides_the_header_of_a_key() {
        let check = |kind, api_key: bool, bearer: bool| {
            let mut headers = HeaderMap::new();
            key("k").apply(&mut headers, kind);
            assert_eq!(headers.get("api-key").is_some_and(|value| value == "k"), api_key, "{kind:?}");
            assert_eq!(headers.get("authorization").is_some_and(|value| value == "Bearer k"), bearer, "{kind:?}");
        };
        check(EndpointKind::OpenAiV1, true, false);
        check(EndpointKind::Deployment, true, false);
        check(EndpointKind::FoundryModels, true, false);
        check(EndpointKind::Serverless, false, true);
        check(EndpointKind::ManagedCompute, false, true);
        check(EndpointKind::Other, true, true);
    }

    #[test]
    fn echoed_secrets_are_masked() {
        let check = |name: &str, secret: &str, body: &str, expected: &str| {
            let mut mask = Mask::default();
            let mut headers = HeaderMap::new();
            key(secret).apply(&mut headers, EndpointKind::Other);
            mask.add(&headers);
            assert_eq!(mask.body(Bytes::from(body.to_owned())), expected, "{name}");
            let value = HeaderValue::from_str(body).unwrap();
            let mut headers = HeaderMap::from_iter([(header::LOCATION, value)]);
            mask.headers(&mut headers);
            assert_eq!(headers[header::LOCATION], expected, "{name}");
        };
        check("empty body", "secret", "", "");
        check("part of the secret", "secret", "secre", "secre");
        check("twice", "secret", "no such key: secret, secret", "no such key: ***, ***");
        check("within a word", "secret", "ssecrett", "s***t");
        check("whole body", "secret", "secret", "***");
        let escaped = r"abc+/= abc\+\/\= abc\u002B\/\u003d abc%2B%2f%3D abc%2";
        check("escapes of JSON and URLs", "abc+/=", escaped, "*** *** *** *** abc%2");
        check("backslash and quote", r#"abcd\e""#, r#"abcd\e" abcd\\e\" abcd\\\"#, r"*** *** abcd\\\");
        let escaped = r"abc\\u002b\\\/\\u003D abc&#43;&#x2F;&#x3d; abc\\\\\\\\\\+/=";
        check("quoted JSON and HTML", "abc+/=", escaped, r"*** *** abc\\\\\\\\\\+/=");
        check("too short", "abcde", "too short to be masked: abcde", "too short to be masked: abcde");
        assert_eq!(format!("{:?}", key("secret")), "Key(Secret(***))");
    }

    #[test]
    fn secrets_are_recognized_by_header_names() {
        let check = |name: &'static str, value: &'static str, expected: &[&str]| {
            let mut mask = Mask::default();
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(true);
            let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value)]);
            mask.add(&headers);
            mask.add(&headers);
            let found: Vec<&str> = mask.0.iter().map(|secret| str::from_utf8(secret).unwrap()).collect();
            assert_eq!(found, expected, "{name}");
        };
        check("api-key", "secret", &["secret"]);
        check("authorization", "Bearer secret", &["secret"]);
        check("ocp-apim-subscription-key", "secret", &["secret"]);
        check("x-gateway-token", "secret", &["secret"]);
        check("cookie", "session=secret", &["session=secret"]);
        check("content-type", "application/json", &[]);
        check("x-max-tokens", "4096", &[]);
        check("idempotency-key", "secret", &[]);
        check("authorization", "", &[]);
    }

    #[test]
    fn secrets_must_be_visible_ascii() {
        for text in [
            "",
            " ",
            "a\n",
            "\ra",
            "a\u{7f}",
            "a\0",
            " a",
            "a ",
            "a b",
            "a\tb",
            "\u{a0}a",
            "\u{feff}a",
            "a\u{200b}",
            "clé",
            "日本",
        ] {
            let error = Secret::new("api_key", text).unwrap_err();
            assert_eq!(error.param(), Some("api_key"), "{text:?}");
            assert!(error.is_input() && !error.to_string().contains('日'), "{error}");
        }
        for text in ["k3y-_.~+/=", "!", "~", "sk-abc\\\"'"] {
            Secret::new("api_key", text).unwrap();
        }
    }
}
