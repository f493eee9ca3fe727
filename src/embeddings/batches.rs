//! Sends inputs in batches, several at a time, and joins their responses.

use std::ops::Range;
use std::pin::pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::StatusCode;

use super::request;
use super::split::{self, Limits, Pending};
use crate::client::Client;
use crate::client::call::{CallBuilder, Check};
use crate::embeddings::response::{Embedding, EmbeddingsResponse, PartialEmbeddings};
use crate::error::{Error, Result};
use crate::models::{
    EmbeddingEncodingFormat, EmbeddingInputType, EmbeddingItem, EmbeddingsInput, EmbeddingsOptions, EmbeddingsResult,
    ImageEmbeddingInput, ImageEmbeddingsOptions,
};
use crate::raw::{self, Body};
use crate::transport::endpoint::EndpointKind;
use crate::transport::telemetry::CallSpan;
use crate::transport::{CallContext, Decoded, Defaults, Source};

/// The body of an embeddings request.
pub(crate) trait EmbeddingBody: Body<Response = EmbeddingsResult> {
    type Input: Clone;
    const VALIDATE: Check<Self>;

    /// Estimates the tokens of an input.
    fn tokens(input: &Self::Input) -> usize;

    fn fields(&mut self) -> Fields<'_, Self::Input>;
}

/// The fields that both kinds of bodies have.
pub(crate) struct Fields<'a, Input> {
    pub(super) input: &'a mut Vec<Input>,
    pub(super) encoding_format: &'a mut Option<EmbeddingEncodingFormat>,
    pub(super) dimensions: &'a mut Option<i64>,
    pub(super) input_type: &'a mut Option<EmbeddingInputType>,
}

impl EmbeddingBody for EmbeddingsOptions {
    type Input = EmbeddingsInput;
    const VALIDATE: Check<Self> = request::validate;

    fn tokens(input: &EmbeddingsInput) -> usize {
        match input {
            EmbeddingsInput::String(text) => split::estimate_tokens(text),
            EmbeddingsInput::Array(tokens) => tokens.len(),
            EmbeddingsInput::Other(members) => members.len(),
        }
    }

    fn fields(&mut self) -> Fields<'_, EmbeddingsInput> {
        let Self { input, encoding_format, dimensions, input_type, .. } = self;
        Fields { input, encoding_format, dimensions, input_type }
    }
}

impl EmbeddingBody for ImageEmbeddingsOptions {
    type Input = ImageEmbeddingInput;
    const VALIDATE: Check<Self> = request::validate_images;

    /// Returns the size instead, which is enough to split a request that is too large. The tokens of an image can't be
    /// estimated.
    fn tokens(input: &ImageEmbeddingInput) -> usize {
        input.image.len()
    }

    fn fields(&mut self) -> Fields<'_, ImageEmbeddingInput> {
        let Self { input, encoding_format, dimensions, input_type, .. } = self;
        Fields { input, encoding_format, dimensions, input_type }
    }
}

/// Settings for sending batches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batching {
    pub(super) limits: Limits,
    pub(super) concurrency: usize,
    pub(super) is_base64_off: bool,
}

impl Batching {
    pub(super) fn new(client: &Client) -> Self {
        let members = client.members_of_pool().into_iter().flat_map(|members| &members.clients);
        // A batch must fit every member of a pool.
        let least = |size: fn(EndpointKind) -> usize| {
            members.clone().fold(size(client.endpoint_kind()), |least, member| least.min(size(member.endpoint_kind())))
        };
        let inputs = least(EndpointKind::embeddings_batch_size);
        let limits = Limits { inputs, tokens: least(EndpointKind::embeddings_batch_tokens) };
        Self { limits, concurrency: 4, is_base64_off: false }
    }

    /// Requests base64 by default.
    pub(super) fn set_default_encoding<B: EmbeddingBody>(self, call: &mut CallBuilder, body: &mut B) {
        if call.client.endpoint_kind().is_openai()
            && !self.is_base64_off
            && body.fields().encoding_format.is_none()
            && call.sends_by_default(Defaults::ENCODING_FORMAT, body.model_mut().as_deref())
        {
            *body.fields().encoding_format = Some(EmbeddingEncodingFormat::Base64);
        }
    }
}

