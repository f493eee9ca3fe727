//! Image edits.

use std::path::Path;

use bytes::Bytes;

use reqwest::Request;

use super::{ImageStream, ImagesResponse, ImagesScope, shape};
use crate::client::Client;
use crate::client::call::{CallBuilder, Check};
use crate::client::settings::{Builder, OperationScope};
use crate::error::{Error, Result};
use crate::models::{ImageGenerationsOptions, ImageInputFidelity};
use crate::raw::{self, FormFile, ImageEditForm};
use crate::transport::CallContext;
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;
use crate::transport::telemetry::CallSpan;

/// Request builder for image edits; created by [`Client::image_edits`](crate::Client::image_edits).
///
/// The model generates new images from one or more input images and a prompt. A mask limits the edit to a part of the first
/// image.
///
/// Azure documents the operation for deployments of GPT image and FLUX models; the v1 route may support it too. The request is
/// a multipart form, with the default `api-version` of [`ImagesRequest`](crate::ImagesRequest).
///
/// ```
/// # use azure_inference::testing::{MockService, Reply};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> azure_inference::Result<()> {
/// # let service = MockService::start().await;
/// # service.reply(Reply::images([b"\x89PNG"]));
/// # let client = service.client();
/// # let photo = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// let request = client.image_edits("Put a lighthouse on the cliff").image_bytes(photo); // or `image_file("photo.png")`
/// let images = request.size("1536x1024").quality("high").send().await?;
/// let file = images.images()[0].bytes()?;
/// # assert_eq!(file, b"\x89PNG");
/// # Ok(())
/// # }
/// ```
pub type ImageEditsRequest = Builder<ImagesScope<Edit>>;

/// The operation of an [`ImageEditsRequest`].
#[derive(Clone, Debug, Default)]
pub struct Edit {
    files: Vec<FormFile>,
}

/// Images.
impl Client {
    /// Returns a request builder for an edit of images: new images from input images and a prompt.
    pub fn image_edits(&self, prompt: impl Into<String>) -> ImageEditsRequest {
        ImagesScope::new(self.clone(), prompt.into(), Edit::default())
    }
}

impl ImageEditsRequest {
    /// Adds an input image from a file: PNG, JPEG or WebP. Reads the file now and blocks until it is read; [`send`](Self::send)
    /// returns the error if that fails.
    pub fn image_file(self, path: impl AsRef<Path>) -> Self {
        self.file("image[]", media::image_file(path.as_ref()))
    }

    /// Adds an input image from its bytes: PNG, JPEG or WebP.
    pub fn image_bytes(self, image: impl AsRef<[u8]>) -> Self {
        self.file("image[]", Ok(Bytes::copy_from_slice(image.as_ref())))
    }

    /// Sets the mask from a file: a PNG of the size of the first image, transparent where the image may change.
    pub fn mask_file(self, path: impl AsRef<Path>) -> Self {
        self.file("mask", media::image_file(path.as_ref()))
    }

    /// Sets the mask from its bytes: a PNG of the size of the first image, transparent where the image may change.
    pub fn mask_bytes(self, mask: impl AsRef<[u8]>) -> Self {
        self.file("mask", Ok(Bytes::copy_from_slice(mask.as_ref())))
    }

    /// Sends the request and returns the images.
    ///
    /// # Errors
    ///
    /// If the request is invalid ([`Error::is_input`]), such as an input file that is not an image, the service can't be
    /// reached or returns an error, or the response has no images.
    pub async fn send(self) -> Result<ImagesResponse> {
        let form = Box::new(self.0.form());
        let (context, mut call) = self.0.call.prepare(form, |_, _| {}, validate, raw::build_request)?;
        let span = CallSpan::images(&context, &call.body.options);
        super::send(&context, &span, &mut call).await
    }

    /// Sends the request and returns a stream of partial and final images; see
    /// [`ImagesRequest::stream`](crate::ImagesRequest::stream).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn stream(self) -> Result<ImageStream> {
        let form = Box::new(ImageEditForm { is_stream: true, ..self.0.form() });
        let request = |context: &CallContext, form: &ImageEditForm| form.stream_request(context);
        let (context, mut call) = self.0.call.prepare(form, |_, _| {}, validate, request)?;
        let span = CallSpan::images(&context, &call.body.options);
        ImageStream::open(context, &mut call, "edit_images", span).await
    }

    /// Sets how closely the details of the input images are preserved: `"low"` or `"high"`.
    pub fn input_fidelity(mut self, fidelity: impl Into<ImageInputFidelity>) -> Self {
        self.0.body.input_fidelity = Some(fidelity.into());
        self
    }

    /// Sets an existing request body, in place of everything set before. The client's model is added if the body has
    /// none.
    ///
    /// Any JSON of the API can be deserialized: unknown fields go into `extra`.
    pub fn body(self, body: ImageGenerationsOptions) -> Self {
        self.set_body(body)
    }

    /// Removes a parameter that is sent by default, by its name in the API: the client's `model`.
    pub fn unset(mut self, name: &str) -> Self {
        self.0.call.unset(&mut self.0.body, name);
        self
    }

    fn file(mut self, field: &'static str, content: Result<Bytes>) -> Self {
        let file = content.and_then(|content| FormFile::image(field, self.0.operation.files.len(), content));
        match file {
            Ok(file) => self.0.operation.files.push(file),
            Err(error) => self.0.call.record_error(&error),
        }
        self
    }
}

impl ImagesScope<Edit> {
    fn form(&self) -> ImageEditForm {
        ImageEditForm { options: self.body.clone(), files: self.operation.files.clone(), is_stream: false }
    }
}

impl OperationScope for ImagesScope<Edit> {
    type Body = ImageGenerationsOptions;
    type Sent = ImageEditForm;
    const VALIDATE: Check<ImageEditForm> = validate;

    fn body_mut(&mut self) -> &mut ImageGenerationsOptions {
        &mut self.body
    }

    fn first_request(&self) -> (CallBuilder, ImageEditForm) {
        (self.call.clone(), self.form())
    }

    fn build(context: &CallContext, form: &ImageEditForm) -> Result<Request> {
        raw::build_request(context, form)
    }
}

fn validate(form: &mut ImageEditForm, _: EndpointKind) -> Result<()> {
    if form.files.iter().all(|file| file.field != "image[]") {
        return Err(Error::input("image", "there is no input image; add one with image_file or image_bytes"));
    }
    shape::convert_size(&mut form.options);
    Ok(())
}
