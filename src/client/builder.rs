//! The builder of a client.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, RwLock};

use super::members::Members;
use super::settings::{Builder, ChatScope, ModelScope, Scope};
use super::{Client, Defaults, check_name};
use crate::error::{Error, Result};
use crate::models::ChatCompletionsOptions;
use crate::transport::connect::Connect;
use crate::transport::credential::{AccessToken, Credential, Secret, TokenCache, TokenProvider};
use crate::transport::endpoint::{Endpoint, EndpointKind};
use crate::transport::options::CallOptions;
use crate::transport::pool::{Gate, Limits};
use crate::transport::retry::RetryBudget;
use crate::transport::{Refusals, SendWith, Transport};

const ENV_ENDPOINT: &str = "AZURE_INFERENCE_ENDPOINT";
pub(super) const ENV_CREDENTIAL: &str = "AZURE_INFERENCE_CREDENTIAL";
const ENV_MODEL: &str = "AZURE_INFERENCE_MODEL";
const ENV_API: &str = "AZURE_INFERENCE_API";
const ENV_API_VERSION: &str = "AZURE_INFERENCE_API_VERSION";

/// Builder for a [`Client`]; created by [`Client::builder`].
///
/// [`build`](Self::build) returns the first validation error of any setting.
///
/// Settings that can also be set on a request, such as [`model`](Self::model), [`header`](Self::header),
/// [`timeouts`](Self::timeouts) and [`retry`](Self::retry), are defined by [`Builder`].
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
#[derive(Default)]
pub struct ClientScope {
    url: String,
    kind: Option<EndpointKind>,
    credential: Credential,
    /// Takes precedence over `credential`.
    tokens: Option<TokenProvider>,
    scope: Option<String>,
    api_version: Option<String>,
    allow_plain_http: bool,
    budget: RetryBudget,
    pub(super) connect: Connect,
    /// Sends each request instead of the HTTP client.
    pub(super) send_with: Option<SendWith>,
    defaults: Defaults,
    /// The other members, and whether each is a fallback.
    pub(super) others: Vec<(Client, bool)>,
    pub(super) limits: Limits,
    /// The first validation error; `build` returns it.
    pub(super) first_error: Option<Error>,
}

impl ClientBuilder {
    pub(super) fn new(url: String) -> Self {
        Builder(ClientScope { url, ..ClientScope::default() })
    }

    /// Returns a builder with the settings of the environment variables that [`Client::from_env`] reads. The variable of the
    /// API key may be missing; set another credential then, such as a [`token_provider`](Self::token_provider).
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

    /// Authenticates with an API key, in the header that the kind of the endpoint expects.
    pub fn api_key(self, key: impl AsRef<str>) -> Self {
        self.fixed(Secret::new("api_key", key.as_ref()).map(Credential::Key))
    }

    /// Authenticates with a fixed token, sent as `Authorization: Bearer`. For tokens that expire, set a
    /// [`token_provider`](Self::token_provider).
    pub fn bearer_token(self, token: impl AsRef<str>) -> Self {
        self.fixed(Secret::new("bearer_token", token.as_ref()).map(Credential::Bearer))
    }

    /// Authenticates with the tokens of a token provider, sent as `Authorization: Bearer`.
    ///
    /// `fetch` receives the [scope](Self::scope), which is empty if there is none. A token is cached and renewed five minutes
    /// before it expires; if the renewal fails, the old token is used while it is valid. Concurrent calls share one fetch.
    /// After a 401 the client fetches a new token, once per call.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use azure_inference::{AccessToken, Client};
    ///
    /// let client = Client::builder("https://my-resource.openai.azure.com")
    ///     .token_provider(|scope| async move {
    ///         assert_eq!(scope, "https://ai.azure.com/.default");
    ///         let token = std::fs::read_to_string("/run/secrets/token")?; // from any source
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

    /// Authenticates with a Microsoft Entra ID credential. Its tokens are cached and renewed as with
    /// [`token_provider`](Self::token_provider). Requires the feature `entra`.
    ///
    /// The crate `azure_identity` has credentials. Its default features compile a second TLS library; the example `entra`
    /// turns them off, and combines several credentials in a chain.
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

