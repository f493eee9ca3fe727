//! The response of an embeddings request.

use crate::error::{Error, Kind, Result};
use crate::models::{EmbeddingEncodingFormat, EmbeddingVector, EmbeddingsResult, EmbeddingsUsage};
use crate::transport::response::ResponseMetadata;

/// Vector of one input, in the encoding format of the request.
///
/// ```
/// use azure_inference::Embedding;
///
/// assert_eq!(Embedding::Float(vec![0.6, 0.8]).dimensions(), 2);
/// assert_eq!(Embedding::Ubinary(vec![0b1010_0000]).dimensions(), 8);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Embedding {
    /// One 32-bit float per dimension, decoded from JSON numbers or base64.
    Float(Vec<f32>),
    /// One signed byte per dimension.
    Int8(Vec<i8>),
    /// One unsigned byte per dimension.
    Uint8(Vec<u8>),
    /// One bit per dimension, eight to a signed byte.
    Binary(Vec<i8>),
    /// One bit per dimension, eight to an unsigned byte.
    Ubinary(Vec<u8>),
}

impl Embedding {
    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        match self {
            Self::Float(floats) => floats.len(),
            Self::Int8(bytes) => bytes.len(),
            Self::Uint8(bytes) => bytes.len(),
            Self::Binary(bytes) => 8 * bytes.len(),
            Self::Ubinary(bytes) => 8 * bytes.len(),
        }
    }

    /// Returns the floats; `None` for another encoding format.
    pub fn as_floats(&self) -> Option<&[f32]> {
        match self {
            Self::Float(floats) => Some(floats),
            _ => None,
        }
    }

    /// Decodes a vector in the requested format. A service that ignores the format returns floats, which are kept as such.
    pub(super) fn decode(vector: EmbeddingVector, format: Option<&EmbeddingEncodingFormat>) -> Option<Self> {
        use EmbeddingEncodingFormat::{Binary, Int8, Ubinary, Uint8};
        let numbers = match (vector, format) {
            (EmbeddingVector::Numbers(numbers), _) => numbers,
            (EmbeddingVector::Base64(_), Some(Int8 | Uint8 | Binary | Ubinary)) => return None,
            (EmbeddingVector::Base64(floats), _) => return Some(Self::Float(floats)),
            (EmbeddingVector::Other(_), _) => return None,
        };
        let integers = match format {
            Some(Int8) => as_integers(&numbers, |number| number as i8).map(Self::Int8),
            Some(Uint8) => as_integers(&numbers, |number| number as u8).map(Self::Uint8),
            Some(Binary) => as_integers(&numbers, |number| number as i8).map(Self::Binary),
            Some(Ubinary) => as_integers(&numbers, |number| number as u8).map(Self::Ubinary),
            _ => None,
        };
        Some(integers.unwrap_or(Self::Float(numbers)))
    }
}

/// Converts floats to integers; `None` unless all of them are integers in the range of `T`.
fn as_integers<T: Copy + Into<f32>>(numbers: &[f32], cast: fn(f32) -> T) -> Option<Vec<T>> {
    let exact = |number: &f32| Some(cast(*number)).filter(|cast| (*cast).into() == *number);
    numbers.iter().map(exact).collect()
}

/// Response of an embeddings request: one vector for each input.
#[derive(Clone, Debug)]
pub struct EmbeddingsResponse {
    vectors: Vec<Embedding>,
    metadata: Metadata,
}

/// The rest of the responses to all requests.
#[derive(Clone, Debug, Default)]
struct Metadata {
    usage: Option<EmbeddingsUsage>,
    model: Option<String>,
    /// Each with the index of its first input, sorted by it.
    responses: Vec<(usize, ResponseMetadata)>,
}

impl EmbeddingsResponse {
    /// Returns the vectors, one for each input and in the order of the inputs.
    pub fn vectors(&self) -> &[Embedding] {
        &self.vectors
    }

    /// Converts this into the vectors.
    pub fn into_vectors(self) -> Vec<Embedding> {
        self.vectors
    }

    /// Converts this into vectors of floats, one for each input.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::embeddings(|_| vec![0.6, 0.8]));
    /// # let client = service.client();
    /// let floats: Vec<Vec<f32>> = client.embeddings().input("a cat").send().await?.into_floats()?;
    /// assert_eq!(floats, [[0.6, 0.8]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the request set another encoding format.
    pub fn into_floats(self) -> Result<Vec<Vec<f32>>> {
        let floats = self.vectors.into_iter().map(|vector| match vector {
            Embedding::Float(floats) => Ok(floats),
            _ => Err(Error::new(Kind::Decode, "the vectors are not floats; read them with into_vectors()")),
        });
        floats.collect()
    }

    /// Returns the token usage of all requests together, if the service reports it.
    pub fn usage(&self) -> Option<&EmbeddingsUsage> {
        self.metadata.usage.as_ref()
    }

    /// Returns the name of the model, as the service reports it; empty if it does not.
    pub fn model(&self) -> &str {
        self.metadata.model.as_deref().unwrap_or_default()
    }

    /// Returns the metadata of each response (status, headers, ids, rate limits), in the order of the inputs. It includes the
    /// bodies; [`into_vectors`](Self::into_vectors) drops them.
    pub fn responses(&self) -> impl Iterator<Item = &ResponseMetadata> {
        self.metadata.responses.iter().map(|(_, response)| response)
    }
}

/// The vectors that were received before or despite a failure; returned by [`Error::partial_embeddings`].
#[derive(Clone, Debug)]
pub struct PartialEmbeddings {
    pub(super) vectors: Vec<Option<Embedding>>,
    metadata: Metadata,
}

