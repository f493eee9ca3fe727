//! The trait `Tool` and the output of tools.

use std::fmt::{self, Display};
use std::future::Future;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::models::{ChatMessageContentItem, ChatRequestMessageContent};

/// A tool with state: a connection, a cache, a configuration. Add it with [`ToolSet::add`](crate::ToolSet::add).
///
/// A tool without state is an async closure; add it with [`ToolSet::tool`](crate::ToolSet::tool).
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
    /// The arguments: a type with named fields, or `()` for none. Doc comments on the fields describe them to the model.
    type Arguments: DeserializeOwned + JsonSchema + Send;

    /// The result: a type that implements `Serialize`, or a [`ToolOutput`].
    type Output: IntoToolOutput;

    /// The error; the model gets its text. A tool that can't fail uses [`Infallible`](std::convert::Infallible).
    type Error: Display;

    /// Returns the name: 1 to 64 ASCII letters, digits, underscores and dashes.
    fn name(&self) -> &str;

    /// Returns the description: what the tool does and when to use it. The model chooses by it.
    fn description(&self) -> &str;

    /// Runs the tool. Dropping the future must stop it; that happens when the run is dropped or the timeout elapses.
    ///
    /// # Errors
    ///
    /// An error that the model gets instead of a result.
    fn call(&self, arguments: Self::Arguments) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// The output of a tool: a text, or a list of parts such as text and images.
///
/// Most tools return a value instead. A text goes to the model as it is, anything else as JSON. Return a `ToolOutput` for
/// a result of several parts, or to choose the text yourself, such as for models that accept only JSON, which a text must be
/// quoted for.
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
    content: ChatRequestMessageContent,
}

impl ToolOutput {
    /// Creates an output of this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: text.into().into() }
    }

    /// Creates an output of these parts. They go into the `tool` message as they are; Azure OpenAI accepts only parts of
    /// text there, unless [`ToolSet::media_in_user_message`](crate::ToolSet::media_in_user_message) is set.
    pub fn parts(parts: impl IntoIterator<Item = ChatMessageContentItem>) -> Self {
        Self { content: parts.into_iter().collect::<Vec<_>>().into() }
    }

    /// Returns the content of the `tool` message.
    pub fn content(&self) -> &ChatRequestMessageContent {
        &self.content
    }

    pub(super) fn into_content(self) -> ChatRequestMessageContent {
        self.content
    }
}

/// The text; several parts as JSON.
impl fmt::Display for ToolOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // By its JSON: a refresh may change the variants of a generated union.
        match serde_json::to_value(&self.content).map_err(|_| fmt::Error)? {
            Value::String(text) => f.write_str(&text),
            parts => write!(f, "{parts}"),
        }
    }
}

/// The result of a tool: a text, which goes to the model as it is, any other value that implements `Serialize`, which goes as
/// JSON, or a [`ToolOutput`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a tool",
    label = "neither serializable nor a `ToolOutput`",
    note = "return a `String`, a type that derives `serde::Serialize`, or a `ToolOutput`",
    note = "if the tool can fail, add it with `ToolSet::try_tool`, which takes functions that return a `Result`"
)]
pub trait IntoToolOutput {
    /// Returns what the model gets.
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
        // A value that serializes as a string is a text for the model too.
        Ok(ToolOutput::text(serde_json::from_str(&json).unwrap_or(json)))
    }
}

// `ToolOutput` must never be `Serialize`: the implementation above would cover it too.
impl IntoToolOutput for ToolOutput {
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error> {
        Ok(self)
    }
}
