//! The rounds of a run: what each request has, and what models do beside the protocol.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_inference::models::{
    AllowedToolsMode, ChatCompletionsAllowedTools, ChatCompletionsAllowedToolsChoice, ChatCompletionsNamedToolChoice,
    ChatCompletionsNamedToolChoiceFunction, ChatCompletionsToolChoicePreset,
};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{CallDecision, ChatRequest, ErrorKind, ToolLimits, ToolSet};
use serde_json::{Value, json};
use tokio::sync::Barrier;

use super::{RunOutcome, calls_reply, doubling_tools, message_reply, messages, run_against, tool_message};
use crate::support::assert_contains;

#[tokio::test]
async fn a_run_calls_tools_until_the_model_answers() {
    let calls = calls_reply(&[("double", r#"{"n":1}"#), ("double", r#"{"n":3}"#)]);
    let replies = vec![calls, calls_reply(&[("double", r#"{"n":4}"#)]), Reply::text("2, 6 and 8.")];
    let RunOutcome { run, requests } = run_against(replies, |request| request.tools(&doubling_tools())).await;
    let run = run.unwrap();
    assert_eq!((run.text(), run.rounds(), run.conversation().len()), ("2, 6 and 8.", 3, 7));
    assert_eq!(run.usage().unwrap().total_tokens, Some(15 + 15 + 19));
    assert_eq!(run.response().usage().unwrap().total_tokens, Some(19));
    let messages = messages(&run);
    assert_eq!(requests[2]["messages"], Value::from(messages.as_array().unwrap()[..6].to_vec()));
    assert_eq!(messages[1]["tool_calls"][1]["function"]["arguments"], r#"{"n":3}"#);
    // Results are in the order of the calls, although the first call takes the longest.
    assert_eq!((&messages[2], &messages[3]), (&tool_message("c0", 2), &tool_message("c1", 6)));
    assert_eq!(messages[5], tool_message("c0", 8));
    assert_eq!(messages[6], json!({"role": "assistant", "content": "2, 6 and 8."}));
    assert_eq!(requests[1]["tools"], requests[0]["tools"]);
}

#[tokio::test]
async fn calls_run_concurrently() {
    let barrier = Arc::new(Barrier::new(3));
    let meets = ToolSet::new().tool("meet", "", move |(): ()| {
        let barrier = Arc::clone(&barrier);
        async move {
            barrier.wait().await;
        }
    });
    let replies = vec![calls_reply(&[("meet", "{}"); 3]), Reply::text("Met.")];
    let outcome = run_against(replies, |request| request.tools(&meets)).await;
    assert_eq!(messages(&outcome.run.unwrap())[4], tool_message("c2", "null"));
}

#[tokio::test]
async fn no_more_calls_run_concurrently_than_allowed() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = {
        let most = Arc::clone(&most);
        ToolSet::new().tool("count", "", move |(): ()| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(5)).await;
                now.fetch_sub(1, Ordering::SeqCst);
            }
        })
    };
    let replies = vec![calls_reply(&[("count", "{}"); 9]), Reply::text("Counted.")];
    let limits = ToolLimits::default().parallel(4);
    run_against(replies, |request| request.tools(&counts.limits(limits))).await.run.unwrap();
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn invalid_calls_are_reported_to_the_model() {
    let replies = vec![
        calls_reply(&[
            ("treble", "{}"),
            ("double", "{\"n\":"),
            ("double", r#"{"n":"two"}"#),
            ("double", r#"{"n":13}"#),
        ]),
        calls_reply(&[("double", r#"{"n":2}"#)]),
        Reply::text("4."),
    ];
    let tools = doubling_tools().before_call(|call| async move {
        if call.arguments["n"] == 13 { CallDecision::Reject("unlucky".into()) } else { CallDecision::Allow }
    });
    let run = run_against(replies, |request| request.tools(&tools)).await.run.unwrap();
    let messages = messages(&run);
    let errors = [
        ("`treble`", json!({"tools": ["double"]})),
        ("not JSON", json!({"arguments": "{\"n\":"})),
        ("expected u64", json!({"path": "n"})),
        ("rejected", json!({"reason": "unlucky"})),
    ];
    for (place, (phrase, members)) in errors.into_iter().enumerate() {
        let mut content: Value = serde_json::from_str(messages[2 + place]["content"].as_str().unwrap()).unwrap();
        let error = content.as_object_mut().unwrap().remove("error").unwrap();
        assert_contains(error, phrase);
        assert_eq!(content, members, "{phrase}");
    }
    // Some servers reject a history with arguments that are not JSON.
    assert_eq!(messages[1]["tool_calls"][1]["function"]["arguments"], "{}");
    assert_eq!(messages[1]["tool_calls"][2]["function"]["arguments"], r#"{"n":"two"}"#);
    assert_eq!((&messages[7], run.text()), (&tool_message("c0", 4), "4."));
}

fn required(request: ChatRequest) -> ChatRequest {
    request.tools(&doubling_tools()).tool_choice(ChatCompletionsToolChoicePreset::Required)
}

#[tokio::test]
async fn a_run_ends_if_a_required_call_is_missing() {
    // The model answers with text although a call is required, or its finish reason promises calls that are missing.
    let run = run_against(vec![Reply::text("No.")], required).await.run.unwrap();
    assert_eq!((run.text(), run.rounds()), ("No.", 1));
    let nothing = message_reply(json!({"role": "assistant", "content": "x", "tool_calls": []}), "tool_calls");
    assert_eq!(run_against(vec![nothing], required).await.run.unwrap().text(), "x");
}

#[tokio::test]
async fn a_forced_call_is_forced_once_and_a_repeated_call_id_is_replaced() {
    let call = json!({"id": "same", "type": "function", "function": {"name": "double", "arguments": "{\"n\":4}"}});
    let repeated = json!({"role": "assistant", "content": "Well…", "tool_calls": [call, call]});
    for forced in [required, |request: ChatRequest| request.tools(&doubling_tools()).tool_choice_named("double")] {
        let replies = vec![message_reply(repeated.clone(), "stop"), Reply::text("8.")];
        let RunOutcome { run, requests } = run_against(replies, forced).await;
        assert_ne!(requests[0]["tool_choice"], Value::Null);
        assert_eq!(requests[1]["tool_choice"], Value::Null);
        let messages = messages(&run.unwrap());
        assert_eq!(messages[1]["content"], "Well…");
        assert_eq!((&messages[2], &messages[3]), (&tool_message("same", 8), &tool_message("call_1_1", 8)));
        assert_eq!(messages[1]["tool_calls"][1]["id"], "call_1_1");
    }
}

#[tokio::test]
async fn required_allowed_tools_are_required_once_and_stay_allowed() {
    let names = [ChatCompletionsNamedToolChoice::new(ChatCompletionsNamedToolChoiceFunction::new("double"))];
    let allowed = ChatCompletionsAllowedTools::new(AllowedToolsMode::Required, names);
    let choice = ChatCompletionsAllowedToolsChoice::new(allowed);
    let replies = vec![calls_reply(&[("double", r#"{"n":4}"#)]), Reply::text("8.")];
    let RunOutcome { run, requests } =
        run_against(replies, |request| request.tools(&doubling_tools()).tool_choice(choice)).await;
    run.unwrap();
    let mut expected = requests[0]["tool_choice"].clone();
    assert_eq!(expected["allowed_tools"]["mode"].take(), "required");
    expected["allowed_tools"]["mode"] = json!("auto");
    assert_eq!(requests[1]["tool_choice"], expected);
}

#[tokio::test]
async fn no_call_is_made_if_tool_choice_is_none() {
    let none =
        |request: ChatRequest| request.tools(&doubling_tools()).tool_choice(ChatCompletionsToolChoicePreset::None);
    let run = run_against(vec![calls_reply(&[("double", "{\"n\":4}")])], none).await.run.unwrap();
    assert_eq!((run.response().tool_calls().len(), run.rounds(), run.conversation().len()), (1, 1, 1));
}

#[tokio::test]
async fn calls_of_a_filtered_response_are_not_made() {
    let call = json!({"id": "c", "type": "function", "function": {"name": "double", "arguments": "{\"n\":4}"}});
    let filtered = message_reply(json!({"content": "Part", "tool_calls": [call]}), "content_filter");
    let run = run_against(vec![filtered], |request| request.tools(&doubling_tools())).await.run.unwrap();
    assert_eq!(messages(&run)[1], json!({"role": "assistant", "content": "Part"}));
}

#[tokio::test]
async fn a_run_ends_without_tools_or_choices() {
    assert_eq!(run_against(vec![Reply::text("Hello!")], |request| request).await.run.unwrap().rounds(), 1);
    let run = run_against(vec![Reply::json(json!({"choices": []}))], |request| request.tools(&doubling_tools()))
        .await
        .run
        .unwrap();
    assert_eq!((run.text(), run.conversation().len(), run.usage().is_none()), ("", 1, true));
}

#[tokio::test]
async fn incomplete_calls_are_repaired() {
    let none = ToolSet::new().tool("now", "", |(): ()| async { "noon" });
    let calls = json!([
        {"function": {"name": "now", "arguments": ""}},
        {"id": "", "type": null, "function": {"name": "now"}},
        {"id": "a", "type": "function", "function": null},
        {},
    ]);
    let replies = vec![message_reply(json!({"content": "", "tool_calls": calls}), ""), Reply::text("Noon.")];
    let run = run_against(replies, |request| request.tools(&none)).await.run.unwrap();
    let function = json!({"name": "now", "arguments": "{}"});
    let messages = messages(&run);
    assert_eq!(
        messages[1]["tool_calls"],
        json!([
            {"id": "call_1_0", "type": "function", "function": function},
            {"id": "call_1_1", "type": "function", "function": function},
        ])
    );
    assert_eq!(messages[2], tool_message("call_1_0", "noon"));
    assert_eq!(messages[3], tool_message("call_1_1", "noon"));
    assert_eq!(messages[4]["content"], "Noon.");
}

#[tokio::test]
async fn an_error_keeps_the_conversation() {
    let replies = vec![calls_reply(&[("double", r#"{"n":4}"#)]), Reply::error(500, "c", "it broke")];
    let error = run_against(replies, |request| request.tools(&doubling_tools())).await.run.unwrap_err();
    assert_eq!((error.message(), error.kind()), ("it broke", ErrorKind::Service));
    assert_eq!(error.tool_run().unwrap().conversation().len(), 3);
    let error = run_against(vec![Reply::error(500, "c", "it broke")], |request| request.tools(&doubling_tools()))
        .await
        .run
        .unwrap_err();
    assert!(error.tool_run().is_none());
}

#[tokio::test]
async fn runs_are_send() {
    let service = MockService::start().await;
    service.reply(calls_reply(&[("double", r#"{"n":4}"#)])).reply(Reply::text("8."));
    let request = service.client().chat().user("Hi").tools(&doubling_tools());
    assert_eq!(tokio::spawn(request.run()).await.unwrap().unwrap().text(), "8.");
}
