use serde_json::{Value, json};

use super::*;
use crate::scratch;

/// A document in which a chat sends `Request` and reads `Answer`, both with a `Shared`.
fn document(schemas: Value) -> Value {
    let content = |name: &str| json!({"application/json": {"schema": reference(name)}});
    let mut all = json!({
        "Request": {"type": "object", "properties": {"shared": reference("Shared")}},
        "Answer": {"type": "object", "properties": {"shared": reference("Shared")}},
        "Shared": {"type": "object", "properties": {"s": {"type": "string"}}},
    });
    all.as_object_mut().unwrap().extend(schemas.as_object().unwrap().clone());
    json!({
        "openapi": "3.0.0", "info": {"title": "t", "version": "1"},
        "paths": {"/chat": {"post": {
            "operationId": "chat",
            "parameters": [{"name": "v", "in": "query", "required": true, "schema": {"type": "string"}}],
            "requestBody": {"required": true, "content": content("Request")},
            "responses": {"200": {"description": "", "content": content("Answer")}},
        }}},
        "components": {"schemas": all},
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// What is found between two documents, line by line.
#[track_caller]
fn check(old: &Value, new: &Value, expected: &[&str]) {
    let report = compare(("old", old), ("new", new));
    let found: Vec<String> = report.changes.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

/// The same for a property `p` of the request, of the answer, and of what is in both.
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
        ("Answer", is(readers, " [breaks readers]")),
        ("Shared", is(senders || readers, both)),
    ];
    for (name, (mark, verdict)) in sides {
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
            format!("{mark} {name}.p{text}{verdict}")
        };
        assert_eq!(found, what.iter().map(marked).collect::<Vec<_>>());
    }
}

fn text() -> Value {
    json!({"type": "string"})
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
    check_property(nullable, text(), &[": may not be null any more"], SENDERS);
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
    check_property(pattern, text(), &[": `pattern` is not \"^a\" any more"], READERS);
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
        check_property(of(&["a"]), of(&["a", "b"]), &["+: the value \"b\" is new"], NOBODY);
        check_property(of(&["a", "b"]), of(&["b"]), &["-: the value \"a\" is gone"], SENDERS);
        check_property(of(&["a", "b"]), of(&["b", "a"]), &[], NOBODY);
    }
    check_property(closed(&["a"]), open(&["a"]), &[": allows other values too"], NOBODY);
    check_property(open(&["a"]), closed(&["a"]), &[": allows known values alone"], SENDERS);
    check_property(text(), closed(&["a"]), &[": allows known values alone"], SENDERS);
    check_property(text(), open(&["a"]), &[": has known values now"], NOBODY);
    check_property(closed(&["a"]), text(), &[": has no known values any more"], NOBODY);
    let null = json!({"type": "string", "enum": ["a", null], "nullable": true});
    check_property(null, json!({"type": "string", "enum": ["a"], "nullable": true}), &[], NOBODY);
    let numbers = |values: &[i64]| json!({"type": "integer", "enum": values});
    check_property(numbers(&[1, 2]), numbers(&[2]), &["-: the value 1 is gone"], SENDERS);
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
        &["-: array is no alternative any more"],
        SENDERS,
    );
    check_property(text(), of(&[text(), list()]), &[": may be of other types too"], READERS);
    check_property(of(&[text(), list()]), text(), &[": may be of one type alone"], SENDERS);
    check_property(text(), of(&[list(), object()]), &[": is one of several instead of what it was"], BOTH);
    check_property(of(&[list(), object()]), text(), &[": is something else than one of several"], BOTH);
    let other = json!({"type": "array", "items": {"type": "integer"}});
    check_property(of(&[text(), list()]), of(&[text(), other]), &["[]: is integer instead of string"], BOTH);
}

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
        for (name, expected) in ["Request", "Answer", "Shared"].into_iter().zip(expected) {
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
    check(a.clone(), ab.clone(), ["+ Request.b: is new", "+ Answer.b: is new", "+ Shared.b: is new"]);
    check(
        ab.clone(),
        a.clone(),
        [
            "! Request.b: is gone [breaks senders]",
            "! Answer.b: is gone [breaks readers]",
            "! Shared.b: is gone [breaks senders and readers]",
        ],
    );
    let wanted = object(&["b"], &["a", "b"]);
    check(
        a,
        wanted.clone(),
        [
            "! Request.b: is new and required [breaks senders]",
            "+ Answer.b: is new and required",
            "! Shared.b: is new and required [breaks senders]",
        ],
    );
    check(
        ab.clone(),
        wanted.clone(),
        [
            "! Request.b: is required now [breaks senders]",
            "~ Answer.b: is required now",
            "! Shared.b: is required now [breaks senders]",
        ],
    );
    check(
        wanted,
        ab,
        [
            "~ Request.b: may be missing now",
            "! Answer.b: may be missing now [breaks readers]",
            "! Shared.b: may be missing now [breaks readers]",
        ],
    );
}

