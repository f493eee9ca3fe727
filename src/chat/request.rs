//! The request builder for chat completions, and the validation of its body.

use std::pin::pin;

use super::stream::ChatStream;
use super::{ChatResponse, parameters, responses};
use crate::client::Client;
use crate::client::call::{CallBuilder, Steps, check_number};
use crate::client::settings::{Builder, ChatScope, Operation, RequestScope};
use crate::error::{Error, Result};
use crate::models::{
    self, ChatCompletionsOptions, ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsTool,
    ChatRequestMessage, ChatRequestMessageContent,
};
use crate::schema;
use crate::tools::{self, ToolSet};
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;
use crate::transport::sse::DEFAULT_MAX_EVENT_SIZE;
use crate::transport::telemetry::CallSpan;
use crate::transport::{self, Defaults};

/// Request builder for a chat completion; created by [`Client::chat`].
///
/// Messages are sent in the order they are added. Parameters that are not set are not sent, so the service's defaults apply.
///
/// Settings that all requests share, such as [`model`](Self::model), [`header`](Self::header), [`timeouts`](Self::timeouts),
/// [`retry`](Self::retry) and [`extra`](Self::extra), are defined by [`Builder`].
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// let response = client
///     .chat()
///     .system("You are a helpful assistant.")
///     .user("How many languages are in the world?")
///     .temperature(0.0)
///     .max_tokens(2048)
///     .send()
///     .await?;
/// println!("{} ({:?})", response.text(), response.finish_reason());
/// # Ok(())
/// # }
/// ```
#[doc(alias("CreateChatCompletionRequest", "chat_completion", "complete"))]
pub type ChatRequest = Builder<RequestScope<ChatCompletionsOptions, Chat>>;

/// Settings that only chat requests have.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The set that the tools of the body come from, if any.
    pub(crate) tool_set: Option<ToolSet>,
    pub(crate) read_options: StreamOptions,
}

/// Chat completions.
impl Client {
    /// Returns a request builder for a chat completion.
    pub fn chat(&self) -> ChatRequest {
        let body = Box::new(self.defaults.chat.clone().unwrap_or_default());
        let max_event_size = DEFAULT_MAX_EVENT_SIZE;
        let read_options = StreamOptions { max_event_size, split_think: false, is_single_choice: false };
        Builder::start(self.clone(), body, Chat { tool_set: None, read_options })
    }
}

impl ChatRequest {
    /// Adds a system message: instructions for the whole conversation.
    pub fn system(self, content: impl Into<String>) -> Self {
        self.message(ChatRequestMessage::system(models::text::<String>(content)))
    }

    /// Adds a developer message, which replaces the system message for reasoning models.
    pub fn developer(self, content: impl Into<String>) -> Self {
        self.message(ChatRequestMessage::developer(models::text::<String>(content)))
    }

    /// Adds a user message: text, or a list of content parts (text, images, audio).
    pub fn user(self, content: impl Into<ChatRequestMessageContent>) -> Self {
        self.message(ChatRequestMessage::user(content))
    }

    /// Adds an assistant message: an earlier response of the model, or an example of one.
    pub fn assistant(self, content: impl Into<String>) -> Self {
        self.message(models::assistant_message(content))
    }

    /// Adds a tool message: the result of a tool call, as text or a list of content parts.
    pub fn tool_result(self, tool_call_id: impl Into<String>, content: impl Into<ChatRequestMessageContent>) -> Self {
        self.message(models::tool_result(tool_call_id, content))
    }

    /// Adds a message.
    pub fn message(self, message: impl Into<ChatRequestMessage>) -> Self {
        self.messages([message])
    }

    /// Adds messages, such as the history of a conversation. An assistant message without content and tool calls is left
    /// out, since services reject it.
    pub fn messages<M: Into<ChatRequestMessage>>(mut self, messages: impl IntoIterator<Item = M>) -> Self {
        self.0.body.messages.extend(messages.into_iter().map(Into::into).filter(models::is_not_empty));
        self
    }

    /// Sends the request and returns the whole response.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`](crate::Error::is_input)), the service can't be reached or returns an
    /// error, or the response is not a chat completion.
    #[doc(alias("create", "complete"))]
    pub async fn send(self) -> Result<ChatResponse> {
        let (context, mut call) = self.0.call.prepare(self.0.body, ChatCompletionsOptions::SEND)?;
        let span = CallSpan::chat(&context, &call.body, false);
        let sending = async { responses::read(&context, transport::send(&context, &mut call).await?) };
        let mut received = span.run(pin!(sending)).await?;
        span.api(received.response.api);
        span.completions(&received.value);
        if self.0.settings.read_options.split_think {
            models::split_completions(&mut received.value);
        }
        Ok(ChatResponse::new(received.value, received.response))
    }

