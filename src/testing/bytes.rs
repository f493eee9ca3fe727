//! A server that sends bytes, for failures that the mock can't simulate: broken, stalled and reset connections.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::lock;
use super::response::Translator;
use crate::Client;

/// A server on loopback that plays one [`Script`] for each request, in order. The last script is repeated.
///
/// Dropping it stops the server.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use azure_inference::testing::{ByteServer, Script};
///
/// let server = ByteServer::start(vec![Script::stream().text("About ").text("7,000").cut()]).await;
/// let mut stream = server.client().chat().user("How many languages?").stream().await?;
/// assert_eq!(stream.next().await.unwrap()?.text(), "About ");
/// assert_eq!(stream.next().await.unwrap()?.text(), "7,000");
/// let error = stream.next().await.unwrap().unwrap_err();
/// assert_eq!(error.partial_response().unwrap().text(), "About 7,000");
/// # Ok(())
/// # }
/// ```
pub struct ByteServer {
    address: SocketAddr,
    state: Arc<State>,
    /// Aborted with the server.
    _tasks: JoinSet<()>,
}

struct State {
    scripts: Mutex<VecDeque<Script>>,
    requests: Mutex<Vec<Value>>,
    closed: watch::Sender<usize>,
}

impl ByteServer {
    /// Starts a server on a free port.
    ///
    /// # Panics
    ///
    /// If there are no scripts, or no port is free.
    pub async fn start(scripts: Vec<Script>) -> Self {
        assert!(!scripts.is_empty(), "a server plays at least one script");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(State {
            scripts: Mutex::new(scripts.into()),
            requests: Mutex::default(),
            closed: watch::Sender::new(0),
        });
        let mut tasks = JoinSet::new();
        let shared = Arc::clone(&state);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                while connections.try_join_next().is_some() {}
                let state = Arc::clone(&shared);
                // An error is of the connection, which the client closes in some tests.
                connections.spawn(async move { serve(stream, &state).await });
            }
        });
        Self { address, state, _tasks: tasks }
    }

    /// Returns a client of the server, with the key `test-key`.
    pub fn client(&self) -> Client {
        let client = Client::builder(self.url()).api_key("test-key").build();
        client.expect("a loopback URL is an endpoint")
    }

    /// Returns the URL of the endpoint. Its kind is [`EndpointKind::Other`](crate::EndpointKind::Other).
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the bodies of the received requests; null for a body that is not JSON.
    pub fn requests(&self) -> Vec<Value> {
        lock(&self.state.requests).clone()
    }

    /// Waits until clients have closed this number of connections before the end of the script.
    pub async fn closed_by_client(&self, count: usize) {
        let mut closed = self.state.closed.subscribe();
        // This can't fail: the server owns the sender.
        let _ = closed.wait_for(|closed| *closed >= count).await;
    }
}

impl fmt::Debug for ByteServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteServer").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// Responds to requests until a script or the client closes the connection.
async fn serve(stream: TcpStream, state: &State) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some((is_responses, body)) = read_request(&mut stream).await? {
        lock(&state.requests).push(serde_json::from_slice(&body).unwrap_or_default());
        let script = {
            let mut scripts = lock(&state.scripts);
            if scripts.len() > 1 { scripts.pop_front() } else { scripts.front().cloned() }
        };
        let mut translator = is_responses.then(Translator::default);
        if !script.unwrap_or_default().play(&mut stream, state, &mut translator).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads a request. Returns whether it was sent to the Responses API, and its body; `None` if the connection is closed.
async fn read_request(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<(bool, Vec<u8>)>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).await? == 0 {
            return Ok(None);
        }
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or_default()];
    stream.read_exact(&mut body).await?;
    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
    Ok(Some((path.ends_with("/responses"), body)))
}

/// The response of a [`ByteServer`] to one request, step by step.
///
/// A script that starts with [`stream`](Self::stream) sends each step as one HTTP chunk, usually in one packet. It must end
/// with [`done`](Self::done), [`end`](Self::end), [`cut`](Self::cut), [`reset`](Self::reset) or [`stall`](Self::stall).
#[derive(Clone, Debug, Default)]
pub struct Script {
    steps: Vec<Step>,
    is_stream: bool,
}

#[derive(Clone, Debug)]
enum Step {
    /// Sends the bytes.
    Raw(Vec<u8>),
    /// Sends the bytes as an HTTP chunk.
    Chunk(Vec<u8>),
    Wait(Duration),
    Stall,
    Cut,
    Reset,
}

const STREAM_HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: byte-server\r\ntransfer-encoding: chunked\r\n\r\n";

impl Script {
    /// Starts an event stream with status 200.
    pub fn stream() -> Self {
        Self { steps: vec![Step::Raw(STREAM_HEAD.into())], is_stream: true }
    }

    /// Sends a text delta.
    pub fn text(self, text: &str) -> Self {
        self.delta(json!({"content": text}))
    }

    /// Sends a tool call in two deltas, each with half of the arguments.
    pub fn tool_call(self, index: usize, id: &str, name: &str, arguments: &str) -> Self {
        let half = (0..=arguments.len() / 2).rev().find(|at| arguments.is_char_boundary(*at)).unwrap_or_default();
        let (first, second) = arguments.split_at(half);
        let function = json!({"name": name, "arguments": first});
        self.delta(json!({"tool_calls": [{"index": index, "id": id, "type": "function", "function": function}]}))
            .delta(json!({"tool_calls": [{"index": index, "function": {"arguments": second}}]}))
    }

