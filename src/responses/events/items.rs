//! The output items of a stream: which one an event is of, and what of it was emitted.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::choice;
use super::head::Head;
use crate::json;
use crate::models::{
    FunctionCall, StreamingChatCompletionsUpdate, StreamingChatResponseMessageUpdate,
    StreamingChatResponseToolCallUpdate,
};
use crate::raw::v1::types::OutputItemOutputMessage;
use crate::raw::v1::{OutputItem, OutputMessageContent};
use crate::responses::answer::{self, BREAK};

/// What a chunk adds to the message.
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
    fn of(item: &OutputItem) -> Self {
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
    kind: Kind,
    index: Option<i64>,
    id: String,
    /// What was emitted: text, reasoning, arguments or input.
    pub(super) text: String,
    refusal: String,
    /// Where in `text` the part begins that is streamed now.
    part_start: usize,
    part: Option<i64>,
    closed_parts: Vec<i64>,
    /// A break goes before the next text.
    needs_break: bool,
    /// Whether the reasoning itself is read, or its summary.
    reads_content: Option<bool>,
    /// Of a call: its place among the calls, its id and its name.
    call: i64,
    call_id: String,
    name: String,
    is_started: bool,
    is_done: bool,
    is_matched: bool,
    like: Option<Arc<StreamingChatCompletionsUpdate>>,
    item: Option<Value>,
}

