//! Tool results with several parts, and runs that end in a typed value.

use azure_inference::models::{ChatMessageContentItem, ChatRequestMessage};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{CallDecision, Conversation, Error, ErrorKind, ToolOutput, ToolSet};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{RunOutcome, calls_reply, doubling_tools, run_against, tool_contents};
use crate::support::assert_contains;

fn image() -> ChatMessageContentItem {
    ChatMessageContentItem::image_url("data:image/png;base64,AA==")
}

/// Tools whose results have text and an image, an image, and text.
fn tools_with_images() -> ToolSet {
    ToolSet::new()
        .tool("page", "", |(): ()| async { ToolOutput::parts([ChatMessageContentItem::text("The page:"), image()]) })
        .tool("image", "", |(): ()| async { ToolOutput::parts([image()]) })
        .tool("text", "", |(): ()| async { "text" })
}

/// A call of each of [`tools_with_images`], then text.
fn calls_of_each_tool() -> Vec<Reply> {
    vec![calls_reply(&[("page", "{}"), ("text", "{}"), ("image", "{}")]), Reply::text("Seen.")]
}

fn image_part() -> Value {
    json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}})
}

fn text_part(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

#[tokio::test]
async fn a_result_can_have_several_parts() {
    let RunOutcome { run, requests } =
        run_against(calls_of_each_tool(), |request| request.tools(&tools_with_images())).await;
    let page = json!([text_part("The page:"), image_part()]);
    assert_eq!(tool_contents(&requests[1]), [page.clone(), json!("text"), json!([image_part()])]);
    // The conversation can be stored and read back.
    let conversation = run.unwrap().into_conversation();
    let stored = serde_json::to_value(&conversation).unwrap();
    assert_eq!(stored[2]["content"], page);
    let read: Conversation = serde_json::from_value(stored).unwrap();
    assert_eq!(read, conversation);
    assert!(matches!(read.messages()[2], ChatRequestMessage::Tool { .. }));
}

#[tokio::test]
async fn media_of_a_result_can_be_sent_in_a_user_message() {
    // OpenAI models accept images only in user messages.
    let RunOutcome { requests, .. } =
        run_against(calls_of_each_tool(), |request| request.tools(&tools_with_images().media_in_user_message())).await;
    let note = text_part("(the rest of the result is in the next user message)");
    assert_eq!(tool_contents(&requests[1]), [json!([text_part("The page:"), note]), json!("text"), json!([note])]);
    assert_eq!(
        requests[1]["messages"][5],
        json!({"role": "user", "content": [
            text_part("Result of the tool call c0:"), image_part(), text_part("Result of the tool call c2:"), image_part(),
        ]})
    );
}

#[tokio::test]
async fn a_run_can_end_in_a_typed_value() {
    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    struct Sum {
        sum: u64,
    }
    let replies = |last: &str| vec![calls_reply(&[("double", r#"{"n":4}"#)]), Reply::text(last)];
    async fn parse<T: serde::de::DeserializeOwned + JsonSchema>(
        replies: Vec<Reply>,
        tools: &ToolSet,
    ) -> (Result<T, Error>, Vec<Value>) {
        let service = MockService::start().await;
        replies.into_iter().for_each(|reply| _ = service.reply(reply));
        let parsed = service.client().chat().user("Hi").tools(tools).run_parse::<T>().await;
        (parsed, service.requests().iter().map(|request| request.json().clone()).collect())
    }
    let (sum, requests) = parse::<Sum>(replies(r#"{"sum": 8}"#), &doubling_tools()).await;
    assert_eq!(sum.unwrap(), Sum { sum: 8 });
    assert_eq!(requests[0]["response_format"]["json_schema"]["name"], "Sum");
    assert_eq!(requests[1]["response_format"], requests[0]["response_format"]);
    assert_eq!(parse::<Vec<u64>>(replies(r#"{"value": [8]}"#), &doubling_tools()).await.0.unwrap(), [8]);

    let error = parse::<Sum>(replies("Eight."), &doubling_tools()).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotJson);
    assert_eq!(error.partial_response().unwrap().text(), "Eight.");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 4);

    let tools = doubling_tools().before_call(|_| async { CallDecision::Stop("enough".into()) });
    let error = parse::<Sum>(replies(""), &tools).await.0.unwrap_err();
    assert_contains(&error, "enough");
    assert_eq!(error.tool_run().unwrap().stopped(), Some("enough"));
}
