//! The one error of this crate.

mod service;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub(crate) use service::ServiceError;

use crate::chat::Answer;
use crate::content_safety::{Side, Verdict};
use crate::embeddings::PartialEmbeddings;
use crate::response::{self, RateLimits};
use crate::tools::ToolRun;

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, with all that is known of it.
///
/// Predicates tell what kind of failure it is, accessors give its parts. Whatever a service answered survives: the
/// status, the headers, the request id, the body's first 64 KiB, whatever shape the service or a proxy gave it.
///
/// ```
/// use azure_inference::Client;
///
/// let error = Client::builder("my-resource.openai.azure.com").build().unwrap_err();
/// assert!(error.is_input());
/// assert_eq!(error.param(), Some("endpoint"));
/// ```
pub struct Error(Box<Inner>);

/// Shared, since many callers may wait for one thing that fails.
type Source = Arc<dyn StdError + Send + Sync>;

struct Inner {
    kind: Kind,
    message: String,
    code: Option<String>,
    param: Option<String>,
    content_filter: Option<Box<Verdict>>,
    /// What this crate adds to the service's words.
    hint: Option<String>,
    is_quota_used_up: bool,
    is_retry_budget_spent: bool,
    response: Option<Response>,
    client_request_id: Option<String>,
    partial: Option<Answer>,
    tool_run: Option<ToolRun>,
    embeddings: Option<PartialEmbeddings>,
    retry_after: Option<Duration>,
    attempts: u32,
    source: Option<Source>,
}

/// What the service answered.
#[derive(Clone)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// At most [`KEPT_BODY`] bytes.
    pub(crate) body: Bytes,
}

