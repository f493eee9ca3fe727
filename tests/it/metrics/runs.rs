//! Metrics of runs with tools.

use azure_inference::testing::{MockService, Reply};
use azure_inference::{RetryPolicy, ToolLimits, ToolSet};
use serde_json::{Value, json};

use super::Exporter;
use crate::support::within_seconds;

fn tools() -> ToolSet {
    ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 })
}

fn two_calls() -> Reply {
    Reply::tool_calls([("roll", json!({})), ("roll", json!({}))])
}

#[tokio::test]
async fn a_run_has_the_metrics_of_an_agent_invocation() {
    let failure = || Reply::error(400, "content_filter", "m");
    for (name, replies, calls, error) in [
        ("a run", vec![two_calls(), Reply::text("Four.")], [2.0, 2.0], None),
        ("a failed run", vec![two_calls(), two_calls(), failure()], [3.0, 4.0], Some("content_filter")),
        ("a run that fails at once", vec![failure()], [1.0, 0.0], Some("content_filter")),
        (
            "a run beyond its limits",
            vec![two_calls(), two_calls(), two_calls(), two_calls()],
            [3.0, 4.0],
            Some("tool_limit"),
        ),
    ] {
        for is_stream in [false, true] {
            let exporter = Exporter::start();
            let service = MockService::start().await;
            replies.iter().for_each(|reply| _ = service.reply(reply.clone()));
            let tools = tools().limits(ToolLimits::default().rounds(3));
            let request = service.client().chat().user("Hi").tools(&tools).retry(RetryPolicy::none());
            let run =
                async { if is_stream { request.run_stream().await?.finish().await } else { request.run().await } };
            assert_eq!(within_seconds(20, run).await.is_err(), error.is_some(), "{name}");
            let duration = exporter.only("gen_ai.invoke_agent.duration");
            assert_eq!((duration.unit.as_str(), duration.count), ("s", 1), "{name}");
            assert_eq!(duration.attributes.get("error.type").and_then(Value::as_str), error, "{name}");
            assert_eq!(duration.attributes["gen_ai.request.model"], "mock-model", "{name}");
            let counted = ["inference_calls", "tool_calls"];
            let counted = counted.map(|metric| exporter.only(&format!("gen_ai.invoke_agent.{metric}")).sum);
            assert_eq!(counted, calls, "{name}");
        }
    }
}

#[tokio::test]
async fn a_dropped_run_has_the_error_cancelled() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(two_calls()).reply(Reply::text("Four."));
    let mut events = service.client().chat().user("Hi").tools(&tools()).run_stream().await.unwrap();
    within_seconds(20, events.next()).await.unwrap().unwrap();
    drop(events);
    assert_eq!(exporter.only("gen_ai.invoke_agent.duration").attributes["error.type"], "cancelled");
}
