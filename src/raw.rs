//! The generated client, for what the rest of the crate does not cover; see [`Client::raw`](crate::Client::raw).
//!
//! Its operations take the document's parameters one by one and give the document's types. They send by the same path as
//! everything else: credential, retries, timeouts. An `api_version` of `None` means the client's. Their signatures follow the
//! document and may change with it.

// This is the only door to generated code: the rest of the crate sees its types through `models` and calls the adapters
// below. Generated code has its own style; every `allow` for it stands here.
#![allow(missing_docs, clippy::all, unreachable_pub, unused_mut, unused_qualifications)]

mod operations;
mod vector;

use serde::de::DeserializeOwned;

use crate::error::{Error as CrateError, ServiceError};
use crate::json;
use crate::response::ResponseInfo;
pub use crate::transport::CallContext;
use crate::transport::{self, Answered, NoResponse};
pub(crate) use operations::*;
pub use vector::EmbeddingVector;

/// Makes an enum of texts that a service may extend: unknown text is kept, and written as it came.
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that this version of the crate does not know, as the service sent it.
            Other(String),
        }

        impl $name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Other(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            // Not `Self::Err`: a value may have that name.
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(crate::raw::OpenEnumVisitor(std::marker::PhantomData))
            }
        }
    };
}
pub(crate) use open_enum;

/// Reads a known value without allocating.
pub(crate) struct OpenEnumVisitor<T>(pub(crate) std::marker::PhantomData<T>);

impl<T: for<'a> From<&'a str> + From<String>> serde::de::Visitor<'_> for OpenEnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<T, E> {
        Ok(T::from(text))
    }
}

pub mod open_enums {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/open_enums.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/open_enums.rs");
}
pub use open_enums::*;

mod client {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/client.rs");
}
pub use client::{Client, Error, ResponseValue, types};

#[cfg(feature = "testing")]
pub mod mocks {
    //! What progenitor generates for httpmock: a typed `when` and `then` for each operation.
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/httpmock.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("../generated/httpmock.rs");
}

impl progenitor_client::ClientHooks<CallContext> for Client {
    /// This crate's own calls end here: what comes of them waits in the context, since the generated signature has no place
    /// for it, and [`finish`] decodes it. On its further way the generated code would want a response made up.
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        info: &progenitor_client::OperationInfo,
    ) -> Result<(), Error<E>> {
        self.inner.add_api_version(request);
        if !self.inner.is_of_one_call() {
            return Ok(());
        }
        self.inner.keep(self.send(request, info).await);
        Err(Error::Custom(String::new()))
    }

    /// Calls of the raw client take our own path too.
    async fn exec(
        &self,
        mut request: reqwest::Request,
        info: &progenitor_client::OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        Ok(transport::as_response(self.send(&mut request, info).await))
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

impl Client {
    async fn send(
        &self,
        request: &mut reqwest::Request,
        info: &progenitor_client::OperationInfo,
    ) -> Result<ResponseInfo, CrateError> {
        self.inner.endpoint().accept_operation(info.operation_id)?;
        transport::send(&self.inner, request).await
    }
}

/// The parameters of operations that this crate knows; the document may have more, which are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parameters<'a> {
    /// The version of the interface: the query parameter `api-version`.
    pub api_version: Option<&'a str>,
    /// What the service does with fields that it does not know: the header `extra-parameters`.
    pub extra_parameters: Option<&'a ExtraParameters>,
    /// The deployment in question: the query parameter `model`.
    pub model: Option<&'a str>,
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
