//! The API that a chat request goes to, and when it moves from chat completions to the Responses API.

use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use http::StatusCode;

use super::Defaults;
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
    /// A request moves to the Responses API if chat completions refuse it with an error that indicates this, before anything was
    /// yielded to the caller. The client remembers the model once the Responses API has accepted it. Requests to endpoints that
    /// are known to have no Responses API do not move.
    #[default]
    Auto,
    /// Chat completions: `POST /chat/completions`.
    ChatCompletions,
    /// The Responses API: `POST /responses`.
    Responses,
}

impl Api {
    /// Returns the value of `openai.api.type` in the OpenTelemetry conventions.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::ChatCompletions => "chat_completions",
            Self::Responses => "responses",
        }
    }
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
    state: AtomicU8,
    /// The model, set if the call may move.
    model: OnceLock<Option<String>>,
    /// The request includes the encrypted reasoning by default.
    includes_reasoning: AtomicBool,
}

const UNDECIDED: u8 = 0;
const CHAT_COMPLETIONS: u8 = 1;
/// Chat completions, but the call may move to the Responses API.
const MAY_MOVE: u8 = 2;
const RESPONSES: u8 = 3;
/// Responses API, to which the call has moved.
const MOVED: u8 = 4;

impl Wire {
    /// Allows the call to move to the Responses API, with this model.
    pub(crate) fn begin_movable(&self, model: Option<String>) {
        self.model.get_or_init(|| model);
        self.state.store(MAY_MOVE, Ordering::Relaxed);
    }

    pub(crate) fn model(&self) -> Option<&str> {
        self.model.get()?.as_deref()
    }

    pub(crate) fn begin(&self, api: Api) {
        let state = if api == Api::Responses { RESPONSES } else { CHAT_COMPLETIONS };
        self.state.store(state, Ordering::Relaxed);
    }

    pub(crate) fn is_decided(&self) -> bool {
        self.state.load(Ordering::Relaxed) != UNDECIDED
    }

    /// Returns the API of the next attempt.
    pub(crate) fn api(&self) -> Api {
        if self.state.load(Ordering::Relaxed) < RESPONSES { Api::ChatCompletions } else { Api::Responses }
    }

    pub(crate) fn may_move(&self) -> bool {
        self.state.load(Ordering::Relaxed) == MAY_MOVE
    }

    pub(crate) fn has_moved(&self) -> bool {
        self.state.load(Ordering::Relaxed) == MOVED
    }

    /// Moves the call if chat completions refuse a request that the Responses API may accept. Returns whether it has moved.
    pub(crate) fn moves_after(&self, error: &Error) -> bool {
        let moves = self.may_move() && is_refusal(error);
        if moves {
            self.state.store(MOVED, Ordering::Relaxed);
        }
        moves
    }

    pub(crate) fn set_includes_reasoning(&self, includes: bool) {
        self.includes_reasoning.store(includes, Ordering::Relaxed);
    }

    /// Returns the parts of the request that are sent by default.
    pub(crate) fn defaults(&self) -> Defaults {
        if self.includes_reasoning.load(Ordering::Relaxed) { Defaults::ENCRYPTED_REASONING } else { Defaults::NONE }
    }

    /// Keeps the call at chat completions, because only they accept the request.
    pub(crate) fn stay(&self) {
        self.state.store(CHAT_COMPLETIONS, Ordering::Relaxed);
    }
}

/// Whether chat completions refuse a request that the Responses API may accept: for the model, or for tools of a model that
/// reasons.
fn is_refusal(error: &Error) -> bool {
    // An error within a stream of status 200 may have no status.
    let status = error.reported_status().or(error.status().filter(|status| !status.is_success()));
    if !matches!(status, None | Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND)) {
        return false;
    }
    let message = error.message().to_ascii_lowercase();
    let is_code = |code: &str| error.code().is_some_and(|found| found.eq_ignore_ascii_case(code));
    let is_about_effort = error.param() == Some("reasoning_effort") || message.contains("reasoning_effort");
    is_code("OperationNotSupported")
        || message.contains("v1/responses")
        || (message.contains("not a chat model") && message.contains("v1/chat/completions"))
        || (is_about_effort && message.contains("function tools") && !is_code("unsupported_value"))
}

/// Whether the error means that the Responses API does not have the model, or that the endpoint has no Responses API.
pub(crate) fn is_absent(error: &Error) -> bool {
    let status = error.reported_status().or(error.status());
    let is_code = |code: &str| error.code().is_some_and(|found| found.eq_ignore_ascii_case(code));
    let message = error.message().to_ascii_lowercase();
    matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED))
        || is_code("OperationNotSupported")
        || is_code("model_not_found")
        || message.contains("not supported by responses api")
        || message.contains("unknown model")
}

/// Returns the hint for an error whose request can't move to the Responses API.
pub(crate) fn moving_reason(reason: &Error) -> String {
    format!("not sent to the Responses API: {}", reason.message())
}
