//! Views of a stream: its text, or typed events.

use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::chat::ChatResponse;
use crate::chat::accumulate::TextField;
use crate::chat::stream::{ChatStream, Chunk};
use crate::error::Result;
use crate::models::content_safety::ContentFilterResult;
use crate::models::{CompletionsFinishReason, CompletionsUsage, StreamingChatChoiceUpdate};

/// Stream of the text deltas of the first choice; created by [`ChatStream::text_stream`].
#[derive(Debug)]
#[must_use = "a stream does nothing until it is read"]
pub struct TextStream {
    pub(super) stream: ChatStream,
}

impl TextStream {
    /// Returns the next text delta, which is never empty; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Converts a stream that has been read to its end into the whole response.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::into_response`].
    pub fn into_response(self) -> Result<ChatResponse> {
        self.stream.into_response()
    }

    /// Converts the stream into the response received so far.
    pub fn into_partial(self) -> ChatResponse {
        self.stream.into_partial()
    }
}

impl Stream for TextStream {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(chunk) = ready!(Pin::new(&mut self.stream).poll_next(cx)?) {
            if !chunk.text().is_empty() {
                return Poll::Ready(Some(Ok(chunk.text().to_owned())));
            }
        }
        Poll::Ready(None)
    }
}

/// An event of a stream. `choice` is the index of the choice that the event belongs to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ChatEvent {
    /// A text delta.
    Text {
        /// The index of the choice.
        choice: i64,
        /// The new text.
        text: String,
    },
    /// A reasoning delta.
    Reasoning {
        /// The index of the choice.
        choice: i64,
        /// The new text.
        text: String,
    },
    /// The model starts a tool call. Its arguments follow.
    ToolCallStarted {
        /// The index of the choice.
        choice: i64,
        /// The position of the call within the choice, from 0.
        call: usize,
        /// The id of the call, which the message with its result repeats; empty if the service sends none.
        id: String,
        /// The name of the tool.
        name: String,
    },
    /// A delta of the arguments of a tool call: a fragment of JSON text, or of the free text that a custom tool gets.
    ToolCallArguments {
        /// The index of the choice.
        choice: i64,
        /// The position of the call within the choice, from 0.
        call: usize,
        /// The new text.
        text: String,
    },
    /// A tool call is complete.
    ToolCallComplete {
        /// The index of the choice.
        choice: i64,
        /// The position of the call within the choice, from 0.
        call: usize,
        /// The id of the call, which the message with its result repeats; empty if the service sends none.
        id: String,
        /// The name of the tool.
        name: String,
        /// The arguments as the model wrote them: usually JSON text, or the free text that a custom tool gets.
        arguments: String,
    },
    /// A content filter result of the prompt or of a choice.
    ContentFilter(ContentFilterResult),
    /// The token usage.
    Usage(CompletionsUsage),
    /// A choice has ended.
    Finished {
        /// The index of the choice.
        choice: i64,
        /// The finish reason.
        reason: CompletionsFinishReason,
    },
}

/// Stream of typed events; created by [`ChatStream::events`].
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
    /// By the index of their choice.
    emitted: BTreeMap<i64, EmittedCalls>,
}

/// The part of a choice's tool calls for which events were emitted.
#[derive(Debug, Default)]
struct EmittedCalls {
    /// For each call, the length of the emitted arguments.
    arguments: Vec<usize>,
    are_complete: bool,
}

impl ChatEvents {
    pub(super) fn new(stream: ChatStream) -> Self {
        Self { stream, queue: VecDeque::new(), emitted: BTreeMap::new() }
    }

    /// Returns the next event; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<ChatEvent>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Converts a stream that has been read to its end into the whole response.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::into_response`].
    pub fn into_response(self) -> Result<ChatResponse> {
        self.stream.into_response()
    }

    /// Converts the stream into the response received so far.
    pub fn into_partial(self) -> ChatResponse {
        self.stream.into_partial()
    }

    fn push(&mut self, chunk: &Chunk) {
        if let Some((choice, field, text)) = chunk.as_plain() {
            let text = text.to_owned();
            match field {
                TextField::Arguments => self.emit_calls(choice),
                _ if text.is_empty() => {}
                TextField::Content => self.queue.push_back(ChatEvent::Text { choice, text }),
                _ => self.queue.push_back(ChatEvent::Reasoning { choice, text }),
            }
            self.queue.extend(chunk.usage().cloned().map(ChatEvent::Usage));
            return;
        }
        let update = chunk.update();
        self.queue.extend(ContentFilterResult::of_chunk_prompts(update).map(ChatEvent::ContentFilter));
        for (position, choice) in update.choices.iter().flatten().enumerate() {
            self.push_choice(choice.index.unwrap_or(position as i64), choice);
        }
        self.queue.extend(update.usage.as_deref().cloned().map(ChatEvent::Usage));
    }

    fn push_choice(&mut self, choice: i64, update: &StreamingChatChoiceUpdate) {
        if let Some(delta) = &update.delta {
            let reasoning = delta.any_reasoning().map(str::to_owned);
            self.queue.extend(reasoning.map(|text| ChatEvent::Reasoning { choice, text }));
            let text = delta.content.clone().filter(|text| !text.is_empty());
            self.queue.extend(text.map(|text| ChatEvent::Text { choice, text }));
            if delta.tool_calls.is_some() {
                self.emit_calls(choice);
            }
        }
        self.queue.extend(ContentFilterResult::of_choice_update(update, choice).map(ChatEvent::ContentFilter));
        if let Some(reason) = update.finish_reason.clone().filter(|reason| !reason.as_str().is_empty()) {
            self.complete_calls(choice);
            self.queue.push_back(ChatEvent::Finished { choice, reason });
        }
    }

    /// Emits what the accumulator has added to the calls since the last time.
    fn emit_calls(&mut self, choice: i64) {
        let emitted = self.emitted.entry(choice).or_default();
        for (call, (id, name, arguments)) in self.stream.accumulator.calls(choice).enumerate() {
            if emitted.arguments.len() == call {
                emitted.arguments.push(0);
                let (id, name) = (id.to_owned(), name.to_owned());
                self.queue.push_back(ChatEvent::ToolCallStarted { choice, call, id, name });
            }
            let length = &mut emitted.arguments[call];
            if arguments.len() > *length {
                let text = arguments[*length..].to_owned();
                *length = arguments.len();
                self.queue.push_back(ChatEvent::ToolCallArguments { choice, call, text });
            }
        }
    }

    /// Emits the complete calls at the end of their choice. Before that, fragments of several calls may be interleaved.
    fn complete_calls(&mut self, choice: i64) {
        if std::mem::replace(&mut self.emitted.entry(choice).or_default().are_complete, true) {
            return;
        }
        for (call, (id, name, arguments)) in self.stream.accumulator.calls(choice).enumerate() {
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
            match ready!(Pin::new(&mut this.stream).poll_next(cx)?) {
                Some(chunk) => this.push(&chunk),
                None => {
                    // A choice may end without a finish reason.
                    let open = this.emitted.iter().find(|(_, calls)| !calls.are_complete);
                    let Some((&choice, _)) = open else { return Poll::Ready(None) };
                    this.complete_calls(choice);
                }
            }
        }
    }
}
