//! Converts chat completions to responses and events of the Responses API.

use serde_json::{Value, json};

/// Converts a chat completion to a response.
pub(super) fn of_completion(completion: &Value) -> Value {
    let choice = &completion["choices"][0];
    let (status, details) = outcome(choice["finish_reason"].as_str());
    let filters = filters(completion);
    json!({
        "id": completion["id"].as_str().unwrap_or_default().replace("chatcmpl", "resp"),
        "object": "response",
        "created_at": completion["created"],
        "model": completion["model"],
        "status": status,
        "error": null,
        "incomplete_details": details,
        "output": output(&choice["message"]),
        "usage": usage(&completion["usage"]),
        "content_filters": (!filters.is_empty()).then_some(filters),
    })
}

/// Returns the status of a response with this finish reason, and why it is incomplete.
fn outcome(finish_reason: Option<&str>) -> (&'static str, Value) {
    match finish_reason {
        Some("length") => ("incomplete", json!({"reason": "max_output_tokens"})),
        Some("content_filter") => ("incomplete", json!({"reason": "content_filter"})),
        _ => ("completed", Value::Null),
    }
}

fn usage(usage: &Value) -> Value {
    json!({
        "input_tokens": usage["prompt_tokens"],
        "input_tokens_details": usage["prompt_tokens_details"],
        "output_tokens": usage["completion_tokens"],
        "output_tokens_details": usage["completion_tokens_details"],
        "total_tokens": usage["total_tokens"],
    })
}

fn filters(completion: &Value) -> Vec<Value> {
    let filter = |source: &str, results: &Value| {
        let is_filtered = |result: &Value| result["filtered"] == true;
        let blocked = results.as_object().is_some_and(|results| results.values().any(is_filtered));
        json!({"source_type": source, "blocked": blocked, "content_filter_raw": null, "content_filter_results": results})
    };
    let prompts = completion["prompt_filter_results"].as_array().into_iter().flatten();
    let prompts = prompts.map(|prompt| filter("prompt", &prompt["content_filter_results"]));
    let results = Some(&completion["choices"][0]["content_filter_results"]).filter(|results| results.is_object());
    prompts.chain(results.map(|results| filter("completion", results))).collect()
}

/// Returns the output items: reasoning, text or refusal, tool calls.
fn output(message: &Value) -> Vec<Value> {
    let mut output = Vec::new();
    if let Some(reasoning) = message["reasoning_content"].as_str() {
        let summary = json!([{"type": "summary_text", "text": reasoning}]);
        output.push(json!({"type": "reasoning", "id": "rs_mock", "summary": summary, "encrypted_content": "bW9jaw=="}));
    }
    let text = message["content"].as_str().map(|text| json!({"type": "output_text", "text": text, "annotations": []}));
    let refusal = message["refusal"].as_str().map(|refusal| json!({"type": "refusal", "refusal": refusal}));
    let parts: Vec<Value> = text.into_iter().chain(refusal).collect();
    if !parts.is_empty() {
        let (role, status) = ("assistant", "completed");
        output.push(json!({"type": "message", "id": "msg_mock", "role": role, "status": status, "content": parts}));
    }
    for (place, call) in message["tool_calls"].as_array().into_iter().flatten().enumerate() {
        let function = &call["function"];
        output.push(json!({
            "type": "function_call",
            "id": format!("fc_mock_{place}"),
            "call_id": call["id"],
            "name": function["name"],
            "arguments": function["arguments"],
            "status": "completed",
        }));
    }
    output
}

/// Events of a stream, as its body.
#[derive(Default)]
struct Events {
    number: u64,
    body: String,
}

impl Events {
    fn add(&mut self, name: &str, mut data: Value) {
        data["type"] = name.into();
        data["sequence_number"] = self.number.into();
        self.number += 1;
        self.body += &format!("event: {name}\ndata: {data}\n\n");
    }

    /// Adds the deltas of a text and its end. `place` has the members of each event.
    fn add_text(&mut self, name: &str, member: &str, text: &str, place: &Value) {
        let with = |member: &str, text: &str| {
            let mut data = place.clone();
            data[member] = text.into();
            data
        };
        for piece in text.split_inclusive(' ') {
            self.add(&format!("response.{name}.delta"), with("delta", piece));
        }
        self.add(&format!("response.{name}.done"), with(member, text));
    }
}

