//! Chunks that a template reads are chunks to serde_json too, with the same text and the same response.
//!
//! The first byte says whether the request asked for one choice. Then each line is a chunk, or an edit of the last line that
//! was one: a place of two bytes, how many bytes to remove, and what to insert.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| azure_inference::fuzzing::compare_templates(input));
