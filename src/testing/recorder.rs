//! Hears what a client and a real service say to each other.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::Bytes;
use http::StatusCode;
use httpmock::MockServer;

use super::lock;
use super::recording::{Recording, forwarded};
use super::reply::Reply;
use super::request::ReceivedRequest;
use crate::Client;
use crate::client::ClientBuilder;
use crate::connect::Connect;
use crate::credential::Mask;
use crate::endpoint::Endpoint;
use crate::error::{Error, Result};

/// Stands between a client and a real service, passes on what they say, and keeps it for
/// [`MockService::replay`](super::MockService::replay).
///
/// What it writes has no headers of requests, of the answers' headers only those that a client goes by, and `***` for the
/// key or token of a request, the endpoint's host and the resource's name wherever they stand. Prompts and answers are
/// kept as they are: look at the file before you commit it, and [`hide`](Self::hide) what else is nobody's business.
///
/// ```no_run
/// # async fn agent(_: &azure_inference::Client) -> azure_inference::Result<String> { Ok(String::new()) }
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use azure_inference::testing::{MockService, Recorder};
///
/// // Once, with a key:
/// let recorder = Recorder::start("https://my-resource.openai.azure.com/openai/v1").await?;
/// let key = std::env::var("AZURE_INFERENCE_CREDENTIAL")?;
/// agent(&recorder.client_builder().api_key(key).model("mistral-large-2407").build()?).await?;
/// recorder.save("tests/flights.json")?;
///
/// // Ever after, in a test:
/// let service = MockService::replay("tests/flights.json").await?;
/// let text = agent(&service.client_builder().model("mistral-large-2407").build()?).await?;
/// assert!(text.contains("10:30"));
/// # Ok(())
/// # }
/// ```
pub struct Recorder {
    server: MockServer,
    endpoint: Arc<Endpoint>,
    heard: Arc<Mutex<Heard>>,
}

struct Heard {
    recording: Recording,
    mask: Mask,
}

impl Recorder {
    /// Starts one before the endpoint at `url`, on loopback; it ends when it is dropped.
    ///
    /// # Errors
    ///
    /// If the URL is no endpoint.
    pub async fn start(url: &str) -> Result<Self> {
        let endpoint = Arc::new(Endpoint::parse(url, None)?);
        let heard = Heard { recording: Recording::new(endpoint.kind), mask: names(&endpoint) };
        let recorder = Self { server: MockServer::start_async().await, endpoint, heard: Arc::new(Mutex::new(heard)) };
        recorder.listen();
        Ok(recorder)
    }

    fn listen(&self) {
        let (endpoint, heard) = (Arc::clone(&self.endpoint), Arc::clone(&self.heard));
        self.server.mock(|when, then| {
            when.any_request();
            then.respond_with(move |request| {
                let request = ReceivedRequest::new(request);
                pass_on(&endpoint, &heard, &request).give(&request)
            });
        });
    }

    /// Begins a client that is heard: of the endpoint's kind, and without a credential yet.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder(self.server.base_url()).endpoint_kind(self.endpoint.kind);
        match &self.endpoint.api_version {
            Some(version) => builder.api_version(version),
            None => builder,
        }
    }

    /// Writes `***` for this text too, from now on; texts of less than 6 bytes are found everywhere, and stay.
    pub fn hide(&self, text: &str) -> &Self {
        lock(&self.heard).mask.hide(text.as_bytes());
        self
    }

    /// Writes what was said so far, as JSON.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        lock(&self.heard).recording.save(path.as_ref())
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// The host and the resource's name in it, and the values of what stands in the query.
fn names(endpoint: &Endpoint) -> Mask {
    let mut mask = Mask::default();
    let base: Option<http::Uri> = endpoint.base.parse().ok();
    let host = base.as_ref().and_then(http::Uri::host).unwrap_or_default();
    mask.hide(host.as_bytes());
    let is_name = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    mask.hide(host.split('.').next().filter(|_| is_name).unwrap_or_default().as_bytes());
    endpoint.query.iter().for_each(|(_, value)| mask.hide(value.as_bytes()));
    mask
}

/// Called on the mock's own thread, which is inside a runtime already.
fn pass_on(endpoint: &Endpoint, heard: &Mutex<Heard>, request: &ReceivedRequest) -> Reply {
    let sent = thread::scope(|scope| {
        let sent = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|error| Error::input("runtime", error.to_string()))?.block_on(send(endpoint, request))
        });
        sent.join().unwrap_or_else(|_| Err(Error::input("request", "it can't be passed on")))
    });
    let mut heard = lock(heard);
    match sent {
        Ok(reply) => {
            heard.hear(request, &reply);
            reply
        }
        // Not the service's word, so it is not kept.
        Err(error) => Reply::error(StatusCode::BAD_GATEWAY, "NotPassedOn", &error.to_string()),
    }
}

async fn send(endpoint: &Endpoint, request: &ReceivedRequest) -> Result<Reply> {
    let http = Connect::default().client(endpoint, None)?;
    let method = request.method().parse().map_err(|_| Error::input("method", "it is none"))?;
    let failed =
        |error: reqwest::Error| Error::input("endpoint", "it can't be reached").with_source(error.without_url());
    let url = format!("{}{}?{}", endpoint.base, request.path(), request.query());
    let builder = http.request(method, url.trim_end_matches('?')).query(&endpoint.query);
    let builder = builder.headers(forwarded(request.headers())).body(request.body().to_vec());
    let response = builder.send().await.map_err(failed)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut reply = Reply::bytes(response.bytes().await.map_err(failed)?).with_status(status);
    for (name, value) in
        headers.iter().filter(|(name, _)| !["transfer-encoding", "content-length"].contains(&name.as_str()))
    {
        reply = reply.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
    }
    Ok(reply)
}

impl Heard {
    fn hear(&mut self, request: &ReceivedRequest, reply: &Reply) {
        let mut headers = request.headers().clone();
        // What came over the wire lost its marks.
        headers.values_mut().for_each(|value| value.set_sensitive(true));
        self.mask.add(&headers);
        let body = |bytes: &[u8]| self.mask.body(Bytes::copy_from_slice(bytes));
        let masked = Reply::bytes(body(&reply.body)).with_status(reply.status);
        let headers = reply.headers.iter();
        let masked = headers.fold(masked, |masked, (name, value)| {
            masked.header(name, String::from_utf8_lossy(&body(value.as_bytes())))
        });
        self.recording.add(request.method(), request.path(), &body(request.body()), &masked);
    }
}
