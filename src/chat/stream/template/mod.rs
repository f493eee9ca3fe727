//! Reads chunks that differ from an earlier chunk of their stream in little but the text, without decoding them.
//!
//! Nearly all chunks of a stream have the same members with the same values, except for the text. A [`Template`] is the JSON
//! of such a chunk, split at the few values that may differ. JSON with the same bytes around other strings and integers there
//! is also valid, and decodes to the same chunk except for these values. [Others](Other) may have any type, and are decoded
//! alone. There is no list of known members that a refresh of the document could invalidate: a template is created from a
//! chunk that serde_json has decoded, and a later chunk with anything else that is new does not match and is decoded too.

#[cfg(any(test, fuzzing))]
pub(crate) mod differential;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::chat::accumulate::{Accumulator, PADDING, TextField};
use crate::chat::pattern::{Member, Pattern};
use crate::chat::stream::reading::ERROR;
use crate::chat::{Other, PlainDelta, PlainText as Text, Rest, Shape, Template};
use crate::models::{StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate};

/// Maximum number of templates of a stream. Most streams need one for each choice.
const MAX_TEMPLATES: usize = 4;
/// Maximum number of consecutive chunks that become templates without a match. After that, all chunks are decoded.
const MAX_ATTEMPTS: u8 = 16;
/// Maximum number of shapes in which a new template looks for its own.
const MAX_SHARED: usize = 32;
/// Maximum number of members of the chunk and its choice that the API does not describe and that may differ.
const MAX_VARYING: usize = 2;
/// Maximum number of categories of content filter results. All are compared when results change.
const MAX_CATEGORIES: usize = 32;
/// Maximum number of lists and objects in a value that is decoded alone, so that it is not nested more deeply than serde_json
/// allows in a chunk (128).
const MAX_NESTED: usize = 100;

/// The templates of a stream.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    /// The newest first.
    known: [Option<Arc<Template>>; MAX_TEMPLATES],
    attempts: u8,
    /// Members that the API does not describe and whose values have differed, such as timings.
    varying: Vec<Other>,
}

impl Templates {
    /// Reads a chunk that matches a template.
    pub(crate) fn read(&mut self, json: &[u8]) -> Option<PlainDelta> {
        let delta = self.known.iter().flatten().find_map(|template| read_plain(template, json))?;
        self.attempts = 0;
        Some(delta)
    }

    /// Creates a template of a decoded chunk, if it can be one. The chunk must have just been added to the response.
    pub(crate) fn learn(
        &mut self,
        update: &StreamingChatCompletionsUpdate,
        json: &[u8],
        is_single_choice: bool,
        response: &Accumulator,
    ) {
        let is_candidate = self.attempts < MAX_ATTEMPTS && may_be_plain(update);
        self.attempts += u8::from(is_candidate);
        let template = if is_candidate { self.template(update, json, is_single_choice) } else { None };
        let mut known = std::mem::take(&mut self.known).into_iter().flatten().collect::<Vec<_>>();
        // After this one, chunks of an older template may no longer be without effect.
        let has_results = update.choices.iter().flatten().any(|choice| choice.content_filter_results.is_some());
        known
            .retain(|known| known.is_independent_of(update) && (!has_results || response.has_filter_results_of(known)));
        let known = template.map(Arc::new).into_iter().chain(known);
        self.known.iter_mut().zip(known).for_each(|(place, template)| *place = Some(template));
    }

    /// Creates a template of a chunk. Unknown members whose values differ from those of the last template may differ.
    fn template(
        &mut self,
        update: &StreamingChatCompletionsUpdate,
        json: &[u8],
        is_single_choice: bool,
    ) -> Option<Template> {
        if let Some(last) = &self.known[0] {
            let [own, new] = [&last.shape.update, update];
            let of_chunk = differing(&own.extra, &new.extra).filter(|name| name != PADDING).map(Other::OfChunk);
            let choices = own.choices.iter().flatten().zip(new.choices.iter().flatten());
            let of_choice = choices.flat_map(|(own, new)| differing(&own.extra, &new.extra)).map(Other::OfChoice);
            // The newest first: an older one may have differed only once.
            self.varying.splice(0..0, of_chunk.chain(of_choice));
            self.varying.truncate(MAX_VARYING);
        }
        Template::new(json, is_single_choice, &self.varying)
    }
}

