//! Blocking programs, as described on the guide's page.

use std::iter;
use std::sync::mpsc;
use std::time::Duration;

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{ErrorKind, Result};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// Starts a server on another runtime than the client's.
fn start(servers: &Runtime, scripts: Vec<Script>) -> ByteServer {
    servers.block_on(ByteServer::start(scripts))
}

#[test]
fn a_stream_can_be_read_as_an_iterator() {
    let (servers, runtime) = (runtime(), runtime());
    let server = start(&servers, vec![Script::stream().text("About ").text("7,000.").finish("stop").done()]);
    let mut stream = runtime.block_on(server.client().chat().user("How many?").stream()).unwrap();
    let chunks: Result<Vec<_>> = iter::from_fn(|| runtime.block_on(stream.next())).collect();
    let text: String = chunks.unwrap().iter().map(|chunk| chunk.text().to_owned()).collect();
    assert_eq!((text.as_str(), stream.into_response().unwrap().text()), ("About 7,000.", "About 7,000."));
}

#[test]
fn an_iterator_ends_with_the_error_of_the_stream() {
    let (servers, runtime) = (runtime(), runtime());
    let server = start(&servers, vec![Script::stream().text("About ").end()]);
    let mut stream = runtime.block_on(server.client().chat().user("How many?").stream()).unwrap();
    let chunks: Vec<_> = iter::from_fn(|| runtime.block_on(stream.next())).collect();
    let kinds: Vec<_> = chunks.iter().map(|chunk| chunk.as_ref().err().map(azure_inference::Error::kind)).collect();
    assert_eq!(kinds, [None, Some(ErrorKind::Truncated)]);
}

#[test]
fn dropping_a_stream_closes_the_connection_while_the_runtime_is_idle() {
    let (servers, runtime) = (runtime(), runtime());
    let server = start(&servers, vec![Script::stream().text("About ").stall()]);
    let mut stream = runtime.block_on(server.client().chat().user("How many?").stream()).unwrap();
    let first = iter::from_fn(|| runtime.block_on(stream.next())).next().unwrap().unwrap();
    assert_eq!(first.text(), "About ");
    drop(stream);
    // This runtime is not entered again; its worker thread closes the connection.
    let closed = async { tokio::time::timeout(Duration::from_secs(10), server.closed_by_client(1)).await };
    servers.block_on(closed).expect("the connection is closed");
    drop(runtime);
}

#[test]
fn threads_share_a_runtime_and_a_client() {
    let (servers, runtime) = (runtime(), runtime());
    let answer = r#"{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#;
    let server = start(&servers, vec![Script::response(200, "application/json", answer)]);
    let client = server.client();
    let (texts, received) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (client, runtime, texts) = (client.clone(), &runtime, texts.clone());
            scope.spawn(move || {
                let answer = runtime.block_on(client.chat().user("Hi").send()).unwrap();
                texts.send(answer.text().to_owned()).unwrap();
            });
        }
    });
    drop(texts);
    assert_eq!(received.iter().collect::<Vec<_>>(), ["ok"; 4]);
}
