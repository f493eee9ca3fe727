//! The mock that users test with: its replies have the shapes of the wire, and it counts what it gave.

use std::time::{Duration, Instant};

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Error, RetryPolicy};
use serde_json::{Value, json};

async fn error_of(reply: Reply) -> Error {
    let service = MockService::start().await;
    service.reply(reply);
    service.client().chat().user("Hi").retry(RetryPolicy::none()).send().await.unwrap_err()
}

#[tokio::test]
async fn each_shape_of_error_is_as_on_the_wire() {
    async fn check(reply: Reply, status: u16, said: [Option<&str>; 2], message: &str, body: Value) {
        let error = error_of(reply).await;
        assert_eq!(error.status().unwrap(), status, "{error}");
        assert_eq!([error.code(), error.param()], said, "{error}");
        assert_eq!(error.message(), message);
        assert_eq!(serde_json::from_slice::<Value>(error.body()).unwrap(), body);
    }
    let expected = json!({"error": {"code": "c", "message": "m"}});
    check(Reply::error(404, "c", "m"), 404, [Some("c"), None], "m", expected).await;
    let expected = json!({"status": 422, "code": "c", "message": "m", "detail": {"loc": ["body", "p"], "input": null}});
    check(Reply::flat_error(422, "c", "m", "p"), 422, [Some("c"), Some("p")], "m", expected).await;
    let expected = json!({"status": 400, "code": "c", "message": "m"});
    check(Reply::flat_error(400, "c", "m", None), 400, [Some("c"), None], "m", expected).await;
    let expected = json!({"statusCode": 401, "message": "m"});
    check(Reply::gateway_error(401, "m"), 401, [Some("401"), None], "m", expected).await;
    check(Reply::detail(404, "m"), 404, [None, None], "m", json!({"detail": "m"})).await;
    let detail = json!([{"loc": ["body", "p"], "msg": "m", "type": "c"}]);
    let expected = json!({ "detail": detail });
    check(Reply::detail(422, detail), 422, [Some("c"), Some("p")], "p: m", expected).await;
}

#[tokio::test]
async fn a_page_and_nothing_at_all_are_errors_too() {
    let error = error_of(Reply::html(502, "502 Bad <Gateway>")).await;
    assert_eq!(
        (error.message(), error.headers().unwrap()["content-type"].as_bytes()),
        ("502 Bad &lt;Gateway>", &b"text/html"[..])
    );
    let error = error_of(Reply::status(503)).await;
    assert_eq!((error.status().unwrap().as_u16(), error.body()), (503, &b""[..]));
}

#[tokio::test]
async fn a_blocked_prompt_is_told_apart_in_both_shapes() {
    let error = error_of(Reply::content_filter()).await;
    assert!(error.is_content_filtered());
    assert_eq!((error.code(), error.param(), error.attempts()), (Some("content_filter"), Some("prompt"), 1));
    assert_eq!(error.content_filter().unwrap().to_string(), "prompt 0: blocked for violence (medium)");
    let error = error_of(Reply::flat_content_filter()).await;
    assert!(error.is_content_filtered());
    assert_eq!((error.code(), error.param()), (Some("content_filter"), Some("messages")));
}

#[tokio::test]
async fn replies_are_given_in_order_and_the_last_again() {
    let service = MockService::start().await;
    service.reply(Reply::text("first")).reply(Reply::text("last"));
    for (count, text) in [(1, "first"), (2, "last"), (3, "last")] {
        let answer = service.client().chat().user("Hi").send().await.unwrap();
        assert_eq!((answer.text(), service.request_count()), (text, count));
    }
}

#[tokio::test]
async fn a_delayed_reply_comes_late() {
    let service = MockService::start().await;
    let delay = Duration::from_millis(30);
    service.reply(Reply::text("ok").delay(delay));
    let start = Instant::now();
    service.client().chat().user("Hi").send().await.unwrap();
    assert!(start.elapsed() >= delay);
}

#[test]
#[should_panic = "a status is a number from 100 to 999"]
fn a_status_that_is_none_is_refused_where_it_is_scripted() {
    let _ = Reply::error(1000, "c", "m");
}
