//! The metrics of a run with tools, which is an agent invocation in the terms of the conventions.

use std::time::Instant;

use tracing::Level;

use super::metrics::{self, CANCELLED};
use super::{error_type, has_subscriber};
use crate::error::Error;

/// Measures one run. The metrics are recorded when it is dropped.
#[derive(Debug)]
pub(crate) struct RunMetrics {
    /// Set if the metrics are enabled.
    run: Option<Run>,
}

#[derive(Debug)]
struct Run {
    started: Instant,
    model: Option<String>,
    inference_calls: u64,
    tool_calls: u64,
    has_ended: bool,
    failure: Option<String>,
}

impl RunMetrics {
    pub(crate) fn begin(model: Option<&str>) -> Self {
        let is_enabled = has_subscriber()
            && tracing::event_enabled!(target: metrics::TARGET, Level::INFO, histogram.gen_ai.invoke_agent.duration);
        let run = is_enabled.then(|| Run {
            started: Instant::now(),
            model: model.map(str::to_owned),
            inference_calls: 0,
            tool_calls: 0,
            has_ended: false,
            failure: None,
        });
        Self { run }
    }

    /// Counts a request to the model.
    pub(crate) fn inference_call(&mut self) {
        if let Some(run) = &mut self.run {
            run.inference_calls += 1;
        }
    }

    /// Counts the calls that a response asks for.
    pub(crate) fn tool_calls(&mut self, calls: usize) {
        if let Some(run) = &mut self.run {
            run.tool_calls += calls as u64;
        }
    }

    /// Records that the run ended.
    pub(crate) fn end(&mut self) {
        if let Some(run) = &mut self.run {
            run.has_ended = true;
        }
    }

    /// Records the error that the run failed with, unless it has ended.
    pub(crate) fn fail(&mut self, error: &Error) {
        if let Some(run) = self.run.as_mut().filter(|run| !run.has_ended) {
            run.failure.get_or_insert_with(|| error_type(error).into_owned());
        }
    }
}

impl Drop for RunMetrics {
    fn drop(&mut self) {
        let Some(run) = &self.run else { return };
        let failure = run.failure.as_deref().or((!run.has_ended).then_some(CANCELLED));
        tracing::event!(
            target: metrics::TARGET,
            parent: None,
            Level::INFO,
            histogram.gen_ai.invoke_agent.duration = run.started.elapsed().as_secs_f64(),
            error.type = failure,
            gen_ai.request.model = run.model.as_deref(),
        );
        tracing::event!(
            target: metrics::TARGET,
            parent: None,
            Level::INFO,
            histogram.gen_ai.invoke_agent.inference_calls = run.inference_calls,
            histogram.gen_ai.invoke_agent.tool_calls = run.tool_calls,
        );
    }
}
