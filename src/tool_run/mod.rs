//! A run with tools: sends requests and executes the tool calls, until the model returns a response without calls.

mod parallel;
mod stream;

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

pub use self::stream::{RunEvent, RunStream};
use crate::chat::{ChatRequest, ChatResponse};
use crate::error::{Error, Kind, Result};
use crate::models::conversation::Conversation;
use crate::models::{
    AllowedToolsMode, ChatCompletionsOptionsToolChoice as ToolChoice, ChatCompletionsTool, ChatCompletionsToolCall,
    ChatCompletionsToolChoicePreset, ChatMessageContentItem, ChatRequestMessage, CompletionsFinishReason,
    CompletionsUsage, is_not_empty,
};
use crate::tool_run::parallel::ConcurrentCalls;
use crate::tools::ToolSet;
use crate::tools::call::Scope;
use crate::transport::telemetry::RunMetrics;

/// Result of [`ChatRequest::run`]: the last response, the whole conversation, and the usage of all rounds.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
/// let run = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools).run().await?;
/// println!("{} ({} rounds, {:?})", run.text(), run.rounds(), run.usage());
///
/// let request = client.chat().messages(run.conversation()).user("And back?").tools(&tools);
/// println!("{}", request.run().await?.text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[doc(alias("RunResult", "AgentResponse"))]
pub struct ToolRun {
    response: ChatResponse,
    conversation: Conversation,
    usage: Option<CompletionsUsage>,
    rounds: u32,
    stopped: Option<String>,
}

impl ToolRun {
    /// Returns the text of the last response; empty if it has none, such as when a hook [stopped](Self::stopped) the run.
    pub fn text(&self) -> &str {
        self.response.text()
    }

    /// Deserializes the last response into a value of a type. Use it with a request that set
    /// [`response_format`](ChatRequest::response_format); [`run_parse`](ChatRequest::run_parse) does both.
    ///
    /// # Errors
    ///
    /// As [`ChatResponse::parse`].
    pub fn parse<T: DeserializeOwned + JsonSchema>(&self) -> Result<T> {
        self.response.parse()
    }

    /// Returns the last response.
    pub fn response(&self) -> &ChatResponse {
        &self.response
    }

    /// Converts the run into its last response.
    pub fn into_response(self) -> ChatResponse {
        self.response
    }

    /// Returns the conversation: the messages of the request, each response with calls and their results, and the last
    /// response. It can always be sent again: calls without a result are not part of it.
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// Converts the run into its conversation.
    pub fn into_conversation(self) -> Conversation {
        self.conversation
    }

    /// Returns the total token usage of all rounds, if the service reports it. Fields that the API does not describe have
    /// their values of the last round.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        self.usage.as_ref()
    }

    /// Returns the number of responses of the model.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    /// Returns the reason for which a hook stopped the run ([`CallDecision::Stop`](crate::CallDecision::Stop)); `None` if
    /// the run was not stopped.
    ///
    /// The last response of a stopped run is the one with the calls. The conversation ends with their results; a call that was
    /// not made has an error as its result.
    pub fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }
}

impl fmt::Debug for ToolRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolRun")
            .field("text", &self.response.text())
            .field("finish_reason", &self.response.finish_reason())
            .field("messages", &self.conversation.len())
            .field("usage", &self.usage)
            .field("rounds", &self.rounds)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

impl Error {
    /// Returns the run with tools up to the failure, if at least one response of the run was complete. Its response is the
    /// last complete one. Its conversation ends with the results of the last tool calls and can be sent again.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
    /// match request.run().await {
    ///     Ok(run) => println!("{}", run.text()),
    ///     Err(error) => match error.tool_run() {
    ///         // Without tools, the model has to reply with text.
    ///         Some(run) => println!("{}", client.chat().messages(run.conversation()).send().await?.text()),
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn tool_run(&self) -> Option<&ToolRun> {
        self.partial()
    }
}

