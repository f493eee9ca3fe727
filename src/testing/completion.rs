//! Replies that are chat completions.

use serde_json::{Value, json};

use super::reply::Body;
use super::{MODEL, ReceivedRequest, Reply, response};

/// Replies that are chat completions. Each is streamed if the request asks for a stream.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use azure_inference::testing::{MockService, Reply};
/// use serde_json::json;
///
/// let service = MockService::start().await;
/// service.reply(Reply::tool_calls([("roll", json!({"sides": 6})), ("roll", json!({"sides": 20}))]));
/// service.reply(Reply::text("4.").reasoning("2 + 2").usage(12, 34));
/// service.reply(Reply::refusal("I can't help with that."));
/// service.reply(Reply::text("Well").content_filter_results(json!({"hate": {"filtered": true, "severity": "high"}})));
/// let client = service.client();
/// let ask = || client.chat().user("Hello!").send();
///
/// assert_eq!(ask().await?.tool_calls().len(), 2);
/// let response = ask().await?;
/// assert_eq!((response.reasoning(), response.usage().unwrap().total()), (Some("2 + 2"), 46));
/// assert_eq!(ask().await?.refusal(), Some("I can't help with that."));
/// assert!(ask().await?.content_filter()[0].is_blocked());
/// # Ok(())
/// # }
/// ```
impl Reply {
    /// Returns a chat completion with this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::completion(json!({"role": "assistant", "content": text.into()}), "stop")
    }

    /// Returns a chat completion with one tool call. The id of the call is `call_1`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    /// use serde_json::json;
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::tool_call("get_flight_info", json!({"origin_city": "Miami"})));
    ///
    /// let response = service.client().chat().user("When does the next flight leave?").send().await?;
    ///
    /// let call = &response.tool_calls()[0];
    /// assert_eq!((call.name(), call.arguments()), ("get_flight_info", r#"{"origin_city":"Miami"}"#));
    /// # Ok(())
    /// # }
    /// ```
    pub fn tool_call(name: &str, arguments: impl Into<Value>) -> Self {
        Self::tool_calls([(name, arguments)])
    }

    /// Returns a chat completion with several tool calls, each with a name and arguments. The ids of the calls are `call_1`,
    /// `call_2` and so on. Arguments that are a string are sent unchanged, for example to send invalid JSON.
    pub fn tool_calls<'a, A: Into<Value>>(calls: impl IntoIterator<Item = (&'a str, A)>) -> Self {
        let calls = calls.into_iter().enumerate().map(|(place, (name, arguments))| {
            let arguments = match arguments.into() {
                Value::String(text) => text,
                value => value.to_string(),
            };
            let function = json!({"name": name, "arguments": arguments});
            json!({"id": format!("call_{}", place + 1), "type": "function", "function": function})
        });
        let calls: Vec<Value> = calls.collect();
        Self::completion(json!({"role": "assistant", "content": null, "tool_calls": calls}), "tool_calls")
    }

    /// Returns a chat completion with this refusal.
    pub fn refusal(refusal: impl Into<String>) -> Self {
        Self::completion(json!({"role": "assistant", "content": null, "refusal": refusal.into()}), "stop")
    }

    /// Sets the reasoning, in the field `reasoning_content`.
    ///
    /// # Panics
    ///
    /// As [`set`](Self::set).
    #[track_caller]
    pub fn reasoning(self, reasoning: impl Into<String>) -> Self {
        self.set("/choices/0/message/reasoning_content", reasoning.into())
    }

    /// Sets the usage. The default is 12 and 7 tokens.
    ///
    /// # Panics
    ///
    /// As [`set`](Self::set).
    #[track_caller]
    pub fn usage(self, prompt_tokens: i64, completion_tokens: i64) -> Self {
        let total_tokens = prompt_tokens + completion_tokens;
        let reply = self.set("/usage/prompt_tokens", prompt_tokens).set("/usage/total_tokens", total_tokens);
        reply.set("/usage/completion_tokens", completion_tokens)
    }

    /// Sets the finish reason, such as `length`.
    ///
    /// # Panics
    ///
    /// As [`set`](Self::set).
    #[track_caller]
    pub fn finish_reason(self, reason: &str) -> Self {
        self.set("/choices/0/finish_reason", reason)
    }

    /// Sets the content filter results of the text. If a result is `filtered`, the finish reason is `content_filter`.
    ///
    /// # Panics
    ///
    /// As [`set`](Self::set).
    #[track_caller]
    pub fn content_filter_results(self, results: impl Into<Value>) -> Self {
        let results = results.into();
        let is_blocked = results.as_object().into_iter().flatten().any(|(_, result)| result["filtered"] == true);
        let reply = self.set("/choices/0/content_filter_results", results);
        if is_blocked { reply.finish_reason("content_filter") } else { reply }
    }

    /// Sets the value at a JSON Pointer. Missing objects on the path are created.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::text("Hi.").set("/usage/prompt_tokens_details/cached_tokens", 8).set("/model", "gpt-4o"));
    ///
    /// let response = service.client().chat().user("Hello!").send().await?;
    ///
    /// let details = response.usage().unwrap().prompt_tokens_details.as_ref();
    /// assert_eq!((response.model(), details.unwrap().cached_tokens), ("gpt-4o", Some(8)));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the reply is not a chat completion of a function above, or if a value on the path is neither an object nor a list.
    #[track_caller]
    pub fn set(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        let Body::Completion(completion) = &mut self.body else { panic!("the reply is not a chat completion") };
        let mut place = &mut **completion;
        for name in pointer.split('/').skip(1) {
            let name = name.replace("~1", "/").replace("~0", "~");
            let next = match place {
                Value::Object(_) | Value::Null => Some(&mut place[name.as_str()]),
                Value::Array(items) => name.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
                _ => None,
            };
            let Some(next) = next else { panic!("the completion has nothing at `{name}` of `{pointer}`") };
            place = next;
        }
        *place = value.into();
        self
    }

    fn completion(message: Value, finish_reason: &str) -> Self {
        let completion = json!({
            "id": "chatcmpl-mock",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            "usage": {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19},
        });
        Self { body: Body::Completion(Box::new(completion)), ..Self::bytes("") }
    }
}

