//! Limits of a run, timeouts of tools, and cancellation.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_inference::models::ChatRequestMessage;
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{ErrorKind, ToolLimits, ToolSet};
use serde_json::json;

use super::{RunOutcome, calls_reply, doubling_tools, run_against, tool_contents};
use crate::support::assert_contains;

#[tokio::test]
async fn exceeded_limits_are_errors_that_keep_the_conversation() {
    let forever = || vec![calls_reply(&[("double", r#"{"n":4}"#)])];
    let RunOutcome { run, requests } = run_against(forever(), |request| request.tools(&doubling_tools())).await;
    let error = run.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
    assert_contains(&error, "round 8");
    assert_eq!(requests.len(), 8);
    let run = error.tool_run().unwrap();
    // Seven complete rounds; the calls of the last one are not made.
    assert_eq!((run.rounds(), run.conversation().len(), run.response().tool_calls().len()), (8, 1 + 7 * 2, 1));
    assert!(matches!(run.conversation().messages().last(), Some(ChatRequestMessage::Tool { .. })));
    assert_eq!(run.usage().unwrap().total_tokens, Some(8 * 15));
}

#[tokio::test]
async fn the_limit_of_rounds_can_be_set() {
    let forever = || vec![calls_reply(&[("double", r#"{"n":4}"#)])];
    let tools = doubling_tools().limits(ToolLimits::default().rounds(1));
    let error = run_against(forever(), |request| request.tools(&tools)).await.run.unwrap_err();
    assert_contains(&error, "round 1");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 1);
}

#[tokio::test]
async fn the_number_of_calls_in_one_response_is_limited() {
    let many = vec![calls_reply(&[("double", r#"{"n":4}"#); 33])];
    let error = run_against(many, |request| request.tools(&doubling_tools())).await.run.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
    assert_contains(&error, "33 calls");
}

#[tokio::test]
async fn call_and_token_limits_end_the_run() {
    let forever = || vec![calls_reply(&[("double", r#"{"n":4}"#), ("double", r#"{"n":4}"#)])];
    for (limits, rounds, phrase) in [
        (ToolLimits::default().calls(3), 2, "4 calls"),
        (ToolLimits::default().calls(1), 1, "2 calls"),
        (ToolLimits::default().tokens(31), 3, "45 tokens"),
        (ToolLimits::default().tokens(30), 2, "30 tokens"),
    ] {
        let tools = doubling_tools().limits(limits);
        let error = run_against(forever(), |request| request.tools(&tools)).await.run.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ToolLimit);
        let run = error.tool_run().unwrap();
        assert_contains(&error, phrase);
        assert_eq!(run.rounds(), rounds, "{phrase}");
        assert_eq!(run.conversation().len(), 1 + 3 * (rounds as usize - 1));
    }
}

#[tokio::test]
async fn the_last_response_may_exceed_the_token_limit() {
    let tools = doubling_tools().limits(ToolLimits::default().calls(2).tokens(16));
    let replies = vec![calls_reply(&[("double", r#"{"n":4}"#), ("double", r#"{"n":4}"#)]), Reply::text("8.")];
    assert_eq!(
        run_against(replies, |request| request.tools(&tools)).await.run.unwrap().usage().unwrap().total(),
        15 + 19
    );
}

#[tokio::test]
async fn a_tool_can_have_its_own_timeout() {
    let limits = ToolLimits::default().timeout_per_tool(Duration::from_secs(60));
    let tools = ToolSet::new()
        .tool("slow", "", |(): ()| pending::<u8>())
        .tool("patient", "", |(): ()| async { tokio::time::sleep(Duration::from_millis(30)).await })
        .limits(limits)
        .timeout("slow", Duration::from_millis(5));
    let calls = calls_reply(&[("slow", "{}"), ("patient", "{}")]);
    let RunOutcome { run, requests } =
        run_against(vec![calls, Reply::text("Ok.")], |request| request.tools(&tools)).await;
    run.unwrap();
    let [slow, patient] = tool_contents(&requests[1]).try_into().unwrap();
    assert_contains(slow, "5ms");
    assert_eq!(patient, "null");
}

#[test]
fn a_timeout_for_an_unknown_tool_is_an_error() {
    let error = ToolSet::new().timeout("slow", Duration::from_secs(1)).check().unwrap_err();
    assert_contains(error, "`slow`");
}

/// Counts its instances.
struct Guard(Arc<AtomicUsize>);

impl Guard {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The tool `wait`, which never returns, and the number of its calls that run.
fn waiting_tool() -> (ToolSet, Arc<AtomicUsize>) {
    let running = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&running);
    let tools = ToolSet::new().tool("wait", "", move |(): ()| {
        let guard = Guard::new(&counted);
        async move {
            pending::<()>().await;
            drop(guard);
        }
    });
    (tools, running)
}

#[tokio::test]
async fn dropping_a_run_drops_running_tools() {
    let (tools, running) = waiting_tool();
    let service = MockService::start().await;
    service.reply(calls_reply(&[("wait", "{}"); 3]));
    let mut run = Box::pin(service.client().chat().user("Hi").tools(&tools).run());
    while running.load(Ordering::SeqCst) < 3 {
        let waited = tokio::time::timeout(Duration::from_millis(5), &mut run).await;
        assert!(waited.is_err(), "the run does not end");
    }
    drop(run);
    assert_eq!(running.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn dropping_a_streamed_run_drops_running_tools() {
    let (tools, running) = waiting_tool();
    let ask = Script::stream().tool_call(0, "a", "wait", "{}").finish("tool_calls").done();
    let server = ByteServer::start(vec![ask]).await;
    let mut events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    while running.load(Ordering::SeqCst) < 1 {
        let _ = tokio::time::timeout(Duration::from_millis(5), events.next()).await;
    }
    drop(events);
    assert_eq!(running.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_tool_that_times_out_is_dropped() {
    let (tools, running) = waiting_tool();
    let tools = tools.limits(ToolLimits::default().timeout_per_tool(Duration::from_millis(5)));
    let call = json!({"id": "a", "type": "function", "function": {"name": "wait", "arguments": ""}});
    tools.call(&serde_json::from_value(call).unwrap()).await;
    assert_eq!(running.load(Ordering::SeqCst), 0);
}
