//! Vectors, and what came with them.

use crate::error::{Error, Kind, Result};
use crate::models::{EmbeddingEncodingFormat, EmbeddingVector, EmbeddingsResult, EmbeddingsUsage};
use crate::response::ResponseInfo;

/// The vector of one input, in the form that was asked for.
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
    /// One 32-bit float a dimension; it came as numbers or as base64.
    Float(Vec<f32>),
    /// One signed byte a dimension.
    Int8(Vec<i8>),
    /// One unsigned byte a dimension.
    Uint8(Vec<u8>),
    /// One bit a dimension, eight of them in a signed byte.
    Binary(Vec<i8>),
    /// One bit a dimension, eight of them in an unsigned byte.
    Ubinary(Vec<u8>),
}

impl Embedding {
    /// How many dimensions it has.
    pub fn dimensions(&self) -> usize {
        match self {
            Self::Float(floats) => floats.len(),
            Self::Int8(bytes) => bytes.len(),
            Self::Uint8(bytes) => bytes.len(),
            Self::Binary(bytes) => 8 * bytes.len(),
            Self::Ubinary(bytes) => 8 * bytes.len(),
        }
    }

    /// The floats, if it is of floats.
    pub fn as_floats(&self) -> Option<&[f32]> {
        match self {
            Self::Float(floats) => Some(floats),
            _ => None,
        }
    }

    /// From the form that was asked for, unless something else came that can be read: a service may not know the form.
    pub(super) fn read(vector: EmbeddingVector, format: Option<&EmbeddingEncodingFormat>) -> Option<Self> {
        use EmbeddingEncodingFormat::{Binary, Int8, Ubinary, Uint8};
        let numbers = match (vector, format) {
            (EmbeddingVector::Numbers(numbers), _) => numbers,
            (EmbeddingVector::Base64(_), Some(Int8 | Uint8 | Binary | Ubinary)) => return None,
            (EmbeddingVector::Base64(floats), _) => return Some(Self::Float(floats)),
            (EmbeddingVector::Other(_), _) => return None,
        };
        let read = match format {
            Some(Int8) => whole(&numbers, |number| number as i8).map(Self::Int8),
            Some(Uint8) => whole(&numbers, |number| number as u8).map(Self::Uint8),
            Some(Binary) => whole(&numbers, |number| number as i8).map(Self::Binary),
            Some(Ubinary) => whole(&numbers, |number| number as u8).map(Self::Ubinary),
            _ => None,
        };
        Some(read.unwrap_or(Self::Float(numbers)))
    }
}

/// Numbers as integers, if all of them are.
fn whole<T: Copy + Into<f32>>(numbers: &[f32], cast: fn(f32) -> T) -> Option<Vec<T>> {
    let exact = |number: &f32| Some(cast(*number)).filter(|cast| (*cast).into() == *number);
    numbers.iter().map(exact).collect()
}

/// The vectors of all inputs, in their order.
#[derive(Clone, Debug)]
pub struct Embeddings {
    vectors: Vec<Embedding>,
    about: About,
}

/// What came with vectors.
#[derive(Clone, Debug, Default)]
struct About {
    usage: Option<EmbeddingsUsage>,
    model: Option<String>,
    /// With the first input of each, by which they are sorted.
    responses: Vec<(usize, ResponseInfo)>,
}

impl Embeddings {
    /// One vector for each input, in the order of the inputs.
    pub fn vectors(&self) -> &[Embedding] {
        &self.vectors
    }

    /// The vectors as their own values.
    pub fn into_vectors(self) -> Vec<Embedding> {
        self.vectors
    }

    /// The vectors as floats, one list for each input.
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
    /// If another form was asked for.
    pub fn into_floats(self) -> Result<Vec<Vec<f32>>> {
        let floats = self.vectors.into_iter().map(|vector| match vector {
            Embedding::Float(floats) => Ok(floats),
            _ => Err(Error::new(Kind::Decode, "the vectors are not of floats")),
        });
        floats.collect()
    }

    /// The tokens that were counted, those of all requests together, if the service says.
    pub fn usage(&self) -> Option<&EmbeddingsUsage> {
        self.about.usage.as_ref()
    }

    /// The model that answered, as the service names it; empty if it does not.
    pub fn model(&self) -> &str {
        self.about.model.as_deref().unwrap_or_default()
    }

    /// What came with each answer, status, headers, ids, rate limits: one for each request, in the order of their inputs. The
    /// bodies are kept in them; [`into_vectors`](Self::into_vectors) lets go of them.
    pub fn responses(&self) -> impl Iterator<Item = &ResponseInfo> {
        self.about.responses.iter().map(|(_, response)| response)
    }
}

/// The vectors that there are, after some inputs failed; see [`Error::partial_embeddings`].
#[derive(Clone, Debug)]
pub struct PartialEmbeddings {
    pub(super) vectors: Vec<Option<Embedding>>,
    about: About,
}

