//! Tools of an MCP server: `cargo run --example mcp`.
//!
//! The example starts itself as the MCP server, a child process that communicates over stdio, and sends the tools of that
//! server to a model. Uses the service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are
//! not set.

mod support;

use std::error::Error;

use azure_inference::models::{ChatMessageContentItem, FunctionDefinition};
use azure_inference::testing::Reply;
use azure_inference::{ToolOutput, ToolSet};
use rmcp::model::{CallToolRequestParams, CallToolResult, ContentBlock, JsonObject};
use rmcp::service::{Peer, RoleClient};
use rmcp::transport::{TokioChildProcess, stdio};
use rmcp::{ServiceExt, handler::server::wrapper::Parameters, tool, tool_handler, tool_router};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Returns the tools of an MCP server as a set.
async fn tools_of(server: &Peer<RoleClient>) -> Result<ToolSet, rmcp::ServiceError> {
    let mut tools = ToolSet::new();
    for tool in server.list_all_tools().await? {
        // MCP allows dots and slashes in names; the API does not.
        let mut definition = FunctionDefinition::new(tool.name.replace(['.', '/'], "_"));
        definition.description = tool.description.map(Into::into);
        definition.parameters = (*tool.input_schema).clone();
        let server = server.clone();
        tools =
            tools.define(definition, move |arguments: JsonObject| {
                let (server, call) = (server.clone(), CallToolRequestParams::new(tool.name.clone()));
                async move {
                    output(server.call_tool(call.with_arguments(arguments)).await.map_err(|error| error.to_string())?)
                }
            });
    }
    Ok(tools)
}

/// Converts the result of an MCP tool: its text, images and structured content, or its error.
fn output(result: CallToolResult) -> Result<ToolOutput, String> {
    let mut parts = Vec::new();
    for block in &result.content {
        parts.push(match block {
            ContentBlock::Text(text) => ChatMessageContentItem::text(&text.text),
            ContentBlock::Image(image) => {
                ChatMessageContentItem::image_url(format!("data:{};base64,{}", image.mime_type, image.data))
            }
            other => ChatMessageContentItem::text(serde_json::to_string(other).map_err(|error| error.to_string())?),
        });
    }
    let output = match (parts.as_slice(), result.structured_content) {
        ([], Some(value)) => ToolOutput::text(value.to_string()),
        // Every service accepts text; only some accept a list of parts.
        ([ChatMessageContentItem::Text { text, .. }], _) => ToolOutput::text(text),
        _ => ToolOutput::parts(parts),
    };
    if result.is_error == Some(true) { Err(output.to_string()) } else { Ok(output) }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        Weather.serve(stdio()).await?.waiting().await?;
        return Ok(());
    }
    let mut command = tokio::process::Command::new(std::env::current_exe()?);
    command.arg("serve");
    let server = ().serve(TokioChildProcess::new(command)?).await?;
    let tools = tools_of(&server).await?.media_in_user_message();

    let (client, mock) = support::client(Reply::tool_call("weather_now", json!({"city": "Miami"}))).await?;
    if let Some(mock) = &mock {
        mock.reply(Reply::tool_call("weather_now", json!({"city": "Atlantis"})));
        mock.reply(Reply::text("It is sunny in Miami; Atlantis has no weather."));
    }
    let run = client.chat().user("How is the weather in Miami and Atlantis?").tools(&tools).run().await?;
    for message in run.conversation() {
        println!("{}", serde_json::to_string(message)?);
    }
    if mock.is_some() {
        let conversation = serde_json::to_string(run.conversation())?;
        assert!(conversation.contains("sunny in Miami") && conversation.contains("data:image/png"), "{conversation}");
        assert!(conversation.contains("no weather station in Atlantis"), "{conversation}");
    }
    server.cancel().await?;
    Ok(())
}

/// The MCP server.
struct Weather;

#[derive(Deserialize, JsonSchema)]
struct Place {
    /// The name of the city.
    city: String,
}

#[tool_router]
impl Weather {
    #[tool(name = "weather.now", description = "The weather in a city: a text and a picture")]
    async fn now(&self, Parameters(Place { city }): Parameters<Place>) -> CallToolResult {
        if city == "Atlantis" {
            return CallToolResult::error(vec![ContentBlock::text("no weather station in Atlantis")]);
        }
        let picture =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
        let text = ContentBlock::text(format!("sunny in {city}"));
        CallToolResult::success(vec![text, ContentBlock::image(picture, "image/png")])
    }
}

#[tool_handler]
impl rmcp::ServerHandler for Weather {}
