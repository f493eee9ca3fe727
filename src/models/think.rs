//! Separates the reasoning that some models write at the start of their text, between `<think>` and `</think>`.

use crate::models::{ChatCompletions, ChatResponseMessage, StreamingChatCompletionsUpdate};

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Moves a leading `<think>…</think>` from the text of a stream to its reasoning, however the tags are split over chunks.
#[derive(Debug, Default)]
pub(crate) struct ThinkSplitter {
    /// The states by the index of the choice.
    choices: Vec<(i64, State)>,
}

#[derive(Debug)]
enum State {
    /// At the start: only white space and possibly a part of the opening tag, which are buffered.
    Start(String),
    /// Within the block. A possible part of the closing tag is buffered.
    Thinking(String),
    /// After the closing tag, before the text.
    Between,
    /// In text that a closing tag would turn into reasoning: the prompts of some models contain the opening tag. A possible
    /// part of a tag is buffered.
    Unopened(String),
    Text,
}

/// A piece of text, separated into reasoning and text.
#[derive(Debug, Default, PartialEq)]
struct Split {
    /// All previous text was reasoning.
    was_reasoning: bool,
    reasoning: String,
    text: String,
}

impl ThinkSplitter {
    /// Separates the text of one chunk. Calls `was_reasoning` with the index of each choice whose previous text was reasoning.
    pub(crate) fn apply(&mut self, update: &mut StreamingChatCompletionsUpdate, mut was_reasoning: impl FnMut(i64)) {
        for (position, choice) in update.choices.iter_mut().flatten().enumerate() {
            let index = choice.index.unwrap_or(position as i64);
            let state = self.state(index);
            let ends = choice.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty());
            let piece = choice.delta.as_mut().and_then(|delta| delta.content.take());
            let mut split = state.push(piece.as_deref().unwrap_or_default());
            if ends {
                state.end(&mut split);
            }
            if split.was_reasoning {
                was_reasoning(index);
            }
            if piece.is_none() && split == Split::default() {
                continue;
            }
            let delta = choice.delta.get_or_insert_default();
            delta.content = Some(split.text);
            if !split.reasoning.is_empty() {
                delta.reasoning_in_content.get_or_insert_default().push_str(&split.reasoning);
            }
        }
    }

    fn state(&mut self, index: i64) -> &mut State {
        let position = self.choices.iter().position(|(found, _)| *found == index).unwrap_or_else(|| {
            self.choices.push((index, State::Start(String::new())));
            self.choices.len() - 1
        });
        &mut self.choices[position].1
    }
}

/// Separates the text of a response that is complete, or partial after a failure.
pub(crate) fn split_completions(completions: &mut ChatCompletions) {
    let messages = completions.choices.iter_mut().flatten().filter_map(|choice| choice.message.as_mut());
    messages.for_each(split_message);
}

fn split_message(message: &mut ChatResponseMessage) {
    let Some(content) = &message.content else { return };
    let split = split_text(content);
    message.content = Some(split.text);
    if !split.reasoning.is_empty() {
        message.reasoning_in_content.get_or_insert_default().push_str(&split.reasoning);
    }
}

fn split_text(text: &str) -> Split {
    let mut state = State::Start(String::new());
    let mut split = state.push(text);
    state.end(&mut split);
    split
}

/// Removes the reasoning from text for the message history, since services do not want the reasoning of earlier turns. The
/// caller did not request the separation of this text, so only unambiguous reasoning is removed: a leading
/// `<think>…</think>`, or the text before a `</think>` that is alone on its line.
pub(crate) fn without_reasoning(text: String) -> String {
    let is_marked = text.trim_start().starts_with(OPEN)
        || text.split_once(CLOSE).is_some_and(|(before, after)| {
            before.ends_with('\n') && (after.is_empty() || after.starts_with(['\n', '\r']))
        });
    if is_marked && text.contains(CLOSE) { split_text(&text).text } else { text }
}

/// Returns the length of the longest suffix of a text that is a prefix of a tag.
fn part_of(text: &str, tag: &str) -> usize {
    (1..tag.len()).rev().find(|length| text.ends_with(&tag[..*length])).unwrap_or(0)
}

