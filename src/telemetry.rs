//! Spans of calls, as the OpenTelemetry conventions for generative AI name them. Without a subscriber they cost next to
//! nothing: no value is computed.

mod content;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use http::HeaderMap;
use tracing::field::{self, Value};
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, Level, Span};

use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::models::{ChatCompletions, ChatCompletionsOptions, EmbeddingEncodingFormat, ImageGenerationsOptions};
use crate::response;
use crate::responses::Api;
use crate::transport::{Answered, CallContext};

/// What everything here is filtered by.
const TARGET: &str = "azure_inference";

/// The span of one call with all its tries. It ends when the last clone is dropped.
#[derive(Clone, Debug)]
pub(crate) struct CallSpan {
    span: Span,
    /// Set if someone listens.
    began: Option<Instant>,
    records_content: bool,
}

impl CallSpan {
    /// Begins the span of an operation, such as `chat` or `embeddings`.
    pub(crate) fn new(context: &CallContext, operation: &'static str, model: Option<&str>) -> Self {
        if !may_be_heard() {
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
            gen_ai.input.messages = field::Empty,
            gen_ai.output.messages = field::Empty,
            server.address = endpoint.server().0,
            server.port = endpoint.server().1,
            azure.resource_provider.namespace = "Microsoft.CognitiveServices",
            azure.service.request.id = field::Empty,
        );
        let began = (!span.is_disabled()).then(Instant::now);
        Self { span, began, records_content: context.records_content() }
    }

    /// Begins the span of a chat completion.
    pub(crate) fn chat(context: &CallContext, body: &ChatCompletionsOptions, is_stream: bool) -> Self {
        let span = Self::new(context, "chat", body.model.as_deref());
        if span.is_heard() {
            span.record("gen_ai.request.stream", is_stream.then_some(true));
            span.record("gen_ai.request.temperature", body.temperature);
            span.record("gen_ai.request.top_p", body.top_p);
            span.record("gen_ai.request.max_tokens", body.max_completion_tokens.or(body.max_tokens));
            span.record("gen_ai.request.frequency_penalty", body.frequency_penalty);
            span.record("gen_ai.request.presence_penalty", body.presence_penalty);
            span.record("gen_ai.request.seed", body.seed);
            span.record("gen_ai.request.stop_sequences", list(&body.stop).as_deref());
            span.record("gen_ai.request.choice.count", body.n.filter(|count| *count != 1));
            if span.records_content {
                span.record("gen_ai.input.messages", Some(content::input(&body.messages).as_str()));
            }
        }
        span
    }

    /// Begins the span of images that are made.
    pub(crate) fn images(context: &CallContext, body: &ImageGenerationsOptions) -> Self {
        let span = Self::new(context, "generate_content", body.model.as_deref());
        span.record("gen_ai.output.type", Some("image"));
        span.record("gen_ai.request.seed", body.seed);
        span.record("gen_ai.request.choice.count", body.n.filter(|count| *count != 1));
        span
    }

    /// Records what embeddings are asked for.
    pub(crate) fn embeddings(&self, dimensions: Option<i64>, format: Option<&EmbeddingEncodingFormat>) {
        self.record("gen_ai.embeddings.dimension.count", dimensions);
        if self.is_heard() {
            let format = format.map(EmbeddingEncodingFormat::as_str);
            self.record("gen_ai.request.encoding_formats", list(format.as_slice()).as_deref());
        }
    }

    /// No span: of a stream that has told its end.
    pub(crate) fn none() -> Self {
        Self { span: Span::none(), began: None, records_content: false }
    }

    /// Whether anyone listens.
    pub(crate) fn is_heard(&self) -> bool {
        self.began.is_some()
    }

    /// Runs an operation within the span, and records how it ended. It comes pinned: it is large, and would be moved.
    pub(crate) async fn run<T>(
        &self,
        work: Pin<&mut impl Future<Output = Result<Answered<T>>>>,
    ) -> Result<Answered<T>> {
        let result = work.instrument(self.span.clone()).await;
        match &result {
            Ok(answered) => self.headers(&answered.response.headers),
            Err(error) => self.fail(error),
        }
        result
    }

    /// The span itself, for what is run by other means.
    pub(crate) fn inner(&self) -> &Span {
        &self.span
    }

    /// Records what failed.
    pub(crate) fn fail(&self, error: &Error) {
        if self.is_heard() {
            self.record("otel.status_code", Some("ERROR"));
            self.record("error.type", Some(error_type(error).as_ref()));
            if let Some(headers) = error.headers() {
                self.headers(headers);
            }
        }
    }

    /// Records the service's id for the request.
    pub(crate) fn headers(&self, headers: &HeaderMap) {
        if self.is_heard() {
            self.record("azure.service.request.id", response::request_id(headers));
        }
    }

