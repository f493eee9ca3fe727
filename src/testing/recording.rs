//! Recordings and their files.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::reply::Reply;
use super::request::ReceivedRequest;
use crate::transport::endpoint::EndpointKind;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Recording {
    /// The name of the variant of `EndpointKind`.
    endpoint_kind: String,
    exchanges: Vec<Exchange>,
}

/// A request and its response, without secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Exchange {
    method: String,
    /// Relative to the endpoint.
    path: String,
    request: Value,
    status: u16,
    headers: BTreeMap<String, String>,
    /// JSON, or the text of any other body, such as a stream.
    response: Value,
    #[serde(skip)]
    is_replayed: bool,
}

const KINDS: [EndpointKind; 6] = [
    EndpointKind::OpenAiV1,
    EndpointKind::Deployment,
    EndpointKind::FoundryModels,
    EndpointKind::Serverless,
    EndpointKind::ManagedCompute,
    EndpointKind::Other,
];

impl Recording {
    pub(super) fn new(kind: EndpointKind) -> Self {
        Self { endpoint_kind: format!("{kind:?}"), exchanges: Vec::new() }
    }

    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, format!("{:#}\n", serde_json::to_value(self)?))
    }

    /// Returns the endpoint kind. A kind of a later version of this crate is `Other`.
    pub(super) fn kind(&self) -> EndpointKind {
        let mut kinds = KINDS.into_iter();
        kinds.find(|kind| format!("{kind:?}") == self.endpoint_kind).unwrap_or(EndpointKind::Other)
    }

    /// Adds an exchange, whose bodies must not contain secrets.
    pub(super) fn add(&mut self, method: &str, path: &str, request: &[u8], reply: &Reply) {
        let headers = reply.headers.iter().filter(|(name, _)| is_kept(name)).cloned();
        self.exchanges.push(Exchange {
            method: method.to_owned(),
            path: path.to_owned(),
            request: body_value(request),
            status: reply.status.as_u16(),
            headers: headers.collect(),
            response: body_value(&reply.body),
            is_replayed: false,
        });
    }

    /// Returns the recorded response to a request. Each recorded response is returned once.
    pub(super) fn reply_to(&mut self, request: &ReceivedRequest) -> Reply {
        let body = body_value(request.body());
        let remaining = self.exchanges.iter_mut().filter(|exchange| !exchange.is_replayed);
        let mut candidates: Vec<&mut Exchange> = remaining
            .filter(|exchange| exchange.method == request.method() && request.path().ends_with(&exchange.path))
            .collect();
        match candidates.iter().position(|exchange| exchange.request == body) {
            Some(index) => {
                let exchange = candidates.swap_remove(index);
                exchange.is_replayed = true;
                exchange.reply()
            }
            None => {
                let difference = candidates.first().and_then(|exchange| difference("", &exchange.request, &body));
                let reason = difference.unwrap_or_else(|| "no recorded request of this operation is left".to_owned());
                let message = format!("{} {} was not recorded: {reason}", request.method(), request.path());
                Reply::error(StatusCode::NOT_IMPLEMENTED, "NotRecorded", &message)
            }
        }
    }
}

impl Exchange {
    fn reply(&self) -> Reply {
        let body = match &self.response {
            Value::String(text) => text.clone().into_bytes(),
            json => json.to_string().into_bytes(),
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::NOT_IMPLEMENTED);
        let headers = self.headers.iter();
        headers.fold(Reply::bytes(body).with_status(status), |reply, (name, value)| reply.header(name, value))
    }
}

/// Returns a body as JSON if it is an object or a list, and otherwise as text.
fn body_value(body: &[u8]) -> Value {
    let json = serde_json::from_slice(body).ok().filter(|json: &Value| json.is_object() || json.is_array());
    json.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned().into())
}

/// Whether a recording keeps a response header. Only headers that the client reads are kept: others may name the resource or
/// contain cookies.
fn is_kept(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let exact =
        ["content-type", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-ms-error-code", "x-should-retry"];
    exact.contains(&name.as_str()) || name.starts_with("x-ratelimit-") || name.starts_with("x-rate-limit-")
}

/// Describes the first difference of two bodies, with its JSON Pointer.
fn difference(place: &str, old: &Value, new: &Value) -> Option<String> {
    match (old, new) {
        _ if old == new => None,
        (Value::Object(old), Value::Object(new)) => members(old, new).find_map(|name| {
            let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
            match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) => difference(&place, old, new),
                (Some(_), None) => Some(format!("{place} is missing")),
                _ => Some(format!("{place} is not in the recording")),
            }
        }),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let pairs = old.iter().zip(new).enumerate();
            pairs.filter_map(|(index, (old, new))| difference(&format!("{place}/{index}"), old, new)).next()
        }
        (Value::Array(old), Value::Array(new)) => Some(format!("{place} has {} items, not {}", new.len(), old.len())),
        _ => Some(format!("{place} is {new}, not {old}")),
    }
}

fn members<'a>(old: &'a Map<String, Value>, new: &'a Map<String, Value>) -> impl Iterator<Item = &'a String> {
    old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)))
}

/// Returns the request headers that the recorder forwards.
pub(super) fn forwarded(headers: &HeaderMap) -> HeaderMap {
    let dropped = ["host", "connection", "content-length", "transfer-encoding", "accept-encoding"];
    let kept = headers.iter().filter(|(name, _)| !dropped.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
