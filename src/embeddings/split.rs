//! Splits inputs into batches that services accept, by number of inputs and estimated tokens.

use std::ops::Range;

use super::batches::EmbeddingBody;
use crate::client::Client;
use crate::transport::endpoint::EndpointKind;

/// Maximum number of inputs and tokens of a request, and of concurrent requests. A single input may exceed the number of tokens.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub(super) inputs: usize,
    pub(super) tokens: usize,
    pub(super) concurrency: usize,
}

impl Limits {
    pub(super) fn new(client: &Client) -> Self {
        let members = client.members.iter().flat_map(|members| &members.clients);
        // A batch must fit every member of a pool.
        let least = |size: fn(EndpointKind) -> usize| {
            members.clone().fold(size(client.endpoint_kind()), |least, member| least.min(size(member.endpoint_kind())))
        };
        let tokens = least(EndpointKind::embeddings_batch_tokens);
        Self { inputs: least(EndpointKind::embeddings_batch_size), tokens, concurrency: 4 }
    }

    /// Returns the number of inputs in the first batch.
    pub(super) fn first_batch<B: EmbeddingBody>(self, inputs: &[B::Input]) -> usize {
        let mut tokens = 0_usize;
        let fits = |input: &&B::Input| {
            tokens = tokens.saturating_add(B::tokens(input));
            tokens <= self.tokens
        };
        inputs.iter().take(self.inputs).take_while(fits).count().max(1).min(inputs.len())
    }
}

/// The inputs that have not been sent yet. Iterates over the bodies of their requests, each with the range of its inputs.
pub(super) struct Pending<B: EmbeddingBody> {
    /// The body without inputs.
    body: B,
    /// Inputs with the index of the first; the last range is sent next. There are several after a request was too large.
    ranges: Vec<(usize, Vec<B::Input>)>,
    limits: Limits,
}

impl<B: EmbeddingBody> Pending<B> {
    pub(super) fn new(mut body: B, limits: Limits) -> Self {
        let inputs = std::mem::take(body.fields().input);
        Self { body, ranges: vec![(0, inputs)], limits }
    }

    /// Splits the inputs of a request that the service rejected as too large in two, and limits all further requests to half of its tokens.
    /// Returns `false` for a single input, which can't be split.
    pub(super) fn split(&mut self, start: usize, mut inputs: Vec<B::Input>) -> bool {
        if inputs.len() < 2 {
            return false;
        }
        let tokens = inputs.iter().fold(0_usize, |sum, input| sum.saturating_add(B::tokens(input)));
        self.limits.tokens = self.limits.tokens.min(tokens / 2);
        // The limit alone may not split them: a single input may have most of the tokens.
        let second = inputs.split_off(inputs.len() / 2);
        self.ranges.push((start + inputs.len(), second));
        self.ranges.push((start, inputs));
        true
    }
}

impl<B: EmbeddingBody> Iterator for Pending<B> {
    type Item = (Range<usize>, B);

    fn next(&mut self) -> Option<Self::Item> {
        let (start, mut inputs) = self.ranges.pop()?;
        let count = self.limits.first_batch::<B>(&inputs);
        let rest = inputs.split_off(count);
        if !rest.is_empty() {
            self.ranges.push((start + count, rest));
        }
        if inputs.is_empty() {
            return self.next();
        }
        let mut body = self.body.clone();
        *body.fields().input = inputs;
        Some((start..start + count, body))
    }
}

/// Estimates the tokens of a text without a tokenizer, at the upper end: three letters of the same case or three digits count
/// as one token, and so does each character of a long word, such as base64.
pub(super) fn estimate_tokens(text: &str) -> usize {
    const CHARACTERS_PER_TOKEN: usize = 3;
    const MAX_WORD: usize = 16;
    let mut tokens = 0;
    // The length so far of the run of letters of the same case or digits, and of the word of letters and digits.
    let (mut run, mut word) = (0, 0);
    let mut previous = ' ';
    for character in text.chars() {
        let continues_run = matches!(
            (previous, character),
            ('a'..='z' | 'A'..='Z', 'a'..='z') | ('A'..='Z', 'A'..='Z') | ('0'..='9', '0'..='9')
        );
        run = if continues_run { run + 1 } else { 0 };
        word = if character.is_ascii_alphanumeric() { word + 1 } else { 0 };
        tokens += match character {
            _ if word > MAX_WORD => 1,
            'a'..='z' | 'A'..='Z' | '0'..='9' => usize::from(run % CHARACTERS_PER_TOKEN == 0),
            // A single space is part of the token of the next word.
            ' ' => usize::from(previous == ' '),
            // Chinese, Japanese and Korean.
            '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 2,
            // Byte-pair encoding has at most one token per byte, and one for the space before.
            character => character.len_utf8() + usize::from(previous == ' ' && !character.is_ascii()),
        };
        previous = character;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{EmbeddingsInput, EmbeddingsOptions};

    /// Joins the texts of a body with commas.
    fn texts(body: &EmbeddingsOptions) -> String {
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

    #[test]
    fn inputs_are_split_by_number_and_by_tokens() {
        let limits = |inputs, tokens| Limits { inputs, tokens, concurrency: 1 };
        for (name, inputs, limits, expected) in [
            ("number of inputs", vec!["a", "b", "c"], limits(2, 99), vec![(0..2, "a,b"), (2..3, "c")]),
            ("tokens", vec!["a", "b", "c"], limits(9, 2), vec![(0..2, "a,b"), (2..3, "c")]),
            (
                "an input over the limit between others",
                vec!["a", "b b b", "c"],
                limits(9, 2),
                vec![(0..1, "a"), (1..2, "b b b"), (2..3, "c")],
            ),
            ("an input over the limit first", vec!["a b c", ""], limits(9, 2), vec![(0..1, "a b c"), (1..2, "")]),
            ("empty inputs", vec!["", "", ""], limits(9, 0), vec![(0..3, ",,")]),
            ("no inputs", vec![], limits(9, 9), vec![]),
        ] {
            let batches: Vec<_> = pending(&inputs, limits).map(|(range, body)| (range, texts(&body))).collect();
            let expected: Vec<_> = expected.into_iter().map(|(range, texts)| (range, texts.to_owned())).collect();
            assert_eq!(batches, expected, "{name}");
        }
    }

    #[test]
    fn too_large_requests_are_split_down_to_one_input() {
        let mut pending = pending(&["a", "b", "c", "d", "e", "f"], Limits { inputs: 4, tokens: 99, concurrency: 1 });
        let (range, body) = pending.next().unwrap();
        assert_eq!(range, 0..4);
        assert!(pending.split(range.start, body.input));
        let (range, body) = pending.next().unwrap();
        assert_eq!((range.clone(), texts(&body).as_str()), (0..2, "a,b"));
        assert!(pending.split(range.start, body.input));
        let (range, body) = pending.next().unwrap();
        assert_eq!(range, 0..1);
        assert!(!pending.split(range.start, body.input));
        let rest: Vec<Range<usize>> = pending.map(|(range, _)| range).collect();
        assert_eq!(rest, [1..2, 2..3, 3..4, 4..5, 5..6]);
    }

    #[test]
    fn token_estimates_are_at_least_the_real_number() {
        // The larger number of tokens of cl100k_base and o200k_base, the tokenizers of OpenAI's models.
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
            let estimate = estimate_tokens(text);
            assert!((real..=3 * real).contains(&estimate), "{text}: {estimate} for {real}");
        }
    }
}
