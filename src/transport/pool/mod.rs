//! Several clients as one: which member is sent a call, and when.

mod gate;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::select_all;
use tokio::time::{Instant, timeout_at};

use self::gate::Wait;
pub(crate) use self::gate::{Gate, Lease, Limits};
use super::Transport;
use crate::error::FailedAttempt;
use crate::transport::retry::RetryPolicy;

/// The members of a client, by priority; the client itself is the first.
pub(crate) struct Pool {
    pub(crate) members: Vec<Member>,
    /// How many calls each member is behind its share within its level.
    balance: Mutex<Vec<i64>>,
    /// Held by the next call while no member is open: calls are sent in the order in which they started to wait.
    turn: tokio::sync::Mutex<()>,
}

/// A member as calls are sent to it.
pub(crate) struct Member {
    pub(crate) transport: Arc<Transport>,
    pub(crate) model: Option<String>,
    /// Members of one level share the calls; the next level gets the calls that they can't serve.
    pub(crate) level: usize,
}

/// Which members a call may be sent to.
pub(crate) type Usable<'a> = &'a (dyn Fn(&usize) -> bool + Sync);

impl Pool {
    pub(crate) fn new(members: Vec<Member>) -> Self {
        let balance = Mutex::new(vec![0; members.len()]);
        Self { members, balance, turn: Default::default() }
    }

    /// Sends a call to one of the usable members immediately, if one is open and no other call waits.
    pub(crate) fn try_acquire(&self, usable: Usable<'_>) -> Option<Lease> {
        let _turn = self.turn.try_lock().ok()?;
        self.enter(usable, Instant::now())
    }

    /// Waits until one of the usable members may be sent a call.
    ///
    /// # Errors
    ///
    /// If none opens within `max_wait` of the start of the wait and of the last call that was served, or before `deadline`. The
    /// error is the time at which the first opens, if it is known. Waiting for the end of a call in flight has no such limit.
    pub(crate) async fn acquire(
        &self,
        usable: Usable<'_>,
        max_wait: Duration,
        deadline: Option<Instant>,
    ) -> Result<Lease, Option<Instant>> {
        let since = Instant::now();
        let deadline = deadline.unwrap_or_else(|| later(since, Duration::MAX));
        // A call that can't be sent to all members must not be at the head of the queue: the others could pass it.
        let queues = (0..self.members.len()).all(|member| usable(&member));
        let turn = async { if queues { Some(self.turn.lock().await) } else { None } };
        let _turn = timeout_at(deadline, turn).await.map_err(|_| None)?;
        loop {
            let gates = self.usable(usable).map(|member| self.gate(member));
            let mut changes: Vec<_> = gates.map(|gate| Box::pin(gate.changed.notified())).collect();
            // Before members are checked, so that no later change is missed.
            for change in &mut changes {
                change.as_mut().enable();
            }
            if let Some(lease) = self.enter(usable, Instant::now()) {
                return Ok(lease);
            }
            let end = self.end_of_wait(usable, since, max_wait, deadline)?;
            let _ = timeout_at(end, select_all(changes)).await;
        }
    }

    /// Until when a call waits that started to wait at `since`.
    fn end_of_wait(
        &self,
        usable: Usable<'_>,
        since: Instant,
        max_wait: Duration,
        deadline: Instant,
    ) -> Result<Instant, Option<Instant>> {
        let now = Instant::now();
        let served = self.usable(usable).filter_map(|member| self.gate(member).state().last_success).max();
        let give_up = later(served.map_or(since, |served| served.max(since)), max_wait);
        let give_up = give_up.min(deadline);
        let (mut end, mut first) = (None::<Instant>, None::<Instant>);
        for member in self.usable(usable) {
            let (opens, looks) = match self.gate(member).wait(now) {
                None => (None, Some(now)),
                Some(Wait::Until(end)) => (Some(end), (end <= give_up).then_some(end)),
                Some(Wait::Ramp) => (None, (now < give_up).then_some(give_up)),
                Some(Wait::Full) => (None, (now < deadline).then_some(deadline)),
            };
            first = first.into_iter().chain(opens).min();
            end = end.into_iter().chain(looks).min();
        }
        end.ok_or(first)
    }

    /// By priority; within a level by smooth weighted round robin: whichever is furthest behind its share.
    fn enter(&self, usable: Usable<'_>, now: Instant) -> Option<Lease> {
        let is_open = |member: &usize| self.gate(*member).wait(now).is_none();
        let mut members = self.usable(usable).peekable();
        let first = loop {
            let first = members.next()?;
            let has_peers = members.peek().is_some_and(|next| self.members[*next].level == self.members[first].level);
            if has_peers && is_open(&first) {
                break first;
            }
            // Checked and entered under one lock.
            if !has_peers && let Some(lease) = Lease::new(first, &self.members[first].transport, now) {
                return Some(lease);
            }
        };
        let level = self.members[first].level;
        let mut peers = members.take_while(|peer| self.members[*peer].level == level);
        let mut chosen = first;
        if let Some(second) = peers.find(is_open) {
            let mut balance = self.balance.lock().unwrap_or_else(PoisonError::into_inner);
            let mut total = 0;
            for member in [first, second].into_iter().chain(peers.filter(is_open)) {
                let weight = i64::from(self.gate(member).limits.weight.unwrap_or(1));
                balance[member] += weight;
                total += weight;
                if balance[member] > balance[chosen] {
                    chosen = member;
                }
            }
            balance[chosen] -= total;
        }
        Lease::new(chosen, &self.members[chosen].transport, now)
    }

    /// The retry policy of a call. A member of several that has served a call within `max_wait` refuses some calls and not all of
    /// them: it allows as many retries again.
    pub(crate) fn retry_policy(&self, policy: &RetryPolicy) -> RetryPolicy {
        let now = Instant::now();
        let serves = |member: &usize| {
            let last_success = self.gate(*member).state().last_success;
            last_success.is_some_and(|served| now.saturating_duration_since(served) <= policy.max_wait)
        };
        let is_alone = self.members.len() == 1;
        let serving = (0..self.members.len()).filter(|member| !is_alone && serves(member)).count();
        policy.with_times_as_many_retries(1 + serving)
    }

    /// The last failures of all members.
    pub(crate) fn last_failures(&self) -> Vec<FailedAttempt> {
        (0..self.members.len()).filter_map(|member| self.gate(member).state().last_failure.clone()).collect()
    }

    fn usable<'a>(&self, usable: Usable<'a>) -> impl Iterator<Item = usize> + use<'a> {
        (0..self.members.len()).filter(usable)
    }

    fn gate(&self, member: usize) -> &Gate {
        &self.members[member].transport.gate
    }
}

/// A later time, at most some 30 years later: `Instant` can overflow.
pub(super) fn later(now: Instant, wait: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);
    now + wait.min(FAR)
}
