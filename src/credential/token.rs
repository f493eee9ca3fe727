//! Tokens that expire: fetched once for all that wait, kept, renewed ahead of time.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::credential::Secret;
use crate::error::{Error, Kind};

/// A token and the moment it ends, as a [token source](crate::ClientBuilder::token_source) gives it.
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
    /// The text of the token, without `Bearer`, and when it ends.
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
type Fetching = Pin<Box<dyn Future<Output = Result<AccessToken, Cause>> + Send>>;

/// Where tokens come from.
pub(crate) struct TokenSource {
    fetch: Box<dyn Fn(String) -> Fetching + Send + Sync>,
    /// Whether it can't do without the scope.
    pub(crate) needs_scope: bool,
}

impl TokenSource {
    pub(crate) fn new<F, E>(fetch: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Cause>,
    {
        let fetch = move |scope| -> Fetching {
            let fetching = fetch(scope);
            Box::pin(async move { fetching.await.map_err(Into::into) })
        };
        Self { fetch: Box::new(fetch), needs_scope: false }
    }
}

/// A token is renewed this long before it ends, or in the middle of its life if it is that short.
const AHEAD: Duration = Duration::from_secs(300);
/// How long a renewal ahead of time may take while the old token still serves.
const AHEAD_LIMIT: Duration = Duration::from_secs(10);
/// After a renewal ahead of time has failed, the next waits as long.
const PAUSE: Duration = Duration::from_secs(30);

/// The token of a client.
pub(crate) struct TokenCache {
    source: TokenSource,
    scope: String,
    clock: fn() -> SystemTime,
    state: Mutex<State>,
    /// Held by the one caller that fetches; when it is dropped, the next one takes over.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    token: Option<Held>,
    /// How many fetches have ended.
    ended: u64,
    /// Why the last of them failed, if it did.
    failure: Option<Arc<dyn std::error::Error + Send + Sync>>,
    /// No renewal ahead of time before this.
    paused_until: Option<SystemTime>,
}

#[derive(Clone)]
struct Held {
    secret: Secret,
    expires_at: SystemTime,
    renew_at: SystemTime,
    /// Tells it from those before and after it.
    number: u64,
}

impl State {
    fn living(&self, now: SystemTime) -> Option<&Held> {
        self.token.as_ref().filter(|token| token.expires_at > now)
    }

    fn is_due(&self, token: &Held, now: SystemTime) -> bool {
        token.renew_at <= now && self.paused_until.is_none_or(|until| until <= now)
    }
}

/// A token in use, and how to say that it was refused.
pub(crate) struct Ticket {
    cache: Arc<TokenCache>,
    token: Held,
}

impl Ticket {
    pub(crate) fn secret(&self) -> &Secret {
        &self.token.secret
    }

