//! Token cache. Concurrent callers share one fetch, and tokens are refreshed before they expire.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;

use crate::error::{Error, Kind, Source};
use crate::transport::credential::Secret;

/// An access token with its expiry time, from a [token provider](crate::ClientBuilder::token_provider).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use azure_inference::AccessToken;
///
/// let token = AccessToken::new("eyJ0…", SystemTime::now() + Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("eyJ0"));
/// ```
#[derive(Clone)]
pub struct AccessToken {
    text: String,
    expires_at: SystemTime,
}

impl AccessToken {
    /// Returns an access token: its text without `Bearer`, and its expiry time.
    pub fn new(text: impl Into<String>, expires_at: SystemTime) -> Self {
        Self { text: text.into(), expires_at }
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A function that fetches a token for a scope.
pub(crate) struct TokenProvider {
    fetch: Box<dyn Fn(String) -> BoxFuture<'static, Result<AccessToken, Cause>> + Send + Sync>,
    /// Whether the scope is required.
    pub(crate) needs_scope: bool,
}

impl TokenProvider {
    pub(crate) fn new<F, E>(fetch: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Cause>,
    {
        let fetch = move |scope| -> BoxFuture<_> {
            let fetching = fetch(scope);
            Box::pin(async move { fetching.await.map_err(Into::into) })
        };
        Self { fetch: Box::new(fetch), needs_scope: false }
    }
}

/// Returns a token provider for a Microsoft Entra ID credential of the `azure_identity` crate.
#[cfg(feature = "entra")]
pub(crate) fn entra_token_provider(credential: Arc<dyn azure_core::credentials::TokenCredential>) -> TokenProvider {
    let mut provider = TokenProvider::new(move |scope| {
        let credential = Arc::clone(&credential);
        async move {
            let token = credential.get_token(&[&scope], None).await?;
            azure_core::Result::Ok(AccessToken::new(token.token.secret(), token.expires_on.into()))
        }
    });
    provider.needs_scope = true;
    provider
}

/// A token is refreshed this long before it expires, or after half of its lifetime if that is later.
const REFRESH_MARGIN: Duration = Duration::from_secs(300);
/// Timeout for a refresh while the current token is valid.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(10);
/// The delay after a failed refresh before the next one.
const REFRESH_PAUSE: Duration = Duration::from_secs(30);

/// The token cache of a client.
pub(crate) struct TokenCache {
    provider: TokenProvider,
    pub(crate) scope: String,
    clock: fn() -> SystemTime,
    state: Mutex<State>,
    /// Locked by the caller that fetches. If that caller is dropped, the next one takes over.
    fetch_lock: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    token: Option<CachedToken>,
    /// The number of completed fetches.
    fetches: u64,
    /// The error of the last fetch, if it failed.
    failure: Option<Source>,
}

#[derive(Clone)]
pub(crate) struct CachedToken {
    pub(crate) secret: Secret,
    expires_at: SystemTime,
    /// The time of the next refresh.
    refresh_at: SystemTime,
    /// The number of the fetch that returned this token. It identifies the token.
    number: u64,
}

impl State {
    fn valid_token(&self, now: SystemTime) -> Option<&CachedToken> {
        self.token.as_ref().filter(|token| token.expires_at > now)
    }
}

impl TokenCache {
    pub(crate) fn new(provider: TokenProvider, scope: String) -> Self {
        let fetch_lock = tokio::sync::Mutex::default();
        Self { provider, scope, clock: SystemTime::now, state: Mutex::default(), fetch_lock }
    }

    /// Returns a valid token. One caller fetches at a time, and the callers that wait for it share the result.
    pub(crate) async fn token(&self) -> Result<CachedToken, Error> {
        let now = (self.clock)();
        let (token, fetches) = {
            let state = self.state();
            (state.valid_token(now).cloned(), state.fetches)
        };
        match token {
            Some(token) if token.refresh_at <= now => Ok(self.refresh(token).await),
            Some(token) => Ok(token),
            None => self.fetch_once(fetches).await,
        }
    }

    /// Removes a token that the service rejected, unless the cache has a newer one.
    pub(crate) fn discard(&self, rejected: &CachedToken) {
        self.state().token.take_if(|token| token.number == rejected.number);
    }

    /// Refreshes a valid token. Other callers do not wait and use the old token.
    async fn refresh(&self, old: CachedToken) -> CachedToken {
        let Ok(_lock) = self.fetch_lock.try_lock() else { return old };
        let newer = self.state().token.clone().filter(|token| token.number != old.number);
        if let Some(newer) = newer {
            return newer;
        }
        if let Ok(Ok(token)) = tokio::time::timeout(REFRESH_TIMEOUT, self.fetch()).await {
            return token;
        }
        let next = (self.clock)() + REFRESH_PAUSE;
        self.state().token.iter_mut().for_each(|token| token.refresh_at = next);
        old
    }

    /// Fetches a token, unless another caller has completed a fetch after the first `fetches`.
    async fn fetch_once(&self, fetches: u64) -> Result<CachedToken, Error> {
        let _lock = self.fetch_lock.lock().await;
        {
            let state = self.state();
            if let Some(token) = state.valid_token((self.clock)()) {
                return Ok(token.clone());
            }
            if let Some(failure) = state.failure.clone().filter(|_| state.fetches > fetches) {
                return Err(self.error(failure));
            }
        }
        self.fetch().await
    }

    /// Requires `fetch_lock`.
    async fn fetch(&self) -> Result<CachedToken, Error> {
        let fetched = (self.provider.fetch)(self.scope.clone()).await;
        let fetched = fetched.and_then(|token| Ok((Secret::new("token", &token.text)?, token.expires_at)));
        let now = (self.clock)();
        let mut state = self.state();
        state.fetches += 1;
        match fetched {
            Ok((secret, expires_at)) => {
                let lifetime = expires_at.duration_since(now).unwrap_or_default();
                let refresh_at = expires_at.checked_sub(REFRESH_MARGIN.min(lifetime / 2)).unwrap_or(expires_at);
                let token = CachedToken { secret, expires_at, refresh_at, number: state.fetches };
                *state = State { token: Some(token.clone()), fetches: state.fetches, ..State::default() };
                Ok(token)
            }
            Err(cause) => {
                let failure = state.failure.insert(Arc::from(cause));
                Err(self.error(Arc::clone(failure)))
            }
        }
    }

    fn error(&self, failure: Source) -> Error {
        let scope = if self.scope.is_empty() { String::new() } else { format!(" for the scope {}", self.scope) };
        Error::new(Kind::Credential, format!("the credential returned no token{scope}")).with_shared_source(failure)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("scope", &self.scope).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::VecDeque;
    use std::future::poll_fn;
    use std::task::Poll;

    use futures_util::future::join_all;

    use super::*;

    thread_local! {
        /// Seconds since the epoch.
        static NOW: Cell<u64> = const { Cell::new(0) };
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// The result of a fetch.
    enum Fetch {
        /// A token that expires at this second.
        Until(u64),
        Failure(&'static str),
        /// The fetch never completes.
        Hangs,
    }
    use Fetch::*;

    /// Returns a cache whose token provider returns these results, and the number of fetches.
    fn cache(results: impl IntoIterator<Item = Fetch>) -> (Arc<TokenCache>, Arc<Mutex<usize>>) {
        let (fetches, tokens) = (Arc::<Mutex<usize>>::default(), Arc::<Mutex<usize>>::default());
        let results = Mutex::new(results.into_iter().collect::<VecDeque<_>>());
        let counter = Arc::clone(&fetches);
        let provider = TokenProvider::new(move |scope| {
            assert_eq!(scope, "s");
            *counter.lock().unwrap() += 1;
            let (result, tokens) = (results.lock().unwrap().pop_front(), Arc::clone(&tokens));
            async move {
                tokio::task::yield_now().await;
                match result.expect("there are no more fetches") {
                    Until(second) => {
                        let mut tokens = tokens.lock().unwrap();
                        *tokens += 1;
                        Ok(AccessToken::new(format!("token-{tokens}"), at(second)))
                    }
                    Failure(message) => Err(message),
                    Hangs => std::future::pending().await,
                }
            }
        });
        let mut cache = TokenCache::new(provider, "s".to_owned());
        cache.clock = || at(NOW.get());
        (Arc::new(cache), fetches)
    }

    async fn token(cache: &TokenCache, now: u64) -> Result<u64, String> {
        NOW.set(now);
        let token = cache.token().await.map_err(|error| std::error::Error::source(&error).unwrap().to_string())?;
        Ok(token.number)
    }

    #[tokio::test]
    async fn concurrent_callers_share_one_fetch() {
        let (cache, fetches) = cache([Until(3600)]);
        for token in join_all((0..100).map(|_| token(&cache, 0))).await {
            assert_eq!(token, Ok(1));
        }
        assert_eq!(*fetches.lock().unwrap(), 1);
    }

    #[tokio::test]
    async fn concurrent_callers_share_one_failure() {
        let (cache, fetches) = cache([Failure("closed"), Until(3600)]);
        for token in join_all((0..100).map(|_| token(&cache, 0))).await {
            assert_eq!(token, Err("closed".to_owned()));
        }
        assert_eq!(*fetches.lock().unwrap(), 1);
        assert_eq!(token(&cache, 0).await, Ok(2), "a later caller fetches again");
    }

    #[tokio::test]
    async fn tokens_are_refreshed_five_minutes_before_they_expire() {
        let (cache, fetches) = cache([Until(3600), Until(7200)]);
        for now in [0, 1, 3299] {
            assert_eq!(token(&cache, now).await, Ok(1), "{now}");
        }
        assert_eq!(token(&cache, 3300).await, Ok(2));
        assert_eq!(token(&cache, 3300).await, Ok(2));
        assert_eq!(*fetches.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn short_lived_tokens_are_refreshed_after_half_their_lifetime() {
        let (cache, _) = cache([Until(100), Until(200)]);
        assert_eq!([token(&cache, 0).await, token(&cache, 49).await], [Ok(1), Ok(1)]);
        assert_eq!(token(&cache, 50).await, Ok(2));
    }

    #[tokio::test]
    async fn failed_refreshes_keep_the_old_token_until_it_expires() {
        let (cache, fetches) = cache([Until(3600), Failure("first"), Failure("second"), Failure("third"), Until(9000)]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        assert_eq!(token(&cache, 3400).await, Ok(1));
        assert_eq!(token(&cache, 3429).await, Ok(1));
        assert_eq!(*fetches.lock().unwrap(), 2, "refreshes are paused");
        assert_eq!(token(&cache, 3430).await, Ok(1));
        assert_eq!(*fetches.lock().unwrap(), 3);
        assert_eq!(token(&cache, 3600).await, Err("third".to_owned()), "the old token has expired");
        assert_eq!(token(&cache, 3600).await, Ok(5));
    }

    #[tokio::test(start_paused = true)]
    async fn refreshes_that_time_out_keep_the_old_token() {
        let (cache, fetches) = cache([Until(3600), Hangs]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        assert_eq!(token(&cache, 3400).await, Ok(1));
        assert_eq!(*fetches.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn callers_do_not_wait_for_a_refresh() {
        let (cache, fetches) = cache([Until(3600), Until(7200)]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        let tokens = join_all((0..100).map(|_| token(&cache, 3400))).await;
        assert_eq!(tokens.iter().filter(|token| **token == Ok(2)).count(), 1);
        assert_eq!(tokens.iter().filter(|token| **token == Ok(1)).count(), 99);
        assert_eq!(*fetches.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn the_next_caller_fetches_if_the_fetching_caller_is_dropped() {
        let (cache, fetches) = cache([Hangs, Until(3600)]);
        let mut first = Box::pin(token(&cache, 0));
        let mut second = Box::pin(token(&cache, 0));
        poll_fn(|cx| {
            assert!(first.as_mut().poll(cx).is_pending() && first.as_mut().poll(cx).is_pending());
            assert!(second.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!(*fetches.lock().unwrap(), 1);
        drop(first);
        assert_eq!(second.await, Ok(1));
    }

    #[tokio::test]
    async fn discard_removes_the_refused_token_but_no_newer_one() {
        let (cache, fetches) = cache([Until(3600), Until(3600)]);
        let tokens = join_all((0..3).map(|_| cache.token())).await;
        for used in tokens {
            cache.discard(&used.unwrap());
            assert_eq!(token(&cache, 0).await, Ok(2));
        }
        assert_eq!(*fetches.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn invalid_tokens_are_credential_errors() {
        let provider = TokenProvider::new(|_| async { Ok::<_, Cause>(AccessToken::new("a\n", at(3600))) });
        let error = TokenCache::new(provider, String::new()).token().await.err().unwrap();
        assert!(error.is_auth() && error.status().is_none());
        assert_eq!(error.message(), "the credential returned no token");
    }
}
