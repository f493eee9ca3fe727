//! Requests that the mock received.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use httpmock::HttpMockRequest;
use serde_json::Value;

use super::document;

/// A request that [`MockService`](super::MockService) received.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use azure_inference::testing::{MockService, Reply};
///
/// let service = MockService::start().await;
/// service.reply(Reply::text("About 7,000."));
/// service.client().chat().user("How many languages are in the world?").temperature(0.1).send().await?;
///
/// let request = &service.requests()[0];
/// request.assert_valid();
/// assert_eq!((request.method(), request.path()), ("POST", "/chat/completions"));
/// assert_eq!(request.header("api-key"), Some("test-key"));
/// assert_eq!(request.messages()[0]["role"], "user");
/// assert_eq!(request.json()["temperature"], 0.1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ReceivedRequest {
    method: String,
    uri: http::Uri,
    headers: HeaderMap,
    body: Vec<u8>,
    json: Value,
}

impl ReceivedRequest {
    pub(super) fn new(request: &HttpMockRequest) -> Self {
        let body = request.body_vec();
        let headers = request
            .headers_vec()
            .iter()
            .filter_map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?)));
        Self {
            method: request.method().to_string(),
            uri: request.uri(),
            headers: headers.collect(),
            json: serde_json::from_slice(&body).unwrap_or_default(),
            body,
        }
    }

    /// Returns the messages of a chat request, or the input items of a request to the Responses API; empty if there are none.
    pub fn messages(&self) -> &[Value] {
        let items = self.list("messages");
        if items.is_empty() && self.path().ends_with("/responses") { self.list("input") } else { items }
    }

    /// Returns the messages of a chat request as one line each: `role: text`.
    ///
    /// Tool calls of an assistant message follow its text, as `name(arguments)`. A part that is not text is shown by its
    /// type, such as `[image_url]`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # use azure_inference::ToolSet;
    /// # let tools = ToolSet::new().tool("roll", "Rolls a die", |(): ()| async { 4 });
    /// use azure_inference::testing::{MockService, Reply};
    /// use serde_json::json;
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::tool_call("roll", json!({}))).reply(Reply::text("A four."));
    /// service.client().chat().system("You roll dice.").user("Roll!").tools(&tools).run().await?;
    ///
    /// let request = &service.requests()[1];
    /// assert_eq!(request.transcript(), ["system: You roll dice.", "user: Roll!", "assistant: roll({})", "tool: 4"]);
    /// assert_eq!(request.tool_result("roll"), Some("4".into()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn transcript(&self) -> Vec<String> {
        self.messages().iter().map(line).collect()
    }

    /// Returns the last tool result in a chat request, by the name of the tool or the id of the call. A part that is not text
    /// is shown by its type.
    pub fn tool_result(&self, tool: &str) -> Option<String> {
        let calls = self.messages().iter().filter_map(|message| message["tool_calls"].as_array()).flatten();
        let calls = calls.filter(|call| call["id"] == tool || call["function"]["name"] == tool);
        let ids: Vec<&Value> = calls.map(|call| &call["id"]).collect();
        let mut results = self.messages().iter().rev().filter(|message| message["role"] == "tool");
        results.find(|message| ids.contains(&&message["tool_call_id"])).map(|message| text(&message["content"]))
    }

    /// Returns the tool definitions of a chat request; empty if there are none.
    pub fn tools(&self) -> &[Value] {
        self.list("tools")
    }

    /// Returns the body as JSON; null if it is not JSON.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Asserts that the request has no [`violations`](Self::violations).
    ///
    /// # Panics
    ///
    /// If the request has violations. The message lists them.
    #[track_caller]
    pub fn assert_valid(&self) {
        let violations = self.violations();
        let lines: Vec<String> = violations.iter().map(|violation| format!("\n  {violation}")).collect();
        let lines = lines.concat();
        assert!(lines.is_empty(), "{} {} does not match the OpenAPI document:{lines}", self.method(), self.path());
    }

    /// Returns the violations of the OpenAPI document in the request, sorted by their path.
    ///
    /// The body is validated against the document that this crate is generated from. An unknown parameter is a violation,
    /// unless the value of the header `extra-parameters` is `pass-through` or `drop`. Ranges, names of models and
    /// query parameters are not validated.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::text("Hi."));
    /// service.client().chat().user("Hello!").extra("safe_promt", true).send().await?;
    ///
    /// let violations = service.requests()[0].violations();
    /// assert_eq!(violations[0].pointer(), "/safe_promt");
    /// assert_eq!(violations[0].reason(), "the OpenAPI document does not describe it");
    /// # Ok(())
    /// # }
    /// ```
    pub fn violations(&self) -> Vec<Violation> {
        self.violations_except(&[])
    }

    /// Returns the [`violations`](Self::violations), but allows these parameters of the body.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::text("Hi."));
    /// service.client().chat().user("Hello!").extra("safe_prompt", true).send().await?;
    ///
    /// assert_eq!(service.requests()[0].violations_except(&["safe_prompt"]), []);
    /// # Ok(())
    /// # }
    /// ```
    pub fn violations_except(&self, parameters: &[&str]) -> Vec<Violation> {
        document::violations(self, parameters)
    }

    /// Returns the method, such as `POST`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path, such as `/chat/completions`.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the query without the question mark; empty if there is none.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the text of a header; `None` if it is missing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the bytes of the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn list(&self, name: &str) -> &[Value] {
        self.json.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

fn line(message: &Value) -> String {
    let calls = message["tool_calls"].as_array().into_iter().flatten().map(|call| {
        let function = &call["function"];
        format!("{}({})", text(&function["name"]), text(&function["arguments"]))
    });
    let content = Some(text(&message["content"])).filter(|text| !text.is_empty());
    let parts: Vec<String> = content.into_iter().chain(calls).collect();
    format!("{}: {}", text(&message["role"]), parts.join(" "))
}

/// Returns the text of a message's content, which is a text or a list of parts.
fn text(content: &Value) -> String {
    let part = |part: &Value| match &part["text"] {
        Value::String(text) => text.clone(),
        _ => format!("[{}]", part["type"].as_str().unwrap_or("part")),
    };
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(part).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

impl fmt::Debug for ReceivedRequest {
    /// Omits the query and the values of headers, which may contain keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("path", &self.path())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish_non_exhaustive()
    }
}

/// A violation of the OpenAPI document in a request; see [`ReceivedRequest::violations`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    pub(super) pointer: String,
    pub(super) reason: String,
}

impl Violation {
    /// Returns the JSON Pointer of the value in the body, such as `/messages/0/role`; empty if it is the whole request.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the request" } else { &self.pointer };
        write!(f, "{place}: {}", self.reason)
    }
}
