//! One call on the wire: its attempts and the waits between them.

mod api;
mod body;
pub(crate) mod connect;
mod context;
pub(crate) mod credential;
mod defaults;
pub(crate) mod endpoint;
pub(crate) mod media;
mod multipart;
pub(crate) mod options;
pub(crate) mod pool;
pub(crate) mod response;
pub(crate) mod retry;
mod send_with;
mod sending;
pub mod sse;
pub(crate) mod telemetry;
mod waiting;

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Request;
use tokio::time::Instant;

pub use self::api::Api;
use self::api::is_absent;
pub(crate) use self::api::{Wire, moving_reason};
pub(crate) use self::body::{TOO_MANY_VALUES, too_large, transport_error};
use self::body::{is_event_stream, read_first, read_start, read_whole};
pub(crate) use self::context::CallContext;
pub(crate) use self::context::{Decoded, Transport, describe};
use self::defaults::Adjusted;
pub(crate) use self::defaults::{Defaults, Refusals};
pub use self::multipart::MultipartForm;
use self::retry::Failure;
pub(crate) use self::send_with::SendWith;
pub(crate) use self::sending::{Next, Sending, Source};
pub(crate) use self::waiting::{IdleTimer, poll_data};
use crate::error::{Error, Kind, ServiceError};
use crate::models::json;
use crate::transport::credential::TokenInUse;
use crate::transport::response::{CLIENT_REQUEST_ID, ResponseMetadata};

/// Sends a call and reads the whole response. Each attempt builds its own request, so that none has to be copied.
pub(crate) async fn send(context: &CallContext, source: &mut dyn Source) -> Result<ResponseMetadata, Error> {
    let mut sending = Sending::new(context.clone());
    let received = send_attempts(&mut sending, source, Mode::Whole).await?;
    sending.succeed();
    Ok(received.info)
}

/// The request with everything but the credential.
pub(crate) fn complete(context: &CallContext, mut request: Request) -> Request {
    prepare(context, &mut request, &client_request_id(context));
    add_headers(context, &mut request);
    request
}

/// Adds what every request of the endpoint has: the query of its URL, and the id of the call.
fn prepare(context: &CallContext, request: &mut Request, id: &HeaderValue) {
    let call = &*context.0;
    if !call.transport.endpoint.query.is_empty() {
        request.url_mut().query_pairs_mut().extend_pairs(&call.transport.endpoint.query);
    }
    request.headers_mut().insert(CLIENT_REQUEST_ID, id.clone());
}

/// A copy of a request that is kept for further attempts.
pub(crate) fn copy_of(request: &Request) -> Result<Request, Error> {
    request.try_clone().ok_or_else(|| Error::input("request", "it can't be sent twice"))
}

/// Adds the caller's headers, in place of others of their names.
fn add_headers(context: &CallContext, request: &mut Request) {
    for (name, value) in &context.0.options.headers {
        request.headers_mut().insert(name, value.clone());
    }
}

/// The id that a request is sent with, the same on each attempt: the caller's own if a header has it.
fn client_request_id(context: &CallContext) -> HeaderValue {
    context.0.options.headers.get(CLIENT_REQUEST_ID).cloned().unwrap_or_else(random_uuid)
}

/// How a successful response is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// To its end.
    Whole,
    /// Up to its first bytes, if they are those of an event stream.
    Stream,
}

/// A successful response.
pub(crate) struct Received {
    pub(crate) info: ResponseMetadata,
    pub(crate) stream: Option<EventStream>,
}

/// The first bytes of an event stream, and the response that has the others.
type EventStream = (Bytes, reqwest::Response);

/// Makes attempts until one succeeds or none may follow. Anything but a success is an error.
pub(crate) async fn send_attempts(
    sending: &mut Sending,
    source: &mut dyn Source,
    mode: Mode,
) -> Result<Received, Error> {
    sending.retries.started.get_or_insert_with(std::time::Instant::now);
    let deadline = sending.deadline;
    let mut adjusted = Adjusted::new(sending.context.0.options.defaults);
    loop {
        match sending.choose_member(source).await {
            Ok(false) => {}
            Ok(true) => adjusted = Adjusted::new(sending.context.0.options.defaults),
            Err(error) => return Err(sending.explain(error, sending.attempts_so_far())),
        }
        let context = sending.context.clone();
        let refusals = &context.0.transport.refusals;
        let mut sent = sending.request(source)?;
        adjusted.add(context.wire().defaults());
        adjusted.apply(&mut sent, refusals);
        let mut progress = Progress::default();
        let (failed, token_in_use) = match context.authenticate(&mut sent, context.limit(mode, deadline)).await {
            Ok(token_in_use) => match attempt_within(&context, sent, mode, deadline, &mut progress).await {
                Ok(stream) => {
                    adjusted.remember(refusals);
                    context.remember_move();
                    sending.lease.iter().for_each(|lease| lease.report(&progress.headers));
                    return Ok(Received { info: progress.finish(sending), stream });
                }
                Err(failed) => (failed, token_in_use),
            },
            Err(error) => (Failed { error, has_no_response: false }, None),
        };
        let wait = next_attempt(sending, source, &mut adjusted, failed, token_in_use.as_ref())?;
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }
}

