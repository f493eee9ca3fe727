//! `MockService` and its replies.

use std::time::{Duration, Instant};

use azure_inference::models::{ChatMessageContentItem, ChatRequestMessage};
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Error, RetryPolicy, ToolSet};
use serde_json::{Value, json};

async fn error_of(reply: Reply) -> Error {
    let service = MockService::start().await;
    service.reply(reply);
    service.client().chat().user("Hi").retry(RetryPolicy::none()).send().await.unwrap_err()
}

#[tokio::test]
async fn each_error_reply_has_the_format_of_the_service() {
    async fn check(reply: Reply, status: u16, code_and_param: [Option<&str>; 2], message: &str, body: Value) {
        let error = error_of(reply).await;
        assert_eq!(error.status().unwrap(), status, "{error}");
        assert_eq!([error.code(), error.param()], code_and_param, "{error}");
        assert_eq!(error.message(), message);
        assert_eq!(serde_json::from_slice::<Value>(error.body()).unwrap(), body);
    }
    let expected = json!({"error": {"code": "c", "message": "m"}});
    check(Reply::error(404, "c", "m"), 404, [Some("c"), None], "m", expected).await;
    let expected = json!({"status": 422, "code": "c", "message": "m", "detail": {"loc": ["body", "p"], "input": null}});
    check(Reply::flat_error(422, "c", "m", "p"), 422, [Some("c"), Some("p")], "m", expected).await;
    let expected = json!({"status": 400, "code": "c", "message": "m"});
    check(Reply::flat_error(400, "c", "m", None), 400, [Some("c"), None], "m", expected).await;
    let expected = json!({"statusCode": 401, "message": "m"});
    check(Reply::gateway_error(401, "m"), 401, [Some("401"), None], "m", expected).await;
    check(Reply::detail(404, "m"), 404, [None, None], "m", json!({"detail": "m"})).await;
    let detail = json!([{"loc": ["body", "p"], "msg": "m", "type": "c"}]);
    let expected = json!({ "detail": detail });
    check(Reply::detail(422, detail), 422, [Some("c"), Some("p")], "p: m", expected).await;
}

#[tokio::test]
async fn html_and_empty_replies_are_errors() {
    let error = error_of(Reply::html(502, "502 Bad <Gateway>")).await;
    assert_eq!(
        (error.message(), error.headers().unwrap()["content-type"].as_bytes()),
        ("502 Bad &lt;Gateway>", &b"text/html"[..])
    );
    let error = error_of(Reply::status(503)).await;
    assert_eq!((error.status().unwrap().as_u16(), error.body()), (503, &b""[..]));
}

#[tokio::test]
async fn content_filter_replies_are_content_filter_errors() {
    let error = error_of(Reply::content_filter()).await;
    assert!(error.is_content_filtered());
    assert_eq!((error.code(), error.param(), error.attempts()), (Some("content_filter"), Some("prompt"), 1));
    assert_eq!(error.content_filter().unwrap().to_string(), "prompt 0: blocked for violence (medium)");
    let error = error_of(Reply::flat_content_filter()).await;
    assert!(error.is_content_filtered());
    assert_eq!((error.code(), error.param()), (Some("content_filter"), Some("messages")));
}

#[tokio::test]
async fn replies_are_sent_in_order_and_the_last_is_repeated() {
    let service = MockService::start().await;
    service.reply(Reply::text("first")).reply(Reply::text("last"));
    for (count, text) in [(1, "first"), (2, "last"), (3, "last")] {
        let response = service.client().chat().user("Hi").send().await.unwrap();
        assert_eq!((response.text(), service.request_count()), (text, count));
    }
}

#[tokio::test]
async fn a_delayed_reply_is_delayed() {
    let service = MockService::start().await;
    let delay = Duration::from_millis(30);
    service.reply(Reply::text("ok").delay(delay));
    let start = Instant::now();
    service.client().chat().user("Hi").send().await.unwrap();
    assert!(start.elapsed() >= delay);
}

#[test]
#[should_panic = "a status is a number from 100 to 999"]
fn an_invalid_status_panics() {
    let _ = Reply::error(1000, "c", "m");
}

