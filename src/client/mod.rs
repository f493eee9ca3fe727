//! The client and its builder.

mod builder;
pub(crate) mod call;
mod connection;
mod members;
pub(crate) mod request;
pub(crate) mod settings;

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, Result};
use crate::models::{ChatCompletionsOptions, Model, ModelInfo};
use crate::raw;
use crate::transport::credential::{Credential, Secret};
use crate::transport::endpoint::EndpointKind;
use crate::transport::options::CallOptions;
use crate::transport::telemetry::CallSpan;
use crate::transport::{CallContext, Transport};

pub use self::builder::ClientBuilder;
use self::builder::ENV_CREDENTIAL;
pub use self::members::MemberState;
use self::members::Members;
pub use self::settings::Builder;

/// Client of one endpoint, or of [several endpoints](ClientBuilder::fallback).
///
/// A client is cheap to clone; clones share connections. Every call is a request builder that ends with `send()`:
///
/// ```no_run
/// # async fn example() -> azure_inference::Result<()> {
/// use azure_inference::Client;
///
/// let client = Client::builder("https://my-resource.openai.azure.com/openai/v1")
///     .api_key("…")
///     .model("mistral-large-2407")
///     .build()?;
/// let response = client.chat().user("How many languages are in the world?").send().await?;
/// println!("{}", response.text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[doc(alias("ChatCompletionsClient", "EmbeddingsClient", "ImageEmbeddingsClient", "OpenAI", "AzureOpenAI"))]
pub struct Client {
    pub(crate) transport: Arc<Transport>,
    pub(crate) defaults: Arc<Defaults>,
    /// The members, including this client; `None` for a client of one endpoint without limits.
    pub(crate) members: Option<Arc<Members>>,
    /// The cached response of [`model_info`](Self::model_info).
    info: Arc<OnceLock<ModelInfo>>,
}

/// The default settings and parameters of calls.
#[derive(Default)]
pub(crate) struct Defaults {
    model: Option<String>,
    /// The body that chat requests start with; `None` if it is empty.
    pub(crate) chat: Option<ChatCompletionsOptions>,
    options: Arc<CallOptions>,
}

impl Client {
    /// Returns a builder for a client of the endpoint at `url`. Paste the URL as the Azure portal shows it.
    ///
    /// The URL may end with a slash or with the path of an operation. An `api-version` in its query sets the
    /// [API version](ClientBuilder::api_version); other query parameters are sent with every request. The
    /// [kind of the endpoint](EndpointKind) is inferred from the URL.
    pub fn builder(url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(url.into())
    }

    /// Builds a client from environment variables.
    ///
    /// Reads `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL` (the API key), and if they are set
    /// `AZURE_INFERENCE_MODEL`, `AZURE_INFERENCE_API_VERSION` and `AZURE_INFERENCE_API` (`auto`, `chat_completions` or
    /// `responses`). To add further settings, use [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// If one of the first two is missing or empty, or is not a valid endpoint or key.
    pub fn from_env() -> Result<Self> {
        let builder = ClientBuilder::from_env()?;
        if !builder.0.has_credential() && builder.0.first_error.is_none() {
            return Err(Error::input(ENV_CREDENTIAL, "the environment variable is not set"));
        }
        builder.build()
    }

