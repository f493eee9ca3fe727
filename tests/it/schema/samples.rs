//! Random values that a strict schema allows can be deserialized.

use azure_inference::models::ChatCompletionsResponseFormatJsonSchemaDefinition as Format;
use serde_json::{Map, Value};

use super::checks::is_wrapper;
use super::types::*;

#[test]
fn values_that_a_strict_schema_allows_can_be_deserialized() {
    check_samples::<City>();
    check_samples::<Primitives>();
    check_samples::<Defaults>();
    check_samples::<Closed>();
    check_samples::<Orders>();
    check_samples::<Internal>();
    check_samples::<Untagged>();
    check_samples::<Tree>();
    check_samples::<Expression>();
    check_samples::<Tagged>();
    check_samples::<Formula>();
    check_samples::<Vec<Shape>>();
    check_samples::<Pages>();
    check_samples::<FlatEnum>();
    check_samples::<FlatOption>();
    check_samples::<Option<Location>>();
}

/// Generates random values from the schema and deserializes them.
#[track_caller]
fn check_samples<T: TestType>() {
    let schema = Value::Object(Format::from_type::<T>().schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut random = 7;
    for _ in 0..50 {
        let sample = sample(&schema, &schema, 0, &mut random);
        assert!(validator.is_valid(&sample), "{sample}");
        let value = if is_wrapper(&schema) { &sample["value"] } else { &sample };
        if let Err(error) = serde_json::from_value::<T>(value.clone()) {
            panic!("{error}: {value} of {schema:#}");
        }
    }
}

fn sample(schema: &Value, root: &Value, depth: usize, random: &mut u64) -> Value {
    let choose = |random: &mut u64, count: usize| {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*random >> 33) as usize % count
    };
    if let Some(reference) = schema["$ref"].as_str() {
        return sample(root.pointer(&reference[1..]).unwrap(), root, depth + 1, random);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        // At depth, take the branch that ends soonest: null, or the first.
        let null = branches.iter().position(|branch| branch["type"] == "null").unwrap_or(0);
        let branch = if depth > 8 { null } else { choose(random, branches.len()) };
        return sample(&branches[branch], root, depth + 1, random);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values[choose(random, values.len())].clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[choose(random, kinds.len())].as_str().unwrap(),
        kind => kind.as_str().unwrap(),
    };
    match kind {
        "object" => {
            let properties = schema["properties"].as_object().unwrap().iter();
            let members = properties.map(|(name, property)| (name.clone(), sample(property, root, depth + 1, random)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        "array" => {
            let count = if depth > 8 { 0 } else { choose(random, 3) };
            (0..count).map(|_| sample(&schema["items"], root, depth + 1, random)).collect()
        }
        "string" => "ä".into(),
        "integer" => (1 + choose(random, 9)).into(),
        "number" => 0.5.into(),
        "boolean" => (choose(random, 2) == 0).into(),
        _ => Value::Null,
    }
}