#[test]
fn what_is_read_only_is_never_sent() {
    let with = |required: bool, read_only: bool| {
        let required: &[&str] = if required { &["p"] } else { &[] };
        json!({"Shared": {"type": "object", "required": required,
            "properties": {"p": {"type": "string", "readOnly": read_only}}}})
    };
    let without = || json!({"Shared": {"type": "object"}});
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
        &["! Shared: `two` is no alternative any more [breaks senders]", "! Two: is gone [breaks senders and readers]"],
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
        &["! Shared: is told apart by `type` instead of `kind` [breaks senders and readers]"],
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
    other["components"]["schemas"]["Answer"]["properties"]["shared"] = reference("Other");
    check(
        &document(json!({})),
        &other,
        &[
            "! Answer.shared: is Other instead of Shared [breaks readers]",
            "! Answer.shared.s: is gone [breaks readers]",
            "+ Answer.shared.x: is new",
            "+ Answer.shared.y: is new",
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
    inline["components"]["schemas"]["Answer"]["properties"]["shared"] =
        inline["components"]["schemas"]["Shared"].clone();
    check(&document(json!({})), &inline, &["~ Answer.shared: is Shared written out now"]);
    check(&inline, &document(json!({})), &["~ Answer.shared: is the schema Shared now"]);
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

/// One change to the operations.
#[track_caller]
fn check_operations(change: impl FnOnce(&mut Value), expected: &[&str], back: &[&str]) {
    let old = document(json!({}));
    let mut new = old.clone();
    change(&mut new);
    check(&old, &new, expected);
    check(&new, &old, back);
}

#[test]
fn operations_come_go_and_move() {
    let take = |document: &mut Value| document["paths"].as_object_mut().unwrap().remove("/chat").unwrap();
    check_operations(
        |document| document["paths"]["/more/{id}"] = json!({"get": {"responses": {"200": {"description": ""}}}}),
        &["+ GET /more/{id}: is new"],
        &["! GET /more/{id}: is gone [breaks senders and readers]"],
    );
    check_operations(
        |document| {
            let item = take(document);
            document["paths"]["/v2/chat"] = item;
        },
        &["! POST /chat: is POST /v2/chat now [breaks senders]"],
        &["! POST /v2/chat: is POST /chat now [breaks senders]"],
    );
    check_operations(
        |document| document["paths"]["/chat"]["post"]["operationId"] = "converse".into(),
        &["! POST /chat: is called converse instead of chat [breaks senders]"],
        &["! POST /chat: is called chat instead of converse [breaks senders]"],
    );
    let with = |name: &str| {
        let mut document = document(json!({}));
        document["paths"][format!("/models/{{{name}}}")] = json!({
            "parameters": [{"name": name, "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {"responses": {"200": {"description": ""}}}});
        document
    };
    check(&with("id"), &with("name"), &["~ GET /models/{id}, path parameter id: is called name now"]);
}

#[test]
fn parameters() {
    let parameters = |document: &mut Value| document["paths"]["/chat"]["post"]["parameters"].take();
    let put = |document: &mut Value, parameters: Value| document["paths"]["/chat"]["post"]["parameters"] = parameters;
    let v = |place: &str, required: bool, schema: Value| json!([{"name": "v", "in": place, "required": required, "schema": schema}]);
    let at = "POST /chat, query parameter v";
    check_operations(
        |document| put(document, json!([])),
        &[&format!("! {at}: is gone [breaks senders]")],
        &[&format!("! {at}: is new and required [breaks senders]")],
    );
    check_operations(
        |document| put(document, v("query", false, text())),
        &[&format!("~ {at}: is optional now")],
        &[&format!("! {at}: is required now [breaks senders]")],
    );
    check_operations(
        |document| put(document, v("header", true, text())),
        &[&format!("! {at}: goes in the header now [breaks senders]")],
        &["! POST /chat, header parameter v: goes in the query now [breaks senders]"],
    );
    check_operations(
        |document| put(document, v("query", true, json!({"type": "integer"}))),
        &[&format!("! {at}: is integer instead of string [breaks senders]")],
        &[&format!("! {at}: is string instead of integer [breaks senders]")],
    );
    // The same, said elsewhere.
    check_operations(
        |document| {
            let all = parameters(document);
            document["components"]["parameters"] = json!({"V": all[0]});
            put(document, json!([{"$ref": "#/components/parameters/V"}]));
        },
        &[],
        &[],
    );
    check_operations(
        |document| {
            document["paths"]["/chat"]["parameters"] = parameters(document);
            document["paths"]["/chat"]["post"].as_object_mut().unwrap().remove("parameters");
        },
        &[],
        &[],
    );
    let list = |explode: bool| {
        let mut document = document(json!({}));
        let list = json!({"type": "array", "items": {"type": "string"}});
        put(&mut document, v("query", true, list));
        document["paths"]["/chat"]["post"]["parameters"][0]["explode"] = explode.into();
        document
    };
    check(&list(true), &list(false), &[&format!("! {at}: is written another way [breaks senders]")]);
}

#[test]
fn bodies_and_answers() {
    let operation = |document: &mut Value, part: &str, value: Value| document["paths"]["/chat"]["post"][part] = value;
    let content = |kind: &str, name: &str| json!({(kind): {"schema": reference(name)}});
    check_operations(
        |document| operation(document, "requestBody", json!({"content": content("application/json", "Request")})),
        &["~ POST /chat, body: is optional now"],
        &["! POST /chat, body: is required now [breaks senders]"],
    );
    check_operations(
        |document| {
            let body = json!({"required": true, "content": content("text/json", "Request")});
            operation(document, "requestBody", body);
        },
        &[
            "+ POST /chat, body: may be text/json now",
            "! POST /chat, body: is no application/json any more [breaks senders]",
        ],
        &[
            "+ POST /chat, body: may be application/json now",
            "! POST /chat, body: is no text/json any more [breaks senders]",
        ],
    );
    check_operations(
        |document| {
            let body = document["paths"]["/chat"]["post"]["requestBody"].take();
            document["components"]["requestBodies"] = json!({"B": body});
            operation(document, "requestBody", json!({"$ref": "#/components/requestBodies/B"}));
        },
        &[],
        &[],
    );
    let answer = |status: &str, content: Value| json!({(status): {"description": "", "content": content}});
    check_operations(
        |document| operation(document, "responses", answer("201", content("application/json", "Answer"))),
        &["! POST /chat, 200: is gone [breaks readers]", "+ POST /chat, 201: is new"],
        &["+ POST /chat, 200: is new", "! POST /chat, 201: is gone [breaks readers]"],
    );
    check_operations(
        |document| operation(document, "responses", answer("200", content("text/plain", "Answer"))),
        &[
            "+ POST /chat, 200: may be text/plain now",
            "! POST /chat, 200: is no application/json any more [breaks readers]",
        ],
        &[
            "+ POST /chat, 200: may be application/json now",
            "! POST /chat, 200: is no text/plain any more [breaks readers]",
        ],
    );
    check_operations(
        |document| document["paths"]["/chat"]["post"]["responses"]["404"] = json!({"description": ""}),
        &["+ POST /chat, 404: is new"],
        &["- POST /chat, 404: is gone"],
    );
    let header = |required: bool| json!({"X-Id": {"required": required, "schema": {"type": "string"}}});
    check_operations(
        |document| document["paths"]["/chat"]["post"]["responses"]["200"]["headers"] = header(true),
        &["+ POST /chat, 200, header x-id: is new"],
        &["! POST /chat, 200, header x-id: is gone [breaks readers]"],
    );
}

#[test]
fn inline_schemas_have_a_place() {
    let body = |property: Value| {
        let mut document = document(json!({}));
        let list = json!({"type": "array", "items": {"type": "object", "properties": {"p": property}}});
        document["paths"]["/chat"]["post"]["requestBody"]["content"]["application/json"]["schema"] = list;
        document
    };
    check(
        &body(text()),
        &body(json!({"type": "boolean"})),
        &["! POST /chat, body[].p: is boolean instead of string [breaks senders]"],
    );
}

#[test]
fn credentials_and_addresses() {
    check_operations(
        |document| document["security"] = json!([{"Key": []}]),
        &["! the document: wants a credential now [breaks senders]"],
        &["- the document: wants no credential any more"],
    );
    let with = |ways: Value, header: &str| {
        let mut document = document(json!({}));
        document["security"] = ways;
        document["components"]["securitySchemes"]["Key"] = json!({"type": "apiKey", "in": "header", "name": header});
        document
    };
    let [one, two] = [json!([{"Key": []}]), json!([{"Key": []}, {"Token": []}])];
    check(&with(one.clone(), "k"), &with(two.clone(), "k"), &["+ the document: takes {\"Token\":[]} too"]);
    check(
        &with(two, "k"),
        &with(one.clone(), "k"),
        &["! the document: takes no {\"Token\":[]} any more [breaks senders]"],
    );
    check(
        &with(one.clone(), "k"),
        &with(one, "other"),
        &["! the document: the credential Key is another [breaks senders]"],
    );
    check_operations(
        |document| document["servers"] = json!([{"url": "https://h"}]),
        &["+ the document: the address https://h is new"],
        &["! the document: the address https://h is gone [breaks senders]"],
    );
}

#[test]
fn the_vendored_versions_differ_as_they_did() {
    let workspace = Workspace::open(None).unwrap();
    let check = |old: &str, new: &str, expected: (usize, usize, usize)| {
        let report = run(&workspace, old, new).unwrap();
        let (senders, readers) = report.breaking();
        assert_eq!((report.changes.len(), senders, readers), expected, "{report}");
    };
    check("2024-05-01-preview", "2025-04-01", (4, 0, 0));
    check("2025-04-01", "2025-05-01", (3, 0, 0));
    check("2025-05-01", "2025-05-01-preview", (11, 0, 0));
    // `n` of image generations is required now, and tokens are for another scope.
    check("2025-05-01-preview", "2025-05-15-preview", (6, 3, 0));
    check("2025-05-15-preview", "2024-05-01-preview", (21, 12, 7));
    for version in crate::source::VERSIONS {
        check(version.name, version.name, (0, 0, 0));
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
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), scratch::document(|_| {}).to_string()).unwrap();
    let report = run(&workspace, &scratch::driving(), &file.path().to_string_lossy()).unwrap();
    assert!(report.changes.is_empty() && !report.breaks(), "{report}");
    let json = report.to_json();
    assert_eq!((&json["breaks"], &json["changes"]), (&json!(false), &json!([])));
    let error = run(&workspace, "2025-05-01", "1999-01-01").map(|_| ()).unwrap_err().to_string();
    assert!(
        error.contains("`1999-01-01` is no file and no vendored version; those are 2024-05-01-preview,"),
        "{error}"
    );
}
