//! Infers the kind of an endpoint and its base path from the host and the path of a URL.

use url::Url;

use super::{Cloud, EndpointKind};

/// The service that a host belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    /// An Azure OpenAI or Foundry resource.
    Resource,
    Serverless,
    ManagedCompute,
    /// A web portal, which is not an endpoint.
    Portal,
    Other,
}

/// The hosts of services in every cloud, without the top-level domain.
const HOSTS: [(&str, Service); 8] = [
    (".openai.azure", Service::Resource),
    (".services.ai.azure", Service::Resource),
    (".cognitiveservices.azure", Service::Resource),
    // The host of a region, for resources without a custom subdomain.
    (".api.cognitive.microsoft", Service::Resource),
    (".api.cognitive.azure", Service::Resource),
    (".models.ai.azure", Service::Serverless),
    (".inference.ai.azure", Service::Serverless),
    (".inference.ml.azure", Service::ManagedCompute),
];

const PORTALS: [&str; 4] = ["ai.azure", "ml.azure", "oai.azure", "portal.azure"];

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

/// Returns the service and the cloud of a host.
fn service(host: &str) -> (Service, Cloud) {
    let (name, domain) = host.rsplit_once('.').unwrap_or_default();
    let known = HOSTS.iter().find(|(suffix, _)| name.ends_with(suffix)).map(|(_, service)| *service);
    let portal = PORTALS.contains(&name).then_some(Service::Portal);
    match (known.or(portal), domain) {
        (Some(service), "com") => (service, Cloud::Public),
        (Some(service), "us") => (service, Cloud::UsGovernment),
        (Some(service), "cn") => (service, Cloud::China),
        _ => (Service::Other, Cloud::Public),
    }
}

/// Returns the kind of an endpoint, its cloud and its base path, or the reason why the URL is not an endpoint.
///
/// A forced kind takes precedence over the inferred kind, and the base path is that of the forced kind.
pub(super) fn route(
    url: &Url,
    is_loopback: bool,
    forced: Option<EndpointKind>,
) -> Result<(EndpointKind, Cloud, String), String> {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let (service, cloud) = service(&host);
    if service == Service::Portal {
        return Err("it is a page of a web portal; copy the endpoint that the page shows".to_owned());
    }
    let is_resource = service == Service::Resource;
    let path = match is_resource {
        // Resources ignore empty segments.
        true => {
            url.path().split('/').filter(|segment| !segment.is_empty()).map(|segment| format!("/{segment}")).collect()
        }
        false => url.path().to_owned(),
    };
    let path = EndpointPath::parse(path.trim_end_matches('/'));
    let kind = forced.unwrap_or(match (service, &path.known) {
        (Service::Serverless, _) => EndpointKind::Serverless,
        (Service::ManagedCompute, _) => EndpointKind::ManagedCompute,
        (_, KnownPath::Deployment(_)) => EndpointKind::Deployment,
        (Service::Resource, KnownPath::Models) => EndpointKind::FoundryModels,
        (Service::Resource, _) => EndpointKind::OpenAiV1,
        // Services other than Azure have the remaining paths too.
        _ => EndpointKind::Other,
    });
    // With the forced kind `Other`, any path is valid.
    if forced != Some(EndpointKind::Other)
        && let Some(reason) = path.unsupported(is_resource, &url.origin().ascii_serialization())
    {
        return Err(reason);
    }
    Ok((kind, cloud, path.base_path(kind, is_resource, is_loopback)?))
}

/// The path of a URL and its parts.
struct EndpointPath<'a> {
    path: &'a str,
    /// The path without the path of an operation.
    base: &'a str,
    known: KnownPath<'a>,
    /// The parts of the path before and after the known path.
    before: &'a str,
    after: &'a str,
}

/// A path that identifies the kind of an endpoint on any host.
#[derive(Clone, Copy)]
enum KnownPath<'a> {
    /// `/openai/v1`
    V1,
    /// `/openai/deployments/NAME`
    Deployment(&'a str),
    /// `/models` of a Foundry resource.
    Models,
    Unknown,
}

