//! Reads chunks that differ from an earlier one of their stream in little but the text, without decoding them.
//!
//! Nearly all chunks of a stream have the same members with the same values, but for a piece of text. A [`Template`] is the
//! JSON of such a chunk, cut at the few values that may differ. JSON with the same bytes around other values of the same
//! type is as valid, and means the same but for these values. There is no list of known members that a refresh of the
//! document could make untrue: a template comes from a chunk that serde_json has decoded, and whatever is new in a later
//! chunk makes it another one, which serde_json decodes again.

#[cfg(any(test, fuzzing))]
pub(crate) mod differential;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::chat::accumulate::TextField;
use crate::chat::pattern::{Kind, Pattern};
use crate::chat::{PlainDelta, PlainText as Text};
use crate::models::{StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate};
use crate::stream::broken::ERROR;

/// The most templates of a stream: mostly one a choice.
const MAX_TEMPLATES: usize = 4;
/// The most bytes of a template, which has all of a chunk but its text.
const MAX_SIZE: usize = 16 << 10;
/// How many chunks in a row are tried as templates before a stream is taken to be all different ones.
const MAX_ATTEMPTS: u8 = 16;

/// The templates of a stream.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    known: Vec<Template>,
    attempts: u8,
}

impl Templates {
    /// Reads a chunk that is like an earlier one.
    pub(crate) fn read(&mut self, json: &[u8]) -> Option<PlainDelta> {
        let delta = self.known.iter().find_map(|template| template.read(json))?;
        self.attempts = 0;
        Some(delta)
    }

    /// Makes a template of a chunk that was decoded, if it is one; the chunk has just been added to the response.
    pub(crate) fn learn(&mut self, update: &StreamingChatCompletionsUpdate, json: &[u8], is_single_choice: bool) {
        let is_tried = self.attempts < MAX_ATTEMPTS && may_be_plain(update);
        self.attempts += u8::from(is_tried);
        let template = if is_tried { Template::new(json, is_single_choice) } else { None };
        // What another chunk has said since must not be undone: unknown members, and what the filter found in a choice.
        self.known.retain(|known| template.as_ref().is_some_and(|template| known.is_beside(template)));
        if self.known.len() == MAX_TEMPLATES {
            self.known.remove(0);
        }
        self.known.extend(template);
    }
}

/// A quick look that spares most other chunks more; [`Template::new`] decides.
fn may_be_plain(update: &StreamingChatCompletionsUpdate) -> bool {
    let [choice] = update.choices.as_deref().unwrap_or_default() else { return false };
    let has_text = |delta: &StreamingChatResponseMessageUpdate| {
        delta.content.is_some() || delta.any_reasoning().is_some() || arguments_of(delta).is_some()
    };
    update.usage.is_none() && choice.logprobs.is_none() && choice.delta.as_ref().is_some_and(has_text)
}

/// The arguments of the only tool call of a delta, if it is known from an earlier chunk.
fn arguments_of(delta: &StreamingChatResponseMessageUpdate) -> Option<&String> {
    let [call] = delta.tool_calls.as_deref()? else { return None };
    let function = call.function.as_ref()?;
    let names_nothing = [&call.id, &function.name].iter().all(|text| text.as_ref().is_none_or(String::is_empty));
    function.arguments.as_ref().filter(|_| names_nothing && call.extra.is_empty() && function.extra.is_empty())
}

/// The JSON of a chunk, cut at the values that may differ.
#[derive(Debug)]
struct Template {
    pattern: Pattern,
    update: Arc<StreamingChatCompletionsUpdate>,
    is_single_choice: bool,
    field: TextField,
}

