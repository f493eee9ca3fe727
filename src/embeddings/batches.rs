//! Sends inputs in batches, several at a time, and joins their responses.

use std::collections::BTreeSet;
use std::ops::Range;
use std::pin::pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::StatusCode;

use super::request;
use super::split::{self, Limits, Pending};
use crate::client::call::{CallBuilder, Prepared};
use crate::client::settings::Operation;
use crate::embeddings::response::{Embedding, EmbeddingsResponse, PartialEmbeddings};
use crate::error::{Error, Result};
use crate::models::{
    EmbeddingEncodingFormat, EmbeddingInputType, EmbeddingItem, EmbeddingsInput, EmbeddingsOptions, EmbeddingsResult,
    ImageEmbeddingInput, ImageEmbeddingsOptions,
};
use crate::raw::{self, Body};
use crate::transport::endpoint::EndpointKind;
use crate::transport::telemetry::CallSpan;
use crate::transport::{CallContext, Decoded};

/// The body of an embeddings request.
pub(crate) trait EmbeddingBody: Body<Response = EmbeddingsResult, Prepared = EmbeddingEncodingFormat> {
    type Input: Clone;
    const CHECK: fn(&mut Self, EndpointKind) -> Result<()>;

    /// Estimates the tokens of an input.
    fn tokens(input: &Self::Input) -> usize;

    fn fields(&mut self) -> Fields<'_, Self::Input>;
}

/// The fields that both kinds of bodies have.
pub(crate) struct Fields<'a, Input> {
    pub(super) input: &'a mut Vec<Input>,
    pub(super) dimensions: &'a mut Option<i64>,
    pub(super) input_type: &'a mut Option<EmbeddingInputType>,
}

impl EmbeddingBody for EmbeddingsOptions {
    type Input = EmbeddingsInput;
    const CHECK: fn(&mut Self, EndpointKind) -> Result<()> = request::check;

    fn tokens(input: &EmbeddingsInput) -> usize {
        match input {
            EmbeddingsInput::String(text) => split::estimate_tokens(text),
            EmbeddingsInput::Array(tokens) => tokens.len(),
            EmbeddingsInput::Other(members) => members.len(),
        }
    }

    fn fields(&mut self) -> Fields<'_, EmbeddingsInput> {
        Fields { input: &mut self.input, dimensions: &mut self.dimensions, input_type: &mut self.input_type }
    }
}

impl EmbeddingBody for ImageEmbeddingsOptions {
    type Input = ImageEmbeddingInput;
    const CHECK: fn(&mut Self, EndpointKind) -> Result<()> = request::check_images;

    /// Returns the size instead, which is enough to split a request that is too large. The tokens of an image can't be
    /// estimated.
    fn tokens(input: &ImageEmbeddingInput) -> usize {
        input.image.len()
    }

    fn fields(&mut self) -> Fields<'_, ImageEmbeddingInput> {
        Fields { input: &mut self.input, dimensions: &mut self.dimensions, input_type: &mut self.input_type }
    }
}

/// Sends all inputs and returns their vectors.
pub(super) async fn send<B: EmbeddingBody>(
    call: CallBuilder,
    mut body: B,
    limits: Limits,
) -> Result<EmbeddingsResponse> {
    call.check_settings()?;
    // All inputs at once, because an error names the position of an input.
    B::CHECK(&mut body, call.client.endpoint_kind())?;
    let (mut embeddings, format) = (PartialEmbeddings::new(body.fields().input.len()), body.prepared_mut().clone());
    let mut pending = Pending::new(body, limits);
    let mut running = FuturesUnordered::new();
    let mut first_error: Option<Error> = None;
    let mut is_aborted = false;
    loop {
        while !is_aborted && running.len() < limits.concurrency {
            let Some((range, body)) = pending.next() else { break };
            let (context, prepared) = call.clone().prepare(Box::new(body), B::SEND)?;
            running.push(send_batch(context, range, prepared));
        }
        let Some(Batch { context, span, range, inputs, result }) = running.next().await else { break };
        let added = result.and_then(|Decoded { mut value, response }| {
            let items = value.data.take().unwrap_or_default();
            let assigned = assign(&mut embeddings.vectors[range.clone()], range.start, items, format.as_ref());
            let assigned = assigned.map_err(|message| context.error_of(&response, None, &message));
            embeddings.add(range.start, *value, response);
            assigned
        });
        if let Err(error) = added {
            span.fail(&error);
            if is_too_large(&error) && pending.split(range.start, inputs) {
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
struct Batch<Input> {
    context: CallContext,
    span: CallSpan,
    range: Range<usize>,
    inputs: Vec<Input>,
    result: Result<Decoded<EmbeddingsResult>>,
}

async fn send_batch<B: EmbeddingBody>(
    context: CallContext,
    range: Range<usize>,
    mut call: Prepared<B>,
) -> Batch<B::Input> {
    let span = CallSpan::new(&context, "embeddings", call.body.model_mut().as_deref());
    span.embeddings(*call.body.fields().dimensions, call.body.prepared_mut().as_ref());
    let result = span.run(pin!(raw::send::<EmbeddingsResult>(&context, &mut call))).await;
    if let Ok(Decoded { value, .. }) = &result {
        span.response_identity(value.id.as_deref(), value.model.as_deref());
        span.tokens(value.usage.as_ref().and_then(|usage| usage.prompt_tokens), None);
    }
    let inputs = std::mem::take(call.body.fields().input);
    Batch { context, span, range, inputs, result }
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

/// Assigns the vectors of a response to the inputs of a batch, of which `start` is the first.
fn assign(
    vectors: &mut [Option<Embedding>],
    start: usize,
    mut items: Vec<EmbeddingItem>,
    format: Option<&EmbeddingEncodingFormat>,
) -> Result<(), String> {
    let (received, expected) = (items.len(), vectors.len());
    let indices: BTreeSet<_> = items.iter().filter_map(|item| item.index).collect();
    let has_unique_indices = indices.len() == received;
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
