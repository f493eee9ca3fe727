//! Opens a stream, and reopens it after a failure before anything was yielded to the caller.

use std::future::Future;
use std::pin::Pin;

use tracing::Instrument;

use super::{Broken, ChatStream, State};
use crate::chat::StreamOptions;
use crate::chat::accumulate::{self, Accumulator};
use crate::chat::responses;
use crate::chat::stream::Chunk;
use crate::chat::stream::template::Templates;
use crate::error::{Error, Kind, Result};
use crate::models::{ThinkSplitter, split_completions};
use crate::transport::sse::Decoder;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, Api, CallContext, IdleTimer, Mode, Received, Sending, Source};

/// A stream that is being reopened.
pub(super) type Opening = Pin<Box<dyn Future<Output = (Result<Received>, Box<Sending>, Box<dyn Source>)> + Send>>;

impl ChatStream {
    /// Opens a stream. A service may send a completion that is not streamed instead.
    pub(crate) async fn open(
        context: CallContext,
        mut source: Box<dyn Source>,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let mut sending = Box::new(Sending::new(context));
        let received = transport::send_attempts(&mut sending, &mut *source, Mode::Stream)
            .instrument(span.inner().clone())
            .await
            .inspect_err(|error| span.fail(error))?;
        let context = sending.context.clone();
        let mut stream = Self {
            state: State::Ended,
            decoder: Decoder::with_max_event_size(options.max_event_size),
            templates: Templates::default(),
            timer: IdleTimer::new(&context.options.timeouts),
            size: 0,
            max_size: 0,
            responses: None,
            source: Some(source),
            is_done: false,
            is_single_choice: options.is_single_choice,
            think: options.split_think.then(ThinkSplitter::default),
            // A failure below is that of the call.
            span: CallSpan::none(),
            accumulator: Accumulator::default(),
            context,
            sending: Some(sending),
            info: received.info.clone(),
            whole: None,
        };
        stream.start_reading(received).inspect_err(|error| span.fail(error))?;
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
                self.state = State::Whole(chunk);
                self.whole = Some(completions);
            }
        }
        Ok(())
    }

    /// Reopens the stream after a failure under the retry policy. Returns the error if the stream has yielded a chunk, or is
    /// not retried.
    pub(super) fn reopen(&mut self, broken: Broken) -> Option<Error> {
        let error = match broken {
            Broken::Retryable(error) if self.source.is_some() => error.with_retryable(true),
            Broken::Retryable(error) | Broken::Permanent(error) => return Some(error),
        };
        let (Some(mut sending), Some(mut source)) = (self.sending.take(), self.source.take()) else {
            return Some(error);
        };
        let wait = match self.span.inner().in_scope(|| sending.after_failure(&*source, error)) {
            Ok(wait) => wait,
            Err(error) => {
                (self.sending, self.source) = (Some(sending), Some(source));
                return Some(error);
            }
        };
        self.decoder = Decoder::with_max_event_size(self.decoder.max_event_size());
        self.timer = IdleTimer::new(&self.context.options.timeouts);
        let opening = async move {
            tokio::time::sleep(wait).await;
            let result = transport::send_attempts(&mut sending, &mut *source, Mode::Stream).await;
            (result, sending, source)
        };
        self.state = State::Opening(Box::pin(opening.instrument(self.span.inner().clone())));
        None
    }
}
