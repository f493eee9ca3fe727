//! Streams of servers other than Azure and OpenAI.

use serde_json::{Value, json};

use super::super::stream::script;
use super::super::{response, text_item};
use super::{content_of, expected, streamed};

#[tokio::test]
async fn streams_of_other_servers_are_read() {
    let call = |number: u8, arguments: &str| json!({"type": "function_call", "id": format!("fc_{number}"), "call_id": format!("call_{number}"), "name": "f", "arguments": arguments});
    let text = |delta: &str| {
        (
            "response.output_text.delta",
            json!({"item_id": "msg_1", "output_index": 0, "content_index": 0, "delta": delta}),
        )
    };
    let end = |output: Value| ("response.completed", json!({ "response": response(output) }));
    let numbered =
        |events: Vec<(&'static str, Value)>, number: fn(usize) -> Option<i64>| -> Vec<(&'static str, Value)> {
            let events = events.into_iter().enumerate();
            events
                .map(|(place, (name, mut data))| {
                    data["sequence_number"] = number(place).into();
                    (name, data)
                })
                .collect()
        };
    let plain = || vec![text("One"), text(" two"), text(" three"), text(" four"), text(" five")];
    let ended = |end: (&'static str, Value)| plain().into_iter().chain([end]).collect::<Vec<_>>();
    let all = |finish_reason| expected("One two three four five", None, &[], finish_reason);
    let rows = [
        (
            "llama.cpp: no indices, interleaved calls, no done event of arguments",
            vec![
                ("response.output_item.added", json!({"item": call(1, "")})),
                ("response.function_call_arguments.delta", json!({"item_id": "fc_1", "delta": "{\"a\":"})),
                ("response.output_item.added", json!({"item": call(2, "")})),
                ("response.function_call_arguments.delta", json!({"item_id": "fc_2", "delta": "{}"})),
                ("response.function_call_arguments.delta", json!({"item_id": "fc_1", "delta": "1}"})),
                ("response.output_item.done", json!({"item": call(1, "{\"a\":1}")})),
                ("response.output_item.done", json!({"item": call(2, "{}")})),
                end(json!([call(1, "{\"a\":1}"), call(2, "{}")])),
            ],
            expected("", None, &[["call_1", "f", "{\"a\":1}"], ["call_2", "f", "{}"]], "tool_calls"),
        ),
        (
            "the name of a call only in the done event of its arguments",
            vec![
                (
                    "response.output_item.added",
                    json!({"item": {"type": "function_call", "id": "fc_1", "call_id": "call_1"}}),
                ),
                (
                    "response.function_call_arguments.done",
                    json!({"item_id": "fc_1", "name": "f", "arguments": "{\"a\":1}"}),
                ),
                end(json!([])),
            ],
            expected("", None, &[["call_1", "f", "{\"a\":1}"]], "tool_calls"),
        ),
        (
            "vLLM: another content index on each delta, other ids at the end",
            vec![
                (
                    "response.output_text.delta",
                    json!({"item_id": "a", "output_index": 0, "content_index": 1, "delta": "One"}),
                ),
                (
                    "response.output_text.delta",
                    json!({"item_id": "a", "output_index": 0, "content_index": 2, "delta": " two"}),
                ),
                (
                    "response.output_text.done",
                    json!({"item_id": "a", "output_index": 0, "content_index": 3, "text": "One two"}),
                ),
                (
                    "response.output_item.done",
                    json!({"output_index": 0, "item": {"type": "message", "id": "b", "content": [{"type": "output_text", "text": "One two"}]}}),
                ),
                end(json!([{"type": "message", "id": "c", "content": [{"type": "output_text", "text": "One two"}]}])),
            ],
            expected("One two", None, &[], "stop"),
        ),
        (
            "Ollama: deltas of a summary without a part",
            vec![
                (
                    "response.output_item.added",
                    json!({"output_index": 0, "item": {"type": "reasoning", "id": "rs_1", "summary": []}}),
                ),
                (
                    "response.reasoning_summary_text.delta",
                    json!({"item_id": "rs_1", "output_index": 0, "delta": "Thi"}),
                ),
                (
                    "response.reasoning_summary_text.delta",
                    json!({"item_id": "rs_1", "output_index": 0, "delta": "nk."}),
                ),
                (
                    "response.reasoning_summary_text.done",
                    json!({"item_id": "rs_1", "output_index": 0, "text": "Think."}),
                ),
                ("response.output_text.delta", json!({"output_index": 1, "delta": "Hi"})),
                end(
                    json!([{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Think."}]}, text_item("Hi")]),
                ),
            ],
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "gpt-oss: reasoning as content, and as an empty summary at the end",
            vec![
                (
                    "response.reasoning_text.delta",
                    json!({"item_id": "rs_1", "output_index": 0, "content_index": 0, "delta": "Think."}),
                ),
                (
                    "response.reasoning_text.done",
                    json!({"item_id": "rs_1", "output_index": 0, "content_index": 0, "text": "Think."}),
                ),
                ("response.output_text.delta", json!({"output_index": 1, "delta": "Hi"})),
                end(json!([{"type": "reasoning", "id": "rs_1", "summary": []}, text_item("Hi")])),
            ],
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "old names of reasoning events",
            vec![
                (
                    "response.reasoning_summary.delta",
                    json!({"item_id": "rs_1", "output_index": 0, "summary_index": 0, "delta": "Think."}),
                ),
                (
                    "response.reasoning_summary.done",
                    json!({"item_id": "rs_1", "output_index": 0, "summary_index": 0, "text": "Think."}),
                ),
                ("response.output_text.delta", json!({"output_index": 1, "delta": "Hi"})),
                end(json!([])),
            ],
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "hosted tools without a done event",
            vec![
                (
                    "response.output_item.added",
                    json!({"output_index": 0, "item": {"type": "web_search_call", "id": "ws_1", "status": "in_progress"}}),
                ),
                ("response.web_search_call.searching", json!({"output_index": 0, "item_id": "ws_1"})),
                ("response.output_text.delta", json!({"output_index": 1, "delta": "Hi"})),
                (
                    "response.output_text.annotation.added",
                    json!({"output_index": 1, "annotation_index": 0, "annotation": {"type": "url_citation", "url": "https://example.com"}}),
                ),
                end(json!([{"type": "web_search_call", "id": "ws_1", "status": "searching"}, text_item("Hi")])),
            ],
            expected("Hi", None, &[], "stop"),
        ),
        (
            "a last event that is numbered separately",
            numbered(ended(end(json!([]))), |place| Some(if place == 5 { 0 } else { place as i64 + 10 })),
            all("stop"),
        ),
        (
            "keep-alives that are numbered separately",
            {
                let mut events = numbered(ended(end(json!([]))), |place| Some(place as i64));
                events.insert(4, ("keepalive", json!({"sequence_number": 900})));
                events.insert(5, ("ping", json!({"sequence_number": 901})));
                events.insert(5, ("response.keep_alive", json!({"sequence_number": 902})));
                events
            },
            all("stop"),
        ),
        ("negative numbers", numbered(ended(end(json!([]))), |_| Some(-1)), all("stop")),
        (
            "a snapshot in progress at the end",
            ended(("response.completed", json!({"response": {"id": "r", "status": "in_progress", "output": []}}))),
            all("stop"),
        ),
        (
            "a snapshot in progress in `response.incomplete`",
            ended((
                "response.incomplete",
                json!({"response": {"id": "r", "status": "in_progress", "incomplete_details": {"reason": "max_output_tokens"}}}),
            )),
            all("length"),
        ),
        ("a last event without a snapshot", ended(("response.completed", json!({}))), all("stop")),
        (
            "the last event of some gateways",
            ended(("response.done", json!({"response": {"status": "completed"}}))),
            all("stop"),
        ),
    ];
    for (name, events, expected) in rows {
        let response = streamed(script(&events)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(content_of(&response), expected, "{name}");
    }
}
