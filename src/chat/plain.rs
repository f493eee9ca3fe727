//! A chunk that adds text to a choice, and little else.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::chat::accumulate::{PADDING, TextField};
use crate::chat::pattern::{Member, Pattern};
use crate::models::{ChatChoiceLogprobs, CompletionsUsage, StreamingChatCompletionsUpdate};

/// The content of such a chunk. The whole chunk is decoded from its JSON on demand.
#[derive(Clone, Debug)]
pub(crate) struct PlainDelta {
    pub(crate) text: PlainText,
    /// `None` if there is nothing.
    pub(crate) rest: Option<Box<Rest>>,
    pub(crate) template: Arc<Template>,
}

/// What such a chunk adds to the response besides its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rest {
    pub(crate) usage: Option<Box<CompletionsUsage>>,
    pub(crate) logprobs: Option<Box<ChatChoiceLogprobs>>,
    /// Members that the API does not describe, by their positions in [`Shape::others`].
    pub(crate) extra: Vec<(u8, Value)>,
}

impl Rest {
    fn add_to(&self, update: &mut StreamingChatCompletionsUpdate, shape: &Shape) {
        update.usage.clone_from(&self.usage);
        let [choice] = update.choices.as_deref_mut().unwrap_or_default() else { return };
        choice.logprobs.clone_from(&self.logprobs);
        for (number, value) in &self.extra {
            match &shape.others[usize::from(*number)] {
                Other::OfChunk(name) => update.extra.insert(name.clone(), value.clone()),
                Other::OfChoice(name) => choice.extra.insert(name.clone(), value.clone()),
                Other::OfDelta(name) => {
                    choice.delta.get_or_insert_default().extra.insert(name.clone(), value.clone());
                }
                Other::Usage | Other::Logprobs => {}
            }
        }
    }

    /// Adds a member, given the JSON of its value. Returns `None` if it is not valid.
    pub(crate) fn read(&mut self, shape: &Shape, number: u8, json: &[u8]) -> Option<()> {
        match shape.others[usize::from(number)] {
            Other::Usage => self.usage = serde_json::from_slice(json).ok()?,
            Other::Logprobs => self.logprobs = serde_json::from_slice(json).ok()?,
            _ => self.extra.push((number, serde_json::from_slice(json).ok()?)),
        }
        Some(())
    }
}

/// A member that is part of [`Rest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    Usage,
    Logprobs,
    /// A member of the chunk that the API does not describe.
    OfChunk(String),
    /// A member of its choice that the API does not describe.
    OfChoice(String),
    /// A member of the choice's delta that the API does not describe.
    OfDelta(String),
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
/// Each stream has its own, since every chunk clones the `Arc`: streams on several threads would contend for one count.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) choice: i64,
    pub(crate) field: TextField,
    /// The chunks have content filter results, which are those of the shape.
    pub(crate) has_filter_results: bool,
    pub(crate) shape: Arc<Shape>,
}

/// A chunk without the values that may differ. Streams of chat completions share it.
#[derive(Debug, PartialEq)]
pub(crate) struct Shape {
    /// The JSON of the chunks; `None` for events of the Responses API.
    pub(crate) pattern: Option<Pattern>,
    pub(crate) others: Vec<Other>,
    pub(crate) update: StreamingChatCompletionsUpdate,
}

impl PlainDelta {
    /// Creates a delta of a text within the JSON of an event of another API.
    pub(crate) fn of_event(text: &str, json: &[u8], template: Arc<Template>) -> Self {
        let start = (text.as_ptr() as usize).wrapping_sub(json.as_ptr() as usize);
        let place = start..start.saturating_add(text.len());
        let is_within = json.get(place.clone()).is_some_and(|bytes| std::ptr::eq(bytes.as_ptr(), text.as_ptr()));
        let text = if is_within { PlainText::At(place) } else { PlainText::Unescaped(text.into()) };
        Self { text, rest: None, template }
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
        let shape = &*self.template.shape;
        let mut update = Box::new(shape.update.clone());
        let values = shape.pattern.as_ref().map(|pattern| {
            pattern.read(json, |member, found, _| {
                let within_quotes = || string(json, found.start + 1..found.end - 1);
                match member {
                    Member::Text | Member::Index | Member::Other(_) => {}
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
        if let Some(rest) = &self.rest {
            rest.add_to(&mut update, shape);
        }
        update
    }
}

fn string(json: &[u8], place: Range<usize>) -> &str {
    json.get(place).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
}
