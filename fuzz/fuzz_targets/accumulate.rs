//! Any chunks, one a line, give a response.
#![no_main]

use azure_inference::{Accumulator, Chunk};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut answer = Accumulator::default();
    for line in input.split(|byte| *byte == b'\n') {
        if let Ok(chunk) = Chunk::from_json(line.to_vec()) {
            let _ = chunk.text();
            answer.push(chunk.update());
        }
    }
    let choices = answer.into_completions().choices.unwrap_or_default();
    assert!(choices.iter().all(|choice| choice.message.is_some()));
});
