//! The message history of a conversation.

use serde::{Deserialize, Serialize};

use crate::models::{self, ChatRequestMessage, ChatRequestMessageContent};

/// Message history of a conversation.
///
/// It serializes as a list of messages, so it can be stored and loaded. [`ChatRequest::messages`](crate::ChatRequest::messages)
/// adds it to a request, and [`push`](Self::push) adds a response to it.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::Conversation;
///
/// let mut conversation = Conversation::new();
/// conversation.system("You are a helpful assistant.");
/// for question in ["How many languages are in the world?", "Which of them are written from right to left?"] {
///     conversation.user(question);
///     let response = client.chat().messages(&conversation).send().await?;
///     println!("{}", response.text());
///     conversation.push(&response);
/// }
/// let stored = serde_json::to_string(&conversation).expect("messages are JSON");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[doc(alias("ChatHistory", "history", "messages"))]
pub struct Conversation {
    messages: Vec<ChatRequestMessage>,
}

impl Conversation {
    /// Creates an empty conversation.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a system message: instructions for the whole conversation.
    pub fn system(&mut self, content: impl Into<String>) -> &mut Self {
        self.push(ChatRequestMessage::system(models::text::<String>(content)))
    }

    /// Adds a user message: text, or a list of content parts (text, images, audio).
    pub fn user(&mut self, content: impl Into<ChatRequestMessageContent>) -> &mut Self {
        self.push(ChatRequestMessage::user(content))
    }

    /// Adds an assistant message: an earlier response of the model, or an example of one.
    pub fn assistant(&mut self, content: impl Into<String>) -> &mut Self {
        self.push(models::assistant_message(content))
    }

    /// Adds a tool message: the result of a tool call, as text or a list of content parts.
    pub fn tool_result(
        &mut self,
        tool_call_id: impl Into<String>,
        content: impl Into<ChatRequestMessageContent>,
    ) -> &mut Self {
        self.push(models::tool_result(tool_call_id, content))
    }

    /// Adds a message. `push(&response)` adds the message of a response: its content, tool calls and refusal, and with tool
    /// calls also the reasoning that the response has in a separate field.
    ///
    /// An assistant message without content and tool calls is left out, since services reject it.
    pub fn push(&mut self, message: impl Into<ChatRequestMessage>) -> &mut Self {
        self.extend([message]);
        self
    }

    /// Returns the messages.
    pub fn messages(&self) -> &[ChatRequestMessage] {
        &self.messages
    }

    /// Returns the messages for editing, such as to remove or replace some of them.
    pub fn messages_mut(&mut self) -> &mut Vec<ChatRequestMessage> {
        &mut self.messages
    }

    /// Returns `true` if there are no messages.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Returns the number of messages.
    pub fn len(&self) -> usize {
        self.messages.len()
    }
}

impl<M: Into<ChatRequestMessage>> Extend<M> for Conversation {
    fn extend<I: IntoIterator<Item = M>>(&mut self, messages: I) {
        self.messages.extend(messages.into_iter().map(Into::into).filter(models::is_not_empty));
    }
}

impl<M: Into<ChatRequestMessage>> FromIterator<M> for Conversation {
    fn from_iter<I: IntoIterator<Item = M>>(messages: I) -> Self {
        let mut conversation = Self::default();
        conversation.extend(messages);
        conversation
    }
}

impl From<Vec<ChatRequestMessage>> for Conversation {
    fn from(messages: Vec<ChatRequestMessage>) -> Self {
        Self { messages }
    }
}

impl IntoIterator for Conversation {
    type Item = ChatRequestMessage;
    type IntoIter = std::vec::IntoIter<ChatRequestMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.into_iter()
    }
}

impl<'a> IntoIterator for &'a Conversation {
    type Item = &'a ChatRequestMessage;
    type IntoIter = std::slice::Iter<'a, ChatRequestMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.iter()
    }
}

/// Clones the message, so that methods accept lists of messages by reference.
impl From<&ChatRequestMessage> for ChatRequestMessage {
    fn from(message: &ChatRequestMessage) -> Self {
        message.clone()
    }
}
