//! Endpoint kinds, and the parts of an endpoint URL.

mod parse;
mod route;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use http::StatusCode;
use url::Url;

use crate::error::Error;

/// The kind of an endpoint.
///
/// The client infers the kind from the URL. It decides which header carries the key, which `api-version` is sent by default,
/// whether the body names the model, and which operations exist. Override it with
/// [`ClientBuilder::endpoint_kind`](crate::ClientBuilder::endpoint_kind) for a gateway in front of an endpoint. The hosts of
/// the sovereign clouds (`.azure.us`, `.azure.cn`) and of a region (`REGION.api.cognitive.microsoft.com`) have the same
/// kinds.
///
/// | kind | URL | key | default `api-version` | `model` | `extra-parameters` header, model info, image embeddings |
/// | --- | --- | --- | --- | --- | --- |
/// | [`OpenAiV1`](Self::OpenAiV1) | `https://R.openai.azure.com/openai/v1` | `api-key` | – | body, required | no |
/// | [`Deployment`](Self::Deployment) | `https://R.openai.azure.com/openai/deployments/D`, also behind a gateway | `api-key` | `2024-10-21` | in the path | no |
/// | [`FoundryModels`](Self::FoundryModels) | `https://R.services.ai.azure.com/models` | `api-key` | `2024-05-01-preview` | body | yes |
/// | [`Serverless`](Self::Serverless) | `https://N.REGION.models.ai.azure.com` | bearer | `2024-05-01-preview` | body, optional | yes |
/// | [`ManagedCompute`](Self::ManagedCompute) | `https://N.REGION.inference.ml.azure.com` | bearer | `2024-05-01-preview` | body, optional | yes |
/// | [`Other`](Self::Other) | any other URL | both | – | body | on request |
///
/// ```
/// use azure_inference::{Client, EndpointKind};
///
/// let client = Client::builder("https://my-resource.openai.azure.com").api_key("key").build()?;
/// assert_eq!(client.endpoint_kind(), EndpointKind::OpenAiV1);
/// assert_eq!(client.endpoint(), "https://my-resource.openai.azure.com/openai/v1");
/// # Ok::<(), azure_inference::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointKind {
    /// The OpenAI-compatible v1 route of an Azure OpenAI or Foundry resource. New resources use this route.
    OpenAiV1,
    /// A deployment of an Azure OpenAI resource, named in the path `/openai/deployments/D` of any host.
    Deployment,
    /// The `/models` route of a Foundry resource. Microsoft retired it on 2026-08-26 in favor of the v1 route.
    FoundryModels,
    /// A serverless endpoint of a model.
    Serverless,
    /// A managed compute endpoint of Azure Machine Learning.
    ManagedCompute,
    /// Any other endpoint: a proxy, a gateway, a local server.
    Other,
}

impl EndpointKind {
    /// The default `api-version`.
    pub(crate) fn default_api_version(self) -> Option<&'static str> {
        match self {
            Self::OpenAiV1 | Self::Other => None,
            Self::Deployment => Some("2024-10-21"),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some("2024-05-01-preview"),
        }
    }

    /// The default `api-version` for generated and edited images, which only preview versions support.
    pub(crate) fn images_api_version(self) -> Option<&'static str> {
        match self {
            Self::OpenAiV1 => Some("preview"),
            Self::Deployment => Some("2025-04-01-preview"),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some("2025-05-01-preview"),
            Self::Other => None,
        }
    }

    /// The token scope of this kind in a cloud; `None` if it is unknown.
    fn scope(self, cloud: Cloud) -> Option<&'static str> {
        Some(match (self, cloud) {
            (Self::Other, _) => return None,
            (Self::ManagedCompute, Cloud::Public) => "https://ml.azure.com/.default",
            (Self::ManagedCompute, Cloud::UsGovernment) => "https://ml.azure.us/.default",
            (Self::ManagedCompute, Cloud::China) => "https://ml.azure.cn/.default",
            (Self::OpenAiV1, Cloud::Public) => "https://ai.azure.com/.default",
            (_, Cloud::Public) => "https://cognitiveservices.azure.com/.default",
            (_, Cloud::UsGovernment) => "https://cognitiveservices.azure.us/.default",
            (_, Cloud::China) => "https://cognitiveservices.azure.cn/.default",
        })
    }

    /// Whether the body names the model. The path names a deployment.
    pub(crate) fn takes_model(self) -> bool {
        self != Self::Deployment
    }

    /// Whether the service requires the name of a model.
    pub(crate) fn needs_model(self) -> bool {
        self == Self::OpenAiV1
    }

    /// Whether Azure OpenAI serves it: then streams request their usage and embeddings requests ask for base64 by default.
    pub(crate) fn is_openai(self) -> bool {
        matches!(self, Self::OpenAiV1 | Self::Deployment)
    }

    /// The maximum number of inputs of an embeddings request.
    pub(crate) fn embeddings_batch_size(self) -> usize {
        // Model inference endpoints mostly serve Cohere's models, whose limit is lower.
        if self.supports_extra_parameters() == Some(true) { 96 } else { 2048 }
    }

    /// The maximum number of estimated tokens of an embeddings request.
    pub(crate) fn embeddings_batch_tokens(self) -> usize {
        if self.is_openai() { 300_000 } else { usize::MAX }
    }

    /// Whether the service supports the header `extra-parameters`, model info and image embeddings; `None` if that is
    /// unknown.
    pub(crate) fn supports_extra_parameters(self) -> Option<bool> {
        match self {
            Self::OpenAiV1 | Self::Deployment => Some(false),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some(true),
            Self::Other => None,
        }
    }
}

