//! Multipart forms.

use std::fmt;

use bytes::Bytes;

/// A multipart form of text fields and files, for [`ApiRequest::multipart`](crate::ApiRequest::multipart).
///
/// The form is kept in memory, so that the request can be retried.
///
/// ```
/// use azure_inference::MultipartForm;
///
/// let form = MultipartForm::new()
///     .text("purpose", "batch")
///     .file_of_type("file", "requests.jsonl", "application/jsonl", b"{\"custom_id\":\"1\"}\n".to_vec());
/// # let _ = form;
/// ```
#[derive(Clone)]
pub struct MultipartForm {
    boundary: String,
    body: Vec<u8>,
}

impl Default for MultipartForm {
    fn default() -> Self {
        Self::new()
    }
}

impl MultipartForm {
    /// Returns an empty form.
    pub fn new() -> Self {
        // A boundary of 128 random bits does not occur in a file.
        Self { boundary: format!("form-{:032x}", fastrand::u128(..)), body: Vec::new() }
    }

    /// Adds a text field.
    pub fn text(self, name: &str, value: impl AsRef<str>) -> Self {
        self.part(name, "", value.as_ref().as_bytes())
    }

    /// Adds a file. The service detects its type from the name or the content.
    pub fn file(self, name: &str, file_name: &str, content: impl AsRef<[u8]>) -> Self {
        self.file_of_type(name, file_name, "application/octet-stream", content)
    }

    /// Adds a file with a media type, such as `image/png`.
    pub fn file_of_type(self, name: &str, file_name: &str, media_type: &str, content: impl AsRef<[u8]>) -> Self {
        // A line end would start another header.
        let media_type: String = media_type.chars().filter(|character| !character.is_control()).collect();
        let more = format!("; filename=\"{}\"\r\nContent-Type: {media_type}", quoted(file_name));
        self.part(name, &more, content.as_ref())
    }

    fn part(mut self, name: &str, more: &str, content: &[u8]) -> Self {
        let head =
            format!("--{}\r\nContent-Disposition: form-data; name=\"{}\"{more}\r\n\r\n", self.boundary, quoted(name));
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    /// Returns the content type and the body.
    pub(crate) fn encode(mut self) -> (String, Bytes) {
        self.body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        (format!("multipart/form-data; boundary={}", self.boundary), self.body.into())
    }
}

impl fmt::Debug for MultipartForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultipartForm").field("size", &self.body.len()).finish_non_exhaustive()
    }
}

/// Escapes a name for a header, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_encoded_with_escaped_names() {
        let form = MultipartForm::new().text("purpose", "ä").file("file", "a.mp3", b"\x00\r\n--x").file_of_type(
            "im\"age\r\n[]",
            "b\nX: y.png",
            "image/png\r\nX: y",
            "",
        );
        let boundary = form.boundary.clone();
        let (content_type, body) = form.encode();
        assert_eq!(content_type, format!("multipart/form-data; boundary={boundary}"));
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nä\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n\u{0}\r\n--x\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"im%22age%0D%0A[]\"; filename=\"b%0AX: y.png\"\r\n\
             Content-Type: image/pngX: y\r\n\r\n\r\n--{boundary}--\r\n"
        );
        assert_eq!(body, expected);
        assert_ne!(MultipartForm::new().boundary, boundary);
    }
}