impl State {
    fn push(&mut self, piece: &str) -> Split {
        let mut split = Split::default();
        match self {
            Self::Text => split.text.push_str(piece),
            Self::Between => {
                split.text.push_str(piece.trim_start());
                if !split.text.is_empty() {
                    *self = Self::Text;
                }
            }
            Self::Start(held) => {
                held.push_str(piece);
                let begun = held.trim_start();
                if let Some(rest) = begun.strip_prefix(OPEN) {
                    let rest = rest.to_owned();
                    *self = Self::Thinking(String::new());
                    return self.push(&rest);
                }
                if !OPEN.starts_with(begun) {
                    let held = std::mem::take(held);
                    // JSON and code are never reasoning, and may contain the tag.
                    let is_text = held.trim_start().starts_with(['{', '[', '`']);
                    *self = if is_text { Self::Text } else { Self::Unopened(String::new()) };
                    return self.push(&held);
                }
            }
            Self::Unopened(held) => {
                held.push_str(piece);
                let is_open = |close: usize| held.find(OPEN).is_none_or(|open| close < open);
                if let Some(close) = held.find(CLOSE).filter(|close| is_open(*close)) {
                    let (reasoning, rest) = (held[..close].to_owned(), held[close + CLOSE.len()..].to_owned());
                    *self = Self::Between;
                    return Split { was_reasoning: true, reasoning, ..self.push(&rest) };
                }
                if held.contains(OPEN) {
                    // The text is about tags.
                    split.text = std::mem::take(held);
                    *self = Self::Text;
                } else {
                    let kept = part_of(held, CLOSE).max(part_of(held, OPEN));
                    split.text = held.drain(..held.len() - kept).collect();
                }
            }
            Self::Thinking(held) => {
                held.push_str(piece);
                if let Some((reasoning, rest)) = held.split_once(CLOSE) {
                    let (reasoning, rest) = (reasoning.to_owned(), rest.to_owned());
                    *self = Self::Between;
                    return Split { reasoning, ..self.push(&rest) };
                }
                split.reasoning = held.drain(..held.len() - part_of(held, CLOSE)).collect();
            }
        }
        split
    }

    /// Adds the buffered text at the end of the input.
    fn end(&mut self, split: &mut Split) {
        match std::mem::replace(self, Self::Text) {
            Self::Start(held) | Self::Unopened(held) => split.text.push_str(&held),
            Self::Thinking(held) => split.reasoning.push_str(&held),
            Self::Between | Self::Text => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, reasoning: &str, rest: &str) {
        for size in 1..=text.len().max(1) {
            let mut state = State::Start(String::new());
            let mut whole = Split::default();
            let letters: Vec<char> = text.chars().collect();
            for piece in letters.chunks(size) {
                let split = state.push(&piece.iter().collect::<String>());
                if split.was_reasoning {
                    whole.reasoning = std::mem::take(&mut whole.text);
                }
                whole.reasoning += &split.reasoning;
                whole.text += &split.text;
            }
            state.end(&mut whole);
            assert_eq!(
                (whole.reasoning.as_str(), whole.text.as_str()),
                (reasoning, rest),
                "{text:?} in pieces of {size}"
            );
        }
    }

    #[test]
    fn a_leading_block_is_reasoning_for_every_split() {
        check("<think>hm</think>yes", "hm", "yes");
        check("\n <think>\nhm\n</think>\n\nyes\n", "\nhm\n", "yes\n");
        check("<think></think>yes", "", "yes");
        check("<think>a </thin b</think>c", "a </thin b", "c");
        check("<think>cut </thi", "cut </thi", "");
        check("<thi", "", "<thi");
        check(" plain <think>x</think>", "", " plain <think>x</think>");
        check("<thinking>x", "", "<thinking>x");
        check("ä<think>", "", "ä<think>");
        check("", "", "");
    }

    #[test]
    fn the_opening_tag_may_be_missing() {
        check("hm</think>yes", "hm", "yes");
        check("hm\n</think>\n\n{\"a\": 1}", "hm\n", "{\"a\": 1}");
        check("</think>yes", "", "yes");
        check("a </thin b", "", "a </thin b");
        check("a </think", "", "a </think");
        check("hm</think>yes</think>no", "hm", "yes</think>no");
        check("<think>hm</think>yes</think>no", "hm", "yes</think>no");
        check("{\"a\": \"</think>\"}", "", "{\"a\": \"</think>\"}");
        check("```</think>```", "", "```</think>```");
    }

    #[test]
    fn without_reasoning_removes_only_unambiguous_reasoning() {
        for (text, expected) in [
            ("<think>hm</think>yes", "yes"),
            ("hm\n</think>\n\nyes", "yes"),
            ("hm\n</think>", ""),
            ("Write </think> to close it.", "Write </think> to close it."),
            ("<think>cut", "<think>cut"),
            ("`<think>` and `</think>`", "`<think>` and `</think>`"),
        ] {
            assert_eq!(without_reasoning(text.to_owned()), expected, "{text}");
        }
    }
}
