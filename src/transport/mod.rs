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
mod sending;
pub mod sse;
pub(crate) mod telemetry;
mod waiting;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Request;
use tokio::time::{Instant, timeout_at};

pub use self::api::Api;
pub(crate) use self::api::Wire;
use self::body::{MAX_ERROR_BODY, is_event_stream, read_first, read_whole};
pub(crate) use self::body::{TOO_MANY_VALUES, too_large, transport_error};
pub(crate) use self::context::CallContext;
pub(crate) use self::context::{Decoded, SendWith, Transport, describe};
pub(crate) use self::defaults::{Defaults, Refusals};
pub use self::multipart::MultipartForm;
use self::pool::later;
pub(crate) use self::sending::{Sending, Source};
pub(crate) use self::waiting::{IdleTimer, poll_data};
use crate::error::{Error, Kind, ServiceError};
use crate::models::json;
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
    prepare(context, &mut request, &mut None);
    add_headers(context, &mut request);
    request
}

/// Adds what every request of the endpoint has: the query of its URL, and the id of the call, which is the same on each
/// attempt: the caller's own if a header has it.
fn prepare(context: &CallContext, request: &mut Request, id: &mut Option<HeaderValue>) {
    let query = &context.endpoint().query;
    if !query.is_empty() {
        request.url_mut().query_pairs_mut().extend_pairs(query);
    }
    let own = || context.options.headers.get(CLIENT_REQUEST_ID).cloned().unwrap_or_else(random_uuid);
    request.headers_mut().insert(CLIENT_REQUEST_ID, id.get_or_insert_with(own).clone());
}

/// A copy of a request that is kept for further attempts.
pub(crate) fn copy_of(request: &Request) -> Result<Request, Error> {
    request.try_clone().ok_or_else(|| Error::input("request", "it can't be sent twice"))
}

/// Adds the caller's headers, in place of others of their names.
fn add_headers(context: &CallContext, request: &mut Request) {
    for (name, value) in &context.options.headers {
        request.headers_mut().insert(name, value.clone());
    }
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
    /// The first bytes of an event stream, and the response that has the others.
    pub(crate) stream: Option<(Bytes, reqwest::Response)>,
}

/// Makes attempts until one succeeds or none may follow. Anything but a success is an error.
pub(crate) async fn send_attempts(
    sending: &mut Sending,
    source: &mut dyn Source,
    mode: Mode,
) -> Result<Received, Error> {
    sending.started.get_or_insert_with(std::time::Instant::now);
    loop {
        if let Err(error) = sending.choose_member(source).await {
            let attempts = if sending.failed.is_empty() { 0 } else { sending.attempts() };
            return Err(sending.explain(error, attempts));
        }
        let mut request = sending.request(source)?;
        let (result, token) = match sending.context.authenticate(&mut request, sending.limit(mode)).await {
            Ok(token) => (attempt(sending, request, mode).await, token),
            Err(error) => (Err(error), None),
        };
        let wait = match result {
            Ok(received) => {
                sending.remember(&received.info.headers);
                return Ok(received);
            }
            Err(error) => sending.next_attempt(source, error, token.as_ref())?,
        };
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }
}

/// One attempt, within its timeout and the deadline.
async fn attempt(sending: &Sending, mut request: Request, mode: Mode) -> Result<Received, Error> {
    let context = &sending.context;
    let limit = sending.limit(mode);
    let end = later(Instant::now(), limit);
    add_headers(context, &mut request);
    {
        let mut mask = context.mask();
        mask.add(request.headers());
        mask.add_query(&context.endpoint().query);
    }
    let response = timeout_at(end, context.transport.execute(request)).await;
    let response = response.unwrap_or_else(|_| Err(sending.timed_out(limit)));
    let mut response = response.map_err(|error| {
        let is_retryable = !error.is_decode();
        context.concealed(error).with_retryable(is_retryable)
    })?;

    let (status, mut headers) = (response.status(), std::mem::take(response.headers_mut()));
    context.mask().headers(&mut headers);
    // The part of the body that was received, kept in case it ends early.
    let mut start = BytesMut::new();
    if status != StatusCode::OK && !(context.options.accepts_any_success && status.is_success()) {
        let idle = context.options.timeouts.idle;
        let read = timeout_at(end, read_whole(&mut response, &mut start, MAX_ERROR_BODY, idle)).await;
        // The part of the error that was received says more than a timeout.
        let body = read.ok().and_then(Result::ok).unwrap_or_else(|| start.freeze());
        return Err(context.refusal(status, &headers, &body));
    }
    let read = timeout_at(end, read(context, &mut response, &headers, &mut start, mode)).await;
    let (body, is_stream) = match read.unwrap_or_else(|_| Err(sending.timed_out(limit))) {
        Ok(read) => read,
        Err(error) => {
            let is_early = start.is_empty() && !error.is_decode();
            let kept = context.kept(status, &headers, &start.freeze());
            return Err(context.concealed(error).with_retryable(is_early).with_response(kept));
        }
    };
    if is_stream {
        let info = sending.metadata(status, headers, Bytes::new());
        return Ok(Received { info, stream: Some((body, response)) });
    }
    // Bodies are masked only if they report an error, which few do.
    let said = ServiceError::alone_in(&body).and_then(|_| ServiceError::alone_in(&context.masked(&body)));
    match said {
        Some(said) => Err(Error::service(said, context.kept(status, &headers, &body))),
        None => Ok(Received { info: sending.metadata(status, headers, body), stream: None }),
    }
}

/// Reads the body of a successful response, or the first bytes of an event stream, and returns which of them it is.
async fn read(
    context: &CallContext,
    response: &mut reqwest::Response,
    headers: &HeaderMap,
    start: &mut BytesMut,
    mode: Mode,
) -> Result<(Bytes, bool), Error> {
    if mode == Mode::Stream {
        let first = read_first(response).await?;
        if is_event_stream(headers, &first) {
            return Ok((first, true));
        }
        start.extend_from_slice(&first);
    }
    let body = read_whole(response, start, context.max_response_size(), context.options.timeouts.idle).await?;
    // The body of an operation without a type may be anything.
    if !context.options.accepts_any_success && json::has_too_many_values(&body) {
        return Err(Error::new(Kind::TooLarge, TOO_MANY_VALUES));
    }
    Ok((body, false))
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
