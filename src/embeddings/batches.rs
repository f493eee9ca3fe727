//! Inputs in requests of as many as one may have, some under way at a time, and their answers joined.

use std::ops::Range;
use std::pin::pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::StatusCode;

use super::split::{self, Limits, Pending};
use crate::call::{CallBuilder, Check};
use crate::client::Client;
use crate::embeddings::answer::{Embedding, Embeddings, PartialEmbeddings};
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::models::{
    EmbeddingEncodingFormat, EmbeddingItem, EmbeddingsInput, EmbeddingsOptions, EmbeddingsResult, ImageEmbeddingInput,
    ImageEmbeddingsOptions,
};
use crate::raw::{self, Body};
use crate::telemetry::CallSpan;
use crate::transport::{Answered, CallContext, Defaults, Source};

/// A body with inputs, each of which becomes a vector.
pub(super) trait EmbeddingBody: Body<Answer = EmbeddingsResult> {
    type Input: Clone;

    /// An estimate of the tokens of an input.
    fn tokens(input: &Self::Input) -> usize;
    fn input(&self) -> &Vec<Self::Input>;
    fn input_mut(&mut self) -> &mut Vec<Self::Input>;
    fn encoding_format(&mut self) -> &mut Option<EmbeddingEncodingFormat>;
    fn dimensions(&self) -> Option<i64>;
}

macro_rules! embedding_body {
    ($body:ident, $input:ident, $tokens:expr) => {
        impl EmbeddingBody for $body {
            type Input = $input;

            fn tokens(input: &$input) -> usize {
                $tokens(input)
            }

            fn input(&self) -> &Vec<$input> {
                &self.input
            }

            fn input_mut(&mut self) -> &mut Vec<$input> {
                &mut self.input
            }

            fn encoding_format(&mut self) -> &mut Option<EmbeddingEncodingFormat> {
                &mut self.encoding_format
            }

            fn dimensions(&self) -> Option<i64> {
                self.dimensions
            }
        }
    };
}

embedding_body!(EmbeddingsOptions, EmbeddingsInput, |input: &EmbeddingsInput| match input {
    EmbeddingsInput::String(text) => split::tokens(text),
    EmbeddingsInput::Array(tokens) => tokens.len(),
    EmbeddingsInput::Other(members) => members.len(),
});
// Nobody counts the tokens of images in advance; a request that is too large is halved by this.
embedding_body!(ImageEmbeddingsOptions, ImageEmbeddingInput, |input: &ImageEmbeddingInput| input.image.len());

/// How inputs are sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batching {
    pub(super) limits: Limits,
    pub(super) concurrency: usize,
    pub(super) is_base64_off: bool,
}

impl Batching {
    pub(super) fn of(client: &Client) -> Self {
        let members = client.pool().into_iter().flat_map(|pool| &pool.members).map(|member| &member.client);
        // A batch must fit whichever member it goes to.
        let least = |size: fn(EndpointKind) -> usize| {
            members.clone().fold(size(client.endpoint_kind()), |least, member| least.min(size(member.endpoint_kind())))
        };
        let inputs = least(EndpointKind::embeddings_batch_size);
        let limits = Limits { inputs, tokens: least(EndpointKind::embeddings_batch_tokens) };
        Self { limits, concurrency: 4, is_base64_off: false }
    }

    /// The body as it goes out.
    pub(super) fn ask_for_base64<B: EmbeddingBody>(self, call: &mut CallBuilder, body: &mut B) {
        if call.client.endpoint_kind().takes_base64_unasked()
            && !self.is_base64_off
            && body.encoding_format().is_none()
            && call.sends_by_default(Defaults::ENCODING_FORMAT, body.model_mut().as_deref())
        {
            *body.encoding_format() = Some(EmbeddingEncodingFormat::Base64);
        }
    }
}

