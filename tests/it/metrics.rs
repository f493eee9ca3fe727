//! Metrics as an exporter gets them.

use std::collections::BTreeMap;
use std::time::Duration;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{RetryPolicy, ToolLimits, ToolSet};
use opentelemetry::KeyValue;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{
    Aggregation, InMemoryMetricExporter, Instrument, InstrumentKind, SdkMeterProvider, Stream,
};
use serde_json::{Value, json};
use tracing::subscriber::DefaultGuard;
use tracing_opentelemetry::MetricsLayer;
use tracing_subscriber::layer::SubscriberExt;

use crate::support::{Act, FaultServer, listen, within_seconds};

const SECONDS: [f64; 14] = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS: [f64; 4] = [1.0, 4.0, 16.0, 64.0];

/// Units and buckets, which events can't carry.
fn view(instrument: &Instrument) -> Option<Stream> {
    let name = instrument.name();
    let (unit, boundaries) = match name {
        _ if name.ends_with("_tokens") => ("{token}", TOKENS.to_vec()),
        _ if name.ends_with(".duration") || name.ends_with("_chunk") => ("s", SECONDS.to_vec()),
        _ => return None,
    };
    let stream = Stream::builder().with_unit(unit);
    let buckets = Aggregation::ExplicitBucketHistogram { boundaries, record_min_max: true };
    let is_histogram = instrument.kind() == InstrumentKind::Histogram;
    let stream = if is_histogram { stream.with_aggregation(buckets) } else { stream };
    stream.build().ok()
}

/// Exports the metrics of this thread.
struct Exporter {
    metrics: InMemoryMetricExporter,
    provider: SdkMeterProvider,
    _guard: DefaultGuard,
}

/// What an instrument has for one set of attributes.
#[derive(Debug)]
struct Point {
    unit: String,
    attributes: BTreeMap<String, Value>,
    count: u64,
    sum: f64,
    bounds: Vec<f64>,
    buckets: Vec<u64>,
}

impl Exporter {
    fn start() -> Self {
        let metrics = InMemoryMetricExporter::default();
        let provider = SdkMeterProvider::builder().with_periodic_exporter(metrics.clone()).with_view(view).build();
        // Without a layer for spans.
        let subscriber = tracing_subscriber::registry().with(MetricsLayer::new(provider.clone()));
        Self { metrics, provider, _guard: listen(subscriber) }
    }

    /// The points of each instrument, without the attributes of the server.
    fn points(&self) -> BTreeMap<String, Vec<Point>> {
        self.provider.force_flush().unwrap();
        let exported = self.metrics.get_finished_metrics().unwrap();
        let metrics = exported.last().into_iter().flat_map(|resource| resource.scope_metrics());
        let points = metrics.flat_map(|scope| scope.metrics()).map(|metric| {
            let points = match metric.data() {
                AggregatedMetrics::F64(MetricData::Histogram(data)) => histogram(data, |sum| sum),
                AggregatedMetrics::U64(MetricData::Histogram(data)) => histogram(data, |sum| sum as f64),
                AggregatedMetrics::U64(MetricData::Sum(data)) => {
                    assert!(data.is_monotonic());
                    let points = data.data_points().map(|point| Point {
                        unit: String::new(),
                        attributes: attributes(point.attributes()),
                        count: 1,
                        sum: point.value() as f64,
                        bounds: Vec::new(),
                        buckets: Vec::new(),
                    });
                    points.collect()
                }
                other => panic!("{other:?}"),
            };
            let unit = metric.unit().to_owned();
            let points = points.into_iter().map(|point| Point { unit: unit.clone(), ..point });
            (metric.name().to_owned(), points.collect())
        });
        points.collect()
    }

    #[track_caller]
    fn only(&self, name: &str) -> Point {
        let mut all = self.points();
        let mut points = all.remove(name).unwrap_or_else(|| panic!("{name} is not in {:?}", all.keys()));
        assert_eq!(points.len(), 1, "{points:?}");
        points.remove(0)
    }
}