/// Returns the events of a response as the body of a stream.
pub(super) fn events(response: &Value) -> String {
    let mut events = Events::default();
    let mut started = response.clone();
    started["status"] = "in_progress".into();
    started["output"] = json!([]);
    started["usage"] = Value::Null;
    started["content_filters"] = Value::Null;
    events.add("response.created", json!({ "response": started }));
    events.add("response.in_progress", json!({ "response": started }));
    for (index, item) in response["output"].as_array().into_iter().flatten().enumerate() {
        let mut added = item.clone();
        for (member, empty) in [("content", json!([])), ("summary", json!([])), ("arguments", "".into())] {
            if let Some(value) = added.get_mut(member) {
                *value = empty;
            }
        }
        events.add("response.output_item.added", json!({"output_index": index, "item": added}));
        let place = |part: usize| json!({"item_id": item["id"], "output_index": index, "content_index": part});
        for (part, content) in item["content"].as_array().into_iter().flatten().enumerate() {
            match (&content["text"], &content["refusal"]) {
                (Value::String(text), _) => events.add_text("output_text", "text", text, &place(part)),
                (_, Value::String(refusal)) => events.add_text("refusal", "refusal", refusal, &place(part)),
                _ => {}
            }
        }
        for summary in item["summary"].as_array().into_iter().flatten() {
            let text = summary["text"].as_str().unwrap_or_default();
            events.add_text("reasoning_summary_text", "text", text, &place(0));
        }
        if let Some(arguments) = item["arguments"].as_str() {
            events.add_text("function_call_arguments", "arguments", arguments, &place(0));
        }
        events.add("response.output_item.done", json!({"output_index": index, "item": item}));
    }
    let status = response["status"].as_str().unwrap_or_default();
    events.add(&format!("response.{status}"), json!({ "response": response }));
    events.body
}

/// Converts the chunks of a script to events of the Responses API.
#[derive(Default)]
pub(super) struct Translator {
    events: Events,
    finish_reason: Option<String>,
    usage: Value,
}

impl Translator {
    /// Returns the events of one step; `None` if the step is not a chunk of a chat completion and is not converted.
    pub(super) fn translate(&mut self, step: &[u8]) -> Option<Vec<u8>> {
        let data = step.strip_prefix(b"data: ")?.trim_ascii();
        if data == b"[DONE]" {
            self.end();
        } else {
            self.add(&serde_json::from_slice(data).ok()?)?;
        }
        Some(std::mem::take(&mut self.events.body).into_bytes())
    }

    fn add(&mut self, chunk: &Value) -> Option<()> {
        if chunk["usage"].is_object() {
            self.usage = usage(&chunk["usage"]);
        }
        let choice = chunk.get("choices")?.get(0).unwrap_or(&Value::Null);
        let reason = choice["finish_reason"].as_str().map(str::to_owned);
        self.finish_reason = reason.or(self.finish_reason.take());
        let delta = &choice["delta"];
        for (member, name, index) in [
            ("reasoning_content", "response.reasoning_summary_text.delta", 0),
            ("content", "response.output_text.delta", 1),
            ("refusal", "response.refusal.delta", 1),
        ] {
            if let Some(text) = delta[member].as_str() {
                self.events.add(name, json!({"output_index": index, "delta": text}));
            }
        }
        for call in delta["tool_calls"].as_array().into_iter().flatten() {
            let (index, function) = (2 + call["index"].as_u64().unwrap_or_default(), &call["function"]);
            if function["name"].is_string() {
                let item =
                    json!({"type": "function_call", "call_id": call["id"], "name": function["name"], "arguments": ""});
                self.events.add("response.output_item.added", json!({"output_index": index, "item": item}));
            }
            if let Some(arguments) = function["arguments"].as_str() {
                let data = json!({"output_index": index, "delta": arguments});
                self.events.add("response.function_call_arguments.delta", data);
            }
        }
        Some(())
    }

    fn end(&mut self) {
        let (status, details) = outcome(self.finish_reason.as_deref());
        let response = json!({"id": "resp-bytes", "object": "response", "created_at": 1_700_000_000, "model": "byte-model",
            "status": status, "incomplete_details": details, "output": [], "usage": self.usage});
        self.events.add(&format!("response.{status}"), json!({ "response": response }));
    }
}
