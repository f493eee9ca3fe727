//! The kind of an endpoint and the path of its base, from the host and the path of a URL.

use url::Url;

use super::{Cloud, EndpointKind};

/// The hosts of Azure OpenAI and Foundry resources.
const RESOURCES: [(&str, Cloud); 12] = [
    (".openai.azure.com", Cloud::Public),
    (".services.ai.azure.com", Cloud::Public),
    (".cognitiveservices.azure.com", Cloud::Public),
    // Of a region, for resources without a name of their own.
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

/// Sites with pages about endpoints.
const PORTALS: [&str; 7] = [
    "ai.azure.com",
    "ai.azure.us",
    "ml.azure.com",
    "oai.azure.com",
    "portal.azure.com",
    "portal.azure.us",
    "portal.azure.cn",
];

/// The paths of operations, which people paste along; of two with one ending the longer first.
const OPERATIONS: [&str; 7] = [
    "/extensions/chat/completions",
    "/chat/completions",
    "/images/embeddings",
    "/images/generations",
    "/images/edits",
    "/embeddings",
    "/v1/responses",
];

/// The cloud of a host.
pub(super) fn cloud(host: &str) -> Cloud {
    let mut known = RESOURCES.iter().chain(&MANAGED_COMPUTE);
    known.find(|(suffix, _)| host.ends_with(suffix)).map_or(Cloud::Public, |(_, cloud)| *cloud)
}

/// The kind of the endpoint at a URL, and the path below which its operations are; else why it is not an endpoint.
///
/// A forced kind goes before the inferred one, and shapes the path just as well.
pub(super) fn route(
    url: &Url,
    host: &str,
    is_loopback: bool,
    forced: Option<EndpointKind>,
) -> Result<(EndpointKind, String), String> {
    if PORTALS.contains(&host) {
        return Err("it is a page of a portal; copy the endpoint that the page shows".to_owned());
    }
    let is_resource = RESOURCES.iter().any(|(suffix, _)| host.ends_with(suffix));
    let path = if is_resource { without_empty_segments(url.path()) } else { url.path().to_owned() };
    let place = Place::find(path.trim_end_matches('/'));
    let kind = match forced {
        Some(kind) => kind,
        None => infer(host, is_resource, &place)?,
    };
    // Who forces `Other` wants the path as it is.
    if forced != Some(EndpointKind::Other)
        && let Some(reason) = place.unspoken(is_resource, &url.origin().ascii_serialization())
    {
        return Err(reason);
    }
    let shaped = shape(kind, &place, is_resource, is_loopback)?;
    Ok((kind, shaped))
}

fn without_empty_segments(path: &str) -> String {
    path.split('/').filter(|segment| !segment.is_empty()).fold(String::new(), |path, segment| path + "/" + segment)
}

/// The parts of a path.
struct Place<'a> {
    path: &'a str,
    /// Without the path of an operation.
    base: &'a str,
    found: Found<'a>,
}

/// A path that is the same wherever it is served from.
enum Found<'a> {
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
    Nothing,
}

impl<'a> Place<'a> {
    fn find(path: &'a str) -> Self {
        // Of the same length, so that positions hold for both.
        let lower = path.to_ascii_lowercase();
        let operation = OPERATIONS.iter().find(|operation| lower.ends_with(*operation));
        let end = match operation {
            // Only the end of it is an operation.
            Some(&"/v1/responses") => path.len() - "/responses".len(),
            Some(operation) => path.len() - operation.len(),
            None => path.len(),
        };
        let base = path[..end].trim_end_matches('/');
        Self { path, base, found: Found::find(path, base, &lower) }
    }

