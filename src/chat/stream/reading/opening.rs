//! Opens a stream, and reopens it after a failure before anything was yielded to the caller.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tracing::Instrument;

use super::{ChatStream, State};
use crate::chat::StreamOptions;
use crate::chat::accumulate::{self, Accumulator};
use crate::chat::responses;
use crate::chat::stream::Chunk;
use crate::chat::stream::broken::BrokenStream;
use crate::chat::stream::template::Templates;
use crate::error::{Error, Kind, Result};
use crate::models::{ThinkSplitter, split_completions};
use crate::transport::retry::Failure;
use crate::transport::sse::Decoder;
use crate::transport::telemetry::{self, CallSpan};
use crate::transport::{self, Api, CallContext, IdleTimer, Mode, Next, Received, Sending, Source, moving_reason};

/// A stream that is being reopened.
pub(super) type Opening = Pin<Box<dyn Future<Output = (Result<Received>, Sending, Box<dyn Source>)> + Send>>;

impl ChatStream {
    /// Opens a stream. A service may send a completion that is not streamed instead.
    pub(crate) async fn open(
        context: CallContext,
        source: Box<dyn Source>,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let opening = Self::open_in(context, source, options, span.clone());
        let opened = opening.instrument(span.inner().clone()).await;
        opened.inspect_err(|error| span.fail(error))
    }

    async fn open_in(
        context: CallContext,
        mut source: Box<dyn Source>,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let mut sending = Sending::new(context);
        let received = transport::send_attempts(&mut sending, &mut *source, Mode::Stream).await?;
        let context = sending.context.clone();
        let mut stream = Self {
            info: received.info.clone(),
            timer: IdleTimer::new(context.timeouts()),
            context,
            responses: None,
            sending: Some(sending),
            source: Some(source),
            state: State::Ended,
            decoder: Decoder::with_max_event_size(options.max_event_size),
            max_event_size: options.max_event_size,
            size: 0,
            max_size: 0,
            accumulator: Accumulator::default(),
            templates: Templates::default(),
            has_yielded: false,
            is_done: false,
            is_single_choice: options.is_single_choice,
            whole: None,
            think: options.split_think.then(ThinkSplitter::default),
            // A failure below is that of the call, and the caller records it.
            span: CallSpan::none(),
        };
        stream.start_reading(received)?;
        stream.span = span;
        Ok(stream)
    }

    /// Starts to read a received response.
    pub(super) fn start_reading(&mut self, received: Received) -> Result<()> {
        self.info = received.info;
        self.max_size = self.context.max_response_size();
        self.responses = (self.info.api == Api::Responses).then(Box::default);
        match received.stream {
            Some((first, body)) => {
                self.decoder.feed(first);
                self.state = State::Reading(body);
            }
            None => {
                let body = self.info.body.clone();
                let mut completions = responses::read(&self.context, self.info.clone())?.value;
                if self.think.is_some() {
                    split_completions(&mut completions);
                }
                let chunk = Chunk::from_completions(&completions, body)?;
                if accumulate::has_too_many_values(chunk.update()) {
                    return Err(Error::new(Kind::TooLarge, transport::TOO_MANY_VALUES));
                }
                self.state = State::Whole(Box::new(chunk));
                self.whole = Some(completions);
            }
        }
        Ok(())
    }

    /// Reopens the stream after a failure under the retry policy. Returns the error if the stream has yielded a chunk, or is
    /// not retried.
    pub(super) fn reopen(&mut self, failure: BrokenStream) -> Option<Error> {
        let BrokenStream { error, is_retryable } = failure;
        if !is_retryable || self.has_yielded {
            return Some(error);
        }
        let outcome = match error.failure() {
            Some(failure) => failure,
            None if error.is_final() => Failure::Final,
            None => Failure::NoResponse,
        };
        let (Some(mut sending), Some(mut source)) = (self.sending.take(), self.source.take()) else {
            return Some(error);
        };
        let attempts = sending.attempts();
        let moved = self.span.inner().in_scope(|| sending.move_api(&error, &*source));
        if let Some(Err(reason)) = &moved {
            (self.sending, self.source) = (Some(sending), Some(source));
            return Some(error.append_hint(moving_reason(reason)));
        }
        let next = if moved.is_some() { Next::Retry(Duration::ZERO) } else { sending.after_failure(&error, outcome) };
        let wait = match next {
            Next::Retry(wait) => wait,
            next => {
                (self.sending, self.source) = (Some(sending), Some(source));
                return Some(if next == Next::BudgetExhausted { error.with_exhausted_budget() } else { error });
            }
        };
        self.decoder = Decoder::with_max_event_size(self.max_event_size);
        self.timer = IdleTimer::new(self.context.timeouts());
        if moved.is_none() {
            self.span.inner().in_scope(|| telemetry::retry(&self.context, attempts, wait, &error));
        }
        sending.last_error = Some(error);
        let opening = async move {
            tokio::time::sleep(wait).await;
            let result = transport::send_attempts(&mut sending, &mut *source, Mode::Stream).await;
            (result, sending, source)
        };
        self.state = State::Opening(Box::pin(opening.instrument(self.span.inner().clone())));
        None
    }
}
