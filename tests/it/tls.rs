//! TLS as users meet it: a private authority, HTTP/2, and what happens without them.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use azure_inference::{Client, ClientBuilder, RetryPolicy};
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

use crate::support::{ANSWER, chain, quick, within_seconds};

/// An authority that nobody knows.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What offers these protocols, for a certificate of this name, and its authority in PEM.
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

/// A server on loopback that speaks TLS, and its authority in PEM.
pub struct TlsServer {
    pub url: String,
    pub authority: String,
    versions: Arc<Mutex<Vec<Version>>>,
    task: tokio::task::JoinHandle<()>,
}

impl TlsServer {
    /// Starts one that offers these protocols, for a certificate of these names.
    pub async fn start(protocols: &[&str], name: &str) -> Self {
        let (acceptor, authority) = acceptor(protocols, name);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let versions = Arc::<Mutex<Vec<Version>>>::default();
        let task = tokio::spawn(accept(listener, acceptor, Arc::clone(&versions)));
        Self { url, authority, versions, task }
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).model("m").no_proxy().retry(quick())
    }

    /// The version of each request that came.
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
    // A client that refuses the certificate ends it here.
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let answer = hyper::service::service_fn(move |request: Request<Incoming>| {
        versions.lock().unwrap().push(request.version());
        async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes())))) }
    });
    auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), answer).await.ok();
}

async fn text(client: &Client) -> String {
    let answer = within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    answer.text().to_owned()
}

#[tokio::test]
async fn the_protocol_is_negotiated() {
    async fn check(protocols: &[&str], version: Version) {
        let server = TlsServer::start(protocols, "localhost").await;
        let client = server.builder().root_certificate(server.authority.as_str()).build().unwrap();
        assert_eq!(text(&client).await, "ok");
        assert_eq!(text(&client).await, "ok");
        assert_eq!(server.versions(), [version, version], "{protocols:?}");
    }
    check(&["h2", "http/1.1"], Version::HTTP_2).await;
    check(&["h2"], Version::HTTP_2).await;
    check(&["http/1.1"], Version::HTTP_11).await;
    check(&[], Version::HTTP_11).await;
}

#[tokio::test]
async fn an_unknown_authority_is_refused() {
    let server = TlsServer::start(&["h2", "http/1.1"], "localhost").await;
    for builder in [server.builder(), server.builder().root_certificate(authority().pem())] {
        let client = builder.api_key("canary").retry(RetryPolicy::none()).build().unwrap();
        let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
        assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!((error.status(), error.attempts()), (None, 1));
        assert!(chain(&error).iter().any(|cause| cause.contains("certificate")), "{:?}", chain(&error));
    }
    assert_eq!(server.versions(), [], "nothing of the request went out");
}

#[tokio::test]
async fn a_certificate_of_another_name_is_refused() {
    let server = TlsServer::start(&["h2", "http/1.1"], "other.example").await;
    let client = server.builder().root_certificate(server.authority.as_str()).build().unwrap();
    let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(chain(&error).iter().any(|cause| cause.contains("certificate")), "{:?}", chain(&error));
}

#[tokio::test]
async fn one_pem_may_have_several_certificates() {
    let server = TlsServer::start(&["h2", "http/1.1"], "localhost").await;
    let (before, after) = (authority().pem(), authority().pem());
    let bundle = format!("# a company's bundle\n{before}\n{}\n{after}", server.authority);
    assert_eq!(text(&server.builder().root_certificate(bundle).build().unwrap()).await, "ok");
    let one_by_one = server.builder().root_certificate(before).root_certificate(server.authority.as_str());
    assert_eq!(text(&one_by_one.build().unwrap()).await, "ok");
}

#[test]
fn a_pem_without_a_certificate_is_bad_input() {
    let wrapped = |label: &str, text: &str| format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n");
    let key = KeyPair::generate().unwrap().serialize_pem();
    let bad_second = authority().pem() + &wrapped("CERTIFICATE", "AAAA");
    let cut = authority().pem().replace("-----END CERTIFICATE-----", "");
    let pems = ["", "no PEM", &key, &cut, &wrapped("CERTIFICATE", "!"), &wrapped("CERTIFICATE", "AAAA"), &bad_second];
    for pem in pems {
        for url in ["https://h.example", "http://127.0.0.1:1"] {
            let error = Client::builder(url).root_certificate(pem).build().expect_err(pem);
            assert!(error.is_input(), "{pem}: {error:?}");
            assert_eq!(error.param(), Some("root_certificate"), "{pem}");
            assert!(error.to_string().starts_with("root_certificate: "), "{error}");
        }
    }
}
