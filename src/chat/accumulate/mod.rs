//! Accumulates the chunks of a stream into the whole response.

mod calls;
mod choice;
mod extra;
#[cfg(test)]
mod tests;

use self::choice::{Choice, extend, keep_first};
pub(crate) use self::extra::PADDING;
use self::extra::{keep_last, keep_last_value, merge_value};
use crate::chat::{Other, PlainDelta, Rest, Template};
use crate::models::{
    ChatChoice, ChatCompletions, CompletionsUsage, StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate,
    StreamingChatResponseMessageUpdate, StreamingChatResponseToolCallUpdate,
};

/// Maximum number of choices, and of tool calls and content filter results of one choice. Each chunk searches all of them, so
/// time would grow quadratically.
const MAX_PARTS: usize = 1024;
/// Maximum number of JSON values in fields that the API does not describe. Each value takes more memory than its bytes.
const MAX_EXTRA_VALUES: usize = 1 << 20;

/// Whether a single chunk has too many choices, tool calls or content filter results.
pub(crate) fn has_too_many_values(chunk: &StreamingChatCompletionsUpdate) -> bool {
    let choices = chunk.choices.as_deref().unwrap_or_default();
    let calls = |choice: &StreamingChatChoiceUpdate| choice.delta.as_ref()?.tool_calls.as_ref().map(Vec::len);
    let results = |choice: &StreamingChatChoiceUpdate| Some(choice.content_filter_results.as_ref()?.findings().len());
    let mut parts = choices.iter().filter_map(calls).chain(choices.iter().filter_map(results));
    choices.len() > MAX_PARTS || parts.any(|parts| parts > MAX_PARTS)
}

/// A text field of a delta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Content,
    Reasoning,
    ReasoningContent,
    /// The arguments of the only tool call of the chunk.
    Arguments,
}

impl TextField {
    /// Returns this field of a delta, and inserts a tool call for `Arguments` if there is none.
    pub(crate) fn of(self, delta: &mut StreamingChatResponseMessageUpdate) -> &mut Option<String> {
        match self {
            Self::Content => &mut delta.content,
            Self::Reasoning => &mut delta.reasoning,
            Self::ReasoningContent => &mut delta.reasoning_content,
            Self::Arguments => {
                let calls = delta.tool_calls.get_or_insert_default();
                if calls.is_empty() {
                    calls.push(StreamingChatResponseToolCallUpdate::default());
                }
                &mut calls[0].function.get_or_insert_default().arguments
            }
        }
    }
}

/// Accumulates the chunks of a streamed chat completion into the response that the service would have returned without
/// streaming.
///
/// Chunks of several choices may be interleaved. Fragments of tool calls are joined by index, else by id, else in order; a
/// fragment without a name never starts a call. Any chunk may have the usage; the last one is kept. Fields that the API
/// does not describe are kept too: strings are concatenated, lists appended, and other values replaced.
///
/// ```
/// use azure_inference::{Accumulator, Chunk};
///
/// let mut accumulator = Accumulator::default();
/// for json in [
///     r#"{"model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "About "}}]}"#,
///     r#"{"model": "m", "choices": [{"index": 0, "delta": {"content": "7,000"}, "finish_reason": "stop"}]}"#,
/// ] {
///     accumulator.push(Chunk::from_json(json)?.update());
/// }
/// let choices = accumulator.into_completions().choices.unwrap();
/// assert_eq!(choices[0].message.as_ref().unwrap().content.as_deref(), Some("About 7,000"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[repr(C)]
pub struct Accumulator {
    /// Whether any choice has been received.
    has_begun: bool,
    /// The choice that was received first. Inline, since most responses have no other: a program may have thousands of streams,
    /// so what every chunk changes is in few cache lines.
    first: Choice,
    /// The other choices, ordered by index.
    others: Vec<Choice>,
    /// The number of JSON values in unknown fields so far.
    extra_values: usize,
    /// The response without its choices.
    completions: ChatCompletions,
}

impl Accumulator {
    /// Adds a chunk.
    pub fn push(&mut self, chunk: &StreamingChatCompletionsUpdate) {
        let whole = &mut self.completions;
        keep_first(&mut whole.id, &chunk.id);
        keep_first(&mut whole.model, &chunk.model);
        keep_first(&mut whole.system_fingerprint, &chunk.system_fingerprint);
        keep_first(&mut whole.service_tier, &chunk.service_tier);
        whole.created = whole.created.filter(|created| *created != 0).or(chunk.created).or(whole.created);
        extend(&mut whole.prompt_filter_results, &chunk.prompt_filter_results);
        extend(&mut whole.prompt_annotations, &chunk.prompt_annotations);
        keep_last(&mut whole.extra, &chunk.extra, &mut self.extra_values);
        chunk.usage.iter().for_each(|usage| self.push_usage(usage));
        for (position, update) in chunk.choices.iter().flatten().enumerate() {
            let (choice, extra_values) = self.choice(update.index.unwrap_or(position as i64));
            choice.push(update, extra_values);
        }
    }

    fn push_usage(&mut self, usage: &CompletionsUsage) {
        let whole = &mut self.completions.usage;
        // An empty object does not replace a usage that has been reported.
        if whole.is_none() || *usage != CompletionsUsage::default() {
            *whole = Some(usage.clone());
        }
    }

