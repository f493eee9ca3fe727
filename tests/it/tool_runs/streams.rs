//! Streamed runs.

use azure_inference::testing::{ByteServer, Script};
use azure_inference::{CallDecision, ChatEvent, ErrorKind, RunEvent, ToolFailure, ToolLimits};
use serde_json::{Value, json};

use super::{doubling_tools, messages, tool_message};

/// An event as one line.
fn line(event: &RunEvent) -> Option<String> {
    match event {
        RunEvent::Model(ChatEvent::Text { text, .. }) => Some(format!("text {text}")),
        RunEvent::Model(ChatEvent::ToolCallComplete { name, arguments, .. }) => {
            Some(format!("asks {name} {arguments}"))
        }
        RunEvent::Model(_) => None,
        RunEvent::ToolStarted { id, name, arguments } => Some(format!("{id} {name} {arguments}")),
        RunEvent::ToolRejected { id, failure, .. } => Some(format!("{id} rejected {failure:?}")),
        RunEvent::ToolFinished { id, content, failure, .. } => Some(format!("{id} gives {content} {failure:?}")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_streamed_run_yields_events_and_ends_with_the_run() {
    let first = Script::stream().tool_call(0, "a", "double", r#"{"n":1}"#).tool_call(1, "b", "double", r#"{"n":3}"#);
    let first = first.tool_call(2, "c", "treble", "{}").finish("tool_calls").usage(10, 5).done();
    let second = Script::stream().text("2 and ").text("6.").finish("stop").usage(20, 2).done();
    let server = ByteServer::start(vec![first, second]).await;
    let mut events = server.client().chat().user("Hi").tools(&doubling_tools()).run_stream().await.unwrap();
    let mut lines = Vec::new();
    while let Some(event) = events.next().await {
        lines.extend(line(&event.unwrap()));
    }
    assert_eq!(
        lines,
        [
            r#"asks double {"n":1}"#,
            r#"asks double {"n":3}"#,
            "asks treble {}",
            r#"a double {"n":1}"#,
            r#"b double {"n":3}"#,
            "c rejected UnknownTool",
            "b gives 6 None",
            "a gives 2 None",
            "text 2 and ",
            "text 6.",
        ]
    );
    let run = events.into_run().unwrap();
    assert_eq!((run.text(), run.rounds(), run.usage().unwrap().total_tokens), ("2 and 6.", 2, Some(37)));
    let messages = messages(&run);
    assert_eq!((&messages[2], &messages[3]), (&tool_message("a", 2), &tool_message("b", 6)));
    assert_eq!(server.requests()[1]["messages"], Value::from(messages.as_array().unwrap()[..5].to_vec()));
    assert_eq!(server.requests()[1]["stream"], true);
}

fn double_call() -> Script {
    Script::stream().tool_call(0, "a", "double", r#"{"n":4}"#).finish("tool_calls").done()
}

#[tokio::test]
async fn a_streamed_run_that_fails_keeps_the_partial_run() {
    let server = ByteServer::start(vec![double_call(), Script::stream().text("Well").cut()]).await;
    let mut events = server.client().chat().user("Hi").tools(&doubling_tools()).run_stream().await.unwrap();
    let error = loop {
        match events.next().await.unwrap() {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(events.next().await.is_none(), "nothing follows an error");
    assert_eq!(error.partial_response().unwrap().text(), "Well");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 3);
    assert_eq!(events.into_run().unwrap_err().tool_run().unwrap().rounds(), 1);
}

#[tokio::test]
async fn a_streamed_run_that_exceeds_a_limit_keeps_the_partial_run() {
    let server = ByteServer::start(vec![double_call()]).await;
    let tools = doubling_tools().limits(ToolLimits::default().rounds(2));
    let events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    let error = events.finish().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
    assert_eq!(error.tool_run().unwrap().rounds(), 2);
}

#[tokio::test]
async fn into_run_before_the_end_is_an_error() {
    let server = ByteServer::start(vec![double_call()]).await;
    let events = server.client().chat().user("Hi").tools(&doubling_tools()).run_stream().await.unwrap();
    assert!(events.into_run().unwrap_err().is_truncated());
}

#[tokio::test]
async fn rejected_calls_have_their_own_event() {
    let calls = Script::stream()
        .tool_call(0, "a", "treble", "{}")
        .tool_call(1, "b", "double", "{")
        .tool_call(2, "c", "double", r#"{"n":"x"}"#)
        .tool_call(3, "d", "double", r#"{"n":13}"#)
        .tool_call(4, "e", "double", r#"{"n":1}"#)
        .tool_call(5, "f", "double", r#"{"n":4}"#);
    let calls = calls.finish("tool_calls").done();
    let server = ByteServer::start(vec![calls, Script::stream().text("Done.").finish("stop").done()]).await;
    let tools = doubling_tools().limits(ToolLimits::default().parallel(1)).before_call(|call| async move {
        match call.arguments["n"].as_u64() {
            Some(13) => CallDecision::Reject("unlucky".into()),
            Some(1) => CallDecision::Replace(json!({"n": 3})),
            _ => CallDecision::Allow,
        }
    });
    let mut events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    let mut lines = Vec::new();
    while let Some(event) = events.next().await {
        match event.unwrap() {
            RunEvent::Model(_) => {}
            RunEvent::ToolStarted { id, arguments, .. } => lines.push(format!("{id} started {arguments}")),
            RunEvent::ToolRejected { id, failure, .. } => lines.push(format!("{id} rejected {failure:?}")),
            RunEvent::ToolFinished { id, content, .. } => lines.push(format!("{id} finished {content}")),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        lines,
        [
            "a rejected UnknownTool",
            "b rejected NotJson",
            "c rejected InvalidArguments",
            "d rejected Rejected",
            r#"e started {"n":3}"#,
            "e finished 6",
            r#"f started {"n":4}"#,
            "f finished 8",
        ]
    );
}

#[tokio::test]
async fn a_hook_can_stop_a_streamed_run() {
    let server = ByteServer::start(vec![double_call()]).await;
    let tools = doubling_tools().before_call(|_| async { CallDecision::Stop("enough".into()) });
    let mut events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    let mut last = None;
    while let Some(event) = events.next().await {
        last = Some(event.unwrap());
    }
    assert!(matches!(last, Some(RunEvent::ToolRejected { failure: ToolFailure::Stopped, .. })), "{last:?}");
    let run = events.into_run().unwrap();
    assert_eq!((run.stopped(), run.conversation().len()), (Some("enough"), 3));
}
