//! Endpoint kinds: what depends on the URL that a client is built with.

mod parse;
mod route;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use http::StatusCode;
use url::Url;

use crate::error::Error;

/// The kind of service that an endpoint is.
///
/// It is inferred from the URL and decides where the key goes, which `api-version` is sent, whether the body names the
/// model, and which operations exist. [`ClientBuilder::endpoint_kind`](crate::ClientBuilder::endpoint_kind) forces it,
/// for a gateway in front of one of them. The hosts of the sovereign clouds (`.azure.us`, `.azure.cn`) and of a region
/// (`REGION.api.cognitive.microsoft.com`) are of the same kinds.
///
/// | kind | URL | key | `api-version` | `model` | extras header, model info, image embeddings |
/// | --- | --- | --- | --- | --- | --- |
/// | [`OpenAiV1`](Self::OpenAiV1) | `https://R.openai.azure.com/openai/v1` | `api-key` | – | body, required | no |
/// | [`Deployment`](Self::Deployment) | `https://R.openai.azure.com/openai/deployments/D`, also behind a gateway | `api-key` | `2024-10-21` | in the path | no |
/// | [`FoundryModels`](Self::FoundryModels) | `https://R.services.ai.azure.com/models` | `api-key` | `2024-05-01-preview` | body | yes |
/// | [`Serverless`](Self::Serverless) | `https://N.REGION.models.ai.azure.com` | bearer | `2024-05-01-preview` | body, optional | yes |
/// | [`ManagedCompute`](Self::ManagedCompute) | `https://N.REGION.inference.ml.azure.com` | bearer | `2024-05-01-preview` | body, optional | yes |
/// | [`Other`](Self::Other) | anything else | both | – | body | sent if asked for |
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
    /// The OpenAI-compatible v1 route of an Azure OpenAI or Foundry resource; what a new user has today.
    OpenAiV1,
    /// One deployment of an Azure OpenAI resource, named in the path `/openai/deployments/D` of any host.
    Deployment,
    /// The `/models` route of a Foundry resource, retired by the vendor on 2026-08-26 in favour of the v1 route.
    FoundryModels,
    /// A serverless endpoint of one model.
    Serverless,
    /// A managed compute endpoint of Azure Machine Learning.
    ManagedCompute,
    /// A proxy, a gateway, a local server.
    Other,
}

impl EndpointKind {
    /// The `api-version` that is sent when the caller names none.
    pub(crate) fn default_api_version(self) -> Option<&'static str> {
        match self {
            Self::OpenAiV1 | Self::Other => None,
            Self::Deployment => Some("2024-10-21"),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some("2024-05-01-preview"),
        }
    }

    /// The same for generated and edited images, which only previews have.
    pub(crate) fn images_api_version(self) -> Option<&'static str> {
        match self {
            Self::OpenAiV1 => Some("preview"),
            Self::Deployment => Some("2025-04-01-preview"),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some("2025-05-01-preview"),
            Self::Other => None,
        }
    }

    /// The scope of tokens for this kind in a cloud; `None` if it is not known.
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

    /// Whether a key goes into the `api-key` header.
    pub(crate) fn takes_api_key_header(self) -> bool {
        !matches!(self, Self::Serverless | Self::ManagedCompute)
    }

    /// Whether a key goes into `Authorization: Bearer`.
    pub(crate) fn takes_bearer_key(self) -> bool {
        matches!(self, Self::Serverless | Self::ManagedCompute | Self::Other)
    }

    /// Whether the body names the model; a deployment is named in the path.
    pub(crate) fn takes_model(self) -> bool {
        self != Self::Deployment
    }

    /// Whether the service can't answer without a model's name.
    pub(crate) fn needs_model(self) -> bool {
        self == Self::OpenAiV1
    }

    /// Whether a stream is asked for its usage unless the caller says no.
    pub(crate) fn tells_usage_unasked(self) -> bool {
        matches!(self, Self::OpenAiV1 | Self::Deployment)
    }

    /// Whether vectors are asked for as base64 unless the caller says otherwise.
    pub(crate) fn takes_base64_unasked(self) -> bool {
        matches!(self, Self::OpenAiV1 | Self::Deployment)
    }

    /// How many inputs an embeddings request may have.
    pub(crate) fn embeddings_batch_size(self) -> usize {
        match self {
            // Cohere's models, which these kinds mostly serve, take no more.
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => 96,
            Self::OpenAiV1 | Self::Deployment | Self::Other => 2048,
        }
    }

    /// How many tokens an embeddings request may have, by estimate.
    pub(crate) fn embeddings_batch_tokens(self) -> usize {
        match self {
            Self::OpenAiV1 | Self::Deployment => 300_000,
            _ => usize::MAX,
        }
    }

    /// Whether the service knows the header `extra-parameters`, model info and image embeddings; `None` if nobody can tell.
    pub(crate) fn knows_extra_parameters(self) -> Option<bool> {
        match self {
            Self::OpenAiV1 | Self::Deployment => Some(false),
            Self::FoundryModels | Self::Serverless | Self::ManagedCompute => Some(true),
            Self::Other => None,
        }
    }
}

