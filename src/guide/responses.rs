//! The Responses API behind `chat()`: when to use it, what differs, and how to move code to it.
//!
//! Azure serves the newest models by two APIs: chat completions and the Responses API. Codex and pro models have the second
//! one only, and the newest reasoning models refuse function tools on the first. A chat request goes to either of them, and
//! what comes back is the same: the same response, chunks, events, tools, typed values and conversations.
//!
//! # Which API
//!
//! | [`Api`](crate::Api) | what happens |
//! | --- | --- |
//! | `Auto`, the default | chat completions; if the service refuses with an error that says so, the request goes to the Responses API, and so do later requests of this client for that model |
//! | `ChatCompletions` | chat completions only |
//! | `Responses` | the Responses API only; an input error on endpoints without it |
//!
//! Set it on the client ([`ClientBuilder::api`](crate::ClientBuilder::api)), on a request
//! ([`ChatRequest::api`](crate::ChatRequest::api)), or by the environment variable `AZURE_INFERENCE_API`. Set it to `Responses`
//! for a model that is known to need it: that saves the refused attempt. [`Answer::api`](crate::Answer::api) tells which API
//! the response came from.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::Api;
//!
//! # let service = MockService::start().await;
//! # let message = "The chatCompletion operation does not work with the specified model, gpt-5-codex.";
//! # service.reply(Reply::error(400, "OperationNotSupported", message)).reply(Reply::text("Hi."));
//! # let client = service.client();
//! let answer = client.chat().user("Hello!").send().await?;
//! assert_eq!(answer.api(), Api::Responses); // moved: `client` remembers the model
//! # Ok(())
//! # }
//! ```
//!
//! # What differs
//!
//! - `stop`, `n`, `seed`, penalties, `logit_bias`, `prediction`, audio and `data_sources` have no counterpart. With
//!   `Responses` they are an input error that names the parameter; with `Auto` such a request stays with chat completions.
//! - The limit of tokens is at least 16, and includes the reasoning.
//! - `store` is `false` unless [`store`](crate::ChatRequest::store) sets it. The service itself would store by default.
//! - Tools are not strict unless they say so, as with chat completions. The service itself would make them strict.
//! - Reasoning is a summary, and only if [`reasoning_summary`](crate::ChatRequest::reasoning_summary) asks for one.
//!
//! # Conversations
//!
//! A [`Conversation`](crate::Conversation), [`run`](crate::ChatRequest::run) and
//! [`run_stream`](crate::ChatRequest::run_stream) keep the output items that a message came as, reasoning included, and send
//! them back in the form that the service accepts. They serialise with the conversation, and are left out if it goes to chat
//! completions. [`Answer::output_items`](crate::Answer::output_items) has them, with items of any other type.
//!
//! The reasoning of a stateless conversation is encrypted. The request includes `reasoning.encrypted_content` if the model
//! is known to return it: the request moved, sets a [`reasoning_effort`](crate::ChatRequest::reasoning_effort), or has earlier
//! encrypted reasoning. [`include`](crate::ChatRequest::include) asks for it in any case. Reasoning that the service could
//! not read again is not sent back.
//!
//! # From `responses.create`
//!
//! | Python | here |
//! | --- | --- |
//! | `input="…"`, `instructions="…"` | `.user("…")`, `.system("…")` or `.developer("…")` |
//! | `input=[…]` with earlier output | `.messages(&conversation)` |
//! | `previous_response_id=r.id` | `.previous_response_id(answer.id())` |
//! | `max_output_tokens=n` | `.max_completion_tokens(n)` |
//! | `reasoning={"effort": e, "summary": s}` | `.reasoning_effort(e).reasoning_summary(s)` |
//! | `text={"format": …, "verbosity": v}` | `.response_format(…)` or `.parse::<T>()`, `.verbosity(v)` |
//! | `tools=[{"type": "function", …}]` | `.tools(&tools)` |
//! | `tools=[{"type": "web_search"}]` | `.hosted_tool(json!({"type": "web_search"}))` |
//! | `include=[…]`, `store=…`, `background=…`, `truncation=…`, `max_tool_calls=…` | methods of the same names |
//! | any other parameter | `.extra("name", value)` |
//! | `r.output_text` | `answer.text()` |
//! | `r.output` | `answer.output_items()` |
//! | `r.status`, `r.incomplete_details` | `answer.finish_reason()` |
//! | `stream=True` | `.stream()`: chunks, [`text_stream`](crate::ChatStream::text_stream) or [`events`](crate::ChatStream::events) |
