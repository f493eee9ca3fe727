//! Chunks read with templates are equal to chunks decoded by serde_json, with the same response.
//!
//! If the first byte is even, the request is for one choice. Then each line is a chunk, or an edit of the last line that was a
//! chunk: a position (two bytes), the number of bytes to remove (one byte), and the bytes to insert.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| azure_inference::fuzzing::compare_templates(input));
