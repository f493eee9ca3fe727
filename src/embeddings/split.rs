//! Inputs split into requests that services accept: by their number, and by an estimate of their tokens.

use std::collections::VecDeque;
use std::ops::Range;

use super::batches::EmbeddingBody;

/// How many inputs and tokens a request may have at most. A single input always may.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) inputs: usize,
    pub(super) tokens: usize,
}

impl Limits {
    /// How many of these inputs the next request takes.
    pub(super) fn first<B: EmbeddingBody>(self, inputs: &[B::Input]) -> usize {
        let mut tokens = 0_usize;
        let fits = |input: &&B::Input| {
            tokens = tokens.saturating_add(B::tokens(input));
            tokens <= self.tokens
        };
        inputs.iter().take(self.inputs).take_while(fits).count().max(1).min(inputs.len())
    }
}

/// The inputs that are still to be sent, and which of all inputs they are.
pub(super) struct Pending<B: EmbeddingBody> {
    /// Without inputs.
    body: B,
    /// In order; more than one range after a request was refused as too large.
    ranges: VecDeque<(usize, Vec<B::Input>)>,
    limits: Limits,
}

impl<B: EmbeddingBody> Pending<B> {
    /// All inputs of a body.
    pub(super) fn new(mut body: B, limits: Limits) -> Self {
        let inputs = std::mem::take(body.input_mut());
        Self { body, ranges: VecDeque::from([(0, inputs)]), limits }
    }

    /// Takes back the inputs of a request that was refused as too large: it and all that follow have half of its tokens at
    /// most. False for a single input.
    pub(super) fn halve(&mut self, range: Range<usize>, mut body: B) -> bool {
        if range.len() < 2 {
            return false;
        }
        let mut inputs = std::mem::take(body.input_mut());
        let tokens = inputs.iter().fold(0_usize, |sum, input| sum.saturating_add(B::tokens(input)));
        self.limits.tokens = self.limits.tokens.min(tokens / 2);
        // By number too: the tokens may be in one of the inputs.
        let second = inputs.split_off(inputs.len() / 2);
        self.ranges.push_front((range.start + inputs.len(), second));
        self.ranges.push_front((range.start, inputs));
        true
    }
}

/// Bodies for one request each.
impl<B: EmbeddingBody> Iterator for Pending<B> {
    type Item = (Range<usize>, B);

    fn next(&mut self) -> Option<Self::Item> {
        let (start, mut inputs) = self.ranges.pop_front()?;
        let count = self.limits.first::<B>(&inputs);
        let rest = inputs.split_off(count);
        if !rest.is_empty() {
            self.ranges.push_front((start + count, rest));
        }
        if inputs.is_empty() {
            return self.next();
        }
        let mut body = self.body.clone();
        *body.input_mut() = inputs;
        Some((start..start + count, body))
    }
}

