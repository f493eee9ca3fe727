//! A server that does wrong, as a script says: raw bytes, waits, resets, ends.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use azure_inference::{Client, ClientBuilder, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing::{Dispatch, Subscriber};

/// One thing that the server does on a connection. At the end of its script it closes the connection.
#[derive(Clone, Debug)]
pub enum Act {
    Send(Vec<u8>),
    Wait(Duration),
    /// Reads one more request on the same connection.
    Read,
    /// Ends the connection as a crash does, with a reset.
    Reset,
    /// Says nothing more and keeps the connection open.
    Stall,
    /// Sends this again and again until the client is gone.
    Repeat(Vec<u8>),
    /// The same with a wait after each.
    Trickle(Vec<u8>, Duration),
}

/// What the server does on one connection, once it has read a request.
pub type Script = Vec<Act>;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub head: String,
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header, by its name in small letters.
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
    /// Bytes sent by [`Act::Repeat`], once the client was gone.
    repeated: Option<usize>,
}

/// A server on loopback; the script of connection n is the nth, the last one holds for all further ones.
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

    /// Begins anew with other scripts.
    pub fn play(&self, scripts: impl IntoIterator<Item = Script>) {
        *lock(&self.scripts) = scripts.into_iter().collect();
        *lock(&self.record) = Record::default();
    }

    /// A builder of a client that waits next to nothing between its tries.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).api_key(KEY).model("m").no_proxy().retry(quick())
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

    /// How many bytes [`Act::Repeat`] could send; waits until the client is gone.
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

/// The key of the clients of a [`FaultServer`].
pub const KEY: &str = "canary-key-0123456789";

/// The usual policy with waits of a millisecond.
pub fn quick() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1))
}

/// Fails instead of hanging.
pub async fn within_seconds<T>(seconds: u64, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(seconds), work).await.expect("it hangs")
}

/// Gives a subscriber all that this thread traces.
pub fn listen(subscriber: impl Subscriber + Send + Sync) -> DefaultGuard {
    // While there is one subscriber alone, `tracing` takes the word of whatever thread comes first for all threads.
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(NoSubscriber::default()));
    tracing::subscriber::set_default(subscriber)
}

/// The error with its causes.
pub fn chain(error: &Error) -> Vec<String> {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect()
}

/// A response that ends its connection, so that each try has a script of its own.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len().to_string();
    let mut bytes = head(status, &[headers, &[("content-length", &length), ("connection", "close")]].concat());
    bytes.extend_from_slice(body);
    bytes
}

/// The head of a response, with these headers alone.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

/// A script of one response.
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Script {
    vec![Act::Send(response(status, headers, body))]
}

/// The body of an answer.
pub const ANSWER: &str = r#"{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}"#;

/// A script of one good answer.
pub fn answer() -> Script {
    reply(200, &[], ANSWER)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, scripts: Arc<Mutex<Vec<Script>>>, record: Arc<Mutex<Record>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = lock(&record).connections;
        lock(&record).connections += 1;
        let script = script_of(&lock(&scripts), connection);
        tokio::spawn(play(stream, script, Arc::clone(&record)));
    }
}

fn script_of(scripts: &[Script], connection: usize) -> Script {
    scripts.get(connection).or(scripts.last()).cloned().unwrap_or_default()
}

async fn play(mut stream: TcpStream, script: Script, record: Arc<Mutex<Record>>) {
    if read_request(&mut stream, &record).await.is_none() {
        return;
    }
    for act in script {
        match act {
            Act::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Act::Wait(time) => tokio::time::sleep(time).await,
            Act::Read => {
                if read_request(&mut stream, &record).await.is_none() {
                    return;
                }
            }
            Act::Reset => return stream.set_zero_linger().unwrap(),
            Act::Stall => {
                // Until the client goes.
                while stream.read(&mut [0; 512]).await.is_ok_and(|read| read > 0) {}
            }
            Act::Trickle(bytes, wait) => {
                while stream.write_all(&bytes).await.is_ok() {
                    tokio::time::sleep(wait).await;
                }
            }
            Act::Repeat(bytes) => {
                let mut sent = 0;
                while stream.write_all(&bytes).await.is_ok() {
                    sent += bytes.len();
                }
                lock(&record).repeated = Some(sent);
            }
        }
    }
}

/// Reads one request and keeps it; nothing if the client ends the connection.
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
