//! The calls of one answer, some at a time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use crate::models::{ChatCompletionsToolCall, ChatRequestMessage, FunctionCall};
use crate::tools::call::{self, Outcome, Running};
use crate::tools::{RunEvent, ToolSet};

/// The calls of one answer: waiting, running, answered. They run while it is polled, and dropping it drops them.
pub(super) struct SideBySide {
    tools: ToolSet,
    waiting: VecDeque<(usize, ChatCompletionsToolCall)>,
    running: FuturesUnordered<Running<(usize, ChatCompletionsToolCall, Outcome)>>,
    /// In the order of the calls.
    messages: Vec<Option<ChatRequestMessage>>,
}

impl SideBySide {
    pub(super) fn new(tools: ToolSet, calls: Vec<ChatCompletionsToolCall>) -> Self {
        let messages = vec![None; calls.len()];
        Self { tools, waiting: calls.into_iter().enumerate().collect(), running: FuturesUnordered::new(), messages }
    }

    /// What happens next; `None` once every call is answered.
    pub(super) async fn next(&mut self) -> Option<RunEvent> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<RunEvent>> {
        if self.running.len() < self.tools.tool_limits().parallel
            && let Some((place, call)) = self.waiting.pop_front()
        {
            let tools = self.tools.clone();
            let event = started(&call);
            self.running.push(Box::pin(async move {
                let outcome = call::run(tools, call.clone()).await;
                (place, call, outcome)
            }));
            return Poll::Ready(Some(event));
        }
        let Some((place, call, outcome)) = ready!(self.running.poll_next_unpin(cx)) else { return Poll::Ready(None) };
        let (content, failure) = match outcome {
            Ok(content) => (content, None),
            Err(problem) => (problem.told.to_string(), Some(problem.failure)),
        };
        self.messages[place] = Some(call::message(call.id.as_deref(), content.clone()));
        let (id, name, _) = parts(&call);
        Poll::Ready(Some(RunEvent::ToolFinished { id, name, content, failure }))
    }

    /// The messages that answer the calls, in the order of the calls.
    pub(super) fn into_messages(self) -> impl Iterator<Item = ChatRequestMessage> {
        self.messages.into_iter().flatten()
    }
}

fn started(call: &ChatCompletionsToolCall) -> RunEvent {
    let (id, name, arguments) = parts(call);
    RunEvent::ToolStarted { id, name, arguments }
}

fn parts(call: &ChatCompletionsToolCall) -> (String, String, String) {
    let FunctionCall { name, arguments, .. } = call.function.clone().unwrap_or_default();
    (call.id.clone().unwrap_or_default(), name.unwrap_or_default(), arguments.unwrap_or_default())
}
