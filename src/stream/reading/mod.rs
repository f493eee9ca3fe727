//! A stream of chunks: read, decoded, put together.

mod event;
mod opening;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use self::event::Taken;
use self::opening::Opening;
use crate::chat::ChatResponse;
use crate::chat::accumulate::Accumulator;
use crate::chat::responses::Reader;
use crate::error::{Error, Kind, Result};
use crate::models::{ChatCompletions, ThinkSplitter};
use crate::stream::broken::BrokenStream;
use crate::stream::template::Templates;
use crate::stream::{ChatEvents, Chunk, TextStream};
use crate::transport::response::ResponseMetadata;
use crate::transport::retry;
use crate::transport::sse::Decoder;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, CallContext, IdleTimer, Sending, Source, poll_data};

/// A chat completion as it comes; opened by [`ChatRequest::stream`](crate::ChatRequest::stream).
///
/// It yields chunks as they arrive and puts them together on the way, so that its end is the same [`ChatResponse`] that `send()`
/// gives. It reads only when it is polled, spawns nothing, and dropping it closes the connection. How it ends is always
/// known: after the last chunk comes `None` if the answer has ended, else an error that keeps what came
/// ([`Error::partial_response`]): a stream that was cut, that stalled, that told an error, or that can't be read.
///
/// While nothing has been handed out, a stream that fails is opened again as the retry policy says.
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
pub struct ChatStream {
    context: CallContext,
    /// Reads the events of the Responses API.
    responses: Option<Box<Reader>>,
    /// To open it again; `None` while it is.
    sending: Option<Sending>,
    /// Builds its requests; `None` once a chunk was yielded.
    source: Option<Box<dyn Source>>,
    state: State,
    decoder: Decoder,
    max_event_size: usize,
    /// The bytes that came so far.
    size: usize,
    accumulator: Accumulator,
    templates: Templates,
    info: ResponseMetadata,
    timer: IdleTimer,
    /// A chunk has been handed out: from here on nothing is tried again.
    is_seen: bool,
    /// `[DONE]` has come.
    is_done: bool,
    /// The request asked for one choice: whatever index a chunk gives it, it is that one.
    is_single_choice: bool,
    /// The ordinary completion that came in place of a stream.
    whole: Option<Box<ChatCompletions>>,
    /// Splits reasoning from the text, if that was asked for.
    think: Option<ThinkSplitter>,
    /// Until the stream has told its end.
    span: CallSpan,
}

enum State {
    /// Opening it again.
    Opening(Opening),
    Reading(reqwest::Body),
    /// An ordinary completion came in place of a stream.
    Whole(Box<Chunk>),
    Ended,
    Failed,
}

impl ChatStream {
    /// The next chunk; `None` after the end.
    ///
    /// # Errors
    ///
    /// If the stream ends before the answer does, see [`ChatStream`]. Nothing comes after an error.
    pub async fn next(&mut self) -> Option<Result<Chunk>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The text of the first choice as it comes, and nothing else.
    pub fn text_stream(self) -> TextStream {
        TextStream::new(self)
    }

    /// What happens, as typed events.
    pub fn events(self) -> ChatEvents {
        ChatEvents::new(self)
    }

