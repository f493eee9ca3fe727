//! What servers other than Azure and OpenAI send over the Responses API.

use azure_inference::testing::{ByteServer, Reply, Script};
use azure_inference::{ChatResponse, Error};
use serde_json::{Value, json};

use super::stream::{request, script};
use super::{client, response, said, service};

/// What a response says: text, reasoning, calls, finish reason.
#[derive(Debug, PartialEq)]
struct Said {
    text: String,
    reasoning: Option<String>,
    calls: Vec<[String; 3]>,
    finish_reason: Option<String>,
}

fn expected(text: &str, reasoning: Option<&str>, calls: &[[&str; 3]], finish_reason: &str) -> Said {
    Said {
        text: text.to_owned(),
        reasoning: reasoning.map(str::to_owned),
        calls: calls.iter().map(|call| call.map(str::to_owned)).collect(),
        finish_reason: Some(finish_reason.to_owned()),
    }
}

fn said_by(response: &ChatResponse) -> Said {
    let calls = response.tool_calls().iter();
    Said {
        text: response.text().to_owned(),
        reasoning: response.reasoning().map(str::to_owned),
        calls: calls.map(|call| [call.id(), call.name(), call.arguments()].map(str::to_owned)).collect(),
        finish_reason: response.finish_reason().map(|reason| reason.as_str().to_owned()),
    }
}

async fn whole(body: Value) -> Result<ChatResponse, Error> {
    let service = service([Reply::json(body)]).await;
    client(&service).chat().user("u").send().await
}

async fn streamed(script: Script) -> Result<ChatResponse, Error> {
    let server = ByteServer::start(vec![script]).await;
    request(&server.client()).stream().await?.finish().await
}

fn without(mut value: Value, names: &[&str]) -> Value {
    names.iter().for_each(|name| _ = value.as_object_mut().unwrap().remove(*name));
    value
}

fn text_parts(texts: &[&str]) -> Value {
    let parts = texts.iter().map(|text| json!({"type": "output_text", "text": text}));
    json!({"type": "message", "id": "msg_1", "role": "assistant", "content": parts.collect::<Vec<_>>()})
}

