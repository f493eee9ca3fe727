//! Chat completions: the request, fluently, and the answer.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::client::{Client, accept_name};
use crate::error::{Error, Result};
use crate::models::{
    self, ChatChoice, ChatCompletions, ChatCompletionsModality, ChatCompletionsOptions,
    ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsStreamOptions,
    ChatCompletionsToolCall, ChatRequestMessage, ChatRequestMessageContent, ChatResponseMessage,
    CompletionsFinishReason, CompletionsUsage, ExtraParameters, ReasoningEffort, UserSecurityContext,
};
use crate::options::{CallOptions, Timeouts};
use crate::raw;
use crate::response::ResponseInfo;
use crate::retry::RetryPolicy;
use crate::stream::{self, ChatStream, StreamOptions};
use crate::tools::{IntoTools, ToolSet};

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
pub struct ChatRequest {
    client: Client,
    pub(crate) body: ChatCompletionsOptions,
    /// Where the tools of the body come from, if it is one.
    pub(crate) tool_set: Option<ToolSet>,
    options: CallOptions,
    reading: StreamOptions,
    /// The first mistake, by the name of the parameter; `send` returns it.
    mistake: Option<(String, String)>,
}

impl ChatRequest {
    pub(crate) fn new(client: Client) -> Self {
        let mut body = client.chat_defaults().clone();
        body.model = body.model.or_else(|| client.model().map(str::to_owned));
        let options = client.options().clone();
        Self { client, body, tool_set: None, options, reading: StreamOptions::default(), mistake: None }
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

    /// Adds the result of a tool call that the model asked for.
    pub fn tool_result(self, tool_call_id: impl Into<String>, content: impl Into<String>) -> Self {
        self.message(models::tool_result(tool_call_id, content))
    }

    /// Adds one message.
    pub fn message(mut self, message: impl Into<ChatRequestMessage>) -> Self {
        self.body.messages.push(message.into());
        self
    }

    /// Adds messages, such as the history of a conversation.
    pub fn messages<M: Into<ChatRequestMessage>>(mut self, messages: impl IntoIterator<Item = M>) -> Self {
        self.body.messages.extend(messages.into_iter().map(Into::into));
        self
    }

    /// The model to ask, instead of the client's; on the v1 route the name of a deployment.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.body.model = Some(model.into());
        self
    }

