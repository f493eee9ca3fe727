//! Image generation and image edits.

mod edit;
mod response;
mod shape;
mod stream;

use std::path::Path;
use std::pin::pin;

use crate::client::Client;
use crate::client::call::Steps;
use crate::client::settings::{Builder, Operation, RequestScope};
use crate::error::Result;
use crate::models::{
    ImageBackground, ImageGenerationOutputFormat, ImageGenerationPrompt, ImageGenerationQuality,
    ImageGenerationsOptions, ImageGenerationsOptionsSize, ImageGenerationsResult, ImageModeration,
};
use crate::raw::{self, Body};
use crate::transport::Decoded;
use crate::transport::media;
use crate::transport::telemetry::CallSpan;

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
pub type ImagesRequest = Builder<RequestScope<ImageGenerationsOptions>>;

/// Images.
impl Client {
    /// Returns a request builder for the generation of images from a prompt.
    pub fn images(&self, prompt: impl Into<String>) -> ImagesRequest {
        Builder::start(self.clone(), Box::new(ImageGenerationsOptions::new(prompt)), ())
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
}

/// The body of an image generation or edit.
pub(crate) trait ImageBody: Operation + Body<Response = ImageGenerationsResult> {
    /// The name of the operation in the OpenAPI document.
    const NAME: &'static str;
    const STREAM: &'static Steps<Self>;

    fn options_mut(&mut self) -> &mut ImageGenerationsOptions;
}

impl Operation for ImageGenerationsOptions {
    const SEND: &'static Steps<Self> =
        &Steps { set_defaults: |_, _| {}, check: shape::validate, build: raw::build_request };
}

impl ImageBody for ImageGenerationsOptions {
    const NAME: &'static str = "get_image_generations";
    const STREAM: &'static Steps<Self> =
        &Steps { set_defaults: |_, _| {}, check: shape::validate_stream, build: raw::image_stream_request };

    fn options_mut(&mut self) -> &mut Self {
        self
    }
}

const NO_IMAGES: &str = "the response has no images";

/// Image generation and edits.
#[allow(private_bounds, reason = "the set of bodies is closed")]
impl<B: ImageBody> Builder<RequestScope<B>> {
    /// Sends the request and returns the images.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`](crate::Error::is_input)), such as an input file of an edit that is not an
    /// image, the endpoint does not support the operation, the service can't be reached or returns an error, or the response
    /// has no images.
    pub async fn send(self) -> Result<ImagesResponse> {
        let (context, mut call) = self.0.call.prepare(self.0.body, B::SEND)?;
        let span = CallSpan::images(&context, call.body.options_mut());
        let sent = span.run(pin!(raw::send::<ImageGenerationsResult>(&context, &mut call))).await;
        let Decoded { value: result, response } = sent?;
        span.response_identity(result.id.as_deref(), result.model.as_deref());
        let usage = result.usage.as_ref();
        span.tokens(usage.and_then(|usage| usage.input_tokens), usage.and_then(|usage| usage.output_tokens));
        if result.data.as_ref().is_none_or(Vec::is_empty) {
            let error = context.error_of(&response, None, NO_IMAGES);
            span.fail(&error);
            return Err(error);
        }
        Ok(ImagesResponse { result: *result, response })
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
        let (context, mut call) = self.0.call.prepare(self.0.body, B::STREAM)?;
        let span = CallSpan::images(&context, call.body.options_mut());
        context.endpoint().check_operation(B::NAME).inspect_err(|error| span.fail(error))?;
        ImageStream::open(context, &mut call, span).await
    }

    /// Sets the size: a preset such as `"1024x1024"` or, on the v1 route and deployments, `"auto"`; or width and height
    /// in pixels, such as `(1024, 768)`. Required except on the v1 route and deployments.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.0.body.options_mut().size = Some(size.into());
        self
    }

    /// Sets the number of images. The service's default is 1.
    pub fn n(mut self, images: u32) -> Self {
        self.0.body.options_mut().n = Some(images.into());
        self
    }

    /// Sets the quality: `"low"`, `"medium"`, `"high"` or `"auto"` on the v1 route and deployments, `"standard"` or
    /// `"hd"` elsewhere.
    pub fn quality(mut self, quality: impl Into<ImageGenerationQuality>) -> Self {
        self.0.body.options_mut().quality = Some(quality.into());
        self
    }

    /// Sets the file format: `"png"`, `"jpeg"` or `"webp"` on the v1 route and deployments, `"png"` or `"jpg"`
    /// elsewhere.
    pub fn output_format(mut self, format: impl Into<ImageGenerationOutputFormat>) -> Self {
        self.0.body.options_mut().output_format = Some(format.into());
        self
    }

    /// Sets the compression of JPEG and WebP images in percent, 0 to 100. Only the v1 route and deployments support it.
    pub fn output_compression(mut self, percent: u32) -> Self {
        self.0.body.options_mut().output_compression = Some(percent.into());
        self
    }

    /// Sets the background: `"transparent"`, `"opaque"` or `"auto"`. Only the v1 route and deployments support it.
    pub fn background(mut self, background: impl Into<ImageBackground>) -> Self {
        self.0.body.options_mut().background = Some(background.into());
        self
    }

    /// Sets the number of partial images that a `stream` yields before each final image, 0 to 3. Only
    /// the v1 route and deployments support it.
    pub fn partial_images(mut self, images: u32) -> Self {
        self.0.body.options_mut().partial_images = Some(images.into());
        self
    }

    /// Sets the field `user`: an opaque id of the end user for abuse monitoring. Except on the v1 route and
    /// deployments, it is sent as an extra parameter.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.0.body.options_mut().user = Some(user.into());
        self
    }

    /// Removes a parameter that is sent by default, by its name in the API: the client's `model` or, of a generation,
    /// `extra_parameters` for the `extra-parameters` header.
    pub fn unset(mut self, name: &str) -> Self {
        self.0.call.unset(&mut *self.0.body, name);
        self
    }
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
