//! The `Tool` trait and the output of tools.

use std::fmt::{self, Display};
use std::future::Future;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::models::{ChatMessageContentItem, ChatRequestMessageContent};

/// Tool with state, such as a connection, a cache or a configuration. Add it with [`ToolSet::add`](crate::ToolSet::add).
///
/// For a tool without state, pass an async closure to [`ToolSet::tool`](crate::ToolSet::tool).
///
/// ```
/// use std::collections::HashMap;
/// use azure_inference::{Tool, ToolSet};
/// use schemars::JsonSchema;
/// use serde::Deserialize;
///
/// struct Timetable {
///     departures: HashMap<String, String>,
/// }
///
/// #[derive(Deserialize, JsonSchema)]
/// struct Station {
///     /// The name of the station's city.
///     city: String,
/// }
///
/// impl Tool for Timetable {
///     type Arguments = Station;
///     type Output = String;
///     type Error = String;
///
///     fn name(&self) -> &str {
///         "next_train"
///     }
///
///     fn description(&self) -> &str {
///         "When the next train leaves from a city"
///     }
///
///     async fn call(&self, station: Station) -> Result<String, String> {
///         self.departures.get(&station.city).cloned().ok_or_else(|| format!("no trains from {}", station.city))
///     }
/// }
///
/// let timetable = Timetable { departures: HashMap::from([("Miami".into(), "18:25".into())]) };
/// let tools = ToolSet::new().add(timetable);
/// # tools.check()?;
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `Tool`",
    label = "does not implement `Tool`",
    note = "implement `Tool` for a type with state; add a closure or an async function with `ToolSet::tool` or `ToolSet::try_tool`"
)]
pub trait Tool: Send + Sync + 'static {
    /// The type of the arguments: a struct with named fields, or `()` for no arguments. Doc comments on fields become
    /// descriptions for the model.
    type Arguments: DeserializeOwned + JsonSchema + Send;

    /// The type of the result: any type that implements `Serialize`, or a [`ToolOutput`].
    type Output: IntoToolOutput;

    /// The type of the error, whose text is sent to the model. Use [`Infallible`](std::convert::Infallible) for a tool that
    /// can't fail.
    type Error: Display;

    /// Returns the name: 1 to 64 ASCII letters, digits, underscores and dashes.
    fn name(&self) -> &str;

    /// Returns the description: what the tool does and when to use it. The model uses it to choose a tool.
    fn description(&self) -> &str;

    /// Runs the tool. Dropping the future must cancel it, which happens when the run is dropped or the timeout elapses.
    ///
    /// # Errors
    ///
    /// Any error that the model should get instead of a result.
    fn call(&self, arguments: Self::Arguments) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// Output of a tool: text, or a list of content parts such as text and images.
///
/// Most tools return a value instead: a string is sent to the model unchanged, any other value as JSON. Return a `ToolOutput`
/// for a list of content parts, or to control the text, such as to quote a string for models that only accept JSON.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use azure_inference::models::ChatMessageContentItem;
/// use azure_inference::{ToolOutput, ToolSet};
/// use serde_json::json;
///
/// let tools = ToolSet::new()
///     .tool("version", "The project's version", |(): ()| async { "1.2" }) // the model gets 1.2
///     .tool("size", "The project's size", |(): ()| async { json!({"files": 3}) }) // the model gets {"files":3}
///     .tool("name", "The project's name", |(): ()| async { ToolOutput::text(r#""x""#) }) // the model gets "x" in quotes
///     .tool("logo", "The project's logo", |(): ()| async {
///         let image = ChatMessageContentItem::image_url("https://example.com/logo.png");
///         ToolOutput::parts([ChatMessageContentItem::text("The logo:"), image])
///     });
/// # tools.check().unwrap();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ToolOutput {
    pub(crate) content: ChatRequestMessageContent,
}

impl ToolOutput {
    /// Creates a text output.
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: text.into().into() }
    }

    /// Creates an output of several content parts for the tool message. Azure OpenAI only accepts text parts there; for other
    /// parts set [`ToolSet::media_in_user_message`](crate::ToolSet::media_in_user_message).
    pub fn parts(parts: impl IntoIterator<Item = ChatMessageContentItem>) -> Self {
        Self { content: parts.into_iter().collect::<Vec<_>>().into() }
    }

    /// Returns the content of the `tool` message.
    pub fn content(&self) -> &ChatRequestMessageContent {
        &self.content
    }
}

/// Formats the text; several content parts as JSON.
impl fmt::Display for ToolOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Converts through JSON, since the variants of a generated union may change with the OpenAPI document.
        match serde_json::to_value(&self.content).map_err(|_| fmt::Error)? {
            Value::String(text) => f.write_str(&text),
            parts => write!(f, "{parts}"),
        }
    }
}

/// Return type of a tool: a string, which is sent to the model unchanged, any other type that implements `Serialize`, which is
/// sent as JSON, or a [`ToolOutput`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a tool",
    label = "neither serializable nor a `ToolOutput`",
    note = "return a `String`, a type that derives `serde::Serialize`, or a `ToolOutput`",
    note = "if the tool can fail, add it with `ToolSet::try_tool`, which takes functions that return a `Result`"
)]
pub trait IntoToolOutput {
    /// Converts the value into the output for the model.
    ///
    /// # Errors
    ///
    /// If the value can't be serialized as JSON.
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IntoToolOutput for T {
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error> {
        let json = serde_json::to_string(&self)?;
        // A value that serializes as a string is sent without quotes.
        Ok(ToolOutput::text(serde_json::from_str(&json).unwrap_or(json)))
    }
}

// `ToolOutput` must never be `Serialize`: the implementation above would cover it too.
impl IntoToolOutput for ToolOutput {
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error> {
        Ok(self)
    }
}
