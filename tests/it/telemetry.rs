//! Spans, as an exporter of OpenTelemetry receives them.

mod content;
mod operations;
mod streams;

use std::collections::BTreeMap;

use azure_inference::models::{ChatCompletionsResponseFormat, ReasoningEffort};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Client, EndpointKind, RetryPolicy};
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::{Value, json};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};

use crate::support::{FaultServer, Step, listen, reply, within_seconds};

/// Exports the spans of this thread.
struct Exporter {
    spans: InMemorySpanExporter,
    provider: SdkTracerProvider,
    _guard: DefaultGuard,
}

impl Exporter {
    fn start() -> Self {
        let spans = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test")).with_location(false);
        let layer = layer.with_threads(false).with_tracked_inactivity(false).with_target(false).with_level(false);
        let only_ours = Targets::new().with_target("azure_inference", tracing::Level::INFO);
        let subscriber = tracing_subscriber::registry().with(layer.with_filter(only_ours));
        Self { spans, provider, _guard: listen(subscriber) }
    }

    /// Returns the spans that have ended, in the order of their ends.
    fn ended(&self) -> Vec<SpanData> {
        self.provider.force_flush().unwrap();
        self.spans.get_finished_spans().unwrap()
    }

    #[track_caller]
    fn only(&self) -> SpanData {
        let mut spans = self.ended();
        assert_eq!(spans.len(), 1, "{spans:#?}");
        spans.remove(0)
    }
}

/// Returns the attributes of a span, except for those that every span has.
fn attributes(span: &SpanData) -> BTreeMap<String, Value> {
    let value = |value: &opentelemetry::Value| match value {
        opentelemetry::Value::Bool(value) => json!(value),
        opentelemetry::Value::I64(value) => json!(value),
        opentelemetry::Value::F64(value) => json!(value),
        text => json!(text.as_str()),
    };
    let attributes = span.attributes.iter().map(|pair| (pair.key.to_string(), value(&pair.value)));
    attributes.filter(|(name, _)| !name.starts_with("server.") && name != "azure.resource_provider.namespace").collect()
}

#[track_caller]
fn assert_attributes(span: &SpanData, expected: Value) {
    assert_eq!(json!(attributes(span)), expected);
}

fn events(span: &SpanData) -> Vec<&str> {
    span.events.iter().map(|event| event.name.as_ref()).collect()
}

const COMPLETION: &str = r#"{"id":"chatcmpl-1","model":"m-2024","usage":{"prompt_tokens":9,"completion_tokens":12},
    "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"the response"}}]}"#;

#[tokio::test]
async fn a_call_has_a_span_with_the_attributes_of_the_conventions() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[("x-request-id", "r-1")], COMPLETION)]).await;
    let client = server.builder().endpoint_kind(EndpointKind::OpenAiV1).build().unwrap();
    let request =
        client.chat().user("the prompt").temperature(0.5).top_p(0.25).max_tokens(64).seed(-7).stop(["a", "b"]);
    let request = request.frequency_penalty(0.1).presence_penalty(-0.1).n(2).reasoning_effort(ReasoningEffort::Low);
    within_seconds(20, request.send()).await.unwrap();

    let span = exporter.only();
    assert_eq!((span.name.as_ref(), &span.span_kind, &span.status), ("chat m", &SpanKind::Client, &Status::Unset));
    assert_attributes(
        &span,
        json!({
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "azure.ai.openai",
            "gen_ai.request.model": "m",
            "gen_ai.request.temperature": 0.5,
            "gen_ai.request.top_p": 0.25,
            "gen_ai.request.max_tokens": 64,
            "gen_ai.request.seed": -7,
            "gen_ai.request.reasoning.level": "low",
            "gen_ai.request.stop_sequences": r#"["a","b"]"#,
            "gen_ai.request.frequency_penalty": 0.1,
            "gen_ai.request.presence_penalty": -0.1,
            "gen_ai.request.choice.count": 2,
            "gen_ai.response.id": "chatcmpl-1",
            "gen_ai.response.model": "m-2024",
            "gen_ai.response.finish_reasons": r#"["stop"]"#,
            "gen_ai.usage.input_tokens": 9,
            "gen_ai.usage.output_tokens": 12,
            "azure.service.request.id": "r-1",
        }),
    );
    let all: BTreeMap<_, _> = span.attributes.iter().map(|pair| (pair.key.as_str(), pair.value.as_str())).collect();
    let port = server.url.rsplit(':').next().unwrap();
    assert_eq!((all["server.address"].as_ref(), all["server.port"].as_ref()), ("127.0.0.1", port));
    assert_eq!(all["azure.resource_provider.namespace"], "Microsoft.CognitiveServices");
    assert!(!format!("{span:?}").contains("the prompt") && !format!("{span:?}").contains("the response"), "{span:?}");
}

