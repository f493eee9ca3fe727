//! Runs with tools: rounds, parallel calls, streams, bounds, models that do what they want, cancellation.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_inference::models::{ChatCompletionsToolChoicePreset, ChatRequestMessage};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{
    CallDecision, ChatEvent, ChatRequest, Error, RetryPolicy, RunEvent, ToolFailure, ToolLimits, ToolRun, ToolSet,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Barrier;

#[derive(Deserialize, JsonSchema)]
struct Number {
    n: u64,
}

/// A tool that waits the longer the smaller its number is.
fn set() -> ToolSet {
    ToolSet::new().tool("double", "Doubles a number", |Number { n }| async move {
        tokio::time::sleep(Duration::from_millis(40_u64.saturating_sub(n * 10))).await;
        n * 2
    })
}

/// An answer that asks for these calls: name and arguments.
fn asks(calls: &[(&str, &str)]) -> Reply {
    let calls = calls.iter().enumerate().map(|(place, (name, arguments))| {
        json!({"id": format!("c{place}"), "type": "function", "function": {"name": name, "arguments": arguments}})
    });
    answers(json!({"role": "assistant", "content": null, "tool_calls": calls.collect::<Vec<_>>()}), "tool_calls")
}

fn answers(message: Value, finish_reason: &str) -> Reply {
    Reply::json(json!({
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }))
}

struct Played {
    run: Result<ToolRun, Error>,
    requests: Vec<Value>,
}

/// Runs a request against these replies; every request must be one that the document allows.
async fn play(replies: Vec<Reply>, request: impl FnOnce(ChatRequest) -> ChatRequest) -> Played {
    let service = MockService::start().await;
    for reply in replies {
        service.reply(reply);
    }
    let run = request(service.client().chat().user("Hi").retry(RetryPolicy::none())).run().await;
    let requests = service.requests();
    requests.iter().for_each(|request| request.assert_valid());
    Played { run, requests: requests.iter().map(|request| request.json().clone()).collect() }
}

/// The messages of a conversation as JSON.
fn messages(run: &ToolRun) -> Value {
    serde_json::to_value(run.conversation()).unwrap()
}

fn result(id: &str, content: impl ToString) -> Value {
    json!({"role": "tool", "tool_call_id": id, "content": content.to_string()})
}

