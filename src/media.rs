//! Images and recordings as parts of messages, and what the model speaks.

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

/// More bytes than any service takes.
const MOST_BYTES: u64 = 64 << 20;

/// The kinds of images that models read.
const IMAGES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Parts with images and sound. Text is [`text`](Self::text); [`image_url`](Self::image_url) and
/// [`audio_url`](Self::audio_url) take an address that the service fetches itself.
///
/// ```no_run
/// # async fn example(client: azure_inference::Client) -> azure_inference::Result<()> {
/// use azure_inference::models::ChatMessageContentItem as Part;
///
/// let answer = client
///     .chat()
///     .user([
///         Part::text("Which of the two has the longer tail?"),
///         Part::image_file("cat.png")?,
///         Part::image_url("https://images.example/dog.jpeg").detail("low"),
///     ])
///     .send()
///     .await?;
/// println!("{}", answer.text());
/// # Ok(())
/// # }
/// ```
impl ChatMessageContentItem {
    /// An image from a file: PNG, JPEG, GIF or WebP, told by its content. It goes along as a data URL, a third larger than
    /// the file. The file is read here, and blocks as long as that takes.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, larger than 64 MiB, or no such image. For another kind of image give
    /// [`image_url`](Self::image_url) a data URL of your own.
    pub fn image_file(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self::image_url(image_file_url(path.as_ref())?))
    }

    /// An image from its bytes: PNG, JPEG, GIF or WebP, told by its content.
    ///
    /// ```
    /// use azure_inference::models::ChatMessageContentItem;
    ///
    /// # let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
    /// let part = ChatMessageContentItem::image_bytes(png)?;
    /// # assert!(ChatMessageContentItem::image_bytes("no image").unwrap_err().is_input());
    /// # Ok::<(), azure_inference::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are none, or they are no such image.
    pub fn image_bytes(image: impl AsRef<[u8]>) -> Result<Self> {
        Ok(Self::image_url(image_data_url(image.as_ref())?))
    }

    /// How closely the model looks at the image: `"low"`, `"high"` or `"auto"`. Other parts stay as they are.
    pub fn detail(mut self, detail: impl Into<ChatMessageImageDetailLevel>) -> Self {
        if let Self::ImageUrl { image_url, .. } = &mut self {
            image_url.detail = Some(detail.into());
        }
        self
    }

    /// A recording from a file: WAV or MP3, told by its content. The file is read here, and blocks as long as that takes.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is empty, larger than 64 MiB, or no such recording. For another format make the part by
    /// [`ChatMessageInputAudio::new`].
    pub fn audio_file(path: impl AsRef<Path>) -> Result<Self> {
        audio(&read("audio", path.as_ref())?).map_err(|error| of_file(&error, path.as_ref()))
    }

    /// A recording from its bytes: WAV or MP3, told by its content.
    ///
    /// # Errors
    ///
    /// If there are none, or they are no such recording.
    pub fn audio_bytes(recording: impl AsRef<[u8]>) -> Result<Self> {
        audio(recording.as_ref())
    }
}

/// What the model spoke; see [`ChatRequest::modalities`](crate::ChatRequest::modalities).
impl ChatCompletionsAudio {
    /// The recording: the decoded bytes of a WAV or MP3 file, or whatever format the request asked for.
    ///
    /// # Errors
    ///
    /// If there is none, or it is not base64.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let data = self.data.as_deref().unwrap_or_default();
        if data.is_empty() {
            return Err(Error::new(Kind::Decode, "there is no recording"));
        }
        // A streamed recording comes in pieces, each with an end of its own.
        let mut bytes = Vec::with_capacity(data.len() / 4 * 3);
        for piece in data.split_inclusive('=').filter(|piece| *piece != "=") {
            let piece = piece.trim_end_matches('=');
            base64::engine::general_purpose::STANDARD_NO_PAD
                .decode_vec(piece, &mut bytes)
                .map_err(|error| Error::new(Kind::Decode, "the recording is not base64").with_source(error))?;
        }
        Ok(bytes)
    }
}

