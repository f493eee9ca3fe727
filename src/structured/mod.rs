//! Structured output: responses as values of Rust types.

mod read;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::chat::stream::{ChatStream, Chunk};
use crate::chat::{ChatRequest, ChatResponse};
use crate::error::{Error, Kind, Result};
use crate::schema::{self, ResponseFormat};
use read::read;

/// A response and the value in it; returned by [`ChatRequest::parse_response`].
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    /// The value that was deserialized from the text of the response.
    pub value: T,
    /// The whole response: text, usage, ids.
    pub response: ChatResponse,
}

/// Structured output.
impl ChatRequest {
    /// Sends the request and deserializes the response into a value of a type.
    ///
    /// The type derives `Deserialize` and `JsonSchema`: add `serde` with the feature `derive` and `schemars = "1"` to your
    /// `Cargo.toml`. The JSON Schema of the type is sent as `response_format`. Doc comments of the type and its fields become
    /// descriptions for the model.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// struct Languages {
    ///     /// How many there are.
    ///     count: u32,
    ///     largest: Vec<String>,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::text(r#"{"count": 7000, "largest": ["English", "Mandarin"]}"#));
    /// # let client = service.client();
    /// let languages: Languages = client.chat().user("How many languages are in the world?").parse().await?;
    /// println!("{}, such as {}", languages.count, languages.largest.join(", "));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The schema is strict, so services with strict mode only generate JSON that follows it. It is not strict for a type
    /// with fields of any JSON (`serde_json::Value`) or flattened maps. Maps are requested as lists of entries and converted
    /// back. A type that is not an object, such as an enum or a list, is requested as `{"value": …}`. See
    /// [`FunctionDefinition::strict`](crate::models::FunctionDefinition::strict) for optional fields and constraints. Fields
    /// are requested in alphabetical order, or in declaration order if your program enables the `serde_json` feature
    /// `preserve_order`.
    ///
    /// A [`response_format`](Self::response_format) that is already set is kept. For a model without support for schemas, set
    /// `response_format(ChatCompletionsResponseFormat::json_object())` and describe the JSON in a message. Markdown code
    /// fences around the JSON and `<think>…</think>` before it are ignored.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the response does not have such a value: the model refused ([`Refused`]), the content
    /// filter blocked the response ([`ContentFilter`]), the response reached the token limit ([`LengthLimit`]), it is not JSON
    /// ([`NotJson`]), or the JSON does not match the type ([`TypeMismatch`], with its path). Each of these errors keeps the
    /// response in [`partial_response`].
    ///
    /// [`Refused`]: crate::ErrorKind::Refused
    /// [`ContentFilter`]: crate::ErrorKind::ContentFilter
    /// [`LengthLimit`]: crate::ErrorKind::LengthLimit
    /// [`NotJson`]: crate::ErrorKind::NotJson
    /// [`TypeMismatch`]: crate::ErrorKind::TypeMismatch
    /// [`partial_response`]: crate::Error::partial_response
    #[doc(alias("structured_output", "generate_object", "extract", "response_format"))]
    pub async fn parse<T: DeserializeOwned + JsonSchema>(self) -> Result<T> {
        Ok(self.parse_response().await?.value)
    }

