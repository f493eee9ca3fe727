//! Tools: functions of the caller that the model can call.

pub(crate) mod call;
mod definition;
mod hooks;
mod limits;
mod tool;

use std::convert::Infallible;
use std::fmt::{self, Display};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::models::{
    self, ChatCompletionsToolCall, ChatCompletionsToolDefinition, ChatRequestMessage, FunctionDefinition,
};
use call::{Function, Hook, Scope};
pub use definition::IntoTools;
pub(crate) use definition::complete;
pub use hooks::{CallDecision, FinishedCall, PendingCall, ToolFailure};
pub use limits::ToolLimits;
pub use tool::{IntoToolOutput, Tool, ToolOutput};

/// Set of tools that the model can call, with the functions that run them.
///
/// A tool has a name, a description by which the model chooses it, and an async closure. The closure takes one argument: a
/// type that derives serde's `Deserialize` and schemars' `JsonSchema` (add `serde` and `schemars = "1"` to your
/// `Cargo.toml`). Doc comments on its fields become descriptions for the model. The closure returns any type that implements
/// `Serialize`.
///
/// [`ChatRequest::run`](crate::ChatRequest::run) sends the request, executes the tool calls of the model and sends their results,
/// until the model returns a response without calls; [`call`](Self::call) executes a single call. When a call fails, the model
/// gets the error and can correct itself.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::ToolSet;
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Deserialize, JsonSchema)]
/// struct Route {
///     /// The departure city.
///     origin_city: String,
///     /// The destination city.
///     destination_city: String,
/// }
///
/// #[derive(Serialize)]
/// struct Flight {
///     airline: String,
///     departure: String,
/// }
///
/// let tools = ToolSet::new().tool("get_flight_info", "The next flight between two cities", |route: Route| async move {
///     Flight { airline: format!("{} Air", route.origin_city), departure: "18:25".into() }
/// });
/// let run = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools).run().await?;
/// println!("{}", run.text());
/// # Ok(())
/// # }
/// ```
///
/// A set is cheap to clone. Its first validation error (an invalid name, two tools with the same name, arguments that are not
/// an object) is returned by [`check`](Self::check) and by every request with the set, before anything is sent.
#[derive(Clone, Default)]
#[must_use = "a set of tools does nothing until it is passed to a request"]
#[doc(alias("function_calling", "functions", "ToolRegistry", "Toolbox"))]
pub struct ToolSet(pub(crate) Arc<Inner>);

#[derive(Clone, Default)]
pub(crate) struct Inner {
    definitions: Vec<ChatCompletionsToolDefinition>,
    /// One for each definition.
    functions: Vec<Function>,
    pub(crate) before: Option<Hook<PendingCall>>,
    pub(crate) after: Option<Hook<FinishedCall>>,
    pub(crate) limits: ToolLimits,
    is_strict: bool,
    pub(crate) moves_media: bool,
    /// The first validation error.
    first_error: Option<String>,
}

impl ToolSet {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tool that can't fail: an async closure or function of one argument.
    ///
    /// A tool without arguments takes `()`.
    ///
    /// ```
    /// use azure_inference::ToolSet;
    ///
    /// let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
    /// # tools.check()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    ///
    /// Use [`try_tool`](Self::try_tool) for a function that returns a `Result`: here it does not compile, or is an error of
    /// [`check`](Self::check) if both types of the `Result` implement `Serialize`. A result that does not implement
    /// `Serialize` does not compile either:
    ///
    /// ```compile_fail,E0277
    /// # use azure_inference::ToolSet;
    /// // error[E0277]: `Result<String, std::io::Error>` cannot be the result of a tool
    /// // = note: if the tool can fail, add it with `ToolSet::try_tool`, which takes functions that return a `Result`
    /// let tools = ToolSet::new().tool("notes", "Reads the notes", |(): ()| async { std::fs::read_to_string("notes.md") });
    /// ```
    pub fn tool<A, R, F, Fut>(mut self, name: impl Into<String>, description: impl Into<String>, run: F) -> Self
    where
        A: DeserializeOwned + JsonSchema,
        R: IntoToolOutput,
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = R> + Send + 'static,
    {
        let name = name.into();
        // A trait bound can't exclude it: a `Result` of serializable types implements `Serialize`.
        if std::any::type_name::<R>().starts_with("core::result::Result<") {
            let error = format!("the tool `{name}` returns a `Result`; add it with `try_tool`");
            Arc::make_mut(&mut self.0).first_error.get_or_insert(error);
        }
        self.try_tool(name, description, move |arguments: A| {
            let running = run(arguments);
            async move { Ok::<R, Infallible>(running.await) }
        })
    }

