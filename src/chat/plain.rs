//! A chunk that only adds text to a choice.

use std::ops::Range;
use std::sync::Arc;

use crate::chat::accumulate::TextField;
use crate::models::StreamingChatCompletionsUpdate;
use crate::models::json;

/// The content of such a chunk. The whole chunk is decoded from its JSON on demand.
#[derive(Clone, Debug)]
pub(crate) struct PlainDelta {
    pub(crate) choice: i64,
    pub(crate) field: TextField,
    pub(crate) text: PlainText,
    /// An earlier chunk that differs only in the text and in the values that [`Pattern`](super::pattern::Pattern) allows.
    pub(crate) template: Arc<StreamingChatCompletionsUpdate>,
    /// Whether only the text differs.
    pub(crate) is_same: bool,
    pub(crate) is_single_choice: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum PlainText {
    /// Its position in the JSON.
    At(Range<usize>),
    /// A text that had escapes.
    Unescaped(Box<str>),
}

impl PlainDelta {
    /// Creates a delta of a text within the JSON of an event of another API. The chunk is `template` with this text.
    pub(crate) fn of_event(
        field: TextField,
        text: &str,
        json: &[u8],
        template: Arc<StreamingChatCompletionsUpdate>,
    ) -> Self {
        let start = (text.as_ptr() as usize).wrapping_sub(json.as_ptr() as usize);
        let place = start..start.saturating_add(text.len());
        let is_within = json.get(place.clone()).is_some_and(|bytes| std::ptr::eq(bytes.as_ptr(), text.as_ptr()));
        let text = if is_within { PlainText::At(place) } else { PlainText::Unescaped(text.into()) };
        Self { choice: 0, field, text, template, is_same: true, is_single_choice: true }
    }

    /// Returns the text, given the JSON of the chunk.
    pub(crate) fn text<'a>(&'a self, json: &'a [u8]) -> &'a str {
        match &self.text {
            // It was validated as UTF-8 when the chunk was read.
            PlainText::At(place) => {
                json.get(place.clone()).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
            }
            PlainText::Unescaped(text) => text,
        }
    }

    /// Whether the chunk has content filter results, which are those of the template.
    pub(crate) fn has_filter_results(&self) -> bool {
        self.template.choices.iter().flatten().any(|choice| choice.content_filter_results.is_some())
    }

    /// Returns the whole chunk, given its JSON. Decoding can't fail: the JSON matched the template, which is that of a decoded
    /// chunk.
    pub(crate) fn decode(&self, json: &[u8]) -> Box<StreamingChatCompletionsUpdate> {
        let mut update = match self.is_same {
            true => Box::new((*self.template).clone()),
            false => json::read(json).unwrap_or_default(),
        };
        if let [choice] = update.choices.as_deref_mut().unwrap_or_default() {
            choice.index = if self.is_single_choice { Some(self.choice) } else { choice.index };
            *self.field.of(choice.delta.get_or_insert_default()) = Some(self.text(json).to_owned());
        }
        update
    }
}
