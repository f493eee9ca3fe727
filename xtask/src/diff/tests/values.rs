//! What becomes of one property: its type, its limits, its values, its alternatives.

use serde_json::{Value, json};

use super::{document, reference, text};
use crate::diff::compare;

/// What is found where a property `p` has changed, of the request, of the response, or of what is in both.
#[track_caller]
fn check_property(old: Value, new: Value, what: &[&str], [senders, readers]: [bool; 2]) {
    let is = |breaks: bool, text| if breaks { ("!", text) } else { ("~", "") };
    let both = match (senders, readers) {
        (true, true) => " [breaks senders and readers]",
        (true, false) => " [breaks senders]",
        (false, true) => " [breaks readers]",
        (false, false) => "",
    };
    let sides = [
        ("Request", is(senders, " [breaks senders]")),
        ("Response", is(readers, " [breaks readers]")),
        ("Shared", is(senders || readers, both)),
    ];
    for (name, (mark, effect_text)) in sides {
        let with = |property: &Value| {
            let mut document = document(json!({}));
            document["components"]["schemas"][name]["properties"]["p"] = property.clone();
            document
        };
        let report = compare(("old", &with(&old)), ("new", &with(&new)));
        let found: Vec<String> = report.changes.iter().map(|change| change.to_string()).collect();
        let marked = |what: &&str| {
            let kind = what.chars().next().filter(|first| "+-".contains(*first));
            let text = what.trim_start_matches(['+', '-']);
            let mark = match kind {
                Some(kind) if mark == "~" => kind.to_string(),
                _ => mark.to_owned(),
            };
            format!("{mark} {name}.p{text}{effect_text}")
        };
        assert_eq!(found, what.iter().map(marked).collect::<Vec<_>>());
    }
}

const NOBODY: [bool; 2] = [false, false];
const SENDERS: [bool; 2] = [true, false];
const READERS: [bool; 2] = [false, true];
const BOTH: [bool; 2] = [true, true];

#[test]
fn types() {
    check_property(text(), text(), &[], NOBODY);
    check_property(text(), json!({"type": "integer"}), &[": is integer instead of string"], BOTH);
    check_property(json!({"type": "integer"}), json!({"type": "number"}), &[": is number instead of integer"], BOTH);
    check_property(json!({"type": "number"}), json!({"type": "integer"}), &[": is integer instead of number"], BOTH);
    check_property(text(), json!({}), &[": is anything instead of string"], BOTH);
    check_property(json!({}), text(), &[": is string instead of anything"], BOTH);
    let list = |items: Value| json!({"type": "array", "items": items});
    check_property(text(), list(text()), &[": is array instead of string"], BOTH);
    check_property(list(text()), list(json!({"type": "boolean"})), &["[]: is boolean instead of string"], BOTH);
    check_property(list(text()), json!({"type": "array"}), &["[]: is anything instead of string"], BOTH);
    check_property(json!({"type": "array"}), list(text()), &["[]: is string instead of anything"], BOTH);
    let map = |values: Value| json!({"type": "object", "additionalProperties": values});
    check_property(map(text()), map(json!({"type": "boolean"})), &["{}: is boolean instead of string"], BOTH);
    check_property(map(json!(true)), map(json!(false)), &[": allows fewer properties besides these"], SENDERS);
    check_property(map(json!(false)), map(json!({})), &[": allows more properties besides these"], NOBODY);
}

#[test]
fn null_and_what_is_read_only() {
    let nullable = json!({"type": "string", "nullable": true});
    check_property(text(), nullable.clone(), &[": may be null now"], READERS);
    check_property(nullable, text(), &[": may no longer be null"], SENDERS);
    let wrapped = |nullable: bool| json!({"allOf": [reference("Shared")], "nullable": nullable});
    check_property(reference("Shared"), wrapped(false), &[], NOBODY);
    check_property(reference("Shared"), wrapped(true), &[": may be null now"], READERS);
    check_property(text(), json!({"type": "string", "readOnly": true}), &[": is read-only now"], SENDERS);
    check_property(text(), json!({"type": "string", "writeOnly": true}), &[": is write-only now"], READERS);
    check_property(text(), json!({"type": "string", "deprecated": true}), &[": is deprecated now"], NOBODY);
    check_property(text(), json!({"type": "string", "default": "x"}), &[": `default` is \"x\" now"], NOBODY);
}

#[test]
fn limits_and_formats() {
    let number = |keyword: &str, value: f64| json!({"type": "number", keyword: value});
    check_property(number("maximum", 1.0), number("maximum", 2.0), &[": `maximum` is 2.0 instead of 1.0"], READERS);
    check_property(number("minimum", 0.0), number("minimum", 1.0), &[": `minimum` is 1.0 instead of 0.0"], SENDERS);
    let pattern = json!({"type": "string", "pattern": "^a"});
    check_property(text(), pattern.clone(), &[": `pattern` is \"^a\" now"], SENDERS);
    check_property(pattern, text(), &[": `pattern` is no longer \"^a\""], READERS);
    let integer = |format: &str| json!({"type": "integer", "format": format});
    let wider = ": `format` is \"int64\" instead of \"int32\"";
    check_property(integer("int32"), integer("int64"), &[wider], READERS);
    let other = ": `format` is \"unixtime\" instead of \"int64\"";
    check_property(integer("int64"), integer("unixtime"), &[other], BOTH);
}

