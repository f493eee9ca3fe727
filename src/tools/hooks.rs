//! Hooks that run before and after a tool call.

use std::future::Future;
use std::sync::Arc;

use serde_json::Value;

use crate::models::conversation::Conversation;
use crate::tools::{ToolOutput, ToolSet};

/// A tool call that is about to run; the argument of a [`before_call`](crate::ToolSet::before_call) hook.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PendingCall {
    /// The id of the call; empty if it has none.
    pub id: String,
    /// The name of the tool.
    pub name: String,
    /// The arguments, before they are deserialized into the tool's type.
    pub arguments: Value,
    /// The conversation up to the assistant message with the call. Empty outside a run.
    pub conversation: Arc<Conversation>,
}

/// The result of a tool call, before it is sent to the model; the argument of an
/// [`after_call`](crate::ToolSet::after_call) hook.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FinishedCall {
    /// The call, with the arguments that the tool ran with. They are null if the model did not generate valid JSON.
    pub call: PendingCall,
    /// The output that is sent to the model: the result, or the error.
    pub output: ToolOutput,
    /// Why the call failed; `None` if it succeeded.
    pub failure: Option<ToolFailure>,
}

/// The decision of a hook.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallDecision {
    /// The call runs. After the call: the model gets the result.
    Allow,
    /// The call runs with these arguments instead of the model's. After the call: the model gets this value instead of the
    /// result, a string as text and anything else as JSON.
    Replace(Value),
    /// The call does not run and the model gets this reason. After the call: the model gets this reason instead of the
    /// result.
    Reject(String),
    /// The run ends, without an error; [`ToolRun::stopped`](crate::ToolRun::stopped) has this reason. Before the call: it
    /// does not run. After the call: its result stays in the conversation. Other calls of the same response that are
    /// still running are dropped.
    Stop(String),
}

/// Why the model gets an error instead of the result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToolFailure {
    /// No tool has this name.
    UnknownTool,
    /// The arguments are not JSON.
    NotJson,
    /// The arguments do not fit the tool's type.
    InvalidArguments,
    /// A hook rejected the call or its result.
    Rejected,
    /// A hook stopped the run.
    Stopped,
    /// The tool reached its timeout.
    TimedOut,
    /// The tool returned an error, or a result that is not valid JSON.
    Failed,
}

impl ToolFailure {
    /// The value of `error.type` in telemetry.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::NotJson => "not_json",
            Self::InvalidArguments => "invalid_arguments",
            Self::Rejected => "rejected",
            Self::Stopped => "stopped",
            Self::TimedOut => "timeout",
            Self::Failed => "failed",
        }
    }
}

/// Hooks.
impl ToolSet {
    /// Sets a hook that is called before each tool call. It can allow the call, replace its arguments, reject it, or stop
    /// the run. It replaces an earlier hook. It is called for known tools whose arguments are JSON, in a run and by
    /// [`call`](Self::call).
    ///
    /// The hook has access to the conversation. The hooks of parallel calls run concurrently; set
    /// [`parallel(1)`](crate::ToolLimits::parallel) if a hook asks a person for approval. Hooks have no timeout.
    ///
    /// ```
    /// use azure_inference::{CallDecision, ToolSet};
    ///
    /// let tools = ToolSet::new().before_call(|call| async move {
    ///     match call.name.as_str() {
    ///         "delete_file" => CallDecision::Reject("files are never deleted here".into()),
    ///         "pay" if call.arguments["amount"].as_u64() > Some(100) => CallDecision::Stop("needs approval".into()),
    ///         _ => CallDecision::Allow,
    ///     }
    /// });
    /// ```
    #[doc(alias("approval", "needs_approval", "guardrail"))]
    pub fn before_call<F, Fut>(mut self, decide: F) -> Self
    where
        F: Fn(PendingCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = CallDecision> + Send + 'static,
    {
        Arc::make_mut(&mut self.0).before = Some(Arc::new(move |call| Box::pin(decide(call))));
        self
    }

    /// Sets a hook that is called after each tool call, also a failed one, before its output is sent to the model. It can
    /// allow the output, replace it, reject it, or stop the run. It replaces an earlier hook.
    ///
    /// ```
    /// use azure_inference::{CallDecision, ToolSet};
    ///
    /// let tools = ToolSet::new().after_call(|finished| async move {
    ///     println!("{}: {} ({:?})", finished.call.name, finished.output, finished.failure);
    ///     match finished.output.to_string() {
    ///         text if text.contains("BEGIN PRIVATE KEY") => CallDecision::Reject("it contains a secret".into()),
    ///         _ => CallDecision::Allow,
    ///     }
    /// });
    /// ```
    #[doc(alias("guardrail", "on_tool_result"))]
    pub fn after_call<F, Fut>(mut self, decide: F) -> Self
    where
        F: Fn(FinishedCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = CallDecision> + Send + 'static,
    {
        Arc::make_mut(&mut self.0).after = Some(Arc::new(move |call| Box::pin(decide(call))));
        self
    }
}
