//! Request builders for embeddings.

use std::path::Path;

use crate::client::Client;
use crate::client::call::{CallBuilder, Steps};
use crate::client::settings::{Builder, Operation, RequestScope};
use crate::embeddings::batches::{self, EmbeddingBody};
use crate::embeddings::response::EmbeddingsResponse;
use crate::embeddings::split::Limits;
use crate::error::{Error, Result};
use crate::models::{
    EmbeddingEncodingFormat, EmbeddingInputType, EmbeddingsInput, EmbeddingsOptions, ImageEmbeddingInput,
    ImageEmbeddingsOptions,
};
use crate::raw;
use crate::transport::Defaults;
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;

/// Request builder for embeddings of texts; created by [`Client::embeddings`](crate::Client::embeddings).
///
/// The response has one vector for each text, in the order of the texts. More texts than one request may have are sent in
/// several requests ([`batch_size`](Self::batch_size)), some of them concurrently, and their responses are joined.
///
/// Parameters that are not set are not sent, with one exception: on the v1 route and deployments the default
/// [`encoding_format`](Self::encoding_format) is base64, which is as exact as floats and several times faster to decode.
/// `unset("encoding_format")` removes it.
///
/// Settings that all requests share, such as [`model`](Self::model), [`header`](Self::header), [`timeouts`](Self::timeouts),
/// [`retry`](Self::retry) and [`extra`](Self::extra), are defined by [`Builder`].
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
#[doc(alias("CreateEmbeddingRequest", "embed"))]
pub type EmbeddingsRequest = Builder<RequestScope<EmbeddingsOptions, Limits>>;

/// Embeddings.
impl Client {
    /// Returns a request builder for embeddings of texts.
    pub fn embeddings(&self) -> EmbeddingsRequest {
        Builder::start(self.clone(), Box::default(), Limits::new(self))
    }

    /// Returns a request builder for embeddings of images.
    pub fn image_embeddings(&self) -> ImageEmbeddingsRequest {
        Builder::start(self.clone(), Box::default(), Limits::new(self))
    }
}

impl EmbeddingsRequest {
    /// Adds one or more texts: a `&str`, a `String`, or an array, a slice or a `Vec` of them.
    pub fn input(mut self, texts: impl Into<Texts>) -> Self {
        self.0.body.input.extend(texts.into().0.into_iter().map(EmbeddingsInput::from));
        self
    }
}

/// Request builder for embeddings of images; created by [`Client::image_embeddings`](crate::Client::image_embeddings).
///
/// The response has one vector for each image together with its optional text, in the order of the images. Foundry models,
/// serverless and managed compute endpoints support the operation; the v1 route and deployments do not.
///
/// Settings that all requests share, such as [`model`](Self::model), [`header`](Self::header), [`timeouts`](Self::timeouts),
/// [`retry`](Self::retry) and [`extra`](Self::extra), are defined by [`Builder`].
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
pub type ImageEmbeddingsRequest = Builder<RequestScope<ImageEmbeddingsOptions, Limits>>;

impl ImageEmbeddingsRequest {
    /// Adds an image with an optional text: a file or bytes as [`ImageEmbeddingInput`], or a data URL such as
    /// `data:image/png;base64,…`.
    pub fn image(mut self, image: impl Into<ImageEmbeddingInput>) -> Self {
        self.0.body.input.push(image.into());
        self
    }
}

impl<B: EmbeddingBody> Operation<Limits> for B {
    const SEND: &'static Steps<Self> =
        &Steps { set_defaults: request_base64, check: B::CHECK, build: raw::build_request };

    /// The first batch, which usually is the only one.
    fn limit(&mut self, limits: &Limits) {
        let inputs = self.fields().input;
        inputs.truncate(limits.first_batch::<B>(inputs));
    }
}

/// The parameters of embeddings of texts and of images.
#[allow(private_bounds, reason = "the set of bodies is closed")]
impl<B: EmbeddingBody> Builder<RequestScope<B, Limits>> {
    /// Sends all inputs and returns their vectors.
    ///
    /// If the inputs are sent in several requests, the timeouts and the retry policy apply to each of them.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`]), the service can't be reached or returns an error, or the
    /// response does not have a vector for each input. Of several failed requests the first error is returned;
    /// [`Error::partial_embeddings`] has the vectors of the successful requests and the inputs without a vector.
    /// After an error that is about the inputs (400, 413, 422) the other requests are still sent; after any other
    /// error no further request is started.
    pub async fn send(self) -> Result<EmbeddingsResponse> {
        batches::send(self.0.call, *self.0.body, self.0.settings).await
    }