/// Sends all inputs and returns their vectors.
pub(super) async fn send<B: EmbeddingBody + 'static>(
    mut call: CallBuilder,
    mut body: B,
    batching: Batching,
    check: Check<B>,
) -> Result<EmbeddingsResponse> {
    let defaults = move |call: &mut CallBuilder, body: &mut B| batching.set_default_encoding(call, body);
    if call.client.members_of_pool().is_none() {
        defaults(&mut call, &mut body);
        (call, body) = call.finalized(body, check)?;
    } else {
        // `prepare` completes each batch for the member of the pool that it is sent to.
        check(&mut body, call.client.endpoint_kind())?;
    }
    let Fields { input, encoding_format, .. } = body.fields();
    let (mut embeddings, format) = (PartialEmbeddings::new(input.len()), encoding_format.clone());
    let mut pending = Pending::new(body, batching.limits);
    let mut running = FuturesUnordered::new();
    let mut first_error: Option<Error> = None;
    let mut is_aborted = false;
    loop {
        while !is_aborted && running.len() < batching.concurrency {
            let Some((range, body)) = pending.next() else { break };
            let (context, prepared) = match call.client.members_of_pool() {
                None => (call.client.context(call.options.clone()), None),
                Some(_) => {
                    let prepared = call.clone().prepare(Box::new(body.clone()), defaults, check, raw::build_request);
                    prepared.map(|(context, prepared)| (context, Some(prepared)))?
                }
            };
            running.push(send_batch(context, range, body, prepared));
        }
        let Some(Batch { context, span, range, body, result }) = running.next().await else { break };
        let added = result.and_then(|result| add(&mut embeddings, &context, range.clone(), result, format.as_ref()));
        if let Err(error) = added {
            span.fail(&error);
            if is_too_large(&error) && pending.split(range, body) {
                continue;
            }
            is_aborted |= !is_about_inputs(&error);
            first_error.get_or_insert(error);
        }
    }
    match first_error {
        None => Ok(embeddings.into_embeddings()),
        Some(error) => Err(embeddings.attach_to(error)),
    }
}

/// A batch and its result.
struct Batch<B> {
    context: CallContext,
    span: CallSpan,
    range: Range<usize>,
    body: B,
    result: Result<Decoded<EmbeddingsResult>>,
}

async fn send_batch<B: EmbeddingBody>(
    context: CallContext,
    range: Range<usize>,
    mut body: B,
    mut prepared: Option<impl Source>,
) -> Batch<B> {
    let span = CallSpan::new(&context, "embeddings", body.model_mut().as_deref());
    let fields = body.fields();
    span.embeddings(*fields.dimensions, fields.encoding_format.as_ref());
    let mut own = |context: &CallContext| raw::build_request(context, &body);
    let source = prepared.as_mut().map_or(&mut own as &mut dyn Source, |prepared| prepared);
    let result = span.run(pin!(raw::send::<EmbeddingsResult>(&context, source))).await;
    if let Ok(Decoded { value, .. }) = &result {
        span.response_identity(value.id.as_deref(), value.model.as_deref());
        span.tokens(value.usage.as_ref().and_then(|usage| usage.prompt_tokens), None);
    }
    Batch { context, span, range, body, result }
}

/// Whether the service rejected a request because of its size, so that a smaller one may succeed.
fn is_too_large(error: &Error) -> bool {
    const TEXTS: [&str; 10] = [
        "max_tokens_per_request",
        "tokens per request",
        "too many inputs",
        "number of inputs",
        "number of texts",
        "batch size",
        "array too long",
        "request too large",
        "payload too large",
        "entity too large",
    ];
    let mentions_size = || {
        let text = format!("{} {}", error.code().unwrap_or_default(), error.message()).to_ascii_lowercase();
        TEXTS.iter().any(|part| text.contains(part))
    };
    match error.status() {
        Some(StatusCode::PAYLOAD_TOO_LARGE) => true,
        Some(StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY) => mentions_size(),
        _ => false,
    }
}

/// Whether the error is about the inputs of the batch, so that other batches may succeed.
fn is_about_inputs(error: &Error) -> bool {
    let statuses =
        [StatusCode::OK, StatusCode::BAD_REQUEST, StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNPROCESSABLE_ENTITY];
    error.status().is_some_and(|status| statuses.contains(&status))
}

/// Adds the response of a batch.
fn add(
    embeddings: &mut PartialEmbeddings,
    context: &CallContext,
    range: Range<usize>,
    result: Decoded<EmbeddingsResult>,
    format: Option<&EmbeddingEncodingFormat>,
) -> Result<()> {
    let Decoded { mut value, response } = result;
    let items = value.data.take().unwrap_or_default();
    let assigned = assign(&mut embeddings.vectors[range.clone()], range.start, items, format);
    let added = assigned.map_err(|message| context.error_of(&response, None, &message));
    embeddings.add(range.start, *value, response);
    added
}

