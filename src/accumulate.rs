//! The whole response from its chunks.

mod calls;
mod extra;

use self::calls::Calls;
use self::extra::{keep_last, merge};
use crate::models::{
    ChatChoice, ChatChoiceLogprobs, ChatCompletions, ChatCompletionsAudio, ChatResponseMessage, CompletionsUsage,
    StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate,
    StreamingChatResponseToolCallUpdate, TokenLogprob,
};

/// More choices, or calls in one, no service gives; each is looked for among all of them.
const MOST_PARTS: usize = 1024;
/// More values of unknown members no response has; each takes memory beside its bytes.
const MAX_KEPT_VALUES: usize = 1 << 20;

/// Whether a chunk alone has so many.
pub(crate) fn is_overgrown(chunk: &StreamingChatCompletionsUpdate) -> bool {
    let choices = chunk.choices.as_deref().unwrap_or_default();
    let calls = |choice: &StreamingChatChoiceUpdate| choice.delta.as_ref()?.tool_calls.as_ref().map(Vec::len);
    choices.len() > MOST_PARTS || choices.iter().filter_map(calls).any(|calls| calls > MOST_PARTS)
}

/// A text of a message that grows from chunk to chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Content,
    Reasoning,
    ReasoningContent,
    /// Of the only tool call that the chunk names.
    Arguments,
}

impl TextField {
    /// This text of a delta, which has it once it is asked for.
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

/// Puts the chunks of a streamed chat completion together to the response that the service would have sent without
/// streaming.
///
/// Choices may come interleaved and in any order. Fragments of tool calls are joined by their index, else by their id, else
/// in order; a fragment without a name never starts a call. The usage may come on any chunk; the last one counts. Members that
/// the API does not describe are kept too: texts and lists grow, of other values the last one counts.
///
/// ```
/// use azure_inference::{Accumulator, Chunk};
///
/// let mut answer = Accumulator::default();
/// for json in [
///     r#"{"model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "About "}}]}"#,
///     r#"{"model": "m", "choices": [{"index": 0, "delta": {"content": "7,000"}, "finish_reason": "stop"}]}"#,
/// ] {
///     answer.push(Chunk::from_json(json)?.update());
/// }
/// let choices = answer.into_completions().choices.unwrap();
/// assert_eq!(choices[0].message.as_ref().unwrap().content.as_deref(), Some("About 7,000"));
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Accumulator {
    /// All but the choices.
    completions: ChatCompletions,
    choices: Vec<Choice>,
    /// How many values of unknown members are kept.
    kept_values: usize,
}

#[derive(Clone, Debug)]
struct Choice {
    index: i64,
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
        let is_news = |usage: &CompletionsUsage| whole.usage.is_none() || *usage != CompletionsUsage::default();
        if let Some(usage) = chunk.usage.as_deref().filter(|usage| is_news(usage)) {
            whole.usage = Some(usage.clone());
        }
        keep_last(&mut whole.extra, &chunk.extra, &mut self.kept_values);
        for (position, update) in chunk.choices.iter().flatten().enumerate() {
            let (choice, kept_values) = self.choice(update.index.unwrap_or(position as i64));
            choice.push(update, kept_values);
        }
    }

    /// Adds a text to a choice as a chunk would that is like an earlier one but for this text.
    pub(crate) fn push_text(
        &mut self,
        choice: i64,
        field: TextField,
        text: &str,
        like: &StreamingChatCompletionsUpdate,
    ) {
        let (choice, kept_values) = self.choice(choice);
        let whole = match field {
            TextField::Content => &mut choice.message.content,
            TextField::Reasoning => &mut choice.message.reasoning,
            TextField::ReasoningContent => &mut choice.message.reasoning_content,
            TextField::Arguments => {
                let deltas = like.choices.iter().flatten().filter_map(|choice| choice.delta.as_ref());
                let calls = deltas.filter_map(|delta| delta.tool_calls.as_deref());
                return calls.for_each(|calls| choice.calls.push_with(calls, Some(text), kept_values));
            }
        };
        whole.get_or_insert_default().push_str(text);
    }

    /// Whether anything of a choice has come.
    pub(crate) fn has_begun(&self) -> bool {
        !self.choices.is_empty()
    }

    /// Whether it holds more choices, calls of one or unknown members than a response can have.
    pub(crate) fn is_overgrown(&self) -> bool {
        self.kept_values > MAX_KEPT_VALUES
            || self.choices.len() > MOST_PARTS
            || self.choices.iter().any(|choice| choice.calls.len() > MOST_PARTS)
    }

    /// Reads the text of a choice so far as reasoning: a closing tag has come without an opening one.
    pub(crate) fn text_was_reasoning(&mut self, index: i64) {
        let message = &mut self.choice(index).0.message;
        if let Some(text) = message.content.take() {
            message.reasoning_in_content.get_or_insert_default().push_str(&text);
        }
    }