    /// Drops the token, unless another one is there already.
    pub(crate) fn discard(&self) {
        let mut state = self.cache.state();
        if state.token.as_ref().is_some_and(|token| token.number == self.token.number) {
            state.token = None;
        }
    }
}

impl TokenCache {
    pub(crate) fn new(source: TokenSource, scope: String) -> Self {
        Self { source, scope, clock: SystemTime::now, state: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    pub(crate) fn scope(&self) -> &str {
        &self.scope
    }

    /// A token that lives. One caller fetches at a time: those that wait meanwhile share what comes of it.
    pub(crate) async fn ticket(self: &Arc<Self>) -> Result<Ticket, Error> {
        let token = self.token().await?;
        Ok(Ticket { cache: Arc::clone(self), token })
    }

    async fn token(&self) -> Result<Held, Error> {
        let (living, is_due, ended) = {
            let (state, now) = (self.state(), (self.clock)());
            let living = state.living(now);
            (living.cloned(), living.is_some_and(|token| state.is_due(token, now)), state.ended)
        };
        match living {
            Some(token) if is_due => Ok(self.renew(token).await),
            Some(token) => Ok(token),
            None => self.fetch_in_turn(ended).await,
        }
    }

    /// Renews a token that still serves. Nobody waits for it but the caller that does it.
    async fn renew(&self, old: Held) -> Held {
        let Ok(_turn) = self.turn.try_lock() else { return old };
        let newer = self.state().token.clone().filter(|token| token.number != old.number);
        if let Some(newer) = newer {
            return newer;
        }
        if let Ok(Ok(token)) = tokio::time::timeout(AHEAD_LIMIT, self.fetch()).await {
            return token;
        }
        self.state().paused_until = (self.clock)().checked_add(PAUSE);
        old
    }

    /// Fetches when it is this caller's turn, unless someone else did since `ended` fetches had ended.
    async fn fetch_in_turn(&self, ended: u64) -> Result<Held, Error> {
        let _turn = self.turn.lock().await;
        {
            let state = self.state();
            if let Some(token) = state.living((self.clock)()) {
                return Ok(token.clone());
            }
            if let Some(failure) = state.failure.clone().filter(|_| state.ended > ended) {
                return Err(self.error(failure));
            }
        }
        self.fetch().await
    }

    /// Only in turn.
    async fn fetch(&self) -> Result<Held, Error> {
        let fetched = (self.source.fetch)(self.scope.clone()).await;
        let fetched = fetched.and_then(|token| Ok((Secret::new("token", &token.text)?, token.expires_at)));
        let now = (self.clock)();
        let mut state = self.state();
        state.ended += 1;
        match fetched {
            Ok((secret, expires_at)) => {
                let life = expires_at.duration_since(now).unwrap_or_default();
                let renew_at = expires_at.checked_sub(AHEAD.min(life / 2)).unwrap_or(expires_at);
                let token = Held { secret, expires_at, renew_at, number: state.ended };
                *state = State { token: Some(token.clone()), ended: state.ended, ..State::default() };
                Ok(token)
            }
            Err(cause) => {
                let failure: Arc<dyn std::error::Error + Send + Sync> = Arc::from(cause);
                state.failure = Some(Arc::clone(&failure));
                Err(self.error(failure))
            }
        }
    }

    fn error(&self, failure: Arc<dyn std::error::Error + Send + Sync>) -> Error {
        let of = if self.scope.is_empty() { String::new() } else { format!(" for the scope {}", self.scope) };
        Error::new(Kind::Credential, format!("the credential gave no token{of}")).with_shared_source(failure)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
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

    /// What a source gives, one after the other: a token that ends at this second, a failure, or nothing ever.
    enum Gift {
        Until(u64),
        Failure(&'static str),
        Never,
    }
    use Gift::*;

    /// A cache, and how often its source was asked.
    fn cache(gifts: impl IntoIterator<Item = Gift>) -> (Arc<TokenCache>, Arc<Mutex<usize>>) {
        let (asked, count) = (Arc::<Mutex<usize>>::default(), Arc::<Mutex<usize>>::default());
        let gifts = Mutex::new(gifts.into_iter().collect::<VecDeque<_>>());
        let counted = Arc::clone(&asked);
        let source = TokenSource::new(move |scope| {
            assert_eq!(scope, "s");
            *counted.lock().unwrap() += 1;
            let (gift, count) = (gifts.lock().unwrap().pop_front(), Arc::clone(&count));
            async move {
                tokio::task::yield_now().await;
                match gift.expect("nobody should ask") {
                    Until(second) => {
                        let mut count = count.lock().unwrap();
                        *count += 1;
                        Ok(AccessToken::new(format!("token-{count}"), at(second)))
                    }
                    Failure(words) => Err(words),
                    Never => std::future::pending().await,
                }
            }
        });
        let mut cache = TokenCache::new(source, "s".to_owned());
        cache.clock = || at(NOW.get());
        (Arc::new(cache), asked)
    }

    async fn token(cache: &TokenCache, now: u64) -> Result<u64, String> {
        NOW.set(now);
        let token = cache.token().await.map_err(|error| std::error::Error::source(&error).unwrap().to_string())?;
        Ok(token.number)
    }

    #[tokio::test]
    async fn a_hundred_callers_share_one_fetch() {
        let (cache, asked) = cache([Until(3600)]);
        for token in join_all((0..100).map(|_| token(&cache, 0))).await {
            assert_eq!(token, Ok(1));
        }
        assert_eq!(*asked.lock().unwrap(), 1);
    }

    #[tokio::test]
    async fn a_hundred_callers_share_one_failure() {
        let (cache, asked) = cache([Failure("closed"), Until(3600)]);
        for token in join_all((0..100).map(|_| token(&cache, 0))).await {
            assert_eq!(token, Err("closed".to_owned()));
        }
        assert_eq!(*asked.lock().unwrap(), 1);
        assert_eq!(token(&cache, 0).await, Ok(2), "who comes later asks again");
    }

    #[tokio::test]
    async fn a_token_is_kept_until_five_minutes_before_its_end() {
        let (cache, asked) = cache([Until(3600), Until(7200)]);
        for now in [0, 1, 3299] {
            assert_eq!(token(&cache, now).await, Ok(1), "{now}");
        }
        assert_eq!(token(&cache, 3300).await, Ok(2));
        assert_eq!(token(&cache, 3300).await, Ok(2));
        assert_eq!(*asked.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn a_short_lived_token_is_kept_for_half_its_life() {
        let (cache, _) = cache([Until(100), Until(200)]);
        assert_eq!([token(&cache, 0).await, token(&cache, 49).await], [Ok(1), Ok(1)]);
        assert_eq!(token(&cache, 50).await, Ok(2));
    }

    #[tokio::test]
    async fn a_failed_renewal_keeps_the_old_token_while_it_lives() {
        let (cache, asked) = cache([Until(3600), Failure("first"), Failure("second"), Failure("third"), Until(9000)]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        assert_eq!(token(&cache, 3400).await, Ok(1));
        assert_eq!(token(&cache, 3429).await, Ok(1));
        assert_eq!(*asked.lock().unwrap(), 2, "it pauses");
        assert_eq!(token(&cache, 3430).await, Ok(1));
        assert_eq!(*asked.lock().unwrap(), 3);
        assert_eq!(token(&cache, 3600).await, Err("third".to_owned()), "it lives no more");
        assert_eq!(token(&cache, 3600).await, Ok(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_renewal_that_hangs_keeps_the_old_token() {
        let (cache, asked) = cache([Until(3600), Never]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        assert_eq!(token(&cache, 3400).await, Ok(1));
        assert_eq!(*asked.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn nobody_waits_for_the_one_who_renews() {
        let (cache, asked) = cache([Until(3600), Until(7200)]);
        assert_eq!(token(&cache, 0).await, Ok(1));
        let tokens = join_all((0..100).map(|_| token(&cache, 3400))).await;
        assert_eq!(tokens.iter().filter(|token| **token == Ok(2)).count(), 1);
        assert_eq!(tokens.iter().filter(|token| **token == Ok(1)).count(), 99);
        assert_eq!(*asked.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn when_the_one_who_fetches_goes_the_next_takes_over() {
        let (cache, asked) = cache([Never, Until(3600)]);
        let mut first = Box::pin(token(&cache, 0));
        let mut second = Box::pin(token(&cache, 0));
        poll_fn(|cx| {
            assert!(first.as_mut().poll(cx).is_pending() && first.as_mut().poll(cx).is_pending());
            assert!(second.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!(*asked.lock().unwrap(), 1);
        drop(first);
        assert_eq!(second.await, Ok(1));
    }

    #[tokio::test]
    async fn a_refused_token_is_dropped_but_not_the_one_after_it() {
        let (cache, asked) = cache([Until(3600), Until(3600)]);
        let tickets = join_all((0..3).map(|_| cache.ticket())).await;
        for ticket in tickets {
            ticket.unwrap().discard();
            assert_eq!(token(&cache, 0).await, Ok(2));
        }
        assert_eq!(*asked.lock().unwrap(), 2);
    }

    #[tokio::test]
    async fn a_token_that_no_header_carries_is_a_failure() {
        let source = TokenSource::new(|_| async { Ok::<_, Cause>(AccessToken::new("a\n", at(3600))) });
        let error = TokenCache::new(source, String::new()).token().await.err().unwrap();
        assert!(error.is_auth() && error.status().is_none());
        assert_eq!(error.message(), "the credential gave no token");
    }
}
