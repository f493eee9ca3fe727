//! One call and all its attempts: what failed so far, and which member of the client is next.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use reqwest::Request;
use tokio::time::Instant;

use super::{Build, CallContext};
use crate::client::Client;
use crate::error::{Error, Kind};
use crate::options::CallOptions;
use crate::pool::{FailedAttempt, Lease, Pool};
use crate::response::{CLIENT_REQUEST_ID, ResponseInfo};
use crate::retry::{self, Failure, Retries};
use crate::telemetry;

/// How a call can be sent to any member of its client.
pub(crate) struct Plan {
    pub(crate) pool: Arc<Pool>,
    /// What holds for the call whoever it is sent to: retries and the deadline.
    pub(crate) options: Arc<CallOptions>,
    /// Makes the request for a member, and what it is sent with.
    pub(crate) rebuild: Box<Rebuild>,
}

/// The flag tells that the call has moved to the Responses API.
type Rebuild = dyn Fn(&Client, bool) -> Result<(CallContext, Request), Error> + Send + Sync;

/// Makes the request of a stream anew, at the API that the call has moved to.
pub(crate) type Remake = dyn Fn(&CallContext) -> Result<Request, Error> + Send + Sync;

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
    /// The request for that member.
    request: Option<Request>,
    /// The id that every attempt is sent with.
    id: String,
    pub(super) retries: Retries,
    /// The deadline of the call with all its attempts.
    pub(super) deadline: Option<(Duration, Instant)>,
    /// The call at its member, which is in flight until this is dropped.
    pub(crate) lease: Option<Lease>,
    failed: Vec<FailedAttempt>,
    /// For the case that no further attempt can be made.
    pub(crate) last_error: Option<Error>,
    /// Members that the call can't be made for.
    unfit: Vec<usize>,
    /// There may be another attempt at a member that failed.
    repeat: bool,
    /// Of a stream, for as long as it may move to the Responses API.
    pub(crate) remake: Option<Box<Remake>>,
    /// Why chat completions refused the call, once it has moved.
    pub(super) refused: Option<Error>,
}

/// How many failed attempts a call remembers.
const MOST_FAILED: usize = 64;

impl Sending {
    /// A call with its request; without one if it is built for each attempt, or for each member.
    pub(crate) fn new(context: CallContext, mut request: Option<Request>) -> Self {
        request.iter_mut().for_each(|request| super::prepare(&context, request));
        // A deadline beyond all time is none.
        let deadline = context.timeouts().deadline;
        let deadline = deadline.and_then(|deadline| Some((deadline, Instant::now().checked_add(deadline)?)));
        let (retries, failed, unfit) = (Retries::default(), Vec::new(), Vec::new());
        let id = String::new();
        let (lease, last_error, repeat, remake, refused) = (None, None, false, None, None);
        Self { context, request, id, retries, deadline, lease, failed, last_error, unfit, repeat, remake, refused }
    }

    /// Waits until a member may be sent the call, and makes its request. False if the request stays as it is.
    pub(super) async fn take_turn(&mut self) -> Result<bool, Error> {
        let Some(plan) = self.context.plan().filter(|_| self.lease.is_none()).cloned() else { return Ok(false) };
        loop {
            let fresh = |member: &usize| !self.unfit.contains(member) && !self.was_asked(*member);
            let (usable, end) = (|member: &usize| self.is_usable(*member), self.deadline.map(|(_, end)| end));
            let acquired = plan.pool.acquire(&fresh, &usable, plan.options.retry.max_wait, end).await;
            let lease = acquired.map_err(|first| {
                if self.is_overdue() {
                    return self.overdue();
                }
                let error = self.last_error.take().unwrap_or_else(|| Error::of_members(plan.pool.last_failures()));
                error.with_retry_after(first.map(|first| first.saturating_duration_since(Instant::now())))
            })?;
            let is_other = self.request.is_none() || lease.member != self.context.member();
            if is_other && let Err(error) = self.move_to(lease.member, &plan) {
                self.unfit.push(lease.member);
                self.last_error.get_or_insert(error);
                continue;
            }
            self.count(lease.member)?;
            self.lease = Some(lease);
            return Ok(is_other);
        }
    }

    fn move_to(&mut self, member: usize, plan: &Arc<Plan>) -> Result<(), Error> {
        let client = &plan.pool.members[member].client;
        let (made, mut request) = (plan.rebuild)(client, false)?;
        let context = self.context.moved(plan, &made, member);
        self.keep_id(&mut request);
        let from = self.request.replace(request).map(|_| &self.context);
        telemetry::moved(from, &context, client.model(), self.last_error.as_ref());
        self.context = context;
        Ok(())
    }

    fn keep_id(&self, request: &mut Request) {
        if let Some(id) = HeaderValue::try_from(&self.id).ok().filter(|id| !id.is_empty()) {
            request.headers_mut().insert(CLIENT_REQUEST_ID, id);
        }
    }

    /// Moves the call to the Responses API if the error is a refusal that this helps with; `None` if it is not. The next
    /// attempt goes there.
    ///
    /// # Errors
    ///
    /// If the request has something that only chat completions have: then it stays.
    pub(crate) fn move_api(&mut self, error: &Error, build: Option<Build<'_>>) -> Option<Result<(), Error>> {
        if !self.context.wire().moves_after(error) {
            return None;
        }
        let moved = self.remade(build);
        match &moved {
            Ok(()) => {
                self.retries.without_defaults += 1;
                telemetry::moved_api(error);
            }
            Err(_) => self.context.wire().stay(),
        }
        Some(moved)
    }

