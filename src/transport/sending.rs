//! One call with all its attempts: the failures so far, and the member of the next attempt.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Request;
use tokio::time::Instant;

use super::api::is_absent;
use super::context::TokenInUse;
use super::defaults::Adjusted;
use super::{Api, CallContext, Defaults, Mode};
use crate::error::{Error, FailedAttempt, Kind};
use crate::transport::options::CallOptions;
use crate::transport::pool::{Lease, Member, Pool};
use crate::transport::response::ResponseMetadata;
use crate::transport::retry::{self, Retries};
use crate::transport::telemetry;

/// Builds the requests of one call.
pub(crate) trait Source: Send + Sync {
    /// Builds the request of an attempt, for the current API of the call.
    fn request(&self, context: &CallContext) -> Result<Request, Error>;

    /// Prepares the call for a member of its client, by its position. Returns the options of the call at this member.
    fn move_to(&mut self, member: usize) -> Result<Arc<CallOptions>, Error> {
        Err(Error::input("request", format!("it can't be sent to member {member} of the client")))
    }
}

impl<F: Fn(&CallContext) -> Result<Request, Error> + Send + Sync> Source for F {
    fn request(&self, context: &CallContext) -> Result<Request, Error> {
        self(context)
    }
}

/// One call.
pub(crate) struct Sending {
    /// The context of the current member.
    pub(crate) context: CallContext,
    /// The member that the call is prepared for; `None` if there are no members, or none was chosen yet.
    member: Option<usize>,
    /// The request of the next attempt, if it was built in advance.
    request: Option<Request>,
    /// The request id, which all attempts share.
    id: Option<HeaderValue>,
    /// The start of the first attempt.
    pub(super) started: Option<std::time::Instant>,
    retries: Retries,
    /// The deadline of the call with all its attempts.
    deadline: Option<(Duration, Instant)>,
    /// Counts the call as in flight at its member until this is dropped.
    pub(crate) lease: Option<Lease>,
    pub(super) failed: Vec<FailedAttempt>,
    /// Returned if no further attempt can be made.
    last_error: Option<Error>,
    /// Members that the request can't be built for.
    unsupported: Vec<usize>,
    /// Whether the retry policy allows another attempt at a member that has failed.
    may_retry: bool,
    /// The default parameters that the request is sent with.
    adjusted: Adjusted,
    /// The error with which chat completions rejected the call, if it has moved to the Responses API.
    refused: Option<Error>,
}

/// The maximum number of failed attempts that a call keeps.
const MOST_FAILED: usize = 64;

impl Sending {
    pub(crate) fn new(context: CallContext) -> Self {
        // A deadline that can't be represented never passes.
        let deadline = context.options.timeouts.deadline;
        let deadline = deadline.and_then(|deadline| Some((deadline, Instant::now().checked_add(deadline)?)));
        Self {
            adjusted: Adjusted::new(context.options.defaults),
            context,
            member: None,
            request: None,
            id: None,
            started: None,
            retries: Retries::default(),
            deadline,
            lease: None,
            failed: Vec::new(),
            last_error: None,
            unsupported: Vec::new(),
            may_retry: false,
            refused: None,
        }
    }

    /// Waits until a member may be sent the call, and prepares the call for it, unless the call is at a member, or its client
    /// has none.
    pub(super) async fn choose_member(&mut self, source: &mut dyn Source) -> Result<(), Error> {
        let Some(pool) = self.context.pool.clone().filter(|_| self.lease.is_none()) else { return Ok(()) };
        loop {
            let lease = self.acquire(&pool).await?;
            if self.member != Some(lease.member)
                && let Err(error) = self.move_to(lease.member, &pool, source)
            {
                self.member = None;
                self.unsupported.push(lease.member);
                self.last_error.get_or_insert(error);
                continue;
            }
            self.count(lease.member)?;
            self.lease = Some(lease);
            return Ok(());
        }
    }

    async fn acquire(&mut self, pool: &Pool) -> Result<Lease, Error> {
        let is_fresh = |member: &usize| !self.unsupported.contains(member) && !self.was_attempted(*member);
        if let Some(lease) = pool.try_acquire(&is_fresh) {
            return Ok(lease);
        }
        let (usable, deadline) = (|member: &usize| self.is_usable(*member), self.deadline.map(|(_, end)| end));
        let max_wait = self.context.origin().options.retry.max_wait;
        // Boxed, since few calls wait, and its state would make every call larger.
        let acquired = Box::pin(pool.acquire(&usable, max_wait, deadline)).await;
        acquired.map_err(|first| {
            if let Some(error) = self.overdue() {
                return error;
            }
            let error = self.last_error.take().unwrap_or_else(|| Error::from_members(pool.last_failures()));
            error.with_retry_after(first.map(|first| first.saturating_duration_since(Instant::now())))
        })
    }