    /// How random the choice of tokens is: 0 is the most predictable. Reasoning models refuse it.
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.body.temperature = Some(temperature);
        self
    }

    /// Chooses among the likeliest tokens that together have this probability, 0 to 1; an alternative to `temperature`.
    pub fn top_p(mut self, top_p: f64) -> Self {
        self.body.top_p = Some(top_p);
        self
    }

    /// How much a token is held back for each time it occurred already, −2 to 2.
    pub fn frequency_penalty(mut self, penalty: f64) -> Self {
        self.body.frequency_penalty = Some(penalty);
        self
    }

    /// How much a token is held back for having occurred at all, −2 to 2.
    pub fn presence_penalty(mut self, penalty: f64) -> Self {
        self.body.presence_penalty = Some(penalty);
        self
    }

    /// The most tokens of the answer. Reasoning models want [`max_completion_tokens`](Self::max_completion_tokens).
    pub fn max_tokens(mut self, tokens: u32) -> Self {
        self.body.max_tokens = Some(tokens.into());
        self
    }

    /// The most tokens of the answer, those of its reasoning included.
    pub fn max_completion_tokens(mut self, tokens: u32) -> Self {
        self.body.max_completion_tokens = Some(tokens.into());
        self
    }

    /// How long a reasoning model should think.
    pub fn reasoning_effort(mut self, effort: impl Into<ReasoningEffort>) -> Self {
        self.body.reasoning_effort = Some(effort.into());
        self
    }

    /// Texts that end the answer where they would appear.
    pub fn stop<S: Into<String>>(mut self, stop: impl IntoIterator<Item = S>) -> Self {
        self.body.stop = stop.into_iter().map(Into::into).collect();
        if self.body.stop.is_empty() {
            self.note_mistake("stop", "the list is empty");
        }
        self
    }

    /// Asks for the same answer to the same request, as far as the service can promise it.
    pub fn seed(mut self, seed: i64) -> Self {
        self.body.seed = Some(seed);
        self
    }

    /// The form of the answer: text, any JSON object, or JSON after a schema.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletionsResponseFormat;
    ///
    /// let answer = client
    ///     .chat()
    ///     .system("Answer in JSON.")
    ///     .user("How many languages are in the world?")
    ///     .response_format(ChatCompletionsResponseFormat::json_object())
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn response_format(mut self, format: impl Into<ChatCompletionsResponseFormat>) -> Self {
        self.body.response_format = Some(format.into());
        self
    }

    /// The tools that the model may ask to call: a [`ToolSet`], or definitions alone, such as
    /// [`FunctionDefinition`](crate::models::FunctionDefinition)s in an array.
    ///
    /// With `send` and `stream` what it asks for is in the answer, to be done by hand; [`run`](Self::run) does it.
    pub fn tools(mut self, tools: impl IntoTools) -> Self {
        (self.body.tools, self.tool_set) = tools.into_tools();
        if let Some(Err(error)) = self.tool_set.as_ref().map(ToolSet::check) {
            self.note_mistake("tools", error.message());
        }
        if self.body.tools.is_empty() {
            self.note_mistake("tools", "the list is empty");
        }
        self
    }

    /// Whether the model must, may or must not call a tool.
    ///
    /// Takes a [`ChatCompletionsToolChoicePreset`](crate::models::ChatCompletionsToolChoicePreset) or the name of one tool
    /// as [`ChatCompletionsNamedToolChoiceFunction`](crate::models::ChatCompletionsNamedToolChoiceFunction). Not every
    /// model keeps to it.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// use azure_inference::models::ChatCompletionsToolChoicePreset;
    ///
    /// let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
    /// let run = request.tool_choice(ChatCompletionsToolChoicePreset::Required).run().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tool_choice(mut self, choice: impl Into<ChatCompletionsOptionsToolChoice>) -> Self {
        self.body.tool_choice = Some(choice.into());
        self
    }

    /// The one tool that the model must call.
    pub fn tool_choice_named(self, name: impl Into<String>) -> Self {
        self.tool_choice(models::ChatCompletionsNamedToolChoiceFunction::new(name))
    }

    /// Whether the model may ask for several calls at once.
    pub fn parallel_tool_calls(mut self, parallel: bool) -> Self {
        self.body.parallel_tool_calls = Some(parallel);
        self
    }

    /// How many answers to give; each is a choice of the answer.
    pub fn n(mut self, n: u32) -> Self {
        self.body.n = Some(n.into());
        self
    }

    /// Whether to give the log probability of each token.
    pub fn logprobs(mut self, logprobs: bool) -> Self {
        self.body.logprobs = Some(logprobs);
        self
    }

    /// How many of the likeliest tokens to give at each place, with `logprobs`.
    pub fn top_logprobs(mut self, count: u32) -> Self {
        self.body.top_logprobs = Some(count.into());
        self
    }

    /// Pushes tokens, by their id in the model's tokenizer, down or up: −100 bans one, 100 forces it.
    pub fn logit_bias<T: ToString>(mut self, bias: impl IntoIterator<Item = (T, i64)>) -> Self {
        let bias = bias.into_iter().map(|(token, bias)| (token.to_string(), bias));
        self.body.logit_bias = bias.collect::<BTreeMap<_, _>>();
        self
    }

    /// The forms of the answer, such as text and audio.
    pub fn modalities<M: Into<ChatCompletionsModality>>(mut self, modalities: impl IntoIterator<Item = M>) -> Self {
        self.body.modalities = modalities.into_iter().map(Into::into).collect();
        self
    }

    /// An opaque id of the end user, for the service's abuse monitoring: the field `user`.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.body.user = Some(user.into());
        self
    }

    /// Who and what calls, for the service's threat protection.
    pub fn user_security_context(mut self, context: UserSecurityContext) -> Self {
        self.body.user_security_context = Some(context);
        self
    }

    /// Whether a stream should tell the tokens that were counted. On the v1 route and deployments it does unless this says
    /// no; elsewhere only if this says yes. An answer that is not streamed tells them anyway.
    pub fn include_usage(mut self, include: bool) -> Self {
        self.body.stream_options = Some(telling_usage(include));
        self
    }

    /// The most bytes that one event of a stream may have, 16 MiB unless this says otherwise: more is an error.
    pub fn max_event_size(mut self, bytes: usize) -> Self {
        self.reading.max_event_size = bytes;
        self
    }

    /// Takes a `<think>…</think>` at the start of the text for reasoning, as DeepSeek-R1 and its kin write it: it is then
    /// in [`Answer::reasoning`] and [`Chunk::reasoning`](crate::Chunk::reasoning) and not in the text.
    pub fn split_think(mut self) -> Self {
        self.reading.split_think = true;
        self
    }

    /// A parameter that the API does not describe, for the model behind it.
    ///
    /// Endpoint kinds with the header `extra-parameters` are told to pass it through, unless
    /// [`extra_parameters`](Self::extra_parameters) says otherwise.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let answer = client.chat().user("Hello!").extra("safe_prompt", true).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.body.extra.insert(name.into(), value.into());
        self
    }

    /// What the service does with parameters that it does not know: pass them to the model, drop them, or refuse.
    pub fn extra_parameters(mut self, policy: ExtraParameters) -> Self {
        self.options.extra_parameters = Some(policy);
        self
    }

    /// Takes back a parameter that the client sets by default, by its name in the API. `extra_parameters` takes back the
    /// header of that name, also the one that extras are sent with unasked.
    ///
    /// ```no_run
    /// # async fn example() -> azure_inference::Result<()> {
    /// use azure_inference::Client;
    /// use azure_inference::models::ChatCompletionsOptions;
    ///
    /// let defaults = ChatCompletionsOptions { temperature: Some(0.2), ..Default::default() };
    /// let client = Client::builder("https://my-resource.openai.azure.com").chat_defaults(defaults).build()?;
    /// let answer = client.chat().user("Hello!").unset("temperature").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unset(mut self, name: &str) -> Self {
        if name == "tools" {
            self.tool_set = None;
        }
        if name == "messages" {
            self.body.messages.clear();
            return self;
        }
        if name == "extra_parameters" {
            self.options.extra_parameters = None;
            self.options.is_pass_through_off = true;
            return self;
        }
        match without(&self.body, name) {
            Ok(body) => self.body = body,
            Err(error) => self.note_mistake(error.param().unwrap_or(name), error.message()),
        }
        self
    }

    /// Adds a header to this call, in place of the client's or this crate's of that name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = self.options.set_header(name, value) {
            self.note_mistake(error.param().unwrap_or("header"), error.message());
        }
        self
    }

    /// Takes back a header that the client adds to every call.
    pub fn unset_header(mut self, name: &str) -> Self {
        self.options.headers.remove(name);
        self
    }

    /// How long this call may take, instead of what the client says. The time to connect stays the client's.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.options.timeouts = timeouts;
        self
    }

    /// When this call is tried again, instead of what the client says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Asks, and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`]), the service can't be reached, answers with an error, or
    /// answers something that is no completion.
    pub async fn send(mut self) -> Result<Answer> {
        // Told of a stream only: services refuse it elsewhere.
        self.body.stream_options = None;
        let split_think = self.reading.split_think;
        let (client, body, options) = self.prepare()?;
        let mut answered = raw::get_chat_completions(client.context(options), &body).await?;
        if split_think {
            stream::split_completions(&mut answered.value);
        }
        Ok(Answer { completions: answered.value, response: answered.response })
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
    pub async fn stream(mut self) -> Result<ChatStream> {
        let is_told_unasked = self.client.endpoint_kind().tells_usage_unasked();
        self.body.stream_options = match self.body.stream_options.take() {
            None if is_told_unasked => Some(telling_usage(true)),
            // Nothing to ask for: then nothing is sent.
            Some(options) if options == telling_usage(false) => None,
            options => options,
        };
        let reading = self.reading;
        let (client, body, options) = self.prepare()?;
        let context = client.context(options);
        let request = raw::stream_request(&context, &body)?;
        ChatStream::open(context, request, reading).await
    }

    /// Whether the request or the client's defaults say what form the answer has.
    pub(crate) fn has_response_format(&self) -> bool {
        self.body.response_format.is_some()
    }

    /// The request as it goes out, if it can.
    fn prepare(mut self) -> Result<(Client, ChatCompletionsOptions, CallOptions)> {
        if let Some((field, reason)) = self.mistake {
            return Err(Error::input(field, reason));
        }
        check(&self.body)?;
        if self.options.has_secret() {
            self.client.accept_credential()?;
        }
        let kind = self.client.endpoint_kind();
        if !kind.takes_model() {
            self.body.model = None;
        }
        match &self.body.model {
            Some(model) => accept_name("model", model)?,
            None if kind.needs_model() => {
                return Err(Error::input("model", "the v1 route wants the name of a deployment"));
            }
            None => {}
        }
        match (kind.knows_extra_parameters(), &self.options.extra_parameters) {
            (Some(true), None) if has_extras(&self.body) && !self.options.is_pass_through_off => {
                self.options.extra_parameters = Some(ExtraParameters::PassThrough);
            }
            (Some(false), Some(_)) => {
                return Err(Error::input(
                    "extra_parameters",
                    format!("endpoints of kind {kind:?} know no such header"),
                ));
            }
            _ => {}
        }
        Ok((self.client, self.body, self.options))
    }

    fn note_mistake(&mut self, field: &str, reason: &str) {
        self.mistake.get_or_insert_with(|| (field.to_owned(), reason.to_owned()));
    }
}

