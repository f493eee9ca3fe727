//! A chunk that only adds text to a choice.

use std::ops::Range;
use std::sync::Arc;

use crate::chat::accumulate::{PADDING, TextField};
use crate::chat::pattern::{Member, Pattern};
use crate::models::StreamingChatCompletionsUpdate;

/// The content of such a chunk. The whole chunk is decoded from its JSON on demand.
#[derive(Clone, Debug)]
pub(crate) struct PlainDelta {
    pub(crate) text: PlainText,
    pub(crate) template: Arc<Template>,
}

#[derive(Clone, Debug)]
pub(crate) enum PlainText {
    /// Its position in the JSON.
    At(Range<usize>),
    /// A text that had escapes.
    Unescaped(Box<str>),
}

/// What such chunks of a choice have in common.
///
/// Each stream has its own, since every chunk counts a reference: streams on several threads would contend for one count.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) choice: i64,
    pub(crate) field: TextField,
    /// The chunks have content filter results, which are those of the shape.
    pub(crate) has_filter_results: bool,
    pub(crate) shape: Arc<Shape>,
}

/// A chunk without its text. Streams share it.
#[derive(Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) update: StreamingChatCompletionsUpdate,
    /// The JSON of the chunks, unless it has another form.
    pub(crate) pattern: Option<Pattern>,
}

impl PlainDelta {
    /// Creates a delta of a text within the JSON of an event of another API.
    pub(crate) fn of_event(text: &str, json: &[u8], template: Arc<Template>) -> Self {
        let start = (text.as_ptr() as usize).wrapping_sub(json.as_ptr() as usize);
        let place = start..start.saturating_add(text.len());
        let is_within = json.get(place.clone()).is_some_and(|bytes| std::ptr::eq(bytes.as_ptr(), text.as_ptr()));
        let text = if is_within { PlainText::At(place) } else { PlainText::Unescaped(text.into()) };
        Self { text, template }
    }

    /// Returns the text, given the JSON of the chunk.
    pub(crate) fn text<'a>(&'a self, json: &'a [u8]) -> &'a str {
        match &self.text {
            // It was validated as UTF-8 when the chunk was read.
            PlainText::At(place) => string(json, place.clone()),
            PlainText::Unescaped(text) => text,
        }
    }

    /// Returns the whole chunk, given its JSON: the shape with the values that differ.
    pub(crate) fn decode(&self, json: &[u8]) -> Box<StreamingChatCompletionsUpdate> {
        let mut update = Box::new(self.template.shape.update.clone());
        let values = self.template.shape.pattern.as_ref().map(|pattern| {
            pattern.read(json, |member, found, _| {
                let within_quotes = || string(json, found.start + 1..found.end - 1);
                match member {
                    Member::Text | Member::Index => {}
                    Member::Id => update.id = Some(within_quotes().to_owned()),
                    Member::Padding => {
                        update.extra.insert(PADDING.to_owned(), within_quotes().into());
                    }
                    Member::Number => update.created = string(json, found).parse().ok(),
                }
                Some(())
            })
        });
        debug_assert!(values != Some(None), "the JSON has matched the pattern before");
        if let [choice] = update.choices.as_deref_mut().unwrap_or_default() {
            *self.template.field.of(choice.delta.get_or_insert_default()) = Some(self.text(json).to_owned());
        }
        update
    }
}

fn string(json: &[u8], place: Range<usize>) -> &str {
    json.get(place).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
}
