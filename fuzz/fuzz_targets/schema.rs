//! Any schema of a function is made strict or only completed, in bounded time. Strict objects allow no additional properties
//! and require all properties.
#![no_main]

use std::convert::Infallible;

use azure_inference::ToolSet;
use azure_inference::models::FunctionDefinition;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|schema: &[u8]| {
    let Ok(Value::Object(schema)) = serde_json::from_slice(schema) else { return };
    let function = FunctionDefinition { parameters: schema, ..FunctionDefinition::new("f") };
    // A set completes the schema, and rejects arguments that are not an object.
    let tools = ToolSet::new().define(function.clone(), |_: Value| async { Ok::<_, Infallible>(()) });
    let Some(completed) = tools.definitions().first() else { return };
    let strict = function.strict();
    if strict.parameters != completed.function.parameters {
        check(&Value::Object(strict.parameters));
    }
});

fn check(schema: &Value) {
    let Some(members) = schema.as_object() else { panic!("{schema} is not a schema") };
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
