//! A run: the model is asked, its calls are made, the results go back, until it answers.

use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;

use crate::chat::{Answer, ChatRequest};
use crate::conversation::Conversation;
use crate::error::{Error, Kind, Result};
use crate::models::{
    ChatCompletionsOptionsToolChoice, ChatCompletionsToolCall, ChatCompletionsToolChoicePreset, ChatRequestMessage,
    CompletionsFinishReason, CompletionsUsage, says_something,
};
use crate::tools::ToolSet;
use crate::tools::side_by_side::SideBySide;
use crate::tools::usage;

/// What came of [`ChatRequest::run`]: the model's last answer, the whole conversation, the tokens of all rounds.
///
/// It can be read like the [`Answer`] that it holds; only [`usage`](Self::usage) is that of all rounds together.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
/// let run = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools).run().await?;
/// println!("{} (asked {} times, {:?})", run.text(), run.rounds(), run.usage());
///
/// let request = client.chat().messages(run.conversation()).user("And back?").tools(&tools);
/// println!("{}", request.run().await?.text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ToolRun {
    answer: Answer,
    conversation: Conversation,
    usage: Option<CompletionsUsage>,
    rounds: u32,
}

impl ToolRun {
    /// The model's last answer.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The model's last answer, as its own value.
    pub fn into_answer(self) -> Answer {
        self.answer
    }

    /// The conversation: the request's messages, each answer with calls and what came of them, the last answer. It can
    /// always be sent as it is: calls that were never made are not in it.
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The conversation, as its own value.
    pub fn into_conversation(self) -> Conversation {
        self.conversation
    }

    /// The tokens of all rounds together, as far as the service says. Fields that the API does not describe are the last
    /// round's.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        self.usage.as_ref()
    }

    /// How many times the model was asked.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }
}

impl Deref for ToolRun {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        &self.answer
    }
}

impl fmt::Debug for ToolRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolRun")
            .field("text", &self.answer.text())
            .field("finish_reason", &self.answer.finish_reason())
            .field("messages", &self.conversation.len())
            .field("usage", &self.usage)
            .field("rounds", &self.rounds)
            .finish_non_exhaustive()
    }
}

impl ChatRequest {
    /// Asks, calls the tools that the model asks for, gives it the results and asks again, until it answers.
    ///
    /// The tools are those of the [`ToolSet`] that [`tools`](Self::tools) was given, and so are the bounds
    /// ([`ToolLimits`](crate::ToolLimits): 8 rounds, 32 calls a round, 8 at a time, 60 s a tool) and the hook. Calls of one
    /// answer run side by side; their results go back in the model's order. What goes wrong with a call is told to the
    /// model. A `tool_choice` that forces a call holds for the first round, after that the model may answer; with
    /// `none` no tool is called, whatever the model says. Of several choices the first counts.
    ///
    /// Nothing is spawned: dropping the future drops the tools that run.
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
    /// As [`send`](Self::send), if there are tools but no [`ToolSet`], and if the model goes past the bounds
    /// ([`Error::is_tool_limit`]). After the first round the error keeps how far it came ([`Error::tool_run`]).
    pub async fn run(self) -> Result<ToolRun> {
        let mut progress = Progress::begin(self)?;
        loop {
            let answer = progress.request().send().await.map_err(|error| progress.keep_in(error))?;
            let Some(round) = progress.take(answer)? else { return progress.finish() };
            let mut calls = progress.calls(&round);
            while calls.next().await.is_some() {}
            progress.end_round(round, calls);
        }
    }
}

/// How far a run has come. It makes no input or output: answers go in, calls come out.
pub(super) struct Progress {
    /// Its messages are the conversation, which can be sent at any time.
    request: ChatRequest,
    tools: ToolSet,
    may_call: bool,
    answer: Option<Answer>,
    usage: Option<CompletionsUsage>,
    rounds: u32,
}

/// An answer that calls tools.
pub(super) struct Round {
    message: ChatRequestMessage,
    calls: Vec<ChatCompletionsToolCall>,
}

impl Progress {
    pub(super) fn begin(mut request: ChatRequest) -> Result<Self> {
        if request.tool_set.is_none() && !request.body.tools.is_empty() {
            return Err(Error::input("tools", "definitions alone can't be called: `run` wants a `ToolSet`"));
        }
        let tools = request.tool_set.take().unwrap_or_default();
        let may_call = request.body.tool_choice != Some(ChatCompletionsToolChoicePreset::None.into());
        Ok(Self { request, tools, may_call, answer: None, usage: None, rounds: 0 })
    }

