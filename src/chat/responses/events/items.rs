//! The output items of a stream, and the item that an event belongs to.

use bytes::Bytes;
use serde_json::Value;

use super::head::Head;
use super::slot::{Delta, Slot};
use crate::chat::responses::item::{Item, Kind, Text, text_of};
use crate::models::{OUTPUT_ITEMS, json};
use crate::raw::v1::OutputItem;

/// The maximum number of items; each event searches all of them.
pub(super) const MAX_ITEMS: usize = 1024;

/// The output items so far, in the order in which they started.
#[derive(Default)]
pub(super) struct Items {
    pub(super) slots: Vec<Slot>,
}

impl Items {
    pub(super) fn has_text(&self) -> bool {
        self.slots.iter().any(|slot| slot.item.kind == Kind::Message && !slot.item.text.is_empty())
    }

    /// Adds the items as JSON to a delta, in the order of the response.
    pub(super) fn add_to(&self, delta: &mut Delta) {
        let mut slots: Vec<&Slot> = self.slots.iter().collect();
        if slots.iter().all(|slot| slot.index.is_some()) {
            slots.sort_by_key(|slot| slot.index);
        }
        let items: Vec<Value> =
            slots.iter().map(|slot| slot.item.json.clone()).filter(|item| !item.is_null()).collect();
        if !items.is_empty() {
            delta.extra.insert(OUTPUT_ITEMS.to_owned(), items.into());
        }
    }

    /// Returns the item that an event belongs to: by its index, else by its id, else the last one of its kind. An unknown item
    /// starts with the event.
    pub(super) fn find(&mut self, head: &Head<'_>, kind: Kind) -> &mut Slot {
        let (index, id) = (head.output_index, &*head.item_id);
        let place = self.known_place(kind, index, id).or_else(|| self.likely_place(kind, index, id));
        self.slot_at(place, kind, index, id)
    }

    /// Finds an item by index or id.
    fn known_place(&self, kind: Kind, index: Option<i64>, id: &str) -> Option<usize> {
        let of_kind = |slot: &Slot| slot.item.kind == kind;
        let by_index = || self.slots.iter().rposition(|slot| of_kind(slot) && slot.index == index);
        let by_id = || self.slots.iter().rposition(|slot| of_kind(slot) && !id.is_empty() && slot.item.id == id);
        index.and_then(|_| by_index()).or_else(|| {
            // An item with the id and another index is a different one.
            by_id().filter(|place| index.is_none() || self.slots[*place].index.is_none())
        })
    }

    /// Finds the last item of a kind that is not identified by other means.
    fn likely_place(&self, kind: Kind, index: Option<i64>, id: &str) -> Option<usize> {
        self.slots.iter().rposition(|slot| {
            slot.item.kind == kind
                && !slot.is_done
                && (slot.index.is_none() || index.is_none())
                && (slot.item.id.is_empty() || id.is_empty())
        })
    }

    /// Returns the item at a place. Without a place, a new item starts.
    fn slot_at(&mut self, place: Option<usize>, kind: Kind, index: Option<i64>, id: &str) -> &mut Slot {
        let place = place.unwrap_or_else(|| {
            let is_call = |slot: &&Slot| matches!(slot.item.kind, Kind::Call | Kind::CustomCall);
            let has_text = |slot: &Slot| slot.item.kind == kind && !slot.item.text.is_empty();
            let item = Item { kind, id: id.to_owned(), ..Item::default() };
            let needs_break = kind == Kind::Reasoning && self.slots.iter().any(has_text);
            let call = self.slots.iter().filter(is_call).count() as i64;
            self.slots.push(Slot { item, index, needs_break, call, ..Slot::default() });
            self.slots.len() - 1
        });
        &mut self.slots[place]
    }

    /// Starts a part of reasoning; parts of other items are ignored. `text` is set for a part of a summary, which only reasoning
    /// has.
    pub(super) fn begin_part(&mut self, text: Option<Text>, head: &Head<'_>) {
        let (index, id) = (head.output_index, &*head.item_id);
        let likely = || text.and_then(|_| self.likely_place(Kind::Reasoning, index, id));
        if let Some(place) = self.known_place(Kind::Reasoning, index, id).or_else(likely) {
            self.slots[place].begin_part(head.summary_index);
        }
    }

    /// Reads a whole text, and emits what is missing. Without `text`, the type of the part in the event is that of its text.
    pub(super) fn text_done(&mut self, text: Option<Text>, head: &Head<'_>, data: &Bytes, delta: &mut Delta) {
        let event: Value = json::read(data).unwrap_or_default();
        let part = event.get("part").unwrap_or(&event);
        // A refusal has an event of its own, and its parts are not distinguished.
        let of_part = || Text::of(part["type"].as_str()?).filter(|text| *text != Text::Refusal);
        let Some(text) = text.or_else(of_part) else { return };
        let members = ["text", "refusal", "arguments", "input"];
        let whole = members.iter().find_map(|member| part[*member].as_str()).unwrap_or_default();
        if whole.is_empty() && text != Text::Arguments {
            return;
        }
        let slot = self.find(head, text.kind());
        match text {
            Text::Content | Text::Reasoning | Text::Summary => slot.fill_part(text, head, whole, delta),
            Text::Refusal | Text::Input => slot.fill(text, whole, delta),
            Text::Arguments => {
                // Some servers send the name of a call only here.
                if slot.item.name.is_empty() {
                    slot.item.name = text_of(&part["name"]);
                }
                slot.fill(text, whole, delta);
                if !slot.item.call_id.is_empty() {
                    slot.start_call(delta);
                }
            }
        }
    }

    /// Reads a copy of an item, at its start or its end.
    pub(super) fn push(&mut self, index: Option<i64>, item: OutputItem, is_done: bool, delta: &mut Delta) {
        let item = Item::new(item);
        let place = self.known_place(item.kind, index, &item.id).or_else(|| {
            // At its start it is a new item, unless earlier events belong to it.
            let place = self.likely_place(item.kind, index, &item.id);
            place.filter(|place| is_done || self.slots[*place].item.json.is_null())
        });
        let slot = self.slot_at(place, item.kind, index, &item.id);
        slot.index = slot.index.or(index);
        slot.push_item(item, delta);
        slot.is_done |= is_done;
    }

    /// Reads the items of the finished response, and emits what no event had.
    pub(super) fn finish(&mut self, output: Vec<OutputItem>, delta: &mut Delta) {
        for (position, item) in output.into_iter().take(MAX_ITEMS + 1).enumerate() {
            let item = Item::new(item);
            let index = Some(position as i64);
            let find = |is_same: &dyn Fn(&Slot) -> bool| {
                self.slots.iter().position(|slot| slot.item.kind == item.kind && !slot.is_matched && is_same(slot))
            };
            let place = find(&|slot| !item.id.is_empty() && slot.item.id == item.id)
                .or_else(|| find(&|slot| slot.index == index))
                .or_else(|| find(&|_| true));
            let slot = self.slot_at(place, item.kind, index, &item.id);
            slot.is_matched = true;
            slot.push_item(item, delta);
        }
    }
}
