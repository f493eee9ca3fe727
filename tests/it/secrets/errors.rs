//! Keys that a server echoes in a response, and keys that are invalid.

use azure_inference::Client;
use azure_inference::models::ChatCompletionsOptions;
use azure_inference::raw::Parameters;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::capture::capture_logs;
use super::{CANARY, CLOSE_KEY, CREDENTIALS, assert_error_hides, assert_hidden};
use crate::support::tls::acceptor;
use crate::support::{COMPLETION, FaultServer, Step, fast_retries, head, reply, success, within_seconds};

#[tokio::test]
async fn an_echoed_key_is_hidden_for_every_credential() {
    capture_logs();
    let key = format!("{CANARY}-0123456789");
    let echo = || reply(401, &[("x-echo", &key), ("x-request-id", &key)], format!("no such key: {key}"));
    let undecodable = reply(200, &[("x-echo", &key)], format!(r#"{{"choices": "{key}"}}"#));
    let cut = vec![Step::Send([head(200, &[("content-length", "900")]), key.clone().into()].concat())];
    let response = reply(200, &[("x-echo", &key)], COMPLETION);
    let scripts = [echo(), undecodable, cut, vec![Step::Reset], echo(), reply(503, &[("x-echo", &key)], ""), response];
    for (credential, set) in CREDENTIALS {
        let server = FaultServer::start(scripts.clone()).await;
        let builder = set(Client::builder(&server.url).no_proxy().retry(fast_retries()), &key);
        assert_hidden(credential, &format!("{builder:?} {builder:#?}"));
        let client = builder.build().unwrap();
        let request = client.chat().user("Hi");
        assert_hidden(credential, &format!("{client:?} {client:#?} {request:?} {request:#?} {:?}", client.raw()));
        for _ in 0..4 {
            let error = within_seconds(20, request.clone().send()).await.unwrap_err();
            assert_error_hides(credential, &error);
        }
        let response = within_seconds(20, request.send()).await.unwrap();
        assert_hidden(credential, &format!("{response:?} {response:#?} {:?}", response.metadata()));
        assert_eq!(server.connections(), 7, "{credential}: every script ran");
        let sent = server.requests();
        assert!(sent.iter().all(|request| request.head.contains(CANARY)), "{credential}: the key is sent");
    }
}

#[tokio::test]
async fn keys_of_a_request_and_replaced_keys_are_hidden() {
    capture_logs();
    let key = format!("{CANARY}-0123456789");
    let echo = reply(401, &[("x-echo", &key)], &key);
    let server = FaultServer::start([echo]).await;
    let client = Client::builder(&server.url).no_proxy().build().unwrap();
    let request = client.chat().user("Hi").header("authorization", &format!("Bearer {key}"));
    assert_hidden("header of a call", &format!("{request:?}"));
    assert_error_hides("header of a call", &request.send().await.unwrap_err());
    client.set_api_key(&key).unwrap();
    assert_error_hides("set_api_key", &client.chat().user("Hi").send().await.unwrap_err());
    client.set_bearer_token(&key).unwrap();
    assert_error_hides("set_bearer_token", &client.chat().user("Hi").send().await.unwrap_err());
    assert_hidden("rotated", &format!("{client:?}"));
    let body = ChatCompletionsOptions::default();
    let error = client.raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_hidden("raw", &format!("{error} {error:?}"));
    let raw =
        Client::builder("http://127.0.0.1:1").api_key(&key).no_proxy().retry(fast_retries()).build().unwrap().raw();
    let error = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_hidden("raw without an answer", &format!("{error} {error:?} {raw:?}"));
}

#[tokio::test]
async fn a_key_echoed_in_a_stream_is_hidden() {
    capture_logs();
    async fn check(event: String) {
        let start = head(200, &[("content-type", "text/event-stream"), ("x-echo", CANARY), ("connection", "close")]);
        let server = FaultServer::start([vec![Step::Send([start, event.clone().into()].concat())]]).await;
        let client = Client::builder(&server.url).api_key(CANARY).no_proxy().retry(fast_retries()).build().unwrap();
        let mut stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
        assert_hidden(&event, &format!("{stream:?} {:?}", stream.metadata()));
        let error = within_seconds(20, stream.next()).await.unwrap().unwrap_err();
        assert_error_hides(&event, &error);
        assert_hidden(&event, &format!("{:?} {:?} {stream:?}", error.partial_response(), error.code()));
    }
    check(format!("data: {{\"error\":{{\"code\":\"{CANARY}\",\"message\":\"no such key: {CANARY}\"}}}}\n\n")).await;
    check(format!("event: error\ndata: no such key: {CANARY}\n\n")).await;
    check(format!("data: {{\"choices\":\"{CANARY}\"}}\n\n")).await;
    check(format!("data: {CANARY}\n\n")).await;
}

#[test]
fn invalid_keys_are_hidden() {
    let bad = format!("{CANARY}\n");
    for (credential, set) in CREDENTIALS {
        let builder = set(Client::builder("https://h.example"), &bad);
        assert_hidden(credential, &format!("{builder:?}"));
        assert_error_hides(credential, &builder.build().unwrap_err());
        let exposed = set(Client::builder("http://h.example"), CANARY);
        if let Err(error) = exposed.build() {
            assert_error_hides(credential, &error);
        }
    }
    let client = Client::builder("https://h.example").build().unwrap();
    assert_error_hides("set_api_key", &client.set_api_key(&bad).unwrap_err());
    assert_error_hides("set_bearer_token", &client.set_bearer_token(&bad).unwrap_err());
    for url in [
        format!("https://user:{CANARY}@h.example"),
        format!("https://h.example/?code={CANARY}#part"),
        format!("h.example?subscription-key={CANARY}"),
    ] {
        let builder = Client::builder(&url);
        assert_hidden(&url, &format!("{builder:?}"));
        assert_error_hides(&url, &builder.build().unwrap_err());
    }
}

#[tokio::test]
async fn no_key_is_sent_to_the_target_of_a_redirect() {
    for status in [301, 302, 303, 307, 308] {
        for (credential, set) in CREDENTIALS {
            let target = FaultServer::start([success()]).await;
            let location = format!("{}/chat/completions", target.url);
            let server = FaultServer::start([reply(status, &[("location", &location)], "")]).await;
            let client = set(Client::builder(&server.url).no_proxy().retry(fast_retries()), CANARY).build().unwrap();
            let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
            assert_error_hides(credential, &error);
            within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
            within_seconds(20, client.raw().get_chat_completions_with(Parameters::default(), &Default::default()))
                .await
                .unwrap_err();
            assert_eq!((server.connections(), target.connections()), (3, 0), "{status} {credential}");
        }
    }
}

#[tokio::test]
async fn a_key_echoed_in_a_goaway_frame_is_hidden() {
    capture_logs();
    // An HTTP/2 GOAWAY frame with the key in its debug data.
    let (acceptor, authority) = acceptor(&["h2"], "localhost");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let serve = async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let text = format!("no such key: {CLOSE_KEY}");
            let length = [0, 0, 8 + text.len() as u8];
            let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
            let goaway = [&length[..], &[7, 0, 0, 0, 0, 0], &[0; 4], &[0, 0, 0, 11], text.as_bytes()].concat();
            stream.write_all(&[&settings[..], &goaway].concat()).await.unwrap();
            while stream.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
        }
    };
    let client = Client::builder(url)
        .root_certificate(authority)
        .no_proxy()
        .api_key(CLOSE_KEY)
        .retry(fast_retries().max_retries(0));
    let client = client.build().unwrap();
    let call = async {
        assert_error_hides("goaway", &client.chat().user("Hi").send().await.unwrap_err());
        assert_error_hides("goaway of a stream", &client.chat().user("Hi").stream().await.unwrap_err());
    };
    within_seconds(20, async {
        tokio::select! { () = serve => {}, () = call => {} }
    })
    .await;
}