#[allow(clippy::needless_update, reason = "the document may give it more fields")]
fn telling_usage(include: bool) -> ChatCompletionsStreamOptions {
    ChatCompletionsStreamOptions { include_usage: Some(include), ..Default::default() }
}

/// Refuses what can't be sent, wherever it was set: in the request, or in the client's defaults.
fn check(body: &ChatCompletionsOptions) -> Result<()> {
    if body.messages.is_empty() {
        return Err(Error::input("messages", "there is none"));
    }
    if body.extra.contains_key("stream") {
        return Err(Error::input("stream", "it can't be set: `send` and `stream` set it themselves"));
    }
    check_numbers(body)?;
    check_tool_choice(body)?;
    check_clashes(body)
}

/// Refuses the choice of a tool that is not among the tools.
fn check_tool_choice(body: &ChatCompletionsOptions) -> Result<()> {
    let Some(ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(choice)) = &body.tool_choice else {
        return Ok(());
    };
    let name = &choice.function.name;
    if body.tools.is_empty() || body.tools.iter().any(|tool| tool.function.name == *name) {
        return Ok(());
    }
    Err(Error::input("tool_choice", format!("there is no tool `{name}`")))
}

/// JSON has no NaN and no infinity: they would go out as null.
fn check_numbers(body: &ChatCompletionsOptions) -> Result<()> {
    let numbers = [
        ("temperature", body.temperature),
        ("top_p", body.top_p),
        ("frequency_penalty", body.frequency_penalty),
        ("presence_penalty", body.presence_penalty),
    ];
    for (field, number) in numbers {
        if let Some(number) = number.filter(|number| !number.is_finite()) {
            return Err(Error::input(field, format!("{number} is not a number that JSON can carry")));
        }
    }
    Ok(())
}

