//! What went wrong, from the error that you see to what to do.
//!
//! Every failure is one [`Error`](crate::Error). Print it, and it says the status, the service's message, its code, and
//! the id that the vendor's support asks for; predicates and accessors have each part for a program:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # let client = mock.client();
//! # mock.reply(Reply::flat_error(422, "parameter_not_supported", "It is not supported.", "response_format"));
//! let error = client.chat().user("Hello!").send().await.unwrap_err();
//!
//! println!("{error}"); // 422 Unprocessable Entity: It is not supported. (code parameter_not_supported …)
//! assert_eq!(error.status().unwrap(), 422);
//! assert_eq!(error.code(), Some("parameter_not_supported"));
//! assert_eq!(error.param(), Some("response_format"));
//! println!("{:?} {}", error.request_id(), String::from_utf8_lossy(error.body()));
//! # Ok(())
//! # }
//! ```
//!
//! # By kind
//!
//! [`kind`](crate::Error::kind) has one [`ErrorKind`](crate::ErrorKind) for each failure, for a `match`, and its name
//! ([`as_str`](crate::ErrorKind::as_str)) for an alert or a metric. Predicates group kinds. An error that the service reports
//! within a response of status 200 has the kind that it reports; [`is_in_band`](crate::Error::is_in_band) tells it.
//!
//! | kind | predicates | what happened |
//! | --- | --- | --- |
//! | `Input` | `is_input` | [nothing was sent](#before-anything-is-sent) |
//! | `Credential`, `Unauthorized`, `Forbidden` | `is_auth` | [no token, 401, 403](#401-unauthorized-403-forbidden) |
//! | `NotFound` | | [404, 410](#404-not-found-410-gone) |
//! | `BadRequest` | | [400, 422 and other 4xx](#400-bad-request-422-unprocessable-entity) |
//! | `ContentFilter` | `is_content_filtered` | the prompt or the response was blocked |
//! | `RateLimited`, `QuotaExceeded` | `is_rate_limited` | [429](#429-too-many-requests) |
//! | `Service` | | [5xx](#5xx-pages-of-proxies-no-answer-at-all), or an error without a status |
//! | `Connect` | `is_connect` | no connection |
//! | `ConnectTimeout` | `is_connect`, `is_timeout` | no connection in time |
//! | `Timeout` | `is_timeout` | a timeout elapsed, here or at the service (408, 504) |
//! | `Transport` | `is_transport` | the connection failed before the response was complete |
//! | `Interrupted` | `is_transport`, `is_truncated` | the connection failed within a stream |
//! | `Truncated` | `is_truncated` | [a stream ended early](#answers-that-are-empty-or-end-early) |
//! | `Decode` | `is_decode` | the response is not what it should be |
//! | `TooLarge` | `is_decode`, `is_too_large` | the response exceeds a size limit |
//! | `NotJson`, `TypeMismatch` | `is_decode` | [structured output](super::structured_output) that can't be read |
//! | `LengthLimit` | `is_truncated` | structured output that reached `max_tokens` |
//! | `Refused` | | the model declined structured output |
//! | `ToolLimit` | | a [run with tools](super::tools) exceeded its limits |
//!
//! # Before anything is sent
//!
//! [`is_input`](crate::Error::is_input), no status, [`attempts`](crate::Error::attempts) 0;
//! [`param`](crate::Error::param) names what is at fault.
//!
//! - `model`: the v1 route wants the name of a deployment in every request. Set it on the builder or on the call.
//! - `stream`: there is no such parameter; call `stream()` in place of `send()`.
//! - `tools`: a name with blanks or dots, two tools of one name, or a closure whose argument is no type with named
//!   fields.
//! - `image`, `audio`: the file is missing, empty, or of a kind that models don't read.
//! - `AZURE_INFERENCE_ENDPOINT`: the environment variable is not set.
//! - `endpoint`: the URL is of an interface that has no types here (Anthropic's, audio, files, batches …), has a line end or a
//!   blank in it, or is a page of a portal. The text says what to use; the [table](super::endpoints#urls-as-people-paste-them)
//!   has every path.
//! - `stop`, `seed`, `max_tokens` and others, with "the Responses API has no": see
//!   [what differs](super::responses#what-differs).
//! - `api_version`: the v1 route refuses dates. Leave it out.
//! - `api_key`, `bearer`: keys and tokens are visible ASCII; a blank, a tab or a line end was copied along.
//!
//! # No endpoint can be sent the call
//!
//! All members of a client with [several](super::failover) cool after failures, for longer than
//! [`max_wait`](crate::RetryPolicy::max_wait). [`failed_attempts`](crate::Error::failed_attempts) has the last failure of each,
//! [`retry_after`](crate::Error::retry_after) when the first can be sent calls again.
//!
//! # 401 Unauthorized, 403 Forbidden
//!
//! [`is_auth`](crate::Error::is_auth); [`kind`](crate::Error::kind) is `Unauthorized` (401), `Forbidden` (403) or `Credential`
//! (no token).
//!
//! - "Access token is missing, invalid, audience is incorrect": the token was fetched for another scope. The table of
//!   [endpoints](super::endpoints) has the scope of each kind; [`scope`](crate::ClientBuilder::scope) sets another. A
//!   v1 route that refuses `https://ai.azure.com/.default` may want `https://cognitiveservices.azure.com/.default`.
//! - A key that works elsewhere: keys belong to one resource, and to one kind of endpoint. Behind a gateway say which
//!   kind it stands for, or the key may go in the wrong header.
//! - 403 with a token: the identity lacks a role on the resource, such as "Cognitive Services User". A new role takes
//!   minutes.
//! - No status at all: the credential gave no token. The source of the error says why.
//!
//! # 404 Not Found, 410 Gone
//!
//! - `DeploymentNotFound` on the v1 route: `model` is the name that you gave the deployment, not that of the model. A
//!   new deployment answers so for about five minutes.
//! - On a URL that ends in `/models`: the vendor retired that route on 2026-08-26. Use the v1 route of the same
//!   resource; the error's text has its URL. [Migration](super::migration#from-models-to-v1) tells what else changes.
//! - A page of a proxy, or `{"detail":"Not Found"}`: the path is wrong. [`Client::endpoint`](crate::Client::endpoint)
//!   shows what became of the URL.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::error(404, "DeploymentNotFound", "The API deployment for this resource does not exist."));
//! # let client = mock.client();
//! let error = client.chat().model("no-such-deployment").user("Hello!").send().await.unwrap_err();
//! assert_eq!((error.status().unwrap().as_u16(), error.code()), (404, Some("DeploymentNotFound")));
//! # Ok(())
//! # }
//! ```
//!
//! # 400 Bad Request, 422 Unprocessable Entity
//!
//! - `content_filter`: the prompt was blocked, [`is_content_filtered`](crate::Error::is_content_filtered).
//!   [Guardrails](super::chat_completions#guardrails) shows what to do with the verdict. No retry helps.
//! - `parameter_not_supported`: the model does not know what [`param`](crate::Error::param) names. Leave it out, or
//!   take back a default of the client by [`unset`](crate::ChatRequest::unset).
//! - `stream_options` or `encoding_format` is refused ("Extra inputs are not permitted"): that is so only where your request
//!   sets it ([`include_usage`](crate::ChatRequest::include_usage), `encoding_format`); what is sent by default is left out
//!   after such a refusal.
//! - "Extra parameters […] are not allowed when extra-parameters is not set": an endpoint behind a gateway does not get
//!   the header, since nobody knows its kind. Force the [kind](crate::ClientBuilder::endpoint_kind), or call
//!   [`extra_parameters`](crate::ChatRequest::extra_parameters).
//! - "Unsupported parameter: 'max_tokens'", "Unsupported value: 'temperature'": a reasoning model. It wants
//!   [`max_completion_tokens`](crate::ChatRequest::max_completion_tokens), and no sampling parameters.
//! - `OperationNotSupported`, "does not work with the specified model", "only supported in v1/responses", or a refusal of
//!   `reasoning_effort` beside tools: the model needs the [Responses API](super::responses). Such a request moves there by
//!   itself, unless [`Api::ChatCompletions`](crate::Api::ChatCompletions) is set, the endpoint has no Responses API, or the
//!   request has something that only chat completions have, such as `stop`; the error's text says which. Embedding models are
//!   served by [`embeddings`](crate::Client::embeddings) alone.
//! - "Item 'rs_…' not found", "provided without its required 'reasoning' item": the history of a conversation over the
//!   Responses API was changed by hand in its `output_items`. Change the messages themselves instead.
//! - "Encrypted content is not supported": remove `reasoning.encrypted_content` from
//!   [`include`](crate::ChatRequest::include). What this crate includes by default is left out after such a refusal.
//! - A parameter of images that the kind of endpoint does not have is refused before it is sent; see [images](super::images).
//! - "'messages' must contain the word 'json'": with `json_object` a message has to ask for JSON.
//! - "Invalid schema for response_format": a schema made by hand is not strict. Make it from a type, or call
//!   [`strict`](crate::models::FunctionDefinition::strict) on the function.
//! - "Invalid schema for function", "array schema missing items": not from this crate, which completes the schemas of tools
//!   wherever they come from. "the arguments of `f` can't be strict" is this crate's: name the properties, or define that tool with
//!   `strict` set to `Some(false)`.
//! - "An assistant message with 'tool_calls' must be followed by tool messages": each call wants its result before the
//!   model is asked again. [`run`](crate::ChatRequest::run) sees to it, also when it fails.
//! - `max_tokens_per_request`, "too many inputs": embeddings are halved and sent again until a single text is refused.
//! - "context_length_exceeded": the conversation is too long. Shorten it by
//!   [`messages_mut`](crate::Conversation::messages_mut), and keep calls and their results together.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::detail(400, "Extra parameters ['n'] are not allowed when extra-parameters is not set"));
//! # let client = mock.client();
//! let error = client.chat().user("Hello!").n(2).send().await.unwrap_err();
//! assert!(error.message().starts_with("Extra parameters ['n'] are not allowed"));
//! # Ok(())
//! # }
//! ```
//!
//! - "reasoning_content must be passed back": DeepSeek's and Kimi's models want the reasoning of a message with tool calls
//!   back. [`run`](crate::ChatRequest::run) and [`push`](crate::Conversation::push) send it; a message that you build yourself
//!   needs it in `extra`.
//! - "Assistant message must have either content or tool_calls": a message with neither. Those are left out of requests; an
//!   existing body that you give to [`body`](crate::ChatRequest::body) is sent as it is.
//!
//! # 429 Too Many Requests
//!
//! [`is_rate_limited`](crate::Error::is_rate_limited). It was tried again already, three times unless you said
//! otherwise, after the delay that the service asked for. A delay over 60 s is not slept but returned, as
//! [`retry_after`](crate::Error::retry_after); [`QuotaExceeded`](crate::ErrorKind::QuotaExceeded) is not retried,
//! since waiting does not help. [`rate_limits`](crate::Error::rate_limits) has what is left. The delay may be in a
//! header or only in the words of the error. A rate limit that is reported with status 200, in the body or within a
//! stream, counts too.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::error(429, "RateLimitReached", "Try again in a day.").header("retry-after", "86400"));
//! # let client = mock.client();
//! use std::time::Duration;
//!
//! let error = client.chat().user("Hello!").send().await.unwrap_err();
//! assert!(error.is_rate_limited());
//! assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(86_400)), 1));
//! # Ok(())
//! # }
//! ```
//!
//! # 5xx, pages of proxies, no answer at all
//!
//! - 502, 503, 504, 520 to 524 and 529 are retried three times, 500 once: some servers answer a mistake of the caller's
//!   so. The same holds for an error that is reported with status 200.
//! - [`is_connect`](crate::Error::is_connect): no connection. The text names the host and port, the
//!   [`proxy`](crate::ClientBuilder::proxy) that you, the environment (`HTTPS_PROXY`) or the system has set, and the reason:
//!   "connection refused", "DNS lookup failed: …", "TLS handshake failed: …".
//!   [`root_certificate`](crate::ClientBuilder::root_certificate) adds a certificate of your own.
//! - [`is_transport`](crate::Error::is_transport): the connection was made and failed later, such as a reset by a gateway that
//!   restarts. The source has the cause.
//! - [`is_too_large`](crate::Error::is_too_large): the response exceeds
//!   [`max_answer_size`](crate::ClientBuilder::max_answer_size), an event its own limit, or the JSON has too many values.
//! - "(4 attempts in 7.2s)": retries did not help; the time is that of all attempts and the waits between them.
//! - [`is_timeout`](crate::Error::is_timeout): 600 s for one whole response, 600 s for the first byte of a stream, 300 s
//!   between reads of either, unless [`Timeouts`](crate::Timeouts) say otherwise. A large model that thinks for longer wants
//!   more, or a stream.
//! - 3xx: redirects are not followed, since they would carry the credential along. Use the address that the redirect
//!   names.
//! - [`is_decode`](crate::Error::is_decode) with status 200: something that is no answer, such as a page to log in. The
//!   [`body`](crate::Error::body) shows it.
//! - "the response has no `choices`": a health page or a misrouted request answered. Check the path.
//! - "its encoding … was not requested": a proxy compresses with something other than gzip.
//!
//! # Answers that are empty or end early
//!
//! - The finish reason is `Length`: `max_tokens` was reached. A reasoning model spends them on thinking first.
//! - It is `ContentFilter`: the answer was blocked on its way.
//! - It is `ToolCalls`: the model wants functions called; there is no text yet.
//! - A stream fails with [`is_truncated`](crate::Error::is_truncated): the connection was closed before the model had
//!   finished. What came is in [`partial_answer`](crate::Error::partial_answer). It is never tried again by itself once
//!   you have seen a part.
//! - The text begins with the model's thoughts: [`split_think`](crate::ChatRequest::split_think) moves what stands between
//!   `<think>` tags to [`reasoning`](crate::Answer::reasoning).
//! - A tool is not called: a model wrote arguments that mean nothing, such as two different objects. Raw line ends, a
//!   trailing comma, fences and a repeated object are read.
//! - No usage: behind a gateway a stream tells it only if [`include_usage`](crate::ChatRequest::include_usage) asks.
//!
//! ```
//! # use azure_inference::testing::{ByteServer, Script};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = ByteServer::start(vec![Script::stream().text("About ").end()]).await;
//! # let client = mock.client();
//! let error = client.chat().user("How many languages?").stream().await?.collect().await.unwrap_err();
//! assert!(error.is_truncated());
//! assert_eq!(error.partial_answer().unwrap().text(), "About ");
//! # Ok(())
//! # }
//! ```
//!
//! # An application panics: "No rustls crypto provider is configured"
//!
//! It is a `reqwest::Client` of the application's own, not one of this crate:
//! [reqwest beside this crate](crate#reqwest-beside-this-crate) has what to do.
//!
//! # It does not compile
//!
//! - "the trait bound `T: JsonSchema` is not satisfied" though it is derived: `schemars` of another major version. This
//!   crate wants `schemars = "1"`.
//! - The same of a type from another crate, such as `DateTime<Utc>`, `Uuid` or `Decimal`: turn on the feature of `schemars`
//!   for it in your `Cargo.toml`, `schemars = { version = "1", features = ["chrono04"] }`. There are `arrayvec07`,
//!   `bigdecimal04`, `bytes1`, `chrono04`, `either1`, `indexmap2`, `jiff02`, `rust_decimal1`, `semver1`, `smallvec1`,
//!   `smol_str02`, `smol_str03`, `url2` and `uuid1`.
//! - "future cannot be sent between threads safely" in a tool: something that is not `Send`, such as an `Rc` or a guard
//!   of a `std` mutex, lives across an `.await` of it.
//! - "closure may outlive the current function": a tool lives as long as its set. Let the closure own what it needs
//!   (`move`), with an `Arc` that each call clones, or make it a [`Tool`](crate::Tool) with state.
//! - A linker or TLS error on an odd platform: the feature `native-tls` with default features off takes the platform's
//!   library.