/// An image as a data URL.
pub(crate) fn image_data_url(image: &[u8]) -> Result<String> {
    Ok(format!("data:{};base64,{}", image_type(image)?, STANDARD.encode(image)))
}

/// The media type of an image.
pub(crate) fn image_type(image: &[u8]) -> Result<&'static str> {
    refuse_empty("image", image)?;
    match kind_of(image) {
        Some(kind) if IMAGES.contains(&kind) => Ok(kind),
        kind => Err(unsupported("image", kind, "PNG, JPEG, GIF and WebP")),
    }
}

/// The content of an image's file.
pub(crate) fn image_file(path: &Path) -> Result<Bytes> {
    let image = read("image", path)?;
    image_type(&image).map_err(|error| of_file(&error, path))?;
    Ok(image.into())
}

/// The image in a file as a data URL.
pub(crate) fn image_file_url(path: &Path) -> Result<String> {
    image_data_url(&read("image", path)?).map_err(|error| of_file(&error, path))
}

/// Refuses a part that no service can do anything with.
pub(crate) fn check_part(part: &ChatMessageContentItem) -> Result<()> {
    match part {
        ChatMessageContentItem::ImageUrl { image_url, .. } => check_url("image_url", &image_url.url, "image_file"),
        ChatMessageContentItem::AudioUrl { audio_url, .. } => check_url("audio_url", &audio_url.url, "audio_file"),
        ChatMessageContentItem::InputAudio { input_audio, .. } => {
            refuse_empty("input_audio", input_audio.data.as_bytes())
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
            Err(Error::input(field, format!("{url:?} is no URL: {error}; a file goes along by `{constructor}`")))
        }
    }
}

fn audio(recording: &[u8]) -> Result<ChatMessageContentItem> {
    refuse_empty("audio", recording)?;
    let format = match kind_of(recording) {
        Some("audio/x-wav") => AudioContentFormat::Wav,
        Some("audio/mpeg") => AudioContentFormat::Mp3,
        kind => return Err(unsupported("audio", kind, "WAV and MP3")),
    };
    Ok(ChatMessageContentItem::input_audio(ChatMessageInputAudio::new(STANDARD.encode(recording), format)))
}

fn kind_of(content: &[u8]) -> Option<&'static str> {
    infer::get(content).map(|kind| kind.mime_type())
}

fn unsupported(field: &str, kind: Option<&str>, supported: &str) -> Error {
    let kind = kind.unwrap_or("of no known kind");
    Error::input(field, format!("the content is {kind}; {supported} are supported"))
}

fn refuse_empty(field: &str, content: &[u8]) -> Result<()> {
    if content.is_empty() { Err(Error::input(field, "it is empty")) } else { Ok(()) }
}

fn read(field: &str, path: &Path) -> Result<Vec<u8>> {
    let fault =
        |error: std::io::Error| Error::input(field, format!("{} can't be read", path.display())).with_source(error);
    let mut content = Vec::new();
    let file = File::open(path).map_err(fault)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut content).map_err(fault)?;
    if content.len() as u64 > MOST_BYTES {
        return Err(Error::input(field, format!("{} is larger than 64 MiB", path.display())));
    }
    Ok(content)
}

/// The error, with the file that it is about.
fn of_file(error: &Error, path: &Path) -> Error {
    Error::input(error.param().unwrap_or_default(), format!("{}: {}", path.display(), error.message()))
}

impl From<&str> for ChatMessageImageUrl {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for ChatMessageImageUrl {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

impl From<&str> for ChatMessageAudioUrl {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for ChatMessageAudioUrl {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

impl<const N: usize> From<[ChatMessageContentItem; N]> for ChatRequestMessageContent {
    fn from(parts: [ChatMessageContentItem; N]) -> Self {
        Vec::from(parts).into()
    }
}
