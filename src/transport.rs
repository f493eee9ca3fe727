//! One call on the wire: the tries, the waits between them, the bounded body.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use reqwest::Request;

use crate::credential::{Credential, Mask, Ticket};
use crate::endpoint::Endpoint;
use crate::error::{Error, KEPT_BODY, Kind, Response, ServiceError};
use crate::json;
use crate::models::ExtraParameters;
use crate::options::{CallOptions, Timeouts};
use crate::response::{self, CLIENT_REQUEST_ID, ResponseInfo};
use crate::retry::{self, Failure, Retries, RetryBudget};
use crate::telemetry;

/// What all calls of a client share.
#[derive(Debug)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    pub(crate) budget: RetryBudget,
    /// Replaceable while calls are under way.
    pub(crate) credential: RwLock<Credential>,
    /// Chosen by the caller, before that of the endpoint.
    pub(crate) api_version: Option<String>,
}

impl Transport {
    fn credential(&self) -> Credential {
        self.credential.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_credential(&self, credential: Credential) {
        *self.credential.write().unwrap_or_else(PoisonError::into_inner) = credential;
    }
}

/// What one call carries through the generated code, and brings back from it. Nothing of it is public.
#[derive(Clone)]
pub struct CallContext(Arc<Call>);

struct Call {
    transport: Arc<Transport>,
    options: Arc<CallOptions>,
    /// Of one call; the raw client, whose calls share a context, has none.
    outcome: Option<Mutex<Outcome>>,
    /// Keeps the request instead of sending it.
    is_dry: bool,
    /// Of all tries: the key may be replaced between them.
    mask: Mutex<Mask>,
}

impl Call {
    fn new(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self { transport, options, outcome: None, is_dry: false, mask: Mutex::default() }
    }
}

/// What the generated code has no place for.
#[derive(Default)]
struct Outcome {
    result: Option<Result<ResponseInfo, Error>>,
    /// Of a call that sends nothing.
    request: Option<Box<Request>>,
}

/// An answer and all that came with it.
#[derive(Debug)]
pub(crate) struct Answered<T> {
    /// In a box, since it is large and handed on.
    pub(crate) value: Box<T>,
    pub(crate) response: ResponseInfo,
}

impl CallContext {
    /// For one call.
    pub(crate) fn new(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self(Arc::new(Call { outcome: Some(Mutex::default()), ..Call::new(transport, options) }))
    }

    /// For one call that sends nothing.
    pub(crate) fn dry(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self(Arc::new(Call { outcome: Some(Mutex::default()), is_dry: true, ..Call::new(transport, options) }))
    }

    /// For all the calls of a raw client.
    pub(crate) fn shared(transport: Arc<Transport>, options: Arc<CallOptions>) -> Self {
        Self(Arc::new(Call::new(transport, options)))
    }

    pub(crate) fn base(&self) -> &str {
        &self.endpoint().base
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.0.transport.endpoint
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.transport.http
    }

    pub(crate) fn api_version(&self) -> Option<&str> {
        self.0.transport.api_version.as_deref().or(self.endpoint().api_version())
    }

    /// The same for an operation that came with a version: an older one is not sent unless the caller chose it.
    pub(crate) fn api_version_since(&self, since: &'static str) -> Option<&str> {
        let chosen = self.0.transport.api_version.as_deref().or(self.endpoint().api_version.as_deref());
        chosen.or_else(|| Some(self.endpoint().kind.default_api_version()?.max(since)))
    }

    pub(crate) fn extra_parameters(&self) -> Option<&ExtraParameters> {
        self.0.options.extra_parameters.as_ref()
    }

    pub(crate) fn records_content(&self) -> bool {
        self.0.options.records_content
    }

