//! Metrics of calls with OpenTelemetry: `cargo run --example metrics`.
//!
//! `MetricsLayer` turns this crate's events into instruments, and a view gives them units and buckets. Here they are
//! exported to memory and printed; use the exporter of `opentelemetry-otlp` or `opentelemetry-prometheus` instead. Uses the
//! service of `AZURE_INFERENCE_ENDPOINT` and `AZURE_INFERENCE_CREDENTIAL`, or a mock if they are not set.

mod support;

use std::error::Error;

use azure_inference::ToolSet;
use azure_inference::testing::Reply;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{
    Aggregation, InMemoryMetricExporter, Instrument, InstrumentKind, SdkMeterProvider, Stream,
};
use serde_json::json;
use tracing_opentelemetry::MetricsLayer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The units and buckets of the conventions, which `tracing` events do not have.
fn units_and_buckets(instrument: &Instrument) -> Option<Stream> {
    let exponential = |first: f64, factor: f64, count| (0..count).map(|power| first * factor.powi(power)).collect();
    let (unit, boundaries) = match instrument.name() {
        "gen_ai.invoke_agent.duration" => ("s", exponential(0.1, 2.0, 13)),
        "gen_ai.invoke_agent.inference_calls" => ("{inference_call}", exponential(1.0, 2.0, 8)),
        "gen_ai.invoke_agent.tool_calls" => ("{tool_call}", exponential(1.0, 2.0, 8)),
        name if name.ends_with("_tokens") => ("{token}", exponential(1.0, 4.0, 14)),
        name if name.ends_with(".duration") || name.ends_with("_chunk") => ("s", exponential(0.01, 2.0, 14)),
        _ => return None,
    };
    let stream = Stream::builder().with_unit(unit);
    let stream = match instrument.kind() {
        InstrumentKind::Histogram => {
            stream.with_aggregation(Aggregation::ExplicitBucketHistogram { boundaries, record_min_max: true })
        }
        _ => stream,
    };
    stream.build().ok()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let exporter = InMemoryMetricExporter::default();
    let provider =
        SdkMeterProvider::builder().with_periodic_exporter(exporter.clone()).with_view(units_and_buckets).build();
    tracing_subscriber::registry().with(MetricsLayer::new(provider.clone())).init();

    let (client, mock) = support::client(Reply::tool_call("roll", json!({}))).await?;
    if let Some(mock) = &mock {
        mock.reply(Reply::status(503).header("retry-after-ms", "1")).reply(Reply::text("A four."));
    }
    let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
    println!("{}", client.chat().user("Roll a die.").tools(&tools).run().await?.text());

    provider.force_flush()?;
    for metrics in exporter.get_finished_metrics()?.iter().flat_map(|resource| resource.scope_metrics()) {
        for metric in metrics.metrics() {
            let value = match metric.data() {
                AggregatedMetrics::F64(MetricData::Histogram(data)) => {
                    data.data_points().map(|point| format!("{} in {:.3}", point.count(), point.sum())).collect()
                }
                AggregatedMetrics::U64(MetricData::Histogram(data)) => {
                    data.data_points().map(|point| format!("{} in {}", point.count(), point.sum())).collect()
                }
                AggregatedMetrics::U64(MetricData::Sum(data)) => {
                    data.data_points().map(|point| point.value().to_string()).collect()
                }
                _ => Vec::new(),
            };
            println!("{} {} {}", metric.name(), value.join(", "), metric.unit());
        }
    }
    provider.shutdown()?;
    Ok(())
}
