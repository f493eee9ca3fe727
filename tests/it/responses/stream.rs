//! Streams of the Responses API.

use std::time::Duration;

use azure_inference::models::CompletionsFinishReason;
use azure_inference::testing::{ByteServer, Reply, Script};
use azure_inference::{Api, ChatEvent, ChatRequest, ChatResponse, Client, RetryPolicy};
use serde_json::{Value, json};

use super::{client, response, said, service};

/// The events of a response with reasoning, text and two calls, as Azure sends them.
fn recorded() -> Vec<(&'static str, Value)> {
    let reasoning = json!({"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Think."}, {"type": "summary_text", "text": "More."}],
        "encrypted_content": "whole"});
    let call = |number: u8, arguments: &str| {
        json!({"type": "function_call", "id": format!("fc_{number}"), "call_id": format!("call_{number}"), "name": format!("f{number}"),
            "arguments": arguments, "status": "completed"})
    };
    let mut added = reasoning.clone();
    added["summary"] = json!([]);
    added["encrypted_content"] = "part".into();
    let text = |delta: &str| json!({"item_id": "msg_1", "output_index": 1, "content_index": 0, "delta": delta, "logprobs": [], "obfuscation": "x7"});
    let summary =
        |part: u8, delta: &str| json!({"item_id": "rs_1", "output_index": 0, "summary_index": part, "delta": delta});
    let arguments = |number: u8, delta: &str| json!({"item_id": format!("fc_{number}"), "output_index": number + 1, "delta": delta});
    let mut finished = response(json!([reasoning, said("Hello, \"you\""), call(1, "{\"a\":1}"), call(2, "{}")]));
    finished["content_filters"] = json!([
        {"source_type": "prompt", "blocked": false, "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}},
        {"source_type": "completion", "blocked": false, "content_filter_results": {"violence": {"filtered": false, "severity": "safe"}},
            "content_filter_offsets": {"start_offset": 0, "end_offset": 9, "check_offset": 0}}]);
    let begun = json!({"response": {"id": "resp_1", "model": "gpt-5", "created_at": 1_700_000_000, "status": "in_progress", "output": [], "usage": null}});
    let events = vec![
        ("response.created", begun.clone()),
        ("response.in_progress", begun),
        ("response.output_item.added", json!({"output_index": 0, "item": added})),
        (
            "response.reasoning_summary_part.added",
            json!({"item_id": "rs_1", "output_index": 0, "summary_index": 0, "part": {"type": "summary_text", "text": ""}}),
        ),
        ("response.reasoning_summary_text.delta", summary(0, "Thi")),
        ("response.reasoning_summary_text.delta", summary(0, "nk.")),
        (
            "response.reasoning_summary_text.done",
            json!({"item_id": "rs_1", "output_index": 0, "summary_index": 0, "text": "Think."}),
        ),
        (
            "response.reasoning_summary_part.added",
            json!({"item_id": "rs_1", "output_index": 0, "summary_index": 1, "part": {"type": "summary_text", "text": ""}}),
        ),
        ("response.reasoning_summary_text.delta", summary(1, "More.")),
        ("response.output_item.done", json!({"output_index": 0, "item": reasoning})),
        (
            "response.output_item.added",
            json!({"output_index": 1, "item": {"type": "message", "id": "msg_1", "role": "assistant", "status": "in_progress", "content": []}}),
        ),
        (
            "response.content_part.added",
            json!({"item_id": "msg_1", "output_index": 1, "content_index": 0, "part": {"type": "output_text", "text": ""}}),
        ),
        ("response.output_text.delta", text("Hel")),
        ("response.output_text.delta", text("lo, ")),
        ("response.output_text.delta", text("\"you\"")),
        (
            "response.output_text.done",
            json!({"item_id": "msg_1", "output_index": 1, "content_index": 0, "text": "Hello, \"you\""}),
        ),
        (
            "response.content_part.done",
            json!({"item_id": "msg_1", "output_index": 1, "content_index": 0, "part": {"type": "output_text", "text": "Hello, \"you\""}}),
        ),
        ("response.output_item.done", json!({"output_index": 1, "item": said("Hello, \"you\"")})),
        ("response.output_item.added", json!({"output_index": 2, "item": call(1, "")})),
        ("response.function_call_arguments.delta", arguments(1, "{\"a\"")),
        ("response.output_item.added", json!({"output_index": 3, "item": call(2, "")})),
        ("response.function_call_arguments.delta", arguments(2, "{}")),
        ("response.function_call_arguments.delta", arguments(1, ":1}")),
        (
            "response.function_call_arguments.done",
            json!({"item_id": "fc_1", "output_index": 2, "arguments": "{\"a\":1}"}),
        ),
        ("response.output_item.done", json!({"output_index": 2, "item": call(1, "{\"a\":1}")})),
        ("response.output_item.done", json!({"output_index": 3, "item": call(2, "{}")})),
        ("response.completed", json!({ "response": finished })),
    ];
    let number = |(number, (name, mut data)): (usize, (&'static str, Value))| {
        data["sequence_number"] = number.into();
        (name, data)
    };
    events.into_iter().enumerate().map(number).collect()
}

fn bytes(events: &[(&str, Value)]) -> String {
    let event = |(name, data): &(&str, Value)| {
        let mut data = data.clone();
        data["type"] = (*name).into();
        format!("event: {name}\ndata: {data}\n\n")
    };
    events.iter().map(event).collect()
}

pub(super) fn script(events: &[(&str, Value)]) -> Script {
    Script::stream().bytes(bytes(events)).end()
}

pub(super) fn request(client: &Client) -> ChatRequest {
    client.chat().model("m").user("u").api(Api::Responses).retry(RetryPolicy::none())
}

/// Reads a stream to its end: the text of its chunks, and how it ended.
async fn read(script: Script) -> (String, Result<ChatResponse, azure_inference::Error>) {
    let server = ByteServer::start(vec![script]).await;
    let mut text = String::new();
    let mut stream = match request(&server.client()).stream().await {
        Ok(stream) => stream,
        Err(error) => return (text, Err(error)),
    };
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => text.push_str(chunk.text()),
            Err(error) => return (text, Err(error)),
        }
    }
    (text, stream.into_response())
}

