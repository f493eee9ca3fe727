//! When a request moves from chat completions to the Responses API.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use http::StatusCode;

use super::Api;
use crate::error::Error;
use crate::raw::v1::types::{CreateResponse, InputParam};
use crate::raw::v1::{InputItem, ReasoningEffort};
use crate::transport::Defaults;

/// The API that one call is at.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    state: AtomicU8,
    /// The model of a call that may move.
    model: OnceLock<Option<String>>,
    /// The request includes the encrypted reasoning though the caller did not ask for it.
    includes_reasoning: AtomicBool,
}

const UNDECIDED: u8 = 0;
const CHAT_COMPLETIONS: u8 = 1;
/// At chat completions, and free to move.
const MAY_MOVE: u8 = 2;
const RESPONSES: u8 = 3;
/// Moved during this call.
const MOVED: u8 = 4;

impl Wire {
    /// The call may move to the Responses API, with this model.
    pub(super) fn begin_free(&self, model: Option<String>) {
        self.model.get_or_init(|| model);
        self.state.store(MAY_MOVE, Ordering::Relaxed);
    }

    pub(crate) fn model(&self) -> Option<&str> {
        self.model.get()?.as_deref()
    }

    pub(super) fn begin(&self, api: Api) {
        let state = if api == Api::Responses { RESPONSES } else { CHAT_COMPLETIONS };
        self.state.store(state, Ordering::Relaxed);
    }

    pub(super) fn is_decided(&self) -> bool {
        self.state.load(Ordering::Relaxed) != UNDECIDED
    }

    /// The API that the next attempt goes to.
    pub(crate) fn api(&self) -> Api {
        if self.state.load(Ordering::Relaxed) < RESPONSES { Api::ChatCompletions } else { Api::Responses }
    }

    pub(crate) fn may_move(&self) -> bool {
        self.state.load(Ordering::Relaxed) == MAY_MOVE
    }

    pub(crate) fn has_moved(&self) -> bool {
        self.state.load(Ordering::Relaxed) == MOVED
    }

    /// Moves the call if this error is a refusal that the Responses API helps with.
    pub(crate) fn moves_after(&self, error: &Error) -> bool {
        let moves = self.may_move() && is_refusal(error);
        if moves {
            self.state.store(MOVED, Ordering::Relaxed);
        }
        moves
    }

    /// What a request has that the caller did not set.
    pub(crate) fn defaults(&self) -> Defaults {
        if self.includes_reasoning.load(Ordering::Relaxed) { Defaults::ENCRYPTED_REASONING } else { Defaults::NONE }
    }

    /// Moves back: the request has something that only chat completions have.
    pub(crate) fn stay(&self) {
        self.state.store(CHAT_COMPLETIONS, Ordering::Relaxed);
    }

    /// Includes the encrypted reasoning if the model is known to have it: it was moved, which only reasoning models of
    /// OpenAI are, it takes an effort, or it returned some before.
    pub(super) fn include_reasoning(&self, request: &mut CreateResponse) {
        if request.include.iter().flatten().any(|include| include == "reasoning.encrypted_content") {
            return;
        }
        let effort = request.reasoning.as_ref().and_then(|reasoning| reasoning.effort.as_ref());
        let has_encrypted = |item: &InputItem| match item {
            InputItem::Reasoning(item) => item.encrypted_content.is_some(),
            _ => false,
        };
        let is_known = self.has_moved()
            || effort.is_some_and(|effort| *effort != ReasoningEffort::None)
            || matches!(&request.input, Some(InputParam::Array(items)) if items.iter().any(has_encrypted));
        self.includes_reasoning.store(is_known, Ordering::Relaxed);
        if is_known {
            request.include.get_or_insert_default().push("reasoning.encrypted_content".into());
        }
    }
}

/// Whether chat completions refuse a request that the Responses API may accept: for the model, or for tools of a model that
/// reasons.
fn is_refusal(error: &Error) -> bool {
    // An error within a stream of status 200 may name none.
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

/// Whether the error says that the Responses API does not have the model, or that there is no such API.
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

/// What to say of a request that can't move.
pub(crate) fn moving_reason(reason: &Error) -> String {
    format!("not sent to the Responses API: {}", reason.message())
}
