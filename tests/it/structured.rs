//! Typed responses: the requested format, parsed values and errors.

use azure_inference::models::{
    ChatCompletionsResponseFormat, ChatCompletionsResponseFormatJsonSchemaDefinition, CompletionsFinishReason,
};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{ChatRequest, Error, ErrorKind, Parsed, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::assert_contains;

/// Facts about the world's languages.
#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Languages {
    /// How many there are.
    count: u32,
    largest: Vec<Language>,
    note: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
struct Language {
    name: String,
    #[serde(default)]
    dialects: u32,
}

const JSON: &str = r#"{"count": 7000, "largest": [{"name": "English", "dialects": 160}], "note": null}"#;

fn languages() -> Languages {
    let largest = vec![Language { name: "English".to_owned(), dialects: 160 }];
    Languages { count: 7000, largest, note: None }
}

fn question(service: &MockService) -> ChatRequest {
    service.client().chat().user("How many languages are in the world?")
}

async fn service(reply: Reply) -> MockService {
    let service = MockService::start().await;
    service.reply(reply);
    service
}

/// The error of parsing this reply.
async fn parse(reply: Reply) -> Error {
    let service = service(reply).await;
    let error = question(&service).parse::<Languages>().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (200, 1));
    assert!(error.client_request_id().is_some());
    error
}

