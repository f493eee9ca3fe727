//! Streams of the Responses API.

mod failures;

use azure_inference::models::CompletionsFinishReason;
use azure_inference::testing::{ByteServer, Reply, Script};
use azure_inference::{Api, ChatEvent, ChatRequest, ChatResponse, Client, RetryPolicy};
use serde_json::{Value, json};

use super::{client, response, service, text_item};

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
    let mut finished = response(json!([reasoning, text_item("Hello, \"you\""), call(1, "{\"a\":1}"), call(2, "{}")]));
    finished["content_filters"] = json!([
        {"source_type": "prompt", "blocked": false, "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}},
        {"source_type": "completion", "blocked": false, "content_filter_results": {"violence": {"filtered": false, "severity": "safe"}},
            "content_filter_offsets": {"start_offset": 0, "end_offset": 9, "check_offset": 0}}]);
    let started = json!({"response": {"id": "resp_1", "model": "gpt-5", "created_at": 1_700_000_000, "status": "in_progress", "output": [], "usage": null}});
    let events = vec![
        ("response.created", started.clone()),
        ("response.in_progress", started),
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
        ("response.output_item.done", json!({"output_index": 1, "item": text_item("Hello, \"you\"")})),
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

/// Reads a stream to its end. Returns the text of its chunks, and the response or the error.
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
async fn a_stream_accumulates_into_the_response_without_streaming() {
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
async fn events_are_converted_to_chat_events() {
    let server = ByteServer::start(vec![script(&recorded())]).await;
    let mut events = request(&server.client()).stream().await.unwrap().events();
    let mut emitted = Vec::new();
    while let Some(event) = events.next().await {
        emitted.push(match event.unwrap() {
            ChatEvent::Text { text, .. } => format!("text {text}"),
            ChatEvent::Reasoning { text, .. } => format!("reasoning {text}"),
            ChatEvent::ToolCallStarted { call, id, name, .. } => format!("start {call} {id} {name}"),
            ChatEvent::ToolCallArguments { call, text, .. } => format!("arguments {call} {text}"),
            ChatEvent::ToolCallComplete { call, arguments, .. } => format!("complete {call} {arguments}"),
            ChatEvent::ContentFilter(result) => result.to_string(),
            ChatEvent::Usage(usage) => format!("usage {:?}", usage.total_tokens),
            ChatEvent::Finished { reason, .. } => format!("finished {reason}"),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(
        emitted,
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
async fn variants_of_the_events_give_the_same_response() {
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
        ("only the last event", without(&["output_", "_part.", "_text.", "arguments."])),
        ("a last event with empty output", empty),
        ("a last event without output", absent),
        ("no numbers", edit(|data| _ = data.as_object_mut().unwrap().remove("sequence_number"))),
        ("a constant number", constant),
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
            "indices as strings",
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
async fn a_stream_can_be_split_anywhere() {
    let whole = bytes(&recorded());
    for size in [1, 3, 7, 64] {
        let (text, response) = read(Script::stream().pieces(&whole, size).end()).await;
        check_whole(&format!("pieces of {size} bytes"), &text, &response.unwrap());
    }
}

#[tokio::test]
async fn a_repeated_event_does_not_repeat_text() {
    let events = recorded();
    for (place, (name, _)) in events.iter().enumerate() {
        let mut repeated = events.clone();
        repeated.insert(place, events[place].clone());
        let (text, response) = read(script(&repeated)).await;
        check_whole(&format!("event {place}, {name}"), &text, &response.unwrap());
    }
}

#[tokio::test]
async fn a_lost_event_does_not_repeat_text() {
    let events = recorded();
    for place in 0..events.len() {
        let mut remaining = events.clone();
        let (name, _) = remaining.remove(place);
        let (text, response) = read(script(&remaining)).await;
        match response {
            Ok(response) => {
                assert_eq!(text, response.text(), "event {place}, {name}");
                let is_delta = name == "response.output_text.delta";
                assert!(text == "Hello, \"you\"" || is_delta && text.len() < 12, "event {place}, {name}: {text}");
                assert_eq!(
                    response.finish_reason(),
                    Some(&CompletionsFinishReason::ToolCalls),
                    "event {place}, {name}"
                );
                assert_eq!(response.tool_calls().len(), 2, "event {place}, {name}");
            }
            Err(error) => assert!(error.is_truncated() && name == "response.completed", "{name}: {error}"),
        }
    }
}

/// Events of a text with log probabilities, a refusal and a call of a custom tool.
fn custom_tool_events() -> [(&'static str, Value); 6] {
    let custom = |input: &str| json!({"type": "custom_tool_call", "id": "ct_1", "call_id": "call_1", "name": "g", "input": input});
    let refusal = json!({"type": "message", "id": "msg_1", "role": "assistant", "content": [{"type": "refusal", "refusal": "I can't."}]});
    [
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
            json!({"response": {"status": "completed", "output": [text_item("a"), refusal, custom("free")]}}),
        ),
    ]
}

#[tokio::test]
async fn refusals_custom_tools_and_log_probabilities_are_accumulated() {
    let (text, response) = read(script(&custom_tool_events())).await;
    let response = response.unwrap();
    assert_eq!((text.as_str(), response.refusal()), ("a", Some("I can't.")));
    let logprobs = response.choices()[0].logprobs.as_ref().unwrap().content.as_ref().unwrap();
    assert_eq!((logprobs.len(), logprobs[0].logprob), (1, Some(-0.5)));
    let calls = response.tool_calls();
    assert_eq!((calls.len(), &calls[0].extra["custom"]), (1, &json!({"name": "g", "input": "free"})));
    assert_eq!(response.output_items().len(), 3);
}

#[tokio::test]
async fn the_input_of_a_custom_tool_is_a_delta_of_arguments() {
    let server = ByteServer::start(vec![script(&custom_tool_events())]).await;
    let mut events = request(&server.client()).stream().await.unwrap().events();
    let mut emitted = Vec::new();
    while let Some(event) = events.next().await {
        emitted.push(match event.unwrap() {
            ChatEvent::ToolCallStarted { id, name, .. } => format!("started {id} {name}"),
            ChatEvent::ToolCallArguments { text, .. } => format!("arguments {text}"),
            ChatEvent::ToolCallComplete { name, arguments, .. } => format!("complete {name} {arguments}"),
            _ => continue,
        });
    }
    assert_eq!(emitted, ["started call_1 g", "arguments fr", "arguments ee", "complete g free"]);
}
