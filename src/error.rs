//! The one error of this crate.

mod built;
mod hints;
mod reported;
mod service;
mod shown;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub(crate) use service::ServiceError;

use crate::chat::Answer;
use crate::content_safety::Verdict;
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
    /// The status that an error within a response of status 200 names, or that a model server had behind its endpoint.
    reported_status: Option<StatusCode>,
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
        timed_out || matches!(self.effective_status(), Some(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT))
    }

    /// Whether the service refused the credential (401, 403), or the credential gave no token: then there is no
    /// [`status`](Self::status), and the source says why.
    pub fn is_auth(&self) -> bool {
        let refused = matches!(self.effective_status(), Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN));
        refused || self.0.kind == Kind::Credential
    }

    /// Whether the service asked to slow down (429). [`retry_after`](Self::retry_after) says how long to wait.
    pub fn is_rate_limited(&self) -> bool {
        self.effective_status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the quota is used up (`insufficient_quota`), which no retry mends.
    pub fn is_quota_used_up(&self) -> bool {
        self.0.is_quota_used_up
    }

    /// Whether the call would have been tried again, had the client's [`RetryBudget`](crate::RetryBudget) not been spent.
    pub fn is_retry_budget_spent(&self) -> bool {
        self.0.is_retry_budget_spent
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

    /// The status that the error has by what the service says, whatever status its response has.
    fn effective_status(&self) -> Option<StatusCode> {
        self.0.reported_status.or(self.status())
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

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