#[tokio::test]
async fn whole_responses_are_read_whatever_server_they_come_from() {
    let call = |arguments: Value| json!({"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": arguments});
    let rows = [
        (
            "llama.cpp: two equal calls, no details of the usage, its own timings",
            {
                let mut body = response(
                    json!([call("{\n \"city\": \"Paris\"\n}".into()), {"type": "function_call", "id": "fc_2", "call_id": "call_2", "name": "f", "arguments": "{}", "status": "completed"}]),
                );
                body["usage"] = json!({"input_tokens": 1, "output_tokens": 2, "total_tokens": 3, "input_tokens_details": {"cached_tokens": 0}});
                body["timings"] = json!({"prompt_n": 1});
                without(body, &["error", "incomplete_details"])
            },
            expected("", None, &[["call_1", "f", "{\n \"city\": \"Paris\"\n}"], ["call_2", "f", "{}"]], "tool_calls"),
        ),
        (
            "llama.cpp: a cut call in a completed response",
            response(json!([call("{\"city\": \"Pa".into())])),
            expected("", None, &[["call_1", "f", "{\"city\": \"Pa"]], "tool_calls"),
        ),
        (
            "gpt-oss on Bedrock: reasoning as content, its id that of a message",
            response(
                json!([{"type": "reasoning", "id": "msg_8e9c", "summary": [], "content": [{"type": "reasoning_text", "text": "Think."}]}, said("Hi")]),
            ),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "Ollama: reasoning as a summary, and in the clear",
            response(
                json!([{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Think."}], "encrypted_content": "Think."}, said("Hi")]),
            ),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "mistral.rs: text beside the output",
            without(
                {
                    let mut body = response(json!([]));
                    body["output_text"] = "Hi".into();
                    body["reasoning"] = "Think.".into();
                    body
                },
                &["error", "usage"],
            ),
            expected("Hi", None, &[], "stop"),
        ),
        (
            "vLLM: null metadata, a time with a fraction",
            {
                let mut body = response(json!([said("Hi")]));
                (body["metadata"], body["created_at"]) = (Value::Null, json!(1.5e9));
                body
            },
            expected("Hi", None, &[], "stop"),
        ),
        (
            "texts in place of parts",
            response(json!([{"type": "reasoning", "content": "Think."}, {"type": "message", "content": "Hi"}])),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "a summary as text",
            response(json!([{"type": "reasoning", "summary": "Think."}, said("Hi")])),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "arguments as an object",
            response(json!([call(json!({"city": "Paris"}))])),
            expected("", None, &[["call_1", "f", "{\"city\":\"Paris\"}"]], "tool_calls"),
        ),
        (
            "null arguments",
            response(json!([call(Value::Null)])),
            expected("", None, &[["call_1", "f", ""]], "tool_calls"),
        ),
        (
            "a call without `call_id`",
            response(json!([without(call("{}".into()), &["call_id"])])),
            expected("", None, &[["fc_1", "f", "{}"]], "tool_calls"),
        ),
        (
            "several messages and parts, a call between",
            response(json!([text_parts(&["a", "b"]), call("{}".into()), text_parts(&["c"])])),
            expected("abc", None, &[["call_1", "f", "{}"]], "tool_calls"),
        ),
        (
            "unknown items and parts",
            response(
                json!([{"type": "new_item", "text": "x"}, {"type": "message", "content": [{"type": "new_part", "text": "x"}, {"type": "text", "text": "Hi"}]}]),
            ),
            expected("Hi", None, &[], "stop"),
        ),
        (
            "nulls in a message",
            response(
                json!([{"type": "message", "id": null, "role": null, "status": null, "content": [{"type": "output_text", "text": "Hi", "annotations": null, "logprobs": null}]}]),
            ),
            expected("Hi", None, &[], "stop"),
        ),
    ];
    for (server, body, expected) in rows {
        let answer = whole(body).await.unwrap_or_else(|error| panic!("{server}: {error}"));
        assert_eq!(said_by(&answer), expected, "{server}");
    }
}

#[tokio::test]
async fn streams_are_read_whatever_server_they_come_from() {
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
    let counted = "One two three four five";
    let all = |finish_reason| expected(counted, None, &[], finish_reason);
    let rows = [
        (
            "llama.cpp: no indices, both calls begin before either ends, no done of arguments",
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
            "Ollama: deltas of a summary without their part",
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
                    json!([{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Think."}]}, said("Hi")]),
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
                end(json!([{"type": "reasoning", "id": "rs_1", "summary": []}, said("Hi")])),
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
            "hosted tools whose events never end",
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
                end(json!([{"type": "web_search_call", "id": "ws_1", "status": "searching"}, said("Hi")])),
            ],
            expected("Hi", None, &[], "stop"),
        ),
        (
            "a last event with a number of its own",
            numbered(ended(end(json!([]))), |place| Some(if place == 5 { 0 } else { place as i64 + 10 })),
            all("stop"),
        ),
        (
            "keep-alives with numbers of their own",
            {
                let mut events = numbered(ended(end(json!([]))), |place| Some(place as i64));
                events.insert(4, ("keepalive", json!({"sequence_number": 900})));
                events.insert(5, ("ping", json!({"sequence_number": 901})));
                events.insert(5, ("response.keep_alive", json!({"sequence_number": 902})));
                events
            },
            all("stop"),
        ),
        ("numbers below zero", numbered(ended(end(json!([]))), |_| Some(-1)), all("stop")),
        (
            "a snapshot in progress at the end",
            ended(("response.completed", json!({"response": {"id": "r", "status": "in_progress", "output": []}}))),
            all("stop"),
        ),
        (
            "a snapshot in progress at a cut",
            ended((
                "response.incomplete",
                json!({"response": {"id": "r", "status": "in_progress", "incomplete_details": {"reason": "max_output_tokens"}}}),
            )),
            all("length"),
        ),
        ("an end without a snapshot", ended(("response.completed", json!({}))), all("stop")),
        (
            "the end that some gateways send",
            ended(("response.done", json!({"response": {"status": "completed"}}))),
            all("stop"),
        ),
    ];
    for (server, events, expected) in rows {
        let answer = streamed(script(&events)).await.unwrap_or_else(|error| panic!("{server}: {error}"));
        assert_eq!(said_by(&answer), expected, "{server}");
    }
}

#[tokio::test]
async fn errors_are_read_whatever_server_they_come_from() {
    let deltas: Vec<(&str, Value)> = (0..6)
        .map(|number| {
            ("response.output_text.delta", json!({"output_index": 0, "delta": "a", "sequence_number": number + 5}))
        })
        .collect();
    let rows = [
        (
            "OpenAI: flat",
            vec![("error", json!({"code": "server_error", "message": "m", "param": null, "sequence_number": 0}))],
        ),
        (
            "nested, then the response",
            vec![
                (
                    "error",
                    json!({"error": {"type": "server_error", "code": "server_error", "message": "m", "param": null}, "sequence_number": 1}),
                ),
                ("response.failed", json!({"response": {"status": "failed", "error": null}, "sequence_number": 2})),
            ],
        ),
        (
            "Azure: a response without its error, then the error",
            vec![
                ("response.failed", json!({"response": {"status": "failed", "error": null}, "sequence_number": 0})),
                (
                    "error",
                    json!({"error": {"type": "too_many_requests", "code": "server_error", "message": "m"}, "sequence_number": 1}),
                ),
            ],
        ),
        (
            "the response alone",
            vec![(
                "response.failed",
                json!({"response": {"status": "failed", "error": {"code": "server_error", "message": "m"}}, "sequence_number": 0}),
            )],
        ),
        (
            "a failure in an event of success",
            vec![(
                "response.completed",
                json!({"response": {"status": "failed", "error": {"code": "server_error", "message": "m"}}}),
            )],
        ),
    ];
    for (server, errors) in rows {
        let events: Vec<_> = deltas.iter().cloned().chain(errors).collect();
        let error = streamed(script(&events)).await.unwrap_err();
        assert_eq!((error.code(), error.message(), error.is_in_band()), (Some("server_error"), "m", true), "{server}");
        assert_eq!(error.partial_response().map(ChatResponse::text), Some("aaaaaa"), "{server}");
    }
    for (server, status, body, code, message) in [
        (
            "llama.cpp: a code that is a number",
            400,
            json!({"error": {"code": 400, "message": "m", "type": "invalid_request_error"}}),
            Some("400"),
            "m",
        ),
        (
            "Grok: flat, the message under `error`",
            400,
            json!({"code": "invalid-argument", "error": "m"}),
            Some("invalid-argument"),
            "m",
        ),
        (
            "the document: flat",
            400,
            json!({"code": "c", "message": "m", "param": null, "type": "error"}),
            Some("c"),
            "m",
        ),
    ] {
        let reply =
            Reply::bytes(body.to_string()).with_status(status).header("content-type", "application/octet-stream");
        let service = service([reply]).await;
        let error = client(&service).chat().user("u").send().await.unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{server}");
    }
}
