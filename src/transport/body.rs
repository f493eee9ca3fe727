//! Bodies, read as far as they may be.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;

use crate::error::{Error, Kind};
use crate::{json, response};

/// The most that is read of an answer unless the caller says otherwise; more would be a server gone wrong.
pub(super) const MOST_BODY: usize = 256 << 20;
/// The most that is reserved for a body because of its `content-length`.
const MOST_RESERVED: usize = 64 << 20;
/// The most that is read of an error.
const MOST_ERROR_BODY: usize = 1 << 20;

/// The first bytes of a body that are more than white space.
pub(super) async fn read_first(response: &mut reqwest::Response) -> Result<Bytes, Error> {
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if !chunk.iter().all(u8::is_ascii_whitespace) {
            return Ok(chunk);
        }
    }
    Err(Error::new(Kind::Truncated, "the stream ended before its first event"))
}

/// Whether a body is an event stream. Content types can't be relied on: under the right one comes JSON or a page, which
/// begin as no field of an event does, and streams come under others.
pub(super) fn is_event_stream(headers: &HeaderMap, first: &[u8]) -> bool {
    if response::encoding(headers).is_some() {
        return false;
    }
    let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    let says_so = response::text(headers, "content-type")
        .is_some_and(|kind| kind.get(..17).is_some_and(|kind| kind.eq_ignore_ascii_case("text/event-stream")));
    if says_so {
        return !matches!(first.first(), Some(b'{' | b'[' | b'<' | b'"'));
    }
    let fields: [&[u8]; 5] = [b":", b"data", b"event", b"id", b"retry"];
    // A first read may be shorter than the name of a field.
    fields.iter().any(|field| first.starts_with(field) || field.starts_with(first))
}

pub(super) async fn read_whole(
    mut response: reqwest::Response,
    body: &mut BytesMut,
    most: usize,
) -> Result<Bytes, Error> {
    let length = response.content_length();
    // What is reserved and never written needs no memory, so that a false length costs nothing.
    let expected = length.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        if body.is_empty() && length == Some(chunk.len() as u64) {
            return Ok(chunk);
        }
        if body.capacity() == 0 {
            body.reserve(expected.min(most).min(MOST_RESERVED));
        }
        body.extend_from_slice(&chunk);
    }
    if json::is_overgrown(body) {
        return Err(Error::new(Kind::Decode, OVERGROWN));
    }
    Ok(body.split().freeze())
}

pub(crate) fn too_large(most: usize) -> Error {
    Error::new(Kind::Decode, format!("the answer is larger than {most} bytes"))
}

pub(crate) const OVERGROWN: &str = "the answer has more parts than an answer can have";

/// What there is of an error's body: a failure to read it is not the failure to report.
pub(super) async fn read_start(mut response: reqwest::Response, body: &mut BytesMut) {
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MOST_ERROR_BODY - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == MOST_ERROR_BODY {
            break;
        }
    }
}

pub(crate) fn broken(error: reqwest::Error) -> Error {
    // The URL may carry what its query should not tell.
    let error = error.without_url();
    let (kind, message) = match (error.is_connect(), error.is_timeout()) {
        _ if is_undecompressed(&error) => (Kind::Decode, "the answer can't be decompressed"),
        (true, true) => (Kind::ConnectTimeout, "no connection to the service in time"),
        (true, false) => (Kind::Connect, "no connection to the service"),
        (false, true) => (Kind::Timeout, "the service did not answer in time"),
        (false, false) => (Kind::Transport, "the connection failed"),
    };
    Error::new(kind, message).with_source(error)
}

/// Whether the bytes came well but are not what the header `content-encoding` says.
fn is_undecompressed(error: &reqwest::Error) -> bool {
    // A failure of the connection is one of hyper's in this place.
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    error.is_decode() && cause.is_some()
}