#[tokio::test]
async fn attributes_without_a_value_are_absent() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[], r#"{"choices":[{"finish_reason":"","message":{}}]}"#)]).await;
    let client = Client::builder(&server.url).no_proxy().build().unwrap();
    within_seconds(20, client.chat().user("Hi").send()).await.unwrap();

    let span = exporter.only();
    assert_eq!(span.name, "chat");
    let expected = json!({"gen_ai.operation.name": "chat", "gen_ai.provider.name": "azure.ai.inference"});
    assert_attributes(&span, expected);
}

#[tokio::test]
async fn the_model_of_a_span_is_the_deployment_of_the_url() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[], COMPLETION)]).await;
    let url = format!("{}/openai/deployments/gpt-4o", server.url);
    let client = Client::builder(url).endpoint_kind(EndpointKind::Deployment).no_proxy().build().unwrap();
    within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    assert_eq!(exporter.only().name, "chat gpt-4o");
}

#[tokio::test]
async fn a_failed_call_has_the_error_in_its_span() {
    for (name, status, body, expected) in [
        ("error code", 400, r#"{"error":{"code":"content_filter","message":"filtered"}}"#, "content_filter"),
        ("no body", 503, "", "503"),
        ("code with spaces", 404, r#"{"error":{"code":"some text that is no code","message":"m"}}"#, "404"),
        ("not a completion", 200, "[]", "decode"),
    ] {
        let exporter = Exporter::start();
        let server = FaultServer::start([reply(status, &[("x-request-id", "r-1")], body)]).await;
        let client = server.builder().retry(RetryPolicy::none()).build().unwrap();
        within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
        within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
        let spans = exporter.ended();
        assert_eq!(spans.len(), 2, "{name}");
        for span in spans {
            let attributes = attributes(&span);
            let recorded = (&attributes["error.type"], &attributes["azure.service.request.id"]);
            assert_eq!(recorded, (&json!(expected), &json!("r-1")), "{name}");
            assert!(matches!(span.status, Status::Error { .. }), "{name}: {:?}", span.status);
        }
    }
}

#[tokio::test]
async fn retries_are_events_of_one_span() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(503, &[], ""), vec![Step::Reset], reply(200, &[], COMPLETION)]).await;
    within_seconds(20, server.client().chat().user("Hi").send()).await.unwrap();
    let span = exporter.only();
    assert_eq!(events(&span), ["retry", "retry"]);
    let event = |index: usize, name: &str| {
        let attributes = &span.events[index].attributes;
        attributes.iter().find(|pair| pair.key.as_str() == name).unwrap().value.as_str().into_owned()
    };
    assert_eq!([event(0, "attempts"), event(0, "error.type")], ["1", "503"]);
    assert_eq!([event(1, "attempts"), event(1, "error.type")], ["2", "transport"]);
    assert!(event(0, "wait").parse::<f64>().unwrap() <= 0.001);
    assert_eq!(span.status, Status::Unset);
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_its_span() {
    let exporter = Exporter::start();
    let server = FaultServer::start([vec![Step::Stall]]).await;
    let client = server.client();
    let mut sending = Box::pin(client.chat().user("Hi").send());
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(sending.as_mut().poll(cx).is_pending())).await);
    assert!(exporter.ended().is_empty());
    drop(sending);
    assert_eq!(exporter.only().status, Status::Unset);
}

