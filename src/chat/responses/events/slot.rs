//! One output item, and the part of it that was emitted.

use std::sync::Arc;

use serde_json::{Value, json};

use super::choice;
use crate::chat::responses::response::{self, BREAK};
use crate::models::{
    FunctionCall, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate,
    StreamingChatResponseToolCallUpdate, json,
};
use crate::raw::v1::types::OutputItemOutputMessage;
use crate::raw::v1::{OutputItem, OutputMessageContent};

/// The delta of a chunk.
pub(super) type Delta = StreamingChatResponseMessageUpdate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Reasoning,
    Call,
    CustomCall,
    Other,
}

impl Kind {
    pub(super) fn of(item: &OutputItem) -> Self {
        match item {
            OutputItem::Message(_) => Self::Message,
            OutputItem::Reasoning(_) => Self::Reasoning,
            OutputItem::FunctionCall(_) => Self::Call,
            OutputItem::CustomToolCall(_) => Self::CustomCall,
            OutputItem::Other(_) => Self::Other,
        }
    }
}

/// One output item.
pub(super) struct Slot {
    pub(super) kind: Kind,
    pub(super) index: Option<i64>,
    pub(super) id: String,
    /// The emitted text, reasoning, arguments or input.
    pub(super) text: String,
    pub(super) refusal: String,
    /// Where the current part starts in `text`.
    pub(super) part_start: usize,
    pub(super) part: Option<i64>,
    pub(super) closed_parts: Vec<i64>,
    /// Whether a break is emitted before the next text.
    pub(super) needs_break: bool,
    /// Whether the reasoning itself is read, or its summary.
    pub(super) reads_content: Option<bool>,
    /// The position of a call among the calls, its id and its name.
    pub(super) call: i64,
    pub(super) call_id: String,
    pub(super) name: String,
    pub(super) is_started: bool,
    pub(super) is_done: bool,
    pub(super) is_matched: bool,
    template: Option<Arc<StreamingChatCompletionsUpdate>>,
    pub(super) item: Option<Value>,
}

impl Slot {
    pub(super) fn new(kind: Kind, index: Option<i64>, id: &str) -> Self {
        Self {
            kind,
            index,
            id: id.to_owned(),
            text: String::new(),
            refusal: String::new(),
            part_start: 0,
            part: None,
            closed_parts: Vec::new(),
            needs_break: false,
            reads_content: None,
            call: 0,
            call_id: String::new(),
            name: String::new(),
            is_started: false,
            is_done: false,
            is_matched: false,
            template: None,
            item: None,
        }
    }

    /// Whether its deltas are text only.
    pub(super) fn is_open(&self) -> bool {
        !self.needs_break && (self.kind != Kind::Call || self.is_started)
    }

    /// Emits text of the current part.
    pub(super) fn push_text(&mut self, text: &str, delta: &mut Delta) {
        if text.is_empty() {
            return;
        }
        let whole = match self.kind {
            Kind::Message => delta.content.get_or_insert_default(),
            Kind::Reasoning => delta.reasoning_content.get_or_insert_default(),
            Kind::Call => {
                self.text.push_str(text);
                if self.is_started {
                    self.push_arguments(text.to_owned(), delta);
                }
                return;
            }
            Kind::CustomCall => return self.push_input(text, delta),
            Kind::Other => return,
        };
        if std::mem::take(&mut self.needs_break) {
            whole.push_str(BREAK);
            // The break before a whole item is not in its text.
            if !self.text.is_empty() {
                self.text.push_str(BREAK);
                self.part_start = self.text.len();
            }
        }
        whole.push_str(text);
        self.text.push_str(text);
    }

    pub(super) fn push_refusal(&mut self, text: &str, delta: &mut Delta) {
        if !text.is_empty() {
            self.refusal.push_str(text);
            delta.refusal.get_or_insert_default().push_str(text);
        }
    }

    pub(super) fn push_input(&mut self, text: &str, delta: &mut Delta) {
        self.text.push_str(text);
        if self.is_started && !text.is_empty() {
            let mut call = self.fragment();
            call.extra.insert("custom".to_owned(), json!({"input": text}));
            delta.tool_calls.get_or_insert_default().push(call);
        }
    }

    fn fragment(&self) -> StreamingChatResponseToolCallUpdate {
        StreamingChatResponseToolCallUpdate { index: Some(self.call), ..Default::default() }
    }

    fn push_arguments(&self, arguments: String, delta: &mut Delta) {
        let mut call = self.fragment();
        call.function = Some(FunctionCall { arguments: Some(arguments), ..FunctionCall::default() });
        delta.tool_calls.get_or_insert_default().push(call);
    }

