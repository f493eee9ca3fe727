//! A response that the crate has no type for.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, Kind, Result};
use crate::models::json;
use crate::transport::response::ResponseMetadata;
use crate::transport::{CallContext, TOO_MANY_VALUES};

/// The complete response to an [`ApiRequest`](crate::ApiRequest).
#[derive(Clone)]
pub struct ApiResponse {
    /// Masks secrets in errors.
    context: CallContext,
    info: ResponseMetadata,
}

impl ApiResponse {
    pub(super) fn new(context: CallContext, info: ResponseMetadata) -> Self {
        Self { context, info }
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON or does not fit the type. The error names the path.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let body = &self.info.body;
        if json::has_too_many_values(body) {
            let kept = self.context.kept(self.info.status, &self.info.headers, body);
            return Err(Error::new(Kind::TooLarge, TOO_MANY_VALUES).with_response(kept));
        }
        // The decoder's message may quote a key that the server echoed.
        json::read(body).or_else(|_| json::read(&self.context.masked(body))).map_err(|fault| {
            let message = format!("the response can't be read: {}", fault.message);
            self.context.error_of(&self.info, None, &message).with_source(fault.source)
        })
    }

    /// Returns the decompressed body.
    pub fn bytes(&self) -> &Bytes {
        &self.info.body
    }

    /// Returns the metadata: status, headers, ids, rate limits, the number of attempts.
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.info
    }
}

impl fmt::Debug for ApiResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiResponse").field("response", &self.info).finish_non_exhaustive()
    }
}
