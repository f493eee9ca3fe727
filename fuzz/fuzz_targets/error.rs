//! Any body of an error is read: it has a message unless it is empty, and no text is longer than the body can be.
#![no_main]

use azure_inference::fuzzing::read_error;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let [code, message, param] = read_error(body);
    // A byte that is not UTF-8 becomes three.
    let most = 3 * body.len() + 64;
    let texts = [code, message, param];
    assert!(texts.iter().flatten().all(|text| text.len() <= most), "{texts:?}");
});
