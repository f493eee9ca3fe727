//! `Builder<S>`, the builder of clients and requests, and the settings that they share.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use super::call::{CallBuilder, Steps};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::models::ExtraParameters;
use crate::raw::Body;
use crate::transport::Api;
use crate::transport::options::{CallOptions, Timeouts};
use crate::transport::retry::RetryPolicy;

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

/// The state of a request builder for an operation of the API.
#[derive(Clone, Debug)]
pub struct RequestScope<B, O = ()> {
    pub(crate) call: CallBuilder,
    /// Boxed, since every method of the builder moves it.
    pub(crate) body: Box<B>,
    /// Settings that only this operation has.
    pub(crate) settings: O,
}

/// An operation of the API: the body that the caller sets, with the settings `O` that only this operation has.
pub(crate) trait Operation<O = ()>: Body {
    /// The steps of a request that is not streamed.
    const SEND: &'static Steps<Self>;

    /// Limits the body to that of the first request, if it is sent in several.
    fn limit(&mut self, _settings: &O) {}
}

/// The state of a builder: of a client or of a request.
pub(crate) trait Scope {
    fn options_mut(&mut self) -> &mut CallOptions;

    fn record_error(&mut self, error: Error);
}

impl<B, O> Scope for RequestScope<B, O> {
    fn options_mut(&mut self) -> &mut CallOptions {
        self.call.options_mut()
    }

    fn record_error(&mut self, error: Error) {
        self.call.record_error(&error);
    }
}

/// The state of a client, or of a request to a model.
pub(crate) trait ModelScope: Scope {
    fn set_model(&mut self, model: String);
}

impl<B: Operation<O>, O> ModelScope for RequestScope<B, O> {
    fn set_model(&mut self, model: String) {
        *self.body.model_mut() = Some(model);
    }
}

/// The state of a client, or of a chat request.
pub(crate) trait ChatScope: Scope {}

/// Settings of all clients and requests.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: Scope> Builder<S> {
    /// Sets a header. It replaces a header of that name that the client or this crate sends by default.
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

/// The model, and the policy for parameters that the API does not describe.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<S: ModelScope> Builder<S> {
    /// Sets the model; on the v1 route, the name of the deployment. The model of a client is the default of its requests.
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

/// The API of chat requests, and content recording.
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

    /// Records the content of messages, of requests and responses, in the spans of calls. By default spans have no content;
    /// [`guide::operating`](crate::guide::operating) lists their fields.
    pub fn record_content(mut self) -> Self {
        self.0.options_mut().records_content = true;
        self
    }
}

/// Extra parameters, and the request itself.
#[allow(private_bounds, reason = "the set of clients and requests is closed")]
impl<B: Operation<O>, O> Builder<RequestScope<B, O>> {
    /// Starts a request, with the client's model if the body has none.
    pub(crate) fn start(client: Client, body: Box<B>, settings: O) -> Self {
        Builder(RequestScope { call: CallBuilder::new(client), body, settings }).with_model()
    }

    fn with_model(mut self) -> Self {
        let model = self.0.body.model_mut();
        *model = model.take().or_else(|| self.0.call.client.model().map(str::to_owned));
        self
    }

    /// Sets an extra parameter, which the API does not describe. Endpoint kinds with the header
    /// `extra-parameters` pass it through by default, see [`extra_parameters`](Self::extra_parameters).
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let response = client.chat().user("Hello!").extra("safe_prompt", true).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.body.extra_mut().insert(name.into(), value.into());
        self
    }

    /// Replaces the body with an existing one.
    pub(crate) fn set_body(mut self, body: B) -> Self {
        *self.0.body = body;
        // Existing bodies often have it, but here `send` and `stream` decide.
        self.0.body.extra_mut().remove("stream");
        self.with_model()
    }

    /// Returns the request that `send` would send, without sending it.
    ///
    /// The request contains neither the key or token of the client nor the headers that HTTP itself requires, such as `host`.
    /// Headers that the caller set are marked as sensitive.
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
        let mut body = self.0.body.clone();
        body.limit(&self.0.settings);
        self.0.call.clone().into_request(body, B::SEND)
    }
}
