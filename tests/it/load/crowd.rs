//! Many concurrent calls and streams, and a server that fails some of them. `benches/` includes this file too.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_inference::{Client, Error, RetryPolicy};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The outcomes of all calls.
#[derive(Debug, Default)]
pub struct Tally {
    pub responses: usize,
    /// The number of errors by their text.
    pub errors: BTreeMap<String, usize>,
    /// Attempts beyond the first.
    pub retries: u32,
    /// Requests that the server received.
    pub requests: usize,
}

/// Makes this number of calls and streams concurrently on one client. Panics if one gets the response of another.
pub async fn run(calls: usize, streams: usize) -> Tally {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::<AtomicUsize>::default();
    let server = tokio::spawn(accept(listener, Arc::clone(&requests)));
    let wait = Duration::from_millis(1);
    let client = Client::builder(url).no_proxy().retry(RetryPolicy::default().backoff(wait, wait)).build().unwrap();
    let mut crowd = JoinSet::new();
    for number in 0..calls + streams {
        let client = client.clone();
        crowd.spawn(
            async move { if number < calls { call(&client, number).await } else { stream(&client, number).await } },
        );
    }
    let mut tally = Tally::default();
    while let Some(ended) = crowd.join_next().await {
        tally.count(ended.expect("no call panics"));
    }
    server.abort();
    tally.requests = requests.load(Ordering::Relaxed);
    tally
}

impl Tally {
    fn count(&mut self, ended: Result<u32, Error>) {
        let attempts = match &ended {
            Ok(attempts) => *attempts,
            Err(error) => error.attempts(),
        };
        self.retries += attempts - 1;
        match ended {
            Ok(_) => self.responses += 1,
            Err(error) => *self.errors.entry(kind(&error)).or_default() += 1,
        }
    }
}

/// Classifies an error by its predicates.
fn kind(error: &Error) -> String {
    let status = error.status().map(|status| status.as_u16());
    match status {
        _ if error.is_truncated() => "truncated".to_owned(),
        _ if error.is_timeout() => "timed out".to_owned(),
        _ if error.is_connect() => "no connection".to_owned(),
        Some(200) if error.code().is_some() => format!("error in the stream: {}", error.code().unwrap()),
        Some(200) | None => error.message().to_owned(),
        Some(status) => status.to_string(),
    }
}

/// The response to a prompt.
fn echo(number: usize) -> String {
    format!("{number} ").repeat(20)
}

async fn call(client: &Client, number: usize) -> Result<u32, Error> {
    let response = client.chat().user(number.to_string()).send().await?;
    assert_eq!(response.text(), echo(number));
    Ok(response.metadata().attempts())
}

async fn stream(client: &Client, number: usize) -> Result<u32, Error> {
    let mut stream = client.chat().user(number.to_string()).stream().await?;
    while let Some(chunk) = stream.next().await {
        if let Err(error) = chunk {
            let partial = error.partial_response().expect("an error keeps the partial response");
            assert!(echo(number).starts_with(partial.text()), "{number}: {}", partial.text());
            return Err(error);
        }
    }
    let response = stream.into_response()?;
    assert_eq!(response.text(), echo(number));
    Ok(response.metadata().attempts())
}

async fn accept(listener: TcpListener, requests: Arc<AtomicUsize>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let requests = Arc::clone(&requests);
        connections.spawn(async move {
            // Broken connections are part of the test.
            let _ = serve(stream, &requests).await;
        });
    }
}

/// Serves requests on a connection until a response fails on purpose.
async fn serve(mut stream: TcpStream, requests: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(body) = read_request(&mut stream).await? {
        let turn = requests.fetch_add(1, Ordering::Relaxed);
        let number = body["messages"][0]["content"].as_str().unwrap_or_default().parse().unwrap();
        let is_stream = body["stream"] == true;
        let whole = if is_stream { events(number) } else { completion(number) };
        match turn % 12 {
            0 => stream.write_all(&response(429, "retry-after-ms: 2\r\n", "")).await?,
            1 => stream.write_all(&response(503, "", "busy")).await?,
            2 => return stream.set_zero_linger(),
            3 => {
                stream.write_all(&whole[..whole.len() * 2 / 3]).await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
                return if (turn / 12).is_multiple_of(2) { stream.set_zero_linger() } else { Ok(()) };
            }
            4 if is_stream => {
                // The response head and one event.
                let end = whole.windows(2).position(|window| window == b"\n\n").unwrap_or_default() + 2;
                stream.write_all(&whole[..end]).await?;
                stream.write_all(b"data: {\"error\":{\"code\":\"overloaded\",\"message\":\"m\"}}\n\n").await?;
                return Ok(());
            }
            _ => {
                for piece in whole.chunks(whole.len() / 4) {
                    stream.write_all(piece).await?;
                    tokio::task::yield_now().await;
                }
                // A stream has no content length; it ends with its connection.
                if is_stream {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn completion(number: usize) -> Vec<u8> {
    let choice = json!({"index": 0, "message": {"content": echo(number)}, "finish_reason": "stop"});
    response(200, "", &json!({ "choices": [choice] }).to_string())
}

fn events(number: usize) -> Vec<u8> {
    let piece = json!({"choices": [{"index": 0, "delta": {"content": format!("{number} ")}}]});
    let last = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let pieces = format!("data: {piece}\n\n").repeat(20);
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n{pieces}data: {last}\n\ndata: [DONE]\n\n").into()
}

fn response(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Status\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into()
}

/// The body of the next request; `None` if the client has closed the connection.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<Value>> {
    let mut read = Vec::new();
    loop {
        let end = read.windows(4).position(|window| window == b"\r\n\r\n").map(|end| end + 4);
        if let Some(Ok(body)) = end.map(|end| serde_json::from_slice(&read[end..])) {
            return Ok(Some(body));
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
}
