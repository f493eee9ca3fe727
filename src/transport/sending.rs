//! One call and all its attempts: what failed so far, and which member of the client is next.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use reqwest::Request;
use tokio::time::{Instant, timeout_at};

use super::CallContext;
use crate::client::Client;
use crate::error::{Error, Kind};
use crate::options::CallOptions;
use crate::pool::{FailedAttempt, Lease, Pool};
use crate::response::{CLIENT_REQUEST_ID, RateLimits, ResponseInfo};
use crate::retry::{self, Failure, Retries};
use crate::telemetry;

/// How a call can be sent to any member of its client.
pub(crate) struct Plan {
    pub(crate) pool: Arc<Pool>,
    /// What holds for the call whoever it is sent to: retries and the deadline.
    pub(crate) options: Arc<CallOptions>,
    pub(crate) rebuild: Rebuild,
}

/// Makes the request for a member, and what it is sent with.
pub(crate) type Rebuild = Box<dyn Fn(&Client) -> Result<(Arc<CallOptions>, Request), Error> + Send + Sync>;

/// What follows a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another one, after this wait.
    Try(Duration),
    GiveUp,
    /// There would have been another one, but for the budget.
    Broke,
}

/// One call.
pub(crate) struct Sending {
    /// Of the member that is sent the call.
    pub(crate) context: CallContext,
    pub(super) retries: Retries,
    /// The deadline of the call with all its attempts.
    pub(super) deadline: Option<(Duration, Instant)>,
    lease: Option<Lease>,
    failed: Vec<FailedAttempt>,
    /// Members whose attempt failed.
    asked: Vec<usize>,
    /// Members that the call can't be made for.
    unfit: Vec<usize>,
    /// The retry policy allows another attempt at a member that failed.
    may_repeat: bool,
    /// What that costs of the retry budget.
    cost: u32,
    last: Option<Error>,
}

/// How many failed attempts a call remembers.
const MOST_FAILED: usize = 64;

impl Sending {
    pub(crate) fn new(context: CallContext) -> Self {
        // A deadline beyond all time is none.
        let deadline = context.governing().timeouts.deadline;
        let deadline = deadline.and_then(|deadline| Some((deadline, Instant::now().checked_add(deadline)?)));
        let (retries, lease) = (Retries::default(), context.take_lease());
        let (failed, asked, unfit) = (Vec::new(), Vec::new(), Vec::new());
        Self { context, retries, deadline, lease, failed, asked, unfit, may_repeat: false, cost: 0, last: None }
    }

    /// How often the request was sent, the attempt in progress included.
    pub(crate) fn attempts(&self) -> u32 {
        self.retries.attempts()
    }

    /// How often the request was sent, between two attempts.
    pub(super) fn attempts_so_far(&self) -> u32 {
        if self.failed.is_empty() { 0 } else { self.attempts() }
    }

    fn is_overdue(&self) -> bool {
        self.deadline.is_some_and(|(_, end)| Instant::now() >= end)
    }

    /// Waits until a member may be sent the call. If it is another one than before, the request is made anew.
    pub(super) async fn take_turn(&mut self, request: &mut Request) -> Result<bool, Error> {
        let Some(plan) = self.context.plan().filter(|_| self.lease.is_none()).cloned() else { return Ok(false) };
        loop {
            let usable = |member: usize| self.is_usable(member);
            let end = self.deadline.map(|(_, end)| end);
            let waiting = plan.pool.acquire(usable, plan.options.retry.max_wait, end);
            let acquired = match end {
                Some(end) => timeout_at(end, waiting).await,
                None => Ok(waiting.await),
            };
            let lease = match acquired {
                Ok(Ok(lease)) => lease,
                Ok(Err(first)) => return Err(self.no_member(&plan.pool, first)),
                Err(_) => return Err(self.overdue()),
            };
            let (member, is_other) = (lease.member, lease.member != self.context.member());
            if is_other {
                let client = &plan.pool.members[member].client;
                let Ok((options, mut rebuilt)) = (plan.rebuild)(client) else {
                    self.unfit.push(member);
                    continue;
                };
                // The id is the same for every attempt.
                if let Some(id) = request.headers_mut().remove(CLIENT_REQUEST_ID) {
                    rebuilt.headers_mut().insert(CLIENT_REQUEST_ID, id);
                }
                *request = rebuilt;
                let context = self.context.moved(client, options, member);
                telemetry::failover(&self.context, &context, client.model(), self.last.as_ref());
                self.context = context;
            }
            if !self.count(&lease) {
                let error = self.last.take().unwrap_or_else(|| Error::all_cooling(&plan.pool, None));
                return Err(error.with_spent_budget());
            }
            self.lease = Some(lease);
            return Ok(is_other);
        }
    }

    fn overdue(&self) -> Error {
        let deadline = self.deadline.map(|(deadline, _)| deadline).unwrap_or_default();
        Error::new(Kind::Timeout, format!("the deadline of {deadline:?} has passed"))
    }

    fn is_usable(&self, member: usize) -> bool {
        !self.unfit.contains(&member) && (self.may_repeat || !self.asked.contains(&member))
    }