fn histogram<T: Copy>(data: &opentelemetry_sdk::metrics::data::Histogram<T>, number: impl Fn(T) -> f64) -> Vec<Point> {
    let points = data.data_points().map(|point| Point {
        unit: String::new(),
        attributes: attributes(point.attributes()),
        count: point.count(),
        sum: number(point.sum()),
        bounds: point.bounds().collect(),
        buckets: point.bucket_counts().collect(),
    });
    points.collect()
}

fn attributes<'a>(pairs: impl Iterator<Item = &'a KeyValue>) -> BTreeMap<String, Value> {
    let pairs = pairs.map(|pair| (pair.key.to_string(), json!(pair.value.as_str())));
    pairs.filter(|(name, _)| !name.starts_with("server.")).collect()
}

/// The attributes of each call of a chat completion that the mock answers.
fn of_chat() -> Value {
    json!({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "azure.ai.inference",
        "gen_ai.request.model": "mock-model",
        "gen_ai.response.model": "mock-model",
    })
}

fn with(attributes: Value, more: Value) -> Value {
    let mut attributes = attributes.as_object().unwrap().clone();
    attributes.extend(more.as_object().unwrap().clone());
    attributes.into()
}

#[tokio::test]
async fn durations_and_tokens_of_chat_completions_are_measured() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One.").usage(3, 2).delay(Duration::from_millis(25)));
    let usage = Reply::text("Two.").usage(100, 20).set("/usage/prompt_tokens_details/cached_tokens", 64);
    let usage = usage.set("/usage/prompt_tokens_details/cache_write_tokens", 8);
    service.reply(usage.set("/usage/completion_tokens_details/reasoning_tokens", 16));
    for _ in 0..2 {
        within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
    }

    let names: Vec<String> = exporter.points().into_keys().collect();
    assert_eq!(
        names,
        [
            "gen_ai.client.inference.duration",
            "gen_ai.client.inference.operation.input_tokens",
            "gen_ai.client.inference.operation.output_tokens",
            "gen_ai.client.inference.usage.cache_read.input_tokens",
            "gen_ai.client.inference.usage.cache_write.input_tokens",
            "gen_ai.client.inference.usage.input_tokens",
            "gen_ai.client.inference.usage.output_tokens",
            "gen_ai.client.inference.usage.reasoning.output_tokens",
        ]
    );
    let duration = exporter.only("gen_ai.client.inference.duration");
    assert_eq!((duration.unit.as_str(), duration.count, json!(duration.attributes)), ("s", 2, of_chat()));
    assert!(duration.sum >= 0.025 && duration.sum < 20.0, "{duration:?}");
    assert_eq!((&duration.bounds[..], duration.buckets.iter().sum::<u64>()), (&SECONDS[..], 2));
    let server = &service.url()["http://".len()..];
    assert!(server.starts_with("127.0.0.1:"));

    let input = exporter.only("gen_ai.client.inference.operation.input_tokens");
    assert_eq!((input.unit.as_str(), json!(input.attributes)), ("{token}", of_chat()));
    assert_eq!((input.bounds, input.buckets), (TOKENS.to_vec(), vec![0, 1, 0, 0, 1]));
    for (name, expected) in [
        ("input_tokens", 103.0),
        ("output_tokens", 22.0),
        ("cache_read.input_tokens", 64.0),
        ("cache_write.input_tokens", 8.0),
        ("reasoning.output_tokens", 16.0),
    ] {
        let counted = exporter.only(&format!("gen_ai.client.inference.usage.{name}"));
        let attributes = with(of_chat(), json!({"gen_ai.token.modality": "unknown"}));
        assert_eq!((counted.sum, counted.unit.as_str(), json!(counted.attributes)), (expected, "{token}", attributes));
    }
}

#[tokio::test]
async fn streams_have_the_time_to_their_first_chunk() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One two three.").usage(3, 4));
    let stream = service.client().chat().user("Hi").include_usage(true).stream().await.unwrap();
    assert!(exporter.points().is_empty(), "the call goes on");
    within_seconds(20, stream.finish()).await.unwrap();
    let first = exporter.only("gen_ai.client.inference.time_to_first_chunk");
    let duration = exporter.only("gen_ai.client.inference.duration");
    assert_eq!((first.unit.as_str(), first.count, json!(first.attributes)), ("s", 1, of_chat()));
    assert_eq!((json!(duration.attributes), first.bounds), (of_chat(), SECONDS.to_vec()));
    assert!(0.0 < first.sum && first.sum <= duration.sum);
    assert_eq!(exporter.only("gen_ai.client.inference.usage.output_tokens").sum, 4.0);
}