    fn move_to(&mut self, member: usize, pool: &Pool, source: &mut dyn Source) -> Result<(), Error> {
        let Member { transport, model, .. } = &pool.members[member];
        let context = self.context.at(transport, source.move_to(member)?);
        self.request = Some(self.build(&context, source)?);
        let has_moved = self.failed.last().is_some_and(|failed| failed.member != member);
        let from = Some(&self.context).filter(|_| has_moved);
        telemetry::moved(from, &context, model.as_deref(), self.last_error.as_ref());
        self.adjusted = Adjusted::new(context.options.defaults);
        (self.member, self.context) = (Some(member), context);
        Ok(())
    }

    /// Returns the request of the next attempt, without the parts that the model rejects.
    pub(super) fn request(&mut self, source: &dyn Source) -> Result<Request, Error> {
        let mut request = match self.request.take() {
            Some(request) => request,
            None => self.build(&self.context.clone(), source)?,
        };
        if self.context.wire().includes_reasoning {
            self.adjusted.sent = self.adjusted.sent.with(Defaults::ENCRYPTED_REASONING);
        }
        self.adjusted.apply(&mut request, &self.context.transport.refusals);
        Ok(request)
    }

    /// Builds a request, without the credential and the caller's headers.
    fn build(&mut self, context: &CallContext, source: &dyn Source) -> Result<Request, Error> {
        let mut request = source.request(context)?;
        super::prepare(context, &mut request, &mut self.id);
        Ok(request)
    }

    /// Returns the timeout of an attempt that starts now.
    pub(super) fn limit(&self, mode: Mode) -> Duration {
        let timeouts = &self.context.options.timeouts;
        let response = if mode == Mode::Stream { timeouts.first_byte } else { timeouts.response };
        let left = self.deadline.map(|(_, end)| end.saturating_duration_since(Instant::now()));
        left.map_or(response, |left| left.min(response))
    }

    /// Returns the error for an attempt that reached its timeout, or the deadline.
    pub(super) fn timed_out(&self, limit: Duration) -> Error {
        let late = || Error::new(Kind::Timeout, format!("the service did not respond within {limit:?}"));
        self.overdue().unwrap_or_else(late)
    }

    /// Returns an error if the deadline has passed.
    fn overdue(&self) -> Option<Error> {
        let (deadline, _) = self.deadline.filter(|(_, end)| Instant::now() >= *end)?;
        Some(Error::new(Kind::Timeout, format!("the deadline of {deadline:?} has passed")))
    }

    fn was_attempted(&self, member: usize) -> bool {
        self.failed.iter().any(|failed| failed.member == member)
    }

    fn is_usable(&self, member: usize) -> bool {
        !self.unsupported.contains(&member) && (self.may_retry || !self.was_attempted(member))
    }

    /// Counts another attempt, as a retry if its member has already received one. Such a retry costs little, because a member
    /// that has failed receives few calls at a time, so that retries don't multiply its load.
    fn count(&mut self, member: usize) -> Result<(), Error> {
        if !self.was_attempted(member) {
            self.retries.uncounted += u32::from(!self.failed.is_empty());
        } else if self.pay(1) {
            self.retries.count(self.failed.last().and_then(|failed| failed.status));
        } else {
            return Err(self
                .last_error
                .take()
                .unwrap_or_else(|| Error::from_members(Vec::new()))
                .with_exhausted_budget());
        }
        Ok(())
    }

    /// Spends the cost of a retry from the budget of the client itself; `false` if it is exhausted.
    fn pay(&mut self, cost: u32) -> bool {
        self.retries.cost = cost;
        self.context.origin().transport.budget.spend(cost)
    }

    /// Remembers what a successful attempt shows: the rate limits, the API, and the parts that the model rejects.
    pub(super) fn remember(&self, headers: &HeaderMap) {
        let refusals = &self.context.transport.refusals;
        self.adjusted.remember(refusals);
        if let Some(model) = self.context.wire().moved_model() {
            refusals.add(Some(model), Defaults::CHAT_COMPLETIONS);
        }
        self.lease.iter().for_each(|lease| lease.report(headers));
    }

    /// Returns the wait before the next attempt, or the error of the call if there is none. Out of line, since most calls have
    /// no failed attempt.
    #[cold]
    pub(super) fn next_attempt(
        &mut self,
        source: &dyn Source,
        error: Error,
        token: Option<&TokenInUse>,
    ) -> Result<Duration, Error> {
        if let (Some(lease), Some(headers)) = (&self.lease, error.headers()) {
            lease.report(headers);
        }
        // The token may have been revoked before it expired.
        let revoked = token.filter(|_| error.status() == Some(StatusCode::UNAUTHORIZED) && !self.retries.has_new_token);
        // The caller did not set what was rejected, so this error is not returned to the caller.
        if revoked.is_none() && !self.adjusted.avoid(&error) {
            return self.after_failure(source, error);
        }
        if let Some((cache, token)) = revoked {
            cache.discard(token);
            self.retries.has_new_token = true;
        }
        let wait = self.retry(Duration::ZERO, error);
        self.retries.uncounted += 1;
        Ok(wait)
    }

