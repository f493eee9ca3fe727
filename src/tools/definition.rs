//! Creates, completes and validates definitions of tools.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::models::{ChatCompletionsTool, ChatCompletionsToolDefinition, FunctionDefinition};
use crate::schema;

pub(crate) fn of_arguments<A: JsonSchema>(name: String, description: String) -> ChatCompletionsToolDefinition {
    FunctionDefinition::from_type::<A>(name, description).into()
}

/// Completes the schemas of a request's functions, and rejects functions that services reject. Tools of other types are left
/// unchanged.
pub(crate) fn complete(tools: &mut [ChatCompletionsTool]) -> Result<()> {
    for place in 0..tools.len() {
        let (before, rest) = tools.split_at_mut(place);
        let ChatCompletionsTool::ChatCompletionsToolDefinition(tool) = &mut rest[0] else { continue };
        let function = &mut tool.function;
        schema::complete_arguments(&mut function.parameters);
        let names = before.iter().filter_map(ChatCompletionsTool::function).map(|tool| tool.name.as_str());
        if let Some(first_error) = error_of(function, names).or_else(|| strict_error_of(function)) {
            return Err(Error::input("tools", first_error));
        }
    }
    Ok(())
}

/// Completes the schema of a tool of a set, and makes it strict if the set is strict, unless it sets `strict` itself. Maps of
/// a strict schema become lists of entries, which the crate converts back.
pub(crate) fn prepare(function: &mut FunctionDefinition, is_strict: bool) {
    schema::complete_arguments(&mut function.parameters);
    if is_strict && function.strict.is_none() {
        *function = function.clone().strict();
    }
    if function.strict == Some(true) {
        schema::make_maps_strict(&mut function.parameters);
    }
}

/// Returns the validation error of a function that is added to these names.
pub(crate) fn error_of<'a>(function: &FunctionDefinition, mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let FunctionDefinition { name, parameters, .. } = function;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !matches!(name.len(), 1..=64) || !name.bytes().all(is_name) {
        return Some(format!(
            "{name:?} is not a valid tool name; use 1 to 64 ASCII letters, digits, underscores and dashes"
        ));
    }
    if names.any(|known| known == name) {
        return Some(format!("there are two tools named `{name}`"));
    }
    (!is_object(parameters))
        .then(|| format!("the arguments of `{name}` are not an object; use a type with named fields"))
}

/// Returns the validation error of a strict function whose arguments can't be strict.
pub(crate) fn strict_error_of(function: &FunctionDefinition) -> Option<String> {
    let FunctionDefinition { name, parameters, .. } = function;
    let fault = schema::strict_fault(parameters).filter(|_| function.strict == Some(true))?;
    Some(format!(
        "the arguments of `{name}` can't be strict {fault}; name its properties, or define the tool with `strict` set to \
         `Some(false)`"
    ))
}

/// Whether a schema is that of an object. An empty schema means that there are no arguments.
fn is_object(schema: &Map<String, Value>) -> bool {
    schema.is_empty() || schema.get("type").is_some_and(|kind| kind == "object")
}
