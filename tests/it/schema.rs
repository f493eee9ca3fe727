//! Schemas of types: their text, whether they are strict, and whether values of the type match them.

mod checks;
mod samples;
mod types;

use std::collections::BTreeSet;

use azure_inference::models::FunctionDefinition;
use serde_json::{Value, json};

use checks::{check, check_loose, check_strict};
use types::*;

#[test]
fn structs_have_strict_schemas() {
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
    #[expect(deprecated, reason = "the test covers a deprecated field")]
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
fn enums_with_every_representation_have_strict_schemas() {
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
fn recursive_and_generic_types_have_strict_schemas() {
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
fn flattened_types_have_strict_schemas() {
    let name = || "a".to_owned();
    let extras = [External::Newtype(place()), External::Struct { a: 1, b: None }];
    let flat = |shape: Internal, extra: External| Flat { name: name(), location: place(), shape, extra };
    check("flat", &[flat(Internal::Unit, extras[0].clone()), flat(internals().pop().unwrap(), extras[1].clone())]);
    let enums: Vec<FlatEnum> = internals().into_iter().map(|shape| FlatEnum { name: name(), shape }).collect();
    check("flat_enum", &enums);
    check("flat_option", &[FlatOption { name: name(), location: Some(place()) }]);
}

#[test]
fn other_types_are_wrapped_in_an_object() {
    check("number", &[7_u32]);
    check("text", &["a".to_owned()]);
    check("list", &[vec![Some(1), None]]);
    check("option", &[Some(place()), None]);
    check("unit", &[Unit]);
}

#[test]
fn maps_and_arbitrary_json_are_not_strict() {
    let counts = [("a".to_owned(), 1)].into();
    check_loose("maps", &Maps { counts, by_id: [(1, place())].into(), place: place() });
    check_loose("anything", &Anything { value: json!([1, {"a": null}]), maybe: None });
    check_loose("flat_map", &FlatMap { name: "a".to_owned(), rest: [("b".to_owned(), 1)].into() });
}

#[test]
fn a_type_without_fields_is_an_empty_object() {
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

/// A function whose hand-written schema is made strict.
fn strict(schema: Value) -> FunctionDefinition {
    let parameters = schema.as_object().cloned().unwrap_or_default();
    FunctionDefinition { parameters, ..FunctionDefinition::new("f") }.strict()
}

#[test]
fn hand_written_schemas_can_be_made_strict() {
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
}

#[test]
fn schemas_without_a_strict_form_are_left_unchanged() {
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