/// If a request was sent to the Responses API and the body of the reply is a chat completion, returns that completion.
pub(super) fn of(body: &[u8], request: &ReceivedRequest) -> Option<Box<Value>> {
    let is_other = request.path().ends_with("/responses") && request.json()["stream"] != true;
    let completion: Value = serde_json::from_slice(body).ok().filter(|_| is_other)?;
    completion["choices"].is_array().then(|| Box::new(completion))
}

/// Returns the content type and the body of a completion, in the format of the request's API. The body is a stream if the
/// request asks for one.
pub(super) fn body(completion: &Value, request: &ReceivedRequest, is_ok: bool) -> (&'static str, String) {
    let response = request.path().ends_with("/responses").then(|| response::of_completion(completion));
    if request.json()["stream"] != true || !is_ok {
        return ("application/json", response.as_ref().unwrap_or(completion).to_string());
    }
    let events = match response {
        Some(response) => response::events(&response),
        None => chunks(completion, request.json()["stream_options"]["include_usage"] == true),
    };
    ("text/event-stream", events)
}

/// Returns the chunks of a completion as the body of a stream.
fn chunks(completion: &Value, includes_usage: bool) -> String {
    let mut chunks = String::new();
    let mut add = |choices: Value, usage: &Value| {
        let mut chunk = completion.clone();
        chunk["object"] = "chat.completion.chunk".into();
        chunk["choices"] = choices;
        chunk["usage"] = usage.clone();
        chunks += &format!("data: {chunk}\n\n");
    };
    for choice in completion["choices"].as_array().into_iter().flatten() {
        let index = &choice["index"];
        let mut delta = choice["message"].clone();
        let text = delta["content"].take();
        let calls = delta["tool_calls"].as_array_mut().into_iter().flatten();
        calls.enumerate().for_each(|(place, call)| call["index"] = place.into());
        add(json!([{"index": index, "delta": delta, "finish_reason": null}]), &Value::Null);
        for piece in text.as_str().unwrap_or_default().split_inclusive(' ') {
            add(json!([{"index": index, "delta": {"content": piece}, "finish_reason": null}]), &Value::Null);
        }
        let mut last = choice.clone();
        last["delta"] = json!({});
        last.as_object_mut().map(|last| last.remove("message"));
        add(json!([last]), &Value::Null);
    }
    if includes_usage {
        add(json!([]), &completion["usage"]);
    }
    chunks + "data: [DONE]\n\n"
}
