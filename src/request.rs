//! Requests to operations that have no type of their own here.

mod events;
mod multipart;
mod response;
mod target;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, header};
use reqwest::{Request, Url};
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::Instrument;

use crate::call::{CallBuilder, sending_methods};
use crate::client::Client;
use crate::credential::carries_secret_name;
use crate::error::{Error, Result};
use crate::options::CallOptions;
use crate::raw;
use crate::sse::DEFAULT_MAX_EVENT_SIZE;
use crate::telemetry::CallSpan;
use crate::transport::{self, CallContext, Mode, Received, Sending, Source};

pub use self::events::EventStream;
pub use self::multipart::MultipartForm;
pub use self::response::ApiResponse;

/// A request to any operation of the endpoint; started by [`Client::request`].
///
/// It goes the way of all other calls: with the client's credential, headers, `api-version`, timeouts, limits and retries, and
/// its failures are the same [`Error`]. The body is [JSON](Self::json), a [form](Self::form), a [multipart
/// form](Self::multipart) or [bytes](Self::bytes); the response is read [whole](Self::send) or as a [stream](Self::stream) of
/// server-sent events. Every status of 2xx is a success.
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
/// println!("{} {:?}", json["id"], response.response().request_id());
/// # assert_eq!((json["id"].as_str(), service.requests()[0].path()), (Some("resp_1"), "/responses"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until `send` or `stream`"]
pub struct ApiRequest {
    call: CallBuilder,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    content_type: Option<String>,
    body: Bytes,
    max_event_size: usize,
}

sending_methods!(ApiRequest);

impl Client {
    /// Starts a request to an operation that has no type of its own here, such as `POST responses`.
    ///
    /// `path` is below the base of the client ([`endpoint`](Self::endpoint)), or with a leading slash a path of its host, such
    /// as `/providers/cohere/v2/rerank`. It may have a query. A whole URL must have the scheme, host and port of the client's
    /// endpoint: the credential goes nowhere else.
    pub fn request(&self, method: Method, path: impl Into<String>) -> ApiRequest {
        ApiRequest {
            call: CallBuilder::new(self.clone()),
            method,
            path: path.into(),
            query: Vec::new(),
            content_type: None,
            body: Bytes::new(),
            max_event_size: DEFAULT_MAX_EVENT_SIZE,
        }
    }
}

impl ApiRequest {
    /// Adds a pair to the query. An `api-version` replaces the client's.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Sets a body of JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.bytes("application/json", json),
            Err(error) => {
                self.call.record_invalid("body", &error.to_string());
                self
            }
        }
    }

    /// Sets a body of URL-encoded fields.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.bytes("application/x-www-form-urlencoded", form)
    }

    /// Sets a body of texts and files, `multipart/form-data`.
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

    /// Sets a body of bytes, and the content type that says what they are.
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.content_type = Some(content_type.to_owned());
        self.body = body.into();
        self
    }

    /// Sets the maximum size of one event of a [stream](Self::stream) in bytes; the default is 16 MiB. A larger one is an
    /// error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.max_event_size = bytes;
        self
    }

    /// Returns the request that [`send`](Self::send) would send. Nothing is sent.
    ///
    /// It has everything but the client's key or token and what HTTP itself needs, such as the host.
    ///
    /// # Errors
    ///
    /// If the request can't be sent.
    pub fn to_request(&self) -> Result<http::Request<Bytes>> {
        let mut addressed = Addressed { request: self.clone(), original: self, mode: Mode::Whole };
        let context = self.call.client.context(addressed.prepare()?);
        raw::as_http(transport::complete(&context, addressed.request(&context)?))
    }

    /// Sends the request and reads the whole response.
    ///
    /// A request is retried as the client's policy says, whatever its method: an operation that must not be made twice wants
    /// `retry(RetryPolicy::none())`.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`]), the service can't be reached, or answers with a status outside
    /// 2xx.
    pub async fn send(self) -> Result<ApiResponse> {
        let (sending, received, _span) = self.receive(Mode::Whole).await?;
        Ok(ApiResponse::new(sending.context.clone(), received.info))
    }

    /// Sends the request and returns its response as a stream of server-sent events, once the first bytes are there.
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
    ///     println!("{}: {}", event.kind(), event.data());
    /// #   assert_eq!(event.kind(), "response.output_text.delta");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the response is not an event stream: its start is in [`Error::body`].
    pub async fn stream(self) -> Result<EventStream> {
        let max_event_size = self.max_event_size;
        let (sending, Received { info, stream }, span) = self.receive(Mode::Stream).await?;
        let Some((first, body)) = stream else {
            let error = sending.context.error_of(&info, None, "the response is not an event stream");
            span.fail(&error);
            return Err(error);
        };
        Ok(EventStream::new(sending, info, first, body, max_event_size, span))
    }

    async fn receive(self, mode: Mode) -> Result<(Sending, Received, CallSpan)> {
        let url = target::url(self.call.client.endpoint(), &self.path, &self.query)?;
        let mut source = Addressed { request: self.clone(), original: &self, mode };
        let context = match self.call.client.pool() {
            Some(pool) => CallContext::of_pool(Arc::clone(pool), Arc::clone(&self.call.options)),
            None => self.call.client.context(source.prepare()?),
        };
        hide_secrets(&context, &url);
        let span = CallSpan::new(&context, "request", None);
        let mut sending = Sending::new(context);
        let receiving = transport::send_attempts(&mut sending, &mut source, mode);
        let received = receiving.instrument(span.inner().clone()).await.inspect_err(|error| span.fail(error))?;
        sending.succeed();
        span.headers(&received.info.headers);
        Ok((sending, received, span))
    }
}

