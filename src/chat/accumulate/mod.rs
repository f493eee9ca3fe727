//! Accumulates the chunks of a stream into the whole response.

mod calls;
mod extra;

use self::calls::Calls;
pub(crate) use self::extra::PADDING;
use self::extra::{keep_last, keep_last_value, merge, merge_value};
use crate::chat::{Other, PlainDelta, Rest, Template};
use crate::models::{
    ChatChoice, ChatChoiceLogprobs, ChatCompletions, ChatResponseMessage, CompletionsUsage, StreamingChatChoiceUpdate,
    StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate, StreamingChatResponseToolCallUpdate,
    TokenLogprob,
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

#[derive(Clone, Debug, Default)]
#[repr(C)]
struct Choice {
    index: i64,
    /// The content of the message; here, so that most chunks change one cache line.
    content: Option<String>,
    message: ChatResponseMessage,
    calls: Calls,
    rest: ChatChoice,
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

    /// Adds a chunk, given its JSON.
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

impl Choice {
    fn has_too_many_values(&self) -> bool {
        let results = self.rest.content_filter_results.as_ref().map_or(0, |results| results.findings().len());
        self.calls.calls.len() > MAX_PARTS || results > MAX_PARTS
    }

    fn push(&mut self, update: &StreamingChatChoiceUpdate, extra_values: &mut usize) {
        if let Some(delta) = &update.delta {
            let message = &mut self.message;
            append(&mut self.content, &delta.content);
            append(&mut message.reasoning_content, &delta.reasoning_content);
            append(&mut message.reasoning, &delta.reasoning);
            append(&mut message.reasoning_in_content, &delta.reasoning_in_content);
            append(&mut message.refusal, &delta.refusal);
            extend(&mut message.annotations, &delta.annotations);
            if message.role.as_ref().is_none_or(|role| role.as_str().is_empty()) && delta.role.is_some() {
                message.role.clone_from(&delta.role);
            }
            if let Some(audio) = &delta.audio {
                let whole = message.audio.get_or_insert_default();
                merge(&mut whole.extra, &audio.extra, extra_values);
                keep_first(&mut whole.id, &audio.id);
                append(&mut whole.data, &audio.data);
                append(&mut whole.transcript, &audio.transcript);
                whole.expires_at = audio.expires_at.or(whole.expires_at);
                if audio.format.is_some() {
                    whole.format.clone_from(&audio.format);
                }
            }
            merge(&mut message.extra, &delta.extra, extra_values);
            if let Some(deltas) = &delta.tool_calls {
                self.calls.push(deltas, None, extra_values);
            }
        }
        if update.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty()) {
            self.rest.finish_reason.clone_from(&update.finish_reason);
        }
        if let Some(logprobs) = &update.logprobs {
            self.push_logprobs(logprobs, extra_values);
        }
        if let Some(results) = &update.content_filter_results {
            self.rest.content_filter_results.get_or_insert_default().merge(results);
        }
        keep_last(&mut self.rest.extra, &update.extra, extra_values);
    }

    fn push_logprobs(&mut self, logprobs: &ChatChoiceLogprobs, extra_values: &mut usize) {
        let whole = self.rest.logprobs.get_or_insert_default();
        keep_last(&mut whole.extra, &logprobs.extra, extra_values);
        extend::<TokenLogprob>(&mut whole.content, &logprobs.content);
        extend::<TokenLogprob>(&mut whole.refusal, &logprobs.refusal);
    }
}

fn keep_first(whole: &mut Option<String>, part: &Option<String>) {
    if whole.as_ref().is_none_or(String::is_empty) && part.is_some() {
        whole.clone_from(part);
    }
}

fn append(whole: &mut Option<String>, part: &Option<String>) {
    if let Some(part) = part {
        whole.get_or_insert_default().push_str(part);
    }
}

fn extend<T: Clone>(whole: &mut Option<Vec<T>>, part: &Option<Vec<T>>) {
    if let Some(part) = part {
        whole.get_or_insert_default().extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn accumulate(chunks: &[Value]) -> Value {
        let mut accumulator = Accumulator::default();
        for chunk in chunks {
            accumulator.push(&serde_json::from_value(chunk.clone()).unwrap());
        }
        serde_json::to_value(accumulator.into_completions()).unwrap()
    }

    /// A fragment of a tool call with these fields, function name and arguments.
    fn fragment(mut fields: Value, name: Option<&str>, arguments: &str) -> Value {
        fields["function"] = json!({"arguments": arguments});
        if let Some(name) = name {
            fields["function"]["name"] = name.into();
        }
        fields
    }

    #[test]
    fn interleaved_choices_are_accumulated_by_index() {
        let chunk = |index: i64, text: &str, reason: Value| {
            let delta = json!({"content": text});
            json!({"choices": [{"index": index, "delta": delta, "finish_reason": reason}]})
        };
        let response = accumulate(&[
            chunk(1, "b", json!(null)),
            chunk(0, "a", json!("")),
            chunk(1, "B", json!("stop")),
            json!({"choices": [], "usage": {"total_tokens": 9}}),
            chunk(0, "A", json!("length")),
        ]);
        assert_eq!(response["usage"]["total_tokens"], 9);
        let choices = response["choices"].as_array().unwrap().iter();
        let choices =
            choices.map(|choice| json!([choice["index"], choice["message"]["content"], choice["finish_reason"]]));
        assert_eq!(choices.collect::<Value>(), json!([[0, "aA", "length"], [1, "bB", "stop"]]));
    }

    #[test]
    fn tool_call_fragments_are_joined() {
        for (name, chunks, expected) in [
            (
                "by index",
                vec![
                    json!([fragment(json!({"index": 1, "id": "b", "type": "function"}), Some("g"), "")]),
                    json!([fragment(json!({"index": 2, "id": "c", "type": "function"}), Some("h"), "{")]),
                    json!([fragment(json!({"index": 1}), None, "{\"x\":"), fragment(json!({"index": 2}), None, "}")]),
                    json!([fragment(json!({"index": 1}), None, "1}")]),
                ],
                json!([["b", "g", "{\"x\":1}"], ["c", "h", "{}"]]),
            ),
            (
                "by id if the index is the same for all",
                vec![
                    json!([fragment(json!({"index": 0, "id": "a"}), Some("f"), "{}")]),
                    json!([fragment(json!({"index": 0, "id": "b"}), Some("f"), "{")]),
                    json!([fragment(json!({"index": 0}), None, "}")]),
                ],
                json!([["a", "f", "{}"], ["b", "f", "{}"]]),
            ),
            (
                "by id without an index",
                vec![
                    json!([fragment(json!({"id": "a"}), Some("f"), "{"), fragment(json!({"id": "b"}), Some("g"), "[")]),
                    json!([fragment(json!({"id": "a"}), None, "}"), fragment(json!({"id": "b"}), Some("g"), "]")]),
                ],
                json!([["a", "f", "{}"], ["b", "g", "[]"]]),
            ),
            (
                "in order without index and id",
                vec![
                    json!([fragment(json!({}), Some("f"), "{")]),
                    json!([fragment(json!({}), None, "}")]),
                    json!([fragment(json!({}), Some("g"), "[")]),
                    json!([fragment(json!({}), None, "]")]),
                ],
                json!([[null, "f", "{}"], [null, "g", "[]"]]),
            ),
        ] {
            let chunks = chunks.iter().map(|calls| json!({"choices": [{"index": 0, "delta": {"tool_calls": calls}}]}));
            let response = accumulate(&chunks.collect::<Vec<_>>());
            let calls = response["choices"][0]["message"]["tool_calls"].as_array().unwrap().iter();
            let calls = calls.map(|call| json!([call["id"], call["function"]["name"], call["function"]["arguments"]]));
            assert_eq!(calls.collect::<Value>(), expected, "{name}");
        }
    }

    #[test]
    fn the_most_severe_content_filter_result_is_kept() {
        let filtered = |filtered: bool| json!({"hate": {"filtered": filtered}, "new": 1});
        let severity = |severity: &str| json!({"hate": {"filtered": false, "severity": severity}});
        let detected = |detected: bool, n: i64| json!({"profanity": {"detected": detected, "n": n}});
        for (name, results, expected) in [
            ("filtered", vec![filtered(false), filtered(true), filtered(false)], filtered(true)),
            ("severity", vec![severity("safe"), severity("medium"), severity("low")], severity("medium")),
            ("detected", vec![detected(true, 1), detected(false, 2), detected(true, 3)], detected(true, 3)),
            (
                "error of another chunk",
                vec![severity("low"), json!({"error": {"code": "c"}}), json!({})],
                json!({"hate": {"filtered": false, "severity": "low"}, "error": {"code": "c"}}),
            ),
        ] {
            let chunks =
                results.iter().map(|results| json!({"choices": [{"index": 0, "content_filter_results": results}]}));
            let response = accumulate(&chunks.collect::<Vec<_>>());
            assert_eq!(response["choices"][0]["content_filter_results"], expected, "{name}");
        }
    }

    #[test]
    fn a_stream_without_choices_gives_an_empty_list() {
        assert_eq!(accumulate(&[]), json!({"choices": [], "object": "chat.completion"}));
        assert_eq!(accumulate(&[json!({})])["choices"], json!([]));
    }
}
