//! The bytes of a stream, and how long they may take.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep};

use super::broken;
use crate::error::{Error, Kind, Result};
use crate::transport::options::Timeouts;

/// The next bytes of a body; an error if it stalls.
pub(crate) fn poll_data(
    body: &mut reqwest::Body,
    timer: &mut IdleTimer,
    cx: &mut Context<'_>,
) -> Poll<Result<Option<Bytes>>> {
    loop {
        match Pin::new(&mut *body).poll_frame(cx) {
            Poll::Ready(frame) => {
                timer.waiting_since = None;
                match frame {
                    None => return Poll::Ready(Ok(None)),
                    Some(Err(error)) => return Poll::Ready(Err(broken(error))),
                    // Trailers tell nothing.
                    Some(Ok(frame)) => {
                        if let Ok(data) = frame.into_data() {
                            return Poll::Ready(Ok(Some(data)));
                        }
                    }
                }
            }
            Poll::Pending => return timer.poll(cx).map(Err),
        }
    }
}

/// Measures how long a read waits. It is set when a wait begins, and set anew only when it goes off: a stream of many
/// short waits costs no timer each.
pub(crate) struct IdleTimer {
    limit: Duration,
    waiting_since: Option<Instant>,
    /// How long there may be nothing but keep-alives, and since when there is.
    quiet_limit: Duration,
    pub(crate) quiet_since: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
    /// Who is woken when it goes off, and when.
    registered: Option<(Waker, Instant)>,
}

impl IdleTimer {
    pub(crate) fn new(timeouts: &Timeouts) -> Self {
        let (limit, quiet_limit) = (timeouts.idle, timeouts.keep_alive_only);
        Self { limit, waiting_since: None, quiet_limit, quiet_since: None, sleep: None, registered: None }
    }

    /// Ready with an error once the wait is over its limit.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let now = Instant::now();
        let since = *self.waiting_since.get_or_insert(now);
        if since.duration_since(*self.quiet_since.get_or_insert(since)) >= self.quiet_limit {
            let message = format!("nothing but keep-alives came for {:?}", self.quiet_limit);
            return Poll::Ready(Error::new(Kind::Timeout, message));
        }
        let Some(end) = since.checked_add(self.limit) else { return Poll::Pending };
        if let Some((waker, at)) = &self.registered
            && now < *at
            && waker.will_wake(cx.waker())
        {
            return Poll::Pending;
        }
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        // Without tokio's budget, which would be pending without having registered the waker.
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