#[tokio::test]
async fn a_run_asks_calls_and_asks_again() {
    let calls = asks(&[("double", r#"{"n":1}"#), ("double", r#"{"n":3}"#)]);
    let replies = vec![calls, asks(&[("double", r#"{"n":4}"#)]), Reply::text("2, 6 and 8.")];
    let Played { run, requests } = play(replies, |request| request.tools(&set())).await;
    let run = run.unwrap();
    assert_eq!((run.text(), run.rounds(), run.conversation().len()), ("2, 6 and 8.", 3, 7));
    assert_eq!(run.usage().unwrap().total_tokens, Some(15 + 15 + 19));
    assert_eq!(run.answer().usage().unwrap().total_tokens, Some(19));
    let messages = messages(&run);
    assert_eq!(requests[2]["messages"], Value::from(messages.as_array().unwrap()[..6].to_vec()));
    assert_eq!(messages[1]["tool_calls"][1]["function"]["arguments"], r#"{"n":3}"#);
    // In the order of the calls, though the first takes the longest.
    assert_eq!((&messages[2], &messages[3]), (&result("c0", 2), &result("c1", 6)));
    assert_eq!(messages[5], result("c0", 8));
    assert_eq!(messages[6], json!({"role": "assistant", "content": "2, 6 and 8."}));
    assert_eq!(requests[1]["tools"], requests[0]["tools"]);
}

#[tokio::test]
async fn calls_run_side_by_side_within_the_limit() {
    let barrier = Arc::new(Barrier::new(3));
    let meets = ToolSet::new().tool("meet", "", move |(): ()| {
        let barrier = Arc::clone(&barrier);
        async move {
            barrier.wait().await;
        }
    });
    let replies = || vec![asks(&[("meet", "{}"); 3]), Reply::text("Met.")];
    let played = play(replies(), |request| request.tools(&meets)).await;
    assert_eq!(messages(&played.run.unwrap())[4], result("c2", "null"));
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
    let replies = vec![asks(&[("count", "{}"); 9]), Reply::text("Counted.")];
    let limits = ToolLimits::default().parallel(4);
    play(replies, |request| request.tools(&counts.limits(limits))).await.run.unwrap();
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_model_gets_its_mistakes_and_may_do_better() {
    let replies = vec![
        asks(&[("treble", "{}"), ("double", "{\"n\":"), ("double", r#"{"n":"two"}"#), ("double", r#"{"n":13}"#)]),
        asks(&[("double", r#"{"n":2}"#)]),
        Reply::text("4."),
    ];
    let tools = set().before_call(|call| async move {
        if call.arguments["n"] == 13 { CallDecision::Refuse("unlucky".into()) } else { CallDecision::Pass }
    });
    let run = play(replies, |request| request.tools(&tools)).await.run.unwrap();
    let messages = messages(&run);
    let errors = [
        json!({"error": "there is no tool `treble`", "tools": ["double"]}),
        json!({
            "error": "the arguments are not JSON: EOF while parsing a value at line 1 column 5",
            "arguments": "{\"n\":",
        }),
        json!({
            "error": "the arguments do not fit the tool's parameters: invalid type: string \"two\", expected u64",
            "path": "n",
        }),
        json!({"error": "the call was refused", "reason": "unlucky"}),
    ];
    for (place, expected) in errors.iter().enumerate() {
        let content = messages[2 + place]["content"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(content).unwrap(), *expected);
    }
    // Some servers refuse a history with arguments that are not JSON.
    assert_eq!(messages[1]["tool_calls"][1]["function"]["arguments"], "{}");
    assert_eq!(messages[1]["tool_calls"][2]["function"]["arguments"], r#"{"n":"two"}"#);
    assert_eq!((&messages[7], run.text()), (&result("c0", 4), "4."));
}

#[tokio::test]
async fn models_that_do_what_they_want_end_well() {
    // It answers in text though it must call, or calls nothing though it says so.
    let required = |request: ChatRequest| request.tools(&set()).tool_choice(ChatCompletionsToolChoicePreset::Required);
    let run = play(vec![Reply::text("No.")], required).await.run.unwrap();
    assert_eq!((run.text(), run.rounds()), ("No.", 1));
    let nothing = answers(json!({"role": "assistant", "content": "x", "tool_calls": []}), "tool_calls");
    assert_eq!(play(vec![nothing], required).await.run.unwrap().text(), "x");

    // What forces a call does so once; a repeated call is made again; text beside the calls stays.
    let call = json!({"id": "same", "type": "function", "function": {"name": "double", "arguments": "{\"n\":4}"}});
    let repeated = json!({"role": "assistant", "content": "Well…", "tool_calls": [call, call]});
    for forced in [required, |request: ChatRequest| request.tools(&set()).tool_choice_named("double")] {
        let replies = vec![answers(repeated.clone(), "stop"), Reply::text("8.")];
        let Played { run, requests } = play(replies, forced).await;
        assert_ne!(requests[0]["tool_choice"], Value::Null);
        assert_eq!(requests[1]["tool_choice"], Value::Null);
        let messages = messages(&run.unwrap());
        assert_eq!(messages[1]["content"], "Well…");
        assert_eq!((&messages[2], &messages[3]), (&result("same", 8), &result("call_1_1", 8)));
        assert_eq!(messages[1]["tool_calls"][1]["id"], "call_1_1");
    }

    // It calls though it must not: nothing is called.
    let none = |request: ChatRequest| request.tools(&set()).tool_choice(ChatCompletionsToolChoicePreset::None);
    let run = play(vec![asks(&[("double", "{\"n\":4}")])], none).await.run.unwrap();
    assert_eq!((run.tool_calls().len(), run.rounds(), run.conversation().len()), (1, 1, 1));

    // A filtered answer's calls are not made.
    let call = json!({"id": "c", "type": "function", "function": {"name": "double", "arguments": "{\"n\":4}"}});
    let filtered = answers(json!({"content": "Part", "tool_calls": [call]}), "content_filter");
    let run = play(vec![filtered], |request| request.tools(&set())).await.run.unwrap();
    assert_eq!(messages(&run)[1], json!({"role": "assistant", "content": "Part"}));

    // Without tools, and without anything.
    assert_eq!(play(vec![Reply::text("Hello!")], |request| request).await.run.unwrap().rounds(), 1);
    let run = play(vec![Reply::json(json!({"choices": []}))], |request| request.tools(&set())).await.run.unwrap();
    assert_eq!((run.text(), run.conversation().len(), run.usage().is_none()), ("", 1, true));
}

#[tokio::test]
async fn calls_with_parts_missing_are_mended() {
    let none = ToolSet::new().tool("now", "", |(): ()| async { "noon" });
    let calls = json!([
        {"function": {"name": "now", "arguments": ""}},
        {"id": "", "type": null, "function": {"name": "now"}},
        {"id": "a", "type": "function", "function": null},
        {},
    ]);
    let replies = vec![answers(json!({"content": "", "tool_calls": calls}), ""), Reply::text("Noon.")];
    let run = play(replies, |request| request.tools(&none)).await.run.unwrap();
    let function = json!({"name": "now", "arguments": "{}"});
    let messages = messages(&run);
    assert_eq!(
        messages[1]["tool_calls"],
        json!([
            {"id": "call_1_0", "type": "function", "function": function},
            {"id": "call_1_1", "type": "function", "function": function},
        ])
    );
    assert_eq!(messages[2], result("call_1_0", "noon"));
    assert_eq!(messages[3], result("call_1_1", "noon"));
    assert_eq!(messages[4]["content"], "Noon.");
}

#[tokio::test]
async fn past_the_bounds_is_an_error_that_keeps_the_conversation() {
    let forever = || vec![asks(&[("double", r#"{"n":4}"#)])];
    let Played { run, requests } = play(forever(), |request| request.tools(&set())).await;
    let error = run.unwrap_err();
    assert!(error.is_tool_limit());
    assert_eq!((error.message(), requests.len()), ("the model still asks for tools in round 8, the last", 8));
    let run = error.tool_run().unwrap();
    // Seven rounds that are whole, and the calls that were not made beside them.
    assert_eq!((run.rounds(), run.conversation().len(), run.tool_calls().len()), (8, 1 + 7 * 2, 1));
    assert!(matches!(run.conversation().messages().last(), Some(ChatRequestMessage::Tool { .. })));
    assert_eq!(run.usage().unwrap().total_tokens, Some(8 * 15));

    let tools = set().limits(ToolLimits::default().rounds(1));
    let error = play(forever(), |request| request.tools(&tools)).await.run.unwrap_err();
    assert_eq!(error.message(), "the model still asks for tools in round 1, the last");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 1);

    let many = vec![asks(&[("double", r#"{"n":4}"#); 33])];
    let error = play(many, |request| request.tools(&set())).await.run.unwrap_err();
    assert!(error.is_tool_limit());
    assert_eq!(error.message(), "the model asks for 33 calls at once, more than 32");
}

#[tokio::test]
async fn another_error_keeps_the_conversation_too() {
    let replies = vec![asks(&[("double", r#"{"n":4}"#)]), Reply::error(500, "c", "it broke")];
    let error = play(replies, |request| request.tools(&set())).await.run.unwrap_err();
    assert_eq!((error.message(), error.is_tool_limit()), ("it broke", false));
    assert_eq!(error.tool_run().unwrap().conversation().len(), 3);
    let error = play(vec![Reply::error(500, "c", "it broke")], |request| request.tools(&set())).await.run.unwrap_err();
    assert!(error.tool_run().is_none());
}

/// What happened, shortly.
fn line(event: &RunEvent) -> Option<String> {
    match event {
        RunEvent::Model(ChatEvent::Text { text, .. }) => Some(format!("text {text}")),
        RunEvent::Model(ChatEvent::ToolCallComplete { name, arguments, .. }) => {
            Some(format!("asks {name} {arguments}"))
        }
        RunEvent::Model(_) => None,
        RunEvent::ToolStarted { id, name, arguments } => Some(format!("{id} {name} {arguments}")),
        RunEvent::ToolFinished { id, content, failure, .. } => Some(format!("{id} gives {content} {failure:?}")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_streamed_run_tells_what_happens_and_ends_the_same() {
    let first = Script::stream().tool_call(0, "a", "double", r#"{"n":1}"#).tool_call(1, "b", "double", r#"{"n":3}"#);
    let first = first.tool_call(2, "c", "treble", "{}").finish("tool_calls").usage(10, 5).done();
    let second = Script::stream().text("2 and ").text("6.").finish("stop").usage(20, 2).done();
    let server = ByteServer::start(vec![first, second]).await;
    let mut events = server.client().chat().user("Hi").tools(&set()).run_stream().await.unwrap();
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
            "c treble {}",
            &format!(
                "c gives {} {:?}",
                json!({"error": "there is no tool `treble`", "tools": ["double"]}),
                Some(ToolFailure::UnknownTool)
            ),
            "b gives 6 None",
            "a gives 2 None",
            "text 2 and ",
            "text 6.",
        ]
    );
    let run = events.into_run().unwrap();
    assert_eq!((run.text(), run.rounds(), run.usage().unwrap().total_tokens), ("2 and 6.", 2, Some(37)));
    let messages = messages(&run);
    assert_eq!((&messages[2], &messages[3]), (&result("a", 2), &result("b", 6)));
    assert_eq!(server.requests()[1]["messages"], Value::from(messages.as_array().unwrap()[..5].to_vec()));
    assert_eq!(server.requests()[1]["stream"], true);
}

#[tokio::test]
async fn a_streamed_run_that_fails_keeps_how_far_it_came() {
    let ask = || Script::stream().tool_call(0, "a", "double", r#"{"n":4}"#).finish("tool_calls").done();
    // In the second answer.
    let server = ByteServer::start(vec![ask(), Script::stream().text("Well").cut()]).await;
    let mut events = server.client().chat().user("Hi").tools(&set()).run_stream().await.unwrap();
    let error = loop {
        match events.next().await.unwrap() {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(events.next().await.is_none(), "nothing comes after an error");
    assert_eq!(error.partial_answer().unwrap().text(), "Well");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 3);
    assert_eq!(events.into_run().unwrap_err().tool_run().unwrap().rounds(), 1);
    // Past the bounds.
    let server = ByteServer::start(vec![ask()]).await;
    let tools = set().limits(ToolLimits::default().rounds(2));
    let events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    let error = events.collect().await.unwrap_err();
    assert!(error.is_tool_limit());
    assert_eq!(error.tool_run().unwrap().rounds(), 2);
    // Not read to its end.
    let events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    assert!(events.into_run().unwrap_err().is_truncated());
}

/// Counts how many of it there are.
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

#[tokio::test]
async fn dropping_a_run_drops_the_tools_that_run() {
    let running = Arc::new(AtomicUsize::new(0));
    let tools = {
        let running = Arc::clone(&running);
        ToolSet::new().tool("wait", "", move |(): ()| {
            let guard = Guard::new(&running);
            async move {
                pending::<()>().await;
                drop(guard);
            }
        })
    };
    let service = MockService::start().await;
    service.reply(asks(&[("wait", "{}"); 3]));
    let mut run = Box::pin(service.client().chat().user("Hi").tools(&tools).run());
    while running.load(Ordering::SeqCst) < 3 {
        let waited = tokio::time::timeout(Duration::from_millis(5), &mut run).await;
        assert!(waited.is_err(), "it can't end");
    }
    drop(run);
    assert_eq!(running.load(Ordering::SeqCst), 0);

    let ask = Script::stream().tool_call(0, "a", "wait", "{}").finish("tool_calls").done();
    let server = ByteServer::start(vec![ask]).await;
    let mut events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    while running.load(Ordering::SeqCst) < 1 {
        let _ = tokio::time::timeout(Duration::from_millis(5), events.next()).await;
    }
    drop(events);
    assert_eq!(running.load(Ordering::SeqCst), 0);

    // By hand, too; and a tool that takes too long is dropped at once.
    let tools = tools.limits(ToolLimits::default().time_per_tool(Duration::from_millis(5)));
    let call = json!({"id": "a", "type": "function", "function": {"name": "wait", "arguments": ""}});
    tools.call(&serde_json::from_value(call).unwrap()).await;
    assert_eq!(running.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn runs_can_go_on_other_threads() {
    let service = MockService::start().await;
    service.reply(asks(&[("double", r#"{"n":4}"#)])).reply(Reply::text("8."));
    let request = service.client().chat().user("Hi").tools(&set());
    assert_eq!(tokio::spawn(request.run()).await.unwrap().unwrap().text(), "8.");
}
