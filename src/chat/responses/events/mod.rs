//! Converts the events of a streamed response to chunks of a chat completion. No I/O.

mod head;
mod items;
mod slot;

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::{Value, json};

use self::head::{Deltas, Head, Numbers};
use self::items::{Items, MAX_ITEMS};
use self::slot::Delta;
use super::item::Text;
use super::response;
use crate::chat::PlainDelta;
use crate::models::json;
use crate::models::{ChatChoiceLogprobs, StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate};
use crate::raw::v1::types::{Response, ResponseCreatedEvent, ResponseOutputItemDoneEvent, ResponseTextDeltaEvent};
use crate::transport::sse::Event;

/// The result of converting one event.
pub(crate) enum Conversion {
    /// No chunk, and no progress of the response.
    KeepAlive,
    /// No chunk.
    Progress,
    /// A chunk that only adds text.
    Plain(PlainDelta),
    /// Any other chunk.
    Update(Box<StreamingChatCompletionsUpdate>),
    /// The last chunk.
    End(Box<StreamingChatCompletionsUpdate>),
    /// An error in this event.
    Failure,
    /// The response exceeds a limit.
    TooManyValues,
}

/// Reads the events of one response.
///
/// Services send the whole text after its deltas. The reader keeps the text that it has emitted of an item, and emits only
/// what is missing at the end.
#[derive(Default)]
pub(crate) struct Reader {
    /// A chunk without choices, with the id, the model and similar members.
    base: StreamingChatCompletionsUpdate,
    /// Whether a chunk with them was emitted.
    is_introduced: bool,
    deltas: Deltas,
    numbers: Numbers,
    items: Items,
    /// A failure without a code. An `error` event with more details may follow.
    failure: Option<Bytes>,
    /// The number of JSON values in the items that are kept.
    kept_values: usize,
}

const MAX_KEPT_VALUES: usize = 1 << 20;

impl Reader {
    /// Reads one event.
    pub(crate) fn read(&mut self, event: &Event) -> Conversion {
        let data = event.data_bytes();
        let mut deltas = std::mem::take(&mut self.deltas);
        let found = if let Some(head) = deltas.read(data) {
            self.read_as(&head, event)
        } else if let Some(head) = Head::read(data) {
            deltas.learn(&head, data);
            self.read_as(&head, event)
        } else {
            Conversion::Progress
        };
        self.deltas = deltas;
        found
    }

    fn read_as(&mut self, head: &Head<'_>, event: &Event) -> Conversion {
        let data = event.data_bytes();
        let name = if head.type_.is_empty() { event.event_type() } else { Cow::Borrowed(&*head.type_) };
        let type_ = &*name;
        let (subject, action) = type_.rsplit_once('.').unwrap_or(("", type_));
        // Keep-alives and the last events of a stream may be numbered separately, and are harmless if they are repeated.
        let unnumbered = ["completed", "incomplete", "done", "failed", "cancelled", "error", "keep_alive"];
        let is_numbered = type_.starts_with("response.") && (subject != "response" || !unnumbered.contains(&action));
        if is_numbered && self.numbers.is_repeated(head.sequence_number, data) {
            return Conversion::Progress;
        }
        let text = subject.strip_prefix("response.").and_then(Text::of);
        let found = match (subject, action, text) {
            (_, "delta", Some(text)) => self.delta(head, data, text),
            ("response.content_part", "done", _) | (_, "done", Some(_)) => {
                let mut delta = Delta::default();
                self.items.text_done(text, head, data, &mut delta);
                self.update(delta, None)
            }
            ("response.output_item", "added" | "done", _) => self.item(head, data, action == "done"),
            ("response.content_part" | "response.reasoning_summary_part", "added", _) => {
                self.items.begin_part(text, head);
                Conversion::Progress
            }
            ("response", "completed" | "incomplete" | "done", _) => self.end(data, action == "incomplete"),
            ("response", "failed" | "cancelled", _) => self.failed(data),
            ("response" | "", "error", _) => Conversion::Failure,
            ("response", "created" | "queued" | "in_progress", _) => {
                if self.base.id.is_none() {
                    response::learn(&mut self.base, &response_in(data));
                }
                Conversion::Progress
            }
            ("response", "keep_alive", _) => Conversion::KeepAlive,
            _ if type_.starts_with("response.") => Conversion::Progress,
            // An error of a gateway, in the form of chat completions.
            _ if head.type_.is_empty() && !error_in(data)["error"].is_null() => Conversion::Failure,
            _ => Conversion::KeepAlive,
        };
        let is_too_large = self.items.slots.len() > MAX_ITEMS || self.kept_values > MAX_KEPT_VALUES;
        if is_too_large { Conversion::TooManyValues } else { found }
    }

    /// Returns the event of a failure without a code, at the end of the stream.
    pub(crate) fn take_failure(&mut self) -> Option<Bytes> {
        self.failure.take()
    }

