//! Members that the API does not describe are kept, in whole and in streamed responses.

use azure_inference::ToolSet;
use azure_inference::testing::{ByteServer, MockService, Reply, Script};
use serde_json::{Value, json};

use super::{completion, delta, events, finish, streamed, whole};

#[tokio::test]
async fn unknown_members_of_a_stream_are_those_of_a_whole_response() {
    let citations = json!({"citations": [{"title": "One", "url": "https://news.example/1"}], "intent": "[]"});
    let call = json!({"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}", "x": 1}, "extra_content": {"google": {"thought_signature": "c2ln"}}});
    let message = json!({"role": "assistant", "content": "Yes.", "annotations": [{"type": "url_citation", "x": 1}],
                         "context": citations, "provider_field": "p", "tool_calls": [call]});
    let mut body = completion(message.clone());
    body["provider"] = json!("p");
    body["timings"] = json!({"predicted_ms": 1.5});
    body["choices"][0]["stop_reason"] = json!(13);
    let expected = whole(body.clone()).await.unwrap();

    let mut first = delta(message);
    first["choices"][0]["delta"]["tool_calls"][0]["index"] = json!(0);
    first["provider"] = json!("p");
    first["obfuscation"] = json!("qwertz");
    let mut last = finish("stop");
    last["choices"][0]["stop_reason"] = json!(13);
    last["timings"] = json!({"predicted_ms": 1.5});
    let response = streamed(&[first, last]).await.unwrap();

    assert_eq!(response.completions().extra, expected.completions().extra);
    assert_eq!(response.choices(), expected.choices());
}

#[tokio::test]
async fn unknown_members_are_in_the_chunk_that_has_them() {
    let mut chunk = delta(json!({"content": "Yes.", "marks": [1], "tool_calls": [{"index": 0, "extra_content": 2}]}));
    chunk["provider"] = json!("p");
    chunk["choices"][0]["stop_reason"] = json!(13);
    let server = ByteServer::start(vec![events(&[chunk.clone(), finish("stop")])]).await;
    let mut stream = server.client().chat().user("?").stream().await.unwrap();
    let first = stream.next().await.unwrap().unwrap();
    let choice = &first.choices()[0];
    let delta = choice.delta.as_ref().unwrap();
    assert_eq!(first.update().extra.get("provider"), Some(&json!("p")));
    assert_eq!(choice.extra.get("stop_reason"), Some(&json!(13)));
    assert_eq!(delta.extra.get("marks"), Some(&json!([1])));
    assert_eq!(delta.tool_calls.as_ref().unwrap()[0].extra.get("extra_content"), Some(&json!(2)));
    assert_eq!(serde_json::to_value(&first).unwrap(), chunk);
}

#[tokio::test]
async fn annotations_are_the_same_whole_and_streamed() {
    let citation = |url: &str| json!({"type": "url_citation", "url_citation": {"url": url, "title": "News", "start_index": 0, "end_index": 4}});
    let all = json!([citation("https://news.example/1"), citation("https://news.example/2")]);
    let message = json!({"role": "assistant", "content": "Yes.", "annotations": all});
    let expected = whole(completion(message)).await.unwrap();

    let parts = [0, 1].map(|index| delta(json!({"content": (["Ye", "s."][index]), "annotations": [(all[index])]})));
    let response = streamed(&[parts[0].clone(), parts[1].clone(), finish("stop")]).await.unwrap();

    let annotations =
        |response: &azure_inference::ChatResponse| response.choices()[0].message.clone().unwrap().annotations;
    assert_eq!(annotations(&response), annotations(&expected));
    let urls: Vec<_> = annotations(&response).unwrap().into_iter().map(|one| one.url_citation.unwrap().url).collect();
    assert_eq!(urls, [Some("https://news.example/1".to_owned()), Some("https://news.example/2".to_owned())]);
    assert_eq!(serde_json::to_value(annotations(&response)).unwrap(), all);
}

#[tokio::test]
async fn unknown_members_of_streamed_audio_are_kept() {
    let response = streamed(&[
        delta(json!({"audio": {"id": "x", "data": "YQ==", "voice": "v"}})),
        delta(json!({"audio": {"data": "Yg==", "seconds": 2}})),
        finish("stop"),
    ])
    .await
    .unwrap();
    let extra = &response.audio().unwrap().extra;
    assert_eq!((extra.get("voice"), extra.get("seconds")), (Some(&json!("v")), Some(&json!(2))));
}

#[tokio::test]
async fn unknown_members_of_a_whole_response_to_a_stream_request_are_kept() {
    let mut body = completion(json!({"role": "assistant", "content": "Yes.", "marks": [1],
        "audio": {"id": "x", "voice": "v"}, "tool_calls": [{"id": "a", "function": {"name": "f", "arguments": "{}", "x": 1}, "y": 2}]}));
    body["usage"] = json!({"prompt_tokens": 1, "z": 3});
    body["choices"][0]["stop_reason"] = json!(13);
    let expected = whole(body.clone()).await.unwrap();
    let server = ByteServer::start(vec![Script::response(200, "application/json", body.to_string())]).await;
    let mut stream = server.client().chat().user("?").stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), "Yes.");
    let answer = stream.finish().await.unwrap();
    assert_eq!(answer.completions(), expected.completions());
}

#[tokio::test]
async fn unknown_members_are_sent_back_with_tool_calls() {
    let call = json!({"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}, "extra_content": {"s": "c2ln"}});
    let message = json!({"role": "assistant", "content": "", "thinking_blocks": [{"type": "thinking", "signature": "s"}],
                         "annotations": [], "function_call": null, "tool_calls": [call]});
    let check = |sent: &Value| {
        assert_eq!(sent["tool_calls"][0]["extra_content"], call["extra_content"], "{sent}");
        assert_eq!(sent["thinking_blocks"], message["thinking_blocks"], "{sent}");
        // Empty members are not sent, since not every service accepts them.
        assert!(sent.get("annotations").is_none() && sent.get("function_call").is_none(), "{sent}");
    };
    let tools = ToolSet::new().tool("f", "", |(): ()| async { "x" });

    let service = MockService::start().await;
    service.reply(Reply::json(completion(message.clone()))).reply(Reply::text("Done."));
    service.client().chat().user("?").tools(&tools).run().await.unwrap();
    check(&service.requests()[1].messages()[1]);

    let mut first = message.clone();
    first["tool_calls"][0]["index"] = json!(0);
    let scripts = vec![
        events(&[delta(first), finish("tool_calls")]),
        events(&[delta(json!({"content": "Done."})), finish("stop")]),
    ];
    let server = ByteServer::start(scripts).await;
    server.client().chat().user("?").tools(&tools).run_stream().await.unwrap().finish().await.unwrap();
    check(&server.requests()[1]["messages"][1]);
}
