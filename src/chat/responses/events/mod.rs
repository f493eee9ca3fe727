//! Converts the events of a streamed response to chunks of a chat completion. No I/O.

mod head;
mod items;
mod slot;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use self::head::{Deltas, Head, Numbers};
use self::items::Items;
use self::slot::{Delta, Kind};
use super::response::{self, Filters};
use crate::chat::PlainDelta;
use crate::chat::accumulate::TextField;
use crate::models::json;
use crate::models::{OUTPUT_ITEMS, StreamingChatChoiceUpdate, StreamingChatCompletionsUpdate};
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
    /// Chunks without their texts, for [`PlainDelta`].
    text_templates: Option<[Arc<StreamingChatCompletionsUpdate>; 2]>,
    /// The number of JSON values in the items that are kept.
    kept_values: usize,
}

/// The maximum number of items; each event searches all of them.
const MOST_ITEMS: usize = 1024;
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
        if is_numbered(type_) && self.numbers.is_repeated(head.sequence_number, data) {
            return Conversion::Progress;
        }
        let found = match type_ {
            "response.output_text.delta" if head.has_logprobs => self.text_with_logprobs(head, data),
            "response.output_text.delta" => self.delta(head, data, Kind::Message, TextField::Content),
            "response.reasoning_text.delta" | "response.reasoning.delta" => self.reasoning(head, data, true),
            "response.reasoning_summary_text.delta" | "response.reasoning_summary.delta" => {
                self.reasoning(head, data, false)
            }
            "response.function_call_arguments.delta" => self.delta(head, data, Kind::Call, TextField::Arguments),
            "response.custom_tool_call_input.delta" => {
                let mut delta = Delta::default();
                self.items.find(head, Kind::CustomCall).push_input(&head.delta, &mut delta);
                self.update(delta)
            }
            "response.refusal.delta" => {
                let mut delta = Delta::default();
                self.items.find(head, Kind::Message).push_refusal(&head.delta, &mut delta);
                self.update(delta)
            }
            "response.output_item.added" => self.item(head, data, false),
            "response.output_item.done" => self.item(head, data, true),
            "response.reasoning_summary_part.added" | "response.content_part.added" => {
                self.items.begin_part(head);
                Conversion::Progress
            }
            "response.completed" | "response.incomplete" | "response.done" => self.end(data),
            "response.failed" | "response.cancelled" => self.failed(data),
            "error" | "response.error" => Conversion::Failure,
            "response.created" | "response.queued" | "response.in_progress" => {
                self.introduce(data);
                Conversion::Progress
            }
            "response.keep_alive" => Conversion::KeepAlive,
            _ if type_.starts_with("response.") && type_.ends_with(".done") => {
                let mut delta = Delta::default();
                self.items.part_done(type_, head, data, &mut delta);
                self.update(delta)
            }
            _ if type_.starts_with("response.") => Conversion::Progress,
            // An error of a gateway, in the form of chat completions.
            _ if head.type_.is_empty() && !error_in(data)["error"].is_null() => Conversion::Failure,
            _ => Conversion::KeepAlive,
        };
        if self.items.len() > MOST_ITEMS || self.kept_values > MAX_KEPT_VALUES {
            Conversion::TooManyValues
        } else {
            found
        }
    }

    /// Returns the event of a failure without a code, at the end of the stream.
    pub(crate) fn take_failure(&mut self) -> Option<Bytes> {
        self.failure.take()
    }

    /// Returns the id, the model and the items so far, for a partial response.
    pub(crate) fn partial(&self) -> StreamingChatCompletionsUpdate {
        let mut update = self.base.clone();
        let items = self.items.to_json();
        if !items.is_empty() {
            let mut delta = Delta::default();
            delta.extra.insert(OUTPUT_ITEMS.to_owned(), items.into());
            update.choices = Some(vec![choice(delta)]);
        }
        update
    }

    /// Converts a text delta, which most events are.
    fn delta(&mut self, head: &Head<'_>, data: &Bytes, kind: Kind, field: TextField) -> Conversion {
        let slot = self.items.find(head, kind);
        if self.is_introduced && slot.is_open() {
            slot.text.push_str(&head.delta);
            let template = match field {
                TextField::Arguments => slot.template(&self.base),
                _ => Arc::clone(&self.text_templates()[usize::from(field == TextField::Content)]),
            };
            return Conversion::Plain(PlainDelta::of_event(field, &head.delta, data, template));
        }
        let mut delta = Delta::default();
        slot.push_text(&head.delta, &mut delta);
        self.update(delta)
    }

    /// Converts a delta of the reasoning (`is_content`) or of its summary. Only the first one of the two is read of an item.
    fn reasoning(&mut self, head: &Head<'_>, data: &Bytes, is_content: bool) -> Conversion {
        if !self.items.begin_reasoning(head, is_content) {
            return Conversion::Progress;
        }
        self.delta(head, data, Kind::Reasoning, TextField::ReasoningContent)
    }

    fn text_with_logprobs(&mut self, head: &Head<'_>, data: &Bytes) -> Conversion {
        let mut delta = Delta::default();
        self.items.find(head, Kind::Message).push_text(&head.delta, &mut delta);
        let mut choice = choice(delta);
        let tokens = json::read::<ResponseTextDeltaEvent>(data).ok().and_then(|event| event.logprobs);
        choice.logprobs = response::logprobs(json!(tokens)).map(Box::new);
        self.is_introduced = true;
        Conversion::Update(Box::new(StreamingChatCompletionsUpdate {
            choices: Some(vec![choice]),
            ..self.base.clone()
        }))
    }

    fn item(&mut self, head: &Head<'_>, data: &Bytes, is_done: bool) -> Conversion {
        let Ok(ResponseOutputItemDoneEvent { item: Some(item), .. }) = json::read(data) else {
            return Conversion::Progress;
        };
        self.count_values(data);
        let mut delta = Delta::default();
        self.items.push(head, response::tidy(item), is_done, &mut delta);
        self.update(delta)
    }

    fn count_values(&mut self, data: &Bytes) {
        self.kept_values += memchr::memchr2_iter(b'{', b',', data).count();
    }

    fn introduce(&mut self, data: &Bytes) {
        if self.base.id.is_none()
            && let Some(response) = response_in(data)
        {
            self.learn(&response);
        }
    }

    fn learn(&mut self, response: &Response) {
        let base = &mut self.base;
        base.id = response.id.clone().or(base.id.take());
        base.model = response.model.clone().or(base.model.take());
        base.created = response.created_at.map(|created| created as i64).or(base.created);
        base.object = Some("chat.completion.chunk".to_owned());
    }

    fn end(&mut self, data: &Bytes) -> Conversion {
        let mut response = response_in(data).unwrap_or_default();
        let status = response.status.as_ref().map(|status| status.as_str());
        if matches!(status, Some("failed" | "cancelled")) {
            return self.failed(data);
        }
        // The event ends the response, whatever the status in its snapshot.
        if matches!(status, None | Some("queued" | "in_progress")) {
            let is_incomplete = Head::read(data).is_some_and(|head| head.type_ == "response.incomplete");
            response.status = Some(if is_incomplete { "incomplete" } else { "completed" }.into());
        }
        self.learn(&response);
        self.count_values(data);
        let mut delta = Delta::default();
        self.items.finish(response.output.take().unwrap_or_default(), &mut delta);
        if !self.items.has_text() {
            delta.content = delta.content.or(response.output_text.take());
        }
        let items = self.items.to_json();
        if !items.is_empty() {
            delta.extra.insert(OUTPUT_ITEMS.to_owned(), items.into());
        }
        let filters = Filters::new(response.content_filters.as_deref().unwrap_or_default());
        let mut choice = choice(delta);
        choice.finish_reason = response::finish_reason(&response, self.items.has_calls());
        choice.content_filter_results = filters.completion;
        choice.content_filter_offsets = filters.offsets.map(Box::new);
        let mut update = StreamingChatCompletionsUpdate { choices: Some(vec![choice]), ..self.base.clone() };
        update.prompt_filter_results = filters.prompts;
        update.usage = response.usage.take().map(response::usage).map(Box::new);
        update.service_tier = response.service_tier.take();
        for (name, value) in response::rest(&mut response) {
            update.extra.insert(name, value);
        }
        self.is_introduced = true;
        Conversion::End(Box::new(update))
    }

    fn failed(&mut self, data: &Bytes) -> Conversion {
        let response = response_in(data).unwrap_or_default();
        self.learn(&response);
        if response.error.is_some_and(|error| error.code.is_some() || error.message.is_some()) {
            return Conversion::Failure;
        }
        self.failure = Some(data.clone());
        Conversion::Progress
    }

    /// Returns a chunk with the delta, unless it is empty.
    fn update(&mut self, delta: Delta) -> Conversion {
        if delta == Delta::default() {
            return Conversion::Progress;
        }
        let mut choice = choice(delta);
        if !std::mem::replace(&mut self.is_introduced, true)
            && let Some(delta) = &mut choice.delta
        {
            delta.role = Some("assistant".into());
        }
        Conversion::Update(Box::new(StreamingChatCompletionsUpdate {
            choices: Some(vec![choice]),
            ..self.base.clone()
        }))
    }

    fn text_templates(&mut self) -> &[Arc<StreamingChatCompletionsUpdate>; 2] {
        let base = &self.base;
        self.text_templates.get_or_insert_with(|| {
            let of = |field: TextField| {
                let mut delta = Delta::default();
                *field.of(&mut delta) = Some(String::new());
                Arc::new(StreamingChatCompletionsUpdate { choices: Some(vec![choice(delta)]), ..base.clone() })
            };
            [of(TextField::ReasoningContent), of(TextField::Content)]
        })
    }
}

/// Whether the sequence number of an event is checked for repetitions. Keep-alives and the last events of a stream may be
/// numbered separately, and are harmless if they are repeated.
fn is_numbered(type_: &str) -> bool {
    let ends = ["completed", "incomplete", "done", "failed", "cancelled", "error", "keep_alive"];
    type_.strip_prefix("response.").is_some_and(|name| !ends.contains(&name))
}

fn choice(delta: Delta) -> StreamingChatChoiceUpdate {
    StreamingChatChoiceUpdate { index: Some(0), delta: Some(delta), ..StreamingChatChoiceUpdate::default() }
}

/// Returns the snapshot of the response in an event.
fn response_in(data: &Bytes) -> Option<Response> {
    json::read::<ResponseCreatedEvent>(data).ok()?.response
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