    fn outcome(&self) -> Option<MutexGuard<'_, Outcome>> {
        // Nothing panics while it is held.
        self.0.outcome.as_ref().map(|outcome| outcome.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn mask(&self) -> MutexGuard<'_, Mask> {
        self.0.mask.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the client's `api-version`, unless the request has one.
    pub(crate) fn add_api_version(&self, request: &mut Request) {
        let Some(version) = self.api_version() else { return };
        if request.url().query_pairs().all(|(name, _)| name != "api-version") {
            request.url_mut().query_pairs_mut().append_pair("api-version", version);
        }
    }

    /// Whether this is of one call of the crate's own, and not of a raw client's.
    pub(crate) fn is_of_one_call(&self) -> bool {
        self.0.outcome.is_some()
    }

    /// Keeps what has come of the call for [`take_result`](Self::take_result).
    pub(crate) fn keep(&self, result: Result<ResponseInfo, Error>) {
        if let Some(mut outcome) = self.outcome() {
            outcome.result = Some(result);
        }
    }

    pub(crate) fn take_result(&self) -> Option<Result<ResponseInfo, Error>> {
        self.outcome()?.result.take()
    }

    /// The request that a call would have sent which sends nothing.
    pub(crate) fn take_request(&self) -> Option<Request> {
        self.outcome()?.request.take().map(|request| *request)
    }

    /// How long to wait before the next try; `None` to give up.
    pub(crate) fn decide(&self, retries: Retries, failure: Failure<'_>) -> Option<Duration> {
        retry::decide(&self.0.options.retry, retries, failure, SystemTime::now(), fastrand::f64())
    }

    /// Pays for a retry after this failure; false if there is not enough left.
    pub(crate) fn pay(&self, retries: &mut Retries, failure: Failure<'_>, is_timeout: bool) -> bool {
        retries.cost = retry::cost(failure, is_timeout, SystemTime::now());
        self.0.transport.budget.spend(retries.cost)
    }

    /// Gives back what a retry cost that was worth it.
    pub(crate) fn succeed(&self, retries: &mut Retries) {
        self.0.transport.budget.refund(std::mem::take(&mut retries.cost));
    }

    pub(crate) fn timeouts(&self) -> &Timeouts {
        &self.0.options.timeouts
    }

    pub(crate) fn max_answer_size(&self) -> usize {
        self.0.options.max_answer_size.unwrap_or(MOST_BODY)
    }

    /// The error that a 200 is: what it says if it has the shape of one, else that it is no answer.
    pub(crate) fn error_of(&self, response: &ResponseInfo, said: Option<ServiceError>, otherwise: &str) -> Error {
        let kept = self.kept(response.status, &response.headers, &response.body);
        let error = match said {
            Some(said) => Error::service(said, kept),
            None => Error::decode(otherwise, kept),
        };
        error.with_attempts(response.attempts).with_client_request_id(&response.client_request_id)
    }

    /// The error that any answer but a 200 is, as far as it came.
    fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Error {
        let said = ServiceError::read(&self.masked(body));
        Error::service(said, self.kept(status, headers, body)).with_hint(self.hint(status))
    }

    /// What may explain a status: the kind of the endpoint, or a token for the wrong scope.
    fn hint(&self, status: StatusCode) -> Option<String> {
        match self.0.transport.credential() {
            Credential::Tokens(tokens) if status == StatusCode::UNAUTHORIZED && !tokens.scope().is_empty() => {
                Some(format!("the token is for the scope {}", tokens.scope()))
            }
            _ => self.endpoint().hint(status),
        }
    }

    /// Puts what proves who calls into the headers; gives the ticket of a token, to hand it back if it is refused.
    async fn prove(&self, request: &mut Request, limit: Duration) -> Result<Option<Ticket>, Error> {
        let (credential, kind) = (self.0.transport.credential(), self.endpoint().kind);
        let Credential::Tokens(tokens) = credential else {
            credential.apply(request.headers_mut(), kind);
            return Ok(None);
        };
        // A header of the caller's goes before ours.
        if self.0.options.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        let fault = |_| Error::new(Kind::Credential, format!("the credential gave no token within {limit:?}"));
        let ticket = tokio::time::timeout(limit, tokens.ticket()).await.map_err(fault)??;
        Credential::Bearer(ticket.secret().clone()).apply(request.headers_mut(), kind);
        Ok(Some(ticket))
    }

    /// How long a try may take.
    fn limit(&self, mode: Mode, deadline: Option<(Duration, Instant)>) -> Duration {
        let timeouts = &self.0.options.timeouts;
        let answer = if mode == Mode::Stream { timeouts.first_byte } else { timeouts.answer };
        let left = deadline.map(|(_, end)| end.saturating_duration_since(Instant::now()));
        left.map_or(answer, |left| left.min(answer))
    }

    /// What of a response an error keeps: the start of its body, without a key that the server echoed.
    pub(crate) fn kept(&self, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Response {
        // More than is kept, so that no key is cut where it ends.
        let masked = self.masked(&body.slice(..body.len().min(2 * KEPT_BODY)));
        // A copy, since a part of the body would hold all of it.
        let body = Bytes::copy_from_slice(&masked[..masked.len().min(KEPT_BODY)]);
        Response { status, headers: headers.clone(), body }
    }

    /// A body without the keys that the server echoed.
    pub(crate) fn masked(&self, body: &Bytes) -> Bytes {
        self.mask().body(body.clone())
    }

    /// An error whose causes quote no key: HTTP/2 lets a server say anything as it closes a connection.
    pub(crate) fn concealed(&self, error: Error) -> Error {
        let Some(source) = std::error::Error::source(&error) else { return error };
        let told = describe(source);
        let shown = Bytes::from(format!("{told} {source:?}"));
        if self.masked(&shown) == shown {
            return error;
        }
        let told = self.masked(&Bytes::from(told));
        error.with_source(String::from_utf8_lossy(&told).into_owned())
    }
}

/// What has come of a raw client's call, in the form that the generated code wants.
pub(crate) fn as_response(result: Result<ResponseInfo, Error>) -> reqwest::Response {
    let mut response = http::Response::new(Bytes::new());
    match result {
        Ok(info) => {
            *response.headers_mut() = info.headers;
            *response.body_mut() = info.body;
        }
        Err(error) => {
            *response.status_mut() = error.status().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            *response.headers_mut() = error.headers().cloned().unwrap_or_default();
            *response.body_mut() = Bytes::copy_from_slice(error.body());
            if error.status().is_none_or(|status| status == StatusCode::OK) {
                response.extensions_mut().insert(NoResponse(describe(&error)));
            }
        }
    }
    response.into()
}

/// In place of a response that never was, or was cut: the error as text, the only form that the raw client has for it.
#[derive(Clone)]
pub(crate) struct NoResponse(pub(crate) String);

/// The error with its causes.
fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallContext").field("endpoint", &self.base()).finish_non_exhaustive()
    }
}

/// Random is enough: it tells calls apart in the service's logs.
fn random_uuid() -> String {
    let mut bytes = fastrand::u128(..).to_be_bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

/// The most that is read of an answer unless the caller says otherwise; more would be a server gone wrong.
const MOST_BODY: usize = 256 << 20;
/// The most that is read of an error.
const MOST_ERROR_BODY: usize = 1 << 20;

/// Sends a request until it has an answer.
pub(crate) async fn send(context: &CallContext, request: &mut Request) -> Result<ResponseInfo, Error> {
    prepare(context, request);
    if context.0.is_dry {
        add_headers(context, request);
        if let Some(mut outcome) = context.outcome() {
            outcome.request = request.try_clone().map(Box::new);
        }
        return Err(Error::new(Kind::Transport, "nothing was sent"));
    }
    let mut retries = Retries::default();
    let received = try_until_answered(context, request, Mode::Whole, &mut retries).await?;
    context.succeed(&mut retries);
    Ok(received.info)
}

/// Adds what every call of the endpoint has.
pub(crate) fn prepare(context: &CallContext, request: &mut Request) {
    let call = &*context.0;
    if !call.transport.endpoint.query.is_empty() {
        request.url_mut().query_pairs_mut().extend_pairs(&call.transport.endpoint.query);
    }
    // A header of the caller's goes before ours.
    let id = call.options.headers.get(CLIENT_REQUEST_ID).cloned();
    let id = id.or_else(|| HeaderValue::try_from(random_uuid()).ok());
    request.headers_mut().extend(id.map(|id| (CLIENT_REQUEST_ID, id)));
}

/// Adds the caller's headers, in place of others of their names.
fn add_headers(context: &CallContext, request: &mut Request) {
    for (name, value) in &context.0.options.headers {
        request.headers_mut().insert(name, value.clone());
    }
}

/// The id that a request is sent with, the same on every try.
fn client_request_id(request: &Request) -> String {
    let id = request.headers().get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok());
    id.unwrap_or_default().to_owned()
}

/// How a good answer is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// To its end.
    Whole,
    /// Up to its first bytes, if they are those of an event stream.
    Stream,
}