    /// The error of a call that no member opens for.
    fn no_member(&mut self, pool: &Pool, first: Option<Instant>) -> Error {
        let wait = first.map(|first| first.saturating_duration_since(Instant::now()));
        match self.last.take() {
            Some(error) => error.with_retry_after(wait),
            None => Error::all_cooling(pool, first),
        }
    }

    /// What follows a failed attempt. The member that failed cools, if it is the reason.
    pub(crate) fn after(&mut self, error: &Error, failure: Failure<'_>) -> Next {
        let delay = failure.delay(SystemTime::now());
        let attempt = self.record(error, delay);
        let Some(plan) = self.context.plan().cloned() else {
            return match self.context.decide(self.retries, failure).filter(|wait| self.is_in_time(*wait)) {
                Some(wait) => {
                    let cost = retry::cost(failure, error.is_timeout(), SystemTime::now());
                    if !self.context.pay(&mut self.retries, cost) {
                        return Next::Broke;
                    }
                    self.retries.count(attempt.status);
                    Next::Try(wait)
                }
                None => Next::GiveUp,
            };
        };
        let lease = self.lease.take();
        if !error.moves_on(failure) {
            // The member has responded, if not as the caller wishes.
            lease.filter(|_| error.status().is_some()).into_iter().for_each(|mut lease| lease.succeed());
            return Next::GiveUp;
        }
        if let Some(lease) = lease {
            lease.fail(attempt, delay, &plan.options.retry);
        }
        if self.is_overdue() {
            return Next::GiveUp;
        }
        self.asked.push(self.context.member());
        self.may_repeat = false;
        // Members that were not asked yet go first.
        if !plan.pool.is_open(|member| self.is_usable(member)) {
            self.may_repeat = retry::may_retry(&plan.options.retry, self.retries, failure);
            self.cost = retry::cost(failure, error.is_timeout(), SystemTime::now());
        }
        let is_any = (0..plan.pool.members.len()).any(|member| self.is_usable(member));
        if is_any { Next::Try(Duration::ZERO) } else { Next::GiveUp }
    }

    /// Counts an attempt at the member of the lease: its retry, if it was asked before. False if the budget is exhausted.
    fn count(&mut self, lease: &Lease) -> bool {
        let Some(failed) = self.failed.last() else { return true };
        if !self.asked.contains(&lease.member) {
            // Nothing was sent without a token.
            self.retries.at_others += u32::from(!self.last.as_ref().is_some_and(Error::is_credential));
            return true;
        }
        // A member that recovers is sent few calls at a time: retries don't multiply its load.
        let cost = if lease.is_probe { self.cost.min(1) } else { self.cost };
        let is_paid = self.context.pay(&mut self.retries, cost);
        if is_paid {
            self.retries.count(failed.status);
        }
        is_paid
    }

    fn is_in_time(&self, wait: Duration) -> bool {
        self.deadline.is_none_or(|(_, end)| Instant::now().checked_add(wait).is_some_and(|then| then < end))
    }

    /// Keeps the error for the case that no further attempt can be made.
    pub(crate) fn keep(&mut self, error: Error) {
        self.last = Some(error);
    }

    fn record(&mut self, error: &Error, delay: Option<Duration>) -> FailedAttempt {
        let model =
            self.context.plan().map(|plan| &plan.pool.members[self.context.member()].client).and_then(Client::model);
        let status: Option<StatusCode> = error.reported_status().or(error.status());
        let attempt = FailedAttempt {
            member: self.context.member(),
            endpoint: self.context.base().to_owned(),
            model: model.map(str::to_owned),
            status,
            retry_after: delay,
            message: error.to_string(),
            at: SystemTime::now(),
        };
        if self.failed.len() == MOST_FAILED {
            self.failed.remove(0);
        }
        self.failed.push(attempt.clone());
        attempt
    }

    /// Takes over what the headers of a response report of the rate limits.
    pub(super) fn report(&self, headers: &http::HeaderMap) {
        if let Some(lease) = &self.lease {
            lease.report(|| RateLimits::read(headers));
        }
    }

    /// Marks the call as served: gives back what its last retry cost.
    pub(crate) fn succeed(&mut self) {
        self.context.succeed(&mut self.retries);
        if let Some(lease) = &mut self.lease {
            lease.succeed();
        }
    }

    /// The call at its member, which is in flight until this is dropped.
    pub(crate) fn take_lease(&mut self) -> Option<Lease> {
        self.lease.take()
    }

    /// Adds to a response who gave it and what failed before.
    pub(super) fn describe(&mut self, info: &mut ResponseInfo, id: String) {
        info.attempts = self.attempts();
        info.client_request_id = id;
        info.member = self.context.member();
        info.failed = self.failed.clone();
    }

    /// Adds to an error what is known of the call.
    pub(crate) fn explain(&self, error: Error, attempts: u32, id: &str) -> Error {
        let error = error.with_attempts(attempts).with_client_request_id(id);
        if self.failed.is_empty() { error } else { error.with_failed_attempts(self.failed.clone()) }
    }
}
