//! Converts chat completions to responses and events of the Responses API.

use serde_json::{Value, json};

/// Converts a chat completion to a response.
pub(super) fn of_completion(completion: &Value) -> Value {
    let choice = &completion["choices"][0];
    let (reason, usage) = (choice["finish_reason"].as_str().unwrap_or_default(), &completion["usage"]);
    let incomplete = match reason {
        "length" => Some("max_output_tokens"),
        "content_filter" => Some("content_filter"),
        _ => None,
    };
    let filters = filters(completion);
    json!({
        "id": completion["id"].as_str().unwrap_or_default().replace("chatcmpl", "resp"),
        "object": "response",
        "created_at": completion["created"],
        "model": completion["model"],
        "status": if incomplete.is_some() { "incomplete" } else { "completed" },
        "error": null,
        "incomplete_details": incomplete.map(|reason| json!({"reason": reason})),
        "output": output(&choice["message"]),
        "usage": {
            "input_tokens": usage["prompt_tokens"],
            "input_tokens_details": usage["prompt_tokens_details"],
            "output_tokens": usage["completion_tokens"],
            "output_tokens_details": usage["completion_tokens_details"],
            "total_tokens": usage["total_tokens"],
        },
        "content_filters": (!filters.is_empty()).then_some(filters),
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

/// Returns the events of a response as the body of a stream.
pub(super) fn events(response: &Value) -> String {
    let mut events = String::new();
    let mut number = 0;
    let mut event = |type_: &str, mut data: Value| {
        data["type"] = type_.into();
        data["sequence_number"] = number.into();
        number += 1;
        events.push_str(&format!("event: {type_}\ndata: {data}\n\n"));
    };
    let mut started = response.clone();
    started["status"] = "in_progress".into();
    started["output"] = json!([]);
    started["usage"] = Value::Null;
    started["content_filters"] = Value::Null;
    event("response.created", json!({ "response": started }));
    event("response.in_progress", json!({ "response": started }));
    for (index, item) in response["output"].as_array().into_iter().flatten().enumerate() {
        let mut added = item.clone();
        for (member, empty) in [("content", json!([])), ("summary", json!([])), ("arguments", "".into())] {
            if let Some(value) = added.get_mut(member) {
                *value = empty;
            }
        }
        event("response.output_item.added", json!({"output_index": index, "item": added}));
        let place = |part: usize| json!({"item_id": item["id"], "output_index": index, "content_index": part});
        let mut deltas = |name: &str, member: &str, text: &str, part: usize| {
            for piece in text.split_inclusive(' ') {
                let mut data = place(part);
                data["delta"] = piece.into();
                event(&format!("response.{name}.delta"), data);
            }
            let mut data = place(part);
            data[member] = text.into();
            event(&format!("response.{name}.done"), data);
        };
        for (part, content) in item["content"].as_array().into_iter().flatten().enumerate() {
            match (&content["text"], &content["refusal"]) {
                (Value::String(text), _) => deltas("output_text", "text", text, part),
                (_, Value::String(refusal)) => deltas("refusal", "refusal", refusal, part),
                _ => {}
            }
        }
        for summary in item["summary"].as_array().into_iter().flatten() {
            deltas("reasoning_summary_text", "text", summary["text"].as_str().unwrap_or_default(), 0);
        }
        if let Some(arguments) = item["arguments"].as_str() {
            deltas("function_call_arguments", "arguments", arguments, 0);
        }
        event("response.output_item.done", json!({"output_index": index, "item": item}));
    }
    let last = if response["status"] == "incomplete" { "response.incomplete" } else { "response.completed" };
    event(last, json!({ "response": response }));
    events
}

/// Converts the chunks of a script to events of the Responses API.
#[derive(Default)]
pub(super) struct Translator {
    number: u64,
    finish_reason: Option<String>,
    usage: Value,
}

impl Translator {
    /// Returns the events of one step; `None` if the step is not a chunk of a chat completion and is not converted.
    pub(super) fn translate(&mut self, step: &[u8]) -> Option<Vec<u8>> {
        let data = step.strip_prefix(b"data: ")?.trim_ascii();
        if data == b"[DONE]" {
            return Some(self.end().into_bytes());
        }
        let chunk: Value = serde_json::from_slice(data).ok()?;
        if let Some(usage) = chunk.get("usage").filter(|usage| usage.is_object()) {
            self.usage = json!({
                "input_tokens": usage["prompt_tokens"],
                "output_tokens": usage["completion_tokens"],
                "total_tokens": usage["total_tokens"],
            });
        }
        let choice = chunk.get("choices")?.get(0).unwrap_or(&Value::Null);
        let reason = choice["finish_reason"].as_str().map(str::to_owned);
        self.finish_reason = reason.or(self.finish_reason.take());
        let delta = &choice["delta"];
        let mut events = String::new();
        for (member, name, index) in [
            ("reasoning_content", "response.reasoning_summary_text.delta", 0),
            ("content", "response.output_text.delta", 1),
            ("refusal", "response.refusal.delta", 1),
        ] {
            if let Some(text) = delta[member].as_str() {
                events += &self.event(name, json!({"output_index": index, "delta": text}));
            }
        }
        for call in delta["tool_calls"].as_array().into_iter().flatten() {
            let (index, function) = (2 + call["index"].as_u64().unwrap_or_default(), &call["function"]);
            if function["name"].is_string() {
                let item =
                    json!({"type": "function_call", "call_id": call["id"], "name": function["name"], "arguments": ""});
                events += &self.event("response.output_item.added", json!({"output_index": index, "item": item}));
            }
            if let Some(arguments) = function["arguments"].as_str() {
                let data = json!({"output_index": index, "delta": arguments});
                events += &self.event("response.function_call_arguments.delta", data);
            }
        }
        Some(events.into_bytes())
    }

    fn end(&mut self) -> String {
        let reason = match self.finish_reason.as_deref() {
            Some("length") => Some("max_output_tokens"),
            Some("content_filter") => Some("content_filter"),
            _ => None,
        };
        let (name, status) = match reason {
            Some(_) => ("response.incomplete", "incomplete"),
            None => ("response.completed", "completed"),
        };
        let details = reason.map(|reason| json!({ "reason": reason }));
        let response = json!({"id": "resp-bytes", "object": "response", "created_at": 1_700_000_000, "model": "byte-model",
            "status": status, "incomplete_details": details, "output": [], "usage": self.usage});
        self.event(name, json!({ "response": response }))
    }

    fn event(&mut self, name: &str, mut data: Value) -> String {
        data["type"] = name.into();
        data["sequence_number"] = self.number.into();
        self.number += 1;
        format!("event: {name}\ndata: {data}\n\n")
    }
}