    /// Sets the number of dimensions of the vectors. Models with a fixed number reject it.
    pub fn dimensions(mut self, dimensions: u32) -> Self {
        *self.0.body.fields().dimensions = Some(dimensions.into());
        self
    }

    /// Sets what the inputs are used for. Some models embed queries and documents differently.
    pub fn input_type(mut self, input_type: impl Into<EmbeddingInputType>) -> Self {
        *self.0.body.fields().input_type = Some(input_type.into());
        self
    }

    /// Sets the encoding format of the vectors, and thus the variant of [`Embedding`](crate::Embedding). Both floats
    /// and base64 are decoded as [`Float`](crate::Embedding::Float).
    pub fn encoding_format(mut self, format: impl Into<EmbeddingEncodingFormat>) -> Self {
        *self.0.body.prepared_mut() = Some(format.into());
        self
    }

    /// Sets the maximum number of inputs of one request. The default is 2,048, and 96 for Foundry models, serverless
    /// and managed compute endpoints.
    ///
    /// The v1 route and deployments accept about 300,000 tokens per request, so requests are also split by an
    /// estimate of their tokens there. A request that the service rejects as too large is split in two and sent
    /// again, down to one input.
    pub fn batch_size(mut self, inputs: usize) -> Self {
        self.0.settings.inputs = inputs;
        if inputs == 0 {
            self.0.call.record_invalid("batch_size", "it must be at least 1");
        }
        self
    }

    /// Sets the maximum number of concurrent requests if the inputs are sent in several. The default is 4.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.0.settings.concurrency = requests;
        if requests == 0 {
            self.0.call.record_invalid("concurrency", "it must be at least 1");
        }
        self
    }

    /// Sets an existing request body, in place of everything set before. The client's model is added if the body has
    /// none.
    ///
    /// Any JSON of the API can be deserialized: unknown fields go into `extra`, and a single input is sent as a list of one.
    pub fn body(self, body: B) -> Self {
        self.set_body(body)
    }

    /// Removes a parameter that is sent by default, by its name in the API: the client's `model`, `encoding_format`,
    /// or `extra_parameters` for the `extra-parameters` header.
    pub fn unset(mut self, name: &str) -> Self {
        if name == "encoding_format" {
            let options = self.0.call.options_mut();
            options.unset = options.unset.with(Defaults::ENCODING_FORMAT);
        }
        self.0.call.unset(&mut *self.0.body, name);
        self
    }
}

/// Requests base64 by default.
fn request_base64<B: EmbeddingBody>(call: &mut CallBuilder, body: &mut B) {
    if call.client.endpoint_kind().is_openai()
        && body.prepared_mut().is_none()
        && call.sends_by_default(Defaults::ENCODING_FORMAT, body.model_mut().as_deref())
    {
        *body.prepared_mut() = Some(EmbeddingEncodingFormat::Base64);
    }
}

pub(super) fn check<B: EmbeddingBody>(body: &mut B, _: EndpointKind) -> Result<()> {
    if body.fields().input.is_empty() {
        return Err(Error::input("input", "the list is empty; add at least one input"));
    }
    Ok(())
}

pub(super) fn check_images(body: &mut ImageEmbeddingsOptions, kind: EndpointKind) -> Result<()> {
    check(body, kind)?;
    match body.input.iter().position(|input| input.image.is_empty()) {
        Some(position) => Err(Error::input("input", format!("image {position} is empty"))),
        None => Ok(()),
    }
}

impl ImageEmbeddingInput {
    /// Creates an input from an image file: PNG, JPEG, GIF or WebP, detected by its content. Reads the file now and blocks
    /// until it is read.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, is larger than 64 MiB, or is not such an image.
    pub fn image_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::new(media::image_file_url(path.as_ref())?))
    }

    /// Creates an input from the bytes of an image: PNG, JPEG, GIF or WebP, detected by their content.
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
    /// If the bytes are empty or are not such an image.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::new(media::image_data_url(image.as_ref())?))
    }

    /// Sets a text that is embedded together with the image, into the same vector.
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// One or more texts; the argument of [`EmbeddingsRequest::input`].
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
