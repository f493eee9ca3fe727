//! Spans of operations other than chat completions.

use azure_inference::ToolSet;
use azure_inference::http::Method;
use azure_inference::testing::{MockService, Reply};
use opentelemetry::trace::{SpanKind, Status};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{Exporter, assert_attributes, attributes, events};
use crate::support::{FaultServer, reply, within_seconds};

#[derive(Deserialize, JsonSchema)]
pub(super) struct City {
    pub(super) city: String,
}

#[tokio::test]
async fn embeddings_images_and_models_have_spans() {
    let exporter = Exporter::start();
    let vectors = r#"{"model":"e-1","data":[{"index":0,"embedding":[1.0]},{"index":1,"embedding":[1.0]}],"usage":{"prompt_tokens":4}}"#;
    let images = r#"{"data":[{"b64_json":"AAAA"}]}"#;
    let models = r#"{"data":[{"id":"m-1"}]}"#;
    let wrong_index = r#"{"data":[{"index":7,"embedding":[1.0]}]}"#;
    let server = FaultServer::start([vectors, images, models, wrong_index].map(|body| reply(200, &[], body))).await;
    let client = server.client();
    within_seconds(20, client.embeddings().input(["a", "b"]).dimensions(1).send()).await.unwrap();
    within_seconds(20, client.images("a cat").size("1024x1024").seed(3).send()).await.unwrap();
    within_seconds(20, client.models()).await.unwrap();
    within_seconds(20, client.embeddings().input(["a", "b"]).send()).await.unwrap_err();

    let spans = exporter.ended();
    let names: Vec<_> = spans.iter().map(|span| span.name.as_ref()).collect();
    assert_eq!(names, ["embeddings m", "generate_content m", "list_models", "embeddings m"]);
    assert_attributes(
        &spans[0],
        json!({
            "gen_ai.operation.name": "embeddings",
            "gen_ai.provider.name": "azure.ai.inference",
            "gen_ai.request.model": "m",
            "gen_ai.embeddings.dimension.count": 1,
            "gen_ai.response.model": "e-1",
            "gen_ai.usage.input_tokens": 4,
        }),
    );
    let image = attributes(&spans[1]);
    assert_eq!((&image["gen_ai.output.type"], &image["gen_ai.request.seed"]), (&json!("image"), &json!(3)));
    assert_eq!(attributes(&spans[3])["error.type"], "decode");
    assert!(spans.iter().all(|span| span.span_kind == SpanKind::Client));
}

#[tokio::test]
async fn tool_calls_have_spans() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    let arguments = || json!({"city": "Rome"});
    service.reply(Reply::tool_call("weather", arguments())).reply(Reply::tool_call("nothing", arguments()));
    service.reply(Reply::text("sunny"));
    let tools = ToolSet::new().tool("weather", "The weather", |city: City| async move { city.city });
    within_seconds(20, service.client().chat().user("Hi").tools(&tools).run()).await.unwrap();

    let spans = exporter.ended();
    let names: Vec<_> = spans.iter().map(|span| span.name.as_ref()).collect();
    let chat = "chat mock-model";
    assert_eq!(names, [chat, "execute_tool weather", chat, "execute_tool nothing", chat]);
    let attributes_of_call = attributes(&spans[1]);
    assert_eq!(
        (&attributes_of_call["gen_ai.tool.name"], &attributes_of_call["gen_ai.tool.type"]),
        (&json!("weather"), &json!("function"))
    );
    assert_eq!(
        (&attributes_of_call["gen_ai.operation.name"], &spans[1].span_kind),
        (&json!("execute_tool"), &SpanKind::Internal)
    );
    assert!(attributes_of_call.contains_key("gen_ai.tool.call.id") && spans[1].status == Status::Unset);
    assert_eq!(attributes(&spans[3])["error.type"], "unknown_tool");
    assert!(!format!("{spans:?}").contains("Rome"));
}

#[tokio::test]
async fn untyped_requests_have_spans() {
    let exporter = Exporter::start();
    let sse = [("content-type", "text/event-stream"), ("x-request-id", "r-2")];
    let server = FaultServer::start([
        reply(503, &[], ""),
        reply(200, &[("x-request-id", "r-1")], "{}"),
        reply(200, &sse, "data: 1\n\ndata: cut"),
    ])
    .await;
    let client = server.client();
    let request = || client.request(Method::POST, "responses?key=canary");
    within_seconds(20, request().json(&json!({"input": "the prompt"})).send()).await.unwrap();
    let mut stream = within_seconds(20, request().stream()).await.unwrap();
    while within_seconds(20, stream.next()).await.is_some() {}
    drop(stream);

    let [whole, streamed] = exporter.ended().try_into().unwrap();
    assert_eq!((whole.name.as_ref(), &whole.status, events(&whole)), ("request", &Status::Unset, vec!["retry"]));
    let expected = json!({"gen_ai.operation.name": "request", "gen_ai.provider.name": "azure.ai.inference",
                            "azure.service.request.id": "r-1"});
    assert_attributes(&whole, expected);
    assert_eq!(attributes(&streamed)["error.type"], "truncated");
    assert!(!format!("{whole:?} {streamed:?}").contains("canary"));
}
