//! The samples of the Python SDK `azure-ai-inference`, in Rust.
//!
//! [Migration](super::migration) has the calls one by one. Here are whole samples, in the order in which the Python SDK
//! has them. `client` is made as in the first; `Result<(), Box<dyn std::error::Error>>` as the result of `main` lets `?`
//! take errors of JSON and of files too.
//!
//! # A program
//!
//! ```toml
//! [dependencies]
//! azure-inference = "0.1"      # features = ["entra"] for credentials of azure_identity
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! serde_json = "1"             # where a sample has a dict
//! serde = { version = "1", features = ["derive"] }   # where it has classes
//! schemars = "1"                                     # and JSON Schemas of them
//! ```
//!
//! ```no_run
//! use azure_inference::Client;
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let endpoint = std::env::var("AZURE_AI_CHAT_ENDPOINT")?;
//!     let key = std::env::var("AZURE_AI_CHAT_KEY")?;
//!     let client = Client::builder(endpoint).api_key(key).model("my-deployment").build()?;
//!
//!     let answer = client
//!         .chat()
//!         .system("You are a helpful assistant.")
//!         .user("How many feet are in a mile?")
//!         .send()
//!         .await?;
//!     println!("{}", answer.text());
//!     Ok(())
//! }
//! ```
//!
//! There is one client for chats, embeddings, images and model information, and it is asynchronous: `aio` and the other
//! one are the same here. It is closed when it is dropped, without `with` or `close()`.
//!
//! # History, and messages as dicts
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("2010.")).reply(Reply::text("150 billion dollars."));
//! # let client = mock.client();
//! use azure_inference::Conversation;
//!
//! let mut messages = Conversation::new();
//! messages.system("You answer in two sentences at most.").user("When was most of the space station built?");
//! let answer = client.chat().messages(&messages).send().await?;
//! messages.push(&answer).user("And what did it cost?");
//! let answer = client.chat().messages(&messages).send().await?;
//! messages.push(&answer);
//!
//! println!("{}", serde_json::to_string_pretty(&messages)?); // [message.as_dict() for message in messages]
//! println!("{}", serde_json::to_string_pretty(answer.completions())?); // response.as_dict()
//! # assert_eq!((messages.len(), mock.requests()[1].messages().len()), (5, 4));
//! # Ok(())
//! # }
//! ```
//!
//! # A request from a dict, a file or bytes
//!
//! Any JSON of the interface is taken, and goes out as it came; an input or a stop text that is not in a list goes out in
//! one.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("A cat.")).reply(Reply::text("A cat."));
//! # let client = mock.client();
//! use serde_json::json;
//!
//! let request = json!({
//!     "messages": [
//!         {"role": "system", "content": "You describe images."},
//!         {"role": "user", "content": [
//!             {"type": "text", "text": "What is in this image?"},
//!             {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "high"}},
//!         ]},
//!     ],
//!     "stop": "\n",
//! });
//! # let bytes = request.to_string().into_bytes();
//! let answer = client.chat().body(serde_json::from_value(request)?).send().await?;
//! let answer = client.chat().body(serde_json::from_slice(&bytes)?).send().await?; // as from std::fs::read("chat.json")?
//! # assert_eq!(mock.requests()[1].messages()[1]["content"][1]["image_url"]["detail"], "high");
//! # assert_eq!(mock.requests()[0].json()["stop"], json!(["\n"]));
//! # assert_eq!(answer.text(), "A cat.");
//! # Ok(())
//! # }
//! ```
//!
//! # Tools
//!
//! With the schema as the sample has it. [Tools](super::tools) makes it from a type, and makes the calls by itself.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # let route = serde_json::json!({"origin_city": "Seattle", "destination_city": "Miami"});
//! # mock.reply(Reply::tool_call("get_flight_info", route)).reply(Reply::text("Delta 123."));
//! # let client = mock.client();
//! use azure_inference::Conversation;
//! use azure_inference::models::{CompletionsFinishReason, FunctionDefinition};
//! use serde_json::{Value, json};
//!
//! fn get_flight_info(route: &Value) -> String {
//!     match (route["origin_city"].as_str(), route["destination_city"].as_str()) {
//!         (Some("Seattle"), Some("Miami")) => json!({"airline": "Delta", "flight_number": "DL123"}).to_string(),
//!         _ => json!({"error": "No flights found between the cities"}).to_string(),
//!     }
//! }
//!
//! let schema = json!({
//!     "type": "object",
//!     "properties": {"origin_city": {"type": "string"}, "destination_city": {"type": "string"}},
//!     "required": ["origin_city", "destination_city"],
//! });
//! let mut flight_info = FunctionDefinition::new("get_flight_info");
//! flight_info.description = Some("The next flight between two cities".into());
//! flight_info.parameters = schema.as_object().cloned().unwrap_or_default();
//!
//! let mut messages = Conversation::new();
//! messages.system("You help users find flights.").user("What is the next flight from Seattle to Miami?");
//! let mut answer = client.chat().messages(&messages).tools([flight_info.clone()]).send().await?;
//! if answer.finish_reason() == Some(&CompletionsFinishReason::ToolCalls) {
//!     messages.push(&answer);
//!     for call in answer.tool_calls() {
//!         let function = call.function.clone().unwrap_or_default();
//!         let arguments = serde_json::from_str(function.arguments.as_deref().unwrap_or("{}"))?;
//!         let result = match function.name.as_deref() {
//!             Some("get_flight_info") => get_flight_info(&arguments),
//!             name => format!("there is no function {name:?}"),
//!         };
//!         messages.tool_result(call.id.as_deref().unwrap_or_default(), result);
//!     }
//!     answer = client.chat().messages(&messages).tools([flight_info]).send().await?;
//! }
//! println!("{}", answer.text());
//! # assert_eq!(answer.text(), "Delta 123.");
//! # assert!(mock.requests()[1].messages()[3]["content"].as_str().unwrap().contains("DL123"));
//! # Ok(())
//! # }
//! ```
//!
//! In a stream nothing has to be put together: read it to its end, and `stream.into_answer()?` has the calls whole.
//!
//! ```
//! # use azure_inference::testing::{ByteServer, Script};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let call = Script::stream().tool_call(0, "call_1", "get_flight_info", "{}").finish("tool_calls").done();
//! # let mock = ByteServer::start(vec![call]).await;
//! # let client = mock.client();
//! # let (messages, flight_info) = ("When?", azure_inference::models::FunctionDefinition::new("get_flight_info"));
//! # let request = client.chat().user(messages).tools([flight_info]);
//! let mut stream = request.stream().await?;
//! while let Some(chunk) = stream.next().await {
//!     print!("{}", chunk?.text());
//! }
//! let answer = stream.into_answer()?;
//! println!("{} calls", answer.tool_calls().len());
//! # assert_eq!(answer.tool_calls().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # JSON after a schema of your own
//!
//! With classes take [`parse`](crate::ChatRequest::parse), which makes the schema; with a dict:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text(r#"{"title": "Cake"}"#));
//! # let client = mock.client();
//! # let json_schema = serde_json::json!({"type": "object", "properties": {"title": {"type": "string"}}});
//! use azure_inference::models::ChatCompletionsResponseFormatJsonSchemaDefinition as JsonSchemaFormat;
//!
//! let schema = json_schema.as_object().cloned().unwrap_or_default();
//! let mut format = JsonSchemaFormat::new("Recipe_JSON_Schema", schema);
//! format.strict = Some(true);
//! let answer = client.chat().user("How is a chocolate cake baked?").response_format(format).send().await?;
//! let recipe: serde_json::Value = serde_json::from_str(answer.text())?;
//! # assert_eq!(recipe["title"], "Cake");
//! # assert_eq!(mock.requests()[0].json()["response_format"]["json_schema"]["strict"], true);
//! # Ok(())
//! # }
//! ```
//!
//! # Images and recordings
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("A cat, twice."));
//! # let client = mock.client();
//! # let (image, recording) = (b"\x89PNG\r\n\x1a\n", b"ID3\x04\0\0\0\0\0\0\xff\xfb");
//! use azure_inference::models::{ChatMessageContentItem, ChatMessageImageUrl};
//!
//! let parts = [
//!     ChatMessageContentItem::text("What do you see and hear?"),
//!     ChatMessageContentItem::image_url(ChatMessageImageUrl::new("https://example.com/cat.png")).detail("high"),
//!     ChatMessageContentItem::image_bytes(image)?,     // or image_file("cat.png")?
//!     ChatMessageContentItem::audio_bytes(recording)?, // or audio_file("hello.mp3")?
//! ];
//! let answer = client.chat().user(parts).send().await?;
//! # assert_eq!(mock.requests()[0].messages()[0]["content"][3]["input_audio"]["format"], "mp3");
//! # Ok(())
//! # }
//! ```
//!
//! # Embeddings, and defaults of theirs
//!
//! What a client of the Python SDK has as defaults is a request here that is cloned for each call; base64 is decoded.
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::embeddings(|text| vec![text.len() as f32, 1.0]));
//! # mock.reply(Reply::embeddings(|text| vec![text.len() as f32, 1.0]));
//! # let client = mock.client();
//! let defaults = client.embeddings().input_type("query").encoding_format("base64");
//!
//! let embeddings = defaults.clone().input(["first phrase", "second phrase"]).send().await?;
//! println!("{:?}", embeddings.usage());
//! for (index, vector) in embeddings.into_floats()?.iter().enumerate() {
//!     println!("data[{index}]: length={}, [{:?}, …, {:?}]", vector.len(), vector.first(), vector.last());
//! }
//! let documents = defaults.input("third phrase").input_type("document").send().await?;
//! # assert_eq!(mock.requests()[0].json()["input_type"], "query");
//! # assert_eq!(mock.requests()[1].json()["input_type"], "document");
//! # Ok(())
//! # }
//! ```
//!
//! # Defaults, headers, extras
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("5,280.")).reply(Reply::text("238,900."));
//! # let builder = mock.client_builder();
//! use azure_inference::models::ChatCompletionsOptions;
//! use serde_json::json;
//!
//! let defaults = ChatCompletionsOptions { temperature: Some(0.5), max_tokens: Some(1000), ..Default::default() };
//! let client = builder // Client::builder(endpoint).api_key(key)
//!     .chat_defaults(defaults)
//!     .header("azureml-model-deployment", "blue")
//!     .build()?;
//! client.chat().user("How many feet are in a mile?").send().await?;
//! let request = client.chat().user("How far is the Moon?").max_tokens(2000); // instead of the default
//! request.extra("key1", 1).extra("key2", json!({"key3": [true, "text"]})).send().await?; // model_extras
//! # let requests = mock.requests();
//! # assert_eq!((&requests[0].json()["max_tokens"], &requests[1].json()["max_tokens"]), (&json!(1000), &json!(2000)));
//! # assert_eq!(requests[1].json()["key2"]["key3"][1], "text");
//! # assert_eq!(requests[0].header("azureml-model-deployment"), Some("blue"));
//! # Ok(())
//! # }
//! ```
//!
//! # Tracing
//!
//! Nothing has to be instrumented: calls are spans of the crate `tracing`, seen by whatever subscriber the program sets
//! ([operating](super::operating) lists their fields, the example `telemetry` prints them). Your own functions become spans
//! by `#[tracing::instrument]`. What is said is in them after
//! [`record_content`](crate::ClientBuilder::record_content), in place of the environment variable.
