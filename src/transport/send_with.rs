//! The caller's function that sends requests instead of the HTTP client.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::{BoxFuture, Either, TryFutureExt};
use reqwest::{Request, Response};

use super::Transport;
use super::body::transport_error_via;
use crate::error::{Error, Kind};

type BoxError = Box<dyn StdError + Send + Sync>;

/// The caller's function that sends requests instead of the HTTP client.
#[derive(Clone)]
pub(crate) struct SendWith(Arc<SendFn>);

type SendFn = dyn Fn(Request, reqwest::Client) -> BoxFuture<'static, Result<Response, BoxError>> + Send + Sync;

impl SendWith {
    pub(crate) fn new<F, E>(send: impl Fn(Request, reqwest::Client) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Response, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Arc::new(move |request, client| {
            let sent = send(request, client);
            Box::pin(async move { sent.await.map_err(Into::into) })
        }))
    }
}

impl Transport {
    /// Sends the request of one attempt.
    pub(super) fn execute(&self, request: Request) -> impl Future<Output = Result<Response, Error>> + use<'_> {
        let sent = match &self.send_with {
            None => Either::Left(self.http.execute(request).map_err(BoxError::from)),
            Some(SendWith(send)) => Either::Right(send(request, self.http.clone())),
        };
        sent.map_err(|error| match error.downcast::<reqwest::Error>() {
            Ok(error) => transport_error_via(*error, self.proxy.as_deref()),
            Err(error) => Error::new(Kind::Transport, "the send_with function failed").with_source(error),
        })
    }
}

impl fmt::Debug for SendWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendWith")
    }
}
