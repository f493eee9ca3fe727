//! Replies of the mock.

use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::StatusCode;
use httpmock::HttpMockResponse;
use serde_json::{Value, json};

use super::{MODEL, ReceivedRequest, completion};

/// A reply of [`MockService`](super::MockService) to one request.
///
/// A chat completion is streamed if the request asks for a stream.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// use azure_inference::testing::{MockService, Reply};
///
/// let service = MockService::start().await;
/// service.reply(Reply::error(429, "RateLimitReached", "Slow down.").header("retry-after-ms", "1"));
/// service.reply(Reply::text("About 7,000."));
///
/// let response = service.client().chat().user("How many languages are in the world?").send().await?;
///
/// assert_eq!((response.text(), response.metadata().attempts()), ("About 7,000.", 2));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) delay: Duration,
}

#[derive(Clone)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// A chat completion, in the format of the request's API.
    Completion(Box<Value>),
    /// The vectors of the inputs of an embeddings request.
    Embeddings(Arc<Embed>),
}

type Embed = dyn Fn(&str) -> Vec<f32> + Send + Sync;

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).fmt(f),
            Self::Completion(completion) => completion.fmt(f),
            Self::Embeddings(_) => f.write_str("Embeddings"),
        }
    }
}

/// Successful replies.
impl Reply {
    /// Returns a reply to an embeddings request. The function returns the vector of each text, which is sent in the encoding
    /// format that the request asks for. Integer formats are rounded. The text of an image is its data URL.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::embeddings(|text| vec![text.len() as f32, 1.0]));
    ///
    /// let embeddings = service.client().embeddings().input(["a", "abc"]).send().await?;
    ///
    /// assert_eq!(embeddings.into_floats()?, [[1.0, 1.0], [3.0, 1.0]]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn embeddings(vector: impl Fn(&str) -> Vec<f32> + Send + Sync + 'static) -> Self {
        Self { body: Body::Embeddings(Arc::new(vector)), ..Self::json(Value::Null) }
    }

    /// Returns a reply with generated images of these bytes.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::images(["the bytes of a file"]));
    ///
    /// let images = service.client().images("A cat").size("1024x1024").send().await?;
    ///
    /// assert_eq!(images.images()[0].bytes()?, b"the bytes of a file");
    /// # Ok(())
    /// # }
    /// ```
    pub fn images<B: AsRef<[u8]>>(images: impl IntoIterator<Item = B>) -> Self {
        let images = images.into_iter().map(|bytes| json!({"image": BASE64_STANDARD.encode(bytes), "seed": 1}));
        let images: Vec<Value> = images.collect();
        let usage = json!({"image_generations": images.len()});
        let (object, created) = ("image.generation", 1_700_000_000);
        Self::json(
            json!({"id": "img-mock", "object": object, "created": created, "model": MODEL, "data": images, "usage": usage}),
        )
    }

    /// Returns model info: the name, the type (`chat-completion`, `embeddings`) and the provider of the model.
    pub fn model_info(name: &str, model_type: &str, provider: &str) -> Self {
        Self::json(json!({"model_name": name, "model_type": model_type, "model_provider_name": provider}))
    }

    /// Returns a 200 with this JSON, for other operations and other forms of responses.
    pub fn json(body: impl Into<Value>) -> Self {
        Self::bytes(body.into().to_string()).header("content-type", "application/json")
    }

    /// Returns a 200 with these bytes and no content type.
    pub fn bytes(body: impl Into<Vec<u8>>) -> Self {
        let (status, body, delay) = (StatusCode::OK, Body::Bytes(body.into()), Duration::ZERO);
        Self { status, headers: Vec::new(), body, delay }
    }
}

