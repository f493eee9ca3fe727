//! Tests of the types of the Responses API with the JSON that services send.

use serde_json::{Value, json};

use super::{OutputItem, Tool, types};

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

#[test]
fn known_items_are_typed_and_unknown_ones_round_trip() {
    let items = json!([
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "s"}], "encrypted_content": null},
        {"type": "message", "id": "msg_1", "role": "assistant", "status": null, "phase": "final_answer",
            "content": [{"type": "output_text", "text": "t", "annotations": [{"type": "new"}], "logprobs": [], "parsed": 1},
                {"type": "audio", "data": "x"}]},
        {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": "{}", "status": "paused"},
        {"type": "custom_tool_call", "id": "c", "call_id": "call_2", "name": "g", "input": "free text"},
        {"type": "web_search_call", "id": "ws_1", "action": {"type": "search", "query": "q"}},
        {"type": "function_call", "call_id": 7},
        {"no": "type"},
        "text"
    ]);
    let read: Vec<OutputItem> = read(&items);
    let [OutputItem::Reasoning(reasoning), OutputItem::Message(message), OutputItem::FunctionCall(call), others @ ..] =
        read.as_slice()
    else {
        panic!("{read:?}")
    };
    assert_eq!(reasoning.id.as_deref(), Some("rs_1"));
    assert_eq!(message.phase.as_deref(), Some("final_answer"));
    assert_eq!(call.status.as_ref().unwrap(), "paused");
    assert!(matches!(others[0], OutputItem::CustomToolCall(_)));
    assert!(others[1..].iter().all(|item| matches!(item, OutputItem::Other(_))), "{others:?}");
    let written = serde_json::to_value(&read).unwrap();
    for (written, item) in written.as_array().unwrap().iter().zip(items.as_array().unwrap()) {
        // Null means the same as an absent member.
        assert_eq!(without_null(written), without_null(item));
    }
}

fn without_null(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(key, member)| (key.clone(), without_null(member)))
            .collect(),
        Value::Array(items) => items.iter().map(without_null).collect(),
        other => other.clone(),
    }
}

#[test]
fn responses_decode_with_missing_null_and_new_members() {
    let full = json!({
        "id": "resp_1", "object": "response", "created_at": 1_757_000_000.5, "completed_at": 1_757_000_001, "status": "completed",
        "error": null, "incomplete_details": null, "instructions": null, "model": "gpt-5.1", "output": [], "service_tier": "default",
        "tools": [{"type": "function", "description": null}], "tool_choice": "auto", "text": {"format": {"type": "text"}},
        "usage": {"input_tokens": 1, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 2,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 3},
        "content_filters": [{"source_type": "prompt", "blocked": false, "content_filter_raw": null,
            "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}},
            "content_filter_offsets": {"start_offset": 0, "end_offset": 9, "check_offset": 0}}]});
    let response: types::Response = read(&full);
    assert_eq!(response.usage.as_ref().and_then(|usage| usage.output_tokens), Some(2));
    assert_eq!(response.extra["tool_choice"], "auto");
    assert_eq!(response.extra["tools"], full["tools"]);
    for sparse in
        [json!({}), json!({"output": null, "content_filters": null, "usage": null}), json!({"status": "future"})]
    {
        read::<types::Response>(&sparse);
    }
}

#[test]
fn events_are_decoded_with_missing_and_new_members() {
    let delta: types::ResponseTextDeltaEvent =
        read(&json!({"type": "response.output_text.delta", "item_id": "i", "output_index": 0,
        "content_index": 0, "delta": "Hel", "logprobs": [], "obfuscation": "x", "sequence_number": 4}));
    assert_eq!(delta.delta.as_deref(), Some("Hel"));
    let completed: types::ResponseCreatedEvent =
        read(&json!({"type": "response.completed", "response": {"id": "r", "output": [
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}]}}));
    assert_eq!(completed.response.unwrap().output.unwrap().len(), 1);
    let done: types::ResponseOutputItemDoneEvent =
        read(&json!({"type": "response.output_item.done", "item": {"type": "new"}}));
    assert!(matches!(done.item, Some(OutputItem::Other(_))));
}

#[test]
fn requests_contain_only_what_was_set() {
    let input = json!([{"type": "message", "role": "user", "content": "Hi"}]);
    let tool = types::FunctionTool::new("f", None, Some(false));
    let choice = types::ToolChoiceFunction::new("f");
    let request = types::CreateResponse {
        model: Some("gpt-5.1".to_owned()),
        input: Some(input.clone()),
        tools: Some(types::ToolsArray(vec![Tool::from(tool)])),
        tool_choice: Some(super::ToolChoiceParam::from(choice).into()),
        max_output_tokens: Some(16),
        ..Default::default()
    };
    let expected = json!({
        "model": "gpt-5.1", "max_output_tokens": 16,
        "input": input,
        "tools": [{"type": "function", "name": "f", "parameters": null, "strict": false}],
        "tool_choice": {"type": "function", "name": "f"}});
    assert_eq!(serde_json::to_value(&request).unwrap(), expected);
    assert_eq!(read::<types::CreateResponse>(&expected), request);
    let kept = json!({"input": [{"type": "compaction", "id": "c"}], "tools": [{"type": "mcp", "server_url": "u"}],
        "tool_choice": "required", "text": {"verbosity": "low", "format": {"type": "json_object"}}, "unknown": {"a": 1}});
    assert_eq!(serde_json::to_value(read::<types::CreateResponse>(&kept)).unwrap(), kept);
}