/// A parsed endpoint URL.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) kind: EndpointKind,
    cloud: Cloud,
    /// The base URL: no trailing slash, no query, no path of an operation.
    pub(crate) base: Arc<str>,
    /// The same, parsed once.
    pub(crate) url: Url,
    /// The `api-version` that the caller set, or that in the query of the URL if this kind of endpoint accepts it.
    pub(crate) api_version: Option<String>,
    /// The other pairs in the query of the URL. Every request sends them.
    pub(crate) query: Vec<(String, String)>,
    /// Whether the URL is plain http to another machine and the caller did not allow that.
    pub(crate) is_insecure: bool,
}

impl Endpoint {
    /// The deployment that the path names.
    pub(crate) fn deployment(&self) -> Option<&str> {
        Some(self.base.split_once("/openai/deployments/")?.1).filter(|_| self.kind == EndpointKind::Deployment)
    }

    /// The host and the port of the service.
    pub(crate) fn server(&self) -> (Option<String>, Option<u16>) {
        (self.url.host_str().map(str::to_owned), self.url.port_or_known_default())
    }

    /// Returns advice for an error status of this kind of endpoint.
    pub(crate) fn hint(&self, status: StatusCode) -> Option<String> {
        match (self.kind, status.as_u16()) {
            (_, 300..400) => Some("redirects are not followed: they would send the credential to another URL".to_owned()),
            (EndpointKind::FoundryModels, 404 | 410) => {
                let host = self.base.split('/').take(3).collect::<Vec<_>>().join("/");
                Some(format!("Microsoft retired the /models route on 2026-08-26; use the v1 route, {host}/openai/v1"))
            }
            (EndpointKind::OpenAiV1, 404) => Some(
                "on the v1 route this means that `model` names no deployment, or one created within the last five minutes"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// Returns an error if a credential would be sent over plain http to another machine.
    pub(crate) fn check_credential(&self) -> Result<(), Error> {
        if !self.is_insecure {
            return Ok(());
        }
        let host = self.server().0.unwrap_or_default();
        let reason = format!(
            "refusing to send a credential over plain http to {host}; use https or allow_credentials_over_plain_http()"
        );
        Err(Error::input("endpoint", reason))
    }

    /// Returns an error if this kind of endpoint does not have the operation.
    pub(crate) fn check_operation(&self, operation_id: &str) -> Result<(), Error> {
        let is_openai = self.kind.is_openai();
        let reason = match operation_id {
            _ if self.kind == EndpointKind::Other => return Ok(()),
            "get_model_info" if is_openai => "",
            "get_image_embeddings" if is_openai => {
                "; use a Foundry models (/models), serverless or managed compute endpoint"
            }
            "edit_images" if !is_openai => "; use a deployment of an Azure OpenAI or Foundry resource",
            "create_response" if self.kind != EndpointKind::OpenAiV1 => " of the Responses API; use the v1 route",
            "list_models" if self.kind != EndpointKind::OpenAiV1 => "",
            _ => return Ok(()),
        };
        let reason = format!("endpoints of kind {:?} do not have the operation {operation_id}{reason}", self.kind);
        Err(Error::input("endpoint", reason))
    }

    /// The default `api-version` of a call.
    pub(crate) fn api_version(&self) -> Option<&str> {
        self.api_version.as_deref().or(self.kind.default_api_version())
    }

    /// The token scope of this endpoint; `None` if it is unknown.
    pub(crate) fn scope(&self) -> Option<&'static str> {
        self.kind.scope(self.cloud)
    }

    /// Returns an error if this endpoint does not accept the `api-version`.
    pub(crate) fn check_api_version(&self, version: &str) -> Result<(), Error> {
        let is_v1 = self.kind == EndpointKind::OpenAiV1 || self.base.ends_with("/openai/v1");
        let reason = match is_v1 {
            true if self.base.contains("/api/projects/") => "the v1 route of a project rejects the parameter; omit it",
            true if !UNDATED.contains(&version) => {
                "the v1 route rejects dated versions; omit it, or use `v1`, `preview` or `latest`"
            }
            _ => return Ok(()),
        };
        Err(Error::input("api_version", reason))
    }
}

/// The values of `api-version` that the v1 route accepts.
const UNDATED: [&str; 3] = ["v1", "preview", "latest"];

/// The cloud of an endpoint. It decides the token scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cloud {
    Public,
    UsGovernment,
    China,
}
