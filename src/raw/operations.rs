//! Adapters between request builders and generated operations.

use std::future::Future;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Client, Error, Parameters, ResponseValue, built, client, read, types, v1};
use crate::error::Error as CrateError;
use crate::models::json::{self, Fault};
use crate::transport::endpoint::EndpointKind;
use crate::transport::response::ResponseMetadata;
use crate::transport::{self, CallContext, Decoded, Source};

/// The body of a request, with its operation.
pub(crate) trait Body: Clone + PartialEq + Send + Sync + 'static {
    type Response: DeserializeOwned + ResponseBody + Send;
    /// The type of the parameter that preparing the body for an endpoint may set.
    type Prepared: Clone + Send + Sync;

    /// The default `api-version`.
    fn default_api_version(kind: EndpointKind) -> Option<&'static str>;

    /// Calls the operation.
    fn call(
        &self,
        client: &Client,
        parameters: Parameters<'_>,
    ) -> impl Future<Output = Result<ResponseValue<Self::Response>, Error>> + Send;

    fn model_mut(&mut self) -> &mut Option<String>;

    /// The extra parameters, which the document does not describe.
    fn extra_mut(&mut self) -> &mut Map<String, Value>;

    /// The body as it is sent.
    fn to_json(&self) -> serde_json::Result<Value>;

    /// Whether a field is set that only the overlay describes.
    fn sets_marked_extras(&self) -> bool;

    /// The parameter that preparing the body for an endpoint may set. Besides it, the model changes, and what the caller
    /// set is completed.
    fn prepared_mut(&mut self) -> &mut Option<Self::Prepared>;

    /// Unsets a field by its name in the API. Returns `false` if the field is required.
    fn unset(&mut self, name: &str) -> bool;
}

macro_rules! operations {
    ($($body:ident => $operation:ident -> $response:ident, version $version:path, prepares $field:ident: $type:ty; )*) => {
        $(impl Body for types::$body {
            type Response = types::$response;
            type Prepared = $type;

            fn default_api_version(kind: EndpointKind) -> Option<&'static str> {
                $version(kind)
            }

            async fn call(
                &self,
                client: &Client,
                parameters: Parameters<'_>,
            ) -> Result<ResponseValue<Self::Response>, Error> {
                client.$operation(parameters, self).await
            }

            fn model_mut(&mut self) -> &mut Option<String> {
                &mut self.model
            }

            fn extra_mut(&mut self) -> &mut Map<String, Value> {
                &mut self.extra
            }

            fn to_json(&self) -> serde_json::Result<Value> {
                json::to_value(self)
            }

            fn sets_marked_extras(&self) -> bool {
                self.sets_marked_extras()
            }

            fn prepared_mut(&mut self) -> &mut Option<Self::Prepared> {
                &mut self.$field
            }

            fn unset(&mut self, name: &str) -> bool {
                self.unset(name)
            }
        })*
    };
}

operations! {
    ChatCompletionsOptions => get_chat_completions_with -> ChatCompletions, version EndpointKind::default_api_version, prepares stream_options: types::ChatCompletionsStreamOptions;
    EmbeddingsOptions => get_embeddings_with -> EmbeddingsResult, version EndpointKind::default_api_version, prepares encoding_format: super::EmbeddingEncodingFormat;
    ImageEmbeddingsOptions => get_image_embeddings_with -> EmbeddingsResult, version EndpointKind::default_api_version, prepares encoding_format: super::EmbeddingEncodingFormat;
    ImageGenerationsOptions => get_image_generations_with -> ImageGenerationsResult, version EndpointKind::images_api_version, prepares size: types::ImageGenerationsOptionsSize;
}

/// Sends a request of an operation and decodes its response.
pub(crate) async fn send<T: DeserializeOwned + ResponseBody>(
    context: &CallContext,
    source: &mut dyn Source,
) -> Result<Decoded<T>, CrateError> {
    let response = transport::send(context, source).await?;
    read(context, response)
}

/// Returns the request of an operation, without the parts that `transport` adds to every request.
pub(crate) fn build_request<B: Body>(context: &CallContext, body: &B) -> Result<reqwest::Request, CrateError> {
    let parameters = Parameters {
        api_version: context.api_version_or(B::default_api_version(context.endpoint().kind)),
        extra_parameters: context.options.extra_parameters.as_ref(),
        model: None,
    };
    built(context, body.call(&client(context), parameters))
}

