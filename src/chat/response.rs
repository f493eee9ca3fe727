//! The response of a chat completion.

use serde_json::Value;

use crate::error::{Error, KEPT_BODY, Kind, Response};
use crate::models::content_safety::ContentFilterResult;
use crate::models::json;
use crate::models::{
    ChatChoice, ChatCompletions, ChatCompletionsAudio, ChatCompletionsToolCall, ChatRequestMessage,
    ChatResponseMessage, CompletionsFinishReason, CompletionsUsage, OUTPUT_ITEMS,
};
use crate::raw::ResponseBody;
use crate::transport::Api;
use crate::transport::response::ResponseMetadata;

/// Response of a chat completion.
///
/// The methods read the first choice, which is the only one unless `n` was set. [`completions`](Self::completions) has the
/// whole decoded response, including unknown fields.
#[derive(Clone, Debug)]
#[doc(alias("ChatCompletion", "ChatCompletions", "CreateChatCompletionResponse"))]
pub struct ChatResponse {
    completions: Box<ChatCompletions>,
    response: ResponseMetadata,
}

impl ChatResponse {
    pub(crate) fn new(completions: impl Into<Box<ChatCompletions>>, response: ResponseMetadata) -> Self {
        Self { completions: completions.into(), response }
    }

    /// Returns the text; empty if there is none, such as when the model calls tools or the content filter blocks the response.
    pub fn text(&self) -> &str {
        self.message().and_then(|message| message.content.as_deref()).unwrap_or_default()
    }

    /// Returns the reason why the model stopped generating.
    pub fn finish_reason(&self) -> Option<&CompletionsFinishReason> {
        self.choices().first()?.finish_reason.as_ref()
    }

    /// Returns the token usage, if the service reports it.
    pub fn usage(&self) -> Option<&CompletionsUsage> {
        self.completions.usage.as_ref()
    }

    /// Returns the name of the model that generated the response, as the service reports it; empty if it does not.
    pub fn model(&self) -> &str {
        self.completions.model.as_deref().unwrap_or_default()
    }

    /// Returns the service tier that processed the request, such as `default` or `priority`, if the service reports it.
    pub fn service_tier(&self) -> Option<&str> {
        self.completions.service_tier.as_deref()
    }

    /// Returns the id of the response; empty if it has none.
    pub fn id(&self) -> &str {
        self.completions.id.as_deref().unwrap_or_default()
    }

    /// Returns the message of the first choice.
    pub fn message(&self) -> Option<&ChatResponseMessage> {
        self.choices().first()?.message.as_ref()
    }

    /// Returns the tool calls of the model.
    pub fn tool_calls(&self) -> &[ChatCompletionsToolCall] {
        self.message().and_then(|message| message.tool_calls.as_deref()).unwrap_or_default()
    }

    /// Returns the refusal of the model, if the response has one in its own field.
    pub fn refusal(&self) -> Option<&str> {
        self.message()?.refusal.as_deref()
    }

    /// Returns the reasoning of a reasoning model, from whichever field the service sends it in. With
    /// [`split_think`](crate::ChatRequest::split_think), this is also the text between `<think>` tags.
    pub fn reasoning(&self) -> Option<&str> {
        self.message()?.any_reasoning()
    }

    /// Returns the content filter results of the prompt and of each choice, if the service reports them. A streamed
    /// choice has the most severe result of its chunks.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let response = client.chat().user("How do I sharpen a knife?").send().await?;
    /// for result in response.content_filter().iter().filter(|result| result.is_blocked()) {
    ///     println!("{result}"); // choice 0: blocked for violence (medium)
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn content_filter(&self) -> Vec<ContentFilterResult> {
        ContentFilterResult::of_completions(&self.completions).collect()
    }

    /// Returns the generated audio (transcript, id, bytes), if [`modalities`](crate::ChatRequest::modalities) requested it.
    pub fn audio(&self) -> Option<&ChatCompletionsAudio> {
        self.message()?.audio.as_ref()
    }