impl Slot {
    fn new(kind: Kind, index: Option<i64>, id: &str) -> Self {
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
            like: None,
            item: None,
        }
    }

    /// Whether a delta of it is nothing but text.
    pub(super) fn is_open(&self) -> bool {
        !self.needs_break && (self.kind != Kind::Call || self.is_started)
    }

    /// Emits text of the part that is streamed now.
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

    /// Begins a call once its name is known, with the arguments so far.
    fn start_call(&mut self, delta: &mut Delta) {
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

    /// Emits what is missing at the end of the text, given all of it.
    fn fill(&mut self, whole: &str, delta: &mut Delta) {
        if let Some(rest) = whole.strip_prefix(self.text.as_str()).map(str::to_owned) {
            if !self.text.is_empty() {
                // The break is in the rest, if one is due.
                self.needs_break = false;
            }
            self.push_text(&rest, delta);
        }
    }

    fn fill_refusal(&mut self, whole: &str, delta: &mut Delta) {
        if let Some(rest) = whole.strip_prefix(self.refusal.as_str()).map(str::to_owned) {
            self.push_refusal(&rest, delta);
        }
    }

    /// The same for the part that is streamed now, once.
    fn fill_part(&mut self, part: Option<i64>, whole: &str, delta: &mut Delta) {
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

    /// Takes a copy of the item: what it adds to earlier ones.
    fn take(&mut self, item: &OutputItem, delta: &mut Delta) {
        merge(&mut self.item, item);
        match item {
            OutputItem::Message(message) => {
                let (text, refusal) = texts(message);
                self.fill(&text, delta);
                self.fill_refusal(&refusal, delta);
            }
            OutputItem::Reasoning(reasoning) => {
                let (is_content, text) = answer::reasoning_of(reasoning);
                if !text.is_empty() && self.reads_content.is_none_or(|reads| reads == is_content) {
                    self.fill(&text, delta);
                }
            }
            OutputItem::FunctionCall(call) => {
                let arguments = call.arguments.as_deref().unwrap_or_default();
                self.take_call([&call.call_id, &call.id], &call.name, arguments, delta);
            }
            OutputItem::CustomToolCall(call) => {
                let input = call.input.as_deref().unwrap_or_default();
                self.take_call([&call.call_id, &call.id], &call.name, input, delta);
            }
            OutputItem::Other(_) => {}
        }
    }

    fn take_call(&mut self, ids: [&Option<String>; 2], name: &Option<String>, input: &str, delta: &mut Delta) {
        if self.call_id.is_empty() {
            self.call_id = ids.into_iter().flatten().find(|id| !id.is_empty()).cloned().unwrap_or_default();
        }
        if self.name.is_empty() {
            self.name = name.clone().unwrap_or_default();
        }
        self.fill(input, delta);
        self.start_call(delta);
    }

    /// A chunk of its arguments without their text.
    pub(super) fn like(&mut self, of: &StreamingChatCompletionsUpdate) -> Arc<StreamingChatCompletionsUpdate> {
        let like = self.like.take().unwrap_or_else(|| {
            let mut delta = Delta::default();
            self.push_arguments(String::new(), &mut delta);
            Arc::new(StreamingChatCompletionsUpdate { choices: Some(vec![choice(delta)]), ..of.clone() })
        });
        Arc::clone(self.like.insert(like))
    }
}

/// All text and all refusals of a message.
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

/// The last copy of an item counts, member by member.
fn merge(kept: &mut Option<Value>, item: &OutputItem) {
    let Ok(item) = serde_json::to_value(item) else { return };
    match (kept, item) {
        (Some(Value::Object(kept)), Value::Object(item)) => {
            let is_empty = |value: &Value| value.is_null() || value == "" || value == &json!([]);
            kept.extend(item.into_iter().filter(|(_, value)| !is_empty(value)));
        }
        (kept, item) => *kept = Some(item),
    }
}

/// The output items so far, in the order they began.
#[derive(Default)]
pub(super) struct Items {
    slots: Vec<Slot>,
}

impl Items {
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn has_calls(&self) -> bool {
        self.slots.iter().any(|slot| slot.is_started)
    }

    pub(super) fn has_text(&self) -> bool {
        self.slots.iter().any(|slot| slot.kind == Kind::Message && !slot.text.is_empty())
    }

    /// The items as JSON, in the order of the response.
    pub(super) fn to_json(&self) -> Vec<Value> {
        let mut slots: Vec<&Slot> = self.slots.iter().collect();
        if slots.iter().all(|slot| slot.index.is_some()) {
            slots.sort_by_key(|slot| slot.index);
        }
        slots.into_iter().filter_map(|slot| slot.item.clone()).collect()
    }

    /// The item that an event is of: by its index, else by its id, else the last one of its kind. One that is not known yet
    /// begins with the event.
    pub(super) fn find(&mut self, head: &Head<'_>, kind: Kind) -> &mut Slot {
        let place = self.place(head, kind).unwrap_or_else(|| self.begin(kind, head.output_index, &head.item_id));
        &mut self.slots[place]
    }

    fn place(&self, head: &Head<'_>, kind: Kind) -> Option<usize> {
        self.known_place(head, kind).or_else(|| {
            // An item that is told apart by other means is another one.
            let may_be = |slot: &Slot| {
                slot.kind == kind
                    && !slot.is_done
                    && (slot.index.is_none() || head.output_index.is_none())
                    && (slot.id.is_empty() || head.item_id.is_empty())
            };
            self.slots.iter().rposition(may_be)
        })
    }

    /// By index or id.
    fn known_place(&self, head: &Head<'_>, kind: Kind) -> Option<usize> {
        let of_kind = |slot: &Slot| slot.kind == kind;
        if head.output_index.is_some()
            && let found @ Some(_) =
                self.slots.iter().rposition(|slot| of_kind(slot) && slot.index == head.output_index)
        {
            return found;
        }
        let is_same = |slot: &Slot| of_kind(slot) && !head.item_id.is_empty() && slot.id == head.item_id;
        let by_id = self.slots.iter().rposition(is_same);
        by_id.filter(|place| head.output_index.is_none() || self.slots[*place].index.is_none())
    }

    fn begin(&mut self, kind: Kind, index: Option<i64>, id: &str) -> usize {
        let mut slot = Slot::new(kind, index, id);
        slot.needs_break =
            kind == Kind::Reasoning && self.slots.iter().any(|slot| slot.kind == kind && !slot.text.is_empty());
        let is_call = |slot: &&Slot| matches!(slot.kind, Kind::Call | Kind::CustomCall);
        slot.call = self.slots.iter().filter(is_call).count() as i64;
        self.slots.push(slot);
        self.slots.len() - 1
    }

    /// A part of an item begins: parts of reasoning have a break between them.
    pub(super) fn begin_part(&mut self, head: &Head<'_>) {
        let kind = if head.type_ == "response.content_part.added" { None } else { Some(Kind::Reasoning) };
        let place = match kind {
            Some(kind) => self.place(head, kind),
            None => self.place(head, Kind::Reasoning).filter(|place| {
                let slot = &self.slots[*place];
                (slot.index.is_some() && slot.index == head.output_index)
                    || (!slot.id.is_empty() && slot.id == head.item_id)
            }),
        };
        if let Some(place) = place {
            let slot = &mut self.slots[place];
            slot.part = head.summary_index;
            slot.needs_break |= !slot.text.is_empty();
            slot.part_start = slot.text.len();
        }
    }

    /// A delta of reasoning; `false` if the other of reasoning and summary is read.
    pub(super) fn begin_reasoning(&mut self, head: &Head<'_>, is_content: bool) -> bool {
        let slot = self.find(head, Kind::Reasoning);
        if *slot.reads_content.get_or_insert(is_content) != is_content {
            return false;
        }
        if head.summary_index.is_some() && slot.part != head.summary_index {
            slot.needs_break |= !slot.text.is_empty();
            slot.part = head.summary_index;
            slot.part_start = slot.text.len();
        }
        true
    }

    /// The whole text of a part, of arguments or of a refusal.
    pub(super) fn part_done(&mut self, type_: &str, head: &Head<'_>, data: &Bytes, delta: &mut Delta) {
        let event: Value = json::read(data).unwrap_or_default();
        let text = |name: &str| event[name].as_str();
        let part = || event["part"]["text"].as_str();
        match type_ {
            "response.output_text.done" => {
                self.find(head, Kind::Message).fill_part(head.content_index, text("text").unwrap_or_default(), delta);
            }
            "response.refusal.done" => {
                let slot = self.find(head, Kind::Message);
                slot.fill_refusal(text("refusal").unwrap_or_default(), delta);
            }
            "response.function_call_arguments.done" => {
                let slot = self.find(head, Kind::Call);
                slot.name =
                    if slot.name.is_empty() { text("name").unwrap_or_default().to_owned() } else { slot.name.clone() };
                slot.fill(text("arguments").unwrap_or_default(), delta);
                if !slot.call_id.is_empty() {
                    slot.start_call(delta);
                }
            }
            "response.custom_tool_call_input.done" => {
                self.find(head, Kind::CustomCall).fill(text("input").unwrap_or_default(), delta);
            }
            "response.reasoning_text.done" | "response.reasoning.done" => {
                self.reasoning_done(head, true, text("text"), delta);
            }
            "response.reasoning_summary_text.done" | "response.reasoning_summary.done" => {
                self.reasoning_done(head, false, text("text"), delta);
            }
            "response.reasoning_summary_part.done" => self.reasoning_done(head, false, part(), delta),
            "response.content_part.done" => match event["part"]["type"].as_str() {
                Some("reasoning_text") => self.reasoning_done(head, true, part(), delta),
                Some("output_text") => {
                    self.find(head, Kind::Message).fill_part(head.content_index, part().unwrap_or_default(), delta);
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn reasoning_done(&mut self, head: &Head<'_>, is_content: bool, text: Option<&str>, delta: &mut Delta) {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        let part = if is_content { head.content_index } else { head.summary_index };
        let slot = self.find(head, Kind::Reasoning);
        if slot.closed_parts.contains(&part.unwrap_or(-1)) || !self.begin_reasoning(head, is_content) {
            return;
        }
        self.find(head, Kind::Reasoning).fill_part(part, text, delta);
    }

    /// A copy of an item, as it begins or at its end.
    pub(super) fn take(&mut self, head: &Head<'_>, item: OutputItem, is_done: bool, delta: &mut Delta) {
        let kind = Kind::of(&item);
        let id = id_of(&item);
        let head = Head { output_index: head.output_index, item_id: id.as_str().into(), ..Head::default() };
        let place = self.known_place(&head, kind).or_else(|| {
            // As it begins it is a new one, unless events of it came before.
            self.place(&head, kind).filter(|place| is_done || self.slots[*place].item.is_none())
        });
        let place = place.unwrap_or_else(|| self.begin(kind, head.output_index, &id));
        let slot = &mut self.slots[place];
        slot.index = slot.index.or(head.output_index);
        if slot.id.is_empty() {
            slot.id = id;
        }
        slot.take(&item, delta);
        slot.is_done |= is_done;
    }

    /// The items of the finished response: what no event said of them.
    pub(super) fn finish(&mut self, output: Vec<OutputItem>, delta: &mut Delta) {
        for (position, item) in output.into_iter().enumerate() {
            let item = answer::tidy(item);
            let (kind, id) = (Kind::of(&item), id_of(&item));
            let is_free = |slot: &Slot| slot.kind == kind && !slot.is_matched;
            let by_id = self.slots.iter().position(|slot| is_free(slot) && !id.is_empty() && slot.id == id);
            let by_index = || self.slots.iter().position(|slot| is_free(slot) && slot.index == Some(position as i64));
            let in_order = || self.slots.iter().position(is_free);
            let place = by_id.or_else(by_index).or_else(in_order);
            let place = place.unwrap_or_else(|| self.begin(kind, Some(position as i64), &id));
            let slot = &mut self.slots[place];
            slot.is_matched = true;
            slot.take(&item, delta);
        }
    }
}

fn id_of(item: &OutputItem) -> String {
    let id = match item {
        OutputItem::Message(item) => item.id.as_deref(),
        OutputItem::Reasoning(item) => item.id.as_deref(),
        OutputItem::FunctionCall(item) => item.id.as_deref(),
        OutputItem::CustomToolCall(item) => item.id.as_deref(),
        OutputItem::Other(value) => value["id"].as_str(),
    };
    id.unwrap_or_default().to_owned()
}