#[tokio::test]
async fn each_kind_of_token_is_an_attribute() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    let reply = Reply::text("Hi.").usage(100, 20).set("/usage/prompt_tokens_details/cached_tokens", 64);
    let reply = reply.set("/usage/prompt_tokens_details/cache_write_tokens", 8);
    let reply = reply.set("/usage/prompt_tokens_details/audio_tokens", 4);
    let reply = reply.set("/usage/completion_tokens_details/reasoning_tokens", 16);
    service.reply(reply.set("/usage/completion_tokens_details/audio_tokens", 2));
    within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
    let attributes = attributes(&exporter.only());
    let usage: BTreeMap<&str, &Value> =
        attributes.iter().filter_map(|(name, value)| Some((name.strip_prefix("gen_ai.usage.")?, value))).collect();
    assert_eq!(
        json!(usage),
        json!({
            "input_tokens": 100,
            "output_tokens": 20,
            "cache_read.input_tokens": 64,
            "cache_write.input_tokens": 8,
            "audio.input_tokens": 4,
            "reasoning.output_tokens": 16,
            "audio.output_tokens": 2,
        })
    );
}

#[tokio::test]
async fn the_output_type_is_that_of_the_request() {
    type Format = ChatCompletionsResponseFormat;
    type Set = fn(ChatRequest) -> ChatRequest;
    let rows: [(&str, Set, Option<&str>); 4] = [
        ("default", |request| request, None),
        ("text", |request| request.response_format(Format::text()), Some("text")),
        ("JSON", |request| request.response_format(Format::json_object()), Some("json")),
        ("audio", |request| request.modalities(["text", "audio"]), Some("speech")),
    ];
    for (name, set, expected) in rows {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        service.reply(Reply::text("{}"));
        within_seconds(20, set(service.client().chat().user("Hi")).send()).await.unwrap();
        let attributes = attributes(&exporter.only());
        assert_eq!(attributes.get("gen_ai.output.type").and_then(Value::as_str), expected, "{name}");
    }
}

#[tokio::test]
async fn failover_is_an_event_and_the_span_has_the_last_member() {
    for is_stream in [false, true] {
        let exporter = Exporter::start();
        let (first, second) = (
            FaultServer::start([reply(503, &[], "busy")]).await,
            FaultServer::start([reply(200, &[], COMPLETION)]).await,
        );
        let fallback = second.builder().model("small").endpoint_kind(EndpointKind::OpenAiV1).build().unwrap();
        let client = first.builder().model("large").fallback(fallback).build().unwrap();
        let call = client.chat().user("Hi");
        let response = match is_stream {
            true => within_seconds(20, async { call.stream().await?.finish().await }).await,
            false => within_seconds(20, call.send()).await,
        };
        assert_eq!(response.unwrap().metadata().member(), 1);
        let span = exporter.only();
        let attribute = |name: &str| {
            let mut pairs = span.attributes.iter().rev().filter(|pair| pair.key.as_str() == name);
            pairs.next().map(|pair| pair.value.to_string())
        };
        let port = second.url.rsplit(':').next().map(str::to_owned);
        assert_eq!((attribute("server.port"), attribute("server.address")), (port, Some("127.0.0.1".to_owned())));
        assert_eq!(attribute("gen_ai.request.model").as_deref(), Some("small"));
        assert_eq!(attribute("gen_ai.provider.name").as_deref(), Some("azure.ai.openai"));
        assert_eq!(events(&span), ["retry", "failover"]);
        let event = span.events.iter().find(|event| event.name == "failover").unwrap();
        let fields: BTreeMap<_, _> =
            event.attributes.iter().map(|pair| (pair.key.as_str(), pair.value.to_string())).collect();
        let expected = [("from", first.url.as_str()), ("to", &second.url), ("model", "small"), ("error.type", "503")];
        for (name, value) in expected {
            assert_eq!(fields.get(name).map(String::as_str), Some(value), "{fields:?}");
        }
    }
}
