//! Last changes to the body of a chat completion, and what of it can't be sent.

use crate::call::check_number;
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::media;
use crate::models::{
    ChatCompletionsOptions, ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsTool,
    ChatRequestMessage, ChatRequestMessageContent,
};
use crate::schema;
use crate::tools;

/// Completes schemas and refuses what can't be sent, wherever it was set: in the request, or in the client's defaults.
pub(crate) fn sendable(body: &mut ChatCompletionsOptions, _: EndpointKind) -> Result<()> {
    if body.messages.is_empty() {
        return Err(Error::input("messages", "there is none"));
    }
    if body.extra.contains_key("stream") {
        return Err(Error::input("stream", "it can't be set: `send` and `stream` set it themselves"));
    }
    check_parts(body)?;
    numbers(body)?;
    tools::complete(&mut body.tools)?;
    complete_format(body);
    check_tool_choice(body)
}

/// Completes a schema that was written by hand, unless it is strict and so has to be exact.
fn complete_format(body: &mut ChatCompletionsOptions) {
    if let Some(ChatCompletionsResponseFormat::JsonSchema { json_schema, .. }) = &mut body.response_format
        && json_schema.strict != Some(true)
    {
        schema::complete(&mut json_schema.schema);
    }
}

/// Refuses images and recordings that are none.
fn check_parts(body: &ChatCompletionsOptions) -> Result<()> {
    let parts = body.messages.iter().filter_map(|message| match message {
        ChatRequestMessage::User { content: ChatRequestMessageContent::Array(parts), .. } => Some(parts),
        _ => None,
    });
    parts.flatten().try_for_each(media::check_part)
}

/// Refuses the choice of a tool that is not among the tools.
fn check_tool_choice(body: &ChatCompletionsOptions) -> Result<()> {
    let Some(ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(choice)) = &body.tool_choice else {
        return Ok(());
    };
    let name = &choice.function.name;
    if body.tools.is_empty()
        || body.tools.iter().filter_map(ChatCompletionsTool::function).any(|tool| tool.name == *name)
    {
        return Ok(());
    }
    Err(Error::input("tool_choice", format!("there is no tool `{name}`")))
}

/// JSON has no NaN and no infinity: they would go out as null.
pub(super) fn numbers(body: &ChatCompletionsOptions) -> Result<()> {
    check_number("temperature", body.temperature)?;
    check_number("top_p", body.top_p)?;
    check_number("frequency_penalty", body.frequency_penalty)?;
    check_number("presence_penalty", body.presence_penalty)
}
