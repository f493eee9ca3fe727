//! Records the requests and responses of a real service.

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
use crate::error::{Error, Result};
use crate::transport::connect::Connect;
use crate::transport::credential::Mask;
use crate::transport::endpoint::Endpoint;

/// A proxy that records the requests to a real service and its responses, for
/// [`MockService::replay`](super::MockService::replay).
///
/// A recording has no request headers, and only the response headers that the client reads. It has `***` in place of the key
/// or token, the host of the endpoint and the name of the resource. Prompts and completions are not changed: review the file
/// before you commit it, and [`redact`](Self::redact) other private texts.
///
/// ```no_run
/// # async fn agent(_: &azure_inference::Client) -> azure_inference::Result<String> { Ok(String::new()) }
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use azure_inference::testing::{MockService, Recorder};
///
/// // Record once, with a key:
/// let recorder = Recorder::start("https://my-resource.openai.azure.com/openai/v1").await?;
/// let key = std::env::var("AZURE_INFERENCE_CREDENTIAL")?;
/// agent(&recorder.client_builder().api_key(key).model("mistral-large-2407").build()?).await?;
/// recorder.save("tests/flights.json")?;
///
/// // Replay in a test:
/// let service = MockService::replay("tests/flights.json").await?;
/// let text = agent(&service.client_builder().model("mistral-large-2407").build()?).await?;
/// assert!(text.contains("10:30"));
/// # Ok(())
/// # }
/// ```
pub struct Recorder {
    server: MockServer,
    endpoint: Arc<Endpoint>,
    recorded: Arc<Mutex<Recorded>>,
}

struct Recorded {
    recording: Recording,
    mask: Mask,
}

impl Recorder {
    /// Starts a recorder on loopback for the endpoint at `url`. Dropping it stops the recorder.
    ///
    /// # Errors
    ///
    /// If the URL is not an endpoint.
    pub async fn start(url: &str) -> Result<Self> {
        let endpoint = Arc::new(Endpoint::parse(url, None)?);
        let recorded = Recorded { recording: Recording::new(endpoint.kind), mask: mask_of(&endpoint) };
        let server = MockServer::start_async().await;
        let recorder = Self { server, endpoint, recorded: Arc::new(Mutex::new(recorded)) };
        let (endpoint, recorded) = (Arc::clone(&recorder.endpoint), Arc::clone(&recorder.recorded));
        recorder.server.mock(|when, then| {
            when.any_request();
            then.respond_with(move |request| {
                let request = ReceivedRequest::new(request);
                forward(&endpoint, &recorded, &request).respond(&request)
            });
        });
        Ok(recorder)
    }

    /// Returns a builder for a client of the recorder, with the kind of the endpoint and without a credential.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder(self.server.base_url()).endpoint_kind(self.endpoint.kind);
        match &self.endpoint.api_version {
            Some(version) => builder.api_version(version),
            None => builder,
        }
    }

    /// Replaces this text with `***` in later requests and responses. Texts of less than 6 bytes are not replaced.
    pub fn redact(&self, text: &str) -> &Self {
        lock(&self.recorded).mask.redact(text.as_bytes());
        self
    }

    /// Writes the recording as JSON.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        lock(&self.recorded).recording.save(path.as_ref())
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// Masks the host of the endpoint, the name of the resource, and the values in the query of the URL.
fn mask_of(endpoint: &Endpoint) -> Mask {
    let mut mask = Mask::default();
    let base: Option<http::Uri> = endpoint.base.parse().ok();
    let host = base.as_ref().and_then(http::Uri::host).unwrap_or_default();
    mask.redact(host.as_bytes());
    let is_name = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    mask.redact(host.split('.').next().filter(|_| is_name).unwrap_or_default().as_bytes());
    mask.add_query(&endpoint.query);
    mask
}

/// Runs on the thread of the mock, which already has a runtime.
fn forward(endpoint: &Endpoint, recorded: &Mutex<Recorded>, request: &ReceivedRequest) -> Reply {
    let sent = thread::scope(|scope| {
        let sent = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|error| Error::input("runtime", error.to_string()))?.block_on(send(endpoint, request))
        });
        sent.join().unwrap_or_else(|_| Err(Error::input("request", "it can't be forwarded")))
    });
    match sent {
        Ok(reply) => {
            lock(recorded).add(request, &reply);
            reply
        }
        // This is not a response of the service, so it is not recorded.
        Err(error) => Reply::error(StatusCode::BAD_GATEWAY, "NotPassedOn", &error.to_string()),
    }
}

async fn send(endpoint: &Endpoint, request: &ReceivedRequest) -> Result<Reply> {
    let http = Connect::default().client(endpoint, None)?;
    let method = request.method().parse().map_err(|_| Error::input("method", "it is not an HTTP method"))?;
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

impl Recorded {
    fn add(&mut self, request: &ReceivedRequest, reply: &Reply) {
        let mut headers = request.headers().clone();
        // Received headers are not marked as sensitive.
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
