//! How far a run with tools may go.

use std::time::Duration;

/// How far a run with tools may go; given to [`ToolSet::limits`](crate::ToolSet::limits).
///
/// Past the limits of rounds and calls the run ends with an error that keeps the conversation
/// ([`Error::is_tool_limit`](crate::Error::is_tool_limit)); a tool that takes too long is dropped, and the model told so.
///
/// ```
/// use std::time::Duration;
/// use azure_inference::{ToolLimits, ToolSet};
///
/// let limits = ToolLimits::default().rounds(3).time_per_tool(Duration::from_secs(5));
/// let tools = ToolSet::new().limits(limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToolLimits {
    pub(super) rounds: u32,
    pub(super) calls_per_round: usize,
    pub(super) parallel: usize,
    pub(super) time_per_tool: Duration,
}

impl Default for ToolLimits {
    /// 8 rounds, 32 calls a round, 8 at a time, 60 s a tool.
    fn default() -> Self {
        Self { rounds: 8, calls_per_round: 32, parallel: 8, time_per_tool: Duration::from_secs(60) }
    }
}

impl ToolLimits {
    /// How many times the model is asked, at least once.
    pub fn rounds(self, rounds: u32) -> Self {
        Self { rounds: rounds.max(1), ..self }
    }

    /// How many calls one answer of the model may ask for.
    pub fn calls_per_round(self, calls: usize) -> Self {
        Self { calls_per_round: calls, ..self }
    }

    /// How many calls of one answer run at the same time, at least one; with one they run in the model's order.
    pub fn parallel(self, calls: usize) -> Self {
        Self { parallel: calls.max(1), ..self }
    }

    /// How long one call may take, without the time of the hook before it.
    pub fn time_per_tool(self, time: Duration) -> Self {
        Self { time_per_tool: time, ..self }
    }
}
