//! Tests of your own program, without a service.
//!
//! With the feature `testing` this crate has the mock that its own tests use:
//!
//! ```toml
//! [dev-dependencies]
//! azure-inference = { version = "0.1", features = ["testing"] }
//! ```
//!
//! # Script the answers
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::{Client, Result};
//!
//! /// What is to be tested.
//! async fn count_languages(client: &Client) -> Result<String> {
//!     let answer = client.chat().user("How many languages are in the world?").temperature(0.0).send().await?;
//!     Ok(answer.text().to_owned())
//! }
//!
//! let service = MockService::start().await;
//! service.reply(Reply::text("About 7,000."));
//!
//! assert_eq!(count_languages(&service.client()).await?, "About 7,000.");
//!
//! let request = &service.requests()[0];
//! assert_eq!(request.messages()[0]["content"], "How many languages are in the world?");
//! assert_eq!(request.json()["temperature"], 0.0);
//! request.assert_valid(); // nothing that the API does not describe
//! # Ok(())
//! # }
//! ```
//!
//! Replies are given in order, the last again and again; a chat completion is streamed if the request asks for a stream.
//! One line each:
//!
//! | reply | |
//! | --- | --- |
//! | text, reasoning, usage | `Reply::text("4.").reasoning("2 + 2").usage(12, 34)` |
//! | tool calls | `Reply::tool_calls([("roll", json!({"sides": 6})), ("roll", json!({"sides": 20}))])` |
//! | a refusal | `Reply::refusal("I can't help with that.")` |
//! | a completion that is cut | `Reply::text("Half a").finish_reason("length")` |
//! | content filter results | `Reply::text("…").content_filter_results(json!({"hate": {"filtered": true, "severity": "high"}}))` |
//! | a prompt that is blocked | `Reply::content_filter()` |
//! | any other field | `Reply::text("Hi.").set("/usage/prompt_tokens_details/cached_tokens", 8)` |
//! | embeddings, images | `Reply::embeddings(\|text\| vec![text.len() as f32])`, `Reply::images([bytes])` |
//! | an error, in each shape of the services | `Reply::error(429, "RateLimitReached", "Slow down.")` |
//!
//! And what a request sent:
//!
//! | assertion | |
//! | --- | --- |
//! | the conversation | `assert_eq!(request.transcript(), ["user: Roll a die.", "assistant: roll({})", "tool: 4"])` |
//! | the result of a tool | `assert_eq!(request.tool_result("roll").as_deref(), Some("4"))` |
//! | a parameter | `assert_eq!(request.json()["temperature"], 0.0)` |
//! | nothing that the API does not describe | `request.assert_valid()` |
//!
//! # Errors and retries
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! let service = MockService::start().await;
//! service.reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after-ms", "10"));
//! service.reply(Reply::text("Hello!"));
//!
//! let answer = service.client().chat().user("Hello!").send().await?;
//!
//! assert_eq!(answer.text(), "Hello!");
//! assert_eq!(service.request_count(), 2); // it was tried again
//! # Ok(())
//! # }
//! ```
//!
//! # Streams, cuts and stalls
//!
//! A `ByteServer` plays scripts, byte by byte if it must be:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::testing::{ByteServer, Script};
//!
//! let server = ByteServer::start(vec![Script::stream().text("About ").text("7,000").cut()]).await;
//! let stream = server.client().chat().user("How many languages?").stream().await?;
//! let error = stream.collect().await.unwrap_err();
//!
//! assert_eq!(error.partial_answer().unwrap().text(), "About 7,000");
//! # Ok(())
//! # }
//! ```
//!
//! # Tools
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # use azure_inference::ToolSet;
//! # let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
//! let service = MockService::start().await;
//! service.reply(Reply::tool_call("roll", serde_json::json!({})));
//! service.reply(Reply::text("A four."));
//!
//! let run = service.client().chat().user("Roll a die.").tools(&tools).run().await?;
//!
//! assert_eq!(run.text(), "A four.");
//! assert_eq!(service.requests()[1].transcript(), ["user: Roll a die.", "assistant: roll({})", "tool: 4"]);
//! # Ok(())
//! # }
//! ```
//!
//! # What would be sent
//!
//! [`to_request`](crate::ChatRequest::to_request) gives the request of any builder without sending it:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # use azure_inference::Client;
//! let client = Client::builder("https://r.openai.azure.com").api_key("secret").model("gpt-4o").build()?;
//! let request = client.chat().user("Hello!").to_request()?;
//!
//! assert_eq!(request.uri(), "https://r.openai.azure.com/openai/v1/chat/completions");
//! let body: serde_json::Value = serde_json::from_slice(request.body()).expect("it is JSON");
//! assert_eq!(body, serde_json::json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello!"}]}));
//! # Ok(())
//! # }
//! ```
//!
//! # A real model on your machine
//!
//! Any server that speaks the protocol will do, such as that of llama.cpp: set `AZURE_INFERENCE_ENDPOINT` to
//! `http://127.0.0.1:8080/v1`, and every example of this crate asks it instead of the mock.
