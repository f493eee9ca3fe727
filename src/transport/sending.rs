//! One call with all its attempts: the failures so far, and the member of the next attempt.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use reqwest::Request;
use tokio::time::Instant;

use super::CallContext;
use crate::error::{Error, FailedAttempt, Kind};
use crate::transport::options::CallOptions;
use crate::transport::pool::{Lease, Pool};
use crate::transport::retry::{self, Failure, Retries};
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

/// The next step after a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another attempt, after this delay.
    Retry(Duration),
    GiveUp,
    /// Another attempt would have followed, but the retry budget is exhausted.
    BudgetExhausted,
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
    pub(super) retries: Retries,
    /// The deadline of the call with all its attempts.
    pub(super) deadline: Option<(Duration, Instant)>,
    /// Counts the call as in flight at its member until this is dropped.
    pub(crate) lease: Option<Lease>,
    pub(super) failed: Vec<FailedAttempt>,
    /// Returned if no further attempt can be made.
    pub(crate) last_error: Option<Error>,
    /// Members that the request can't be built for.
    unsupported: Vec<usize>,
    /// Whether the retry policy allows another attempt at a member that has failed.
    may_retry: bool,
    /// The error with which chat completions rejected the call, if it has moved to the Responses API.
    pub(super) refused: Option<Error>,
}

/// The maximum number of failed attempts that a call keeps.
const MOST_FAILED: usize = 64;

