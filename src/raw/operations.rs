//! One adapter for each operation: what of a body every request builder needs, and how it is called.

use std::future::Future;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Client, Error, Parameters, ResponseValue, built, client, read, types};
use crate::error::Error as CrateError;
use crate::transport::{self, Answered, CallContext};

/// The body of a request, and the operation that it goes to.
pub(crate) trait Body: Clone + serde::Serialize + DeserializeOwned + Send + Sync {
    type Answer: DeserializeOwned + Substance + Send;

    /// The first version of the interface with the operation, if it came later than others.
    const SINCE: &'static str;

    /// The operation.
    fn call(
        &self,
        client: &Client,
        parameters: Parameters<'_>,
    ) -> impl Future<Output = Result<ResponseValue<Self::Answer>, Error>> + Send;

    fn model_mut(&mut self) -> &mut Option<String>;

    /// What the document does not know.
    fn extra_mut(&mut self) -> &mut Map<String, Value>;

    /// Whether a field is set that the document does not know, and the overlay does.
    fn sets_marked_extras(&self) -> bool;
}

macro_rules! operations {
    ($($body:ident => $operation:ident -> $answer:ident, since $since:literal;)*) => {
        $(impl Body for types::$body {
            type Answer = types::$answer;

            const SINCE: &'static str = $since;

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

            fn extra_mut(&mut self) -> &mut Map<String, Value> {
                &mut self.extra
            }

            fn sets_marked_extras(&self) -> bool {
                self.sets_marked_extras()
            }
        })*
    };
}

operations! {
    ChatCompletionsOptions => get_chat_completions_with -> ChatCompletions, since "";
    EmbeddingsOptions => get_embeddings_with -> EmbeddingsResult, since "";
    ImageEmbeddingsOptions => get_image_embeddings_with -> EmbeddingsResult, since "";
    ImageGenerationsOptions => get_image_generations_with -> ImageGenerationsResult, since "2025-05-01-preview";
}

/// Sends a body to its operation.
pub(crate) async fn send<B: Body>(context: &CallContext, body: &B) -> Result<Answered<B::Answer>, CrateError> {
    let response = transport::send(context, &|| built_of(context, body)).await?;
    read(context, response)
}

/// The request that would be sent.
pub(crate) fn request_of<B: Body>(context: &CallContext, body: &B) -> Result<http::Request<Bytes>, CrateError> {
    let fault = |error| CrateError::input("request", "it can't be built").with_source(error);
    let request = transport::complete(context, built_of(context, body)?);
    let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
    let request = http::Request::<reqwest::Body>::try_from(request).map_err(fault)?;
    Ok(request.map(|_| body.unwrap_or_default()))
}

fn built_of<B: Body>(context: &CallContext, body: &B) -> Result<reqwest::Request, CrateError> {
    let parameters = Parameters {
        api_version: context.api_version_since(B::SINCE),
        extra_parameters: context.extra_parameters(),
        model: None,
    };
    built(context, body.call(&client(context), parameters))
}

/// `GET /info`
pub(crate) async fn get_model_info(
    context: &CallContext,
    model: Option<&str>,
) -> Result<Answered<types::ModelInfo>, CrateError> {
    let parameters = Parameters { api_version: context.api_version(), model, ..Parameters::default() };
    let build = || built(context, client(context).get_model_info_with(parameters));
    read(context, transport::send(context, &build).await?)
}

/// `GET /models`
pub(crate) async fn list_models(context: &CallContext) -> Result<Answered<types::ListModelsResponse>, CrateError> {
    let build = || built(context, client(context).list_models_with(Parameters::default()));
    read(context, transport::send(context, &build).await?)
}

/// `POST /chat/completions` for a stream, which the document does not describe as an operation.
pub(crate) fn stream_request(
    context: &CallContext,
    body: &types::ChatCompletionsOptions,
) -> Result<reqwest::Request, CrateError> {
    #[derive(serde::Serialize)]
    struct Streamed<'a> {
        #[serde(flatten)]
        body: &'a types::ChatCompletionsOptions,
        stream: bool,
    }
    let mut request = context
        .http()
        .post(context.url("/chat/completions"))
        .header(http::header::ACCEPT, "text/event-stream")
        .json(&Streamed { body, stream: true });
    if let Some(version) = context.api_version() {
        request = request.query(&[("api-version", version)]);
    }
    if let Some(policy) = context.extra_parameters() {
        request = request.header("extra-parameters", policy.as_str());
    }
    request.build().map_err(|error| CrateError::input("request", "it can't be built").with_source(error))
}

/// An answer that decodes from any JSON object, so that only a look tells whether it is one.
pub(crate) trait Substance {
    fn has_substance(&self) -> bool;
}

impl Substance for types::ChatCompletions {
    fn has_substance(&self) -> bool {
        self.choices.as_ref().is_some_and(|choices| !choices.is_empty())
    }
}

impl Substance for types::EmbeddingsResult {
    fn has_substance(&self) -> bool {
        self.data.as_ref().is_some_and(|data| !data.is_empty())
    }
}

impl Substance for types::ImageGenerationsResult {
    fn has_substance(&self) -> bool {
        self.data.as_ref().is_some_and(|data| !data.is_empty())
    }
}

impl Substance for types::ModelInfo {
    fn has_substance(&self) -> bool {
        self.model_name.is_some() || self.model_type.is_some()
    }
}

impl Substance for types::ListModelsResponse {
    fn has_substance(&self) -> bool {
        self.data.is_some()
    }
}
