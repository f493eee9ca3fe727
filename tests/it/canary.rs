//! No key is ever shown: not by `Debug` or `Display`, not by an error's causes, not in a log, not in a span.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, Once};

use azure_inference::models::ChatCompletionsOptions;
use azure_inference::raw::Parameters;
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{Client, ClientBuilder, Conversation, Error, ToolSet};
use log::{LevelFilter, Log, Metadata, Record};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span;

use crate::support::{ANSWER, Act, FaultServer, answer, chain, head, listen, quick, reply, within_seconds};
use crate::tls::{TlsServer, acceptor};

/// What every key here has in it.
const CANARY: &str = "canary7Zq2";

/// The key that a server says as it closes a connection. The HTTP stack logs those words, which are the server's own, so this
/// one is not looked for in the logs.
const LAST_WORD: &str = "last-word5Xk8";

/// Reads all that is logged in this process, and keeps what has a canary in it.
struct Watch {
    /// The crates that logged.
    crates: Mutex<BTreeSet<String>>,
    leaks: Mutex<Vec<String>>,
}

static WATCH: Watch = Watch { crates: Mutex::new(BTreeSet::new()), leaks: Mutex::new(Vec::new()) };

impl Watch {
    fn read(&self, target: &str, text: &str) {
        let name = target.split(':').next().unwrap_or_default();
        self.crates.lock().unwrap().insert(name.to_owned());
        if text.contains(CANARY) {
            self.leaks.lock().unwrap().push(format!("{target}: {text}"));
        }
    }
}

