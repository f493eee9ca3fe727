//! What a tool is and what it gives.

use std::fmt::Display;
use std::future::Future;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A tool with state of its own: a connection, a cache, a configuration. Added by [`ToolSet::add`](crate::ToolSet::add).
///
/// A tool without state is an async closure given to [`ToolSet::tool`](crate::ToolSet::tool).
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
pub trait Tool: Send + Sync + 'static {
    /// What the model gives: a type with named fields, or `()` for nothing. Doc comments on fields tell the model what they
    /// are.
    type Arguments: DeserializeOwned + JsonSchema;

    /// What the tool gives: anything that serialises, or a [`ToolOutput`].
    type Output: IntoToolOutput;

    /// What can go wrong; its text is told to the model. A tool that can't fail has
    /// [`Infallible`](std::convert::Infallible).
    type Error: Display;

    /// Its name: 1 to 64 ASCII letters, digits, underscores and dashes.
    fn name(&self) -> &str;

    /// What it is for and when to use it. The model chooses by this text.
    fn description(&self) -> &str;

    /// Runs it. Dropping the future must stop it, as it happens when the run is dropped or the time is over.
    ///
    /// # Errors
    ///
    /// Whatever the model should be told instead of a result.
    fn call(&self, arguments: Self::Arguments) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// The output of a tool: the text that goes to the model.
///
/// Most tools return a value instead. A text goes to the model as it is, anything else as JSON. Return a `ToolOutput` to
/// choose the text yourself, such as for models that accept only JSON, which a text must be quoted for.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use azure_inference::{ToolOutput, ToolSet};
/// use serde_json::json;
///
/// let tools = ToolSet::new()
///     .tool("version", "The project's version", |(): ()| async { "1.2" }) // the model gets 1.2
///     .tool("size", "The project's size", |(): ()| async { json!({"files": 3}) }) // the model gets {"files":3}
///     .tool("name", "The project's name", |(): ()| async { ToolOutput::text(r#""x""#) }); // the model gets "x" in quotes
/// # tools.check().unwrap();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolOutput {
    content: String,
}

impl ToolOutput {
    /// Text as it is.
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: text.into() }
    }

    pub(super) fn into_content(self) -> String {
        self.content
    }
}

/// What a tool may return: a text, which goes to the model as it is, any other value that serialises, which goes as JSON, or
/// a [`ToolOutput`].
pub trait IntoToolOutput {
    /// The text that the model gets.
    ///
    /// # Errors
    ///
    /// If the value does not serialise as JSON.
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error>;
}

impl<T: Serialize> IntoToolOutput for T {
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error> {
        let json = serde_json::to_string(&self)?;
        // What serialises as a text is one to the model too.
        Ok(ToolOutput::text(serde_json::from_str(&json).unwrap_or(json)))
    }
}

// `ToolOutput` must never be `Serialize`: the implementation above would be one for it too.
impl IntoToolOutput for ToolOutput {
    fn into_tool_output(self) -> Result<ToolOutput, serde_json::Error> {
        Ok(self)
    }
}