/// A good answer.
pub(crate) struct Received {
    pub(crate) info: ResponseInfo,
    /// The first bytes of an event stream, and where the others come from.
    pub(crate) stream: Option<(Bytes, reqwest::Body)>,
}

/// Tries until there is an answer or no more sense in it. Anything but a 200 is an error.
pub(crate) async fn try_until_answered(
    context: &CallContext,
    request: &Request,
    mode: Mode,
    retries: &mut Retries,
) -> Result<Received, Error> {
    let call = &*context.0;
    let id = client_request_id(request);
    // One beyond all time is none.
    let deadline = call.options.timeouts.deadline;
    let deadline = deadline.and_then(|deadline| Some((deadline, Instant::now().checked_add(deadline)?)));
    loop {
        let attempts = retries.attempts();
        let mut sent = request.try_clone().ok_or_else(|| Error::input("request", "it can't be sent twice"))?;
        let ticket = context.prove(&mut sent, context.limit(mode, deadline)).await;
        let ticket = ticket.map_err(|error| error.with_attempts(attempts - 1).with_client_request_id(&id))?;
        let failed = match attempt_within(context, sent, mode, deadline).await {
            Ok(mut received) => {
                received.info.attempts = attempts;
                received.info.client_request_id = id;
                return Ok(received);
            }
            Err(failed) => failed,
        };
        match next(context, retries, ticket.as_ref(), &failed, deadline) {
            Next::Try(wait) => {
                telemetry::retry(attempts, wait, &failed.error);
                tokio::time::sleep(wait).await;
            }
            next => {
                let delay = failed.error.headers().and_then(|headers| retry::server_delay(headers, SystemTime::now()));
                let error = failed.error.with_attempts(attempts).with_retry_after(delay);
                let error = if next == Next::Broke { error.with_spent_budget() } else { error };
                return Err(error.with_client_request_id(&id));
            }
        }
    }
}

