//! Spans and metrics of calls, named by the OpenTelemetry conventions for generative AI (v0.1.0 of their own repository).
//! Without a subscriber no value is computed.

mod content;
mod metrics;
mod tools;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use tracing::field;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, Level, Span};

use crate::error::{Error, Result, headers};
use crate::models::{
    ChatCompletions, ChatCompletionsOptions, CompletionsUsage, EmbeddingEncodingFormat, ImageGenerationsOptions,
};
use crate::transport::Api;
use crate::transport::endpoint::EndpointKind;
use crate::transport::{CallContext, Decoded};
use metrics::{Measured, State};
pub(crate) use tools::{RunMetrics, ToolSpan};

/// The target of spans and of events in them.
const TARGET: &str = "azure_inference";

/// The span and the metrics of one call with all its attempts. Both end when the last clone is dropped.
#[derive(Clone, Debug)]
pub(crate) struct CallSpan {
    span: Span,
    /// Set if the span or the metrics are enabled.
    measured: Option<Arc<Measured>>,
    records_content: bool,
}

impl CallSpan {
    /// Starts the span of an operation, such as `chat` or `embeddings`.
    pub(crate) fn new(context: &CallContext, operation: &'static str, model: Option<&str>) -> Self {
        if !has_subscriber() {
            return Self::none();
        }
        let endpoint = context.endpoint();
        let model = model.or(endpoint.deployment());
        let span = tracing::info_span!(
            target: TARGET,
            "call",
            otel.name = with_object(operation, model).as_ref(),
            otel.kind = "client",
            openai.api.type = field::Empty,
            otel.status_code = field::Empty,
            error.type = field::Empty,
            gen_ai.operation.name = operation,
            gen_ai.provider.name = provider(endpoint.kind),
            gen_ai.request.model = model,
            gen_ai.request.stream = field::Empty,
            gen_ai.request.temperature = field::Empty,
            gen_ai.request.top_p = field::Empty,
            gen_ai.request.max_tokens = field::Empty,
            gen_ai.request.frequency_penalty = field::Empty,
            gen_ai.request.presence_penalty = field::Empty,
            gen_ai.request.seed = field::Empty,
            gen_ai.request.top_k = field::Empty,
            gen_ai.request.reasoning.level = field::Empty,
            gen_ai.request.stop_sequences = field::Empty,
            gen_ai.request.choice.count = field::Empty,
            gen_ai.request.encoding_formats = field::Empty,
            gen_ai.embeddings.dimension.count = field::Empty,
            gen_ai.output.type = field::Empty,
            gen_ai.response.id = field::Empty,
            gen_ai.response.model = field::Empty,
            gen_ai.response.finish_reasons = field::Empty,
            gen_ai.response.time_to_first_chunk = field::Empty,
            gen_ai.usage.input_tokens = field::Empty,
            gen_ai.usage.output_tokens = field::Empty,
            gen_ai.usage.cache_read.input_tokens = field::Empty,
            gen_ai.usage.cache_write.input_tokens = field::Empty,
            gen_ai.usage.reasoning.output_tokens = field::Empty,
            gen_ai.usage.audio.input_tokens = field::Empty,
            gen_ai.usage.audio.output_tokens = field::Empty,
            gen_ai.tool.definitions = field::Empty,
            gen_ai.input.messages = field::Empty,
            gen_ai.output.messages = field::Empty,
            server.address = endpoint.server().0,
            server.port = endpoint.server().1,
            azure.resource_provider.namespace = "Microsoft.CognitiveServices",
            azure.service.request.id = field::Empty,
        );
        let measured = Measured::begin(context, operation, model, !span.is_disabled());
        Self { records_content: context.options.records_content && !span.is_disabled(), span, measured }
    }

    /// Starts the span of a chat completion.
    pub(crate) fn chat(context: &CallContext, body: &ChatCompletionsOptions, is_stream: bool) -> Self {
        let call = Self::new(context, "chat", body.model.as_deref());
        let span = &call.span;
        if call.is_enabled() {
            span.record("gen_ai.request.stream", is_stream.then_some(true));
            span.record("gen_ai.request.temperature", body.temperature);
            span.record("gen_ai.request.top_p", body.top_p);
            span.record("gen_ai.request.max_tokens", body.max_completion_tokens.or(body.max_tokens));
            span.record("gen_ai.request.frequency_penalty", body.frequency_penalty);
            span.record("gen_ai.request.presence_penalty", body.presence_penalty);
            span.record("gen_ai.request.seed", body.seed);
            span.record("gen_ai.request.top_k", body.extra.get("top_k").and_then(serde_json::Value::as_i64));
            span.record("gen_ai.request.reasoning.level", body.reasoning_effort.as_ref().map(|level| level.as_str()));
            span.record("gen_ai.output.type", output_type(body));
            span.record("gen_ai.request.stop_sequences", list(&body.stop));
            span.record("gen_ai.request.choice.count", body.n.filter(|count| *count != 1));
            if call.records_content {
                span.record("gen_ai.input.messages", content::input(&body.messages));
                let tools = Some(&body.tools).filter(|tools| !tools.is_empty());
                span.record("gen_ai.tool.definitions", tools.map(|tools| content::tools(tools)));
            }
        }
        call
    }