    /// What to ask the model next.
    pub(super) fn request(&self) -> ChatRequest {
        self.request.clone()
    }

    /// Takes the model's answer; `None` if it is the last.
    pub(super) fn take(&mut self, answer: Answer) -> Result<Option<Round>> {
        self.rounds += 1;
        usage::add(&mut self.usage, answer.usage());
        let calls = self.calls_of(&answer);
        let mut message = answer.message().cloned().unwrap_or_default();
        message.tool_calls = Some(calls.clone());
        let message = ChatRequestMessage::from(message);
        self.answer = Some(answer);
        if calls.is_empty() {
            self.request.body.messages.extend(Some(message).filter(says_something));
            return Ok(None);
        }
        let limits = self.tools.tool_limits();
        if calls.len() > limits.calls_per_round {
            let message =
                format!("the model asks for {} calls at once, more than {}", calls.len(), limits.calls_per_round);
            return Err(self.over(message));
        }
        if self.rounds >= limits.rounds {
            return Err(self.over(format!("the model still asks for tools in round {}, the last", self.rounds)));
        }
        Ok(Some(Round { message, calls }))
    }

    pub(super) fn calls(&self, round: &Round) -> SideBySide {
        SideBySide::new(self.tools.clone(), round.calls.clone())
    }

    /// Adds a round to the conversation, once all its calls are answered.
    pub(super) fn end_round(&mut self, round: Round, calls: SideBySide) {
        let body = &mut self.request.body;
        body.messages.push(round.message);
        body.messages.extend(calls.into_messages());
        // What forces a call would force one for ever.
        let is_forced = match &body.tool_choice {
            Some(ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(_)) => true,
            Some(choice) => *choice == ChatCompletionsToolChoicePreset::Required.into(),
            None => false,
        };
        if is_forced {
            body.tool_choice = None;
        }
    }

    /// The run, after the last answer.
    pub(super) fn finish(&self) -> Result<ToolRun> {
        self.so_far().ok_or_else(|| Error::new(Kind::Truncated, "the run has no answer"))
    }

    /// The run as far as it came; `None` before the first answer.
    pub(super) fn so_far(&self) -> Option<ToolRun> {
        let answer = self.answer.clone()?;
        let conversation = self.request.body.messages.clone().into();
        Some(ToolRun { answer, conversation, usage: self.usage.clone(), rounds: self.rounds })
    }

    /// The error, with the run as far as it came.
    pub(super) fn keep_in(&self, error: Error) -> Error {
        match self.so_far() {
            Some(run) => error.with_tool_run(run),
            None => error,
        }
    }

    fn over(&self, message: String) -> Error {
        self.keep_in(Error::new(Kind::ToolLimit, message))
    }

    /// The calls that are to be made, each with an id that its result can name.
    fn calls_of(&self, answer: &Answer) -> Vec<ChatCompletionsToolCall> {
        let is_filtered = answer.finish_reason() == Some(&CompletionsFinishReason::ContentFilter);
        if !self.may_call || is_filtered {
            return Vec::new();
        }
        let mut ids = HashSet::new();
        let calls = answer.tool_calls().iter().filter(|call| is_named(call)).cloned().enumerate();
        calls.map(|(place, call)| mended(call, format!("call_{}_{place}", self.rounds), &mut ids)).collect()
    }
}

/// Without a function's name there is nothing to call.
fn is_named(call: &ChatCompletionsToolCall) -> bool {
    let name = call.function.as_ref().and_then(|function| function.name.as_deref());
    name.is_some_and(|name| !name.is_empty())
}

/// A call with an id of its own and a type.
fn mended(mut call: ChatCompletionsToolCall, fresh: String, ids: &mut HashSet<String>) -> ChatCompletionsToolCall {
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    if is_blank(&call.id) || call.id.as_ref().is_some_and(|id| ids.contains(id)) {
        call.id = Some(fresh);
    }
    ids.extend(call.id.clone());
    if is_blank(&call.type_) {
        call.type_ = Some("function".to_owned());
    }
    call
}
