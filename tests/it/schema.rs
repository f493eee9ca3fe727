//! Schemas of types: what they are, that they are as strict as services want, and that they fit the types.

mod zoo;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use azure_inference::models::{ChatCompletionsResponseFormatJsonSchemaDefinition as Format, FunctionDefinition};
use serde_json::{Map, Value, json};

use zoo::*;

/// Keywords that strict mode refuses.
const REFUSED: [&str; 28] = [
    "allOf",
    "const",
    "contains",
    "default",
    "deprecated",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "title",
    "unevaluatedProperties",
    "uniqueItems",
    "$schema",
];

/// Compares with the file `fixtures/schemas/NAME.json`; with `UPDATE_SCHEMAS` set it is written anew.
#[track_caller]
fn check_snapshot(name: &str, found: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/fixtures/schemas/{name}.json"));
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::write(&path, format!("{found:#}\n")).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
    assert!(kept == *found, "{name}: set UPDATE_SCHEMAS=1 to accept\n{found:#}");
}

/// A type whose schema is strict, and values of it.
#[track_caller]
fn check<T: Animal>(name: &str, values: &[T]) {
    let (function, format) = snapshot::<T>(name);
    assert_eq!(format.strict, Some(true), "{name}");
    if !is_wrapper(&json!(format.schema)) {
        assert_eq!(
            function.strict(),
            FunctionDefinition {
                parameters: format.schema.clone(),
                strict: Some(true),
                ..FunctionDefinition::from_type::<T>(name, "")
            }
        );
    }
    let schema = Value::Object(format.schema);
    check_strict(&schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for value in values {
        let json = answer_of(value, &schema);
        assert!(validator.is_valid(&json), "{name}: {json} is not valid: {schema:#}");
        let value_json = json.get("value").filter(|_| is_wrapper(&schema)).unwrap_or(&json);
        assert_eq!(&serde_json::from_value::<T>(value_json.clone()).unwrap(), value);
        for worse in worse(&json) {
            assert!(!validator.is_valid(&worse), "{name}: {worse} is valid: {schema:#}");
        }
    }
}

/// A type whose schema is not strict: left as it is, since a strict one would describe other JSON.
#[track_caller]
fn check_loose<T: Animal>(name: &str, value: &T) {
    let (function, format) = snapshot::<T>(name);
    assert_eq!(format.strict, Some(false), "{name}");
    assert_eq!(function.clone().strict(), FunctionDefinition { strict: Some(true), ..function }, "{name}");
    let schema = Value::Object(format.schema);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let json = answer_of(value, &schema);
    assert!(validator.is_valid(&json), "{name}: {json} is not valid: {schema:#}");
}

#[track_caller]
fn snapshot<T: Animal>(name: &str) -> (FunctionDefinition, Format) {
    let function = FunctionDefinition::from_type::<T>(name, "");
    let format = Format::from_type::<T>();
    let parameters = Value::Object(function.parameters.clone());
    jsonschema::draft202012::meta::validate(&parameters).unwrap();
    check_complete(&parameters);
    check_complete(&json!(format.schema));
    check_snapshot(name, &json!({"arguments": parameters, "format": format}));
    assert_eq!(format.name.trim_matches(|letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter)), "");
    (function, format)
}

/// Every array has `items`, every object `properties`, and none of the forms that services refuse is there.
#[track_caller]
fn check_complete(schema: &Value) {
    let says = |kind: &str| match &schema["type"] {
        Value::Array(kinds) => kinds.contains(&kind.into()),
        found => found == kind,
    };
    assert!(!says("array") || schema["items"].is_object(), "an array without `items`: {schema:#}");
    assert!(!says("object") || schema["properties"].is_object(), "an object without `properties`: {schema:#}");
    assert!(schema.get("prefixItems").is_none() && !schema["items"].is_array(), "a tuple: {schema:#}");
    for keyword in ["properties", "patternProperties", "$defs", "definitions"] {
        schema[keyword].as_object().into_iter().flatten().for_each(|(_, schema)| check_complete(schema));
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        schema[keyword].as_array().into_iter().flatten().for_each(check_complete);
    }
    for keyword in ["items", "additionalProperties", "not", "contains", "if", "then", "else"] {
        schema.get(keyword).filter(|schema| schema.is_object()).into_iter().for_each(check_complete);
    }
}

