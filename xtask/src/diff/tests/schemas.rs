//! What becomes of schemas: their properties, their inheritance, their names.

use serde_json::{Value, json};

use super::{check, document, reference, text};

/// With one change to the schemas of the same document.
#[track_caller]
fn check_schemas(old: Value, new: Value, expected: &[&str]) {
    check(&document(old), &document(new), expected);
}

#[test]
fn properties() {
    let object = |required: &[&str], names: &[&str]| {
        let properties: serde_json::Map<_, _> = names.iter().map(|name| ((*name).to_owned(), text())).collect();
        json!({"type": "object", "required": required, "properties": properties})
    };
    let check = |old: Value, new: Value, expected: [&str; 3]| {
        for (name, expected) in ["Request", "Response", "Shared"].into_iter().zip(expected) {
            let with = |schema: &Value| {
                let mut document = document(json!({}));
                let place = &mut document["components"]["schemas"][name];
                let shared = place["properties"]["shared"].take();
                *place = schema.clone();
                if !shared.is_null() {
                    place["properties"]["shared"] = shared;
                }
                document
            };
            check(&with(&old), &with(&new), &[expected]);
        }
    };
    let [a, ab] = [object(&[], &["a"]), object(&[], &["a", "b"])];
    check(a.clone(), ab.clone(), ["+ Request.b: is new", "+ Response.b: is new", "+ Shared.b: is new"]);
    check(
        ab.clone(),
        a.clone(),
        [
            "! Request.b: is gone [breaks senders]",
            "! Response.b: is gone [breaks readers]",
            "! Shared.b: is gone [breaks senders and readers]",
        ],
    );
    let wanted = object(&["b"], &["a", "b"]);
    check(
        a,
        wanted.clone(),
        [
            "! Request.b: is new and required [breaks senders]",
            "+ Response.b: is new and required",
            "! Shared.b: is new and required [breaks senders]",
        ],
    );
    check(
        ab.clone(),
        wanted.clone(),
        [
            "! Request.b: is required now [breaks senders]",
            "~ Response.b: is required now",
            "! Shared.b: is required now [breaks senders]",
        ],
    );
    check(
        wanted,
        ab,
        [
            "! Request.b: may be missing now [breaks senders]",
            "! Response.b: may be missing now [breaks readers]",
            "! Shared.b: may be missing now [breaks senders and readers]",
        ],
    );
}

#[test]
fn what_is_read_only_is_never_sent() {
    let with = |required: bool, read_only: bool| {
        let required: &[&str] = if required { &["p"] } else { &[] };
        json!({"Shared": {"type": "object", "required": required,
            "properties": {"p": {"type": "string", "readOnly": read_only}, "q": text()}}})
    };
    let without = || json!({"Shared": {"type": "object", "properties": {"q": text()}}});
    check_schemas(without(), with(true, true), &["+ Shared.p: is new and required"]);
    check_schemas(with(false, true), with(true, true), &["~ Shared.p: is required now"]);
    check_schemas(
        with(true, true),
        with(true, false),
        &["~ Shared.p: can be sent now", "! Shared.p: is required now [breaks senders]"],
    );
    check_schemas(with(true, true), without(), &["! Shared.p: is gone [breaks readers]"]);
}

#[test]
fn inheritance_is_seen_through() {
    let base = |required: &[&str]| json!({"type": "object", "required": required, "properties": {"b": text()}});
    let child = |required: &[&str]| json!({"allOf": [reference("Base")], "type": "object", "required": required, "properties": {"c": text()}});
    let plain = json!({"type": "object", "properties": {"b": text(), "c": text()}});
    let with = |base: Value, child: Value| json!({"Base": base, "Request": child});
    check_schemas(
        with(base(&[]), child(&[])),
        with(base(&["b"]), child(&[])),
        &["! Base.b: is required now [breaks senders]"],
    );
    check_schemas(
        with(base(&[]), child(&[])),
        with(base(&[]), child(&["b"])),
        &["! Request.b: is required now [breaks senders]"],
    );
    // The base is no schema of its own on the way, but the JSON is the same.
    check_schemas(json!({"Base": base(&[]), "Request": plain}), with(base(&[]), child(&[])), &[]);
    let nested = json!({"allOf": [{"allOf": [reference("Base")]}, {"properties": {"c": text()}}]});
    check_schemas(with(base(&[]), child(&[])), with(base(&[]), nested), &[]);
}

