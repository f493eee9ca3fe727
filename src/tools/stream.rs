//! A streamed run.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::chat::ChatRequest;
use crate::error::{Error, Kind, Result};
use crate::stream::{ChatEvent, ChatEvents, ChatStream};
use crate::tools::ToolFailure;
use crate::tools::call::Running;
use crate::tools::run::{Progress, Round, ToolRun};
use crate::tools::side_by_side::SideBySide;

/// An event of a streamed run.
///
/// A call of the model leads to [`ToolStarted`](Self::ToolStarted) and later [`ToolFinished`](Self::ToolFinished), or to
/// [`ToolRejected`](Self::ToolRejected) alone. When a hook stops the run, calls that still run have no further event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RunEvent {
    /// An event of the model's response.
    Model(ChatEvent),
    /// A tool starts: it exists, its arguments fit, and the hook let it pass.
    ToolStarted {
        /// The id of the call.
        id: String,
        /// The name of the tool.
        name: String,
        /// The arguments as the model wrote them, or as JSON text if the hook changed them.
        arguments: String,
    },
    /// A call that never started: the tool is unknown, the arguments do not fit, or a hook refused it.
    ToolRejected {
        /// The id of the call.
        id: String,
        /// The name that the model gave.
        name: String,
        /// The arguments as the model wrote them.
        arguments: String,
        /// What the model gets.
        content: String,
        /// Why the call did not start.
        failure: ToolFailure,
    },
    /// A tool that started has ended.
    ToolFinished {
        /// The id of the call.
        id: String,
        /// The name of the tool.
        name: String,
        /// What the model gets; a result of several parts as JSON.
        content: String,
        /// What went wrong, if something did; `content` then describes it.
        failure: Option<ToolFailure>,
    },
}

/// A streamed run: the model's events, each call and its result. Created by [`ChatRequest::run_stream`].
///
/// The tools run while it is read, and dropping it drops them. After the end, [`into_run`](Self::into_run) returns the same
/// [`ToolRun`] as [`run`](ChatRequest::run).
///
/// ```no_run
/// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
/// use azure_inference::{ChatEvent, RunEvent};
///
/// let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
/// let mut events = request.run_stream().await?;
/// while let Some(event) = events.next().await {
///     match event? {
///         RunEvent::Model(ChatEvent::Text { text, .. }) => print!("{text}"),
///         RunEvent::ToolStarted { name, arguments, .. } => println!("[{name} {arguments}]"),
///         _ => {}
///     }
/// }
/// let run = events.into_run()?;
/// println!("{:?}", run.usage());
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
#[doc(alias("run_streamed", "StreamedRun"))]
pub struct RunStream {
    progress: Progress,
    state: State,
}

enum State {
    /// The next request is sent.
    Opening(Running<Result<ChatStream>>),
    /// The response is read.
    Reading(Box<ChatEvents>),
    /// The tools run.
    Calling(Box<Round>, SideBySide),
    Ended,
    Failed,
}

impl ChatRequest {
    /// Runs like [`run`](Self::run), and yields events as they happen. Returns when the first response begins.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream), and if the request defines functions but has no [`ToolSet`](crate::ToolSet).
    pub async fn run_stream(self) -> Result<RunStream> {
        let mut progress = Progress::begin(self)?;
        let events = progress.request().stream().await.map_err(|error| progress.keep_in(error))?.events();
        Ok(RunStream { progress, state: State::Reading(Box::new(events)) })
    }
}

impl RunStream {
    /// Returns the next event; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`run`](ChatRequest::run), and if a stream ends before its response is complete. After an error the stream ends.
    pub async fn next(&mut self) -> Option<Result<RunEvent>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads to the end and returns the run.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub async fn collect(mut self) -> Result<ToolRun> {
        while let Some(event) = self.next().await {
            event?;
        }
        self.into_run()
    }

    /// Returns the run, after the end.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end, or failed; [`Error::tool_run`] has the partial run.
    pub fn into_run(mut self) -> Result<ToolRun> {
        let reason = match self.state {
            State::Ended => return self.progress.finish(),
            State::Failed => "the run has failed",
            _ => "the run was not read to its end",
        };
        Err(self.progress.keep_in(Error::new(Kind::Truncated, reason)))
    }

    /// Makes one step: returns an event, or enters another state.
    fn poll_step(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<RunEvent>>> {
        match &mut self.state {
            State::Ended | State::Failed => {}
            State::Opening(opening) => {
                let stream = ready!(opening.as_mut().poll(cx))?;
                self.state = State::Reading(Box::new(stream.events()));
            }
            State::Reading(events) => match ready!(Pin::new(&mut **events).poll_next(cx)) {
                Some(event) => return Poll::Ready(event.map(|event| Some(RunEvent::Model(event)))),
                None => self.end_answer()?,
            },
            State::Calling(_, calls) => match ready!(calls.poll_next(cx)) {
                Some(event) => return Poll::Ready(Ok(Some(event))),
                None => self.end_calls(),
            },
        }
        Poll::Ready(Ok(None))
    }

    fn end_answer(&mut self) -> Result<()> {
        if let State::Reading(events) = std::mem::replace(&mut self.state, State::Ended)
            && let Some(round) = self.progress.take(events.into_answer()?)?
        {
            let calls = self.progress.calls(&round);
            self.state = State::Calling(Box::new(round), calls);
        }
        Ok(())
    }

    fn end_calls(&mut self) {
        if let State::Calling(round, calls) = std::mem::replace(&mut self.state, State::Ended)
            && !self.progress.end_round(*round, calls)
        {
            self.state = State::Opening(Box::pin(self.progress.request().stream()));
        }
    }
}

impl Stream for RunStream {
    type Item = Result<RunEvent>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if matches!(this.state, State::Ended | State::Failed) {
                return Poll::Ready(None);
            }
            match ready!(this.poll_step(cx)) {
                Ok(None) => {}
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Err(error) => {
                    this.state = State::Failed;
                    // The error of a limit already has the run.
                    let error = if error.tool_run().is_some() { error } else { this.progress.keep_in(error) };
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl fmt::Debug for RunStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Opening(_) => "asking",
            State::Reading(_) => "reading",
            State::Calling(..) => "calling",
            State::Ended => "ended",
            State::Failed => "failed",
        };
        f.debug_struct("RunStream").field("state", &state).finish_non_exhaustive()
    }
}
