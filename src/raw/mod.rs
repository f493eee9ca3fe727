//! The generated client, for operations that the rest of the crate does not cover; see [`Client::raw`](crate::Client::raw).
//!
//! Its operations take the parameters of the OpenAPI document as arguments and return the types of the document, which are
//! in [`models`](crate::models). Requests are sent with the credential, retries and timeouts of the client. An `api_version` of
//! `None` means the one of the client. The signatures follow the document and may change with it.

// This is the only entry point to generated code, with one module for each document. The rest of the crate uses the types of
// the main document through `models` and calls the adapters below. Every `allow` for generated code is here.
#![allow(missing_docs, clippy::all, unreachable_pub, unused_mut, unused_qualifications)]

mod extra;
mod form;
mod operations;
mod vector;

use std::pin::pin;

use futures_util::FutureExt;
use serde::de::DeserializeOwned;

use crate::error::{Error as CrateError, ServiceError, headers};
use crate::models::json;
pub(crate) use crate::transport::CallContext;
use crate::transport::response::ResponseMetadata;
use crate::transport::{self, Decoded};
pub(crate) use form::{FormFile, ImageEditForm};
pub(crate) use operations::*;
pub use vector::EmbeddingVector;

// `cargo xtask check --all-versions` builds the clients of other versions with these modules too.
#[macro_use]
mod open_enum;
#[macro_use]
mod open_union;
mod parameters;
pub(crate) mod reading;
pub(crate) mod rebase;
pub(crate) use open_enum::{OpenEnumVisitor, open_enum};
pub use parameters::Parameters;

pub(crate) mod open_enums {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/open_enums.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../../generated/model-inference/open_enums.rs");
}
pub(crate) use open_enums::*;

mod client {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/client.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../../generated/model-inference/client.rs");
}
pub(crate) use client::ESSENTIAL;
pub(crate) use client::types;
pub use client::{Client, Error, ResponseValue};
pub use extra::Extra;

#[allow(dead_code)] // only one operation of the Responses API is called
pub(crate) mod v1;

#[cfg(feature = "testing")]
pub(crate) mod mocks {
    //! The httpmock helpers that progenitor generates: a typed `when` and `then` for each operation.
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/httpmock.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../../generated/model-inference/httpmock.rs");
}

/// Connects the generated client of a document to `transport`.
macro_rules! hooks {
    ($client:ty) => {
        impl progenitor_client::ClientHooks<CallContext> for $client {
            /// For calls of this crate, the generated operation only builds the request and ends here. `transport` sends the
            /// request, and `read` decodes the response.
            async fn pre<E>(
                &self,
                request: &mut reqwest::Request,
                info: &progenitor_client::OperationInfo,
            ) -> Result<(), Error<E>> {
                self.inner.add_api_version(request);
                if self.inner.keep_built(request, info.operation_id) {
                    Err(Error::Custom(String::new()))
                } else {
                    Ok(())
                }
            }

            /// Sends the calls of the raw client through `transport`.
            async fn exec(
                &self,
                request: reqwest::Request,
                info: &progenitor_client::OperationInfo,
            ) -> reqwest::Result<reqwest::Response> {
                // Boxed, because the future of every operation reserves space for it.
                Ok(as_response(Box::pin(send_request(&self.inner, request, info)).await))
            }

            /// Returns an error without a complete response to the caller of the raw client.
            async fn post<E>(
                &self,
                result: &reqwest::Result<reqwest::Response>,
                _info: &progenitor_client::OperationInfo,
            ) -> Result<(), Error<E>> {
                match result.as_ref().ok().and_then(|response| response.extensions().get::<NoResponse>()) {
                    Some(NoResponse(text)) => Err(Error::Custom(text.clone())),
                    None => Ok(()),
                }
            }
        }
    };
}

