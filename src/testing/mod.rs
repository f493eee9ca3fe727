//! A mock of the service for tests of your own code.
//!
//! [`MockService`] listens on loopback, sends scripted replies and records the requests. [`Recorder`] records the responses of
//! a real service, which [`MockService::replay`] sends again. [`ByteServer`] simulates broken streams and connections. For
//! exact matching of single operations, use the typed mocks over [`httpmock`], see [`MockService::server`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::testing::{MockService, Reply};
//!
//! let service = MockService::start().await;
//! service.reply(Reply::text("About 7,000."));
//!
//! let response = service.client().chat().user("How many languages are in the world?").send().await?;
//!
//! assert_eq!(response.text(), "About 7,000.");
//! assert_eq!(service.request_count(), 1);
//! assert_eq!(service.requests()[0].messages()[0]["content"], "How many languages are in the world?");
//! service.requests()[0].assert_valid();
//! # Ok(())
//! # }
//! ```
//!
//! # A complete example: testing an agent
//!
//! Enable the feature only for tests, in `Cargo.toml`:
//!
//! ```toml
//! [dev-dependencies]
//! azure-inference = { version = "0.1", features = ["testing"] }
//! ```
//!
//! Let the agent take a [`Client`], so that a test can pass a client of the mock.
//!
//! ```
//! # mod agent {
//! use azure_inference::{Client, Result, ToolSet};
//! use schemars::JsonSchema;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Route {
//!     origin_city: String,
//! }
//!
//! /// Answers questions about flights.
//! pub async fn answer(client: &Client, question: &str) -> Result<String> {
//!     let tools = ToolSet::new().try_tool("next_flight", "The next flight from a city", |route: Route| async move {
//!         match route.origin_city.as_str() {
//!             "Miami" => Ok("10:30"),
//!             city => Err(format!("there is no airport in {city}")),
//!         }
//!     });
//!     let run = client.chat().system("You know flights.").user(question).tools(&tools).run().await?;
//!     Ok(run.text().to_owned())
//! }
//! # }
//! # use agent::answer;
//! # use azure_inference::Result;
//!
//! use azure_inference::testing::{ByteServer, MockService, Reply, Script};
//! use serde_json::json;
//!
//! // The model calls a tool, gets the result, and answers.
//! async fn the_agent_calls_the_tool() -> Result<()> {
//!     let service = MockService::start().await;
//!     service
//!         .reply(Reply::tool_call("next_flight", json!({"origin_city": "Miami"})))
//!         .reply(Reply::text("At 10:30."));
//!
//!     assert_eq!(answer(&service.client(), "When can I leave Miami?").await?, "At 10:30.");
//!
//!     let requests = service.requests();
//!     assert_eq!(requests.len(), 2);
//!     assert_eq!(requests[0].transcript(), ["system: You know flights.", "user: When can I leave Miami?"]);
//!     // The requests match the OpenAPI document, and the second request contains the result of the tool.
//!     requests.iter().for_each(|request| request.assert_valid());
//!     let result = requests[1].messages().last().unwrap();
//!     assert_eq!((&result["role"], &result["content"]), (&json!("tool"), &json!("10:30")));
//!     Ok(())
//! }
//!
//! // The model passes a wrong argument, gets the error of the tool, and calls the tool again.
//! async fn the_model_corrects_a_wrong_city() -> Result<()> {
//!     let service = MockService::start().await;
//!     service
//!         .reply(Reply::tool_call("next_flight", json!({"origin_city": "Mimi"})))
//!         .reply(Reply::tool_call("next_flight", json!({"origin_city": "Miami"})))
//!         .reply(Reply::text("At 10:30."));
//!
//!     assert_eq!(answer(&service.client(), "When can I leave Mimi?").await?, "At 10:30.");
//!
//!     let requests = service.requests();
//!     assert_eq!(requests[1].tool_result("next_flight"), Some(r#"{"error":"there is no airport in Mimi"}"#.into()));
//!     Ok(())
//! }
//!
//! // A rate limit is retried, and a blocked prompt is an error.
//! async fn the_agent_handles_service_errors() -> Result<()> {
//!     let service = MockService::start().await;
//!     service
//!         .reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after-ms", "1"))
//!         .reply(Reply::text("At 10:30."));
//!     assert_eq!(answer(&service.client(), "When can I leave?").await?, "At 10:30.");
//!
//!     let service = MockService::start().await;
//!     service.reply(Reply::content_filter());
//!     let error = answer(&service.client(), "Something violent").await.unwrap_err();
//!     assert!(error.is_content_filtered());
//!     Ok(())
//! }
//!
//! // The connection closes in the middle of a stream.
//! async fn a_broken_stream_keeps_the_partial_response() -> Result<()> {
//!     let server = ByteServer::start(vec![Script::stream().text("At 10").cut()]).await;
//!     let mut stream = server.client().chat().user("When can I leave?").stream().await?;
//!     assert_eq!(stream.next().await.unwrap()?.text(), "At 10");
//!     let error = stream.next().await.unwrap().unwrap_err();
//!     assert_eq!(error.partial_response().unwrap().text(), "At 10");
//!     Ok(())
//! }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<()> {
//! #     the_agent_calls_the_tool().await?;
//! #     the_model_corrects_a_wrong_city().await?;
//! #     the_agent_handles_service_errors().await?;
//! #     a_broken_stream_keeps_the_partial_response().await
//! # }
//! ```
//!
//! In a test file, each of these functions is a `#[tokio::test]`.
//!
//! A reply or script that is a chat completion is converted to the API that the request was sent to. The
//! [guide](crate::guide::testing) lists more replies. If a test depends on the text of a real model, record the service once
//! with a [`Recorder`] and commit the file. [`MockService::replay`] needs neither a key nor a network.

