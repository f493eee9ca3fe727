//! The response of an image request, and its image files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::error::{Error, Kind, Result};
use crate::models::{ImageGenerationItem, ImageGenerationUsage, ImageGenerationsResult, ImageStreamEvent};
use crate::transport::response::ResponseMetadata;

/// Response of an image generation or edit.
#[derive(Clone)]
pub struct ImagesResponse {
    pub(super) result: ImageGenerationsResult,
    pub(super) response: ResponseMetadata,
}

impl ImagesResponse {
    /// Returns the images, at least one. [`ImageGenerationItem::bytes`] returns the file of each.
    pub fn images(&self) -> &[ImageGenerationItem] {
        self.result.data.as_deref().unwrap_or_default()
    }

    /// Writes the images to files and returns their paths. Overwrites existing files, and blocks until all are written.
    ///
    /// A single image is written to `path`. Several images get a number before the extension, such as `cat-1.png` and
    /// `cat-2.png`.
    ///
    /// # Errors
    ///
    /// If an image is a URL or is not base64, or a file can't be written. The images before it have been written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
        let path = path.as_ref();
        let mut paths = Vec::new();
        for (index, image) in self.images().iter().enumerate() {
            let path = if self.images().len() == 1 { path.to_owned() } else { numbered(path, index + 1) };
            let fault = |error| Error::input("path", format!("{} can't be written", path.display())).with_source(error);
            fs::write(&path, image.bytes()?).map_err(fault)?;
            paths.push(path);
        }
        Ok(paths)
    }

    /// Returns the name of the model, as the service reports it; empty if it does not.
    pub fn model(&self) -> &str {
        self.result.model.as_deref().unwrap_or_default()
    }

    /// Returns the usage in images or tokens, if the service reports it.
    pub fn usage(&self) -> Option<&ImageGenerationUsage> {
        self.result.usage.as_ref()
    }

    /// Returns the whole decoded response, including unknown fields.
    pub fn result(&self) -> &ImageGenerationsResult {
        &self.result
    }

    /// Returns the metadata of the response: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.response
    }
}

impl fmt::Debug for ImagesResponse {
    /// Omits the images, which may be several megabytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let images = self.images().len();
        f.debug_struct("ImagesResponse")
            .field("images", &images)
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}

impl ImageGenerationItem {
    /// Decodes the image file, which is PNG unless the request set another format.
    ///
    /// # Errors
    ///
    /// If the image is a URL or missing, or is not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        decode(self.image.as_deref().or(self.b64_json.as_deref()), self.url.is_some())
    }
}

impl ImageStreamEvent {
    /// Decodes the file of a partial or final image.
    ///
    /// # Errors
    ///
    /// If the image is a URL or missing, or is not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        decode(self.b64_json.as_deref(), self.url.is_some())
    }

    /// Returns `true` for a partial image, which is followed by others up to the final image.
    pub fn is_partial(&self) -> bool {
        self.type_.as_deref().is_some_and(|kind| kind.ends_with(".partial_image"))
    }
}

fn decode(base64: Option<&str>, has_url: bool) -> Result<Vec<u8>> {
    let text = base64.ok_or_else(|| match has_url {
        true => Error::new(Kind::Decode, "the image is a URL instead of data; download it from `url`"),
        false => Error::new(Kind::Decode, "the image has no data"),
    })?;
    let base64 = text.split_once(";base64,").map_or(text, |(_, base64)| base64);
    let bytes = BASE64_STANDARD.decode(base64.trim());
    bytes.map_err(|error| Error::new(Kind::Decode, "the image is not base64").with_source(error))
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
    fn the_number_goes_before_the_extension() {
        for (path, expected) in [("cat.png", "cat-2.png"), ("a/b.c/cat", "a/b.c/cat-2"), ("cat.tar.gz", "cat.tar-2.gz")]
        {
            assert_eq!(numbered(Path::new(path), 2), Path::new(expected), "{path}");
        }
    }
}
