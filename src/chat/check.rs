//! Validation of the body of a chat completion.

use crate::client::call::check_number;
use crate::error::{Error, Result};
use crate::models::{
    ChatCompletionsOptions, ChatCompletionsOptionsToolChoice, ChatCompletionsResponseFormat, ChatCompletionsTool,
    ChatRequestMessage, ChatRequestMessageContent,
};
use crate::schema;
use crate::tools;
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;

/// Completes the schemas of a body and validates it. Runs on the final body, which includes the client's defaults.
pub(super) fn validate(body: &mut ChatCompletionsOptions, _: EndpointKind) -> Result<()> {
    if body.messages.is_empty() {
        return Err(Error::input("messages", "the list is empty; add a message with `user` or `messages`"));
    }
    if body.extra.contains_key("stream") {
        return Err(Error::input("stream", "it can't be set as an extra parameter; call `send` or `stream` instead"));
    }
    let parts = body.messages.iter().filter_map(|message| match message {
        ChatRequestMessage::User { content: ChatRequestMessageContent::Array(parts), .. } => Some(parts),
        _ => None,
    });
    parts.flatten().try_for_each(media::check_part)?;
    check_numbers(body)?;
    tools::complete(&mut body.tools)?;
    // A strict schema is sent as written: completing it would allow more than the caller does.
    if let Some(ChatCompletionsResponseFormat::JsonSchema { json_schema, .. }) = &mut body.response_format
        && json_schema.strict != Some(true)
    {
        schema::complete(&mut json_schema.schema);
    }
    check_tool_choice(body)
}

/// Rejects a `tool_choice` that names a tool which is not among the tools.
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

/// Rejects NaN and infinity, which would be serialized as null.
pub(super) fn check_numbers(body: &ChatCompletionsOptions) -> Result<()> {
    check_number("temperature", body.temperature)?;
    check_number("top_p", body.top_p)?;
    check_number("frequency_penalty", body.frequency_penalty)?;
    check_number("presence_penalty", body.presence_penalty)
}
