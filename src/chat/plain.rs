//! A chunk that adds text to a choice and says nothing else that is new.

use std::ops::Range;
use std::sync::Arc;

use crate::chat::accumulate::TextField;
use crate::models::StreamingChatCompletionsUpdate;
use crate::models::json;

/// What such a chunk says. The rest is decoded from its JSON when it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct PlainDelta {
    pub(crate) choice: i64,
    pub(crate) field: TextField,
    pub(crate) text: PlainText,
    /// The chunk that it is like.
    pub(crate) like: Arc<StreamingChatCompletionsUpdate>,
    /// It differs from that one in the text alone.
    pub(crate) is_same: bool,
    pub(crate) is_single_choice: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum PlainText {
    /// Where it stands in the JSON.
    At(Range<usize>),
    /// It had escapes.
    Unescaped(Box<str>),
}

impl PlainDelta {
    /// A text within the JSON of an event that is no chunk; the chunk is `like` with this text.
    pub(crate) fn of_event(
        field: TextField,
        text: &str,
        json: &[u8],
        like: Arc<StreamingChatCompletionsUpdate>,
    ) -> Self {
        let start = (text.as_ptr() as usize).wrapping_sub(json.as_ptr() as usize);
        let place = start..start.saturating_add(text.len());
        let is_within = json.get(place.clone()).is_some_and(|bytes| std::ptr::eq(bytes.as_ptr(), text.as_ptr()));
        let text = if is_within { PlainText::At(place) } else { PlainText::Unescaped(text.into()) };
        Self { choice: 0, field, text, like, is_same: true, is_single_choice: true }
    }

    /// The text, given the JSON that the chunk was read from.
    pub(crate) fn text<'a>(&'a self, json: &'a [u8]) -> &'a str {
        match &self.text {
            // Valid UTF-8 since it was read.
            PlainText::At(place) => {
                json.get(place.clone()).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
            }
            PlainText::Unescaped(text) => text,
        }
    }

    /// Whether the content filter says something, which is the same as before.
    pub(crate) fn has_filter_results(&self) -> bool {
        self.like.choices.iter().flatten().any(|choice| choice.content_filter_results.is_some())
    }

    /// The whole chunk, from the JSON that it was read from. Decoding can't fail: the JSON is that of a chunk, with other
    /// values of the same types.
    pub(crate) fn decode(&self, json: &[u8]) -> Box<StreamingChatCompletionsUpdate> {
        let mut update = match self.is_same {
            true => Box::new((*self.like).clone()),
            false => json::read(json).unwrap_or_default(),
        };
        if let [choice] = update.choices.as_deref_mut().unwrap_or_default() {
            choice.index = if self.is_single_choice { Some(self.choice) } else { choice.index };
            *self.field.of(choice.delta.get_or_insert_default()) = Some(self.text(json).to_owned());
        }
        update
    }
}
