//! Functions of yours that the model may call.
//!
//! The model never calls anything itself: it responds with the names and arguments of calls, your program makes them,
//! and the next request has the results. [Chat completions](super::chat_completions#call-tools) has the
//! shortest form of it, [`ToolSet`](crate::ToolSet) and [`run`](crate::ChatRequest::run). On this page `tools` is the
//! set of that section.
//!
//! # By hand
//!
//! The same loop without [`run`](crate::ChatRequest::run):
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
//! "…")])`, and [`tool_result`](crate::ChatRequest::tool_result) for the result. A call has
//! [`name`](crate::models::ChatCompletionsToolCall::name), [`id`](crate::models::ChatCompletionsToolCall::id),
//! [`arguments`](crate::models::ChatCompletionsToolCall::arguments) and, as a type of yours,
//! [`parse`](crate::models::ChatCompletionsToolCall::parse).
//!
//! # Streamed
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
//!         RunEvent::ToolRejected { name, failure, .. } => println!("[{name} was not called: {failure:?}]"),
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
//! # A typed answer
//!
//! [`run_parse`](crate::ChatRequest::run_parse) ends a run in a value of a type of yours, as
//! [`parse`](crate::ChatRequest::parse) does without tools:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("roll", serde_json::json!({}))).reply(Reply::text(r#"{"sum": 4}"#));
//! # let client = mock.client();
//! # let tools = azure_inference::ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
//! #[derive(serde::Deserialize, schemars::JsonSchema)]
//! struct Total {
//!     sum: u32,
//! }
//!
//! let total: Total = client.chat().user("Roll a die and add it up.").tools(&tools).run_parse().await?;
//! # assert_eq!(total.sum, 4);
//! # Ok(())
//! # }
//! ```
//!
//! # Failures, timeouts and budgets
//!
//! When a call fails (an unknown tool, arguments that are not JSON or do not fit the type, an error of the function, a
//! timeout), the model gets the error and often corrects itself. Only beyond the limits of a run there is an error, and
//! [`Error::tool_run`](crate::Error::tool_run) keeps the conversation:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("roll", serde_json::json!({})));
//! # let client = mock.client();
//! use std::time::Duration;
//! use azure_inference::{ErrorKind, ToolLimits, ToolSet};
//!
//! async fn roll((): ()) -> Result<u8, String> {
//!     Err("the die fell off the table".to_owned())
//! }
//!
//! let limits = ToolLimits::default()
//!     .rounds(3) // requests to the model
//!     .calls(20) // tool calls in all
//!     .tokens(50_000) // the token budget of the run
//!     .time_per_tool(Duration::from_secs(5));
//! let tools = ToolSet::new()
//!     .try_tool("roll", "Rolls a die", roll)
//!     .timeout("roll", Duration::from_secs(1)) // of this tool alone
//!     .limits(limits);
//! let error = client.chat().user("Roll a die.").tools(&tools).run().await.unwrap_err();
//!
//! assert_eq!(error.kind(), ErrorKind::ToolLimit);
//! let run = error.tool_run().unwrap();
//! assert_eq!((run.rounds(), run.conversation().len()), (3, 5)); // the question, and two calls with their results
//! # Ok(())
//! # }
//! ```
//!
//! # Approval
//!
//! A [`before_call`](crate::ToolSet::before_call) hook decides on each call: it lets the call pass, changes its arguments,
//! refuses it, or stops the run. It is asynchronous, so it can ask a person, and sees the conversation. An
//! [`after_call`](crate::ToolSet::after_call) hook sees each result before the model does.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("delete_file", serde_json::json!({"path": "/etc/passwd"})));
//! # mock.reply(Reply::tool_call("pay", serde_json::json!({"amount": 500})));
//! # let client = mock.client();
//! # use azure_inference::ToolSet;
//! # #[derive(serde::Deserialize, schemars::JsonSchema)]
//! # struct File { path: String }
//! # #[derive(serde::Deserialize, schemars::JsonSchema)]
//! # struct Payment { amount: u64 }
//! # let tools = ToolSet::new().tool("delete_file", "Deletes a file", |file: File| async move { file.path });
//! # let tools = tools.tool("pay", "Pays", |payment: Payment| async move { payment.amount });
//! use azure_inference::CallDecision;
//!
//! let tools = tools.before_call(|call| async move {
//!     match call.name.as_str() {
//!         "delete_file" => CallDecision::Refuse("files are never deleted here".into()),
//!         "pay" if call.arguments["amount"].as_u64() > Some(100) => CallDecision::Stop("more than 100".into()),
//!         _ => CallDecision::Pass,
//!     }
//! });
//! let run = client.chat().user("Clean up and pay.").tools(&tools).run().await?;
//!
//! // The run so far: it can be stored, and continued once someone has approved.
//! assert_eq!(run.stopped(), Some("more than 100"));
//! assert_eq!(run.answer().tool_calls()[0].arguments(), r#"{"amount":500}"#);
//! let next = client.chat().messages(run.conversation()).user("The payment is approved.");
//! # drop(next);
//! # assert!(mock.requests()[1].tool_result("delete_file").unwrap().contains("never deleted"));
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
//! # Results with images
//!
//! A [`ToolOutput`](crate::ToolOutput) of several parts goes into the `tool` message as a list. OpenAI models accept images in
//! user messages only: [`media_in_user_message`](crate::ToolSet::media_in_user_message) moves them there.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::tool_call("screenshot", serde_json::json!({})));
//! # mock.reply(Reply::text("A login form."));
//! # let client = mock.client();
//! use azure_inference::models::ChatMessageContentItem;
//! use azure_inference::{ToolOutput, ToolSet};
//!
//! let tools = ToolSet::new()
//!     .tool("screenshot", "The page as it looks", |(): ()| async {
//!         let image = ChatMessageContentItem::image_url("data:image/png;base64,iVBORw0KGgo=");
//!         ToolOutput::parts([ChatMessageContentItem::text("1280 x 720"), image])
//!     })
//!     .media_in_user_message();
//! let run = client.chat().user("What does the page show?").tools(&tools).run().await?;
//! # assert_eq!(run.text(), "A login form.");
//! # assert_eq!(mock.requests()[1].messages()[3]["role"], "user");
//! # Ok(())
//! # }
//! ```
//!
//! # Tools of an MCP server
//!
//! The example `mcp` adds the tools of a server of the Model Context Protocol, with the SDK `rmcp`: a definition from each
//! tool's schema by [`define`](crate::ToolSet::define), a call to the server as its function, and its text, images or error
//! as the result.
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
