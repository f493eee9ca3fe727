//! The output items of a stream, and the item that an event belongs to.

use bytes::Bytes;
use serde_json::Value;

use super::head::Head;
use super::slot::{Delta, Kind, Slot};
use crate::chat::responses::response;
use crate::models::json;
use crate::raw::v1::OutputItem;

/// The output items so far, in the order in which they started.
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

    /// Returns the items as JSON, in the order of the response.
    pub(super) fn to_json(&self) -> Vec<Value> {
        let mut slots: Vec<&Slot> = self.slots.iter().collect();
        if slots.iter().all(|slot| slot.index.is_some()) {
            slots.sort_by_key(|slot| slot.index);
        }
        slots.into_iter().filter_map(|slot| slot.item.clone()).collect()
    }

    /// Returns the item that an event belongs to: by its index, else by its id, else the last one of its kind. An unknown item
    /// starts with the event.
    pub(super) fn find(&mut self, head: &Head<'_>, kind: Kind) -> &mut Slot {
        let place = self.place(head, kind).unwrap_or_else(|| self.begin(kind, head.output_index, &head.item_id));
        &mut self.slots[place]
    }

    fn place(&self, head: &Head<'_>, kind: Kind) -> Option<usize> {
        self.known_place(head, kind).or_else(|| {
            // An item that is identified by other means is a different one.
            let may_be = |slot: &Slot| {
                slot.kind == kind
                    && !slot.is_done
                    && (slot.index.is_none() || head.output_index.is_none())
                    && (slot.id.is_empty() || head.item_id.is_empty())
            };
            self.slots.iter().rposition(may_be)
        })
    }

    /// Finds an item by index or id.
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

    /// Starts a part of an item. Parts of reasoning have a break between them.
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

    /// Prepares for a delta of reasoning or summary; returns `false` if the other one of the two is read.
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

    /// Reads the whole text of a part, of arguments or of a refusal, and emits what is missing.
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

    /// Reads a copy of an item, at its start or its end.
    pub(super) fn push(&mut self, head: &Head<'_>, item: OutputItem, is_done: bool, delta: &mut Delta) {
        let kind = Kind::of(&item);
        let id = id_of(&item);
        let head = Head { output_index: head.output_index, item_id: id.as_str().into(), ..Head::default() };
        let place = self.known_place(&head, kind).or_else(|| {
            // At its start it is a new item, unless earlier events belong to it.
            self.place(&head, kind).filter(|place| is_done || self.slots[*place].item.is_none())
        });
        let place = place.unwrap_or_else(|| self.begin(kind, head.output_index, &id));
        let slot = &mut self.slots[place];
        slot.index = slot.index.or(head.output_index);
        if slot.id.is_empty() {
            slot.id = id;
        }
        slot.push_item(&item, delta);
        slot.is_done |= is_done;
    }

    /// Reads the items of the finished response, and emits what no event had.
    pub(super) fn finish(&mut self, output: Vec<OutputItem>, delta: &mut Delta) {
        for (position, item) in output.into_iter().enumerate() {
            let item = response::tidy(item);
            let (kind, id) = (Kind::of(&item), id_of(&item));
            let is_free = |slot: &Slot| slot.kind == kind && !slot.is_matched;
            let by_id = self.slots.iter().position(|slot| is_free(slot) && !id.is_empty() && slot.id == id);
            let by_index = || self.slots.iter().position(|slot| is_free(slot) && slot.index == Some(position as i64));
            let in_order = || self.slots.iter().position(is_free);
            let place = by_id.or_else(by_index).or_else(in_order);
            let place = place.unwrap_or_else(|| self.begin(kind, Some(position as i64), &id));
            let slot = &mut self.slots[place];
            slot.is_matched = true;
            slot.push_item(&item, delta);
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