/// Errors, in the forms of the services and of proxies.
///
/// A status is a number such as `429` or a [`StatusCode`]. These functions panic if the status is invalid, such as 1000.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use azure_inference::RetryPolicy;
/// use azure_inference::testing::{MockService, Reply};
///
/// let service = MockService::start().await;
/// service.reply(Reply::error(404, "DeploymentNotFound", "There is no such deployment."));
/// service.reply(Reply::flat_error(422, "parameter_not_supported", "Not supported.", "response_format"));
/// service.reply(Reply::gateway_error(401, "Access token is missing, invalid, audience is incorrect"));
/// service.reply(Reply::detail(400, "Extra parameters ['n'] are not allowed"));
/// service.reply(Reply::html(502, "502 Bad Gateway"));
///
/// for message in ["There is no such", "Not supported", "Access token is", "Extra parameters", "502 Bad Gateway"] {
///     let request = service.client().chat().user("Hello!").retry(RetryPolicy::none());
///     let error = request.send().await.unwrap_err();
///     assert!(error.message().starts_with(message), "{error}");
/// }
/// # }
/// ```
impl Reply {
    /// Returns an error in the form of Azure OpenAI and the v1 route: `{"error": {"code", "message"}}`.
    #[track_caller]
    pub fn error(status: impl TryInto<StatusCode>, code: &str, message: &str) -> Self {
        Self::json(json!({"error": {"code": code, "message": message}})).with_status(status)
    }

    /// Returns an error in the flat form of the AI Model Inference API: `{"status", "code", "message", "detail"}`.
    ///
    /// `detail` names the parameter, if one is given.
    #[track_caller]
    pub fn flat_error<'a>(
        status: impl TryInto<StatusCode>,
        code: &str,
        message: &str,
        parameter: impl Into<Option<&'a str>>,
    ) -> Self {
        let reply = Self::bytes("").with_status(status);
        let mut body = json!({"status": reply.status.as_u16(), "code": code, "message": message});
        if let Some(parameter) = parameter.into() {
            body["detail"] = json!({"loc": ["body", parameter], "input": null});
        }
        Self::json(body).with_status(reply.status)
    }

    /// Returns an error in the form of the gateway in front of a resource: `{"statusCode", "message"}`.
    #[track_caller]
    pub fn gateway_error(status: impl TryInto<StatusCode>, message: &str) -> Self {
        let reply = Self::bytes("").with_status(status);
        Self::json(json!({"statusCode": reply.status.as_u16(), "message": message})).with_status(reply.status)
    }

    /// Returns an error in the form of serverless and managed compute endpoints: `{"detail": …}`.
    ///
    /// `detail` is a text, or a list of `{"loc", "msg", "type"}`.
    #[track_caller]
    pub fn detail(status: impl TryInto<StatusCode>, detail: impl Into<Value>) -> Self {
        Self::json(json!({"detail": detail.into()})).with_status(status)
    }

    /// Returns an HTML page of a proxy with this title.
    #[track_caller]
    pub fn html(status: impl TryInto<StatusCode>, title: &str) -> Self {
        let title = title.replace('&', "&amp;").replace('<', "&lt;");
        let page = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>");
        Self::bytes(page).header("content-type", "text/html").with_status(status)
    }

    /// Returns a reply with this status and no body.
    #[track_caller]
    pub fn status(status: impl TryInto<StatusCode>) -> Self {
        Self::bytes("").with_status(status)
    }

    /// Returns the error of a prompt that the content filter blocked for violence, in the form of Azure OpenAI and the v1
    /// route.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use azure_inference::testing::{MockService, Reply};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::content_filter());
    ///
    /// let error = service.client().chat().user("Something violent").send().await.unwrap_err();
    ///
    /// assert!(error.is_content_filtered());
    /// assert!(error.content_filter().unwrap().category("violence").unwrap().is_blocked());
    /// # }
    /// ```
    pub fn content_filter() -> Self {
        let safe = json!({"filtered": false, "severity": "safe"});
        let error = json!({
            "code": "content_filter",
            "message": BLOCKED,
            "param": "prompt",
            "type": null,
            "status": 400,
            "innererror": {
                "code": "ResponsibleAIPolicyViolation",
                "content_filter_result": {
                    "hate": safe,
                    "jailbreak": {"filtered": false, "detected": false},
                    "self_harm": safe,
                    "sexual": safe,
                    "violence": {"filtered": true, "severity": "medium"},
                },
            },
        });
        Self::json(json!({ "error": error })).with_status(StatusCode::BAD_REQUEST)
    }

    /// Returns the error of a prompt that the content filter blocked, in the flat form of the AI Model Inference API, which
    /// has no content filter results.
    pub fn flat_content_filter() -> Self {
        let code = "content_filter";
        let body = json!({"status": 400, "code": code, "message": BLOCKED, "param": "messages", "type": null});
        Self::json(body).with_status(StatusCode::BAD_REQUEST)
    }
}

