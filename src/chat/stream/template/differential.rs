//! Compares chunks read with templates with the same chunks decoded, for tests and the fuzzer.

use bytes::Bytes;

use super::{ERROR, Templates};
use crate::chat::accumulate::Accumulator;
use crate::chat::stream::Chunk;
use crate::error::ServiceError;
use crate::models::{StreamingChatCompletionsUpdate, json};

/// Reads chunks with templates and without. Returns the number of chunks that a template read.
///
/// # Panics
///
/// If a template reads JSON that serde_json does not decode, or if a chunk or the response differs.
pub(crate) fn compare<'a>(chunks: impl IntoIterator<Item = &'a [u8]>, is_single_choice: bool) -> usize {
    let mut templates = Templates::default();
    let (mut with, mut without) = (Accumulator::default(), Accumulator::default());
    let mut read = 0;
    for json in chunks {
        let delta = templates.read(json);
        let Ok(mut update) = Chunk::decode(json) else {
            assert!(delta.is_none(), "not a chunk: {}", String::from_utf8_lossy(json));
            continue;
        };
        if let ([choice], true) = (update.choices.as_deref_mut().unwrap_or_default(), is_single_choice) {
            choice.index = Some(0);
        }
        without.push(&update);
        let Some(delta) = delta else {
            with.push(&update);
            templates.learn(&update, json, is_single_choice, &with);
            continue;
        };
        serde_json::from_slice::<StreamingChatCompletionsUpdate>(json).expect("what a template reads is a chunk");
        let has_error = || json::read(json).is_ok_and(|event| ServiceError::in_event(&event).is_some());
        assert!(ERROR.find(json).is_none() || !has_error(), "a missed error: {}", String::from_utf8_lossy(json));
        with.push_plain(&delta, json);
        assert_eq!(with.extra_values(), without.extra_values());
        let [plain_json, json] = [json, json].map(Bytes::copy_from_slice);
        let (plain, decoded) = (Chunk::plain(delta, plain_json), Chunk::decoded(update, json));
        let views = |chunk: &Chunk| {
            let texts = [chunk.text().to_owned(), chunk.reasoning().to_owned()];
            let rest = (chunk.finish_reason().cloned(), chunk.tool_calls().to_vec(), chunk.usage().cloned());
            (texts, rest, chunk.content_filter())
        };
        assert_eq!(views(&plain), views(&decoded));
        assert_eq!(plain, decoded);
        read += 1;
    }
    assert_eq!(with.into_completions(), without.into_completions());
    read
}

/// Returns the chunks of an input. A line of JSON is a chunk; any other line edits the last line of JSON. An edit is a position
/// (two bytes), the number of bytes to remove (one byte), and the bytes to insert.
#[cfg(fuzzing)]
pub(crate) fn chunks_of(input: &[u8]) -> Vec<Vec<u8>> {
    let (mut chunks, mut base) = (Vec::new(), Vec::new());
    for line in input.split(|byte| *byte == b'\n') {
        match line {
            [high, low, removed, inserted @ ..] if *high != b'{' && !base.is_empty() => {
                let start = usize::from(u16::from_be_bytes([*high, *low])) % base.len();
                let end = (start + usize::from(*removed)).min(base.len());
                chunks.push([&base[..start], inserted, &base[end..]].concat());
            }
            _ => {
                base = line.to_vec();
                chunks.push(line.to_vec());
            }
        }
    }
    chunks
}