    /// Records the API that a chat request went to.
    pub(crate) fn api(&self, api: Api) {
        self.record("openai.api.type", Some(api.name()));
    }

    /// Records that the first chunk of a stream is there.
    pub(crate) fn first_chunk(&self) {
        if let Some(began) = self.began {
            self.record("gen_ai.response.time_to_first_chunk", Some(began.elapsed().as_secs_f64()));
        }
    }

    /// Records who answered, as far as the service says.
    pub(crate) fn answered_by(&self, id: Option<&str>, model: Option<&str>) {
        let some = |text: &&str| !text.is_empty();
        self.record("gen_ai.response.id", id.filter(some));
        self.record("gen_ai.response.model", model.filter(some));
    }

    /// Records the tokens that were counted.
    pub(crate) fn tokens(&self, input: Option<i64>, output: Option<i64>) {
        self.record("gen_ai.usage.input_tokens", input);
        self.record("gen_ai.usage.output_tokens", output);
    }

    /// Records the answer to a chat completion, or what there is of it.
    pub(crate) fn completions(&self, completions: &ChatCompletions) {
        if !self.is_heard() {
            return;
        }
        self.answered_by(completions.id.as_deref(), completions.model.as_deref());
        if let Some(usage) = &completions.usage {
            self.tokens(usage.prompt_tokens, usage.completion_tokens);
        }
        let choices = completions.choices.as_deref().unwrap_or_default();
        let reasons = choices.iter().filter_map(|choice| choice.finish_reason.as_ref()).map(|reason| reason.as_str());
        let reasons: Vec<&str> = reasons.filter(|reason| !reason.is_empty()).collect();
        self.record("gen_ai.response.finish_reasons", list(&reasons).as_deref());
        if self.records_content && !choices.is_empty() {
            self.record("gen_ai.output.messages", Some(content::output(choices).as_str()));
        }
    }

    /// Tells that a stream is dropped before its end.
    pub(crate) fn dropped(&self) {
        tracing::info!(target: TARGET, parent: &self.span, "dropped");
    }

    fn record(&self, name: &str, value: Option<impl Value>) {
        if let Some(value) = value {
            self.span.record(name, value);
        }
    }
}

/// Tells, within the span of the call, that it is tried again.
pub(crate) fn retry(tries: u32, wait: Duration, error: &Error) {
    tracing::info!(target: TARGET, tries, wait = wait.as_secs_f64(), error.type = error_type(error).as_ref(), "retry");
}

/// Records, within the span of the call, that chat completions refused it and it goes to the Responses API.
pub(crate) fn moved(error: &Error) {
    let api = Api::Responses.name();
    tracing::info!(target: TARGET, api, error.type = error_type(error).as_ref(), "moved");
}

/// Begins the span of the call of a tool.
pub(crate) fn tool_span(name: &str, id: Option<&str>) -> Span {
    if !may_be_heard() {
        return Span::none();
    }
    tracing::info_span!(
        target: TARGET,
        "execute_tool",
        otel.name = with_object("execute_tool", Some(name)).as_ref(),
        otel.kind = "internal",
        otel.status_code = field::Empty,
        error.type = field::Empty,
        gen_ai.operation.name = "execute_tool",
        gen_ai.tool.name = name,
        gen_ai.tool.call.id = id,
        gen_ai.tool.type = "function",
    )
}

/// Records what failed in the call of a tool.
pub(crate) fn fail_tool(span: &Span, failure: &'static str) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", failure);
}

/// False without a subscriber. The macros ask the same, but where some crate has switched on the feature `log` of
/// `tracing` they compute all values even so.
fn may_be_heard() -> bool {
    Level::INFO <= LevelFilter::current()
}

fn with_object<'a>(operation: &'a str, object: Option<&str>) -> Cow<'a, str> {
    object.map_or(operation.into(), |object| format!("{operation} {object}").into())
}

fn provider(kind: EndpointKind) -> &'static str {
    match kind {
        EndpointKind::OpenAiV1 | EndpointKind::Deployment => "azure.ai.openai",
        _ => "azure.ai.inference",
    }
}

/// A list as JSON, since a field holds none; nothing for an empty one.
fn list<T: serde::Serialize>(items: &[T]) -> Option<String> {
    if items.is_empty() { None } else { serde_json::to_string(items).ok() }
}

/// What a code of the service is at most: longer ones are texts.
const LONGEST_CODE: usize = 64;

/// The service's code, else the status, else what kind of failure it is: few values, none of them a secret.
fn error_type(error: &Error) -> Cow<'_, str> {
    let is_code = |code: &&str| code.len() <= LONGEST_CODE && !code.contains(char::is_whitespace);
    let status = error.status().filter(|status| !status.is_success());
    let code = error.code().filter(is_code).map(Cow::Borrowed);
    code.or(status.map(|status| status.as_u16().to_string().into())).unwrap_or(error.kind_name().into())
}
