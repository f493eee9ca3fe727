//! Streams of the Responses API: for any events, the texts of the chunks are the text of the response.

#![no_main]

use azure_inference::fuzzing::read_response_stream;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [chunks, response] = read_response_stream(input);
    assert_eq!(chunks, response);
});
