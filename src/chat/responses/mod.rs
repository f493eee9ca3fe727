//! Sends chat requests to the Responses API: converts requests and responses, and selects the API of a call.

mod events;
mod history;
mod item;
mod parameters;
mod request;
mod response;

use std::borrow::Cow;

use reqwest::Request;

pub(crate) use self::events::error_in;
pub(crate) use self::events::{Conversion, Reader};
use crate::error::{Error, Result};
use crate::models::{ChatCompletions, ChatCompletionsOptions, ChatRequestMessage, OUTPUT_ITEMS};
use crate::raw;
use crate::transport::endpoint::EndpointKind;
use crate::transport::response::ResponseMetadata;
use crate::transport::{Api, CallContext, Decoded, Defaults};

/// Selects the API of the first attempt.
fn select_api(context: &CallContext, body: &ChatCompletionsOptions) -> Result<()> {
    let mut wire = context.wire();
    if wire.is_decided() {
        return Ok(());
    }
    let options = &context.options;
    let may_have_responses = matches!(context.endpoint().kind, EndpointKind::OpenAiV1 | EndpointKind::Other);
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
        (Api::Auto, None) if !may_have_responses => wire.begin(Api::ChatCompletions, None),
        // A request that only chat completions accept stays there.
        (Api::Auto, None) if is_refused() && request::create_response(body).is_ok() => wire.begin(Api::Responses, None),
        (Api::Auto, None) => wire.begin(Api::ChatCompletions, Some(body.model.clone().unwrap_or_default())),
    }
    Ok(())
}

/// Builds the request of a chat call for the current API of the call.
pub(crate) fn build<const IS_STREAM: bool>(context: &CallContext, body: &ChatCompletionsOptions) -> Result<Request> {
    select_api(context, body)?;
    if context.wire().api() == Api::Responses {
        let mut request = request::create_response(body)?;
        request::include_reasoning(&mut context.wire(), &mut request);
        return raw::response_request(context, &request, IS_STREAM);
    }
    let body = &*without_output_items(body);
    if IS_STREAM { raw::stream_request(context, body) } else { raw::build_request(context, body) }
}

/// Returns the body without the members that only the Responses API accepts.
fn without_output_items(body: &ChatCompletionsOptions) -> Cow<'_, ChatCompletionsOptions> {
    let has_items = |message: &ChatRequestMessage| match message {
        ChatRequestMessage::Assistant { extra, .. } => extra.contains_key(OUTPUT_ITEMS),
        _ => false,
    };
    let mut body = Cow::Borrowed(body);
    if body.messages.iter().any(has_items) {
        for message in &mut body.to_mut().messages {
            if let ChatRequestMessage::Assistant { extra, .. } = message {
                extra.remove(OUTPUT_ITEMS);
            }
        }
    }
    body
}

/// Reads a whole response in the form of the API that returned it.
pub(crate) fn read(context: &CallContext, response: ResponseMetadata) -> Result<Decoded<ChatCompletions>> {
    if response.api == Api::Responses { response::read(context, response) } else { raw::read(context, response) }
}
