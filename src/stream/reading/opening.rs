//! How a stream is opened, and opened again while nobody has seen anything of it.

use std::future::Future;
use std::pin::Pin;

use reqwest::Request;
use tracing::Instrument;

use super::{ChatStream, State, StreamOptions};
use crate::accumulate::{self, Accumulator};
use crate::error::{Error, Kind, Result};
use crate::models::ChatCompletions;
use crate::raw;
use crate::retry::{Failure, Retries};
use crate::sse::Decoder;
use crate::stream::broken::BrokenStream;
use crate::stream::template::Templates;
use crate::stream::waiting::IdleTimer;
use crate::stream::{Chunk, ThinkSplitter, split_completions};
use crate::telemetry::{self, CallSpan};
use crate::transport::{self, CallContext, Mode, Received};

/// A stream that is being opened again.
pub(super) type Opening = Pin<Box<dyn Future<Output = (Result<Received>, Retries)> + Send>>;

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
        let received = {
            let build = || transport::copy_of(&request);
            transport::try_until_answered(&context, &build, Mode::Stream, &mut retries).await?
        };
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
            templates: Templates::default(),
            is_seen: false,
            is_done: false,
            is_single_choice: options.is_single_choice,
            whole: None,
            think: options.split_think.then(ThinkSplitter::default),
            // What fails here is no stream yet.
            span: CallSpan::none(),
        };
        stream.begin(received)?;
        stream.span = span;
        Ok(stream)
    }

    /// Begins to read what was opened.
    pub(super) fn begin(&mut self, received: Received) -> Result<()> {
        self.info = received.info;
        match received.stream {
            Some((first, body)) => {
                self.decoder.feed(first);
                self.state = State::Reading(body);
            }
            None => {
                let body = self.info.body.clone();
                let mut completions = raw::read::<ChatCompletions>(&self.context, self.info.clone())?.value;
                if self.think.is_some() {
                    split_completions(&mut completions);
                }
                let chunk = Chunk::from_completions(&completions, body)?;
                if accumulate::is_overgrown(chunk.update()) {
                    return Err(Error::new(Kind::TooLarge, transport::OVERGROWN));
                }
                self.state = State::Whole(Box::new(chunk));
                self.whole = Some(completions);
            }
        }
        Ok(())
    }

    /// Opens the stream again after a failure that nobody has seen anything before; else gives the error back.
    pub(super) fn open_again(&mut self, failure: BrokenStream) -> Option<Error> {
        let BrokenStream { error, is_for_good } = failure;
        let status = error.reported_status();
        let outcome = match error.failure() {
            _ if is_for_good || self.is_seen || error.is_final() => Failure::Final,
            Some(failure) => failure,
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
        self.span.inner().in_scope(|| telemetry::retry(&self.context, tries, wait, &error));
        let opening = async move {
            tokio::time::sleep(wait).await;
            let build = || transport::copy_of(&request);
            let result = transport::try_until_answered(&context, &build, Mode::Stream, &mut retries).await;
            (result, retries)
        };
        self.state = State::Opening(Box::pin(opening.instrument(self.span.inner().clone())));
        None
    }
}
