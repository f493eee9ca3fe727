//! Error responses of the service, in every format.

use azure_inference::{EndpointKind, RateLimits};
use http::StatusCode;

use super::{Harness, error_of, send};
use crate::support::{COMPLETION, FaultServer, Step, head, reply, success};

#[tokio::test]
async fn a_long_error_body_is_kept_up_to_64_kib() {
    let long = format!("{{\"error\":{{\"code\":\"c\",\"message\":\"m\"}},\"x\":\"{}\"}}", "x".repeat(200 << 10));
    let error = error_of(reply(400, &[], &long)).await;
    assert_eq!(error.body(), &long.as_bytes()[..64 << 10]);
    assert_eq!((error.code(), error.message()), (Some("c"), "m"), "the whole body is parsed");
    let error = error_of(reply(200, &[], long.replace("\"x\"", "\"choices\""))).await;
    assert_eq!((error.body().len(), error.code()), (64 << 10, Some("c")));
    let error = error_of(reply(200, &[], "x".repeat(200 << 10))).await;
    assert_eq!((error.body().len(), error.is_decode()), (64 << 10, true));
}

#[tokio::test]
async fn an_endless_error_body_is_bounded() {
    async fn check(head: Vec<u8>, piece: Vec<u8>) {
        let server = FaultServer::start([vec![Step::Send(head), Step::Repeat(piece)]]).await;
        let error = send(&server.client()).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        assert_eq!(error.body(), "x".repeat(64 << 10).as_bytes());
        // The megabyte that is read, and the buffers of two sockets.
        let repeated = server.repeated().await;
        assert!(repeated < 20 << 20, "{repeated} bytes were read");
    }
    check(head(400, &[("content-length", "100000000000")]), "x".repeat(1 << 16).into()).await;
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(1 << 16));
    check(head(400, &[("transfer-encoding", "chunked")]), chunk.into()).await;
}

