//! One call: from what the model wrote to what it is told.

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tracing::Instrument;

use crate::json;
use crate::models::{self, ChatCompletionsToolCall, ChatRequestMessage};
use crate::schema;
use crate::telemetry;
use crate::tools::{IntoToolOutput, Tool, ToolSet};

/// A call that is about to run; what a hook given to [`ToolSet::before_call`] decides upon.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PendingCall {
    /// The id that the model gave it; empty if it gave none.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments, not yet checked against the tool's type.
    pub arguments: Value,
}

/// What becomes of a [`PendingCall`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallDecision {
    /// It runs.
    Pass,
    /// It runs with these arguments instead of the model's.
    Change(Value),
    /// It does not run, and the model is told this reason.
    Refuse(String),
}

/// Why a tool message tells the model of a mistake instead of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToolFailure {
    /// There is no tool of the name.
    UnknownTool,
    /// The arguments are not JSON.
    NotJson,
    /// The arguments don't fit the tool's type.
    BadArguments,
    /// The hook refused the call.
    Refused,
    /// The tool took too long.
    TimedOut,
    /// The tool gave an error, or a result that JSON can't hold.
    Failed,
}

impl ToolFailure {
    /// In a word, for telemetry.
    fn name(self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::NotJson => "not_json",
            Self::BadArguments => "bad_arguments",
            Self::Refused => "refused",
            Self::TimedOut => "timeout",
            Self::Failed => "failed",
        }
    }
}

/// A mistake, and what the model is told of it.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) failure: ToolFailure,
    pub(super) told: Value,
}

impl Problem {
    fn new(failure: ToolFailure, error: impl Into<String>) -> Self {
        Self { failure, told: json!({"error": error.into()}) }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.told[name] = value.into();
        self
    }
}

/// What came of a call: the result's text, or a mistake.
pub(super) type Outcome = Result<String, Problem>;

pub(super) type Running<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A tool without its types.
pub(super) type Function = Arc<dyn Fn(Value) -> Running<Outcome> + Send + Sync>;

pub(super) type Hook = Arc<dyn Fn(PendingCall) -> Running<CallDecision> + Send + Sync>;

pub(super) fn function_of_closure<A, R, E, F, Fut>(run: F) -> Function
where
    A: DeserializeOwned,
    R: IntoToolOutput,
    E: Display,
    F: Fn(A) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
{
    Arc::new(move |arguments| {
        let running = fit(&arguments).map(&run);
        Box::pin(async move { outcome(running?.await) })
    })
}

pub(super) fn function_of_tool<T: Tool>(tool: T) -> Function {
    let tool = Arc::new(tool);
    Arc::new(move |arguments| {
        let tool = Arc::clone(&tool);
        Box::pin(async move {
            // Two statements, or the arguments would have to be `Send`.
            let running = tool.call(fit(&arguments)?);
            outcome(running.await)
        })
    })
}

/// The message that answers a call.
pub(super) fn message(id: Option<&str>, content: String) -> ChatRequestMessage {
    models::tool_result(id.unwrap_or_default(), content)
}

/// Runs a call, in a span of its own. Whatever goes wrong is an outcome too.
pub(super) async fn run(tools: ToolSet, call: ChatCompletionsToolCall) -> Outcome {
    let name = call.function.as_ref().and_then(|function| function.name.as_deref());
    let span = telemetry::tool_span(name.unwrap_or_default(), call.id.as_deref());
    let outcome = run_silently(tools, call).instrument(span.clone()).await;
    if let Err(problem) = &outcome {
        telemetry::fail_tool(&span, problem.failure.name());
    }
    outcome
}

async fn run_silently(tools: ToolSet, call: ChatCompletionsToolCall) -> Outcome {
    let asked = call.function.unwrap_or_default();
    let name = asked.name.unwrap_or_default();
    let function = tools.function(&name).ok_or_else(|| unknown(&name, &tools))?;
    let mut arguments = parse(asked.arguments.as_deref().unwrap_or_default())?;
    if let Some(schema) = tools.strict_schema(&name) {
        schema::restore_maps(schema, &mut arguments);
    }
    if let Some(hook) = tools.hook() {
        let id = call.id.unwrap_or_default();
        match hook(PendingCall { id, name, arguments: arguments.clone() }).await {
            CallDecision::Pass => {}
            CallDecision::Change(changed) => arguments = changed,
            CallDecision::Refuse(reason) => {
                let problem = Problem::new(ToolFailure::Refused, "the call was refused");
                return Err(problem.with("reason", reason));
            }
        }
    }
    let limit = tools.tool_limits().time_per_tool;
    tokio::time::timeout(limit, function(arguments)).await.unwrap_or_else(|_| Err(timed_out(limit)))
}

fn unknown(name: &str, tools: &ToolSet) -> Problem {
    let known = tools.names().collect::<Vec<_>>();
    Problem::new(ToolFailure::UnknownTool, format!("there is no tool `{name}`")).with("tools", known)
}

fn timed_out(limit: Duration) -> Problem {
    Problem::new(ToolFailure::TimedOut, format!("the tool did not answer within {limit:?}"))
}

/// The arguments as the model wrote them. Some write nothing where there are none, some JSON text within JSON text.
fn parse(arguments: &str) -> Result<Value, Problem> {
    if arguments.trim().is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let read = match serde_json::from_str(arguments) {
        Ok(Value::String(text)) => json::written_by_model(&text).filter(Value::is_object).ok_or(Value::String(text)),
        Ok(value) => Ok(value),
        Err(error) => return json::written_by_model(arguments).ok_or_else(|| not_json(arguments, &error)),
    };
    Ok(read.unwrap_or_else(|text| text))
}

fn not_json(arguments: &str, error: &serde_json::Error) -> Problem {
    let problem = Problem::new(ToolFailure::NotJson, format!("the arguments are not JSON: {error}"));
    // They are not in the history, see `into_history`.
    problem.with("arguments", arguments)
}

/// The arguments as the tool's type.
fn fit<A: DeserializeOwned>(arguments: &Value) -> Result<A, Problem> {
    serde_path_to_error::deserialize(arguments).or_else(|error| {
        // `()` and unit structs read null alone, and have no use for what else the model may give.
        let nothing = (size_of::<A>() == 0).then(|| A::deserialize(&Value::Null).ok()).flatten();
        let read = nothing.or_else(|| A::deserialize(json::without_nulls(arguments.clone())).ok());
        read.ok_or_else(|| {
            let reason = format!("the arguments do not fit the tool's parameters: {}", error.inner());
            Problem::new(ToolFailure::BadArguments, reason).with("path", error.path().to_string())
        })
    })
}

fn outcome<R: IntoToolOutput, E: Display>(result: Result<R, E>) -> Outcome {
    let failed = |reason: String| Problem::new(ToolFailure::Failed, reason);
    let result = result.map_err(|error| failed(error.to_string()))?;
    let output = result.into_tool_output();
    output.map(|output| output.into_content()).map_err(|error| failed(format!("the result is not JSON: {error}")))
}
