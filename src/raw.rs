//! The generated client, for what the rest of the crate does not cover; see [`Client::raw`](crate::Client::raw).
//!
//! Its operations take the document's parameters one by one and give the document's types, those of
//! [`models`](crate::models). They send by the same path as everything else: credential, retries, timeouts. An
//! `api_version` of `None` means the client's. Their signatures follow the document and may change with it.

// This is the only entry to generated code, one module for each document: the rest of the crate sees the types of the main
// document through `models` and calls the adapters below. Generated code has its own style; every `allow` for it stands here.
#![allow(missing_docs, clippy::all, unreachable_pub, unused_mut, unused_qualifications)]

mod operations;
mod vector;

use serde::de::DeserializeOwned;

use crate::error::{Error as CrateError, ServiceError};
use crate::json;
use crate::response::ResponseInfo;
pub(crate) use crate::transport::CallContext;
use crate::transport::{self, Answered, NoResponse};
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
pub(crate) use client::types;
pub use client::{Client, Error, ResponseValue};

#[allow(dead_code, unused_imports)] // nothing calls it yet: the Responses API will
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
            /// This crate's own calls end here: what comes of them waits in the context, since the generated signature has no
            /// place for it, and `finish` decodes it. On its further way the generated code would want a response made up.
            async fn pre<E>(
                &self,
                request: &mut reqwest::Request,
                info: &progenitor_client::OperationInfo,
            ) -> Result<(), Error<E>> {
                self.inner.add_api_version(request);
                if !self.inner.is_of_one_call() {
                    return Ok(());
                }
                self.inner.keep(send_request(&self.inner, request, info).await);
                Err(Error::Custom(String::new()))
            }

            /// Calls of the raw client take our own path too.
            async fn exec(
                &self,
                mut request: reqwest::Request,
                info: &progenitor_client::OperationInfo,
            ) -> reqwest::Result<reqwest::Response> {
                Ok(transport::as_response(send_request(&self.inner, &mut request, info).await))
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
    request: &mut reqwest::Request,
    info: &progenitor_client::OperationInfo,
) -> Result<ResponseInfo, CrateError> {
    context.endpoint().accept_operation(info.operation_id)?;
    transport::send(context, request).await
}

pub(crate) fn client(context: &CallContext) -> Client {
    Client::new_with_client(context.base(), context.http().clone(), context.clone())
}

/// The answer that is waiting in the context, or the error.
fn finish<T: DeserializeOwned + Substance>(
    context: &CallContext,
    result: Result<ResponseValue<T>, Error>,
) -> Result<Answered<T>, CrateError> {
    if let Some(result) = context.take_result() {
        return read(context, result?);
    }
    // Only building the request can fail before our own path takes it.
    let error = CrateError::input("request", "it can't be built");
    Err(match result {
        Ok(_) => error,
        Err(source) => error.with_source(source),
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
            let message = format!("the answer can't be read: {}", fault.message);
            Err(context.error_of(&response, said(context, &response), &message).with_source(fault.source))
        }
    }
}

fn accept<T: Substance>(
    context: &CallContext,
    value: Box<T>,
    response: ResponseInfo,
) -> Result<Answered<T>, CrateError> {
    let error = if value.has_substance() { None } else { said(context, &response) };
    match error {
        None => Ok(Answered { value, response }),
        error => Err(context.error_of(&response, error, "")),
    }
}

/// The error that a 200 says, if it has the shape of one.
fn said(context: &CallContext, response: &ResponseInfo) -> Option<ServiceError> {
    let body = json::read(&context.masked(&response.body)).ok()?;
    ServiceError::find(&body).filter(|error| error.message.is_some())
}
