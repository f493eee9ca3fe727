//! Functions of yours that the model may call.
//!
//! The model never calls anything itself: it answers with the names and arguments of calls, your program makes them,
//! and the model is asked again with the results. [Chat completions](super::chat_completions#call-tools) has the
//! shortest form of it, [`ToolSet`](crate::ToolSet) and [`run`](crate::ChatRequest::run). On this page `tools` is the
//! set of that section.
//!
//! # By hand
//!
//! Where each step is to be yours: define, ask, look whether there are calls, keep the answer, make the calls, keep the
//! results, ask again.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("get_flight_info", serde_json::json!({"origin_city": "Miami"})));
//! # mock.reply(Reply::text("There is no flight."));
//! # let client = mock.client();
//! # use azure_inference::ToolSet;
//! # #[derive(serde::Deserialize, schemars::JsonSchema)]
//! # struct Origin { origin_city: String }
//! # let tools = ToolSet::new().tool("get_flight_info", "Flights", |origin: Origin| async move { origin.origin_city });
//! use azure_inference::Conversation;
//!
//! let mut conversation = Conversation::new();
//! conversation.user("When is the next flight from Miami to Seattle?");
//! let answer = loop {
//!     let answer = client.chat().messages(&conversation).tools(&tools).send().await?;
//!     conversation.push(&answer); // its calls belong to the history
//!     if answer.tool_calls().is_empty() {
//!         break answer;
//!     }
//!     for call in answer.tool_calls() {
//!         conversation.push(tools.call(call).await); // each wants its result
//!     }
//! };
//! # assert_eq!(answer.text(), "There is no flight.");
//! # assert_eq!(conversation.len(), 4);
//! # Ok(())
//! # }
//! ```
//!
//! [`tools.call`](crate::ToolSet::call) always gives a message, also when the call goes wrong. For calls that are made
//! elsewhere definitions do without functions: `.tools([FunctionDefinition::from_type::<Route>("get_flight_info",
//! "…")])`, and [`tool_result`](crate::ChatRequest::tool_result) for what came of them.
//!
//! # As it happens
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # use azure_inference::testing::{ByteServer, Script};
//! # let call = Script::stream().tool_call(0, "call_1", "roll", "{}").finish("tool_calls").done();
//! # let mock = ByteServer::start(vec![call, Script::stream().text("A four.").finish("stop").done()]).await;
//! # let client = mock.client();
//! # use azure_inference::ToolSet;
//! # let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
//! use azure_inference::{ChatEvent, RunEvent};
//!
//! let mut events = client.chat().user("Roll a die.").tools(&tools).run_stream().await?;
//! while let Some(event) = events.next().await {
//!     match event? {
//!         RunEvent::Model(ChatEvent::Text { text, .. }) => print!("{text}"),
//!         RunEvent::ToolStarted { name, arguments, .. } => println!("[{name} {arguments}]"),
//!         RunEvent::ToolFinished { content, failure, .. } => println!("[{content} {failure:?}]"),
//!         _ => {}
//!     }
//! }
//! let run = events.into_run()?;
//! # assert_eq!((run.text(), run.rounds()), ("A four.", 2));
//! # Ok(())
//! # }
//! ```
//!
//! # What may go wrong
//!
//! An unknown tool, arguments that are not JSON or do not fit the type, an error of the function, a tool that takes too
//! long: the model is told in words that it can act on, and often does better the next time. Only past the bounds a run
//! is an error, and [`Error::tool_run`](crate::Error::tool_run) keeps the conversation:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("roll", serde_json::json!({})));
//! # let client = mock.client();
//! use std::time::Duration;
//! use azure_inference::{ToolLimits, ToolSet};
//!
//! async fn roll((): ()) -> Result<u8, String> {
//!     Err("the die fell off the table".to_owned())
//! }
//!
//! let limits = ToolLimits::default().rounds(3).time_per_tool(Duration::from_secs(5));
//! let tools = ToolSet::new().try_tool("roll", "Rolls a die", roll).limits(limits);
//! let error = client.chat().user("Roll a die.").tools(&tools).run().await.unwrap_err();
//!
//! assert!(error.is_tool_limit());
//! let run = error.tool_run().unwrap();
//! assert_eq!((run.rounds(), run.conversation().len()), (3, 5)); // the question, and two calls with their results
//! # Ok(())
//! # }
//! ```
//!
//! # Who decides
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("delete_file", serde_json::json!({"path": "/etc/passwd"})));
//! # mock.reply(Reply::text("I may not."));
//! # let client = mock.client();
//! # use azure_inference::ToolSet;
//! # #[derive(serde::Deserialize, schemars::JsonSchema)]
//! # struct File { path: String }
//! # let tools = ToolSet::new().tool("delete_file", "Deletes a file", |file: File| async move { file.path });
//! use azure_inference::CallDecision;
//!
//! let tools = tools.before_call(|call| async move {
//!     match call.name.as_str() {
//!         "delete_file" => CallDecision::Refuse("files are never deleted here".into()),
//!         _ => CallDecision::Pass,
//!     }
//! });
//! let run = client.chat().user("Clean up.").tools(&tools).run().await?;
//! # assert_eq!(run.text(), "I may not.");
//! # assert!(mock.requests()[1].messages()[2]["content"].to_string().contains("never deleted"));
//! # Ok(())
//! # }
//! ```
//!
//! [`tool_choice`](crate::ChatRequest::tool_choice) says whether the model must, may or must not call;
//! [`tool_choice_named`](crate::ChatRequest::tool_choice_named) that it must call one. In a run that holds for the
//! first round, or it would never answer. Some models ignore it. [`ToolSet::strict`](crate::ToolSet::strict) makes
//! services that know strict schemas hold the model to them.
//!
//! [`define`](crate::ToolSet::define) takes a schema as JSON, such as an MCP server's `inputSchema`. Services refuse much that
//! JSON Schema allows, so schemas are completed before they are sent: objects get `properties`, arrays get `items`, and a
//! choice at the root becomes one object whose description lists the forms.
//!
//! # State
//!
//! A closure may own what it needs; each call clones what it takes along. A [`Tool`](crate::Tool) is a type with state.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("count", serde_json::json!({})));
//! # mock.reply(Reply::text("Once."));
//! # let client = mock.client();
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use azure_inference::ToolSet;
//!
//! let calls = Arc::new(AtomicU32::new(0));
//! let counter = Arc::clone(&calls);
//! let tools = ToolSet::new().tool("count", "How often this was called", move |(): ()| {
//!     let counter = Arc::clone(&counter);
//!     async move { counter.fetch_add(1, Ordering::Relaxed) + 1 }
//! });
//! client.chat().user("Count.").tools(&tools).run().await?;
//! assert_eq!(calls.load(Ordering::Relaxed), 1);
//! # Ok(())
//! # }
//! ```