/// Assigns the vectors of a response to the inputs of a batch, of which `start` is the first.
fn assign(
    vectors: &mut [Option<Embedding>],
    start: usize,
    mut items: Vec<EmbeddingItem>,
    format: Option<&EmbeddingEncodingFormat>,
) -> Result<(), String> {
    let (received, expected) = (items.len(), vectors.len());
    let has_unique_indices = has_unique_indices(&items);
    if has_unique_indices {
        items.sort_by_key(|item| item.index);
    }
    let mut result = Ok(());
    for (order, item) in items.into_iter().enumerate() {
        let position = match item.index.and_then(|index| usize::try_from(index).ok()) {
            // If none is missing, only the order matters: some services count from 1.
            _ if received == expected => order,
            Some(index) if has_unique_indices && index < expected => index,
            _ => continue,
        };
        vectors[position] = item.embedding.and_then(|vector| Embedding::decode(vector, format));
        if vectors[position].is_none() && result.is_ok() {
            result = Err(format!("the vector of input {} can't be read", start + position));
        }
    }
    match received {
        0 => Err("the response has no vectors".to_owned()),
        _ if received != expected => Err(format!("the response has {received} vectors for {expected} inputs")),
        _ => result,
    }
}

/// Whether every item has an index and no two have the same.
fn has_unique_indices(items: &[EmbeddingItem]) -> bool {
    let mut indices: Vec<_> = items.iter().map(|item| item.index).collect();
    indices.sort_unstable();
    indices.iter().all(Option::is_some) && indices.windows(2).all(|pair| pair[0] != pair[1])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn vectors_are_assigned_to_inputs() {
        // Rows have the number of inputs, the index and vector of each item, and the first number of each input's vector.
        for (name, inputs, items, vectors, error) in [
            ("by index", 2, json!([[1, [1.0]], [0, [0.0]]]), vec![Some(0.0), Some(1.0)], None),
            ("by index from 1", 2, json!([[2, [1.0]], [1, [0.0]]]), vec![Some(0.0), Some(1.0)], None),
            ("in order without indices", 2, json!([[null, [0.0]], [null, [1.0]]]), vec![Some(0.0), Some(1.0)], None),
            ("in order with equal indices", 2, json!([[0, [0.0]], [0, [1.0]]]), vec![Some(0.0), Some(1.0)], None),
            ("in order with one index", 2, json!([[1, [0.0]], [null, [1.0]]]), vec![Some(0.0), Some(1.0)], None),
            (
                "a missing vector",
                3,
                json!([[2, [2.0]], [0, [0.0]]]),
                vec![Some(0.0), None, Some(2.0)],
                Some("the response has 2 vectors for 3 inputs"),
            ),
            (
                "a missing vector and index",
                3,
                json!([[null, [2.0]], [0, [0.0]]]),
                vec![None, None, None],
                Some("the response has 2 vectors for 3 inputs"),
            ),
            (
                "an index out of range",
                3,
                json!([[1, [2.0]], [7, [0.0]]]),
                vec![None, Some(2.0), None],
                Some("the response has 2 vectors for 3 inputs"),
            ),
            (
                "too many vectors",
                1,
                json!([[0, [0.0]], [1, [1.0]]]),
                vec![Some(0.0)],
                Some("the response has 2 vectors for 1 inputs"),
            ),
            ("no vectors", 1, json!([]), vec![None], Some("the response has no vectors")),
            (
                "null in a vector",
                2,
                json!([[0, [0.0]], [1, [1.0, null]]]),
                vec![Some(0.0), None],
                Some("the vector of input 11 can't be read"),
            ),
            (
                "null instead of a vector",
                2,
                json!([[0, [0.0]], [1, null]]),
                vec![Some(0.0), None],
                Some("the vector of input 11 can't be read"),
            ),
        ] {
            let items = items.as_array().unwrap().iter().map(|item| json!({"index": item[0], "embedding": item[1]}));
            let items = items.map(|item| serde_json::from_value(item).unwrap()).collect();
            let mut assigned = vec![None; inputs];
            let result = assign(&mut assigned, 10, items, None);
            let first = |vector: &Option<Embedding>| vector.as_ref().map(|vector| vector.as_floats().unwrap()[0]);
            assert_eq!(assigned.iter().map(first).collect::<Vec<_>>(), vectors, "{name}");
            assert_eq!(result.err().as_deref(), error, "{name}");
        }
    }
}
