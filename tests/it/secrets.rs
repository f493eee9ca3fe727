//! No key is shown: not by `Debug` or `Display`, not in an error, its sources, a log or a span.

mod capture;
mod errors;
mod spellings;
mod types;
mod urls;

use azure_inference::{ClientBuilder, Error};

use crate::support::error_chain;

/// A part of every key in these tests.
const CANARY: &str = "canary7Zq2";

/// The key that a server sends as it closes a connection. The HTTP stack logs the bytes of the server, so that the logs are
/// not searched for this key.
const CLOSE_KEY: &str = "last-word5Xk8";

#[track_caller]
fn assert_hidden(what: &str, shown: &str) {
    assert!(!shown.contains(CANARY) && !shown.contains(CLOSE_KEY), "{what} shows a key: {shown}");
}

#[track_caller]
fn assert_error_hides(what: &str, error: &Error) {
    let values = error.headers().into_iter().flat_map(|headers| headers.values());
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
    let body = String::from_utf8_lossy(error.body());
    assert_hidden(what, &format!("{error} {error:?} {error:#?} {:?} {values:?} {body}", error_chain(error)));
}

/// Sets a key on a builder.
type Set = fn(ClientBuilder, &str) -> ClientBuilder;

const CREDENTIALS: [(&str, Set); 6] = [
    ("api_key", |builder, key| builder.api_key(key)),
    ("bearer_token", |builder, key| builder.bearer_token(key)),
    ("authorization", |builder, key| builder.header("authorization", &format!("Bearer {key}"))),
    ("api-key", |builder, key| builder.header("api-key", key)),
    ("gateway", |builder, key| builder.header("Ocp-Apim-Subscription-Key", key)),
    ("custom", |builder, key| builder.header("x-gateway-token", key)),
];
