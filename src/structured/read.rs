//! The value in an answer, or why there is none.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Parsed;
use crate::chat::Answer;
use crate::error::{Kind, Result};
use crate::json;
use crate::models::CompletionsFinishReason;
use crate::schema::AnswerFormat;

/// The value in an answer, or why there is none.
pub(super) fn read<T: DeserializeOwned>(answer: Answer, format: &AnswerFormat) -> Result<Parsed<T>> {
    let fault = match incomplete(&answer) {
        Some(fault) => fault,
        None => match value_of(answer.text(), format) {
            Ok(value) => return Ok(Parsed { value, answer }),
            Err(fault) => fault,
        },
    };
    let Fault { kind, message, place } = fault;
    let error = answer.into_error(kind, message);
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
            Some(Fault::new(Kind::ContentFilter, "the content filter stopped the answer"))
        }
        Some(CompletionsFinishReason::Length) => {
            Some(Fault::new(Kind::LengthLimit, "the answer reached the limit of its tokens before its end"))
        }
        _ if !answer.text().trim().is_empty() => None,
        _ if !answer.tool_calls().is_empty() => {
            Some(Fault::new(Kind::NotJson, "the model asks to call tools in place of an answer"))
        }
        _ => Some(Fault::new(Kind::NotJson, "the answer is empty")),
    }
}

fn value_of<T: DeserializeOwned>(text: &str, format: &AnswerFormat) -> Result<T, Fault> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if !format.is_wrapped
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    let json = match serde_json::from_str::<Value>(text) {
        Ok(json) => json,
        // A scalar is only read from between fences: in other text it could be anything.
        Err(error) => fenced(text)
            .and_then(|inside| serde_json::from_str(inside).ok())
            .or_else(|| json::written_by_model(text))
            .ok_or_else(|| Fault::new(Kind::NotJson, format!("the answer is not JSON: {error}")))?,
    };
    let json = format.unwrap(json);
    fit(&json).or_else(|fault| fit(&json::without_nulls(json)).map_err(|_| fault))
}

/// A value as a type, or where it does not fit.
fn fit<T: DeserializeOwned>(json: &Value) -> Result<T, Fault> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let place = error.path().to_string();
        let (at, place) = if place == "." { (String::new(), None) } else { (format!(" at `{place}`"), Some(place)) };
        let message = format!("the answer does not fit{at}: {}", error.inner());
        Fault { kind: Kind::TypeMismatch, message, place }
    })
}

/// What stands between Markdown fences, if there are some.
fn fenced(text: &str) -> Option<&str> {
    let (_, inside) = text.split_once("```")?;
    // The name of the language.
    let inside = inside.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    Some(inside.rsplit_once("```").map_or(inside, |(inside, _)| inside).trim())
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::schema;

    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    struct Item {
        name: String,
        #[serde(default)]
        tags: Vec<String>,
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, (Kind, &str)>) {
        match (value_of::<Item>(text, &schema::answer_format::<Item>()), expected) {
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
        check("Here it is: {\"name\": \"a\"}", Ok("a"));
        check(r#"{"name": "a"}{"name": "a"}"#, Ok("a"));
        check(r#"{"name": "a", "tags": ["b",],}"#, Ok("a"));
        check("{\"name\": \"a\nb\"}", Ok("a\nb"));
    }

    #[test]
    fn null_stands_for_what_has_a_default() {
        check(r#"{"name": "a", "tags": null}"#, Ok("a"));
        check(
            r#"{"name": null, "tags": null}"#,
            Err((Kind::TypeMismatch, "the answer does not fit at `name`: invalid type: null, expected a string")),
        );
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let not_json = |message| Err((Kind::NotJson, message));
        check("7,000", not_json("the answer is not JSON: trailing characters at line 1 column 2"));
        check("```\nyes\n```", not_json("the answer is not JSON: expected value at line 1 column 1"));
        check(r#"{"tags": []}"#, Err((Kind::TypeMismatch, "the answer does not fit: missing field `name`")));
        let place = "the answer does not fit at `tags[1]`: invalid type: integer `2`, expected a string";
        check(r#"{"name": "a", "tags": ["b", 2]}"#, Err((Kind::TypeMismatch, place)));
        check(r#"```{"name": "a", "tags": ["b", 2]}```"#, Err((Kind::TypeMismatch, place)));
    }

    #[test]
    fn a_wrapper_is_taken_off() {
        let format = schema::answer_format::<Vec<u8>>();
        for text in [r#"{"value": [1, 2]}"#, "[1, 2]"] {
            assert_eq!(value_of::<Vec<u8>>(text, &format), Ok(vec![1, 2]));
        }
        // A type that is a choice may have a `value` of its own.
        assert_eq!(format.unwrap(json!({"value": 1, "unit": "m"})), json!({"value": 1, "unit": "m"}));
    }
}