/// Estimates the tokens of a text without a tokenizer, and rather too many than too few: three letters of one case or three
/// digits are one token, and so is each letter of a long run of both, such as base64.
pub(super) fn tokens(text: &str) -> usize {
    const LETTERS_OF_A_TOKEN: usize = 3;
    const LONGEST_WORD: usize = 16;
    let mut tokens = 0;
    // Letters of one kind, and letters and digits of any kind, up to here.
    let (mut run, mut word) = (0, 0);
    let mut before = ' ';
    for letter in text.chars() {
        let goes_on = matches!(
            (before, letter),
            ('a'..='z' | 'A'..='Z', 'a'..='z') | ('A'..='Z', 'A'..='Z') | ('0'..='9', '0'..='9')
        );
        run = if goes_on { run + 1 } else { 0 };
        word = if letter.is_ascii_alphanumeric() { word + 1 } else { 0 };
        tokens += match letter {
            _ if word > LONGEST_WORD => 1,
            'a'..='z' | 'A'..='Z' | '0'..='9' => usize::from(run % LETTERS_OF_A_TOKEN == 0),
            // A single space belongs to the word after it.
            ' ' => usize::from(before == ' '),
            // Chinese, Japanese and Korean.
            '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 2,
            // No tokenizer makes more of it than its bytes, and the space before it.
            letter => letter.len_utf8() + usize::from(before == ' ' && !letter.is_ascii()),
        };
        before = letter;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::EmbeddingsInput;
    use crate::models::EmbeddingsOptions;

    /// The texts of a body.
    fn joined(body: &EmbeddingsOptions) -> String {
        let texts = body.input.iter().map(|input| match input {
            EmbeddingsInput::String(text) => text.as_str(),
            _ => "?",
        });
        texts.collect::<Vec<_>>().join(",")
    }

    fn pending(inputs: &[&str], limits: Limits) -> Pending<EmbeddingsOptions> {
        let input = inputs.iter().map(|input| (*input).into()).collect();
        Pending::new(EmbeddingsOptions { input, ..Default::default() }, limits)
    }

    fn split(pending: Pending<EmbeddingsOptions>) -> Vec<(Range<usize>, String)> {
        pending.map(|(range, body)| (range, joined(&body))).collect()
    }

    #[test]
    fn inputs_are_split_in_order_by_number_and_by_tokens() {
        let check = |inputs: &[&str], limits: (usize, usize), expected: &[(Range<usize>, &str)]| {
            let limits = Limits { inputs: limits.0, tokens: limits.1 };
            let found = split(pending(inputs, limits));
            assert_eq!(found.iter().map(|(range, text)| (range.clone(), text.as_str())).collect::<Vec<_>>(), expected);
        };
        check(&["a", "b", "c"], (2, 99), &[(0..2, "a,b"), (2..3, "c")]);
        check(&["a", "b", "c"], (9, 2), &[(0..2, "a,b"), (2..3, "c")]);
        check(&["a", "b b b", "c"], (9, 2), &[(0..1, "a"), (1..2, "b b b"), (2..3, "c")]);
        check(&["a b c", ""], (9, 2), &[(0..1, "a b c"), (1..2, "")]);
        check(&["", "", ""], (9, 0), &[(0..3, ",,")]);
        check(&[], (9, 9), &[]);
    }

    #[test]
    fn what_was_too_large_is_halved_down_to_one_input() {
        let mut pending = pending(&["a", "b", "c", "d", "e", "f"], Limits { inputs: 4, tokens: 99 });
        let (range, body) = pending.next().unwrap();
        assert_eq!(range, 0..4);
        assert!(pending.halve(range, body));
        let (range, body) = pending.next().unwrap();
        assert_eq!((range.clone(), joined(&body).as_str()), (0..2, "a,b"));
        assert!(pending.halve(range, body));
        let (range, body) = pending.next().unwrap();
        assert_eq!(range, 0..1);
        assert!(!pending.halve(range, body));
        let rest: Vec<Range<usize>> = split(pending).into_iter().map(|(range, _)| range).collect();
        assert_eq!(rest, [1..2, 2..3, 3..4, 4..5, 5..6]);
    }

    #[test]
    fn tokens_are_estimated_on_the_safe_side() {
        // With what cl100k_base and o200k_base, the tokenizers of OpenAI's models, make of it at most.
        for (text, real) in [
            ("", 0),
            ("a", 1),
            ("How many languages are in the world?", 8),
            ("Die Donaudampfschifffahrtsgesellschaft fährt über den Fluss.", 21),
            ("fn main() { println!(\"{:?}\", vec![1, 2, 3]); }", 19),
            ("SELECT COUNT(*) FROM USERS WHERE CREATED_AT > '2026-01-01';", 17),
            ("2026-11-25T21:24:58Z,1234567.89,-0.001", 23),
            ("f47ac10b-58cc-4372-a567-0e02b2c3d479", 23),
            ("aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQgdGV4dCB0aGF0IG5vYm9keSByZWFkcyBidXQgc29tZSBlbWJlZA==", 63),
            ("世界上有多少种语言？", 11),
            ("世界には言語がいくつありますか。", 16),
            ("세계에는 얼마나 많은 언어가 있나요?", 21),
            ("Πόσες γλώσσες υπάρχουν στον κόσμο;", 32),
            ("ჯერ კიდევ რამდენი ენაა მსოფლიოში?", 61),
            ("Աշխարհում քանի՞ լեզու կա", 45),
            ("በዓለም ላይ ስንት ቋንቋዎች አሉ?", 49),
            ("כמה שפות יש בעולם?", 19),
            ("Việt Nam có bao nhiêu ngôn ngữ?", 16),
            ("Žluťoučký kůň úpěl ďábelské ódy", 24),
            ("👩🏽‍💻🎉", 13),
        ] {
            let estimate = tokens(text);
            assert!(estimate >= real, "{text}: {estimate} for {real}");
            assert!(estimate <= 3 * real, "{text}: {estimate} for {real}");
        }
    }
}
