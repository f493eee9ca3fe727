//! The HTTP client underneath: TLS, proxies, no redirects.

use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::error::{Error, Kind};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const USER_AGENT: &str = concat!("azure-inference-rust/", env!("CARGO_PKG_VERSION"));

/// A `reqwest::Client` as this crate wants it.
pub(crate) fn http_client(endpoint: &Endpoint) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .user_agent(USER_AGENT)
        // A redirect would carry the key and the prompt to wherever it points.
        .redirect(reqwest::redirect::Policy::none());
    let client = tls(builder, endpoint)?.build();
    client.map_err(|error| Error::new(Kind::Connect, "the HTTP client can't be set up").with_source(error))
}

#[cfg(feature = "rustls")]
fn tls(builder: reqwest::ClientBuilder, endpoint: &Endpoint) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder.tls_backend_preconfigured(rustls_config(endpoint)?))
}

#[cfg(not(feature = "rustls"))]
fn tls(builder: reqwest::ClientBuilder, _endpoint: &Endpoint) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}

/// Ring and the platform's roots, set on this client alone: a library installs no provider for the whole process.
#[cfg(feature = "rustls")]
fn rustls_config(endpoint: &Endpoint) -> Result<rustls::ClientConfig, Error> {
    use std::sync::Arc;

    use rustls::ClientConfig;
    use rustls_platform_verifier::BuilderVerifierExt;

    let fault = |error: rustls::Error| Error::new(Kind::Connect, "TLS can't be set up").with_source(error);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(fault)?;
    let mut config = match builder.clone().with_platform_verifier() {
        Ok(builder) => builder.with_no_client_auth(),
        // A machine without any roots can still speak plain http.
        Err(_) if endpoint.base.starts_with("http:") => {
            builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth()
        }
        Err(error) => return Err(fault(error)),
    };
    // reqwest offers no protocol by itself over a configuration that it is given.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
