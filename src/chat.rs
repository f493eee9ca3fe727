//! Chat completions: the request, fluently, and the answer.

mod answer;
mod check;
mod parameters;

use std::pin::pin;

use crate::call::{CallBuilder, call_methods};
use crate::client::Client;
use crate::error::Result;
use crate::models::{self, ChatCompletionsOptions, ChatRequestMessage, ChatRequestMessageContent};
use crate::responses;
use crate::stream::{self, ChatStream, StreamOptions};
use crate::telemetry::CallSpan;
use crate::tools::ToolSet;
use crate::transport::Defaults;

pub use answer::Answer;

/// A chat completion to be asked for; begun by [`Client::chat`].
///
/// Messages are kept in the order they are added. Only what is set is sent: no parameter has a default here.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// let answer = client
///     .chat()
///     .system("You are a helpful assistant.")
///     .user("How many languages are in the world?")
///     .temperature(0.0)
///     .max_tokens(2048)
///     .send()
///     .await?;
/// println!("{} ({:?})", answer.text(), answer.finish_reason());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until `send`"]
#[doc(alias("CreateChatCompletionRequest", "chat_completion", "complete"))]
pub struct ChatRequest {
    pub(crate) call: CallBuilder,
    /// In a box, since every step of the builder hands it on.
    pub(crate) body: Box<ChatCompletionsOptions>,
    /// Where the tools of the body come from, if it is one.
    pub(crate) tool_set: Option<ToolSet>,
    reading: StreamOptions,
}

call_methods!(
    ChatRequest,
    ChatCompletionsOptions,
    unstreamed_body,
    check::sendable,
    responses::build,
    "chat().user(\"Hello!\")"
);

impl ChatRequest {
    pub(crate) fn new(client: Client) -> Self {
        let call = CallBuilder::new(client);
        let mut body = Box::new(call.client.chat_defaults().clone());
        call.add_model(&mut *body);
        Self { call, body, tool_set: None, reading: StreamOptions::default() }
    }

    /// Adds a message of the system: instructions that hold for the whole conversation.
    pub fn system(self, content: impl Into<String>) -> Self {
        self.message(ChatRequestMessage::system(models::text::<String>(content)))
    }

    /// Adds a message of the developer, which reasoning models read in place of the system's.
    pub fn developer(self, content: impl Into<String>) -> Self {
        self.message(ChatRequestMessage::developer(models::text::<String>(content)))
    }

    /// Adds a message of the user: text, or a list of parts (text, images, audio).
    pub fn user(self, content: impl Into<ChatRequestMessageContent>) -> Self {
        self.message(ChatRequestMessage::user(content))
    }

    /// Adds a message of the assistant: what it said, or should have said, earlier.
    pub fn assistant(self, content: impl Into<String>) -> Self {
        self.message(models::assistant_said(content))
    }

    /// Adds the result of a tool call that the model asked for: a text, or a list of parts.
    pub fn tool_result(self, tool_call_id: impl Into<String>, content: impl Into<ChatRequestMessageContent>) -> Self {
        self.message(models::tool_result(tool_call_id, content))
    }

    /// Adds one message.
    pub fn message(self, message: impl Into<ChatRequestMessage>) -> Self {
        self.messages([message])
    }

    /// Adds messages, such as the history of a conversation. An assistant message without content and calls is left out,
    /// since services refuse it.
    pub fn messages<M: Into<ChatRequestMessage>>(mut self, messages: impl IntoIterator<Item = M>) -> Self {
        self.body.messages.extend(messages.into_iter().map(Into::into).filter(models::says_something));
        self
    }

    /// Asks, and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`](crate::Error::is_input)), the service can't be reached, answers
    /// with an error, or answers something that is no completion.
    #[doc(alias("create", "complete"))]
    pub async fn send(self) -> Result<Answer> {
        // Told of a stream only: services refuse it elsewhere.
        let defaults = |_: &mut _, body: &mut ChatCompletionsOptions| body.stream_options = None;
        let (context, mut call) = self.call.prepare(self.body, defaults, check::sendable, responses::build)?;
        let span = CallSpan::chat(&context, &call.body, false);
        let mut answered = span.run(pin!(responses::send(&context, &mut call))).await?;
        span.api(answered.response.api);
        span.completions(&answered.value);
        if self.reading.split_think {
            stream::split_completions(&mut answered.value);
        }
        Ok(Answer::new(answered.value, answered.response))
    }

    /// Asks, and waits for the answer to begin; what comes is read from the stream.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let mut stream = client.chat().user("How many languages are in the world?").stream().await?;
    /// while let Some(chunk) = stream.next().await {
    ///     print!("{}", chunk?.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the connection ends before the first byte of the stream.
    #[doc(alias("create_stream", "stream_text"))]
    pub async fn stream(mut self) -> Result<ChatStream> {
        let (context, call) = self.call.prepare(self.body, ask_for_usage, check::sendable, responses::build_stream)?;
        let span = CallSpan::chat(&context, &call.body, true);
        // Other SDKs' bodies have it among what this type does not know.
        self.reading.is_single_choice = call.body.n.is_none_or(|n| n == 1) && !call.body.extra.contains_key("n");
        ChatStream::open(context, Box::new(call), self.reading, span).await
    }

    /// The body that `send` sends.
    fn unstreamed_body(&self) -> ChatCompletionsOptions {
        ChatCompletionsOptions { stream_options: None, ..(*self.body).clone() }
    }

    /// Whether telemetry records content.
    pub(crate) fn records_content(&self) -> bool {
        self.call.options.records_content
    }

    /// Whether the request or the client's defaults say what form the answer has.
    pub(crate) fn has_response_format(&self) -> bool {
        self.body.response_format.is_some()
    }
}

/// Asks a stream for its usage if the caller did not decide. Azure refuses that beside `data_sources`.
fn ask_for_usage(call: &mut CallBuilder, body: &mut ChatCompletionsOptions) {
    let has_data_sources = ["data_sources", "dataSources"].iter().any(|name| body.extra.contains_key(*name));
    body.stream_options = match body.stream_options.take() {
        None if call.client.endpoint_kind().tells_usage_unasked()
            && !has_data_sources
            && call.sends_by_default(Defaults::STREAM_OPTIONS, body.model.as_deref()) =>
        {
            Some(parameters::telling_usage(true))
        }
        // Nothing to ask for: then nothing is sent.
        Some(options) if options == parameters::telling_usage(false) => None,
        options => options,
    };
}
