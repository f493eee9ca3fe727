//! The context of a call, which it carries through the generated code.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{BoxFuture, Either, TryFutureExt};
use http::{HeaderMap, StatusCode, header};
use reqwest::{Request, Response as HttpResponse, Url};

use super::body::{DEFAULT_MAX_RESPONSE_SIZE, transport_error_via};
use super::{Refusals, Wire};
use crate::error::{Error, KEPT_BODY, Kind, Response, ServiceError, headers};
use crate::transport::credential::{CachedToken, Credential, Mask, TokenCache};
use crate::transport::endpoint::Endpoint;
use crate::transport::options::CallOptions;
use crate::transport::pool::{Gate, Pool};
use crate::transport::response::ResponseMetadata;
use crate::transport::retry::RetryBudget;

/// The token that a request was sent with, and its cache.
pub(super) type TokenInUse = (Arc<TokenCache>, CachedToken);

/// How many URLs of operations a client keeps.
const MAX_URLS: usize = 16;

/// The state that all calls of a client share.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// Sends in place of `http`.
    pub(crate) send_with: Option<SendWith>,
    /// Host and port of the proxy.
    pub(crate) proxy: Option<String>,
    pub(crate) endpoint: Endpoint,
    /// The URLs of operations, by their paths.
    pub(crate) urls: Mutex<Vec<(Box<str>, Url)>>,
    pub(crate) budget: RetryBudget,
    /// Replaceable while calls are in flight.
    pub(crate) credential: RwLock<Credential>,
    /// Parts that are sent by default and that models have rejected.
    pub(crate) refusals: Refusals,
    /// Whether it may be sent a call, if it is one of several members or has limits.
    pub(crate) gate: Gate,
}

