//! Several clients as one: which of them is sent a call, and when.

mod attempt;
mod gate;
mod moving;
mod settings;
mod window;

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::select_all;
use tokio::sync::futures::Notified;
use tokio::time::{Instant, timeout_at};

pub use self::attempt::{FailedAttempt, MemberState};
use self::gate::Wait;
pub(crate) use self::gate::{Gate, Limits};
pub(crate) use self::settings::Settings;
use crate::client::Client;
use crate::error::Error;
use crate::response::RateLimits;
use crate::retry::RetryPolicy;
use crate::transport::Transport;

/// The members of a client, by priority; the client itself is the first.
pub(crate) struct Pool {
    pub(crate) members: Vec<Member>,
    /// How far each member is behind its share of the calls of its level.
    balance: Mutex<Vec<i64>>,
    /// Held by the call that is next when no member is open: calls are served in the order they came.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
pub(crate) struct Member {
    /// Without a pool of its own.
    pub(crate) client: Client,
    /// Members of one level share the calls; the next level gets those that it can't serve.
    level: usize,
    weight: u32,
}

/// One call at a member. It ends with the value.
pub(crate) struct Lease {
    pub(crate) member: usize,
    transport: Arc<Transport>,
    /// `None` once the call is served.
    epoch: Option<u32>,
    /// The member is not known to serve calls yet: it is sent few at a time.
    pub(crate) is_probe: bool,
}

/// What a call that can't be sent now has before it.
enum Outlook {
    /// A member has opened in the meantime.
    Open,
    /// It waits until something changes, or until then.
    Wait(Instant),
    /// No member opens in time; the first opens then, if that is known.
    Hopeless(Option<Instant>),
}

impl Pool {
    fn new(mut members: Vec<Member>) -> Self {
        members.sort_by_key(|member| member.level);
        let balance = Mutex::new(vec![0; members.len()]);
        Self { members, balance, turn: tokio::sync::Mutex::default() }
    }

    /// A member that may be sent a call now, unless others wait for one.
    pub(crate) fn try_enter(&self, usable: impl Fn(usize) -> bool) -> Option<Lease> {
        let _turn = self.turn.try_lock().ok()?;
        self.enter(&usable, Instant::now())
    }

    /// Whether one of these members may be sent a call now.
    pub(crate) fn is_open(&self, usable: impl Fn(usize) -> bool) -> bool {
        let now = Instant::now();
        (0..self.members.len()).any(|member| usable(member) && self.gate(member).wait(now).is_none())
    }

    /// Waits until one of these members may be sent a call.
    ///
    /// # Errors
    ///
    /// If all of them cool beyond `max_wait` or `deadline`: then with the time at which the first opens, if it is known. A
    /// call that waits for its turn, for a limit of calls in flight or for a rate limit has no bound but the caller's.
    pub(crate) async fn acquire(
        &self,
        usable: impl Fn(usize) -> bool,
        max_wait: Duration,
        deadline: Option<Instant>,
    ) -> Result<Lease, Option<Instant>> {
        let by_deadline = |end: Instant| deadline.map_or(end, |deadline| end.min(deadline));
        let mut give_up = by_deadline(later(Instant::now(), max_wait));
        // A call that can't be sent to all members is no good at the head of the queue: the others could pass it.
        let queues = (0..self.members.len()).all(&usable);
        let mut turn = pin!(self.turn.lock());
        let _turn = loop {
            match if queues { timeout_at(give_up, turn.as_mut()).await.map(Some) } else { Ok(None) } {
                Ok(turn) => break turn,
                Err(_) => {
                    if let Outlook::Hopeless(first) = self.outlook(&usable, give_up, max_wait) {
                        return Err(first);
                    }
                    give_up = later(Instant::now(), max_wait.max(Duration::from_secs(1)));
                }
            }
        };
        loop {
            // Before the look, so that no change after it is missed.
            let changes = self.changes(&usable);
            if let Some(lease) = self.enter(&usable, Instant::now()) {
                return Ok(lease);
            }
            match self.outlook(&usable, give_up, max_wait) {
                Outlook::Open => {}
                Outlook::Hopeless(first) => return Err(first),
                // An error is the end of the wait.
                Outlook::Wait(end) => drop(timeout_at(end, select_all(changes)).await),
            }
        }
    }