    /// Starts the span of an image generation.
    pub(crate) fn images(context: &CallContext, body: &ImageGenerationsOptions) -> Self {
        let call = Self::new(context, "generate_content", body.model.as_deref());
        call.span.record("gen_ai.output.type", "image");
        call.span.record("gen_ai.request.seed", body.seed);
        call.span.record("gen_ai.request.choice.count", body.n.filter(|count| *count != 1));
        call
    }

    /// Records the parameters of an embeddings request.
    pub(crate) fn embeddings(&self, dimensions: Option<i64>, format: Option<&EmbeddingEncodingFormat>) {
        self.span.record("gen_ai.embeddings.dimension.count", dimensions);
        if self.is_enabled() {
            let format = format.map(EmbeddingEncodingFormat::as_str);
            self.span.record("gen_ai.request.encoding_formats", list(format.as_slice()));
        }
    }

    /// Returns a disabled span, for a stream whose span has ended.
    pub(crate) fn none() -> Self {
        Self { span: Span::none(), measured: None, records_content: false }
    }

    /// Whether the span or the metrics are enabled.
    pub(crate) fn is_enabled(&self) -> bool {
        self.measured.is_some()
    }

    /// Runs an operation within the span and records how it ended. The caller pins the future, which is too large to move.
    pub(crate) async fn run<T>(&self, work: Pin<&mut impl Future<Output = Result<Decoded<T>>>>) -> Result<Decoded<T>> {
        let result = work.instrument(self.span.clone()).await;
        match &result {
            Ok(decoded) => {
                self.headers(&decoded.response.headers);
                self.end();
            }
            Err(error) => self.fail(error),
        }
        result
    }

    /// Returns the span itself, for operations that [`run`](Self::run) does not drive.
    pub(crate) fn inner(&self) -> &Span {
        &self.span
    }

    /// Records that the call ended. A call that neither ended nor failed was cancelled.
    pub(crate) fn end(&self) {
        self.measure(|state| state.has_ended = true);
    }

    /// Records the error that the call failed with.
    pub(crate) fn fail(&self, error: &Error) {
        if self.is_enabled() {
            self.span.record("otel.status_code", "ERROR");
            let kind = error_type(error);
            self.span.record("error.type", kind.as_ref());
            self.measure(|state| state.failure = Some(kind.into_owned()));
            if let Some(headers) = error.headers() {
                self.headers(headers);
            }
        }
    }

    /// Records the service's id for the request.
    pub(crate) fn headers(&self, headers: &HeaderMap) {
        if self.is_enabled() {
            self.span.record("azure.service.request.id", headers::request_id(headers));
        }
    }

    /// Records that the Responses API returned a chat response.
    pub(crate) fn api(&self, api: Api) {
        self.span.record("openai.api.type", (api == Api::Responses).then_some("responses"));
    }

    /// Records the arrival of the first chunk of a stream.
    pub(crate) fn first_chunk(&self) {
        let time = self.measured.as_ref().map(|measured| measured.started.elapsed().as_secs_f64());
        self.span.record("gen_ai.response.time_to_first_chunk", time);
        self.measure(|state| state.first_chunk = time);
    }

    /// Records the arrival of a chunk of a stream, and the model that it names.
    pub(crate) fn chunk(&self, model: Option<&str>) {
        if let Some(measured) = &self.measured {
            measured.chunk(model.filter(|model| !model.is_empty()));
        }
    }

    /// Records the id and the model of the response, as far as the service reports them.
    pub(crate) fn response_identity(&self, id: Option<&str>, model: Option<&str>) {
        let some = |text: &&str| !text.is_empty();
        self.span.record("gen_ai.response.id", id.filter(some));
        self.span.record("gen_ai.response.model", model.filter(some));
        self.measure(|state| state.response_model = model.filter(some).map(str::to_owned));
    }

    /// Records the token counts of an operation that reports no details of them.
    pub(crate) fn tokens(&self, input: Option<i64>, output: Option<i64>) {
        if self.is_enabled() {
            let mut usage = CompletionsUsage::default();
            (usage.prompt_tokens, usage.completion_tokens) = (input, output);
            self.usage(&usage);
        }
    }

    fn usage(&self, usage: &CompletionsUsage) {
        let prompt = usage.prompt_tokens_details.clone().unwrap_or_default();
        let completion = usage.completion_tokens_details.clone().unwrap_or_default();
        self.span.record("gen_ai.usage.input_tokens", usage.prompt_tokens);
        self.span.record("gen_ai.usage.output_tokens", usage.completion_tokens);
        self.span.record("gen_ai.usage.cache_read.input_tokens", prompt.cached_tokens);
        self.span.record("gen_ai.usage.cache_write.input_tokens", prompt.cache_write_tokens);
        self.span.record("gen_ai.usage.reasoning.output_tokens", completion.reasoning_tokens);
        self.span.record("gen_ai.usage.audio.input_tokens", prompt.audio_tokens);
        self.span.record("gen_ai.usage.audio.output_tokens", completion.audio_tokens);
        self.measure(|state| state.usage = usage.clone());
    }