    fn remade(&mut self, build: Option<Build<'_>>) -> Result<(), Error> {
        if let Some(plan) = self.context.plan().cloned() {
            let member = self.context.member();
            let (made, mut request) = (plan.rebuild)(&plan.pool.members[member].client, true)?;
            self.context = self.context.moved(&plan, &made, member);
            self.keep_id(&mut request);
            self.request = Some(request);
        } else if let Some(remake) = &self.remake {
            let mut request = remake(&self.context)?;
            super::prepare(&self.context, &mut request);
            self.keep_id(&mut request);
            self.request = Some(request);
        } else if let Some(build) = build {
            // Built again for the attempt itself.
            build()?;
        }
        Ok(())
    }

    /// The request of one more attempt.
    pub(super) fn request_of_attempt(&mut self, build: Option<Build<'_>>) -> Result<Request, Error> {
        let request = match (&self.request, build) {
            (None, Some(build)) => build()?,
            (Some(request), _) => super::copy_of(request)?,
            (None, None) => return Err(Error::input("request", "it can't be built")),
        };
        if self.id.is_empty() {
            self.id = super::sent_id(&request);
        }
        Ok(request)
    }

    fn is_overdue(&self) -> bool {
        self.deadline.is_some_and(|(_, end)| Instant::now() >= end)
    }

    fn overdue(&self) -> Error {
        let deadline = self.deadline.map(|(deadline, _)| deadline).unwrap_or_default();
        Error::new(Kind::Timeout, format!("the deadline of {deadline:?} has passed"))
    }

    fn was_asked(&self, member: usize) -> bool {
        self.failed.iter().any(|failed| failed.member == member)
    }

    fn is_usable(&self, member: usize) -> bool {
        !self.unfit.contains(&member) && (self.repeat || !self.was_asked(member))
    }

    /// Counts a further attempt, as a retry if its member was asked before. That costs little: a member that has failed is sent
    /// few calls at a time, so that retries don't multiply its load.
    fn count(&mut self, member: usize) -> Result<(), Error> {
        if !self.was_asked(member) {
            self.retries.at_others += u32::from(!self.failed.is_empty());
        } else if self.context.pay(&mut self.retries, 1) {
            self.retries.count(self.failed.last().and_then(|failed| failed.status));
        } else {
            return Err(self.last_error.take().unwrap_or_else(|| self.overdue()).with_spent_budget());
        }
        Ok(())
    }

    /// What follows a failed attempt. The member that failed cools, if it is the reason.
    pub(crate) fn after(&mut self, error: &Error, failure: Failure<'_>) -> Next {
        let attempt = self.record(error, failure.delay(SystemTime::now()));
        let Some(plan) = self.context.plan().cloned() else {
            let in_time = |wait: &Duration| {
                self.deadline.is_none_or(|(_, end)| Instant::now().checked_add(*wait).is_some_and(|then| then < end))
            };
            let Some(wait) = self.context.decide(self.retries, failure).filter(in_time) else { return Next::GiveUp };
            let cost = retry::cost(failure, error.is_timeout(), SystemTime::now());
            if !self.context.pay(&mut self.retries, cost) {
                return Next::Broke;
            }
            self.retries.count(attempt.status);
            return Next::Try(wait);
        };
        match self.lease.take() {
            Some(lease) if error.moves_on(failure) => lease.fail(attempt, &plan.options.retry),
            // The member has responded, if not as the caller wishes.
            Some(mut lease) if error.status().is_some() => lease.succeed(),
            _ => {}
        }
        if !error.moves_on(failure) || self.is_overdue() {
            return Next::GiveUp;
        }
        self.repeat = retry::may_retry(&plan.options.retry, self.retries, failure);
        let is_any = (0..plan.pool.members.len()).any(|member| self.is_usable(member));
        if is_any { Next::Try(Duration::ZERO) } else { Next::GiveUp }
    }

    fn record(&mut self, error: &Error, retry_after: Option<Duration>) -> FailedAttempt {
        let (member, endpoint) = (self.context.member(), self.context.base().to_owned());
        let model = self.context.plan().and_then(|plan| plan.pool.members[member].client.model());
        let (status, model) = (error.reported_status().or(error.status()), model.map(str::to_owned));
        let attempt = FailedAttempt { member, endpoint, model, status, retry_after, message: error.to_string() };
        if self.failed.len() < MOST_FAILED {
            self.failed.push(attempt.clone());
        }
        attempt
    }

    /// Marks the call as served: gives back what its last retry cost.
    pub(crate) fn succeed(&mut self) {
        self.context.succeed(&mut self.retries);
        self.lease.iter_mut().for_each(Lease::succeed);
    }

    /// How often the request was sent, the attempt in progress included.
    pub(crate) fn attempts(&self) -> u32 {
        self.retries.attempts()
    }

    /// The same between two attempts.
    pub(super) fn attempts_so_far(&self) -> u32 {
        if self.failed.is_empty() { 0 } else { self.attempts() }
    }

    /// Adds to a response who gave it and what failed before.
    pub(super) fn describe(&self, info: &mut ResponseInfo) {
        (info.attempts, info.client_request_id) = (self.attempts(), self.id.clone());
        (info.member, info.failed) = (self.context.member(), self.failed.clone());
    }

    /// Adds to an error what is known of the call.
    pub(crate) fn explain(&self, error: Error, attempts: u32) -> Error {
        let error = error.with_attempts(attempts).with_start(self.retries.started).with_client_request_id(&self.id);
        if self.failed.is_empty() { error } else { error.with_failed_attempts(self.failed.clone()) }
    }
}
