//! Secrets, and where they go.

#[cfg(feature = "entra")]
mod entra;
mod token;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::endpoint::EndpointKind;
use crate::error::Error;

#[cfg(feature = "entra")]
pub(crate) use entra::source as entra_source;
pub use token::AccessToken;
pub(crate) use token::{Ticket, TokenCache, TokenSource};

/// What proves to the service who calls.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    None,
    /// The endpoint's kind says which header it goes in.
    Key(Secret),
    /// A token that someone else obtained: always `Authorization: Bearer`.
    Bearer(Secret),
    /// Tokens that are fetched as they are needed.
    Tokens(Arc<TokenCache>),
}

/// A text that is never shown.
#[derive(Clone)]
pub(crate) struct Secret {
    plain: HeaderValue,
    bearer: HeaderValue,
}

const API_KEY: HeaderName = HeaderName::from_static("api-key");

impl Secret {
    /// Accepts visible ASCII only: no key or token of a service has anything else, and a blank or a line end that was
    /// copied along would be answered with a 401 that does not say why.
    pub(crate) fn new(field: &'static str, text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::input(field, "it is empty"));
        }
        let invalid = |place| {
            Error::input(
                field,
                format!("character {place} is not visible ASCII: remove blanks, line ends and the like"),
            )
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
            // A token has to be fetched first.
            Self::None | Self::Tokens(_) => {}
            Self::Key(secret) => {
                if kind.takes_api_key_header() {
                    headers.insert(API_KEY, secret.plain.clone());
                }
                if kind.takes_bearer_key() {
                    headers.insert(header::AUTHORIZATION, secret.bearer.clone());
                }
            }
            Self::Bearer(secret) => {
                headers.insert(header::AUTHORIZATION, secret.bearer.clone());
            }
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// The secrets that went out with a call, kept out of all that is shown of what came back.
#[derive(Clone, Default)]
pub(crate) struct Mask(Vec<Vec<u8>>);

/// What is shorter is no secret, and would be found everywhere.
const LEAST_SECRET: usize = 6;

impl Mask {
    /// Adds the secrets among the headers of a request, whoever set them.
    pub(crate) fn add(&mut self, headers: &HeaderMap) {
        // All that may be secret is marked as sensitive.
        for (_, value) in headers.iter().filter(|(name, value)| value.is_sensitive() && carries_secret(name)) {
            // The scheme before a token, such as `Bearer`, is none.
            let value = value.as_bytes();
            self.hide(&value[memchr::memrchr(b' ', value).map_or(0, |space| space + 1)..]);
        }
    }

    pub(crate) fn hide(&mut self, secret: &[u8]) {
        if secret.len() >= LEAST_SECRET && !self.0.iter().any(|known| known == secret) {
            self.0.push(secret.to_vec());
        }
    }

    /// Adds what the query of an endpoint's URL says: some gateways have their key there, under any name.
    pub(crate) fn add_query(&mut self, query: &[(String, String)]) {
        query.iter().for_each(|(_, value)| self.hide(value.as_bytes()));
    }

    /// A body without the secrets, if a server echoed one.
    pub(crate) fn body(&self, body: Bytes) -> Bytes {
        self.0.iter().fold(body, |body, secret| masked(&body, secret).map_or(body, Bytes::from))
    }

    /// Takes the secrets out of headers.
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

/// What the names of headers that prove who calls have in them.
const SECRETS: [&str; 10] =
    ["auth", "authorization", "apikey", "key", "token", "secret", "password", "credential", "signature", "cookie"];

/// Whether a header is of those that prove who calls: gateways have names of their own for it.
pub(crate) fn carries_secret(name: &HeaderName) -> bool {
    // Ours, which every call has.
    if *name == API_KEY || *name == header::AUTHORIZATION {
        return true;
    }
    carries_secret_name(name.as_str())
}

/// The same for a name in small letters, of a header or in a query.
pub(crate) fn carries_secret_name(name: &str) -> bool {
    let words = || name.split(['-', '_']);
    words().any(|word| SECRETS.contains(&word)) && !words().any(|word| word == "idempotency")
}

/// The bytes with `***` for the secret wherever it is; `None` if it is not.
fn masked(bytes: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    // Escapes only make it longer.
    let starts = bytes.get(..=bytes.len().checked_sub(secret.len())?)?;
    let mut masked = Vec::new();
    let (mut done, mut at) = (0, 0);
    // It begins with its first byte as it is, or with that of an escape.
    let first = *secret.first()?;
    let may_begin = |byte: &u8| *byte == first || matches!(byte, b'\\' | b'%' | b'&' | b'+');
    while let Some(next) = starts.get(at..).and_then(|rest| rest.iter().position(may_begin)) {
        at += next;
        match spelled(&bytes[at..], secret) {
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

/// How many bytes at the start of a text spell the secret.
fn spelled(text: &[u8], secret: &[u8]) -> Option<usize> {
    secret.iter().try_fold(0, |at, byte| Some(at + letter(&text[at..], *byte)?))
}

/// How many bytes at the start of a text spell one byte: as it is, or escaped as in JSON, a URL or a page.
fn letter(text: &[u8], byte: u8) -> Option<usize> {
    let is_hex = |digits: &[u8]| {
        std::str::from_utf8(digits).is_ok_and(|digits| u8::from_str_radix(digits, 16).is_ok_and(|found| found == byte))
    };
    match text {
        [b'\\', second, ..] if *second == byte => Some(2),
        [first, ..] if *first == byte => Some(1),
        [b'\\', b'u', b'0', b'0', digits @ ..] if is_hex(digits.get(..2)?) => Some(6),
        [b'%', digits @ ..] if is_hex(digits.get(..2)?) => Some(3),
        [b'+', ..] if byte == b' ' => Some(1),
        [b'&', b'#', ..] => entity(text, byte),
        // In JSON that is quoted in JSON each escape is escaped itself.
        [b'\\', b'\\', ..] => {
            let more = text.iter().take(MOST_BACKSLASHES).take_while(|byte| **byte == b'\\').count() - 1;
            Some(more + letter(text.get(more..).filter(|rest| !rest.starts_with(br"\\"))?, byte)?)
        }
        _ => None,
    }
}

/// Enough for JSON quoted three times.
const MOST_BACKSLASHES: usize = 8;

/// `&#43;` or `&#x2B;`.
fn entity(text: &[u8], byte: u8) -> Option<usize> {
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
    fn each_kind_has_its_header() {
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
    fn an_echoed_key_is_masked() {
        let check = |secret: &str, body: &str, expected: &str| {
            let mut mask = Mask::default();
            let mut headers = HeaderMap::new();
            key(secret).apply(&mut headers, EndpointKind::Other);
            mask.add(&headers);
            assert_eq!(mask.body(Bytes::from(body.to_owned())), expected);
            let value = HeaderValue::from_str(body).unwrap();
            let mut headers = HeaderMap::from_iter([(header::LOCATION, value)]);
            mask.headers(&mut headers);
            assert_eq!(headers[header::LOCATION], expected);
        };
        check("secret", "", "");
        check("secret", "secre", "secre");
        check("secret", "no such key: secret, secret", "no such key: ***, ***");
        check("secret", "ssecrett", "s***t");
        check("secret", "secret", "***");
        check("abc+/=", r"abc+/= abc\+\/\= abc\u002B\/\u003d abc%2B%2f%3D abc%2", "*** *** *** *** abc%2");
        check(r#"abcd\e""#, r#"abcd\e" abcd\\e\" abcd\\\"#, r"*** *** abcd\\\");
        check("abc+/=", r"abc\\u002b\\\/\\u003D abc&#43;&#x2F;&#x3d; abc\\\\\\\\\\+/=", r"*** *** abc\\\\\\\\\\+/=");
        check("abcde", "what is that short is no secret: abcde", "what is that short is no secret: abcde");
        assert_eq!(format!("{:?}", key("secret")), "Key(Secret(***))");
    }

    #[test]
    fn the_secrets_of_a_request_are_known_by_their_headers() {
        let check = |name: &'static str, value: &'static str, expected: &[&str]| {
            let mut mask = Mask::default();
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(true);
            let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value)]);
            mask.add(&headers);
            mask.add(&headers);
            assert_eq!(mask.0.iter().map(|secret| str::from_utf8(secret).unwrap()).collect::<Vec<_>>(), expected);
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
    fn a_secret_is_visible_ascii() {
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