fn is_wrapper(schema: &Value) -> bool {
    schema["required"] == json!(["value"])
}

fn answer_of<T: Animal>(value: &T, schema: &Value) -> Value {
    let json = serde_json::to_value(value).unwrap();
    if is_wrapper(schema) { json!({"value": json}) } else { json }
}

/// The same with a property more or less, at every place.
fn worse(json: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let members: Vec<(String, &Value)> = match json {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("a property more".to_owned(), Value::Null);
            all.push(more.into());
            for name in members.keys() {
                let mut less = members.clone();
                less.remove(name);
                all.push(less.into());
            }
            members.iter().map(|(name, member)| (name.clone(), member)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (name, member) in members {
        for worse in worse(member) {
            let mut whole = json.clone();
            match &mut whole {
                Value::Array(items) => items[name.parse::<usize>().unwrap()] = worse,
                whole => whole[&name] = worse,
            }
            all.push(whole);
        }
    }
    all
}

/// Every object is closed, all its properties are required, and nothing is said that strict mode refuses.
#[track_caller]
fn check_strict(root: &Value) {
    jsonschema::draft202012::meta::validate(root).unwrap();
    assert_eq!(root["type"], "object", "{root:#}");
    assert!(root.get("anyOf").is_none(), "{root:#}");
    let mut used = BTreeSet::new();
    check_strict_at(root, &mut used);
    let definitions = root.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    definitions.values().for_each(|definition| check_strict_at(definition, &mut used));
    assert_eq!(used, definitions.keys().map(|name| format!("#/$defs/{name}")).collect());
}

#[track_caller]
fn check_strict_at(schema: &Value, used: &mut BTreeSet<String>) {
    let members = schema.as_object().unwrap();
    let refused: Vec<&String> = members.keys().filter(|keyword| REFUSED.contains(&keyword.as_str())).collect();
    assert!(refused.is_empty(), "{refused:?} in {schema:#}");
    if let Some(reference) = schema.get("$ref") {
        assert_eq!(members.len(), 1, "{schema:#}");
        used.insert(reference.as_str().unwrap().to_owned());
        return;
    }
    if let Some(branches) = schema.get("anyOf") {
        assert!(
            members.keys().all(|keyword| ["anyOf", "description", "$defs"].contains(&keyword.as_str())),
            "{schema:#}"
        );
        branches.as_array().unwrap().iter().for_each(|branch| check_strict_at(branch, used));
        return;
    }
    let types = schema["type"].to_string();
    assert_ne!(types, "null_value", "{schema:#}");
    if types.contains("object") {
        assert_eq!(schema["additionalProperties"], false, "{schema:#}");
        let properties = schema["properties"].as_object().unwrap();
        let names: Vec<&String> = properties.keys().collect();
        assert_eq!(schema["required"], json!(names));
        properties.values().for_each(|property| check_strict_at(property, used));
    }
    if types.contains("array") {
        check_strict_at(&schema["items"], used);
    }
    assert!(schema.get("type").is_some(), "{schema:#}");
}

#[test]
fn structs_of_every_kind_are_strict() {
    let city = City {
        name: "Berlin".to_owned(),
        population: Some(3_700_000),
        capital: true,
        location: place(),
        hall: place(),
        twin: None,
        districts: vec!["Mitte".to_owned()],
    };
    check("city", &[city.clone(), City { twin: Some(Box::new(place())), population: None, ..city }]);
    let g = 3.try_into().unwrap();
    let primitives = Primitives { a: 1, b: -2, c: 0.5, d: true, e: 'ä', f: (), g, h: 4, i: -5, j: "x".into() };
    check("primitives", &[primitives]);
    #[expect(deprecated, reason = "it is in the zoo for being so")]
    let limits = Limits {
        word: "abc".to_owned(),
        words: vec!["a".to_owned()],
        stars: Some(3),
        percent: 12.5,
        mail: "a@b.example".to_owned(),
        old: None,
        address: [127, 0, 0, 1].into(),
    };
    check("limits", &[limits]);
    let lasts = std::time::Duration::from_millis(1500);
    check("dates", &[Dates { day: "2026-01-01".to_owned(), instant: None, lasts }]);
    check("defaults", &[Defaults { sort_by: Some("name".to_owned()), ..Defaults::default() }]);
    check("closed", &[Closed { a: Some(vec![Some(1), None]), b: Empty {} }, Closed { a: None, b: Empty {} }]);
    check("empty", &[Empty {}]);
    let point = || Point(1, None);
    let wrapped = || Wrapped { inner: place() };
    let pair = ("a".to_owned(), 2);
    check(
        "tuples",
        &[Tuples { pair, same: (0.5, 1.5), array: [1, 2, 3], point: point(), wrapped: wrapped(), named: wrapped() }],
    );
    let odder = Odder { r#enum: "x".to_owned() };
    let odd = Odd { reference: "a".to_owned(), format: None, r#type: vec![odder], properties: true };
    check("odd", &[Odd { format: Some(Box::new(odd.clone())), ..odd }]);
}

#[test]
fn enums_of_every_tagging_are_strict() {
    check("order", &[Order::Rising, Order::Falling, Order::AsItComes]);
    check("documented", &[Documented::A, Documented::B]);
    let all = BTreeSet::from([Order::Rising, Order::Falling]);
    check("orders", &[Orders { first: Order::Rising, then: None, all: all.clone() }]);
    check("external", &externals());
    check("internal", &internals());
    let adjacent = [Adjacent::Unit, Adjacent::Newtype(place()), Adjacent::Tuple(1, 2), Adjacent::Struct { a: true }];
    check("adjacent", &adjacent);
    let (a, text) = (vec![1, 2], "x".to_owned());
    let untagged = [Untagged::Number(0.5), Untagged::Text(text), Untagged::Place(place()), Untagged::Struct { a }];
    check("untagged", &untagged);
    let choices = Choices {
        external: externals(),
        internal: internals(),
        adjacent: adjacent.to_vec(),
        untagged: untagged.to_vec(),
        result: Err("no".to_owned()),
        maybe: None,
    };
    check("choices", &[Choices { maybe: internals().pop(), result: Ok(1), ..choices.clone() }, choices]);
}

#[test]
fn recursion_and_generics_are_strict() {
    let leaf = |name: &str| Tree { name: name.to_owned(), children: Vec::new(), left: None };
    check("tree", &[Tree { name: "a".to_owned(), children: vec![leaf("b")], left: Some(Box::new(leaf("c"))) }]);
    check("trees", &[vec![leaf("a"), leaf("b")]]);
    let number = |number| Box::new(Expression::Number(number));
    let sum = Expression::Sum { left: number(1.5), right: Box::new(Expression::Negative(number(2.5))) };
    check("expression", &[sum]);
    check("tagged", &[Tagged::Negative(Negative { of: Box::new(Tagged::Number { value: 0.5 }) })]);
    let (left, right) = (Box::new(Formula::Number(0.5)), Box::new(Formula::List(Vec::new())));
    let pair = Formula::Pair { left, by: Operator::Plus, right };
    check(
        "formula",
        &[Formula::List(vec![
            pair.clone(),
            Formula::Pair { left: Box::new(pair.clone()), by: Operator::Quoted, right: Box::new(pair) },
        ])],
    );
    let path = Shape::OpenPath { point_list: vec![place()], is_closed: true };
    check("shapes", &[vec![Shape::FlatCircle { radius_in_m: 1.5 }, path]]);
    let page = Page { items: vec![place()], next: None };
    check("page", &[Page { items: Vec::new(), next: Some(Box::new(page.clone())) }]);
    check("pages", &[Pages { places: page, orders: Page { items: vec![Order::Falling], next: None } }]);
}

#[test]
fn flattened_types_are_strict() {
    let name = || "a".to_owned();
    let extras = [External::Newtype(place()), External::Struct { a: 1, b: None }];
    let flat = |shape: Internal, extra: External| Flat { name: name(), location: place(), shape, extra };
    check("flat", &[flat(Internal::Unit, extras[0].clone()), flat(internals().pop().unwrap(), extras[1].clone())]);
    let enums: Vec<FlatEnum> = internals().into_iter().map(|shape| FlatEnum { name: name(), shape }).collect();
    check("flat_enum", &enums);
    check("flat_option", &[FlatOption { name: name(), location: Some(place()) }]);
}

#[test]
fn what_is_no_object_comes_in_one() {
    check("number", &[7_u32]);
    check("text", &["a".to_owned()]);
    check("list", &[vec![Some(1), None]]);
    check("option", &[Some(place()), None]);
    check("unit", &[Unit]);
}

#[test]
fn maps_and_any_json_are_not_strict() {
    let counts = [("a".to_owned(), 1)].into();
    check_loose("maps", &Maps { counts, by_id: [(1, place())].into(), place: place() });
    check_loose("anything", &Anything { value: json!([1, {"a": null}]), maybe: None });
    check_loose("flat_map", &FlatMap { name: "a".to_owned(), rest: [("b".to_owned(), 1)].into() });
}

#[test]
fn no_arguments_are_an_empty_object() {
    let empty = json!({"type": "object", "properties": {}});
    for function in [
        FunctionDefinition::from_type::<()>("f", ""),
        FunctionDefinition::from_type::<Unit>("f", ""),
        FunctionDefinition::from_type::<Empty>("f", ""),
    ] {
        assert_eq!(Value::Object(function.parameters.clone()), empty);
        check_strict(&Value::Object(function.strict().parameters));
    }
}

#[test]
fn schemas_by_hand_become_strict_too() {
    fn strict(schema: Value) -> FunctionDefinition {
        let parameters = schema.as_object().cloned().unwrap_or_default();
        FunctionDefinition { parameters, ..FunctionDefinition::new("f") }.strict()
    }
    let function = strict(json!({
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 1, "description": "Where"},
            "unit": {"enum": ["c", "f"]},
            "day": {"$ref": "#/definitions/Day"},
            "days": {"type": "array", "items": {"allOf": [{"$ref": "#/definitions/Day"}]}, "maxItems": 3},
        },
        "required": ["city"],
        "definitions": {"Day": {"type": "string", "format": "date"}},
    }));
    assert_eq!(function.strict, Some(true));
    let parameters = Value::Object(function.parameters);
    check_strict(&parameters);
    assert_eq!(
        parameters["properties"],
        json!({
            "city": {"type": "string", "description": "Where\nLength: at least 1."},
            "unit": {"type": ["string", "null"], "enum": ["c", "f", null]},
            "day": {"anyOf": [{"$ref": "#/$defs/Day"}, {"type": "null"}]},
            "days": {
                "type": ["array", "null"],
                "items": {"type": "string", "description": "Format: date."},
                "description": "Items: at most 3.",
            },
        })
    );
    let choice = json!({"anyOf": [{"type": "object"}, {"type": "object", "properties": {"a": {"type": "null"}}}]});
    check_strict(&Value::Object(strict(choice).parameters));
    // Left as they are: no strict schema says the same.
    for loose in [
        json!({"type": "object", "properties": {}, "additionalProperties": true}),
        json!({"type": "object", "properties": {"a": true}}),
        json!({"type": "object", "properties": {"a": {"$ref": "https://schemas.example/a"}}}),
        json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}),
        json!({"type": "object", "properties": {"a": {"type": "array", "items": {}}}}),
        json!({"type": "object", "properties": {}, "required": ["a"]}),
        json!({"type": "string"}),
    ] {
        let function = strict(loose.clone());
        assert_eq!((function.strict, Value::Object(function.parameters)), (Some(true), loose));
    }
}

#[test]
fn what_a_strict_schema_allows_fits_the_type() {
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

/// Makes values at random from the schema.
#[track_caller]
fn check_samples<T: Animal>() {
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
        // Deep down the branch that ends soonest: null, or the first.
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
