//! One adapter for each operation: what of a body every request builder needs, and how it is called.

use std::future::Future;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Client, Error, Parameters, ResponseValue, built, client, read, types, v1};
use crate::call::Restore;
use crate::chat::Answer as ChatAnswer;
use crate::endpoint::EndpointKind;
use crate::error::Error as CrateError;
use crate::json;
use crate::response::ResponseInfo;
use crate::transport::{self, Answered, CallContext, Source};

/// The body of a request, and the operation that it goes to.
pub(crate) trait Body: Clone + PartialEq + serde::Serialize + DeserializeOwned + Send + Sync {
    type Answer: DeserializeOwned + Substance + Send;

    /// The `api-version` that is sent when the caller names none.
    fn default_api_version(kind: EndpointKind) -> Option<&'static str>;

    /// The operation.
    fn call(
        &self,
        client: &Client,
        parameters: Parameters<'_>,
    ) -> impl Future<Output = Result<ResponseValue<Self::Answer>, Error>> + Send;

    fn model_mut(&mut self) -> &mut Option<String>;

    /// What requests of a client begin with.
    fn defaults(_client: &crate::Client) -> Option<&Self> {
        None
    }

    /// What the document does not know.
    fn extra_mut(&mut self) -> &mut Map<String, Value>;

    /// Whether a field is set that the document does not know, and the overlay does.
    fn sets_marked_extras(&self) -> bool;

    /// Returns a function that restores what preparing the body for an endpoint changes.
    fn restore(&self) -> Restore<Self>;
}

macro_rules! operations {
    ($($body:ident => $operation:ident -> $answer:ident, version $version:path, prepares $field:ident $(, defaults $defaults:ident)?;)*) => {
        $(impl Body for types::$body {
            type Answer = types::$answer;

            fn default_api_version(kind: EndpointKind) -> Option<&'static str> {
                $version(kind)
            }

            async fn call(
                &self,
                client: &Client,
                parameters: Parameters<'_>,
            ) -> Result<ResponseValue<Self::Answer>, Error> {
                client.$operation(parameters, self).await
            }

            fn model_mut(&mut self) -> &mut Option<String> {
                &mut self.model
            }

            $(fn defaults(client: &crate::Client) -> Option<&Self> {
                Some(client.$defaults())
            })?

            fn extra_mut(&mut self) -> &mut Map<String, Value> {
                &mut self.extra
            }

            fn sets_marked_extras(&self) -> bool {
                self.sets_marked_extras()
            }

            fn restore(&self) -> Restore<Self> {
                let (model, field) = (self.model.clone(), self.$field.clone());
                Box::new(move |body| {
                    body.model.clone_from(&model);
                    body.$field.clone_from(&field);
                })
            }
        })*
    };
}

operations! {
    ChatCompletionsOptions => get_chat_completions_with -> ChatCompletions, version EndpointKind::default_api_version, prepares stream_options, defaults chat_defaults;
    EmbeddingsOptions => get_embeddings_with -> EmbeddingsResult, version EndpointKind::default_api_version, prepares encoding_format;
    ImageEmbeddingsOptions => get_image_embeddings_with -> EmbeddingsResult, version EndpointKind::default_api_version, prepares encoding_format;
    ImageGenerationsOptions => get_image_generations_with -> ImageGenerationsResult, version EndpointKind::images_api_version, prepares size;
}

/// Sends a request of an operation and decodes its response.
pub(crate) async fn send<T: DeserializeOwned + Substance>(
    context: &CallContext,
    source: &mut dyn Source,
) -> Result<Answered<T>, CrateError> {
    let response = transport::send(context, source).await?;
    read(context, response)
}

/// The request of an operation, without what every call has.
pub(crate) fn built_of<B: Body>(context: &CallContext, body: &B) -> Result<reqwest::Request, CrateError> {
    let parameters = Parameters {
        api_version: context.api_version_or(B::default_api_version(context.endpoint().kind)),
        extra_parameters: context.extra_parameters(),
        model: None,
    };
    built(context, body.call(&client(context), parameters))
}

/// A request whose body is in memory.
pub(crate) fn as_http(request: reqwest::Request) -> Result<http::Request<Bytes>, CrateError> {
    let fault = |error| CrateError::input("request", "it can't be built").with_source(error);
    let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
    let request = http::Request::<reqwest::Body>::try_from(request).map_err(fault)?;
    Ok(request.map(|_| body.unwrap_or_default()))
}

/// `GET /info`
pub(crate) async fn get_model_info(
    context: &CallContext,
    model: Option<&str>,
) -> Result<Answered<types::ModelInfo>, CrateError> {
    let parameters = Parameters { api_version: context.api_version(), model, ..Parameters::default() };
    send(context, &mut |context: &CallContext| built(context, client(context).get_model_info_with(parameters))).await
}

/// `GET /models`
pub(crate) async fn list_models(context: &CallContext) -> Result<Answered<types::ListModelsResponse>, CrateError> {
    let parameters = Parameters::default;
    send(context, &mut |context: &CallContext| built(context, client(context).list_models_with(parameters()))).await
}