    /// Returns the wait before the next attempt under the retry policy, or the error of the call if there is none.
    pub(crate) fn after_failure(&mut self, source: &dyn Source, mut error: Error) -> Result<Duration, Error> {
        if self.context.wire().moves_after(&error) {
            match self.build(&self.context.clone(), source) {
                Ok(request) => {
                    telemetry::moved_api(&error);
                    (self.request, self.refused) = (Some(request), Some(error));
                    self.retries.uncounted += 1;
                    return Ok(Duration::ZERO);
                }
                Err(reason) => {
                    // Only chat completions have a parameter of the request.
                    self.context.wire().begin(Api::ChatCompletions, None);
                    let hint = format!("not sent to the Responses API: {}", reason.message());
                    error = error.append_hint(hint).with_retryable(false);
                }
            }
        } else if is_absent(&error)
            && let Some(refused) = self.refused.take()
        {
            // The first error is what the caller can act on: the API that should have helped is not there.
            let more = format!("the Responses API does not have the model either: {}", error.message());
            error = refused.append_hint(more);
        }
        let attempts = self.attempts();
        let attempt = self.record(&error);
        let next = match self.context.pool.clone() {
            Some(pool) => self.next_member(&pool, attempt, error),
            None => self.next_retry(attempt.status, error),
        };
        next.map_err(|error| {
            let delay = error.headers().and_then(|headers| retry::server_delay(headers, SystemTime::now()));
            // Without a token nothing was sent.
            let attempts = attempts - u32::from(error.kind() == Kind::Credential);
            self.explain(error.with_retry_after(delay), attempts)
        })
    }

    fn next_retry(&mut self, status: Option<StatusCode>, error: Error) -> Result<Duration, Error> {
        let in_time = |wait: &Duration| {
            self.deadline.is_none_or(|(_, end)| Instant::now().checked_add(*wait).is_some_and(|then| then < end))
        };
        let now = SystemTime::now();
        let wait = retry::decide(&self.context.options.retry, self.retries, &error, now, fastrand::f64());
        let Some(wait) = wait.filter(in_time) else { return Err(error) };
        if !self.pay(retry::cost(&error, now)) {
            return Err(error.with_exhausted_budget());
        }
        let wait = self.retry(wait, error);
        self.retries.count(status);
        Ok(wait)
    }

    /// The member cools down if it caused the failure.
    fn next_member(&mut self, pool: &Pool, attempt: FailedAttempt, error: Error) -> Result<Duration, Error> {
        let policy = &self.context.origin().options.retry;
        let moves_on = retry::moves_on(&error);
        match self.lease.take() {
            Some(lease) if moves_on => lease.fail(attempt, policy),
            // The member has responded, although with an error.
            Some(mut lease) if error.status().is_some() => lease.succeed(),
            _ => {}
        }
        self.may_retry = retry::may_retry(&pool.retry_policy(policy), self.retries, &error);
        let is_any_usable = (0..pool.members.len()).any(|member| self.is_usable(member));
        if moves_on && is_any_usable && self.overdue().is_none() {
            Ok(self.retry(Duration::ZERO, error))
        } else {
            Err(error)
        }
    }

    /// Keeps the error before another attempt, and returns the wait.
    fn retry(&mut self, wait: Duration, error: Error) -> Duration {
        telemetry::retry(&self.context, self.attempts(), wait, &error);
        self.last_error = Some(error);
        wait
    }

    fn record(&mut self, error: &Error) -> FailedAttempt {
        let member = self.member.unwrap_or_default();
        let model = self.context.pool.as_ref().and_then(|pool| pool.members[member].model.clone());
        let attempt = FailedAttempt {
            member,
            endpoint: self.context.base().to_owned(),
            model,
            status: error.reported_status().or(error.status()),
            retry_after: retry::delay(error, SystemTime::now()),
            message: error.to_string(),
        };
        if self.failed.len() < MOST_FAILED {
            self.failed.push(attempt.clone());
        }
        attempt
    }

    /// Marks the call as served, and refunds the cost of its last retry.
    pub(crate) fn succeed(&mut self) {
        self.context.origin().transport.budget.refund(std::mem::take(&mut self.retries.cost));
        self.lease.iter_mut().for_each(Lease::succeed);
    }

    /// Returns the number of attempts, including the one in progress.
    pub(crate) fn attempts(&self) -> u32 {
        1 + self.retries.all + self.retries.uncounted
    }

    /// Returns the metadata of the response to the current attempt.
    pub(super) fn metadata(&self, status: StatusCode, headers: HeaderMap, body: Bytes) -> ResponseMetadata {
        let context = &self.context;
        ResponseMetadata {
            status,
            headers,
            body,
            client_request_id: self.id.clone().unwrap_or(HeaderValue::from_static("")),
            attempts: self.attempts(),
            endpoint: Arc::clone(&context.endpoint().base),
            member: self.member.unwrap_or_default(),
            failed: self.failed.clone(),
            api: context.wire().api(),
        }
    }

    /// Adds to an error its request id, attempts and failed attempts.
    pub(crate) fn explain(&self, error: Error, attempts: u32) -> Error {
        let id = self.id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
        error.with_call(id, attempts, &self.failed, self.started.map(|started| started.elapsed()))
    }
}
