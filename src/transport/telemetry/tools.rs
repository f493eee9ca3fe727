//! The metrics of a run with tools, which is an agent invocation in the terms of the conventions, and the spans and metrics of
//! its tool calls.

use std::fmt::Display;
use std::time::Instant;

use serde_json::Value;
use tracing::{Span, field};

use super::metrics::{self, CANCELLED, record};
use super::{TARGET, error_type, has_subscriber, with_object};
use crate::error::Error;

/// Measures one run. The metrics are recorded when it is dropped.
#[derive(Debug)]
pub(crate) struct RunMetrics {
    started: Instant,
    model: Option<String>,
    /// The number of requests to the model.
    pub(crate) inference_calls: u64,
    /// The number of calls that the responses ask for.
    pub(crate) tool_calls: u64,
    pub(crate) has_ended: bool,
    failure: Option<String>,
}

impl RunMetrics {
    pub(crate) fn begin(model: Option<&str>) -> Self {
        let (started, model) = (Instant::now(), model.map(str::to_owned));
        Self { started, model, inference_calls: 0, tool_calls: 0, has_ended: false, failure: None }
    }

    /// Records the error that the run failed with, unless it has ended.
    pub(crate) fn fail(&mut self, error: &Error) {
        if !self.has_ended {
            self.failure.get_or_insert_with(|| error_type(error).into_owned());
        }
    }
}

impl Drop for RunMetrics {
    fn drop(&mut self) {
        if has_subscriber() {
            record!(
                histogram.gen_ai.invoke_agent.duration = self.started.elapsed().as_secs_f64(),
                error.type = self.failure.as_deref().or((!self.has_ended).then_some(CANCELLED)),
                gen_ai.request.model = self.model.as_deref(),
            );
            record!(
                histogram.gen_ai.invoke_agent.inference_calls = self.inference_calls,
                histogram.gen_ai.invoke_agent.tool_calls = self.tool_calls,
            );
        }
    }
}

/// The span of a tool call.
#[derive(Debug)]
pub(crate) struct ToolSpan {
    /// The tool runs in it.
    pub(crate) span: Span,
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
        let measured = metrics::are_enabled().then(|| (name.to_owned(), Instant::now()));
        Self { records_content: arguments.is_some() && !span.is_disabled(), measured, span }
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
            record!(
                histogram.gen_ai.execute_tool.duration = started.elapsed().as_secs_f64(),
                error.type = failure,
                gen_ai.operation.name = "execute_tool",
                gen_ai.tool.name = name,
                gen_ai.tool.type = "function",
            );
        }
    }
}
