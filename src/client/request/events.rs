//! Server-sent events of a response that the crate has no type for.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tracing::Instrument;

use crate::error::{Error, Kind, Result};
use crate::transport::pool::Lease;
use crate::transport::response::ResponseMetadata;
use crate::transport::sse::{Decoder, Event};
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, CallContext, IdleTimer, Mode, Received, Sending, Source, poll_data};

/// A stream of server-sent events; returned by [`ApiRequest::stream`](crate::ApiRequest::stream).
///
/// The stream reads only when it is polled, and dropping it closes the connection. It yields `None` after the last event. It
/// yields an error if it ends within an event, stalls, or loses its connection. The data `[DONE]` ends the stream and is not
/// yielded. The stream does not interpret events, not even of the type `error`, and it is never reopened.
#[must_use = "a stream does nothing until it is read"]
pub struct EventStream {
    pub(crate) context: CallContext,
    /// Counts the call as in flight until the end of the stream.
    lease: Option<Lease>,
    pub(crate) info: ResponseMetadata,
    /// `None` after the end of the stream, and if the response is not a stream.
    pub(crate) body: Option<reqwest::Response>,
    decoder: Decoder,
    timer: IdleTimer,
    /// The number of bytes read.
    size: usize,
    pub(crate) span: CallSpan,
}

impl EventStream {
    /// Sends a call and starts to read the response. By default, an event may be as large as a response.
    pub(crate) async fn open(
        context: CallContext,
        source: &mut dyn Source,
        max_event_size: Option<usize>,
        span: CallSpan,
    ) -> Result<Self> {
        let mut sending = Sending::new(context);
        let sent = transport::send_attempts(&mut sending, source, Mode::Stream).instrument(span.inner().clone()).await;
        let Received { info, stream } = sent.inspect_err(|error| span.fail(error))?;
        sending.succeed();
        span.headers(&info.headers);
        let (context, lease) = (sending.context, sending.lease.filter(|_| stream.is_some()));
        let timer = IdleTimer::new(&context.options.timeouts);
        let mut decoder = Decoder::with_max_event_size(max_event_size.unwrap_or(context.max_response_size()));
        let (first, body) = stream.unzip();
        let size = first.as_ref().map_or(0, Bytes::len);
        first.into_iter().for_each(|first| decoder.feed(first));
        Ok(Self { context, lease, info, body, decoder, timer, size, span })
    }

    /// Ends the stream before the end of its response.
    pub(crate) fn close(&mut self) {
        (self.body, self.lease) = (None, None);
    }

    /// Returns the next event; `None` after the end of the stream.
    ///
    /// # Errors
    ///
    /// If the stream ends within an event, stalls, loses its connection, or exceeds the maximum size. The stream ends after
    /// an error.
    pub async fn next(&mut self) -> Option<Result<Event>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the metadata of the response: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }

    /// Returns the next event; `None` at the end of the stream.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Event>>> {
        loop {
            let event = self.decoder.next_event();
            match event.map_err(|error| Error::new(Kind::TooLarge, error.to_string()))? {
                Some(event) if event.data_bytes().trim_ascii() == b"[DONE]" => return Poll::Ready(Ok(None)),
                Some(event) => {
                    self.timer.quiet_since = None;
                    return Poll::Ready(Ok(Some(event)));
                }
                None => {}
            }
            let Some(body) = &mut self.body else { return Poll::Ready(Ok(None)) };
            match ready!(poll_data(body, &mut self.timer, cx))? {
                Some(bytes) => {
                    self.size += bytes.len();
                    if self.size > self.context.max_response_size() {
                        return Poll::Ready(Err(transport::too_large(self.context.max_response_size())));
                    }
                    self.decoder.feed(bytes);
                }
                None if self.decoder.is_within_event() => {
                    return Poll::Ready(Err(Error::new(Kind::Truncated, "the stream ended within an event")));
                }
                None => return Poll::Ready(Ok(None)),
            }
        }
    }

    /// Records an error, and adds the metadata of the response to it.
    pub(crate) fn fail(&self, error: Error) -> Error {
        let mut error = self.context.concealed(error).cut();
        if error.status().is_none() {
            error = error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new()));
        }
        let error = self.info.explain(error);
        self.span.fail(&error);
        error
    }
}

impl Stream for EventStream {
    type Item = Result<Event>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.body.is_none() {
            return Poll::Ready(None);
        }
        let event = ready!(this.poll_event(cx));
        if !matches!(event, Ok(Some(_))) {
            this.close();
        }
        Poll::Ready(event.map_err(|error| this.fail(error)).transpose())
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        if self.body.is_some() {
            self.span.dropped();
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("response", &self.info).finish_non_exhaustive()
    }
}
