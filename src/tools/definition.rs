//! Definitions of tools: the argument of `ChatRequest::tools`, their completion and validation.

use crate::error::{Error, Result};
use crate::models::{ChatCompletionsTool, FunctionDefinition};
use crate::schema;
use crate::tools::ToolSet;

/// Argument of [`ChatRequest::tools`](crate::ChatRequest::tools): a reference to a [`ToolSet`], or an array, a `Vec` or
/// another iterator of definitions of functions or tools. This trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the tools of a request",
    label = "neither a `&ToolSet` nor a list of tool definitions",
    note = "borrow a set: `.tools(&tools)`",
    note = "or give a list of `FunctionDefinition` or `ChatCompletionsToolDefinition`, such as an array"
)]
pub trait IntoTools: sealed::Sealed {
    /// Returns the definitions, and their set, if there is one.
    #[doc(hidden)]
    fn into_tools(self) -> (Vec<ChatCompletionsTool>, Option<ToolSet>);
}

impl IntoTools for &ToolSet {
    fn into_tools(self) -> (Vec<ChatCompletionsTool>, Option<ToolSet>) {
        (self.definitions().iter().cloned().map(Into::into).collect(), Some(self.clone()))
    }
}

impl<T: Into<ChatCompletionsTool>, I: IntoIterator<Item = T>> IntoTools for I {
    fn into_tools(self) -> (Vec<ChatCompletionsTool>, Option<ToolSet>) {
        (self.into_iter().map(Into::into).collect(), None)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for &crate::tools::ToolSet {}

    impl<T: Into<crate::models::ChatCompletionsTool>, I: IntoIterator<Item = T>> Sealed for I {}
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
        if let Some(first_error) = error_of(function, names) {
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
    // An empty schema means that there are no arguments.
    if !parameters.is_empty() && parameters.get("type").is_none_or(|kind| kind != "object") {
        return Some(format!("the arguments of `{name}` are not an object; use a type with named fields"));
    }
    let fault = schema::strict_fault(parameters).filter(|_| function.strict == Some(true))?;
    Some(format!(
        "the arguments of `{name}` can't be strict {fault}; name its properties, or define the tool with `strict` set to \
         `Some(false)`"
    ))
}
