//! Images and audio in messages, and the audio of a response.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use url::Url;

use crate::error::{Error, Kind, Result};
use crate::models::{
    AudioContentFormat, ChatCompletionsAudio, ChatMessageAudioUrl, ChatMessageContentItem, ChatMessageImageDetailLevel,
    ChatMessageImageUrl, ChatMessageInputAudio, ChatRequestMessageContent,
};

/// The maximum file size. No service accepts more.
const MAX_FILE_SIZE: u64 = 64 << 20;

/// The media types of images that models support.
const IMAGES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Content parts with images and audio. [`text`](Self::text) is a text part. For [`image_url`](Self::image_url) and
/// [`audio_url`](Self::audio_url), the service downloads the URL.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::models::ChatMessageContentItem as Part;
///
/// let response = client
///     .chat()
///     .user([
///         Part::text("Which of the two has the longer tail?"),
///         Part::image_file("cat.png")?,
///         Part::image_url("https://images.example/dog.jpeg").detail("low"),
///     ])
///     .send()
///     .await?;
/// println!("{}", response.text());
/// # Ok(())
/// # }
/// ```
impl ChatMessageContentItem {
    /// Returns an image part from a PNG, JPEG, GIF or WebP file. The format is detected from the content. The image is sent
    /// as a data URL, which is a third larger than the file. This function reads the file and blocks.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, is larger than 64 MiB, or has another format. For other formats, pass a data URL to
    /// [`image_url`](Self::image_url).
    pub fn image_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::image_url(image_file_url(path.as_ref())?))
    }

    /// Returns an image part from the bytes of a PNG, JPEG, GIF or WebP image. The format is detected from the content.
    ///
    /// ```
    /// use azure_inference::models::ChatMessageContentItem;
    ///
    /// # let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    /// let part = ChatMessageContentItem::image_bytes(png)?;
    /// # assert!(ChatMessageContentItem::image_bytes("not an image").unwrap_err().is_input());
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the image is empty or has another format.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::image_url(image_data_url(image.as_ref())?))
    }

    /// Sets the detail level of an image part: `"low"`, `"high"` or `"auto"`. Has no effect on other parts.
    pub fn detail(mut self, detail: impl Into<ChatMessageImageDetailLevel>) -> Self {
        if let Self::ImageUrl { image_url, .. } = &mut self {
            image_url.detail = Some(detail.into());
        }
        self
    }

    /// Returns an audio part from a WAV or MP3 file. The format is detected from the content. This function reads the file and
    /// blocks.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, is larger than 64 MiB, or has another format. For other formats, use
    /// [`ChatMessageInputAudio::new`].
    pub fn audio_file(path: impl AsRef<Path>) -> Result<Self> {
        read("audio", path.as_ref(), |recording| audio(&recording))
    }

    /// Returns an audio part from the bytes of a WAV or MP3 recording. The format is detected from the content.
    ///
    /// # Errors
    ///
    /// If the recording is empty or has another format.
    pub fn audio_bytes(recording: impl AsRef<[u8]>) -> Result<Self> {
        audio(recording.as_ref())
    }
}

/// The audio of a response; see [`ChatRequest::modalities`](crate::ChatRequest::modalities).
impl ChatCompletionsAudio {
    /// Returns the decoded bytes of the audio, in the format that was requested.
    ///
    /// # Errors
    ///
    /// If there is no audio, or it is not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let data = self.data.as_deref().unwrap_or_default();
        if data.is_empty() {
            return Err(Error::new(Kind::Decode, "the response has no audio"));
        }
        // A streamed recording consists of pieces with their own padding.
        let mut bytes = Vec::with_capacity(data.len() / 4 * 3);
        for piece in data.split_inclusive('=').filter(|piece| *piece != "=") {
            let piece = piece.trim_end_matches('=');
            base64::engine::general_purpose::STANDARD_NO_PAD
                .decode_vec(piece, &mut bytes)
                .map_err(|error| Error::new(Kind::Decode, "the audio is not base64").with_source(error))?;
        }
        Ok(bytes)
    }
}

