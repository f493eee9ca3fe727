//! The generated client, for what the rest of the crate does not cover; see [`Client::raw`](crate::Client::raw).
//!
//! Its operations take the document's parameters one by one and give the document's types, those of
//! [`models`](crate::models). They send by the same path as everything else: credential, retries, timeouts. An
//! `api_version` of `None` means the client's. Their signatures follow the document and may change with it.

// This is the only entry to generated code, one module for each document: the rest of the crate sees the types of the main
// document through `models` and calls the adapters below. Generated code has its own style; every `allow` for it stands here.
#![allow(missing_docs, clippy::all, unreachable_pub, unused_mut, unused_qualifications)]

mod extra;
mod form;
mod operations;
mod vector;

use std::pin::pin;

use futures_util::FutureExt;
use serde::de::DeserializeOwned;

use crate::error::{Error as CrateError, ServiceError};
use crate::json;
use crate::response::{self, ResponseInfo};
pub(crate) use crate::transport::CallContext;
use crate::transport::{self, Answered, NoResponse};
pub(crate) use form::{FormFile, ImageEditForm};
pub(crate) use operations::*;
pub use vector::EmbeddingVector;

// These are also what `cargo xtask check --all-versions` builds the clients of other versions with.
#[macro_use]
mod open_enum;
#[macro_use]
mod open_union;
mod parameters;
pub(crate) mod reading;
pub(crate) use open_enum::{OpenEnumVisitor, open_enum};
pub use parameters::Parameters;

pub(crate) mod open_enums {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/open_enums.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/model-inference/open_enums.rs");
}
pub(crate) use open_enums::*;

mod client {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/client.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/model-inference/client.rs");
}
pub(crate) use client::ESSENTIAL;
pub(crate) use client::types;
pub use client::{Client, Error, ResponseValue};
pub use extra::Extra;

#[allow(dead_code)] // what the Responses API has beside the operation that is called
pub(crate) mod v1;

#[cfg(feature = "testing")]
pub(crate) mod mocks {
    //! What progenitor generates for httpmock: a typed `when` and `then` for each operation.
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/model-inference/httpmock.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/model-inference/httpmock.rs");
}

/// Gives the generated client of a document its way to `transport`.
macro_rules! hooks {
    ($client:ty) => {
        impl progenitor_client::ClientHooks<CallContext> for $client {
            /// For this crate's own calls the generated code only builds the request, and ends here: `transport` sends it,
            /// and `read` decodes the response.
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

            /// Calls of the raw client take our own path too.
            async fn exec(
                &self,
                request: reqwest::Request,
                info: &progenitor_client::OperationInfo,
            ) -> reqwest::Result<reqwest::Response> {
                // In a box, since the future of an operation has room for it even if it never comes so far.
                Ok(transport::as_response(Box::pin(send_request(&self.inner, request, info)).await))
            }

            /// An error without a whole response has no other way to a caller of the raw client.
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

hooks!(Client);
hooks!(v1::Client);

async fn send_request(
    context: &CallContext,
    request: reqwest::Request,
    info: &progenitor_client::OperationInfo,
) -> Result<ResponseInfo, CrateError> {
    context.endpoint().accept_operation(info.operation_id)?;
    transport::send(context, &mut |_: &CallContext| transport::copy_of(&request)).await
}

pub(crate) fn client(context: &CallContext) -> Client {
    Client::new_with_client(context.base(), context.http().clone(), context.clone())
}

/// The request of a generated operation, which builds it and ends before anything is sent.
fn built<T>(
    context: &CallContext,
    operation: impl Future<Output = Result<ResponseValue<T>, Error>>,
) -> Result<reqwest::Request, CrateError> {
    // Polled where it stands, since it is large.
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

/// An answer that was not decoded yet.
pub(crate) fn read<T: DeserializeOwned + Substance>(
    context: &CallContext,
    response: ResponseInfo,
) -> Result<Answered<T>, CrateError> {
    // The decoder's words may quote a key that the server echoed.
    match json::read(&response.body).or_else(|_| json::read(&context.masked(&response.body))) {
        Ok(value) => accept(context, value, response),
        Err(fault) => {
            let message = match response::encoding(&response.headers) {
                Some(encoding) => format!("the response can't be read: its encoding {encoding:?} was not requested"),
                None => format!("the answer can't be read: {}", fault.message),
            };
            let said = json::read(&context.masked(&response.body)).ok();
            let said = said.and_then(|body| ServiceError::in_place_of_response(&body));
            Err(context.error_of(&response, said, &message).with_source(fault.source))
        }
    }
}

fn accept<T: Substance>(
    context: &CallContext,
    mut value: Box<T>,
    response: ResponseInfo,
) -> Result<Answered<T>, CrateError> {
    value.normalize();
    if value.has_substance() {
        return Ok(Answered { value, response });
    }
    let body: serde_json::Value = json::read(&context.masked(&response.body)).unwrap_or_default();
    match ServiceError::in_place_of_response(&body) {
        Some(said) => {
            let error = context.error_of(&response, Some(said), "");
            Err(value.keep_in(error, response))
        }
        None if T::MEMBERS.is_empty() || T::MEMBERS.iter().any(|member| body.get(member).is_some()) => {
            Ok(Answered { value, response })
        }
        None => Err(context.error_of(&response, None, &format!("the response has no `{}`", T::MEMBERS[0]))),
    }
}