#[track_caller]
fn check_whole(name: &str, text: &str, response: &ChatResponse) {
    assert_eq!((text, response.text()), ("Hello, \"you\"", "Hello, \"you\""), "{name}");
    assert_eq!(response.reasoning(), Some("Think.\n\nMore."), "{name}");
    let calls: Vec<_> =
        response.tool_calls().iter().map(|call| (call.id.clone().unwrap(), call.function.clone().unwrap())).collect();
    let calls: Vec<_> = calls
        .iter()
        .map(|(id, function)| (id.as_str(), function.name.as_deref(), function.arguments.as_deref()))
        .collect();
    assert_eq!(calls, [("call_1", Some("f1"), Some("{\"a\":1}")), ("call_2", Some("f2"), Some("{}"))], "{name}");
    assert_eq!(response.finish_reason(), Some(&CompletionsFinishReason::ToolCalls), "{name}");
}

#[tokio::test]
async fn a_stream_ends_in_the_answer_that_a_whole_response_gives() {
    let events = recorded();
    let (text, response) = read(script(&events)).await;
    let streamed = response.unwrap();
    check_whole("stream", &text, &streamed);
    let service = service([Reply::json(events.last().unwrap().1["response"].clone())]).await;
    let whole = client(&service).chat().user("u").send().await.unwrap();
    assert_eq!(streamed.completions(), whole.completions());
    assert_eq!(streamed.output_items()[0]["encrypted_content"], "whole");
    assert_eq!((streamed.id(), streamed.model(), streamed.api()), ("resp_1", "gpt-5", Api::Responses));
}

