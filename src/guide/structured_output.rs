//! Answers as values of your own types.
//!
//! # A value instead of a text
//!
//! Derive `Deserialize` and `JsonSchema`, and ask with [`parse`](crate::ChatRequest::parse):
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # let client = mock.client();
//! # let english = r#"{"name": "English", "family": "IndoEuropean"}"#;
//! # mock.reply(Reply::text(format!(r#"{{"count": 7000, "largest": [{english}], "note": null}}"#)));
//! use schemars::JsonSchema; // schemars = "1"
//! use serde::Deserialize; // serde = { version = "1", features = ["derive"] }
//!
//! /// What is known of the world's languages.
//! #[derive(Deserialize, JsonSchema)]
//! struct Languages {
//!     /// How many are spoken today.
//!     count: u32,
//!     largest: Vec<Language>,
//!     /// Left out if there is nothing to add.
//!     note: Option<String>,
//! }
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Language {
//!     name: String,
//!     family: Family,
//! }
//!
//! #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
//! enum Family {
//!     IndoEuropean,
//!     SinoTibetan,
//!     Other,
//! }
//!
//! let languages: Languages = client.chat().user("How many languages are in the world?").parse().await?;
//! println!("{}, such as {}", languages.count, languages.largest[0].name);
//! # assert_eq!((languages.count, &languages.largest[0].family, languages.note), (7000, &Family::IndoEuropean, None));
//! # let request = mock.requests().remove(0);
//! # let format = &request.json()["response_format"]["json_schema"];
//! # assert_eq!((&format["name"], &format["strict"]), (&"Languages".into(), &true.into()));
//! # Ok(())
//! # }
//! ```
//!
//! The schema of the type goes along, with the name of the type; doc comments are what the model reads about it.
//! [`parse_answer`](crate::ChatRequest::parse_answer) gives the whole [`Answer`](crate::Answer) beside the value,
//! [`parse_stream`](crate::ChatRequest::parse_stream) the text as it comes and the value in the end.
//!
//! # What becomes of a type
//!
//! Services that enforce a schema want it strict, and know only a part of JSON Schema. So:
//!
//! | in the type | in the schema |
//! | --- | --- |
//! | a struct | an object that is closed, with every field required |
//! | `Option<T>` | `T` or null |
//! | `#[serde(default)]` | required, with the default told in the description |
//! | an enum | an `enum` of texts, or `anyOf` of objects; any tagging of serde |
//! | `HashMap`, `BTreeMap` | a list of entries `{"key": …, "value": …}`, read back as a map |
//! | `serde_json::Value`, a flattened map | strict mode has no form for it: the schema is then not strict |
//! | a tuple | an array of any of its types; its length and order are told in the description |
//! | recursion | `$ref` into `$defs` |
//! | `#[schemars(range(…))]`, `length`, `regex`, dates | told in the description, not enforced |
//! | no object at all: a list, an enum, a number | `{"value": …}` around it, taken off again |
//!
//! [`FunctionDefinition::strict`](crate::models::FunctionDefinition::strict) does the same for the arguments of a
//! function, and [`ToolSet::strict`](crate::ToolSet::strict) for all tools of a set. Arguments that can't be strict are an
//! error there, and maps need a [`ToolSet`](crate::ToolSet), which reads them back.
//!
//! # When there is no value
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text(r#"{"count": "many"}"#));
//! # let client = mock.client();
//! # #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
//! # struct Languages { count: u32 }
//! let error = client.chat().user("How many languages are in the world?").parse::<Languages>().await.unwrap_err();
//!
//! assert!(error.is_decode());
//! assert_eq!(error.param(), Some("count")); // the place in the JSON
//! assert_eq!(error.partial_answer().unwrap().text(), r#"{"count": "many"}"#); // the raw text
//! # Ok(())
//! # }
//! ```
//!
//! | [kind](crate::Error::kind) | what happened |
//! | --- | --- |
//! | [`Refused`](crate::ErrorKind::Refused) | the model declined; `message` has its words |
//! | [`ContentFilter`](crate::ErrorKind::ContentFilter) | the content filter stopped the response |
//! | [`LengthLimit`](crate::ErrorKind::LengthLimit) | the response reached `max_tokens` first |
//! | [`NotJson`](crate::ErrorKind::NotJson) | text, or a tool call, in place of JSON |
//! | [`TypeMismatch`](crate::ErrorKind::TypeMismatch) | JSON that does not fit the type |
//!
//! # A model without schemas
//!
//! Set `json_object` and describe the JSON in a message. What you set yourself is left as it is:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text(r#"{"count": 7000}"#));
//! # let client = mock.client();
//! # #[derive(serde::Deserialize, schemars::JsonSchema)]
//! # struct Languages { count: u32 }
//! use azure_inference::models::ChatCompletionsResponseFormat;
//!
//! let languages: Languages = client
//!     .chat()
//!     .system(r#"Answer in JSON, in this form: {"count": 123}."#)
//!     .user("How many languages are in the world?")
//!     .response_format(ChatCompletionsResponseFormat::json_object())
//!     .parse()
//!     .await?;
//! # assert_eq!(languages.count, 7000);
//! # assert_eq!(mock.requests()[0].json()["response_format"]["type"], "json_object");
//! # Ok(())
//! # }
//! ```
//!
//! # With tools
//!
//! A run gives an answer too, which can be read as a value if its form was asked for:
//!
//! ```
//! # use azure_inference::testing::{MockService, Reply};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> azure_inference::Result<()> {
//! # let mock = MockService::start().await;
//! # mock.reply(Reply::text(r#"{"airline": "Delta", "departs": "18:25"}"#));
//! # let client = mock.client();
//! # use azure_inference::ToolSet;
//! # let tools = ToolSet::new().tool("get_flight_info", "The next flight", |(): ()| async { "Delta, 18:25" });
//! #[derive(serde::Deserialize, schemars::JsonSchema)]
//! struct Flight {
//!     airline: String,
//!     departs: String,
//! }
//!
//! let request = client.chat().user("When is the next flight from Miami to Seattle?").tools(&tools);
//! let flight: Flight = request.run_parse().await?;
//! # assert_eq!((flight.airline.as_str(), flight.departs.as_str()), ("Delta", "18:25"));
//! # Ok(())
//! # }
//! ```
