//! The requests, fluently.

use std::path::Path;

use crate::call::{CallBuilder, call_methods};
use crate::client::Client;
use crate::embeddings::answer::Embeddings;
use crate::embeddings::batches::{self, Batching, EmbeddingBody};
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::media;
use crate::models::{
    EmbeddingEncodingFormat, EmbeddingInputType, EmbeddingsInput, EmbeddingsOptions, ImageEmbeddingInput,
    ImageEmbeddingsOptions,
};

/// Embeddings of texts to be asked for; begun by [`Client::embeddings`](crate::Client::embeddings).
///
/// One vector comes back for each text, in the order of the texts. More texts than one request may have go out as several
/// ([`batch_size`](Self::batch_size)), some at a time, and come back as one.
///
/// Only what is set is sent, but for one thing: the v1 route and deployments are asked for base64, which is as exact as
/// floats and several times faster to read, unless [`encoding_format`](Self::encoding_format) says otherwise or
/// `unset("encoding_format")` leaves it to the service.
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::embeddings(|_| vec![0.6, 0.8]));
/// # let client = service.client();
/// let embeddings = client.embeddings().input(["a cat", "a dog"]).send().await?;
///
/// assert_eq!(embeddings.vectors().len(), 2);
/// assert_eq!(embeddings.vectors()[0].as_floats(), Some([0.6, 0.8].as_slice()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until `send`"]
#[doc(alias("CreateEmbeddingRequest", "embed"))]
pub struct EmbeddingsRequest {
    call: CallBuilder,
    body: EmbeddingsOptions,
    batching: Batching,
}

impl EmbeddingsRequest {
    pub(crate) fn new(client: Client) -> Self {
        let call = CallBuilder::new(client);
        let body = call.take_body(EmbeddingsOptions::default());
        let batching = Batching::of(&call.client);
        Self { call, body, batching }
    }

    /// Adds one text, or many: a `&str`, a `String`, an array, a slice or a `Vec` of them.
    pub fn input(mut self, texts: impl Into<Texts>) -> Self {
        self.body.input.extend(texts.into().0.into_iter().map(EmbeddingsInput::from));
        self
    }
}

/// Embeddings of images to be asked for; begun by [`Client::image_embeddings`](crate::Client::image_embeddings).
///
/// One vector comes back for each image and the text beside it, in their order. Foundry models, serverless and managed
/// compute endpoints have the operation; v1 and deployments do not.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::models::ImageEmbeddingInput;
///
/// let cat = ImageEmbeddingInput::image_file("cat.png")?.with_text("a cat");
/// let embeddings = client.image_embeddings().image(cat).send().await?;
/// println!("{} dimensions", embeddings.vectors()[0].dimensions());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until `send`"]
pub struct ImageEmbeddingsRequest {
    call: CallBuilder,
    body: ImageEmbeddingsOptions,
    batching: Batching,
}

impl ImageEmbeddingsRequest {
    pub(crate) fn new(client: Client) -> Self {
        let call = CallBuilder::new(client);
        let body = call.take_body(ImageEmbeddingsOptions::default());
        let batching = Batching::of(&call.client);
        Self { call, body, batching }
    }

    /// Adds an image, with a text beside it or without: a file or bytes as [`ImageEmbeddingInput`], or a data URL such as
    /// `data:image/png;base64,…`.
    pub fn image(mut self, image: impl Into<ImageEmbeddingInput>) -> Self {
        self.body.input.push(image.into());
        self
    }
}

