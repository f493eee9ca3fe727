//! Infers the kind of an endpoint and its base path from the host and the path of a URL.

use url::Url;

use super::{Cloud, EndpointKind};

/// The hosts of Azure OpenAI and Foundry resources.
const RESOURCES: [(&str, Cloud); 12] = [
    (".openai.azure.com", Cloud::Public),
    (".services.ai.azure.com", Cloud::Public),
    (".cognitiveservices.azure.com", Cloud::Public),
    // The host of a region, for resources without a custom subdomain.
    (".api.cognitive.microsoft.com", Cloud::Public),
    (".openai.azure.us", Cloud::UsGovernment),
    (".services.ai.azure.us", Cloud::UsGovernment),
    (".cognitiveservices.azure.us", Cloud::UsGovernment),
    (".api.cognitive.microsoft.us", Cloud::UsGovernment),
    (".openai.azure.cn", Cloud::China),
    (".services.ai.azure.cn", Cloud::China),
    (".cognitiveservices.azure.cn", Cloud::China),
    (".api.cognitive.azure.cn", Cloud::China),
];

const SERVERLESS: [&str; 2] = [".models.ai.azure.com", ".inference.ai.azure.com"];

const MANAGED_COMPUTE: [(&str, Cloud); 3] = [
    (".inference.ml.azure.com", Cloud::Public),
    (".inference.ml.azure.us", Cloud::UsGovernment),
    (".inference.ml.azure.cn", Cloud::China),
];

/// Hosts of web portals, which are not endpoints.
const PORTALS: [&str; 7] = [
    "ai.azure.com",
    "ai.azure.us",
    "ml.azure.com",
    "oai.azure.com",
    "portal.azure.com",
    "portal.azure.us",
    "portal.azure.cn",
];

/// The paths of operations, which are removed from a URL. A path comes before its own suffixes.
const OPERATIONS: [&str; 7] = [
    "/extensions/chat/completions",
    "/chat/completions",
    "/images/embeddings",
    "/images/generations",
    "/images/edits",
    "/embeddings",
    "/v1/responses",
];

/// Returns the cloud of a host.
pub(super) fn cloud(host: &str) -> Cloud {
    let mut known = RESOURCES.iter().chain(&MANAGED_COMPUTE);
    known.find(|(suffix, _)| host.ends_with(suffix)).map_or(Cloud::Public, |(_, cloud)| *cloud)
}

/// Returns the kind of an endpoint and its base path, or the reason why the URL is not an endpoint.
///
/// A forced kind takes precedence over the inferred kind, and the base path is that of the forced kind.
pub(super) fn route(
    url: &Url,
    host: &str,
    is_loopback: bool,
    forced: Option<EndpointKind>,
) -> Result<(EndpointKind, String), String> {
    if PORTALS.contains(&host) {
        return Err("it is a page of a web portal; copy the endpoint that the page shows".to_owned());
    }
    let is_resource = RESOURCES.iter().any(|(suffix, _)| host.ends_with(suffix));
    let path = match is_resource {
        // Resources ignore empty segments.
        true => {
            url.path().split('/').filter(|segment| !segment.is_empty()).map(|segment| format!("/{segment}")).collect()
        }
        false => url.path().to_owned(),
    };
    let path = EndpointPath::parse(path.trim_end_matches('/'));
    let kind = forced.unwrap_or_else(|| infer(host, is_resource, &path));
    // With the forced kind `Other`, any path is valid.
    if forced != Some(EndpointKind::Other)
        && let Some(reason) = path.unsupported(is_resource, &url.origin().ascii_serialization())
    {
        return Err(reason);
    }
    Ok((kind, base_path(kind, &path, is_resource, is_loopback)?))
}

/// The path of a URL and its parts.
struct EndpointPath<'a> {
    path: &'a str,
    /// The path without the path of an operation.
    base: &'a str,
    known: KnownPath<'a>,
}

/// A path that identifies the kind of an endpoint on any host.
enum KnownPath<'a> {
    /// `before/openai/v1/rest`
    V1 {
        before: &'a str,
        rest: &'a str,
    },
    /// `before/openai/deployments/name/rest`
    Deployment {
        before: &'a str,
        name: &'a str,
        rest: &'a str,
    },
    /// `/models` of a Foundry resource.
    Models,
    Unknown,
}