mod bytes;
mod completion;
mod document;
mod recording;
mod reply;
mod request;
mod response;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use http::StatusCode;
use httpmock::MockServer;

pub use self::bytes::{ByteServer, Script};
use crate::Client;
use crate::client::ClientBuilder;
pub use crate::raw::mocks::{MockServerExt, operations};
use crate::transport::endpoint::EndpointKind;
pub use httpmock;
pub use recording::Recorder;
use recording::Recording;
pub use reply::Reply;
pub use request::{ReceivedRequest, Violation};

/// A mock service on loopback that sends scripted replies. Dropping it stops the service.
///
/// Replies are sent in the order in which they were added, regardless of the operation. The last reply is repeated, so add all
/// replies before the first request.
/// [`requests`](Self::requests) returns the received requests, for assertions.
#[doc(alias("MockServer", "mock"))]
pub struct MockService {
    server: MockServer,
    kind: EndpointKind,
    state: Arc<Mutex<State>>,
    listening: Once,
}

#[derive(Default)]
struct State {
    replies: VecDeque<Reply>,
    recording: Option<Recording>,
    requests: Vec<ReceivedRequest>,
}

/// The key of [`MockService::client`].
const KEY: &str = "test-key";
/// The model of [`MockService::client`].
const MODEL: &str = "mock-model";

impl MockService {
    /// Starts a service on a free port.
    pub async fn start() -> Self {
        let server = MockServer::start_async().await;
        Self { server, kind: EndpointKind::Other, state: Arc::default(), listening: Once::new() }
    }

    /// Adds a reply.
    pub fn reply(&self, reply: Reply) -> &Self {
        lock(&self.state).replies.push_back(reply);
        self.listen();
        self
    }

    /// Returns a client of the service, with the key `test-key` and the model `mock-model`.
    pub fn client(&self) -> Client {
        self.client_builder().model(MODEL).build().expect("a loopback URL is an endpoint")
    }

    /// Returns a builder for a client of the service, with the key `test-key` and without a model. The endpoint kind is that
    /// of the recording, or [`EndpointKind::Other`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::text("Hi."));
    /// let client = service.client_builder().model("mistral-large-2407").build()?;
    /// client.chat().user("Hello!").send().await?;
    /// assert_eq!(service.requests()[0].json()["model"], "mistral-large-2407");
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder(self.url()).endpoint_kind(self.kind).api_key(KEY)
    }

    /// Returns the URL of the endpoint. Its kind is [`EndpointKind::Other`].
    pub fn url(&self) -> String {
        self.server.base_url()
    }

    /// Returns the requests that got a scripted reply, in order.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.state).requests.clone()
    }

    /// Returns the number of requests that got a scripted reply.
    pub fn request_count(&self) -> usize {
        lock(&self.state).requests.len()
    }

    /// Starts a service that replays the recording of a [`Recorder`].
    ///
    /// Each recorded response is sent once, to a request of the same operation with the same body, in any order. Any other
    /// request gets a 501 that names the first difference. Build the client with [`client_builder`](Self::client_builder), with
    /// the model of the recording.
    ///
    /// # Errors
    ///
    /// If the file can't be read, or is not a recording.
    pub async fn replay(path: impl AsRef<Path>) -> io::Result<Self> {
        let recording = Recording::open(path.as_ref())?;
        let service = Self { kind: recording.kind(), ..Self::start().await };
        lock(&service.state).recording = Some(recording);
        service.listen();
        Ok(service)
    }

    /// Returns the underlying server, for typed mocks of operations.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletions;
    /// use azure_inference::testing::{MockServerExt, MockService};
    ///
    /// let service = MockService::start().await;
    /// let mut response = ChatCompletions::default();
    /// response.choices = Some(Vec::new());
    /// let mock = service.server().get_chat_completions(|when, then| {
    ///     when.extra_parameters(None).into_inner().json_body_includes(r#"{"temperature": 0.1}"#);
    ///     then.ok(&response);
    /// });
    /// service.client().chat().user("Hello!").temperature(0.1).send().await?;
    /// mock.assert_calls(1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn server(&self) -> &MockServer {
        &self.server
    }

    fn listen(&self) {
        self.listening.call_once(|| {
            let state = Arc::clone(&self.state);
            respond_with(&self.server, move |request| lock(&state).reply_to(request.clone()));
        });
    }
}

/// Responds to each request with the reply that the function returns for it.
fn respond_with(server: &MockServer, reply: impl Fn(&ReceivedRequest) -> Reply + Send + Sync + 'static) {
    server.mock(|when, then| {
        when.any_request();
        then.respond_with(move |request| {
            let request = ReceivedRequest::new(request);
            reply(&request).respond(&request)
        });
    });
}

impl fmt::Debug for MockService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockService").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// Ignores poisoning: a panic of a test does not invalidate the state.
fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn reply_to(&mut self, request: ReceivedRequest) -> Reply {
        let recorded = self.recording.as_mut().map(|recording| recording.reply_to(&request));
        self.requests.push(request);
        if let Some(reply) = recorded {
            return reply;
        }
        let reply = if self.replies.len() > 1 { self.replies.pop_front() } else { self.replies.front().cloned() };
        reply.unwrap_or_else(|| Reply::status(StatusCode::NOT_IMPLEMENTED))
    }
}
