//! How a client is built.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, RwLock};

use url::Url;

use super::members::Settings;
use super::settings::{Builder, ChatScope, ModelScope, Scope};
use super::{Client, Defaults, check_name};
use crate::error::{Error, Result};
use crate::models::ChatCompletionsOptions;
use crate::transport::connect::Connect;
use crate::transport::credential::{AccessToken, Credential, Secret, TokenCache, TokenProvider};
use crate::transport::endpoint::{Endpoint, EndpointKind};
use crate::transport::options::CallOptions;
use crate::transport::pool::Gate;
use crate::transport::retry::RetryBudget;
use crate::transport::{Refusals, SendWith, Transport};

const ENV_ENDPOINT: &str = "AZURE_INFERENCE_ENDPOINT";
pub(super) const ENV_CREDENTIAL: &str = "AZURE_INFERENCE_CREDENTIAL";
const ENV_MODEL: &str = "AZURE_INFERENCE_MODEL";
const ENV_API: &str = "AZURE_INFERENCE_API";
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
///     .api_key("my-key")
///     .build()?;
/// assert!(!format!("{client:?}").contains("my-key"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
pub type ClientBuilder = Builder<ClientScope>;

/// The state of a [`ClientBuilder`].
pub struct ClientScope {
    url: String,
    kind: Option<EndpointKind>,
    credential: Credential,
    /// Goes before `credential`.
    tokens: Option<TokenProvider>,
    scope: Option<String>,
    api_version: Option<String>,
    allow_plain_http: bool,
    budget: RetryBudget,
    pub(super) connect: Connect,
    /// Sends in place of the HTTP client.
    pub(super) send_with: Option<SendWith>,
    defaults: Defaults,
    pub(crate) pool: Settings,
    /// The first first_error; `build` returns it.
    pub(super) first_error: Option<Error>,
}

