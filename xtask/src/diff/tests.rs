use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::*;
use crate::{parse, scratch};

/// What each section contains is said there.
static CASES: LazyLock<Value> = LazyLock::new(|| parse::yaml(include_str!("cases.yaml")).unwrap());

fn section(name: &str) -> &'static Map<String, Value> {
    CASES[name].as_object().unwrap()
}

/// Makes a document from the base by a patch of the part at a place.
fn document(place: &str, patch: &Value) -> Value {
    let mut document = CASES["base"].clone();
    merge(document.pointer_mut(place).unwrap(), patch);
    document
}

/// Applies a JSON merge patch.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else { return target.clone_from(patch) };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, member) in patch {
        if member.is_null() {
            target.as_object_mut().unwrap().remove(key);
        } else {
            merge(&mut target[key], member);
        }
    }
}

/// Checks what is found between two documents, line by line.
#[track_caller]
fn check(case: &str, old: &Value, new: &Value, expected: &[impl AsRef<str>]) {
    let report = interfaces(&[], ("old", old.clone()), ("new", new.clone()));
    let found: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
    assert_eq!(found, expected, "{case}");
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn each_change_is_reported() {
    let places = [("documents", ""), ("operations", "/paths/~1chat/post"), ("schemas", "/components/schemas")];
    for (name, place) in places {
        for (case, row) in section(name) {
            let (old, new) = (document(place, row.get("old").unwrap_or(&json!({}))), document(place, &row["new"]));
            check(case, &old, &new, &texts(&row["is"]));
            if row.get("back").is_some() {
                check(&format!("{case}, back"), &new, &old, &texts(&row["back"]));
            }
        }
    }
}

#[test]
fn a_property_comes_and_goes_in_requests_and_responses() {
    for (case, row) in section("objects") {
        for name in ["Request", "Response", "Shared"] {
            let with = |patch: &str| document(&format!("/components/schemas/{name}"), &row[patch]);
            check(case, &with("old"), &with("new"), &[row[name].as_str().unwrap()]);
        }
    }
}

#[test]
fn what_a_property_may_be_changes_in_requests_and_responses() {
    for (case, row) in section("properties") {
        let breaks = |side: &str| texts(&row[3]).contains(&side);
        let [senders, readers] = ["senders", "readers"].map(breaks);
        let both = match (senders, readers) {
            (true, true) => " [breaks senders and readers]",
            (true, false) => " [breaks senders]",
            (false, true) => " [breaks readers]",
            (false, false) => "",
        };
        let of_one = |breaks: bool, effect: &'static str| if breaks { effect } else { "" };
        for (name, effect) in [
            ("Request", of_one(senders, " [breaks senders]")),
            ("Response", of_one(readers, " [breaks readers]")),
            ("Shared", both),
        ] {
            let with =
                |property: &Value| document(&format!("/components/schemas/{name}/properties"), &json!({"p": property}));
            let marked = |what: &&str| {
                let text = what.trim_start_matches(['+', '-']);
                let mark = if effect.is_empty() { what.strip_suffix(text).unwrap_or_default() } else { "!" };
                format!("{} {name}.p{text}{effect}", if mark.is_empty() { "~" } else { mark })
            };
            let expected: Vec<String> = texts(&row[2]).iter().map(marked).collect();
            check(case, &with(&row[0]), &with(&row[1]), &expected);
        }
    }
}

#[test]
fn stored_versions_differ_as_they_did() {
    let workspace = Workspace::open(None).unwrap();
    let check = |old: &str, new: &str, expected: (usize, usize, usize)| {
        let report = run(&workspace, &Spec::all(&workspace).unwrap(), old, new).unwrap();
        let (senders, readers) = report.counts();
        assert_eq!((report.changes.len(), senders, readers), expected, "{report}");
    };
    check("2024-05-01-preview", "2025-04-01", (4, 0, 0));
    check("2025-04-01", "2025-05-01", (3, 0, 0));
    check("2025-05-01", "2025-05-01-preview", (11, 0, 0));
    // `n` of image generations is required now, and tokens are for another scope.
    check("2025-05-01-preview", "2025-05-15-preview", (6, 3, 0));
    check("2025-05-15-preview", "2024-05-01-preview", (21, 12, 7));
    for version in scratch::main_spec().versions(&workspace).unwrap() {
        check(&version, &version, (0, 0, 0));
    }
}

#[test]
fn the_status_says_whether_it_breaks() {
    use clap::Parser;
    let status = |new: &str| {
        let arguments = crate::Arguments::parse_from(["xtask", "diff", "--json", "2025-05-01-preview", new]);
        format!("{:?}", crate::run(arguments).unwrap())
    };
    let code = |code: u8| format!("{:?}", std::process::ExitCode::from(code));
    assert_eq!(status("2025-05-01-preview"), code(0));
    assert_eq!(status("2025-05-15-preview"), code(1));
}

#[test]
fn a_file_is_read_as_a_version_is() {
    let workspace = Workspace::open(None).unwrap();
    let specs = Spec::all(&workspace).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), scratch::document(|_| {}).to_string()).unwrap();
    let report = run(&workspace, &specs, &scratch::driving(), &file.path().to_string_lossy()).unwrap();
    assert!(report.changes.is_empty() && !report.breaks(), "{report}");
    let json = report.to_json();
    assert_eq!((&json["breaks"], &json["changes"]), (&json!(false), &json!([])));
    let error = run(&workspace, &specs, "2025-05-01", "1999-01-01").map(|_| ()).unwrap_err().to_string();
    assert!(
        error.contains("`1999-01-01` is neither a file nor a stored version; those are 2024-05-01-preview,"),
        "{error}"
    );
}