    /// Adds a chunk that was read with a template, given its JSON.
    pub(crate) fn push_plain(&mut self, chunk: &PlainDelta, json: &[u8]) {
        let (template, text) = (&chunk.template, chunk.text(json));
        if let Some(rest) = &chunk.rest {
            self.push_rest(rest, template);
        }
        let (choice, extra_values) = self.choice(template.choice);
        let whole = match template.field {
            TextField::Content => &mut choice.content,
            TextField::Reasoning => &mut choice.message.reasoning,
            TextField::ReasoningContent => &mut choice.message.reasoning_content,
            TextField::Arguments => {
                let deltas = template.shape.update.choices.iter().flatten().filter_map(|choice| choice.delta.as_ref());
                let calls = deltas.filter_map(|delta| delta.tool_calls.as_deref());
                return calls.for_each(|calls| choice.calls.push(calls, Some(text), extra_values));
            }
        };
        whole.get_or_insert_default().push_str(text);
    }

    /// Adds what a chunk that was read with a template has besides its text.
    fn push_rest(&mut self, rest: &Rest, template: &Template) {
        rest.usage.iter().for_each(|usage| self.push_usage(usage));
        for (number, value) in &rest.extra {
            match &template.shape.others[usize::from(*number)] {
                Other::OfChunk(name) => {
                    keep_last_value(&mut self.completions.extra, name, value, &mut self.extra_values);
                }
                Other::OfChoice(name) => {
                    let (choice, extra_values) = self.choice(template.choice);
                    keep_last_value(&mut choice.rest.extra, name, value, extra_values);
                }
                Other::OfDelta(name) => {
                    let (choice, extra_values) = self.choice(template.choice);
                    merge_value(&mut choice.message.extra, name, value, extra_values);
                }
                Other::Usage | Other::Logprobs => {}
            }
        }
        if let Some(logprobs) = &rest.logprobs {
            let (choice, extra_values) = self.choice(template.choice);
            choice.push_logprobs(logprobs, extra_values);
        }
    }

    /// Returns the number of JSON values in unknown fields so far.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn extra_values(&self) -> usize {
        self.extra_values
    }

    /// Whether the content filter results of a template would change nothing if they were added again.
    pub(crate) fn has_filter_results_of(&self, template: &Template) -> bool {
        let mut updates = template.shape.update.choices.iter().flatten();
        let Some(own) = updates.find_map(|choice| choice.content_filter_results.as_ref()) else { return true };
        let mut choices = self.choices().filter(|choice| choice.index == template.choice);
        choices.any(|choice| choice.rest.content_filter_results.as_ref().is_some_and(|whole| whole.includes(own)))
    }

    /// Returns the model that responds, once a chunk has named it.
    pub(crate) fn model(&self) -> Option<&str> {
        self.completions.model.as_deref()
    }

    /// Whether any choice has been received.
    pub(crate) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Whether the response has too many choices, tool calls or content filter results of one choice, or values in unknown
    /// fields.
    pub(crate) fn has_too_many_values(&self) -> bool {
        self.extra_values > MAX_EXTRA_VALUES
            || self.others.len() >= MAX_PARTS
            || self.choices().any(Choice::has_too_many_values)
    }

    /// Moves the text of a choice so far to its reasoning, after a closing `</think>` without an opening one.
    pub(crate) fn text_was_reasoning(&mut self, index: i64) {
        let choice = self.choice(index).0;
        if let Some(text) = choice.content.take() {
            choice.message.reasoning_in_content.get_or_insert_default().push_str(&text);
        }
    }

    /// Whether a choice has text.
    pub(crate) fn has_text(&self, index: i64) -> bool {
        let mut choices = self.choices().filter(|choice| choice.index == index);
        choices.any(|choice| choice.content.as_ref().is_some_and(|text| !text.is_empty()))
    }

    /// Whether any choice has a finish reason.
    pub(crate) fn has_finish_reason(&self) -> bool {
        self.choices().any(|choice| choice.rest.finish_reason.is_some())
    }

    /// Returns the id, name and arguments so far of each tool call of a choice, in the order in which they started.
    pub(crate) fn calls(&self, choice: i64) -> impl Iterator<Item = (&str, &str, &str)> {
        self.choices().filter(move |found| found.index == choice).flat_map(|choice| choice.calls.iter())
    }

    /// Converts this into the response, which may be partial.
    pub fn into_completions(mut self) -> ChatCompletions {
        if self.has_begun {
            let position = self.others.partition_point(|choice| choice.index < self.first.index);
            self.others.insert(position, self.first);
        }
        let choices = self.others.into_iter().map(|mut choice| {
            (choice.message.content, choice.message.tool_calls) = (choice.content, choice.calls.finish());
            ChatChoice { index: Some(choice.index), message: Some(choice.message), ..choice.rest }
        });
        self.completions.choices = Some(choices.collect());
        self.completions.object = Some("chat.completion".to_owned());
        self.completions
    }

    fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.has_begun.then_some(&self.first).into_iter().chain(&self.others)
    }

    fn choice(&mut self, index: i64) -> (&mut Choice, &mut usize) {
        if !std::mem::replace(&mut self.has_begun, true) {
            self.first.index = index;
        }
        let choice = if self.first.index == index { &mut self.first } else { of_index(&mut self.others, index) };
        (choice, &mut self.extra_values)
    }
}

/// Returns the choice with this index, which it inserts if there is none.
fn of_index(choices: &mut Vec<Choice>, index: i64) -> &mut Choice {
    let position = choices.binary_search_by_key(&index, |choice| choice.index).unwrap_or_else(|position| {
        choices.insert(position, Choice { index, ..Choice::default() });
        position
    });
    &mut choices[position]
}
