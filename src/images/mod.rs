//! Image generation and image edits.

mod edit;
mod response;
mod shape;
mod stream;

use std::path::Path;
use std::pin::pin;

use crate::client::Client;
use reqwest::Request;

use crate::client::call::{CallBuilder, Check};
use crate::client::settings::{Builder, OperationScope, RequestScope};
use crate::error::Result;
use crate::models::{
    ImageBackground, ImageGenerationOutputFormat, ImageGenerationPrompt, ImageGenerationQuality,
    ImageGenerationsOptions, ImageGenerationsOptionsSize, ImageGenerationsResult, ImageModeration,
};
use crate::raw;
use crate::transport::media;
use crate::transport::telemetry::CallSpan;
use crate::transport::{CallContext, Decoded, Source};

pub use edit::ImageEditsRequest;
pub use response::ImagesResponse;
pub use stream::ImageStream;

/// Request builder for image generation; created by [`Client::images`](crate::Client::images).
///
/// The parameters depend on the kind of endpoint:
///
/// - The v1 route and deployments serve GPT image and FLUX models. The size is optional, and there are `background`,
///   `output_compression`, `moderation` and streams.
/// - Foundry models, serverless and managed compute endpoints require a size, and have `negative_prompt`, `image_prompt` and
///   `seed`.
///
/// A parameter that the kind does not support is an input error; [`extra`](Self::extra) sends it anyway.
///
/// Only preview versions of the API have the operation, so the default `api-version` is `preview` on the v1 route,
/// `2025-04-01-preview` on deployments and `2025-05-01-preview` elsewhere.
///
/// Settings that all requests share, such as [`model`](Self::model), [`header`](Self::header), [`timeouts`](Self::timeouts),
/// [`retry`](Self::retry) and [`extra`](Self::extra), are defined by [`Builder`].
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::images([b"\x89PNG"]));
/// # let client = service.client();
/// # let folder = std::env::temp_dir();
/// let images = client.images("A lighthouse at dusk").size("1024x1024").quality("hd").send().await?;
/// images.save(folder.join("lighthouse.png"))?;
/// # std::fs::remove_file(folder.join("lighthouse.png")).unwrap();
/// # Ok(())
/// # }
/// ```
pub type ImagesRequest = Builder<ImagesScope<Generation>>;

/// Images.
impl Client {
    /// Returns a request builder for the generation of images from a prompt.
    pub fn images(&self, prompt: impl Into<String>) -> ImagesRequest {
        ImagesScope::new(self.clone(), prompt.into(), Generation)
    }
}

impl ImagesRequest {
    /// Sends the request and returns the images.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`](crate::Error::is_input)), the endpoint does not support the operation,
    /// the service can't be reached or returns an error, or the response has no images.
    pub async fn send(self) -> Result<ImagesResponse> {
        let (context, mut call) =
            self.0.call.prepare(Box::new(self.0.body), |_, _| {}, shape::validate, raw::build_request)?;
        let span = CallSpan::images(&context, &call.body);
        send(&context, &span, &mut call).await
    }

    /// Sends the request and returns a stream of partial and final images. Waits for the first event. The v1 route and
    /// deployments support streams, with GPT image models.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::images([b"\x89PNG"]));
    /// # let client = service.client();
    /// let mut stream = client.images("A lighthouse at dusk").partial_images(2).stream().await?;
    /// while let Some(event) = stream.next().await {
    ///     let event = event?;
    ///     let kind = if event.is_partial() { "partial" } else { "final" };
    ///     println!("{kind}: {} bytes", event.bytes()?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and if the kind of endpoint does not support streams of images.
    pub async fn stream(self) -> Result<ImageStream> {
        let body = Box::new(self.0.body);
        let (context, mut call) =
            self.0.call.prepare(body, |_, _| {}, shape::validate_stream, raw::image_stream_request)?;
        let span = CallSpan::images(&context, &call.body);
        ImageStream::open(context, &mut call, "get_image_generations", span).await
    }
}

impl ImagesRequest {
    /// Sets how strictly the prompt is moderated: `"auto"` or `"low"`. Only the v1 route and deployments support it.
    pub fn moderation(mut self, moderation: impl Into<ImageModeration>) -> Self {
        self.0.body.moderation = Some(moderation.into());
        self
    }

    /// Sets the negative prompt: what the images should not show. The v1 route and deployments do not support it.
    pub fn negative_prompt(mut self, prompt: impl Into<String>) -> Self {
        self.0.body.negative_prompt = Some(prompt.into());
        self
    }

    /// Sets an image to start from, and how closely to follow it. The v1 route and deployments do not support it; see
    /// [`Client::image_edits`](crate::Client::image_edits).
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ImageGenerationPrompt;
    ///
    /// let mut sketch = ImageGenerationPrompt::image_file("sketch.png")?;
    /// sketch.strength = Some(0.7);
    /// let images = client.images("A lighthouse").size((512, 512)).image_prompt(sketch).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn image_prompt(mut self, image: ImageGenerationPrompt) -> Self {
        self.0.body.image_prompt = Some(image);
        self
    }

    /// Sets the seed. The service then tries to generate the same images for the same request, but does not guarantee it. The
    /// v1 route and deployments do not support it.
    pub fn seed(mut self, seed: i64) -> Self {
        self.0.body.seed = Some(seed);
        self
    }

    /// Sets an existing request body, in place of everything set before. The client's model is added if the body has
    /// none.
    ///
    /// Any JSON of the API can be deserialized: unknown fields go into `extra`.
    pub fn body(self, body: ImageGenerationsOptions) -> Self {
        self.set_body(body)
    }

    /// Removes a parameter that is sent by default, by its name in the API: the client's `model`, or `extra_parameters` for the
    /// `extra-parameters` header.
    pub fn unset(mut self, name: &str) -> Self {
        self.0.call.unset(&mut self.0.body, name);
        self
    }
}