    /// Returns the API that returned the response: chat completions or the Responses API.
    pub fn api(&self) -> Api {
        self.response.api
    }

    /// Returns the output items of the Responses API as JSON, in order: messages, reasoning, tool calls and items of any other
    /// type, such as the calls of hosted tools. Empty for a response of chat completions.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::Api;
    ///
    /// let response = client.chat().user("Hello!").api(Api::Responses).send().await?;
    /// for item in response.output_items() {
    ///     println!("{} {}", item["type"], item["id"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn output_items(&self) -> &[Value] {
        let items = self.message().and_then(|message| message.extra.get(OUTPUT_ITEMS));
        items.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns all choices, in the order of the service.
    pub fn choices(&self) -> &[ChatChoice] {
        self.completions.choices.as_deref().unwrap_or_default()
    }

    /// Returns the whole decoded response.
    pub fn completions(&self) -> &ChatCompletions {
        &self.completions
    }

    /// Converts this into the whole decoded response.
    pub fn into_completions(self) -> ChatCompletions {
        *self.completions
    }

    /// Returns the metadata of the response: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.response
    }
}

impl ChatResponse {
    /// Adds the response to the error that it lacks what the caller requested.
    pub(crate) fn add_to(self, error: Error) -> Error {
        let info = &self.response;
        let body = info.body.slice(..info.body.len().min(KEPT_BODY));
        let response = Response { status: info.status, headers: info.headers.clone(), body };
        let is_filtered = error.kind() == Kind::ContentFilter;
        let mut results = self.content_filter().into_iter().filter(|_| is_filtered);
        info.explain(error)
            .with_response(response)
            .with_content_filter(results.find(ContentFilterResult::is_of_completion))
            .with_partial(self)
    }
}

impl Error {
    /// Returns the partial response of a stream that failed, with its usage if that was received. If a response could not be
    /// parsed, this is the whole response, and [`ChatResponse::text`] is its raw text.
    pub fn partial_response(&self) -> Option<&ChatResponse> {
        self.partial()
    }
}

impl ResponseBody for ChatCompletions {
    const MEMBERS: &'static [&'static str] = &["choices", "prompt_filter_results", "prompt_annotations"];

    fn has_content(&self) -> bool {
        let mut choices = self.choices.iter().flatten();
        let is_failed = |choice: &ChatChoice| {
            choice.extra.get("error").is_some_and(|error| !error.is_null())
                || choice.finish_reason.as_ref().is_some_and(|reason| reason.as_str() == "error")
        };
        let has_text = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        choices.clone().any(|choice| {
            let Some(message) = &choice.message else { return false };
            let has_calls = message.tool_calls.as_ref().is_some_and(|calls| !calls.is_empty());
            has_calls || message.audio.is_some() || has_text(&message.content) || has_text(&message.refusal)
        }) && !choices.any(is_failed)
    }

    /// Some servers send the `delta` of a chunk instead of the message.
    fn normalize(&mut self) {
        for choice in self.choices.iter_mut().flatten().filter(|choice| choice.message.is_none()) {
            let delta = choice.extra.remove("delta");
            choice.message = delta.and_then(|delta| json::read(delta.to_string().as_bytes()).ok());
        }
    }

    fn keep_in(self: Box<Self>, error: Error, response: ResponseMetadata) -> Error {
        let is_empty = self.choices.as_ref().is_none_or(Vec::is_empty);
        if is_empty { error } else { error.with_partial(ChatResponse::new(self, response)) }
    }
}

/// Converts the message of the first choice into an assistant message with its content, tool calls and refusal, in a form
/// that services accept.
impl From<&ChatResponse> for ChatRequestMessage {
    fn from(response: &ChatResponse) -> Self {
        response.message().cloned().unwrap_or_default().into()
    }
}
