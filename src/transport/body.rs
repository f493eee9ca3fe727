//! Reads response bodies up to a maximum size, and converts errors of the HTTP client.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use http::HeaderMap;

use crate::error::{Error, Kind, headers};

/// The default maximum size of a response body. No service sends a larger one.
pub(super) const DEFAULT_MAX_RESPONSE_SIZE: usize = 256 << 20;
/// The maximum number of bytes to reserve for a body because of its `content-length`.
const MAX_RESERVED: usize = 64 << 20;
/// The maximum size of an error body.
pub(super) const MAX_ERROR_BODY: usize = 1 << 20;

/// Reads a body up to its first chunk that is not only white space.
pub(super) async fn read_first(response: &mut reqwest::Response) -> Result<Bytes, Error> {
    while let Some(chunk) = response.chunk().await.map_err(transport_error)? {
        if !chunk.iter().all(u8::is_ascii_whitespace) {
            return Ok(chunk);
        }
    }
    Err(Error::new(Kind::Truncated, "the stream ended before its first event"))
}

/// Whether a body is an event stream. Content types can't be relied on: some servers send JSON or HTML as an event stream, and
/// some send streams with another type. No field of an event starts as JSON or HTML does.
pub(super) fn is_event_stream(headers: &HeaderMap, first: &[u8]) -> bool {
    if headers::encoding(headers).is_some() {
        return false;
    }
    let first = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    let is_declared = headers::text(headers, "content-type")
        .is_some_and(|kind| kind.get(..17).is_some_and(|kind| kind.eq_ignore_ascii_case("text/event-stream")));
    if is_declared {
        return !matches!(first.first(), Some(b'{' | b'[' | b'<' | b'"'));
    }
    let fields: [&[u8]; 5] = [b":", b"data", b"event", b"id", b"retry"];
    // The first chunk may be shorter than the name of a field.
    fields.iter().any(|field| first.starts_with(field) || field.starts_with(first))
}

/// Reads a body to its end. A read that takes longer than the idle timeout is an error; `body` has what was received then.
pub(super) async fn read_whole(
    response: &mut reqwest::Response,
    body: &mut BytesMut,
    max: usize,
    idle: Duration,
) -> Result<Bytes, Error> {
    let length = response.content_length();
    // Reserved memory that is never written is not allocated by the system, so a false length costs nothing.
    let expected = length.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    while let Some(chunk) = next_chunk(response, idle).await? {
        if body.len() + chunk.len() > max {
            body.extend_from_slice(&chunk[..max - body.len()]);
            return Err(too_large(max));
        }
        if body.is_empty() && length == Some(chunk.len() as u64) {
            return Ok(chunk);
        }
        if body.capacity() == 0 {
            body.reserve(expected.min(max).min(MAX_RESERVED));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.split().freeze())
}

pub(crate) fn too_large(max: usize) -> Error {
    Error::new(Kind::TooLarge, format!("the response is larger than {max} bytes"))
}

pub(crate) const TOO_MANY_VALUES: &str = "the response exceeds the maximum number of JSON values";

/// Returns the next chunk of a body. The timeout costs nothing if the chunk has already arrived.
async fn next_chunk(response: &mut reqwest::Response, idle: Duration) -> Result<Option<Bytes>, Error> {
    if let Some(chunk) = response.chunk().now_or_never() {
        return chunk.map_err(transport_error);
    }
    match tokio::time::timeout(idle, response.chunk()).await {
        Ok(chunk) => chunk.map_err(transport_error),
        Err(_) => Err(Error::new(Kind::Timeout, format!("the response stalled for {idle:?}"))),
    }
}

/// Converts an error of the HTTP client.
pub(crate) fn transport_error(error: reqwest::Error) -> Error {
    transport_error_via(error, None)
}

/// Converts an error of the HTTP client. Its text names the proxy, if there is one.
pub(super) fn transport_error_via(error: reqwest::Error, proxy: Option<&str>) -> Error {
    let host = error.url().and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)));
    let host = host.unwrap_or_else(|| "the service".to_owned());
    let host = proxy.map_or(host.clone(), |proxy| format!("{host} through the proxy {proxy}"));
    // The query of the URL may contain a secret.
    let error = error.without_url();
    let (kind, message) = match (error.is_connect(), error.is_timeout()) {
        _ if is_decompression_error(&error) => (Kind::Decode, "the response can't be decompressed".to_owned()),
        (true, true) => (Kind::ConnectTimeout, format!("connecting to {host} timed out")),
        (true, false) => (Kind::Connect, format!("can't connect to {host}: {}", reason(&error))),
        (false, true) => (Kind::Timeout, "the service did not respond in time".to_owned()),
        (false, false) => (Kind::Transport, "the connection failed".to_owned()),
    };
    Error::new(kind, message).with_source(error)
}

/// Returns why a connection could not be established: the text of the root cause.
fn reason(error: &reqwest::Error) -> String {
    use std::io::ErrorKind;
    let causes = || std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let Some(cause) = causes().last() else { return "unknown reason".to_owned() };
    let step = if causes().any(|cause| cause.to_string() == "dns error") {
        "DNS lookup failed: "
    } else if is_tls(cause) {
        "TLS handshake failed: "
    } else {
        ""
    };
    match cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => "connection refused".to_owned(),
        Some(ErrorKind::ConnectionReset) => "connection reset".to_owned(),
        _ => format!("{step}{cause}"),
    }
}

#[cfg(feature = "rustls")]
fn is_tls(cause: &(dyn std::error::Error + 'static)) -> bool {
    match cause.downcast_ref::<std::io::Error>() {
        // `source` skips the error that an I/O error wraps.
        Some(error) => error.get_ref().is_some_and(|inner| is_tls(inner)),
        None => cause.is::<rustls::Error>(),
    }
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_cause: &(dyn std::error::Error + 'static)) -> bool {
    false
}

/// Whether the body was received but could not be decompressed.
fn is_decompression_error(error: &reqwest::Error) -> bool {
    // If the connection fails, the source is an error of hyper.
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
    error.is_decode() && cause.is_some()
}
