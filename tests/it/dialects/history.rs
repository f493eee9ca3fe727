//! Responses that are sent back as history.

use azure_inference::models::ChatRequestMessage;
use azure_inference::testing::{MockService, Reply};
use azure_inference::{Conversation, ToolSet};
use serde_json::{Value, json};

use super::completion;

#[tokio::test]
async fn an_assistant_message_without_content_and_calls_is_left_out() {
    for (name, message) in [
        ("null", json!({"content": null})),
        ("empty", json!({"content": ""})),
        ("absent", json!({})),
        ("reasoning alone", json!({"content": "", "reasoning_content": "hm"})),
        ("a call without a name", json!({"content": "", "tool_calls": [{"id": "a", "function": {"arguments": "{}"}}]})),
        ("no calls", json!({"content": null, "tool_calls": [], "annotations": [1]})),
    ] {
        let service = MockService::start().await;
        service.reply(Reply::json(completion(message))).reply(Reply::text("Hi.")).reply(Reply::text("Hi."));
        let client = service.client();
        let response = client.chat().user("?").send().await.unwrap();
        let mut conversation = Conversation::new();
        conversation.user("Hello?").push(&response).user("Still there?");
        client.chat().messages(&conversation).send().await.unwrap();
        client.chat().user("Hello?").message(&response).user("Still there?").send().await.unwrap();
        let user = |text: &str| json!({"role": "user", "content": text});
        for request in &service.requests()[1..] {
            assert_eq!(request.messages(), [user("Hello?"), user("Still there?")], "{name}");
        }
    }
}

#[test]
fn a_refusal_is_sent_as_content() {
    let message: Value = json!({"content": null, "refusal": "I can't help with that."});
    let message: azure_inference::models::ChatResponseMessage = serde_json::from_value(message).unwrap();
    let sent = serde_json::to_value(ChatRequestMessage::from(message)).unwrap();
    assert_eq!(sent["content"], "I can't help with that.");
}

#[tokio::test]
async fn repaired_tool_arguments_are_sent_as_history() {
    for (arguments, expected) in [
        ("{\"city\": \"one\n\ttwo\"}", json!({"city": "one\n\ttwo"})),
        ("{\"city\": \"Rome\",}", json!({"city": "Rome"})),
        ("{\"city\": \"Rome\"}{\"city\": \"Rome\"}", json!({"city": "Rome"})),
        ("{\"city\": \"Rome\"}}", json!({"city": "Rome"})),
        ("```json\n{\"city\": \"Rome\"}\n```", json!({"city": "Rome"})),
        ("Calling now: {\"city\": \"Rome\"}", json!({"city": "Rome"})),
        ("{\"city\": \"Ro", json!({})),
        ("{\"city\": \"Rome\"}{\"city\": \"Oslo\"}", json!({})),
    ] {
        let tools =
            ToolSet::new()
                .tool("echo", "", |arguments: std::collections::BTreeMap<String, String>| async move { arguments });
        let call = json!({"id": "a", "type": "function", "function": {"name": "echo", "arguments": arguments}});
        let service = MockService::start().await;
        service
            .reply(Reply::json(completion(json!({"content": null, "tool_calls": [call]}))))
            .reply(Reply::text("Done."));
        service.client().chat().user("?").tools(&tools).run().await.unwrap();
        let sent = service.requests()[1].messages().to_vec();
        let in_history = sent[1]["tool_calls"][0]["function"]["arguments"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(in_history).unwrap(), expected, "{arguments}");
        let result: Value = serde_json::from_str(sent[2]["content"].as_str().unwrap()).unwrap();
        match expected == json!({}) {
            true => assert!(result["error"].as_str().unwrap().contains("not JSON"), "{arguments}: {result}"),
            false => assert_eq!(result, expected, "{arguments}"),
        }
    }
}

#[tokio::test]
async fn invalid_tool_names_are_sanitized_in_history() {
    for name in ["multi_tool_use.parallel", "functions.get:0", "größe", "a b"] {
        let service = MockService::start().await;
        service
            .reply(Reply::tool_call(name, json!({})))
            .reply(Reply::text("Sun."))
            .reply(Reply::tool_call(name, json!({})));
        let tools = ToolSet::new().tool("f", "", |(): ()| async { 1 });
        service.client().chat().user("?").tools(&tools).run().await.unwrap();
        let response = service.client().chat().user("?").send().await.unwrap();
        let mut conversation = Conversation::new();
        conversation.push(&response);
        let explicit = serde_json::to_value(&conversation).unwrap()[0].clone();
        for message in [&service.requests()[1].messages()[1], &explicit] {
            let sent = message["tool_calls"][0]["function"]["name"].as_str().unwrap();
            assert!(sent.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)), "{name}: {sent}");
        }
    }
}