    /// Whether any text of a choice has come.
    pub(crate) fn has_text(&self, index: i64) -> bool {
        let mut choices = self.choices.iter().filter(|choice| choice.index == index);
        choices.any(|choice| choice.message.content.as_ref().is_some_and(|text| !text.is_empty()))
    }

    /// Whether a choice has said why it ends.
    pub(crate) fn has_finish_reason(&self) -> bool {
        self.choices.iter().any(|choice| choice.rest.finish_reason.is_some())
    }

    /// The tool calls of a choice so far, in the order they began: id, name, arguments.
    pub(crate) fn calls(&self, choice: i64) -> impl Iterator<Item = (&str, &str, &str)> {
        self.choices.iter().filter(move |found| found.index == choice).flat_map(|choice| choice.calls.iter())
    }

    /// What there is of the answer, as an answer.
    pub fn into_completions(mut self) -> ChatCompletions {
        self.choices.sort_by_key(|choice| choice.index);
        self.completions.choices = Some(self.choices.into_iter().map(Choice::finish).collect());
        self.completions.object = Some("chat.completion".to_owned());
        self.completions
    }

    fn choice(&mut self, index: i64) -> (&mut Choice, &mut usize) {
        let position = self.choices.iter().position(|choice| choice.index == index).unwrap_or_else(|| {
            let (message, rest) = (ChatResponseMessage::default(), ChatChoice::default());
            self.choices.push(Choice { index, message, calls: Calls::default(), rest });
            self.choices.len() - 1
        });
        (&mut self.choices[position], &mut self.kept_values)
    }
}

