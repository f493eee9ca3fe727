//! Sends chat requests to the Responses API: converts requests and responses, and selects the API of a call.

mod events;
mod history;
mod parameters;
mod request;
mod response;

use reqwest::Request;

pub(crate) use self::events::error_in;
pub(crate) use self::events::{Conversion, Reader};
use crate::error::{Error, Result};
use crate::models::{ChatCompletions, ChatCompletionsOptions, ChatRequestMessage, OUTPUT_ITEMS};
use crate::raw;
use crate::transport::endpoint::EndpointKind;
use crate::transport::response::ResponseMetadata;
use crate::transport::{self, Api, CallContext, Decoded, Defaults, Source};

/// Whether the endpoint may have the Responses API.
fn may_have_route(kind: EndpointKind) -> bool {
    matches!(kind, EndpointKind::OpenAiV1 | EndpointKind::Other)
}

/// Selects the API of the first attempt.
fn select_api(context: &CallContext, body: &ChatCompletionsOptions) -> Result<()> {
    let mut wire = context.wire();
    if wire.is_decided() {
        return Ok(());
    }
    let options = &context.options;
    let is_refused = || context.transport.refusals.of(body.model.as_deref()).contains(Defaults::CHAT_COMPLETIONS);
    match (options.api, options.needs_responses) {
        (Api::ChatCompletions, Some(name)) => {
            return Err(Error::input(name, "only the Responses API has it; send the request with Api::Responses"));
        }
        (Api::ChatCompletions, None) => wire.begin(Api::ChatCompletions, None),
        (Api::Responses, _) | (Api::Auto, Some(_)) => {
            context.endpoint().check_operation("create_response")?;
            wire.begin(Api::Responses, None);
        }
        (Api::Auto, None) if !may_have_route(context.endpoint().kind) => wire.begin(Api::ChatCompletions, None),
        // A request that only chat completions accept stays there.
        (Api::Auto, None) if is_refused() && request::create_response(body).is_ok() => wire.begin(Api::Responses, None),
        (Api::Auto, None) => wire.begin(Api::ChatCompletions, Some(body.model.clone().unwrap_or_default())),
    }
    Ok(())
}

/// Builds the request of a chat call for the current API of the call.
pub(crate) fn build(context: &CallContext, body: &ChatCompletionsOptions) -> Result<Request> {
    built(context, body, false)
}

/// Builds the request of a streamed chat call.
pub(crate) fn build_stream(context: &CallContext, body: &ChatCompletionsOptions) -> Result<Request> {
    built(context, body, true)
}

fn built(context: &CallContext, body: &ChatCompletionsOptions, is_stream: bool) -> Result<Request> {
    select_api(context, body)?;
    if context.wire().api() == Api::Responses {
        let mut request = request::create_response(body)?;
        request::include_reasoning(&mut context.wire(), &mut request);
        return raw::response_request(context, &request, is_stream);
    }
    let stripped = without_output_items(body);
    let body = stripped.as_ref().unwrap_or(body);
    if is_stream { raw::stream_request(context, body) } else { raw::build_request(context, body) }
}

/// Returns the body without the members that only the Responses API accepts; `None` if it has none.
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
pub(crate) async fn send(context: &CallContext, source: &mut dyn Source) -> Result<Decoded<ChatCompletions>> {
    let response = transport::send(context, source).await?;
    read(context, response)
}

/// Reads a whole response in the form of the API that returned it.
pub(crate) fn read(context: &CallContext, response: ResponseMetadata) -> Result<Decoded<ChatCompletions>> {
    if response.api == Api::Responses { response::read(context, response) } else { raw::read(context, response) }
}
