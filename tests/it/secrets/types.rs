//! `Debug` of the public types, and logs.

use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{Client, Conversation, ToolSet};
use serde_json::Value;

use super::capture::{CAPTURE, SpanCapture, capture_logs};
use super::{CANARY, CREDENTIALS, assert_hidden};
use crate::support::tls::TlsServer;
use crate::support::{listen, within_seconds};

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Nothing {}

#[tokio::test]
async fn debug_of_public_types_hides_keys() {
    let server = ByteServer::start(vec![Script::stream().text("Hi").finish("stop").done()]).await;
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", server.url())).api_key(CANARY);
    let client = client.header("x-gateway-token", CANARY).build().unwrap();
    let request = client.chat().user("Hi").header("api-key", CANARY);
    let tools = ToolSet::new().tool("f", "", |_: Nothing| async { 1 });
    let mut shown = format!("{request:?} {tools:?} {:?} {server:?}", Conversation::new());
    let mut stream = request.clone().stream().await.unwrap();
    shown += &format!("{:?}", stream.next().await.unwrap().unwrap());
    shown += &format!("{stream:?} {:?}", stream.metadata());
    shown += &format!("{:?}", stream.into_partial());
    shown += &format!("{:?}", request.clone().stream().await.unwrap().text_stream());
    shown += &format!("{:?}", request.clone().stream().await.unwrap().events());
    shown += &format!("{:?}", request.clone().tools(&tools).run_stream().await.unwrap());
    shown += &format!("{:?}", request.parse_stream::<Value>().await.unwrap());
    let (raw, timeouts) = (client.raw(), azure_inference::Timeouts::default());
    let context = progenitor_client::ClientInfo::inner(&raw);
    shown += &format!("{raw:?} {raw:#?} {context:?} {timeouts:?}");
    assert_hidden("a public type", &shown);
}

#[tokio::test]
async fn debug_of_testing_types_hides_keys() {
    let tools = ToolSet::new().tool("f", "", |_: Nothing| async { 1 });
    let service = MockService::start().await;
    service.reply(Reply::text("Hi"));
    let client = Client::builder(format!("{}/?subscription-key={CANARY}", service.url())).api_key(CANARY);
    let request = client.build().unwrap().chat().user("Hi").header("x-gateway-token", CANARY);
    let response = request.clone().send().await.unwrap();
    assert_hidden("an answer", &format!("{response:?} {:?}", request.tools(&tools).run().await.unwrap()));
    let received = &service.requests()[0];
    assert_eq!(received.header("api-key"), Some(CANARY), "the key is sent");
    assert_hidden("testing", &format!("{received:?} {service:?} {:?}", received.violations()));
}

#[tokio::test]
async fn keys_are_not_logged() {
    capture_logs();
    // The test and the tasks of its connections run on one thread.
    let _spans = listen(SpanCapture);
    for protocols in [["h2"], ["http/1.1"]] {
        for (_, set) in CREDENTIALS {
            let server = TlsServer::start(&protocols, "localhost").await;
            let builder = server.builder().root_certificate(server.authority.as_str());
            let client = set(builder, CANARY).build().unwrap();
            within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
            // A whole response is read as a stream.
            within_seconds(20, client.chat().user("Hi").stream()).await.unwrap().finish().await.unwrap();
        }
        let server = TlsServer::start(&protocols, "localhost").await;
        let url = format!("{}/?subscription-key={CANARY}", server.url);
        let client = Client::builder(url).root_certificate(server.authority.as_str()).no_proxy().build().unwrap();
        within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    }
    for name in ["h2", "hyper_util", "reqwest", "rustls"] {
        assert!(
            CAPTURE.crates.lock().unwrap().contains(name),
            "{name} does not log, so that the test would prove nothing"
        );
    }
    let leaks = CAPTURE.leaks.lock().unwrap();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
