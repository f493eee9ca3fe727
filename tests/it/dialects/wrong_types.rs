//! A member of the wrong type beside the message does not fail the response.

use std::path::Path;

use azure_inference::testing::{MockService, Reply};
use azure_inference::{Accumulator, Chunk};
use serde_json::{Value, json};

/// A JSON pointer to each member at any depth.
fn places(value: &Value, above: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return,
    };
    for (name, member) in members {
        let place = format!("{above}/{name}");
        places(member, &place, found);
        found.push(place);
    }
}

fn is_essential(place: &str) -> bool {
    let names = ["choices", "message", "delta", "content", "tool_calls", "function", "name", "arguments"];
    let beside = ["usage", "logprobs", "results", "annotations", "audio"];
    !beside.iter().any(|beside| place.contains(beside))
        && place.split('/').skip(1).all(|step| names.contains(&step) || step.parse::<usize>().is_ok())
}

/// A response with every member.
fn response(message: &str) -> Value {
    let filter = json!({"hate": {"filtered": false, "severity": "safe"}});
    json!({
        "id": "c", "object": "o", "created": 1, "model": "m", "system_fingerprint": "f", "service_tier": "t",
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3,
            "completion_tokens_details": {"reasoning_tokens": 1}, "prompt_tokens_details": {"cached_tokens": 1}},
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": filter}],
        "choices": [{"index": 0, "finish_reason": "stop", "content_filter_results": filter,
            "logprobs": {"content": [{"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": [{"token": "a"}]}]},
            message: {"role": "assistant", "content": "Hi.", "refusal": null, "annotations": [{"x": 1}],
                "audio": {"id": "a", "expires_at": 1},
                "tool_calls": [{"index": 0, "id": "x", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}}],
    })
}

#[tokio::test]
async fn a_member_of_the_wrong_type_does_not_fail_the_response() {
    let values = [
        json!(null),
        json!(1.5),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!("x"),
        json!(""),
        json!("7"),
        json!(true),
        json!([]),
        json!([null]),
        json!([1]),
        json!({}),
        json!({"a": [1]}),
    ];
    let service = MockService::start().await;
    let client = service.client();
    for message in ["message", "delta"] {
        let mut found = Vec::new();
        places(&response(message), "", &mut found);
        assert!(found.len() > 40);
        for place in found.iter().filter(|place| !is_essential(place)) {
            for value in &values {
                let mut body = response(message);
                *body.pointer_mut(place).unwrap() = value.clone();
                let read = match message {
                    "message" => {
                        service.reply(Reply::json(body));
                        client.chat().user("?").send().await.map(azure_inference::ChatResponse::into_completions)
                    }
                    _ => Chunk::from_json(body.to_string()).map(|chunk| {
                        let mut response = Accumulator::default();
                        response.push(chunk.update());
                        response.into_completions()
                    }),
                };
                let response = read.unwrap_or_else(|error| panic!("{place} = {value}: {error}"));
                let read = response.choices.unwrap()[0].message.clone().unwrap();
                assert_eq!(read.content.as_deref(), Some("Hi."), "{place} = {value}");
                let function = read.tool_calls.unwrap()[0].function.clone().unwrap();
                assert_eq!(function.arguments.as_deref(), Some("{}"), "{place} = {value}");
            }
        }
    }
}

/// The fixtures of a folder, with whole responses as chunks.
fn fixtures(folder: &str) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let fixtures = files.map(|path| {
        let text = std::fs::read_to_string(&path).unwrap().replace("\"message\":", "\"delta\":");
        (path.display().to_string(), serde_json::from_str(&text).unwrap())
    });
    fixtures.collect()
}

#[test]
fn a_wrong_type_anywhere_in_a_fixture_is_ignored_or_a_decode_error() {
    let values = [json!(1.5), json!("x"), json!(true), json!([{}]), json!({"a": null})];
    for (name, fixture) in [fixtures("chat"), fixtures("chunk")].concat() {
        let text = |json: &Value| Chunk::from_json(json.to_string()).map(|chunk| chunk.text().to_owned());
        let expected = text(&fixture).unwrap();
        let mut found = Vec::new();
        places(&fixture, "", &mut found);
        for place in found {
            for value in &values {
                let mut changed = fixture.clone();
                *changed.pointer_mut(&place).unwrap() = value.clone();
                match text(&changed) {
                    Ok(text) if !is_essential(&place) && !place.ends_with("/index") => {
                        assert_eq!(text, expected, "{name}: {place} = {value}");
                    }
                    Ok(_) => {}
                    Err(error) => {
                        assert!(is_essential(&place), "{name}: {place} = {value}: {error}");
                        assert!(error.message().contains("`choices"), "{name}: {place} = {value}: {error}");
                    }
                }
            }
        }
    }
}
