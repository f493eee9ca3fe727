//! The events of a response, within its limits of time and size.

use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::waiting::{IdleTimer, poll_data};
use crate::error::{Error, Kind, Result};
use crate::sse::{Decoder, Event};
use crate::transport::{self, CallContext};

/// Reads the events of a response that was opened as a stream.
pub(crate) struct EventReader {
    body: reqwest::Body,
    decoder: Decoder,
    timer: IdleTimer,
    size: usize,
    max_size: usize,
}

impl EventReader {
    /// Events may be as large as the whole response.
    pub(crate) fn new(context: &CallContext, first: Bytes, body: reqwest::Body) -> Self {
        let max_size = context.max_answer_size();
        let mut decoder = Decoder::with_max_event_size(max_size);
        let size = first.len();
        decoder.feed(first);
        Self { body, decoder, timer: IdleTimer::new(context.timeouts()), size, max_size }
    }

    /// The next event; `None` at the end of the body.
    pub(crate) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Event>>> {
        loop {
            match self.decoder.next_event() {
                Ok(Some(event)) => {
                    self.timer.quiet_since = None;
                    return Poll::Ready(Ok(Some(event)));
                }
                Ok(None) => {}
                Err(error) => {
                    return Poll::Ready(Err(Error::new(Kind::Decode, error.to_string()).with_source(error)));
                }
            }
            let Some(data) = ready!(poll_data(&mut self.body, &mut self.timer, cx))? else {
                return Poll::Ready(Ok(None));
            };
            self.size += data.len();
            if self.size > self.max_size {
                return Poll::Ready(Err(transport::too_large(self.max_size)));
            }
            self.decoder.feed(data);
        }
    }
}