/// Returns an image as a data URL.
pub(crate) fn image_data_url(image: &[u8]) -> Result<String> {
    Ok(format!("data:{};base64,{}", image_type(image)?, STANDARD.encode(image)))
}

/// Returns the media type of an image, or an error if it is not supported.
pub(crate) fn image_type(image: &[u8]) -> Result<&'static str> {
    check_not_empty("image", image)?;
    match media_type(image) {
        Some(media_type) if IMAGES.contains(&media_type) => Ok(media_type),
        other => Err(unsupported("image", other, "PNG, JPEG, GIF and WebP")),
    }
}

/// Reads an image file.
pub(crate) fn image_file(path: &Path) -> Result<Bytes> {
    read("image", path, |image| image_type(&image).map(|_| image.into()))
}

/// Reads an image file and returns it as a data URL.
pub(crate) fn image_file_url(path: &Path) -> Result<String> {
    read("image", path, |image| image_data_url(&image))
}

/// Returns an error if a part is invalid for every service.
pub(crate) fn check_part(part: &ChatMessageContentItem) -> Result<()> {
    match part {
        ChatMessageContentItem::ImageUrl { image_url, .. } => check_url("image_url", &image_url.url, "image_file"),
        ChatMessageContentItem::AudioUrl { audio_url, .. } => check_url("audio_url", &audio_url.url, "audio_file"),
        ChatMessageContentItem::InputAudio { input_audio, .. } => {
            check_not_empty("input_audio", input_audio.data.as_bytes())
        }
        _ => Ok(()),
    }
}

fn check_url(field: &str, url: &str, constructor: &str) -> Result<()> {
    if url.starts_with("data:") {
        return match url.split_once(',') {
            Some((_, data)) if !data.is_empty() => Ok(()),
            _ => Err(Error::input(field, "the data URL has no data")),
        };
    }
    match Url::parse(url) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(Error::input(field, format!("{url:?} is not a URL: {error}; to send a file, use `{constructor}`")))
        }
    }
}

fn audio(recording: &[u8]) -> Result<ChatMessageContentItem> {
    check_not_empty("audio", recording)?;
    let format = match media_type(recording) {
        Some("audio/x-wav") => AudioContentFormat::Wav,
        Some("audio/mpeg") => AudioContentFormat::Mp3,
        other => return Err(unsupported("audio", other, "WAV and MP3")),
    };
    Ok(ChatMessageContentItem::input_audio(ChatMessageInputAudio::new(STANDARD.encode(recording), format)))
}

fn media_type(content: &[u8]) -> Option<&'static str> {
    infer::get(content).map(|kind| kind.mime_type())
}

fn unsupported(field: &str, media_type: Option<&str>, supported: &str) -> Error {
    let media_type = media_type.unwrap_or("of an unknown format");
    Error::input(field, format!("the content is {media_type}; {supported} are supported"))
}

fn check_not_empty(field: &str, content: &[u8]) -> Result<()> {
    if content.is_empty() { Err(Error::input(field, "it is empty")) } else { Ok(()) }
}

/// Reads a file and converts it. An error has the path of the file.
fn read<T>(field: &str, path: &Path, convert: impl Fn(Vec<u8>) -> Result<T>) -> Result<T> {
    let path_shown = path.display();
    let fault = |error: std::io::Error| Error::input(field, format!("{path_shown} can't be read")).with_source(error);
    let mut content = Vec::new();
    let file = File::open(path).map_err(fault)?;
    file.take(MAX_FILE_SIZE + 1).read_to_end(&mut content).map_err(fault)?;
    if content.len() as u64 > MAX_FILE_SIZE {
        return Err(Error::input(field, format!("{path_shown} is larger than 64 MiB")));
    }
    convert(content).map_err(|error| Error::input(field, format!("{path_shown}: {}", error.message())))
}

impl<T: Into<String>> From<T> for ChatMessageImageUrl {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

impl<T: Into<String>> From<T> for ChatMessageAudioUrl {
    fn from(url: T) -> Self {
        Self::new(url)
    }
}

impl<const N: usize> From<[ChatMessageContentItem; N]> for ChatRequestMessageContent {
    fn from(parts: [ChatMessageContentItem; N]) -> Self {
        Vec::from(parts).into()
    }
}