const BLOCKED: &str = "The prompt was filtered by the content policy.";

/// Settings of any reply.
impl Reply {
    /// Sets the status.
    ///
    /// # Panics
    ///
    /// If the status is invalid, such as 1000.
    #[track_caller]
    pub fn with_status(self, status: impl TryInto<StatusCode>) -> Self {
        let Ok(status) = status.try_into() else { panic!("a status is a number from 100 to 999") };
        Self { status, ..self }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a delay before the reply. It also delays the replies to concurrent requests, because the mock sends one reply at
    /// a time.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use std::time::Duration;
    /// use azure_inference::testing::{MockService, Reply};
    /// use azure_inference::{RetryPolicy, Timeouts};
    ///
    /// let service = MockService::start().await;
    /// service.reply(Reply::text("Too late.").delay(Duration::from_secs(1)));
    ///
    /// let timeouts = Timeouts::default().response(Duration::from_millis(20));
    /// let request = service.client().chat().user("Hello!").timeouts(timeouts).retry(RetryPolicy::none());
    /// assert!(request.send().await.unwrap_err().is_timeout());
    /// # }
    /// ```
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Returns the HTTP response. Runs on the thread of the mock.
    pub(super) fn respond(mut self, request: &ReceivedRequest) -> HttpMockResponse {
        thread::sleep(self.delay);
        let is_ok = self.status == StatusCode::OK;
        if let Body::Bytes(bytes) = &self.body
            && let Some(completion) = completion::of(bytes, request)
        {
            self.body = Body::Completion(completion);
        }
        let body = match self.body {
            Body::Bytes(bytes) => bytes,
            Body::Completion(completion) => {
                let (content_type, body) = completion::body(&completion, request, is_ok);
                if self.headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("content-type")) {
                    self.headers.push(("content-type".to_owned(), content_type.to_owned()));
                }
                body.into_bytes()
            }
            Body::Embeddings(vector) if is_ok => embeddings(request.json(), &*vector).to_string().into_bytes(),
            Body::Embeddings(_) => Value::Null.to_string().into_bytes(),
        };
        HttpMockResponse::builder().status(self.status.as_u16()).headers(self.headers).body(body).build()
    }
}

/// Returns the response to an embeddings request.
fn embeddings(request: &Value, vector: &Embed) -> Value {
    let inputs = match &request["input"] {
        Value::Array(inputs) => inputs.as_slice(),
        single => std::slice::from_ref(single),
    };
    let item = |(index, input): (usize, &Value)| {
        let vector = vector(input.as_str().or(input["image"].as_str()).unwrap_or_default());
        let embedding: Value = match request["encoding_format"].as_str() {
            None | Some("float") => vector.into(),
            Some("base64") => {
                BASE64_STANDARD.encode(vector.into_iter().flat_map(f32::to_le_bytes).collect::<Vec<_>>()).into()
            }
            Some(_) => vector.into_iter().map(|float| Value::from(float.round() as i64)).collect(),
        };
        json!({"object": "embedding", "index": index, "embedding": embedding})
    };
    let data: Vec<Value> = inputs.iter().enumerate().map(item).collect();
    let usage = json!({"prompt_tokens": inputs.len(), "total_tokens": inputs.len()});
    json!({"object": "list", "model": MODEL, "data": data, "usage": usage})
}