    /// Returns the generated client, which uses the same connections, credential and retries. The generated client of [several
    /// endpoints](ClientBuilder::fallback) sends to the first member only.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> Result<(), azure_inference::raw::Error> {
    /// use azure_inference::raw::Parameters;
    ///
    /// let parameters = Parameters { model: Some("mistral-large-2407"), ..Default::default() };
    /// let info = client.raw().get_model_info_with(parameters).await?;
    /// println!("{:?}", info.model_name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self) -> raw::Client {
        raw::client(&CallContext::shared(Arc::clone(&self.transport), Arc::clone(&self.defaults.options)))
    }

    /// Returns the base URL of the endpoint.
    pub fn endpoint(&self) -> &str {
        &self.transport.endpoint.base
    }

    /// Returns the kind of the endpoint.
    pub fn endpoint_kind(&self) -> EndpointKind {
        self.transport.endpoint.kind
    }

    /// Returns the default model, which is sent with requests that set none.
    pub fn model(&self) -> Option<&str> {
        self.defaults.model.as_deref()
    }

    /// Replaces the API key of this client and all its clones. Takes effect with the next attempt; use it to rotate keys
    /// without rebuilding the client.
    ///
    /// # Errors
    ///
    /// If the key is empty, is not a valid header value, or would be sent over plain HTTP to another machine. The old key
    /// stays in use then.
    pub fn set_api_key(&self, key: impl AsRef<str>) -> Result<()> {
        self.transport.endpoint.check_credential()?;
        self.transport.set_credential(Credential::Key(Secret::new("api_key", key.as_ref())?));
        Ok(())
    }

    /// Replaces the token of [`ClientBuilder::bearer_token`], for this client and all its clones. Takes effect with the next
    /// attempt.
    ///
    /// # Errors
    ///
    /// If the token is empty, is not a valid header value, or would be sent over plain HTTP to another machine. The old
    /// token stays in use then.
    pub fn set_bearer_token(&self, token: impl AsRef<str>) -> Result<()> {
        self.transport.endpoint.check_credential()?;
        self.transport.set_credential(Credential::Bearer(Secret::new("bearer_token", token.as_ref())?));
        Ok(())
    }

    /// Returns the name, provider and type of the model behind the endpoint. If the endpoint has several models, returns
    /// those of the model of the client.
    ///
    /// The client and its clones send one request and cache the response. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its first member only.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::model_info("mistral-large-2407", "chat-completion", "mistral"));
    ///
    /// let client = service.client();
    /// let info = client.model_info().await?;
    ///
    /// assert_eq!(info.model_name.as_deref(), Some("mistral-large-2407"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the endpoint is a v1 route or a deployment, which do not have this operation; otherwise as
    /// [`ChatRequest::send`](crate::ChatRequest::send). Errors are not cached.
    pub async fn model_info(&self) -> Result<&ModelInfo> {
        if let Some(info) = self.info.get() {
            return Ok(info);
        }
        let context = self.own_context();
        let span = CallSpan::new(&context, "get_model_info", self.model());
        let received = span.run(pin!(raw::get_model_info(&context, self.model()))).await?;
        Ok(self.info.get_or_init(|| *received.value))
    }

    /// Returns the models that are available on the v1 route, or on a server that is compatible with OpenAI. A client of [several
    /// endpoints](crate::ClientBuilder::fallback) asks its first member only.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// for model in client.models().await? {
    ///     println!("{}", model.id.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the kind of the endpoint does not have this operation; otherwise as [`ChatRequest::send`](crate::ChatRequest::send).
    pub async fn models(&self) -> Result<Vec<Model>> {
        let context = self.own_context();
        let span = CallSpan::new(&context, "list_models", None);
        let received = span.run(pin!(raw::list_models(&context))).await?;
        Ok(received.value.data.unwrap_or_default())
    }

    /// Returns the client of a member.
    pub(crate) fn member(&self, position: usize) -> &Self {
        self.members.as_ref().and_then(|members| members.clients.get(position)).unwrap_or(self)
    }

    /// Returns the context of a call to the members of the client.
    pub(crate) fn context(&self, options: Arc<CallOptions>) -> CallContext {
        match &self.members {
            Some(members) => CallContext::of_pool(Arc::clone(&members.pool), options),
            None => CallContext::new(Arc::clone(&self.transport), options),
        }
    }

    /// Returns the context of a call to this client only.
    fn own_context(&self) -> CallContext {
        CallContext::new(Arc::clone(&self.transport), Arc::clone(&self.defaults.options))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint())
            .field("kind", &self.endpoint_kind())
            .field("model", &self.model())
            .finish_non_exhaustive()
    }
}

/// Rejects a name that no service can accept: an empty one, or one with control characters. The service validates the rest.
pub(crate) fn check_name(field: &'static str, name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::input(field, "it is empty"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::input(field, "it has a control character, such as a line break"));
    }
    Ok(())
}
