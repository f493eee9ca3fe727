//! The client and how it is built.

use std::fmt;
use std::sync::Arc;

use crate::chat::ChatRequest;
use crate::connect;
use crate::credential::{Credential, Secret};
use crate::endpoint::{Endpoint, EndpointKind};
use crate::error::{Error, Result};
use crate::models::ExtraParameters;
use crate::raw;
use crate::transport::{CallContext, Transport};

/// A client of one endpoint.
///
/// It is cheap to clone; clones share connections. Every call is a builder that ends in `send()`:
///
/// ```no_run
/// # async fn example() -> azure_inference::Result<()> {
/// use azure_inference::Client;
///
/// let client = Client::builder("https://my-resource.openai.azure.com/openai/v1")
///     .api_key("…")
///     .model("mistral-large-2407")
///     .build()?;
/// let answer = client.chat().user("How many languages are in the world?").send().await?;
/// println!("{}", answer.text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
    model: Option<Arc<str>>,
}

impl Client {
    /// Begins a client of the endpoint at `url`, as the vendor's portal shows it.
    ///
    /// The URL may end in a slash, in an operation's path, or carry a query, whose `api-version` becomes the setting and
    /// whose other pairs go on every call. See [`EndpointKind`] for what it decides.
    pub fn builder(url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            url: url.into(),
            kind: None,
            credential: Ok(Credential::None),
            model: None,
            api_version: None,
            allow_plain_http: false,
        }
    }

    /// The client that the environment describes.
    ///
    /// Reads `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL` (the key), and if they are set
    /// `AZURE_INFERENCE_MODEL` and `AZURE_INFERENCE_API_VERSION`. [`ClientBuilder::from_env`] leaves room for more.
    ///
    /// # Errors
    ///
    /// If one of the first two is missing or empty, or is no endpoint or key.
    pub fn from_env() -> Result<Self> {
        let builder = ClientBuilder::from_env()?;
        if builder.credential.as_ref().is_ok_and(Credential::is_none) {
            return Err(Error::input(ENV_CREDENTIAL, "the environment variable is not set"));
        }
        builder.build()
    }

    /// Begins a chat completion.
    pub fn chat(&self) -> ChatRequest {
        ChatRequest::new(self.clone())
    }

    /// The generated client over the same connections, credential and retries.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> Result<(), azure_inference::raw::Error> {
    /// let info = client.raw().get_model_info(Some("2025-05-15-preview"), Some("mistral-large-2407")).await?;
    /// println!("{:?}", info.model_name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self) -> raw::Client {
        raw::client(&self.context(None))
    }

    /// The base URL of every call.
    pub fn endpoint(&self) -> &str {
        &self.transport.endpoint.base
    }

    /// What kind of endpoint it is.
    pub fn endpoint_kind(&self) -> EndpointKind {
        self.transport.endpoint.kind
    }

    /// The model of calls that name none.
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    pub(crate) fn context(&self, extra_parameters: Option<ExtraParameters>) -> CallContext {
        CallContext::new(Arc::clone(&self.transport), extra_parameters)
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

const ENV_ENDPOINT: &str = "AZURE_INFERENCE_ENDPOINT";
const ENV_CREDENTIAL: &str = "AZURE_INFERENCE_CREDENTIAL";
const ENV_MODEL: &str = "AZURE_INFERENCE_MODEL";
const ENV_API_VERSION: &str = "AZURE_INFERENCE_API_VERSION";

/// Settings of a [`Client`] to be.
///
/// Mistakes are reported by [`build`](Self::build).
///
/// ```
/// # use azure_inference::{Client, EndpointKind};
/// let client = Client::builder("https://gateway.example/llm")
///     .endpoint_kind(EndpointKind::FoundryModels)
///     .api_version("2025-05-15-preview")
///     .api_key("…")
///     .build()?;
/// assert!(!format!("{client:?}").contains('…'));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    url: String,
    kind: Option<EndpointKind>,
    credential: Result<Credential, CredentialFault>,
    model: Option<String>,
    api_version: Option<String>,
    allow_plain_http: bool,
}

/// Why a credential can't be used; kept until `build` says it.
#[derive(Clone, Debug)]
struct CredentialFault {
    field: &'static str,
    reason: String,
}

impl ClientBuilder {
    /// Begins with what the environment says, see [`Client::from_env`]; a credential may be missing.
    ///
    /// # Errors
    ///
    /// If `AZURE_INFERENCE_ENDPOINT` is missing or empty.
    pub fn from_env() -> Result<Self> {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let url =
            variable(ENV_ENDPOINT).ok_or_else(|| Error::input(ENV_ENDPOINT, "the environment variable is not set"))?;
        let mut builder = Client::builder(url);
        builder.model = variable(ENV_MODEL);
        builder.api_version = variable(ENV_API_VERSION);
        if let Some(key) = variable(ENV_CREDENTIAL) {
            builder = builder.api_key(key);
        }
        Ok(builder)
    }

    /// Proves who calls with a key, in the header that the endpoint's kind wants.
    pub fn api_key(mut self, key: impl AsRef<str>) -> Self {
        self.credential = secret("api_key", key.as_ref()).map(Credential::Key);
        self
    }

    /// Proves who calls with a token obtained elsewhere, as `Authorization: Bearer`.
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        self.credential = secret("bearer", token.as_ref()).map(Credential::Bearer);
        self
    }

    /// The model of calls that name none; on the v1 route the name of a deployment.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }

    /// Forces the kind of the endpoint, where the URL does not tell: a gateway, a sovereign cloud.
    pub fn endpoint_kind(mut self, kind: EndpointKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The `api-version` of every call, instead of the one that the URL or the endpoint's kind says.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Allows a credential to go over plain http to another machine, where anyone between can read it.
    pub fn allow_credentials_over_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If the URL is no endpoint, the key can't go in a header or would go over plain http to another machine, or a name
    /// has control characters. [`Error::param`] names the setting.
    pub fn build(self) -> Result<Client> {
        let endpoint = Endpoint::parse(&self.url, self.kind)?;
        let credential = self.credential.map_err(|fault| Error::input(fault.field, fault.reason))?;
        if endpoint.is_exposed && !credential.is_none() && !self.allow_plain_http {
            return Err(Error::input("endpoint", "a credential would go over plain http, where anyone can read it"));
        }
        if let Some(model) = &self.model {
            accept_name("model", model)?;
        }
        if let Some(version) = &self.api_version {
            accept_name("api_version", version)?;
        }
        let http = connect::http_client(&endpoint)?;
        let transport = Transport { http, endpoint, credential, api_version: self.api_version };
        Ok(Client { transport: Arc::new(transport), model: self.model.map(Arc::from) })
    }
}

fn secret(field: &'static str, text: &str) -> Result<Secret, CredentialFault> {
    Secret::new(field, text).map_err(|error| CredentialFault { field, reason: error.message().to_owned() })
}

/// Refuses what can only be a mistake in a name; what a service makes of the rest is its business.
pub(crate) fn accept_name(field: &'static str, name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::input(field, "it is empty"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::input(field, "it has a control character, such as a line end"));
    }
    Ok(())
}
