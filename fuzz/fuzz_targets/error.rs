//! Any error body is decoded, and no text of the error is longer than the body allows.
#![no_main]

use azure_inference::fuzzing::read_error;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let [code, message, param] = read_error(body);
    // An invalid byte becomes three bytes of UTF-8.
    let limit = 3 * body.len() + 64;
    let texts = [code, message, param];
    assert!(texts.iter().flatten().all(|text| text.len() <= limit), "{texts:?}");
});