    /// Returns the id, the model and the items so far, for a partial response.
    pub(crate) fn partial(&self) -> StreamingChatCompletionsUpdate {
        let mut delta = Delta::default();
        self.items.add_to(&mut delta);
        if delta == Delta::default() { self.base.clone() } else { chunk(&self.base, delta, None) }
    }

    /// Converts a delta, which most events are.
    fn delta(&mut self, head: &Head<'_>, data: &Bytes, text: Text) -> Conversion {
        let slot = self.items.find(head, text.kind());
        if !slot.begin(text, head) {
            return Conversion::Progress;
        }
        if self.is_introduced
            && !head.has_logprobs
            && let Some(template) = slot.push_plain(text, &head.delta, &self.base)
        {
            return Conversion::Plain(PlainDelta::of_event(&head.delta, data, template));
        }
        let mut delta = Delta::default();
        slot.push(text, &head.delta, &mut delta);
        let event = head.has_logprobs.then(|| json::read::<ResponseTextDeltaEvent>(data).ok()).flatten();
        self.update(delta, event.and_then(|event| response::logprobs(&json!(event.logprobs))))
    }

    fn item(&mut self, head: &Head<'_>, data: &Bytes, is_done: bool) -> Conversion {
        let Ok(ResponseOutputItemDoneEvent { item: Some(item), .. }) = json::read(data) else {
            return Conversion::Progress;
        };
        self.count_values(data);
        let mut delta = Delta::default();
        self.items.push(head.output_index, item, is_done, &mut delta);
        self.update(delta, None)
    }

    fn count_values(&mut self, data: &Bytes) {
        self.kept_values += memchr::memchr2_iter(b'{', b',', data).count();
    }

    fn end(&mut self, data: &Bytes, is_incomplete: bool) -> Conversion {
        let mut response = response_in(data);
        let status = response.status.as_ref().map(|status| status.as_str());
        if matches!(status, Some("failed" | "cancelled")) {
            return self.failed(data);
        }
        // The event ends the response, whatever the status in its snapshot.
        if matches!(status, None | Some("queued" | "in_progress")) {
            response.status = Some(if is_incomplete { "incomplete" } else { "completed" }.into());
        }
        self.count_values(data);
        let mut delta = Delta::default();
        self.items.finish(response.output.take().unwrap_or_default(), &mut delta);
        if !self.items.has_text() {
            delta.content = delta.content.or(response.output_text.take());
        }
        self.items.add_to(&mut delta);
        response::learn(&mut self.base, &response);
        let has_calls = self.items.slots.iter().any(|slot| slot.is_started);
        self.is_introduced = true;
        Conversion::End(Box::new(response::last_chunk(self.base.clone(), Some(delta), response, has_calls)))
    }

    fn failed(&mut self, data: &Bytes) -> Conversion {
        let response = response_in(data);
        response::learn(&mut self.base, &response);
        if response.error.is_some_and(|error| error.code.is_some() || error.message.is_some()) {
            return Conversion::Failure;
        }
        self.failure = Some(data.clone());
        Conversion::Progress
    }

    /// Returns a chunk with the delta, unless it is empty.
    fn update(&mut self, mut delta: Delta, logprobs: Option<ChatChoiceLogprobs>) -> Conversion {
        if delta == Delta::default() && logprobs.is_none() {
            return Conversion::Progress;
        }
        if !std::mem::replace(&mut self.is_introduced, true) {
            delta.role = Some("assistant".into());
        }
        Conversion::Update(Box::new(chunk(&self.base, delta, logprobs)))
    }
}

fn chunk(
    base: &StreamingChatCompletionsUpdate,
    delta: Delta,
    logprobs: Option<ChatChoiceLogprobs>,
) -> StreamingChatCompletionsUpdate {
    let (delta, logprobs) = (Some(delta), logprobs.map(Box::new));
    let choice = StreamingChatChoiceUpdate { index: Some(0), delta, logprobs, ..Default::default() };
    StreamingChatCompletionsUpdate { choices: Some(vec![choice]), ..base.clone() }
}

/// Returns the snapshot of the response in an event; empty if it has none.
fn response_in(data: &Bytes) -> Response {
    json::read::<ResponseCreatedEvent>(data).ok().and_then(|event| event.response).unwrap_or_default()
}

/// Returns the error that an event reports. Secrets in the data are already masked.
pub(crate) fn error_in(data: &[u8]) -> Value {
    let mut event: Value = json::read(data).unwrap_or_default();
    // The type of the event is not that of the error.
    event.as_object_mut().map(|event| event.remove("type"));
    let error = [&event["response"]["error"], &event["error"]].into_iter().find(|error| !error.is_null());
    match error {
        Some(error) => json!({ "error": error }),
        None => event,
    }
}