#[tokio::test]
async fn failed_and_cancelled_calls_are_measured_with_their_error() {
    let error_of = |exporter: &Exporter| {
        let duration = exporter.only("gen_ai.client.inference.duration");
        // As the conventions say, a call without usage counts as no tokens.
        let tokens = exporter.only("gen_ai.client.inference.usage.input_tokens");
        assert_eq!((tokens.sum, tokens.attributes.get("error.type")), (0.0, None));
        duration.attributes["error.type"].as_str().unwrap().to_owned()
    };
    for (reply, kind) in [
        (Reply::error(400, "content_filter", "m"), "content_filter"),
        (Reply::status(503), "503"),
        (Reply::bytes("[]"), "decode"),
    ] {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        service.reply(reply);
        let request = service.client().chat().user("Hi").retry(RetryPolicy::none());
        within_seconds(20, request.send()).await.unwrap_err();
        assert_eq!(error_of(&exporter), kind);
    }
    let exporter = Exporter::start();
    let server = FaultServer::start([vec![Act::Stall]]).await;
    let client = server.client();
    let mut sending = Box::pin(client.chat().user("Hi").send());
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(sending.as_mut().poll(cx).is_pending())).await);
    drop(sending);
    assert_eq!(error_of(&exporter), "cancelled");

    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One two three."));
    let mut stream = service.client().chat().user("Hi").stream().await.unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap();
    drop(stream);
    assert_eq!(error_of(&exporter), "cancelled");
}

#[tokio::test]
async fn retries_are_counted_by_their_error() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    for status in [503, 503, 429] {
        service.reply(Reply::status(status).header("retry-after-ms", "1"));
    }
    service.reply(Reply::text("Hi."));
    within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
    let points = exporter.points().remove("azure_inference.client.retries").unwrap();
    let counts: BTreeMap<&str, f64> =
        points.iter().map(|point| (point.attributes["error.type"].as_str().unwrap(), point.sum)).collect();
    assert_eq!(counts, BTreeMap::from([("429", 1.0), ("503", 2.0)]));
    assert_eq!(points[0].attributes["gen_ai.provider.name"], "azure.ai.inference");
    // All attempts are one call.
    assert_eq!(exporter.only("gen_ai.client.inference.duration").count, 1);
}

#[tokio::test]
async fn embeddings_images_and_tools_have_metrics_of_their_own() {
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

    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::images(["bytes"]));
    within_seconds(20, service.client().images("A cat").size("1024x1024").send()).await.unwrap();
    let duration = exporter.only("gen_ai.client.inference.duration");
    assert_eq!(duration.attributes["gen_ai.operation.name"], "generate_content");

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
    // A name that the model makes up is no attribute.
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

#[tokio::test]
async fn streams_have_the_time_between_their_chunks() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One two three.").usage(3, 4));
    let mut stream = service.client().chat().user("Hi").stream().await.unwrap();
    let mut chunks = 0;
    while let Some(chunk) = within_seconds(20, stream.next()).await {
        chunk.unwrap();
        chunks += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let times = exporter.only("gen_ai.client.inference.time_per_output_chunk");
    assert!(chunks > 2, "{chunks}");
    assert_eq!((times.unit.as_str(), times.count, json!(times.attributes)), ("s", chunks - 1, of_chat()));
    assert_eq!(times.bounds, SECONDS.to_vec());
    assert!(times.sum >= 0.02 * (chunks - 1) as f64);
    // A response that is not streamed has none.
    let exporter = Exporter::start();
    service.reply(Reply::text("One."));
    within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
    assert!(!exporter.points().contains_key("gen_ai.client.inference.time_per_output_chunk"));
}

