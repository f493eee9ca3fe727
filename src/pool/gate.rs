//! Whether a member may be sent a call now: its failures, the calls in flight, its rate limits. No I/O.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::pool::window::Window;
use crate::pool::{FailedAttempt, later};
use crate::response::RateLimits;

/// The state of one member, shared by the clones of its client and by all pools that it is in.
pub(crate) struct Gate {
    limits: Limits,
    state: Mutex<State>,
    /// Notified when a call ends or fails.
    pub(super) changed: Notify,
}

/// The limits that the caller set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) max_in_flight: Option<u32>,
    pub(crate) is_paced: bool,
    /// The share of calls among peers.
    pub(crate) weight: Option<u32>,
}

struct State {
    in_flight: u32,
    /// How many failures came one after the other.
    failures: u32,
    /// Of the calls since the last failure; an older call says nothing about a member that has failed since.
    epoch: u32,
    cooling_until: Option<Instant>,
    ramp: Option<Ramp>,
    last_failure: Option<FailedAttempt>,
    requests: Window,
    tokens: Window,
}

/// Unanswered calls that a member may have until it is known to serve them: one at first, twice as many in each round.
#[derive(Clone, Copy)]
struct Ramp {
    allowed: u32,
    unanswered: u32,
    /// How many were allowed when a call was last refused for it: demand that is below twice as many ends the ramp.
    refused_at: u32,
}

impl Ramp {
    const START: Self = Self { allowed: 1, unanswered: 0, refused_at: 0 };
}

/// Why a member may not be sent a call now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// It cools after a failure.
    Cooling(Instant),
    /// It has cooled, and serves as many calls as it may be sent to find out.
    Ramp,
    /// Its rate limit is used up.
    Paced(Instant),
    /// As many calls are in flight as the caller allows.
    Full,
}

impl Gate {
    pub(crate) fn new(limits: Limits) -> Self {
        // The rate limits of a service are unknown until it has answered.
        let ramp = limits.is_paced.then_some(Ramp::START);
        let state = State {
            in_flight: 0,
            failures: 0,
            epoch: 0,
            cooling_until: None,
            ramp,
            last_failure: None,
            requests: Window::of(1.0),
            tokens: Window::of(0.0),
        };
        Self { limits, state: Mutex::new(state), changed: Notify::new() }
    }

    /// Whether calls must pass even if the client has no other member.
    pub(crate) fn is_limited(&self) -> bool {
        self.limits.is_paced || self.limits.max_in_flight.is_some()
    }

    pub(super) fn weight(&self) -> u32 {
        self.limits.weight.unwrap_or(1)
    }

    pub(super) fn wait(&self, now: Instant) -> Option<Wait> {
        self.state().wait(self.limits, now)
    }

    /// Counts one more call in flight, if it may be sent now. Returns the epoch that [`leave`](Self::leave) takes, and whether
    /// the member is not known to serve calls yet.
    pub(super) fn enter(&self, now: Instant) -> Option<(u32, bool)> {
        let mut state = self.state();
        if state.wait(self.limits, now).is_some() {
            return None;
        }
        state.in_flight += 1;
        if let Some(ramp) = &mut state.ramp {
            ramp.unanswered += 1;
        }
        if self.limits.is_paced {
            state.requests.take(now);
            state.tokens.take(now);
        }
        Some((state.epoch, state.ramp.is_some()))
    }

    /// A call has ended; it has an epoch unless it was served.
    pub(super) fn leave(&self, epoch: Option<u32>) {
        let mut state = self.state();
        state.in_flight -= 1;
        if let Some(ramp) = epoch.and_then(|epoch| state.ramp_of(epoch)) {
            ramp.unanswered = ramp.unanswered.saturating_sub(1);
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Takes over what a response reports of the rate limits.
    pub(super) fn report(&self, limits: impl FnOnce() -> RateLimits, now: Instant) {
        if !self.limits.is_paced {
            return;
        }
        let (limits, mut state) = (limits(), self.state());
        let others = state.in_flight.saturating_sub(1);
        state.requests.report(limits.requests, others, now, false);
        state.tokens.report(limits.tokens, others, now, true);
    }

    /// A call was served.
    pub(super) fn succeed(&self, epoch: u32) {
        let mut state = self.state();
        if epoch != state.epoch {
            return;
        }
        state.failures = 0;
        let knows_limits = epoch == 0 && (state.requests.is_known() || state.tokens.is_known());
        let Some(ramp) = &mut state.ramp else { return };
        if knows_limits || ramp.allowed >= ramp.refused_at.saturating_mul(2) {
            state.ramp = None;
        } else {
            ramp.allowed = ramp.allowed.saturating_add(1);
            ramp.unanswered = ramp.unanswered.saturating_sub(1);
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// A call failed: the member cools, as long as the service asks or as `backoff` says of so many failures.
    pub(super) fn fail(
        &self,
        epoch: Option<u32>,
        delay: Option<Duration>,
        backoff: impl FnOnce(u32) -> Duration,
        failed: FailedAttempt,
        now: Instant,
    ) {
        let mut state = self.state();
        state.last_failure = Some(failed);
        let until = if epoch == Some(state.epoch) {
            let cooling = delay.unwrap_or_else(|| backoff(state.failures));
            state.failures = state.failures.saturating_add(1);
            state.epoch = state.epoch.wrapping_add(1);
            state.ramp = Some(Ramp::START);
            later(now, cooling)
        } else {
            // It was sent before the failure that the member cools for.
            later(now, delay.unwrap_or_default())
        };
        state.cooling_until = state.cooling_until.max(Some(until));
    }

    pub(super) fn in_flight(&self) -> usize {
        self.state().in_flight as usize
    }

    pub(super) fn cooling(&self, now: Instant) -> Option<Duration> {
        self.state().cooling_until.map(|until| until.duration_since(now)).filter(|left| !left.is_zero())
    }

    pub(super) fn last_failure(&self) -> Option<FailedAttempt> {
        self.state().last_failure.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait(&mut self, limits: Limits, now: Instant) -> Option<Wait> {
        if let Some(until) = self.cooling_until.filter(|until| now < *until) {
            return Some(Wait::Cooling(until));
        }
        if let Some(ramp) = self.ramp.as_mut().filter(|ramp| ramp.unanswered >= ramp.allowed) {
            ramp.refused_at = ramp.allowed;
            return Some(Wait::Ramp);
        }
        if limits.max_in_flight.is_some_and(|most| self.in_flight >= most) {
            return Some(Wait::Full);
        }
        let ends = [self.requests.wait(now), self.tokens.wait(now)];
        ends.into_iter().flatten().max().map(Wait::Paced)
    }

    fn ramp_of(&mut self, epoch: u32) -> Option<&mut Ramp> {
        self.ramp.as_mut().filter(|_| epoch == self.epoch)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("limits", &self.limits).finish_non_exhaustive()
    }
}