impl PartialEmbeddings {
    pub(super) fn new(inputs: usize) -> Self {
        Self { vectors: vec![None; inputs], metadata: Metadata::default() }
    }

    /// Returns one item for each input, in the order of the inputs; `None` for an input without a vector.
    pub fn vectors(&self) -> &[Option<Embedding>] {
        &self.vectors
    }

    /// Returns the indices of the inputs without a vector: those that failed and those that were never sent.
    pub fn failed(&self) -> impl Iterator<Item = usize> {
        self.vectors.iter().enumerate().filter(|(_, vector)| vector.is_none()).map(|(input, _)| input)
    }

    /// Returns the token usage of the successful requests, if the service reports it.
    pub fn usage(&self) -> Option<&EmbeddingsUsage> {
        self.metadata.usage.as_ref()
    }

    /// Returns the metadata of each successful response, in the order of the inputs. This includes responses whose vectors
    /// could not be assigned to inputs.
    pub fn responses(&self) -> impl Iterator<Item = &ResponseMetadata> {
        self.metadata.responses.iter().map(|(_, response)| response)
    }

    /// Adds the metadata of the response for the inputs from `start` on.
    pub(super) fn add(&mut self, start: usize, result: EmbeddingsResult, response: ResponseMetadata) {
        let metadata = &mut self.metadata;
        if let Some(usage) = result.usage {
            let sum = |one: Option<i64>, more| one.into_iter().chain(more).reduce(i64::saturating_add);
            let total = metadata.usage.get_or_insert_default();
            total.prompt_tokens = sum(total.prompt_tokens, usage.prompt_tokens);
            total.total_tokens = sum(total.total_tokens, usage.total_tokens);
            total.extra.extend(usage.extra);
        }
        metadata.model = metadata.model.take().or(result.model);
        let position = metadata.responses.partition_point(|(other, _)| *other < start);
        metadata.responses.insert(position, (start, response));
    }

    /// Converts this into the response of a request without failures.
    pub(super) fn into_embeddings(self) -> EmbeddingsResponse {
        EmbeddingsResponse { vectors: self.vectors.into_iter().flatten().collect(), metadata: self.metadata }
    }

    /// Adds the partial embeddings to an error, unless there was no response.
    pub(super) fn attach_to(self, error: Error) -> Error {
        if self.metadata.responses.is_empty() {
            return error;
        }
        let failed = format_ranges(self.failed());
        let kept = self.vectors.iter().flatten().count();
        let error = if kept > 0 {
            error.append_hint(format!("no vectors for inputs {failed}, {kept} are kept"))
        } else {
            error
        };
        error.with_partial(self)
    }
}

impl Error {
    /// Returns the vectors that were received before an embeddings request failed, and the inputs that have none.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client, texts: Vec<String>) -> azure_inference::Result<()> {
    /// if let Err(error) = client.embeddings().input(&texts).batch_size(16).send().await {
    ///     let Some(partial) = error.partial_embeddings() else { return Err(error) };
    ///     for input in partial.failed() {
    ///         println!("no vector: {}", texts[input]);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn partial_embeddings(&self) -> Option<&PartialEmbeddings> {
        self.partial()
    }
}

/// Formats indices as ranges, such as `0-95, 192`. Lists at most five ranges.
fn format_ranges(numbers: impl Iterator<Item = usize>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let shown = ranges.iter().take(5).map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    if ranges.len() > 5 { shown + ", …" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_decoded_in_the_requested_format() {
        use EmbeddingEncodingFormat as Format;
        let numbers = |numbers: &[f32]| EmbeddingVector::Numbers(numbers.to_vec());
        let base64 = |numbers: &[f32]| EmbeddingVector::Base64(numbers.to_vec());
        let float = |numbers: &[f32]| Some(Embedding::Float(numbers.to_vec()));
        for (name, vector, format, expected) in [
            ("int8", numbers(&[-128.0, 127.0]), Some(Format::Int8), Some(Embedding::Int8(vec![-128, 127]))),
            ("uint8", numbers(&[0.0, 255.0]), Some(Format::Uint8), Some(Embedding::Uint8(vec![0, 255]))),
            ("binary", numbers(&[-75.0]), Some(Format::Binary), Some(Embedding::Binary(vec![-75]))),
            ("ubinary", numbers(&[181.0]), Some(Format::Ubinary), Some(Embedding::Ubinary(vec![181]))),
            ("float", numbers(&[1.0]), Some(Format::Float), float(&[1.0])),
            ("default", numbers(&[1.0]), None, float(&[1.0])),
            ("fractions instead of int8", numbers(&[0.5]), Some(Format::Int8), float(&[0.5])),
            ("negative instead of uint8", numbers(&[-1.0]), Some(Format::Uint8), float(&[-1.0])),
            ("out of range of binary", numbers(&[128.0]), Some(Format::Binary), float(&[128.0])),
            ("infinity instead of int8", numbers(&[f32::INFINITY]), Some(Format::Int8), float(&[f32::INFINITY])),
            ("base64", base64(&[1.0]), None, float(&[1.0])),
            ("base64 instead of int8", base64(&[1.0]), Some(Format::Int8), None),
            ("another type", EmbeddingVector::Other("x".into()), None, None),
        ] {
            assert_eq!(Embedding::decode(vector, format.as_ref()), expected, "{name}");
        }
    }

    #[test]
    fn indices_are_formatted_as_ranges() {
        assert_eq!(format_ranges([0, 1, 2, 4, 6, 7].into_iter()), "0-2, 4, 6-7");
        assert_eq!(format_ranges((0..20).step_by(2)), "0, 2, 4, 6, 8, …");
    }
}
