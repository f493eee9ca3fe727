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
//! assert_eq!(service.request_count(), 1);
//! assert_eq!(service.requests()[0].messages()[0]["content"], "How many languages are in the world?");
//! service.requests()[0].assert_valid();
//! # Ok(())
//! # }
//! ```

mod bytes;
mod document;
mod reply;
mod request;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use httpmock::MockServer;

pub use self::bytes::{ByteServer, Script};
use crate::Client;
pub use crate::raw::mocks::{MockServerExt, operations};
pub use httpmock;
pub use reply::Reply;
pub use request::{ReceivedRequest, Violation};

/// A service on loopback that gives scripted replies; it ends when it is dropped.
///
/// Replies are given in the order they were added, whatever the operation; the last one is given again and again.
/// Requests are kept, to be asserted: see [`ReceivedRequest`].
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
            then.respond_with(move |request| {
                let request = ReceivedRequest::new(request);
                let reply = lock(&state).answer(request.clone());
                reply.give(&request)
            });
        });
        self
    }

    /// The requests that got a scripted reply so far, in order.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.state).requests.clone()
    }

    /// How many requests got a scripted reply so far.
    pub fn request_count(&self) -> usize {
        lock(&self.state).requests.len()
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
    fn answer(&mut self, request: ReceivedRequest) -> Reply {
        self.requests.push(request);
        let reply = if self.replies.len() > 1 { self.replies.pop_front() } else { self.replies.front().cloned() };
        reply.unwrap_or_else(|| Reply::status(StatusCode::NOT_IMPLEMENTED))
    }
}