    /// Does the same as [`parse`](Self::parse) and returns the value together with the whole response.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::text(r#"{"value": [2, 3, 5, 7]}"#));
    /// # let client = service.client();
    /// use azure_inference::Parsed;
    ///
    /// let Parsed { value, response } = client.chat().user("Primes below 10?").parse_response::<Vec<u8>>().await?;
    /// assert_eq!(value, [2, 3, 5, 7]);
    /// println!("{:?}", response.usage());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub async fn parse_response<T: DeserializeOwned + JsonSchema>(self) -> Result<Parsed<T>> {
        let (request, format) = self.with_format_of::<T>();
        read(request.send().await?, &format)
    }

    /// Runs with tools as [`run`](Self::run) does, and deserializes the last response into a value of a type.
    ///
    /// If you also need the conversation or the usage, set [`response_format`](Self::response_format), call `run` and then
    /// [`ToolRun::parse`](crate::ToolRun::parse).
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::tool_call("get_flight_info", serde_json::json!({})));
    /// # service.reply(Reply::text(r#"{"airline": "Delta", "departs": "18:25"}"#));
    /// # let client = service.client();
    /// # let tools = azure_inference::ToolSet::new().tool("get_flight_info", "", |(): ()| async { 1 });
    /// #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// struct Flight {
    ///     airline: String,
    ///     departs: String,
    /// }
    ///
    /// let request = client.chat().user("The next flight from Miami to Seattle?").tools(&tools);
    /// let flight: Flight = request.run_parse().await?;
    /// # assert_eq!((flight.airline.as_str(), flight.departs.as_str()), ("Delta", "18:25"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run) and [`parse`](Self::parse). [`Error::tool_run`](crate::Error::tool_run) has the run.
    #[doc(alias("output_type"))]
    pub async fn run_parse<T: DeserializeOwned + JsonSchema>(self) -> Result<T> {
        let (request, format) = self.with_format_of::<T>();
        let run = request.run().await?;
        let parsed = match run.stopped() {
            Some(reason) => {
                let message = format!("a hook stopped the run before the model returned a value: {reason}");
                Err(run.response().clone().add_to(Error::new(Kind::NotJson, message)))
            }
            None => read(run.response().clone(), &format),
        };
        parsed.map(|parsed| parsed.value).map_err(|error| error.with_partial(run))
    }

    /// Sends the request and returns the response as a stream of chunks, which is deserialized at its end.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// # #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// # struct Languages { count: u32 }
    /// let mut stream = client.chat().user("How many languages are in the world?").parse_stream::<Languages>().await?;
    /// while let Some(chunk) = stream.next().await {
    ///     print!("{}", chunk?.text()); // JSON, piece by piece
    /// }
    /// let languages = stream.into_parsed()?.value;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream).
    pub async fn parse_stream<T: DeserializeOwned + JsonSchema>(self) -> Result<ParsedStream<T>> {
        let (request, format) = self.with_format_of::<T>();
        Ok(ParsedStream { stream: request.stream().await?, format, value: PhantomData })
    }

    /// Sets the response format of a type, unless the request already has a response format.
    fn with_format_of<T: JsonSchema>(self) -> (Self, ResponseFormat) {
        let format = schema::response_format::<T>();
        let request = self.split_think();
        let has_format = request.0.body.response_format.is_some();
        let request = if has_format { request } else { request.response_format(format.definition.clone()) };
        (request, format)
    }
}

impl ChatResponse {
    /// Deserializes the response into a value of a type, as [`ChatRequest::parse`] does. Use it with a request that set
    /// [`response_format`](ChatRequest::response_format), such as a run with tools.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::text(r#"{"airline": "Delta", "departs": "18:25"}"#));
    /// # let client = service.client();
    /// # let tools = azure_inference::ToolSet::new().tool("get_flight_info", "", |(): ()| async { 1 });
    /// use azure_inference::models::ChatCompletionsResponseFormatJsonSchemaDefinition as Format;
    ///
    /// #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// struct Flight {
    ///     airline: String,
    ///     departs: String,
    /// }
    ///
    /// let request = client.chat().user("The next flight from Miami to Seattle?").tools(&tools);
    /// let run = request.response_format(Format::from_type::<Flight>()).run().await?;
    /// let flight: Flight = run.parse()?;
    /// # assert_eq!((flight.airline.as_str(), flight.departs.as_str()), ("Delta", "18:25"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ChatRequest::parse`], except for errors of sending the request.
    pub fn parse<T: DeserializeOwned + JsonSchema>(&self) -> Result<T> {
        Ok(read(self.clone(), &schema::response_format::<T>())?.value)
    }
}

/// Stream of a response that is deserialized at its end; created by [`ChatRequest::parse_stream`].
///
/// It yields the chunks of the JSON text, as [`ChatStream`] does.
#[must_use = "a stream does nothing until it is read"]
pub struct ParsedStream<T> {
    stream: ChatStream,
    format: ResponseFormat,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> ParsedStream<T> {
    /// Returns the next chunk; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<Chunk>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the stream to its end and returns the value together with the whole response.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next) and [`into_parsed`](Self::into_parsed).
    pub async fn finish(self) -> Result<Parsed<T>> {
        read(self.stream.finish().await?, &self.format)
    }

    /// Converts a stream that has been read to its end into the value and the whole response.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end or has failed, and as [`ChatRequest::parse`].
    pub fn into_parsed(self) -> Result<Parsed<T>> {
        read(self.stream.into_response()?, &self.format)
    }

    /// Converts the stream into the response received so far.
    pub fn into_partial(self) -> ChatResponse {
        self.stream.into_partial()
    }
}

impl<T> Stream for ParsedStream<T> {
    type Item = Result<Chunk>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.stream).poll_next(cx)
    }
}

impl<T> fmt::Debug for ParsedStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}
