//! Metrics of operations other than chat completions.

use std::collections::BTreeMap;
use std::time::Duration;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{ToolLimits, ToolSet};
use serde_json::{Value, json};

use super::{Exporter, of_chat, with};
use crate::support::within_seconds;

#[tokio::test]
async fn embeddings_have_a_duration_and_input_tokens() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::embeddings(|text| vec![text.len() as f32]));
    within_seconds(20, service.client().embeddings().input(["a", "b"]).send()).await.unwrap();
    let duration = exporter.only("gen_ai.client.embeddings.duration");
    let of_embeddings = with(of_chat(), json!({"gen_ai.operation.name": "embeddings"}));
    assert_eq!((duration.unit.as_str(), json!(duration.attributes)), ("s", of_embeddings));
    let tokens = exporter.only("gen_ai.client.embeddings.operation.input_tokens");
    assert_eq!((tokens.unit.as_str(), tokens.sum), ("{token}", 2.0));
    assert_eq!(exporter.points().len(), 2);
}

#[tokio::test]
async fn images_have_a_duration() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::images(["bytes"]));
    within_seconds(20, service.client().images("A cat").size("1024x1024").send()).await.unwrap();
    let duration = exporter.only("gen_ai.client.inference.duration");
    assert_eq!(duration.attributes["gen_ai.operation.name"], "generate_content");
}

#[tokio::test]
async fn tool_calls_have_a_duration_with_their_error() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    let calls = [("good", json!({})), ("bad", json!({})), ("slow", json!({})), ("made_up", json!({}))];
    service.reply(Reply::tool_calls(calls)).reply(Reply::text("Done."));
    let tools = ToolSet::new()
        .tool("good", "", |(): ()| async { 1 })
        .try_tool("bad", "", |(): ()| async { Err::<u8, _>("it broke") })
        .tool("slow", "", |(): ()| std::future::pending::<u8>())
        .limits(ToolLimits::default().timeout_per_tool(Duration::from_millis(20)));
    within_seconds(20, service.client().chat().user("Hi").tools(&tools).run()).await.unwrap();
    let points = exporter.points().remove("gen_ai.execute_tool.duration").unwrap();
    let kinds: BTreeMap<&str, Option<&str>> = points
        .iter()
        .map(|point| {
            assert_eq!((point.unit.as_str(), point.count), ("s", 1));
            let error = point.attributes.get("error.type").and_then(Value::as_str);
            (point.attributes["gen_ai.tool.name"].as_str().unwrap(), error)
        })
        .collect();
    // The name of an unknown tool is not recorded, since the model can generate any number of them.
    assert_eq!(kinds, BTreeMap::from([("good", None), ("bad", Some("failed")), ("slow", Some("timeout"))]));
    let slow = points.iter().find(|point| point.attributes["gen_ai.tool.name"] == "slow").unwrap();
    assert!(slow.sum >= 0.02);
}

#[tokio::test]
async fn operations_without_conventions_have_no_metrics() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::json(json!({"data": [{"id": "m-1"}]})));
    within_seconds(20, service.client().models()).await.unwrap();
    assert!(exporter.points().is_empty());
}
