//! A server that sends scripted bytes, waits, resets and stalls, and helpers that several test files share.

pub mod endpoint_kinds;
pub mod tls;

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use azure_inference::{Client, ClientBuilder, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing::{Dispatch, Subscriber};

/// A step of a [`Script`].
#[derive(Clone)]
pub enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// Reads the next request on the same connection.
    Read,
    /// Closes the connection with a reset, as a crash does.
    Reset,
    /// Keeps the connection open without sending anything.
    Stall,
    /// Sends these bytes repeatedly until the client closes the connection.
    Repeat(Vec<u8>),
    /// Like [`Step::Repeat`], with a wait after each write.
    Trickle(Vec<u8>, Duration),
}

/// Shows bytes as text, so that a failed row of a table can be read.
impl fmt::Debug for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned();
        match self {
            Self::Send(bytes) => write!(formatter, "Send({:?})", start(bytes)),
            Self::Wait(time) => write!(formatter, "Wait({time:?})"),
            Self::Read => formatter.write_str("Read"),
            Self::Reset => formatter.write_str("Reset"),
            Self::Stall => formatter.write_str("Stall"),
            Self::Repeat(bytes) => write!(formatter, "Repeat({:?})", start(bytes)),
            Self::Trickle(bytes, wait) => write!(formatter, "Trickle({:?}, {wait:?})", start(bytes)),
        }
    }
}

/// What the server does on one connection after it has read a request. At the end it closes the connection.
pub type Script = Vec<Step>;

/// A request that the server received.
#[derive(Clone, Debug)]
pub struct Received {
    pub head: String,
    pub body: Vec<u8>,
}

impl Received {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

#[derive(Default)]
struct Record {
    connections: usize,
    requests: Vec<Received>,
    /// Bytes sent by [`Step::Repeat`], known once the client has closed the connection.
    repeated: Option<usize>,
}

/// A server on loopback. Connection n gets the nth script, further connections the last one.
pub struct FaultServer {
    pub url: String,
    scripts: Arc<Mutex<Vec<Script>>>,
    record: Arc<Mutex<Record>>,
    task: tokio::task::JoinHandle<()>,
}

impl FaultServer {
    pub async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let scripts = Arc::new(Mutex::new(scripts.into_iter().collect()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let record = Arc::<Mutex<Record>>::default();
        let task = tokio::spawn(accept(listener, Arc::clone(&scripts), Arc::clone(&record)));
        Self { url, scripts, record, task }
    }

    /// Replaces the scripts and forgets the recorded requests.
    pub fn play(&self, scripts: impl IntoIterator<Item = Script>) {
        *lock(&self.scripts) = scripts.into_iter().collect();
        *lock(&self.record) = Record::default();
    }

    /// A builder for a client of this server, with short waits between attempts.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).api_key(KEY).model("m").no_proxy().retry(fast_retries())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<Received> {
        lock(&self.record).requests.clone()
    }

    pub fn connections(&self) -> usize {
        lock(&self.record).connections
    }

    /// Waits until the client has closed the connection; returns how many bytes [`Step::Repeat`] sent.
    pub async fn repeated(&self) -> usize {
        within_seconds(10, async {
            loop {
                if let Some(repeated) = lock(&self.record).repeated {
                    return repeated;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The API key of the clients of a [`FaultServer`].
pub const KEY: &str = "canary-key-0123456789";

/// The default retry policy with waits of one millisecond.
pub fn fast_retries() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1))
}

/// Panics if the future takes longer, so that no test hangs.
pub async fn within_seconds<T>(seconds: u64, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(seconds), work).await.expect("timed out")
}

/// Sends all spans and events of this thread to a subscriber.
pub fn listen(subscriber: impl Subscriber + Send + Sync) -> DefaultGuard {
    // With a single subscriber, `tracing` caches the interest of whichever thread comes first for all threads.
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(NoSubscriber::default()));
    tracing::subscriber::set_default(subscriber)
}

/// The texts of an error and of its sources.
pub fn error_chain(error: &Error) -> Vec<String> {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect()
}

/// Asserts that an error text contains this phrase. Tests do not depend on whole texts.
#[track_caller]
pub fn assert_contains(text: impl fmt::Display, phrase: &str) {
    let text = text.to_string();
    assert!(text.contains(phrase), "{text:?} does not contain {phrase:?}");
}

/// A response that closes its connection, so that each attempt gets its own script.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len().to_string();
    let mut bytes = head(status, &[headers, &[("content-length", &length), ("connection", "close")]].concat());
    bytes.extend_from_slice(body);
    bytes
}

/// The head of a response with exactly these headers.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

/// A script that sends one response.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Script {
    vec![Step::Send(response(status, headers, body))]
}

/// The body of a chat completion.
pub const COMPLETION: &str = r#"{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}"#;

/// A script that sends one chat completion.
pub fn success() -> Script {
    reply(200, &[], COMPLETION)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, scripts: Arc<Mutex<Vec<Script>>>, record: Arc<Mutex<Record>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = lock(&record).connections;
        lock(&record).connections += 1;
        let script = script_of(&lock(&scripts), connection);
        tokio::spawn(run_script(stream, script, Arc::clone(&record)));
    }
}

fn script_of(scripts: &[Script], connection: usize) -> Script {
    scripts.get(connection).or(scripts.last()).cloned().unwrap_or_default()
}

async fn run_script(mut stream: TcpStream, script: Script, record: Arc<Mutex<Record>>) {
    if read_request(&mut stream, &record).await.is_none() {
        return;
    }
    for step in script {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Wait(time) => tokio::time::sleep(time).await,
            Step::Read => {
                if read_request(&mut stream, &record).await.is_none() {
                    return;
                }
            }
            Step::Reset => return stream.set_zero_linger().unwrap(),
            Step::Stall => {
                // Until the client closes the connection.
                while stream.read(&mut [0; 512]).await.is_ok_and(|read| read > 0) {}
            }
            Step::Trickle(bytes, wait) => {
                while stream.write_all(&bytes).await.is_ok() {
                    tokio::time::sleep(wait).await;
                }
            }
            Step::Repeat(bytes) => {
                let mut sent = 0;
                while stream.write_all(&bytes).await.is_ok() {
                    sent += bytes.len();
                }
                lock(&record).repeated = Some(sent);
            }
        }
    }
}

/// Reads and records one request; `None` if the client closes the connection.
async fn read_request(stream: &mut TcpStream, record: &Mutex<Record>) -> Option<()> {
    let mut bytes = Vec::new();
    let head_length = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8(bytes[..head_length].to_vec()).unwrap();
    let mut received = Received { head, body: bytes.split_off(head_length) };
    let length: usize = received.header("content-length").map_or(0, |length| length.parse().unwrap());
    while received.body.len() < length {
        if stream.read_buf(&mut received.body).await.ok()? == 0 {
            return None;
        }
    }
    lock(record).requests.push(received);
    Some(())
}