impl Choice {
    fn push(&mut self, update: &StreamingChatChoiceUpdate, kept_values: &mut usize) {
        if let Some(delta) = &update.delta {
            self.push_delta(delta, kept_values);
        }
        if update.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty()) {
            self.rest.finish_reason.clone_from(&update.finish_reason);
        }
        if let Some(logprobs) = &update.logprobs {
            push_logprobs(self.rest.logprobs.get_or_insert_default(), logprobs, kept_values);
        }
        if let Some(results) = &update.content_filter_results {
            self.rest.content_filter_results.get_or_insert_default().merge(results);
        }
        keep_last(&mut self.rest.extra, &update.extra, kept_values);
    }

    fn push_delta(&mut self, delta: &StreamingChatResponseMessageUpdate, kept_values: &mut usize) {
        let message = &mut self.message;
        append(&mut message.content, &delta.content);
        append(&mut message.reasoning_content, &delta.reasoning_content);
        append(&mut message.reasoning, &delta.reasoning);
        append(&mut message.reasoning_in_content, &delta.reasoning_in_content);
        append(&mut message.refusal, &delta.refusal);
        extend(&mut message.annotations, &delta.annotations);
        if message.role.as_ref().is_none_or(|role| role.as_str().is_empty()) && delta.role.is_some() {
            message.role.clone_from(&delta.role);
        }
        if let Some(audio) = &delta.audio {
            push_audio(message.audio.get_or_insert_default(), audio, kept_values);
        }
        merge(&mut message.extra, &delta.extra, kept_values);
        if let Some(deltas) = &delta.tool_calls {
            self.calls.push(deltas, kept_values);
        }
    }

    fn finish(mut self) -> ChatChoice {
        self.message.tool_calls = self.calls.finish();
        ChatChoice { index: Some(self.index), message: Some(self.message), ..self.rest }
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

fn push_logprobs(whole: &mut ChatChoiceLogprobs, part: &ChatChoiceLogprobs, kept_values: &mut usize) {
    keep_last(&mut whole.extra, &part.extra, kept_values);
    extend::<TokenLogprob>(&mut whole.content, &part.content);
    extend::<TokenLogprob>(&mut whole.refusal, &part.refusal);
}

fn push_audio(whole: &mut ChatCompletionsAudio, part: &ChatCompletionsAudio, kept_values: &mut usize) {
    merge(&mut whole.extra, &part.extra, kept_values);
    keep_first(&mut whole.id, &part.id);
    append(&mut whole.data, &part.data);
    append(&mut whole.transcript, &part.transcript);
    whole.expires_at = part.expires_at.or(whole.expires_at);
    if part.format.is_some() {
        whole.format.clone_from(&part.format);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The first choice's message, of chunks given as their choices.
    fn whole(chunks: &[Value]) -> Value {
        let mut accumulator = Accumulator::default();
        for chunk in chunks {
            accumulator.push(&serde_json::from_value(chunk.clone()).unwrap());
        }
        serde_json::to_value(accumulator.into_completions()).unwrap()
    }

    fn calls(deltas: &[Value]) -> Value {
        let chunks: Vec<Value> =
            deltas.iter().map(|calls| json!({"choices": [{"index": 0, "delta": {"tool_calls": calls}}]})).collect();
        let calls = whole(&chunks)["choices"][0]["message"]["tool_calls"].clone();
        let short = calls
            .as_array()
            .unwrap()
            .iter()
            .map(|call| json!([call["id"], call["function"]["name"], call["function"]["arguments"]]));
        short.collect()
    }

    fn call(fields: Value, name: Option<&str>, arguments: &str) -> Value {
        let mut call = fields;
        call["function"] = json!({"arguments": arguments});
        if let Some(name) = name {
            call["function"]["name"] = name.into();
        }
        call
    }

    #[test]
    fn choices_come_interleaved_and_in_any_order() {
        let chunk = |index: i64, text: &str, reason: Value| json!({"choices": [{"index": index, "delta": {"content": text}, "finish_reason": reason}]});
        let answer = whole(&[
            chunk(1, "b", json!(null)),
            chunk(0, "a", json!("")),
            chunk(1, "B", json!("stop")),
            json!({"choices": [], "usage": {"total_tokens": 9}}),
            chunk(0, "A", json!("length")),
        ]);
        assert_eq!(answer["usage"]["total_tokens"], 9);
        let told = answer["choices"].as_array().unwrap().iter();
        let told: Vec<_> = told
            .map(|choice| {
                (choice["index"].clone(), choice["message"]["content"].clone(), choice["finish_reason"].clone())
            })
            .collect();
        assert_eq!(told, [(json!(0), json!("aA"), json!("length")), (json!(1), json!("bB"), json!("stop"))]);
    }

    #[test]
    fn tool_calls_are_joined_by_index() {
        let found = calls(&[
            json!([call(json!({"index": 1, "id": "b", "type": "function"}), Some("g"), "")]),
            json!([call(json!({"index": 2, "id": "c", "type": "function"}), Some("h"), "{")]),
            json!([call(json!({"index": 1}), None, "{\"x\":"), call(json!({"index": 2}), None, "}")]),
            json!([call(json!({"index": 1}), None, "1}")]),
        ]);
        assert_eq!(found, json!([["b", "g", "{\"x\":1}"], ["c", "h", "{}"]]));
    }

    #[test]
    fn tool_calls_of_one_index_and_different_ids_are_different() {
        let found = calls(&[
            json!([call(json!({"index": 0, "id": "a"}), Some("f"), "{}")]),
            json!([call(json!({"index": 0, "id": "b"}), Some("f"), "{")]),
            json!([call(json!({"index": 0}), None, "}")]),
        ]);
        assert_eq!(found, json!([["a", "f", "{}"], ["b", "f", "{}"]]));
    }

    #[test]
    fn tool_calls_without_index_are_joined_by_id_else_in_order() {
        let found = calls(&[
            json!([call(json!({"id": "a"}), Some("f"), "{"), call(json!({"id": "b"}), Some("g"), "[")]),
            json!([call(json!({"id": "a"}), None, "}"), call(json!({"id": "b"}), Some("g"), "]")]),
        ]);
        assert_eq!(found, json!([["a", "f", "{}"], ["b", "g", "[]"]]));
        let found = calls(&[
            json!([call(json!({}), Some("f"), "{")]),
            json!([call(json!({}), None, "}")]),
            json!([call(json!({}), Some("g"), "[")]),
            json!([call(json!({}), None, "]")]),
        ]);
        assert_eq!(found, json!([[null, "f", "{}"], [null, "g", "[]"]]));
    }

    #[test]
    fn of_verdicts_the_worst_counts() {
        let check = |parts: &[Value], expected: Value| {
            let chunks: Vec<Value> =
                parts.iter().map(|part| json!({"choices": [{"index": 0, "content_filter_results": part}]})).collect();
            assert_eq!(whole(&chunks)["choices"][0]["content_filter_results"], expected);
        };
        let filtered = |filtered: bool| json!({"hate": {"filtered": filtered}, "new": 1});
        check(&[filtered(false), filtered(true), filtered(false)], filtered(true));
        let severity = |severity: &str| json!({"hate": {"filtered": false, "severity": severity}});
        check(&[severity("safe"), severity("medium"), severity("low")], severity("medium"));
        let detected = |detected: bool, n: i64| json!({"profanity": {"detected": detected, "n": n}});
        check(&[detected(true, 1), detected(false, 2), detected(true, 3)], detected(true, 3));
        check(
            &[severity("low"), json!({"error": {"code": "c"}}), json!({})],
            json!({"hate": {"filtered": false, "severity": "low"}, "error": {"code": "c"}}),
        );
    }

    #[test]
    fn nothing_gives_an_answer_without_choices() {
        assert_eq!(whole(&[]), json!({"choices": [], "object": "chat.completion"}));
        assert_eq!(whole(&[json!({})])["choices"], json!([]));
    }
}
