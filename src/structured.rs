//! Answers as values of the caller's own types.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::chat::{Answer, ChatRequest};
use crate::error::{Error, Kind, Result};
use crate::models::CompletionsFinishReason;
use crate::schema::{self, AnswerFormat, WRAPPER};
use crate::stream::{ChatStream, Chunk};

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
    /// The schema is strict, so that services which enforce schemas let the model write nothing else; only with maps or any
    /// JSON in the type it is not. See [`FunctionDefinition::strict`](crate::models::FunctionDefinition::strict) for what
    /// becomes of optional fields and of limits. A type that is no object, such as an enum or a list, is asked for as
    /// `{"value": …}` and read from there. Fields are asked for in alphabetical order, or in that of the type if your
    /// program has the feature `preserve_order` of `serde_json` on.
    ///
    /// A model that knows no schemas: set `response_format(ChatCompletionsResponseFormat::json_object())` and describe the
    /// JSON in a message. What [`response_format`](Self::response_format) says is always left as it is. Markdown fences
    /// around the JSON are read over, and so is `<think>…</think>` before it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if there is no such value in the answer: the model declines
    /// ([`Error::is_refused`]), the content filter stops it ([`Error::is_content_filtered`]), it is cut by the limit of
    /// tokens ([`Error::is_cut_by_length`]), it is not JSON ([`Error::is_not_json`]), or JSON that does not fit the type
    /// ([`Error::is_decode`], with the place). Each keeps the answer: [`Error::partial_answer`].
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
        let (request, is_wrapped) = self.asking_for::<T>();
        read(request.send().await?, is_wrapped)
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
        let (request, is_wrapped) = self.asking_for::<T>();
        Ok(ParsedStream { stream: request.stream().await?, is_wrapped, value: PhantomData })
    }

    /// The request with the format of the type, unless it has one; and whether answers are wrapped.
    fn asking_for<T: JsonSchema>(self) -> (Self, bool) {
        let request = self.split_think();
        let AnswerFormat { definition, is_wrapped } = schema::answer_format::<T>();
        let request = if request.has_response_format() { request } else { request.response_format(definition) };
        (request, is_wrapped)
    }
}

/// A streamed answer that is a value in the end; opened by [`ChatRequest::parse_stream`].
///
/// It yields the chunks of the JSON text as [`ChatStream`] does.
#[must_use = "a stream does nothing until it is read"]
pub struct ParsedStream<T> {
    stream: ChatStream,
    is_wrapped: bool,
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
        read(self.stream.collect().await?, self.is_wrapped)
    }

    /// The value and the whole answer, after the end.
    ///
    /// # Errors
    ///
    /// If the stream has not been read to its end or failed, and as [`ChatRequest::parse`].
    pub fn into_parsed(self) -> Result<Parsed<T>> {
        read(self.stream.into_answer()?, self.is_wrapped)
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

/// The value in an answer, or why there is none.
fn read<T: DeserializeOwned>(answer: Answer, is_wrapped: bool) -> Result<Parsed<T>> {
    let fault = match incomplete(&answer) {
        Some(fault) => fault,
        None => match value_of(answer.text(), is_wrapped) {
            Ok(value) => return Ok(Parsed { value, answer }),
            Err(fault) => fault,
        },
    };
    let Fault { kind, message, place } = fault;
    let error = Error::of_answer(kind, message, answer);
    Err(match place {
        Some(place) => error.with_param(place),
        None => error,
    })
}

/// Why an answer has no value.
#[derive(Debug, PartialEq)]
struct Fault {
    kind: Kind,
    message: String,
    /// Where in the JSON.
    place: Option<String>,
}

impl Fault {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), place: None }
    }
}

/// Why an answer is not worth reading.
fn incomplete(answer: &Answer) -> Option<Fault> {
    if let Some(refusal) = answer.refusal().filter(|refusal| !refusal.is_empty()) {
        return Some(Fault::new(Kind::Refused, format!("the model declined: {refusal}")));
    }
    match answer.finish_reason() {
        Some(CompletionsFinishReason::ContentFilter) => {
            Some(Fault::new(Kind::FilteredAnswer, "the content filter stopped the answer"))
        }
        Some(CompletionsFinishReason::Length) => {
            Some(Fault::new(Kind::CutByLength, "the answer reached the limit of its tokens before its end"))
        }
        _ if !answer.text().trim().is_empty() => None,
        _ if !answer.tool_calls().is_empty() => {
            Some(Fault::new(Kind::NotJson, "the model asks to call tools in place of an answer"))
        }
        _ => Some(Fault::new(Kind::NotJson, "the answer is empty")),
    }
}

