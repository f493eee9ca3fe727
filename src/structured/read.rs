//! Deserializes the value in a response.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Parsed;
use crate::chat::ChatResponse;
use crate::error::{Error, Kind, Result};
use crate::models::CompletionsFinishReason;
use crate::models::json;
use crate::schema::ResponseFormat;

/// Deserializes the value in a response.
pub(super) fn read<T: DeserializeOwned>(response: ChatResponse, format: &ResponseFormat) -> Result<Parsed<T>> {
    match check_complete(&response).and_then(|()| parse(response.text(), format)) {
        Ok(value) => Ok(Parsed { value, response }),
        Err(error) => Err(response.add_to(error)),
    }
}

/// Rejects a response that can't have the whole value, whatever its text is.
fn check_complete(response: &ChatResponse) -> Result<()> {
    if let Some(refusal) = response.refusal().filter(|refusal| !refusal.is_empty()) {
        return Err(Error::new(Kind::Refused, format!("the model refused: {refusal}")));
    }
    let (kind, message) = match response.finish_reason() {
        Some(CompletionsFinishReason::ContentFilter) => {
            (Kind::ContentFilter, "the content filter blocked the response")
        }
        Some(CompletionsFinishReason::Length) => {
            (Kind::LengthLimit, "the response reached the token limit; raise max_tokens or max_completion_tokens")
        }
        _ if !response.text().trim().is_empty() => return Ok(()),
        _ if !response.tool_calls().is_empty() => {
            (Kind::NotJson, "the response has tool calls instead of text; call `run_parse` to make them")
        }
        _ => (Kind::NotJson, "the response is empty"),
    };
    Err(Error::new(kind, message))
}

fn parse<T: DeserializeOwned>(text: &str, format: &ResponseFormat) -> Result<T> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if !format.is_wrapped
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    let json = match serde_json::from_str::<Value>(text) {
        Ok(json) => json,
        // Scalars are only accepted between code fences: without fences, a number or a word could be prose.
        Err(error) => fenced_code(text)
            .and_then(|code| serde_json::from_str(code).ok())
            .or_else(|| json::parse_lenient(text))
            .ok_or_else(|| Error::new(Kind::NotJson, format!("the response is not JSON: {error}")))?,
    };
    let json = format.unwrap(json);
    deserialize(&json).or_else(|error| deserialize(&json::without_nulls(json)).map_err(|_| error))
}

fn deserialize<T: DeserializeOwned>(json: &Value) -> Result<T> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let fault = |at: &str| {
            Error::new(Kind::TypeMismatch, format!("the response does not match the type{at}: {}", error.inner()))
        };
        match error.path().to_string().as_str() {
            "." => fault(""),
            path => fault(&format!(" at `{path}`")).with_param(path),
        }
    })
}

/// Returns the text between Markdown code fences, if there are any.
fn fenced_code(text: &str) -> Option<&str> {
    let (_, code) = text.split_once("```")?;
    let code = code.trim_start_matches(|language: char| language.is_ascii_alphabetic());
    Some(code.rsplit_once("```").map_or(code, |(code, _)| code).trim())
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

    #[test]
    fn json_is_found_in_the_text() {
        let format = schema::response_format::<Item>();
        for (name, text, expected) in [
            ("only JSON", r#"{"name": "a"}"#, "a"),
            ("byte order mark", "\u{feff} {\"name\": \"a\"}\n", "a"),
            ("code fences with a language", "```json\n{\"name\": \"a\"}\n```", "a"),
            ("code fences", "```\n{\"name\": \"a\"}\n```\n", "a"),
            ("code fences on one line", "```json {\"name\": \"a\"}```", "a"),
            (
                "code fences in prose and in a string",
                "Here it is:\n\n```JSON\r\n{\"name\": \"a ``` b\"}\r\n```\nIs it good?",
                "a ``` b",
            ),
            ("only an opening fence", "```json\n{\"name\": \"a\"}", "a"),
            ("code fences only in a string", r#"{"name": "```json {}```"}"#, "```json {}```"),
            ("prose before", "Here it is: {\"name\": \"a\"}", "a"),
            ("repeated JSON", r#"{"name": "a"}{"name": "a"}"#, "a"),
            ("trailing commas", r#"{"name": "a", "tags": ["b",],}"#, "a"),
            ("line break in a string", "{\"name\": \"a\nb\"}", "a\nb"),
            ("null for a field with a default", r#"{"name": "a", "tags": null}"#, "a"),
        ] {
            let item: Item = parse(text, &format).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(item.name, expected, "{name}");
        }
    }

    #[test]
    fn errors_have_the_kind_and_the_path() {
        let format = schema::response_format::<Item>();
        for (name, text, kind, message) in [
            (
                "a number in prose",
                "7,000",
                Kind::NotJson,
                "the response is not JSON: trailing characters at line 1 column 2",
            ),
            (
                "a word between code fences",
                "```\nyes\n```",
                Kind::NotJson,
                "the response is not JSON: expected value at line 1 column 1",
            ),
            (
                "a missing field",
                r#"{"tags": []}"#,
                Kind::TypeMismatch,
                "the response does not match the type: missing field `name`",
            ),
            (
                "an item of another type",
                r#"{"name": "a", "tags": ["b", 2]}"#,
                Kind::TypeMismatch,
                "the response does not match the type at `tags[1]`: invalid type: integer `2`, expected a string",
            ),
            (
                "an item of another type between code fences",
                r#"```{"name": "a", "tags": ["b", 2]}```"#,
                Kind::TypeMismatch,
                "the response does not match the type at `tags[1]`: invalid type: integer `2`, expected a string",
            ),
            (
                "null for a required field",
                r#"{"name": null, "tags": null}"#,
                Kind::TypeMismatch,
                "the response does not match the type at `name`: invalid type: null, expected a string",
            ),
        ] {
            let error = parse::<Item>(text, &format).unwrap_err();
            assert_eq!((error.kind(), error.message()), (kind, message), "{name}");
        }
    }

    #[test]
    fn the_wrapper_object_is_removed() {
        let format = schema::response_format::<Vec<u8>>();
        for text in [r#"{"value": [1, 2]}"#, "[1, 2]"] {
            assert_eq!(parse::<Vec<u8>>(text, &format).unwrap(), [1, 2], "{text}");
        }
        // Not a wrapper: the object has another field, so `value` belongs to the type.
        assert_eq!(format.unwrap(json!({"value": 1, "unit": "m"})), json!({"value": 1, "unit": "m"}));
    }
}