/// Returns the names of the members that both objects have, with different values.
fn differing(own: &Map<String, Value>, new: &Map<String, Value>) -> impl Iterator<Item = String> {
    own.iter().filter(|(name, value)| new.get(*name).is_some_and(|new| new != *value)).map(|(name, _)| name.clone())
}

/// A cheap check that excludes most other chunks; [`Template::new`] decides.
fn may_be_plain(update: &StreamingChatCompletionsUpdate) -> bool {
    let [choice] = update.choices.as_deref().unwrap_or_default() else { return false };
    let has_text = |delta: &StreamingChatResponseMessageUpdate| {
        delta.content.is_some() || delta.any_reasoning().is_some() || arguments_of(delta).is_some()
    };
    choice.delta.as_ref().is_some_and(has_text)
}

/// Returns the arguments of the only tool call of a delta, if the call was started by an earlier chunk.
fn arguments_of(delta: &StreamingChatResponseMessageUpdate) -> Option<&String> {
    let [call] = delta.tool_calls.as_deref()? else { return None };
    let function = call.function.as_ref()?;
    let is_unnamed = [&call.id, &function.name].iter().all(|text| text.as_ref().is_none_or(String::is_empty));
    function.arguments.as_ref().filter(|_| is_unnamed && call.extra.is_empty() && function.extra.is_empty())
}

