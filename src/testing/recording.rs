//! Records the requests and responses of a real service, and replays them.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::Bytes;
use http::{StatusCode, Uri};
use httpmock::MockServer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reply::{Body, Reply};
use super::request::ReceivedRequest;
use super::{lock, respond_with};
use crate::Client;
use crate::client::ClientBuilder;
use crate::error::{Error, Result};
use crate::transport::connect::Connect;
use crate::transport::credential::Mask;
use crate::transport::endpoint::{Endpoint, EndpointKind};

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
    recording: Arc<Mutex<Recording>>,
}

impl Recorder {
    /// Starts a recorder on loopback for the endpoint at `url`. Dropping it stops the recorder.
    ///
    /// # Errors
    ///
    /// If the URL is not an endpoint.
    pub async fn start(url: &str) -> Result<Self> {
        let endpoint = Arc::new(Endpoint::parse(url, None)?);
        let recording = Arc::new(Mutex::new(Recording::new(&endpoint)));
        let server = MockServer::start_async().await;
        let (forwarded_to, recorded) = (Arc::clone(&endpoint), Arc::clone(&recording));
        respond_with(&server, move |request| match forward(&forwarded_to, request) {
            Ok(reply) => {
                lock(&recorded).add(request, &reply);
                reply
            }
            // This is not a response of the service, so it is not recorded.
            Err(error) => Reply::error(StatusCode::BAD_GATEWAY, "NotPassedOn", &error.to_string()),
        });
        Ok(Self { server, endpoint, recording })
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
        lock(&self.recording).mask.redact(text.as_bytes());
        self
    }

    /// Writes the recording as JSON.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        lock(&self.recording).save(path.as_ref())
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// Sends a request to the service. Runs on the thread of the mock, which already has a runtime.
fn forward(endpoint: &Endpoint, request: &ReceivedRequest) -> Result<Reply> {
    let sent = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| Error::input("runtime", error.to_string()))?.block_on(send(endpoint, request))
    };
    let sent = thread::scope(|scope| scope.spawn(sent).join());
    sent.unwrap_or_else(|_| Err(Error::input("request", "it can't be forwarded")))
}

async fn send(endpoint: &Endpoint, request: &ReceivedRequest) -> Result<Reply> {
    let http = Connect::default().client(endpoint, None)?;
    let method = request.method().parse().map_err(|_| Error::input("method", "it is not an HTTP method"))?;
    let failed =
        |error: reqwest::Error| Error::input("endpoint", "it can't be reached").with_source(error.without_url());
    let url = format!("{}{}?{}", endpoint.base, request.path(), request.query());
    let mut headers = request.headers().clone();
    for name in ["host", "connection", "content-length", "transfer-encoding", "accept-encoding"] {
        headers.remove(name);
    }
    let builder = http.request(method, url.trim_end_matches('?')).query(&endpoint.query);
    let response = builder.headers(headers).body(request.body().to_vec()).send().await.map_err(failed)?;
    let (status, mut headers) = (response.status(), response.headers().clone());
    headers.remove("transfer-encoding");
    headers.remove("content-length");
    let reply = Reply::bytes(response.bytes().await.map_err(failed)?).with_status(status);
    Ok(headers
        .iter()
        .fold(reply, |reply, (name, value)| reply.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()))))
}

#[derive(Serialize, Deserialize)]
pub(super) struct Recording {
    /// The name of the variant of `EndpointKind`.
    endpoint_kind: String,
    exchanges: Vec<Exchange>,
    /// The secrets that are not recorded.
    #[serde(skip)]
    mask: Mask,
}

/// A request and its response, without secrets.
#[derive(Serialize, Deserialize)]
struct Exchange {
    method: String,
    /// Relative to the endpoint.
    path: String,
    request: Value,
    status: u16,
    headers: BTreeMap<String, String>,
    /// JSON, or the text of any other body, such as a stream.
    response: Value,
    #[serde(skip)]
    is_replayed: bool,
}

const KINDS: [EndpointKind; 6] = [
    EndpointKind::OpenAiV1,
    EndpointKind::Deployment,
    EndpointKind::FoundryModels,
    EndpointKind::Serverless,
    EndpointKind::ManagedCompute,
    EndpointKind::Other,
];

