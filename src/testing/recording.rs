//! What a recorder heard, as a file.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::reply::Reply;
use super::request::ReceivedRequest;
use crate::endpoint::EndpointKind;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Recording {
    /// The kind of endpoint, by the name of its variant.
    endpoint_kind: String,
    exchanges: Vec<Exchange>,
}

/// One request and what came back, without anything secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Exchange {
    method: String,
    /// Below the endpoint.
    path: String,
    request: Value,
    status: u16,
    headers: BTreeMap<String, String>,
    /// JSON, or the text of anything else, such as a stream.
    response: Value,
    #[serde(skip)]
    is_given: bool,
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

    /// Of a later version's kind, nothing is known here.
    pub(super) fn kind(&self) -> EndpointKind {
        let is_it = |kind: &EndpointKind| format!("{kind:?}") == self.endpoint_kind;
        KINDS.into_iter().find(is_it).unwrap_or(EndpointKind::Other)
    }

    /// Adds an exchange, its bodies already without secrets.
    pub(super) fn add(&mut self, method: &str, path: &str, request: &[u8], reply: &Reply) {
        let headers = reply.headers.iter().filter(|(name, _)| is_kept(name)).cloned();
        self.exchanges.push(Exchange {
            method: method.to_owned(),
            path: path.to_owned(),
            request: readable(request),
            status: reply.status.as_u16(),
            headers: headers.collect(),
            response: readable(&reply.body),
            is_given: false,
        });
    }

    /// What came back to this request, once for each time that it was recorded.
    pub(super) fn answer(&mut self, request: &ReceivedRequest) -> Reply {
        let body = readable(request.body());
        let left = self.exchanges.iter_mut().filter(|exchange| !exchange.is_given);
        let mut same: Vec<&mut Exchange> = left.filter(|exchange| exchange.is_for(request)).collect();
        match same.iter().position(|exchange| exchange.request == body) {
            Some(index) => {
                let exchange = same.swap_remove(index);
                exchange.is_given = true;
                exchange.reply()
            }
            None => {
                let difference = same.first().and_then(|exchange| difference("", &exchange.request, &body));
                let why = difference.unwrap_or_else(|| "nothing of the kind is left".to_owned());
                let what = format!("{} {} was not recorded: {why}", request.method(), request.path());
                Reply::error(StatusCode::NOT_IMPLEMENTED, "NotRecorded", &what)
            }
        }
    }
}

impl Exchange {
    fn is_for(&self, request: &ReceivedRequest) -> bool {
        self.method == request.method() && request.path().ends_with(&self.path)
    }

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

/// JSON as it is, anything else as text. A body that is a text in JSON stays in its quotes.
fn readable(body: &[u8]) -> Value {
    let json = serde_json::from_slice(body).ok().filter(|json: &Value| json.is_object() || json.is_array());
    json.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned().into())
}

/// The headers that a client goes by. The rest names the resource, its region, the call, or is a cookie.
fn is_kept(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let exact =
        ["content-type", "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-ms-error-code", "x-should-retry"];
    exact.contains(&name.as_str()) || name.starts_with("x-ratelimit-") || name.starts_with("x-rate-limit-")
}

/// The first place where two bodies differ, as a JSON Pointer, and how.
fn difference(place: &str, old: &Value, new: &Value) -> Option<String> {
    match (old, new) {
        _ if old == new => None,
        (Value::Object(old), Value::Object(new)) => members(old, new).find_map(|name| {
            let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
            match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) => difference(&place, old, new),
                (Some(_), None) => Some(format!("{place} is missing")),
                _ => Some(format!("{place} is new")),
            }
        }),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let pairs = old.iter().zip(new).enumerate();
            pairs.filter_map(|(index, (old, new))| difference(&format!("{place}/{index}"), old, new)).next()
        }
        (Value::Array(old), Value::Array(new)) => Some(format!("{place} has {} parts, not {}", new.len(), old.len())),
        _ => Some(format!("{place} is {new}, not {old}")),
    }
}

fn members<'a>(old: &'a Map<String, Value>, new: &'a Map<String, Value>) -> impl Iterator<Item = &'a String> {
    old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)))
}

/// For the recorder: which headers of a request go on.
pub(super) fn forwarded(headers: &HeaderMap) -> HeaderMap {
    let ours = ["host", "connection", "content-length", "transfer-encoding", "accept-encoding"];
    let kept = headers.iter().filter(|(name, _)| !ours.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
