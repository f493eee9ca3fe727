//! Ways to read a stream: its text, or what happens as typed events.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::chat::ChatResponse;
use crate::chat::accumulate::TextField;
use crate::error::Result;
use crate::models::content_safety::ContentFilterResult;
use crate::models::{CompletionsFinishReason, CompletionsUsage, StreamingChatChoiceUpdate};
use crate::stream::{ChatStream, Chunk};

/// The text of a stream's first choice, piece by piece; made by [`ChatStream::text_stream`].
#[derive(Debug)]
#[must_use = "a stream does nothing until it is read"]
pub struct TextStream {
    stream: ChatStream,
}

impl TextStream {
    pub(crate) fn new(stream: ChatStream) -> Self {
        Self { stream }
    }

    /// The next piece of text, never empty; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole answer, after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::into_response`].
    pub fn into_response(self) -> Result<ChatResponse> {
        self.stream.into_response()
    }

    /// What there is of the answer, wherever the stream stands.
    pub fn into_partial(self) -> ChatResponse {
        self.stream.into_partial()
    }
}

impl Stream for TextStream {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.stream).poll_next(cx)) {
                Some(Ok(chunk)) if chunk.text().is_empty() => {}
                Some(Ok(chunk)) => return Poll::Ready(Some(Ok(chunk.text().to_owned()))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Something that happens in a stream. `choice` is the index of the choice that it happens to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ChatEvent {
    /// The text goes on.
    Text {
        /// The choice.
        choice: i64,
        /// What it goes on with.
        text: String,
    },
    /// The reasoning goes on.
    Reasoning {
        /// The choice.
        choice: i64,
        /// What it goes on with.
        text: String,
    },
    /// The model asks to call a tool; its arguments follow.
    ToolCallStarted {
        /// The choice.
        choice: i64,
        /// Which call of the choice, from 0.
        call: usize,
        /// The id that the result must name; empty if the service gives none.
        id: String,
        /// The tool.
        name: String,
    },
    /// The arguments of a call go on: a piece of JSON text.
    ToolCallArguments {
        /// The choice.
        choice: i64,
        /// Which call of the choice, from 0.
        call: usize,
        /// What they go on with.
        text: String,
    },
    /// A call is complete.
    ToolCallComplete {
        /// The choice.
        choice: i64,
        /// Which call of the choice, from 0.
        call: usize,
        /// The id that the result must name; empty if the service gives none.
        id: String,
        /// The tool.
        name: String,
        /// The arguments: JSON text, if the model keeps to it.
        arguments: String,
    },
    /// The content filter has looked at the prompt or at a choice, or stopped one.
    ContentFilter(ContentFilterResult),
    /// The tokens that were counted.
    Usage(CompletionsUsage),
    /// A choice has ended.
    Finished {
        /// The choice.
        choice: i64,
        /// Why.
        reason: CompletionsFinishReason,
    },
}

/// What happens in a stream, as typed events; made by [`ChatStream::events`].
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::ChatEvent;
///
/// let mut events = client.chat().user("Hello!").stream().await?.events();
/// while let Some(event) = events.next().await {
///     match event? {
///         ChatEvent::Text { text, .. } => print!("{text}"),
///         ChatEvent::Finished { reason, .. } => println!("({reason})"),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a stream does nothing until it is read"]
pub struct ChatEvents {
    stream: ChatStream,
    queue: VecDeque<ChatEvent>,
    told: Vec<ToldCalls>,
}

/// What has been told of the tool calls of a choice.
#[derive(Debug, Default)]
struct ToldCalls {
    choice: i64,
    /// For each call, how much of its arguments.
    arguments: Vec<usize>,
    are_complete: bool,
}

impl ChatEvents {
    pub(crate) fn new(stream: ChatStream) -> Self {
        Self { stream, queue: VecDeque::new(), told: Vec::new() }
    }

    /// The next event; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<ChatEvent>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The whole answer, after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::into_response`].
    pub fn into_response(self) -> Result<ChatResponse> {
        self.stream.into_response()
    }

    /// What there is of the answer, wherever the stream stands.
    pub fn into_partial(self) -> ChatResponse {
        self.stream.into_partial()
    }

    fn take(&mut self, chunk: &Chunk) {
        if let Some((choice, field, text)) = chunk.as_plain() {
            let text = text.to_owned();
            match field {
                _ if text.is_empty() => {}
                TextField::Content => self.queue.push_back(ChatEvent::Text { choice, text }),
                TextField::Arguments => self.tell_calls(choice),
                _ => self.queue.push_back(ChatEvent::Reasoning { choice, text }),
            }
            return;
        }
        let update = chunk.update();
        self.queue.extend(ContentFilterResult::of_chunks_prompts(update).map(ChatEvent::ContentFilter));
        for (position, choice) in update.choices.iter().flatten().enumerate() {
            self.take_choice(choice.index.unwrap_or(position as i64), choice);
        }
        self.queue.extend(update.usage.as_deref().cloned().map(ChatEvent::Usage));
    }

    fn take_choice(&mut self, choice: i64, update: &StreamingChatChoiceUpdate) {
        if let Some(delta) = &update.delta {
            let reasoning = delta.any_reasoning().map(str::to_owned);
            self.queue.extend(reasoning.map(|text| ChatEvent::Reasoning { choice, text }));
            let text = delta.content.clone().filter(|text| !text.is_empty());
            self.queue.extend(text.map(|text| ChatEvent::Text { choice, text }));
            if delta.tool_calls.is_some() {
                self.tell_calls(choice);
            }
        }
        self.queue.extend(ContentFilterResult::of_choice_update(update, choice).map(ChatEvent::ContentFilter));
        if let Some(reason) = update.finish_reason.clone().filter(|reason| !reason.as_str().is_empty()) {
            self.complete_calls(choice);
            self.queue.push_back(ChatEvent::Finished { choice, reason });
        }
    }

    /// Tells what the stream's own joining of fragments has come to since the last time.
    fn tell_calls(&mut self, choice: i64) {
        let told = told(&mut self.told, choice);
        for (call, (id, name, arguments)) in self.stream.accumulator().calls(choice).enumerate() {
            if told.arguments.len() == call {
                told.arguments.push(0);
                let (id, name) = (id.to_owned(), name.to_owned());
                self.queue.push_back(ChatEvent::ToolCallStarted { choice, call, id, name });
            }
            let done = &mut told.arguments[call];
            if arguments.len() > *done {
                let text = arguments[*done..].to_owned();
                *done = arguments.len();
                self.queue.push_back(ChatEvent::ToolCallArguments { choice, call, text });
            }
        }
    }

    /// Fragments of several calls may come interleaved: only the end of their choice completes them.
    fn complete_calls(&mut self, choice: i64) {
        if std::mem::replace(&mut told(&mut self.told, choice).are_complete, true) {
            return;
        }
        for (call, (id, name, arguments)) in self.stream.accumulator().calls(choice).enumerate() {
            let (id, name, arguments) = (id.to_owned(), name.to_owned(), arguments.to_owned());
            self.queue.push_back(ChatEvent::ToolCallComplete { choice, call, id, name, arguments });
        }
    }
}

impl Stream for ChatEvents {
    type Item = Result<ChatEvent>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(event) = this.queue.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            match ready!(Pin::new(&mut this.stream).poll_next(cx)) {
                Some(Ok(chunk)) => this.take(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    // A choice may end without ever saying so.
                    let open = this.told.iter().filter(|told| !told.are_complete);
                    let Some(choice) = open.map(|told| told.choice).next() else { return Poll::Ready(None) };
                    this.complete_calls(choice);
                }
            }
        }
    }
}

fn told(all: &mut Vec<ToldCalls>, choice: i64) -> &mut ToldCalls {
    let position = all.iter().position(|told| told.choice == choice).unwrap_or_else(|| {
        all.push(ToldCalls { choice, ..ToldCalls::default() });
        all.len() - 1
    });
    &mut all[position]
}
