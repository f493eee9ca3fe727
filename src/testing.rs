//! A mock of the service, for your own tests.
//!
//! [`MockService`] listens on loopback, gives the replies that a test scripts, and keeps the requests that it got.
//! For exact matching of single operations there are typed mocks over [`httpmock`], see [`MockService::server`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::testing::{MockService, Reply};
//!
//! let service = MockService::start().await;
//! service.reply(Reply::text("About 7,000."));
//!
//! let answer = service.client().chat().user("How many languages are in the world?").send().await?;
//!
//! assert_eq!(answer.text(), "About 7,000.");
//! assert_eq!(service.requests()[0].json()["messages"][0]["content"], "How many languages are in the world?");
//! # Ok(())
//! # }
//! ```

mod bytes;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

pub use self::bytes::{ByteServer, Script};
use crate::Client;
pub use crate::raw::mocks::{MockServerExt, operations};
pub use httpmock;

/// A service on loopback that gives scripted replies; it ends when it is dropped.
///
/// Replies are given in the order they were added, whatever the operation; the last one is given again and again.
pub struct MockService {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    replies: VecDeque<Reply>,
    requests: Vec<ReceivedRequest>,
    is_listening: bool,
}

/// The key of [`MockService::client`].
const KEY: &str = "test-key";
/// The model of [`MockService::client`].
const MODEL: &str = "mock-model";

impl MockService {
    /// Starts a service on a free port.
    pub async fn start() -> Self {
        Self { server: MockServer::start_async().await, state: Arc::default() }
    }

    /// Its endpoint, of the kind [`EndpointKind::Other`](crate::EndpointKind::Other).
    pub fn url(&self) -> String {
        self.server.base_url()
    }

    /// A client of it, with the key `test-key` and the model `mock-model`.
    pub fn client(&self) -> Client {
        let client = Client::builder(self.url()).api_key(KEY).model(MODEL).build();
        client.expect("a loopback URL is an endpoint")
    }

    /// The server underneath, for typed mocks of operations.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletions;
    /// use azure_inference::testing::{MockServerExt, MockService};
    ///
    /// let service = MockService::start().await;
    /// let mock = service.server().get_chat_completions(|when, then| {
    ///     when.extra_parameters(None).into_inner().json_body_includes(r#"{"temperature": 0.1}"#);
    ///     then.ok(&ChatCompletions::default());
    /// });
    /// service.client().chat().user("Hello!").temperature(0.1).send().await?;
    /// mock.assert_calls(1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn server(&self) -> &MockServer {
        &self.server
    }

    /// Adds a reply.
    pub fn reply(&self, reply: Reply) -> &Self {
        let mut state = lock(&self.state);
        state.replies.push_back(reply);
        if std::mem::replace(&mut state.is_listening, true) {
            return self;
        }
        drop(state);
        let state = Arc::clone(&self.state);
        self.server.mock(|when, then| {
            when.any_request();
            then.respond_with(move |request| lock(&state).answer(request));
        });
        self
    }

    /// The requests that got a scripted reply so far, in order.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.state).requests.clone()
    }
}

impl fmt::Debug for MockService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockService").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// A panic of a test while it holds the lock says nothing about the state.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn answer(&mut self, request: &HttpMockRequest) -> HttpMockResponse {
        self.requests.push(ReceivedRequest::new(request));
        let reply = if self.replies.len() > 1 { self.replies.pop_front() } else { self.replies.front().cloned() };
        reply.unwrap_or_else(|| Reply::status(StatusCode::NOT_IMPLEMENTED)).into_response()
    }
}

/// What the mock answers to one request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// A chat completion with this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::json(json!({
            "id": "chatcmpl-mock",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": MODEL,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": text.into()},
                "finish_reason": "stop",
            }],
            "usage": {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19},
        }))
    }

    /// A 200 with this JSON.
    pub fn json(body: impl Into<Value>) -> Self {
        let reply = Self { status: StatusCode::OK, headers: Vec::new(), body: body.into().to_string().into_bytes() };
        reply.header("content-type", "application/json")
    }

    /// An error as Azure OpenAI and the v1 route say it.
    ///
    /// # Panics
    ///
    /// If `status` is none, such as 1000.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let status = StatusCode::from_u16(status).expect("a status has three digits");
        Self { status, ..Self::json(json!({"error": {"code": code, "message": message}})) }
    }

    /// This status and no body.
    pub fn status(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A 200 with these bytes, and no content type.
    pub fn bytes(body: impl Into<Vec<u8>>) -> Self {
        Self { status: StatusCode::OK, headers: Vec::new(), body: body.into() }
    }

    /// The same with another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn into_response(self) -> HttpMockResponse {
        let builder = HttpMockResponse::builder().status(self.status.as_u16()).headers(self.headers);
        builder.body(self.body).build()
    }
}

/// A request that the mock got.
#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    method: String,
    uri: http::Uri,
    headers: HeaderMap,
    body: Vec<u8>,
    json: Value,
}

impl ReceivedRequest {
    fn new(request: &HttpMockRequest) -> Self {
        let body = request.body_vec();
        let headers = request
            .headers_vec()
            .iter()
            .filter_map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?)));
        Self {
            method: request.method().to_string(),
            uri: request.uri(),
            headers: headers.collect(),
            json: serde_json::from_slice(&body).unwrap_or_default(),
            body,
        }
    }

    /// The method, such as `POST`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, such as `/chat/completions`.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query without its question mark; empty if there is none.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it is there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}
