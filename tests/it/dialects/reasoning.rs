//! Reasoning under every name and in every format.

use azure_inference::testing::{ByteServer, MockService, Reply};
use azure_inference::{ChatEvent, ChatResponse, Conversation, ToolSet};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{completion, delta, events, finish};

/// A message as each service writes it, all with the text "Yes." and the reasoning "let me see".
fn dialects() -> Vec<(&'static str, Value)> {
    let text = |text: &str| json!({"type": "text", "text": text});
    vec![
        ("DeepSeek", json!({"content": "Yes.", "reasoning_content": "let me see"})),
        ("vLLM", json!({"content": "Yes.", "reasoning": "let me see"})),
        ("both names", json!({"content": "Yes.", "reasoning": "let me see", "reasoning_content": "let me see"})),
        ("an empty name", json!({"content": "Yes.", "reasoning": "let me see", "reasoning_content": ""})),
        ("a name that is null", json!({"content": "Yes.", "reasoning": null, "reasoning_content": "let me see"})),
        ("Mistral", json!({"content": [{"type": "thinking", "thinking": [text("let me see")]}, text("Yes.")]})),
        ("thinking as text", json!({"content": [{"type": "thinking", "thinking": "let me see"}, text("Yes.")]})),
        ("reasoning parts", json!({"content": [{"type": "reasoning", "text": "let me see"}, text("Yes.")]})),
        ("tags", json!({"content": "<think>let me see</think>\n\nYes."})),
        ("tags after white space", json!({"content": "\n<think>let me see</think>Yes."})),
        ("the closing tag alone", json!({"content": "let me see</think>\n\nYes."})),
    ]
}

#[tokio::test]
async fn reasoning_of_a_whole_response_is_read_in_every_dialect() {
    for (name, message) in dialects() {
        let service = MockService::start().await;
        service.reply(Reply::json(completion(message)));
        let response = service.client().chat().user("?").split_think().send().await.unwrap();
        assert_eq!((response.text(), response.reasoning()), ("Yes.", Some("let me see")), "{name}");
    }
}

#[tokio::test]
async fn reasoning_of_a_stream_is_read_in_every_dialect() {
    for (name, message) in dialects() {
        let server = ByteServer::start(vec![events(&[delta(message), finish("stop")])]).await;
        let mut events = server.client().chat().user("?").split_think().stream().await.unwrap().events();
        let (mut text, mut reasoning) = (String::new(), String::new());
        while let Some(event) = events.next().await {
            match event.unwrap() {
                ChatEvent::Text { text: new, .. } => text += &new,
                ChatEvent::Reasoning { text: new, .. } => reasoning += &new,
                _ => {}
            }
        }
        assert_eq!((text.as_str(), reasoning.as_str()), ("Yes.", "let me see"), "{name}");
        let response = events.into_response().unwrap();
        assert_eq!((response.text(), response.reasoning()), ("Yes.", Some("let me see")), "{name}");
    }
}

#[tokio::test]
async fn reasoning_is_joined_from_chunks_even_if_the_tags_are_split() {
    for (name, key, pieces) in [
        ("a field", "reasoning", vec![("reasoning", "let "), ("reasoning", "me see"), ("content", "Yes.")]),
        ("tags", "content", vec![("content", "<th"), ("content", "ink>let me see</thi"), ("content", "nk>Yes.")]),
        ("the closing tag", "content", vec![("content", "let me "), ("content", "see</thi"), ("content", "nk>Yes.")]),
    ] {
        let mut chunks: Vec<Value> = pieces.iter().map(|(name, text)| delta(json!({*name: text}))).collect();
        chunks.push(finish("stop"));
        let server = ByteServer::start(vec![events(&chunks)]).await;
        let stream = server.client().chat().user("?").split_think().stream().await.unwrap();
        let response = stream.finish().await.unwrap();
        assert_eq!((response.text(), response.reasoning()), ("Yes.", Some("let me see")), "{name}: {key}");
    }
}

fn with_call(message: Value) -> Value {
    let mut message = message;
    message["tool_calls"] =
        json!([{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]);
    message
}

fn weather() -> ToolSet {
    ToolSet::new().tool("weather", "The weather", |(): ()| async { "sun" })
}

/// Asserts that an assistant message in a history has the reasoning as a field or not at all.
fn check_history(name: &str, message: &Value, sent: &Value) {
    let is_field = message["content"] == "Yes." && name != "tags";
    let expected =
        |key: &str| if is_field { message.get(key).filter(|text| *text != "" && !text.is_null()) } else { None };
    for key in ["reasoning_content", "reasoning", "reasoning_in_content"] {
        assert_eq!(sent.get(key), expected(key), "{name}: {key} in {sent}");
    }
    assert_eq!(sent["content"], "Yes.", "{name}");
}

#[tokio::test]
async fn reasoning_in_a_field_is_sent_back_with_tool_calls() {
    for (name, message) in dialects().into_iter().filter(|(name, _)| *name != "the closing tag alone") {
        let service = MockService::start().await;
        service.reply(Reply::json(completion(with_call(message.clone())))).reply(Reply::text("Sun."));
        service.client().chat().user("?").tools(&weather()).run().await.unwrap();
        check_history(name, &message, &service.requests()[1].messages()[1]);

        let mut first = with_call(message.clone());
        first["tool_calls"][0]["index"] = json!(0);
        let scripts = vec![
            events(&[delta(first), finish("tool_calls")]),
            events(&[delta(json!({"content": "Sun."})), finish("stop")]),
        ];
        let server = ByteServer::start(scripts).await;
        let run = server.client().chat().user("?").tools(&weather()).run_stream().await.unwrap();
        run.finish().await.unwrap();
        check_history(name, &message, &server.requests()[1]["messages"][1]);

        let service = MockService::start().await;
        service.reply(Reply::json(completion(with_call(message.clone()))));
        let response = service.client().chat().user("?").send().await.unwrap();
        let mut conversation = Conversation::new();
        conversation.user("?").push(&response).tool_result("a", "sun");
        check_history(name, &message, &serde_json::to_value(&conversation).unwrap()[1]);
    }
}

#[tokio::test]
async fn reasoning_is_not_sent_back_without_tool_calls() {
    for (name, message) in dialects() {
        let service = MockService::start().await;
        service.reply(Reply::json(completion(message)));
        let response: ChatResponse = service.client().chat().user("?").split_think().send().await.unwrap();
        let mut conversation = Conversation::new();
        conversation.push(&response);
        let sent = serde_json::to_value(&conversation).unwrap();
        assert_eq!(sent, json!([{"role": "assistant", "content": "Yes."}]), "{name}");
    }
}

#[derive(Debug, Deserialize, schemars::JsonSchema, PartialEq)]
struct Judgement {
    good: bool,
}

#[tokio::test]
async fn reasoning_before_a_typed_response_is_skipped() {
    for text in [
        "<think>hm</think>{\"good\": true}",
        "hm\n</think>\n\n{\"good\": true}",
        "hm </think> ```json\n{\"good\": true}\n```",
        "{\"good\": true}",
    ] {
        let service = MockService::start().await;
        service.reply(Reply::text(text));
        assert_eq!(
            service.client().chat().user("?").parse::<Judgement>().await.unwrap(),
            Judgement { good: true },
            "{text}"
        );
    }
}