/// The state of an image request: what both operations have, and what one of them has.
#[derive(Clone, Debug)]
pub struct ImagesScope<O> {
    call: CallBuilder,
    body: ImageGenerationsOptions,
    operation: O,
}

/// The operation of an [`ImagesRequest`].
#[derive(Clone, Debug)]
pub struct Generation;

impl<O> ImagesScope<O> {
    fn new(client: Client, prompt: String, operation: O) -> Builder<Self> {
        let call = CallBuilder::new(client);
        let body = call.take_body(ImageGenerationsOptions::new(prompt));
        Builder(Self { call, body, operation })
    }
}

impl<O> RequestScope for ImagesScope<O> {
    fn call_mut(&mut self) -> &mut CallBuilder {
        &mut self.call
    }
}

impl OperationScope for ImagesScope<Generation> {
    type Body = ImageGenerationsOptions;
    type Sent = ImageGenerationsOptions;
    const VALIDATE: Check<ImageGenerationsOptions> = shape::validate;

    fn body_mut(&mut self) -> &mut ImageGenerationsOptions {
        &mut self.body
    }

    fn first_request(&self) -> (CallBuilder, ImageGenerationsOptions) {
        (self.call.clone(), self.body.clone())
    }

    fn build(context: &CallContext, body: &ImageGenerationsOptions) -> Result<Request> {
        raw::build_request(context, body)
    }
}

/// The parameters of both operations.
impl<O> Builder<ImagesScope<O>> {
    /// Sets the size: a preset such as `"1024x1024"` or, on the v1 route and deployments, `"auto"`; or width and height
    /// in pixels, such as `(1024, 768)`. Required except on the v1 route and deployments.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.0.body.size = Some(size.into());
        self
    }

    /// Sets the number of images. The service's default is 1.
    pub fn n(mut self, images: u32) -> Self {
        self.0.body.n = Some(images.into());
        self
    }

    /// Sets the quality: `"low"`, `"medium"`, `"high"` or `"auto"` on the v1 route and deployments, `"standard"` or
    /// `"hd"` elsewhere.
    pub fn quality(mut self, quality: impl Into<ImageGenerationQuality>) -> Self {
        self.0.body.quality = Some(quality.into());
        self
    }

    /// Sets the file format: `"png"`, `"jpeg"` or `"webp"` on the v1 route and deployments, `"png"` or `"jpg"`
    /// elsewhere.
    pub fn output_format(mut self, format: impl Into<ImageGenerationOutputFormat>) -> Self {
        self.0.body.output_format = Some(format.into());
        self
    }

    /// Sets the compression of JPEG and WebP images in percent, 0 to 100. Only the v1 route and deployments support it.
    pub fn output_compression(mut self, percent: u32) -> Self {
        self.0.body.output_compression = Some(percent.into());
        self
    }

    /// Sets the background: `"transparent"`, `"opaque"` or `"auto"`. Only the v1 route and deployments support it.
    pub fn background(mut self, background: impl Into<ImageBackground>) -> Self {
        self.0.body.background = Some(background.into());
        self
    }

    /// Sets the number of partial images that a `stream` yields before each final image, 0 to 3. Only
    /// the v1 route and deployments support it.
    pub fn partial_images(mut self, images: u32) -> Self {
        self.0.body.partial_images = Some(images.into());
        self
    }

    /// Sets the field `user`: an opaque id of the end user for abuse monitoring. Except on the v1 route and
    /// deployments, it is sent as an extra parameter.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.0.body.user = Some(user.into());
        self
    }
}

const NO_IMAGES: &str = "the response has no images";

/// Sends a request of either operation.
async fn send(context: &CallContext, span: &CallSpan, source: &mut dyn Source) -> Result<ImagesResponse> {
    let Decoded { value: result, response } =
        span.run(pin!(raw::send::<ImageGenerationsResult>(context, source))).await?;
    span.response_identity(result.id.as_deref(), result.model.as_deref());
    let usage = result.usage.as_ref();
    span.tokens(usage.and_then(|usage| usage.input_tokens), usage.and_then(|usage| usage.output_tokens));
    if result.data.as_ref().is_none_or(Vec::is_empty) {
        let error = context.error_of(&response, None, NO_IMAGES);
        span.fail(&error);
        return Err(error);
    }
    Ok(ImagesResponse::new(*result, response))
}

impl ImageGenerationPrompt {
    /// Creates an image prompt from an image file: PNG, JPEG, GIF or WebP, detected by its content. Reads the file now and
    /// blocks until it is read.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, is larger than 64 MiB, or is not such an image.
    pub fn image_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::new(media::image_file_url(path.as_ref())?))
    }

    /// Creates an image prompt from the bytes of an image: PNG, JPEG, GIF or WebP, detected by their content.
    ///
    /// # Errors
    ///
    /// If the bytes are empty or are not such an image.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::new(media::image_data_url(image.as_ref())?))
    }
}
