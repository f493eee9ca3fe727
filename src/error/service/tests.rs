use super::*;

#[track_caller]
fn check(body: &str, code: Option<&str>, message: Option<&str>, param: Option<&str>) {
    let error = ServiceError::read(body.as_bytes());
    let found = (error.code.as_deref(), error.message.as_deref(), error.param.as_deref());
    assert_eq!(found, (code, message, param), "{body}");
}

#[test]
fn every_form_of_error_body_is_decoded() {
    // A: Azure OpenAI and the v1 route
    check(r#"{"error":{"code":"c","message":"m","param":"p"}}"#, Some("c"), Some("m"), Some("p"));
    check(r#"{"error":{"code":null,"message":"m","type":"t","param":null}}"#, Some("t"), Some("m"), None);
    check(r#"{"error":{"code":404,"message":"m"}}"#, Some("404"), Some("m"), None);
    check(r#"{"error":{"error":{"code":"c","message":"m"}}}"#, Some("c"), Some("m"), None);
    // B: model inference, flat
    check(
        r#"{"status":422,"code":"parameter_not_supported","message":"m","detail":{"loc":["body","response_format"],"input":"x"}}"#,
        Some("parameter_not_supported"),
        Some("m"),
        Some("response_format"),
    );
    // C: gateway
    check(r#"{"statusCode":401,"message":"m"}"#, Some("401"), Some("m"), None);
    // D: serverless, managed compute
    check(r#"{"detail":"Not Found"}"#, None, Some("Not Found"), None);
    check(
        r#"{"detail":[{"loc":["body","n"],"msg":"bad","type":"extra"},{"msg":"worse"}]}"#,
        Some("extra"),
        Some("n: bad; worse"),
        Some("n"),
    );
    // E: proxies
    check("", None, None, None);
    check("upstream  gone\n", None, Some("upstream gone"), None);
    check("<html><head><title>502 Bad Gateway</title></head></html>", None, Some("502 Bad Gateway"), None);
    check("<HTML><TITLE lang=en>Sign in</TITLE>", None, Some("Sign in"), None);
    check(r#"{"error":"text"}"#, None, Some("text"), None);
    check(r#"{"error":"invalid_client","error_description":"text"}"#, Some("invalid_client"), Some("text"), None);
    check(r#"{"message":"text"}"#, None, Some("text"), None);
    check(r#"[{"error":{"message":"m"}}]"#, None, Some("m"), None);
    check(r#""just text""#, None, Some("\"just text\""), None);
    check(r#"{"type":"about:blank","title":"Too big","status":413,"detail":"x"}"#, None, Some("Too big: x"), None);
    check(r#"{"type":"https://e.example/p","title":"Too big"}"#, None, Some("Too big"), None);
    // Errors nested in the message.
    let list = r#"[{"loc":["body","n"],"msg":"bad","type":"extra"}]"#;
    let detail = format!(r#"{{"detail":{list}}}"#);
    let text = Value::from(detail.as_str());
    let message = Some("n: bad");
    check(&format!(r#"{{"object":"error","message":{detail},"type":"t"}}"#), Some("t"), message, Some("n"));
    check(&format!(r#"{{"message":{list}}}"#), Some("extra"), message, Some("n"));
    check(&format!(r#"{{"error":{{"code":"c","message":{text}}}}}"#), Some("c"), message, Some("n"));
    check(r#"{"error":{"message":{"error":{"code":"c","message":"m"}}}}"#, Some("c"), Some("m"), None);
    check(
        r#"{"message":"Upstream: {\"error\":{\"code\":\"c\",\"message\":\"m\",\"param\":\"p\"}}"}"#,
        Some("c"),
        Some(r#"Upstream: {"error":{"code":"c","message":"m","param":"p"}}"#),
        Some("p"),
    );
    check(r#"{"something":"else"}"#, None, Some(r#"{"something":"else"}"#), None);
    check("\u{fffd}", None, Some("\u{fffd}"), None);
}

#[test]
fn long_texts_are_cut_between_characters() {
    let error = ServiceError::read("ä".repeat(2_000).as_bytes());
    assert_eq!(error.message.unwrap().chars().count(), MAX_TEXT);
}

#[test]
fn errors_without_advice_get_a_hint() {
    let responses_only = Some("does not support the operation");
    let no_tools = Some("supports function tools only in the Responses API");
    for (name, body, expected) in [
        (
            "operation of a codex model",
            r#"{"error":{"code":"OperationNotSupported","message":"The chatCompletion operation does not work with the specified model, gpt-5-codex."}}"#,
            responses_only,
        ),
        (
            "code in innererror",
            r#"{"error":{"code":"400","message":"m","innererror":{"code":"OperationNotSupported"}}}"#,
            responses_only,
        ),
        (
            "model of the Responses API",
            r#"{"error":{"message":"This model is only supported in v1/responses and not in v1/chat/completions.","param":"model","code":null}}"#,
            responses_only,
        ),
        (
            "tools with reasoning",
            r#"{"error":{"message":"Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions.","param":"reasoning_effort"}}"#,
            no_tools,
        ),
        (
            "tools of another API",
            r#"{"error":{"message":"Function tools are not supported for this model; please use /v1/responses.","param":"tools"}}"#,
            no_tools,
        ),
        ("unsupported value", r#"{"error":{"message":"Unsupported value: 'xhigh'","param":"reasoning_effort"}}"#, None),
        ("other code", r#"{"error":{"code":"DeploymentNotFound","message":"m"}}"#, None),
    ] {
        let hint = ServiceError::read(body.as_bytes()).hint();
        let is_expected = |part: &str| hint.is_some_and(|hint| hint.contains(part));
        assert!(expected.map_or(hint.is_none(), is_expected), "{name}: {hint:?}");
    }
}

#[test]
fn blocked_prompts_are_recognized_in_every_form() {
    #[track_caller]
    fn check(body: &str, expected: Option<&str>) {
        let result = ServiceError::read(body.as_bytes()).content_filter_result();
        assert_eq!(result.map(|result| result.to_string()).as_deref(), expected, "{body}");
    }
    let hate = r#"{"hate":{"filtered":true,"severity":"high"},"sexual":{"filtered":false,"severity":"safe"}}"#;
    let inner = format!(r#"{{"code":"ResponsibleAIPolicyViolation","content_filter_result":{hate}}}"#);
    let blocked = Some("prompt 0: blocked for hate (high)");
    check(&format!(r#"{{"error":{{"code":"content_filter","message":"m","innererror":{inner}}}}}"#), blocked);
    check(&format!(r#"{{"error":{{"code":null,"message":"m","innererror":{inner}}}}}"#), blocked);
    check(&format!(r#"{{"error":{{"code":"contentFilter","message":"m","inner_error":{inner}}}}}"#), blocked);
    check(&format!(r#"{{"code":"content_filter","message":"m","content_filter_results":{hate}}}"#), blocked);
    // The form of the LiteLLM proxy.
    let wrapped =
        format!(r#"{{"error":{{"code":"400","message":"m","provider_specific_fields":{{"innererror":{inner}}}}}}}"#);
    check(&wrapped, blocked);
    check(&format!(r#"{{"error":{{"code":"400","message":"m"}},"content_filter_result":{hate}}}"#), blocked);
    check(&format!(r#"[{{"error":{{"code":"400","message":"m"}}}},{{"innererror":{inner}}}]"#), blocked);
    let text = Value::from(format!(r#"Upstream error: {{"error":{{"code":"content_filter","innererror":{inner}}}}}"#));
    check(&format!(r#"{{"error":{{"code":500,"message":{text}}}}}"#), blocked);
    // Without a category, or with content filter results of an unknown form.
    let bare = Some("prompt 0: blocked");
    check(r#"{"status":400,"code":"content_filter","message":"m","param":"messages","type":null}"#, bare);
    check(r#"{"error":{"code":"content_policy_violation","message":"m"}}"#, bare);
    check(r#"{"error":{"code":"content_filter","message":"m","innererror":{"content_filter_result":"?"}}}"#, bare);
    check(r#"{"error":{"code":"content_filter","message":"m","innererror":null}}"#, bare);
    check(r#"{"detail":"Error code: 400 - {'error': {'code': 'content_filter', 'message': 'm'}}"}"#, bare);
    check(
        r#"{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy."}"#,
        bare,
    );
    check(r#"{"code":"other","message":"content_filter"}"#, None);
    check(r#"{"message":"Unknown parameter: 'content_filter'"}"#, None);
    check(r#"{"code":"other","message":"m","content_filter_result":{"hate":{"filtered":false}}}"#, None);
}
