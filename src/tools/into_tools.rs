//! The argument of `ChatRequest::tools`.

use crate::models::ChatCompletionsTool;
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