/// Converts a request whose body is in memory.
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
) -> Result<Decoded<types::ModelInfo>, CrateError> {
    let parameters = Parameters { api_version: context.api_version(), model, ..Parameters::default() };
    send(context, &mut |context: &CallContext| built(context, client(context).get_model_info_with(parameters))).await
}

/// `GET /models`
pub(crate) async fn list_models(context: &CallContext) -> Result<Decoded<types::ListModelsResponse>, CrateError> {
    let parameters = Parameters::default;
    send(context, &mut |context: &CallContext| built(context, client(context).list_models_with(parameters()))).await
}

/// `POST /chat/completions` with a streamed response, which the document does not describe.
pub(crate) fn stream_request(
    context: &CallContext,
    body: &types::ChatCompletionsOptions,
) -> Result<reqwest::Request, CrateError> {
    streamed(context, "chat/completions", body)
}

/// `POST /responses`, with a complete or a streamed response.
pub(crate) fn response_request(
    context: &CallContext,
    body: &v1::types::CreateResponse,
    is_stream: bool,
) -> Result<reqwest::Request, CrateError> {
    if is_stream {
        return streamed_to(context, "responses", context.api_version(), body);
    }
    let client = v1::Client::new_with_client(context.base(), context.transport.http.clone(), context.clone());
    let parameters = Parameters { api_version: context.api_version(), ..Parameters::default() };
    let mut request = built(context, client.create_response_with(parameters, body))?;
    if let Some(policy) = context.options.extra_parameters.as_ref().and_then(|policy| policy.as_str().try_into().ok()) {
        request.headers_mut().insert("extra-parameters", policy);
    }
    Ok(request)
}

/// `POST /images/generations` with a streamed response.
pub(crate) fn image_stream_request(
    context: &CallContext,
    body: &types::ImageGenerationsOptions,
) -> Result<reqwest::Request, CrateError> {
    streamed(context, "images/generations", body)
}

fn streamed<B: Body + serde::Serialize>(
    context: &CallContext,
    path: &str,
    body: &B,
) -> Result<reqwest::Request, CrateError> {
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
        .transport
        .http
        .post(context.url(&format!("/{path}")))
        .header(http::header::ACCEPT, "text/event-stream")
        .json(&Streamed { body, stream: true });
    if let Some(version) = api_version {
        request = request.query(&[("api-version", version)]);
    }
    if let Some(policy) = context.options.extra_parameters.as_ref() {
        request = request.header("extra-parameters", policy.as_str());
    }
    request.build().map_err(|error| CrateError::input("request", "it can't be built").with_source(error))
}

/// Checks whether a decoded value is a response, since the type decodes from any JSON object.
pub(crate) trait ResponseBody: Sized {
    /// The members that identify an empty response: any one of them is enough. If the list is empty, every object is a
    /// response.
    const MEMBERS: &'static [&'static str];

    /// Decodes the response from a body.
    fn read(body: &[u8]) -> Result<Box<Self>, Fault>
    where
        Self: DeserializeOwned,
    {
        json::read(body)
    }

    /// Whether the response has content for the caller.
    fn has_content(&self) -> bool;

    /// Moves members that some servers send in a different place.
    fn normalize(&mut self) {}

    /// Adds the partial response to an error that it contains.
    fn keep_in(self: Box<Self>, error: CrateError, _response: ResponseMetadata) -> CrateError {
        error
    }
}

macro_rules! response_bodies {
    ($($response:ident: $member:ident, $members:expr;)*) => {
        $(impl ResponseBody for types::$response {
            const MEMBERS: &'static [&'static str] = &$members;

            fn has_content(&self) -> bool {
                self.$member.as_ref().is_some_and(|items| !items.is_empty())
            }
        })*
    };
}

impl ResponseBody for types::EmbeddingsResult {
    const MEMBERS: &'static [&'static str] = &[];

    fn read(body: &[u8]) -> Result<Box<Self>, Fault> {
        json::read_large(body)
    }

    fn has_content(&self) -> bool {
        self.data.as_ref().is_some_and(|items| !items.is_empty())
    }
}

response_bodies! {
    ImageGenerationsResult: data, [];
    ListModelsResponse: data, ["data"];
    ModelInfo: model_name, ["model_name", "model_type"];
}
