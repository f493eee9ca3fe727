//! Images made after a text.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::call::{CallBuilder, call_methods, check_number};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::models::{
    ImageGenerationItem, ImageGenerationOutputFormat, ImageGenerationPreset, ImageGenerationPrompt,
    ImageGenerationQuality, ImageGenerationsOptions, ImageGenerationsOptionsSize, ImageGenerationsResult,
};
use crate::raw;
use crate::response::ResponseInfo;
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
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::images([b"\x89PNG"]));
/// # let client = service.client();
/// # let folder = std::env::temp_dir();
/// let images = client.generate_images("A lighthouse at dusk").size("1024x1024").quality("hd").send().await?;
/// images.save(folder.join("lighthouse.png"))?;
/// # std::fs::remove_file(folder.join("lighthouse.png"))?;
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
        let body = call.take_body(ImageGenerationsOptions::new(prompt, no_size()));
        Self { call, body }
    }

    /// The size, which must be said: a preset such as `"1024x1024"`, or width and height in pixels, `(1024, 768)`.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.body.size = size.into();
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

    /// An image to start from, as a data URL, and how closely to follow it.
    ///
    /// ```no_run
    /// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
    /// use azure_inference::models::ImageGenerationPrompt;
    ///
    /// let mut sketch = ImageGenerationPrompt::new("data:image/png;base64,iVBORw0KGgo=");
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
    /// reached, answers with an error, or answers something that is no image.
    pub async fn send(self) -> Result<GeneratedImages> {
        let (context, body) = self.call.prepare(self.body, sendable)?;
        let Answered { mut value, response } = raw::send(&context, &body).await?;
        match decoded(value.data.take().unwrap_or_default()) {
            Ok(images) => Ok(GeneratedImages { images, result: value, response }),
            Err(fault) => Err(context.error_of(&response, None, &fault)),
        }
    }

    fn whole_body(&self) -> ImageGenerationsOptions {
        self.body.clone()
    }
}

/// In place of a size until there is one.
fn no_size() -> ImageGenerationPreset {
    ImageGenerationPreset::Other(String::new())
}

fn sendable(body: &ImageGenerationsOptions) -> Result<()> {
    if body.size == no_size().into() {
        return Err(Error::input("size", "there is none: name a preset such as 1024x1024, or a width and a height"));
    }
    strength(body)
}

fn strength(body: &ImageGenerationsOptions) -> Result<()> {
    check_number("image_prompt", body.image_prompt.as_ref().and_then(|image| image.strength))
}

fn decoded(items: Vec<ImageGenerationItem>) -> Result<Vec<GeneratedImage>, String> {
    if items.is_empty() {
        return Err("the answer has no images".to_owned());
    }
    let decoded = items.into_iter().enumerate().map(|(place, mut item)| {
        let text = item.image.take();
        // Servers that are compatible with OpenAI have another name for it.
        let text = text.or_else(|| item.extra.get("b64_json")?.as_str().map(str::to_owned));
        let text = text.ok_or_else(|| format!("image {place} has no bytes"))?;
        let base64 = text.split_once(";base64,").map_or(text.as_str(), |(_, base64)| base64);
        let bytes = BASE64_STANDARD.decode(base64.trim());
        let bytes = bytes.map_err(|error| format!("image {place} is not base64: {error}"))?;
        Ok(GeneratedImage { bytes, seed: item.seed })
    });
    decoded.collect()
}

/// Images that were made.
#[derive(Clone, Debug)]
pub struct GeneratedImages {
    images: Vec<GeneratedImage>,
    result: ImageGenerationsResult,
    response: ResponseInfo,
}

impl GeneratedImages {
    /// The images, at least one.
    pub fn images(&self) -> &[GeneratedImage] {
        &self.images
    }

    /// Writes the images to files, over those that are there, and says which: one goes to `path`, of several each gets its
    /// number before the extension, `cat-1.png`, `cat-2.png`. It blocks while it writes.
    ///
    /// # Errors
    ///
    /// If a file can't be written; those before it are.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
        let path = path.as_ref();
        let save = |(place, image): (usize, &GeneratedImage)| {
            let path = if self.images.len() == 1 { path.to_owned() } else { numbered(path, place + 1) };
            fs::write(&path, &image.bytes).map(|()| path)
        };
        self.images.iter().enumerate().map(save).collect()
    }

    /// The model that made them, as the service names it; empty if it does not.
    pub fn model(&self) -> &str {
        self.result.model.as_deref().unwrap_or_default()
    }

    /// All that was decoded but the images: id, time, usage, what the document does not know.
    pub fn result(&self) -> &ImageGenerationsResult {
        &self.result
    }

    /// What came with it: status, headers, ids, rate limits, the number of tries.
    pub fn response(&self) -> &ResponseInfo {
        &self.response
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

/// An image that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct GeneratedImage {
    bytes: Vec<u8>,
    seed: Option<i64>,
}

impl GeneratedImage {
    /// The bytes of its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The seed with which to make it again, if the service says.
    pub fn seed(&self) -> Option<i64> {
        self.seed
    }
}

impl fmt::Debug for GeneratedImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, seed } = self;
        f.debug_struct("GeneratedImage").field("bytes", &bytes.len()).field("seed", seed).finish()
    }
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