impl ChatRequest {
    /// Sends the request, executes the tool calls of the model and sends their results, until the model returns a response
    /// without calls.
    ///
    /// The tools, the hooks and the limits are those of the [`ToolSet`] that was set with [`tools`](Self::tools). The default
    /// limits ([`ToolLimits`](crate::ToolLimits)) are 8 rounds, 32 calls per round, 8 concurrent calls and 60 s per call. The
    /// calls of one response run concurrently; their results are sent in the model's order. When a call fails, the model gets
    /// the error. A `tool_choice` that forces a call only applies to the first round; with `none` no tool is called. If a
    /// response has several choices, only the first is used.
    ///
    /// No tasks are spawned: dropping the future drops the running tools.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// let run = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools).run().await?;
    /// println!("{}", run.text());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), if there are tools but no [`ToolSet`], and if the model exceeds the limits
    /// ([`ErrorKind::ToolLimit`](crate::ErrorKind::ToolLimit)). After the first response, the error has the partial run up to
    /// the failure ([`Error::tool_run`]). A run that a hook stops is not an error, see [`ToolRun::stopped`].
    #[doc(alias("run_tools", "generate_text", "agent"))]
    pub async fn run(self) -> Result<ToolRun> {
        let mut progress = Progress::start(self)?;
        loop {
            let response = progress.request().send().await.map_err(|error| progress.with_run(error))?;
            let Some(mut calls) = progress.add_response(response)? else { return progress.finish() };
            while poll_fn(|cx| calls.poll_next(cx)).await.is_some() {}
            if progress.end_round(calls) {
                return progress.finish();
            }
        }
    }
}

/// The state of a run. It does no I/O: responses go in, tool calls come out.
struct Progress {
    /// Its messages are the conversation, which can be sent again at any time.
    request: ChatRequest,
    tools: ToolSet,
    response: Option<ChatResponse>,
    usage: Option<CompletionsUsage>,
    rounds: u32,
    /// The calls of all rounds.
    calls: usize,
    stopped: Option<String>,
    metrics: RunMetrics,
}

impl Progress {
    fn start(mut request: ChatRequest) -> Result<Self> {
        // The service calls hosted tools itself.
        let is_hosted = |tool: &ChatCompletionsTool| matches!(tool, ChatCompletionsTool::Other(_));
        if request.0.settings.tool_set.is_none() && !request.0.body.tools.iter().all(is_hosted) {
            let reason = "the request has definitions of tools but no functions to call; give `tools` a `&ToolSet`";
            return Err(Error::input("tools", reason));
        }
        let tools = request.0.settings.tool_set.take().unwrap_or_default();
        let metrics = RunMetrics::begin(request.0.body.model.as_deref().or(request.0.call.client.model()));
        Ok(Self { request, tools, response: None, usage: None, rounds: 0, calls: 0, stopped: None, metrics })
    }

    /// Returns the next request to the model.
    fn request(&mut self) -> ChatRequest {
        self.metrics.inference_calls += 1;
        self.request.clone()
    }

    /// Adds a response and returns its calls; `None` if it has none, which ends the run.
    fn add_response(&mut self, response: ChatResponse) -> Result<Option<ConcurrentCalls>> {
        self.rounds += 1;
        if let Some(usage) = response.usage() {
            *self.usage.get_or_insert_default() += usage;
        }
        let calls = self.calls_of(&response);
        let mut message = response.message().cloned().unwrap_or_default();
        message.tool_calls = Some(calls.clone());
        let message = ChatRequestMessage::from(message);
        self.response = Some(response);
        if calls.is_empty() {
            self.request.0.body.messages.extend(Some(message).filter(is_not_empty));
            self.metrics.has_ended = true;
            return Ok(None);
        }
        self.calls += calls.len();
        self.check_limits(calls.len())?;
        self.metrics.tool_calls += calls.len() as u64;
        let records_content = self.request.0.call.options.records_content;
        let mut scope = Scope { records_content, ..Scope::default() };
        if self.tools.0.before.is_some() || self.tools.0.after.is_some() {
            scope.conversation = Arc::new(self.request.0.body.messages.iter().chain([&message]).collect());
        }
        Ok(Some(ConcurrentCalls::new(self.tools.clone(), message, calls, scope)))
    }

    fn check_limits(&mut self, calls: usize) -> Result<()> {
        let limits = self.tools.0.limits;
        let tokens = self.usage.as_ref().map_or(0, CompletionsUsage::total);
        let message = if calls > limits.calls_per_round {
            format!(
                "the model requested {calls} calls in one response, more than the limit of {}",
                limits.calls_per_round
            )
        } else if self.calls > limits.calls {
            format!("the model requested {} calls in the run, more than the limit of {}", self.calls, limits.calls)
        } else if self.rounds >= limits.rounds {
            format!("the model still requests tools in round {}, which is the limit", self.rounds)
        } else if tokens >= limits.tokens {
            format!("the model still requests tools after {tokens} tokens, of a limit of {}", limits.tokens)
        } else {
            return Ok(());
        };
        Err(self.with_run(Error::new(Kind::ToolLimit, message)))
    }