/// The body without one field, by its name on the wire.
fn without(body: &ChatCompletionsOptions, name: &str) -> Result<ChatCompletionsOptions> {
    check_numbers(body)?;
    let fault = |error: serde_json::Error| Error::input(name, error.to_string());
    let mut json = serde_json::to_value(body).map_err(fault)?;
    if let Some(members) = json.as_object_mut() {
        members.remove(name);
    }
    serde_json::from_value(json).map_err(fault)
}

/// Whether the body sets what the document does not know: fields marked in the overlay, or the caller's own.
fn has_extras(body: &ChatCompletionsOptions) -> bool {
    !body.extra.is_empty() || body.sets_marked_extras()
}

/// Refuses an extra whose name a typed field sets too: the body would have it twice.
fn check_clashes(body: &ChatCompletionsOptions) -> Result<()> {
    if body.extra.is_empty() {
        return Ok(());
    }
    if body.extra.contains_key("") {
        return Err(Error::input("extra", "it has no name"));
    }
    let typed = ChatCompletionsOptions { extra: Map::new(), ..body.clone() };
    let typed = serde_json::to_value(typed).map_err(|error| Error::input("extra", error.to_string()))?;
    match body.extra.keys().find(|name| typed.get(name).is_some()) {
        Some(name) => Err(Error::input(name, "it is set twice, by its own method and as an extra")),
        None => Ok(()),
    }
}

