//! Requests to operations that the crate has no types for.

mod events;
mod target;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, header};
use reqwest::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tracing::Instrument;

use crate::client::Client;
use crate::client::call::CallBuilder;
use crate::client::settings::{Builder, RequestScope};
use crate::error::{Error, Kind, Result};
use crate::models::json;
use crate::raw;
use crate::transport::credential::carries_secret_name;
use crate::transport::options::CallOptions;
use crate::transport::response::ResponseMetadata;
use crate::transport::sse::DEFAULT_MAX_EVENT_SIZE;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, CallContext, Mode, MultipartForm, Source, TOO_MANY_VALUES};

pub use self::events::EventStream;

/// Builder for a request to any operation of the endpoint; returned by [`Client::request`].
///
/// The request uses the credential, headers, `api-version`, timeouts, limits and retry policy of the client, and fails with
/// the same [`Error`]. The body is [JSON](Self::json), a [form](Self::form), a [multipart form](Self::multipart) or
/// [bytes](Self::bytes). The response is [complete](Self::send) or a [stream](Self::stream) of server-sent events. Every 2xx
/// status is a success.
///
/// Settings that all requests share, such as [`header`](Self::header), [`timeouts`](Self::timeouts) and
/// [`retry`](Self::retry), are defined by [`Builder`].
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use azure_inference::http::Method;
/// use serde_json::{Value, json};
///
/// # let service = MockService::start().await;
/// # service.reply(Reply::json(json!({"id": "resp_1", "output": []})));
/// # let client = service.client();
/// let body = json!({"model": "gpt-5", "input": "How many languages are in the world?"});
/// let response = client.request(Method::POST, "responses").json(&body).send().await?;
///
/// let json: Value = response.json()?;
/// println!("{} {:?}", json["id"], response.metadata().request_id());
/// # assert_eq!((json["id"].as_str(), service.requests()[0].path()), (Some("resp_1"), "/responses"));
/// # Ok(())
/// # }
/// ```
pub type ApiRequest = Builder<RequestScope<AnyOperation>>;

/// The operation of an [`ApiRequest`], with its body.
#[derive(Clone)]
pub struct AnyOperation {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    content_type: Option<String>,
    content: Bytes,
    max_event_size: usize,
}

impl Client {
    /// Returns a request builder for an operation without types in this crate, such as `POST responses`.
    ///
    /// `path` is relative to the base URL of the client ([`endpoint`](Self::endpoint)). With a leading slash, such as
    /// `/providers/cohere/v2/rerank`, it is relative to the host. It may have a query. A complete URL must have the scheme,
    /// host and port of the endpoint, because the credential is sent to no other host.
    pub fn request(&self, method: Method, path: impl Into<String>) -> ApiRequest {
        let operation = AnyOperation {
            method,
            path: path.into(),
            query: Vec::new(),
            content_type: None,
            content: Bytes::new(),
            max_event_size: DEFAULT_MAX_EVENT_SIZE,
        };
        Builder(RequestScope { call: CallBuilder::new(self.clone()), body: Box::new(operation), settings: () })
    }
}

impl ApiRequest {
    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.bytes("application/json", json),
            Err(error) => {
                self.0.call.record_invalid("body", &error.to_string());
                self
            }
        }
    }

    /// Sets a body of URL-encoded form fields.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.bytes("application/x-www-form-urlencoded", form)
    }

    /// Sets a multipart form as the body, `multipart/form-data`.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use azure_inference::MultipartForm;
    /// use azure_inference::http::Method;
    ///
    /// let form = MultipartForm::new().text("model", "whisper").file("file", "hello.mp3", std::fs::read("hello.mp3")?);
    /// let json: serde_json::Value =
    ///     client.request(Method::POST, "audio/transcriptions").multipart(form).send().await?.json()?;
    /// println!("{}", json["text"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn multipart(self, form: MultipartForm) -> Self {
        let (content_type, body) = form.encode();
        self.bytes(&content_type, body)
    }

    /// Sets a body of bytes and its content type.
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.0.body.content_type = Some(content_type.to_owned());
        self.0.body.content = body.into();
        self
    }

    /// Adds a query parameter. An `api-version` replaces the one of the client.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.0.body.query.push((name.into(), value.to_string()));
        self
    }

    /// Sends the request and returns the complete response.
    ///
    /// A request with any method is retried under the retry policy. For an operation that must not run twice, call
    /// `retry(RetryPolicy::none())`.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`]), the service can't be reached, or the status is not 2xx.
    pub async fn send(self) -> Result<ApiResponse> {
        let (context, mut source, span) = self.prepare(Mode::Whole)?;
        let sent = transport::send(&context, &mut source).instrument(span.inner().clone()).await;
        let info = sent.inspect_err(|error| span.fail(error))?;
        span.headers(&info.headers);
        Ok(ApiResponse { context, info })
    }

    /// Sends the request and returns the response as a stream of server-sent events, after the first bytes have arrived.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::http::Method;
    /// use serde_json::json;
    ///
    /// # let service = MockService::start().await;
    /// # let events = "event: response.output_text.delta\ndata: {\"delta\":\"About 7,000\"}\n\n";
    /// # service.reply(Reply::bytes(events).header("content-type", "text/event-stream"));
    /// # let client = service.client();
    /// let body = json!({"model": "gpt-5", "input": "How many languages?", "stream": true});
    /// let mut events = client.request(Method::POST, "responses").json(&body).stream().await?;
    /// while let Some(event) = events.next().await {
    ///     let event = event?;
    ///     println!("{}: {}", event.event_type(), event.data());
    /// #   assert_eq!(event.event_type(), "response.output_text.delta");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the response is not an event stream. [`Error::body`] is then the start of the response.
    pub async fn stream(self) -> Result<EventStream> {
        let max_event_size = self.0.body.max_event_size;
        let (context, mut source, span) = self.prepare(Mode::Stream)?;
        let events = EventStream::open(context, &mut source, Some(max_event_size), span).await?;
        if events.body.is_some() {
            return Ok(events);
        }
        let error = events.context.error_of(&events.info, None, "the response is not an event stream");
        events.span.fail(&error);
        Err(error)
    }

    /// Sets the maximum size of an event of a [stream](Self::stream) in bytes. The default is 16 MiB. A larger event is an
    /// error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.0.body.max_event_size = bytes;
        self
    }

    /// Returns the request that [`send`](Self::send) would send, without sending it.
    ///
    /// The request contains neither the key or token of the client nor the headers that HTTP itself requires, such as `host`.
    ///
    /// # Errors
    ///
    /// If the request is invalid.
    pub fn to_request(&self) -> Result<http::Request<Bytes>> {
        let mut source = Addressed::new(self.0.clone(), Mode::Whole);
        let context = self.0.call.client.context(source.accept()?);
        raw::as_http(transport::complete(&context, source.request(&context)?))
    }

    /// Prepares the call. A client with several members does that for each member that is sent the call.
    fn prepare(self, mode: Mode) -> Result<(CallContext, Addressed, CallSpan)> {
        let client = self.0.call.client.clone();
        let url = target::url(client.endpoint(), &self.0.body.path, &self.0.body.query)?;
        let mut source = Addressed::new(self.0, mode);
        let options = if client.members.is_none() { source.accept()? } else { Arc::clone(&source.call.options) };
        let context = client.context(options);
        // Some services require a key in the query.
        for (_, value) in url.query_pairs().filter(|(name, _)| carries_secret_name(&name.to_ascii_lowercase())) {
            context.mask().redact(value.as_bytes());
        }
        let span = CallSpan::new(&context, "request", None);
        Ok((context, source, span))
    }
}

