//! Fragments of tool calls, and choices with unusual indices.

use azure_inference::ChatEvent;
use azure_inference::testing::{ByteServer, Script};
use serde_json::{Value, json};

use super::{completion, delta, events, finish, streamed, whole};

fn fragment(index: Option<i64>, id: Option<&str>, name: Option<&str>, arguments: &str) -> Value {
    let mut call = json!({"function": {"arguments": arguments}});
    if let Some(index) = index {
        call["index"] = index.into();
    }
    if let Some(id) = id {
        call["id"] = id.into();
    }
    if let Some(name) = name {
        call["function"]["name"] = name.into();
    }
    call
}

#[tokio::test]
async fn tool_call_fragments_are_joined_whatever_their_ids_and_indices() {
    type Calls = &'static [(&'static str, &'static str, &'static str)];
    let (rome, half, rest) = (r#"{"city":"Rome"}"#, r#"{"city":"#, r#""Rome"}"#);
    let one: Calls = &[("a", "get_weather", r#"{"city":"Rome"}"#)];
    let two: Calls = &[("a", "get_weather", r#"{"city":"Rome"}"#), ("b", "get_time", "{}")];
    let name = Some("get_weather");
    let rows: Vec<(&str, Vec<Value>, Calls)> = vec![
        (
            "a fresh id each",
            vec![
                fragment(Some(0), Some("a"), name, ""),
                fragment(Some(0), Some("b"), None, half),
                fragment(Some(0), Some("c"), Some(""), rest),
            ],
            one,
        ),
        (
            "a fresh index each",
            vec![fragment(Some(0), Some("a"), name, half), fragment(Some(1), None, None, rest)],
            one,
        ),
        (
            "a fresh id and index",
            vec![fragment(Some(0), Some("a"), name, half), fragment(Some(7), Some("x"), Some(""), rest)],
            one,
        ),
        (
            "a fresh id, no index",
            vec![fragment(None, Some("a"), name, half), fragment(None, Some("x"), None, rest)],
            one,
        ),
        ("an empty id", vec![fragment(Some(0), Some("a"), name, half), fragment(Some(0), Some(""), None, rest)], one),
        (
            "everything again",
            vec![fragment(Some(0), Some("a"), name, half), fragment(Some(0), Some("a"), name, rest)],
            one,
        ),
        (
            "the name in pieces",
            vec![
                fragment(Some(0), Some("a"), Some("get_"), ""),
                fragment(Some(0), None, Some("weather"), half),
                fragment(Some(0), None, None, rest),
            ],
            one,
        ),
        (
            "the name so far",
            vec![
                fragment(Some(0), Some("a"), Some("get_"), ""),
                fragment(Some(0), None, name, half),
                fragment(Some(0), None, None, rest),
            ],
            one,
        ),
        (
            "the name after the id",
            vec![fragment(Some(0), Some("a"), None, ""), fragment(Some(0), None, name, rome)],
            one,
        ),
        (
            "two by index",
            vec![
                fragment(Some(0), Some("a"), name, ""),
                fragment(Some(1), Some("b"), Some("get_time"), ""),
                fragment(Some(0), None, None, rome),
                fragment(Some(1), None, None, "{}"),
            ],
            two,
        ),
        (
            "two of one index",
            vec![fragment(Some(0), Some("a"), name, rome), fragment(Some(0), Some("b"), Some("get_time"), "{}")],
            two,
        ),
        ("no name at all", vec![fragment(Some(0), Some("a"), None, rome)], &[]),
    ];
    for (what, fragments, expected) in rows {
        let mut chunks: Vec<Value> = fragments.iter().map(|call| delta(json!({"tool_calls": [call]}))).collect();
        chunks.push(finish("tool_calls"));
        let response = streamed(&chunks).await.unwrap();
        let calls = response.tool_calls().iter().map(|call| {
            let function = call.function.as_ref().unwrap();
            (call.id.as_deref().unwrap(), function.name.as_deref().unwrap(), function.arguments.as_deref().unwrap())
        });
        assert_eq!(calls.collect::<Vec<_>>(), expected, "{what}");
    }
}

#[tokio::test]
async fn two_whole_calls_without_ids_are_two_calls() {
    let call = |city: &str| {
        delta(json!({"tool_calls": [fragment(Some(0), None, Some("f"), &format!(r#"{{"city":"{city}"}}"#))]}))
    };
    let response = streamed(&[call("Rome"), call("Oslo"), finish("tool_calls")]).await.unwrap();
    assert_eq!(response.tool_calls().len(), 2);
}

#[tokio::test]
async fn fragments_of_a_custom_tool_call_are_joined() {
    let response = streamed(&[
        delta(json!({"tool_calls": [{"index": 0, "id": "a", "type": "custom", "custom": {"name": "sh", "input": "ls "}}]})),
        delta(json!({"tool_calls": [{"index": 0, "custom": {"input": "-l"}}]})),
        finish("tool_calls"),
    ])
    .await
    .unwrap();
    let call = &response.tool_calls()[0];
    assert_eq!(
        (call.type_.as_deref(), &call.extra["custom"]),
        (Some("custom"), &json!({"name": "sh", "input": "ls -l"}))
    );
    assert_eq!((call.name(), call.arguments()), ("sh", "ls -l"));
}

#[tokio::test]
async fn fragments_of_a_custom_tool_call_are_typed_events() {
    let fragment = |call: Value| delta(json!({"tool_calls": [call]}));
    let custom = |input: &str| fragment(json!({"index": 0, "custom": {"input": input}}));
    let begin = json!({"index": 0, "id": "a", "type": "custom", "custom": {"name": "sh", "input": ""}});
    let mut untyped = begin.clone();
    untyped.as_object_mut().unwrap().remove("type");
    for (what, begin) in [("with its type", begin), ("without its type", untyped)] {
        // A piece that equals all input before it is input too.
        let pieces = [fragment(begin), custom("a"), custom("a"), custom("aa"), finish("tool_calls")];
        let server = ByteServer::start(vec![events(&pieces)]).await;
        let mut read = server.client().chat().user("Hi").stream().await.unwrap().events();
        let mut seen = Vec::new();
        while let Some(event) = read.next().await {
            seen.push(match event.unwrap() {
                ChatEvent::ToolCallStarted { call, id, name, .. } => format!("started {call} {id} {name}"),
                ChatEvent::ToolCallArguments { call, text, .. } => format!("arguments {call} {text}"),
                ChatEvent::ToolCallComplete { name, arguments, .. } => format!("complete {name} {arguments}"),
                _ => continue,
            });
        }
        let expected = ["started 0 a sh", "arguments 0 a", "arguments 0 a", "arguments 0 aa", "complete sh aaaa"];
        assert_eq!(seen, expected, "{what}");
        let response = read.into_response().unwrap();
        let call = &response.tool_calls()[0];
        assert_eq!(call.extra["custom"], json!({"name": "sh", "input": "aaaa"}), "{what}");
        assert_eq!((call.type_.as_deref(), &call.function), (Some("custom"), &None), "{what}");
    }
}

#[tokio::test]
async fn a_single_choice_is_read_whatever_its_index() {
    for (what, indices) in [
        ("counting chunks", [json!(0), json!(1), json!(2)]),
        ("from one", [json!(1), json!(1), json!(1)]),
        ("as text", [json!("0"), json!("1"), json!("2")]),
        ("null", [json!(null), json!(null), json!(null)]),
    ] {
        let chunks = indices.into_iter().zip(["Whis", "per", "."]).map(|(index, text)| {
            json!({"choices": [{"index": index, "delta": {"content": text}, "finish_reason": if text == "." { "stop" } else { "" }}]})
        });
        let server = ByteServer::start(vec![events(&chunks.collect::<Vec<_>>())]).await;
        let mut stream = server.client().chat().user("?").stream().await.unwrap();
        let mut text = String::new();
        while let Some(chunk) = stream.next().await {
            text += chunk.unwrap().text();
        }
        let response = stream.into_response().unwrap();
        assert_eq!((text.as_str(), response.text(), response.choices().len()), ("Whisper.", "Whisper.", 1), "{what}");
    }
}

#[tokio::test]
async fn several_requested_choices_are_kept_apart() {
    let chunk = |index: i64, text: &str| json!({"choices": [{"index": index, "delta": {"content": text}, "finish_reason": "stop"}]});
    let script = events(&[chunk(1, "b"), chunk(0, "a")]);
    for is_extra in [false, true] {
        let server = ByteServer::start(vec![script.clone()]).await;
        let request = server.client().chat().user("?");
        let request = if is_extra { request.extra("n", 2) } else { request.n(2) };
        let response = request.stream().await.unwrap().finish().await.unwrap();
        let texts =
            response.choices().iter().map(|choice| choice.message.as_ref().unwrap().content.as_deref().unwrap());
        assert_eq!(texts.collect::<Vec<_>>(), ["a", "b"]);
    }
}

#[tokio::test]
async fn a_message_and_a_delta_are_read_in_place_of_each_other() {
    let mut body = completion(json!({"role": "assistant", "content": "Hello!"}));
    let choice = body["choices"][0].as_object_mut().unwrap();
    let message = choice.remove("message").unwrap();
    choice.insert("delta".to_owned(), message);
    assert_eq!(whole(body.clone()).await.unwrap().text(), "Hello!");
    let script = Script::response(200, "application/json", body.to_string());
    let server = ByteServer::start(vec![script]).await;
    let answer = server.client().chat().user("?").stream().await.unwrap().finish().await.unwrap();
    assert_eq!(answer.text(), "Hello!");

    let chunk = completion(json!({"role": "assistant", "content": "Hello!"}));
    assert_eq!(streamed(std::slice::from_ref(&chunk)).await.unwrap().text(), "Hello!");
    // A message at the end of a stream repeats the text.
    assert_eq!(streamed(&[delta(json!({"content": "Hello!"})), chunk]).await.unwrap().text(), "Hello!");
}
