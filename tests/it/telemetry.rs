//! Spans as an exporter gets them.

use std::collections::BTreeMap;
use std::time::Duration;

use azure_inference::models::{ChatMessageContentItem, ReasoningEffort};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{ChatRequest, Client, EndpointKind, ToolSet};
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};

use crate::support::{Act, FaultServer, head, listen, reply, within_seconds};

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

    /// The spans that have ended, in this order.
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

/// The attributes of a span, without those of every span.
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

const ANSWER: &str = r#"{"id":"chatcmpl-1","model":"m-2024","usage":{"prompt_tokens":9,"completion_tokens":12},
    "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"the answer"}}]}"#;

#[tokio::test]
async fn a_call_has_a_span_with_all_that_the_conventions_name() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[("x-request-id", "r-1")], ANSWER)]).await;
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
    assert!(!format!("{span:?}").contains("the prompt") && !format!("{span:?}").contains("the answer"), "{span:?}");
}

#[tokio::test]
async fn what_is_not_set_is_not_told_and_a_deployment_is_a_model() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[], r#"{"choices":[{"finish_reason":"","message":{}}]}"#)]).await;
    let url = format!("{}/openai/deployments/gpt-4o", server.url);
    let client = Client::builder(url).endpoint_kind(EndpointKind::Deployment).no_proxy().build().unwrap();
    within_seconds(20, client.chat().user("Hi").send()).await.unwrap();
    let client = Client::builder(&server.url).no_proxy().build().unwrap();
    within_seconds(20, client.chat().user("Hi").send()).await.unwrap();

    let spans = exporter.ended();
    assert_eq!([spans[0].name.as_ref(), spans[1].name.as_ref()], ["chat gpt-4o", "chat"]);
    let expected = json!({"gen_ai.operation.name": "chat", "gen_ai.provider.name": "azure.ai.inference"});
    assert_attributes(&spans[1], expected);
}

#[tokio::test]
async fn content_is_told_on_request_alone() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(200, &[], ANSWER)]).await;
    let client = server.builder().record_content().build().unwrap();
    within_seconds(20, client.chat().system("s").user("the prompt").send()).await.unwrap();
    let told = attributes(&exporter.only());
    let json = |name: &str| serde_json::from_str::<Value>(told[name].as_str().unwrap()).unwrap();
    let text = |text| json!([{"type": "text", "content": text}]);
    let system = json!({"role": "system", "parts": text("s")});
    assert_eq!(json("gen_ai.input.messages"), json!([system, {"role": "user", "parts": text("the prompt")}]));
    let response = json!([{"role": "assistant", "parts": text("the answer")}]);
    assert_eq!(json("gen_ai.output.messages"), response);
}

