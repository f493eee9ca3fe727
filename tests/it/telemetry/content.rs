//! Content in spans, which is recorded only if the client enables it.

use azure_inference::ToolSet;
use azure_inference::models::ChatMessageContentItem;
use azure_inference::testing::{MockService, Reply};
use serde_json::{Value, json};

use super::operations::City;
use super::{COMPLETION, Exporter, attributes};
use crate::support::{FaultServer, reply, within_seconds};

#[tokio::test]
async fn messages_are_recorded() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[], COMPLETION)]).await;
    let client = server.builder().record_content().build().unwrap();
    within_seconds(20, client.chat().system("s").user("the prompt").send()).await.unwrap();
    let attributes = attributes(&exporter.only());
    let json = |name: &str| serde_json::from_str::<Value>(attributes[name].as_str().unwrap()).unwrap();
    let text = |text| json!([{"type": "text", "content": text}]);
    let system = json!({"role": "system", "parts": text("s")});
    assert_eq!(json("gen_ai.input.messages"), json!([system, {"role": "user", "parts": text("the prompt")}]));
    let response = json!([{"role": "assistant", "parts": text("the response")}]);
    assert_eq!(json("gen_ai.output.messages"), response);
}

/// Runs a request with an image and a tool, and returns the attributes of its spans.
async fn spans_of_run(records_content: bool) -> Vec<std::collections::BTreeMap<String, Value>> {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::tool_call("weather", json!({"city": "Rome"})));
    service.reply(Reply::text("Sunny.").reasoning("It is June."));
    let builder = service.client_builder().model("m");
    let client = if records_content { builder.record_content() } else { builder }.build().unwrap();
    let tools = ToolSet::new()
        .tool("weather", "The weather in a city", |city: City| async move { json!({"in": city.city, "sky": "clear"}) });
    let image = ChatMessageContentItem::image_url("https://example.com/rome.png");
    within_seconds(20, client.chat().user([image]).tools(&tools).run()).await.unwrap();
    exporter.ended().iter().map(attributes).collect()
}

#[tokio::test]
async fn tools_and_media_are_not_recorded_by_default() {
    let spans = spans_of_run(false).await;
    assert_eq!(spans[1]["gen_ai.tool.description"], "The weather in a city");
    let all = json!(spans).to_string();
    assert!(!all.contains("Rome") && !all.contains("rome.png") && !all.contains("properties"), "{all}");
}

#[tokio::test]
async fn tools_and_media_are_recorded() {
    let spans = spans_of_run(true).await;
    let json = |span: usize, name: &str| serde_json::from_str::<Value>(spans[span][name].as_str().unwrap()).unwrap();
    assert_eq!(spans[1]["gen_ai.tool.description"], "The weather in a city");
    let definition = &json(0, "gen_ai.tool.definitions")[0];
    assert_eq!((&definition["type"], &definition["name"]), (&json!("function"), &json!("weather")));
    assert_eq!(definition["parameters"]["properties"]["city"]["type"], "string");
    let uri = json!({"type": "uri", "modality": "image", "uri": "https://example.com/rome.png"});
    assert_eq!(json(0, "gen_ai.input.messages"), json!([{"role": "user", "parts": [uri]}]));
    assert_eq!(json(1, "gen_ai.tool.call.arguments"), json!({"city": "Rome"}));
    assert_eq!(json(1, "gen_ai.tool.call.result"), json!({"in": "Rome", "sky": "clear"}));
    let parts = json!([{"type": "reasoning", "content": "It is June."}, {"type": "text", "content": "Sunny."}]);
    assert_eq!(json(2, "gen_ai.output.messages"), json!([{"role": "assistant", "parts": parts}]));
}