/// Returns the wait before the next attempt, or the error of the call if there is none. Out of line, since most calls have no
/// failed attempt.
#[cold]
fn next_attempt(
    sending: &mut Sending,
    source: &dyn Source,
    adjusted: &mut Adjusted,
    mut failed: Failed,
    token_in_use: Option<&TokenInUse>,
) -> Result<Duration, Error> {
    let (context, attempts) = (sending.context.clone(), sending.attempts());
    if let (Some(lease), Some(headers)) = (&sending.lease, failed.error.headers()) {
        lease.report(headers);
    }
    // The caller did not set what was refused, so the refusal is not returned to the caller.
    if adjusted.avoid(&failed.error) {
        sending.retries.without_defaults += 1;
        telemetry::retry(&context, attempts, Duration::ZERO, &failed.error);
        return Ok(Duration::ZERO);
    }
    match sending.move_api(&failed.error, source) {
        Some(Ok(())) => {
            sending.refused = Some(failed.error);
            return Ok(Duration::ZERO);
        }
        Some(Err(reason)) => failed.error = failed.error.append_hint(moving_reason(&reason)),
        None if is_absent(&failed.error)
            && let Some(refused) = sending.refused.take() =>
        {
            // The refusal is what the caller can act on: the API that should have helped is not there.
            let more = format!("the Responses API does not have the model either: {}", failed.error.message());
            failed.error = refused.append_hint(more);
        }
        None => {}
    }
    match next(sending, token_in_use, &failed) {
        Next::Retry(wait) => {
            telemetry::retry(&context, attempts, wait, &failed.error);
            sending.last_error = Some(failed.error);
            Ok(wait)
        }
        next => {
            let delay = failed.error.headers().and_then(|headers| retry::server_delay(headers, SystemTime::now()));
            // Without a token nothing was sent.
            let attempts = attempts - u32::from(failed.error.kind_name() == "credential");
            let error = failed.error.with_retry_after(delay);
            let error = if next == Next::BudgetExhausted { error.with_exhausted_budget() } else { error };
            Err(sending.explain(error, attempts))
        }
    }
}

fn next(sending: &mut Sending, token_in_use: Option<&TokenInUse>, failed: &Failed) -> Next {
    let is_unauthorized = failed.error.status() == Some(StatusCode::UNAUTHORIZED);
    // The token may have been revoked before it expired.
    if let (Some(token_in_use), true, 0) = (token_in_use, is_unauthorized, sending.retries.with_fresh_token) {
        token_in_use.discard();
        sending.retries.with_fresh_token += 1;
        return Next::Retry(Duration::ZERO);
    }
    sending.after_failure(&failed.error, failed.failure())
}

/// A failed attempt.
struct Failed {
    error: Error,
    /// Whether it failed before the first byte of a body.
    has_no_response: bool,
}

impl Failed {
    fn failure(&self) -> Failure<'_> {
        // At most the head of a successful response was received.
        if self.has_no_response {
            return Failure::NoResponse;
        }
        self.error.failure().unwrap_or(Failure::Final)
    }
}

/// One attempt, within its timeout and the deadline. What is received is in `progress`.
async fn attempt_within(
    context: &CallContext,
    mut request: Request,
    mode: Mode,
    deadline: Option<(Duration, Instant)>,
    progress: &mut Progress,
) -> Result<Option<EventStream>, Failed> {
    let limit = context.limit(mode, deadline);
    add_headers(context, &mut request);
    {
        let mut mask = context.mask();
        mask.add(request.headers());
        mask.add_query(&context.0.transport.endpoint.query);
    }
    // Before the timer, whose future would be moved with the request in it.
    let response = context.0.transport.execute(request);
    let error = match tokio::time::timeout(limit, attempt(context, response, mode, progress)).await {
        Ok(Ok(stream)) => return Ok(stream),
        Ok(Err(error)) => Some(error),
        Err(_) => None,
    };
    Err(progress.failed(context, error, limit, deadline))
}