    /// Adds a round to the conversation, after all its calls have a result. Returns whether a hook stopped the run.
    fn end_round(&mut self, calls: ConcurrentCalls) -> bool {
        let (mut messages, stopped) = calls.into_messages();
        if self.tools.0.moves_media {
            move_media_to_user(&mut messages);
        }
        let body = &mut self.request.0.body;
        body.messages.extend(messages);
        // A `tool_choice` that forces a call would force one in every round.
        match &mut body.tool_choice {
            Some(ToolChoice::ChatCompletionsAllowedToolsChoice(choice))
                if choice.allowed_tools.mode == AllowedToolsMode::Required =>
            {
                choice.allowed_tools.mode = AllowedToolsMode::Auto;
            }
            Some(
                ToolChoice::ChatCompletionsNamedToolChoice(_)
                | ToolChoice::ChatCompletionsNamedCustomToolChoice(_)
                | ToolChoice::ChatCompletionsToolChoicePreset(ChatCompletionsToolChoicePreset::Required),
            ) => body.tool_choice = None,
            _ => {}
        }
        if stopped.is_some() {
            self.metrics.has_ended = true;
        }
        self.stopped = stopped;
        self.stopped.is_some()
    }

    /// Returns the run, after the last response.
    fn finish(&self) -> Result<ToolRun> {
        self.partial_run().ok_or_else(|| Error::new(Kind::Truncated, "the run has no response"))
    }

    /// Returns the partial run; `None` before the first response.
    fn partial_run(&self) -> Option<ToolRun> {
        let response = self.response.clone()?;
        let conversation = self.request.0.body.messages.clone().into();
        let (usage, stopped) = (self.usage.clone(), self.stopped.clone());
        Some(ToolRun { response, conversation, usage, rounds: self.rounds, stopped })
    }

    /// Returns the error with the partial run.
    fn with_run(&mut self, error: Error) -> Error {
        self.metrics.fail(&error);
        match self.partial_run() {
            Some(run) => error.with_partial(run),
            None => error,
        }
    }

    /// Returns the calls to make, each with a unique id and a type.
    fn calls_of(&self, response: &ChatResponse) -> Vec<ChatCompletionsToolCall> {
        let is_filtered = response.finish_reason() == Some(&CompletionsFinishReason::ContentFilter);
        let may_call = self.request.0.body.tool_choice != Some(ChatCompletionsToolChoicePreset::None.into());
        if !may_call || is_filtered {
            return Vec::new();
        }
        // A `ToolSet` only has functions, so the caller makes the calls of custom tools.
        let is_callable = |call: &&ChatCompletionsToolCall| call.function.is_some() && !call.name().is_empty();
        let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        let mut ids = HashSet::new();
        let calls = response.tool_calls().iter().filter(is_callable).cloned().enumerate().map(|(place, mut call)| {
            if is_blank(&call.id) || call.id.as_ref().is_some_and(|id| ids.contains(id)) {
                call.id = Some(format!("call_{}_{place}", self.rounds));
            }
            ids.extend(call.id.clone());
            if is_blank(&call.type_) {
                call.type_ = Some("function".to_owned());
            }
            call
        });
        calls.collect()
    }
}

/// Moves parts that are not text from tool messages to a user message after them, where OpenAI models accept them.
fn move_media_to_user(messages: &mut Vec<ChatRequestMessage>) {
    let mut moved = Vec::new();
    for message in messages.iter_mut() {
        let ChatRequestMessage::Tool { content: Some(content), tool_call_id, .. } = message else { continue };
        // Converts through JSON, since the variants of a generated union may change with the OpenAPI document.
        let parts = serde_json::to_value(&*content).and_then(serde_json::from_value::<Vec<ChatMessageContentItem>>);
        let Ok(parts) = parts else { continue };
        let is_text = |part: &ChatMessageContentItem| matches!(part, ChatMessageContentItem::Text { .. });
        let (mut texts, media): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_text);
        if !media.is_empty() {
            texts.push(ChatMessageContentItem::text("(the rest of the result is in the next user message)"));
            moved.push(ChatMessageContentItem::text(format!("Result of the tool call {tool_call_id}:")));
            moved.extend(media);
        }
        *content = texts.into();
    }
    if !moved.is_empty() {
        messages.push(ChatRequestMessage::user(moved));
    }
}
