//! Images that are generated and edited.

mod answer;
mod edit;
mod shape;
mod stream;

use std::path::Path;
use std::pin::pin;

use crate::call::{CallBuilder, call_methods};
use crate::client::Client;
use crate::error::Result;
use crate::media;
use crate::models::{
    ImageBackground, ImageGenerationOutputFormat, ImageGenerationPrompt, ImageGenerationQuality,
    ImageGenerationsOptions, ImageGenerationsOptionsSize, ImageGenerationsResult, ImageModeration,
};
use crate::raw;
use crate::telemetry::CallSpan;
use crate::transport::{Answered, CallContext, Source};

pub use answer::GeneratedImages;
pub use edit::ImageEditRequest;
pub use stream::ImageStream;

/// Request builder for generated images; created by [`Client::generate_images`](crate::Client::generate_images).
///
/// The kinds of endpoints have two shapes of one operation. On the v1 route and deployments it takes GPT image and FLUX models:
/// the size is text and may be left out, and there are `background`, `output_compression`, `moderation` and streams. Foundry
/// models, serverless and managed compute endpoints require a size and have `negative_prompt`, `image_prompt` and `seed`. A
/// parameter that the kind does not have is an input error; [`extra`](Self::extra) sends it all the same.
///
/// Only previews of the API have the operation, so the `api-version` is `preview` on v1, `2025-04-01-preview` on deployments
/// and `2025-05-01-preview` elsewhere, unless the client or its URL names another.
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::images([b"\x89PNG"]));
/// # let client = service.client();
/// # let folder = std::env::temp_dir();
/// let images = client.generate_images("A lighthouse at dusk").size("1024x1024").quality("hd").send().await?;
/// images.save(folder.join("lighthouse.png"))?;
/// # std::fs::remove_file(folder.join("lighthouse.png")).unwrap();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until `send`"]
pub struct ImageGenerationRequest {
    call: CallBuilder,
    body: ImageGenerationsOptions,
}

call_methods!(
    ImageGenerationRequest,
    ImageGenerationsOptions,
    whole_body,
    shape::sendable,
    raw::built_of,
    "generate_images(\"A lighthouse\").size(\"1024x1024\")"
);

impl ImageGenerationRequest {
    pub(crate) fn new(client: Client, prompt: String) -> Self {
        let call = CallBuilder::new(client);
        let body = call.take_body(ImageGenerationsOptions::new(prompt));
        Self { call, body }
    }

