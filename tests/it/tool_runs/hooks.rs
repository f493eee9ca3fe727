//! Hooks that decide on calls and results.

use std::future::pending;
use std::sync::{Arc, Mutex};

use azure_inference::testing::Reply;
use azure_inference::{CallDecision, ToolLimits, ToolSet};
use serde_json::{Value, json};

use super::{RunOutcome, calls_reply, doubling_tools, messages, run_against, tool_contents, tool_message};

/// Three calls, of which [`stop_at_13`] stops the second.
fn three_calls() -> Reply {
    calls_reply(&[("double", r#"{"n":4}"#), ("double", r#"{"n":13}"#), ("double", r#"{"n":5}"#)])
}

fn stop_at_13() -> ToolSet {
    doubling_tools().limits(ToolLimits::default().parallel(1)).before_call(|call| async move {
        if call.arguments["n"] == 13 { CallDecision::Stop("needs approval".into()) } else { CallDecision::Allow }
    })
}

/// The result of a call that a stopped run did not finish.
fn stopped_result(reason: &str) -> Value {
    json!({"error": "the run was stopped before this call had a result", "reason": reason})
}

#[tokio::test]
async fn a_hook_can_stop_the_run_before_a_call() {
    let RunOutcome { run, requests } = run_against(vec![three_calls()], |request| request.tools(&stop_at_13())).await;
    let run = run.unwrap();
    assert_eq!((requests.len(), run.rounds(), run.stopped(), run.text()), (1, 1, Some("needs approval"), ""));
    assert_eq!(run.response().tool_calls()[1].arguments(), r#"{"n":13}"#);
    // Each call has a result, so that the conversation can be sent.
    let stopped = stopped_result("needs approval");
    let expected = [tool_message("c0", 8), tool_message("c1", &stopped), tool_message("c2", &stopped)];
    assert_eq!(messages(&run).as_array().unwrap()[2..], expected);
}

#[tokio::test]
async fn a_stopped_run_can_be_continued() {
    let stopped = run_against(vec![three_calls()], |request| request.tools(&stop_at_13())).await.run.unwrap();
    let RunOutcome { run, .. } = run_against(vec![Reply::text("Never mind.")], |request| {
        request.messages(stopped.conversation()).user("Leave it.").tools(&doubling_tools())
    })
    .await;
    let run = run.unwrap();
    assert_eq!((run.text(), run.stopped()), ("Never mind.", None));
}

#[tokio::test]
async fn a_hook_can_stop_the_run_after_a_call() {
    let tools = doubling_tools().after_call(|finished| async move {
        assert_eq!((finished.call.name.as_str(), &finished.call.arguments["n"]), ("double", &json!(4)));
        CallDecision::Stop(format!("{} is enough", finished.output))
    });
    let RunOutcome { run, .. } =
        run_against(vec![calls_reply(&[("double", r#"{"n":4}"#)])], |request| request.tools(&tools)).await;
    let run = run.unwrap();
    assert_eq!((run.stopped(), &messages(&run)[2]), (Some("8 is enough"), &tool_message("c0", 8)));
}

#[tokio::test]
async fn stopping_a_run_drops_running_tools() {
    let tools = ToolSet::new().tool("wait", "", |(): ()| pending::<u8>()).tool("go", "", |(): ()| async { 1 });
    let tools = tools.after_call(|_| async { CallDecision::Stop("done".into()) });
    let calls = calls_reply(&[("wait", "{}"), ("go", "{}")]);
    let run = run_against(vec![calls], |request| request.tools(&tools)).await.run.unwrap();
    let expected = [tool_message("c0", stopped_result("done")), tool_message("c1", 1)];
    assert_eq!(messages(&run).as_array().unwrap()[2..], expected);
}

#[tokio::test]
async fn after_call_can_change_or_withhold_each_result() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tools = {
        let seen = Arc::clone(&seen);
        let tools = doubling_tools()
            .tool("secret", "", |(): ()| async { "the key is 1234" })
            .limits(ToolLimits::default().parallel(1));
        tools.after_call(move |finished| {
            let seen = Arc::clone(&seen);
            async move {
                let line = format!("{} {} {:?}", finished.call.name, finished.call.arguments, finished.failure);
                seen.lock().unwrap().push(line);
                match finished.output.to_string().as_str() {
                    "8" => CallDecision::Replace(json!("eight")),
                    "10" => CallDecision::Replace(json!({"n": 10})),
                    text if text.contains("key") => CallDecision::Reject("it is secret".into()),
                    _ => CallDecision::Allow,
                }
            }
        })
    };
    let calls = [
        ("double", r#"{"n":4}"#),
        ("double", r#"{"n":5}"#),
        ("double", r#"{"n":6}"#),
        ("secret", "{}"),
        ("treble", "{}"),
        ("double", "{"),
        ("double", r#"{"n":"x"}"#),
    ];
    let RunOutcome { run, requests } =
        run_against(vec![calls_reply(&calls), Reply::text("Done.")], |request| request.tools(&tools)).await;
    run.unwrap();
    let withheld = json!({"error": "the result was withheld", "reason": "it is secret"}).to_string();
    assert_eq!(tool_contents(&requests[1])[..4], ["eight", r#"{"n":10}"#, "12", &withheld].map(Value::from));
    assert_eq!(
        *seen.lock().unwrap(),
        [
            r#"double {"n":4} None"#,
            r#"double {"n":5} None"#,
            r#"double {"n":6} None"#,
            "secret {} None",
            "treble null Some(UnknownTool)",
            "double null Some(NotJson)",
            r#"double {"n":"x"} Some(InvalidArguments)"#,
        ]
    );
}

#[tokio::test]
async fn before_call_has_the_conversation() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tools = {
        let seen = Arc::clone(&seen);
        doubling_tools().before_call(move |call| {
            seen.lock().unwrap().push(serde_json::to_value(&*call.conversation).unwrap());
            async { CallDecision::Allow }
        })
    };
    let replies =
        vec![calls_reply(&[("double", r#"{"n":4}"#)]), calls_reply(&[("double", r#"{"n":5}"#)]), Reply::text("Done.")];
    let run = run_against(replies, |request| request.tools(&tools)).await.run.unwrap();
    let messages = messages(&run);
    let seen = seen.lock().unwrap();
    // Up to and including the assistant message with the call.
    assert_eq!(seen[0].as_array().unwrap()[..], messages.as_array().unwrap()[..2]);
    assert_eq!(seen[1].as_array().unwrap()[..], messages.as_array().unwrap()[..4]);
    assert_eq!(seen[1][3]["tool_calls"][0]["function"]["arguments"], r#"{"n":5}"#);
}
