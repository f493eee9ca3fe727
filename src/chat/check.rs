//! What of a chat completion can't be sent.

use serde_json::Map;

use crate::error::{Error, Result};
use crate::models::{ChatCompletionsOptions, ChatCompletionsOptionsToolChoice};

/// Refuses what can't be sent, wherever it was set: in the request, or in the client's defaults.
pub(super) fn sendable(body: &ChatCompletionsOptions) -> Result<()> {
    if body.messages.is_empty() {
        return Err(Error::input("messages", "there is none"));
    }
    if body.extra.contains_key("stream") {
        return Err(Error::input("stream", "it can't be set: `send` and `stream` set it themselves"));
    }
    check_numbers(body)?;
    check_tool_choice(body)?;
    check_clashes(body)
}

/// Refuses the choice of a tool that is not among the tools.
fn check_tool_choice(body: &ChatCompletionsOptions) -> Result<()> {
    let Some(ChatCompletionsOptionsToolChoice::ChatCompletionsNamedToolChoice(choice)) = &body.tool_choice else {
        return Ok(());
    };
    let name = &choice.function.name;
    if body.tools.is_empty() || body.tools.iter().any(|tool| tool.function.name == *name) {
        return Ok(());
    }
    Err(Error::input("tool_choice", format!("there is no tool `{name}`")))
}

/// JSON has no NaN and no infinity: they would go out as null.
fn check_numbers(body: &ChatCompletionsOptions) -> Result<()> {
    let numbers = [
        ("temperature", body.temperature),
        ("top_p", body.top_p),
        ("frequency_penalty", body.frequency_penalty),
        ("presence_penalty", body.presence_penalty),
    ];
    for (field, number) in numbers {
        if let Some(number) = number.filter(|number| !number.is_finite()) {
            return Err(Error::input(field, format!("{number} is not a number that JSON can carry")));
        }
    }
    Ok(())
}

/// The body without one field, by its name on the wire.
pub(super) fn without(body: &ChatCompletionsOptions, name: &str) -> Result<ChatCompletionsOptions> {
    check_numbers(body)?;
    let fault = |error: serde_json::Error| Error::input(name, error.to_string());
    let mut json = serde_json::to_value(body).map_err(fault)?;
    if let Some(members) = json.as_object_mut() {
        members.remove(name);
    }
    serde_json::from_value(json).map_err(fault)
}

/// Whether the body sets what the document does not know: fields marked in the overlay, or the caller's own.
pub(super) fn has_extras(body: &ChatCompletionsOptions) -> bool {
    !body.extra.is_empty() || body.sets_marked_extras()
}

/// Refuses an extra whose name a typed field sets too: the body would have it twice.
fn check_clashes(body: &ChatCompletionsOptions) -> Result<()> {
    if body.extra.is_empty() {
        return Ok(());
    }
    if body.extra.contains_key("") {
        return Err(Error::input("extra", "it has no name"));
    }
    let typed = ChatCompletionsOptions { extra: Map::new(), ..body.clone() };
    let typed = serde_json::to_value(typed).map_err(|error| Error::input("extra", error.to_string()))?;
    match body.extra.keys().find(|name| typed.get(name).is_some()) {
        Some(name) => Err(Error::input(name, "it is set twice, by its own method and as an extra")),
        None => Ok(()),
    }
}
