//! The Responses API as a second API behind `chat()`: what is sent there, what comes back, and when a request moves to it.

mod answer;
mod events;
mod history;
mod moving;
mod parameters;
mod request;

use std::str::FromStr;

use reqwest::Request;

pub(crate) use self::events::error_in;
pub(crate) use self::events::{Found, Reader};
pub(crate) use self::history::OUTPUT_ITEMS;
pub(crate) use self::moving::{Wire, is_absent, moving_reason};
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::models::{ChatCompletions, ChatCompletionsOptions, ChatRequestMessage};
use crate::raw;
use crate::response::ResponseInfo;
use crate::transport::{self, Answered, CallContext, Defaults, Source};

/// The API that chat requests are sent to; see [`ClientBuilder::api`](crate::ClientBuilder::api).
///
/// The request, the response, its chunks and its events are the same with both. What differs is in the
/// [guide](crate::guide::responses).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// Chat completions, and the Responses API for models that the service refuses there. The default.
    ///
    /// A request moves to the Responses API if chat completions refuse it with an error that says so, before anything of a
    /// response was yielded. The client remembers the model once the Responses API accepted it. Endpoints that are known to
    /// have no Responses API stay with chat completions.
    #[default]
    Auto,
    /// Chat completions: `POST /chat/completions`.
    ChatCompletions,
    /// The Responses API: `POST /responses`.
    Responses,
}

impl Api {
    /// The name as in `openai.api.type` of the OpenTelemetry conventions.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::ChatCompletions => "chat_completions",
            Self::Responses => "responses",
        }
    }
}

/// Reads `auto`, `chat_completions` or `responses`, as in the environment variable `AZURE_INFERENCE_API`.
impl FromStr for Api {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "auto" => Ok(Self::Auto),
            "chat_completions" | "chat-completions" | "chat" => Ok(Self::ChatCompletions),
            "responses" => Ok(Self::Responses),
            _ => Err(Error::input(
                "api",
                format!("{name:?} is not an API; use `auto`, `chat_completions` or `responses`"),
            )),
        }
    }
}

/// Whether the endpoint may have the Responses API.
fn may_have_route(kind: EndpointKind) -> bool {
    matches!(kind, EndpointKind::OpenAiV1 | EndpointKind::Other)
}

/// Decides which API a request begins with.
fn decide(context: &CallContext, body: &ChatCompletionsOptions) -> Result<()> {
    let wire = context.wire();
    if wire.is_decided() {
        return Ok(());
    }
    let options = context.options();
    let is_refused = || context.refused(body.model.as_deref()).contains(Defaults::CHAT_COMPLETIONS);
    match (options.api, options.needs_responses) {
        (Api::ChatCompletions, Some(name)) => {
            return Err(Error::input(name, "only the Responses API has it; send the request with Api::Responses"));
        }
        (Api::ChatCompletions, None) => wire.begin(Api::ChatCompletions),
        (Api::Responses, _) | (Api::Auto, Some(_)) => {
            context.endpoint().accept_operation("create_response")?;
            wire.begin(Api::Responses);
        }
        (Api::Auto, None) if !may_have_route(context.endpoint().kind) => wire.begin(Api::ChatCompletions),
        // A request with something that only chat completions have stays with them.
        (Api::Auto, None) if is_refused() && request::create_response(body).is_ok() => wire.begin(Api::Responses),
        (Api::Auto, None) => wire.begin_free(body.model.clone()),
    }
    Ok(())
}

/// The request of a chat call as it goes out, to the API that the call is at.
pub(crate) fn build(context: &CallContext, body: &ChatCompletionsOptions) -> Result<Request> {
    built(context, body, false)
}

/// The same for a stream.
pub(crate) fn build_stream(context: &CallContext, body: &ChatCompletionsOptions) -> Result<Request> {
    built(context, body, true)
}

fn built(context: &CallContext, body: &ChatCompletionsOptions, is_stream: bool) -> Result<Request> {
    decide(context, body)?;
    if context.wire().api() == Api::Responses {
        let mut request = request::create_response(body)?;
        context.wire().include_reasoning(&mut request);
        return raw::response_request(context, &request, is_stream);
    }
    let stripped = without_output_items(body);
    let body = stripped.as_ref().unwrap_or(body);
    if is_stream { raw::stream_request(context, body) } else { raw::built_of(context, body) }
}

/// The body without what only the Responses API is sent; `None` if it has no such thing.
fn without_output_items(body: &ChatCompletionsOptions) -> Option<ChatCompletionsOptions> {
    let has_items = |message: &ChatRequestMessage| match message {
        ChatRequestMessage::Assistant { extra, .. } => extra.contains_key(OUTPUT_ITEMS),
        _ => false,
    };
    if !body.messages.iter().any(has_items) {
        return None;
    }
    let mut body = body.clone();
    for message in &mut body.messages {
        if let ChatRequestMessage::Assistant { extra, .. } = message {
            extra.remove(OUTPUT_ITEMS);
        }
    }
    Some(body)
}

/// Sends a chat request that is not streamed.
pub(crate) async fn send(context: &CallContext, source: &mut dyn Source) -> Result<Answered<ChatCompletions>> {
    let response = transport::send(context, source).await?;
    read(context, response)
}

/// Reads a whole response of the API that it came from.
pub(crate) fn read(context: &CallContext, response: ResponseInfo) -> Result<Answered<ChatCompletions>> {
    if response.api == Api::Responses { answer::read(context, response) } else { raw::read(context, response) }
}
