//! Reads chunks that differ from an earlier chunk of their stream in little but the text, without decoding them.
//!
//! Nearly all chunks of a stream have the same members with the same values, except for the text. A [`Template`] is the JSON
//! of such a chunk, split at the few values that may differ. JSON with the same bytes around other values of the same types
//! is also valid, and decodes to the same chunk except for these values. There is no list of known members that a refresh of
//! the document could invalidate: a template is created from a chunk that serde_json has decoded, and a later chunk with
//! anything else that is new does not match and is decoded too.

#[cfg(any(test, fuzzing))]
pub(crate) mod differential;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::chat::accumulate::{PADDING, TextField};
use crate::chat::pattern::{Member, Pattern};
use crate::chat::stream::reading::ERROR;
use crate::chat::{PlainDelta, PlainText as Text, Shape, Template};
use crate::models::{StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate};

/// Maximum number of templates of a stream. Most streams need one for each choice.
const MAX_TEMPLATES: usize = 4;
/// Maximum number of consecutive chunks that become templates without a match. After that, all chunks are decoded.
const MAX_ATTEMPTS: u8 = 16;
/// Maximum number of shapes that new streams look for.
const MAX_SHARED: usize = 32;

/// The templates of a stream.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    /// The last one first.
    known: [Option<Arc<Template>>; MAX_TEMPLATES],
    attempts: u8,
}

impl Templates {
    /// Reads a chunk that matches a template.
    pub(crate) fn read(&mut self, json: &[u8]) -> Option<PlainDelta> {
        let delta = self.known.iter().flatten().find_map(|template| read_plain(template, json))?;
        self.attempts = 0;
        Some(delta)
    }

    /// Creates a template of a decoded chunk, if it can be one. The chunk must have just been added to the response.
    pub(crate) fn learn(&mut self, update: &StreamingChatCompletionsUpdate, json: &[u8], is_single_choice: bool) {
        let is_candidate = self.attempts < MAX_ATTEMPTS && may_be_plain(update);
        self.attempts += u8::from(is_candidate);
        let template = if is_candidate { Template::new(json, is_single_choice) } else { None };
        let mut known = std::mem::take(&mut self.known).into_iter().flatten().collect::<Vec<_>>();
        // An older template must not undo what this chunk has changed: unknown members, or the filter results of a choice.
        known.retain(|known| template.as_ref().is_some_and(|template| known.is_independent_of(template)));
        let known = template.map(Arc::new).into_iter().chain(known);
        self.known.iter_mut().zip(known).for_each(|(place, template)| *place = Some(template));
    }
}

/// A cheap check that excludes most other chunks; [`Template::new`] decides.
fn may_be_plain(update: &StreamingChatCompletionsUpdate) -> bool {
    let [choice] = update.choices.as_deref().unwrap_or_default() else { return false };
    let has_text = |delta: &StreamingChatResponseMessageUpdate| {
        delta.content.is_some() || delta.any_reasoning().is_some() || arguments_of(delta).is_some()
    };
    update.usage.is_none() && choice.logprobs.is_none() && choice.delta.as_ref().is_some_and(has_text)
}

/// Returns the arguments of the only tool call of a delta, if the call was started by an earlier chunk.
fn arguments_of(delta: &StreamingChatResponseMessageUpdate) -> Option<&String> {
    let [call] = delta.tool_calls.as_deref()? else { return None };
    let function = call.function.as_ref()?;
    let is_unnamed = [&call.id, &function.name].iter().all(|text| text.as_ref().is_none_or(String::is_empty));
    function.arguments.as_ref().filter(|_| is_unnamed && call.extra.is_empty() && function.extra.is_empty())
}

