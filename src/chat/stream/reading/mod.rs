//! The stream of chunks: reads, decodes and accumulates them.

mod event;
mod opening;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::Bytes;
use futures_core::Stream;

pub(super) use self::event::ERROR;
use self::opening::Opening;
use crate::chat::ChatResponse;
use crate::chat::accumulate::Accumulator;
use crate::chat::responses::Reader;
use crate::chat::stream::template::Templates;
use crate::chat::stream::{ChatEvents, Chunk, TextStream};
use crate::error::{Error, Kind, Result};
use crate::models::{ChatCompletions, ThinkSplitter};
use crate::transport::response::ResponseMetadata;
use crate::transport::retry;
use crate::transport::sse::Decoder;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, CallContext, IdleTimer, Sending, Source, poll_data};

/// Stream of the chunks of a chat completion; created by [`ChatRequest::stream`](crate::ChatRequest::stream).
///
/// It yields chunks as they arrive and accumulates them into the same [`ChatResponse`] that `send()` returns. It spawns no
/// task and only reads when it is polled; dropping it closes the connection.
///
/// The last chunk is followed by `None` if the response is complete. A stream that is truncated, stalls, reports an error or
/// can't be decoded ends with an error, which keeps the partial response ([`Error::partial_response`]). A stream that fails
/// before it has yielded anything is reopened under the retry policy; after the first chunk it never is.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// let mut stream = client.chat().user("How many languages are in the world?").stream().await?;
/// while let Some(chunk) = stream.next().await {
///     print!("{}", chunk?.text());
/// }
/// let response = stream.into_response()?;
/// println!("{:?}", response.usage());
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
#[doc(alias("ChatCompletionResponseStream", "StreamingChatCompletions"))]
#[repr(C)]
pub struct ChatStream {
    // What every chunk reads or changes comes first, so that it is in few cache lines: a program may have thousands of streams.
    /// `[DONE]`, or the last event of the Responses API, was received.
    is_done: bool,
    /// The request is for one choice, so all chunks belong to it, whatever their index.
    is_single_choice: bool,
    /// The number of bytes received so far, and its maximum.
    size: usize,
    max_size: usize,
    /// Reads the events of the Responses API.
    responses: Option<Box<Reader>>,
    state: State,
    decoder: Decoder,
    templates: Templates,
    timer: IdleTimer,
    /// Builds the requests; `None` after a chunk was yielded, since the stream is no longer retried then.
    source: Option<Box<dyn Source>>,
    /// Disabled after the end of the stream was recorded.
    span: CallSpan,
    pub(super) accumulator: Accumulator,
    /// Splits reasoning from the text, if the request enabled it.
    think: Option<ThinkSplitter>,
    context: CallContext,
    /// Used to reopen the stream; `None` while it is being reopened.
    sending: Option<Box<Sending>>,
    info: ResponseMetadata,
    /// The completion that was received instead of a stream.
    whole: Option<Box<ChatCompletions>>,
}

enum State {
    /// The stream is being reopened.
    Opening(Opening),
    Reading(reqwest::Response),
    /// A completion was received instead of a stream. It is one chunk.
    Whole(Chunk),
    Ended,
    Failed,
}

/// A chunk, or `None` if there is none in what was read.
type Read = Result<Option<Chunk>, Broken>;

/// A failure before the response is complete. Reopening the stream can help if it is retryable.
enum Broken {
    Retryable(Error),
    Permanent(Error),
}

impl ChatStream {
    /// Returns the next chunk; `None` after the end.
    ///
    /// # Errors
    ///
    /// If the stream ends before the response is complete, see [`ChatStream`]. The stream ends after an error.
    pub async fn next(&mut self) -> Option<Result<Chunk>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Converts the stream into a stream of the text deltas of the first choice.
    pub fn text_stream(self) -> TextStream {
        TextStream { stream: self }
    }

    /// Converts the stream into a stream of typed events.
    pub fn events(self) -> ChatEvents {
        ChatEvents::new(self)
    }

    /// Reads the stream to its end and returns the whole response.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    #[expect(clippy::manual_async_fn, reason = "an async fn would have space for two copies of the stream")]
    pub fn finish(mut self) -> impl Future<Output = Result<ChatResponse>> + Send {
        async move {
            while let Some(chunk) = self.next().await {
                chunk?;
            }
            self.into_response()
        }
    }

    /// Converts a stream that has been read to its end into the whole response.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end, or failed; [`Error::partial_response`] has the partial response.
    pub fn into_response(self) -> Result<ChatResponse> {
        let reason = match self.state {
            State::Ended => return Ok(self.into_partial()),
            State::Failed => "the stream has failed",
            _ => "the stream was not read to its end",
        };
        Err(Error::new(Kind::Truncated, reason).with_partial(self.into_partial()))
    }

    /// Converts the stream into the response received so far.
    pub fn into_partial(mut self) -> ChatResponse {
        self.end_span();
        let completions = match self.whole.take() {
            Some(whole) => *whole,
            None => std::mem::take(&mut self.accumulator).into_completions(),
        };
        ChatResponse::new(completions, self.info.clone())
    }

