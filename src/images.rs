//! Images made after a text.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::call::{CallBuilder, call_methods, check_number};
use crate::client::Client;
use crate::error::{Error, Kind, Result};
use crate::media;
use crate::models::{
    ImageGenerationItem, ImageGenerationOutputFormat, ImageGenerationPrompt, ImageGenerationQuality,
    ImageGenerationsOptions, ImageGenerationsOptionsSize, ImageGenerationsResult,
};
use crate::raw;
use crate::response::ResponseInfo;
use crate::telemetry::CallSpan;
use crate::transport::Answered;

/// Images to be made; begun by [`Client::generate_images`](crate::Client::generate_images).
///
/// Foundry models, serverless and managed compute endpoints have the operation, from version `2025-05-01-preview` of the
/// interface on: that one is sent unless the client or its URL names another. The v1 route and deployments have another
/// operation, which this crate does not know: there it is an error.
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
    sendable,
    "generate_images(\"A lighthouse\").size(\"1024x1024\")"
);

impl ImageGenerationRequest {
    pub(crate) fn new(client: Client, prompt: String) -> Self {
        let call = CallBuilder::new(client);
        let body = call.take_body(ImageGenerationsOptions::new(prompt));
        Self { call, body }
    }

    /// The size, which must be said: a preset such as `"1024x1024"`, or width and height in pixels, `(1024, 768)`.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.body.size = Some(size.into());
        self
    }

    /// How many images to make; one unless this says otherwise.
    pub fn n(mut self, images: u32) -> Self {
        self.body.n = Some(images.into());
        self
    }

    /// How much care goes into the images: `standard` or `hd`.
    pub fn quality(mut self, quality: impl Into<ImageGenerationQuality>) -> Self {
        self.body.quality = Some(quality.into());
        self
    }

    /// The file format of the images: `png` or `jpg`.
    pub fn output_format(mut self, format: impl Into<ImageGenerationOutputFormat>) -> Self {
        self.body.output_format = Some(format.into());
        self
    }

    /// What the images should not show.
    pub fn negative_prompt(mut self, prompt: impl Into<String>) -> Self {
        self.body.negative_prompt = Some(prompt.into());
        self
    }

    /// An image to start from, and how closely to follow it.
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

    /// Asks for the same images to the same request, as far as the service can promise it.
    pub fn seed(mut self, seed: i64) -> Self {
        self.body.seed = Some(seed);
        self
    }

    /// Takes back a parameter that is set by default, by its name in the API: the client's `model`, and
    /// `extra_parameters`, the header that extras are sent with.
    pub fn unset(mut self, name: &str) -> Self {
        match strength(&self.body) {
            Ok(()) => self.call.unset(&mut self.body, name),
            Err(error) => self.call.note(&error),
        }
        self
    }

    /// Asks, and waits for the images.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`]), the endpoint does not have the operation, the service can't be
    /// reached, answers with an error, or answers no images.
    pub async fn send(mut self) -> Result<GeneratedImages> {
        let context = self.call.prepare(&mut self.body, sendable)?;
        let span = CallSpan::images(&context, &self.body);
        let Answered { value: result, response } = span.run(pin!(raw::send(&context, &self.body))).await?;
        span.answered_by(result.id.as_deref(), result.model.as_deref());
        if result.data.as_ref().is_none_or(Vec::is_empty) {
            let error = context.error_of(&response, None, "the answer has no images");
            span.fail(&error);
            return Err(error);
        }
        Ok(GeneratedImages { result: *result, response })
    }

    fn whole_body(&self) -> ImageGenerationsOptions {
        self.body.clone()
    }
}

fn sendable(body: &mut ImageGenerationsOptions) -> Result<()> {
    if body.size.is_none() {
        return Err(Error::input("size", "there is none: name a preset such as 1024x1024, or a width and a height"));
    }
    strength(body)
}

fn strength(body: &ImageGenerationsOptions) -> Result<()> {
    check_number("image_prompt", body.image_prompt.as_ref().and_then(|image| image.strength))
}

/// Images that were made.
#[derive(Clone)]
pub struct GeneratedImages {
    result: ImageGenerationsResult,
    response: ResponseInfo,
}

impl GeneratedImages {
    /// The images, at least one. [`ImageGenerationItem::bytes`] has the file of each.
    pub fn images(&self) -> &[ImageGenerationItem] {
        self.result.data.as_deref().unwrap_or_default()
    }

    /// Writes the images to files, over those that are there, and says which: one goes to `path`, of several each gets its
    /// number before the extension, `cat-1.png`, `cat-2.png`. It blocks while it writes.
    ///
    /// # Errors
    ///
    /// If an image is not base64, or a file can't be written; those before it are.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
        let path = path.as_ref();
        let save = |(place, image): (usize, &ImageGenerationItem)| {
            let path = if self.images().len() == 1 { path.to_owned() } else { numbered(path, place + 1) };
            match fs::write(&path, image.bytes()?) {
                Ok(()) => Ok(path),
                Err(error) => {
                    Err(Error::input("path", format!("{} can't be written", path.display())).with_source(error))
                }
            }
        };
        self.images().iter().enumerate().map(save).collect()
    }

    /// The model that made them, as the service names it; empty if it does not.
    pub fn model(&self) -> &str {
        self.result.model.as_deref().unwrap_or_default()
    }

    /// All that was decoded: images, id, time, usage, what the document does not know.
    pub fn result(&self) -> &ImageGenerationsResult {
        &self.result
    }

    /// What came with it: status, headers, ids, rate limits, the number of tries.
    pub fn response(&self) -> &ResponseInfo {
        &self.response
    }
}

impl fmt::Debug for GeneratedImages {
    /// Without the images, which may be of megabytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let images = self.images().len();
        f.debug_struct("GeneratedImages")
            .field("images", &images)
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
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

/// The file of an image.
impl ImageGenerationItem {
    /// The bytes of the image's file, PNG unless the request asked for another format.
    ///
    /// # Errors
    ///
    /// If there are none, or they are not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let text = self.image.as_deref().or(self.b64_json.as_deref());
        let text = text.ok_or_else(|| Error::new(Kind::Decode, self.without_bytes()))?;
        let base64 = text.split_once(";base64,").map_or(text, |(_, base64)| base64);
        let bytes = BASE64_STANDARD.decode(base64.trim());
        bytes.map_err(|error| Error::new(Kind::Decode, "the image is not base64").with_source(error))
    }

    fn without_bytes(&self) -> &'static str {
        if self.url.is_some() {
            return "the image came as a URL and not as bytes; download it from `url`";
        }
        "the image has no bytes"
    }
}

fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_numbered_before_their_extension() {
        let check = |path: &str, expected: &str| assert_eq!(numbered(Path::new(path), 2), Path::new(expected));
        check("cat.png", "cat-2.png");
        check("a/b.c/cat", "a/b.c/cat-2");
        check("cat.tar.gz", "cat.tar-2.gz");
    }
}