/// How much of an error's body is kept.
pub(crate) const KEPT_BODY: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The caller gave something that can't be sent.
    Input,
    /// The credential gave no token; nothing was sent.
    Credential,
    /// No connection could be made.
    Connect,
    /// No connection could be made in time.
    ConnectTimeout,
    /// A limit of time ran out.
    Timeout,
    /// The connection failed later.
    Transport,
    /// The service answered with an error.
    Service,
    /// The service answered 200 and something that is no answer.
    Decode,
    /// A stream ended before the answer did.
    Truncated,
    /// A run with tools went past its bounds.
    ToolLimit,
    /// The answer was cut by the limit of its length.
    CutByLength,
    /// The model declined to answer.
    Refused,
    /// The content filter stopped the answer.
    FilteredAnswer,
    /// The model was asked for JSON, and its text is none.
    NotJson,
    /// The model's JSON is not the value that was asked for.
    Misfit,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            code: None,
            param: None,
            content_filter: None,
            hint: None,
            is_quota_used_up: false,
            is_retry_budget_spent: false,
            response: None,
            client_request_id: None,
            partial: None,
            tool_run: None,
            embeddings: None,
            retry_after: None,
            attempts: 0,
            source: None,
        }))
    }

    /// Bad input of the caller: what it was given as, and why it can't be used.
    pub(crate) fn input(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Input, reason);
        error.0.param = Some(field.into());
        error
    }

    /// An answer that says what is wrong.
    pub(crate) fn service(error: ServiceError, response: Response) -> Self {
        let is_quota_used_up = error.is_quota_used_up();
        let verdict = error.verdict();
        let message = error.message.unwrap_or_else(|| "the service gave no reason".to_owned());
        let mut built = Self::new(Kind::Service, message);
        built.0.code = error.code.or_else(|| response::text(&response.headers, "x-ms-error-code").map(str::to_owned));
        built.0.param = error.param;
        built.0.content_filter = verdict.map(Box::new);
        built.0.is_quota_used_up = is_quota_used_up;
        built.0.response = Some(response);
        built
    }

    /// A 200 that is no answer.
    pub(crate) fn decode(message: impl Into<String>, response: Response) -> Self {
        let mut error = Self::new(Kind::Decode, message);
        error.0.response = Some(response);
        error
    }

    /// An answer that is not the value that was asked for. It is kept.
    pub(crate) fn of_answer(kind: Kind, message: impl Into<String>, answer: Answer) -> Self {
        let mut error = Self::new(kind, message);
        let info = answer.response();
        let body = info.body.slice(..info.body.len().min(KEPT_BODY));
        error.0.response = Some(Response { status: info.status, headers: info.headers.clone(), body });
        error.0.client_request_id = Some(info.client_request_id.clone());
        error.0.attempts = info.attempts;
        if kind == Kind::FilteredAnswer {
            let verdict = answer.content_filter().into_iter().find(|verdict| verdict.is_answers());
            error.0.content_filter = verdict.map(Box::new);
        }
        error.0.partial = Some(answer);
        error
    }

    /// The same of an error that came after the answer had begun: what was filtered is the answer then, unless the
    /// service names the prompt.
    pub(crate) fn amid_answer(mut self) -> Self {
        let is_prompts = matches!(self.param(), Some("prompt" | "messages"));
        if let Some(verdict) = self.0.content_filter.as_mut().filter(|_| !is_prompts) {
            verdict.set_side(Side::Answer { choice: 0 });
        }
        self
    }

    /// Names what is at fault.
    pub(crate) fn with_param(mut self, param: impl Into<String>) -> Self {
        self.0.param = Some(param.into());
        self
    }

    pub(crate) fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.with_shared_source(Source::from(source.into()))
    }

    pub(crate) fn with_shared_source(mut self, source: Source) -> Self {
        self.0.source = Some(source);
        self
    }

    pub(crate) fn with_response(mut self, response: Response) -> Self {
        self.0.response = Some(response);
        self
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.0.hint = hint;
        self
    }

    pub(crate) fn with_client_request_id(mut self, id: &str) -> Self {
        self.0.client_request_id = Some(id.to_owned());
        self
    }

    pub(crate) fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.retry_after = delay;
        self
    }

    pub(crate) fn with_partial(mut self, partial: Answer) -> Self {
        self.0.partial = Some(partial);
        self
    }

    pub(crate) fn with_tool_run(mut self, run: ToolRun) -> Self {
        self.0.tool_run = Some(run);
        self
    }

    pub(crate) fn with_spent_budget(mut self) -> Self {
        self.0.is_retry_budget_spent = true;
        self
    }

    pub(crate) fn with_embeddings(mut self, embeddings: PartialEmbeddings) -> Self {
        self.0.embeddings = Some(embeddings);
        self
    }

    /// Adds to what this crate says beside the service's words.
    pub(crate) fn with_more(mut self, more: String) -> Self {
        self.0.hint = Some(self.0.hint.map_or(more.clone(), |hint| format!("{hint}; {more}")));
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The kind in a word, for telemetry.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self.0.kind {
            Kind::Input => "input",
            Kind::Credential => "credential",
            Kind::Connect => "connect",
            Kind::ConnectTimeout | Kind::Timeout => "timeout",
            Kind::Transport => "transport",
            Kind::Service => "service",
            Kind::Decode => "decode",
            Kind::Truncated => "truncated",
            Kind::ToolLimit => "tool_limit",
            Kind::CutByLength => "cut_by_length",
            Kind::Refused => "refused",
            Kind::FilteredAnswer => "content_filter",
            Kind::NotJson => "not_json",
            Kind::Misfit => "misfit",
        }
    }

    /// Whether the caller gave something that can't be sent; nothing was. [`param`](Self::param) names it.
    pub fn is_input(&self) -> bool {
        self.0.kind == Kind::Input
    }

    /// Whether no connection to the service could be made.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect | Kind::ConnectTimeout)
    }

    /// Whether a limit of time ran out, here or (408, 504) at the service.
    pub fn is_timeout(&self) -> bool {
        let timed_out = matches!(self.0.kind, Kind::Timeout | Kind::ConnectTimeout);
        timed_out || matches!(self.status(), Some(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT))
    }

    /// Whether the service refused the credential (401, 403), or the credential gave no token: then there is no
    /// [`status`](Self::status), and the source says why.
    pub fn is_auth(&self) -> bool {
        let refused = matches!(self.status(), Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN));
        refused || self.0.kind == Kind::Credential
    }

    /// Whether the service asked to slow down (429). [`retry_after`](Self::retry_after) says how long to wait.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the quota is used up (`insufficient_quota`), which no retry mends.
    pub fn is_quota_used_up(&self) -> bool {
        self.0.is_quota_used_up
    }

    /// Whether the call would have been tried again, had the client's [`RetryBudget`](crate::RetryBudget) not been spent.
    pub fn is_retry_budget_spent(&self) -> bool {
        self.0.is_retry_budget_spent
    }

    /// What no retry mends, whatever the status.
    pub(crate) fn is_final(&self) -> bool {
        self.0.is_quota_used_up || self.is_content_filtered()
    }

    /// Whether the content filter blocked the prompt, or stopped an answer that was to be [parsed](crate::ChatRequest::parse).
    /// [`content_filter`](Self::content_filter) has its verdicts.
    pub fn is_content_filtered(&self) -> bool {
        self.0.content_filter.as_ref().is_some_and(|verdict| verdict.is_blocked())
    }

    /// Whether what was answered can't be read: a 200 with something that is no answer, or an answer that is not the value
    /// that [`ChatRequest::parse`](crate::ChatRequest::parse) asked for. Of the latter [`param`](Self::param) is the place
    /// in the JSON that does not fit, such as `languages[0].name`.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode | Kind::NotJson | Kind::Misfit)
    }

    /// Whether the model was asked for JSON and answered something else, or nothing.
    pub fn is_not_json(&self) -> bool {
        self.0.kind == Kind::NotJson
    }

    /// Whether an answer ended before it was complete: a stream that was closed or cut without a finish reason, or an answer
    /// that was to be parsed and is [cut by its length](Self::is_cut_by_length).
    pub fn is_truncated(&self) -> bool {
        matches!(self.0.kind, Kind::Truncated | Kind::CutByLength)
    }

    /// Whether a run with tools went past its [`ToolLimits`](crate::ToolLimits). [`tool_run`](Self::tool_run) has the run as far
    /// as it came.
    pub fn is_tool_limit(&self) -> bool {
        self.0.kind == Kind::ToolLimit
    }

    /// The run with tools as far as it came, if it came past its first answer before it failed, whatever the failure. Its
    /// answer is the last that is whole; its conversation ends with the results of the last calls that were made and can be
    /// sent again.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
    /// match request.run().await {
    ///     Ok(run) => println!("{}", run.text()),
    ///     Err(error) => match error.tool_run() {
    ///         // Without the tools it has to answer.
    ///         Some(run) => println!("{}", client.chat().messages(run.conversation()).send().await?.text()),
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn tool_run(&self) -> Option<&ToolRun> {
        self.0.tool_run.as_ref()
    }

    /// The vectors that there are, if embeddings failed after some inputs got an answer, and which inputs have none.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, texts: Vec<String>) -> azure_inference::Result<()> {
    /// if let Err(error) = client.embeddings().input(&texts).batch_size(16).send().await {
    ///     let Some(partial) = error.partial_embeddings() else { return Err(error) };
    ///     for input in partial.failed() {
    ///         println!("no vector: {}", texts[input]);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn partial_embeddings(&self) -> Option<&PartialEmbeddings> {
        self.0.embeddings.as_ref()
    }

    /// Whether an answer that was to be parsed reached `max_tokens` or another limit of its length first.
    pub fn is_cut_by_length(&self) -> bool {
        self.0.kind == Kind::CutByLength
    }

    /// Whether the model declined to give an answer that was to be parsed. [`message`](Self::message) has its words.
    pub fn is_refused(&self) -> bool {
        self.0.kind == Kind::Refused
    }

    /// The answer as far as it came: of a stream that failed, its usage included; or the whole one that could not be parsed,
    /// with the raw text in [`Answer::text`].
    pub fn partial_answer(&self) -> Option<&Answer> {
        self.0.partial.as_ref()
    }

    /// The status of the service's answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The headers of the service's answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// The first 64 KiB of the service's answer; empty if there was none.
    pub fn body(&self) -> &[u8] {
        self.response().map_or(&[], |response| &response.body)
    }

    fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// The service's code for the error, such as `content_filter` or `DeploymentNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What is wrong, in the service's words where it gave some.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The parameter that is at fault, as the service or this crate names it; of an answer that does not fit the type, the
    /// place in its JSON.
    pub fn param(&self) -> Option<&str> {
        self.0.param.as_deref()
    }

    /// The service's id for the request; what the vendor's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(response::request_id)
    }

    /// The id that was sent as `x-ms-client-request-id`, the same on every try.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// What is left of the service's rate limits, as far as its answer says.
    pub fn rate_limits(&self) -> RateLimits {
        self.headers().map(RateLimits::read).unwrap_or_default()
    }

    /// How long the service asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the content filter says, if it is the reason: [`Verdict::side`] tells whether of the prompt or of the answer. Its
    /// findings are empty if the service names no category.
    pub fn content_filter(&self) -> Option<&Verdict> {
        self.0.content_filter.as_deref()
    }

    /// How many times the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status() {
            write!(f, "{status}: ")?;
        }
        match (self.0.kind, self.param()) {
            (Kind::Input, Some(field)) => write!(f, "{field}: {}", self.0.message)?,
            _ => f.write_str(&self.0.message)?,
        }
        let details = [("code", self.code()), ("request id", self.request_id())];
        let mut separator = " (";
        for (name, value) in details {
            if let Some(value) = value {
                write!(f, "{separator}{name} {value}")?;
                separator = ", ";
            }
        }
        if separator == ", " {
            f.write_str(")")?;
        }
        let spent = self.0.is_retry_budget_spent.then_some("not tried again: the retry budget is spent");
        self.0.hint.as_deref().into_iter().chain(spent).try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("message", &self.0.message)
            .field("param", &self.param())
            .field("hint", &self.0.hint)
            .field("request_id", &self.request_id())
            .field("retry_after", &self.0.retry_after)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
