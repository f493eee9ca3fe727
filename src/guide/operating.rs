//! Operating a client: time, retries, limits, credentials, logs.
//!
//! A client is made once and shared: clones share its connections, its token and its retry budget. What follows is set on
//! the builder for all calls; timeouts, the retry policy and headers can be set on one call too.
//!
//! # Time
//!
//! | timeout | default | holds for |
//! | --- | --- | --- |
//! | [`connect`](crate::Timeouts::connect) | 10 s | making a connection |
//! | [`answer`](crate::Timeouts::answer) | 600 s | one whole response, each attempt |
//! | [`first_byte`](crate::Timeouts::first_byte) | 600 s | the first byte of a stream, each attempt |
//! | [`idle`](crate::Timeouts::idle) | 300 s | each further read of a body, whole or streamed |
//! | [`keep_alive_only`](crate::Timeouts::keep_alive_only) | 600 s | keep-alives of a stream without content between them |
//! | [`deadline`](crate::Timeouts::deadline) | none | all attempts and the waits between them; of a stream until it has begun |
//!
//! A reasoning model may send no header for minutes, and nothing for minutes after a first chunk; the defaults leave it that
//! long. A peer that is gone is noticed within a minute all the same, by TCP keep-alive (15 s, three probes). With a client of
//! your own ([`http_client`](crate::ClientBuilder::http_client)), it is that client which sets keep-alive and the time to
//! connect.
//!
//! A stream has no limit of its whole length: a slow one lives, one that stalls ends. Dropping a future or a stream cancels
//! the call and closes its connection (over HTTP/2 its part of one); nothing goes on behind it.
//!
//! ```
//! use std::time::Duration;
//! use azure_inference::{Client, Timeouts};
//!
//! let interactive = Timeouts::default().first_byte(Duration::from_secs(20)).deadline(Duration::from_secs(60));
//! let client = Client::builder("https://my-resource.openai.azure.com").timeouts(interactive).build()?;
//! # Ok::<(), azure_inference::Error>(())
//! ```
//!
//! # Retries
//!
//! A [`RetryPolicy`](crate::RetryPolicy) bounds one call: three retries on 408, 409, 429, 502, 503 and 504 and on connections
//! that fail before an answer, one on 500. A [`RetryBudget`](crate::RetryBudget) bounds all calls of a client together, so
//! that a service that is down gets hardly more than one try a call. With the default of 500, a thousand calls at once on a
//! service that answers 503 are 1,100 requests instead of 4,000, and 1,000 from then on until it recovers.
//!
//! | | budget |
//! | --- | ---: |
//! | a retry | −5 |
//! | a retry after a timeout | −10 |
//! | a retry that a 429 asked for with a delay of its own | 0 |
//! | a retry that succeeds | what it cost |
//! | any other success | +1 |
//!
//! What no retry mends is never tried again: a used-up quota (`insufficient_quota`), a verdict of the content filter, a
//! request that is wrong. A stream is opened again only while nothing of it was handed out.
//!
//! ```
//! use std::time::Duration;
//! use azure_inference::{Client, RetryBudget, RetryPolicy};
//!
//! // A batch job has time, and shares its budget with the other clients of the resource.
//! let budget = RetryBudget::new(2000);
//! let client = Client::builder("https://my-resource.openai.azure.com")
//!     .retry(RetryPolicy::default().max_retries(8).max_wait(Duration::from_secs(300)))
//!     .retry_budget(budget.clone())
//!     .build()?;
//! assert_eq!(budget.left(), Some(2000)); // worth a gauge
//! # Ok::<(), azure_inference::Error>(())
//! ```
//!
//! # Rate limits
//!
//! A 429 is waited for as long as the service asks, up to the policy's `max_wait` (60 s). A longer wait is not slept but
//! returned: the error has it as [`retry_after`](crate::Error::retry_after). Every answer and every error tells what is left.
//!
//! ```no_run
//! use azure_inference::ErrorKind;
//!
//! # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
//! match client.chat().user("Hello!").send().await {
//!     Ok(answer) => println!("{:?} tokens left", answer.response().rate_limits().tokens.remaining),
//!     Err(error) if error.kind() == ErrorKind::QuotaExceeded => println!("buy more"),
//!     Err(error) if error.is_rate_limited() => println!("again in {:?}", error.retry_after()),
//!     Err(error) if error.is_retry_budget_spent() => println!("the service is down"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! A key is replaced in a running client by [`set_api_key`](crate::Client::set_api_key): the next try of every clone has the
//! new one. Tokens come from a [`token_source`](crate::ClientBuilder::token_source), or with the feature `entra` from a
//! `credential` of `azure_identity`:
//!
//! - A token is fetched for the scope of the [endpoint's kind](crate::EndpointKind) or the one that
//!   [`scope`](crate::ClientBuilder::scope) names. The wrong one is answered with a 401 whose error tells which it was.
//! - It is kept until five minutes before its end, or for half of its life if that is short, and renewed by one call while
//!   the others go on with the old one. A renewal that fails or takes 10 s is tried again 30 s later while the old one lives.
//! - Each try of a call has a token that lives, however long the waits between tries were.
//! - A 401 drops the token and fetches another, once a call and beside the retry policy.
//! - When there is no token, nothing is sent: [`is_auth`](crate::Error::is_auth), no status, and the reason as the source.
//!
//! | kind | scope |
//! | --- | --- |
//! | `OpenAiV1` | `https://ai.azure.com/.default` |
//! | `Deployment`, `FoundryModels`, `Serverless` | `https://cognitiveservices.azure.com/.default` |
//! | `ManagedCompute` | `https://ml.azure.com/.default` |
//! | `Other` | yours |
//!
//! Resources of [other clouds](super::endpoints#clouds) have scopes of their own.
//!
//! No credential goes over plain http but to this machine, or follows a redirect.
//!
//! # Spans and logs
//!
//! Each call is a `tracing` span with the target `azure_inference` and the level INFO. Names follow the OpenTelemetry
//! conventions for generative AI (v0.1.0 of `semantic-conventions-genai`); `tracing-opentelemetry` hands them to any exporter.
//! A span covers all attempts; a retry is an event in it. The span of a stream ends when the stream ends, fails or is dropped
//! (an event `dropped`). A tool call is a span `execute_tool NAME`. Without a subscriber nothing is computed. The example
//! `telemetry` prints spans.
//!
//! | field | |
//! | --- | --- |
//! | `otel.name`, `otel.kind` | such as `chat gpt-4o`, `client` |
//! | `gen_ai.operation.name`, `gen_ai.provider.name` | `chat`, `embeddings` (a span for each batch), `generate_content` (images), `get_model_info`, `list_models`, `request` ([other operations](super::other_operations)); `azure.ai.openai` on v1 and deployments, else `azure.ai.inference` |
//! | `gen_ai.request.…` | `model`, `stream`, and if they are set `temperature`, `top_p`, `top_k`, `max_tokens`, `frequency_penalty`, `presence_penalty`, `seed`, `reasoning.level`, `stop_sequences` (JSON), `choice.count`, `encoding_formats` (JSON) |
//! | `gen_ai.embeddings.dimension.count` | of embeddings |
//! | `gen_ai.output.type` | `text`, `json` or `speech` if the request asks for it; `image` of images |
//! | `gen_ai.response.…` | `id`, `model`, `finish_reasons` (JSON, one for each choice, `error` for one that was cut), `time_to_first_chunk` (seconds, of streams) |
//! | `gen_ai.usage.…` | `input_tokens`, `output_tokens`, and if the service reports them `cache_read.input_tokens`, `cache_write.input_tokens`, `reasoning.output_tokens`, `audio.input_tokens`, `audio.output_tokens` |
//! | `gen_ai.tool.…` | of tool calls: `name`, `description`, `type`, `call.id` |
//! | `server.address`, `server.port` | the endpoint's |
//! | `azure.service.request.id` | what Azure support asks for |
//! | `otel.status_code`, `error.type` | `ERROR`, and the service's code, else the status, else a word such as `timeout` |
//!
//! With [several members](super::failover) `server.address` and `gen_ai.request.model` are those of the member, and events
//! `failover` have `from`, `to`, `model` and `error.type`.
//! Events `retry` have `tries` (so far), `wait` (seconds) and `error.type`. No field has a key or a token. Content is recorded
//! only after [`record_content`](crate::ClientBuilder::record_content), as JSON: `gen_ai.input.messages`,
//! `gen_ai.output.messages`, `gen_ai.tool.definitions`, and in a run `gen_ai.tool.call.arguments` and
//! `gen_ai.tool.call.result`.
//!
//! Alert on [`Error::kind`](crate::Error::kind): `error.kind().as_str()` is a label that never changes, and
//! [troubleshooting](super::troubleshooting#by-kind) lists the kinds. `Unauthorized`, `Forbidden`, `Credential`, `NotFound` and
//! `QuotaExceeded` need a person; `RateLimited`, `Service`, `Timeout` and `Transport` are the service's health.
//!
//! An [`Error`](crate::Error) in a log line has the status, the service's code and words, and its request id; its sources
//! have the rest. The service's words may quote the request.
//!
//! # Metrics
//!
//! Metrics are `tracing` events with the target `azure_inference::metrics` and the level INFO, which the `MetricsLayer` of
//! `tracing-opentelemetry` (feature `metrics`) turns into instruments. Events carry no units and no buckets; a view of the
//! meter provider sets both. Without the layer or another subscriber nothing is computed.
//!
//! ```
//! use opentelemetry_sdk::metrics::{Aggregation, Instrument, InstrumentKind, SdkMeterProvider, Stream};
//! use tracing_opentelemetry::MetricsLayer;
//! use tracing_subscriber::layer::SubscriberExt;
//!
//! /// The units and buckets of the conventions.
//! fn units_and_buckets(instrument: &Instrument) -> Option<Stream> {
//!     let exponential = |first: f64, factor: f64, count| (0..count).map(|power| first * factor.powi(power)).collect();
//!     let (unit, boundaries) = match instrument.name() {
//!         "gen_ai.invoke_agent.duration" => ("s", exponential(0.1, 2.0, 13)),
//!         "gen_ai.invoke_agent.inference_calls" => ("{inference_call}", exponential(1.0, 2.0, 8)),
//!         "gen_ai.invoke_agent.tool_calls" => ("{tool_call}", exponential(1.0, 2.0, 8)),
//!         name if name.ends_with("_tokens") => ("{token}", exponential(1.0, 4.0, 14)),
//!         name if name.ends_with(".duration") || name.ends_with("_chunk") => ("s", exponential(0.01, 2.0, 14)),
//!         _ => return None,
//!     };
//!     let stream = Stream::builder().with_unit(unit);
//!     let stream = match instrument.kind() {
//!         InstrumentKind::Histogram => {
//!             stream.with_aggregation(Aggregation::ExplicitBucketHistogram { boundaries, record_min_max: true })
//!         }
//!         _ => stream,
//!     };
//!     stream.build().ok()
//! }
//!
//! // Add your exporter, such as that of `opentelemetry-otlp`: `.with_periodic_exporter(exporter)`.
//! let provider = SdkMeterProvider::builder().with_view(units_and_buckets).build();
//! let subscriber = tracing_subscriber::registry().with(MetricsLayer::new(provider));
//! # drop(subscriber); // tracing::subscriber::set_global_default(subscriber)
//! ```
//!
//! | instrument | unit | attributes |
//! | --- | --- | --- |
//! | histogram `gen_ai.client.inference.duration` | s | call, `error.type` |
//! | histogram `gen_ai.client.inference.time_to_first_chunk` (streams) | s | call |
//! | histogram `gen_ai.client.inference.time_per_output_chunk` (streams; a value for each chunk after the first) | s | call |
//! | histograms `gen_ai.client.inference.operation.input_tokens`, `….output_tokens` | {token} | call |
//! | counters `gen_ai.client.inference.usage.input_tokens`, `….output_tokens`, `….cache_read.input_tokens`, `….cache_write.input_tokens`, `….reasoning.output_tokens` | {token} | call, `gen_ai.token.modality` (`audio`, `image` or `text` where the service reports it, else `unknown`) |
//! | histogram `gen_ai.client.embeddings.duration` (a value for each batch) | s | call, `error.type` |
//! | histogram `gen_ai.client.embeddings.operation.input_tokens` | {token} | call |
//! | histogram `gen_ai.execute_tool.duration` | s | `gen_ai.operation.name`, `gen_ai.tool.name`, `gen_ai.tool.type`, `error.type` |
//! | histogram `gen_ai.invoke_agent.duration` (of [`run`](crate::ChatRequest::run) and [`run_stream`](crate::ChatRequest::run_stream)) | s | `gen_ai.request.model`, `error.type` |
//! | histogram `gen_ai.invoke_agent.inference_calls` (requests to the model in a run) | {inference_call} | |
//! | histogram `gen_ai.invoke_agent.tool_calls` (calls that the model asks for in a run) | {tool_call} | |
//! | counter `azure_inference.client.retries` (not part of the conventions) | | `gen_ai.provider.name`, `server.address`, `server.port`, `error.type` |
//!
//! The attributes of a call are `gen_ai.operation.name`, `gen_ai.provider.name`, `gen_ai.request.model`,
//! `gen_ai.response.model`, `server.address` and `server.port`. A call or a run that the caller drops has the `error.type`
//! `cancelled`, and so has a stream that is dropped before its end. The time between chunks includes the time that the
//! caller takes to read them. A stream has usage if the service sends it:
//! [`include_usage`](crate::ChatRequest::include_usage). A call without usage adds 0 tokens, as the conventions say.
//!
//! A subscriber for logs gets these events too. Turn them off there by a filter such as `azure_inference::metrics=off` on that
//! layer alone: a filter for the whole subscriber would turn the metrics off. The example `metrics` prints them.
