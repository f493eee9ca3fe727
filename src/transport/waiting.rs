//! Reads the bytes of a stream, with timeouts.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep};

use super::transport_error;
use crate::error::{Error, Kind, Result};
use crate::transport::options::Timeouts;

/// Polls the next bytes of a body. Returns an error if a timeout elapses.
pub(crate) fn poll_data(
    body: &mut reqwest::Response,
    timer: &mut IdleTimer,
    cx: &mut Context<'_>,
) -> Poll<Result<Option<Bytes>>> {
    // The future has no state: another one continues.
    match pin!(body.chunk()).poll(cx) {
        Poll::Ready(chunk) => {
            timer.waiting_since = None;
            Poll::Ready(chunk.map_err(transport_error))
        }
        Poll::Pending => timer.poll(cx).map(Err),
    }
}

/// Timer for the idle timeout and the keep-alive timeout. It starts with the first wait and is reset only when it fires, so
/// that many short waits need only one timer.
#[repr(C)]
pub(crate) struct IdleTimer {
    // What every wait reads or changes comes first, so that it is in few cache lines.
    waiting_since: Option<Instant>,
    /// The start of the current wait for content.
    pub(crate) quiet_since: Option<Instant>,
    /// The timeout for a stream of only keep-alives.
    quiet_limit: Duration,
    /// The waker that is registered with `sleep`, and the deadline of `sleep`.
    registered: Option<(Waker, Instant)>,
    sleep: Option<Pin<Box<Sleep>>>,
    limit: Duration,
}

impl IdleTimer {
    pub(crate) fn new(timeouts: &Timeouts) -> Self {
        let (limit, quiet_limit) = (timeouts.idle, timeouts.keep_alive_only);
        Self { limit, waiting_since: None, quiet_limit, quiet_since: None, sleep: None, registered: None }
    }

    /// Returns an error once a timeout has elapsed.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let now = Instant::now();
        let since = *self.waiting_since.get_or_insert(now);
        if since.duration_since(*self.quiet_since.get_or_insert(since)) >= self.quiet_limit {
            let message = format!("the stream had only keep-alives for {:?}", self.quiet_limit);
            return Poll::Ready(Error::new(Kind::Timeout, message));
        }
        if let Some((waker, at)) = &self.registered
            && now < *at
            && waker.will_wake(cx.waker())
        {
            return Poll::Pending;
        }
        let Some(end) = since.checked_add(self.limit) else { return Poll::Pending };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        // Without tokio's cooperative budget: if it is exhausted, the timer is pending and does not register the waker.
        while pin!(unconstrained(sleep.as_mut())).poll(cx).is_ready() {
            if Instant::now() >= end {
                return Poll::Ready(Error::new(Kind::Timeout, format!("the stream stalled for {:?}", self.limit)));
            }
            sleep.as_mut().reset(end);
        }
        self.registered = Some((cx.waker().clone(), sleep.deadline()));
        Poll::Pending
    }
}