impl Sending {
    pub(crate) fn new(context: CallContext) -> Self {
        // A deadline that can't be represented never passes.
        let deadline = context.timeouts().deadline;
        let deadline = deadline.and_then(|deadline| Some((deadline, Instant::now().checked_add(deadline)?)));
        Self {
            context,
            member: None,
            request: None,
            id: None,
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

    /// Waits until a member may be sent the call, and prepares the call for it. Returns whether it is another member than
    /// before; `false` if the call is at a member, or its client has none.
    pub(super) async fn choose_member(&mut self, source: &mut dyn Source) -> Result<bool, Error> {
        let Some(pool) = self.context.pool().filter(|_| self.lease.is_none()).cloned() else { return Ok(false) };
        loop {
            let lease = self.acquire(&pool).await?;
            let is_other = self.member != Some(lease.member);
            if is_other && let Err(error) = self.move_to(lease.member, &pool, source) {
                self.member = None;
                self.unsupported.push(lease.member);
                self.last_error.get_or_insert(error);
                continue;
            }
            self.count(lease.member)?;
            self.lease = Some(lease);
            return Ok(is_other);
        }
    }

    async fn acquire(&mut self, pool: &Pool) -> Result<Lease, Error> {
        let is_fresh = |member: &usize| !self.unsupported.contains(member) && !self.was_attempted(*member);
        if let Some(lease) = pool.try_acquire(&is_fresh) {
            return Ok(lease);
        }
        let (usable, deadline) = (|member: &usize| self.is_usable(*member), self.deadline.map(|(_, end)| end));
        let max_wait = self.context.origin().options().retry.max_wait;
        // Boxed, since few calls wait, and its state would make every call larger.
        let acquired = Box::pin(pool.acquire(&usable, max_wait, deadline)).await;
        acquired.map_err(|first| {
            if self.is_overdue() {
                return self.overdue();
            }
            let error = self.last_error.take().unwrap_or_else(|| Error::from_members(pool.last_failures()));
            error.with_retry_after(first.map(|first| first.saturating_duration_since(Instant::now())))
        })
    }

    fn move_to(&mut self, member: usize, pool: &Pool, source: &mut dyn Source) -> Result<(), Error> {
        let context = self.context.at(member, source.move_to(member)?);
        self.request = Some(self.build(&context, source)?);
        let has_moved = !self.failed.is_empty() && self.context.member() != member;
        let from = Some(&self.context).filter(|_| has_moved);
        telemetry::moved(from, &context, pool.members[member].model.as_deref(), self.last_error.as_ref());
        (self.member, self.context) = (Some(member), context);
        Ok(())
    }

    /// Moves the call to the Responses API if chat completions rejected it with an error that indicates this; `None`
    /// otherwise. The next attempt is sent there.
    ///
    /// # Errors
    ///
    /// If the request has a parameter that only chat completions have. The call is not moved then.
    pub(crate) fn move_api(&mut self, error: &Error, source: &dyn Source) -> Option<Result<(), Error>> {
        if !self.context.wire().moves_after(error) {
            return None;
        }
        Some(match self.build(&self.context.clone(), source) {
            Ok(request) => {
                self.request = Some(request);
                self.retries.without_defaults += 1;
                telemetry::moved_api(error);
                Ok(())
            }
            Err(error) => {
                self.context.wire().stay();
                Err(error)
            }
        })
    }

    /// Returns the request of the next attempt.
    pub(super) fn request(&mut self, source: &dyn Source) -> Result<Request, Error> {
        match self.request.take() {
            Some(request) => Ok(request),
            None => self.build(&self.context.clone(), source),
        }
    }

    /// Builds a request, without the credential and the caller's headers.
    fn build(&mut self, context: &CallContext, source: &dyn Source) -> Result<Request, Error> {
        let mut request = source.request(context)?;
        let id = self.id.get_or_insert_with(|| super::client_request_id(context));
        super::prepare(context, &mut request, id);
        Ok(request)
    }

    fn is_overdue(&self) -> bool {
        self.deadline.is_some_and(|(_, end)| Instant::now() >= end)
    }

    fn overdue(&self) -> Error {
        let deadline = self.deadline.map(|(deadline, _)| deadline).unwrap_or_default();
        Error::new(Kind::Timeout, format!("the deadline of {deadline:?} has passed"))
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
            self.retries.at_others += u32::from(!self.failed.is_empty());
        } else if self.context.pay(&mut self.retries, 1) {
            self.retries.count(self.failed.last().and_then(|failed| failed.status));
        } else {
            return Err(self.last_error.take().unwrap_or_else(|| self.overdue()).with_exhausted_budget());
        }
        Ok(())
    }

    /// Returns the next step after a failed attempt. The member cools down if it caused the failure.
    pub(crate) fn after_failure(&mut self, error: &Error, failure: Failure<'_>) -> Next {
        let attempt = self.record(error, failure.delay(SystemTime::now()));
        match self.context.pool().cloned() {
            Some(pool) => self.next_member(&pool, attempt, error, failure),
            None => self.next_retry(attempt.status, error, failure),
        }
    }

    fn next_retry(&mut self, status: Option<http::StatusCode>, error: &Error, failure: Failure<'_>) -> Next {
        let in_time = |wait: &Duration| {
            self.deadline.is_none_or(|(_, end)| Instant::now().checked_add(*wait).is_some_and(|then| then < end))
        };
        let Some(wait) = self.context.decide(self.retries, failure).filter(in_time) else { return Next::GiveUp };
        let cost = retry::cost(failure, error.is_timeout(), SystemTime::now());
        if !self.context.pay(&mut self.retries, cost) {
            return Next::BudgetExhausted;
        }
        self.retries.count(status);
        Next::Retry(wait)
    }

    fn next_member(&mut self, pool: &Pool, attempt: FailedAttempt, error: &Error, failure: Failure<'_>) -> Next {
        let policy = &self.context.origin().options().retry;
        let moves_on = error.moves_on(failure);
        match self.lease.take() {
            Some(lease) if moves_on => lease.fail(attempt, policy),
            // The member has responded, although with an error.
            Some(mut lease) if error.status().is_some() => lease.succeed(),
            _ => {}
        }
        self.may_retry = retry::may_retry(&pool.retry_policy(policy), self.retries, failure);
        let is_any_usable = (0..pool.members.len()).any(|member| self.is_usable(member));
        if moves_on && !self.is_overdue() && is_any_usable { Next::Retry(Duration::ZERO) } else { Next::GiveUp }
    }

    fn record(&mut self, error: &Error, retry_after: Option<Duration>) -> FailedAttempt {
        let (member, endpoint) = (self.context.member(), self.context.base().to_owned());
        let model = self.context.pool().and_then(|pool| pool.members[member].model.as_deref());
        let (status, model) = (error.reported_status().or(error.status()), model.map(str::to_owned));
        let attempt = FailedAttempt { member, endpoint, model, status, retry_after, message: error.to_string() };
        if self.failed.len() < MOST_FAILED {
            self.failed.push(attempt.clone());
        }
        attempt
    }

    /// Marks the call as served, and refunds the cost of its last retry.
    pub(crate) fn succeed(&mut self) {
        self.context.succeed(&mut self.retries);
        self.lease.iter_mut().for_each(Lease::succeed);
    }

    /// Returns the number of attempts, including the one in progress.
    pub(crate) fn attempts(&self) -> u32 {
        self.retries.attempts()
    }

    /// Returns the number of attempts, between two of them.
    pub(super) fn attempts_so_far(&self) -> u32 {
        if self.failed.is_empty() { 0 } else { self.attempts() }
    }

    /// Returns the request id that the attempts were sent with; empty if there was none.
    pub(super) fn id(&self) -> HeaderValue {
        self.id.clone().unwrap_or(HeaderValue::from_static(""))
    }

    /// Adds to an error its request id, attempts and failed attempts.
    pub(crate) fn explain(&self, error: Error, attempts: u32) -> Error {
        let id = self.id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
        let error = error.with_attempts(attempts).with_start(self.retries.started).with_client_request_id(id);
        if self.failed.is_empty() { error } else { error.with_failed_attempts(self.failed.clone()) }
    }
}