#[tokio::test]
async fn tokens_are_counted_by_their_modality() {
    type Counts = &'static [(&'static str, f64)];
    let rows: [(&str, Value, Value, Counts, Counts); 4] = [
        ("none reported", json!({}), json!({}), &[("unknown", 100.0)], &[("unknown", 20.0)]),
        (
            "some audio",
            json!({"audio_tokens": 30}),
            json!({"audio_tokens": 0}),
            &[("audio", 30.0), ("unknown", 70.0)],
            &[("unknown", 20.0)],
        ),
        (
            "all",
            json!({"audio_tokens": 10, "image_tokens": 40, "text_tokens": 50}),
            json!({"audio_tokens": 15, "text_tokens": 5}),
            &[("audio", 10.0), ("image", 40.0), ("text", 50.0), ("unknown", 0.0)],
            &[("audio", 15.0), ("text", 5.0), ("unknown", 0.0)],
        ),
        (
            "more than the total",
            json!({"text_tokens": 101}),
            json!({}),
            &[("text", 101.0), ("unknown", 0.0)],
            &[("unknown", 20.0)],
        ),
    ];
    for (what, prompt, completion, input, output) in rows {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        let reply = Reply::text("Hi.").usage(100, 20).set("/usage/prompt_tokens_details", prompt);
        service.reply(reply.set("/usage/completion_tokens_details", completion));
        within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
        for (name, expected) in [("input_tokens", input), ("output_tokens", output)] {
            let points = exporter.points().remove(&format!("gen_ai.client.inference.usage.{name}")).unwrap();
            let modality = |point: &Point| point.attributes["gen_ai.token.modality"].as_str().unwrap().to_owned();
            let mut counted: Vec<_> = points.iter().map(|point| (modality(point), point.sum)).collect();
            counted.sort_by(|one, other| one.0.cmp(&other.0));
            let expected: Vec<_> = expected.iter().map(|(name, sum)| ((*name).to_owned(), *sum)).collect();
            assert_eq!(counted, expected, "{what}: {name}");
        }
    }
}

#[tokio::test]
async fn a_run_is_an_agent_invocation() {
    let tools = || ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
    let asks = || Reply::tool_calls([("roll", json!({})), ("roll", json!({}))]);
    let failure = || Reply::error(400, "content_filter", "m");
    for (what, replies, calls, error) in [
        ("a run", vec![asks(), Reply::text("Four.")], [2.0, 2.0], None),
        ("a failed run", vec![asks(), asks(), failure()], [3.0, 4.0], Some("content_filter")),
        ("a run that fails at once", vec![failure()], [1.0, 0.0], Some("content_filter")),
        ("a run beyond its limits", vec![asks(), asks(), asks(), asks()], [3.0, 4.0], Some("tool_limit")),
    ] {
        for is_stream in [false, true] {
            let exporter = Exporter::start();
            let service = MockService::start().await;
            replies.iter().for_each(|reply| _ = service.reply(reply.clone()));
            let tools = tools().limits(ToolLimits::default().rounds(3));
            let request = service.client().chat().user("Hi").tools(&tools).retry(RetryPolicy::none());
            let run =
                async { if is_stream { request.run_stream().await?.finish().await } else { request.run().await } };
            assert_eq!(within_seconds(20, run).await.is_err(), error.is_some(), "{what}");
            let duration = exporter.only("gen_ai.invoke_agent.duration");
            assert_eq!((duration.unit.as_str(), duration.count), ("s", 1), "{what}");
            assert_eq!(duration.attributes.get("error.type").and_then(Value::as_str), error, "{what}");
            assert_eq!(duration.attributes["gen_ai.request.model"], "mock-model", "{what}");
            let counted = ["inference_calls", "tool_calls"];
            let counted = counted.map(|name| exporter.only(&format!("gen_ai.invoke_agent.{name}")).sum);
            assert_eq!(counted, calls, "{what}");
        }
    }
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(asks()).reply(Reply::text("Four."));
    let tools = tools();
    let mut events = service.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    within_seconds(20, events.next()).await.unwrap().unwrap();
    drop(events);
    assert_eq!(exporter.only("gen_ai.invoke_agent.duration").attributes["error.type"], "cancelled");
}
