//! Separates the reasoning that some models write at the start of their text, between `<think>` and `</think>`.

use std::collections::BTreeMap;

use crate::models::{ChatCompletions, StreamingChatCompletionsUpdate};

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Moves a leading `<think>…</think>` from the text of a stream to its reasoning, however the tags are split over chunks.
#[derive(Debug, Default)]
pub(crate) struct ThinkSplitter {
    /// The splitters by the index of the choice.
    choices: BTreeMap<i64, Splitter>,
}

/// Separates the text of one choice.
#[derive(Debug, Default)]
struct Splitter {
    place: Place,
    /// The end of the text, while it may be a part of a tag.
    held: String,
}

#[derive(Debug, Default, PartialEq)]
enum Place {
    /// At the start: only white space and possibly a part of the opening tag, all of it held.
    #[default]
    Start,
    /// Within the block.
    Thinking,
    /// After the closing tag, before the text.
    Between,
    /// In text that a closing tag would turn into reasoning: the prompts of some models contain the opening tag.
    Unopened,
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
            let splitter = self.choices.entry(index).or_default();
            let ends = choice.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty());
            let piece = choice.delta.as_mut().and_then(|delta| delta.content.take());
            let mut split = splitter.push(piece.as_deref().unwrap_or_default());
            if ends {
                splitter.end(&mut split);
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
}

/// Separates the text of a response that is complete, or partial after a failure.
pub(crate) fn split_completions(completions: &mut ChatCompletions) {
    for message in completions.choices.iter_mut().flatten().filter_map(|choice| choice.message.as_mut()) {
        let Some(content) = &message.content else { continue };
        let split = split_text(content);
        message.content = Some(split.text);
        if !split.reasoning.is_empty() {
            message.reasoning_in_content.get_or_insert_default().push_str(&split.reasoning);
        }
    }
}

/// Removes the reasoning from text for the message history, since services do not expect the reasoning of earlier turns. The
/// caller did not request the separation of this text, so only unambiguous reasoning is removed: a leading
/// `<think>…</think>`, or the text before a `</think>` that is alone on its line.
pub(crate) fn without_reasoning(text: String) -> String {
    let is_marked = text.split_once(CLOSE).is_some_and(|(before, after)| {
        let is_alone = before.ends_with('\n') && (after.is_empty() || after.starts_with(['\n', '\r']));
        is_alone || text.trim_start().starts_with(OPEN)
    });
    if is_marked { split_text(&text).text } else { text }
}

fn split_text(text: &str) -> Split {
    let mut splitter = Splitter::default();
    let mut split = splitter.push(text);
    splitter.end(&mut split);
    split
}

impl Splitter {
    fn push(&mut self, piece: &str) -> Split {
        let mut split = Split::default();
        self.held.push_str(piece);
        loop {
            match self.place {
                Place::Start => {
                    let begun = self.held.trim_start();
                    if let Some(rest) = begun.strip_prefix(OPEN) {
                        self.held = rest.to_owned();
                        self.place = Place::Thinking;
                    } else if OPEN.starts_with(begun) {
                        return split;
                    } else {
                        // JSON and code are never reasoning, and may contain the tag.
                        let is_text = begun.starts_with(['{', '[', '`']);
                        self.place = if is_text { Place::Text } else { Place::Unopened };
                    }
                }
                Place::Thinking | Place::Unopened => {
                    let is_reasoning = self.place == Place::Thinking;
                    let open = self.held.find(OPEN).filter(|_| !is_reasoning);
                    match self.held.find(CLOSE) {
                        Some(close) if open.is_none_or(|open| close < open) => {
                            split.was_reasoning = !is_reasoning;
                            split.reasoning = self.held.drain(..close).collect();
                            self.held.drain(..CLOSE.len());
                            self.place = Place::Between;
                        }
                        // The text is about tags.
                        _ if open.is_some() => self.place = Place::Text,
                        _ => {
                            let part = part_of(&self.held, OPEN).max(part_of(&self.held, CLOSE));
                            let kept = self.held.split_off(self.held.len() - part);
                            let output = if is_reasoning { &mut split.reasoning } else { &mut split.text };
                            *output = std::mem::replace(&mut self.held, kept);
                            return split;
                        }
                    }
                }
                Place::Between => {
                    self.held = self.held.trim_start().to_owned();
                    if self.held.is_empty() {
                        return split;
                    }
                    self.place = Place::Text;
                }
                Place::Text => {
                    split.text = std::mem::take(&mut self.held);
                    return split;
                }
            }
        }
    }

    /// Adds the held text at the end of the input.
    fn end(&mut self, split: &mut Split) {
        let output = if self.place == Place::Thinking { &mut split.reasoning } else { &mut split.text };
        output.push_str(&std::mem::take(&mut self.held));
        self.place = Place::Text;
    }
}

/// Returns the length of the longest suffix of a text that is a prefix of a tag.
fn part_of(text: &str, tag: &str) -> usize {
    (1..tag.len()).rev().find(|length| text.ends_with(&tag[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, reasoning: &str, rest: &str) {
        for size in 1..=text.len().max(1) {
            let mut splitter = Splitter::default();
            let mut whole = Split::default();
            let letters: Vec<char> = text.chars().collect();
            for piece in letters.chunks(size) {
                let split = splitter.push(&piece.iter().collect::<String>());
                if split.was_reasoning {
                    whole.reasoning = std::mem::take(&mut whole.text);
                }
                whole.reasoning += &split.reasoning;
                whole.text += &split.text;
            }
            splitter.end(&mut whole);
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