/// Sends all inputs.
pub(super) async fn send<B: EmbeddingBody + 'static>(
    mut call: CallBuilder,
    mut body: B,
    batching: Batching,
    check: Check<B>,
) -> Result<Embeddings> {
    let defaults = move |call: &mut CallBuilder, body: &mut B| batching.ask_for_base64(call, body);
    if call.client.pool().is_none() {
        defaults(&mut call, &mut body);
        (call, body) = call.finalized(body, check)?;
    } else {
        // Each batch is settled for the member that it goes to.
        check(&mut body, call.client.endpoint_kind())?;
    }
    let mut joined = PartialEmbeddings::none_of(body.input().len());
    let format = body.encoding_format().clone();
    let mut waiting = Pending::new(body, batching.limits);
    let mut running = FuturesUnordered::new();
    let mut failed: Option<Error> = None;
    let mut is_over = false;
    loop {
        while !is_over && running.len() < batching.concurrency {
            let Some((range, body)) = waiting.next() else { break };
            let (context, prepared) = match call.client.pool() {
                None => (call.client.context(call.options.clone()), None),
                Some(_) => {
                    let prepared = call.clone().prepare(Box::new(body.clone()), defaults, check, raw::built_of);
                    prepared.map(|(context, prepared)| (context, Some(prepared)))?
                }
            };
            running.push(ask(context, range, body, prepared));
        }
        let Some(Asked { context, span, range, body, answer }) = running.next().await else { break };
        let taken = answer.and_then(|answer| take(&mut joined, &context, range.clone(), answer, format.as_ref()));
        if let Err(error) = taken {
            span.fail(&error);
            if is_too_large(&error) && waiting.halve(range, body) {
                continue;
            }
            is_over |= !is_about_inputs(&error);
            failed.get_or_insert(error);
        }
    }
    match failed {
        None => Ok(joined.into_whole()),
        Some(error) => Err(joined.explain(error)),
    }
}

/// A request and what came of it.
struct Asked<B> {
    context: CallContext,
    span: CallSpan,
    range: Range<usize>,
    body: B,
    answer: Result<Answered<EmbeddingsResult>>,
}

async fn ask<B: EmbeddingBody>(
    context: CallContext,
    range: Range<usize>,
    mut body: B,
    mut prepared: Option<impl Source>,
) -> Asked<B> {
    let span = CallSpan::new(&context, "embeddings", body.model_mut().as_deref());
    span.embeddings(body.dimensions(), body.encoding_format().as_ref());
    let mut own = |context: &CallContext| raw::built_of(context, &body);
    let source = prepared.as_mut().map_or(&mut own as &mut dyn Source, |prepared| prepared);
    let answer = span.run(pin!(raw::send::<EmbeddingsResult>(&context, source))).await;
    if let Ok(Answered { value, .. }) = &answer {
        span.answered_by(value.id.as_deref(), value.model.as_deref());
        span.tokens(value.usage.as_ref().and_then(|usage| usage.prompt_tokens), None);
    }
    Asked { context, span, range, body, answer }
}

/// Whether a service refuses a request for how much is in it, so that less may be accepted.
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
    let says_so = || {
        let text = format!("{} {}", error.code().unwrap_or_default(), error.message()).to_ascii_lowercase();
        TEXTS.iter().any(|part| text.contains(part))
    };
    match error.status() {
        Some(StatusCode::PAYLOAD_TOO_LARGE) => true,
        Some(StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY) => says_so(),
        _ => false,
    }
}

/// Whether other inputs may fare better.
fn is_about_inputs(error: &Error) -> bool {
    let of_inputs = [StatusCode::BAD_REQUEST, StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNPROCESSABLE_ENTITY];
    error.status().is_some_and(|status| of_inputs.contains(&status) || status == StatusCode::OK)
}

/// Puts the vectors of one answer in their places.
fn take(
    joined: &mut PartialEmbeddings,
    context: &CallContext,
    range: Range<usize>,
    answer: Answered<EmbeddingsResult>,
    format: Option<&EmbeddingEncodingFormat>,
) -> Result<()> {
    let Answered { mut value, response } = answer;
    let items = value.data.take().unwrap_or_default();
    let fault = place(&mut joined.vectors[range.clone()], range.start, items, format);
    let error = fault.map(|fault| context.error_of(&response, None, &fault));
    joined.add(range.start, *value, response);
    error.map_or(Ok(()), Err)
}

