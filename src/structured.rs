//! Answers as values of the caller's own types.

mod read;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::chat::{Answer, ChatRequest};
use crate::error::{Kind, Result};
use crate::schema::{self, AnswerFormat};
use crate::stream::{ChatStream, Chunk};
use read::read;

/// An answer and the value in it; given by [`ChatRequest::parse_answer`].
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    /// What the model answered, as the type that was asked for.
    pub value: T,
    /// The whole answer: raw text, usage, ids.
    pub answer: Answer,
}

/// Answers as values of your own types.
impl ChatRequest {
    /// Asks, and reads the answer as a value of a type.
    ///
    /// The type derives `Deserialize` and `JsonSchema`: Cargo.toml has `serde` with the feature `derive` and
    /// `schemars = "1"`. Its schema goes along as `response_format`, with the name of the type; doc comments of the type and
    /// its fields are descriptions that the model reads.
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
    /// The schema is strict, so that services which enforce schemas let the model write nothing else; only with any JSON
    /// (`serde_json::Value`) or flattened maps in the type it is not. Maps are asked for as lists of their entries and read
    /// back as maps. See [`FunctionDefinition::strict`](crate::models::FunctionDefinition::strict) for optional fields and
    /// limits. A type that is no object, such as an enum or a list, is asked for as
    /// `{"value": …}` and read from there. Fields are asked for in alphabetical order, or in that of the type if your
    /// program has the feature `preserve_order` of `serde_json` on.
    ///
    /// A model that knows no schemas: set `response_format(ChatCompletionsResponseFormat::json_object())` and describe the
    /// JSON in a message. What [`response_format`](Self::response_format) says is always left as it is. Markdown fences
    /// around the JSON are read over, and so is `<think>…</think>` before it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if there is no such value in the answer: the model declines ([`Refused`]), the content filter
    /// stops it ([`ContentFilter`]), it reaches the limit of tokens ([`LengthLimit`]), it is not JSON ([`NotJson`]), or JSON
    /// that does not fit the type ([`TypeMismatch`], with the place). Each keeps the response: [`partial_answer`].
    ///
    /// [`Refused`]: crate::ErrorKind::Refused
    /// [`ContentFilter`]: crate::ErrorKind::ContentFilter
    /// [`LengthLimit`]: crate::ErrorKind::LengthLimit
    /// [`NotJson`]: crate::ErrorKind::NotJson
    /// [`TypeMismatch`]: crate::ErrorKind::TypeMismatch
    /// [`partial_answer`]: crate::Error::partial_answer
    #[doc(alias("structured_output", "generate_object", "extract", "response_format"))]
    pub async fn parse<T: DeserializeOwned + JsonSchema>(self) -> Result<T> {
        Ok(self.parse_answer().await?.value)
    }

    /// The same, and the whole answer beside the value.
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
    /// let Parsed { value, answer } = client.chat().user("Primes below 10?").parse_answer::<Vec<u8>>().await?;
    /// assert_eq!(value, [2, 3, 5, 7]);
    /// println!("{:?}", answer.usage());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub async fn parse_answer<T: DeserializeOwned + JsonSchema>(self) -> Result<Parsed<T>> {
        let (request, format) = self.asking_for::<T>();
        read(request.send().await?, &format)
    }

    /// Runs with tools as [`run`](Self::run) does, and reads the last response as a value of a type.
    ///
    /// For the conversation and the usage beside the value, set
    /// [`response_format`](Self::response_format) and take [`ToolRun::parse`](crate::ToolRun::parse) after `run`.
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
        let (request, format) = self.asking_for::<T>();
        let run = request.run().await?;
        let parsed = match run.stopped() {
            Some(reason) => {
                let message = format!("a hook stopped the run before there was a value: {reason}");
                Err(run.answer().clone().into_error(Kind::NotJson, message))
            }
            None => read(run.answer().clone(), &format),
        };
        parsed.map(|parsed| parsed.value).map_err(|error| error.with_partial(run))
    }

    /// The same as it comes: a stream of chunks that ends in the value.
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
        let (request, format) = self.asking_for::<T>();
        Ok(ParsedStream { stream: request.stream().await?, format, value: PhantomData })
    }

    /// The request with the format of the type, unless it has one; and that format, by which the response is read.
    fn asking_for<T: JsonSchema>(self) -> (Self, AnswerFormat) {
        let request = self.split_think();
        let format = schema::answer_format::<T>();
        let has_format = request.has_response_format();
        let request = if has_format { request } else { request.response_format(format.definition.clone()) };
        (request, format)
    }
}

impl Answer {
    /// Reads the answer as a value of a type, as [`ChatRequest::parse`] does: for a request that asked by
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
    /// As [`ChatRequest::parse`], but for those of sending.
    pub fn parse<T: DeserializeOwned + JsonSchema>(&self) -> Result<T> {
        Ok(read(self.clone(), &schema::answer_format::<T>())?.value)
    }
}

/// A streamed answer that is a value in the end; opened by [`ChatRequest::parse_stream`].
///
/// It yields the chunks of the JSON text as [`ChatStream`] does.
#[must_use = "a stream does nothing until it is read"]
pub struct ParsedStream<T> {
    stream: ChatStream,
    format: AnswerFormat,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> ParsedStream<T> {
    /// The next chunk; `None` after the end.
    ///
    /// # Errors
    ///
    /// As [`ChatStream::next`].
    pub async fn next(&mut self) -> Option<Result<Chunk>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads to the end and gives the value and the answer.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next) and [`into_parsed`](Self::into_parsed).
    pub async fn collect(self) -> Result<Parsed<T>> {
        read(self.stream.collect().await?, &self.format)
    }

    /// The value and the whole answer, after the end.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end or failed, and as [`ChatRequest::parse`].
    pub fn into_parsed(self) -> Result<Parsed<T>> {
        read(self.stream.into_answer()?, &self.format)
    }

    /// What there is of the answer, wherever the stream stands.
    pub fn into_partial(self) -> Answer {
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