/// A request as it is sent to one endpoint.
struct Addressed<'a> {
    /// As the caller built it.
    original: &'a ApiRequest,
    request: ApiRequest,
    mode: Mode,
}

impl Addressed<'_> {
    fn prepare(&mut self) -> Result<Arc<CallOptions>> {
        let call = &mut self.request.call;
        call.accept()?;
        call.options_mut().accepts_any_success = true;
        Ok(Arc::clone(&call.options))
    }
}

impl Source for Addressed<'_> {
    fn request(&self, context: &CallContext) -> Result<Request> {
        let ApiRequest { call, method, path, query, content_type, body, .. } = &self.request;
        let url = target::url(call.client.endpoint(), path, query)?;
        let mut request = Request::new(method.clone(), url);
        if let Some(kind) = content_type {
            let kind =
                HeaderValue::try_from(kind).map_err(|_| Error::input("content_type", "it is not a media type"))?;
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            *request.body_mut() = Some(body.clone().into());
        }
        let accept = if self.mode == Mode::Stream { "text/event-stream" } else { "*/*" };
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
        context.add_api_version(&mut request);
        Ok(request)
    }

    /// Only a POST goes to another member: other methods are mostly of something that one endpoint keeps, such as a file.
    fn move_to(&mut self, member: &Client) -> Result<Arc<CallOptions>> {
        let (original, own) = (self.original, &self.original.call.client);
        if original.method != Method::POST && !Arc::ptr_eq(own.transport(), member.transport()) {
            return Err(Error::input("request", "only a POST can go to another endpoint"));
        }
        let body = with_model_of(&original.body, own, member).unwrap_or_else(|| original.body.clone());
        self.request = ApiRequest { call: original.call.moved_to(member), body, ..original.clone() };
        self.prepare()
    }
}

/// A body of JSON with the model of another client, if it has that of its own.
fn with_model_of(body: &Bytes, own: &Client, other: &Client) -> Option<Bytes> {
    let (own, other) = (own.model()?, other.model()?);
    let mut json: Map<String, Value> = serde_json::from_slice(body).ok().filter(|_| own != other)?;
    let model = json.get_mut("model").filter(|model| *model == own)?;
    *model = other.into();
    serde_json::to_vec(&json).ok().map(Bytes::from)
}

/// A key in the query, as some services want it.
fn hide_secrets(context: &CallContext, url: &Url) {
    for (_, value) in url.query_pairs().filter(|(name, _)| carries_secret_name(&name.to_ascii_lowercase())) {
        context.hide(&value);
    }
}

impl fmt::Debug for ApiRequest {
    /// Without the query and the body, which may have anything in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiRequest")
            .field("method", &self.method)
            .field("path", &self.path.split('?').next())
            .field("content_type", &self.content_type)
            .field("body_size", &self.body.len())
            .finish_non_exhaustive()
    }
}
