//! Moves images and audio of tool results to where OpenAI models accept them.

use crate::models::{ChatMessageContentItem, ChatRequestMessage, ChatRequestMessageContent};

/// Moves parts that are not text from tool messages to a user message after them.
pub(super) fn move_to_user(messages: &mut Vec<ChatRequestMessage>) {
    let mut moved = Vec::new();
    for message in messages.iter_mut() {
        let ChatRequestMessage::Tool { content: Some(content), tool_call_id, .. } = message else { continue };
        let ChatRequestMessageContent::Array(parts) = content else { continue };
        let is_text = |part: &ChatMessageContentItem| matches!(part, ChatMessageContentItem::Text { .. });
        let (mut texts, media): (Vec<_>, Vec<_>) = parts.drain(..).partition(is_text);
        if !media.is_empty() {
            texts.push(ChatMessageContentItem::text("(the rest of the result is in the next user message)"));
            moved.push(ChatMessageContentItem::text(format!("Result of the tool call {tool_call_id}:")));
            moved.extend(media);
        }
        *content = texts.into();
    }
    if !moved.is_empty() {
        messages.push(ChatRequestMessage::user(moved));
    }
}