#[test]
fn enums() {
    let closed = |values: &[&str]| json!({"type": "string", "enum": values});
    let open = |values: &[&str]| json!({"anyOf": [text(), closed(values)]});
    for is_open in [false, true] {
        let of = |values: &[&str]| if is_open { open(values) } else { closed(values) };
        check_property(of(&["a", "c"]), of(&["a", "c", "b"]), &["+: the value \"b\" is new"], NOBODY);
        check_property(of(&["a", "b", "c"]), of(&["b", "c"]), &["-: the value \"a\" is gone"], BOTH);
        check_property(of(&["a", "b"]), of(&["b", "a"]), &[], NOBODY);
    }
    let null = json!({"type": "string", "enum": ["a", null], "nullable": true});
    check_property(null, json!({"type": "string", "enum": ["a"], "nullable": true}), &[], NOBODY);
    let numbers = |values: &[i64]| json!({"type": "integer", "enum": values});
    check_property(numbers(&[1, 2]), numbers(&[2]), &["-: the value 1 is gone"], SENDERS);
}

/// A text and an enum are different types in Rust, and so are a closed and an open one in requests.
#[test]
fn enums_that_come_and_go() {
    let closed = |values: &[&str]| json!({"type": "string", "enum": values});
    let open = |values: &[&str]| json!({"anyOf": [text(), closed(values)]});
    let many = ["a", "b"];
    check_property(text(), open(&["a"]), &[": has known values now"], BOTH);
    check_property(open(&["a"]), text(), &[": no longer has known values"], BOTH);
    check_property(text(), closed(&many), &[": allows only known values"], BOTH);
    check_property(closed(&many), text(), &[": no longer has known values"], BOTH);
    check_property(closed(&many), open(&many), &[": allows other values too"], SENDERS);
    check_property(open(&many), closed(&many), &[": allows only known values"], SENDERS);
    // In responses an enum of one value is a text.
    check_property(text(), closed(&["a"]), &[": allows only known values"], SENDERS);
    check_property(closed(&["a"]), text(), &[": no longer has known values"], SENDERS);
    check_property(closed(&["a"]), open(&["a"]), &[": allows other values too"], BOTH);
    let added = ["+: the value \"b\" is new", ": is a type of its own now, or no longer"];
    check_response(closed(&["a"]), closed(&many), &added);
}

/// What is found of a response's property `p`.
#[track_caller]
fn check_response(old: Value, new: Value, expected: &[&str]) {
    let with = |property: Value| {
        let mut document = document(json!({}));
        document["components"]["schemas"]["Response"]["properties"]["p"] = property;
        document
    };
    let report = compare(("old", &with(old)), ("new", &with(new)));
    let found: Vec<String> = report.changes.iter().map(|change| change.to_string()).collect();
    assert!(
        expected.iter().all(|part| found.iter().any(|line| line.contains(part.trim_start_matches('+')))),
        "{found:#?}"
    );
    assert!(report.breaks());
}

#[test]
fn a_type_that_rust_has_another_name_for_is_a_break() {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    check_response(
        json!({"type": "object"}),
        object(json!({"a": text()})),
        &["Response.p: has properties of its own now"],
    );
    let list = |nullable: bool| json!({"type": "array", "items": {"type": "string", "nullable": nullable}});
    check_property(list(false), list(true), &["[]: may be null now"], BOTH);
    let map =
        |nullable: bool| json!({"type": "object", "additionalProperties": {"type": "string", "nullable": nullable}});
    check_property(map(true), map(false), &["{}: may no longer be null"], BOTH);
}

#[test]
fn alternatives() {
    let object = || json!({"type": "object", "properties": {"a": text()}});
    let list = || json!({"type": "array", "items": text()});
    let of = |parts: &[Value]| json!({"oneOf": parts});
    check_property(of(&[text(), list()]), of(&[list(), text()]), &[], NOBODY);
    check_property(of(&[text(), list()]), json!({"anyOf": [text(), list()]}), &[], NOBODY);
    check_property(of(&[text(), list()]), of(&[text(), list(), object()]), &["+: object is a new alternative"], NOBODY);
    let shared = || of(&[text(), reference("Shared")]);
    check_property(of(&[text()]), text(), &[], NOBODY);
    check_property(
        of(&[list(), text(), reference("Shared")]),
        shared(),
        &["-: array is no longer an alternative"],
        SENDERS,
    );
    check_property(text(), of(&[text(), list()]), &[": may be of other types too"], BOTH);
    check_property(of(&[text(), list()]), text(), &[": may be of only one type"], BOTH);
    check_property(text(), of(&[list(), object()]), &[": is one of several types now"], BOTH);
    check_property(of(&[list(), object()]), text(), &[": is no longer one of several types"], BOTH);
    let other = json!({"type": "array", "items": {"type": "integer"}});
    check_property(of(&[text(), list()]), of(&[text(), other]), &["[]: is integer instead of string"], BOTH);
}
