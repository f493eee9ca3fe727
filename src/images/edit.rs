//! Image edits.

use std::path::Path;

use bytes::Bytes;

use super::{ImageBody, shape};
use crate::client::Client;
use crate::client::call::Steps;
use crate::client::settings::{Builder, Operation, RequestScope};
use crate::error::{Error, Result};
use crate::models::{ImageGenerationsOptions, ImageInputFidelity};
use crate::raw::{self, FormFile, ImageEditForm};
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;

/// Request builder for image edits; created by [`Client::image_edits`](crate::Client::image_edits).
///
/// The model generates new images from one or more input images and a prompt. A mask limits the edit to a part of the first
/// image.
///
/// Azure documents the operation for deployments of GPT image and FLUX models; the v1 route may support it too. The request is
/// a multipart form, with the default `api-version` of [`ImagesRequest`](crate::ImagesRequest).
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
/// # let photo = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// let request = client.image_edits("Put a lighthouse on the cliff").image_bytes(photo); // or `image_file("photo.png")`
/// let images = request.size("1536x1024").quality("high").send().await?;
/// let file = images.images()[0].bytes()?;
/// # assert_eq!(file, b"\x89PNG");
/// # Ok(())
/// # }
/// ```
pub type ImageEditsRequest = Builder<RequestScope<ImageEditForm>>;

/// Images.
impl Client {
    /// Returns a request builder for an edit of images: new images from input images and a prompt.
    pub fn image_edits(&self, prompt: impl Into<String>) -> ImageEditsRequest {
        let options = ImageGenerationsOptions::new(prompt);
        let form = ImageEditForm { options, files: Vec::new(), is_stream: false };
        Builder::start(self.clone(), Box::new(form), ())
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

    /// Sets how closely the details of the input images are preserved: `"low"` or `"high"`.
    pub fn input_fidelity(mut self, fidelity: impl Into<ImageInputFidelity>) -> Self {
        self.0.body.options.input_fidelity = Some(fidelity.into());
        self
    }

    /// Sets an existing request body, in place of everything set before. The client's model is added if the body has
    /// none.
    ///
    /// Any JSON of the API can be deserialized: unknown fields go into `extra`.
    pub fn body(mut self, body: ImageGenerationsOptions) -> Self {
        let files = std::mem::take(&mut self.0.body.files);
        self.set_body(ImageEditForm { options: body, files, is_stream: false })
    }

    fn file(mut self, field: &'static str, content: Result<Bytes>) -> Self {
        let files = &mut self.0.body.files;
        match content.and_then(|content| FormFile::image(field, files.len(), content)) {
            Ok(file) => files.push(file),
            Err(error) => self.0.call.record_error(&error),
        }
        self
    }
}

impl Operation for ImageEditForm {
    const SEND: &'static Steps<Self> = &Steps { set_defaults: |_, _| {}, check: validate, build: raw::build_request };
}

impl ImageBody for ImageEditForm {
    const NAME: &'static str = "edit_images";
    const STREAM: &'static Steps<Self> = &Steps {
        set_defaults: |_, form| form.is_stream = true,
        check: validate,
        build: |context, form| form.stream_request(context),
    };

    fn options_mut(&mut self) -> &mut ImageGenerationsOptions {
        &mut self.options
    }
}

fn validate(form: &mut ImageEditForm, _: EndpointKind) -> Result<()> {
    if form.files.iter().all(|file| file.field != "image[]") {
        return Err(Error::input("image", "there is no input image; add one with image_file or image_bytes"));
    }
    shape::convert_size(&mut form.options);
    Ok(())
}
