use super::*;
use serde_json::json;

fn overlay(actions: &str) -> Result<Overlay> {
    Overlay::parse("o", &format!("overlay: 1.0.0\nextends: upstream/2.json\nactions:\n{actions}"))
}

fn check(actions: &str, version: &str, expected: Result<Value, &str>) {
    let mut document = json!({"a": {"b": {"type": "string"}, "required": ["b", "c"]}});
    let result = overlay(actions).and_then(|overlay| overlay.apply(&mut document, version));
    match (result, expected) {
        (Ok(()), Ok(expected)) => assert_eq!(document, expected),
        (Err(error), Err(part)) => {
            let error = format!("{error:#}");
            assert!(error.contains(part), "{error:?} does not say {part:?}");
        }
        (result, expected) => panic!("{result:?} is not {expected:?}"),
    }
}

#[test]
fn updates_add_and_removals_remove() {
    check(
        "- {target: $.a, description: r, update: {required: [d], c: {type: number}}}\n\
         - {target: \"$.a.required[?@ == 'c']\", description: r, remove: true}\n",
        "2",
        Ok(json!({"a": {"b": {"type": "string"}, "c": {"type": "number"}, "required": ["b", "d"]}})),
    );
}

#[test]
fn what_no_longer_applies_is_named() {
    check("- {target: $.x, description: r, remove: true}", "2", Err("action 1 (`$.x`): matches nothing"));
    check("- {target: $.x, description: r, remove: true}", "1", Err("matches nothing"));
    check("- {target: $.a, description: r, update: {b: {type: number}}}", "2", Err("writes over /a/b/type"));
    check("- {target: $.a, description: r, update: {required: [b]}}", "2", Err("adds \"b\" to /a/required"));
    check("- {target: $.a, update: {c: {description: t}}}", "2", Err("documents /a/c, which"));
    check("- {target: $.a, update: {b: {x-enum-descriptions: {z: t}}}}", "2", Err("the value `z`"));
}

#[test]
fn a_name_that_the_document_has_by_now_is_not_brought_again() {
    let check = |update: &str, expected: Result<(), &str>| {
        let mut document = json!({"properties": {"a": {"$ref": "#/x"}}, "mapping": {"m": "#/x"}});
        let action = format!("- {{target: $, description: r, update: {update}}}");
        match (overlay(&action).unwrap().apply(&mut document, "2"), expected) {
            (Ok(()), Ok(())) => {}
            (Err(error), Err(part)) => assert!(format!("{error:#}").contains(part), "{error:#}"),
            (result, _) => panic!("{update}: {result:?}"),
        }
    };
    check("{properties: {a: {type: string}}}", Err("brings /properties/a, which the document already has"));
    check("{properties: {a: {allOf: [{$ref: '#/x'}], x-extra: true}}}", Err("brings /properties/a"));
    check("{properties: {a: {}}}", Err("brings /properties/a"));
    check("{mapping: {m: '#/x'}}", Err("brings /mapping/m"));
    check("{properties: {a: {x-extra: true}}}", Ok(()));
    check("{properties: {b: {type: string}}, mapping: {n: '#/x'}}", Ok(()));
}

#[test]
fn what_is_removed_must_be_what_it_was() {
    let unchanged = json!({"a": {"b": {"type": "string"}, "required": ["c"]}});
    check("- {target: '$.a.required[0]', description: r, remove: true, x-was: b}", "2", Ok(unchanged));
    check("- {target: $.a.b, description: r, remove: true, x-was: {type: number}}", "2", Err("no longer what it was"));
}

#[test]
fn documentation_of_names_that_came_later_is_passed_over() {
    let action = "- {target: $.x, update: {description: t}}";
    let text = |driving: &str| {
        format!("overlay: 1.0.0\nextends: upstream/{driving}.json\nx-documents: '2'\nactions:\n{action}")
    };
    let apply =
        |driving: &str, version: &str| Overlay::parse("o", &text(driving)).unwrap().apply(&mut json!({}), version);
    apply("1", "1").unwrap();
    apply("2", "1").unwrap();
    assert!(apply("2", "2").is_err());
    assert!(apply("3", "3").is_err());
}

#[test]
fn actions_want_a_reason_and_a_change() {
    check("- {target: $.a, remove: true}", "2", Err("has no reason"));
    check("- {target: $.a, description: r}", "2", Err("wants either"));
    check("- {target: $.a[, description: r, remove: true}", "2", Err("YAML"));
    check("- {target: '$.a[', description: r, remove: true}", "2", Err("not a JSONPath"));
}

#[test]
fn an_action_is_skipped_below_its_version() {
    let unchanged = json!({"a": {"b": {"type": "string"}, "required": ["b", "c"]}});
    check("- {target: $.x, description: r, x-since: '2', remove: true}", "1", Ok(unchanged.clone()));
    check("- {target: $.x, description: r, x-since: '2', remove: true}", "2", Err("matches nothing"));
    check("- {target: $.a.c, update: {description: t}}", "1", Ok(unchanged));
}

#[test]
fn documentation_is_written_beside_the_type() {
    check(
        "- {target: $.a, update: {description: A, b: {description: B}}}",
        "2",
        Ok(json!({"a": {"description": "A", "b": {"type": "string", "description": "B"}, "required": ["b", "c"]}})),
    );
}

#[test]
fn the_driving_version_is_one_line() {
    let text = "overlay: 1.0.0\nextends: upstream/1.json\nactions: []\n";
    let changed = with_driving(text, "1", "2").unwrap();
    assert_eq!(Overlay::parse("o", &changed).unwrap().driving, "2");
    assert!(with_driving(text, "3", "2").is_err());
}
