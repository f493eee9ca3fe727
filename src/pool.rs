//! Several clients as one: which of them is sent a call, and when.

mod attempt;
mod gate;
mod moving;
mod settings;
mod window;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::select_all;
use tokio::time::{Instant, timeout_at};

pub use self::attempt::{FailedAttempt, MemberState};
use self::gate::Wait;
pub(crate) use self::gate::{Gate, Lease, Limits};
pub(crate) use self::moving::rebase;
pub(crate) use self::settings::Settings;
use crate::client::Client;

/// The members of a client, by priority; the client itself is the first.
pub(crate) struct Pool {
    pub(crate) members: Vec<Member>,
    /// How far each member is behind its share of the calls of its level.
    balance: Mutex<Vec<i64>>,
    /// Held by the call that is next when no member is open: calls are served in the order they came.
    turn: tokio::sync::Mutex<()>,
    /// Some member has other default parameters than the client.
    pub(crate) has_other_defaults: bool,
}

#[derive(Clone)]
pub(crate) struct Member {
    /// Without a pool of its own.
    pub(crate) client: Client,
    /// Members of one level share the calls; the next level gets those that it can't serve.
    level: usize,
}

/// Which members a call may be sent to.
pub(crate) type Usable<'a> = &'a (dyn Fn(&usize) -> bool + Sync);

impl Pool {
    /// Sends a call to one of the usable members at once, if one is open and no other call waits.
    pub(crate) fn try_acquire(&self, usable: Usable<'_>) -> Option<Lease> {
        let _turn = self.turn.try_lock().ok()?;
        self.enter(usable, Instant::now())
    }

    /// Waits until one of the usable members may be sent a call.
    ///
    /// # Errors
    ///
    /// If none opens for `max_wait` since the call came and any was served last, or until `deadline`: then with the time at
    /// which the first opens, if it is known. For the end of a call in flight it waits as long as the caller does.
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
            let gates = self.usable(usable, 0).map(|member| self.gate(member));
            let mut changes: Vec<_> = gates.map(|gate| Box::pin(gate.changed.notified())).collect();
            // Before the look, so that no change after it is missed.
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

    /// Until when a call waits that came at `since`.
    fn end_of_wait(
        &self,
        usable: Usable<'_>,
        since: Instant,
        max_wait: Duration,
        deadline: Instant,
    ) -> Result<Instant, Option<Instant>> {
        let now = Instant::now();
        let served = self.usable(usable, 0).filter_map(|member| self.gate(member).state().last_success).max();
        let give_up = later(served.map_or(since, |served| served.max(since)), max_wait);
        let give_up = give_up.min(deadline);
        let (mut end, mut first) = (None::<Instant>, None::<Instant>);
        for member in self.usable(usable, 0) {
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
        let first = self.usable(usable, 0).find(is_open)?;
        let level = self.members[first].level;
        let mut peers = self.usable(usable, first + 1).take_while(|peer| self.members[*peer].level == level);
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
        Lease::new(chosen, self.members[chosen].client.transport(), now)
    }

    /// The last failures of all members.
    pub(crate) fn last_failures(&self) -> Vec<FailedAttempt> {
        (0..self.members.len()).filter_map(|member| self.gate(member).state().last_failure.clone()).collect()
    }

    fn usable<'a>(&self, usable: Usable<'a>, start: usize) -> impl Iterator<Item = usize> + use<'a> {
        (start..self.members.len()).filter(usable)
    }

    fn gate(&self, member: usize) -> &Gate {
        &self.members[member].client.transport().gate
    }
}

/// A time after another; one beyond all time is in some 30 years.
fn later(now: Instant, wait: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);
    now + wait.min(FAR)
}