    /// Why this is not an endpoint that can be used: an interface that this crate has no types for.
    fn unspoken(&self, is_resource: bool, origin: &str) -> Option<String> {
        let (base, rest) = match &self.found {
            Found::V1 { before, rest } => (format!("{before}/openai/v1"), *rest),
            Found::Deployment { before, name, rest } => (format!("{before}/openai/deployments/{name}"), *rest),
            Found::Models => return None,
            Found::Nothing if is_resource => (String::new(), self.path),
            Found::Nothing => {
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
        let of_resources = if is_resource { &UNSPOKEN_OF_RESOURCES[..] } else { &[] };
        let (_, what, instead) = UNSPOKEN.iter().chain(of_resources).find(|(path, ..)| is_below(path))?;
        Some(match instead {
            Instead::Request => format!(
                "it is {what}, which has no types here; build the client for {origin}{base} and call \
                 `Client::request` with the path {}",
                self.path
            ),
            Instead::Other(instead) => format!("it is {what}, which is not supported; {instead}"),
        })
    }
}

impl<'a> Found<'a> {
    fn find(path: &'a str, base: &'a str, lower: &str) -> Self {
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
        Self::Nothing
    }
}

/// Where whole segments are in a path: their start and their end.
fn segments(path: &str, wanted: &str) -> Option<(usize, usize)> {
    let ends = path.match_indices(wanted).map(|(start, found)| (start, start + found.len()));
    let mut whole = ends.filter(|(_, end)| path[*end..].is_empty() || path[*end..].starts_with('/'));
    whole.next()
}

fn infer(host: &str, is_resource: bool, place: &Place<'_>) -> Result<EndpointKind, String> {
    if SERVERLESS.iter().any(|suffix| host.ends_with(suffix)) {
        return Ok(EndpointKind::Serverless);
    }
    if MANAGED_COMPUTE.iter().any(|(suffix, _)| host.ends_with(suffix)) {
        return Ok(EndpointKind::ManagedCompute);
    }
    match &place.found {
        Found::Deployment { .. } => Ok(EndpointKind::Deployment),
        // Other services than Azure's have this path too.
        _ if !is_resource => Ok(EndpointKind::Other),
        Found::V1 { .. } => Ok(EndpointKind::OpenAiV1),
        Found::Models => Ok(EndpointKind::FoundryModels),
        Found::Nothing => Ok(EndpointKind::OpenAiV1),
    }
}

/// Paths of a resource that lead to its v1 route: the resource itself, what is left of one of its pages, a project.
fn leads_to_v1(base: &str) -> bool {
    let lower = base.to_ascii_lowercase();
    let is_below = |page: &str| lower.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    matches!(lower.as_str(), "" | "/v1" | "/openai" | "/openai/models" | "/api")
        || is_below("/openai/responses")
        || is_below("/api/projects")
}

/// The path of the base for a kind of endpoint.
fn shape(kind: EndpointKind, place: &Place<'_>, is_resource: bool, is_loopback: bool) -> Result<String, String> {
    let base = place.base;
    // A server on this machine is a mock, a local model or a tunnel: its path is what it says.
    let is_bare = base.is_empty() && !is_loopback;
    Ok(match (kind, &place.found) {
        (EndpointKind::OpenAiV1 | EndpointKind::Other, Found::V1 { before, .. }) => format!("{before}/openai/v1"),
        (EndpointKind::OpenAiV1, Found::Deployment { before, .. }) => format!("{before}/openai/v1"),
        (EndpointKind::OpenAiV1, Found::Models) if is_resource => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if is_resource && leads_to_v1(base) => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if is_resource => {
            return Err(format!("a resource does not serve models at `{base}`; use its v1 route, /openai/v1"));
        }
        (EndpointKind::OpenAiV1, _) if is_bare => "/openai/v1".to_owned(),
        (EndpointKind::OpenAiV1, _) if base.ends_with("/openai") => format!("{base}/v1"),
        (EndpointKind::Deployment, Found::Deployment { before, name, .. }) => {
            format!("{before}/openai/deployments/{name}")
        }
        (EndpointKind::Deployment, _) if is_resource => {
            return Err("the path names no deployment; it is /openai/deployments/NAME".to_owned());
        }
        (EndpointKind::FoundryModels, Found::Models) => base.strip_suffix("/info").unwrap_or(base).to_owned(),
        (EndpointKind::FoundryModels, _) if is_resource || is_bare => "/models".to_owned(),
        (EndpointKind::Serverless | EndpointKind::ManagedCompute, _) => {
            let base = base.strip_suffix("/info").unwrap_or(base);
            base.strip_suffix("/score").unwrap_or(base).to_owned()
        }
        _ => base.to_owned(),
    })
}

/// What to use for an interface without types.
enum Instead {
    /// [`Client::request`](crate::Client::request).
    Request,
    /// Something else, in words.
    Other(&'static str),
}

const ANTHROPIC: &str = "Anthropic's Messages API, another protocol";
const WITH_ANTHROPIC: &str = "use an SDK for Anthropic, or force `EndpointKind::Other` and call `Client::request`";

pub(super) const REALTIME: &str = "it is the Realtime API, which goes over WebSocket or WebRTC and is not supported; \
                                   use a client for these";

/// Interfaces without types here, by their path below a base.
const UNSPOKEN: [(&str, &str, Instead); 20] = [
    ("messages", ANTHROPIC, Instead::Other(WITH_ANTHROPIC)),
    ("realtime", "the Realtime API, over WebSocket or WebRTC", Instead::Other("use a client for these")),
    ("completions", "the legacy completions API", Instead::Other("chat completions have the same base")),
    ("audio", "an audio route", Instead::Request),
    ("rerank", "a rerank route", Instead::Request),
    ("assistants", "the Assistants API", Instead::Request),
    ("threads", "the Assistants API", Instead::Request),
    ("conversations", "the Conversations API", Instead::Request),
    ("files", "the Files API", Instead::Request),
    ("uploads", "the Uploads API", Instead::Request),
    ("batches", "the Batch API", Instead::Request),
    ("fine_tuning", "the fine-tuning API", Instead::Request),
    ("fine-tunes", "the fine-tuning API", Instead::Request),
    ("vector_stores", "the vector stores API", Instead::Request),
    ("containers", "the containers API", Instead::Request),
    ("evals", "the evaluations API", Instead::Request),
    ("moderations", "the moderations API", Instead::Request),
    ("video", "a video route", Instead::Request),
    ("videos", "a video route", Instead::Request),
    ("images/variations", "the route of image variations", Instead::Request),
];

/// The same for paths of a resource.
const UNSPOKEN_OF_RESOURCES: [(&str, &str, Instead); 9] = [
    ("anthropic", ANTHROPIC, Instead::Other(WITH_ANTHROPIC)),
    ("providers", "the interface of a model's provider", Instead::Request),
    ("mai", "the interface of the MAI models", Instead::Request),
    ("contentsafety", "the Content Safety API", Instead::Request),
    ("speechtotext", "the Speech API", Instead::Request),
    ("cognitiveservices", "the Speech API", Instead::Request),
    ("language", "the Language API", Instead::Request),
    ("documentintelligence", "the Document Intelligence API", Instead::Request),
    ("computervision", "the Vision API", Instead::Request),
];