    /// Starts a call once its name is known, with the arguments so far.
    pub(super) fn start_call(&mut self, delta: &mut Delta) {
        if self.is_started || self.name.is_empty() {
            return;
        }
        self.is_started = true;
        let mut call = self.fragment();
        call.id = Some(self.call_id.clone()).filter(|id| !id.is_empty());
        if self.kind == Kind::CustomCall {
            call.type_ = Some("custom".to_owned());
            call.extra.insert("custom".to_owned(), json!({"name": self.name, "input": self.text}));
        } else {
            call.type_ = Some("function".to_owned());
            let (name, arguments) = (Some(self.name.clone()), Some(self.text.clone()));
            call.function = Some(FunctionCall { name, arguments, ..FunctionCall::default() });
        }
        delta.tool_calls.get_or_insert_default().push(call);
    }

    /// Emits what is missing at the end of the text, given the whole text.
    pub(super) fn fill(&mut self, whole: &str, delta: &mut Delta) {
        if let Some(rest) = whole.strip_prefix(self.text.as_str()).map(str::to_owned) {
            if !self.text.is_empty() {
                // The rest includes the break, if one is due.
                self.needs_break = false;
            }
            self.push_text(&rest, delta);
        }
    }

    pub(super) fn fill_refusal(&mut self, whole: &str, delta: &mut Delta) {
        if let Some(rest) = whole.strip_prefix(self.refusal.as_str()).map(str::to_owned) {
            self.push_refusal(&rest, delta);
        }
    }

    /// Emits what is missing at the end of the current part, once.
    pub(super) fn fill_part(&mut self, part: Option<i64>, whole: &str, delta: &mut Delta) {
        let part = part.unwrap_or(-1);
        if self.closed_parts.contains(&part) || self.is_done {
            return;
        }
        let emitted = if self.needs_break { "" } else { self.text.get(self.part_start..).unwrap_or_default() };
        if let Some(rest) = whole.strip_prefix(emitted).map(str::to_owned) {
            self.push_text(&rest, delta);
        }
        self.closed_parts.push(part);
        self.part_start = self.text.len();
    }

    /// Adds a copy of the item, and emits what earlier copies and deltas did not have.
    pub(super) fn push_item(&mut self, item: &OutputItem, delta: &mut Delta) {
        merge(&mut self.item, item);
        match item {
            OutputItem::Message(message) => {
                let (text, refusal) = texts(message);
                self.fill(&text, delta);
                self.fill_refusal(&refusal, delta);
            }
            OutputItem::Reasoning(reasoning) => {
                let (is_content, text) = response::reasoning_of(reasoning);
                if !text.is_empty() && self.reads_content.is_none_or(|reads| reads == is_content) {
                    self.fill(&text, delta);
                }
            }
            OutputItem::FunctionCall(call) => {
                let arguments = call.arguments.as_deref().unwrap_or_default();
                self.push_call([&call.call_id, &call.id], &call.name, arguments, delta);
            }
            OutputItem::CustomToolCall(call) => {
                let input = call.input.as_deref().unwrap_or_default();
                self.push_call([&call.call_id, &call.id], &call.name, input, delta);
            }
            OutputItem::Other(_) => {}
        }
    }

    fn push_call(&mut self, ids: [&Option<String>; 2], name: &Option<String>, input: &str, delta: &mut Delta) {
        if self.call_id.is_empty() {
            self.call_id = ids.into_iter().flatten().find(|id| !id.is_empty()).cloned().unwrap_or_default();
        }
        if self.name.is_empty() {
            self.name = name.clone().unwrap_or_default();
        }
        self.fill(input, delta);
        self.start_call(delta);
    }

    /// Returns a chunk of its arguments without their text, with the members of `base`.
    pub(super) fn template(&mut self, base: &StreamingChatCompletionsUpdate) -> Arc<StreamingChatCompletionsUpdate> {
        let template = self.template.take().unwrap_or_else(|| {
            let mut delta = Delta::default();
            self.push_arguments(String::new(), &mut delta);
            Arc::new(StreamingChatCompletionsUpdate { choices: Some(vec![choice(delta)]), ..base.clone() })
        });
        Arc::clone(self.template.insert(template))
    }
}

/// Returns the text and the refusals of a message.
fn texts(message: &OutputItemOutputMessage) -> (String, String) {
    let (mut text, mut refusal) = (String::new(), String::new());
    for part in message.content.iter().flatten() {
        match part {
            OutputMessageContent::OutputText(part) => text.push_str(part.text.as_deref().unwrap_or_default()),
            OutputMessageContent::Refusal(part) => refusal.push_str(part.refusal.as_deref().unwrap_or_default()),
            OutputMessageContent::Other(_) => {}
        }
    }
    (text, refusal)
}

/// Merges copies of an item. The last value of each member is kept.
fn merge(kept: &mut Option<Value>, item: &OutputItem) {
    let Ok(item) = json::to_value(item) else { return };
    match (kept, item) {
        (Some(Value::Object(kept)), Value::Object(item)) => {
            let is_empty = |value: &Value| value.is_null() || value == "" || value == &json!([]);
            kept.extend(item.into_iter().filter(|(_, value)| !is_empty(value)));
        }
        (kept, item) => *kept = Some(item),
    }
}