fn choice(message: Value, finish_reason: &str) -> Reply {
    Reply::json(json!({"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}]}))
}

/// The names of the predicates that return `true`.
fn kinds(error: &Error) -> Vec<&'static str> {
    let all = [
        ("refused", error.kind() == ErrorKind::Refused),
        ("filtered", error.is_content_filtered()),
        ("truncated", error.is_truncated()),
        ("length", error.kind() == ErrorKind::LengthLimit),
        ("not json", error.kind() == ErrorKind::NotJson),
        ("decode", error.is_decode()),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

#[tokio::test]
async fn parse_requests_the_schema_of_the_type() {
    let service = service(Reply::text(JSON)).await;
    let Parsed { value, response: answer } = question(&service).parse_response::<Languages>().await.unwrap();
    assert_eq!(value, languages());
    assert_eq!((answer.text(), answer.usage().unwrap().total_tokens), (JSON, Some(19)));
    let request = &service.requests()[0];
    request.assert_valid();
    assert_eq!(
        request.json()["response_format"],
        json!({"type": "json_schema", "json_schema": {
            "name": "Languages",
            "description": "Facts about the world's languages.",
            "strict": true,
            "schema": {
                "type": "object",
                "description": "Facts about the world's languages.",
                "properties": {
                    "count": {"type": "integer", "description": "How many there are.\nAt least 0."},
                    "largest": {"type": "array", "items": {"$ref": "#/$defs/Language"}},
                    "note": {"type": ["string", "null"]},
                },
                "required": ["count", "largest", "note"],
                "additionalProperties": false,
                "$defs": {"Language": {
                    "type": "object",
                    "properties": {
                        "dialects": {"type": "integer", "description": "At least 0. Default: 0."},
                        "name": {"type": "string"},
                    },
                    "required": ["dialects", "name"],
                    "additionalProperties": false,
                }},
            },
        }})
    );
}

#[tokio::test]
async fn other_types_are_requested_in_an_object() -> Result<()> {
    let service = service(Reply::text(r#"{"value": ["a", "b"]}"#)).await;
    assert_eq!(question(&service).parse::<Vec<String>>().await?, ["a", "b"]);
    let format = service.requests()[0].json()["response_format"]["json_schema"].clone();
    assert_eq!(format["name"], "Array_of_string");
    assert_eq!(format["schema"]["required"], json!(["value"]));
    // The same format can be set explicitly.
    let explicit = ChatCompletionsResponseFormatJsonSchemaDefinition::from_type::<Vec<String>>();
    assert_eq!(question(&service).response_format(explicit).parse::<Vec<String>>().await?, ["a", "b"]);
    assert_eq!(service.requests()[1].json(), service.requests()[0].json());
    Ok(())
}

#[tokio::test]
async fn an_explicit_response_format_is_kept() -> Result<()> {
    let service = service(Reply::text(format!("<think>hm</think>Here:\n```json\n{JSON}\n```"))).await;
    let request = question(&service).response_format(ChatCompletionsResponseFormat::json_object());
    let Parsed { value, response: answer } = request.parse_response::<Languages>().await?;
    assert_eq!((value, answer.reasoning()), (languages(), Some("hm")));
    assert_eq!(service.requests()[0].json()["response_format"], json!({"type": "json_object"}));
    Ok(())
}

#[tokio::test]
async fn any_response_can_be_parsed() -> Result<()> {
    let service = service(Reply::text(JSON)).await;
    let response = question(&service).send().await?;
    assert_eq!(response.parse::<Languages>()?, languages());
    let error = response.parse::<Vec<u8>>().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.partial_response().unwrap().text(), JSON);
    Ok(())
}

#[tokio::test]
async fn a_refusal_is_an_error_with_the_refusal() {
    let refusal = "I can't count them.";
    let error = parse(choice(json!({"content": null, "refusal": refusal}), "stop")).await;
    assert_eq!(kinds(&error), ["refused"]);
    assert_contains(&error, refusal);
    assert_eq!(error.partial_response().unwrap().refusal(), Some(refusal));
}

#[tokio::test]
async fn a_response_cut_at_the_length_limit_is_an_error_with_the_partial_text() {
    let error = parse(choice(json!({"content": "{\"count\": 70"}), "length")).await;
    assert_eq!(kinds(&error), ["truncated", "length"]);
    assert_eq!(error.partial_response().unwrap().text(), "{\"count\": 70");
}

#[tokio::test]
async fn a_filtered_response_is_an_error_with_the_filter_result() {
    let results = json!({"violence": {"filtered": true, "severity": "high"}});
    let error = parse(Reply::json(json!({"choices": [
        {"index": 0, "message": {"content": "{"}, "finish_reason": "content_filter", "content_filter_results": results}
    ]})))
    .await;
    assert_eq!(kinds(&error), ["filtered"]);
    let result = error.content_filter().unwrap();
    assert_eq!(result.to_string(), "choice 0: blocked for violence (high)");
    assert_eq!(error.partial_response().unwrap().finish_reason(), Some(&CompletionsFinishReason::ContentFilter));
}

#[tokio::test]
async fn a_response_without_json_is_an_error_with_the_response() {
    for (reply, phrase) in [
        (Reply::text("About 7,000."), "line 1 column 1"),
        (Reply::text(" "), "empty"),
        (Reply::json(json!({"choices": []})), "empty"),
        (Reply::tool_call("count", json!({})), "tool"),
    ] {
        let error = parse(reply).await;
        assert_eq!(kinds(&error), ["not json", "decode"], "{phrase}");
        assert_contains(&error, phrase);
        assert!(error.partial_response().is_some());
    }
}

#[tokio::test]
async fn json_of_another_type_is_an_error_with_its_path() {
    for (text, path, phrase) in [
        (r#"{"count": 1, "largest": [{"name": "a"}, {"name": 2}]}"#, Some("largest[1].name"), "expected a string"),
        (r#"{"count": 1}"#, None, "missing field `largest`"),
        (r#"{"count": -1, "largest": []}"#, Some("count"), "expected u32"),
    ] {
        let error = parse(Reply::text(text)).await;
        assert_eq!((kinds(&error), error.param()), (vec!["decode"], path), "{text}");
        assert_contains(&error, phrase);
        assert_eq!(error.partial_response().unwrap().text(), text);
    }
}

#[tokio::test]
async fn a_stream_can_be_parsed() -> Result<()> {
    let pieces = Script::stream().text(&JSON[..10]).text(&JSON[10..]);
    let finished = pieces.finish("stop").usage(3, 4).done();
    let server = ByteServer::start(vec![finished]).await;
    let request = || server.client().chat().user("How many languages are in the world?");

    let mut stream = request().parse_stream::<Languages>().await?;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        text.push_str(chunk?.text());
    }
    let Parsed { value, response: answer } = stream.into_parsed()?;
    assert_eq!((value, text.as_str(), answer.usage().unwrap().total_tokens), (languages(), JSON, Some(7)));
    assert_eq!(server.requests()[0]["response_format"]["json_schema"]["name"], "Languages");
    assert_eq!(request().parse_stream::<Languages>().await?.finish().await?.value, languages());
    Ok(())
}

#[tokio::test]
async fn a_parsed_stream_that_ends_early_is_an_error() -> Result<()> {
    let at_length_limit = Script::stream().text("{\"count\": 7").finish("length").done();
    let unfinished = Script::stream().text("{\"count\": 7").end();
    let server = ByteServer::start(vec![at_length_limit, unfinished]).await;
    let request = || server.client().chat().user("How many languages are in the world?");

    let error = request().parse_stream::<Languages>().await?.finish().await.unwrap_err();
    assert_eq!(kinds(&error), ["truncated", "length"]);
    assert_eq!(error.partial_response().unwrap().text(), "{\"count\": 7");
    let mut stream = request().parse_stream::<Languages>().await?;
    stream.next().await.unwrap()?;
    assert_eq!(kinds(&stream.into_parsed().unwrap_err()), ["truncated"]);
    let error = request().parse_stream::<Languages>().await?.finish().await.unwrap_err();
    assert_eq!(kinds(&error), ["truncated"]);
    Ok(())
}
