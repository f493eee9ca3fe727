//! What becomes of operations, parameters, bodies, credentials.

use serde_json::{Value, json};

use super::{check, document, reference, text};

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
        &[&format!("! {at}: is optional now [breaks senders]")],
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
    check(&list(true), &list(false), &[&format!("! {at}: is encoded differently [breaks senders]")]);
}

#[test]
fn bodies_and_responses() {
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
            "! POST /chat, body: is no longer application/json [breaks senders]",
        ],
        &[
            "! POST /chat, body: may be application/json now [breaks senders]",
            "! POST /chat, body: is no longer text/json [breaks senders]",
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
    let response = |status: &str, content: Value| json!({(status): {"description": "", "content": content}});
    check_operations(
        |document| operation(document, "responses", response("201", content("application/json", "Response"))),
        &["! POST /chat, 200: is gone [breaks readers]", "+ POST /chat, 201: is new"],
        &["+ POST /chat, 200: is new", "! POST /chat, 201: is gone [breaks readers]"],
    );
    check_operations(
        |document| operation(document, "responses", response("200", content("text/plain", "Response"))),
        &[
            "+ POST /chat, 200: may be text/plain now",
            "! POST /chat, 200: is no longer application/json [breaks readers]",
        ],
        &[
            "! POST /chat, 200: may be application/json now [breaks readers]",
            "! POST /chat, 200: is no longer text/plain [breaks readers]",
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
        &["! the document: requires a credential now [breaks senders]"],
        &["- the document: no longer requires a credential"],
    );
    let with = |ways: Value, header: &str| {
        let mut document = document(json!({}));
        document["security"] = ways;
        document["components"]["securitySchemes"]["Key"] = json!({"type": "apiKey", "in": "header", "name": header});
        document
    };
    let [one, two] = [json!([{"Key": []}]), json!([{"Key": []}, {"Token": []}])];
    check(&with(one.clone(), "k"), &with(two.clone(), "k"), &["+ the document: also accepts {\"Token\":[]}"]);
    check(
        &with(two, "k"),
        &with(one.clone(), "k"),
        &["! the document: no longer accepts {\"Token\":[]} [breaks senders]"],
    );
    check(
        &with(one.clone(), "k"),
        &with(one, "other"),
        &["! the document: the credential Key has changed [breaks senders]"],
    );
    check_operations(
        |document| document["servers"] = json!([{"url": "https://h"}]),
        &["+ the document: the address https://h is new"],
        &["! the document: the address https://h is gone [breaks senders]"],
    );
}