impl PartialEmbeddings {
    pub(super) fn none_of(inputs: usize) -> Self {
        Self { vectors: vec![None; inputs], about: About::default() }
    }

    /// One for each input, in the order of the inputs; `None` where there is no vector.
    pub fn vectors(&self) -> &[Option<Embedding>] {
        &self.vectors
    }

    /// The inputs without a vector, from 0 and in their order: those that failed and those that were never sent.
    pub fn failed(&self) -> impl Iterator<Item = usize> {
        self.vectors.iter().enumerate().filter(|(_, vector)| vector.is_none()).map(|(input, _)| input)
    }

    /// The tokens that were counted, if the service says.
    pub fn usage(&self) -> Option<&EmbeddingsUsage> {
        self.about.usage.as_ref()
    }

    /// What came with each answer that is no error, also one whose vectors could not be told apart, in the order of their
    /// inputs.
    pub fn responses(&self) -> impl Iterator<Item = &ResponseInfo> {
        self.about.responses.iter().map(|(_, response)| response)
    }

    /// Adds what came with the answer for the inputs from this on.
    pub(super) fn add(&mut self, start: usize, result: EmbeddingsResult, response: ResponseInfo) {
        let about = &mut self.about;
        if let Some(usage) = result.usage {
            let sum = about.usage.get_or_insert_default();
            sum.prompt_tokens = added(sum.prompt_tokens, usage.prompt_tokens);
            sum.total_tokens = added(sum.total_tokens, usage.total_tokens);
            sum.extra.extend(usage.extra);
        }
        about.model = about.model.take().or(result.model);
        let place = about.responses.partition_point(|(other, _)| *other < start);
        about.responses.insert(place, (start, response));
    }

    /// Once nothing has failed.
    pub(super) fn into_whole(self) -> Embeddings {
        Embeddings { vectors: self.vectors.into_iter().flatten().collect(), about: self.about }
    }

    /// The error with what there is in spite of it.
    pub(super) fn explain(self, error: Error) -> Error {
        if self.about.responses.is_empty() {
            return error;
        }
        let failed = ranges(self.failed());
        let kept = self.vectors.iter().flatten().count();
        let error =
            if kept > 0 { error.with_more(format!("no vectors for inputs {failed}, {kept} are kept")) } else { error };
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

fn added(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
        (sum, more) => sum.or(more),
    }
}

/// `0-95, 192`, and no more than a few of them.
fn ranges(numbers: impl Iterator<Item = usize>) -> String {
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
    fn a_vector_comes_as_what_was_asked_for_or_as_what_it_is() {
        use EmbeddingEncodingFormat as Format;
        let numbers = |numbers: &[f32]| EmbeddingVector::Numbers(numbers.to_vec());
        let check = |vector: EmbeddingVector, format: Option<Format>, expected: Option<Embedding>| {
            assert_eq!(Embedding::read(vector, format.as_ref()), expected);
        };
        check(numbers(&[-128.0, 127.0]), Some(Format::Int8), Some(Embedding::Int8(vec![-128, 127])));
        check(numbers(&[0.0, 255.0]), Some(Format::Uint8), Some(Embedding::Uint8(vec![0, 255])));
        check(numbers(&[-75.0]), Some(Format::Binary), Some(Embedding::Binary(vec![-75])));
        check(numbers(&[181.0]), Some(Format::Ubinary), Some(Embedding::Ubinary(vec![181])));
        check(numbers(&[1.0]), Some(Format::Float), Some(Embedding::Float(vec![1.0])));
        check(numbers(&[1.0]), None, Some(Embedding::Float(vec![1.0])));
        // Other forms than those asked for.
        check(numbers(&[0.5]), Some(Format::Int8), Some(Embedding::Float(vec![0.5])));
        check(numbers(&[-1.0]), Some(Format::Uint8), Some(Embedding::Float(vec![-1.0])));
        check(numbers(&[128.0]), Some(Format::Binary), Some(Embedding::Float(vec![128.0])));
        check(numbers(&[f32::INFINITY]), Some(Format::Int8), Some(Embedding::Float(vec![f32::INFINITY])));
        check(EmbeddingVector::Base64(vec![1.0]), None, Some(Embedding::Float(vec![1.0])));
        check(EmbeddingVector::Base64(vec![1.0]), Some(Format::Int8), None);
        check(EmbeddingVector::Other("x".into()), None, None);
    }

    #[test]
    fn inputs_are_named_in_ranges() {
        assert_eq!(ranges([0, 1, 2, 4, 6, 7].into_iter()), "0-2, 4, 6-7");
        assert_eq!(ranges((0..20).step_by(2)), "0, 2, 4, 6, 8, …");
    }
}