/// The answer to a chat completion.
///
/// The accessors speak of the first choice, which is the only one unless `n` was set. Nothing is lost:
/// [`completions`](Self::completions) is all that was decoded, unknown fields included.
#[derive(Clone, Debug)]
pub struct Answer {
    completions: ChatCompletions,
    response: ResponseInfo,
}

impl Answer {
    pub(crate) fn new(completions: ChatCompletions, response: ResponseInfo) -> Self {
        Self { completions, response }
    }

    /// What the model says; empty if it says nothing, as when it calls tools or was filtered.
    pub fn text(&self) -> &str {
        self.message().and_then(|message| message.content.as_deref()).unwrap_or_default()
    }

    /// Why the answer ends.
    pub fn finish_reason(&self) -> Option<&CompletionsFinishReason> {
        self.choices().first()?.finish_reason.as_ref()
    }

    /// The tokens that were counted, if the service says.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        self.completions.usage.as_ref()
    }

    /// The model that answered, as the service names it; empty if it does not.
    pub fn model(&self) -> &str {
        self.completions.model.as_deref().unwrap_or_default()
    }

    /// The answer's id; empty if it has none.
    pub fn id(&self) -> &str {
        self.completions.id.as_deref().unwrap_or_default()
    }

    /// The message of the first choice.
    pub fn message(&self) -> Option<&ChatResponseMessage> {
        self.choices().first()?.message.as_ref()
    }

    /// The calls of tools that the model asks for.
    pub fn tool_calls(&self) -> &[ChatCompletionsToolCall] {
        self.message().and_then(|message| message.tool_calls.as_deref()).unwrap_or_default()
    }

    /// Why the model declines, if it does so in a field of its own.
    pub fn refusal(&self) -> Option<&str> {
        self.message()?.refusal.as_deref()
    }

    /// What a reasoning model thought, where the service keeps it apart from the text.
    pub fn reasoning(&self) -> Option<&str> {
        self.message()?.reasoning_content.as_deref()
    }

    /// All choices, in the service's order.
    pub fn choices(&self) -> &[ChatChoice] {
        self.completions.choices.as_deref().unwrap_or_default()
    }

    /// All that was decoded.
    pub fn completions(&self) -> &ChatCompletions {
        &self.completions
    }

    /// All that was decoded, as its own value.
    pub fn into_completions(self) -> ChatCompletions {
        self.completions
    }

    /// What came with it: status, headers, ids, rate limits, the number of tries.
    pub fn response(&self) -> &ResponseInfo {
        &self.response
    }
}

/// The first choice's message as history: its content, tool calls and refusal. Arguments of calls that are not JSON become
/// `{}`, since some servers refuse them there.
impl From<&Answer> for ChatRequestMessage {
    fn from(answer: &Answer) -> Self {
        answer.message().cloned().unwrap_or_default().into()
    }
}