impl<'a> EndpointPath<'a> {
    fn parse(path: &'a str) -> Self {
        // It has the same length as `path`, so that positions are valid for both.
        let lower = path.to_ascii_lowercase();
        let operation = OPERATIONS.iter().find(|operation| lower.ends_with(*operation)).copied().unwrap_or_default();
        // `/v1` belongs to the base.
        let operation = operation.strip_prefix("/v1").unwrap_or(operation);
        let base = path[..path.len() - operation.len()].trim_end_matches('/');
        let deployment = || {
            let (start, end) = segments(&lower, "/openai/deployments")?;
            let below = path[end..].trim_start_matches('/');
            let (name, after) = below.split_at(below.find('/').unwrap_or(below.len()));
            (!name.is_empty()).then_some((KnownPath::Deployment(name), &path[..start], after))
        };
        let (known, before, after) = if let Some((start, end)) = segments(&lower, "/openai/v1") {
            (KnownPath::V1, &path[..start], &path[end..])
        } else if let Some(found) = deployment() {
            found
        } else if matches!(without_info(&lower[..base.len()]), "/models" | "/api/models") {
            (KnownPath::Models, "", "")
        } else {
            (KnownPath::Unknown, "", path)
        };
        Self { path, base, known, before, after }
    }

    /// If the path belongs to an API that this crate has no types for, returns a message with the alternative.
    fn unsupported(&self, is_resource: bool, origin: &str) -> Option<String> {
        let (base, rest) = match self.known {
            KnownPath::Unknown if !is_resource => {
                let lower = self.path.to_ascii_lowercase();
                let version = ["/v1", "/v2"].iter().filter_map(|version| segments(&lower, version)).max();
                let (_, end) = version?;
                (self.path[..end].to_owned(), &self.path[end..])
            }
            KnownPath::V1 => (self.v1(), self.after),
            KnownPath::Deployment(name) => (self.deployment(name), self.after),
            KnownPath::Models | KnownPath::Unknown => (String::new(), self.after),
        };
        let rest = rest.trim_start_matches('/').to_ascii_lowercase();
        let rest = rest.strip_prefix("openai/").filter(|_| is_resource).unwrap_or(&rest);
        let of_resources = if is_resource { &UNSUPPORTED_OF_RESOURCES[..] } else { &[] };
        let mut apis = UNSUPPORTED.iter().chain(of_resources);
        let (_, api, advice) = apis.find(|(path, ..)| is_below(rest, path))?;
        Some(match advice {
            None => format!(
                "it is {api}, for which this crate has no types; build the client for {origin}{base} and call \
                 `Client::request` with the path {}",
                self.path
            ),
            Some(advice) => format!("it is {api}, which is not supported; {advice}"),
        })
    }

    fn v1(&self) -> String {
        format!("{}/openai/v1", self.before)
    }

    fn deployment(&self, name: &str) -> String {
        format!("{}/openai/deployments/{name}", self.before)
    }

    /// Returns the base path for a kind of endpoint.
    fn base_path(&self, kind: EndpointKind, is_resource: bool, is_loopback: bool) -> Result<String, String> {
        let base = self.base;
        // A server on this machine is a mock, a local model or a tunnel, which may have no path.
        let is_bare = base.is_empty() && !is_loopback;
        Ok(match (kind, self.known) {
            (EndpointKind::OpenAiV1 | EndpointKind::Other, KnownPath::V1) => self.v1(),
            (EndpointKind::OpenAiV1, KnownPath::Deployment(_)) => self.v1(),
            (EndpointKind::OpenAiV1, KnownPath::Models) if is_resource => self.v1(),
            (EndpointKind::OpenAiV1, _) if is_bare || is_resource && leads_to_v1(base) => self.v1(),
            (EndpointKind::OpenAiV1, _) if is_resource => {
                return Err(format!("a resource has no models at `{base}`; use its v1 route, /openai/v1"));
            }
            (EndpointKind::OpenAiV1, _) if base.ends_with("/openai") => format!("{base}/v1"),
            (EndpointKind::Deployment, KnownPath::Deployment(name)) => self.deployment(name),
            (EndpointKind::Deployment, _) if is_resource => {
                return Err("the path names no deployment; use /openai/deployments/NAME".to_owned());
            }
            (EndpointKind::FoundryModels, KnownPath::Models) => without_info(base).to_owned(),
            (EndpointKind::FoundryModels, _) if is_resource || is_bare => "/models".to_owned(),
            (EndpointKind::Serverless | EndpointKind::ManagedCompute, _) => {
                let base = without_info(base);
                base.strip_suffix("/score").unwrap_or(base).to_owned()
            }
            _ => base.to_owned(),
        })
    }
}

