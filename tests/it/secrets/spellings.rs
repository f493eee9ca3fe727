//! Keys that a server echoes with escapes.

use azure_inference::{Client, Error};
use serde_json::Value;

use super::capture::capture_logs;
use crate::support::{FaultServer, Step, error_chain, fast_retries, head, reply, within_seconds};

/// A key with each escape that servers use in JSON, HTML and URLs.
fn spellings(key: &str) -> Vec<String> {
    let each = |spell: fn(char) -> String| key.chars().map(spell).collect::<String>();
    let json = |letters: String| Value::from(letters).to_string();
    vec![
        key.to_owned(),
        each(|letter| format!("\\u{:04x}", u32::from(letter))),
        each(|letter| format!("\\u{:04X}", u32::from(letter))),
        each(|letter| format!("%{:02x}", u32::from(letter))),
        each(|letter| format!("&#{};", u32::from(letter))),
        each(|letter| format!("&#x{:X};", u32::from(letter))),
        key.replace('/', "\\/").replace('+', "\\u002b").replace('=', "%3D"),
        json(json(key.replace('/', "\\/").replace('+', "\\u002B"))),
        key.replace('+', "&#43;").replace('=', "&#x3D;").replace('/', "&#x2f;"),
    ]
}

/// A key with every character that some format escapes.
const ODD_KEY: &str = "canary7Zq2+/0123456789==";

/// Asserts that no part of the key is left in any escaped form. Its digits are the same in most of them.
#[track_caller]
fn assert_nothing_left(what: &str, error: &Error) {
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: String = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    let body = String::from_utf8_lossy(error.body());
    let shown = format!("{error} {error:?} {:?} {values} {body} {:?}", error_chain(error), error.param());
    let plain = shown.replace('\\', "");
    assert!(!plain.contains("0123") && !plain.contains("u0030") && !plain.contains("%30"), "{what}: {shown}");
    assert!(!plain.contains("&#48;") && !plain.contains("&#x30;"), "{what}: {shown}");
}

#[tokio::test]
async fn every_escaped_form_of_a_key_is_hidden() {
    capture_logs();
    let server = FaultServer::start([]).await;
    let client = server.builder().api_key(ODD_KEY).build().unwrap();
    for spelled in spellings(ODD_KEY) {
        let reason =
            format!("HTTP/1.1 401 no such key: {spelled}\r\nx-echo: {spelled}\r\nconnection: close\r\n\r\n{spelled}");
        let quoted =
            format!(r#"{{"error":{{"code":"{spelled}","message":"no such key: {spelled}","param":"{spelled}"}}}}"#);
        let scripts = [
            vec![Step::Send(reason.into_bytes())],
            reply(401, &[("www-authenticate", &spelled)], &quoted),
            reply(403, &[("location", &spelled)], format!("<title>no such key: {spelled}</title>")),
            reply(200, &[("x-echo", &spelled)], &quoted),
            reply(200, &[], format!(r#"{{"choices":"{spelled}"}}"#)),
            reply(200, &[], &spelled),
        ];
        for script in scripts {
            server.play([script]);
            let error = within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err();
            assert_nothing_left(&spelled, &error);
        }
        for event in [
            format!("data: {{\"error\":{{\"message\":\"{spelled}\"}}}}\n\n"),
            format!("event: error\nid: {spelled}\ndata: {spelled}\n\n"),
            format!("data: {{\"choices\":\"{spelled}\"}}\n\n"),
            format!("data: {spelled}\n\n"),
            format!("event: {spelled}\ndata: [{{\"{spelled}\":1}}]\n\n"),
        ] {
            let start = head(200, &[("content-type", "text/event-stream"), ("connection", "close")]);
            server.play([vec![Step::Send([start, event.clone().into()].concat())]]);
            let stream = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap();
            let error = within_seconds(20, stream.finish()).await.unwrap_err();
            assert_nothing_left(&event, &error);
        }
    }
}

#[tokio::test]
async fn an_echoed_query_with_a_key_is_hidden() {
    capture_logs();
    let secret = "canary7Zq2 +/0123456789==";
    let query = "code=canary7Zq2%20%2B%2F0123456789%3D%3D";
    let echo = [("x-echo", secret), ("location", "/chat/completions?code=canary7Zq2%20%2b%2f0123456789%3d%3d")];
    let page = format!("<title>Not found: /chat/completions?code=canary7Zq2+%2B%2F0123456789%3D%3D</title>{secret}");
    let server = FaultServer::start([reply(404, &echo, page)]).await;
    let client = Client::builder(format!("{}/?{query}", server.url)).no_proxy().retry(fast_retries()).build().unwrap();
    assert_nothing_left("query", &within_seconds(20, client.chat().user("Hi").send()).await.unwrap_err());
    let error = within_seconds(20, client.chat().user("Hi").stream()).await.unwrap_err();
    assert_nothing_left("query of a stream", &error);
    assert!(server.requests()[0].head.contains("code=canary7Zq2"), "the key is sent");
}
