//! Content filter results of responses, streams and errors.

use azure_inference::content_safety::{Category, ContentFilterResult, FilterTarget, Severity};
use azure_inference::models::CompletionsFinishReason;
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use azure_inference::{ChatEvent, ChatResponse, Chunk, Client, Error};
use serde_json::{Value, json};

async fn send(reply: Value) -> Result<ChatResponse, Error> {
    let service = MockService::start().await;
    service.reply(Reply::json(reply));
    service.client().chat().user("Hi").send().await
}

/// A response with these members in addition to the usual ones.
async fn response_with(root: Value, choice: Value) -> ChatResponse {
    let mut choice_with = json!({"index": 0, "message": {"content": "ok"}, "finish_reason": "stop"});
    choice_with.as_object_mut().unwrap().extend(choice.as_object().unwrap().clone());
    let mut body = json!({"choices": [choice_with]});
    body.as_object_mut().unwrap().extend(root.as_object().unwrap().clone());
    send(body).await.unwrap()
}

fn texts(results: &[ContentFilterResult]) -> Vec<String> {
    results.iter().map(ContentFilterResult::to_string).collect()
}

fn safe() -> Value {
    json!({"filtered": false, "severity": "safe"})
}

#[tokio::test]
async fn a_response_has_results_for_prompt_and_completion() {
    let results = |name: &str| json!([{"prompt_index": 1, "content_filter_results": {name: {"filtered": true}}}]);
    let blocked = json!({"finish_reason": "content_filter", "content_filter_results": {"hate": safe(), "violence": {"filtered": true, "severity": "high"}}});
    let prompts = json!({"prompt_filter_results": results("jailbreak")});
    let found = response_with(prompts, blocked.clone()).await;
    let expected = ["prompt 1: blocked for jailbreak", "choice 0: blocked for violence (high)"];
    assert_eq!(texts(&found.content_filter()), expected);
    assert_eq!(found.finish_reason(), Some(&CompletionsFinishReason::ContentFilter));
    let older = response_with(json!({"prompt_annotations": results("jailbreak")}), blocked).await;
    assert_eq!(texts(&older.content_filter()), expected);
    let passed = response_with(json!({}), json!({"content_filter_results": {"hate": safe()}})).await;
    assert_eq!(texts(&passed.content_filter()), ["choice 0: passed"]);
    assert_eq!(response_with(json!({}), json!({})).await.content_filter(), []);
    let unnamed = response_with(json!({}), json!({"finish_reason": "content_filter", "message": {}})).await;
    assert_eq!(texts(&unnamed.content_filter()), ["choice 0: blocked"]);
}

#[tokio::test]
async fn a_filter_that_did_not_run_is_reported_with_its_reason() {
    async fn check(error: Value, reason: &str) {
        let response = response_with(json!({}), json!({"content_filter_results": {"error": error}})).await;
        let result = &response.content_filter()[0];
        assert_eq!((result.filter_error(), result.is_blocked()), (Some(reason), false));
        assert_eq!(result.findings(), []);
        assert_eq!(result.to_string(), format!("choice 0: the filter did not run: {reason}"));
    }
    check(
        json!({"code": "content_filter_error", "message": "The contents are not filtered"}),
        "The contents are not filtered",
    )
    .await;
    check(json!({"code": "content_filter_error", "message": null}), "content_filter_error").await;
    check(json!("down"), "down").await;
    check(json!({"code": 500}), "no reason given").await;
    let ran = response_with(json!({}), json!({"content_filter_results": {"hate": safe(), "error": null}})).await;
    assert_eq!(ran.content_filter()[0].filter_error(), None);
}

#[tokio::test]
async fn every_category_is_read() {
    let hit = json!({"filtered": false, "detected": true});
    let response = response_with(
        json!({"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {
            "hate": {"filtered": false, "severity": "low"}, "self_harm": safe(), "sexual": safe(), "violence": safe(),
            "jailbreak": hit, "indirect_attack": {"filtered": false, "detected": false}, "profanity": hit,
            "custom_blocklists": {"filtered": true, "details": [{"filtered": true, "id": "rivals"}]},
            "custom_topics": {"filtered": false, "details": [{"detected": true, "id": "law"}, {"detected": false, "id": "tax"}]},
            "of_next_year": {"filtered": true, "severity": "extreme", "where": [1, 2]},
        }}]}),
        json!({"content_filter_results": {
            "protected_material_text": hit,
            "protected_material_code": {"filtered": false, "detected": true, "citation": {"URL": "https://git.example/a", "license": "MIT"}},
            "ungrounded_material": {"filtered": false, "detected": true, "details": [{"completion_start_offset": 0, "completion_end_offset": 5}]},
        }}),
    )
    .await;
    let [prompt, choice] = &response.content_filter()[..] else { panic!("{response:?}") };
    assert_eq!(
        (prompt.target(), choice.target()),
        (FilterTarget::Prompt { index: 0 }, FilterTarget::Completion { choice: 0 })
    );
    assert_eq!(prompt.findings().len(), 10);
    let detected: Vec<&str> =
        prompt.findings().iter().filter(|found| found.is_detected()).map(|found| found.category().as_str()).collect();
    assert_eq!(detected, ["custom_blocklists", "custom_topics", "hate", "jailbreak", "of_next_year", "profanity"]);
    let blocked: Vec<&Category> = prompt.blocked().map(|found| found.category()).collect();
    assert_eq!(blocked, [&Category::CustomBlocklists, &Category::Other("of_next_year".to_owned())]);
    assert_eq!(prompt.category(Category::Hate).unwrap().severity(), Some(&Severity::Low));
    assert_eq!(prompt.category(Category::CustomBlocklists).unwrap().ids().collect::<Vec<_>>(), ["rivals"]);
    let unknown = prompt.category("of_next_year").unwrap();
    assert_eq!(unknown.severity().map(Severity::as_str), Some("extreme"));
    assert_eq!(unknown.json(), json!({"filtered": true, "severity": "extreme", "where": [1, 2]}));
    assert!(prompt.category(Category::ProtectedMaterialCode).is_none());
    let code = choice.category(Category::ProtectedMaterialCode).unwrap();
    assert_eq!((code.citation_url(), code.citation_license()), (Some("https://git.example/a"), Some("MIT")));
    assert_eq!(choice.category(Category::UngroundedMaterial).unwrap().json()["details"][0]["completion_end_offset"], 5);
    assert!(!choice.is_blocked());
}

