//! Edits of images.

use std::path::Path;

use bytes::Bytes;

use super::{GeneratedImages, ImageStream, shape};
use crate::call::{CallBuilder, call_methods};
use crate::client::Client;
use crate::endpoint::EndpointKind;
use crate::error::{Error, Result};
use crate::media;
use crate::models::{
    ImageBackground, ImageGenerationOutputFormat, ImageGenerationQuality, ImageGenerationsOptions,
    ImageGenerationsOptionsSize, ImageInputFidelity,
};
use crate::raw::{self, FormFile, ImageEditForm};
use crate::telemetry::CallSpan;
use crate::transport::CallContext;

/// Request builder for edited images; created by [`Client::edit_images`](crate::Client::edit_images).
///
/// The model makes new images from one or more input images and a prompt; a mask limits the change to a part of the first.
/// Azure documents the operation for deployments, of GPT image and FLUX models; the v1 route may have it too. It goes out as a
/// multipart form, with the `api-version` that [`ImageGenerationRequest`](crate::ImageGenerationRequest) has.
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::images([b"\x89PNG"]));
/// # let client = service.client();
/// # let photo = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// let request = client.edit_images("Put a lighthouse on the cliff").image_bytes(photo); // or `image_file("photo.png")`
/// let images = request.size("1536x1024").quality("high").send().await?;
/// let file = images.images()[0].bytes()?;
/// # assert_eq!(file, b"\x89PNG");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until `send`"]
pub struct ImageEditRequest {
    call: CallBuilder,
    body: ImageGenerationsOptions,
    files: Vec<FormFile>,
}

call_methods!(
    ImageEditRequest,
    ImageGenerationsOptions,
    form,
    sendable,
    raw::built_of,
    "edit_images(\"Remove the car\").image_file(\"photo.png\")"
);

impl ImageEditRequest {
    pub(crate) fn new(client: Client, prompt: String) -> Self {
        let call = CallBuilder::new(client);
        let body = call.take_body(ImageGenerationsOptions::new(prompt));
        Self { call, body, files: Vec::new() }
    }

    /// Adds an input image from a file: PNG, JPEG or WebP. The file is read here, and blocks as long as that takes; a failure
    /// is an error of [`send`](Self::send).
    pub fn image_file(self, path: impl AsRef<Path>) -> Self {
        self.file("image[]", media::image_file(path.as_ref()))
    }

    /// Adds an input image from its bytes: PNG, JPEG or WebP.
    pub fn image_bytes(self, image: impl AsRef<[u8]>) -> Self {
        self.file("image[]", Ok(Bytes::copy_from_slice(image.as_ref())))
    }

    /// Sets the mask from a file: a PNG of the size of the first image, transparent where that may change.
    pub fn mask_file(self, path: impl AsRef<Path>) -> Self {
        self.file("mask", media::image_file(path.as_ref()))
    }

    /// Sets the mask from its bytes: a PNG of the size of the first image, transparent where that may change.
    pub fn mask_bytes(self, mask: impl AsRef<[u8]>) -> Self {
        self.file("mask", Ok(Bytes::copy_from_slice(mask.as_ref())))
    }

    /// Sets the size of the new images, such as `"1024x1024"` or `"auto"`, or width and height in pixels.
    pub fn size(mut self, size: impl Into<ImageGenerationsOptionsSize>) -> Self {
        self.body.size = Some(size.into());
        self
    }

    /// Sets the number of new images. The service makes one by default.
    pub fn n(mut self, images: u32) -> Self {
        self.body.n = Some(images.into());
        self
    }

    /// Sets how much care goes into the images: `"low"`, `"medium"`, `"high"` or `"auto"`.
    pub fn quality(mut self, quality: impl Into<ImageGenerationQuality>) -> Self {
        self.body.quality = Some(quality.into());
        self
    }

    /// Sets the background: `"transparent"`, `"opaque"` or `"auto"`.
    pub fn background(mut self, background: impl Into<ImageBackground>) -> Self {
        self.body.background = Some(background.into());
        self
    }

    /// Sets the file format of the images: `"png"`, `"jpeg"` or `"webp"`.
    pub fn output_format(mut self, format: impl Into<ImageGenerationOutputFormat>) -> Self {
        self.body.output_format = Some(format.into());
        self
    }

    /// Sets how much JPEG and WebP images are compressed, 0 to 100.
    pub fn output_compression(mut self, percent: u32) -> Self {
        self.body.output_compression = Some(percent.into());
        self
    }

    /// Sets how closely to keep to the details of the input images: `"low"` or `"high"`.
    pub fn input_fidelity(mut self, fidelity: impl Into<ImageInputFidelity>) -> Self {
        self.body.input_fidelity = Some(fidelity.into());
        self
    }

    /// Sets how many unfinished images a [`stream`](Self::stream) sends before each whole one, 0 to 3.
    pub fn partial_images(mut self, images: u32) -> Self {
        self.body.partial_images = Some(images.into());
        self
    }

    /// Sets an opaque id of the end user for abuse monitoring: the field `user`.
    pub fn end_user(mut self, user: impl Into<String>) -> Self {
        self.body.user = Some(user.into());
        self
    }

    /// Removes a parameter that is set by default, by its name in the API: the client's `model`.
    pub fn unset(mut self, name: &str) -> Self {
        self.call.unset(&mut self.body, name);
        self
    }

    /// Sends the request, and waits for the images.
    ///
    /// # Errors
    ///
    /// If the request can't be sent ([`Error::is_input`]), such as an input image that is no image, the service can't be
    /// reached, answers with an error, or answers no images.
    pub async fn send(self) -> Result<GeneratedImages> {
        let form = Box::new(self.form());
        let (context, mut call) = self.call.prepare(form, |_, _| {}, sendable, raw::built_of)?;
        let span = CallSpan::images(&context, &call.body.options);
        super::send(&context, &span, &mut call).await
    }

    /// Sends the request, and waits for the first event of a stream of unfinished and whole images; see
    /// [`ImageGenerationRequest::stream`](crate::ImageGenerationRequest::stream).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn stream(self) -> Result<ImageStream> {
        let form = Box::new(ImageEditForm { is_stream: true, ..self.form() });
        let request = |context: &CallContext, form: &ImageEditForm| form.stream_request(context);
        let (context, mut call) = self.call.prepare(form, |_, _| {}, sendable, request)?;
        let span = CallSpan::images(&context, &call.body.options);
        ImageStream::open(context, &mut call, "edit_images", span).await
    }

    fn form(&self) -> ImageEditForm {
        ImageEditForm { options: self.body.clone(), files: self.files.clone(), is_stream: false }
    }

    fn file(mut self, field: &'static str, content: Result<Bytes>) -> Self {
        let file = content.and_then(|content| FormFile::image(field, self.files.len(), content));
        match file {
            Ok(file) => self.files.push(file),
            Err(error) => self.call.record_error(&error),
        }
        self
    }
}

fn sendable(form: &mut ImageEditForm, _: EndpointKind) -> Result<()> {
    if form.files.iter().all(|file| file.field != "image[]") {
        return Err(Error::input("image", "there is none; add one with image_file or image_bytes"));
    }
    shape::size_is_text(&mut form.options);
    Ok(())
}