/// The result of a raw client's call, in the form that the generated code expects.
fn as_response(result: Result<ResponseMetadata, CrateError>) -> reqwest::Response {
    let mut response = http::Response::new(bytes::Bytes::new());
    match result {
        Ok(info) => {
            *response.headers_mut() = info.headers;
            *response.body_mut() = info.body;
        }
        Err(error) => {
            *response.status_mut() = error.status().unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
            *response.headers_mut() = error.headers().cloned().unwrap_or_default();
            *response.body_mut() = bytes::Bytes::copy_from_slice(error.body());
            if error.status().is_none_or(|status| status == http::StatusCode::OK) {
                response.extensions_mut().insert(NoResponse(transport::describe(&error)));
            }
        }
    }
    response.into()
}

/// Marks a response that stands for an error without a whole response: its text, the only form that the raw client has for it.
#[derive(Clone)]
struct NoResponse(String);

hooks!(Client);
hooks!(v1::Client);

async fn send_request(
    context: &CallContext,
    request: reqwest::Request,
    info: &progenitor_client::OperationInfo,
) -> Result<ResponseMetadata, CrateError> {
    context.endpoint().check_operation(info.operation_id)?;
    transport::send(context, &mut |_: &CallContext| transport::copy_of(&request)).await
}

pub(crate) fn client(context: &CallContext) -> Client {
    Client::new_with_client(context.base(), context.transport.http.clone(), context.clone())
}

/// Returns the request that a generated operation builds. The operation ends before it sends the request.
fn built<T>(
    context: &CallContext,
    operation: impl Future<Output = Result<ResponseValue<T>, Error>>,
) -> Result<reqwest::Request, CrateError> {
    // Pinned to the stack, because the future is large.
    let mut operation = pin!(operation);
    let ended = operation.as_mut().now_or_never();
    context.take_built().unwrap_or_else(|| {
        let error = CrateError::input("request", "it can't be built");
        Err(match ended {
            Some(Err(source)) => error.with_source(source),
            _ => error,
        })
    })
}

/// Decodes the response of an operation of the raw client.
async fn decoded<T: DeserializeOwned, E>(response: reqwest::Response) -> Result<ResponseValue<T>, Error<E>> {
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    match json::read(&body) {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(fault) => Err(Error::InvalidResponsePayload(body, fault.source)),
    }
}

/// Decodes a response.
pub(crate) fn read<T: DeserializeOwned + ResponseBody>(
    context: &CallContext,
    response: ResponseMetadata,
) -> Result<Decoded<T>, CrateError> {
    // The decoder's message may quote a key that the server echoed.
    match T::read(&response.body).or_else(|_| T::read(&context.masked(&response.body))) {
        Ok(value) => accept(context, value, response),
        Err(fault) => {
            let message = match headers::encoding(&response.headers) {
                Some(encoding) => format!("the response can't be read: its encoding {encoding:?} was not requested"),
                None => format!("the response can't be read: {}", fault.message),
            };
            let body = json::read(&context.masked(&response.body)).ok();
            let reported = body.and_then(|body| ServiceError::in_place_of_response(&body));
            Err(context.error_of(&response, reported, &message).with_source(fault.source))
        }
    }
}

fn accept<T: ResponseBody>(
    context: &CallContext,
    mut value: Box<T>,
    response: ResponseMetadata,
) -> Result<Decoded<T>, CrateError> {
    value.normalize();
    if value.has_content() {
        return Ok(Decoded { value, response });
    }
    let body: serde_json::Value = json::read(&context.masked(&response.body)).unwrap_or_default();
    match ServiceError::in_place_of_response(&body) {
        Some(reported) => {
            let error = context.error_of(&response, Some(reported), "");
            Err(value.keep_in(error, response))
        }
        None if T::MEMBERS.is_empty() || T::MEMBERS.iter().any(|member| body.get(member).is_some()) => {
            Ok(Decoded { value, response })
        }
        None => Err(context.error_of(&response, None, &format!("the response has no `{}`", T::MEMBERS[0]))),
    }
}
