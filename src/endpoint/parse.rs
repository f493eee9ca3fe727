//! A URL taken apart, as people paste it.

use url::Url;

use super::route::{self, cloud};
use super::{Endpoint, EndpointKind, UNDATED, VersionRule};
use crate::error::Error;

impl Endpoint {
    /// Takes a URL apart.
    pub(crate) fn parse(text: &str, forced: Option<EndpointKind>) -> Result<Self, Error> {
        let text = text.trim();
        // The parser would drop some of them without a word.
        if text.contains(|character: char| character.is_control() || character.is_whitespace()) {
            return Err(Error::input("endpoint", "the URL has a blank, a line end or another control character in it"));
        }
        let mut url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => fault(text, "it has no scheme, such as https://"),
            error => fault(text, &error.to_string()),
        })?;
        if matches!(url.scheme(), "ws" | "wss") {
            return Err(fault(text, route::REALTIME));
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(fault(text, "it must begin with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::input("endpoint", "the URL carries a user name or password; give a key instead"));
        }
        if url.fragment().is_some() {
            return Err(fault(text, "it has a fragment (`#…`)"));
        }
        let (versions, query): (Vec<_>, Vec<_>) =
            url.query_pairs().into_owned().partition(|(name, _)| name.eq_ignore_ascii_case("api-version"));
        url.set_query(None);

        let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        let is_loopback = is_loopback(&url);
        let (kind, path) = route::route(&url, &host, is_loopback, forced).map_err(|reason| fault(text, &reason))?;
        url.set_path(&path);
        let mut endpoint = Self {
            kind,
            cloud: cloud(&host),
            base: url.as_str().trim_end_matches('/').into(),
            api_version: None,
            query,
            is_exposed: url.scheme() == "http" && !is_loopback,
        };
        // Nobody chose a version that came along with the URL of a page or of an older route.
        let rule = endpoint.version_rule();
        let is_accepted = |version: &String| match rule {
            VersionRule::Any => !version.is_empty(),
            VersionRule::Undated => UNDATED.contains(&version.as_str()),
            VersionRule::Forbidden => false,
        };
        endpoint.api_version = versions.into_iter().map(|(_, version)| version).find(is_accepted);
        Ok(endpoint)
    }
}

fn fault(text: &str, reason: &str) -> Error {
    // A user name or a query may be secret.
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