impl Template {
    /// The template of a chunk which could be added to the response once more and would change nothing but its text.
    fn new(json: &[u8], is_single_choice: bool) -> Option<Self> {
        let update: StreamingChatCompletionsUpdate = serde_json::from_str(std::str::from_utf8(json).ok()?).ok()?;
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
        if update != without_news(&update, choice, delta, field) || ERROR.find(json).is_some() {
            return None;
        }
        let Shape { id, created, obfuscation, choices: [choice_shape] } = serde_json::from_slice(json).ok()?;
        let text = match field {
            TextField::Content => choice_shape.delta.content,
            TextField::ReasoningContent => choice_shape.delta.reasoning_content,
            TextField::Reasoning => choice_shape.delta.reasoning,
            TextField::Arguments => {
                let [call] = serde_json::from_str::<[CallShape<'_>; 1]>(choice_shape.delta.tool_calls?.get()).ok()?;
                Some(call.function.arguments)
            }
        };
        if json.len() - text?.get().len() > MAX_SIZE {
            return None;
        }
        let has_id = update.id.as_ref().is_some_and(|id| !id.is_empty());
        let found = [
            (Kind::Text, text),
            (Kind::String, id.filter(|_| has_id)),
            (Kind::Number, created.filter(|_| update.created > Some(0))),
            (Kind::Number, choice_shape.index.filter(|_| is_single_choice)),
            (Kind::String, obfuscation.filter(|raw| raw.get().starts_with('"'))),
        ];
        let pattern = Pattern::new(json, found.into_iter().filter_map(|(kind, raw)| Some((kind, raw?.get()))));
        Some(Self { pattern, update: Arc::new(update), is_single_choice, field })
    }

    fn choice(&self) -> Option<&StreamingChatChoiceUpdate> {
        self.update.choices.as_ref()?.first()
    }

    /// The index of the choice. The only one is the first, whatever index it has.
    fn index(&self) -> i64 {
        self.choice().and_then(|choice| choice.index).filter(|_| !self.is_single_choice).unwrap_or_default()
    }

    /// Whether a chunk of the one repeated after one of the other changes nothing.
    fn is_beside(&self, other: &Self) -> bool {
        let is_known = |template: &Self| {
            template.update.extra.is_empty() && template.choice().is_some_and(|choice| choice.extra.is_empty())
        };
        let results = |template: &Self| Some(template.choice()?.content_filter_results.clone());
        is_known(self) && is_known(other) && (self.index() != other.index() || results(self) == results(other))
    }

    fn read(&self, json: &[u8]) -> Option<PlainDelta> {
        let (mut text, mut is_same) = (None, true);
        self.pattern.read(json, |kind, known, found, has_escapes| {
            match kind {
                Kind::Text if has_escapes => {
                    text = Some(Text::Unescaped(serde_json::from_slice(&json[found]).ok()?));
                }
                Kind::Text => text = Some(Text::At(found.start + 1..found.end - 1)),
                _ if has_escapes => return None,
                _ => is_same &= *known == json[found],
            }
            Some(())
        })?;
        let (choice, field, text, like) = (self.index(), self.field, text?, Arc::clone(&self.update));
        Some(PlainDelta { choice, field, text, like, is_same, is_single_choice: self.is_single_choice })
    }
}

/// The chunk with nothing but what changes nothing where it is said again. It is made anew of a few fields, so that one
/// which the document gains is not among them.
fn without_news(
    update: &StreamingChatCompletionsUpdate,
    choice: &StreamingChatChoiceUpdate,
    delta: &StreamingChatResponseMessageUpdate,
    field: TextField,
) -> StreamingChatCompletionsUpdate {
    let is_empty = delta.extra.values().all(serde_json::Value::is_null);
    let delta = StreamingChatResponseMessageUpdate {
        role: delta.role.clone(),
        content: delta.content.clone(),
        reasoning_content: delta.reasoning_content.clone(),
        reasoning: delta.reasoning.clone(),
        tool_calls: delta.tool_calls.clone().filter(|calls| calls.is_empty() || field == TextField::Arguments),
        extra: if is_empty { delta.extra.clone() } else { Default::default() },
        ..Default::default()
    };
    let choice = StreamingChatChoiceUpdate {
        index: choice.index,
        delta: Some(delta),
        finish_reason: choice.finish_reason.clone().filter(|reason| reason.as_str().is_empty()),
        content_filter_results: choice.content_filter_results.clone(),
        extra: choice.extra.clone(),
        ..Default::default()
    };
    StreamingChatCompletionsUpdate {
        id: update.id.clone(),
        object: update.object.clone(),
        created: update.created,
        model: update.model.clone(),
        system_fingerprint: update.system_fingerprint.clone(),
        service_tier: update.service_tier.clone(),
        choices: Some(vec![choice]),
        extra: update.extra.clone(),
        ..Default::default()
    }
}

/// Where the values stand that may differ.
#[derive(Deserialize)]
struct Shape<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    created: Option<&'a RawValue>,
    #[serde(borrow)]
    obfuscation: Option<&'a RawValue>,
    #[serde(borrow)]
    choices: [ChoiceShape<'a>; 1],
}

#[derive(Deserialize)]
struct ChoiceShape<'a> {
    #[serde(borrow)]
    index: Option<&'a RawValue>,
    #[serde(borrow)]
    delta: DeltaShape<'a>,
}

#[derive(Deserialize)]
struct DeltaShape<'a> {
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    reasoning: Option<&'a RawValue>,
    #[serde(borrow)]
    reasoning_content: Option<&'a RawValue>,
    #[serde(borrow)]
    tool_calls: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct CallShape<'a> {
    #[serde(borrow)]
    function: FunctionShape<'a>,
}

#[derive(Deserialize)]
struct FunctionShape<'a> {
    #[serde(borrow)]
    arguments: &'a RawValue,
}