/// What follows a try that failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Another one, after this wait.
    Try(Duration),
    GiveUp,
    /// There would have been another one, but for the budget.
    Broke,
}

fn next(
    context: &CallContext,
    retries: &mut Retries,
    ticket: Option<&Ticket>,
    failed: &Failed,
    deadline: Option<(Duration, Instant)>,
) -> Next {
    let status = failed.error.status();
    // The token may have been revoked before its time.
    if let (Some(ticket), Some(StatusCode::UNAUTHORIZED), 0) = (ticket, status, retries.with_fresh_token) {
        ticket.discard();
        retries.with_fresh_token += 1;
        return Next::Try(Duration::ZERO);
    }
    let in_time = |wait: &Duration| {
        deadline.is_none_or(|(_, end)| Instant::now().checked_add(*wait).is_some_and(|then| then < end))
    };
    let Some(wait) = context.decide(*retries, failed.failure()).filter(in_time) else { return Next::GiveUp };
    if !context.pay(retries, failed.failure(), failed.error.is_timeout()) {
        return Next::Broke;
    }
    retries.count(status);
    Next::Try(wait)
}

/// A try that failed.
struct Failed {
    error: Error,
    /// Whether it failed before the first byte of a body.
    is_unanswered: bool,
}

impl Failed {
    fn failure(&self) -> Failure<'_> {
        match (self.error.status(), self.error.headers()) {
            // Nothing but the head of a good answer came, or not even that.
            _ if self.is_unanswered => Failure::NoAnswer,
            (Some(status), Some(headers)) if status != StatusCode::OK => {
                Failure::Status { status, headers, is_final: self.error.is_final() }
            }
            _ => Failure::Final,
        }
    }
}

