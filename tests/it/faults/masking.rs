//! Echoed keys, redirects, and keys that are replaced.

use azure_inference::{Client, Error};

use super::{error_of, milliseconds, send};
use crate::support::{
    COMPLETION, FaultServer, KEY, Step, error_chain, fast_retries, head, reply, success, within_seconds,
};

/// Asserts that nothing an error shows contains the key.
fn assert_masked(error: &Error, key: &str) {
    let headers = error.headers().map(|headers| format!("{headers:?}")).unwrap_or_default();
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let body = String::from_utf8_lossy(error.body());
    let parts = (error.code(), error.message(), error.param(), error.request_id());
    let shown = format!("{error} {error:?} {:?} {headers} {values:?} {body} {parts:?}", error_chain(error));
    assert!(!shown.contains(key), "{shown}");
}

#[tokio::test]
async fn an_echoed_key_is_masked_in_headers_and_body() {
    let quoted = format!(r#"{{"error":{{"code":"{KEY}","message":"no such key: {KEY}, {KEY}","param":"{KEY}"}}}}"#);
    let echo = [("x-echo", KEY), ("x-request-id", KEY), ("x-ms-error-code", KEY), ("location", KEY)];
    for status in [400, 401, 307, 200] {
        let error = error_of(reply(status, &echo, &quoted)).await;
        assert_masked(&error, KEY);
        assert_eq!(error.message(), "no such key: ***, ***", "{error}");
        assert_eq!(error.headers().unwrap()["x-echo"], "***");
        assert_eq!(error.body(), quoted.replace(KEY, "***").as_bytes());
    }
    let html = error_of(reply(403, &echo, format!("<html>{KEY}</html>"))).await;
    assert_masked(&html, KEY);
    // In a 200 that can't be decoded, also if the decode error quotes the key.
    assert_masked(&error_of(reply(200, &echo, format!("<html>{KEY}</html>"))).await, KEY);
    assert_masked(&error_of(reply(200, &echo, format!(r#"{{"choices":"{KEY}"}}"#))).await, KEY);
    let cut = [head(200, &[("x-echo", KEY), ("content-length", "900")]), KEY.into()].concat();
    let cut = error_of(vec![Step::Send(cut), Step::Wait(milliseconds(20))]).await;
    assert_masked(&cut, KEY);
    assert_eq!(cut.body(), b"***");
}

#[tokio::test]
async fn a_key_at_the_end_of_a_truncated_body_is_masked() {
    let body = format!("{}{KEY}", "x".repeat((64 << 10) - 5));
    let error = error_of(reply(400, &[], body)).await;
    assert!(!String::from_utf8_lossy(error.body()).contains(&KEY[..4]));
}

#[tokio::test]
async fn an_echoed_key_is_masked_for_every_credential_and_escape() {
    async fn check(
        build: impl FnOnce(azure_inference::ClientBuilder) -> azure_inference::ClientBuilder,
        key: &str,
        echo: &str,
    ) {
        let body = format!(r#"{{"message":"no such key: {echo}"}}"#);
        let server = FaultServer::start([reply(401, &[], body)]).await;
        let builder = Client::builder(&server.url).no_proxy().retry(fast_retries());
        let error = send(&build(builder).build().unwrap()).await.unwrap_err();
        assert_masked(&error, key);
        assert_eq!(error.message(), "no such key: ***", "{echo}");
    }
    check(|builder| builder.bearer_token(KEY), KEY, KEY).await;
    check(|builder| builder.header("authorization", &format!("Bearer {KEY}")), KEY, KEY).await;
    check(|builder| builder.header("Api-Key", KEY), KEY, KEY).await;
    check(|builder| builder.header("Ocp-Apim-Subscription-Key", KEY), KEY, KEY).await;
    let key = "canary+/0123456789==";
    check(|builder| builder.api_key(key), key, key).await;
    check(|builder| builder.api_key(key), key, r"canary\u002B\/0123456789\u003d\u003D").await;
    check(|builder| builder.api_key(key), key, "canary%2B%2f0123456789%3D%3D").await;
}

#[tokio::test]
async fn an_echoed_key_is_masked_in_the_headers_of_a_response() {
    let server = FaultServer::start([reply(200, &[("x-echo", KEY), ("x-request-id", "r-1")], COMPLETION)]).await;
    let response = send(&server.client()).await.unwrap();
    assert_eq!(response.metadata().headers()["x-echo"], "***");
    assert!(!format!("{response:?}").contains(KEY));
    assert_eq!(response.metadata().request_id(), Some("r-1"));
}

#[tokio::test]
async fn a_key_replaced_during_a_call_is_still_masked() {
    let pause = [Step::Wait(milliseconds(150))];
    let script = [&pause[..], &reply(401, &[("x-echo", KEY)], KEY)].concat();
    let server = FaultServer::start([script]).await;
    let client = server.client();
    let rotate = async {
        tokio::time::sleep(milliseconds(50)).await;
        client.set_api_key("another-key-of-the-caller").unwrap();
    };
    let (result, ()) = tokio::join!(send(&client), rotate);
    assert_masked(&result.unwrap_err(), KEY);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let target = FaultServer::start([success()]).await;
        let location = format!("{}/chat/completions", target.url);
        let server = FaultServer::start([reply(status, &[("location", &location)], "")]).await;
        let error = send(&server.client()).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 1));
        assert_eq!(error.headers().unwrap()["location"], location.as_str());
        assert_eq!((server.connections(), target.connections()), (1, 0));
    }
}

#[tokio::test]
async fn a_replaced_key_is_used_from_the_next_attempt_of_every_clone() {
    let server = FaultServer::start([reply(503, &[("retry-after-ms", "300")], ""), success()]).await;
    let client = server.client();
    let rotate = async {
        within_seconds(10, async {
            while server.requests().is_empty() {
                tokio::time::sleep(milliseconds(2)).await;
            }
        })
        .await;
        client.set_api_key("second-key").unwrap();
    };
    let clone = client.clone();
    let (result, ()) = tokio::join!(send(&clone), rotate);
    assert_eq!(result.unwrap().metadata().attempts(), 2);
    assert!(client.set_api_key("bad\n").unwrap_err().is_input(), "the old key stays");
    send(&clone).await.unwrap();
    client.set_bearer_token("token").unwrap();
    send(&clone).await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> =
        requests.iter().map(|request| (request.header("api-key"), request.header("authorization"))).collect();
    let first = format!("Bearer {KEY}");
    let second = (Some("second-key"), Some("Bearer second-key"));
    assert_eq!(sent, [(Some(KEY), Some(first.as_str())), second, second, (None, Some("Bearer token"))]);
}
