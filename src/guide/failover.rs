//! Several deployments as one client: failover, spillover, load balancing, pacing.
//!
//! Azure's own advice for 429 is to spread the load over deployments and regions, and to fall back from provisioned capacity to
//! pay-as-you-go. A client with more than one member does that for each call; what a program writes stays one `chat()`.
//!
//! # A second endpoint
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let (sweden, france) = (MockService::start().await, MockService::start().await);
//! # sweden.reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after", "30"));
//! # france.reply(Reply::text("About 7,000."));
//! # let (sweden, france) = (sweden.url(), france.url());
//! use azure_inference::Client;
//!
//! let france = Client::builder(france).api_key("key-of-france").build()?; // https://france.openai.azure.com
//! let client = Client::builder(sweden).api_key("key-of-sweden").model("gpt-5").fallback(france).build()?;
//!
//! let answer = client.chat().user("How many languages are in the world?").send().await?;
//! println!("{} answered", answer.response().endpoint());
//! # assert_eq!(answer.response().member(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! | what | how |
//! | --- | --- |
//! | another region or resource | [`fallback(client)`](crate::ClientBuilder::fallback); called again for more, the order is the priority |
//! | provisioned capacity, then pay-as-you-go | the provisioned deployment first, the other as its fallback |
//! | equals that share the load | [`peer(client)`](crate::ClientBuilder::peer), and [`weight(n)`](crate::ClientBuilder::weight) of each |
//! | a large model, then a small one | a fallback with the same URL and another [`model`](crate::ClientBuilder::model) |
//! | `flex`, then `default` | a fallback with the same URL and other [`chat_defaults`](crate::ClientBuilder::chat_defaults) |
//!
//! A member is a client of its own and keeps what it was built with: endpoint kind, credential, model, API version, headers,
//! timeouts, default parameters. What a call sets goes to every member, before those defaults; what equals the default of the
//! client counts as not set, so that a model named on a call is that of all members. A member without a model is sent that of
//! the call. One exception: a credential header that is set on a single call goes only to members of the same host.
//!
//! ```
//! use azure_inference::Client;
//! use azure_inference::models::ChatCompletionsOptions;
//!
//! let tier = |tier: &str| {
//!     let defaults = ChatCompletionsOptions { service_tier: Some(tier.into()), ..Default::default() };
//!     Client::builder("https://my-resource.openai.azure.com").api_key("key").model("gpt-5").chat_defaults(defaults)
//! };
//! let client = tier("flex").fallback(tier("default").build()?).build()?;
//! # assert_eq!(client.members().len(), 2);
//! # Ok::<(), azure_inference::Error>(())
//! ```
//!
//! # When a call moves on
//!
//! | failure | moves on | the member cools |
//! | --- | --- | --- |
//! | 408, 429, 5xx, also within a response of status 200 | yes | for the delay that the service asked for, else a growing one |
//! | no connection, a connection that breaks, a timeout of an attempt | yes | a growing delay |
//! | `insufficient_quota`, a deployment that does not exist (yet), a credential that gives no token | yes | a growing delay |
//! | 400, 401, 403, other 404s, a content filter result | no | no |
//! | a [deadline](crate::Timeouts::deadline) that has passed | no | a growing delay |
//! | a stream that has yielded a chunk | no | no |
//!
//! A call moves on at once, and to each member once; that is no retry, and works with
//! [`RetryPolicy::none`](crate::RetryPolicy::none) too. A member that cools is passed over, without being asked again by each
//! call. The growing delay is the backoff of the [`RetryPolicy`](crate::RetryPolicy), half of it at least. When it has passed,
//! the member is sent one call; if that is served two more, then four, so that no crowd meets a member that recovers.
//!
//! When all members cool, a call waits for the soonest, in the order the calls came, for as long as
//! [`max_wait`](crate::RetryPolicy::max_wait) allows. Another attempt at a member that failed is a retry: it counts for
//! `max_retries`, and costs 1 of the [`RetryBudget`](crate::RetryBudget). Retry policy, budget and deadline are those of the
//! client that is called; they hold for all members together. Each member that has served a call within `max_wait` allows
//! `max_retries` more, since it refuses some calls and not all of them: while two members refuse every second request, a call
//! makes up to 11 attempts by default, and 5 once both are down. If nothing helps, the error is that of the last attempt, and
//! lists all:
//!
//! ```text
//! 503 Service Unavailable: busy; attempts: https://sweden.openai.azure.com/openai/v1 (gpt-5): 429 Too Many Requests,
//! retry after 300s; https://france.openai.azure.com/openai/v1: 503 Service Unavailable
//! ```
//!
//! Chat completions move on whole and streamed, with tools (each request of a run by itself) and structured output; so do
//! embeddings (each batch) and images. A [`request`](crate::Client::request) moves on if it is a POST; other methods are of
//! something that one endpoint keeps. [`model_info`](crate::Client::model_info), [`list_models`](crate::Client::list_models) and
//! [`raw`](crate::Client::raw) are sent to the client's own endpoint, the first member: what they return describes one endpoint.
//!
//! # Pacing
//!
//! Off unless asked for, and for clients of one endpoint too: [`max_in_flight`](crate::ClientBuilder::max_in_flight) bounds the
//! calls in flight, [`pace_by_rate_limits`](crate::ClientBuilder::pace_by_rate_limits) holds calls back while the
//! `x-ratelimit-*` headers say that no requests or tokens remain. A member that is full or paced is passed over like one that
//! cools; if there is no other, calls wait in the order they came. Dropping a call gives its turn away, and the wait counts
//! against the deadline.
//!
//! # What can be seen
//!
//! - [`ResponseInfo::endpoint`](crate::ResponseInfo::endpoint), [`member`](crate::ResponseInfo::member) and
//!   [`failed_attempts`](crate::ResponseInfo::failed_attempts): who responded, and what failed before.
//!   [`Error::failed_attempts`](crate::Error::failed_attempts) likewise.
//! - [`Client::members`](crate::Client::members): for a health page, how long each member cools, its calls in flight and its last
//!   failure.
//! - The span of a call has `server.address` and `gen_ai.request.model` of the member, and an event `failover` with `from`,
//!   `to`, `model` and `error.type` for each move.
//!
//! # A thousand prompts
//!
//! Many calls at once need nothing further. Results come in the order of the prompts, errors are collected, and a second pass
//! does what is missing; the example `bulk` adds a progress bar.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("yes"));
//! # let client = mock.client();
//! # let prompts: Vec<String> = (0..20).map(|number| format!("Is {number} prime?")).collect();
//! use futures_util::{StreamExt, stream};
//!
//! let mut answers: Vec<Option<String>> = vec![None; prompts.len()];
//! for pass in 0..3 {
//!     let missing: Vec<usize> = (0..prompts.len()).filter(|place| answers[*place].is_none()).collect();
//!     let calls = missing.into_iter().map(|place| {
//!         let call = client.chat().user(&prompts[place]);
//!         async move { (place, call.send().await) }
//!     });
//!     let mut calls = stream::iter(calls).buffer_unordered(64);
//!     while let Some((place, answer)) = calls.next().await {
//!         match answer {
//!             Ok(answer) => answers[place] = Some(answer.text().to_owned()),
//!             Err(error) => eprintln!("pass {pass}, prompt {place}: {error}"),
//!         }
//!     }
//! }
//! # assert!(answers.iter().all(Option::is_some));
//! # Ok(())
//! # }
//! ```
//!
//! # From a gateway's configuration
//!
//! | elsewhere | here |
//! | --- | --- |
//! | LiteLLM `model_list` with `weight`, `fallbacks` | [`peer`](crate::ClientBuilder::peer), [`weight`](crate::ClientBuilder::weight), [`fallback`](crate::ClientBuilder::fallback) |
//! | LiteLLM `cooldown_time`, `allowed_fails` | the delay of the service, else the backoff of [`RetryPolicy`](crate::RetryPolicy); the first failure |
//! | LiteLLM `rpm`, `tpm`, `max_parallel_requests` | [`pace_by_rate_limits`](crate::ClientBuilder::pace_by_rate_limits), [`max_in_flight`](crate::ClientBuilder::max_in_flight) |
//! | API Management backend pools: `priority`, `weight`, circuit breaker with `acceptRetryAfter` | the order of `fallback`, `weight`; always on |
//! | Python: `for client in clients: try … except RateLimitError` | `fallback` |
//! | Python: `asyncio.Semaphore(64)`, `asyncio.gather` | `max_in_flight(64)`, `buffer_unordered(64)` |
