//! Middleware: code of your own between the client and the wire.
//!
//! [`send_with`](crate::ClientBuilder::send_with) takes a function that is given each request and the HTTP client to send it
//! by. It is called once per attempt:
//!
//! | outside of the function | within it |
//! | --- | --- |
//! | retries and their budget, timeouts, the deadline | the request as it goes on the wire, credential included |
//! | the span of the call, the credential, size limits | the pool, TLS and the proxy, if it uses the given HTTP client |
//! | decoding, masking of the credential in what comes back | |
//!
//! A response that the function returns is treated like one of the service, whatever its status; an error like a connection
//! that failed. Dropping a call drops the future of the function. A function that reads a body to its end holds all of it in
//! memory, and a stream then comes in one piece.
//!
//! Each example starts from a builder such as `Client::builder(url).api_key(key)`.
//!
//! # Signing
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use ring::hmac;
//!
//! let key = hmac::Key::new(hmac::HMAC_SHA256, b"shared with the gateway");
//! let client = builder
//!     .send_with(move |mut request, http| {
//!         let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
//!         let signature: String = hmac::sign(&key, body).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
//!         request.headers_mut().insert("x-signature", signature.try_into().expect("it is ASCII"));
//!         async move { http.execute(request).await }
//!     })
//!     .build()?;
//! client.chat().user("Hello!").send().await?;
//! # let key = hmac::Key::new(hmac::HMAC_SHA256, b"shared with the gateway");
//! # let tag: Vec<u8> = mock.requests()[0].header("x-signature").unwrap().as_bytes().chunks(2)
//! #     .map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()).collect();
//! # hmac::verify(&key, mock.requests()[0].body(), &tag).unwrap();
//! # Ok(())
//! # }
//! ```
//!
//! # Caching
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use std::collections::HashMap;
//! use std::sync::{Arc, Mutex};
//! use azure_inference::{http::Response, reqwest};
//!
//! let cache = Arc::new(Mutex::new(HashMap::new())); // bounded, in a real program
//! let client = builder
//!     .send_with(move |request, http| {
//!         let cache = Arc::clone(&cache);
//!         async move {
//!             let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
//!             let key = (request.url().clone(), body.to_vec());
//!             if let Some(body) = cache.lock().unwrap().get(&key).cloned() {
//!                 return Ok::<_, reqwest::Error>(Response::new(body).into());
//!             }
//!             let response = http.execute(request).await?;
//!             if response.status() != 200 {
//!                 return Ok(response);
//!             }
//!             let body = response.bytes().await?;
//!             cache.lock().unwrap().insert(key, body.clone());
//!             Ok(Response::new(body).into())
//!         }
//!     })
//!     .build()?;
//! for _ in 0..3 {
//!     assert_eq!(client.chat().user("Hello!").send().await?.text(), "Hello!");
//! }
//! # assert_eq!(mock.request_count(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Recording
//!
//! One line for each attempt. Whole responses, to play them in tests, are recorded by
//! [`testing::Recorder`](super::testing).
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::error(503, "busy", "busy").header("retry-after-ms", "1")).reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use std::sync::mpsc;
//! use std::time::Instant;
//!
//! let (log, lines) = mpsc::channel();
//! let client = builder
//!     .send_with(move |request, http| {
//!         let (log, started) = (log.clone(), Instant::now());
//!         let (path, size) = (request.url().path().to_owned(), request.body().and_then(|body| body.as_bytes()).map(<[u8]>::len));
//!         async move {
//!             let response = http.execute(request).await;
//!             let status = response.as_ref().map(|response| response.status());
//!             log.send(format!("{path} {size:?} {status:?} {:?}", started.elapsed())).ok();
//!             response
//!         }
//!     })
//!     .build()?;
//! client.chat().user("Hello!").send().await?;
//! assert!(lines.recv().unwrap().contains("Ok(503)"));
//! assert!(lines.recv().unwrap().contains("Ok(200)"));
//! # Ok(())
//! # }
//! ```
//!
//! # A transport of your own
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::{Client, http::Response};
//!
//! # async fn over_a_socket(path: &str, body: Vec<u8>) -> std::io::Result<Vec<u8>> {
//! #     assert!(path == "/v1/chat/completions" && body.starts_with(b"{"));
//! #     Ok(br#"{"choices":[{"message":{"content":"Hello!"},"finish_reason":"stop"}]}"#.to_vec())
//! # }
//! let client = Client::builder("http://localhost/v1")
//!     .send_with(|request, _http| async move {
//!         let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec();
//!         let body = over_a_socket(request.url().path(), body).await?; // your transport
//!         Ok::<_, std::io::Error>(Response::new(body).into())
//!     })
//!     .build()?;
//! assert_eq!(client.chat().user("Hello!").send().await?.text(), "Hello!");
//! # Ok(())
//! # }
//! ```
//!
//! # Fault injection
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use std::io::{Error, ErrorKind};
//! use std::sync::atomic::{AtomicUsize, Ordering};
//! use azure_inference::http::Response;
//!
//! let attempts = AtomicUsize::new(0);
//! let client = builder
//!     .send_with(move |request, http| {
//!         let attempt = attempts.fetch_add(1, Ordering::Relaxed);
//!         async move {
//!             match attempt {
//!                 0 => Err(Error::from(ErrorKind::ConnectionReset)),
//!                 1 => Ok(Response::builder().status(503).body("busy").map_err(Error::other)?.into()),
//!                 _ => http.execute(request).await.map_err(Error::other),
//!             }
//!         }
//!     })
//!     .build()?;
//! let answer = client.chat().user("Hello!").send().await?;
//! assert_eq!((answer.text(), answer.response().attempts()), ("Hello!", 3));
//! # Ok(())
//! # }
//! ```
//!
//! # Services of tower
//!
//! `reqwest::Client` is a `tower::Service`, so that any layer goes around it. State that all requests share, such as a limit,
//! stands outside of the function:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use tower::limit::GlobalConcurrencyLimitLayer;
//! use tower::{Layer, ServiceExt};
//!
//! let limit = GlobalConcurrencyLimitLayer::new(8);
//! let client = builder.send_with(move |request, http| limit.layer(http).oneshot(request)).build()?;
//! assert_eq!(client.chat().user("Hello!").send().await?.text(), "Hello!");
//! # Ok(())
//! # }
//! ```
//!
//! # reqwest-middleware
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # use azure_inference::http::Extensions;
//! # use azure_inference::reqwest::{Request, Response};
//! # struct Team;
//! # #[async_trait::async_trait]
//! # impl reqwest_middleware::Middleware for Team {
//! #     async fn handle(
//! #         &self,
//! #         mut request: Request,
//! #         extensions: &mut Extensions,
//! #         next: reqwest_middleware::Next<'_>,
//! #     ) -> reqwest_middleware::Result<Response> {
//! #         request.headers_mut().insert("x-team", "search".try_into().unwrap());
//! #         next.run(request, extensions).await
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let builder = mock.client_builder().model("gpt-4o");
//! use reqwest_middleware::{ClientBuilder, Error};
//!
//! let client = builder
//!     .send_with(|request, http| async move {
//!         let http = ClientBuilder::new(http).with(Team).build(); // any `Middleware`
//!         http.execute(request).await.map_err(|error| match error {
//!             Error::Reqwest(error) => error.into(), // keeps its kind
//!             Error::Middleware(error) => Box::<dyn std::error::Error + Send + Sync>::from(error),
//!         })
//!     })
//!     .build()?;
//! assert_eq!(client.chat().user("Hello!").send().await?.text(), "Hello!");
//! # assert_eq!(mock.requests()[0].header("x-team"), Some("search"));
//! # Ok(())
//! # }
//! ```
