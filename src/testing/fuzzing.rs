//! Entry points for the fuzzer to private functions. They exist only in builds of the fuzzer.

use crate::chat::accumulate::Accumulator;
use crate::chat::responses::{Conversion, Reader};
use crate::chat::stream::differential;
use crate::error::ServiceError;
use crate::models::ChatCompletions;
use crate::models::json;
use crate::transport::sse::Decoder;

/// Decodes an error body and returns its code, message and parameter.
pub fn read_error(body: &[u8]) -> [Option<String>; 3] {
    let error = ServiceError::read(body);
    [error.code, error.message, error.param]
}

/// Decodes chunks with and without templates and compares the results; see the target `template` for the form of the
/// input.
pub fn compare_templates(input: &[u8]) {
    let (is_single_choice, input) = input.split_first().map_or((true, input), |(first, rest)| (first % 2 == 0, rest));
    let chunks = differential::chunks_of(input);
    differential::compare(chunks.iter().map(Vec::as_slice), is_single_choice);
}

/// Decodes a chat response leniently. The error names the path.
pub fn read_response(body: &[u8]) -> Result<ChatCompletions, String> {
    json::read(body).map_err(|fault| fault.message)
}

/// Parses JSON that a model wrote.
pub fn read_model_json(text: &str) -> Option<serde_json::Value> {
    json::parse_lenient(text)
}

/// Decodes a stream of the Responses API. Returns the text of its chunks, and the text of the accumulated response.
pub fn read_response_stream(input: &[u8]) -> [String; 2] {
    let (mut decoder, mut reader) = (Decoder::new(), Reader::default());
    let (mut text, mut whole) = (String::new(), Accumulator::default());
    decoder.feed(input.to_vec());
    while let Ok(Some(event)) = decoder.next_event() {
        let update = match reader.read(&event) {
            Conversion::Plain(delta) => delta.decode(event.data_bytes()),
            Conversion::Update(update) | Conversion::End(update) => update,
            _ => continue,
        };
        for choice in update.choices.iter().flatten() {
            text.push_str(choice.delta.as_ref().and_then(|delta| delta.content.as_deref()).unwrap_or_default());
        }
        whole.push(&update);
    }
    whole.push(&reader.partial());
    let choice = whole.into_completions().choices.and_then(|choices| choices.into_iter().next());
    [text, choice.and_then(|choice| choice.message?.content).unwrap_or_default()]
}