    /// Sets the size: a preset such as `"1024x1024"` or, on v1 and deployments, `"auto"`; or width and height in pixels,
    /// `(1024, 768)`. Only v1 and deployments can do without.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.body.size = Some(size.into());
        self
    }

    /// How many images to make; one unless this says otherwise.
    pub fn n(mut self, images: u32) -> Self {
        self.body.n = Some(images.into());
        self
    }

    /// Sets how much care goes into the images: `"low"`, `"medium"`, `"high"` or `"auto"` on v1 and deployments, `"standard"`
    /// or `"hd"` elsewhere.
    pub fn quality(mut self, quality: impl Into<ImageGenerationQuality>) -> Self {
        self.body.quality = Some(quality.into());
        self
    }

    /// Sets the file format of the images: `"png"`; `"jpeg"` or `"webp"` on v1 and deployments, `"jpg"` elsewhere.
    pub fn output_format(mut self, format: impl Into<ImageGenerationOutputFormat>) -> Self {
        self.body.output_format = Some(format.into());
        self
    }

    /// Sets the background: `"transparent"`, `"opaque"` or `"auto"`. Only v1 and deployments have it.
    pub fn background(mut self, background: impl Into<ImageBackground>) -> Self {
        self.body.background = Some(background.into());
        self
    }

    /// Sets how much JPEG and WebP images are compressed, 0 to 100. Only v1 and deployments have it.
    pub fn output_compression(mut self, percent: u32) -> Self {
        self.body.output_compression = Some(percent.into());
        self
    }

    /// Sets how strictly the prompt is moderated: `"auto"` or `"low"`. Only v1 and deployments have it.
    pub fn moderation(mut self, moderation: impl Into<ImageModeration>) -> Self {
        self.body.moderation = Some(moderation.into());
        self
    }

    /// Sets how many unfinished images a [`stream`](Self::stream) sends before each whole one, 0 to 3. Only v1 and
    /// deployments have it.
    pub fn partial_images(mut self, images: u32) -> Self {
        self.body.partial_images = Some(images.into());
        self
    }

    /// Sets an opaque id of the end user for abuse monitoring: the field `user`. To the other kinds it is an extra
    /// parameter.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.body.user = Some(user.into());
        self
    }

    /// What the images should not show. The v1 route and deployments do not have it.
    pub fn negative_prompt(mut self, prompt: impl Into<String>) -> Self {
        self.body.negative_prompt = Some(prompt.into());
        self
    }

    /// An image to start from, and how closely to follow it. For v1 and deployments see
    /// [`Client::edit_images`](crate::Client::edit_images).
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ImageGenerationPrompt;
    ///
    /// let mut sketch = ImageGenerationPrompt::image_file("sketch.png")?;
    /// sketch.strength = Some(0.7);
    /// let images = client.generate_images("A lighthouse").size((512, 512)).image_prompt(sketch).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn image_prompt(mut self, image: ImageGenerationPrompt) -> Self {
        self.body.image_prompt = Some(image);
        self
    }

    /// Asks for the same images to the same request, as far as the service can promise it. The v1 route and
    /// deployments do not have it.
    pub fn seed(mut self, seed: i64) -> Self {
        self.body.seed = Some(seed);
        self
    }

    /// Takes back a parameter that is set by default, by its name in the API: the client's `model`, and
    /// `extra_parameters`, the header that extras are sent with.
    pub fn unset(mut self, name: &str) -> Self {
        match shape::strength(&self.body) {
            Ok(()) => self.call.unset(&mut self.body, name),
            Err(error) => self.call.record_error(&error),
        }
        self
    }

    /// Asks, and waits for the images.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`](crate::Error::is_input)), the endpoint does not have the operation, the service can't be
    /// reached, answers with an error, or answers no images.
    pub async fn send(self) -> Result<GeneratedImages> {
        let body = Box::new(self.body);
        let (context, mut call) = self.call.prepare(body, |_, _| {}, shape::sendable, raw::built_of)?;
        let span = CallSpan::images(&context, &call.body);
        send(&context, &span, &mut call).await
    }

    /// Sends the request, and waits for the first event of a stream of unfinished and whole images. The v1 route and
    /// deployments have streams, of GPT image models.
    ///
    /// ```
    /// # use azure_inference::testing::{MockService, Reply};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> azure_inference::Result<()> {
    /// # let service = MockService::start().await;
    /// # service.reply(Reply::images([b"\x89PNG"]));
    /// # let client = service.client();
    /// let mut stream = client.generate_images("A lighthouse at dusk").partial_images(2).stream().await?;
    /// while let Some(event) = stream.next().await {
    ///     let event = event?;
    ///     let kind = if event.is_partial() { "unfinished" } else { "whole" };
    ///     println!("{kind}: {} bytes", event.bytes()?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and on kinds of endpoints that do not stream images.
    pub async fn stream(self) -> Result<ImageStream> {
        let body = Box::new(self.body);
        let (context, mut call) = self.call.prepare(body, |_, _| {}, shape::streamable, raw::image_stream_request)?;
        let span = CallSpan::images(&context, &call.body);
        ImageStream::open(context, &mut call, "get_image_generations", span).await
    }

    fn whole_body(&self) -> ImageGenerationsOptions {
        self.body.clone()
    }
}

const NO_IMAGES: &str = "the answer has no images";

/// Sends a request of either operation.
async fn send(context: &CallContext, span: &CallSpan, source: &mut dyn Source) -> Result<GeneratedImages> {
    let Answered { value: result, response } =
        span.run(pin!(raw::send::<ImageGenerationsResult>(context, source))).await?;
    span.answered_by(result.id.as_deref(), result.model.as_deref());
    let usage = result.usage.as_ref();
    span.tokens(usage.and_then(|usage| usage.input_tokens), usage.and_then(|usage| usage.output_tokens));
    if result.data.as_ref().is_none_or(Vec::is_empty) {
        let error = context.error_of(&response, None, NO_IMAGES);
        span.fail(&error);
        return Err(error);
    }
    Ok(GeneratedImages::new(*result, response))
}

/// Images from files and bytes.
impl ImageGenerationPrompt {
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
    /// # Errors
    ///
    /// If there are none, or they are no such image.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::new(media::image_data_url(image.as_ref())?))
    }
}