    /// Sets the scope of tokens. The default is the scope of the endpoint's kind and cloud
    /// ([table](crate::guide::operating#credentials)). A gateway may need another one.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.0.scope = Some(scope.into());
        self
    }

    /// Sets the default parameters of chat requests. A request can override them, or remove them with
    /// [`unset`](crate::ChatRequest::unset).
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
        self.0.defaults.chat = Some(defaults).filter(|defaults| *defaults != ChatCompletionsOptions::default());
        self
    }

    /// Sets the retry budget, which limits the retries of all calls together. The default is a budget of 500 for this client;
    /// pass a clone to several clients of one service to share it.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.0.budget = budget;
        self
    }

    /// Sets the kind of the endpoint, for a URL from which it can't be inferred: a gateway, or a custom host name.
    ///
    /// The path is normalized as for an inferred kind: a URL without a path gets that of the kind (`/openai/v1`, `/models`),
    /// unless the host is the local machine, and the path of an operation is removed. [`EndpointKind::Other`] leaves the
    /// path unchanged.
    pub fn endpoint_kind(mut self, kind: EndpointKind) -> Self {
        self.0.kind = Some(kind);
        self
    }

    /// Sets the `api-version` of every call. The default is that of the URL, or of the endpoint's kind.
    ///
    /// The v1 route does not need an `api-version`. It accepts `v1`, `preview` and `latest`, and rejects dates: a date in the
    /// URL is dropped, a date that is set here is an error.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.0.api_version = Some(version.into());
        self
    }

    /// Allows credentials to be sent over plain HTTP to another machine, where anyone on the network path can read them.
    pub fn allow_credentials_over_plain_http(mut self) -> Self {
        self.0.allow_plain_http = true;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If the URL is not an endpoint, the key is not a valid header value or would be sent over plain HTTP to another
    /// machine, a name has control characters, or no token scope is known for the endpoint. [`Error::param`] names the
    /// setting.
    pub fn build(self) -> Result<Client> {
        let has_credential = self.0.has_credential();
        let Self(ClientScope { url, kind, api_version, budget, connect, send_with, defaults, others, limits, .. }) =
            self;
        let mut endpoint = Endpoint::parse(&url, kind)?;
        endpoint.is_insecure &= !self.0.allow_plain_http;
        if let Some(first_error) = self.0.first_error {
            return Err(first_error);
        }
        if has_credential || defaults.options.has_secret() {
            endpoint.check_credential()?;
        }
        if let Some(model) = &defaults.model {
            check_name("model", model)?;
        }
        if let Some(version) = &api_version {
            check_name("api_version", version)?;
            endpoint.check_api_version(version)?;
            endpoint.api_version = Some(version.clone());
        }
        let credential = match self.0.tokens {
            Some(source) => {
                let scope = self.0.scope.or_else(|| endpoint.scope().map(str::to_owned));
                if let Some(scope) = &scope {
                    check_name("scope", scope)?;
                } else if source.needs_scope {
                    let reason = "no token scope is known for this endpoint; set one with ClientBuilder::scope";
                    return Err(Error::input("scope", reason));
                }
                Credential::Tokens(Arc::new(TokenCache::new(source, scope.unwrap_or_default())))
            }
            None => self.0.credential,
        };
        let transport = Arc::new(Transport {
            proxy: connect.proxy_address(&endpoint),
            http: connect.client(&endpoint, defaults.options.timeouts.connect)?,
            send_with,
            endpoint,
            urls: Mutex::default(),
            budget,
            credential: RwLock::new(credential),
            refusals: Refusals::default(),
            gate: Gate::new(limits),
        });
        let mut client = Client { transport, defaults: Arc::new(defaults), members: None, info: Arc::default() };
        if !others.is_empty() || limits.is_paced || limits.max_in_flight.is_some() {
            client.members = Some(Arc::new(Members::new(&client, others)));
        }
        Ok(client)
    }

    fn fixed(mut self, credential: Result<Credential>) -> Self {
        self.0.tokens = None;
        match credential {
            Ok(credential) => self.0.credential = credential,
            Err(error) => self.0.record_error(error),
        }
        self
    }
}

impl ClientScope {
    pub(super) fn has_credential(&self) -> bool {
        self.tokens.is_some() || !matches!(self.credential, Credential::None)
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
