//! Parses endpoint URLs.

use url::Url;

use super::route;
use super::{Endpoint, EndpointKind};
use crate::error::Error;

impl Endpoint {
    /// Parses the URL of an endpoint, of an operation or of a page that belongs to an endpoint.
    pub(crate) fn parse(text: &str, forced: Option<EndpointKind>) -> Result<Self, Error> {
        let text = text.trim();
        // The URL parser would silently remove some of these characters.
        if text.contains(|character: char| character.is_control() || character.is_whitespace()) {
            return Err(Error::input("endpoint", "the URL contains a space, a line end or another control character"));
        }
        let mut url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => invalid(text, "it has no scheme, such as https://"),
            error => invalid(text, &error.to_string()),
        })?;
        if matches!(url.scheme(), "ws" | "wss") {
            return Err(invalid(text, route::REALTIME));
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid(text, "it must start with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::input("endpoint", "the URL contains a user name or password; set an API key instead"));
        }
        if url.fragment().is_some() {
            return Err(invalid(text, "it has a fragment (`#…`)"));
        }
        let (versions, query): (Vec<_>, Vec<_>) =
            url.query_pairs().into_owned().partition(|(name, _)| name.eq_ignore_ascii_case("api-version"));
        url.set_query(None);

        let is_loopback = is_loopback(&url);
        let (kind, cloud, path) = route::route(&url, is_loopback, forced).map_err(|reason| invalid(text, &reason))?;
        url.set_path(&path);
        let mut endpoint = Self {
            kind,
            cloud,
            base: url.as_str().trim_end_matches('/').into(),
            is_insecure: url.scheme() == "http" && !is_loopback,
            url,
            api_version: None,
            query,
        };
        // The URL of a page or of an older route may contain a version that this route rejects.
        let is_accepted = |version: &String| !version.is_empty() && endpoint.check_api_version(version).is_ok();
        endpoint.api_version = versions.into_iter().map(|(_, version)| version).find(is_accepted);
        Ok(endpoint)
    }
}

fn invalid(text: &str, reason: &str) -> Error {
    // A user name or a query may contain a secret.
    let shown = text.split(['?', '#']).next().unwrap_or_default();
    let shown = if shown.contains('@') { "the URL" } else { shown };
    Error::input("endpoint", format!("`{shown}` is not an endpoint: {reason}"))
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}