impl Template {
    /// Creates the template of a chunk that would change nothing but text and [`Other`] members if it were added again. Those
    /// of `varying` are among them.
    fn new(json: &[u8], is_single_choice: bool, varying: &[Other]) -> Option<Self> {
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
        let categories = choice.content_filter_results.as_ref().map_or(0, |results| results.findings().len());
        if !is_repeatable(update.clone(), field) || categories > MAX_CATEGORIES || ERROR.find(json).is_some() {
            return None;
        }
        let chunk: Members<'_> = serde_json::from_slice(json).ok()?;
        let [raw_choice]: [Members<'_>; 1] = read(chunk.get("choices"))?;
        let raw_delta: Members<'_> = read(raw_choice.get("delta"))?;
        let text = match field {
            TextField::Content => raw_delta.get("content").copied(),
            TextField::ReasoningContent => raw_delta.get("reasoning_content").copied(),
            TextField::Reasoning => raw_delta.get("reasoning").copied(),
            TextField::Arguments => {
                let [call]: [Members<'_>; 1] = read(raw_delta.get("tool_calls"))?;
                let function: Members<'_> = read(call.get("function"))?;
                function.get("arguments").copied()
            }
        };
        let raw_of = |member: &Other| match member {
            Other::Usage => chunk.get("usage").copied(),
            Other::Logprobs => raw_choice.get("logprobs").copied(),
            Other::OfChunk(name) => chunk.get(name).copied(),
            Other::OfChoice(name) => raw_choice.get(name).copied(),
            Other::OfDelta(name) => raw_delta.get(name).copied(),
        };
        let mut others = varying.to_vec();
        others.extend(update.usage.is_some().then_some(Other::Usage));
        others.extend(choice.logprobs.is_some().then_some(Other::Logprobs));
        let of_delta = delta.extra.iter().filter(|(_, value)| !value.is_null());
        others.extend(of_delta.map(|(name, _)| Other::OfDelta(name.clone())));
        others.retain(|member| raw_of(member).is_some());
        let has_id = update.id.as_ref().is_some_and(|id| !id.is_empty());
        let id = chunk.get("id").copied().filter(|_| has_id);
        let created = chunk.get("created").copied().filter(|_| update.created > Some(0));
        let index = raw_choice.get("index").copied().filter(|_| is_single_choice);
        let padding = chunk.get(PADDING).copied().filter(|raw| raw.get().starts_with('"'));
        let mut values = vec![
            (Member::Text, Some(text?)),
            (Member::Id, id),
            (Member::Number, created),
            (Member::Index, index),
            (Member::Padding, padding),
        ];
        let numbers = 0..u8::try_from(others.len()).ok()?;
        values.extend(numbers.zip(&others).map(|(number, member)| (Member::Other(number), raw_of(member))));
        let pattern = Pattern::new(json, values)?;
        // The shape has none of these values, so that it is the same for all streams.
        update.id.take_if(|_| id.is_some());
        update.created.take_if(|_| created.is_some());
        padding.and_then(|_| update.extra.remove(PADDING));
        update.usage = None;
        let [choice] = update.choices.as_deref_mut()? else { return None };
        choice.logprobs = None;
        for member in &others {
            match member {
                Other::Usage | Other::Logprobs => None,
                Other::OfChunk(name) => update.extra.remove(name),
                Other::OfChoice(name) => choice.extra.remove(name),
                Other::OfDelta(name) => choice.delta.as_mut()?.extra.remove(name),
            };
        }
        if is_single_choice {
            // It is the first, whatever its index.
            choice.index = Some(0);
        }
        *field.of(choice.delta.get_or_insert_default()) = Some(String::new());
        let (choice, has_filter_results) = (choice.index.unwrap_or_default(), choice.content_filter_results.is_some());
        let shape = share(Shape { update, pattern: Some(pattern), others });
        Some(Self { choice, field, has_filter_results, shape })
    }

    /// Whether a chunk of the template still changes nothing but what may differ after another chunk was added.
    fn is_independent_of(&self, update: &StreamingChatCompletionsUpdate) -> bool {
        let [own] = self.shape.update.choices.as_deref().unwrap_or_default() else { return false };
        let are_kept = |own: &Map<String, Value>, new: &Map<String, Value>| differing(own, new).next().is_none();
        are_kept(&self.shape.update.extra, &update.extra)
            && update.choices.iter().flatten().all(|new| are_kept(&own.extra, &new.extra))
    }
}

/// Reads a chunk, if it matches the template.
fn read_plain(template: &Arc<Template>, json: &[u8]) -> Option<PlainDelta> {
    let (mut text, mut rest) = (None, None::<Box<Rest>>);
    template.shape.pattern.as_ref()?.read(json, |member, found, has_escapes| {
        match member {
            // Such a chunk is searched for an error, whose key may have escapes.
            Member::Text | Member::Id | Member::Padding if json[found.clone()] == *br#""error""# => return None,
            Member::Text if has_escapes => {
                text = Some(Text::Unescaped(serde_json::from_slice(&json[found]).ok()?));
            }
            Member::Text => text = Some(Text::At(found.start + 1..found.end - 1)),
            Member::Other(number) => {
                read_other(&template.shape, number, &json[found], &mut rest)?;
            }
            _ if has_escapes => return None,
            _ => {}
        }
        Some(())
    })?;
    Some(PlainDelta { text: text?, rest, template: Arc::clone(template) })
}

/// Not inlined, since most templates have no such values.
#[inline(never)]
fn read_other(shape: &Shape, number: u8, json: &[u8], rest: &mut Option<Box<Rest>>) -> Option<()> {
    if ERROR.find(json).is_some() || memchr::memchr2_iter(b'[', b'{', json).count() > MAX_NESTED {
        return None;
    }
    rest.get_or_insert_default().read(shape, number, json)
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

/// Whether a chunk changes nothing but text and [`Other`] members when it is added again. Everything but a few known fields
/// must be empty, so that a field which a refresh of the document adds is never overlooked.
fn is_repeatable(mut update: StreamingChatCompletionsUpdate, field: TextField) -> bool {
    let [choice] = update.choices.as_deref_mut().unwrap_or_default() else { return false };
    let Some(mut delta) = choice.delta.take() else { return false };
    (delta.role, delta.content, delta.reasoning_content, delta.reasoning) = (None, None, None, None);
    delta.tool_calls.take_if(|calls| calls.is_empty() || field == TextField::Arguments);
    delta.extra = Default::default();
    delta.annotations.take_if(|annotations| annotations.is_empty());
    delta.refusal.take_if(|refusal| refusal.is_empty());
    (choice.index, choice.content_filter_results, choice.logprobs) = (None, None, None);
    choice.extra = Default::default();
    choice.finish_reason.take_if(|reason| reason.as_str().is_empty());
    let is_empty = delta == Default::default() && *choice == Default::default();
    (update.id, update.object, update.created, update.model) = (None, None, None, None);
    (update.system_fingerprint, update.service_tier, update.choices) = (None, None, None);
    (update.usage, update.extra) = (None, Default::default());
    is_empty && update == Default::default()
}

/// The members of an object, as JSON.
type Members<'a> = HashMap<String, &'a RawValue>;

fn read<'a, T: Deserialize<'a>>(raw: Option<&&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}