    /// Sends a chunk with this delta for the first choice.
    pub fn delta(self, delta: Value) -> Self {
        self.event(chunk(json!([{"index": 0, "delta": delta, "finish_reason": null}])))
    }

    /// Sends the finish reason of the first choice.
    pub fn finish(self, reason: &str) -> Self {
        self.event(chunk(json!([{"index": 0, "delta": {}, "finish_reason": reason}])))
    }

    /// Sends the usage.
    pub fn usage(self, prompt_tokens: i64, completion_tokens: i64) -> Self {
        let mut usage = chunk(json!([]));
        let total_tokens = prompt_tokens + completion_tokens;
        usage["usage"] = json!({
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": total_tokens,
        });
        self.event(usage)
    }

    /// Sends `[DONE]` and ends the stream.
    pub fn done(self) -> Self {
        self.event("[DONE]").end()
    }

    /// Ends the response body. The connection stays open for another request.
    pub fn end(self) -> Self {
        if self.is_stream { self.step(Step::Raw(b"0\r\n\r\n".to_vec())) } else { self }
    }

    /// Closes the connection before the end of the response.
    pub fn cut(self) -> Self {
        self.step(Step::Cut)
    }

    /// Resets the connection.
    pub fn reset(self) -> Self {
        self.step(Step::Reset)
    }

    /// Sends nothing more until the client closes the connection.
    pub fn stall(self) -> Self {
        self.step(Step::Stall)
    }

    /// Waits before the next step.
    pub fn wait(self, wait: Duration) -> Self {
        self.step(Step::Wait(wait))
    }

    /// Sends each text as a text delta, with a delay after it.
    pub fn drip(self, texts: &[&str], wait: Duration) -> Self {
        texts.iter().fold(self, |script, text| script.text(text).wait(wait))
    }

    /// Sends an error event within the stream.
    pub fn error(self, code: &str, message: &str) -> Self {
        self.event(json!({"error": {"code": code, "message": message}}))
    }

    /// Sends an event with this data.
    pub fn event(self, data: impl fmt::Display) -> Self {
        self.bytes(format!("data: {data}\n\n"))
    }

    /// Sends an event of the Responses API: `data` with `name` as its type, which is also the type of the event.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::Api;
    /// use azure_inference::testing::{ByteServer, Script};
    /// use serde_json::json;
    ///
    /// let script = Script::stream().response_event("response.output_text.delta", json!({"delta": "Hi"})).cut();
    /// let server = ByteServer::start(vec![script]).await;
    /// let mut stream = server.client().chat().user("Hello!").api(Api::Responses).stream().await?;
    /// assert_eq!(stream.next().await.unwrap()?.text(), "Hi");
    /// assert!(stream.next().await.unwrap().unwrap_err().is_truncated());
    /// # Ok(())
    /// # }
    /// ```
    pub fn response_event(self, name: &str, mut data: Value) -> Self {
        data["type"] = name.into();
        self.bytes(format!("event: {name}\ndata: {data}\n\n"))
    }

    /// Sends a complete response with this status and body.
    pub fn response(status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status} Scripted\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n");
        Self::raw().bytes([head.as_bytes(), body].concat())
    }

    /// Starts an empty script: [`bytes`](Self::bytes) sends the whole response, including its head.
    pub fn raw() -> Self {
        Self::default()
    }

    /// Sends bytes. In a stream they are one HTTP chunk.
    pub fn bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let step = if self.is_stream { Step::Chunk(bytes) } else { Step::Raw(bytes) };
        self.step(step)
    }

    /// Sends bytes in pieces of this size, each in its own packet.
    ///
    /// # Panics
    ///
    /// If `size` is 0.
    pub fn pieces(self, bytes: impl AsRef<[u8]>, size: usize) -> Self {
        bytes.as_ref().chunks(size).fold(self, |script, piece| script.bytes(piece))
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Plays the script. Returns whether the connection stays open.
    async fn play(
        &self,
        stream: &mut BufReader<TcpStream>,
        state: &State,
        translator: &mut Option<Translator>,
    ) -> std::io::Result<bool> {
        let mut ignored = [0; 1];
        for step in &self.steps {
            let sent = match step {
                Step::Raw(bytes) => stream.write_all(bytes).await,
                Step::Chunk(bytes) => {
                    let translated = translator.as_mut().and_then(|translator| translator.translate(bytes));
                    let bytes = translated.as_ref().unwrap_or(bytes);
                    if bytes.is_empty() {
                        continue;
                    }
                    let head = format!("{:x}\r\n", bytes.len());
                    stream.write_all(&[head.as_bytes(), bytes, b"\r\n"].concat()).await
                }
                Step::Wait(wait) => {
                    tokio::select! {
                        () = tokio::time::sleep(*wait) => Ok(()),
                        // Only a close can arrive now, because the client does not pipeline requests.
                        _ = stream.read(&mut ignored) => Err(std::io::ErrorKind::BrokenPipe.into()),
                    }
                }
                Step::Stall => {
                    let _ = stream.read(&mut ignored).await;
                    Err(std::io::ErrorKind::BrokenPipe.into())
                }
                Step::Cut => return Ok(false),
                Step::Reset => {
                    stream.get_ref().set_zero_linger()?;
                    return Ok(false);
                }
            };
            if sent.is_err() {
                state.closed.send_modify(|closed| *closed += 1);
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Returns a chunk with these choices.
fn chunk(choices: Value) -> Value {
    json!({
        "id": "chatcmpl-bytes",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "byte-model",
        "choices": choices,
    })
}