impl ClientBuilder {
    pub(super) fn new(url: String) -> Self {
        Builder(ClientScope {
            url,
            kind: None,
            credential: Credential::None,
            tokens: None,
            scope: None,
            api_version: None,
            allow_plain_http: false,
            budget: RetryBudget::default(),
            connect: Connect::default(),
            send_with: None,
            defaults: Defaults { model: None, chat: ChatCompletionsOptions::default(), options: Arc::default() },
            pool: Settings::default(),
            first_error: None,
        })
    }

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
        builder.0.defaults.model = variable(ENV_MODEL);
        builder.0.api_version = variable(ENV_API_VERSION);
        if let Some(key) = variable(ENV_CREDENTIAL) {
            builder = builder.api_key(key);
        }
        if let Some(api) = variable(ENV_API) {
            builder = builder.api(api.parse().map_err(|error: Error| error.with_param(ENV_API))?);
        }
        Ok(builder)
    }

    /// Proves who calls with a key, in the header that the endpoint's kind wants.
    pub fn api_key(self, key: impl AsRef<str>) -> Self {
        self.fixed(Secret::new("api_key", key.as_ref()).map(Credential::Key))
    }

    /// Proves who calls with a token obtained elsewhere, as `Authorization: Bearer`.
    pub fn bearer_token(self, token: impl AsRef<str>) -> Self {
        self.fixed(Secret::new("bearer", token.as_ref()).map(Credential::Bearer))
    }

    /// Proves who calls with tokens that `fetch` gives, as `Authorization: Bearer`.
    ///
    /// `fetch` is given the [scope](Self::scope), which is empty if there is none. A token is kept until five minutes
    /// before it ends, then renewed; if that fails, the old one serves while it lives. Of many calls that need a token one
    /// fetches it for all. A token that the service refuses (401) is fetched anew, once a call.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use azure_inference::{AccessToken, Client};
    ///
    /// let client = Client::builder("https://my-resource.openai.azure.com")
    ///     .token_provider(|scope| async move {
    ///         assert_eq!(scope, "https://ai.azure.com/.default");
    ///         let token = std::fs::read_to_string("/run/secrets/token")?; // by whatever gives you one
    ///         std::io::Result::Ok(AccessToken::new(token.trim(), SystemTime::now() + Duration::from_secs(600)))
    ///     })
    ///     .build()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn token_provider<F, E>(mut self, fetch: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.0.tokens = Some(TokenProvider::new(fetch));
        self
    }

    /// Proves who calls with a credential of Entra ID, kept and renewed as by [`token_provider`](Self::token_provider); needs
    /// the feature `entra`.
    ///
    /// The crate `azure_identity` has credentials. Its default features bring a second TLS library; the example `entra`
    /// does without them, and makes a chain of several.
    ///
    /// ```no_run
    /// use azure_inference::Client;
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::builder("https://my-resource.openai.azure.com")
    ///     .credential(azure_identity::ManagedIdentityCredential::new(None)?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "entra")]
    pub fn credential(mut self, credential: std::sync::Arc<dyn azure_core::credentials::TokenCredential>) -> Self {
        self.0.tokens = Some(crate::transport::credential::entra_token_provider(credential));
        self
    }

    /// Sets the scope that tokens are fetched for, instead of that of the endpoint's kind and cloud
    /// ([table](crate::guide::operating#credentials)): where Azure names another, behind a gateway.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.0.scope = Some(scope.into());
        self
    }

    /// What every chat request begins with; each can set other values, or [`unset`](crate::ChatRequest::unset) them.
    ///
    /// ```
    /// use azure_inference::Client;
    /// use azure_inference::models::ChatCompletionsOptions;
    ///
    /// let mut defaults = ChatCompletionsOptions { temperature: Some(0.2), ..Default::default() };
    /// defaults.extra.insert("safe_prompt".into(), true.into());
    /// let client = Client::builder("https://my-resource.openai.azure.com").chat_defaults(defaults).build()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn chat_defaults(mut self, defaults: ChatCompletionsOptions) -> Self {
        self.0.defaults.chat = defaults;
        self
    }

    /// What all calls together may spend on retries, in place of a budget of 500 of this client's own.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.0.budget = budget;
        self
    }

    /// Forces the kind of the endpoint, where the URL does not tell: a gateway, a host name of your own.
    ///
    /// It shapes the path as an inferred kind does: a bare host gets the path of its kind (`/openai/v1`, `/models`), unless
    /// it is this machine, and the path of an operation is removed. [`EndpointKind::Other`] leaves the path as it is.
    pub fn endpoint_kind(mut self, kind: EndpointKind) -> Self {
        self.0.kind = Some(kind);
        self
    }

    /// Sets the `api-version` of every call, instead of that of the URL or of the endpoint's kind.
    ///
    /// The v1 route accepts `v1`, `preview` and `latest` and refuses dates; its `api-version` is better left out. A date that
    /// comes with a pasted URL of the v1 route is dropped, one that is set here is an error.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.0.api_version = Some(version.into());
        self
    }

    /// Allows a credential to go over plain http to another machine, where anyone between can read it.
    pub fn allow_credentials_over_plain_http(mut self) -> Self {
        self.0.allow_plain_http = true;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If the URL is no endpoint, the key can't go in a header or would go over plain http to another machine, a name has
    /// control characters, or nothing tells the scope of a credential's tokens. [`Error::param`] names the setting.
    pub fn build(self) -> Result<Client> {
        let mut endpoint = Endpoint::parse(&self.0.url, self.0.kind)?;
        endpoint.is_insecure &= !self.0.allow_plain_http;
        if let Some(first_error) = self.0.first_error {
            return Err(first_error);
        }
        if self.has_credential() || self.0.defaults.options.has_secret() {
            endpoint.check_credential()?;
        }
        if let Some(model) = &self.0.defaults.model {
            check_name("model", model)?;
        }
        if let Some(version) = &self.0.api_version {
            check_name("api_version", version)?;
            endpoint.check_api_version(version)?;
        }
        let credential = match self.0.tokens {
            Some(source) => with_scope(source, self.0.scope, &endpoint)?,
            None => self.0.credential,
        };
        let proxy = self.0.connect.proxy_address(&endpoint);
        let http = self.0.connect.client(&endpoint, self.0.defaults.options.timeouts.connect)?;
        let credential = RwLock::new(credential);
        let base = Url::parse(&endpoint.base).map_err(|error| Error::input("endpoint", error.to_string()))?;
        let (send_with, budget, api_version) = (self.0.send_with, self.0.budget, self.0.api_version);
        let refusals = Refusals::default();
        let urls = Mutex::default();
        let gate = Gate::new(self.0.pool.limits);
        let transport =
            Transport { http, proxy, send_with, endpoint, base, urls, budget, credential, api_version, refusals, gate };
        let (transport, defaults) = (Arc::new(transport), Arc::new(self.0.defaults));
        Ok(self.0.pool.join(Client { transport, defaults, members: None, info: Arc::default() }))
    }

    fn fixed(mut self, credential: Result<Credential>) -> Self {
        self.0.tokens = None;
        match credential {
            Ok(credential) => self.0.credential = credential,
            Err(error) => self.record_error(error),
        }
        self
    }

    pub(super) fn has_credential(&self) -> bool {
        self.0.tokens.is_some() || !self.0.credential.is_none()
    }

    pub(crate) fn record_error(&mut self, error: Error) {
        self.0.first_error.get_or_insert(error);
    }
}

impl Scope for ClientScope {
    fn options_mut(&mut self) -> &mut CallOptions {
        Arc::make_mut(&mut self.defaults.options)
    }

    fn record_error(&mut self, error: Error) {
        self.first_error.get_or_insert(error);
    }
}

impl ModelScope for ClientScope {
    fn set_model(&mut self, model: String) {
        self.defaults.model = Some(model);
    }
}

impl ChatScope for ClientScope {}

impl fmt::Debug for ClientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("kind", &self.kind)
            .field("credential", &self.credential)
            .field("model", &self.defaults.model)
            .field("options", &self.defaults.options)
            .finish_non_exhaustive()
    }
}

/// Tokens for the caller's scope, or that of the endpoint.
fn with_scope(source: TokenProvider, scope: Option<String>, endpoint: &Endpoint) -> Result<Credential> {
    let scope = scope.or_else(|| endpoint.scope().map(str::to_owned));
    match &scope {
        Some(scope) => check_name("scope", scope)?,
        None if source.needs_scope => {
            return Err(Error::input("scope", "nothing tells what scope tokens for this endpoint have: name it"));
        }
        None => {}
    }
    Ok(Credential::Tokens(Arc::new(TokenCache::new(source, scope.unwrap_or_default()))))
}
