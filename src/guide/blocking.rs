//! Blocking programs: calls from a program without a runtime of its own, such as a command-line tool.
//!
//! A runtime of tokio with one worker thread is all it takes; `block_on` waits for any future of this crate. In `Cargo.toml`:
//!
//! ```toml
//! [dependencies]
//! azure-inference = "0.1"
//! tokio = { version = "1", features = ["rt-multi-thread"] }
//! ```
//!
//! ```
//! # use azure_inference::testing::{ByteServer, Script};
//! # let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
//! # let streamed = Script::stream().text("About ").text("7,000.").finish("stop").done();
//! # let whole = r#"{"choices":[{"message":{"content":"About 7,000."},"finish_reason":"stop"}]}"#;
//! # let whole = Script::answer(200, "application/json", whole);
//! # let server = threads.block_on(ByteServer::start(vec![whole, streamed.clone(), streamed]));
//! # let client = server.client();
//! use std::iter;
//!
//! let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
//!
//! // A response:
//! let answer = runtime.block_on(client.chat().user("How many languages are in the world?").send())?;
//! println!("{}", answer.text());
//!
//! // A stream, as an iterator:
//! let mut stream = runtime.block_on(client.chat().user("How many languages are in the world?").stream())?;
//! for chunk in iter::from_fn(|| runtime.block_on(stream.next())) {
//!     print!("{}", chunk?.text());
//! }
//! let answer = stream.into_answer()?;
//! assert_eq!(answer.text(), "About 7,000.");
//!
//! // The same for the other streams, such as the text alone:
//! let mut text = runtime.block_on(client.chat().user("How many languages are in the world?").stream())?.text_stream();
//! let texts: Vec<String> = iter::from_fn(|| runtime.block_on(text.next())).collect::<Result<_, _>>()?;
//! assert_eq!(texts, ["About ", "7,000."]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - Dropping a stream, or the iterator over it, cancels the call and closes its connection: the worker thread does that
//!   while the program goes on. A runtime of `new_current_thread` works too, but closes the connection only within the next
//!   `block_on`, or when the runtime is dropped.
//! - Keep one runtime and one [`Client`](crate::Client) for the whole program, so that connections are reused: a connection
//!   ends with the runtime that it was opened in.
//! - Threads share both: `Runtime::block_on` takes `&self`, and the client is cheap to clone. Ctrl-C ends the process as in
//!   any program. [`Timeouts`](crate::Timeouts) bound how long a call may block.
//! - A closure of tools is async still; within it `tokio::task::spawn_blocking` runs blocking code.
//! - `block_on` panics within async code ("Cannot start a runtime from within a runtime"). A library that may be called from
//!   there runs it on a thread of its own, by `std::thread::scope`.
//! - `enable_all` is needed for sockets and timers; without it the first call panics.
