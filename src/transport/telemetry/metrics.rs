//! Metrics, as events that `tracing_opentelemetry::MetricsLayer` turns into instruments: the fields `histogram.NAME` and
//! `monotonic_counter.NAME` are values, all others attributes. Histograms must be `f64` or `u64`: an `i64` would become
//! an attribute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::{Map, Value};
use tracing::Level;

use super::provider;
use crate::models::CompletionsUsage;
use crate::transport::CallContext;

/// The target of the events, separate so that logs can exclude it.
pub(super) const TARGET: &str = "azure_inference::metrics";

/// The `error.type` of a call that the caller dropped.
pub(super) const CANCELLED: &str = "cancelled";

/// Measures one call. The metrics are recorded when it is dropped.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) started: Instant,
    state: Mutex<State>,
    /// Set if metrics are enabled and the operation has some.
    call: Option<Call>,
}

#[derive(Debug)]
struct Call {
    operation: &'static str,
    provider: &'static str,
    request_model: Option<String>,
    server: (Option<String>, Option<u16>),
}

/// What is known of a call so far.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The call ended, or failed later. Otherwise it was cancelled.
    pub(super) has_ended: bool,
    pub(super) failure: Option<String>,
    /// The seconds until the first chunk of a stream.
    pub(super) first_chunk: Option<f64>,
    /// The arrival of the last chunk of a stream.
    last_chunk: Option<Instant>,
    pub(super) response_model: Option<String>,
    pub(super) usage: CompletionsUsage,
}

/// Records an event with these values. It has no parent: the span would export it too.
macro_rules! record {
    ($($values:tt)*) => {
        tracing::event!(target: super::metrics::TARGET, parent: None, tracing::Level::INFO, $($values)*)
    };
}
pub(super) use record;

/// Records an event with these values and the attributes of a call.
macro_rules! record_call {
    ($call:expr, $state:expr, $($values:tt)*) => {
        record!(
            $($values)*
            gen_ai.operation.name = $call.operation,
            gen_ai.provider.name = $call.provider,
            gen_ai.request.model = $call.request_model.as_deref(),
            gen_ai.response.model = $state.response_model.as_deref(),
            server.address = $call.server.0.as_deref(),
            server.port = $call.server.1,
        )
    };
}

impl Measured {
    /// Starts to measure a call; `None` if neither its span nor its metrics are enabled.
    pub(super) fn begin(
        context: &CallContext,
        operation: &'static str,
        model: Option<&str>,
        has_span: bool,
    ) -> Option<Arc<Self>> {
        let has_metrics = matches!(operation, "chat" | "generate_content" | "embeddings") && are_enabled();
        let call = has_metrics.then(|| Call {
            operation,
            provider: provider(context.endpoint().kind),
            request_model: model.map(str::to_owned),
            server: context.endpoint().server(),
        });
        let is_enabled = has_span || call.is_some();
        is_enabled.then(|| Arc::new(Self { started: Instant::now(), state: Mutex::default(), call }))
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the time since the previous chunk.
    pub(super) fn chunk(&self, model: Option<&str>) {
        let Some(call) = &self.call else { return };
        let mut state = self.state();
        if state.response_model.is_none() {
            state.response_model = model.map(str::to_owned);
        }
        let now = Instant::now();
        if let Some(last) = state.last_chunk.replace(now) {
            let time = now.duration_since(last).as_secs_f64();
            record_call!(call, state, histogram.gen_ai.client.inference.time_per_output_chunk = time,);
        }
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        let Some(call) = &self.call else { return };
        let duration = self.started.elapsed().as_secs_f64();
        let mut state = std::mem::take(self.state.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !state.has_ended {
            state.failure.get_or_insert_with(|| CANCELLED.to_owned());
        }
        call.record(duration, &state);
    }
}

impl Call {
    /// Records the metrics in several events, since all values of one have its attributes.
    fn record(&self, duration: f64, state: &State) {
        let prompt = state.usage.prompt_tokens_details.clone().unwrap_or_default();
        let completion = state.usage.completion_tokens_details.clone().unwrap_or_default();
        let count = |tokens: Option<i64>| tokens.and_then(|tokens| u64::try_from(tokens).ok());
        let (input, output) = (count(state.usage.prompt_tokens), count(state.usage.completion_tokens));
        let failure = state.failure.as_deref();
        if self.operation == "embeddings" {
            record_call!(self, state, histogram.gen_ai.client.embeddings.duration = duration, error.type = failure,);
            if input.is_some() {
                record_call!(self, state, histogram.gen_ai.client.embeddings.operation.input_tokens = input,);
            }
            return;
        }
        record_call!(self, state, histogram.gen_ai.client.inference.duration = duration, error.type = failure,);
        if state.first_chunk.is_some() || input.is_some() || output.is_some() {
            record_call!(
                self,
                state,
                histogram.gen_ai.client.inference.time_to_first_chunk = state.first_chunk,
                histogram.gen_ai.client.inference.operation.input_tokens = input,
                histogram.gen_ai.client.inference.operation.output_tokens = output,
            );
        }
        let mut rest = [input.unwrap_or(0), output.unwrap_or(0)];
        for modality in ["audio", "image", "text"] {
            let of_modality = [
                tokens_of(modality, prompt.audio_tokens, &prompt.extra),
                tokens_of(modality, completion.audio_tokens, &completion.extra),
            ];
            if of_modality == [None, None] {
                continue;
            }
            record_call!(
                self,
                state,
                monotonic_counter.gen_ai.client.inference.usage.input_tokens = of_modality[0],
                monotonic_counter.gen_ai.client.inference.usage.output_tokens = of_modality[1],
                gen_ai.token.modality = modality,
            );
            rest = [0, 1].map(|side| rest[side].saturating_sub(of_modality[side].unwrap_or(0)));
        }
        // The conventions require this for failed calls too: 0 if the service reports no usage.
        record_call!(
            self,
            state,
            monotonic_counter.gen_ai.client.inference.usage.input_tokens = rest[0],
            monotonic_counter.gen_ai.client.inference.usage.output_tokens = rest[1],
            monotonic_counter.gen_ai.client.inference.usage.cache_read.input_tokens = count(prompt.cached_tokens),
            monotonic_counter.gen_ai.client.inference.usage.cache_write.input_tokens = count(prompt.cache_write_tokens),
            monotonic_counter.gen_ai.client.inference.usage.reasoning.output_tokens =
                count(completion.reasoning_tokens),
            gen_ai.token.modality = "unknown",
        );
    }
}

/// Whether metrics are enabled.
pub(super) fn are_enabled() -> bool {
    tracing::event_enabled!(target: TARGET, Level::INFO, histogram.gen_ai.client.inference.duration)
}

/// Counts a retry. The conventions have no such metric.
pub(super) fn retry(context: &CallContext, failure: &str) {
    if are_enabled() {
        let (address, port) = context.endpoint().server();
        record!(
            monotonic_counter.azure_inference.client.retries = 1_u64,
            error.type = failure,
            gen_ai.provider.name = provider(context.endpoint().kind),
            server.address = address,
            server.port = port,
        );
    }
}

/// Returns the tokens of a modality in a prompt or a completion, if there are any. The OpenAPI document has the count of audio
/// only; services report others too.
fn tokens_of(modality: &str, audio: Option<i64>, others: &Map<String, Value>) -> Option<u64> {
    let other = || others.get(&format!("{modality}_tokens"))?.as_i64();
    let count = if modality == "audio" { audio } else { other() };
    count.and_then(|count| u64::try_from(count).ok()).filter(|count| *count > 0)
}
