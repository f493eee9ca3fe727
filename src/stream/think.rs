//! Reasoning that a model writes at the start of its text, between `<think>` and `</think>`.

use crate::models::{ChatCompletions, StreamingChatCompletionsUpdate};

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Moves a leading `<think>…</think>` from the text of a stream to its reasoning, however the tags are cut.
#[derive(Debug, Default)]
pub(crate) struct ThinkSplitter {
    /// By the index of the choice.
    choices: Vec<(i64, State)>,
}

#[derive(Debug)]
enum State {
    /// So far only white space and a part of the opening tag: held back until it is one, or is none.
    Start(String),
    /// Within; what may be a part of the closing tag is held back.
    Thinking(String),
    /// After the closing tag, before the first of the text.
    Between,
    Text,
}

/// What a piece of text turns out to be.
#[derive(Debug, Default, PartialEq)]
struct Split {
    reasoning: String,
    text: String,
}

impl ThinkSplitter {
    /// Changes one chunk.
    pub(crate) fn apply(&mut self, update: &mut StreamingChatCompletionsUpdate) {
        for (position, choice) in update.choices.iter_mut().flatten().enumerate() {
            let state = self.state(choice.index.unwrap_or(position as i64));
            let ends = choice.finish_reason.as_ref().is_some_and(|reason| !reason.as_str().is_empty());
            let piece = choice.delta.as_mut().and_then(|delta| delta.content.take());
            let mut split = state.push(piece.as_deref().unwrap_or_default());
            if ends {
                state.end(&mut split);
            }
            if piece.is_none() && split == Split::default() {
                continue;
            }
            let delta = choice.delta.get_or_insert_default();
            delta.content = Some(split.text);
            if !split.reasoning.is_empty() {
                delta.reasoning_content.get_or_insert_default().push_str(&split.reasoning);
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

/// Changes an answer that is whole, or as whole as it will be.
pub(crate) fn split_completions(completions: &mut ChatCompletions) {
    for message in completions.choices.iter_mut().flatten().filter_map(|choice| choice.message.as_mut()) {
        let Some(content) = &message.content else { continue };
        let mut state = State::Start(String::new());
        let mut split = state.push(content);
        state.end(&mut split);
        message.content = Some(split.text);
        if !split.reasoning.is_empty() {
            message.reasoning_content.get_or_insert_default().push_str(&split.reasoning);
        }
    }
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
                    split.text = std::mem::take(held);
                    *self = Self::Text;
                }
            }
            Self::Thinking(held) => {
                held.push_str(piece);
                if let Some((reasoning, rest)) = held.split_once(CLOSE) {
                    let (reasoning, rest) = (reasoning.to_owned(), rest.to_owned());
                    *self = Self::Between;
                    return Split { reasoning, ..self.push(&rest) };
                }
                let kept = (1..CLOSE.len()).rev().find(|length| held.ends_with(&CLOSE[..*length])).unwrap_or(0);
                split.reasoning = held.drain(..held.len() - kept).collect();
            }
        }
        split
    }

    /// Gives back what was held, once nothing more comes.
    fn end(&mut self, split: &mut Split) {
        match std::mem::replace(self, Self::Text) {
            Self::Start(held) => split.text.push_str(&held),
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
    fn a_leading_block_is_reasoning_however_it_is_cut() {
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
}
