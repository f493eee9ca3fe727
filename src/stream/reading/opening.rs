//! How a stream is opened, and opened again while nobody has seen anything of it.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use reqwest::Request;
use tracing::Instrument;

use super::{ChatStream, State, StreamOptions};
use crate::accumulate::{self, Accumulator};
use crate::error::{Error, Kind, Result};
use crate::models::{ChatCompletions, ChatCompletionsOptions};
use crate::raw;
use crate::responses::{self, Api, moving_reason};
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
        body: Box<ChatCompletionsOptions>,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let opening = Self::open_in(context, body, options, span.clone());
        let opened = opening.instrument(span.inner().clone()).await;
        opened.inspect_err(|error| span.fail(error))
    }

    async fn open_in(
        context: CallContext,
        body: Box<ChatCompletionsOptions>,
        options: StreamOptions,
        span: CallSpan,
    ) -> Result<Self> {
        let mut request = responses::build_stream(&context, &body)?;
        transport::prepare(&context, &mut request);
        let body = Some(body).filter(|_| context.wire().may_move());
        let mut retries = Retries::default();
        let received = {
            let build = || request_at(&context, body.as_deref(), &request);
            transport::try_until_answered(&context, &build, Mode::Stream, &mut retries).await?
        };
        let mut stream = Self {
            info: received.info.clone(),
            timer: IdleTimer::new(context.timeouts()),
            context,
            request,
            body,
            responses: None,
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
        let is_at_responses = self.context.wire().api() == Api::Responses;
        if let Some(body) = &self.body
            && self.context.wire().has_moved()
        {
            self.context.remember_move(body.model.as_deref());
            self.request = request_at(&self.context, Some(body), &self.request)?;
            self.body = None;
        }
        self.responses = is_at_responses.then(Box::default);
        match received.stream {
            Some((first, body)) => {
                self.decoder.feed(first);
                self.state = State::Reading(body);
            }
            None => {
                let body = self.info.body.clone();
                let read = if is_at_responses { responses::read } else { raw::read::<ChatCompletions> };
                let mut completions = read(&self.context, self.info.clone())?.value;
                if self.think.is_some() {
                    split_completions(&mut completions);
                }
                let chunk = Chunk::from_completions(&completions, body)?;
                if accumulate::is_overgrown(chunk.update()) {
                    return Err(Error::new(Kind::Decode, transport::OVERGROWN));
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
        if !self.is_seen && self.context.wire().moves_after(&error) {
            return self.open_moved(error);
        }
        let outcome = match error.failure() {
            _ if is_for_good || self.is_seen || error.is_final() => Failure::Final,
            Some(failure) => failure,
            None => Failure::NoAnswer,
        };
        let (Some(wait), Some(request)) = (self.context.decide(self.retries, outcome), self.request.try_clone()) else {
            return Some(error);
        };
        let (mut retries, tries) = (self.retries, self.retries.attempts());
        if !self.context.pay(&mut retries, outcome, error.is_timeout()) {
            return Some(error.with_spent_budget());
        }
        retries.count(status);
        self.span.inner().in_scope(|| telemetry::retry(&self.context, tries, wait, &error));
        self.reopen(request, retries, wait);
        None
    }

    /// Opens the stream at the Responses API, if the request can go there.
    fn open_moved(&mut self, error: Error) -> Option<Error> {
        let built = self.body.as_deref().map(|body| request_at(&self.context, Some(body), &self.request));
        match built {
            Some(Ok(request)) => {
                let mut retries = self.retries;
                retries.without_defaults += 1;
                self.span.inner().in_scope(|| telemetry::moved(&error));
                self.reopen(request, retries, Duration::ZERO);
                None
            }
            Some(Err(reason)) => Some(error.with_more(moving_reason(&reason))),
            None => Some(error),
        }
    }

    fn reopen(&mut self, request: Request, mut retries: Retries, wait: Duration) {
        self.decoder = Decoder::with_max_event_size(self.max_event_size);
        self.timer = IdleTimer::new(self.context.timeouts());
        let context = self.context.clone();
        let opening = async move {
            tokio::time::sleep(wait).await;
            let build = || transport::copy_of(&request);
            let result = transport::try_until_answered(&context, &build, Mode::Stream, &mut retries).await;
            (result, retries)
        };
        self.state = State::Opening(Box::pin(opening.instrument(self.span.inner().clone())));
    }
}

/// The request at the API that the call is at: the one it began with, or another of the same id after it moved.
fn request_at(context: &CallContext, body: Option<&ChatCompletionsOptions>, request: &Request) -> Result<Request> {
    match body.filter(|_| context.wire().has_moved()) {
        Some(body) => {
            let mut moved = responses::build_stream(context, body)?;
            transport::prepare_like(context, &mut moved, request);
            Ok(moved)
        }
        None => transport::copy_of(request),
    }
}