    /// Reads to the end and gives the whole answer.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub async fn finish(mut self) -> Result<ChatResponse> {
        while let Some(chunk) = self.next().await {
            chunk?;
        }
        self.into_response()
    }

    /// The whole answer, after the end.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end, or failed; [`into_partial`](Self::into_partial) has what came.
    pub fn into_response(self) -> Result<ChatResponse> {
        let reason = match self.state {
            State::Ended => return Ok(self.into_partial()),
            State::Failed => "the stream has failed",
            _ => "the stream is not read to its end",
        };
        Err(Error::new(Kind::Truncated, reason).with_partial(self.into_partial()))
    }

    /// What there is of the answer, wherever the stream stands.
    pub fn into_partial(mut self) -> ChatResponse {
        self.end_span();
        let completions = self.completions();
        ChatResponse::new(completions, self.info.clone())
    }

    /// The response so far.
    fn completions(&mut self) -> ChatCompletions {
        match self.whole.take() {
            Some(whole) => *whole,
            None => std::mem::take(&mut self.accumulator).into_completions(),
        }
    }

    /// What came with the stream: status, headers, ids, rate limits, the number of tries.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }

    pub(crate) fn accumulator(&self) -> &Accumulator {
        &self.accumulator
    }

    /// Tells the end of the stream, or that it was dropped before.
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

    /// Whether the answer has ended, even if the stream was cut after that.
    fn is_finished(&self) -> bool {
        self.is_done || self.accumulator.has_finish_reason()
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Chunk>>> {
        loop {
            let taken = match &mut self.state {
                State::Ended | State::Failed => return Poll::Ready(None),
                State::Whole(_) => self.take_whole(),
                State::Reading(_) => ready!(self.poll_event(cx)),
                State::Opening(opening) => {
                    let (result, sending, source) = ready!(opening.as_mut().poll(cx));
                    self.context = sending.context.clone();
                    (self.sending, self.source) = (Some(sending), Some(source));
                    // It has been tried as often as the policy says.
                    if let Err(error) = result.and_then(|received| self.begin(received)) {
                        return Poll::Ready(Some(Err(self.fail(error))));
                    }
                    Taken::Nothing
                }
            };
            match taken {
                Taken::Nothing => {}
                Taken::Chunk(chunk) => {
                    self.span.chunk(self.accumulator.model());
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Taken::Done => self.end(cx),
                Taken::Failure(failure) => {
                    if let Some(error) = self.open_again(failure) {
                        return Poll::Ready(Some(Err(self.fail(error))));
                    }
                }
            }
        }
    }

    /// What the next event turns out to be; nothing if there must be more bytes first.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Taken> {
        if self.is_done {
            return Poll::Ready(Taken::Done);
        }
        Poll::Ready(match self.decoder.next_event() {
            Ok(Some(event)) => self.take(event),
            Ok(None) => return self.poll_bytes(cx),
            // The message says all that the decoder's error does.
            Err(error) => Taken::Failure(BrokenStream::for_good(Error::new(Kind::TooLarge, error.to_string()))),
        })
    }

    /// Hands the next bytes to the decoder. Nothing is taken of them yet, unless there are none any more.
    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Taken> {
        let State::Reading(body) = &mut self.state else { return Poll::Ready(Taken::Nothing) };
        Poll::Ready(match ready!(poll_data(body, &mut self.timer, cx)) {
            Ok(Some(data)) => {
                self.size += data.len();
                if self.size > self.context.max_response_size() {
                    let error = transport::too_large(self.context.max_response_size());
                    return Poll::Ready(Taken::Failure(BrokenStream::for_good(error)));
                }
                self.decoder.feed(data);
                Taken::Nothing
            }
            Ok(None) | Err(_) if self.is_finished() => {
                self.state = State::Ended;
                Taken::Nothing
            }
            Ok(None) | Err(_) if let Some(failure) = self.reported_failure() => Taken::Failure(failure),
            Ok(None) => {
                let missing = match self.responses {
                    Some(_) => "the stream ended before the response was completed",
                    None => "the stream ended without a finish reason or [DONE]",
                };
                Taken::Failure(BrokenStream::unanswered(Error::new(Kind::Truncated, missing)))
            }
            Err(error) => Taken::Failure(BrokenStream::unanswered(self.context.concealed(error).cut())),
        })
    }

    /// Ends the stream with an error that keeps all there is.
    fn fail(&mut self, error: Error) -> Error {
        self.state = State::Failed;
        self.span.fail(&error);
        if let Some(reader) = &self.responses {
            self.accumulator.push(&reader.so_far());
        }
        let partial = ChatResponse::new(self.accumulator.clone().into_completions(), self.info.clone());
        let error = match error.status() {
            Some(_) => error,
            None => error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new())),
        };
        let error = match error.reported_status() {
            Some(_) => error.with_retry_after(retry::server_delay(&self.info.headers, SystemTime::now())),
            None => error,
        };
        let error = error.with_partial(partial);
        match &self.sending {
            Some(sending) => sending.explain(error, sending.attempts()),
            None => error,
        }
    }

    /// Ends the stream well. The end of the body is often here already: read, the connection can serve another call.
    fn end(&mut self, cx: &mut Context<'_>) {
        if let State::Reading(body) = &mut self.state {
            let _ = Pin::new(body).poll_frame(cx);
        }
        self.state = State::Ended;
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
            State::Opening(_) => "opening again",
            State::Reading(_) | State::Whole(_) => "reading",
            State::Ended => "ended",
            State::Failed => "failed",
        };
        f.debug_struct("ChatStream").field("context", &self.context).field("state", &state).finish_non_exhaustive()
    }
}