/// `POST /chat/completions` for a stream, which the document does not describe as an operation.
pub(crate) fn stream_request(
    context: &CallContext,
    body: &types::ChatCompletionsOptions,
) -> Result<reqwest::Request, CrateError> {
    streamed(context, "chat/completions", body)
}

/// `POST /responses`, whole or for a stream.
pub(crate) fn response_request(
    context: &CallContext,
    body: &v1::types::CreateResponse,
    is_stream: bool,
) -> Result<reqwest::Request, CrateError> {
    if is_stream {
        return streamed_to(context, "responses", context.api_version(), body);
    }
    let client = v1::Client::new_with_client(context.base(), context.http().clone(), context.clone());
    let parameters = Parameters { api_version: context.api_version(), ..Parameters::default() };
    let mut request = built(context, client.create_response_with(parameters, body))?;
    if let Some(policy) = context.extra_parameters().and_then(|policy| policy.as_str().try_into().ok()) {
        request.headers_mut().insert("extra-parameters", policy);
    }
    Ok(request)
}

/// `POST /images/generations` for a stream.
pub(crate) fn image_stream_request(
    context: &CallContext,
    body: &types::ImageGenerationsOptions,
) -> Result<reqwest::Request, CrateError> {
    streamed(context, "images/generations", body)
}

fn streamed<B: Body>(context: &CallContext, path: &str, body: &B) -> Result<reqwest::Request, CrateError> {
    streamed_to(context, path, context.api_version_or(B::default_api_version(context.endpoint().kind)), body)
}

fn streamed_to<B: serde::Serialize>(
    context: &CallContext,
    path: &str,
    api_version: Option<&str>,
    body: &B,
) -> Result<reqwest::Request, CrateError> {
    #[derive(serde::Serialize)]
    struct Streamed<'a, B> {
        #[serde(flatten)]
        body: &'a B,
        stream: bool,
    }
    let mut request = context
        .http()
        .post(context.url(&format!("/{path}")))
        .header(http::header::ACCEPT, "text/event-stream")
        .json(&Streamed { body, stream: true });
    if let Some(version) = api_version {
        request = request.query(&[("api-version", version)]);
    }
    if let Some(policy) = context.extra_parameters() {
        request = request.header("extra-parameters", policy.as_str());
    }
    request.build().map_err(|error| CrateError::input("request", "it can't be built").with_source(error))
}

/// A response that decodes from any JSON object, so that only a look tells whether it is one.
pub(crate) trait Substance: Sized {
    /// The members of which one makes it a response, if an empty one; none if its caller looks itself.
    const MEMBERS: &'static [&'static str];

    /// Whether it has anything for the caller.
    fn has_substance(&self) -> bool;

    /// Puts what some servers send in another place where it belongs.
    fn normalize(&mut self) {}

    /// Adds what there is of the response to an error beside it.
    fn keep_in(self: Box<Self>, error: CrateError, _response: ResponseInfo) -> CrateError {
        error
    }
}

impl Substance for types::ChatCompletions {
    const MEMBERS: &'static [&'static str] = &["choices", "prompt_filter_results", "prompt_annotations"];

    fn has_substance(&self) -> bool {
        let mut choices = self.choices.iter().flatten();
        let is_failed = |choice: &types::ChatChoice| {
            choice.extra.get("error").is_some_and(|error| !error.is_null())
                || choice.finish_reason.as_ref().is_some_and(|reason| reason.as_str() == "error")
        };
        let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        choices.clone().any(|choice| {
            let Some(message) = &choice.message else { return false };
            let calls = message.tool_calls.as_ref().is_some_and(|calls| !calls.is_empty());
            calls || message.audio.is_some() || says(&message.content) || says(&message.refusal)
        }) && !choices.any(is_failed)
    }

    /// Some servers send the `delta` of a chunk in place of the message.
    fn normalize(&mut self) {
        for choice in self.choices.iter_mut().flatten().filter(|choice| choice.message.is_none()) {
            let delta = choice.extra.remove("delta");
            choice.message = delta.and_then(|delta| json::read(delta.to_string().as_bytes()).ok());
        }
    }

    fn keep_in(self: Box<Self>, error: CrateError, response: ResponseInfo) -> CrateError {
        let says_nothing = self.choices.as_ref().is_none_or(Vec::is_empty);
        if says_nothing { error } else { error.with_partial(ChatAnswer::new(self, response)) }
    }
}

macro_rules! substance {
    ($($answer:ident: $member:ident, $members:expr;)*) => {
        $(impl Substance for types::$answer {
            const MEMBERS: &'static [&'static str] = &$members;

            fn has_substance(&self) -> bool {
                self.$member.as_ref().is_some_and(|items| !items.is_empty())
            }
        })*
    };
}

substance! {
    EmbeddingsResult: data, [];
    ImageGenerationsResult: data, [];
    ListModelsResponse: data, ["data"];
    ModelInfo: model_name, ["model_name", "model_type"];
}
