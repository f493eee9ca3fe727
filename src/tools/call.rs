//! One tool call, from the model's request to the `tool` message.

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tracing::Instrument;

use crate::conversation::Conversation;
use crate::json;
use crate::models::ChatCompletionsToolCall;
use crate::schema;
use crate::telemetry::ToolSpan;
use crate::tools::{CallDecision, FinishedCall, IntoToolOutput, PendingCall, Tool, ToolFailure, ToolOutput, ToolSet};

pub(super) type Running<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub(super) type Hook<T> = Arc<dyn Fn(T) -> Running<CallDecision> + Send + Sync>;

/// A type-erased tool: reads the arguments, then runs.
type Run = Arc<dyn Fn(&Value) -> Result<Running<Result<ToolOutput, Problem>>, Problem> + Send + Sync>;

/// A type-erased tool with its timeout.
#[derive(Clone)]
pub(super) struct Function {
    run: Run,
    /// Instead of the timeout for all tools.
    pub(super) timeout: Option<Duration>,
}

impl Function {
    pub(super) fn of_closure<A, R, E, F, Fut>(run: F) -> Self
    where
        A: DeserializeOwned,
        R: IntoToolOutput,
        E: Display,
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, E>> + Send + 'static,
    {
        let run: Run = Arc::new(move |arguments| {
            let running = run(fit(arguments)?);
            Ok(Box::pin(async move { output(running.await) }))
        });
        Self { run, timeout: None }
    }

    pub(super) fn of_tool<T: Tool>(tool: T) -> Self {
        let tool = Arc::new(tool);
        let run: Run = Arc::new(move |arguments| {
            let (tool, arguments) = (Arc::clone(&tool), fit(arguments)?);
            Ok(Box::pin(async move { output(tool.call(arguments).await) }))
        });
        Self { run, timeout: None }
    }
}

/// An error that the model gets instead of a result.
pub(super) struct Problem {
    failure: ToolFailure,
    content: Value,
}

impl Problem {
    fn new(failure: ToolFailure, error: impl Into<String>) -> Self {
        Self { failure, content: json!({"error": error.into()}) }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.content[name] = value.into();
        self
    }
}

/// The outcome of a call.
pub(super) struct Outcome {
    /// What the model gets.
    pub(super) output: ToolOutput,
    pub(super) failure: Option<ToolFailure>,
    /// The reason for which a hook stops the run, if one does.
    pub(super) stop: Option<String>,
}

impl Outcome {
    /// Returns the outcome of a call without a result, because the run was stopped.
    pub(super) fn stopped(reason: &str) -> Self {
        let error = "the run was stopped before this call had a result";
        Self::failed(Problem::new(ToolFailure::Stopped, error).with("reason", reason))
    }

    fn failed(problem: Problem) -> Self {
        let output = ToolOutput::text(problem.content.to_string());
        Self { output, failure: Some(problem.failure), stop: None }
    }

    fn refused(error: &str, reason: String) -> Self {
        Self::failed(Problem::new(ToolFailure::Refused, error).with("reason", reason))
    }
}

/// The context of a call in its run; the default outside a run.
#[derive(Clone, Default)]
pub(super) struct Scope {
    pub(super) conversation: Arc<Conversation>,
    pub(super) records_content: bool,
}

/// A call that passed its checks.
pub(super) struct Ready {
    tools: ToolSet,
    call: PendingCall,
    /// As the model wrote them, or as the hook changed them.
    pub(super) arguments: String,
    running: Running<Result<ToolOutput, Problem>>,
    timeout: Duration,
    span: ToolSpan,
}

