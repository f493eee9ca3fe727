//! Any schema of a function is made strict in bounded time or left as it is; strict objects are closed and require all members.
#![no_main]

use azure_inference::models::FunctionDefinition;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|schema: &[u8]| {
    let Ok(Value::Object(schema)) = serde_json::from_slice(schema) else { return };
    let function = FunctionDefinition { parameters: schema.clone(), ..FunctionDefinition::new("f") }.strict();
    match function.strict {
        Some(true) => check(&Value::Object(function.parameters)),
        _ => assert_eq!(function.parameters, schema),
    }
});

fn check(schema: &Value) {
    let Some(members) = schema.as_object() else { panic!("{schema} is no schema") };
    if let Some(Value::Object(properties)) = members.get("properties") {
        assert_eq!(schema["additionalProperties"], false, "{schema}");
        let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
        assert!(properties.keys().all(|name| required.iter().any(|required| *required == name)), "{schema}");
        properties.values().for_each(check);
    }
    for keyword in ["items", "$defs", "anyOf"] {
        match members.get(keyword) {
            Some(Value::Array(schemas)) => schemas.iter().for_each(check),
            Some(Value::Object(schemas)) if keyword == "$defs" => schemas.values().for_each(check),
            Some(schema) => check(schema),
            None => {}
        }
    }
}
