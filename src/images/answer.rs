//! Images that were made, and their files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::error::{Error, Kind, Result};
use crate::models::{ImageGenerationItem, ImageGenerationUsage, ImageGenerationsResult, ImageStreamEvent};
use crate::response::ResponseInfo;

/// Images that were made.
#[derive(Clone)]
pub struct GeneratedImages {
    result: ImageGenerationsResult,
    response: ResponseInfo,
}

impl GeneratedImages {
    pub(super) fn new(result: ImageGenerationsResult, response: ResponseInfo) -> Self {
        Self { result, response }
    }

    /// The images, at least one. [`ImageGenerationItem::bytes`] has the file of each.
    pub fn images(&self) -> &[ImageGenerationItem] {
        self.result.data.as_deref().unwrap_or_default()
    }

    /// Writes the images to files, over those that are there, and says which: one goes to `path`, of several each gets its
    /// number before the extension, `cat-1.png`, `cat-2.png`. It blocks while it writes.
    ///
    /// # Errors
    ///
    /// If an image came as a URL, is not base64, or a file can't be written; those before it are.
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

    /// The images or tokens that were counted, if the service says.
    pub fn usage(&self) -> Option<&ImageGenerationUsage> {
        self.result.usage.as_ref()
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

/// The file of an image.
impl ImageGenerationItem {
    /// The bytes of the image's file, PNG unless the request asked for another format.
    ///
    /// # Errors
    ///
    /// If there are none, or they are not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        decoded(self.image.as_deref().or(self.b64_json.as_deref()), self.url.is_some())
    }
}

/// The file of a streamed image.
impl ImageStreamEvent {
    /// The bytes of the image's file, of an unfinished or of a whole one.
    ///
    /// # Errors
    ///
    /// If there are none, or they are not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        decoded(self.b64_json.as_deref(), self.url.is_some())
    }

    /// Returns `true` for an unfinished image; more follow until the whole one.
    pub fn is_partial(&self) -> bool {
        self.type_.as_deref().is_some_and(|kind| kind.ends_with(".partial_image"))
    }
}

fn decoded(base64: Option<&str>, has_url: bool) -> Result<Vec<u8>> {
    let Some(text) = base64 else {
        let by_url = "the image came as a URL and not as bytes; download it from `url`";
        return Err(Error::new(Kind::Decode, if has_url { by_url } else { "the image has no bytes" }));
    };
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
    fn files_are_numbered_before_their_extension() {
        let check = |path: &str, expected: &str| assert_eq!(numbered(Path::new(path), 2), Path::new(expected));
        check("cat.png", "cat-2.png");
        check("a/b.c/cat", "a/b.c/cat-2");
        check("cat.tar.gz", "cat.tar-2.gz");
    }
}
