//! A conversation: its messages, kept and extended from call to call.

use serde::{Deserialize, Serialize};

use crate::models::{self, ChatRequestMessage, ChatRequestMessageContent};

/// The messages of a conversation, in order.
///
/// It is a plain list that serialises as one, so it can be stored and read back. A request takes it by
/// [`ChatRequest::messages`](crate::ChatRequest::messages), and an answer goes into it by [`push`](Self::push).
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::Conversation;
///
/// let mut conversation = Conversation::new();
/// conversation.system("You are a helpful assistant.");
/// for question in ["How many languages are in the world?", "Which of them are written from right to left?"] {
///     conversation.user(question);
///     let answer = client.chat().messages(&conversation).send().await?;
///     println!("{}", answer.text());
///     conversation.push(&answer);
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
    /// A conversation that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message of the system: instructions that hold for the whole conversation.
    pub fn system(&mut self, content: impl Into<String>) -> &mut Self {
        self.push(ChatRequestMessage::system(models::text::<String>(content)))
    }

    /// Adds a message of the user: text, or a list of parts (text, images, audio).
    pub fn user(&mut self, content: impl Into<ChatRequestMessageContent>) -> &mut Self {
        self.push(ChatRequestMessage::user(content))
    }

    /// Adds a message of the assistant: what it said, or should have said, earlier.
    pub fn assistant(&mut self, content: impl Into<String>) -> &mut Self {
        self.push(models::assistant_said(content))
    }

    /// Adds the result of a tool call that the model asked for: a text, or a list of parts.
    pub fn tool_result(
        &mut self,
        tool_call_id: impl Into<String>,
        content: impl Into<ChatRequestMessageContent>,
    ) -> &mut Self {
        self.push(models::tool_result(tool_call_id, content))
    }

    /// Adds one message; a response's with `push(&answer)`: its content, tool calls and refusal. With tool calls its
    /// reasoning too, if that came as a field.
    ///
    /// An assistant message without content and calls is left out, since services refuse it.
    pub fn push(&mut self, message: impl Into<ChatRequestMessage>) -> &mut Self {
        self.extend([message]);
        self
    }

    /// Its messages.
    pub fn messages(&self) -> &[ChatRequestMessage] {
        &self.messages
    }

    /// Its messages, to be changed: shortened, replaced, put in another order.
    pub fn messages_mut(&mut self) -> &mut Vec<ChatRequestMessage> {
        &mut self.messages
    }

    /// Whether it has no messages.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// How many messages it has.
    pub fn len(&self) -> usize {
        self.messages.len()
    }
}

impl<M: Into<ChatRequestMessage>> Extend<M> for Conversation {
    fn extend<I: IntoIterator<Item = M>>(&mut self, messages: I) {
        self.messages.extend(messages.into_iter().map(Into::into).filter(models::says_something));
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

/// A copy, so that lists of messages can be given by reference.
impl From<&ChatRequestMessage> for ChatRequestMessage {
    fn from(message: &ChatRequestMessage) -> Self {
        message.clone()
    }
}