impl<'a> EndpointPath<'a> {
    fn parse(path: &'a str) -> Self {
        // It has the same length as `path`, so that positions are valid for both.
        let lower = path.to_ascii_lowercase();
        let operation = OPERATIONS.iter().find(|operation| lower.ends_with(*operation));
        let end = match operation {
            // `/v1` belongs to the base.
            Some(&"/v1/responses") => path.len() - "/responses".len(),
            Some(operation) => path.len() - operation.len(),
            None => path.len(),
        };
        let base = path[..end].trim_end_matches('/');
        Self { path, base, known: KnownPath::parse(path, base, &lower) }
    }

    /// If the path belongs to an API that this crate has no types for, returns a message with the alternative.
    fn unsupported(&self, is_resource: bool, origin: &str) -> Option<String> {
        let (base, rest) = match &self.known {
            KnownPath::V1 { before, rest } => (format!("{before}/openai/v1"), *rest),
            KnownPath::Deployment { before, name, rest } => (format!("{before}/openai/deployments/{name}"), *rest),
            KnownPath::Models => return None,
            KnownPath::Unknown if is_resource => (String::new(), self.path),
            KnownPath::Unknown => {
                let lower = self.path.to_ascii_lowercase();
                let version = ["/v1", "/v2"].iter().filter_map(|version| segments(&lower, version)).max();
                let (_, end) = version?;
                (self.path[..end].to_owned(), &self.path[end..])
            }
        };
        let rest = rest.trim_start_matches('/').to_ascii_lowercase();
        let rest = rest.strip_prefix("openai/").filter(|_| is_resource).unwrap_or(&rest);
        let is_below =
            |path: &str| rest.strip_prefix(path).is_some_and(|more| more.is_empty() || more.starts_with('/'));
        let of_resources = if is_resource { &UNSUPPORTED_OF_RESOURCES[..] } else { &[] };
        let (_, api, alternative) = UNSUPPORTED.iter().chain(of_resources).find(|(path, ..)| is_below(path))?;
        Some(match alternative {
            Alternative::Request => format!(
                "it is {api}, for which this crate has no types; build the client for {origin}{base} and call \
                 `Client::request` with the path {}",
                self.path
            ),
            Alternative::Other(advice) => format!("it is {api}, which is not supported; {advice}"),
        })
    }
}

impl<'a> KnownPath<'a> {
    fn parse(path: &'a str, base: &'a str, lower: &str) -> Self {
        if let Some((start, end)) = segments(lower, "/openai/v1") {
            return Self::V1 { before: &path[..start], rest: &path[end..] };
        }
        if let Some((start, end)) = segments(lower, "/openai/deployments") {
            let after = path[end..].trim_start_matches('/');
            let (name, rest) = after.split_at(after.find('/').unwrap_or(after.len()));
            if !name.is_empty() {
                return Self::Deployment { before: &path[..start], name, rest };
            }
        }
        let base = base.to_ascii_lowercase();
        if matches!(base.strip_suffix("/info").unwrap_or(&base), "/models" | "/api/models") {
            return Self::Models;
        }
        Self::Unknown
    }
}

/// Returns the start and the end of whole segments in a path.
fn segments(path: &str, wanted: &str) -> Option<(usize, usize)> {
    let ends = path.match_indices(wanted).map(|(start, found)| (start, start + found.len()));
    let mut whole = ends.filter(|(_, end)| path[*end..].is_empty() || path[*end..].starts_with('/'));
    whole.next()
}

fn infer(host: &str, is_resource: bool, path: &EndpointPath<'_>) -> EndpointKind {
    if SERVERLESS.iter().any(|suffix| host.ends_with(suffix)) {
        return EndpointKind::Serverless;
    }
    if MANAGED_COMPUTE.iter().any(|(suffix, _)| host.ends_with(suffix)) {
        return EndpointKind::ManagedCompute;
    }
    match &path.known {
        KnownPath::Deployment { .. } => EndpointKind::Deployment,
        // Services other than Azure have the remaining paths too.
        _ if !is_resource => EndpointKind::Other,
        KnownPath::Models => EndpointKind::FoundryModels,
        KnownPath::V1 { .. } | KnownPath::Unknown => EndpointKind::OpenAiV1,
    }
}

/// Whether the v1 route replaces this path of a resource: the root, an incomplete or older route, or a project.
fn leads_to_v1(base: &str) -> bool {
    let lower = base.to_ascii_lowercase();
    let is_below = |page: &str| lower.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    matches!(lower.as_str(), "" | "/v1" | "/openai" | "/openai/models" | "/api")
        || is_below("/openai/responses")
        || is_below("/api/projects")
}

