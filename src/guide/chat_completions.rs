//! Chat completions, from the first request to guardrails.
//!
//! The snippets of this page are run by this crate's tests, against the mock that your own tests can use. `client` is a
//! [`Client`](crate::Client) made as in the first section.
//!
//! # What you need
//!
//! A deployment of a model that completes chats, its endpoint, and a key or the right to fetch tokens. The endpoint can
//! be pasted as the portal shows it; [endpoints](super::endpoints) has a table of the kinds.
//!
//! ```toml
//! [dependencies]
//! azure-inference = "0.1"
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! # Make the client
//!
//! With a key:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! use azure_inference::Client;
//!
//! # let key = "secret";
//! let client = Client::builder("https://my-resource.services.ai.azure.com/openai/v1")
//!     .api_key(key)
//!     .model("mistral-large-2407") // the name of the deployment
//!     .build()?;
//! # assert_eq!(client.model(), Some("mistral-large-2407"));
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::from_env`](crate::Client::from_env) does the same with `AZURE_INFERENCE_ENDPOINT`,
//! `AZURE_INFERENCE_CREDENTIAL` and, if it is set, `AZURE_INFERENCE_MODEL`.
//!
//! With a credential of Entra ID, which needs the feature `entra` and the crate `azure_identity`:
//!
//! ```no_run
//! use azure_identity::DeveloperToolsCredential;
//! use azure_inference::Client;
//!
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder("https://my-resource.services.ai.azure.com/openai/v1")
//!     .credential(DeveloperToolsCredential::new(None)?)
//!     .model("mistral-large-2407")
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Tokens are fetched for the scope that the endpoint's kind wants, kept, and renewed in time. Without the feature,
//! [`token_source`](crate::ClientBuilder::token_source) takes them from wherever you have them:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("Hello!"));
//! # let client = mock.client();
//! use std::time::{Duration, SystemTime};
//! use azure_inference::{AccessToken, Client};
//!
//! # let url = mock.url();
//! let client = Client::builder(url)
//!     .token_source(|_scope| async {
//!         std::io::Result::Ok(AccessToken::new("eyJ0eXAi", SystemTime::now() + Duration::from_secs(3600)))
//!     })
//!     .model("mistral-large-2407")
//!     .build()?;
//! # client.chat().user("Hello!").send().await?;
//! # assert_eq!(mock.requests()[0].header("authorization"), Some("Bearer eyJ0eXAi"));
//! # Ok(())
//! # }
//! ```
//!
//! A client is cheap to clone, and all clones share its connections: make one for the program.
//!
//! # Ask
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000 languages are spoken today."));
//! # let client = mock.client();
//! let answer = client
//!     .chat()
//!     .system("You are a helpful assistant.")
//!     .user("How many languages are in the world?")
//!     .send()
//!     .await?;
//!
//! println!("answer: {}", answer.text());
//! println!("model:  {}", answer.model());
//! if let Some(usage) = answer.usage() {
//!     println!("prompt tokens:     {:?}", usage.prompt_tokens);
//!     println!("completion tokens: {:?}", usage.completion_tokens);
//!     println!("total tokens:      {:?}", usage.total_tokens);
//! }
//! # assert_eq!(answer.text(), "About 7,000 languages are spoken today.");
//! # assert_eq!(answer.usage().unwrap().total_tokens, Some(19));
//! # Ok(())
//! # }
//! ```
//!
//! Some models know no message of the system: put those instructions at the start of the user's. Reasoning models read
//! [`developer`](crate::ChatRequest::developer) in its place.
//!
//! To go on talking, keep the messages in a [`Conversation`](crate::Conversation):
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # mock.reply(Reply::text("Arabic, Hebrew, Persian and others."));
//! # let client = mock.client();
//! use azure_inference::Conversation;
//!
//! let mut conversation = Conversation::new();
//! for question in ["How many languages are in the world?", "Which of them are written from right to left?"] {
//!     conversation.user(question);
//!     let answer = client.chat().messages(&conversation).send().await?;
//!     conversation.push(&answer);
//! }
//! # assert_eq!(conversation.len(), 4);
//! # assert_eq!(mock.requests()[1].messages().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! # Stream
//!
//! `send` waits for the whole answer. `stream` gives it as it is made:
//!
//! ```
//! # use azure_inference::testing::{ByteServer, Script};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = ByteServer::start(vec![Script::stream().text("About ").text("7,000.").finish("stop").done()]).await;
//! # let client = mock.client();
//! use std::io::Write;
//!
//! let mut stream = client.chat().user("How many languages are in the world?").stream().await?;
//! while let Some(chunk) = stream.next().await {
//!     print!("{}", chunk?.text());
//!     std::io::stdout().flush().expect("the terminal takes text");
//! }
//! let answer = stream.into_answer()?;
//! println!("\n{:?} {:?}", answer.finish_reason(), answer.usage());
//! # assert_eq!(answer.text(), "About 7,000.");
//! # Ok(())
//! # }
//! ```
//!
//! It ends in the same [`Answer`](crate::Answer) that `send` gives. A stream that breaks off is an error that [keeps
//! what came](crate::Error::partial_answer); none ends silently. There is no task behind it: dropping it closes the
//! connection. [`ChatStream::text_stream`](crate::ChatStream::text_stream) yields pieces of text alone, and
//! [`events`](crate::ChatStream::events) tells apart text, reasoning, calls of tools and verdicts.
//!
//! # Set parameters
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let answer = client
//!     .chat()
//!     .system("You are a helpful assistant.")
//!     .user("How many languages are in the world?")
//!     .temperature(0.0)
//!     .top_p(0.9)
//!     .frequency_penalty(0.5)
//!     .presence_penalty(0.1)
//!     .max_tokens(2048)
//!     .stop(["<|endoftext|>"])
//!     .seed(42)
//!     .send()
//!     .await?;
//! # mock.requests()[0].assert_valid();
//! # assert_eq!(mock.requests()[0].json()["stop"], serde_json::json!(["<|endoftext|>"]));
//! # Ok(())
//! # }
//! ```
//!
//! Only what you set is sent: the model's own defaults hold for the rest, and a model that refuses a parameter never
//! sees it. Reasoning models refuse `temperature` and its kin, and want
//! [`max_completion_tokens`](crate::ChatRequest::max_completion_tokens) in place of `max_tokens`.
//!
//! Not every model takes every parameter. One that a model does not support is answered with status 422, whose
//! [`param`](crate::Error::param) names it. What holds for every call can be set once, by
//! [`ClientBuilder::chat_defaults`](crate::ClientBuilder::chat_defaults), and taken back for one by
//! [`unset`](crate::ChatRequest::unset).
//!
//! ## Answers in JSON
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text(r#"{"answer": "About 7,000."}"#));
//! # let client = mock.client();
//! use azure_inference::models::ChatCompletionsResponseFormat;
//!
//! let answer = client
//!     .chat()
//!     .system(r#"Answer in JSON, in this form: {"answer": "…"}."#)
//!     .user("How many languages are in the world?")
//!     .response_format(ChatCompletionsResponseFormat::json_object())
//!     .send()
//!     .await?;
//! let json: serde_json::Value = serde_json::from_str(answer.text()).expect("the model keeps to it");
//! # assert_eq!(json["answer"], "About 7,000.");
//! # Ok(())
//! # }
//! ```
//!
//! This mode promises JSON, not its shape: say in a message which members you want. Where the model knows schemas, ask
//! for a value of a type of yours instead: [structured output](super::structured_output).
//!
//! ## Extra parameters
//!
//! A parameter that the API does not describe goes to the model under its own name:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text("About 7,000."));
//! # let client = mock.client();
//! let answer = client
//!     .chat()
//!     .user("How many languages are in the world?")
//!     .extra("safe_prompt", true)
//!     .send()
//!     .await?;
//! # assert_eq!(mock.requests()[0].json()["safe_prompt"], true);
//! # Ok(())
//! # }
//! ```
//!
//! Serverless and managed compute endpoints, and the retired `/models` route, refuse what they do not know unless the
//! header `extra-parameters` says otherwise. They are told `pass-through` when an extra is set;
//! [`extra_parameters`](crate::ChatRequest::extra_parameters) says `drop` or `error` instead, for a call or, on the
//! builder, for a client. To them even `n` and `logprobs` are extras. The v1 route and deployments have no such header.
//!
//! # Call tools
//!
//! A tool is a name, a text by which the model chooses, and an async function of a type of yours. `run` asks, calls
//! what the model asks for, gives it the results and asks again, until it answers:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # let client = mock.client();
//! # let route = serde_json::json!({"origin_city": "Miami", "destination_city": "Seattle"});
//! # mock.reply(Reply::tool_call("get_flight_info", route)).reply(Reply::text("There is no flight. Take the train."));
//! use azure_inference::ToolSet;
//! use schemars::JsonSchema; // schemars = "1"
//! use serde::Deserialize; // serde = { version = "1", features = ["derive"] }
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Route {
//!     /// The city that the flight starts from.
//!     origin_city: String,
//!     /// The city that the flight goes to.
//!     destination_city: String,
//! }
//!
//! async fn get_flight_info(route: Route) -> String {
//!     format!("No flight goes from {} to {}. Take a train.", route.origin_city, route.destination_city)
//! }
//!
//! let tools = ToolSet::new().tool("get_flight_info", "The next flight between two cities", get_flight_info);
//! let run = client
//!     .chat()
//!     .system("You help travellers to find their way, with the environment in mind.")
//!     .user("When is the next flight from Miami to Seattle?")
//!     .tools(&tools)
//!     .run()
//!     .await?;
//! println!("{}", run.text());
//! # assert_eq!((run.rounds(), run.text()), (2, "There is no flight. Take the train."));
//! # Ok(())
//! # }
//! ```
//!
//! [Tools](super::tools) tells the rest: the same by hand, as it happens, within bounds, with a person who decides.
//!
//! # Guardrails
//!
//! The service's content filter reads prompts and answers. A blocked prompt is an error:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::content_filter());
//! # let client = mock.client();
//! match client.chat().user("Something violent").send().await {
//!     Ok(answer) => println!("{}", answer.text()),
//!     Err(error) if error.is_content_filtered() => {
//!         for finding in error.content_filter().into_iter().flat_map(|verdict| verdict.blocked()) {
//!             println!("blocked: {} {:?}", finding.category(), finding.severity());
//!         }
//! #         assert_eq!(error.content_filter().unwrap().blocked().count(), 1);
//!     }
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A blocked answer is an answer that ends early, with the finish reason
//! [`ContentFilter`](crate::models::CompletionsFinishReason::ContentFilter) and little or no text; one that was to be
//! [parsed](crate::ChatRequest::parse) is an error. [`Answer::content_filter`](crate::Answer::content_filter) has the
//! verdicts of answers that passed, too. [`content_safety`](crate::content_safety) tells what is in a verdict.