impl Transport {
    /// Sends the request of one attempt.
    pub(super) fn execute(&self, request: Request) -> impl Future<Output = Result<HttpResponse, Error>> + use<'_> {
        let sent = match &self.send_with {
            None => Either::Left(self.http.execute(request).map_err(BoxError::from)),
            Some(send) => Either::Right(send(request, self.http.clone())),
        };
        sent.map_err(|error| match error.downcast::<reqwest::Error>() {
            Ok(error) => transport_error_via(*error, self.proxy.as_deref()),
            Err(error) => Error::new(Kind::Transport, "the send_with function failed").with_source(error),
        })
    }

    fn credential(&self) -> RwLockReadGuard<'_, Credential> {
        self.credential.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_credential(&self, credential: Credential) {
        *self.credential.write().unwrap_or_else(PoisonError::into_inner) = credential;
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The caller's function that sends requests instead of the HTTP client.
pub(crate) type SendWith =
    Arc<dyn Fn(Request, reqwest::Client) -> BoxFuture<'static, Result<HttpResponse, BoxError>> + Send + Sync>;

/// The context of a call. It is `pub` because a trait of the generated client names it, and can't be reached from outside.
#[derive(Clone)]
pub struct CallContext(Arc<Call>);

impl Deref for CallContext {
    type Target = Call;

    fn deref(&self) -> &Call {
        &self.0
    }
}

/// What the clones of a context share.
pub struct Call {
    pub(crate) transport: Arc<Transport>,
    pub(crate) options: Arc<CallOptions>,
    /// The request that a generated operation has built. Of one call; the raw client, whose calls share a context, has none.
    built: Option<Mutex<Option<Result<Request, Error>>>>,
    /// The secrets of all attempts: the key may be replaced between them.
    mask: Mutex<Mask>,
    wire: Mutex<Wire>,
    /// The members of the call's client, if it has several or limits of its own.
    pub(super) pool: Option<Arc<Pool>>,
    /// The context that the call started with, unless it is this one. Its options and its mask hold for all members.
    origin: Option<CallContext>,
}

impl Call {
    fn new(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        let (built, mask, wire) = (Some(Mutex::default()), Mutex::default(), Mutex::default());
        Self { transport, options, built, mask, wire, pool: None, origin: None }
    }
}

/// A decoded response and its metadata.
#[derive(Debug)]
pub(crate) struct Decoded<T> {
    /// In a box, since it is large and moved.
    pub(crate) value: Box<T>,
    pub(crate) response: ResponseMetadata,
}

impl CallContext {
    /// For one call.
    pub(crate) fn new(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self(Arc::new(Call::new(transport, options)))
    }

    /// For all the calls of a raw client.
    pub(crate) fn shared(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self(Arc::new(Call { built: None, ..Call::new(transport, options) }))
    }

    /// For one call of a client with several members; of the first member until one is chosen.
    pub(crate) fn of_pool(pool: Arc<Pool>, options: Arc<CallOptions>) -> Self {
        let transport = Arc::clone(&pool.members[0].transport);
        Self(Arc::new(Call { pool: Some(pool), ..Call::new(transport, options) }))
    }

    /// The same call at a member, with the options that it is sent with there.
    pub(super) fn at(&self, transport: &Arc<Transport>, options: Arc<CallOptions>) -> Self {
        // Already at this member.
        if Arc::ptr_eq(transport, &self.transport) && Arc::ptr_eq(&options, &self.options) {
            return self.clone();
        }
        let (pool, origin) = (self.pool.clone(), Some(self.origin().clone()));
        Self(Arc::new(Call { pool, origin, ..Call::new(Arc::clone(transport), options) }))
    }

    /// The context that the call started with.
    pub(super) fn origin(&self) -> &Self {
        self.origin.as_ref().unwrap_or(self)
    }

    /// The API that a chat request is sent to.
    pub(crate) fn wire(&self) -> MutexGuard<'_, Wire> {
        self.wire.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn base(&self) -> &str {
        &self.endpoint().base
    }

    /// The URL of an operation.
    pub(crate) fn url(&self, path: &str) -> Url {
        let transport = &self.transport;
        let mut urls = transport.urls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = urls.iter().find(|(known, _)| **known == *path) {
            return url.clone();
        }
        let mut url = transport.endpoint.url.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        // There is no limit to paths with parameters.
        if urls.len() < MAX_URLS {
            urls.push((path.into(), url.clone()));
        }
        url
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.transport.endpoint
    }

    pub(crate) fn api_version(&self) -> Option<&str> {
        self.endpoint().api_version()
    }

    /// The same for an operation with a default of its own. The v1 route of a project rejects the parameter.
    pub(crate) fn api_version_or(&self, default: Option<&'static str>) -> Option<&str> {
        self.endpoint().api_version.as_deref().or_else(|| default.filter(|_| !self.base().contains("/api/projects/")))
    }

    pub(crate) fn mask(&self) -> MutexGuard<'_, Mask> {
        self.origin().mask.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the client's `api-version`, unless the request has one.
    pub(crate) fn add_api_version(&self, request: &mut Request) {
        let Some(version) = self.api_version() else { return };
        if request.url().query_pairs().all(|(name, _)| name != "api-version") {
            request.url_mut().query_pairs_mut().append_pair("api-version", version);
        }
    }

    /// Keeps the request that a generated operation has built, for [`take_built`](Self::take_built). Returns `false` if this is
    /// the context of a raw client, which sends its requests by itself.
    pub(crate) fn keep_built(&self, request: &mut Request, operation: &str) -> bool {
        let Some(built) = &self.built else { return false };
        let accepted = self.endpoint().check_operation(operation);
        let request = accepted.map(|()| {
            let empty = Request::new(request.method().clone(), self.endpoint().url.clone());
            std::mem::replace(request, empty)
        });
        // Nothing panics while it is held.
        *built.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        true
    }

    pub(crate) fn take_built(&self) -> Option<Result<Request, Error>> {
        self.built.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn max_response_size(&self) -> usize {
        self.options.max_response_size.unwrap_or(DEFAULT_MAX_RESPONSE_SIZE)
    }

    /// The error for a response of status 200: the one that it reports, else a decoding error.
    pub(crate) fn error_of(&self, response: &ResponseMetadata, said: Option<ServiceError>, otherwise: &str) -> Error {
        let kept = self.kept(response.status, &response.headers, &response.body);
        let error = match said {
            Some(said) => Error::service(said, kept),
            None => Error::new(Kind::Decode, otherwise).with_response(kept),
        };
        response.explain(error)
    }

    /// The error for a response of another status, from the part that was received.
    pub(super) fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Error {
        let hint = match &*self.transport.credential() {
            Credential::Tokens(tokens) if status == StatusCode::UNAUTHORIZED && !tokens.scope.is_empty() => {
                Some(format!("the token is for the scope {}", tokens.scope))
            }
            _ => self.endpoint().hint(status),
        };
        let said = ServiceError::read(&self.masked(body));
        let error = Error::service(said, self.kept(status, headers, body)).with_hint(hint);
        match headers::encoding(headers) {
            Some(encoding) => {
                error.append_hint(format!("the body has the encoding {encoding:?}, which was not requested"))
            }
            None => error,
        }
    }

    /// Adds the credential to the headers. Returns the token and its cache, so that it can be discarded if it is rejected.
    pub(super) async fn authenticate(
        &self,
        request: &mut Request,
        limit: Duration,
    ) -> Result<Option<TokenInUse>, Error> {
        let kind = self.endpoint().kind;
        let tokens = match &*self.transport.credential() {
            Credential::Tokens(tokens) => Arc::clone(tokens),
            credential => {
                credential.apply(request.headers_mut(), kind);
                return Ok(None);
            }
        };
        // A header of the caller takes precedence.
        if self.options.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        let fault = |_| Error::new(Kind::Credential, format!("the credential returned no token within {limit:?}"));
        let token = tokio::time::timeout(limit, tokens.token()).await.map_err(fault)??;
        Credential::Bearer(token.secret.clone()).apply(request.headers_mut(), kind);
        Ok(Some((tokens, token)))
    }

    /// The part of a response that an error keeps: the start of its body, without a key that the server echoed.
    pub(crate) fn kept(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Response {
        // More than is kept, so that no key is cut where it ends.
        let masked = self.masked(&body.slice(..body.len().min(2 * KEPT_BODY)));
        // A copy, since a slice would keep the whole body in memory.
        let body = Bytes::copy_from_slice(&masked[..masked.len().min(KEPT_BODY)]);
        Response { status, headers: headers.clone(), body }
    }

    /// A body without the keys that the server echoed.
    pub(crate) fn masked(&self, body: &Bytes) -> Bytes {
        self.mask().body(body.clone())
    }

    /// An error whose causes quote no key: HTTP/2 lets a server say anything as it closes a connection.
    pub(crate) fn concealed(&self, error: Error) -> Error {
        let Some(source) = std::error::Error::source(&error) else { return error };
        let text = describe(source);
        let shown = Bytes::from(format!("{text} {source:?}"));
        if self.masked(&shown) == shown {
            return error;
        }
        let text = self.masked(&Bytes::from(text));
        error.with_source(String::from_utf8_lossy(&text).into_owned())
    }
}

/// Returns the text of an error with those of its causes.
pub(crate) fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallContext").field("endpoint", &self.base()).finish_non_exhaustive()
    }
}
