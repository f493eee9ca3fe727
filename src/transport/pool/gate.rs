//! The state of a member, which decides whether it may be sent a call: failures, calls in flight, rate limits. No I/O.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::later;
use crate::error::{FailedAttempt, RateLimit, RateLimits};
use crate::transport::Transport;
use crate::transport::retry::RetryPolicy;

/// The state of one member, shared by the clones of its client and by all pools that it is in.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) limits: Limits,
    state: Mutex<State>,
    /// Notified when a call is served or ends.
    pub(super) changed: Notify,
}

/// The limits that the caller set for a member.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) max_in_flight: Option<u32>,
    pub(crate) is_paced: bool,
    /// The weight among peers.
    pub(crate) weight: Option<u32>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) in_flight: u32,
    /// The number of consecutive failures.
    failures: u32,
    /// Incremented by each failure: the outcome of a call that started in an earlier epoch is out of date.
    epoch: u32,
    pub(crate) cooling_until: Option<Instant>,
    pub(crate) last_success: Option<Instant>,
    pub(crate) last_failure: Option<FailedAttempt>,
    ramp: Option<Ramp>,
    requests: Window,
    tokens: Window,
}

/// Limits the calls without a response until the member has served some: one at first, twice as many in each round.
#[derive(Debug, Default)]
struct Ramp {
    /// The number of its calls that were served. One more than that may be without a response.
    served: u32,
    pending: u32,
    /// The number that was allowed when a call was last delayed. The ramp ends once twice as many are allowed.
    refused_at: u32,
}

/// Why a member may not be sent a call now.
#[derive(Clone, Copy)]
pub(super) enum Wait {
    /// It cools down after a failure, or its rate limit is exhausted.
    Until(Instant),
    /// It has cooled down, and the calls that test whether it has recovered are in flight.
    Ramp,
    /// The maximum number of calls is in flight.
    Full,
}

impl Gate {
    pub(crate) fn new(limits: Limits) -> Self {
        // The rate limits of a service are unknown until it has responded.
        let state = State { ramp: limits.is_paced.then(Ramp::default), ..State::default() };
        Self { limits, state: Mutex::new(state), changed: Notify::new() }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wait(&self, now: Instant) -> Option<Wait> {
        self.state().wait(self.limits, now)
    }
}

/// One call at a member, in flight until this is dropped.
pub(crate) struct Lease {
    pub(crate) member: usize,
    transport: Arc<Transport>,
    /// `None` after the call was served.
    epoch: Option<u32>,
}

impl Lease {
    /// Counts one more call as in flight; `None` if no call may be sent now.
    pub(super) fn new(member: usize, transport: &Arc<Transport>, now: Instant) -> Option<Self> {
        let mut state = transport.gate.state();
        if state.wait(transport.gate.limits, now).is_some() {
            return None;
        }
        state.in_flight += 1;
        state.requests.take(now);
        state.tokens.take(now);
        state.ramp.iter_mut().for_each(|ramp| ramp.pending += 1);
        Some(Self { member, transport: Arc::clone(transport), epoch: Some(state.epoch) })
    }

    /// Updates the rate limits from the headers of a response.
    pub(crate) fn report(&self, headers: &HeaderMap) {
        if self.transport.gate.limits.is_paced {
            let (limits, now, mut state) = (RateLimits::read(headers), Instant::now(), self.transport.gate.state());
            let others = state.in_flight.saturating_sub(1);
            state.requests.report(limits.requests, others, now);
            state.tokens.report(limits.tokens, others, now);
        }
    }

    /// Records that the call was served. It is in flight until the lease is dropped.
    pub(crate) fn succeed(&mut self) {
        let mut state = self.transport.gate.state();
        if self.epoch != Some(state.epoch) {
            return;
        }
        self.epoch = None;
        (state.failures, state.last_success) = (0, Some(Instant::now()));
        // The first ramp of a paced member ends when its rate limits are known.
        let knows_limits = state.epoch == 0 && (state.requests.end.is_some() || state.tokens.end.is_some());
        let Some(ramp) = &mut state.ramp else { return };
        if knows_limits || ramp.served >= ramp.refused_at.saturating_mul(2) {
            state.ramp = None;
        } else {
            (ramp.served, ramp.pending) = (ramp.served + 1, ramp.pending.saturating_sub(1));
        }
        drop(state);
        self.transport.gate.changed.notify_waiters();
    }

