//! Calls of tools: arguments, results and errors that are sent to the model.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use azure_inference::models::ChatCompletionsToolCall;
use azure_inference::testing::{MockService, Reply};
use azure_inference::{CallDecision, Conversation, ErrorKind, ToolLimits, ToolOutput, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Route, Trip, assert_error, assert_result, flight_tools, result_text, tool_call};
use crate::support::assert_contains;

#[tokio::test]
async fn text_results_are_sent_unchanged_and_other_values_as_json() {
    let tools = flight_tools()
        .tool("text", "", |(): ()| async { "raw \"text\"" })
        .tool("string", "", |(): ()| async { String::from("two\nlines") })
        .tool("optional", "", |(): ()| async { Some("text") })
        .tool("quoted", "", |(): ()| async { ToolOutput::text("\"quoted\"") })
        .tool("nothing", "", |(): ()| async {})
        .try_tool("number", "", async |(): ()| Ok::<_, Infallible>(4));
    tools.check().unwrap();
    let expected = json!({"from": "Miami", "to": "Seattle"});
    assert_result(&tools, "get_flight_info", r#"{"origin_city":"Miami","destination_city":"Seattle"}"#, expected).await;
    assert_result(&tools, "text", "{}", json!("raw \"text\"")).await;
    assert_result(&tools, "string", "{}", json!("two\nlines")).await;
    assert_result(&tools, "optional", "{}", json!("text")).await;
    assert_eq!(result_text(&tools, "quoted", "{}").await, "\"quoted\"");
    assert_result(&tools, "nothing", "{}", Value::Null).await;
    assert_result(&tools, "number", "{}", json!(4)).await;
}

#[tokio::test]
async fn missing_arguments_are_read_in_every_form() {
    #[derive(Deserialize, JsonSchema)]
    struct Options {
        limit: Option<u32>,
    }
    let tools =
        ToolSet::new()
            .tool("nothing", "", |(): ()| async { 1 })
            .tool("options", "", |options: Options| async move { options.limit.unwrap_or(2) });
    for arguments in ["", " ", "{}", "null", r#"{"made_up":true}"#] {
        assert_result(&tools, "nothing", arguments, json!(1)).await;
    }
    for arguments in ["", " ", "{}", r#"{"made_up":true}"#, r#"{"limit":null}"#] {
        assert_result(&tools, "options", arguments, json!(2)).await;
    }
}

#[tokio::test]
async fn an_empty_call_is_reported_as_an_unknown_tool() {
    let tools = flight_tools();
    let message = tools.call(&serde_json::from_value(json!({})).unwrap()).await;
    let message = serde_json::to_value(message).unwrap();
    assert_eq!(message["tool_call_id"], "");
    assert!(message["content"].as_str().unwrap().contains("``"), "{message}");
}

#[tokio::test]
async fn errors_are_reported_to_the_model() {
    let limits = ToolLimits::default().timeout_per_tool(Duration::from_millis(10));
    let tools = flight_tools()
        .tool("trip", "", |trip: Trip| async move {
            trip.legs.into_iter().map(|leg| leg.origin_city + &leg.destination_city).collect::<String>()
        })
        .try_tool("fails", "", |(): ()| async { Err::<u32, _>("the airline does not answer") })
        .tool("sleeps", "", |(): ()| pending::<u32>())
        .tool("not_json", "", |(): ()| async { std::collections::HashMap::from([([1], 2)]) })
        .limits(limits);
    tools.check().unwrap();

    let known = ["get_flight_info", "trip", "fails", "sleeps", "not_json"];
    assert_error(&tools, "get_train_info", "{}", "`get_train_info`", json!({ "tools": known })).await;
    let invalid = r#"{"legs":"#;
    assert_error(&tools, "trip", invalid, "not JSON", json!({ "arguments": invalid })).await;
    let arguments = r#"{"legs":[{"origin_city":"a","destination_city":"b"},{"origin_city":"c"}]}"#;
    assert_error(&tools, "trip", arguments, "missing field `destination_city`", json!({"path": "legs[1]"})).await;
    let path = json!({"path": "origin_city"});
    assert_error(&tools, "get_flight_info", r#"{"origin_city":3}"#, "expected a string", path).await;
    assert_result(&tools, "fails", "", json!({"error": "the airline does not answer"})).await;
    assert_error(&tools, "sleeps", "", "10ms", json!({})).await;
    assert_error(&tools, "not_json", "", "key must be a string", json!({})).await;
}

#[tokio::test]
async fn before_call_can_allow_replace_or_reject_a_call() {
    let tools = flight_tools().before_call(|call| async move {
        assert_eq!((call.id.as_str(), call.name.as_str()), ("call_7", "get_flight_info"));
        match call.arguments["destination_city"].as_str() {
            Some("Seattle") => CallDecision::Allow,
            Some("Atlantis") => CallDecision::Reject("it is under water".into()),
            _ => CallDecision::Replace(json!({"origin_city": "Here", "destination_city": "There"})),
        }
    });
    let ask = |to: &str| json!({"origin_city": "Miami", "destination_city": to}).to_string();
    assert_result(&tools, "get_flight_info", &ask("Seattle"), json!({"from": "Miami", "to": "Seattle"})).await;
    let reason = json!({"reason": "it is under water"});
    assert_error(&tools, "get_flight_info", &ask("Atlantis"), "rejected", reason).await;
    assert_result(&tools, "get_flight_info", "{}", json!({"from": "Here", "to": "There"})).await;
    // The hook is not called for an unknown tool.
    assert_error(&tools, "other", "{}", "`other`", json!({"tools": ["get_flight_info"]})).await;
}

#[tokio::test]
async fn a_tool_loop_can_be_written_by_hand() {
    let service = MockService::start().await;
    let arguments = json!({"origin_city": "Miami", "destination_city": "Seattle"});
    service.reply(Reply::tool_call("get_flight_info", arguments)).reply(Reply::text("At 18:25."));
    let (client, tools) = (service.client(), flight_tools());

    let mut conversation = Conversation::new();
    conversation.system("You help travellers.").user("When is the next flight from Miami to Seattle?");
    let response = loop {
        let response = client.chat().messages(&conversation).tools(&tools).send().await.unwrap();
        conversation.push(&response);
        if response.tool_calls().is_empty() {
            break response;
        }
        for call in response.tool_calls() {
            conversation.push(tools.call(call).await);
        }
    };

    assert_eq!(response.text(), "At 18:25.");
    service.requests().iter().for_each(|request| request.assert_valid());
    let messages = service.requests()[1].messages().to_vec();
    assert_eq!(messages[2]["tool_calls"][0]["id"], "call_1");
    let content = r#"{"from":"Miami","to":"Seattle"}"#;
    assert_eq!(messages[3], json!({"role": "tool", "tool_call_id": "call_1", "content": content}));
    assert_eq!(conversation.len(), 5);
}

#[test]
fn a_call_has_accessors_without_options() {
    let made = tool_call("get_flight_info", r#"{"origin_city":"Miami","destination_city":"Seattle"}"#);
    assert_eq!((made.id(), made.name()), ("call_7", "get_flight_info"));
    assert_eq!(made.arguments(), r#"{"origin_city":"Miami","destination_city":"Seattle"}"#);
    let Route { origin_city, destination_city } = made.parse().unwrap();
    assert_eq!((origin_city.as_str(), destination_city.as_str()), ("Miami", "Seattle"));
}

#[test]
fn arguments_of_a_call_are_parsed_leniently() {
    assert_eq!(tool_call("f", "").parse::<Value>().unwrap(), json!({}));
    tool_call("f", "{}").parse::<()>().unwrap();
    assert_eq!(tool_call("f", "{\"text\": \"a\nb\"}").parse::<Value>().unwrap(), json!({"text": "a\nb"}));
    assert_eq!(tool_call("f", r#""{\"a\":1}""#).parse::<Value>().unwrap(), json!({"a": 1}));
}

#[test]
fn an_empty_call_has_empty_accessors() {
    let nothing: ChatCompletionsToolCall = serde_json::from_value(json!({})).unwrap();
    assert_eq!((nothing.id(), nothing.name(), nothing.arguments()), ("", "", ""));
}

#[test]
fn invalid_arguments_of_a_call_are_decode_errors() {
    let error = tool_call("f", "{").parse::<Route>().unwrap_err();
    assert!(error.kind() == ErrorKind::NotJson && error.is_decode());
    assert_contains(error, "line 1 column 1");
    let arguments = r#"{"legs":[{"origin_city":1,"destination_city":"b"}]}"#;
    let error = tool_call("f", arguments).parse::<Trip>().unwrap_err();
    assert!(error.is_decode() && error.kind() == ErrorKind::TypeMismatch);
    assert_eq!(error.param(), Some("legs[0].origin_city"));
}