/// The part of a response that was received, kept in case it ends early.
#[derive(Default)]
struct Progress {
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: BytesMut,
    /// The whole body.
    whole: Bytes,
}

impl Progress {
    /// The metadata of the response.
    fn finish(self, sending: &Sending) -> ResponseMetadata {
        let context = &sending.context;
        ResponseMetadata {
            status: self.status.unwrap_or_default(),
            headers: self.headers,
            body: self.whole,
            client_request_id: sending.id(),
            attempts: sending.attempts(),
            endpoint: Arc::clone(&context.endpoint().base),
            member: context.member(),
            failed: sending.failed.clone(),
            api: context.wire().api(),
        }
    }

    /// The failure of the attempt: `error`, or that it took too long.
    #[cold]
    fn failed(
        &mut self,
        context: &CallContext,
        error: Option<Error>,
        limit: Duration,
        deadline: Option<(Duration, Instant)>,
    ) -> Failed {
        let error = error.map(|error| context.concealed(error)).unwrap_or_else(|| {
            let message = match deadline {
                Some((whole, end)) if Instant::now() >= end => format!("the deadline of {whole:?} has passed"),
                _ => format!("the service did not respond within {limit:?}"),
            };
            Error::new(Kind::Timeout, message)
        });
        let body = self.body.split().freeze();
        let has_no_response = body.is_empty() && error.status().is_none() && !error.is_decode();
        match self.status {
            Some(status) if context.accepts(status) && error.status().is_none() => {
                Failed { error: error.with_response(context.kept(status, &self.headers, &body)), has_no_response }
            }
            // The part of the error that was received says more than the timeout.
            Some(status) if error.status().is_none() => {
                Failed { error: context.refusal(status, &self.headers, &body), has_no_response: false }
            }
            _ => Failed { error, has_no_response },
        }
    }
}

/// One attempt. Returns an event stream; the body of another response is in `progress`.
async fn attempt(
    context: &CallContext,
    response: impl Future<Output = Result<reqwest::Response, Error>>,
    mode: Mode,
    progress: &mut Progress,
) -> Result<Option<EventStream>, Error> {
    let options = &context.0.options;
    let mut response = response.await?;
    let status = response.status();
    progress.status = Some(status);
    progress.headers = std::mem::take(response.headers_mut());
    context.mask().headers(&mut progress.headers);
    if !context.accepts(status) {
        read_start(&mut response, &mut progress.body, options.timeouts.idle).await;
        return Err(context.refusal(status, &progress.headers, &progress.body.split().freeze()));
    }
    if mode == Mode::Stream {
        let first = read_first(&mut response).await?;
        if is_event_stream(&progress.headers, &first) {
            return Ok(Some((first, response)));
        }
        progress.body.extend_from_slice(&first);
    }
    let body =
        read_whole(&mut response, &mut progress.body, context.max_response_size(), options.timeouts.idle).await?;
    // The body of an operation without a type may be anything.
    if !options.accepts_any_success && json::has_too_many_values(&body) {
        return Err(Error::new(Kind::TooLarge, TOO_MANY_VALUES));
    }
    // Bodies are masked only if they report an error, which few do.
    let said = ServiceError::alone_in(&body).and_then(|_| ServiceError::alone_in(&context.masked(&body)));
    if let Some(said) = said {
        return Err(Error::service(said, context.kept(status, &progress.headers, &body)));
    }
    progress.whole = body;
    Ok(None)
}

/// Returns a random UUID, which identifies the call in the logs of the service.
fn random_uuid() -> HeaderValue {
    let mut random = fastrand::u128(..);
    let mut text = *b"xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for place in &mut text {
        let digit = match place {
            b'x' => random & 0xf,
            b'y' => random & 0x3 | 0x8,
            _ => continue,
        };
        *place = b"0123456789abcdef"[digit as usize];
        random >>= 4;
    }
    HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_4() {
        let id = random_uuid();
        let id = id.to_str().unwrap();
        let parts: Vec<&str> = id.split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
        assert!(parts[2].starts_with('4') && "89ab".contains(&parts[3][..1]), "{id}");
        assert_ne!(id, random_uuid().to_str().unwrap());
    }
}