/// A request as it is sent to one endpoint.
struct Addressed {
    /// As the caller built it.
    original: RequestScope<AnyOperation>,
    call: CallBuilder,
    content: Bytes,
    mode: Mode,
}

impl Addressed {
    fn new(original: RequestScope<AnyOperation>, mode: Mode) -> Self {
        Self { call: original.call.clone(), content: original.body.content.clone(), original, mode }
    }

    fn accept(&mut self) -> Result<Arc<CallOptions>> {
        self.call.accept()?;
        self.call.options_mut().accepts_any_success = true;
        Ok(Arc::clone(&self.call.options))
    }
}

impl Source for Addressed {
    fn request(&self, context: &CallContext) -> Result<Request> {
        let AnyOperation { method, path, query, content_type, .. } = &*self.original.body;
        let url = target::url(self.call.client.endpoint(), path, query)?;
        let mut request = Request::new(method.clone(), url);
        if let Some(kind) = content_type {
            let kind =
                HeaderValue::try_from(kind).map_err(|_| Error::input("content_type", "it is not a media type"))?;
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            *request.body_mut() = Some(self.content.clone().into());
        }
        let accept = if self.mode == Mode::Stream { "text/event-stream" } else { "*/*" };
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
        context.add_api_version(&mut request);
        Ok(request)
    }

    /// Only a POST is sent to another member: other methods usually access something that one endpoint stores, such as a file.
    fn move_to(&mut self, member: usize) -> Result<Arc<CallOptions>> {
        let RequestScope { call, body: operation, .. } = &self.original;
        let own = &call.client;
        let member = own.member(member);
        if operation.method != Method::POST && !Arc::ptr_eq(&own.transport, &member.transport) {
            return Err(Error::input("request", "only a POST can be sent to another member"));
        }
        self.content = with_model_of(&operation.content, own, member).unwrap_or_else(|| operation.content.clone());
        self.call = call.moved_to(member);
        self.accept()
    }
}

/// Returns a JSON body with the model of another client, if it names the model of its own client.
fn with_model_of(body: &Bytes, own: &Client, other: &Client) -> Option<Bytes> {
    let (own, other) = (own.model()?, other.model()?);
    let mut json: Map<String, Value> = serde_json::from_slice(body).ok().filter(|_| own != other)?;
    let model = json.get_mut("model").filter(|model| *model == own)?;
    *model = other.into();
    serde_json::to_vec(&json).ok().map(Bytes::from)
}

impl fmt::Debug for AnyOperation {
    /// Omits the query and the body, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiRequest")
            .field("method", &self.method)
            .field("path", &self.path.split('?').next())
            .field("content_type", &self.content_type)
            .field("body_size", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// The complete response to an [`ApiRequest`](crate::ApiRequest).
#[derive(Clone)]
pub struct ApiResponse {
    /// Masks secrets in errors.
    context: CallContext,
    info: ResponseMetadata,
}

impl ApiResponse {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON or does not fit the type. The error names the path.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let body = &self.info.body;
        if json::has_too_many_values(body) {
            let kept = self.context.kept(self.info.status, &self.info.headers, body);
            return Err(Error::new(Kind::TooLarge, TOO_MANY_VALUES).with_response(kept));
        }
        // The decoder's message may quote a key that the server echoed.
        json::read(body).or_else(|_| json::read(&self.context.masked(body))).map_err(|fault| {
            let message = format!("the response can't be read: {}", fault.message);
            self.context.error_of(&self.info, None, &message).with_source(fault.source)
        })
    }

    /// Returns the decompressed body.
    pub fn bytes(&self) -> &Bytes {
        &self.info.body
    }

    /// Returns the metadata: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }
}

impl fmt::Debug for ApiResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiResponse").field("response", &self.info).finish_non_exhaustive()
    }
}
