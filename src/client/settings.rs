//! The builder of clients and of requests, and the settings that both have.

use std::fmt;

use bytes::Bytes;
use reqwest::Request;
use serde_json::Value;

use super::call::{CallBuilder, Check};
use crate::error::{Error, Result};
use crate::models::ExtraParameters;
use crate::raw::Body;
use crate::transport::options::{CallOptions, Timeouts};
use crate::transport::retry::RetryPolicy;
use crate::transport::{Api, CallContext};

/// Builder for a client or for a request.
///
/// [`ClientBuilder`](crate::ClientBuilder), [`ChatRequest`](crate::ChatRequest), [`EmbeddingsRequest`](crate::EmbeddingsRequest)
/// and the other requests are this type with another `S`. The settings that they share are defined here once: set on the
/// client, they apply to all its calls; set on a request, they replace those of the client for this call.
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use std::time::Duration;
/// use azure_inference::{RetryPolicy, Timeouts};
///
/// # let mock = MockService::start().await;
/// # mock.reply(Reply::text("Hello!"));
/// # let builder = mock.client_builder().model("gpt-4o");
/// let client = builder.header("x-team", "search").retry(RetryPolicy::default().max_retries(5)).build()?;
///
/// let short = Timeouts::default().deadline(Duration::from_secs(5));
/// let response = client.chat().user("Hello!").timeouts(short).retry(RetryPolicy::none()).send().await?;
/// # assert_eq!(response.text(), "Hello!");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`, `send` or `stream`"]
pub struct Builder<S>(pub(crate) S);

impl<S: fmt::Debug> fmt::Debug for Builder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is built: a client or a request.
pub(crate) trait Scope {
    fn options_mut(&mut self) -> &mut CallOptions;

    fn record_error(&mut self, error: Error);
}

/// A request.
pub(crate) trait RequestScope {
    fn call_mut(&mut self) -> &mut CallBuilder;
}

impl<S: RequestScope> Scope for S {
    fn options_mut(&mut self) -> &mut CallOptions {
        self.call_mut().options_mut()
    }

    fn record_error(&mut self, error: Error) {
        self.call_mut().record_error(&error);
    }
}

/// A client, or a request to a model.
pub(crate) trait ModelScope: Scope {
    fn set_model(&mut self, model: String);
}

/// A request of an operation of the API.
pub(crate) trait OperationScope: RequestScope {
    /// The body that the caller sets.
    type Body: Body;
    /// The body of a request.
    type Sent: Body;

    fn body_mut(&mut self) -> &mut Self::Body;

    /// Returns a copy of the call, and the body of its first request.
    fn first_request(&self) -> (CallBuilder, Self::Sent);

    const VALIDATE: Check<Self::Sent>;

    fn build(context: &CallContext, body: &Self::Sent) -> Result<Request>;
}

impl<S: OperationScope> ModelScope for S {
    fn set_model(&mut self, model: String) {
        *self.body_mut().model_mut() = Some(model);
    }
}

/// A client, or a chat request.
pub(crate) trait ChatScope: Scope {}

/// How calls are sent.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: Scope> Builder<S> {
    /// Sets a header, in place of a header of that name that the client or this crate sends by default.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = self.0.options_mut().set_header(name, value) {
            self.0.record_error(error);
        }
        self
    }

    /// Removes a header that is sent by default.
    pub fn unset_header(mut self, name: &str) -> Self {
        self.0.options_mut().headers.remove(name);
        self
    }

    /// Sets the timeouts. [`Timeouts::connect`] is a setting of the client and has no effect on a request.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.0.options_mut().timeouts = timeouts;
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.options_mut().retry = policy;
        self
    }

    /// Sets the maximum size of a response in bytes, decompressed; of a stream, the size of the whole stream. The default is
    /// 256 MiB. A larger response is an error.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.0.options_mut().max_response_size = Some(bytes);
        self
    }
}

/// The model, and parameters that the API does not describe.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: ModelScope> Builder<S> {
    /// Sets the model; on the v1 route, the name of a deployment. The model of a client is that of all requests that set none.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.0.set_model(model.into());
        self
    }

    /// Sets what the service does with parameters that it does not know: the header `extra-parameters`.
    ///
    /// By default a request with [extra](Self::extra) parameters passes them through to the model, on endpoint kinds that
    /// support the header.
    pub fn extra_parameters(mut self, policy: ExtraParameters) -> Self {
        self.0.options_mut().extra_parameters = Some(policy);
        self
    }
}

/// The API that chat requests are sent to, and what telemetry records of them.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: ChatScope> Builder<S> {
    /// Sets the API that chat requests are sent to. The default is [`Api::Auto`].
    ///
    /// ```
    /// use azure_inference::{Api, Client};
    ///
    /// let client = Client::builder("https://my-resource.openai.azure.com").model("my-codex").api(Api::Responses).build()?;
    /// let request = client.chat().user("Hello!").api(Api::ChatCompletions);
    /// # let _ = request;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn api(mut self, api: Api) -> Self {
        self.0.options_mut().api = api;
        self
    }

    /// Records the messages of requests and responses in the spans of calls. By default spans have names, settings and counts
    /// only, see [`guide::operating`](crate::guide::operating).
    pub fn record_content(mut self) -> Self {
        self.0.options_mut().records_content = true;
        self
    }
}

/// The request body as a whole.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: OperationScope> Builder<S> {
    /// Sets a parameter that the API does not describe, for the model behind it. Endpoint kinds with the header
    /// `extra-parameters` pass it through by default, see [`extra_parameters`](Self::extra_parameters).
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let response = client.chat().user("Hello!").extra("safe_prompt", true).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.body_mut().extra_mut().insert(name.into(), value.into());
        self
    }

    /// Replaces the body by an existing one.
    pub(crate) fn set_body(mut self, body: S::Body) -> Self {
        let mut body = self.0.call_mut().take_body(body);
        // Existing bodies often have it; here `send` and `stream` set it.
        body.extra_mut().remove("stream");
        *self.0.body_mut() = body;
        self
    }

    /// Returns the request that `send` would send, without sending it.
    ///
    /// The request has neither the key or token of the client nor the headers that HTTP itself requires, such as `host`. Headers
    /// that the caller set are marked as sensitive.
    ///
    /// ```no_run
    /// # fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let request = client.chat().user("Hello!").to_request()?;
    /// println!("{} {} {:?}", request.method(), request.uri(), request.body());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the request is invalid.
    pub fn to_request(&self) -> Result<http::Request<Bytes>> {
        let (call, body) = self.0.first_request();
        call.into_request(body, S::VALIDATE, S::build)
    }
}
