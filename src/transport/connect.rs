//! Builds the HTTP client: TLS, proxies, no redirects.

use std::time::Duration;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::error::{Error, Kind};
use crate::transport::endpoint::Endpoint;

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

const KEEP_ALIVE: Duration = Duration::from_secs(15);
const KEEP_ALIVE_PROBES: u32 = 3;

const USER_AGENT: &str = concat!("azure-inference-rust/", env!("CARGO_PKG_VERSION"));

/// Settings of the connection.
#[derive(Default)]
pub(crate) struct Connect {
    /// The caller's own client. The other settings would have no effect on it.
    pub(crate) client: Option<reqwest::Client>,
    /// PEM files.
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) proxy: Option<String>,
    pub(crate) no_proxy: bool,
}

impl Connect {
    /// Returns the host and port of the proxy, without its credentials: the proxy that is set, or that of the system.
    pub(crate) fn proxy_address(&self, endpoint: &Endpoint) -> Option<String> {
        if self.no_proxy || self.client.is_some() {
            return None;
        }
        match &self.proxy {
            Some(proxy) => address(proxy),
            // reqwest reads the same settings when it builds a client.
            None => system_proxy(&Matcher::from_system(), &endpoint.base),
        }
    }

    /// Builds the `reqwest::Client`, or returns the caller's.
    pub(crate) fn client(self, endpoint: &Endpoint, timeout: Option<Duration>) -> Result<reqwest::Client, Error> {
        if let Some(client) = self.client {
            let settings = [
                ("proxy", self.proxy.is_some()),
                ("no_proxy", self.no_proxy),
                ("root_certificate", !self.root_certificates.is_empty()),
                ("Timeouts::connect", timeout.is_some()),
            ];
            return match settings.iter().find(|(_, is_set)| *is_set) {
                Some((name, _)) => Err(Error::input(
                    "http_client",
                    format!("{name} has no effect on an existing client; set it on that client instead"),
                )),
                None => Ok(client),
            };
        }
        let mut builder = reqwest::Client::builder()
            .connect_timeout(timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT))
            // Detects a lost peer within a minute, although a reasoning model may send nothing for longer.
            .tcp_keepalive(KEEP_ALIVE)
            .tcp_keepalive_interval(KEEP_ALIVE)
            .tcp_keepalive_retries(KEEP_ALIVE_PROBES)
            .user_agent(USER_AGENT)
            // A redirect would send the key and the prompt to another host.
            .redirect(reqwest::redirect::Policy::none());
        if self.no_proxy {
            builder = builder.no_proxy();
        }
        if let Some(url) = self.proxy {
            let fault = || Error::input("proxy", "not a valid proxy URL");
            if url.contains(char::is_control) {
                return Err(fault());
            }
            let proxy = reqwest::Proxy::all(url).map_err(|_| fault())?;
            builder = builder.proxy(proxy);
        }
        let client = tls::configure(builder, endpoint, &self.root_certificates)?.build();
        client.map_err(|error| Error::new(Kind::Connect, "the HTTP client can't be built").with_source(error))
    }
}

/// Returns the host and port in a proxy URL.
fn address(proxy: &str) -> Option<String> {
    let url = if proxy.contains("://") { Url::parse(proxy) } else { Url::parse(&format!("http://{proxy}")) };
    let url = url.ok()?;
    let port = url.port_or_known_default().unwrap_or(1080); // SOCKS
    Some(format!("{}:{port}", url.host_str()?))
}

/// Returns the host and port of the proxy that the system settings define for an endpoint.
fn system_proxy(settings: &Matcher, endpoint: &str) -> Option<String> {
    let proxy = settings.intercept(&endpoint.parse::<Uri>().ok()?)?;
    address(&proxy.uri().to_string())
}

fn bad_certificate() -> Error {
    Error::input("root_certificate", "not a PEM certificate")
}

#[cfg(feature = "rustls")]
mod tls {
    use std::sync::Arc;

    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::Verifier;

    use super::bad_certificate;
    use crate::error::{Error, Kind};
    use crate::transport::endpoint::Endpoint;

    /// Configures ring and the platform's roots for this client only: a library installs no provider for the whole process.
    pub(super) fn configure(
        builder: reqwest::ClientBuilder,
        endpoint: &Endpoint,
        root_certificates: &[Vec<u8>],
    ) -> Result<reqwest::ClientBuilder, Error> {
        let fault = |error: rustls::Error| Error::new(Kind::Connect, "TLS can't be configured").with_source(error);
        let roots = read(root_certificates)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(fault)?;
        let mut config = match Verifier::new_with_extra_roots(roots, provider) {
            Ok(verifier) => {
                config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
            }
            // A machine without root certificates can still use plain http.
            Err(_) if endpoint.base.starts_with("http:") => {
                config.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
            }
            Err(error) => return Err(fault(error)),
        };
        // reqwest sets no ALPN protocols on a preconfigured backend.
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(builder.tls_backend_preconfigured(config))
    }

    fn read(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, Error> {
        let mut roots = Vec::new();
        for pem in pems {
            let found = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
            let found = found.ok().filter(|found| !found.is_empty()).ok_or_else(bad_certificate)?;
            // PEM is only an encoding: its content must be a certificate too.
            let mut store = RootCertStore::empty();
            found.iter().try_for_each(|root| store.add(root.clone())).map_err(|_| bad_certificate())?;
            roots.extend(found);
        }
        Ok(roots)
    }
}

#[cfg(not(feature = "rustls"))]
mod tls {
    use super::bad_certificate;
    use crate::error::Error;
    use crate::transport::endpoint::Endpoint;

    /// Configures the platform's TLS library, or no TLS.
    pub(super) fn configure(
        builder: reqwest::ClientBuilder,
        _endpoint: &Endpoint,
        root_certificates: &[Vec<u8>],
    ) -> Result<reqwest::ClientBuilder, Error> {
        #[cfg(feature = "native-tls")]
        return root_certificates.iter().try_fold(builder, |mut builder, pem| {
            let found = reqwest::Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty());
            for certificate in found.ok_or_else(bad_certificate)? {
                builder = builder.add_root_certificate(certificate);
            }
            Ok(builder)
        });
        #[cfg(not(feature = "native-tls"))]
        if root_certificates.is_empty() { Ok(builder) } else { Err(bad_certificate()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_proxies_are_shown_as_host_and_port() {
        let settings = |proxy: &str| Matcher::builder().https(proxy).no("internal.example,10.0.0.0/8").build();
        for (proxy, endpoint, expected) in [
            ("http://proxy.example:8080", "https://r.openai.azure.com/openai/v1", Some("proxy.example:8080")),
            ("http://name:secret@proxy.example:8080/", "https://r.openai.azure.com/", Some("proxy.example:8080")),
            ("proxy.example:3128", "https://r.openai.azure.com/", Some("proxy.example:3128")),
            ("http://proxy.example", "https://r.openai.azure.com/", Some("proxy.example:80")),
            ("socks5://proxy.example", "https://r.openai.azure.com/", Some("proxy.example:1080")),
            ("http://proxy.example:8080", "http://r.openai.azure.com/", None),
            ("http://proxy.example:8080", "https://r.internal.example/", None),
            ("http://proxy.example:8080", "https://10.1.2.3/v1", None),
            ("", "https://r.openai.azure.com/", None),
        ] {
            assert_eq!(system_proxy(&settings(proxy), endpoint).as_deref(), expected, "{proxy:?} {endpoint}");
        }
    }
}
