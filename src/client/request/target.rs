//! The URL of a request, always on the host of the client.

use reqwest::Url;

use crate::error::{Error, Result};

/// Returns the URL of a path relative to the base or to the host, or of a complete URL on the same host, with more query
/// parameters.
pub(super) fn url(base: &str, path: &str, query: &[(String, String)]) -> Result<Url> {
    let fault = |reason: &str| Error::input("path", reason);
    if path.contains(char::is_control) {
        return Err(fault("it contains a line end or another control character"));
    }
    let parse = |text: &str| Url::parse(text).map_err(|_| fault("it is not the path of a URL"));
    let base = parse(base)?;
    let path = path.trim();
    let mut url = match path {
        _ if path.contains("://") && Url::parse(path).is_ok() => parse(path)?,
        _ if path.starts_with("//") => return Err(fault(OTHER_HOST)),
        _ if path.starts_with('/') => parse(&format!("{}{path}", base.origin().ascii_serialization()))?,
        _ => parse(&format!("{}/{path}", base.as_str().trim_end_matches('/')))?,
    };
    // The credential must not be sent to another host.
    if url.origin() != base.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(fault(OTHER_HOST));
    }
    if url.fragment().is_some() {
        return Err(fault("it has a fragment (`#…`)"));
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url)
}

const OTHER_HOST: &str = "refusing to send the credential to another host; build a client for that host";

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://r.services.ai.azure.com/openai/v1";

    #[test]
    fn paths_are_relative_to_the_base_or_the_host() {
        let check = |path: &str, expected: &str| {
            let expected = format!("https://r.services.ai.azure.com{expected}");
            assert_eq!(url(BASE, path, &[]).unwrap().as_str(), expected, "{path}");
        };
        check("responses", "/openai/v1/responses");
        check(" responses/resp_1?include=x ", "/openai/v1/responses/resp_1?include=x");
        check("", "/openai/v1/");
        check("/providers/cohere/v2/rerank", "/providers/cohere/v2/rerank");
        check("/", "/");
        check("https://r.services.ai.azure.com/mai/v1/images", "/mai/v1/images");
        check("HTTPS://R.Services.AI.Azure.com:443/x", "/x");
        check("files/a b", "/openai/v1/files/a%20b");
        check("text:analyze", "/openai/v1/text:analyze");
        check("proxy?to=https://h.example/", "/openai/v1/proxy?to=https://h.example/");
        check("user@h.example", "/openai/v1/user@h.example");
        assert_eq!(url("http://127.0.0.1:1", "x", &[]).unwrap().as_str(), "http://127.0.0.1:1/x");
        let query = [("a".to_owned(), "ä&=".to_owned())];
        assert_eq!(url(BASE, "x?b=1", &query).unwrap().query(), Some("b=1&a=%C3%A4%26%3D"));
    }

    #[test]
    fn paths_to_another_host_are_refused() {
        for path in [
            "https://h.example/openai/v1",
            "http://r.services.ai.azure.com/x",
            "https://r.services.ai.azure.com:8443/x",
            "https://r.services.ai.azure.com.h.example/",
            "https://key@r.services.ai.azure.com/x",
            "https://r.services.ai.azure.com@h.example/x",
            "//h.example/x",
            "ftp://r.services.ai.azure.com/x",
            "a\r\nb",
            "x#part",
        ] {
            let error = url(BASE, path, &[]).unwrap_err();
            assert!(error.is_input() && error.param() == Some("path"), "{path}: {error:?}");
        }
        for path in ["/\\h.example/x", "\\\\h.example\\x", "/../../h.example", "/@h.example", "..//h.example"] {
            assert_eq!(url(BASE, path, &[]).unwrap().host_str(), Some("r.services.ai.azure.com"), "{path}");
        }
    }
}