/// Returns the base path for a kind of endpoint.
fn base_path(
    kind: EndpointKind,
    path: &EndpointPath<'_>,
    is_resource: bool,
    is_loopback: bool,
) -> Result<String, String> {
    let base = path.base;
    // A server on this machine is a mock, a local model or a tunnel, which may have no path.
    let is_bare = base.is_empty() && !is_loopback;
    Ok(match (kind, &path.known) {
        (EndpointKind::OpenAiV1 | EndpointKind::Other, KnownPath::V1 { before, .. }) => format!("{before}/openai/v1"),
        (EndpointKind::OpenAiV1, KnownPath::Deployment { before, .. }) => format!("{before}/openai/v1"),
        (EndpointKind::OpenAiV1, KnownPath::Models) if is_resource => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if is_resource && leads_to_v1(base) => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if is_resource => {
            return Err(format!("a resource has no models at `{base}`; use its v1 route, /openai/v1"));
        }
        (EndpointKind::OpenAiV1, _) if is_bare => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if base.ends_with("/openai") => format!("{base}/v1"),
        (EndpointKind::Deployment, KnownPath::Deployment { before, name, .. }) => {
            format!("{before}/openai/deployments/{name}")
        }
        (EndpointKind::Deployment, _) if is_resource => {
            return Err("the path names no deployment; use /openai/deployments/NAME".to_owned());
        }
        (EndpointKind::FoundryModels, KnownPath::Models) => base.strip_suffix("/info").unwrap_or(base).to_owned(),
        (EndpointKind::FoundryModels, _) if is_resource || is_bare => "/models".to_owned(),
        (EndpointKind::Serverless | EndpointKind::ManagedCompute, _) => {
            let base = base.strip_suffix("/info").unwrap_or(base);
            base.strip_suffix("/score").unwrap_or(base).to_owned()
        }
        _ => base.to_owned(),
    })
}

/// The alternative for an API without types in this crate.
enum Alternative {
    /// [`Client::request`](crate::Client::request).
    Request,
    /// Other advice.
    Other(&'static str),
}

const ANTHROPIC: &str = "Anthropic's Messages API, a different protocol";
const USE_ANTHROPIC: &str = "use an SDK for Anthropic, or set `EndpointKind::Other` and call `Client::request`";

pub(super) const REALTIME: &str = "it is the Realtime API over WebSocket or WebRTC, which is not supported; \
                                   use a WebSocket or WebRTC client";

/// APIs without types in this crate, by their path below a base.
const UNSUPPORTED: [(&str, &str, Alternative); 20] = [
    ("messages", ANTHROPIC, Alternative::Other(USE_ANTHROPIC)),
    ("realtime", "the Realtime API over WebSocket or WebRTC", Alternative::Other("use a WebSocket or WebRTC client")),
    ("completions", "the legacy completions API", Alternative::Other("use chat completions, which have the same base")),
    ("audio", "an audio route", Alternative::Request),
    ("rerank", "a rerank route", Alternative::Request),
    ("assistants", "the Assistants API", Alternative::Request),
    ("threads", "the Assistants API", Alternative::Request),
    ("conversations", "the Conversations API", Alternative::Request),
    ("files", "the Files API", Alternative::Request),
    ("uploads", "the Uploads API", Alternative::Request),
    ("batches", "the Batch API", Alternative::Request),
    ("fine_tuning", "the fine-tuning API", Alternative::Request),
    ("fine-tunes", "the fine-tuning API", Alternative::Request),
    ("vector_stores", "the vector stores API", Alternative::Request),
    ("containers", "the containers API", Alternative::Request),
    ("evals", "the evaluations API", Alternative::Request),
    ("moderations", "the moderations API", Alternative::Request),
    ("video", "a video route", Alternative::Request),
    ("videos", "a video route", Alternative::Request),
    ("images/variations", "the image variations route", Alternative::Request),
];

/// APIs of a resource without types in this crate, by their path.
const UNSUPPORTED_OF_RESOURCES: [(&str, &str, Alternative); 9] = [
    ("anthropic", ANTHROPIC, Alternative::Other(USE_ANTHROPIC)),
    ("providers", "the API of a model provider", Alternative::Request),
    ("mai", "the API of the MAI models", Alternative::Request),
    ("contentsafety", "the Content Safety API", Alternative::Request),
    ("speechtotext", "the Speech API", Alternative::Request),
    ("cognitiveservices", "the Speech API", Alternative::Request),
    ("language", "the Language API", Alternative::Request),
    ("documentintelligence", "the Document Intelligence API", Alternative::Request),
    ("computervision", "the Vision API", Alternative::Request),
];