/// Checks a call and asks the hook. Returns a call that can run, or the outcome of one that can't.
pub(super) async fn begin(tools: ToolSet, call: ChatCompletionsToolCall, scope: Scope) -> Result<Ready, Outcome> {
    let (id, name) = (call.id().to_owned(), call.name().to_owned());
    let mut pending = PendingCall { id, name, arguments: Value::Null, conversation: scope.conversation };
    let mut written = call.arguments().to_owned();
    let ended = match check(&tools, &mut pending, &mut written).await {
        Ok((running, timeout)) => {
            let span = tools.span_of(&pending, scope.records_content);
            return Ok(Ready { tools, call: pending, arguments: written, running, timeout, span });
        }
        Err(outcome) => outcome,
    };
    let span = tools.span_of(&pending, scope.records_content);
    Err(conclude(&tools, pending, ended, span).await)
}

impl Ready {
    /// Runs the tool.
    pub(super) async fn run(self) -> Outcome {
        let Self { tools, call, running, timeout, span, .. } = self;
        let running = tokio::time::timeout(timeout, running).instrument(span.inner().clone());
        let outcome = match running.await {
            Ok(Ok(output)) => Outcome { output, failure: None, stop: None },
            Ok(Err(problem)) => Outcome::failed(problem),
            Err(_) => {
                let error = format!("the tool did not answer within {timeout:?}");
                Outcome::failed(Problem::new(ToolFailure::TimedOut, error))
            }
        };
        conclude(&tools, call, outcome, span).await
    }
}

/// Returns the future to run and its timeout, or the outcome of a call that can't run.
async fn check(
    tools: &ToolSet,
    call: &mut PendingCall,
    written: &mut String,
) -> Result<(Running<Result<ToolOutput, Problem>>, Duration), Outcome> {
    let function = tools.function(&call.name).ok_or_else(|| Outcome::failed(unknown(&call.name, tools)))?;
    call.arguments = parse(written).map_err(Outcome::failed)?;
    if let Some(schema) = tools.strict_schema(&call.name) {
        schema::restore_maps(schema, &mut call.arguments);
    }
    if let Some(hook) = tools.before_hook() {
        match hook(call.clone()).await {
            CallDecision::Pass => {}
            CallDecision::Change(changed) => {
                *written = changed.to_string();
                call.arguments = changed;
            }
            CallDecision::Refuse(reason) => return Err(Outcome::refused("the call was refused", reason)),
            CallDecision::Stop(reason) => {
                return Err(Outcome { stop: Some(reason.clone()), ..Outcome::stopped(&reason) });
            }
        }
    }
    let running = (function.run)(&call.arguments).map_err(Outcome::failed)?;
    Ok((running, function.timeout.unwrap_or(tools.tool_limits().time_per_tool)))
}

/// Ends the span of a call and passes its result to the hook.
async fn conclude(tools: &ToolSet, call: PendingCall, outcome: Outcome, span: ToolSpan) -> Outcome {
    let has_run = outcome.failure.is_none_or(ToolFailure::has_run);
    span.end(outcome.failure.map(ToolFailure::name), has_run, &outcome.output);
    let Some(hook) = tools.after_hook().filter(|_| outcome.stop.is_none()) else { return outcome };
    let finished = FinishedCall { call, output: outcome.output.clone(), failure: outcome.failure };
    match hook(finished).await {
        CallDecision::Pass => outcome,
        CallDecision::Change(Value::String(text)) => Outcome { output: ToolOutput::text(text), ..outcome },
        CallDecision::Change(value) => Outcome { output: ToolOutput::text(value.to_string()), ..outcome },
        CallDecision::Refuse(reason) => Outcome::refused("the result was withheld", reason),
        CallDecision::Stop(reason) => Outcome { stop: Some(reason), ..outcome },
    }
}

fn unknown(name: &str, tools: &ToolSet) -> Problem {
    let known = tools.names().collect::<Vec<_>>();
    Problem::new(ToolFailure::UnknownTool, format!("there is no tool `{name}`")).with("tools", known)
}

/// Reads the arguments. Some models write an empty text for no arguments, some JSON text within JSON text.
fn parse(arguments: &str) -> Result<Value, Problem> {
    read_arguments(arguments).map_err(|error| {
        let problem = Problem::new(ToolFailure::NotJson, format!("the arguments are not JSON: {error}"));
        // The model sees them only here: the history has no arguments that are not JSON.
        problem.with("arguments", arguments)
    })
}

