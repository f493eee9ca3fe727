//! Any body is a completion or an error. A decoded completion is equal after it is encoded and decoded again.
#![no_main]

use azure_inference::fuzzing::read_response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| match read_response(body) {
    Ok(response) => {
        let encoded = serde_json::to_vec(&response).expect("a completion is JSON");
        assert_eq!(read_response(&encoded).as_ref(), Ok(&response), "{}", String::from_utf8_lossy(&encoded));
    }
    Err(message) => assert!(!message.is_empty()),
});