/// An endpoint's URL taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) kind: EndpointKind,
    cloud: Cloud,
    /// Without a trailing slash, a query or the path of an operation.
    pub(crate) base: Arc<str>,
    /// From the query of the URL, if this kind of endpoint accepts it.
    pub(crate) api_version: Option<String>,
    /// The other pairs of the URL's query, sent with every call.
    pub(crate) query: Vec<(String, String)>,
    /// Plain http to a host that is not this machine, and the caller did not allow that.
    pub(crate) is_exposed: bool,
}

impl Endpoint {
    /// The deployment that the path names.
    pub(crate) fn deployment(&self) -> Option<&str> {
        Some(self.base.split_once("/openai/deployments/")?.1).filter(|_| self.kind == EndpointKind::Deployment)
    }

    /// The host and the port of the service.
    pub(crate) fn server(&self) -> (Option<String>, Option<u16>) {
        let url = Url::parse(&self.base).ok();
        let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
        (host, url.and_then(|url| url.port_or_known_default()))
    }

    /// What may explain an error to someone who does not know this kind of endpoint.
    pub(crate) fn hint(&self, status: StatusCode) -> Option<String> {
        match (self.kind, status.as_u16()) {
            (_, 300..400) => Some("redirects are not followed: they would carry the credential along".to_owned()),
            (EndpointKind::FoundryModels, 404 | 410) => {
                let host = self.base.split('/').take(3).collect::<Vec<_>>().join("/");
                Some(format!("the vendor retired the /models route on 2026-08-26: use the v1 route, {host}/openai/v1"))
            }
            (EndpointKind::OpenAiV1, 404) => Some(
                "the v1 route answers so when `model` names no deployment, or one of the last five minutes".to_owned(),
            ),
            _ => None,
        }
    }

    /// Refuses a credential where anyone between could read it.
    pub(crate) fn accept_credential(&self) -> Result<(), Error> {
        if self.is_exposed {
            return Err(Error::input("endpoint", "a credential would go over plain http, where anyone can read it"));
        }
        Ok(())
    }

    /// Refuses operations that this kind of endpoint is known not to have.
    pub(crate) fn accept_operation(&self, operation_id: &str) -> Result<(), Error> {
        let is_openai = matches!(self.kind, EndpointKind::OpenAiV1 | EndpointKind::Deployment);
        let reason = match operation_id {
            _ if self.kind == EndpointKind::Other => return Ok(()),
            "get_model_info" if is_openai => "",
            "get_image_embeddings" if is_openai => {
                "; Foundry models (/models), serverless and managed compute endpoints have it"
            }
            "edit_images" if !is_openai => "; deployments of an Azure OpenAI or Foundry resource have it",
            "create_response" if self.kind != EndpointKind::OpenAiV1 => " of the Responses API; the v1 route has it",
            "list_models" if self.kind != EndpointKind::OpenAiV1 => "",
            _ => return Ok(()),
        };
        let reason = format!("endpoints of kind {:?} do not have the operation {operation_id}{reason}", self.kind);
        Err(Error::input("endpoint", reason))
    }

    /// The `api-version` of a call, unless the caller names one.
    pub(crate) fn api_version(&self) -> Option<&str> {
        self.api_version.as_deref().or(self.kind.default_api_version())
    }

    /// The scope of tokens for this endpoint; `None` if it is not known.
    pub(crate) fn scope(&self) -> Option<&'static str> {
        self.kind.scope(self.cloud)
    }

    /// Refuses an `api-version` that the caller set and this endpoint is known to refuse.
    pub(crate) fn accept_api_version(&self, version: &str) -> Result<(), Error> {
        let reason = match self.version_rule() {
            VersionRule::Any => return Ok(()),
            VersionRule::Undated if UNDATED.contains(&version) => return Ok(()),
            VersionRule::Undated => {
                "the v1 route refuses dated versions: leave it out, or use `v1`, `preview` or `latest`"
            }
            VersionRule::Forbidden => "the v1 route of a project refuses the parameter: leave it out",
        };
        Err(Error::input("api_version", reason))
    }

    fn version_rule(&self) -> VersionRule {
        let is_v1 = self.kind == EndpointKind::OpenAiV1 || self.base.ends_with("/openai/v1");
        if !is_v1 {
            VersionRule::Any
        } else if self.base.contains("/api/projects/") {
            VersionRule::Forbidden
        } else {
            VersionRule::Undated
        }
    }
}

/// The values of `api-version` that the v1 route accepts.
const UNDATED: [&str; 3] = ["v1", "preview", "latest"];

/// Which values of `api-version` an endpoint accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum VersionRule {
    Any,
    /// Those of [`UNDATED`].
    Undated,
    Forbidden,
}

/// The cloud that an endpoint is in; it decides the scope of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cloud {
    Public,
    UsGovernment,
    China,
}