fn read_arguments(arguments: &str) -> serde_json::Result<Value> {
    if arguments.trim().is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_str(arguments) {
        Ok(Value::String(text)) => {
            Ok(json::written_by_model(&text).filter(Value::is_object).unwrap_or(Value::String(text)))
        }
        Ok(value) => Ok(value),
        Err(error) => json::written_by_model(arguments).ok_or(error),
    }
}

/// Reads the arguments as the tool's type.
fn fit<A: DeserializeOwned>(arguments: &Value) -> Result<A, Problem> {
    read_as(arguments).map_err(|error| {
        let reason = format!("the arguments do not fit the tool's parameters: {}", error.inner());
        Problem::new(ToolFailure::BadArguments, reason).with("path", error.path().to_string())
    })
}

fn read_as<A: DeserializeOwned>(arguments: &Value) -> Result<A, serde_path_to_error::Error<serde_json::Error>> {
    serde_path_to_error::deserialize(arguments).or_else(|error| {
        // `()` and unit structs accept null only; whatever else the model writes is ignored.
        let nothing = (size_of::<A>() == 0).then(|| A::deserialize(&Value::Null).ok()).flatten();
        nothing.or_else(|| A::deserialize(json::without_nulls(arguments.clone())).ok()).ok_or(error)
    })
}

fn output<R: IntoToolOutput, E: Display>(result: Result<R, E>) -> Result<ToolOutput, Problem> {
    let failed = |reason: String| Problem::new(ToolFailure::Failed, reason);
    let result = result.map_err(|error| failed(error.to_string()))?;
    result.into_tool_output().map_err(|error| failed(format!("the result is not JSON: {error}")))
}

/// Accessors without the `Option`s of the fields.
impl ChatCompletionsToolCall {
    /// Returns the id of the call, which the `tool` message with its result repeats; empty if it has none.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// # #[derive(Debug, serde::Deserialize)]
    /// # struct Route { origin_city: String }
    /// let answer = client.chat().user("When is the next flight from Miami?").tools(&tools).send().await?;
    /// for call in answer.tool_calls() {
    ///     println!("{} {} {}", call.id(), call.name(), call.arguments());
    ///     let route: Route = call.parse()?;
    ///     println!("{}", route.origin_city);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    /// Returns the name of the function or custom tool; empty if the call has none.
    pub fn name(&self) -> &str {
        let function = self.function.as_ref().and_then(|function| function.name.as_deref());
        function.or_else(|| self.custom("name")).unwrap_or_default()
    }

    /// Returns the arguments as the model wrote them, usually JSON text, or the free text that a custom tool gets; empty if
    /// there are none.
    pub fn arguments(&self) -> &str {
        let function = self.function.as_ref().and_then(|function| function.arguments.as_deref());
        function.or_else(|| self.custom("input")).unwrap_or_default()
    }

    fn custom(&self, member: &str) -> Option<&str> {
        self.extra.get("custom")?.get(member)?.as_str()
    }

    /// Reads the arguments as a value of a type, as leniently as a [`ToolSet`] does.
    ///
    /// # Errors
    ///
    /// If the arguments are not JSON or do not fit the type ([`is_decode`](crate::Error::is_decode));
    /// [`param`](crate::Error::param) is the place in the JSON.
    pub fn parse<T: DeserializeOwned>(&self) -> crate::Result<T> {
        use crate::error::{Error, Kind};
        let name = self.name();
        let value = read_arguments(self.arguments()).map_err(|error| {
            Error::new(Kind::NotJson, format!("the arguments of `{name}` are not JSON: {error}")).with_source(error)
        })?;
        read_as(&value).map_err(|error| {
            let place = error.path().to_string();
            let message = format!("the arguments of `{name}` do not fit the type: {}", error.inner());
            Error::new(Kind::TypeMismatch, message).with_param(place)
        })
    }
}