#[tokio::test]
async fn every_error_format_has_code_message_and_param() {
    let harness = Harness::start().await;
    type Parts<'a> = (Option<&'a str>, &'a str, Option<&'a str>);
    async fn check(harness: &Harness, status: u16, headers: &[(&str, &str)], body: &str, parts: Parts<'_>) {
        let error = harness.send(&[reply(status, headers, body)], 1).await.expect_err(body);
        assert_eq!((error.code(), error.message(), error.param()), parts, "{body}");
        assert_eq!(error.status().unwrap(), status, "{body}");
        assert_eq!(error.body(), body.as_bytes());
        let shown = error.to_string();
        assert!(shown.contains(parts.1) && parts.0.is_none_or(|code| shown.contains(code)), "{shown}");
    }
    let coded = |headers: &[(&'static str, &'static str)]| [headers, &[("x-ms-error-code", "FromHeader")]].concat();
    let json = [("content-type", "application/json")];
    // A: Azure OpenAI and the v1 route
    check(
        &harness,
        400,
        &json,
        r#"{"error":{"code":"c","message":"m","param":"p","type":"t","details":[]}}"#,
        (Some("c"), "m", Some("p")),
    )
    .await;
    check(
        &harness,
        400,
        &json,
        r#"{"error":{"code":null,"message":"m","type":"t","param":null}}"#,
        (Some("t"), "m", None),
    )
    .await;
    check(&harness, 401, &json, r#"{"error":{"code":401,"message":"m"}}"#, (Some("401"), "m", None)).await;
    check(&harness, 400, &json, r#"{"error":{"error":{"code":"c","message":"m"}}}"#, (Some("c"), "m", None)).await;
    // B: model inference, flat
    let flat = r#"{"status":422,"code":"parameter_not_supported","message":"m","detail":{"loc":["body","response_format"],"input":"json_object"}}"#;
    check(&harness, 422, &json, flat, (Some("parameter_not_supported"), "m", Some("response_format"))).await;
    // C: gateway
    check(
        &harness,
        401,
        &json,
        r#"{"statusCode":401,"message":"Unauthorized."}"#,
        (Some("401"), "Unauthorized.", None),
    )
    .await;
    // D: serverless, managed compute
    check(&harness, 404, &json, r#"{"detail":"Not Found"}"#, (None, "Not Found", None)).await;
    let details = r#"{"detail":[{"loc":["body","n"],"msg":"bad","type":"extra"},{"msg":"worse"}]}"#;
    check(&harness, 422, &json, details, (Some("extra"), "n: bad; worse", Some("n"))).await;
    // E: proxies
    check(&harness, 403, &[], "<html><head><title>403 Forbidden</title></head></html>", (None, "403 Forbidden", None))
        .await;
    check(&harness, 400, &[], "<html>no title</html>", (None, "<html>no title</html>", None)).await;
    check(&harness, 400, &[], "upstream  gone\n", (None, "upstream gone", None)).await;
    check(&harness, 400, &[], "", (None, "the service gave no reason", None)).await;
    check(&harness, 400, &json, r#"{"error":"text"}"#, (None, "text", None)).await;
    check(&harness, 400, &json, r#"{"message":"text"}"#, (None, "text", None)).await;
    check(&harness, 400, &json, "null", (None, "null", None)).await;
    check(&harness, 400, &json, "\u{feff}{\"error\":{\"code\":\"c\",\"message\":\"m\"}}", (Some("c"), "m", None)).await;
    // The code of the header is used if the body has none.
    check(&harness, 404, &coded(&[]), "", (Some("FromHeader"), "the service gave no reason", None)).await;
    check(&harness, 404, &coded(&json), r#"{"message":"m"}"#, (Some("FromHeader"), "m", None)).await;
    check(&harness, 404, &coded(&json), r#"{"code":"c","message":"m"}"#, (Some("c"), "m", None)).await;
}

#[tokio::test]
async fn error_bodies_that_are_not_utf8_are_kept() {
    let error = error_of(reply(400, &[], b"{\"message\":\"caf\xe9\"}")).await;
    assert_eq!((error.body(), error.message()), (&b"{\"message\":\"caf\xe9\"}"[..], "caf\u{fffd}"));
    let error = error_of(reply(400, &[("content-type", "application/json")], b"\xff\xfe\x00")).await;
    assert_eq!(error.body(), b"\xff\xfe\x00");
}

#[tokio::test]
async fn a_compressed_error_is_decompressed() {
    let zipped = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x2d\x2a\xca\x2f\x52\xb2\xaa\x56\x4a\xce\x4f\x49\
        \x55\xb2\x52\xaa\xca\x2c\x28\x48\x4d\x51\xd2\x51\xca\x4d\x2d\x2e\x4e\x4c\x07\x09\xa5\x15\xe5\xe7\x2a\x24\xa6\x25\
        \x16\x29\xd5\xd6\x02\x00\x00\xa6\xc1\x88\x31\x00\x00\x00";
    let server = FaultServer::start([reply(400, &[("content-encoding", "gzip")], zipped)]).await;
    let error = send(&server.client()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("zipped"), "from afar"));
    assert_eq!(error.body(), br#"{"error":{"code":"zipped","message":"from afar"}}"#);
    assert_eq!(server.requests()[0].header("accept-encoding"), Some("gzip"));
    let error = error_of(reply(400, &[("content-encoding", "gzip"), ("x-request-id", "r-1")], "not zipped")).await;
    assert_eq!((error.status(), error.request_id()), (Some(StatusCode::BAD_REQUEST), Some("r-1")));
}

#[tokio::test]
async fn request_id_headers_have_an_order() {
    async fn check(headers: &[(&str, &str)], id: Option<&str>) {
        let error = error_of(reply(400, headers, "")).await;
        assert_eq!(error.request_id(), id, "{headers:?}");
        assert_eq!(error.to_string().contains("request id"), id.is_some(), "{error}");
        let server = FaultServer::start([reply(200, headers, COMPLETION)]).await;
        assert_eq!(send(&server.client()).await.unwrap().metadata().request_id(), id, "{headers:?}");
    }
    check(&[], None).await;
    check(&[("x-request-id", "")], None).await;
    check(&[("x-ms-client-request-id", "mine")], Some("mine")).await;
    check(&[("x-ms-client-request-id", "mine"), ("x-request-id", "x")], Some("x")).await;
    check(&[("x-request-id", "x"), ("x-ms-request-id", "ms")], Some("ms")).await;
    check(&[("x-ms-request-id", "ms"), ("apim-request-id", "apim")], Some("apim")).await;
}

#[tokio::test]
async fn a_200_without_a_completion_is_an_error() {
    let harness = Harness::start().await;
    async fn check(harness: &Harness, body: &str, is_decode: bool, message: &str) {
        // A status in the body decides on retries like that of the response.
        let attempts = if body.contains("500") { 2 } else { 1 };
        let scripts = vec![reply(200, &[("x-request-id", "r-1")], body); attempts];
        let error = harness.send(&scripts, attempts as u32).await.expect_err(body);
        assert_eq!((error.status(), error.is_decode()), (Some(StatusCode::OK), is_decode), "{body}");
        assert!(error.message().contains(message), "{error} does not contain {message}");
        assert_eq!((error.body(), error.request_id()), (body.as_bytes(), Some("r-1")));
        assert!(error.client_request_id().is_some());
    }
    check(&harness, "", true, "empty").await;
    check(&harness, "<html>sign in</html>", true, "not JSON").await;
    check(&harness, r#"{"choices":[{"#, true, "not JSON").await;
    check(&harness, r#"{"choices":[{"message":{"content":[1]}}]}"#, true, "`choices[0].message.content`").await;
    check(&harness, "[]", true, "").await;
    check(&harness, r#"{"error":{"code":"c","message":"loading"}}"#, false, "loading").await;
    check(&harness, r#"{"error":"loading"}"#, false, "loading").await;
    check(&harness, r#"{"statusCode":500,"message":"gateway"}"#, false, "gateway").await;
    check(&harness, r#"{"choices":[],"error":{"message":"loading"}}"#, false, "loading").await;
    let error = error_of(reply(200, &[], r#"{"error":{"code":"content_filter","message":"m"}}"#)).await;
    assert_eq!((error.is_content_filtered(), error.code()), (true, Some("content_filter")));
}

#[tokio::test]
async fn a_200_that_cannot_be_decompressed_is_not_retried() {
    let harness = Harness::start().await;
    let error = harness.send(&[reply(200, &[("content-encoding", "gzip")], COMPLETION)], 1).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert!(error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn a_response_without_content_is_an_error_with_its_status() {
    let harness = Harness::start().await;
    for status in [204, 304] {
        let script = vec![Step::Send(head(status, &[("x-request-id", "r-1"), ("connection", "close")]))];
        let error = harness.send(&[script], 1).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("r-1")));
        assert_eq!(error.body(), b"");
    }
}

#[tokio::test]
async fn a_404_has_a_hint_for_the_endpoint_kind() {
    async fn check(kind: EndpointKind, status: u16, hint: Option<&str>) {
        let server = FaultServer::start([reply(status, &[], r#"{"message":"the message"}"#)]).await;
        let error = send(&server.builder().endpoint_kind(kind).build().unwrap()).await.unwrap_err();
        assert_eq!(error.message(), "the message", "the hint is not part of the message");
        let shown = error.to_string();
        match hint {
            Some(hint) => assert!(shown.contains(hint), "{kind:?} {status}: {shown}"),
            None => assert!(shown.ends_with("the message"), "{kind:?} {status}: {shown}"),
        }
    }
    let retired = Some("2026-08-26");
    check(EndpointKind::FoundryModels, 404, retired).await;
    check(EndpointKind::FoundryModels, 410, retired).await;
    check(EndpointKind::FoundryModels, 400, None).await;
    check(EndpointKind::OpenAiV1, 404, Some("deployment")).await;
    check(EndpointKind::OpenAiV1, 410, None).await;
    check(EndpointKind::Serverless, 404, None).await;
    check(EndpointKind::Other, 404, None).await;
    check(EndpointKind::Other, 308, Some("redirect")).await;
}

#[tokio::test]
async fn the_client_request_id_is_the_same_for_all_attempts() {
    let server = FaultServer::start([reply(503, &[], ""), success(), reply(400, &[], "")]).await;
    let client = server.client();
    let response = send(&client).await.unwrap();
    let error = send(&client).await.unwrap_err();
    let sent: Vec<String> =
        server.requests().iter().map(|request| request.header("x-ms-client-request-id").unwrap().to_owned()).collect();
    assert_eq!(sent[0], sent[1]);
    assert_ne!(sent[1], sent[2], "each call has its own ID");
    assert_eq!(response.metadata().client_request_id(), sent[0]);
    assert_eq!(error.client_request_id(), Some(sent[2].as_str()));
}

#[tokio::test]
async fn a_client_request_id_of_the_caller_is_used() {
    let server = FaultServer::start([reply(400, &[], "")]).await;
    let client = server.client();
    let own = client.chat().user("Hi").header("x-ms-client-request-id", "mine").send().await.unwrap_err();
    assert_eq!(own.client_request_id(), Some("mine"));
    assert_eq!(server.requests()[0].header("x-ms-client-request-id"), Some("mine"));
}

#[tokio::test]
async fn rate_limits_are_read_from_responses_and_errors() {
    async fn check(headers: &[(&str, &str)], expected: &str) {
        let shown = |limits: RateLimits| {
            let one = |limit: azure_inference::RateLimit| {
                format!("{:?} {:?} {:?}", limit.limit, limit.remaining, limit.reset.map(|reset| reset.as_secs_f64()))
            };
            format!("{}, {}", one(limits.requests), one(limits.tokens))
        };
        let server = FaultServer::start([reply(200, headers, COMPLETION), reply(400, headers, "")]).await;
        let client = server.client();
        assert_eq!(shown(send(&client).await.unwrap().metadata().rate_limits()), expected, "{headers:?}");
        assert_eq!(shown(send(&client).await.unwrap_err().rate_limits()), expected, "{headers:?}");
    }
    check(&[], "None None None, None None None").await;
    let requests = [
        ("x-ratelimit-limit-requests", "-1"),
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "6m0s"),
    ];
    check(&requests, "Some(-1) Some(0) Some(360.0), None None None").await;
    let tokens = [
        ("x-ratelimit-limit-tokens", "many"),
        ("X-RateLimit-Remaining-Tokens", "9000"),
        ("x-rate-limit-reset-tokens", "1"),
    ];
    check(&tokens, "None None None, None Some(9000) Some(1.0)").await;
}