impl Log for Watch {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.read(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// The same for all that is traced on one thread: spans with their fields, and events.
struct Spans;

/// The fields of a span or an event in one text.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!("{field}={value:?} ");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 += &format!("{field}={value} ");
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut fields = Fields(format!("{} ", attributes.metadata().name()));
        attributes.record(&mut fields);
        WATCH.read(attributes.metadata().target(), &fields.0);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        WATCH.read("a span's record", &fields.0);
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        WATCH.read(event.metadata().target(), &fields.0);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
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
    assert!(!shown.contains(CANARY) && !shown.contains(LAST_WORD), "{what} shows a key: {shown}");
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
    // A test runs on one thread, the tasks of its connections too.
    let _spans = listen(Spans);
    for protocols in [["h2"], ["http/1.1"]] {
        for (_, set) in WAYS {
            let server = TlsServer::start(&protocols, "localhost").await;
            let builder = server.builder().root_certificate(server.authority.as_str());
            let client = set(builder, CANARY).build().unwrap();
            within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
            // An answer that is no stream comes as one.
            within_seconds(20, client.chat().user("Hi").stream()).await.unwrap().collect().await.unwrap();
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

/// Ways in which servers write a key into JSON, a page or a URL.
fn spellings(key: &str) -> Vec<String> {
    let each = |spell: fn(char) -> String| key.chars().map(spell).collect::<String>();
    let json = |letters: String| Value::from(letters).to_string();
    vec![
        key.to_owned(),
        each(|letter| format!("\\u{:04x}", u32::from(letter))),
        each(|letter| format!("\\u{:04X}", u32::from(letter))),
        each(|letter| format!("%{:02x}", u32::from(letter))),
        each(|letter| format!("&#{};", u32::from(letter))),
        each(|letter| format!("&#x{:X};", u32::from(letter))),
        key.replace('/', "\\/").replace('+', "\\u002b").replace('=', "%3D"),
        json(json(key.replace('/', "\\/").replace('+', "\\u002B"))),
        key.replace('+', "&#43;").replace('=', "&#x3D;").replace('/', "&#x2f;"),
    ]
}

/// A key with all that is escaped somewhere.
const ODD_KEY: &str = "canary7Zq2+/0123456789==";

/// Whatever of the key survived, in any spelling, with the digits that no escape changes.
#[track_caller]
fn assert_nothing_left(what: &str, error: &Error) {
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: String = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    let body = String::from_utf8_lossy(error.body());
    let shown = format!("{error} {error:?} {:?} {values} {body} {:?}", chain(error), error.param());
    let plain = shown.replace('\\', "");
    assert!(!plain.contains("0123") && !plain.contains("u0030") && !plain.contains("%30"), "{what}: {shown}");
    assert!(!plain.contains("&#48;") && !plain.contains("&#x30;"), "{what}: {shown}");
}

#[tokio::test]
async fn no_spelling_of_a_key_is_shown() {
    watch_logs();
    let server = FaultServer::start([]).await;
    let client = server.builder().api_key(ODD_KEY).build().unwrap();
    for spelled in spellings(ODD_KEY) {
        let reason =
            format!("HTTP/1.1 401 no such key: {spelled}\r\nx-echo: {spelled}\r\nconnection: close\r\n\r\n{spelled}");
        let quoted =
            format!(r#"{{"error":{{"code":"{spelled}","message":"no such key: {spelled}","param":"{spelled}"}}}}"#);
        let scripts = [
            vec![Act::Send(reason.into_bytes())],
            reply(401, &[("www-authenticate", &spelled)], &quoted),
            reply(403, &[("location", &spelled)], format!("<title>no such key: {spelled}</title>")),
            reply(200, &[("x-echo", &spelled)], &quoted),
            reply(200, &[], format!(r#"{{"choices":"{spelled}"}}"#)),
            reply(200, &[], &spelled),
        ];
        for script in scripts {
            server.play([script]);
            let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
            assert_nothing_left(&spelled, &error);
        }
        for event in [
            format!("data: {{\"error\":{{\"message\":\"{spelled}\"}}}}\n\n"),
            format!("event: error\nid: {spelled}\ndata: {spelled}\n\n"),
            format!("data: {{\"choices\":\"{spelled}\"}}\n\n"),
            format!("data: {spelled}\n\n"),
            format!("event: {spelled}\ndata: [{{\"{spelled}\":1}}]\n\n"),
        ] {
            let start = head(200, &[("content-type", "text/event-stream"), ("connection", "close")]);
            server.play([vec![Act::Send([start, event.clone().into()].concat())]]);
            let stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
            let error = within_seconds(20, stream.collect()).await.unwrap_err();
            assert_nothing_left(&event, &error);
        }
    }
}

#[tokio::test]
async fn no_key_of_the_urls_query_is_shown_that_a_server_echoes() {
    watch_logs();
    let secret = "canary7Zq2 +/0123456789==";
    let query = "code=canary7Zq2%20%2B%2F0123456789%3D%3D";
    let echo = [("x-echo", secret), ("location", "/chat/completions?code=canary7Zq2%20%2b%2f0123456789%3d%3d")];
    let page = format!("<title>Not found: /chat/completions?code=canary7Zq2+%2B%2F0123456789%3D%3D</title>{secret}");
    let server = FaultServer::start([reply(404, &echo, page)]).await;
    let client = Client::builder(format!("{}/?{query}", server.url)).no_proxy().retry(quick()).build().unwrap();
    assert_nothing_left("query", &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
    let error = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
    assert_nothing_left("query of a stream", &error);
    assert!(server.requests()[0].head.contains("code=canary7Zq2"), "it does go out");
}

#[tokio::test]
async fn no_key_goes_to_a_redirects_target() {
    for status in [301, 302, 303, 307, 308] {
        for (way, set) in WAYS {
            let target = FaultServer::start([answer()]).await;
            let location = format!("{}/chat/completions", target.url);
            let server = FaultServer::start([reply(status, &[("location", &location)], "")]).await;
            let client = set(Client::builder(&server.url).no_proxy().retry(quick()), CANARY).build().unwrap();
            let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
            assert_error_hides(way, &error);
            within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
            within_seconds(20, client.raw().get_chat_completions_with(Parameters::default(), &Default::default()))
                .await
                .unwrap_err();
            assert_eq!((server.connections(), target.connections()), (3, 0), "{status} {way}");
        }
    }
}

#[tokio::test]
async fn no_key_is_shown_that_a_connections_last_word_echoes() {
    watch_logs();
    // A GOAWAY of HTTP/2 with the key in its debug data.
    let (acceptor, authority) = acceptor(&["h2"], "localhost");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let serve = async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let said = format!("no such key: {LAST_WORD}");
            let length = [0, 0, 8 + said.len() as u8];
            let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
            let goaway = [&length[..], &[7, 0, 0, 0, 0, 0], &[0; 4], &[0, 0, 0, 11], said.as_bytes()].concat();
            stream.write_all(&[&settings[..], &goaway].concat()).await.unwrap();
            while stream.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
        }
    };
    let client =
        Client::builder(url).root_certificate(authority).no_proxy().api_key(LAST_WORD).retry(quick().max_retries(0));
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

#[tokio::test]
async fn no_key_of_a_proxy_is_shown() {
    watch_logs();
    for url in [format!("http://user:{CANARY}@127.0.0.1:1"), format!("user:{CANARY}@:1"), format!("{CANARY}://h")] {
        let builder = Client::builder("https://h.example").proxy(&url).retry(quick().max_retries(0));
        assert_hidden(&url, &format!("{builder:?}"));
        match builder.build() {
            Ok(client) => {
                assert_hidden(&url, &format!("{client:?}"));
                assert_error_hides(&url, &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
            }
            Err(error) => assert_error_hides(&url, &error),
        }
    }
    let proxy = FaultServer::start([reply(407, &[("x-echo", CANARY)], CANARY)]).await;
    let url = proxy.url.replace("http://", &format!("http://user:{CANARY}@"));
    let client = Client::builder("https://h.example").proxy(&url).retry(quick().max_retries(0)).build().unwrap();
    assert_error_hides("tunnel", &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Nothing {}

/// What is not shown elsewhere: streams in every form, runs, conversations, and what `testing` has.
#[tokio::test]
async fn no_public_type_shows_a_key() {
    let server = ByteServer::start(vec![Script::stream().text("Hi").finish("stop").done()]).await;
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", server.url())).api_key(CANARY);
    let client = client.header("x-gateway-token", CANARY).build().unwrap();
    let request = client.chat().user("Hi").header("api-key", CANARY);
    let tools = ToolSet::new().tool("f", "", |_: Nothing| async { 1 });
    let mut shown = format!("{request:?} {tools:?} {:?} {server:?}", Conversation::new());
    let mut stream = request.clone().stream().await.unwrap();
    shown += &format!("{:?}", stream.next().await.unwrap().unwrap());
    shown += &format!("{stream:?} {:?}", stream.response());
    shown += &format!("{:?}", stream.into_partial());
    shown += &format!("{:?}", request.clone().stream().await.unwrap().text_stream());
    shown += &format!("{:?}", request.clone().stream().await.unwrap().events());
    shown += &format!("{:?}", request.clone().tools(&tools).run_stream().await.unwrap());
    shown += &format!("{:?}", request.parse_stream::<Value>().await.unwrap());
    let (raw, timeouts) = (client.raw(), azure_inference::Timeouts::default());
    let context = progenitor_client::ClientInfo::inner(&raw);
    shown += &format!("{raw:?} {raw:#?} {context:?} {timeouts:?}");
    assert_hidden("a public type", &shown);

    let service = MockService::start().await;
    service.reply(Reply::text("Hi"));
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", service.url())).api_key(CANARY);
    let request = client.build().unwrap().chat().user("Hi").header("x-gateway-token", CANARY);
    let answer = request.clone().send().await.unwrap();
    assert_hidden("an answer", &format!("{answer:?} {:?}", request.tools(&tools).run().await.unwrap()));
    let received = &service.requests()[0];
    assert_eq!(received.header("api-key"), Some(CANARY), "it did come");
    assert_hidden("testing", &format!("{received:?} {service:?} {:?}", received.violations()));
}
