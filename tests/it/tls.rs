//! TLS: private certificate authorities, rejected certificates and HTTP/2.

use azure_inference::{Client, RetryPolicy};
use http::Version;
use rcgen::KeyPair;

use crate::support::tls::{TlsServer, authority};
use crate::support::{error_chain, within_seconds};

async fn text(client: &Client) -> String {
    let response = within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    response.text().to_owned()
}

#[tokio::test]
async fn http_2_is_negotiated() {
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
async fn an_unknown_certificate_authority_is_rejected() {
    let server = TlsServer::start(&["h2", "http/1.1"], "localhost").await;
    for builder in [server.builder(), server.builder().root_certificate(authority().pem())] {
        let client = builder.api_key("canary").retry(RetryPolicy::none()).build().unwrap();
        let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
        assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!((error.status(), error.attempts()), (None, 1));
        assert!(error_chain(&error).iter().any(|cause| cause.contains("certificate")), "{:?}", error_chain(&error));
    }
    assert_eq!(server.versions(), [], "nothing of the request went out");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_rejected() {
    let server = TlsServer::start(&["h2", "http/1.1"], "other.example").await;
    let client = server.builder().root_certificate(server.authority.as_str()).build().unwrap();
    let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(error_chain(&error).iter().any(|cause| cause.contains("certificate")), "{:?}", error_chain(&error));
}

#[tokio::test]
async fn a_pem_may_contain_several_certificates() {
    let server = TlsServer::start(&["h2", "http/1.1"], "localhost").await;
    let (before, after) = (authority().pem(), authority().pem());
    let bundle = format!("# a company's bundle\n{before}\n{}\n{after}", server.authority);
    assert_eq!(text(&server.builder().root_certificate(bundle).build().unwrap()).await, "ok");
    let one_by_one = server.builder().root_certificate(before).root_certificate(server.authority.as_str());
    assert_eq!(text(&one_by_one.build().unwrap()).await, "ok");
}

#[test]
fn a_pem_without_a_certificate_is_an_input_error() {
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
