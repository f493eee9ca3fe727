//! No key is ever shown: not by `Debug` or `Display`, not by an error's causes, not in a log.

use std::collections::BTreeSet;
use std::sync::{Mutex, Once};

use azure_inference::models::ChatCompletionsOptions;
use azure_inference::raw::Parameters;
use azure_inference::{Client, ClientBuilder, Error};
use log::{LevelFilter, Log, Metadata, Record};

use crate::support::{ANSWER, Act, FaultServer, chain, head, quick, reply, within_seconds};
use crate::tls::TlsServer;

/// What every key here has in it.
const CANARY: &str = "canary7Zq2";

/// Reads all that is logged in this process, and keeps what has a canary in it.
struct Watch {
    /// The crates that logged.
    crates: Mutex<BTreeSet<String>>,
    leaks: Mutex<Vec<String>>,
}

static WATCH: Watch = Watch { crates: Mutex::new(BTreeSet::new()), leaks: Mutex::new(Vec::new()) };

impl Log for Watch {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let name = record.target().split(':').next().unwrap_or_default();
        self.crates.lock().unwrap().insert(name.to_owned());
        let text = format!("{}: {}", record.target(), record.args());
        if text.contains(CANARY) {
            self.leaks.lock().unwrap().push(text);
        }
    }

    fn flush(&self) {}
}

fn watch_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&WATCH).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
}

#[track_caller]
fn assert_hidden(what: &str, shown: &str) {
    assert!(!shown.contains(CANARY), "{what} shows a key: {shown}");
}

#[track_caller]
fn assert_error_hides(what: &str, error: &Error) {
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    let body = String::from_utf8_lossy(error.body());
    assert_hidden(what, &format!("{error} {error:?} {error:#?} {:?} {values:?} {body}", chain(error)));
}

/// A way to give a key to a builder.
type Set = fn(ClientBuilder, &str) -> ClientBuilder;

const WAYS: [(&str, Set); 6] = [
    ("api_key", |builder, key| builder.api_key(key)),
    ("bearer", |builder, key| builder.bearer(key)),
    ("authorization", |builder, key| builder.header("authorization", &format!("Bearer {key}"))),
    ("api-key", |builder, key| builder.header("api-key", key)),
    ("gateway", |builder, key| builder.header("Ocp-Apim-Subscription-Key", key)),
    ("custom", |builder, key| builder.header("x-gateway-token", key)),
];

