//! Conversations and usage: plain values that can be stored and added.

use azure_inference::Conversation;
use azure_inference::models::{ChatRequestMessage, CompletionsUsage};
use serde_json::{Value, json};

#[test]
fn a_conversation_can_be_stored_and_read_back() {
    let mut conversation = Conversation::new();
    assert!(conversation.is_empty());
    let result = json!({"role": "tool", "tool_call_id": "call_1", "content": "4"});
    conversation
        .system("s")
        .user("u")
        .assistant("a")
        .push(serde_json::from_value::<ChatRequestMessage>(result).unwrap());
    conversation.extend(conversation.clone());
    assert_eq!(conversation.len(), 8);
    conversation.messages_mut().truncate(4);
    let stored = serde_json::to_value(&conversation).unwrap();
    assert_eq!(
        stored,
        json!([
            {"role": "system", "content": "s"},
            {"role": "user", "content": "u"},
            {"role": "assistant", "content": "a"},
            {"role": "tool", "tool_call_id": "call_1", "content": "4"},
        ])
    );
    assert_eq!(serde_json::from_value::<Conversation>(stored).unwrap(), conversation);
    assert_eq!(conversation.messages().iter().collect::<Conversation>(), conversation);
    assert_eq!(Conversation::from(conversation.clone().into_iter().collect::<Vec<_>>()), conversation);
}

#[test]
fn usage_adds_up() {
    let usage = |json: Value| serde_json::from_value::<CompletionsUsage>(json).unwrap();
    for (left, right, total) in [
        (json!({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}), json!({"total_tokens": 4}), 7),
        (json!({"prompt_tokens": 1, "completion_tokens": 2}), json!({"total_tokens": 4}), 7),
        (json!({"prompt_tokens": 1}), json!({"completion_tokens": 2}), 3),
        (json!({}), json!({}), 0),
        (json!({"total_tokens": i64::MAX}), json!({"total_tokens": 1}), i64::MAX),
    ] {
        let (left, right) = (usage(left), usage(right));
        assert_eq!((left.clone() + right.clone()).total(), total, "{left:?} {right:?}");
        assert_eq!([&right, &left].into_iter().sum::<CompletionsUsage>().total(), total);
        assert_eq!([right, left].into_iter().sum::<CompletionsUsage>().total(), total);
    }
    // Every count is summed.
    let prompt = json!({"audio_tokens": 1, "cache_write_tokens": 2, "cached_tokens": 3});
    let completion = json!({
        "accepted_prediction_tokens": 4, "audio_tokens": 5, "reasoning_tokens": 6, "rejected_prediction_tokens": 7,
    });
    let one = usage(json!({"prompt_tokens_details": prompt, "completion_tokens_details": completion}));
    let sum = serde_json::to_value(one.clone() + one).unwrap();
    let doubled = |counts: &Value| {
        let counts = counts.as_object().unwrap().iter();
        counts.map(|(name, count)| (name.clone(), json!(2 * count.as_i64().unwrap()))).collect::<Value>()
    };
    assert_eq!(sum["prompt_tokens_details"], doubled(&prompt));
    assert_eq!(sum["completion_tokens_details"], doubled(&completion));
}
