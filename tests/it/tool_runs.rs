//! Runs with tools: rounds, parallel calls, streams, bounds, models that do what they want, cancellation.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_inference::models::{
    AllowedToolsMode, ChatCompletionsAllowedTools, ChatCompletionsAllowedToolsChoice, ChatCompletionsNamedToolChoice,
    ChatCompletionsNamedToolChoiceFunction, ChatCompletionsToolChoicePreset, ChatMessageContentItem,
    ChatRequestMessage,
};
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{
    CallDecision, ChatEvent, ChatRequest, Conversation, Error, ErrorKind, RetryPolicy, RunEvent, ToolFailure,
    ToolLimits, ToolOutput, ToolRun, ToolSet,
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

    // Allowed tools stay allowed, and are required once.
    let names = [ChatCompletionsNamedToolChoice::new(ChatCompletionsNamedToolChoiceFunction::new("double"))];
    let allowed = ChatCompletionsAllowedTools::new(AllowedToolsMode::Required, names);
    let choice = ChatCompletionsAllowedToolsChoice::new(allowed);
    let replies = vec![answers(repeated, "stop"), Reply::text("8.")];
    let Played { run, requests } = play(replies, |request| request.tools(&set()).tool_choice(choice)).await;
    run.unwrap();
    let mut expected = requests[0]["tool_choice"].clone();
    assert_eq!(expected["allowed_tools"]["mode"].take(), "required");
    expected["allowed_tools"]["mode"] = json!("auto");
    assert_eq!(requests[1]["tool_choice"], expected);

    // It calls though it must not: nothing is called.
    let none = |request: ChatRequest| request.tools(&set()).tool_choice(ChatCompletionsToolChoicePreset::None);
    let run = play(vec![asks(&[("double", "{\"n\":4}")])], none).await.run.unwrap();
    assert_eq!((run.answer().tool_calls().len(), run.rounds(), run.conversation().len()), (1, 1, 1));

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
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
    assert_eq!((error.message(), requests.len()), ("the model still asks for tools in round 8, the last", 8));
    let run = error.tool_run().unwrap();
    // Seven rounds that are whole, and the calls that were not made beside them.
    assert_eq!((run.rounds(), run.conversation().len(), run.answer().tool_calls().len()), (8, 1 + 7 * 2, 1));
    assert!(matches!(run.conversation().messages().last(), Some(ChatRequestMessage::Tool { .. })));
    assert_eq!(run.usage().unwrap().total_tokens, Some(8 * 15));

    let tools = set().limits(ToolLimits::default().rounds(1));
    let error = play(forever(), |request| request.tools(&tools)).await.run.unwrap_err();
    assert_eq!(error.message(), "the model still asks for tools in round 1, the last");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 1);

    let many = vec![asks(&[("double", r#"{"n":4}"#); 33])];
    let error = play(many, |request| request.tools(&set())).await.run.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
    assert_eq!(error.message(), "the model asks for 33 calls at once, more than 32");
}

#[tokio::test]
async fn another_error_keeps_the_conversation_too() {
    let replies = vec![asks(&[("double", r#"{"n":4}"#)]), Reply::error(500, "c", "it broke")];
    let error = play(replies, |request| request.tools(&set())).await.run.unwrap_err();
    assert_eq!((error.message(), error.kind()), ("it broke", ErrorKind::Service));
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
        RunEvent::ToolRejected { id, content, failure, .. } => Some(format!("{id} rejected {content} {failure:?}")),
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
            &format!(
                "c rejected {} {:?}",
                json!({"error": "there is no tool `treble`", "tools": ["double"]}),
                ToolFailure::UnknownTool
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
    assert_eq!(error.kind(), ErrorKind::ToolLimit);
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

/// The content of the tool messages of a request, in order.
fn results(request: &Value) -> Vec<Value> {
    let messages = request["messages"].as_array().unwrap().iter().filter(|message| message["role"] == "tool");
    messages.map(|message| message["content"].clone()).collect()
}

#[tokio::test]
async fn a_hook_stops_the_run_and_the_run_so_far_is_the_result() {
    let calls = || asks(&[("double", r#"{"n":4}"#), ("double", r#"{"n":13}"#), ("double", r#"{"n":5}"#)]);
    let stop_at_13 = || {
        set().limits(ToolLimits::default().parallel(1)).before_call(|call| async move {
            if call.arguments["n"] == 13 { CallDecision::Stop("needs approval".into()) } else { CallDecision::Pass }
        })
    };
    let Played { run, requests } = play(vec![calls()], |request| request.tools(&stop_at_13())).await;
    let run = run.unwrap();
    assert_eq!((requests.len(), run.rounds(), run.stopped(), run.text()), (1, 1, Some("needs approval"), ""));
    assert_eq!(run.answer().tool_calls()[1].arguments(), r#"{"n":13}"#);
    // Each call has a result, so that the conversation can be sent: the first its own, the others the reason.
    let error = "the run was stopped before this call had a result";
    let stopped = json!({"error": error, "reason": "needs approval"});
    let messages = messages(&run);
    let expected = [result("c0", 8), result("c1", &stopped), result("c2", &stopped)];
    assert_eq!(messages.as_array().unwrap()[2..], expected);
    // The run can go on from there.
    let Played { run, .. } = play(vec![Reply::text("Never mind.")], |request| {
        request.messages(run.conversation()).user("Leave it.").tools(&set())
    })
    .await;
    assert_eq!((run.as_ref().unwrap().text(), run.as_ref().unwrap().stopped()), ("Never mind.", None));

    // After a call: its result stays.
    let tools = set().after_call(|finished| async move {
        assert_eq!((finished.call.name.as_str(), &finished.call.arguments["n"]), ("double", &json!(4)));
        CallDecision::Stop(format!("{} is enough", finished.output))
    });
    let Played { run, .. } = play(vec![asks(&[("double", r#"{"n":4}"#)])], |request| request.tools(&tools)).await;
    let run = run.unwrap();
    assert_eq!((run.stopped(), &self::messages(&run)[2]), (Some("8 is enough"), &result("c0", 8)));

    // Tools that run beside it are dropped.
    let tools = ToolSet::new().tool("wait", "", |(): ()| pending::<u8>()).tool("go", "", |(): ()| async { 1 });
    let tools = tools.after_call(|_| async { CallDecision::Stop("done".into()) });
    let calls = asks(&[("wait", "{}"), ("go", "{}")]);
    let run = play(vec![calls], |request| request.tools(&tools)).await.run.unwrap();
    let stopped = json!({"error": error, "reason": "done"});
    assert_eq!(self::messages(&run).as_array().unwrap()[2..], [result("c0", &stopped), result("c1", 1)]);
}

#[tokio::test]
async fn a_hook_sees_each_result_before_the_model() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tools = {
        let seen = Arc::clone(&seen);
        let tools =
            set().tool("secret", "", |(): ()| async { "the key is 1234" }).limits(ToolLimits::default().parallel(1));
        tools.after_call(move |finished| {
            let seen = Arc::clone(&seen);
            async move {
                let line = format!("{} {} {:?}", finished.call.name, finished.call.arguments, finished.failure);
                seen.lock().unwrap().push(line);
                match finished.output.to_string().as_str() {
                    "8" => CallDecision::Change(json!("eight")),
                    "10" => CallDecision::Change(json!({"n": 10})),
                    text if text.contains("key") => CallDecision::Refuse("it is secret".into()),
                    _ => CallDecision::Pass,
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
    let Played { run, requests } =
        play(vec![asks(&calls), Reply::text("Done.")], |request| request.tools(&tools)).await;
    run.unwrap();
    let withheld = json!({"error": "the result was withheld", "reason": "it is secret"}).to_string();
    assert_eq!(results(&requests[1])[..4], ["eight", r#"{"n":10}"#, "12", &withheld].map(Value::from));
    assert_eq!(
        *seen.lock().unwrap(),
        [
            r#"double {"n":4} None"#,
            r#"double {"n":5} None"#,
            r#"double {"n":6} None"#,
            "secret {} None",
            "treble null Some(UnknownTool)",
            "double null Some(NotJson)",
            r#"double {"n":"x"} Some(BadArguments)"#,
        ]
    );
}

#[tokio::test]
async fn hooks_see_the_conversation() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tools = {
        let seen = Arc::clone(&seen);
        set().before_call(move |call| {
            seen.lock().unwrap().push(serde_json::to_value(&*call.conversation).unwrap());
            async { CallDecision::Pass }
        })
    };
    let replies = vec![asks(&[("double", r#"{"n":4}"#)]), asks(&[("double", r#"{"n":5}"#)]), Reply::text("Done.")];
    let run = play(replies, |request| request.tools(&tools)).await.run.unwrap();
    let messages = messages(&run);
    let seen = seen.lock().unwrap();
    // Up to the assistant message that asks for the call.
    assert_eq!(seen[0].as_array().unwrap()[..], messages.as_array().unwrap()[..2]);
    assert_eq!(seen[1].as_array().unwrap()[..], messages.as_array().unwrap()[..4]);
    assert_eq!(seen[1][3]["tool_calls"][0]["function"]["arguments"], r#"{"n":5}"#);
}

#[tokio::test]
async fn budgets_of_calls_and_tokens_end_the_run() {
    let forever = || vec![asks(&[("double", r#"{"n":4}"#), ("double", r#"{"n":4}"#)])];
    for (limits, rounds, message) in [
        (ToolLimits::default().calls(3), 2, "the model asks for 4 calls in all, more than 3"),
        (ToolLimits::default().calls(1), 1, "the model asks for 2 calls in all, more than 1"),
        (ToolLimits::default().tokens(31), 3, "the model still asks for tools after 45 tokens, of 31 at most"),
        (ToolLimits::default().tokens(30), 2, "the model still asks for tools after 30 tokens, of 30 at most"),
    ] {
        let tools = set().limits(limits);
        let error = play(forever(), |request| request.tools(&tools)).await.run.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ToolLimit);
        let run = error.tool_run().unwrap();
        assert_eq!((error.message(), run.rounds()), (message, rounds));
        assert_eq!(run.conversation().len(), 1 + 3 * (rounds as usize - 1));
    }
    // The last response may exceed the budget: it is there already.
    let tools = set().limits(ToolLimits::default().calls(2).tokens(16));
    let replies = vec![asks(&[("double", r#"{"n":4}"#), ("double", r#"{"n":4}"#)]), Reply::text("8.")];
    assert_eq!(play(replies, |request| request.tools(&tools)).await.run.unwrap().usage().unwrap().total(), 15 + 19);
}

#[tokio::test]
async fn a_tool_may_have_a_timeout_of_its_own() {
    let limits = ToolLimits::default().time_per_tool(Duration::from_secs(60));
    let tools = ToolSet::new()
        .tool("slow", "", |(): ()| pending::<u8>())
        .tool("patient", "", |(): ()| async { tokio::time::sleep(Duration::from_millis(30)).await })
        .limits(limits)
        .timeout("slow", Duration::from_millis(5));
    let calls = asks(&[("slow", "{}"), ("patient", "{}")]);
    let Played { run, requests } = play(vec![calls, Reply::text("Ok.")], |request| request.tools(&tools)).await;
    run.unwrap();
    let timed_out = json!({"error": "the tool did not answer within 5ms"}).to_string();
    assert_eq!(results(&requests[1]), [timed_out.as_str(), "null"]);

    let error = ToolSet::new().timeout("slow", Duration::from_secs(1)).check().unwrap_err();
    assert_eq!(error.message(), "there is no tool `slow` to set a timeout for; add the tool first");
}

#[tokio::test]
async fn events_tell_calls_that_never_started_from_those_that_did() {
    let calls = Script::stream()
        .tool_call(0, "a", "treble", "{}")
        .tool_call(1, "b", "double", "{")
        .tool_call(2, "c", "double", r#"{"n":"x"}"#)
        .tool_call(3, "d", "double", r#"{"n":13}"#)
        .tool_call(4, "e", "double", r#"{"n":1}"#)
        .tool_call(5, "f", "double", r#"{"n":4}"#);
    let calls = calls.finish("tool_calls").done();
    let server = ByteServer::start(vec![calls, Script::stream().text("Done.").finish("stop").done()]).await;
    let tools = set().limits(ToolLimits::default().parallel(1)).before_call(|call| async move {
        match call.arguments["n"].as_u64() {
            Some(13) => CallDecision::Refuse("unlucky".into()),
            Some(1) => CallDecision::Change(json!({"n": 3})),
            _ => CallDecision::Pass,
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
            "c rejected BadArguments",
            "d rejected Refused",
            r#"e started {"n":3}"#,
            "e finished 6",
            r#"f started {"n":4}"#,
            "f finished 8",
        ]
    );
}

#[tokio::test]
async fn a_streamed_run_that_a_hook_stops_ends_with_the_run() {
    let calls = Script::stream().tool_call(0, "a", "double", r#"{"n":4}"#).finish("tool_calls").done();
    let server = ByteServer::start(vec![calls]).await;
    let tools = set().before_call(|_| async { CallDecision::Stop("enough".into()) });
    let mut events = server.client().chat().user("Hi").tools(&tools).run_stream().await.unwrap();
    let mut last = None;
    while let Some(event) = events.next().await {
        last = Some(event.unwrap());
    }
    assert!(matches!(last, Some(RunEvent::ToolRejected { failure: ToolFailure::Stopped, .. })), "{last:?}");
    let run = events.into_run().unwrap();
    assert_eq!((run.stopped(), run.conversation().len()), (Some("enough"), 3));
}

#[tokio::test]
async fn results_may_have_several_parts() {
    let image = || ChatMessageContentItem::image_url("data:image/png;base64,AA==");
    let tools = ToolSet::new()
        .tool("page", "", move |(): ()| async move {
            ToolOutput::parts([ChatMessageContentItem::text("The page:"), image()])
        })
        .tool("image", "", move |(): ()| async move { ToolOutput::parts([image()]) })
        .tool("text", "", |(): ()| async { "text" });
    let replies = || vec![asks(&[("page", "{}"), ("text", "{}"), ("image", "{}")]), Reply::text("Seen.")];
    let image_part = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}});
    let text_part = |text: &str| json!({"type": "text", "text": text});

    let Played { run, requests } = play(replies(), |request| request.tools(&tools)).await;
    let page = json!([text_part("The page:"), image_part]);
    assert_eq!(results(&requests[1]), [page.clone(), json!("text"), json!([image_part])]);
    // As it is stored and read back.
    let conversation = run.unwrap().into_conversation();
    let stored = serde_json::to_value(&conversation).unwrap();
    assert_eq!(stored[2]["content"], page);
    let read: Conversation = serde_json::from_value(stored).unwrap();
    assert_eq!(read, conversation);
    assert!(matches!(read.messages()[2], ChatRequestMessage::Tool { .. }));

    // For OpenAI models, which accept images in user messages alone.
    let Played { requests, .. } =
        play(replies(), |request| request.tools(&tools.clone().media_in_user_message())).await;
    let note = text_part("(the rest of the result is in the next user message)");
    assert_eq!(results(&requests[1]), [json!([text_part("The page:"), note]), json!("text"), json!([note])]);
    assert_eq!(
        requests[1]["messages"][5],
        json!({"role": "user", "content": [
            text_part("Result of the tool call c0:"), image_part, text_part("Result of the tool call c2:"), image_part,
        ]})
    );
}

#[tokio::test]
async fn a_run_may_end_in_a_value() {
    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    struct Sum {
        sum: u64,
    }
    let replies = |last: &str| vec![asks(&[("double", r#"{"n":4}"#)]), Reply::text(last)];
    async fn parse<T: serde::de::DeserializeOwned + JsonSchema>(
        replies: Vec<Reply>,
        tools: &ToolSet,
    ) -> (Result<T, Error>, Vec<Value>) {
        let service = MockService::start().await;
        replies.into_iter().for_each(|reply| _ = service.reply(reply));
        let parsed = service.client().chat().user("Hi").tools(tools).run_parse::<T>().await;
        (parsed, service.requests().iter().map(|request| request.json().clone()).collect())
    }
    let (sum, requests) = parse::<Sum>(replies(r#"{"sum": 8}"#), &set()).await;
    assert_eq!(sum.unwrap(), Sum { sum: 8 });
    assert_eq!(requests[0]["response_format"]["json_schema"]["name"], "Sum");
    assert_eq!(requests[1]["response_format"], requests[0]["response_format"]);
    assert_eq!(parse::<Vec<u64>>(replies(r#"{"value": [8]}"#), &set()).await.0.unwrap(), [8]);

    let error = parse::<Sum>(replies("Eight."), &set()).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotJson);
    assert_eq!(error.partial_answer().unwrap().text(), "Eight.");
    assert_eq!(error.tool_run().unwrap().conversation().len(), 4);

    let tools = set().before_call(|_| async { CallDecision::Stop("enough".into()) });
    let error = parse::<Sum>(replies(""), &tools).await.0.unwrap_err();
    assert_eq!(error.message(), "a hook stopped the run before the model returned a value: enough");
    assert_eq!(error.tool_run().unwrap().stopped(), Some("enough"));
}
