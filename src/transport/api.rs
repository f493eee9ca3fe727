//! The API that a chat request goes to, and when it moves from chat completions to the Responses API.

use std::str::FromStr;

use http::StatusCode;

use crate::error::{Error, Result};

/// The API that chat requests are sent to; see [`ClientBuilder::api`](crate::ClientBuilder::api).
///
/// The request, the response, its chunks and its events have the same types with both. The
/// [guide](crate::guide::responses) lists the differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// Chat completions, or the Responses API for models that only it supports. The default.
    ///
    /// A request moves to the Responses API if chat completions reject it with an error that indicates this, before anything was
    /// yielded to the caller. The client remembers the model once the Responses API has accepted it. Requests to endpoints that
    /// are known to have no Responses API do not move.
    #[default]
    Auto,
    /// Chat completions: `POST /chat/completions`.
    ChatCompletions,
    /// The Responses API: `POST /responses`.
    Responses,
}

/// Parses `auto`, `chat_completions` or `responses`, as in the environment variable `AZURE_INFERENCE_API`.
impl FromStr for Api {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "auto" => Ok(Self::Auto),
            "chat_completions" | "chat-completions" | "chat" => Ok(Self::ChatCompletions),
            "responses" => Ok(Self::Responses),
            _ => Err(Error::input(
                "api",
                format!("{name:?} is not an API; use `auto`, `chat_completions` or `responses`"),
            )),
        }
    }
}

/// The API that a call is sent to. It may change between attempts.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    /// The API of the next attempt; `Auto` before it is selected.
    api: Api,
    /// The model of a call that may move to the Responses API, or has moved.
    movable: Option<String>,
    /// The request includes the encrypted reasoning by default.
    pub(crate) includes_reasoning: bool,
}

impl Wire {
    /// Selects the API. The call may move to the Responses API with the model `movable`.
    pub(crate) fn begin(&mut self, api: Api, movable: Option<String>) {
        (self.api, self.movable) = (api, movable);
    }

    pub(crate) fn is_decided(&self) -> bool {
        self.api != Api::Auto
    }

    /// Returns the API of the next attempt.
    pub(crate) fn api(&self) -> Api {
        if self.api == Api::Responses { self.api } else { Api::ChatCompletions }
    }

    /// Returns the model of a call that has moved to the Responses API; `None` if the call has not moved.
    pub(crate) fn moved_model(&self) -> Option<&str> {
        self.movable.as_deref().filter(|_| self.api == Api::Responses)
    }

    /// Moves the call if chat completions reject a request that the Responses API may accept. Returns whether it has moved.
    pub(crate) fn moves_after(&mut self, error: &Error) -> bool {
        let moves = self.api == Api::ChatCompletions && self.movable.is_some() && is_refusal(error);
        if moves {
            self.api = Api::Responses;
        }
        moves
    }
}

/// Whether chat completions reject a request that the Responses API may accept: for the model, or for tools of a model that
/// reasons.
fn is_refusal(error: &Error) -> bool {
    // An error within a stream of status 200 may have no status.
    if !matches!(error.refusal_status(), None | Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND)) {
        return false;
    }
    let message = error.message().to_ascii_lowercase();
    let is_about_effort = error.param() == Some("reasoning_effort") || message.contains("reasoning_effort");
    error.is_code("OperationNotSupported")
        || message.contains("v1/responses")
        || (message.contains("not a chat model") && message.contains("v1/chat/completions"))
        || (is_about_effort && message.contains("function tools") && !error.is_code("unsupported_value"))
}

/// Whether the error means that the Responses API does not have the model, or that the endpoint has no Responses API.
pub(crate) fn is_absent(error: &Error) -> bool {
    let status = error.refusal_status();
    let message = error.message().to_ascii_lowercase();
    matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED))
        || error.is_code("OperationNotSupported")
        || error.is_code("model_not_found")
        || message.contains("not supported by responses api")
        || message.contains("unknown model")
}