    /// Sends the request and returns the response as a stream of chunks. Waits for the first bytes of the response.
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
    /// As [`send`](Self::send), and if the connection is closed before the first byte of the stream.
    #[doc(alias("create_stream", "stream_text"))]
    pub async fn stream(mut self) -> Result<ChatStream> {
        const STREAM: Steps<ChatCompletionsOptions> =
            Steps { set_defaults: set_default_stream_options, check: validate, build: responses::build::<true> };
        let (context, call) = self.0.call.prepare(self.0.body, &STREAM)?;
        let span = CallSpan::chat(&context, &call.body, true);
        // A request body of another SDK may have `n` among the unknown members.
        self.0.settings.read_options.is_single_choice =
            call.body.n.is_none_or(|n| n == 1) && !call.body.extra.contains_key("n");
        ChatStream::open(context, Box::new(call), self.0.settings.read_options, span).await
    }

    /// Sets an existing request body, in place of everything set before, including the defaults of the client. The client's model is added if the body has
    /// none.
    ///
    /// Any JSON of the API can be deserialized: unknown fields go into `extra`.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, json: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// use azure_inference::models::ChatCompletionsOptions;
    ///
    /// let body: ChatCompletionsOptions = serde_json::from_str(json)?;
    /// let response = client.chat().body(body).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(self, body: ChatCompletionsOptions) -> Self {
        self.set_body(body)
    }
}

impl Operation<Chat> for ChatCompletionsOptions {
    const SEND: &'static Steps<Self> = &Steps {
        // Services reject `stream_options` in a request without `stream`.
        set_defaults: |_, body| body.stream_options = None,
        check: validate,
        build: responses::build::<false>,
    };
}

impl ChatScope for RequestScope<ChatCompletionsOptions, Chat> {}

/// How the response is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamOptions {
    pub(crate) max_event_size: usize,
    pub(crate) split_think: bool,
    pub(crate) is_single_choice: bool,
}

/// Sets `include_usage` by default, unless the caller has set it. Azure rejects it together with `data_sources`.
fn set_default_stream_options(call: &mut CallBuilder, body: &mut ChatCompletionsOptions) {
    let has_data_sources = ["data_sources", "dataSources"].iter().any(|name| body.extra.contains_key(*name));
    body.stream_options = match body.stream_options.take() {
        None if call.client.endpoint_kind().is_openai()
            && !has_data_sources
            && call.sends_by_default(Defaults::STREAM_OPTIONS, body.model.as_deref()) =>
        {
            Some(parameters::include_usage(true))
        }
        // `false` is the service's default.
        Some(options) if options == parameters::include_usage(false) => None,
        options => options,
    };
}

/// Completes the schemas of a body and validates it. Runs on the final body, which includes the client's defaults.
fn validate(body: &mut ChatCompletionsOptions, _: EndpointKind) -> Result<()> {
    if body.messages.is_empty() {
        return Err(Error::input("messages", "the list is empty; add a message with `user` or `messages`"));
    }
    if body.extra.contains_key("stream") {
        return Err(Error::input("stream", "it can't be set as an extra parameter; call `send` or `stream` instead"));
    }
    let parts = body.messages.iter().filter_map(|message| match message {
        ChatRequestMessage::User { content: ChatRequestMessageContent::Array(parts), .. } => Some(parts),
        _ => None,
    });
    parts.flatten().try_for_each(media::check_part)?;
    check_numbers(body)?;
    tools::complete(&mut body.tools)?;
    // A strict schema is sent as written: completing it would allow more than the caller does.
    if let Some(ChatCompletionsResponseFormat::JsonSchema { json_schema, .. }) = &mut body.response_format
        && json_schema.strict != Some(true)
    {
        schema::complete(&mut json_schema.schema);
    }
    if let Some(ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(choice)) = &body.tool_choice {
        let name = &choice.function.name;
        let mut functions = body.tools.iter().filter_map(ChatCompletionsTool::function);
        if !body.tools.is_empty() && !functions.any(|function| function.name == *name) {
            return Err(Error::input("tool_choice", format!("there is no tool `{name}`")));
        }
    }
    Ok(())
}

/// Rejects NaN and infinity, which would be serialized as null.
pub(super) fn check_numbers(body: &ChatCompletionsOptions) -> Result<()> {
    check_number("temperature", body.temperature)?;
    check_number("top_p", body.top_p)?;
    check_number("frequency_penalty", body.frequency_penalty)?;
    check_number("presence_penalty", body.presence_penalty)
}