fn value_of<T: DeserializeOwned>(text: &str, is_wrapped: bool) -> Result<T, Fault> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if !is_wrapped && let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let json = match serde_json::from_str::<Value>(text) {
        Ok(json) => json,
        Err(error) => match fenced(text).map(serde_json::from_str::<Value>) {
            Some(Ok(json)) => json,
            _ => return Err(Fault::new(Kind::NotJson, format!("the answer is not JSON: {error}"))),
        },
    };
    let json = if is_wrapped { unwrapped(json) } else { json };
    fit(&json).or_else(|fault| fit(&without_nulls(json)).map_err(|_| fault))
}

/// A value as a type, or where it does not fit.
fn fit<T: DeserializeOwned>(json: &Value) -> Result<T, Fault> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let place = error.path().to_string();
        let (at, place) = if place == "." { (String::new(), None) } else { (format!(" at `{place}`"), Some(place)) };
        let message = format!("the answer does not fit{at}: {}", error.inner());
        Fault { kind: Kind::Misfit, message, place }
    })
}

/// What stands between Markdown fences, if there are some.
fn fenced(text: &str) -> Option<&str> {
    let (_, inside) = text.split_once("```")?;
    // The name of the language.
    let inside = inside.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    Some(inside.rsplit_once("```").map_or(inside, |(inside, _)| inside).trim())
}

/// The value in the object around it; a model that is not held to the schema may leave that out.
fn unwrapped(json: Value) -> Value {
    match json {
        Value::Object(mut members) if members.len() == 1 && members.contains_key(WRAPPER) => {
            members.remove(WRAPPER).unwrap_or_default()
        }
        json => json,
    }
}

/// Members that are null left out: for serde a field with a default may be missing, but not be null.
fn without_nulls(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            members.map(|(name, member)| (name, without_nulls(member))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        json => json,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        name: String,
        #[serde(default)]
        tags: Vec<String>,
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, (Kind, &str)>) {
        match (value_of::<Item>(text, false), expected) {
            (Ok(item), Ok(name)) => assert_eq!(item.name, name),
            (Err(fault), Err((kind, message))) => assert_eq!((fault.kind, fault.message.as_str()), (kind, message)),
            (found, expected) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn what_stands_around_the_json_is_read_over() {
        check(r#"{"name": "a"}"#, Ok("a"));
        check("\u{feff} {\"name\": \"a\"}\n", Ok("a"));
        check("```json\n{\"name\": \"a\"}\n```", Ok("a"));
        check("```\n{\"name\": \"a\"}\n```\n", Ok("a"));
        check("```json {\"name\": \"a\"}```", Ok("a"));
        check("Here it is:\n\n```JSON\r\n{\"name\": \"a ``` b\"}\r\n```\nIs it good?", Ok("a ``` b"));
        check("```json\n{\"name\": \"a\"}", Ok("a"));
        check(r#"{"name": "```json {}```"}"#, Ok("```json {}```"));
    }

    #[test]
    fn null_stands_for_what_has_a_default() {
        check(r#"{"name": "a", "tags": null}"#, Ok("a"));
        check(
            r#"{"name": null, "tags": null}"#,
            Err((Kind::Misfit, "the answer does not fit at `name`: invalid type: null, expected a string")),
        );
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let not_json = |message| Err((Kind::NotJson, message));
        check("7,000", not_json("the answer is not JSON: trailing characters at line 1 column 2"));
        check("```\nyes\n```", not_json("the answer is not JSON: expected value at line 1 column 1"));
        check(r#"{"tags": []}"#, Err((Kind::Misfit, "the answer does not fit: missing field `name`")));
        let place = "the answer does not fit at `tags[1]`: invalid type: integer `2`, expected a string";
        check(r#"{"name": "a", "tags": ["b", 2]}"#, Err((Kind::Misfit, place)));
        check(r#"```{"name": "a", "tags": ["b", 2]}```"#, Err((Kind::Misfit, place)));
    }

    #[test]
    fn a_wrapper_is_taken_off() {
        for text in [r#"{"value": [1, 2]}"#, "[1, 2]"] {
            assert_eq!(value_of::<Vec<u8>>(text, true), Ok(vec![1, 2]));
        }
        // A type that is a choice may have a `value` of its own.
        assert_eq!(unwrapped(json!({"value": 1, "unit": "m"})), json!({"value": 1, "unit": "m"}));
    }
}
