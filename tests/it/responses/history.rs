//! Conversations over the Responses API.

use azure_inference::models::{ChatMessageContentItem, ChatRequestMessage};
use azure_inference::testing::Reply;
use azure_inference::{Api, Conversation};
use serde_json::{Value, json};

use super::{client, response, service, text_item};

/// Returns the input items of messages in the form of chat completions.
async fn input(messages: Value, store: bool) -> Value {
    let service = service([Reply::text("ok")]).await;
    let messages: Vec<ChatRequestMessage> = serde_json::from_value(messages).unwrap();
    client(&service).chat().messages(messages).store(store).send().await.unwrap();
    let request = &service.requests()[0];
    request.assert_valid();
    request.json()["input"].clone()
}

#[tokio::test]
async fn messages_become_typed_items() {
    let messages = json!([
        {"role": "developer", "content": "d"},
        {"role": "user", "content": [{"type": "text", "text": "t"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}},
            {"type": "file", "file": {"file_id": "file_1"}}, {"type": "file", "file": {"url": "u"}}]},
        {"role": "assistant", "content": "a", "reasoning_content": "thought", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
            {"id": "call_2", "type": "custom", "custom": {"name": "g", "input": "x"}}]},
        {"role": "tool", "tool_call_id": "call_1", "content": "r"},
        {"role": "tool", "tool_call_id": "call_2", "content": "s"},
        {"role": "assistant", "content": "no", "refusal": "no"}
    ]);
    assert_eq!(
        input(messages, false).await,
        json!([
            {"type": "message", "role": "developer", "content": "d"},
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "t"},
                {"type": "input_image", "image_url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"},
                {"type": "input_file", "file_id": "file_1"}, {"type": "input_file", "url": "u"}]},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a", "annotations": []}]},
            {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
            {"type": "custom_tool_call", "call_id": "call_2", "name": "g", "input": "x"},
            {"type": "function_call_output", "call_id": "call_1", "output": "r"},
            {"type": "custom_tool_call_output", "call_id": "call_2", "output": "s"},
            {"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
        ])
    );
}

#[tokio::test]
async fn a_conversation_keeps_the_items_as_json_and_for_both_apis() {
    let reasoning = json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e", "content": [], "status": null});
    let mut item = text_item("hi");
    item["phase"] = "final_answer".into();
    let service = service([Reply::json(response(json!([reasoning, item]))), Reply::text("ok")]).await;
    let client = client(&service);
    let mut conversation = Conversation::new();
    conversation.user("u");
    conversation.push(&client.chat().messages(&conversation).send().await.unwrap());
    let stored = serde_json::to_string(&conversation).unwrap();
    let mut conversation: Conversation = serde_json::from_str(&stored).unwrap();
    conversation.user("more");
    client.chat().messages(&conversation).send().await.unwrap();
    client.chat().messages(&conversation).api(Api::ChatCompletions).send().await.unwrap();
    let requests = service.requests();
    requests.iter().for_each(|request| request.assert_valid());
    assert_eq!(
        requests[1].json()["input"],
        json!([
            {"type": "message", "role": "user", "content": "u"},
            {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e"},
            {"type": "message", "id": "msg_1", "role": "assistant", "phase": "final_answer",
                "content": [{"type": "output_text", "text": "hi", "annotations": []}]},
            {"type": "message", "role": "user", "content": "more"},
        ])
    );
    assert_eq!(requests[1].json()["include"], json!(["reasoning.encrypted_content"]));
    assert_eq!(requests[2].json()["messages"][1], json!({"role": "assistant", "content": "hi"}));
}

fn assistant(content: &str, items: Value) -> Value {
    json!([{"role": "user", "content": "u"}, {"role": "assistant", "content": content, "output_items": items}])
}

#[tokio::test]
async fn items_that_the_service_rejects_are_not_sent() {
    let reasoning = json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "e"});
    let bare = json!({"type": "reasoning", "id": "rs_1", "summary": []});
    let plain = json!({"type": "reasoning", "id": "rs_1", "content": [{"type": "reasoning_text", "text": "t"}]});
    let search = json!({"type": "web_search_call", "id": "ws_1", "status": "completed", "action": null});
    let content = json!([{"type": "output_text", "text": "hi", "annotations": []}]);
    let with_id = json!({"type": "message", "id": "msg_1", "role": "assistant", "content": content});
    let without_id = json!({"type": "message", "role": "assistant", "content": content});
    let sent_search = json!({"type": "web_search_call", "id": "ws_1", "status": "completed"});
    let sent_plain =
        json!({"type": "reasoning", "id": "rs_1", "content": [{"type": "reasoning_text", "text": "t"}], "summary": []});
    for (name, items, store, expected) in [
        ("encrypted reasoning", json!([reasoning, text_item("hi")]), false, json!([reasoning, with_id])),
        ("not stored and not encrypted", json!([bare, text_item("hi")]), false, json!([without_id])),
        ("stored", json!([bare, text_item("hi")]), true, json!([bare, with_id])),
        ("reasoning in plain text", json!([plain, text_item("hi")]), false, json!([sent_plain, with_id])),
        ("no item after the reasoning", json!([text_item("hi"), reasoning]), false, json!([without_id])),
        ("no reasoning", json!([text_item("hi")]), false, json!([without_id])),
        ("a hosted tool", json!([reasoning, search, text_item("hi")]), false, json!([reasoning, sent_search, with_id])),
        ("changed by the caller", json!([reasoning, text_item("ho")]), false, json!([without_id])),
    ] {
        let found = input(assistant("hi", items), store).await;
        assert_eq!(found.as_array().unwrap()[1..], expected.as_array().unwrap()[..], "{name}");
    }
}

#[tokio::test]
async fn an_audio_part_is_an_input_error_and_is_not_sent() {
    let service = service([Reply::text("ok")]).await;
    let part = json!({"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}});
    let part: ChatMessageContentItem = serde_json::from_value(part).unwrap();
    assert!(client(&service).chat().user(vec![part]).send().await.unwrap_err().is_input());
    assert_eq!(service.request_count(), 0);
}
