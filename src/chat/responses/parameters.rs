//! Parameters of a chat request that only the Responses API has.

use serde_json::{Map, Value, json};

use crate::chat::ChatRequest;
use crate::models::ChatCompletionsTool;

/// The Responses API. A request with a parameter that only this API has goes there by default; with
/// [`Api::ChatCompletions`](crate::Api::ChatCompletions) it is an input error.
impl ChatRequest {
    /// Continues a response that the service stored, by its id: only new messages are sent.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::Api;
    ///
    /// let first = client.chat().api(Api::Responses).user("Name a city.").store(true).send().await?;
    /// let next = client.chat().user("In which country is it?").previous_response_id(first.id()).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn previous_response_id(self, id: impl Into<String>) -> Self {
        self.set("previous_response_id", id.into())
    }

    /// Sets whether the response is generated in the background. Requires [`store(true)`](Self::store). The service responds
    /// immediately with the status `queued`, which is in [`ChatCompletions::extra`](crate::models::ChatCompletions);
    /// [`Client::request`](crate::Client::request) retrieves the response later.
    pub fn background(self, background: bool) -> Self {
        self.set("background", background)
    }

    /// Adds parts of the response that are left out by default, such as `reasoning.encrypted_content`.
    pub fn include<T: Into<String>>(mut self, parts: impl IntoIterator<Item = T>) -> Self {
        let list = self.responses_extra("include").entry("include").or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.extend(parts.into_iter().map(|part| Value::from(part.into())));
        }
        self
    }

    /// Sets the length of the summary of a model's reasoning: `"auto"`, `"concise"` or `"detailed"`. OpenAI
    /// models return no summary by default. The summary is in [`ChatResponse::reasoning`](crate::ChatResponse::reasoning).
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// let request = client.chat().user("Is 1,009 a prime?").reasoning_effort("low").reasoning_summary("auto");
    /// println!("{:?}", request.send().await?.reasoning());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reasoning_summary(mut self, summary: impl Into<String>) -> Self {
        let reasoning = self.responses_extra("reasoning").entry("reasoning").or_insert_with(|| json!({}));
        if let Some(reasoning) = reasoning.as_object_mut() {
            reasoning.insert("summary".to_owned(), summary.into().into());
        }
        self
    }

    /// Sets the maximum number of calls of hosted tools.
    pub fn max_tool_calls(self, calls: u32) -> Self {
        self.set("max_tool_calls", calls)
    }

    /// Sets what the service does with a conversation that is too long: `"disabled"`, an error, or `"auto"`, which leaves out
    /// messages in its middle.
    pub fn truncation(self, truncation: impl Into<String>) -> Self {
        self.set("truncation", truncation.into())
    }

    /// Adds a tool that the service runs itself: web search, code interpreter, a remote MCP server. Its calls are among
    /// [`ChatResponse::output_items`](crate::ChatResponse::output_items). Call this after [`tools`](Self::tools), which replaces all tools.
    /// [`run`](Self::run) needs no [`ToolSet`](crate::ToolSet) for hosted tools.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::serde_json::json;
    ///
    /// let request = client.chat().user("What is new in Rust?").hosted_tool(json!({"type": "web_search"}));
    /// println!("{}", request.send().await?.text());
    /// # Ok(())
    /// # }
    /// ```
    pub fn hosted_tool(mut self, tool: Value) -> Self {
        match tool {
            Value::Object(tool) if tool.get("type").is_some_and(Value::is_string) => {
                self.0.call.options_mut().needs_responses.get_or_insert("tools");
                self.0.body.tools.push(ChatCompletionsTool::Other(tool));
            }
            _ => self.0.call.record_invalid("tools", "a hosted tool is a JSON object with a `type`"),
        }
        self
    }

    fn set(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.responses_extra(name).insert(name.to_owned(), value.into());
        self
    }

    /// Returns the extra parameters, for one that only the Responses API has.
    fn responses_extra(&mut self, name: &'static str) -> &mut Map<String, Value> {
        self.0.call.options_mut().needs_responses.get_or_insert(name);
        &mut self.0.body.extra
    }
}
