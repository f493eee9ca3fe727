use serde_json::{Value, json};

use super::*;

fn accumulate(chunks: &[Value]) -> Value {
    let mut accumulator = Accumulator::default();
    for chunk in chunks {
        accumulator.push(&serde_json::from_value(chunk.clone()).unwrap());
    }
    serde_json::to_value(accumulator.into_completions()).unwrap()
}

/// A fragment of a tool call with these fields, function name and arguments.
fn fragment(mut fields: Value, name: Option<&str>, arguments: &str) -> Value {
    fields["function"] = json!({"arguments": arguments});
    if let Some(name) = name {
        fields["function"]["name"] = name.into();
    }
    fields
}

#[test]
fn interleaved_choices_are_accumulated_by_index() {
    let chunk = |index: i64, text: &str, reason: Value| {
        let delta = json!({"content": text});
        json!({"choices": [{"index": index, "delta": delta, "finish_reason": reason}]})
    };
    let response = accumulate(&[
        chunk(1, "b", json!(null)),
        chunk(0, "a", json!("")),
        chunk(1, "B", json!("stop")),
        json!({"choices": [], "usage": {"total_tokens": 9}}),
        chunk(0, "A", json!("length")),
    ]);
    assert_eq!(response["usage"]["total_tokens"], 9);
    let choices = response["choices"].as_array().unwrap().iter();
    let choices = choices.map(|choice| json!([choice["index"], choice["message"]["content"], choice["finish_reason"]]));
    assert_eq!(choices.collect::<Value>(), json!([[0, "aA", "length"], [1, "bB", "stop"]]));
}

#[test]
fn tool_call_fragments_are_joined() {
    for (name, chunks, expected) in [
        (
            "by index",
            vec![
                json!([fragment(json!({"index": 1, "id": "b", "type": "function"}), Some("g"), "")]),
                json!([fragment(json!({"index": 2, "id": "c", "type": "function"}), Some("h"), "{")]),
                json!([fragment(json!({"index": 1}), None, "{\"x\":"), fragment(json!({"index": 2}), None, "}")]),
                json!([fragment(json!({"index": 1}), None, "1}")]),
            ],
            json!([["b", "g", "{\"x\":1}"], ["c", "h", "{}"]]),
        ),
        (
            "by id if the index is the same for all",
            vec![
                json!([fragment(json!({"index": 0, "id": "a"}), Some("f"), "{}")]),
                json!([fragment(json!({"index": 0, "id": "b"}), Some("f"), "{")]),
                json!([fragment(json!({"index": 0}), None, "}")]),
            ],
            json!([["a", "f", "{}"], ["b", "f", "{}"]]),
        ),
        (
            "by id without an index",
            vec![
                json!([fragment(json!({"id": "a"}), Some("f"), "{"), fragment(json!({"id": "b"}), Some("g"), "[")]),
                json!([fragment(json!({"id": "a"}), None, "}"), fragment(json!({"id": "b"}), Some("g"), "]")]),
            ],
            json!([["a", "f", "{}"], ["b", "g", "[]"]]),
        ),
        (
            "in order without index and id",
            vec![
                json!([fragment(json!({}), Some("f"), "{")]),
                json!([fragment(json!({}), None, "}")]),
                json!([fragment(json!({}), Some("g"), "[")]),
                json!([fragment(json!({}), None, "]")]),
            ],
            json!([[null, "f", "{}"], [null, "g", "[]"]]),
        ),
    ] {
        let chunks = chunks.iter().map(|calls| json!({"choices": [{"index": 0, "delta": {"tool_calls": calls}}]}));
        let response = accumulate(&chunks.collect::<Vec<_>>());
        let calls = response["choices"][0]["message"]["tool_calls"].as_array().unwrap().iter();
        let calls = calls.map(|call| json!([call["id"], call["function"]["name"], call["function"]["arguments"]]));
        assert_eq!(calls.collect::<Value>(), expected, "{name}");
    }
}

#[test]
fn the_most_severe_content_filter_result_is_kept() {
    let filtered = |filtered: bool| json!({"hate": {"filtered": filtered}, "new": 1});
    let severity = |severity: &str| json!({"hate": {"filtered": false, "severity": severity}});
    let detected = |detected: bool, n: i64| json!({"profanity": {"detected": detected, "n": n}});
    for (name, results, expected) in [
        ("filtered", vec![filtered(false), filtered(true), filtered(false)], filtered(true)),
        ("severity", vec![severity("safe"), severity("medium"), severity("low")], severity("medium")),
        ("detected", vec![detected(true, 1), detected(false, 2), detected(true, 3)], detected(true, 3)),
        (
            "error of another chunk",
            vec![severity("low"), json!({"error": {"code": "c"}}), json!({})],
            json!({"hate": {"filtered": false, "severity": "low"}, "error": {"code": "c"}}),
        ),
    ] {
        let chunks =
            results.iter().map(|results| json!({"choices": [{"index": 0, "content_filter_results": results}]}));
        let response = accumulate(&chunks.collect::<Vec<_>>());
        assert_eq!(response["choices"][0]["content_filter_results"], expected, "{name}");
    }
}

#[test]
fn a_stream_without_choices_gives_an_empty_list() {
    assert_eq!(accumulate(&[]), json!({"choices": [], "object": "chat.completion"}));
    assert_eq!(accumulate(&[json!({})])["choices"], json!([]));
}
