//! Runs the calls of one response concurrently.

use std::ops::Range;
use std::task::{Context, Poll, ready};

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use crate::models::{self, ChatCompletionsToolCall, ChatRequestMessage};
use crate::tool_run::RunEvent;
use crate::tools::call::{self, Outcome, Running, Scope};
use crate::tools::{ToolFailure, ToolSet};

/// The calls of one response: waiting, running and finished. They run while this is polled; dropping it drops them.
pub(super) struct ConcurrentCalls {
    tools: ToolSet,
    scope: Scope,
    /// The message with the calls.
    message: ChatRequestMessage,
    calls: Vec<(ChatCompletionsToolCall, Option<Outcome>)>,
    /// The part of `calls` that is waiting.
    waiting: Range<usize>,
    running: FuturesUnordered<Running<(usize, Step)>>,
    /// The reason for which a hook stopped the run.
    stopped: Option<String>,
}

/// The state that a call has reached.
enum Step {
    /// The arguments, and the future that runs the tool.
    Ready(String, Running<Outcome>),
    Rejected(Outcome),
    Finished(Outcome),
}

impl ConcurrentCalls {
    pub(super) fn new(
        tools: ToolSet,
        message: ChatRequestMessage,
        calls: Vec<ChatCompletionsToolCall>,
        scope: Scope,
    ) -> Self {
        let (waiting, running) = (0..calls.len(), FuturesUnordered::new());
        let calls = calls.into_iter().map(|call| (call, None)).collect();
        Self { tools, scope, message, calls, waiting, running, stopped: None }
    }

    /// Returns the next event; `None` once every call has a result or a hook has stopped the run.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        if self.stopped.is_some() {
            self.waiting = 0..0;
            self.running.clear();
        }
        while self.running.len() < self.tools.0.limits.parallel
            && let Some(place) = self.waiting.next()
        {
            let starting = call::begin(self.tools.clone(), self.calls[place].0.clone(), self.scope.clone());
            self.running.push(Box::pin(async move {
                let step = starting.await.map(|(arguments, running)| Step::Ready(arguments, running));
                (place, step.unwrap_or_else(Step::Rejected))
            }));
        }
        let Some((place, step)) = ready!(self.running.poll_next_unpin(cx)) else { return Poll::Ready(None) };
        let (call, _) = &self.calls[place];
        let (id, name) = (call.id().to_owned(), call.name().to_owned());
        Poll::Ready(Some(match step {
            Step::Ready(arguments, running) => {
                self.running.push(Box::pin(running.map(move |outcome| (place, Step::Finished(outcome)))));
                RunEvent::ToolStarted { id, name, arguments }
            }
            Step::Rejected(outcome) => {
                let arguments = call.arguments().to_owned();
                let failure = outcome.failure.unwrap_or(ToolFailure::Rejected);
                let content = self.end(place, outcome);
                RunEvent::ToolRejected { id, name, arguments, content, failure }
            }
            Step::Finished(outcome) => {
                let failure = outcome.failure;
                let content = self.end(place, outcome);
                RunEvent::ToolFinished { id, name, content, failure }
            }
        }))
    }

    fn end(&mut self, place: usize, outcome: Outcome) -> String {
        let content = outcome.output.to_string();
        self.stopped = self.stopped.take().or_else(|| outcome.stop.clone());
        self.calls[place].1 = Some(outcome);
        content
    }

    /// Returns the messages of the round: that with the calls, and the results in their order. Also returns the reason for
    /// which a hook stopped the run.
    pub(super) fn into_messages(self) -> (Vec<ChatRequestMessage>, Option<String>) {
        let reason = self.stopped.as_deref().unwrap_or_default();
        let mut messages = vec![self.message];
        messages.extend(self.calls.into_iter().map(|(call, outcome)| {
            let outcome = outcome.unwrap_or_else(|| Outcome::stopped(reason));
            models::tool_result(call.id(), outcome.output.content)
        }));
        (messages, self.stopped)
    }
}