/// One try, within the limits of time.
async fn attempt_within(
    context: &CallContext,
    request: Request,
    mode: Mode,
    deadline: Option<(Duration, Instant)>,
) -> Result<Received, Failed> {
    let limit = context.limit(mode, deadline);
    let mut progress = Progress::default();
    let error = match tokio::time::timeout(limit, attempt(context, request, mode, &mut progress)).await {
        Ok(Ok(response)) => return Ok(response),
        Ok(Err(error)) => context.concealed(error),
        Err(_) => {
            let message = match deadline {
                Some((whole, end)) if Instant::now() >= end => format!("the deadline of {whole:?} has passed"),
                _ => format!("the service did not answer within {limit:?}"),
            };
            Error::new(Kind::Timeout, message)
        }
    };
    let body = progress.body.freeze();
    let is_unanswered = body.is_empty() && error.status().is_none() && !error.is_decode();
    let headers = &progress.headers;
    Err(match progress.status {
        Some(StatusCode::OK) => {
            Failed { error: error.with_response(context.kept(StatusCode::OK, headers, &body)), is_unanswered }
        }
        // What the service said so far tells more than that the rest did not come in time.
        Some(status) if error.status().is_none() => {
            Failed { error: context.refusal(status, headers, &body), is_unanswered: false }
        }
        _ => Failed { error, is_unanswered },
    })
}

/// What has come of an answer, should it end before it is whole.
#[derive(Default)]
struct Progress {
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: BytesMut,
}

impl Progress {
    /// What came with the answer, when nothing more can fail.
    fn finish(&mut self, status: StatusCode, body: Bytes) -> ResponseInfo {
        let headers = std::mem::take(&mut self.headers);
        ResponseInfo { status, headers, body, client_request_id: String::new(), attempts: 0 }
    }
}

/// One try.
async fn attempt(
    context: &CallContext,
    mut request: Request,
    mode: Mode,
    progress: &mut Progress,
) -> Result<Received, Error> {
    let call = &*context.0;
    add_headers(context, &mut request);
    context.mask().add(request.headers());
    context.mask().add_query(&call.transport.endpoint.query);
    let mut response = call.transport.http.execute(request).await.map_err(broken)?;
    let status = response.status();
    progress.status = Some(status);
    progress.headers = std::mem::take(response.headers_mut());
    context.mask().headers(&mut progress.headers);
    if status != StatusCode::OK {
        read_start(response, &mut progress.body).await;
        return Err(context.refusal(status, &progress.headers, &progress.body.split().freeze()));
    }
    if mode == Mode::Stream {
        let first = read_first(&mut response).await?;
        if is_event_stream(&progress.headers, &first) {
            let info = progress.finish(status, Bytes::new());
            return Ok(Received { info, stream: Some((first, response.into())) });
        }
        progress.body.extend_from_slice(&first);
    }
    let body = read_whole(response, &mut progress.body, context.max_answer_size()).await?;
    Ok(Received { info: progress.finish(status, body), stream: None })
}

/// The first bytes of a body that are more than white space.
async fn read_first(response: &mut reqwest::Response) -> Result<Bytes, Error> {
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if !chunk.iter().all(u8::is_ascii_whitespace) {
            return Ok(chunk);
        }
    }
    Err(Error::new(Kind::Truncated, "the stream ended before its first event"))
}

/// Whether a body is an event stream. Content types can't be relied on: under the right one comes JSON or a page, which
/// begin as no field of an event does, and streams come under others.
fn is_event_stream(headers: &HeaderMap, first: &[u8]) -> bool {
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

async fn read_whole(mut response: reqwest::Response, body: &mut BytesMut, most: usize) -> Result<Bytes, Error> {
    let length = response.content_length();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        if body.is_empty() && length == Some(chunk.len() as u64) {
            return Ok(chunk);
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
async fn read_start(mut response: reqwest::Response, body: &mut BytesMut) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_4() {
        let id = random_uuid();
        let parts: Vec<&str> = id.split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
        assert!(parts[2].starts_with('4') && "89ab".contains(&parts[3][..1]), "{id}");
        assert_ne!(id, random_uuid());
    }
}