/// Puts vectors in the places of their inputs; what is wrong with them, if something is.
fn place(
    places: &mut [Option<Embedding>],
    start: usize,
    mut items: Vec<EmbeddingItem>,
    format: Option<&EmbeddingEncodingFormat>,
) -> Option<String> {
    let (found, wanted) = (items.len(), places.len());
    let are_told_apart = are_told_apart(&items);
    if are_told_apart {
        items.sort_by_key(|item| item.index);
    }
    let mut fault = None;
    for (order, item) in items.into_iter().enumerate() {
        let place = match item.index.and_then(|index| usize::try_from(index).ok()) {
            // As many as there should be: then their order alone counts, wherever the service begins to count.
            _ if found == wanted => order,
            Some(index) if are_told_apart && index < wanted => index,
            _ => continue,
        };
        places[place] = item.embedding.and_then(|vector| Embedding::read(vector, format));
        if places[place].is_none() {
            fault.get_or_insert_with(|| format!("the vector of input {} can't be read", start + place));
        }
    }
    match found {
        0 => Some("the answer has no vectors".to_owned()),
        _ if found != wanted => Some(format!("the answer has {found} vectors for {wanted} inputs")),
        _ => fault,
    }
}

/// Whether every vector says which input it belongs to, and no two say the same.
fn are_told_apart(items: &[EmbeddingItem]) -> bool {
    let mut indices: Vec<_> = items.iter().map(|item| item.index).collect();
    indices.sort_unstable();
    indices.iter().all(Option::is_some) && indices.windows(2).all(|pair| pair[0] != pair[1])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// `items` are pairs of index and vector; what is wrong is the last.
    #[track_caller]
    fn check(wanted: usize, items: Value, expected: &[Option<f32>], fault: Option<&str>) {
        let items = items.as_array().unwrap().iter().map(|item| json!({"index": item[0], "embedding": item[1]}));
        let items: Vec<EmbeddingItem> = items.map(|item| serde_json::from_value(item).unwrap()).collect();
        let mut places = vec![None; wanted];
        let found = place(&mut places, 10, items, None);
        let first = |vector: &Option<Embedding>| vector.as_ref().map(|vector| vector.as_floats().unwrap()[0]);
        assert_eq!(places.iter().map(first).collect::<Vec<_>>(), expected);
        assert_eq!(found.as_deref(), fault);
    }

    #[test]
    fn vectors_come_to_the_places_of_their_inputs() {
        check(2, json!([[1, [1.0]], [0, [0.0]]]), &[Some(0.0), Some(1.0)], None);
        // From 1 on.
        check(2, json!([[2, [1.0]], [1, [0.0]]]), &[Some(0.0), Some(1.0)], None);
        // As they came.
        check(2, json!([[null, [0.0]], [null, [1.0]]]), &[Some(0.0), Some(1.0)], None);
        check(2, json!([[0, [0.0]], [0, [1.0]]]), &[Some(0.0), Some(1.0)], None);
        check(2, json!([[1, [0.0]], [null, [1.0]]]), &[Some(0.0), Some(1.0)], None);
    }

    #[test]
    fn what_is_missing_is_named_and_the_rest_kept() {
        let three = Some("the answer has 2 vectors for 3 inputs");
        check(3, json!([[2, [2.0]], [0, [0.0]]]), &[Some(0.0), None, Some(2.0)], three);
        check(3, json!([[null, [2.0]], [0, [0.0]]]), &[None, None, None], three);
        check(3, json!([[1, [2.0]], [7, [0.0]]]), &[None, Some(2.0), None], three);
        let one = Some("the answer has 2 vectors for 1 inputs");
        check(1, json!([[0, [0.0]], [1, [1.0]]]), &[Some(0.0)], one);
        check(1, json!([]), &[None], Some("the answer has no vectors"));
        let unread = Some("the vector of input 11 can't be read");
        check(2, json!([[0, [0.0]], [1, [1.0, null]]]), &[Some(0.0), None], unread);
        check(2, json!([[0, [0.0]], [1, null]]), &[Some(0.0), None], unread);
    }
}
