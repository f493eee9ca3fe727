//! A simulated region of a service. It runs on the clock of the test, which may be paused.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use azure_inference::{Client, ClientBuilder, EndpointKind};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

/// A received request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The time since the region started.
    pub at: Duration,
    /// The position among the requests, from 0.
    pub number: usize,
    pub head: String,
    pub body: Value,
}

impl Request {
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The reply of the region to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A completion after this time, streamed if the request asks for it.
    Response(Duration),
    /// A completion after this time, with headers.
    ResponseWith(Duration, Vec<(&'static str, String)>),
    Error(u16, Vec<(&'static str, String)>, String),
    /// A stream with these events, then the connection closes.
    Events(Vec<String>),
    /// Closes the connection.
    Close,
    /// Sends nothing and keeps the connection open.
    Stall,
}

pub fn status(status: u16) -> Reply {
    Reply::Error(status, Vec::new(), String::new())
}

pub fn busy(seconds: u64) -> Reply {
    Reply::Error(429, vec![("retry-after", seconds.to_string())], String::new())
}

#[derive(Default)]
struct Record {
    requests: Vec<Request>,
    in_flight: usize,
    /// The times of requests, and the number of requests in flight then.
    peaks: Vec<(Duration, usize)>,
}

pub struct Region {
    pub url: String,
    record: Arc<Mutex<Record>>,
    task: tokio::task::JoinHandle<()>,
}

type Play = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

impl Region {
    pub async fn start(play: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let record = Arc::<Mutex<Record>>::default();
        let (shared, start, play): (_, _, Play) = (Arc::clone(&record), Instant::now(), Arc::new(play));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (record, play) = (Arc::clone(&shared), Arc::clone(&play));
                tokio::spawn(async move {
                    let _ = serve(stream, start, &record, &play).await;
                });
            }
        });
        Self { url, record, task }
    }

    /// Starts a region that sends a completion to every request.
    pub async fn healthy() -> Self {
        Self::start(|_| Reply::Response(Duration::ZERO)).await
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).endpoint_kind(EndpointKind::Other).no_proxy()
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn count(&self) -> usize {
        lock(&self.record).requests.len()
    }

    /// Returns the number of requests in these seconds since the start.
    pub fn count_between(&self, start: f64, end: f64) -> usize {
        let requests = &lock(&self.record).requests;
        requests.iter().filter(|request| (start..end).contains(&request.at.as_secs_f64())).count()
    }

    /// Returns the maximum number of requests in flight, in these seconds since the start.
    pub fn peak_between(&self, start: f64, end: f64) -> usize {
        let peaks = &lock(&self.record).peaks;
        let within = peaks.iter().filter(|(at, _)| (start..end).contains(&at.as_secs_f64()));
        within.map(|(_, in_flight)| *in_flight).max().unwrap_or_default()
    }

    pub fn requests(&self) -> Vec<Request> {
        lock(&self.record).requests.clone()
    }

    pub fn last(&self) -> Request {
        self.requests().pop().expect("a request")
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, start: Instant, record: &Mutex<Record>, play: &Play) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some((head, body)) = read_request(&mut stream).await? {
        let request = {
            let mut record = lock(record);
            let request = Request { at: start.elapsed(), number: record.requests.len(), head, body };
            record.requests.push(request.clone());
            record.in_flight += 1;
            let peak = (request.at, record.in_flight);
            record.peaks.push(peak);
            request
        };
        let reply = play(&request);
        let done = match reply {
            Reply::Response(latency) => respond(&mut stream, &request, latency, &[]).await,
            Reply::ResponseWith(latency, headers) => respond(&mut stream, &request, latency, &headers).await,
            Reply::Error(status, headers, body) => {
                stream.write_all(&response(status, &headers, "application/json", &body)).await
            }
            Reply::Events(events) => {
                stream.write_all(&head_of_stream()).await?;
                for event in events {
                    stream.write_all(event.as_bytes()).await?;
                }
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            Reply::Close => Err(std::io::ErrorKind::BrokenPipe.into()),
            Reply::Stall => {
                let _ = stream.read(&mut [0; 1]).await;
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
        };
        lock(record).in_flight -= 1;
        done?;
    }
    Ok(())
}

async fn respond(
    stream: &mut TcpStream,
    request: &Request,
    latency: Duration,
    headers: &[(&'static str, String)],
) -> std::io::Result<()> {
    if !latency.is_zero() {
        sleep(latency).await;
    }
    if request.body["stream"] == true {
        let events = [event("ok", None), event("", Some("stop")), "data: [DONE]\n\n".to_owned()].concat();
        return stream.write_all(&response(200, headers, "text/event-stream", &events)).await;
    }
    let body = match request.body.get("input").and_then(Value::as_array) {
        Some(inputs) => {
            let vector = |index: usize| json!({"index": index, "embedding": [index as f64]});
            json!({"data": (0..inputs.len()).map(vector).collect::<Vec<_>>()})
        }
        None if request.body.get("prompt").is_some() => json!({"data": [{"image": "AAAA"}]}),
        None => json!({"choices": [{"message": {"role": "assistant", "content": "ok"}, "finish_reason": "stop"}]}),
    };
    stream.write_all(&response(200, headers, "application/json", &body.to_string())).await
}

/// An event with a text delta and a finish reason.
pub fn event(text: &str, finish_reason: Option<&str>) -> String {
    let choice = json!({"index": 0, "delta": {"content": text}, "finish_reason": finish_reason});
    format!("data: {}\n\n", json!({"choices": [choice]}))
}

fn head_of_stream() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n".to_vec()
}

fn response(status: u16, headers: &[(&'static str, String)], kind: &str, body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    format!("HTTP/1.1 {status} Simulated\r\n{headers}content-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<(String, Value)>> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let lower = head.to_ascii_lowercase();
            let length = lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            let (start, length) = (end + 4, length.unwrap_or(0_usize));
            while read.len() < start + length {
                if stream.read_buf(&mut read).await? == 0 {
                    return Ok(None);
                }
            }
            return Ok(Some((head, serde_json::from_slice(&read[start..]).unwrap_or_default())));
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
}

fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