impl Template {
    /// Creates the template of a chunk that would change only the text of the response if it were added again.
    fn new(json: &[u8], is_single_choice: bool) -> Option<Self> {
        let mut update: StreamingChatCompletionsUpdate = serde_json::from_str(std::str::from_utf8(json).ok()?).ok()?;
        let [choice] = update.choices.as_deref()? else { return None };
        let delta = choice.delta.as_ref()?;
        let some = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let field = match [&delta.reasoning_content, &delta.reasoning, &delta.content].map(some) {
            [false, false, false] if arguments_of(delta).is_some() => TextField::Arguments,
            [false, false, _] if delta.content.is_some() => TextField::Content,
            [true, false, false] => TextField::ReasoningContent,
            [false, true, false] => TextField::Reasoning,
            _ => return None,
        };
        if !is_repeatable(update.clone(), field) || ERROR.find(json).is_some() {
            return None;
        }
        let Raw { id, created, obfuscation, choices, .. } = serde_json::from_slice(json).ok()?;
        let [Raw { index: raw_index, delta: raw_delta, .. }] = read(choices)?;
        let raw_delta: Raw<'_> = read(raw_delta)?;
        let text = match field {
            TextField::Content => raw_delta.content,
            TextField::ReasoningContent => raw_delta.reasoning_content,
            TextField::Reasoning => raw_delta.reasoning,
            TextField::Arguments => {
                let [call]: [Raw<'_>; 1] = read(raw_delta.tool_calls)?;
                read::<Raw<'_>>(call.function)?.arguments
            }
        };
        let has_id = update.id.as_ref().is_some_and(|id| !id.is_empty());
        let values = [
            (Member::Text, Some(text?)),
            (Member::Id, id.filter(|_| has_id)),
            (Member::Number, created.filter(|_| update.created > Some(0))),
            (Member::Index, raw_index.filter(|_| is_single_choice)),
            (Member::Padding, obfuscation.filter(|raw| raw.get().starts_with('"'))),
        ];
        let pattern = Pattern::new(json, values)?;
        // The shape has none of these values, so that it is the same for all streams.
        update.id.take_if(|_| values[1].1.is_some());
        update.created.take_if(|_| values[2].1.is_some());
        if values[4].1.is_some() {
            update.extra.remove(PADDING);
        }
        let [choice] = update.choices.as_deref_mut()? else { return None };
        if is_single_choice {
            // It is the first, whatever its index.
            choice.index = Some(0);
        }
        *field.of(choice.delta.get_or_insert_default()) = Some(String::new());
        let (choice, has_filter_results) = (choice.index.unwrap_or_default(), choice.content_filter_results.is_some());
        let shape = share(Shape { update, pattern: Some(pattern) });
        Some(Self { choice, field, has_filter_results, shape })
    }

    /// Whether a chunk of either template still adds only text after a chunk of the other.
    fn is_independent_of(&self, other: &Self) -> bool {
        let updates = [&self.shape.update, &other.shape.update];
        let [Some([own]), Some([others])] = updates.map(|update| update.choices.as_deref()) else { return false };
        let mut extras = [&updates[0].extra, &own.extra, &updates[1].extra, &others.extra].into_iter();
        extras.all(|extra| extra.is_empty())
            && (self.choice != other.choice || own.content_filter_results == others.content_filter_results)
    }
}

/// Reads a chunk, if it matches the template.
fn read_plain(template: &Arc<Template>, json: &[u8]) -> Option<PlainDelta> {
    let mut text = None;
    template.shape.pattern.as_ref()?.read(json, |member, found, has_escapes| {
        match member {
            Member::Text if has_escapes => {
                text = Some(Text::Unescaped(serde_json::from_slice(&json[found]).ok()?));
            }
            Member::Text => text = Some(Text::At(found.start + 1..found.end - 1)),
            _ if has_escapes => return None,
            _ => {}
        }
        Some(())
    })?;
    Some(PlainDelta { text: text?, template: Arc::clone(template) })
}

/// Returns the shape of another stream, if there is an equal one. A program may have thousands of streams and read another one
/// with each poll; then a shape per stream would fill its caches.
fn share(shape: Shape) -> Arc<Shape> {
    static SHARED: Mutex<Vec<Weak<Shape>>> = Mutex::new(Vec::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = shared.iter().filter_map(Weak::upgrade).find(|known| **known == shape) {
        return known;
    }
    let shape = Arc::new(shape);
    shared.retain(|known| known.strong_count() > 0);
    if shared.len() == MAX_SHARED {
        shared.remove(0);
    }
    shared.push(Arc::downgrade(&shape));
    shape
}

/// Whether a chunk changes nothing but text when it is added again. Everything but a few known fields must be empty, so that a
/// field which a refresh of the document adds is never overlooked.
fn is_repeatable(mut update: StreamingChatCompletionsUpdate, field: TextField) -> bool {
    let [choice] = update.choices.as_deref_mut().unwrap_or_default() else { return false };
    let Some(mut delta) = choice.delta.take() else { return false };
    (delta.role, delta.content, delta.reasoning_content, delta.reasoning) = (None, None, None, None);
    delta.tool_calls.take_if(|calls| calls.is_empty() || field == TextField::Arguments);
    if delta.extra.values().all(serde_json::Value::is_null) {
        delta.extra = Default::default();
    }
    (choice.index, choice.content_filter_results, choice.extra) = (None, None, Default::default());
    choice.finish_reason.take_if(|reason| reason.as_str().is_empty());
    let is_empty = delta == Default::default() && *choice == Default::default();
    (update.id, update.object, update.created, update.model) = (None, None, None, None);
    (update.system_fingerprint, update.service_tier, update.choices) = (None, None, None);
    update.extra = Default::default();
    is_empty && update == Default::default()
}

/// The members of a chunk, or of an object in it, as JSON.
#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    created: Option<&'a RawValue>,
    #[serde(borrow)]
    obfuscation: Option<&'a RawValue>,
    #[serde(borrow)]
    choices: Option<&'a RawValue>,
    #[serde(borrow)]
    index: Option<&'a RawValue>,
    #[serde(borrow)]
    delta: Option<&'a RawValue>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    reasoning: Option<&'a RawValue>,
    #[serde(borrow)]
    reasoning_content: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_calls: Option<&'a RawValue>,
    #[serde(borrow)]
    function: Option<&'a RawValue>,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

fn read<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}
