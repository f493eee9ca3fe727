//! Any text of a model: JSON is decoded to the same value as by serde_json, and a decoded value is equal after it is encoded
//! and decoded again.
#![no_main]

use azure_inference::fuzzing::read_model_json;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let strict = serde_json::from_str::<Value>(text).ok();
    let read = read_model_json(text);
    match (&read, strict) {
        (read, Some(strict)) => assert_eq!(read.as_ref(), Some(&strict)),
        (Some(value), None) => assert!(value.is_object() || value.is_array()),
        (None, None) => {}
    }
    if let Some(value) = read {
        assert_eq!(read_model_json(&value.to_string()).as_ref(), Some(&value));
    }
});
