//! What the model is told of a tool, and what is wrong with it.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use crate::models::{ChatCompletionsToolDefinition, FunctionDefinition};

pub(super) fn of_arguments<A: JsonSchema>(name: String, description: String) -> ChatCompletionsToolDefinition {
    FunctionDefinition::from_type::<A>(name, description).into()
}

/// Makes a definition strict that does not say whether it is.
pub(super) fn make_strict(definition: &mut ChatCompletionsToolDefinition) {
    if definition.function.strict.is_none() {
        definition.function = definition.function.clone().strict();
    }
}

/// Why a function can't be one more tool.
pub(super) fn mistake_of<'a>(
    function: &FunctionDefinition,
    mut names: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let FunctionDefinition { name, parameters, .. } = function;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !matches!(name.len(), 1..=64) || !name.bytes().all(is_name) {
        return Some(format!("{name:?} is no name: 1 to 64 ASCII letters, digits, underscores and dashes are"));
    }
    if names.any(|known| known == name) {
        return Some(format!("there are two tools named `{name}`"));
    }
    (!is_object(parameters)).then(|| format!("the arguments of `{name}` are no object: take a type with named fields"))
}

/// Whether a schema is one of objects. None at all says that there are no arguments.
fn is_object(schema: &Map<String, Value>) -> bool {
    schema.is_empty() || schema.get("type").is_some_and(|kind| kind == "object")
}