#[tokio::test]
async fn no_key_is_shown() {
    watch_logs();
    let key = format!("{CANARY}-0123456789");
    let echo = || reply(401, &[("x-echo", &key), ("x-request-id", &key)], format!("no such key: {key}"));
    let undecodable = reply(200, &[("x-echo", &key)], format!(r#"{{"choices": "{key}"}}"#));
    let cut = vec![Act::Send([head(200, &[("content-length", "900")]), key.clone().into()].concat())];
    let answer = reply(200, &[("x-echo", &key)], ANSWER);
    let scripts = [echo(), undecodable, cut, vec![Act::Reset], echo(), reply(503, &[("x-echo", &key)], ""), answer];
    for (way, set) in WAYS {
        let server = FaultServer::start(scripts.clone()).await;
        let builder = set(Client::builder(&server.url).no_proxy().retry(quick()), &key);
        assert_hidden(way, &format!("{builder:?} {builder:#?}"));
        let client = builder.build().unwrap();
        let request = client.chat().user("Hi");
        assert_hidden(way, &format!("{client:?} {client:#?} {request:?} {request:#?} {:?}", client.raw()));
        for _ in 0..4 {
            let error = within_seconds(20, request.clone().send()).await.unwrap_err();
            assert_error_hides(way, &error);
        }
        let answer = within_seconds(20, request.send()).await.unwrap();
        assert_hidden(way, &format!("{answer:?} {answer:#?} {:?}", answer.response()));
        assert_eq!(server.connections(), 7, "{way}: every script was played");
        let sent = server.requests();
        assert!(sent.iter().all(|request| request.head.contains(CANARY)), "{way}: the key does go out");
    }
}

#[tokio::test]
async fn no_key_is_shown_that_a_call_or_a_rotation_brings() {
    watch_logs();
    let key = format!("{CANARY}-0123456789");
    let echo = reply(401, &[("x-echo", &key)], &key);
    let server = FaultServer::start([echo]).await;
    let client = Client::builder(&server.url).no_proxy().build().unwrap();
    let request = client.chat().user("Hi").header("authorization", &format!("Bearer {key}"));
    assert_hidden("header of a call", &format!("{request:?}"));
    assert_error_hides("header of a call", &request.send().await.unwrap_err());
    client.set_api_key(&key).unwrap();
    assert_error_hides("set_api_key", &client.chat().user("Hi").send().await.unwrap_err());
    client.set_bearer(&key).unwrap();
    assert_error_hides("set_bearer", &client.chat().user("Hi").send().await.unwrap_err());
    assert_hidden("rotated", &format!("{client:?}"));
    let body = ChatCompletionsOptions::default();
    let error = client.raw().get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_hidden("raw", &format!("{error} {error:?}"));
    let raw = Client::builder("http://127.0.0.1:1").api_key(&key).no_proxy().retry(quick()).build().unwrap().raw();
    let error = raw.get_chat_completions_with(Parameters::default(), &body).await.unwrap_err();
    assert_hidden("raw without an answer", &format!("{error} {error:?} {raw:?}"));
}

#[tokio::test]
async fn no_key_is_shown_that_a_stream_brings() {
    watch_logs();
    async fn check(event: String) {
        let start = head(200, &[("content-type", "text/event-stream"), ("x-echo", CANARY), ("connection", "close")]);
        let server = FaultServer::start([vec![Act::Send([start, event.clone().into()].concat())]]).await;
        let client = Client::builder(&server.url).api_key(CANARY).no_proxy().retry(quick()).build().unwrap();
        let mut stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
        assert_hidden(&event, &format!("{stream:?} {:?}", stream.response()));
        let error = within_seconds(20, stream.next()).await.unwrap().unwrap_err();
        assert_error_hides(&event, &error);
        assert_hidden(&event, &format!("{:?} {:?} {stream:?}", error.partial_answer(), error.code()));
    }
    check(format!("data: {{\"error\":{{\"code\":\"{CANARY}\",\"message\":\"no such key: {CANARY}\"}}}}\n\n")).await;
    check(format!("event: error\ndata: no such key: {CANARY}\n\n")).await;
    check(format!("data: {{\"choices\":\"{CANARY}\"}}\n\n")).await;
    check(format!("data: {CANARY}\n\n")).await;
}

#[test]
fn no_key_is_shown_that_is_refused() {
    let bad = format!("{CANARY}\n");
    for (way, set) in WAYS {
        let builder = set(Client::builder("https://h.example"), &bad);
        assert_hidden(way, &format!("{builder:?}"));
        assert_error_hides(way, &builder.build().unwrap_err());
        let exposed = set(Client::builder("http://h.example"), CANARY);
        if let Err(error) = exposed.build() {
            assert_error_hides(way, &error);
        }
    }
    let client = Client::builder("https://h.example").build().unwrap();
    assert_error_hides("set_api_key", &client.set_api_key(&bad).unwrap_err());
    assert_error_hides("set_bearer", &client.set_bearer(&bad).unwrap_err());
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
async fn no_key_of_the_urls_query_is_shown() {
    watch_logs();
    let server = FaultServer::start([vec![Act::Reset], reply(400, &[], "")]).await;
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", server.url)).no_proxy();
    let client = client.retry(quick().max_retries(0)).build().unwrap();
    assert_hidden("client", &format!("{client:?} {:?} {}", client.raw(), client.endpoint()));
    for _ in 0..2 {
        let error = client.chat().user("Hi").send().await.unwrap_err();
        assert_error_hides("query", &error);
    }
    assert!(server.requests()[0].head.contains(CANARY), "it does go out");
}

#[tokio::test]
async fn no_key_is_logged() {
    watch_logs();
    for protocols in [["h2"], ["http/1.1"]] {
        for (_, set) in WAYS {
            let server = TlsServer::start(&protocols, "localhost").await;
            let builder = server.builder().root_certificate(server.authority.as_str());
            let client = set(builder, CANARY).build().unwrap();
            within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
        }
        let server = TlsServer::start(&protocols, "localhost").await;
        let url = format!("{}/?subscription-key={CANARY}", server.url);
        let client = Client::builder(url).root_certificate(server.authority.as_str()).no_proxy().build().unwrap();
        within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    }
    for name in ["h2", "hyper_util", "reqwest", "rustls"] {
        assert!(WATCH.crates.lock().unwrap().contains(name), "{name} logs nothing, so that this proves nothing of it");
    }
    let leaks = WATCH.leaks.lock().unwrap();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
