//! Existing request bodies with members that the document lacks.

use azure_inference::models::{ChatCompletionsOptions, EmbeddingsOptions};
use azure_inference::testing::{MockService, Reply};
use serde_json::{Value, json};

#[tokio::test]
async fn an_existing_body_with_custom_tools_is_sent_unchanged() {
    let function =
        json!({"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}});
    let custom = json!({"type": "custom", "custom": {"name": "sh", "format": {"type": "text"}, "x": 1}});
    let unknown = json!({"type": "web_search", "filters": {"a": [1]}});
    for tools in [json!([custom]), json!([function, custom, unknown]), json!([unknown]), json!([function])] {
        let choice = json!({"type": "custom", "custom": {"name": "sh"}});
        let body = json!({"model": "m", "messages": [{"role": "user", "content": "?"}], "tools": tools, "tool_choice": choice});
        let read: ChatCompletionsOptions = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), body, "{tools}");
        let service = MockService::start().await;
        service.reply(Reply::text("Hi."));
        service.client().chat().body(read).send().await.unwrap();
        assert_eq!(service.requests()[0].json(), &body, "{tools}");
    }
}

#[tokio::test]
async fn an_existing_body_with_custom_tool_calls_is_sent_unchanged() {
    let call = json!({"id": "a", "type": "custom", "custom": {"name": "sh", "input": "ls"}});
    let messages = json!([{"role": "user", "content": "?"}, {"role": "assistant", "tool_calls": [call]},
                          {"role": "tool", "tool_call_id": "a", "content": "x"}]);
    let body = json!({"model": "m", "messages": messages});
    let service = MockService::start().await;
    service.reply(Reply::text("Hi."));
    let read: ChatCompletionsOptions = serde_json::from_value(body.clone()).unwrap();
    service.client().chat().body(read).send().await.unwrap();
    assert_eq!(service.requests()[0].json(), &body);
}

#[tokio::test]
async fn an_existing_body_may_have_tokens_as_embedding_input() {
    for (input, sent) in [
        (json!("a"), json!(["a"])),
        (json!(["a", "b"]), json!(["a", "b"])),
        (json!([1, 2, 3]), json!([[1, 2, 3]])),
        (json!([[1, 2], [3]]), json!([[1, 2], [3]])),
        (json!([[1, 2], "b"]), json!([[1, 2], "b"])),
    ] {
        let count = sent.as_array().map(Vec::len).unwrap();
        let data: Vec<Value> = (0..count).map(|index| json!({"index": index, "embedding": [0.5]})).collect();
        let service = MockService::start().await;
        service.reply(Reply::json(json!({"data": data})));
        let body: EmbeddingsOptions = serde_json::from_value(json!({"model": "m", "input": input})).unwrap();
        let vectors = service.client().embeddings().body(body).send().await.unwrap();
        assert_eq!(vectors.vectors().len(), count, "{input}");
        assert_eq!(service.requests()[0].json()["input"], sent, "{input}");
    }
}