    /// Records that the call failed. The member cools down for the delay that the service requested, otherwise for an
    /// exponential backoff.
    pub(crate) fn fail(self, failed: FailedAttempt, policy: &RetryPolicy) {
        let mut state = self.transport.gate.state();
        // A call that was sent before the member failed does not count as another failure.
        let mut cooldown = failed.retry_after.unwrap_or_default();
        if self.epoch == Some(state.epoch) {
            // With jitter, but at least half of the backoff: otherwise the member could be sent a call immediately.
            let backoff = policy.backoff_before(state.failures, 0.5 + fastrand::f64() / 2.0);
            cooldown = failed.retry_after.unwrap_or(backoff);
            (state.failures, state.epoch) = (state.failures + 1, state.epoch.wrapping_add(1));
            state.ramp = Some(Ramp::default());
        }
        state.cooling_until = state.cooling_until.max(Some(later(Instant::now(), cooldown)));
        state.last_failure = Some(failed);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut state = self.transport.gate.state();
        state.in_flight -= 1;
        if self.epoch == Some(state.epoch) {
            state.ramp.iter_mut().for_each(|ramp| ramp.pending = ramp.pending.saturating_sub(1));
        }
        drop(state);
        self.transport.gate.changed.notify_waiters();
    }
}

impl State {
    fn wait(&mut self, limits: Limits, now: Instant) -> Option<Wait> {
        if let Some(until) = self.cooling_until.filter(|until| now < *until) {
            return Some(Wait::Until(until));
        }
        if let Some(ramp) = self.ramp.as_mut().filter(|ramp| ramp.pending > ramp.served) {
            ramp.refused_at = ramp.served + 1;
            return Some(Wait::Ramp);
        }
        if limits.max_in_flight.is_some_and(|most| self.in_flight >= most) {
            return Some(Wait::Full);
        }
        self.requests.wait(now).max(self.tokens.wait(now)).map(Wait::Until)
    }
}

/// One window of a rate limit, for requests or for tokens, as the service reports it: what remains in it, and when it resets.
#[derive(Debug, Default)]
struct Window {
    /// The amount that remains for further calls; negative while the calls in flight exceed it.
    left: f64,
    /// The estimated cost of a call, from the amounts that remained after earlier calls.
    cost: f64,
    limit: Option<f64>,
    /// The amount that remained according to the last response of this window.
    reported: Option<f64>,
    /// The end of the window; `None` if it is unknown.
    end: Option<Instant>,
    /// The time from the last response to the end of the window.
    period: Duration,
}

impl Window {
    /// Returns the time until which no call may be sent; `None` if one may be sent now.
    fn wait(&self, now: Instant) -> Option<Instant> {
        self.end.filter(|end| now < *end && self.left < self.cost.max(1.0))
    }

    /// Subtracts the cost of one call.
    fn take(&mut self, now: Instant) {
        if self.end.is_some_and(|end| now >= end) {
            // The next response reports the new window. Until then it has the size of the last one, or allows one call.
            (self.left, self.reported) = (self.limit.unwrap_or(self.cost.max(1.0)), None);
            self.end = Some(later(now, self.period));
        }
        self.left -= self.cost;
    }

    /// Updates the window from a response while `others` are in flight, which the service may not have counted yet.
    fn report(&mut self, limit: RateLimit, others: u32, now: Instant) {
        // A limit of 0 or −1 means that there is no limit, and so does a negative remaining amount.
        let is_limited = limit.limit.is_none_or(|limit| limit > 0);
        let remaining = limit.remaining.filter(|remaining| is_limited && *remaining >= 0);
        let (Some(remaining), Some(period)) = (remaining, limit.reset) else { return };
        let remaining = remaining as f64;
        self.limit = limit.limit.map(|limit| limit as f64).or(self.limit);
        if let Some(drop) = self.reported.or(self.limit).map(|before| before - remaining).filter(|drop| *drop > 0.0) {
            self.cost = if self.cost == 0.0 { drop } else { (self.cost + drop) / 2.0 };
        }
        self.left = remaining - self.cost * f64::from(others);
        (self.reported, self.end, self.period) = (Some(remaining), Some(later(now, period)), period);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(limit: i64, remaining: i64) -> RateLimit {
        RateLimit { limit: Some(limit), remaining: Some(remaining), reset: Some(Duration::from_secs(6)) }
    }

    #[test]
    fn an_exhausted_window_holds_calls_until_its_end() {
        let now = Instant::now();
        let mut window = Window::default();
        assert_eq!(window.wait(now), None, "nothing is known yet");
        window.take(now);
        window.report(limit(3, 2), 0, now);
        for _ in 0..2 {
            assert_eq!(window.wait(now), None);
            window.take(now);
        }
        let end = later(now, Duration::from_secs(6));
        assert_eq!(window.wait(now), Some(end));
        // The next window has the limit of the last one.
        for _ in 0..3 {
            assert_eq!(window.wait(end), None);
            window.take(end);
        }
        assert!(window.wait(end).is_some());
    }

    #[test]
    fn calls_in_flight_count_before_the_service_has_counted_them() {
        let now = Instant::now();
        let mut window = Window::default();
        window.report(limit(4, 3), 3, now);
        assert!(window.wait(now).is_some());
        window.report(limit(4, 3), 2, now);
        assert_eq!(window.wait(now), None);
    }

    #[test]
    fn the_cost_in_tokens_is_learned_from_what_is_left() {
        let now = Instant::now();
        let mut window = Window::default();
        window.report(limit(1000, 700), 0, now);
        assert_eq!(window.wait(now), None);
        window.report(limit(1000, 299), 0, now);
        assert!(window.wait(now).is_some(), "a call costs some 350");
        window.report(limit(1000, 249), 0, now);
        assert_eq!(window.wait(now), None, "or some 200");
    }

    #[test]
    fn a_limit_that_says_nothing_holds_nothing() {
        let now = Instant::now();
        let check = |limit: Option<i64>, remaining: Option<i64>, reset: Option<u64>| {
            let mut window = Window::default();
            let reported = RateLimit { limit, remaining, reset: reset.map(Duration::from_secs) };
            window.report(reported, 5, now);
            assert_eq!(window.wait(now), None, "{reported:?}");
        };
        check(Some(-1), Some(0), Some(6));
        check(Some(0), Some(0), Some(6));
        check(Some(10), Some(-1), Some(6));
        check(Some(10), Some(0), None);
        check(Some(10), Some(0), Some(0));
        check(None, None, Some(6));
    }
}