    /// By priority; within a level whoever is furthest behind its share (smooth weighted round robin).
    fn enter(&self, usable: &impl Fn(usize) -> bool, now: Instant) -> Option<Lease> {
        let mut rest = 0..self.members.len();
        while let Some(first) = rest.clone().next() {
            let level = self.members[first].level;
            let end = rest.clone().find(|member| self.members[*member].level != level).unwrap_or(rest.end);
            rest.start = end;
            let chosen =
                if end - first == 1 { usable(first).then_some(first) } else { self.balance(first..end, usable, now) };
            let lease = chosen.and_then(|member| {
                let transport = self.members[member].client.transport();
                let (epoch, is_probe) = transport.gate.enter(now)?;
                Some(Lease { member, transport: Arc::clone(transport), epoch: Some(epoch), is_probe })
            });
            if lease.is_some() {
                return lease;
            }
        }
        None
    }

    fn balance(&self, level: std::ops::Range<usize>, usable: &impl Fn(usize) -> bool, now: Instant) -> Option<usize> {
        let mut balance = self.balance.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut total, mut chosen) = (0, None::<usize>);
        for member in level.filter(|member| usable(*member) && self.gate(*member).wait(now).is_none()) {
            let weight = i64::from(self.members[member].weight);
            balance[member] += weight;
            total += weight;
            if chosen.is_none_or(|chosen| balance[member] > balance[chosen]) {
                chosen = Some(member);
            }
        }
        balance[chosen?] -= total;
        chosen
    }

    fn outlook(&self, usable: &impl Fn(usize) -> bool, give_up: Instant, max_wait: Duration) -> Outlook {
        let now = Instant::now();
        let (mut wake, mut first) = (None::<Instant>, None::<Instant>);
        for member in (0..self.members.len()).filter(|member| usable(*member)) {
            let (opens, waits_until) = match self.gate(member).wait(now) {
                None => return Outlook::Open,
                Some(Wait::Cooling(end)) => (Some(end), (end <= give_up).then_some(end)),
                Some(Wait::Ramp) => (None, (now < give_up).then_some(give_up)),
                Some(Wait::Paced(end)) => (Some(end), (end <= later(now, max_wait)).then_some(end)),
                Some(Wait::Full) => (None, Some(later(now, Duration::MAX))),
            };
            let soonest = |known: Option<Instant>, new: Option<Instant>| known.into_iter().chain(new).min();
            wake = soonest(wake, waits_until);
            first = soonest(first, opens);
        }
        wake.map_or(Outlook::Hopeless(first), Outlook::Wait)
    }

    /// What wakes a call that waits for one of these members.
    fn changes(&self, usable: &impl Fn(usize) -> bool) -> Vec<Pin<Box<Notified<'_>>>> {
        let members = (0..self.members.len()).filter(|member| usable(*member));
        let changes = members.map(|member| {
            let mut change = Box::pin(self.gate(member).changed.notified());
            change.as_mut().enable();
            change
        });
        changes.collect()
    }

    fn gate(&self, member: usize) -> &Gate {
        &self.members[member].client.transport().gate
    }
}

impl Lease {
    /// Takes over what a response reports of the rate limits.
    pub(crate) fn report(&self, limits: impl FnOnce() -> RateLimits) {
        self.transport.gate.report(limits, Instant::now());
    }

    /// The call was served. It stays in flight until the lease is dropped.
    pub(crate) fn succeed(&mut self) {
        if let Some(epoch) = self.epoch.take() {
            self.transport.gate.succeed(epoch);
        }
    }

    /// The call failed, and its member is the reason.
    pub(crate) fn fail(self, failed: FailedAttempt, delay: Option<Duration>, policy: &RetryPolicy) {
        // At least half of the backoff: with none the member would be asked again at once.
        let backoff = |failures| policy.backoff_before(failures, 0.5 + fastrand::f64() / 2.0);
        self.transport.gate.fail(self.epoch, delay, backoff, failed, Instant::now());
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.transport.gate.leave(self.epoch);
    }
}

/// A time after another; one beyond all time is in some 30 years.
pub(crate) fn later(now: Instant, wait: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(86_400 * 365 * 30);
    now.checked_add(wait.min(FAR)).unwrap_or(now)
}

impl Error {
    /// The error of a call that no member could be sent.
    pub(crate) fn all_cooling(pool: &Pool, first: Option<Instant>) -> Self {
        let failures = pool.members.iter().filter_map(|member| member.client.transport().gate.last_failure()).collect();
        let wait = first.map(|first| first.duration_since(Instant::now()));
        Self::of_members(failures, wait)
    }
}
