//! The span and the metric of a tool call.

use std::fmt::Display;
use std::time::Instant;

use serde_json::Value;
use tracing::{Span, field};

use super::{TARGET, has_subscriber, metrics, with_object};

/// The span of a tool call.
#[derive(Debug)]
pub(crate) struct ToolSpan {
    span: Span,
    /// The name of the tool, if the metric is enabled.
    measured: Option<(String, Instant)>,
    records_content: bool,
}

impl ToolSpan {
    /// Starts the span of a call. `arguments` is set only if content is recorded.
    pub(crate) fn new(name: &str, id: &str, description: Option<&str>, arguments: Option<&Value>) -> Self {
        if !has_subscriber() {
            return Self { span: Span::none(), measured: None, records_content: false };
        }
        let span = tracing::info_span!(
            target: TARGET,
            "execute_tool",
            otel.name = with_object("execute_tool", Some(name)).as_ref(),
            otel.kind = "internal",
            otel.status_code = field::Empty,
            error.type = field::Empty,
            gen_ai.operation.name = "execute_tool",
            gen_ai.tool.name = name,
            gen_ai.tool.call.id = Some(id).filter(|id| !id.is_empty()),
            gen_ai.tool.type = "function",
            gen_ai.tool.description = description.filter(|text| !text.is_empty()),
            gen_ai.tool.call.arguments = arguments.map(ToString::to_string),
            gen_ai.tool.call.result = field::Empty,
        );
        let measured = metrics::tools_are_enabled().then(|| (name.to_owned(), Instant::now()));
        Self { records_content: arguments.is_some() && !span.is_disabled(), measured, span }
    }

    /// Returns the span itself, for the tool to run in.
    pub(crate) fn inner(&self) -> &Span {
        &self.span
    }

    /// Ends the span: with the failure, if the call failed, and with what the model gets, if content is recorded. Calls that
    /// never ran are not in the metric, since the model may invent names.
    pub(crate) fn end(self, failure: Option<&'static str>, has_run: bool, result: &impl Display) {
        if let Some(failure) = failure {
            self.span.record("otel.status_code", "ERROR");
            self.span.record("error.type", failure);
        }
        if self.records_content {
            self.span.record("gen_ai.tool.call.result", result.to_string());
        }
        if let Some((name, started)) = self.measured.filter(|_| has_run) {
            metrics::tool(&name, started.elapsed(), failure);
        }
    }
}
