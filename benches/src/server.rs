//! The server. It runs in a separate process, so that its CPU time is not measured.

use std::cell::OnceCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use crate::forms;
use crate::wire::{self, Chunks, Framing};

/// The argument that makes a program the server.
pub const SERVE: &str = "--serve";

/// A server on loopback. Dropping it stops the server.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub fn start() -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut child = Command::new(program)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line).expect("the server prints its port");
        Self { child, port: line.trim().parse().expect("a port") }
    }

    /// Returns the URL of a small completion.
    pub fn completions(&self) -> String {
        format!("http://127.0.0.1:{}/completion", self.port)
    }

    /// Returns the URL of vectors in `base64` or `json`.
    pub fn vectors(&self, form: &str) -> String {
        format!("http://127.0.0.1:{}/vectors/{form}", self.port)
    }

    /// Returns the URL of a completion with this number of bytes of text.
    pub fn text(&self, size: usize) -> String {
        format!("http://127.0.0.1:{}/text/{size}", self.port)
    }

    /// Returns the URL of a stream of chunks of this size.
    pub fn sized(&self, size: usize, count: usize) -> String {
        format!("http://127.0.0.1:{}/sized/{size}/{count}", self.port)
    }

    /// Returns the URL of a stream of chunks of a form.
    pub fn form(&self, form: usize, count: usize) -> String {
        format!("http://127.0.0.1:{}/form/{form}/{count}", self.port)
    }

    /// Returns the URL of a stream of this number of tool calls.
    pub fn calls(&self, calls: usize) -> String {
        format!("http://127.0.0.1:{}/calls/{calls}", self.port)
    }

    /// Returns the URL of a stream of this number of chunks.
    pub fn stream(&self, chunks: Chunks, framing: Framing, count: u64) -> String {
        format!("http://127.0.0.1:{}/{}/{}/{count}", self.port, chunks.name(), framing.name())
    }

    /// Returns the URL of a stream that starts once this number of requests has been received.
    pub fn together(&self, streams: usize, count: usize) -> String {
        format!("http://127.0.0.1:{}/together/{streams}/{count}", self.port)
    }

    /// Returns the URL of a stream of the Responses API with this number of deltas.
    pub fn responses(&self, framing: Framing, count: u64) -> String {
        format!("http://127.0.0.1:{}/responses/{}/{count}", self.port, framing.name())
    }

    /// Returns the URL of a stream that sends one chunk per second and never ends.
    pub fn idle(&self) -> String {
        format!("http://127.0.0.1:{}/idle", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until the standard input closes, which is when the parent process ends.
pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    println!("{}", listener.local_addr().expect("it is bound").port());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Closing the connection ends the thread with an error.
            let thread = thread::Builder::new().stack_size(256 << 10).spawn(move || drop(serve_connection(stream)));
            thread.expect("a thread starts");
        }
    });
    let _ = std::io::stdin().read(&mut [0]);
}