#[tokio::test]
async fn malformed_filter_results_do_not_fail_the_response() {
    let odd = [
        json!(null),
        json!(true),
        json!(7),
        json!(-0.5),
        json!("safe"),
        json!([]),
        json!({}),
        json!([{"filtered": true}]),
        json!({"hate": "safe"}),
    ];
    for shape in &odd {
        let places = [
            (json!({}), json!({"content_filter_results": shape})),
            (json!({}), json!({"content_filter_results": {"hate": shape, "error": shape}})),
            (
                json!({}),
                json!({"content_filter_results": {"hate": {"filtered": shape, "detected": shape, "severity": shape, "citation": shape, "details": shape}}}),
            ),
            (json!({"prompt_filter_results": shape}), json!({})),
            (
                json!({"prompt_annotations": [shape, {"prompt_index": shape, "content_filter_results": shape}]}),
                json!({}),
            ),
        ];
        for (root, choice) in places {
            let whole = response_with(root.clone(), choice.clone()).await;
            assert_eq!(whole.text(), "ok", "{root} {choice}");
            let _ = texts(&whole.content_filter());
            let mut update = json!({"index": 0, "delta": {"content": "ok"}, "content_filter_offsets": shape});
            update.as_object_mut().unwrap().extend(choice.as_object().unwrap().clone());
            let mut chunk = json!({"choices": [update]});
            chunk.as_object_mut().unwrap().extend(root.as_object().unwrap().clone());
            let chunk = Chunk::from_json(chunk.to_string()).unwrap();
            assert_eq!(chunk.text(), "ok", "{}", chunk.json());
            let _ = texts(&chunk.content_filter());
        }
    }
}

#[tokio::test]
async fn a_malformed_category_does_not_hide_the_others() {
    let mixed = response_with(
        json!({}),
        json!({"content_filter_results": {"hate": 4, "violence": {"filtered": true, "severity": 6}}}),
    )
    .await;
    assert_eq!(texts(&mixed.content_filter()), ["choice 0: blocked for violence"]);
    assert_eq!(
        mixed.content_filter()[0].category("violence").unwrap().json(),
        json!({"filtered": true, "severity": 6})
    );
}

fn offsets(result: &ContentFilterResult) -> Option<(i64, i64, i64)> {
    let offsets = result.offsets()?;
    Some((offsets.check_offset?, offsets.start_offset?, offsets.end_offset?))
}

#[tokio::test]
async fn asynchronous_filter_results_have_their_offsets() {
    let check = |at: i64, severity: &str| {
        json!({"choices": [{"index": 0, "finish_reason": null,
            "content_filter_offsets": {"check_offset": at, "start_offset": at, "end_offset": at + 40},
            "content_filter_results": {"violence": {"filtered": severity == "high", "severity": severity}}}]})
        .to_string()
    };
    let script = Script::stream()
        .event(r#"{"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"jailbreak":{"filtered":false,"detected":true}}}]}"#)
        .text("Once ")
        .event(check(0, "medium"))
        .text("upon")
        .event(check(40, "safe"))
        .event(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}"#)
        .event(check(44, "high"))
        .done();
    let server = ByteServer::start(vec![script]).await;
    let mut events = server.client().chat().user("Hi").stream().await.unwrap().events();
    let mut results = Vec::new();
    while let Some(event) = events.next().await {
        if let ChatEvent::ContentFilter(result) = event.unwrap() {
            results.push((result.to_string(), offsets(&result)));
        }
    }
    let expected = [
        ("prompt 0: passed", None),
        ("choice 0: passed", Some((0, 0, 40))),
        ("choice 0: passed", Some((40, 40, 80))),
        ("choice 0: blocked", None),
        ("choice 0: blocked for violence (high)", Some((44, 44, 84))),
    ];
    assert_eq!(results, expected.map(|(text, offsets)| (text.to_owned(), offsets)));
    let response = events.into_response().unwrap();
    assert_eq!(response.text(), "Once upon");
    assert_eq!(texts(&response.content_filter()), ["prompt 0: passed", "choice 0: blocked for violence (high)"]);
}

#[tokio::test]
async fn a_filter_error_in_a_stream_names_prompt_or_completion() {
    async fn check(script: Script, param: Value, side: FilterTarget) {
        let error = json!({"error": {"code": "content_filter", "message": "m", "param": param}}).to_string();
        let server = ByteServer::start(vec![script.event(error).end()]).await;
        let client: Client = server.client();
        let error = client.chat().user("Hi").stream().await.unwrap().finish().await.unwrap_err();
        assert!(error.is_content_filtered());
        assert_eq!(error.content_filter().unwrap().target(), side, "{param}");
    }
    check(Script::stream(), json!(null), FilterTarget::Prompt { index: 0 }).await;
    check(Script::stream().text("Once"), json!(null), FilterTarget::Completion { choice: 0 }).await;
    check(Script::stream().text("Once"), json!("prompt"), FilterTarget::Prompt { index: 0 }).await;
}
