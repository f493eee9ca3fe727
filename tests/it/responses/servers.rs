//! Responses of servers other than Azure and OpenAI.

mod errors;
mod streams;

use azure_inference::testing::{ByteServer, Reply, Script};
use azure_inference::{ChatResponse, Error};
use serde_json::{Value, json};

use super::stream::request;
use super::{client, response, service, text_item};

/// The content of a response that the tests compare.
#[derive(Debug, PartialEq)]
struct Content {
    text: String,
    reasoning: Option<String>,
    calls: Vec<[String; 3]>,
    finish_reason: Option<String>,
}

fn expected(text: &str, reasoning: Option<&str>, calls: &[[&str; 3]], finish_reason: &str) -> Content {
    Content {
        text: text.to_owned(),
        reasoning: reasoning.map(str::to_owned),
        calls: calls.iter().map(|call| call.map(str::to_owned)).collect(),
        finish_reason: Some(finish_reason.to_owned()),
    }
}

fn content_of(response: &ChatResponse) -> Content {
    let calls = response.tool_calls().iter();
    Content {
        text: response.text().to_owned(),
        reasoning: response.reasoning().map(str::to_owned),
        calls: calls.map(|call| [call.id(), call.name(), call.arguments()].map(str::to_owned)).collect(),
        finish_reason: response.finish_reason().map(|reason| reason.as_str().to_owned()),
    }
}

/// Sends a request for which the service returns this body.
async fn whole(body: Value) -> Result<ChatResponse, Error> {
    let service = service([Reply::json(body)]).await;
    client(&service).chat().user("u").send().await
}

/// Sends a request for a stream.
async fn streamed(script: Script) -> Result<ChatResponse, Error> {
    let server = ByteServer::start(vec![script]).await;
    request(&server.client()).stream().await?.finish().await
}

fn without(mut value: Value, names: &[&str]) -> Value {
    names.iter().for_each(|name| _ = value.as_object_mut().unwrap().remove(*name));
    value
}

fn text_parts(texts: &[&str]) -> Value {
    let parts = texts.iter().map(|text| json!({"type": "output_text", "text": text}));
    json!({"type": "message", "id": "msg_1", "role": "assistant", "content": parts.collect::<Vec<_>>()})
}

#[tokio::test]
async fn a_wrong_type_in_one_log_probability_does_not_lose_the_others() {
    let tokens =
        json!([{"token": "H", "logprob": -0.5, "bytes": "x"}, {"token": "i", "logprob": -1.0, "bytes": [105]}]);
    let part = json!({"type": "output_text", "text": "Hi", "logprobs": tokens});
    let found = whole(response(json!([{"type": "message", "content": [part]}]))).await.unwrap();
    let tokens = found.choices()[0].logprobs.as_ref().unwrap().content.as_ref().unwrap();
    assert_eq!(tokens.iter().map(|token| token.logprob).collect::<Vec<_>>(), [Some(-0.5), Some(-1.0)]);
}

#[tokio::test]
async fn responses_of_other_servers_are_read() {
    let call = |arguments: Value| json!({"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": arguments});
    let rows = [
        (
            "llama.cpp: two equal calls, no details of the usage, its own timings",
            {
                let mut body = response(
                    json!([call("{\n \"city\": \"Paris\"\n}".into()), {"type": "function_call", "id": "fc_2", "call_id": "call_2", "name": "f", "arguments": "{}", "status": "completed"}]),
                );
                body["usage"] = json!({"input_tokens": 1, "output_tokens": 2, "total_tokens": 3, "input_tokens_details": {"cached_tokens": 0}});
                body["timings"] = json!({"prompt_n": 1});
                without(body, &["error", "incomplete_details"])
            },
            expected("", None, &[["call_1", "f", "{\n \"city\": \"Paris\"\n}"], ["call_2", "f", "{}"]], "tool_calls"),
        ),
        (
            "llama.cpp: a truncated call in a completed response",
            response(json!([call("{\"city\": \"Pa".into())])),
            expected("", None, &[["call_1", "f", "{\"city\": \"Pa"]], "tool_calls"),
        ),
        (
            "gpt-oss on Bedrock: reasoning as content, with the id of a message",
            response(
                json!([{"type": "reasoning", "id": "msg_8e9c", "summary": [], "content": [{"type": "reasoning_text", "text": "Think."}]}, text_item("Hi")]),
            ),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "Ollama: reasoning as a summary, and not encrypted",
            response(
                json!([{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Think."}], "encrypted_content": "Think."}, text_item("Hi")]),
            ),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "mistral.rs: `output_text` instead of output items",
            without(
                {
                    let mut body = response(json!([]));
                    body["output_text"] = "Hi".into();
                    body["reasoning"] = "Think.".into();
                    body
                },
                &["error", "usage"],
            ),
            expected("Hi", None, &[], "stop"),
        ),
        (
            "vLLM: null metadata, a fractional time",
            {
                let mut body = response(json!([text_item("Hi")]));
                (body["metadata"], body["created_at"]) = (Value::Null, json!(1.5e9));
                body
            },
            expected("Hi", None, &[], "stop"),
        ),
        (
            "texts instead of parts",
            response(json!([{"type": "reasoning", "content": "Think."}, {"type": "message", "content": "Hi"}])),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "a summary as text",
            response(json!([{"type": "reasoning", "summary": "Think."}, text_item("Hi")])),
            expected("Hi", Some("Think."), &[], "stop"),
        ),
        (
            "arguments as an object",
            response(json!([call(json!({"city": "Paris"}))])),
            expected("", None, &[["call_1", "f", "{\"city\":\"Paris\"}"]], "tool_calls"),
        ),
        (
            "null arguments",
            response(json!([call(Value::Null)])),
            expected("", None, &[["call_1", "f", ""]], "tool_calls"),
        ),
        (
            "a call without `call_id`",
            response(json!([without(call("{}".into()), &["call_id"])])),
            expected("", None, &[["fc_1", "f", "{}"]], "tool_calls"),
        ),
        (
            "several messages and parts, a call between",
            response(json!([text_parts(&["a", "b"]), call("{}".into()), text_parts(&["c"])])),
            expected("abc", None, &[["call_1", "f", "{}"]], "tool_calls"),
        ),
        (
            "unknown items and parts",
            response(
                json!([{"type": "new_item", "text": "x"}, {"type": "message", "content": [{"type": "new_part", "text": "x"}, {"type": "text", "text": "Hi"}]}]),
            ),
            expected("Hi", None, &[], "stop"),
        ),
        (
            "nulls in a message",
            response(
                json!([{"type": "message", "id": null, "role": null, "status": null, "content": [{"type": "output_text", "text": "Hi", "annotations": null, "logprobs": null}]}]),
            ),
            expected("Hi", None, &[], "stop"),
        ),
    ];
    for (name, body, expected) in rows {
        let response = whole(body).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(content_of(&response), expected, "{name}");
    }
}