    /// Adds a tool that can fail: an async closure or function of one argument that returns a `Result`. The model gets the
    /// text of the error.
    ///
    /// ```
    /// use azure_inference::ToolSet;
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct File {
    ///     path: String,
    /// }
    ///
    /// async fn size(file: File) -> std::io::Result<u64> {
    ///     Ok(std::fs::metadata(file.path)?.len())
    /// }
    ///
    /// let tools = ToolSet::new().try_tool("file_size", "A file's size in bytes", size);
    /// # tools.check()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn try_tool<A, R, E, F, Fut>(self, name: impl Into<String>, description: impl Into<String>, run: F) -> Self
    where
        A: DeserializeOwned + JsonSchema,
        R: IntoToolOutput,
        E: Display,
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, E>> + Send + 'static,
    {
        self.define(FunctionDefinition::from_type::<A>(name, description), run)
    }

    /// Adds a tool with state: a type that implements [`Tool`].
    #[expect(clippy::should_implement_trait, reason = "it adds a tool, not a number")]
    pub fn add<T: Tool>(self, tool: T) -> Self {
        let definition = FunctionDefinition::from_type::<T::Arguments>(tool.name(), tool.description());
        let tool = Arc::new(tool);
        self.define(definition, move |arguments| {
            let tool = Arc::clone(&tool);
            async move { tool.call(arguments).await }
        })
    }

    /// Adds a tool with its definition, which is written by hand or only known at run time, such as that of an MCP server. The
    /// arguments can be a [`serde_json::Value`].
    ///
    /// The schema is completed where services would reject it: objects get `properties`, arrays get `items`, and a union at
    /// the root becomes one object.
    ///
    /// ```
    /// use azure_inference::ToolSet;
    /// use azure_inference::models::FunctionDefinition;
    /// use serde_json::{Value, json};
    ///
    /// let schema = json!({"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]});
    /// let mut definition = FunctionDefinition::new("shout");
    /// definition.description = Some("Puts a text in capitals".into());
    /// definition.parameters = schema.as_object().cloned().unwrap_or_default();
    /// let tools = ToolSet::new().define(definition, |arguments: Value| async move {
    ///     arguments["text"].as_str().map(str::to_uppercase).ok_or("there is no text")
    /// });
    /// # tools.check()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn define<A, R, E, F, Fut>(self, definition: impl Into<ChatCompletionsToolDefinition>, run: F) -> Self
    where
        A: DeserializeOwned,
        R: IntoToolOutput,
        E: Display,
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, E>> + Send + 'static,
    {
        self.insert(definition.into(), Function::new(run))
    }

    /// Sets the timeout of a tool that has been added before, instead of [`ToolLimits::timeout_per_tool`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use azure_inference::ToolSet;
    ///
    /// let tools = ToolSet::new()
    ///     .tool("roll", "Rolls a die", |(): ()| async { 4 })
    ///     .timeout("roll", Duration::from_secs(1));
    /// # tools.check()?;
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    pub fn timeout(mut self, name: &str, timeout: Duration) -> Self {
        let place = self.names().position(|known| known == name);
        let inner = Arc::make_mut(&mut self.0);
        match place.and_then(|place| inner.functions.get_mut(place)) {
            Some(function) => function.timeout = Some(timeout),
            None => {
                let error = format!("there is no tool `{name}` to set a timeout for; add the tool first");
                inner.first_error.get_or_insert(error);
            }
        }
        self
    }

    /// Moves images and audio of the results of a run to a user message after them, since OpenAI models reject them in tool
    /// messages. Text parts stay. Mistral's service rejects a user message there.
    pub fn media_in_user_message(mut self) -> Self {
        Arc::make_mut(&mut self.0).moves_media = true;
        self
    }

    /// Makes every tool of the set strict, including tools that are added later: with services that support strict mode, the
    /// model can only generate arguments that follow the schema. A definition that sets `strict` itself is left unchanged.
    ///
    /// [`FunctionDefinition::strict`](crate::models::FunctionDefinition::strict) describes how the schemas change. Maps are
    /// requested as lists of entries and converted back for the tool. Arguments that can't be strict, such as any JSON, are
    /// an error of [`check`](Self::check) that names the path. Some services require
    /// [`parallel_tool_calls(false)`](crate::ChatRequest::parallel_tool_calls) with strict tools.
    ///
    /// ```
    /// # #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// # struct Search { text: String, limit: Option<i64> }
    /// use azure_inference::ToolSet;
    ///
    /// let tools = ToolSet::new().strict().tool("search", "Searches the shop", |search: Search| async move { search.text });
    /// let function = &tools.definitions()[0].function;
    /// assert_eq!(function.strict, Some(true));
    /// assert_eq!(function.parameters["additionalProperties"], false);
    /// ```
    pub fn strict(mut self) -> Self {
        let inner = Arc::make_mut(&mut self.0);
        inner.is_strict = true;
        for ChatCompletionsToolDefinition { function, .. } in &mut inner.definitions {
            definition::prepare(function, true);
            inner.first_error = inner.first_error.take().or_else(|| definition::error_of(function, std::iter::empty()));
        }
        self
    }

    /// Sets the limits of a run: rounds, calls, tokens, and the timeout of each call.
    pub fn limits(mut self, limits: ToolLimits) -> Self {
        Arc::make_mut(&mut self.0).limits = limits;
        self
    }

    /// Returns the definitions of the tools, which are sent to the model.
    pub fn definitions(&self) -> &[ChatCompletionsToolDefinition] {
        &self.0.definitions
    }

    /// Validates the set.
    ///
    /// # Errors
    ///
    /// Returns the first validation error: a name that is not 1 to 64 ASCII letters, digits, underscores and dashes, two tools
    /// with the same name, or arguments that are not an object or, for a strict tool, can't be strict.
    ///
    /// ```
    /// use azure_inference::ToolSet;
    ///
    /// let error = ToolSet::new().tool("roll a die", "Rolls a die", |(): ()| async { 4 }).check().unwrap_err();
    /// assert!(error.is_input());
    /// ```
    pub fn check(&self) -> Result<()> {
        self.0.first_error.as_ref().map_or(Ok(()), |reason| Err(Error::input("tools", reason)))
    }

    /// Executes a tool call of the model and returns the tool message with its result.
    ///
    /// If the call fails (an unknown tool, invalid arguments, an error, a timeout, a rejection by a hook), the message has the
    /// error as JSON with the member `error`. Outside a run, a hook that returns `Stop` rejects the call.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, tools: azure_inference::ToolSet) -> azure_inference::Result<()> {
    /// use azure_inference::Conversation;
    ///
    /// let mut conversation = Conversation::new();
    /// conversation.user("When is the next flight from Miami to Seattle?");
    /// let response = client.chat().messages(&conversation).tools(&tools).send().await?;
    /// conversation.push(&response);
    /// for call in response.tool_calls() {
    ///     conversation.push(tools.call(call).await);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call(&self, call: &ChatCompletionsToolCall) -> ChatRequestMessage {
        let outcome = match call::begin(self.clone(), call.clone(), Scope::default()).await {
            Ok((_, running)) => running.await,
            Err(outcome) => outcome,
        };
        models::tool_result(call.id(), outcome.output.content)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.definitions.iter().map(|definition| definition.function.name.as_str())
    }

    /// Returns the definition and the function of a tool.
    fn find(&self, name: &str) -> Option<(&FunctionDefinition, &Function)> {
        let definitions = self.0.definitions.iter().map(|definition| &definition.function);
        definitions.zip(&self.0.functions).find(|(definition, _)| definition.name == name)
    }

    fn insert(mut self, mut definition: ChatCompletionsToolDefinition, function: Function) -> Self {
        definition::prepare(&mut definition.function, self.0.is_strict);
        let error = definition::error_of(&definition.function, self.names());
        let inner = Arc::make_mut(&mut self.0);
        match error {
            Some(error) => _ = inner.first_error.get_or_insert(error),
            None => {
                inner.definitions.push(definition);
                inner.functions.push(function);
            }
        }
        self
    }
}

impl fmt::Debug for ToolSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ToolSet")
            .field("names", &self.names().collect::<Vec<_>>())
            .field("limits", &self.0.limits)
            .field("first_error", &self.0.first_error)
            .finish_non_exhaustive()
    }
}
