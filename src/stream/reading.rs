//! A stream of chunks: read, decoded, put together, and opened again while nobody has seen anything of it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http_body::Body as _;
use reqwest::Request;
use tracing::Instrument;

use crate::accumulate::{self, Accumulator};
use crate::chat::Answer;
use crate::error::{Error, Kind, Result, ServiceError};
use crate::json;
use crate::models::ChatCompletions;
use crate::raw;
use crate::response::ResponseInfo;
use crate::retry::{Failure, Retries};
use crate::sse::{DEFAULT_MAX_EVENT_SIZE, Decoder, Event};
use crate::stream::broken::{BrokenStream, ERROR, find_error};
use crate::stream::waiting::{IdleTimer, poll_data};
use crate::stream::{ChatEvents, Chunk, TextStream, ThinkSplitter};
use crate::telemetry::{self, CallSpan};
use crate::transport::{self, CallContext, Mode, Received};

/// A chat completion as it comes; opened by [`ChatRequest::stream`](crate::ChatRequest::stream).
///
/// It yields chunks as they arrive and puts them together on the way, so that its end is the same [`Answer`] that `send()`
/// gives. It reads only when it is polled, spawns nothing, and dropping it closes the connection. How it ends is always
/// known: after the last chunk comes `None` if the answer has ended, else an error that keeps what came
/// ([`Error::partial_answer`]): a stream that was cut, that stalled, that told an error, or that can't be read.
///
/// While nothing has been handed out, a stream that fails is opened again as the retry policy says.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// let mut stream = client.chat().user("How many languages are in the world?").stream().await?;
/// while let Some(chunk) = stream.next().await {
///     print!("{}", chunk?.text());
/// }
/// let answer = stream.into_answer()?;
/// println!("{:?}", answer.usage());
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct ChatStream {
    context: CallContext,
    /// To open it again.
    request: Request,
    retries: Retries,
    state: State,
    decoder: Decoder,
    max_event_size: usize,
    /// The bytes that came so far.
    size: usize,
    accumulator: Accumulator,
    info: ResponseInfo,
    timer: IdleTimer,
    /// A chunk has been handed out: from here on nothing is tried again.
    is_seen: bool,
    /// `[DONE]` has come.
    is_done: bool,
    /// Splits reasoning from the text, if that was asked for.
    think: Option<ThinkSplitter>,
    /// Until the stream has told its end.
    span: CallSpan,
}

/// How a stream is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamOptions {
    pub(crate) max_event_size: usize,
    pub(crate) split_think: bool,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self { max_event_size: DEFAULT_MAX_EVENT_SIZE, split_think: false }
    }
}

