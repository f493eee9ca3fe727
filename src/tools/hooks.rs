//! Hooks: what the caller's program decides before and after a call.

use std::sync::Arc;

use serde_json::Value;

use crate::conversation::Conversation;
use crate::tools::ToolOutput;

/// A tool call that is about to run. A [`before_call`](crate::ToolSet::before_call) hook decides on it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PendingCall {
    /// The id of the call; empty if the model gave none.
    pub id: String,
    /// The name of the tool.
    pub name: String,
    /// The arguments, not yet checked against the tool's type.
    pub arguments: Value,
    /// The conversation up to the assistant message that asks for the call. Empty outside a run.
    pub conversation: Arc<Conversation>,
}

/// The result of a tool call, before the model gets it. An [`after_call`](crate::ToolSet::after_call) hook decides on it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FinishedCall {
    /// The call, with the arguments that the tool ran with. They are null if the model's are not JSON.
    pub call: PendingCall,
    /// What the model gets: the result, or the error.
    pub output: ToolOutput,
    /// What went wrong, if something did.
    pub failure: Option<ToolFailure>,
}

/// The decision of a hook.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallDecision {
    /// The call runs. After the call: the model gets the result.
    Pass,
    /// The call runs with these arguments instead of the model's. After the call: the model gets this value instead of the
    /// result, a string as text and anything else as JSON.
    Change(Value),
    /// The call does not run and the model gets this reason. After the call: the model gets this reason instead of the
    /// result.
    Refuse(String),
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
    BadArguments,
    /// A hook refused the call or its result.
    Refused,
    /// A hook stopped the run.
    Stopped,
    /// The tool reached its timeout.
    TimedOut,
    /// The tool returned an error, or a result that is not valid JSON.
    Failed,
}

impl ToolFailure {
    /// Whether the tool ran all the same.
    pub(super) fn has_run(self) -> bool {
        matches!(self, Self::TimedOut | Self::Failed)
    }

    /// The value of `error.type` in telemetry.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::NotJson => "not_json",
            Self::BadArguments => "bad_arguments",
            Self::Refused => "refused",
            Self::Stopped => "stopped",
            Self::TimedOut => "timeout",
            Self::Failed => "failed",
        }
    }
}
