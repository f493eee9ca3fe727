//! Any body of a response is read or is an error; a value that was read is the same after it is written and read again.
#![no_main]

use azure_inference::fuzzing::read_response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| match read_response(body) {
    Ok(response) => {
        let written = serde_json::to_vec(&response).expect("a response is JSON");
        assert_eq!(read_response(&written).as_ref(), Ok(&response), "{}", String::from_utf8_lossy(&written));
    }
    Err(message) => assert!(!message.is_empty()),
});