type Opening = Pin<Box<dyn Future<Output = (Result<Received>, Retries)> + Send>>;

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
    /// Opens a stream. What comes instead of one is an error, or an ordinary completion.
    pub(crate) async fn open(
        context: CallContext,
        request: Request,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let opening = Self::open_in(context, request, options, span.clone());
        let opened = opening.instrument(span.inner().clone()).await;
        opened.inspect_err(|error| span.fail(error))
    }

    async fn open_in(
        context: CallContext,
        mut request: Request,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        transport::prepare(&context, &mut request);
        let mut retries = Retries::default();
        let received = transport::try_until_answered(&context, &request, Mode::Stream, &mut retries).await?;
        let mut stream = Self {
            info: received.info.clone(),
            timer: IdleTimer::new(context.timeouts()),
            context,
            request,
            retries,
            state: State::Ended,
            decoder: Decoder::with_max_event_size(options.max_event_size),
            max_event_size: options.max_event_size,
            size: 0,
            accumulator: Accumulator::default(),
            is_seen: false,
            is_done: false,
            think: options.split_think.then(ThinkSplitter::default),
            // What fails here is no stream yet.
            span: CallSpan::none(),
        };
        stream.begin(received)?;
        stream.span = span;
        Ok(stream)
    }

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
    pub async fn collect(mut self) -> Result<Answer> {
        while let Some(chunk) = self.next().await {
            chunk?;
        }
        self.into_answer()
    }

    /// The whole answer, after the end.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end, or failed; [`into_partial`](Self::into_partial) has what came.
    pub fn into_answer(self) -> Result<Answer> {
        match self.state {
            State::Ended => Ok(self.into_partial()),
            State::Failed => {
                Err(Error::new(Kind::Truncated, "the stream has failed").with_partial(self.into_partial()))
            }
            _ => {
                Err(Error::new(Kind::Truncated, "the stream is not read to its end").with_partial(self.into_partial()))
            }
        }
    }

    /// What there is of the answer, wherever the stream stands.
    pub fn into_partial(mut self) -> Answer {
        self.end_span();
        Answer::new(std::mem::take(&mut self.accumulator).into_completions(), self.info.clone())
    }

    /// What came with the stream: status, headers, ids, rate limits, the number of tries.
    pub fn response(&self) -> &ResponseInfo {
        &self.info
    }

    pub(crate) fn accumulator(&self) -> &Accumulator {
        &self.accumulator
    }

    /// Tells the end of the stream, or that it was dropped before.
    fn end_span(&mut self) {
        if self.span.is_heard() {
            let span = std::mem::replace(&mut self.span, CallSpan::none());
            if !matches!(self.state, State::Ended | State::Failed) {
                span.dropped();
            }
            span.headers(&self.info.headers);
            span.completions(&self.accumulator.clone().into_completions());
        }
    }

    /// Begins to read what was opened.
    fn begin(&mut self, received: Received) -> Result<()> {
        self.info = received.info;
        match received.stream {
            Some((first, body)) => {
                self.decoder.feed(first);
                self.state = State::Reading(body);
            }
            None => {
                let body = self.info.body.clone();
                let answered = raw::read::<ChatCompletions>(&self.context, self.info.clone())?;
                let chunk = Chunk::from_completions(&answered.value, body)?;
                if accumulate::is_overgrown(chunk.update()) {
                    return Err(Error::new(Kind::Decode, transport::OVERGROWN));
                }
                self.state = State::Whole(Box::new(chunk));
            }
        }
        Ok(())
    }

    /// Whether the answer has ended, even if the stream was cut after that.
    fn is_finished(&self) -> bool {
        self.is_done || self.accumulator.has_finish_reason()
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Chunk>>> {
        loop {
            let failure = match &mut self.state {
                State::Ended | State::Failed => return Poll::Ready(None),
                State::Whole(_) => {
                    if let State::Whole(mut chunk) = std::mem::replace(&mut self.state, State::Ended) {
                        if let Some(think) = &mut self.think {
                            think.apply(chunk.update_mut());
                        }
                        self.accumulator.push(chunk.update());
                        self.see_first();
                        return Poll::Ready(Some(Ok(*chunk)));
                    }
                    continue;
                }
                State::Opening(opening) => {
                    let (result, retries) = ready!(opening.as_mut().poll(cx));
                    self.retries = retries;
                    match result.and_then(|received| self.begin(received)) {
                        Ok(()) => continue,
                        // It has been tried as often as the policy says.
                        Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
                    }
                }
                State::Reading(body) => match self.decoder.next_event() {
                    Ok(Some(event)) => match self.take(event) {
                        Taken::Chunk(chunk) => return Poll::Ready(Some(Ok(chunk))),
                        Taken::Nothing => continue,
                        Taken::Done => {
                            self.finish(cx);
                            return Poll::Ready(None);
                        }
                        Taken::Failure(failure) => failure,
                    },
                    Err(error) => {
                        BrokenStream::for_good(Error::new(Kind::Decode, error.to_string()).with_source(error))
                    }
                    Ok(None) => match ready!(poll_data(body, &mut self.timer, cx)) {
                        Ok(Some(data)) => {
                            self.size += data.len();
                            if self.size <= self.context.max_answer_size() {
                                self.decoder.feed(data);
                                continue;
                            }
                            BrokenStream::for_good(transport::too_large(self.context.max_answer_size()))
                        }
                        Ok(None) | Err(_) if self.is_finished() => {
                            self.state = State::Ended;
                            return Poll::Ready(None);
                        }
                        Ok(None) => BrokenStream::unanswered(Error::new(
                            Kind::Truncated,
                            "the stream ended without a finish reason or [DONE]",
                        )),
                        Err(error) => BrokenStream::unanswered(self.context.concealed(error)),
                    },
                },
            };
            if let Some(error) = self.open_again(failure) {
                return Poll::Ready(Some(Err(self.fail(error))));
            }
        }
    }

    /// Marks that something is handed out.
    fn see_first(&mut self) {
        if !std::mem::replace(&mut self.is_seen, true) {
            self.context.succeed(&mut self.retries);
            self.span.first_chunk();
        }
    }

    /// What an event is.
    fn take(&mut self, event: Event) -> Taken {
        let is_error = event.kind() == "error";
        let data = event.into_data_bytes();
        match data.trim_ascii() {
            b"[DONE]" => {
                self.is_done = true;
                return Taken::Done;
            }
            _ if is_error => {
                let said = ServiceError::read(&self.context.masked(&data));
                return Taken::Failure(self.in_band(said, &data));
            }
            b"" => return Taken::Nothing,
            _ => {}
        }
        if ERROR.find(&data).is_some()
            && let Some(said) = json::read(&self.context.masked(&data)).ok().and_then(|value| find_error(&value))
        {
            return Taken::Failure(self.in_band(said, &data));
        }
        if json::is_overgrown(&data) {
            return Taken::Failure(BrokenStream::overgrown());
        }
        match Chunk::read(data) {
            Ok(chunk) if accumulate::is_overgrown(chunk.update()) => Taken::Failure(BrokenStream::overgrown()),
            Ok(mut chunk) => {
                if let Some(think) = &mut self.think {
                    think.apply(chunk.update_mut());
                }
                self.accumulator.push(chunk.update());
                if self.accumulator.is_overgrown() {
                    return Taken::Failure(BrokenStream::overgrown());
                }
                self.see_first();
                self.timer.quiet_since = None;
                Taken::Chunk(chunk)
            }
            Err((error, data)) => {
                // The decoder's words may quote a key that the server echoed.
                let error = Chunk::from_json(self.context.masked(&data)).err().unwrap_or(error);
                let kept = self.context.kept(self.info.status, &self.info.headers, &data);
                Taken::Failure(BrokenStream::for_good(error.with_response(kept)))
            }
        }
    }

    /// An error that the service tells within the stream.
    fn in_band(&self, said: ServiceError, data: &Bytes) -> BrokenStream {
        // Some say a status as the code: it decides as if it had come as one.
        let status = said.code.as_deref().and_then(|code| code.parse::<u16>().ok());
        let status =
            status.and_then(|status| StatusCode::from_u16(status).ok()).filter(|status| status.as_u16() >= 400);
        let error = Error::service(said, self.context.kept(self.info.status, &self.info.headers, data));
        let error = if self.accumulator.has_begun() { error.amid_answer() } else { error };
        BrokenStream { error, is_for_good: false, status }
    }

    /// Opens the stream again after a failure that nobody has seen anything before; else gives the error back.
    fn open_again(&mut self, failure: BrokenStream) -> Option<Error> {
        let BrokenStream { error, is_for_good, status } = failure;
        let headers = http::HeaderMap::new();
        let outcome = match status {
            _ if is_for_good || self.is_seen => Failure::Final,
            _ if error.is_final() => Failure::Final,
            Some(status) => Failure::Status { status, headers: &headers, is_final: false },
            None => Failure::NoAnswer,
        };
        let (Some(wait), Some(request)) = (self.context.decide(self.retries, outcome), self.request.try_clone()) else {
            return Some(error);
        };
        let (context, mut retries, tries) = (self.context.clone(), self.retries, self.retries.attempts());
        if !context.pay(&mut retries, outcome, error.is_timeout()) {
            return Some(error.with_spent_budget());
        }
        retries.count(status);
        self.decoder = Decoder::with_max_event_size(self.max_event_size);
        self.timer = IdleTimer::new(self.context.timeouts());
        self.span.inner().in_scope(|| telemetry::retry(tries, wait, &error));
        let opening = async move {
            tokio::time::sleep(wait).await;
            let result = transport::try_until_answered(&context, &request, Mode::Stream, &mut retries).await;
            (result, retries)
        };
        self.state = State::Opening(Box::pin(opening.instrument(self.span.inner().clone())));
        None
    }

    /// Ends the stream with an error that keeps all there is.
    fn fail(&mut self, error: Error) -> Error {
        self.state = State::Failed;
        self.span.fail(&error);
        let partial = Answer::new(self.accumulator.clone().into_completions(), self.info.clone());
        let error = match error.status() {
            Some(_) => error,
            None => error.with_response(self.context.kept(self.info.status, &self.info.headers, &Bytes::new())),
        };
        let attempts = self.retries.attempts();
        error.with_partial(partial).with_attempts(attempts).with_client_request_id(&self.info.client_request_id)
    }

    /// Ends the stream well. The end of the body is often here already: read, the connection can serve another call.
    fn finish(&mut self, cx: &mut Context<'_>) {
        if let State::Reading(body) = &mut self.state {
            let _ = Pin::new(body).poll_frame(cx);
        }
        self.state = State::Ended;
    }
}

/// What an event turned out to be.
enum Taken {
    Chunk(Chunk),
    Nothing,
    Done,
    Failure(BrokenStream),
}

impl Stream for ChatStream {
    type Item = Result<Chunk>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let chunk = ready!(this.poll_chunk(cx));
        if !matches!(chunk, Some(Ok(_))) {
            this.end_span();
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