impl Recording {
    /// Starts a recording without the host of the endpoint, the name of the resource, and the values in the query of the URL.
    fn new(endpoint: &Endpoint) -> Self {
        let mut mask = Mask::default();
        let base: Option<Uri> = endpoint.base.parse().ok();
        let host = base.as_ref().and_then(Uri::host).unwrap_or_default();
        mask.redact(host.as_bytes());
        let is_name = host.contains('.') && host.parse::<IpAddr>().is_err();
        mask.redact(host.split('.').next().filter(|_| is_name).unwrap_or_default().as_bytes());
        mask.add_query(&endpoint.query);
        Self { endpoint_kind: format!("{:?}", endpoint.kind), exchanges: Vec::new(), mask }
    }

    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    fn save(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, format!("{:#}\n", serde_json::to_value(self)?))
    }

    /// Returns the endpoint kind. A kind of a later version of this crate is `Other`.
    pub(super) fn kind(&self) -> EndpointKind {
        let mut kinds = KINDS.into_iter();
        kinds.find(|kind| format!("{kind:?}") == self.endpoint_kind).unwrap_or(EndpointKind::Other)
    }

    /// Adds a request and the response of the service.
    fn add(&mut self, request: &ReceivedRequest, reply: &Reply) {
        let Body::Bytes(body) = &reply.body else { return };
        let mut headers = request.headers().clone();
        // Received headers are not marked as sensitive.
        headers.values_mut().for_each(|value| value.set_sensitive(true));
        self.mask.add(&headers);
        let masked = |bytes: &[u8]| self.mask.body(Bytes::copy_from_slice(bytes));
        let headers = reply
            .headers
            .iter()
            .filter(|(name, _)| is_kept(name))
            .map(|(name, value)| (name.clone(), String::from_utf8_lossy(&masked(value.as_bytes())).into_owned()));
        self.exchanges.push(Exchange {
            method: request.method().to_owned(),
            path: request.path().to_owned(),
            request: body_value(&masked(request.body())),
            status: reply.status.as_u16(),
            headers: headers.collect(),
            response: body_value(&masked(body)),
            is_replayed: false,
        });
    }

    /// Returns the recorded response to a request. Each recorded response is returned once.
    pub(super) fn reply_to(&mut self, request: &ReceivedRequest) -> Reply {
        let body = body_value(request.body());
        let remaining = self.exchanges.iter_mut().filter(|exchange| !exchange.is_replayed);
        let mut candidates: Vec<&mut Exchange> = remaining
            .filter(|exchange| exchange.method == request.method() && request.path().ends_with(&exchange.path))
            .collect();
        match candidates.iter().position(|exchange| exchange.request == body) {
            Some(index) => {
                let exchange = candidates.swap_remove(index);
                exchange.is_replayed = true;
                exchange.reply()
            }
            None => {
                let difference = candidates.first().and_then(|exchange| difference("", &exchange.request, &body));
                let reason = difference.unwrap_or_else(|| "no recorded request of this operation is left".to_owned());
                let message = format!("{} {} was not recorded: {reason}", request.method(), request.path());
                Reply::error(StatusCode::NOT_IMPLEMENTED, "NotRecorded", &message)
            }
        }
    }
}

impl Exchange {
    fn reply(&self) -> Reply {
        let body = match &self.response {
            Value::String(text) => text.clone().into_bytes(),
            json => json.to_string().into_bytes(),
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::NOT_IMPLEMENTED);
        let headers = self.headers.iter();
        headers.fold(Reply::bytes(body).with_status(status), |reply, (name, value)| reply.header(name, value))
    }
}

/// Returns a body as JSON if it is an object or a list, and otherwise as text.
fn body_value(body: &[u8]) -> Value {
    let json = serde_json::from_slice(body).ok().filter(|json: &Value| json.is_object() || json.is_array());
    json.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned().into())
}

/// Whether a recording keeps a response header. Only headers that the client reads are kept: others may name the resource or
/// contain cookies.
fn is_kept(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let exact =
        ["content-type", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-ms-error-code", "x-should-retry"];
    exact.contains(&name.as_str()) || name.starts_with("x-ratelimit-") || name.starts_with("x-rate-limit-")
}

/// Describes the first difference of two bodies, with its JSON Pointer.
fn difference(place: &str, old: &Value, new: &Value) -> Option<String> {
    match (old, new) {
        _ if old == new => None,
        (Value::Object(old), Value::Object(new)) => {
            let mut names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
            names.find_map(|name| {
                let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => difference(&place, old, new),
                    (Some(_), None) => Some(format!("{place} is missing")),
                    _ => Some(format!("{place} is not in the recording")),
                }
            })
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let pairs = old.iter().zip(new).enumerate();
            pairs.filter_map(|(index, (old, new))| difference(&format!("{place}/{index}"), old, new)).next()
        }
        (Value::Array(old), Value::Array(new)) => Some(format!("{place} has {} items, not {}", new.len(), old.len())),
        _ => Some(format!("{place} is {new}, not {old}")),
    }
}