    /// Returns the metadata of the response: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }

    /// Records the end of the stream, or that it was dropped before its end.
    fn end_span(&mut self) {
        if self.span.is_enabled() {
            let span = std::mem::replace(&mut self.span, CallSpan::none());
            if !matches!(self.state, State::Ended | State::Failed) {
                span.dropped();
            }
            span.headers(&self.info.headers);
            span.api(self.info.api);
            match &self.whole {
                Some(whole) => span.completions(whole),
                None => span.completions(&self.accumulator.clone().into_completions()),
            }
        }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Chunk>>> {
        loop {
            let read = match &mut self.state {
                State::Ended | State::Failed => return Poll::Ready(None),
                State::Whole(_) => match std::mem::replace(&mut self.state, State::Ended) {
                    State::Whole(chunk) => Ok(Some(chunk)),
                    _ => Ok(None),
                },
                State::Reading(response) if self.is_done => {
                    // Drain the end of the body if it has already arrived, so that the connection can be reused.
                    let _ = pin!(response.chunk()).poll(cx);
                    self.state = State::Ended;
                    Ok(None)
                }
                State::Reading(response) => match self.decoder.next_event() {
                    Ok(Some(event)) => self.read_event(event),
                    Ok(None) => {
                        let received = ready!(poll_data(response, &mut self.timer, cx));
                        self.read_bytes(received)
                    }
                    // The message has all details of the decoder's error.
                    Err(error) => Err(Broken::Permanent(Error::new(Kind::TooLarge, error.to_string()))),
                },
                State::Opening(opening) => {
                    let (result, sending, source) = ready!(opening.as_mut().poll(cx));
                    self.context = sending.context.clone();
                    (self.sending, self.source) = (Some(sending), Some(source));
                    let started = result.and_then(|received| self.start_reading(received));
                    // The retry policy is exhausted at this point.
                    started.map(|()| None).map_err(Broken::Permanent)
                }
            };
            match read {
                Ok(None) => {}
                Ok(Some(chunk)) => {
                    self.timer.quiet_since = None;
                    // The first chunk.
                    if self.source.take().is_some() {
                        self.sending.iter_mut().for_each(|sending| sending.succeed());
                        self.span.first_chunk();
                    }
                    if self.span.is_enabled() {
                        self.span.chunk(self.accumulator.model());
                    }
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Err(broken) => {
                    if let Some(error) = self.reopen(broken) {
                        return Poll::Ready(Some(Err(self.fail(error))));
                    }
                }
            }
        }
    }

    /// Feeds the next bytes to the decoder, or ends the stream at the end of the body.
    fn read_bytes(&mut self, received: Result<Option<Bytes>>) -> Read {
        let error = match received {
            Ok(Some(data)) => {
                self.size += data.len();
                if self.size > self.max_size {
                    return Err(Broken::Permanent(transport::too_large(self.max_size)));
                }
                self.decoder.feed(data);
                return Ok(None);
            }
            // The response is complete, even if the connection closes without an end marker.
            Ok(None) | Err(_) if self.accumulator.has_finish_reason() => {
                self.state = State::Ended;
                return Ok(None);
            }
            Ok(None) | Err(_) if let Some(data) = self.responses.as_mut().and_then(|reader| reader.take_failure()) => {
                return Err(self.failure_in(&data));
            }
            Ok(None) if self.responses.is_some() => {
                Error::new(Kind::Truncated, "the stream ended before the response was completed")
            }
            Ok(None) => Error::new(Kind::Truncated, "the stream ended without a finish reason or [DONE]"),
            Err(error) => self.context.concealed(error).cut(),
        };
        Err(Broken::Retryable(error))
    }

    /// Ends the stream with an error, to which it adds the partial response.
    fn fail(&mut self, mut error: Error) -> Error {
        self.state = State::Failed;
        self.span.fail(&error);
        if let Some(reader) = &self.responses {
            self.accumulator.push(&reader.partial());
        }
        let partial = ChatResponse::new(self.accumulator.clone().into_completions(), self.info.clone());
        if error.status().is_none() {
            error = error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new()));
        }
        if error.reported_status().is_some() {
            error = error.with_retry_after(retry::server_delay(&self.info.headers, SystemTime::now()));
        }
        error = error.with_partial(partial);
        match &self.sending {
            Some(sending) => sending.explain(error, sending.attempts()),
            None => error,
        }
    }
}

impl Stream for ChatStream {
    type Item = Result<Chunk>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let chunk = ready!(this.poll_chunk(cx));
        if !matches!(chunk, Some(Ok(_))) {
            this.end_span();
            // The call is no longer in flight.
            this.sending.iter_mut().for_each(|sending| sending.lease = None);
        }
        Poll::Ready(chunk)
    }
}

impl Drop for ChatStream {
    fn drop(&mut self) {
        self.end_span();
    }
}

impl fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Opening(_) => "reopening",
            State::Reading(_) | State::Whole(_) => "reading",
            State::Ended => "ended",
            State::Failed => "failed",
        };
        f.debug_struct("ChatStream").field("context", &self.context).field("state", &state).finish_non_exhaustive()
    }
}
