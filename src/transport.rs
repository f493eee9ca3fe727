//! One call on the wire: headers and query of the endpoint, the attempt, the bounded body.

use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use reqwest::Request;
use serde::de::DeserializeOwned;

use crate::credential::Credential;
use crate::endpoint::Endpoint;
use crate::error::{Error, KEPT_BODY, Kind, Response, ServiceError};
use crate::json;
use crate::models::ExtraParameters;

/// What all calls of a client share.
#[derive(Debug)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Credential,
    /// Chosen by the caller, before that of the endpoint.
    pub(crate) api_version: Option<String>,
}

/// What one call carries through the generated code, and brings back from it. Nothing of it is public.
#[derive(Clone)]
pub struct CallContext {
    transport: Arc<Transport>,
    extra_parameters: Option<ExtraParameters>,
    outcome: Arc<Mutex<Outcome>>,
}

/// What the generated code has no place for.
#[derive(Default)]
struct Outcome {
    response: Option<ReceivedResponse>,
    error: Option<Error>,
}

/// An answer and all that came with it.
#[derive(Debug)]
pub(crate) struct Answered<T> {
    pub(crate) value: T,
    pub(crate) response: ReceivedResponse,
}

/// What came with an answer.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

impl ReceivedResponse {
    /// Reads a body that the generated code could not, or says why it is no answer.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        json::read(&self.body).map_err(|fault| {
            let message = format!("the answer is no answer: {}", fault.message);
            Error::decode(message, self.start()).with_source(fault.source).with_attempts(self.attempts)
        })
    }

    /// What of it an error keeps.
    fn start(&self) -> Response {
        let body = self.body.slice(..self.body.len().min(KEPT_BODY));
        Response { status: self.status, headers: self.headers.clone(), body }
    }

    /// The error that a 200 says, if it has the shape of one: every answer decodes, so that only a look tells.
    pub(crate) fn as_error(&self) -> Option<Error> {
        let error = ServiceError::find(&serde_json::from_slice(&self.body).ok()?)?;
        Some(Error::service(error, self.start()).with_attempts(self.attempts))
    }
}

/// How a successful answer is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// To its end, within the attempt.
    Whole,
}

impl CallContext {
    pub(crate) fn new(transport: Arc<Transport>, extra_parameters: Option<ExtraParameters>) -> Self {
        Self { transport, extra_parameters, outcome: Arc::default() }
    }

    pub(crate) fn base(&self) -> &str {
        &self.transport.endpoint.base
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.transport.http
    }

    pub(crate) fn api_version(&self) -> Option<&str> {
        self.transport.api_version.as_deref().or(self.transport.endpoint.api_version())
    }

    pub(crate) fn extra_parameters(&self) -> Option<&ExtraParameters> {
        self.extra_parameters.as_ref()
    }

    fn outcome(&self) -> std::sync::MutexGuard<'_, Outcome> {
        // Nothing panics while it is held.
        self.outcome.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Keeps the error for [`take_error`](Self::take_error), and gives the generated code a response in its place.
    pub(crate) fn fail(&self, error: Error) -> reqwest::Response {
        let mut response = http::Response::new(Bytes::copy_from_slice(error.body()));
        *response.status_mut() = error.status().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = error.headers().cloned().unwrap_or_default();
        self.outcome().error = Some(error);
        response.into()
    }

    /// What to tell where no response can be shown: the error with its causes.
    pub(crate) fn failure_without_response(&self) -> Option<String> {
        let outcome = self.outcome();
        let error = outcome.error.as_ref().filter(|error| error.status().is_none())?;
        let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
        Some(causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")))
    }

    pub(crate) fn take_error(&self) -> Option<Error> {
        self.outcome().error.take()
    }

    pub(crate) fn take_response(&self) -> Option<ReceivedResponse> {
        self.outcome().response.take()
    }
}

impl std::fmt::Debug for CallContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallContext").field("endpoint", &self.transport.endpoint.base).finish_non_exhaustive()
    }
}

/// The most that is read of an answer; more would be a server gone wrong.
const MOST_BODY: usize = 256 << 20;
/// The most that is read of an error.
const MOST_ERROR_BODY: usize = 1 << 20;

/// Sends a request and reads its answer; anything but a 200 is an error.
pub(crate) async fn send(context: &CallContext, mut request: Request, _body: Body) -> Result<reqwest::Response, Error> {
    let transport = &*context.transport;
    transport.credential.apply(request.headers_mut(), transport.endpoint.kind);
    if !transport.endpoint.query.is_empty() {
        request.url_mut().query_pairs_mut().extend_pairs(&transport.endpoint.query);
    }
    let attempts = 1;
    let response = transport.http.execute(request).await.map_err(|error| failed(error).with_attempts(attempts))?;
    let (status, headers) = (response.status(), response.headers().clone());
    if status != StatusCode::OK {
        let body = transport.credential.mask(read_start(response).await);
        let error = ServiceError::read(&body);
        let body = body.slice(..body.len().min(KEPT_BODY));
        return Err(Error::service(error, Response { status, headers, body }).with_attempts(attempts));
    }
    let body = read_whole(response).await.map_err(|error| error.with_attempts(attempts))?;
    let mut answer = http::Response::new(body.clone());
    *answer.headers_mut() = headers.clone();
    context.outcome().response = Some(ReceivedResponse { status, headers, body, attempts });
    Ok(answer.into())
}

async fn read_whole(mut response: reqwest::Response) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.is_empty() && response.content_length() == Some(chunk.len() as u64) {
            return Ok(chunk);
        }
        if body.len() + chunk.len() > MOST_BODY {
            let response = Response {
                status: response.status(),
                headers: response.headers().clone(),
                body: body.freeze().slice(..KEPT_BODY),
            };
            return Err(Error::decode(format!("the answer is larger than {MOST_BODY} bytes"), response));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What there is of an error's body: a failure to read it is not the failure to report.
async fn read_start(mut response: reqwest::Response) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MOST_ERROR_BODY - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == MOST_ERROR_BODY {
            break;
        }
    }
    body.freeze()
}

fn failed(error: reqwest::Error) -> Error {
    // The URL may carry what its query should not tell.
    let error = error.without_url();
    let (kind, message) = if error.is_timeout() {
        (Kind::Timeout, "the service did not answer in time")
    } else if error.is_connect() {
        (Kind::Connect, "no connection to the service")
    } else {
        (Kind::Transport, "the connection failed")
    };
    Error::new(kind, message).with_source(error)
}
