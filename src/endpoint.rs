//! Endpoint kinds: what hangs on the URL that a client is built with.

use http::StatusCode;
use url::Url;

use crate::error::Error;

/// What kind of service an endpoint is.
///
/// It is inferred from the URL and decides where the key goes, which `api-version` is sent, whether the body names the
/// model, and which operations exist. [`ClientBuilder::endpoint_kind`](crate::ClientBuilder::endpoint_kind) forces it,
/// for a gateway that stands before one of them.
///
/// | kind | URL | key | `api-version` | `model` | extras header, model info, image embeddings |
/// | --- | --- | --- | --- | --- | --- |
/// | [`OpenAiV1`](Self::OpenAiV1) | `https://R.openai.azure.com/openai/v1` | `api-key` | – | body, required | no |
/// | [`Deployment`](Self::Deployment) | `https://R.openai.azure.com/openai/deployments/D` | `api-key` | `2024-10-21` | in the path | no |
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
    /// One deployment of an Azure OpenAI resource, named in the path.
    Deployment,
    /// The `/models` route of a Foundry resource, retired by the vendor on 2026-08-26 in favour of the v1 route.
    FoundryModels,
    /// A serverless endpoint of one model.
    Serverless,
    /// A managed compute endpoint of Azure Machine Learning.
    ManagedCompute,
    /// A proxy, a gateway, a local server, a sovereign cloud.
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

    /// The scope that tokens are fetched for; `None` if nobody can tell.
    pub(crate) fn scope(self) -> Option<&'static str> {
        match self {
            Self::OpenAiV1 => Some("https://ai.azure.com/.default"),
            Self::Deployment | Self::FoundryModels | Self::Serverless => {
                Some("https://cognitiveservices.azure.com/.default")
            }
            Self::ManagedCompute => Some("https://ml.azure.com/.default"),
            Self::Other => None,
        }
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
    /// Without a slash at its end, a query or an operation's path.
    pub(crate) base: String,
    pub(crate) api_version: Option<String>,
    /// What the URL's query said besides, sent on every call.
    pub(crate) query: Vec<(String, String)>,
    /// Over plain http, to a host that is not this machine, and the caller did not allow that.
    pub(crate) is_exposed: bool,
}

/// The ends that people paste along: the paths of operations, the longer first.
const OPERATIONS: [&str; 5] =
    ["/chat/completions", "/images/embeddings", "/images/generations", "/images/edits", "/embeddings"];

