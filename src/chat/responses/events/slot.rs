//! The state of one output item: what was received and emitted of it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::chunk;
use super::head::Head;
use crate::chat::accumulate::TextField;
use crate::chat::responses::item::{BREAK, Item, Kind, Text};
use crate::chat::{Shape, Template};
use crate::models::{
    FunctionCall, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate,
    StreamingChatResponseToolCallUpdate,
};

/// The delta of a chunk.
pub(super) type Delta = StreamingChatResponseMessageUpdate;

#[derive(Default)]
pub(super) struct Slot {
    /// The item so far. Its texts are what was emitted, from the source that was read first: reasoning or its summary. Its JSON
    /// is null before the first copy.
    pub(super) item: Item,
    pub(super) index: Option<i64>,
    /// The current part of the reasoning, and where the current part starts in the text.
    pub(super) part: Option<i64>,
    pub(super) part_start: usize,
    pub(super) closed_parts: Vec<i64>,
    /// Whether a break is emitted before the next text.
    pub(super) needs_break: bool,
    /// The position of a call among the calls.
    pub(super) call: i64,
    pub(super) is_started: bool,
    pub(super) is_done: bool,
    pub(super) is_matched: bool,
    /// The template of the chunks of its text.
    pub(super) template: Option<Arc<Template>>,
}

impl Slot {
    /// Prepares for text of the item. Of reasoning and its summary, only the first one is read; returns `false` for the other
    /// one.
    pub(super) fn begin(&mut self, text: Text, head: &Head<'_>) -> bool {
        if self.item.kind == Kind::Reasoning {
            if *self.item.source.get_or_insert(text) != text {
                return false;
            }
            if head.summary_index.is_some() && head.summary_index != self.part {
                self.begin_part(head.summary_index);
            }
        }
        true
    }

    /// Starts a part of reasoning. Parts have a break between them.
    pub(super) fn begin_part(&mut self, part: Option<i64>) {
        self.part = part;
        self.needs_break |= !self.item.text.is_empty();
        self.part_start = self.item.text.len();
    }

    /// Adds a delta that becomes a plain chunk, and returns its template; `None` if the delta needs another chunk.
    pub(super) fn push_plain(
        &mut self,
        text: Text,
        new: &str,
        base: &StreamingChatCompletionsUpdate,
    ) -> Option<Arc<Template>> {
        let field = match text {
            Text::Content => TextField::Content,
            Text::Reasoning | Text::Summary if !self.needs_break => TextField::ReasoningContent,
            Text::Arguments if self.is_started => TextField::Arguments,
            _ => return None,
        };
        self.item.text.push_str(new);
        let template = self.template.take().unwrap_or_else(|| {
            let mut delta = Delta::default();
            if field == TextField::Arguments {
                delta.tool_calls = Some(vec![self.fragment("")]);
            }
            *field.of(&mut delta) = Some(String::new());
            let shape = Arc::new(Shape { update: chunk(base, delta, None), pattern: None, others: Vec::new() });
            Arc::new(Template { choice: 0, field, has_filter_results: false, shape })
        });
        Some(Arc::clone(self.template.insert(template)))
    }

    /// Adds new text, and emits it.
    pub(super) fn push(&mut self, text: Text, new: &str, delta: &mut Delta) {
        if new.is_empty() {
            return;
        }
        let (whole, emitted) = match text {
            Text::Content => (&mut self.item.text, &mut delta.content),
            Text::Reasoning | Text::Summary => (&mut self.item.text, &mut delta.reasoning_content),
            Text::Refusal => (&mut self.item.refusal, &mut delta.refusal),
            Text::Arguments | Text::Input => {
                self.item.text.push_str(new);
                if self.is_started {
                    delta.tool_calls.get_or_insert_default().push(self.fragment(new));
                }
                return;
            }
        };
        let emitted = emitted.get_or_insert_default();
        if std::mem::take(&mut self.needs_break) {
            emitted.push_str(BREAK);
            // The break before a whole item is not in its text.
            if !whole.is_empty() {
                whole.push_str(BREAK);
                self.part_start = whole.len();
            }
        }
        emitted.push_str(new);
        whole.push_str(new);
    }

    /// Emits what is missing at the end of a text, given the whole text.
    pub(super) fn fill(&mut self, text: Text, whole: &str, delta: &mut Delta) {
        let emitted = if text == Text::Refusal { &self.item.refusal } else { &self.item.text };
        let Some(rest) = whole.strip_prefix(emitted.as_str()) else { return };
        // The rest includes the break, if one is due.
        self.needs_break &= emitted.is_empty();
        self.push(text, rest, delta);
    }

    /// Emits what is missing at the end of the current part, once.
    pub(super) fn fill_part(&mut self, text: Text, head: &Head<'_>, whole: &str, delta: &mut Delta) {
        let part = if text == Text::Summary { head.summary_index } else { head.content_index }.unwrap_or(-1);
        if self.is_done || self.closed_parts.contains(&part) || !self.begin(text, head) {
            return;
        }
        let emitted = if self.needs_break { "" } else { self.item.text.get(self.part_start..).unwrap_or_default() };
        if let Some(rest) = whole.strip_prefix(emitted) {
            self.push(text, rest, delta);
        }
        self.closed_parts.push(part);
        self.part_start = self.item.text.len();
    }

    /// Adds a copy of the item, and emits what earlier copies and deltas did not have.
    pub(super) fn push_item(&mut self, item: Item, delta: &mut Delta) {
        let own = &mut self.item;
        merge(&mut own.json, item.json);
        for (known, new) in [(&mut own.id, item.id), (&mut own.call_id, item.call_id), (&mut own.name, item.name)] {
            if known.is_empty() {
                *known = new;
            }
        }
        let Some(text) = item.source else { return };
        if self.item.source.is_none_or(|source| source == text) {
            self.fill(text, &item.text, delta);
        }
        self.fill(Text::Refusal, &item.refusal, delta);
        self.start_call(delta);
    }

    /// Starts a call once its name is known, with its arguments so far.
    pub(super) fn start_call(&mut self, delta: &mut Delta) {
        if !self.is_started
            && !self.item.name.is_empty()
            && let Some(call) = self.item.call()
        {
            self.is_started = true;
            let mut update = StreamingChatResponseToolCallUpdate { index: Some(self.call), ..Default::default() };
            (update.id, update.type_, update.function) = (call.id, call.type_, call.function);
            call.extra.into_iter().for_each(|(name, value)| update.extra.insert(name, value));
            delta.tool_calls.get_or_insert_default().push(update);
        }
    }

    /// Returns a fragment of the arguments or the input of the call.
    fn fragment(&self, text: &str) -> StreamingChatResponseToolCallUpdate {
        let mut call = StreamingChatResponseToolCallUpdate { index: Some(self.call), ..Default::default() };
        if self.item.kind == Kind::CustomCall {
            call.extra.insert("custom".to_owned(), json!({"input": text}));
        } else {
            call.function = Some(FunctionCall { arguments: Some(text.to_owned()), ..FunctionCall::default() });
        }
        call
    }
}

/// Merges copies of an item. The last value of each member is kept.
fn merge(kept: &mut Value, item: Value) {
    match (kept, item) {
        (Value::Object(kept), Value::Object(item)) => {
            let is_empty = |value: &Value| value.is_null() || value == "" || value == &json!([]);
            kept.extend(item.into_iter().filter(|(_, value)| !is_empty(value)));
        }
        (kept, item) => *kept = item,
    }
}