#[tokio::test]
async fn each_part_of_a_completion_is_sent_whole_and_streamed() {
    let replies = || {
        vec![
            Reply::tool_calls([("a", json!({"x": 1})), ("b", json!("{"))]),
            Reply::text("The answer is 4.").reasoning("2 + 2").usage(3, 4),
            Reply::refusal("I decline."),
            Reply::text("Cut").finish_reason("length"),
            Reply::text("Bad").content_filter_results(json!({"hate": {"filtered": true, "severity": "high"}})),
            Reply::text("Fine").content_filter_results(json!({"hate": {"filtered": false, "severity": "low"}})),
            Reply::text("Hi.").set("/usage/completion_tokens_details/reasoning_tokens", 5).set("/model", "m-2"),
        ]
    };
    let service = MockService::start().await;
    for reply in replies().into_iter().chain(replies()) {
        service.reply(reply);
    }
    let request = || service.client().chat().user("Hi").include_usage(true);
    let mut answers = Vec::new();
    for is_stream in [false, true] {
        for _ in replies() {
            answers.push(match is_stream {
                false => request().send().await.unwrap(),
                true => request().stream().await.unwrap().finish().await.unwrap(),
            });
        }
    }
    for [calls, reasons, refuses, cut, blocked, fine, set] in answers.as_chunks::<7>().0 {
        let made: Vec<_> = calls.tool_calls().iter().map(|call| (call.id(), call.name(), call.arguments())).collect();
        assert_eq!(made, [("call_1", "a", r#"{"x":1}"#), ("call_2", "b", "{")]);
        assert_eq!(calls.finish_reason().unwrap().as_str(), "tool_calls");
        assert_eq!((reasons.text(), reasons.reasoning()), ("The answer is 4.", Some("2 + 2")));
        assert_eq!(reasons.usage().unwrap().total(), 7);
        assert_eq!((refuses.text(), refuses.refusal()), ("", Some("I decline.")));
        assert_eq!((cut.text(), cut.finish_reason().unwrap().as_str()), ("Cut", "length"));
        assert_eq!(blocked.finish_reason().unwrap().as_str(), "content_filter");
        assert!(blocked.content_filter()[0].is_blocked() && !fine.content_filter()[0].is_blocked());
        assert_eq!(fine.finish_reason().unwrap().as_str(), "stop");
        let details = set.usage().unwrap().completion_tokens_details.as_ref().unwrap();
        assert_eq!((set.model(), details.reasoning_tokens), ("m-2", Some(5)));
    }
}

#[tokio::test]
async fn a_stream_has_no_usage_unless_requested() {
    let service = MockService::start().await;
    service.reply(Reply::text("Hi."));
    let stream = service.client().chat().user("Hi").stream().await.unwrap();
    assert!(stream.finish().await.unwrap().usage().is_none());
}

#[tokio::test]
async fn the_same_replies_serve_a_streamed_run() {
    let service = MockService::start().await;
    service.reply(Reply::tool_calls([("roll", json!({})), ("roll", json!({}))])).reply(Reply::text("Two fours."));
    let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
    let run = service.client().chat().user("Roll!").tools(&tools).run_stream().await.unwrap().finish().await.unwrap();
    assert_eq!((run.text(), run.rounds()), ("Two fours.", 2));
    let expected = ["user: Roll!", "assistant: roll({}) roll({})", "tool: 4", "tool: 4"];
    assert_eq!(service.requests()[1].transcript(), expected);
}

#[tokio::test]
async fn a_received_request_has_transcript_and_tool_results() {
    let service = MockService::start().await;
    service.reply(Reply::text("Hi."));
    let image = ChatMessageContentItem::image_url("https://example.com/a.png");
    let call =
        |id: &str, name: &str| json!({"id": id, "type": "function", "function": {"name": name, "arguments": "{}"}});
    let calls = json!({"role": "assistant", "content": "Well", "tool_calls": [call("c1", "f"), call("c2", "g"), call("c3", "f")]});
    let request = service.client().chat().system("s").user([ChatMessageContentItem::text("What is"), image]);
    let request = request.message(serde_json::from_value::<ChatRequestMessage>(calls).unwrap());
    let request = request.tool_result("c1", "one").tool_result("c2", "two").tool_result("c3", "three");
    request.send().await.unwrap();

    let sent = &service.requests()[0];
    let lines = ["system: s", "user: What is [image_url]", "assistant: Well f({}) g({}) f({})", "tool: one"];
    assert_eq!(sent.transcript()[..4], lines);
    assert_eq!(sent.tool_result("f").as_deref(), Some("three"));
    assert_eq!(sent.tool_result("c1").as_deref(), Some("one"));
    assert_eq!(sent.tool_result("g").as_deref(), Some("two"));
    assert_eq!(sent.tool_result("h"), None);
}

#[test]
#[should_panic(expected = "the reply is not a chat completion")]
fn only_a_completion_can_be_changed() {
    let _ = Reply::json(json!({"choices": []})).reasoning("r");
}

#[test]
#[should_panic(expected = "the completion has nothing at `5` of `/choices/5/index`")]
fn a_pointer_must_lead_somewhere() {
    let _ = Reply::text("Hi.").set("/choices/5/index", 1);
}