/// Returns a path without `/info`, the operation of model info.
fn without_info(path: &str) -> &str {
    path.strip_suffix("/info").unwrap_or(path)
}

/// Whether a path is another one or below it.
fn is_below(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the start and the end of whole segments in a path.
fn segments(path: &str, wanted: &str) -> Option<(usize, usize)> {
    let (start, _) = path.match_indices(wanted).find(|(start, _)| is_below(&path[*start..], wanted))?;
    Some((start, start + wanted.len()))
}

/// Whether the v1 route replaces this path of a resource: the root, an incomplete or older route, or a project.
fn leads_to_v1(base: &str) -> bool {
    let lower = base.to_ascii_lowercase();
    matches!(lower.as_str(), "" | "/v1" | "/openai" | "/openai/models" | "/api")
        || is_below(&lower, "/openai/responses")
        || is_below(&lower, "/api/projects")
}

const ANTHROPIC: &str = "Anthropic's Messages API, a different protocol";
const USE_ANTHROPIC: &str = "use an SDK for Anthropic, or set `EndpointKind::Other` and call `Client::request`";

pub(super) const REALTIME: &str = "it is the Realtime API over WebSocket or WebRTC, which is not supported; \
                                   use a WebSocket or WebRTC client";

/// APIs without types in this crate, by their path below a base, with advice. Without advice, use
/// [`Client::request`](crate::Client::request).
const UNSUPPORTED: [(&str, &str, Option<&str>); 20] = [
    ("messages", ANTHROPIC, Some(USE_ANTHROPIC)),
    ("realtime", "the Realtime API over WebSocket or WebRTC", Some("use a WebSocket or WebRTC client")),
    ("completions", "the legacy completions API", Some("use chat completions, which have the same base")),
    ("audio", "an audio route", None),
    ("rerank", "a rerank route", None),
    ("assistants", "the Assistants API", None),
    ("threads", "the Assistants API", None),
    ("conversations", "the Conversations API", None),
    ("files", "the Files API", None),
    ("uploads", "the Uploads API", None),
    ("batches", "the Batch API", None),
    ("fine_tuning", "the fine-tuning API", None),
    ("fine-tunes", "the fine-tuning API", None),
    ("vector_stores", "the vector stores API", None),
    ("containers", "the containers API", None),
    ("evals", "the evaluations API", None),
    ("moderations", "the moderations API", None),
    ("video", "a video route", None),
    ("videos", "a video route", None),
    ("images/variations", "the image variations route", None),
];

/// APIs of a resource without types in this crate, by their path.
const UNSUPPORTED_OF_RESOURCES: [(&str, &str, Option<&str>); 9] = [
    ("anthropic", ANTHROPIC, Some(USE_ANTHROPIC)),
    ("providers", "the API of a model provider", None),
    ("mai", "the API of the MAI models", None),
    ("contentsafety", "the Content Safety API", None),
    ("speechtotext", "the Speech API", None),
    ("cognitiveservices", "the Speech API", None),
    ("language", "the Language API", None),
    ("documentintelligence", "the Document Intelligence API", None),
    ("computervision", "the Vision API", None),
];
