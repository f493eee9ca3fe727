//! Secrets, and where they go.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::endpoint::EndpointKind;
use crate::error::Error;

/// What proves to the service who calls.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    None,
    /// The endpoint's kind says which header it goes in.
    Key(Secret),
    /// A token that someone else obtained: always `Authorization: Bearer`.
    Bearer(Secret),
}

/// A text that is never shown.
#[derive(Clone)]
pub(crate) struct Secret {
    plain: HeaderValue,
    bearer: HeaderValue,
}

/// What is shorter is no secret, and would be found everywhere.
const LEAST_SECRET: usize = 6;

const API_KEY: HeaderName = HeaderName::from_static("api-key");

impl Secret {
    /// Refuses what no header can carry, such as a line end that was copied along.
    pub(crate) fn new(field: &'static str, text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::input(field, "it is empty"));
        }
        let value = |text: &str| {
            let mut value = HeaderValue::from_str(text)
                .map_err(|_| Error::input(field, "it has a character that a header can't carry, such as a line end"))?;
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
            Self::None => {}
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

    /// A body without the secret, if a server echoed it.
    pub(crate) fn mask(&self, body: Bytes) -> Bytes {
        match self.masked(&body) {
            Some(masked) => masked.into(),
            None => body,
        }
    }

    /// A text without the secret.
    pub(crate) fn mask_text(&self, text: String) -> String {
        match self.masked(text.as_bytes()) {
            Some(masked) => String::from_utf8_lossy(&masked).into_owned(),
            None => text,
        }
    }

    /// Takes the secret out of headers.
    pub(crate) fn mask_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if let Some(masked) = self.masked(value.as_bytes()) {
                *value = HeaderValue::from_bytes(&masked).unwrap_or(HeaderValue::from_static("***"));
            }
        }
    }

    /// The bytes with `***` for each secret in them; `None` if there is none.
    fn masked(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (Self::Key(secret) | Self::Bearer(secret)) = self else { return None };
        let secret = secret.plain.as_bytes();
        if secret.len() < LEAST_SECRET {
            return None;
        }
        let find = |bytes: &[u8]| memchr::memmem::find(bytes, secret);
        let mut at = find(bytes)?;
        let mut masked = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        loop {
            masked.extend_from_slice(&rest[..at]);
            masked.extend_from_slice(b"***");
            rest = &rest[at + secret.len()..];
            match find(rest) {
                Some(next) => at = next,
                None => break,
            }
        }
        masked.extend_from_slice(rest);
        Some(masked)
    }
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
        let check = |body: &str, expected: &str| {
            assert_eq!(key("secret").mask(Bytes::from(body.to_owned())), expected);
        };
        check("", "");
        check("secre", "secre");
        check("no such key: secret, secret", "no such key: ***, ***");
        check("secret", "***");
        assert_eq!(format!("{:?}", key("secret")), "Key(Secret(***))");
    }

    #[test]
    fn what_no_header_carries_is_refused() {
        for text in ["", "a\n", "a\u{7f}", "a\0"] {
            let error = Secret::new("api_key", text).unwrap_err();
            assert_eq!(error.param(), Some("api_key"));
        }
    }
}