#[test]
fn discriminators() {
    let base = |names: &[&str]| {
        let target = |name: &str| format!("#/components/schemas/{name}").into();
        let mapping: serde_json::Map<_, _> = names.iter().map(|name| (name.to_lowercase(), target(name))).collect();
        json!({"type": "object", "properties": {"kind": text()},
            "discriminator": {"propertyName": "kind", "mapping": mapping}})
    };
    let child = |property: Value| json!({"allOf": [reference("Shared")], "properties": {"p": property}});
    let two = json!({"Shared": base(&["One", "Two"]), "One": child(text()), "Two": child(text())});
    let one = json!({"Shared": base(&["One"]), "One": child(text())});
    check_schemas(one.clone(), two.clone(), &["+ Shared: `two` is a new alternative", "+ Two: is new"]);
    check_schemas(
        two.clone(),
        one,
        &[
            "! Shared: `two` is no longer an alternative [breaks senders]",
            "! Two: is gone [breaks senders and readers]",
        ],
    );
    let mut changed = two.clone();
    changed["Two"] = child(json!({"type": "integer"}));
    check_schemas(two.clone(), changed, &["! Two.p: is integer instead of string [breaks senders and readers]"]);
    let mut unmapped = two.clone();
    unmapped["Shared"]["discriminator"].as_object_mut().unwrap().remove("mapping");
    unmapped["One"]["properties"]["kind"] = json!({"type": "string", "enum": ["one"]});
    unmapped["Two"]["properties"]["kind"] = json!({"type": "string", "enum": ["two"]});
    let mut mapped = unmapped.clone();
    mapped["Shared"] = two["Shared"].clone();
    check_schemas(unmapped, mapped.clone(), &[]);
    let mut told_otherwise = mapped.clone();
    told_otherwise["Shared"]["discriminator"]["propertyName"] = "type".into();
    check_schemas(
        mapped,
        told_otherwise,
        &["! Shared: is distinguished by `type` instead of `kind` [breaks senders and readers]"],
    );
}

#[test]
fn names_of_schemas() {
    let named = |name: &str, property: Value| {
        let mut document = document(json!({(name): {"type": "object", "properties": {"s": text(), "p": property}}}));
        let text = document.to_string().replace("schemas/Shared\"", &format!("schemas/{name}\""));
        document = serde_json::from_str(&text).unwrap();
        if name != "Shared" {
            document["components"]["schemas"].as_object_mut().unwrap().remove("Shared");
        }
        document
    };
    check(
        &named("Shared", text()),
        &named("Common", text()),
        &["! Shared: is called Common now [breaks senders and readers]"],
    );
    check(
        &named("Shared", text()),
        &named("Common", json!({"type": "integer"})),
        &[
            "! Shared: is called Common now [breaks senders and readers]",
            "! Shared.p: is integer instead of string [breaks senders and readers]",
        ],
    );
    let unlike = json!({"Other": {"type": "object", "properties": {"x": text(), "y": text()}}});
    let mut other = document(unlike);
    other["components"]["schemas"]["Response"]["properties"]["shared"] = reference("Other");
    check(
        &document(json!({})),
        &other,
        &[
            "! Response.shared: is Other instead of Shared [breaks readers]",
            "! Response.shared.s: is gone [breaks readers]",
            "+ Response.shared.x: is new",
            "+ Response.shared.y: is new",
            "+ Other: is new",
        ],
    );
    let unused = json!({"Unused": {"type": "string"}});
    check_schemas(json!({}), unused.clone(), &["+ Unused: is new [no operation uses it]"]);
    check_schemas(
        unused,
        json!({"Free": {"type": "string"}}),
        &["~ Unused: is called Free now [no operation uses it]"],
    );
    let mut inline = document(json!({}));
    inline["components"]["schemas"]["Response"]["properties"]["shared"] =
        inline["components"]["schemas"]["Shared"].clone();
    check(&document(json!({})), &inline, &["! Response.shared: is Shared written out now [breaks readers]"]);
    let loosened = "! Shared: is part of responses now, which makes its type as tolerant as theirs; keep it by `x-request` in \
                    the overlay [breaks senders]";
    check(&inline, &document(json!({})), &["! Response.shared: is the schema Shared now [breaks readers]", loosened]);
}

#[test]
fn schemas_that_refer_to_themselves_end() {
    let tree = |value: Value| {
        json!({"Shared": {"type": "object", "properties": {
            "left": reference("Shared"), "all": {"type": "array", "items": reference("Shared")}, "v": value}},
            "Alias": reference("Alias")})
    };
    check_schemas(
        tree(text()),
        tree(json!({"type": "boolean"})),
        &["! Shared.v: is boolean instead of string [breaks senders and readers]"],
    );
}
