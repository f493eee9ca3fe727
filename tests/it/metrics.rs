//! Metrics, as an exporter of OpenTelemetry receives them.

mod operations;
mod runs;

use std::collections::BTreeMap;
use std::time::Duration;

use azure_inference::RetryPolicy;
use azure_inference::testing::{MockService, Reply};
use opentelemetry::KeyValue;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{
    Aggregation, InMemoryMetricExporter, Instrument, InstrumentKind, SdkMeterProvider, Stream,
};
use serde_json::{Value, json};
use tracing::subscriber::DefaultGuard;
use tracing_opentelemetry::MetricsLayer;
use tracing_subscriber::layer::SubscriberExt;

use crate::support::{FaultServer, Step, listen, within_seconds};

const SECONDS: [f64; 14] = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS: [f64; 4] = [1.0, 4.0, 16.0, 64.0];

/// Sets units and buckets, which `tracing` events do not have.
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

/// The data point of an instrument for one set of attributes.
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
        // Metrics do not need a layer for spans.
        let subscriber = tracing_subscriber::registry().with(MetricsLayer::new(provider.clone()));
        Self { metrics, provider, _guard: listen(subscriber) }
    }

    /// Returns the points of each instrument, without the attributes of the server.
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

/// The attributes of a chat completion of the mock.
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
    assert!(exporter.points().is_empty(), "the stream is not at its end");
    within_seconds(20, stream.finish()).await.unwrap();
    let first = exporter.only("gen_ai.client.inference.time_to_first_chunk");
    let duration = exporter.only("gen_ai.client.inference.duration");
    assert_eq!((first.unit.as_str(), first.count, json!(first.attributes)), ("s", 1, of_chat()));
    assert_eq!((json!(duration.attributes), first.bounds), (of_chat(), SECONDS.to_vec()));
    assert!(0.0 < first.sum && first.sum <= duration.sum);
    assert_eq!(exporter.only("gen_ai.client.inference.usage.output_tokens").sum, 4.0);
}

#[tokio::test]
async fn streams_have_the_time_per_output_chunk() {
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
}

#[tokio::test]
async fn a_response_that_is_not_streamed_has_no_time_per_output_chunk() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One."));
    within_seconds(20, service.client().chat().user("Hi").send()).await.unwrap();
    assert!(!exporter.points().contains_key("gen_ai.client.inference.time_per_output_chunk"));
}

/// Returns the error type of the only call.
#[track_caller]
fn error_of(exporter: &Exporter) -> String {
    let duration = exporter.only("gen_ai.client.inference.duration");
    // By the conventions, a call without usage has no tokens.
    let tokens = exporter.only("gen_ai.client.inference.usage.input_tokens");
    assert_eq!((tokens.sum, tokens.attributes.get("error.type")), (0.0, None));
    duration.attributes["error.type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_duration_of_a_failed_call_has_the_error() {
    for (name, reply, expected) in [
        ("error code", Reply::error(400, "content_filter", "m"), "content_filter"),
        ("status", Reply::status(503), "503"),
        ("not a completion", Reply::bytes("[]"), "decode"),
    ] {
        let exporter = Exporter::start();
        let service = MockService::start().await;
        service.reply(reply);
        let request = service.client().chat().user("Hi").retry(RetryPolicy::none());
        within_seconds(20, request.send()).await.unwrap_err();
        assert_eq!(error_of(&exporter), expected, "{name}");
    }
}

#[tokio::test]
async fn the_duration_of_a_dropped_call_has_the_error_cancelled() {
    let exporter = Exporter::start();
    let server = FaultServer::start([vec![Step::Stall]]).await;
    let client = server.client();
    let mut sending = Box::pin(client.chat().user("Hi").send());
    assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(sending.as_mut().poll(cx).is_pending())).await);
    drop(sending);
    assert_eq!(error_of(&exporter), "cancelled");
}

#[tokio::test]
async fn the_duration_of_a_dropped_stream_has_the_error_cancelled() {
    let exporter = Exporter::start();
    let service = MockService::start().await;
    service.reply(Reply::text("One two three."));
    let mut stream = service.client().chat().user("Hi").stream().await.unwrap();
    within_seconds(20, stream.next()).await.unwrap().unwrap();
    drop(stream);
    assert_eq!(error_of(&exporter), "cancelled");
}

#[tokio::test]
async fn retries_are_counted_by_error() {
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
async fn tokens_are_counted_by_modality() {
    type Counts = &'static [(&'static str, f64)];
    let rows: [(&str, Value, Value, Counts, Counts); 4] = [
        ("not reported", json!({}), json!({}), &[("unknown", 100.0)], &[("unknown", 20.0)]),
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
    for (row, prompt, completion, input, output) in rows {
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
            assert_eq!(counted, expected, "{row}: {name}");
        }
    }
}
