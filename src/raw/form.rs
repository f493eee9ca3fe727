//! Operations with a multipart form as their body. They are written by hand, because the generator does not support files in
//! forms.

use std::fmt;

use bytes::Bytes;
use http::header;
use serde_json::{Map, Value};

use super::operations::Body;
use super::{CallContext, Client, Error, Parameters, ResponseValue, types};
use crate::error::{Error as CrateError, Result as CrateResult};
use crate::transport::MultipartForm;
use crate::transport::endpoint::EndpointKind;
use crate::transport::media;

/// A file in a form.
#[derive(Clone, PartialEq)]
pub(crate) struct FormFile {
    pub(crate) field: &'static str,
    name: String,
    content_type: &'static str,
    content: Bytes,
}

impl FormFile {
    /// Returns an image file, whose name has the extension of its format.
    pub(crate) fn image(field: &'static str, place: usize, content: Bytes) -> CrateResult<Self> {
        let content_type = media::image_type(&content)?;
        let extension = content_type.trim_start_matches("image/");
        Ok(Self { field, name: format!("image-{}.{extension}", place + 1), content_type, content })
    }
}

impl fmt::Debug for FormFile {
    /// Omits the content, which may be large.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, name, size) = (self.field, &self.name, self.content.len());
        f.debug_struct("FormFile").field("field", &field).field("name", name).field("size", &size).finish()
    }
}

/// The body of an image edit: the options of image generation, and files.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageEditForm {
    pub(crate) options: types::ImageGenerationsOptions,
    pub(crate) files: Vec<FormFile>,
    pub(crate) is_stream: bool,
}

impl Body for ImageEditForm {
    type Response = types::ImageGenerationsResult;
    type Prepared = types::ImageGenerationsOptionsSize;

    fn default_api_version(kind: EndpointKind) -> Option<&'static str> {
        kind.images_api_version()
    }

    async fn call(&self, client: &Client, parameters: Parameters<'_>) -> Result<ResponseValue<Self::Response>, Error> {
        let context = &client.inner;
        let request = self.request(context, parameters.api_version);
        let mut request = request.map_err(|error| Error::InvalidRequest(error.to_string()))?;
        // The context keeps the request, as `pre` of a generated operation does.
        context.keep_built(&mut request, "edit_images");
        Err(Error::Custom(String::new()))
    }

    fn model_mut(&mut self) -> &mut Option<String> {
        &mut self.options.model
    }

    fn extra_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.options.extra
    }

    fn to_json(&self) -> serde_json::Result<Value> {
        self.options.to_json()
    }

    fn sets_marked_extras(&self) -> bool {
        self.options.sets_marked_extras()
    }

    fn prepared_mut(&mut self) -> &mut Option<Self::Prepared> {
        &mut self.options.size
    }

    fn unset(&mut self, name: &str) -> bool {
        self.options.unset(name)
    }
}

impl ImageEditForm {
    /// Returns the request for a streamed response.
    pub(crate) fn stream_request(&self, context: &CallContext) -> CrateResult<reqwest::Request> {
        let version = context.api_version_or(Self::default_api_version(context.endpoint().kind));
        self.request(context, version)
    }

    fn request(&self, context: &CallContext, api_version: Option<&str>) -> CrateResult<reqwest::Request> {
        let (content_type, body) = self.encode()?;
        let accept = if self.is_stream { "text/event-stream" } else { "application/json" };
        let mut request = context
            .transport
            .http
            .post(context.url("/images/edits"))
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, content_type)
            .body(body);
        if let Some(version) = api_version {
            request = request.query(&[("api-version", version)]);
        }
        request.build().map_err(|error| CrateError::input("request", "it can't be built").with_source(error))
    }

    fn encode(&self) -> CrateResult<(String, Bytes)> {
        let fault = |error: serde_json::Error| CrateError::input("request", error.to_string());
        let options = self.options.to_json().map_err(fault)?;
        let texts = options.as_object().into_iter().flatten();
        let mut form = texts.fold(MultipartForm::new(), |form, (name, value)| match value {
            Value::String(text) => form.text(name, text),
            value => form.text(name, value.to_string()),
        });
        if self.is_stream {
            form = form.text("stream", "true");
        }
        let files = self.files.iter();
        let form =
            files.fold(form, |form, file| form.file_of_type(file.field, &file.name, file.content_type, &file.content));
        Ok(form.encode())
    }
}