#[tokio::test]
async fn an_error_is_the_status_of_its_span() {
    async fn check(status: u16, body: &str, expected: &str) {
        let exporter = Exporter::start();
        let server = FaultServer::start([reply(status, &[("x-request-id", "r-1")], body)]).await;
        let client = server.builder().retry(azure_inference::RetryPolicy::none()).build().unwrap();
        within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
        within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
        let spans = exporter.ended();
        assert_eq!(spans.len(), 2);
        for span in spans {
            let told = attributes(&span);
            assert_eq!((&told["error.type"], &told["azure.service.request.id"]), (&json!(expected), &json!("r-1")));
            assert!(matches!(span.status, Status::Error { .. }), "{:?}", span.status);
        }
    }
    check(400, r#"{"error":{"code":"content_filter","message":"filtered"}}"#, "content_filter").await;
    check(503, "", "503").await;
    check(404, r#"{"error":{"code":"some text that is no code","message":"m"}}"#, "404").await;
    check(200, "[]", "decode").await;
}

#[tokio::test]
async fn retries_are_events_of_the_one_span() {
    let exporter = Exporter::start();
    let server = FaultServer::start([reply(503, &[], ""), vec![Act::Reset], reply(200, &[], ANSWER)]).await;
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

const CHUNKS: [&str; 3] = [
    r#"{"id":"chatcmpl-1","model":"m-2024","choices":[{"index":0,"delta":{"content":"the answer"}}]}"#,
    r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    r#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":12}}"#,
];

fn stream(events: &[&str], then: Act) -> Vec<Act> {
    let start = head(200, &[("content-type", "text/event-stream"), ("connection", "close")]);
    let events: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    vec![Act::Send([start, events.into_bytes()].concat()), then]
}

#[tokio::test]
async fn the_span_of_a_stream_ends_with_the_stream() {
    let exporter = Exporter::start();
    let events = [&CHUNKS[..], &["[DONE]"]].concat();
    let server = FaultServer::start([stream(&events, Act::Wait(Duration::ZERO))]).await;
    let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
    for _ in CHUNKS {
        assert!(exporter.ended().is_empty(), "it goes on");
        within_seconds(20, stream.next()).await.unwrap().unwrap();
    }
    assert!(within_seconds(20, stream.next()).await.is_none());

    // The stream is still there.
    let span = exporter.only();
    let mut told = attributes(&span);
    assert!(told.remove("gen_ai.response.time_to_first_chunk").unwrap().as_f64().unwrap() > 0.0);
    assert_eq!(
        json!(told),
        json!({
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "azure.ai.inference",
            "gen_ai.request.model": "m",
            "gen_ai.request.stream": true,
            "gen_ai.response.id": "chatcmpl-1",
            "gen_ai.response.model": "m-2024",
            "gen_ai.response.finish_reasons": r#"["stop"]"#,
            "gen_ai.usage.input_tokens": 9,
            "gen_ai.usage.output_tokens": 12,
        })
    );
    assert_eq!((span.name.as_ref(), &span.status), ("chat m", &Status::Unset));
    assert!(self::events(&span).is_empty());
    stream.into_response().unwrap();
    exporter.only();
}

#[tokio::test]
async fn the_span_of_a_stream_that_is_dropped_tells_what_came() {
    for is_taken in [false, true] {
        let exporter = Exporter::start();
        let server = FaultServer::start([stream(&CHUNKS[..1], Act::Stall)]).await;
        let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
        within_seconds(20, stream.next()).await.unwrap().unwrap();
        assert!(exporter.ended().is_empty());
        if is_taken {
            assert_eq!(stream.into_partial().text(), "the answer");
        } else {
            drop(stream);
        }
        let span = exporter.only();
        assert_eq!((&span.status, events(&span)), (&Status::Unset, vec!["dropped"]));
        let told = attributes(&span);
        assert_eq!(told["gen_ai.response.id"], "chatcmpl-1");
        assert_eq!(told["gen_ai.response.finish_reasons"], r#"["error"]"#);
    }
}

#[tokio::test]
async fn the_span_of_a_stream_that_fails_tells_the_error() {
    let exporter = Exporter::start();
    // Opened again, since nobody has seen anything of it.
    let scripts = [stream(&[], Act::Wait(Duration::ZERO)), stream(&CHUNKS[..1], Act::Wait(Duration::ZERO))];
    let server = FaultServer::start(scripts.map(|mut script| {
        script.insert(1, Act::Send(b": comment\n\n".to_vec()));
        script
    }))
    .await;
    let mut stream = within_seconds(20, server.client().chat().user("Hi").stream()).await.unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap_err();
    let span = exporter.only();
    let told = attributes(&span);
    assert_eq!((&told["error.type"], &told["gen_ai.response.id"]), (&json!("truncated"), &json!("chatcmpl-1")));
    assert!(matches!(span.status, Status::Error { .. }));
    assert_eq!(events(&span), ["retry"]);
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_its_span() {
    let exporter = Exporter::start();
    let server = FaultServer::start([vec![Act::Stall]]).await;
    let client = server.client();
    let mut sending = Box::pin(client.chat().user("Hi").send());
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(sending.as_mut().poll(cx).is_pending())).await);
    assert!(exporter.ended().is_empty());
    drop(sending);
    assert_eq!(exporter.only().status, Status::Unset);
}

#[tokio::test]
async fn the_other_operations_have_spans_too() {
    let exporter = Exporter::start();
    let vectors = r#"{"model":"e-1","data":[{"index":0,"embedding":[1.0]},{"index":1,"embedding":[1.0]}],"usage":{"prompt_tokens":4}}"#;
    let image = r#"{"data":[{"b64_json":"AAAA"}]}"#;
    let models = r#"{"data":[{"id":"m-1"}]}"#;
    let wrong = r#"{"data":[{"index":7,"embedding":[1.0]}]}"#;
    let server = FaultServer::start([vectors, image, models, wrong].map(|body| reply(200, &[], body))).await;
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
    let told = attributes(&spans[1]);
    assert_eq!((&told["gen_ai.output.type"], &told["gen_ai.request.seed"]), (&json!("image"), &json!(3)));
    assert_eq!(attributes(&spans[3])["error.type"], "decode");
    assert!(spans.iter().all(|span| span.span_kind == SpanKind::Client));
}

#[derive(Deserialize, JsonSchema)]
struct City {
    city: String,
}

#[tokio::test]
async fn calls_of_tools_have_spans_too() {
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
    let told = attributes(&spans[1]);
    assert_eq!((&told["gen_ai.tool.name"], &told["gen_ai.tool.type"]), (&json!("weather"), &json!("function")));
    assert_eq!((&told["gen_ai.operation.name"], &spans[1].span_kind), (&json!("execute_tool"), &SpanKind::Internal));
    assert!(told.contains_key("gen_ai.tool.call.id") && spans[1].status == Status::Unset);
    assert_eq!(attributes(&spans[3])["error.type"], "unknown_tool");
    assert!(!format!("{spans:?}").contains("Rome"));
}

#[tokio::test]
async fn requests_without_a_type_have_spans_too() {
    let exporter = Exporter::start();
    let sse = [("content-type", "text/event-stream"), ("x-request-id", "r-2")];
    let server = FaultServer::start([
        reply(503, &[], ""),
        reply(200, &[("x-request-id", "r-1")], "{}"),
        reply(200, &sse, "data: 1\n\ndata: cut"),
    ])
    .await;
    let client = server.client();
    let request = || client.request(azure_inference::http::Method::POST, "responses?key=canary");
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
    let told = attributes(&exporter.only());
    let usage: BTreeMap<&str, &Value> =
        told.iter().filter_map(|(name, value)| Some((name.strip_prefix("gen_ai.usage.")?, value))).collect();
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
async fn the_output_type_is_what_the_request_asks_for() {
    async fn check(asks: impl FnOnce(ChatRequest) -> ChatRequest, expected: Option<&str>) {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        service.reply(Reply::text("{}"));
        within_seconds(20, asks(service.client().chat().user("Hi")).send()).await.unwrap();
        let told = attributes(&exporter.only());
        assert_eq!(told.get("gen_ai.output.type").and_then(Value::as_str), expected);
    }
    use azure_inference::models::ChatCompletionsResponseFormat as Format;
    check(|request| request, None).await;
    check(|request| request.response_format(Format::text()), Some("text")).await;
    check(|request| request.response_format(Format::json_object()), Some("json")).await;
    check(|request| request.modalities(["text", "audio"]), Some("speech")).await;
}

#[tokio::test]
async fn choices_that_were_cut_have_the_reason_error() {
    let exporter = Exporter::start();
    let chunks = [
        r#"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#,
        r#"{"choices":[{"index":1,"delta":{"content":"b"}}]}"#,
    ];
    let server = FaultServer::start([stream(&chunks, Act::Reset)]).await;
    let stream = within_seconds(20, server.client().chat().user("Hi").n(2).stream()).await.unwrap();
    let _ = within_seconds(20, stream.finish()).await;
    assert_eq!(attributes(&exporter.only())["gen_ai.response.finish_reasons"], r#"["stop","error"]"#);
}

#[tokio::test]
async fn tools_and_media_are_recorded_on_request_alone() {
    for records in [false, true] {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        service.reply(Reply::tool_call("weather", json!({"city": "Rome"})));
        service.reply(Reply::text("Sunny.").reasoning("It is June."));
        let builder = service.client_builder().model("m");
        let builder = if records { builder.record_content() } else { builder };
        let tools = ToolSet::new().tool("weather", "The weather in a city", |city: City| async move {
            json!({"in": city.city, "sky": "clear"})
        });
        let image = ChatMessageContentItem::image_url("https://example.com/rome.png");
        let client = builder.build().unwrap();
        within_seconds(20, client.chat().user([image]).tools(&tools).run()).await.unwrap();

        let spans: Vec<_> = exporter.ended().iter().map(attributes).collect();
        assert_eq!(spans[1]["gen_ai.tool.description"], "The weather in a city");
        if !records {
            let all = json!(spans).to_string();
            assert!(!all.contains("Rome") && !all.contains("rome.png") && !all.contains("properties"), "{all}");
            continue;
        }
        let json =
            |span: usize, name: &str| serde_json::from_str::<Value>(spans[span][name].as_str().unwrap()).unwrap();
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
}

#[tokio::test]
async fn a_call_that_moves_on_has_an_event_and_the_member_that_responds() {
    for is_stream in [false, true] {
        let exporter = Exporter::start();
        let (first, second) =
            (FaultServer::start([reply(503, &[], "busy")]).await, FaultServer::start([reply(200, &[], ANSWER)]).await);
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