fn serve_connection(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(&stream);
    let (in_base64, in_json) = (OnceCell::new(), OnceCell::new());
    while let Some(path) = read_request(&mut reader)? {
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        match steps[..] {
            ["completion", ..] => response(&stream, wire::COMPLETION)?,
            ["vectors", "base64", ..] => response(&stream, in_base64.get_or_init(wire::vectors_in_base64))?,
            ["vectors", ..] => response(&stream, in_json.get_or_init(wire::vectors_in_json))?,
            ["text", size, ..] => response(&stream, &wire::text(number(size)))?,
            ["sized", size, count, ..] => {
                push_chunks(&stream, &[wire::sized(number(size))], Framing::Coalesced, number(count))?;
            }
            ["form", form, count, ..] => {
                let chunks = (0..number(count)).map(|chunk| forms::chunk(number(form), chunk));
                // Before the first is sent, so that the client does not wait for the next one.
                let events: Vec<_> = chunks.map(|chunk| format!("data: {chunk}\n\n").into_bytes()).collect();
                push(&stream, events.into_iter().chain([wire::END.to_vec()]), Framing::Coalesced)?;
            }
            ["calls", calls, ..] => {
                let events = wire::calls(number(calls));
                push_chunks(&stream, &events, Framing::Framed, events.len())?;
            }
            ["idle", ..] => drip(&stream)?,
            ["together", streams, count, ..] => {
                GATE.pass(number(streams));
                push_chunks(&stream, &Chunks::Plain.events(), Framing::Framed, number(count))?;
            }
            ["responses", framing, count, ..] => {
                push(&stream, wire::response_events(number(count)), Framing::of(framing))?;
            }
            [chunks, framing, count, ..] => {
                let chunks = if chunks == "azure" { Chunks::Azure } else { Chunks::Plain };
                push_chunks(&stream, &chunks.events(), Framing::of(framing), number(count))?;
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// Lets requests pass in groups.
struct Gate {
    /// The number of requests that have arrived.
    arrived: Mutex<usize>,
    changed: Condvar,
}

static GATE: Gate = Gate { arrived: Mutex::new(0), changed: Condvar::new() };

impl Gate {
    /// Waits until the group is complete. A group that lost a connection passes after a timeout.
    fn pass(&self, group: usize) {
        let mut arrived = self.arrived.lock().expect("no thread panics");
        let last = *arrived - *arrived % group + group;
        *arrived += 1;
        if *arrived == last {
            self.changed.notify_all();
        }
        let is_waiting = |arrived: &mut usize| *arrived < last;
        drop(self.changed.wait_timeout_while(arrived, Duration::from_secs(60), is_waiting));
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

/// Reads the next request and returns its path.
fn read_request(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<String>> {
    let (mut path, mut length, mut line) = (None, 0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let head = line.trim_end();
        if path.is_none() {
            path = head.split(' ').nth(1).map(str::to_owned);
        } else if head.is_empty() {
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            return Ok(path);
        } else if let Some((name, value)) = head.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a number");
        }
    }
}

fn response(mut stream: &TcpStream, body: &str) -> std::io::Result<()> {
    let (length, headers) = (body.len(), wire::HEADERS);
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n");
    stream.write_all((head + body).as_bytes())
}

const STREAM_HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n";

/// Sends this number of events, in a cycle, and the end of the stream.
fn push_chunks(stream: &TcpStream, events: &[Vec<u8>], framing: Framing, count: usize) -> std::io::Result<()> {
    let events = events.iter().map(Vec::as_slice).cycle().take(count);
    push(stream, events.chain([wire::END]), framing)
}

/// Sends events without a delay.
fn push(
    stream: &TcpStream,
    events: impl IntoIterator<Item = impl AsRef<[u8]>>,
    framing: Framing,
) -> std::io::Result<()> {
    let mut out = Out { stream, framing, body: Vec::new(), ready: Vec::new() };
    out.ready.extend_from_slice(format!("{STREAM_HEAD}{}\r\n", wire::HEADERS).as_bytes());
    for event in events {
        out.event(event.as_ref())?;
    }
    out.end()
}

/// Sends 20 chunks, then one per second.
fn drip(mut stream: &TcpStream) -> std::io::Result<()> {
    stream.write_all(format!("{STREAM_HEAD}{}\r\n", wire::HEADERS).as_bytes())?;
    for (number, event) in Chunks::Plain.events().iter().cycle().enumerate() {
        if number >= 20 {
            thread::sleep(Duration::from_secs(1));
        }
        stream.write_all(&[format!("{:x}\r\n", event.len()).as_bytes(), event, b"\r\n"].concat())?;
    }
    Ok(())
}

/// Collects events into HTTP chunks, and HTTP chunks into writes of 16 KiB.
struct Out<'a> {
    stream: &'a TcpStream,
    framing: Framing,
    /// The body of the HTTP chunk that is not full yet.
    body: Vec<u8>,
    ready: Vec<u8>,
}

impl Out<'_> {
    fn event(&mut self, event: &[u8]) -> std::io::Result<()> {
        match self.framing {
            Framing::Framed => self.chunk(event)?,
            Framing::Coalesced => {
                let mut event = event;
                while self.body.len() + event.len() >= wire::COALESCED {
                    let (now, later) = event.split_at(wire::COALESCED - self.body.len());
                    self.body.extend_from_slice(now);
                    event = later;
                    self.full()?;
                }
                self.body.extend_from_slice(event);
            }
        }
        Ok(())
    }

    fn full(&mut self) -> std::io::Result<()> {
        let body = std::mem::take(&mut self.body);
        self.chunk(&body)?;
        self.body = body;
        self.body.clear();
        Ok(())
    }

    fn chunk(&mut self, body: &[u8]) -> std::io::Result<()> {
        write!(self.ready, "{:x}\r\n", body.len())?;
        self.ready.extend_from_slice(body);
        self.ready.extend_from_slice(b"\r\n");
        if self.ready.len() >= wire::COALESCED { self.flush() } else { Ok(()) }
    }

    fn end(&mut self) -> std::io::Result<()> {
        if !self.body.is_empty() {
            self.full()?;
        }
        self.ready.extend_from_slice(b"0\r\n\r\n");
        self.flush()
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.write_all(&self.ready)?;
        self.ready.clear();
        Ok(())
    }
}
