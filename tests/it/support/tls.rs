//! A server that speaks TLS.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use azure_inference::{Client, ClientBuilder};
use http::{Request, Response, Version};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use super::{COMPLETION, fast_retries};

/// A new certificate authority that no client trusts.
pub fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An acceptor that offers these protocols with a certificate for this name, and its certificate authority in PEM.
pub fn acceptor(protocols: &[&str], name: &str) -> (TlsAcceptor, String) {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let mut config =
        ServerConfig::builder_with_provider(Arc::new(tokio_rustls::rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    (TlsAcceptor::from(Arc::new(config)), authority.pem())
}

/// A server on loopback that speaks TLS.
pub struct TlsServer {
    pub url: String,
    /// The certificate authority in PEM.
    pub authority: String,
    versions: Arc<Mutex<Vec<Version>>>,
    task: tokio::task::JoinHandle<()>,
}

impl TlsServer {
    /// Starts a server that offers these protocols with a certificate for this name.
    pub async fn start(protocols: &[&str], name: &str) -> Self {
        let (acceptor, authority) = acceptor(protocols, name);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let versions = Arc::<Mutex<Vec<Version>>>::default();
        let task = tokio::spawn(accept(listener, acceptor, Arc::clone(&versions)));
        Self { url, authority, versions, task }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).model("m").no_proxy().retry(fast_retries())
    }

    /// The HTTP version of each request.
    pub fn versions(&self) -> Vec<Version> {
        self.versions.lock().unwrap().clone()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, versions: Arc<Mutex<Vec<Version>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, acceptor.clone(), Arc::clone(&versions)));
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, versions: Arc<Mutex<Vec<Version>>>) {
    // The handshake fails if the client rejects the certificate.
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        versions.lock().unwrap().push(request.version());
        async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(COMPLETION.as_bytes())))) }
    });
    auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await.ok();
}