#[tokio::test]
async fn events_are_the_typed_events_of_chat() {
    let server = ByteServer::start(vec![script(&recorded())]).await;
    let mut events = request(&server.client()).stream().await.unwrap().events();
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        told.push(match event.unwrap() {
            ChatEvent::Text { text, .. } => format!("text {text}"),
            ChatEvent::Reasoning { text, .. } => format!("reasoning {text}"),
            ChatEvent::ToolCallStarted { call, id, name, .. } => format!("start {call} {id} {name}"),
            ChatEvent::ToolCallArguments { call, text, .. } => format!("arguments {call} {text}"),
            ChatEvent::ToolCallComplete { call, arguments, .. } => format!("complete {call} {arguments}"),
            ChatEvent::ContentFilter(verdict) => verdict.to_string(),
            ChatEvent::Usage(usage) => format!("usage {:?}", usage.total_tokens),
            ChatEvent::Finished { reason, .. } => format!("finished {reason}"),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(
        told,
        [
            "reasoning Thi",
            "reasoning nk.",
            "reasoning \n\nMore.",
            "text Hel",
            "text lo, ",
            "text \"you\"",
            "start 0 call_1 f1",
            "arguments 0 {\"a\"",
            "start 1 call_2 f2",
            "arguments 1 {}",
            "arguments 0 :1}",
            "prompt 0: passed",
            "choice 0: passed",
            "complete 0 {\"a\":1}",
            "complete 1 {}",
            "finished tool_calls",
            "usage Some(12)"
        ]
    );
}

#[tokio::test]
async fn the_same_comes_whatever_way_a_server_tells_it() {
    let without = |names: &[&str]| -> Vec<_> {
        recorded().into_iter().filter(|(name, _)| !names.iter().any(|part| name.contains(part))).collect()
    };
    let edit = |edit: fn(&mut Value)| -> Vec<_> {
        recorded()
            .into_iter()
            .map(|(name, mut data)| {
                edit(&mut data);
                (name, data)
            })
            .collect()
    };
    let mut empty = recorded();
    empty.last_mut().unwrap().1["response"]["output"] = json!([]);
    let mut absent = recorded();
    absent.last_mut().unwrap().1["response"].as_object_mut().unwrap().remove("output");
    let mut constant = recorded();
    constant.iter_mut().for_each(|(_, data)| data["sequence_number"] = 0.into());
    let mut kept_alive = recorded();
    for place in [2, 9, 15] {
        kept_alive.insert(place, ("keepalive", json!({"sequence_number": 99})));
        kept_alive.insert(place, ("response.new_event", json!({"delta": {"an": "object"}, "text": "x"})));
    }
    let cases = [
        ("no done events", without(&[".done"])),
        ("no deltas", without(&[".delta"])),
        ("no deltas and parts", without(&[".delta", "_part.", "_text.", "arguments."])),
        ("the end alone", without(&["output_", "_part.", "_text.", "arguments."])),
        ("an end without output", empty),
        ("an end whose output is missing", absent),
        ("no numbers", edit(|data| _ = data.as_object_mut().unwrap().remove("sequence_number"))),
        ("the same number always", constant),
        ("another item id on each event", {
            let mut events = recorded();
            for (number, (_, data)) in events.iter_mut().enumerate() {
                if data.get("item_id").is_some() {
                    data["item_id"] = number.to_string().into();
                }
                if data.get("item").is_some() {
                    data["item"]["id"] = format!("i{number}").into();
                }
            }
            events
        }),
        ("ids without indices", edit(|data| _ = data.as_object_mut().unwrap().remove("output_index"))),
        (
            "a null id",
            edit(|data| {
                if data.get("item_id").is_some() {
                    data["item_id"] = Value::Null
                }
            }),
        ),
        (
            "indices as text",
            edit(|data| {
                if let Some(index) = data["output_index"].as_i64() {
                    data["output_index"] = index.to_string().into()
                }
            }),
        ),
        ("keep-alives and unknown events", kept_alive),
    ];
    for (name, events) in cases {
        let (text, response) = read(script(&events)).await;
        check_whole(name, &text, &response.unwrap_or_else(|error| panic!("{name}: {error}")));
    }
}

#[tokio::test]
async fn no_split_no_lost_and_no_doubled_event_doubles_text() {
    let events = recorded();
    let whole = bytes(&events);
    for size in [1, 3, 7, 64] {
        let (text, response) = read(Script::stream().pieces(&whole, size).end()).await;
        check_whole(&format!("pieces of {size}"), &text, &response.unwrap());
    }
    for place in 0..events.len() {
        let mut doubled = events.clone();
        doubled.insert(place, events[place].clone());
        let (text, response) = read(script(&doubled)).await;
        check_whole(&format!("{} doubled", events[place].0), &text, &response.unwrap());
        let mut lost = events.clone();
        let (name, _) = lost.remove(place);
        let (text, response) = read(script(&lost)).await;
        match response {
            Ok(response) => {
                assert_eq!(text, response.text());
                assert!(
                    text == "Hello, \"you\"" || name == "response.output_text.delta" && text.len() < 12,
                    "{name}: {text}"
                );
                assert_eq!(response.finish_reason(), Some(&CompletionsFinishReason::ToolCalls), "{name}");
                assert_eq!(response.tool_calls().len(), 2, "{name}");
            }
            Err(error) => assert!(error.is_truncated() && name == "response.completed", "{name}: {error}"),
        }
    }
}

#[tokio::test]
async fn every_end_is_known_and_keeps_what_came() {
    let part = || recorded()[..14].to_vec();
    let with = |name: &'static str, data: Value| {
        let mut events = part();
        events.push((name, data));
        script(&events)
    };
    let failed = |error: Value| json!({"response": {"id": "resp_1", "status": "failed", "error": error, "output": []}});
    let code = |code: &str| json!({"code": code, "message": "m"});
    let mut after_failure = part();
    after_failure.push(("response.failed", failed(Value::Null)));
    after_failure.push((
        "error",
        json!({"error": {"type": "too_many_requests", "code": "rate_limit_exceeded", "message": "m", "param": null}}),
    ));
    for (name, script, expected) in [
        ("failed", with("response.failed", failed(code("server_error"))), Some("server_error")),
        (
            "flat error",
            with("error", json!({"code": "rate_limit_exceeded", "message": "m", "param": null})),
            Some("rate_limit_exceeded"),
        ),
        ("nested error", with("error", json!({"error": code("no_kv_space")})), Some("no_kv_space")),
        ("failed, then error", self::script(&after_failure), Some("rate_limit_exceeded")),
        ("failed without a word", with("response.failed", failed(Value::Null)), None),
        ("cut", self::script(&part()), None),
        ("[DONE] without an end", Script::stream().bytes(bytes(&part()) + "data: [DONE]\n\n").end(), None),
        ("connection cut", Script::stream().bytes(bytes(&part())).cut(), None),
    ] {
        let (text, response) = read(script).await;
        let error = response.expect_err(name);
        assert_eq!((text.as_str(), error.code()), ("Hello, ", expected), "{name}: {error}");
        let partial = error.partial_response().unwrap();
        assert_eq!(
            (partial.text(), partial.reasoning(), partial.id()),
            ("Hello, ", Some("Think.\n\nMore."), "resp_1"),
            "{name}"
        );
        assert_eq!(error.is_truncated(), name.contains("cut") || name.contains("DONE"), "{name}: {error}");
        assert_eq!(error.is_rate_limited(), expected == Some("rate_limit_exceeded"), "{name}");
    }
    for (reason, expected) in [("max_output_tokens", "length"), ("content_filter", "content_filter")] {
        let end = json!({"response": {"id": "resp_1", "status": "incomplete", "incomplete_details": {"reason": reason}, "output": []}});
        let (text, response) = read(with("response.incomplete", end)).await;
        assert_eq!((text.as_str(), response.unwrap().finish_reason().unwrap().as_str()), ("Hello, ", expected));
    }
}

#[tokio::test]
async fn a_stream_that_fails_before_its_first_content_is_opened_again() {
    let begun = recorded()[..3].to_vec();
    let mut failed = begun.clone();
    failed.push(("response.failed", json!({"response": {"error": null, "status": "failed"}})));
    failed.push(("error", json!({"error": {"code": "server_error", "message": "m"}})));
    for first in [script(&begun), Script::stream().bytes(bytes(&begun)).cut(), script(&failed)] {
        let server = ByteServer::start(vec![first, script(&recorded())]).await;
        let policy = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
        let response = request(&server.client()).retry(policy).stream().await.unwrap().finish().await.unwrap();
        check_whole("again", response.text(), &response);
        assert_eq!(response.metadata().attempts(), 2);
    }
}

#[tokio::test]
async fn refusals_custom_tools_and_log_probabilities_are_streamed() {
    let custom = |input: &str| json!({"type": "custom_tool_call", "id": "ct_1", "call_id": "call_1", "name": "g", "input": input});
    let refusal = json!({"type": "message", "id": "msg_1", "role": "assistant", "content": [{"type": "refusal", "refusal": "I can't."}]});
    let events = [
        (
            "response.output_text.delta",
            json!({"output_index": 0, "delta": "a", "logprobs": [{"token": "a", "logprob": -0.5, "top_logprobs": [{"token": "b", "logprob": -1.0}]}]}),
        ),
        ("response.refusal.delta", json!({"output_index": 1, "delta": "I "})),
        ("response.output_item.added", json!({"output_index": 2, "item": custom("")})),
        ("response.custom_tool_call_input.delta", json!({"output_index": 2, "delta": "fr"})),
        ("response.custom_tool_call_input.delta", json!({"output_index": 2, "delta": "ee"})),
        (
            "response.completed",
            json!({"response": {"status": "completed", "output": [said("a"), refusal, custom("free")]}}),
        ),
    ];
    let (text, response) = read(script(&events)).await;
    let response = response.unwrap();
    assert_eq!((text.as_str(), response.refusal()), ("a", Some("I can't.")));
    let logprobs = response.choices()[0].logprobs.as_ref().unwrap().content.as_ref().unwrap();
    assert_eq!((logprobs.len(), logprobs[0].logprob), (1, Some(-0.5)));
    let calls = response.tool_calls();
    assert_eq!((calls.len(), &calls[0].extra["custom"]), (1, &json!({"name": "g", "input": "free"})));
    assert_eq!(response.output_items().len(), 3);

    let server = ByteServer::start(vec![script(&events)]).await;
    let mut read = request(&server.client()).stream().await.unwrap().events();
    let mut seen = Vec::new();
    while let Some(event) = read.next().await {
        seen.push(match event.unwrap() {
            ChatEvent::ToolCallStarted { id, name, .. } => format!("started {id} {name}"),
            ChatEvent::ToolCallArguments { text, .. } => format!("arguments {text}"),
            ChatEvent::ToolCallComplete { name, arguments, .. } => format!("complete {name} {arguments}"),
            _ => continue,
        });
    }
    assert_eq!(seen, ["started call_1 g", "arguments fr", "arguments ee", "complete g free"]);
}
