//! Any chunks, one per line, are accumulated into a response in which each choice has a message.
#![no_main]

use azure_inference::{Accumulator, Chunk};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut response = Accumulator::default();
    for line in input.split(|byte| *byte == b'\n') {
        if let Ok(chunk) = Chunk::from_json(line.to_vec()) {
            let _ = chunk.text();
            response.push(chunk.update());
        }
    }
    let choices = response.into_completions().choices.unwrap_or_default();
    assert!(choices.iter().all(|choice| choice.message.is_some()));
});