/// What requests of texts and of images have in common.
macro_rules! embedding_methods {
    ($request:ident, $body:ident, $sendable:ident, $example:literal) => {
        call_methods!($request, $body, first_body, $sendable, $crate::raw::built_of, $example);

        impl $request {
            /// The length of the vectors. A model that can't change it refuses.
            pub fn dimensions(mut self, dimensions: u32) -> Self {
                self.body.dimensions = Some(dimensions.into());
                self
            }

            /// What the inputs are for: some models make other vectors of queries than of documents.
            pub fn input_type(mut self, input_type: impl Into<EmbeddingInputType>) -> Self {
                self.body.input_type = Some(input_type.into());
                self
            }

            /// The form in which the vectors are sent, and so the variant of [`Embedding`](crate::Embedding) that they come
            /// back as; floats and base64 are both [`Float`](crate::Embedding::Float).
            pub fn encoding_format(mut self, format: impl Into<EmbeddingEncodingFormat>) -> Self {
                self.body.encoding_format = Some(format.into());
                self
            }

            /// Sets the maximum number of inputs of one request. The default is 2,048, and 96 for Foundry models, serverless
            /// and managed compute endpoints.
            ///
            /// The v1 route and deployments accept some 300,000 tokens in a request: there a request also ends before its
            /// inputs have more by a careful estimate. A request that the service refuses as too large is sent again in
            /// halves, down to one input.
            pub fn batch_size(mut self, inputs: usize) -> Self {
                self.batching.limits.inputs = inputs;
                if inputs == 0 {
                    self.call.record_invalid("batch_size", "it is 0");
                }
                self
            }

            /// How many requests are under way at a time if there are several: 4 unless this says otherwise.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.batching.concurrency = requests;
                if requests == 0 {
                    self.call.record_invalid("concurrency", "it is 0");
                }
                self
            }

            /// Takes back a parameter that is set by default, by its name in the API: the client's `model`, the
            /// `encoding_format` that is asked for unasked, and `extra_parameters`, the header that extras are sent with.
            pub fn unset(mut self, name: &str) -> Self {
                self.batching.is_base64_off |= name == "encoding_format";
                self.call.unset(&mut self.body, name);
                self
            }

            /// Asks, and waits for all vectors.
            ///
            /// Where the inputs go out in several requests, each has the timeouts and the retries to itself.
            ///
            /// # Errors
            ///
            /// If the request can't be sent ([`Error::is_input`]), the service can't be reached, answers with an error, or
            /// answers something else than a vector for each input. Of several requests the error is that of the first
            /// which failed; [`Error::partial_embeddings`] says which inputs have no vector and keeps those of the others.
            /// After a failure that is about the inputs (400, 413, 422) the other requests go on, after any other no more
            /// are begun.
            pub async fn send(self) -> Result<Embeddings> {
                batches::send(self.call, self.body, self.batching, $sendable).await
            }

            /// The body of the first request; mostly there is no other.
            fn first_body(&self) -> $body {
                let mut body = self.body.clone();
                self.batching.ask_for_base64(&mut self.call.clone(), &mut body);
                let first = self.batching.limits.first::<$body>(&body.input);
                body.input.truncate(first);
                body
            }
        }
    };
}

embedding_methods!(EmbeddingsRequest, EmbeddingsOptions, has_inputs, "embeddings().input(\"a cat\")");
embedding_methods!(
    ImageEmbeddingsRequest,
    ImageEmbeddingsOptions,
    has_images,
    "image_embeddings().image(\"data:image/png;base64,…\")"
);

fn has_images(body: &mut ImageEmbeddingsOptions, kind: EndpointKind) -> Result<()> {
    has_inputs(body, kind)?;
    match body.input.iter().position(|input| input.image.is_empty()) {
        Some(place) => Err(Error::input("input", format!("image {place} is empty"))),
        None => Ok(()),
    }
}

fn has_inputs<B: EmbeddingBody>(body: &mut B, _: EndpointKind) -> Result<()> {
    if body.input().is_empty() {
        return Err(Error::input("input", "there is none"));
    }
    Ok(())
}

/// Images from files and bytes.
impl ImageEmbeddingInput {
    /// An image from a file: PNG, JPEG, GIF or WebP, told by its content. The file is read here, and blocks as long as that
    /// takes.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, larger than 64 MiB, or no such image.
    pub fn image_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::new(media::image_file_url(path.as_ref())?))
    }

    /// An image from its bytes: PNG, JPEG, GIF or WebP, told by its content.
    ///
    /// ```
    /// use azure_inference::models::ImageEmbeddingInput;
    ///
    /// let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    /// let input = ImageEmbeddingInput::image_bytes(png)?.with_text("a cat");
    /// assert_eq!(input.image, "data:image/png;base64,iVBORw0KGgo=");
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are none, or they are no such image.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::new(media::image_data_url(image.as_ref())?))
    }

    /// The same with a text that goes into the same vector.
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// One text or many; what [`EmbeddingsRequest::input`] takes.
///
/// ```
/// use azure_inference::Texts;
///
/// assert_eq!(Texts::from("a"), Texts::from(["a"]));
/// assert_eq!(Texts::from(vec!["a".to_owned()]), Texts::from(&["a"][..]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts(Vec<String>);

impl From<&str> for Texts {
    fn from(text: &str) -> Self {
        Self(vec![text.to_owned()])
    }
}

impl From<String> for Texts {
    fn from(text: String) -> Self {
        Self(vec![text])
    }
}

impl From<&String> for Texts {
    fn from(text: &String) -> Self {
        Self(vec![text.clone()])
    }
}

impl<T: Into<String>> From<Vec<T>> for Texts {
    fn from(texts: Vec<T>) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Texts {
    fn from(texts: [T; N]) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }
}

impl<T: Clone + Into<String>> From<&[T]> for Texts {
    fn from(texts: &[T]) -> Self {
        Self(texts.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Clone + Into<String>> From<&Vec<T>> for Texts {
    fn from(texts: &Vec<T>) -> Self {
        texts.as_slice().into()
    }
}

impl<T: Clone + Into<String>, const N: usize> From<&[T; N]> for Texts {
    fn from(texts: &[T; N]) -> Self {
        texts.as_slice().into()
    }
}