impl Endpoint {
    /// Takes a URL apart as people paste it.
    pub(crate) fn parse(text: &str, forced: Option<EndpointKind>) -> Result<Self, Error> {
        let mut url = Url::parse(text.trim()).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => fault(text, "it has no scheme, such as https://"),
            error => fault(text, &error.to_string()),
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(fault(text, "it must begin with https:// or http://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::input("endpoint", "the URL carries a user name or password; give a key instead"));
        }
        if url.fragment().is_some() {
            return Err(fault(text, "it has a fragment (`#…`)"));
        }
        let (versions, query): (Vec<_>, Vec<_>) =
            url.query_pairs().into_owned().partition(|(name, _)| name.eq_ignore_ascii_case("api-version"));
        url.set_query(None);

        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let path = base_path(&host, url.path());
        let kind = forced.unwrap_or_else(|| infer(&host, &path));
        let is_exposed = url.scheme() == "http" && !is_loopback(&url);
        url.set_path(&path);
        Ok(Self {
            kind,
            base: url.as_str().trim_end_matches('/').to_owned(),
            api_version: versions.into_iter().map(|(_, version)| version).find(|version| !version.is_empty()),
            query,
            is_exposed,
        })
    }

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
}

fn fault(text: &str, reason: &str) -> Error {
    // A user name or a query may be secret.
    let shown = text.split(['?', '#']).next().unwrap_or_default();
    let shown = if shown.contains('@') { "the URL" } else { shown };
    Error::input("endpoint", format!("`{shown}` is not an endpoint: {reason}"))
}

/// The path below which the operations lie, of a path as people paste it.
fn base_path(host: &str, path: &str) -> String {
    let mut path = path.trim_end_matches('/');
    if is_resource(host) {
        let lower = path.to_ascii_lowercase();
        // Whatever of the v1 route was pasted, and pages of the resource or of a project of it.
        if let Some(at) = lower.find("/openai/v1") {
            return format!("{}/openai/v1", &path[..at]);
        }
        if matches!(lower.as_str(), "" | "/openai" | "/openai/responses" | "/api") || lower.starts_with("/api/projects")
        {
            return "/openai/v1".to_owned();
        }
    }
    if host.ends_with(".inference.ml.azure.com") {
        path = path.strip_suffix("/score").unwrap_or(path);
    }
    let operation = OPERATIONS.iter().find_map(|operation| path.strip_suffix(operation));
    operation.unwrap_or(path).trim_end_matches('/').to_owned()
}

/// The host of an Azure OpenAI or Foundry resource.
fn is_resource(host: &str) -> bool {
    [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"]
        .iter()
        .any(|suffix| host.ends_with(suffix))
}

fn infer(host: &str, path: &str) -> EndpointKind {
    if is_resource(host) {
        if path.starts_with("/openai/deployments/") {
            return EndpointKind::Deployment;
        }
        if matches!(path, "/models" | "/api/models") {
            return EndpointKind::FoundryModels;
        }
        if path.ends_with("/openai/v1") {
            return EndpointKind::OpenAiV1;
        }
    }
    if host.ends_with(".models.ai.azure.com") || host.ends_with(".inference.ai.azure.com") {
        return EndpointKind::Serverless;
    }
    if host.ends_with(".inference.ml.azure.com") {
        return EndpointKind::ManagedCompute;
    }
    EndpointKind::Other
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use EndpointKind::*;

    fn check(url: &str, kind: EndpointKind, base: &str) {
        let endpoint = Endpoint::parse(url, None).unwrap();
        assert_eq!((endpoint.kind, endpoint.base.as_str()), (kind, base), "{url}");
    }

    #[test]
    fn urls_are_taken_apart_as_people_paste_them() {
        let v1 = "https://r.openai.azure.com/openai/v1";
        for url in [
            "https://r.openai.azure.com/openai/v1",
            "https://r.openai.azure.com/openai/v1/",
            "https://R.openai.azure.com/openai/v1//",
            " https://r.openai.azure.com/openai/v1/chat/completions ",
            "https://r.openai.azure.com/openai/v1/embeddings/",
            "https://r.openai.azure.com/openai/v1?api-version=preview",
            "https://r.openai.azure.com",
            "https://r.openai.azure.com/",
            "https://r.openai.azure.com/openai",
        ] {
            check(url, OpenAiV1, v1);
        }
        check("https://r.services.ai.azure.com", OpenAiV1, "https://r.services.ai.azure.com/openai/v1");
        check("https://r.services.ai.azure.com/api/projects/p", OpenAiV1, "https://r.services.ai.azure.com/openai/v1");
        check("https://r.openai.azure.com/OpenAI/V1/models", OpenAiV1, v1);
        check("https://r.openai.azure.com/openai/v1/responses?api-version=preview", OpenAiV1, v1);
        check(
            "https://n.eastus.inference.ml.azure.com/score",
            ManagedCompute,
            "https://n.eastus.inference.ml.azure.com",
        );
        check(
            "https://r.services.ai.azure.com/api/projects/p/openai/v1/",
            OpenAiV1,
            "https://r.services.ai.azure.com/api/projects/p/openai/v1",
        );
        check("https://r.services.ai.azure.com/models", FoundryModels, "https://r.services.ai.azure.com/models");
        check(
            "https://r.services.ai.azure.com/api/models/chat/completions?api-version=2024-05-01-preview",
            FoundryModels,
            "https://r.services.ai.azure.com/api/models",
        );
        check(
            "https://r.openai.azure.com/openai/deployments/D/chat/completions",
            Deployment,
            "https://r.openai.azure.com/openai/deployments/D",
        );
        check("https://n.eastus2.models.ai.azure.com", Serverless, "https://n.eastus2.models.ai.azure.com");
        check(
            "https://n.eastus2.models.ai.azure.com/images/embeddings",
            Serverless,
            "https://n.eastus2.models.ai.azure.com",
        );
        check("https://n.eastus.inference.ai.azure.com/v1", Serverless, "https://n.eastus.inference.ai.azure.com/v1");
        check("https://n.eastus.inference.ml.azure.com/", ManagedCompute, "https://n.eastus.inference.ml.azure.com");
        check("http://127.0.0.1:8080/v1/", Other, "http://127.0.0.1:8080/v1");
        check("https://r.openai.azure.us/openai/v1", Other, "https://r.openai.azure.us/openai/v1");
        check(
            "https://openai.azure.com.evil.example/openai/v1",
            Other,
            "https://openai.azure.com.evil.example/openai/v1",
        );
    }

    #[test]
    fn the_query_is_kept() {
        let endpoint = Endpoint::parse("https://h.example/x?a=1&api-version=2&b=%20", None).unwrap();
        assert_eq!(endpoint.api_version(), Some("2"));
        assert_eq!(endpoint.query, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), " ".to_owned())]);
        let endpoint = Endpoint::parse("https://r.openai.azure.com/openai/deployments/D", None).unwrap();
        assert_eq!(endpoint.api_version(), Some("2024-10-21"));
    }

    #[test]
    fn what_is_no_endpoint_is_refused_with_the_reason() {
        let check = |url: &str, part: &str| {
            let error = Endpoint::parse(url, None).unwrap_err().to_string();
            assert!(error.contains(part) && error.contains("endpoint"), "{error:?} does not say {part:?}");
        };
        check("", "no scheme");
        check("not a url", "no scheme");
        check("r.openai.azure.com", "no scheme");
        check("localhost:8080", "must begin with https://");
        check("ftp://r.example", "must begin with https://");
        check("https://", "empty host");
        check("https://user:secret@r.example", "user name or password");
        check("https://r.example/#part", "fragment");
        for url in
            ["https://user:secret@r.example", "h.example/?key=secret", "https://h.example/?key=secret#x", "u:secret@h"]
        {
            let error = Endpoint::parse(url, None).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }

    #[test]
    fn plain_http_is_exposed_beyond_this_machine() {
        let check = |url: &str, exposed| assert_eq!(Endpoint::parse(url, None).unwrap().is_exposed, exposed, "{url}");
        check("http://127.0.0.1:1", false);
        check("http://127.9.9.9", false);
        check("http://[::1]:1", false);
        check("http://localhost:1", false);
        check("https://r.example", false);
        check("http://r.example", true);
        check("http://127.0.0.1.example", true);
    }
}