    /// Records the response to a chat request, complete or partial.
    pub(crate) fn completions(&self, completions: &ChatCompletions) {
        let Some(measured) = &self.measured else { return };
        self.end();
        self.response_identity(completions.id.as_deref(), completions.model.as_deref());
        if let Some(usage) = &completions.usage {
            self.usage(usage);
        }
        let choices = completions.choices.as_deref().unwrap_or_default();
        let reasons = choices.iter().map(|choice| choice.finish_reason.as_ref().map_or("", |reason| reason.as_str()));
        let mut reasons: Vec<&str> = reasons.collect();
        // One for each choice; the conventions use `error` for a choice without a finish reason.
        if measured.state().failure.is_some() || reasons.iter().any(|reason| !reason.is_empty()) {
            reasons.iter_mut().filter(|reason| reason.is_empty()).for_each(|reason| *reason = "error");
            self.span.record("gen_ai.response.finish_reasons", list(&reasons));
        }
        if self.records_content && !choices.is_empty() {
            self.span.record("gen_ai.output.messages", content::output(choices));
        }
    }

    /// Records that a stream was dropped before its end.
    pub(crate) fn dropped(&self) {
        tracing::info!(target: TARGET, parent: &self.span, "dropped");
        self.measure(|state| state.failure = Some(metrics::CANCELLED.to_owned()));
    }

    fn measure(&self, record: impl FnOnce(&mut State)) {
        if let Some(measured) = &self.measured {
            record(&mut measured.state());
        }
    }
}

/// Records a retry in the span of the call.
pub(crate) fn retry(context: &CallContext, attempts: u32, wait: Duration, error: &Error) {
    if has_subscriber() {
        let kind = error_type(error);
        tracing::info!(target: TARGET, attempts, wait = wait.as_secs_f64(), error.type = kind.as_ref(), "retry");
        metrics::retry(context, &kind);
    }
}

/// Records in the span of the call that chat completions rejected it and that it moves to the Responses API.
pub(crate) fn moved_api(error: &Error) {
    tracing::info!(target: TARGET, api = "responses", error.type = error_type(error).as_ref(), "moved");
}

/// Records in the span of a call the endpoint that it is sent to and, if it moves from another one, the reason.
pub(crate) fn moved(from: Option<&CallContext>, to: &CallContext, model: Option<&str>, error: Option<&Error>) {
    if !has_subscriber() {
        return;
    }
    if let Some(from) = from {
        let why = error.map_or("busy".into(), error_type);
        tracing::info!(target: TARGET, from = from.base(), to = to.base(), model, error.type = why.as_ref(), "failover");
    }
    let (span, endpoint) = (Span::current(), to.endpoint());
    let (address, port) = endpoint.server();
    span.record("server.address", address);
    span.record("server.port", port);
    span.record("gen_ai.provider.name", provider(endpoint.kind));
    span.record("gen_ai.request.model", model.or(endpoint.deployment()));
}

/// Returns the value of `gen_ai.output.type`.
fn output_type(body: &ChatCompletionsOptions) -> Option<&'static str> {
    if body.modalities.iter().any(|modality| modality.as_str() == "audio") {
        return Some("speech");
    }
    let format = serde_json::to_value(body.response_format.as_ref()?).ok()?;
    Some(if format["type"] == "text" { "text" } else { "json" })
}

/// Returns `false` without a subscriber. The macros of `tracing` check the same, but compute all values anyway if some crate
/// enables its feature `log`.
fn has_subscriber() -> bool {
    Level::INFO <= LevelFilter::current()
}

fn with_object<'a>(operation: &'a str, object: Option<&str>) -> Cow<'a, str> {
    object.map_or(operation.into(), |object| format!("{operation} {object}").into())
}

fn provider(kind: EndpointKind) -> &'static str {
    if kind.is_openai() { "azure.ai.openai" } else { "azure.ai.inference" }
}

/// Returns a list as JSON, since a field can't hold a list; `None` for an empty one.
fn list<T: serde::Serialize>(items: &[T]) -> Option<String> {
    if items.is_empty() { None } else { serde_json::to_string(items).ok() }
}

/// The maximum length of an error code. Anything longer is a message.
const MAX_CODE_LEN: usize = 64;

/// Returns the service's code, else the status, else the kind of the error: low cardinality and no secrets.
fn error_type(error: &Error) -> Cow<'_, str> {
    let is_code = |code: &&str| code.len() <= MAX_CODE_LEN && !code.contains(char::is_whitespace);
    let status = error.status().filter(|status| !status.is_success());
    let code = error.code().filter(is_code).map(Cow::Borrowed);
    code.or(status.map(|status| status.as_u16().to_string().into())).unwrap_or(error.kind().as_str().into())
}
