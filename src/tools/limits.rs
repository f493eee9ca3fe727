//! Limits of a run with tools.

use std::time::Duration;

/// Limits of a run with tools; set with [`ToolSet::limits`](crate::ToolSet::limits).
///
/// When the model exceeds the limit of rounds, calls or tokens, the run ends with an error that keeps the conversation
/// ([`ErrorKind::ToolLimit`](crate::ErrorKind::ToolLimit)). A tool that reaches its timeout is dropped, and the model gets
/// an error as its result.
///
/// ```
/// use std::time::Duration;
/// use azure_inference::{ToolLimits, ToolSet};
///
/// let limits = ToolLimits::default().rounds(3).calls(10).tokens(50_000).timeout_per_tool(Duration::from_secs(5));
/// let tools = ToolSet::new().limits(limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToolLimits {
    pub(crate) rounds: u32,
    pub(crate) calls: usize,
    pub(crate) calls_per_round: usize,
    pub(crate) tokens: i64,
    pub(crate) parallel: usize,
    pub(crate) timeout_per_tool: Duration,
}

impl Default for ToolLimits {
    /// 8 rounds, 32 calls per round, 8 concurrent calls, 60 s per call; no limit of the calls or tokens of the whole run.
    fn default() -> Self {
        Self {
            rounds: 8,
            calls: usize::MAX,
            calls_per_round: 32,
            tokens: i64::MAX,
            parallel: 8,
            timeout_per_tool: Duration::from_secs(60),
        }
    }
}

impl ToolLimits {
    /// Sets the maximum number of requests to the model, at least one.
    #[doc(alias("max_turns", "max_steps", "max_iterations"))]
    pub fn rounds(self, rounds: u32) -> Self {
        Self { rounds: rounds.max(1), ..self }
    }

    /// Sets the maximum number of calls in the whole run. A response whose calls would exceed it ends the run before any of
    /// them is made.
    pub fn calls(self, calls: usize) -> Self {
        Self { calls, ..self }
    }

    /// Sets the maximum number of calls in one response of the model.
    pub fn calls_per_round(self, calls: usize) -> Self {
        Self { calls_per_round: calls, ..self }
    }

    /// Sets the token budget of the whole run: once the responses have used that many tokens, input and output together, no
    /// further request is sent. The response that reaches the budget may exceed it; if it has no calls, the run succeeds.
    /// Responses without usage are not counted, so set [`include_usage`](crate::ChatRequest::include_usage) for streams on
    /// endpoints that do not report it by default.
    #[doc(alias("budget", "total_tokens"))]
    pub fn tokens(self, tokens: u64) -> Self {
        Self { tokens: i64::try_from(tokens).unwrap_or(i64::MAX), ..self }
    }

    /// Sets the maximum number of concurrent calls of one response, at least one. With one, calls run in the model's order.
    pub fn parallel(self, calls: usize) -> Self {
        Self { parallel: calls.max(1), ..self }
    }

    /// Sets the timeout of each call, which does not include the hooks. [`ToolSet::timeout`](crate::ToolSet::timeout) sets
    /// the timeout of one tool.
    pub fn timeout_per_tool(self, time: Duration) -> Self {
        Self { timeout_per_tool: time, ..self }
    }
}
