//! Operations that have no type here: rerank, audio, files, batches, and whatever comes next.
//!
//! [`Client::request`](crate::Client::request) sends a request to any path of the endpoint's host with the client's
//! credential, headers, `api-version`, timeouts, retries and limits; its failures are the same [`Error`](crate::Error). A path
//! without a leading slash is below the client's base, one with it is a path of the host. The credential goes to no other
//! host.
//!
//! # Rerank
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::json(serde_json::json!({"results": [{"index": 1, "relevance_score": 0.98}]})));
//! # let client = mock.client();
//! use azure_inference::http::Method;
//! use serde::Deserialize;
//! use serde_json::json;
//!
//! #[derive(Deserialize)]
//! struct Ranking {
//!     results: Vec<Ranked>,
//! }
//!
//! #[derive(Deserialize)]
//! struct Ranked {
//!     index: usize,
//!     relevance_score: f64,
//! }
//!
//! let documents = ["Carson City is the capital of Nevada.", "The capital of France is Paris."];
//! let body = json!({"model": "cohere-rerank-v4.0-pro", "query": "capital of France", "documents": documents, "top_n": 1});
//! let response = client.request(Method::POST, "/providers/cohere/v2/rerank").json(&body).send().await?;
//!
//! let ranking: Ranking = response.json()?;
//! for ranked in &ranking.results {
//!     println!("{} {}", ranked.relevance_score, documents[ranked.index]);
//! }
//! # assert_eq!(ranking.results[0].index, 1);
//! # assert_eq!(mock.requests()[0].path(), "/providers/cohere/v2/rerank");
//! # Ok(())
//! # }
//! ```
//!
//! # Audio transcription
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::json(serde_json::json!({"text": "Hello."})));
//! # let client = mock.client();
//! use azure_inference::MultipartForm;
//! use azure_inference::http::Method;
//! use serde_json::Value;
//!
//! # let recording = b"ID3".to_vec();
//! # let read = |_: &str| std::io::Result::Ok(recording.clone());
//! let form = MultipartForm::new()
//!     .text("model", "gpt-4o-transcribe") // the name of a deployment
//!     .file_of_type("file", "hello.mp3", "audio/mpeg", read("hello.mp3")?); // such as std::fs::read
//! let response = client.request(Method::POST, "audio/transcriptions").multipart(form).send().await?;
//! println!("{}", response.json::<Value>()?["text"]);
//! # assert!(mock.requests()[0].header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
//! # Ok(())
//! # }
//! ```
//!
//! Speech comes as bytes: `client.request(Method::POST, "audio/speech").json(&body).send().await?` and
//! [`bytes`](crate::ApiResponse::bytes).
//!
//! # Server-sent events
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # let events = "event: response.output_text.delta\ndata: {\"delta\":\"About 7,000\"}\n\n";
//! # mock.reply(Reply::bytes(events).header("content-type", "text/event-stream"));
//! # let client = mock.client();
//! use azure_inference::http::Method;
//! use serde_json::{Value, json};
//!
//! let body = json!({"model": "gpt-5", "input": "How many languages are there?", "stream": true});
//! let mut events = client.request(Method::POST, "responses").json(&body).stream().await?;
//! # let mut text = String::new();
//! while let Some(event) = events.next().await {
//!     let event = event?;
//!     if event.kind() == "response.output_text.delta" {
//!         let data: Value = serde_json::from_str(&event.data())?;
//!         print!("{}", data["delta"].as_str().unwrap_or_default());
//! #       text += data["delta"].as_str().unwrap();
//!     }
//! }
//! # assert_eq!(text, "About 7,000");
//! # Ok(())
//! # }
//! ```
//!
//! # What to know
//!
//! - A request is retried as the [policy](crate::RetryPolicy) says, whatever its method. An operation that must not be made
//!   twice, such as starting a job, wants `.retry(RetryPolicy::none())`.
//! - Every status of 2xx is a success. A body may be anything; [`json`](crate::ApiResponse::json) decodes it.
//! - Another protocol on the same resource works too. For Anthropic's Messages force
//!   [`EndpointKind::Other`](crate::EndpointKind::Other), which leaves the path of the URL as it is, and set the header
//!   `anthropic-version` yourself; the types of its bodies and events are not here. WebSockets (Realtime) are out of reach.
