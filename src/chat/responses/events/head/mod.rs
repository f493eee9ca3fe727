//! Reads the members that deltas have: the type, the sequence number, the item, and the text.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::chat::pattern::{Member, Pattern};
use crate::models::json;

/// The members of an event that deltas have. Others, such as `obfuscation`, are skipped without being stored.
#[derive(Default, Deserialize)]
pub(super) struct Head<'a> {
    #[serde(borrow, default, rename = "type")]
    pub(super) type_: Cow<'a, str>,
    pub(super) sequence_number: Option<i64>,
    pub(super) output_index: Option<i64>,
    #[serde(borrow, default)]
    pub(super) item_id: Cow<'a, str>,
    pub(super) content_index: Option<i64>,
    pub(super) summary_index: Option<i64>,
    #[serde(borrow, default)]
    pub(super) delta: Cow<'a, str>,
    #[serde(default, rename = "logprobs", deserialize_with = "is_filled")]
    pub(super) has_logprobs: bool,
}

impl<'a> Head<'a> {
    /// Returns `None` if it is not a JSON object.
    pub(super) fn read(data: &'a [u8]) -> Option<Self> {
        let read = std::str::from_utf8(data).ok().and_then(|text| serde_json::from_str(text).ok());
        read.or_else(|| Self::read_leniently(data))
    }

    /// Reads members of unexpected types.
    fn read_leniently(data: &[u8]) -> Option<Self> {
        let event: Value = json::read(data).ok()?;
        event.as_object()?;
        let text = |name: &str| event[name].as_str().map(str::to_owned).unwrap_or_default().into();
        let number = |name: &str| match &event[name] {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64().or_else(|| value.as_f64().map(|number| number as i64)),
        };
        Some(Self {
            type_: text("type"),
            sequence_number: number("sequence_number"),
            output_index: number("output_index"),
            item_id: text("item_id"),
            content_index: number("content_index"),
            summary_index: number("summary_index"),
            delta: text("delta"),
            has_logprobs: event["logprobs"].as_array().is_some_and(|tokens| !tokens.is_empty()),
        })
    }
}

/// Reads events that differ from the last decoded delta only in number, text and padding, without decoding them.
///
/// Nearly all events of a stream do. The result is the head of that delta with other values of the same types, so that there
/// is no list of members that a refresh of the document could invalidate.
#[derive(Default)]
pub(super) struct Deltas {
    known: Option<Box<(Pattern, Head<'static>)>>,
    attempts: u8,
}

/// Maximum number of consecutive deltas that become patterns without a match. After that, all events are decoded.
const MAX_ATTEMPTS: u8 = 16;

impl Deltas {
    pub(super) fn read<'a>(&'a mut self, data: &'a [u8]) -> Option<Head<'a>> {
        let (pattern, known) = self.known.as_deref()?;
        let (mut delta, mut sequence_number) = (Cow::Borrowed(""), known.sequence_number);
        pattern.read(data, |member, found, has_escapes| {
            let json = &data[found];
            match member {
                Member::Text if has_escapes => delta = Cow::Owned(serde_json::from_slice(json).ok()?),
                Member::Text => delta = Cow::Borrowed(std::str::from_utf8(&json[1..json.len() - 1]).ok()?),
                Member::Number => sequence_number = Some(std::str::from_utf8(json).ok()?.parse().ok()?),
                // Escapes are not validated.
                _ if has_escapes => return None,
                Member::Id | Member::Index | Member::Padding | Member::Other(_) => {}
            }
            Some(())
        })?;
        self.attempts = 0;
        Some(Head {
            type_: Cow::Borrowed(&known.type_),
            sequence_number,
            item_id: Cow::Borrowed(&known.item_id),
            delta,
            ..*known
        })
    }

    /// Creates a pattern of a decoded delta.
    pub(super) fn learn(&mut self, head: &Head<'_>, data: &[u8]) {
        let is_delta = head.type_.ends_with(".delta") && !head.has_logprobs;
        if !is_delta || self.attempts >= MAX_ATTEMPTS {
            return;
        }
        self.attempts += 1;
        self.known = pattern_of(head, data).map(|pattern| {
            let (type_, item_id) = (head.type_.clone().into_owned().into(), head.item_id.clone().into_owned().into());
            Box::new((pattern, Head { type_, item_id, delta: Cow::Borrowed(""), ..*head }))
        });
    }
}

fn pattern_of(head: &Head<'_>, data: &[u8]) -> Option<Pattern> {
    let RawDelta { sequence_number, delta, obfuscation } = serde_json::from_slice(data).ok()?;
    let is_text = |raw: &&RawValue| raw.get().starts_with('"');
    let values = [
        (Member::Text, Some(delta).filter(is_text)),
        (Member::Number, sequence_number.filter(|_| head.sequence_number.is_some())),
        (Member::Padding, obfuscation.filter(is_text)),
    ];
    if is_text(&delta) { Pattern::new(data, values) } else { None }
}

/// The values of a delta that may differ, as JSON.
#[derive(Deserialize)]
struct RawDelta<'a> {
    #[serde(borrow)]
    sequence_number: Option<&'a RawValue>,
    #[serde(borrow)]
    delta: &'a RawValue,
    #[serde(borrow)]
    obfuscation: Option<&'a RawValue>,
}

fn is_filled<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let list = Option::<Vec<IgnoredAny>>::deserialize(deserializer)?;
    Ok(list.is_some_and(|list| !list.is_empty()))
}

/// Detects repeated events by their sequence numbers, if the server numbers its events.
#[derive(Default)]
pub(super) struct Numbers {
    last: Option<i64>,
    /// The number of times that a number was larger than the previous one.
    increases: u32,
    /// The server's numbers do not increase, and are ignored.
    is_constant: bool,
    last_event: u64,
}

/// After this many increases, a number that is not larger is a repetition.
const ENOUGH_INCREASES: u32 = 3;

impl Numbers {
    pub(super) fn is_repeated(&mut self, number: Option<i64>, data: &[u8]) -> bool {
        let Some(number) = number.filter(|_| !self.is_constant) else { return false };
        let is_increase = self.last.is_none_or(|last| number > last);
        if !is_increase && self.increases >= ENOUGH_INCREASES {
            return true;
        }
        // Until the numbers are known to increase, only an identical event is a repetition.
        if self.increases < ENOUGH_INCREASES {
            let mut hasher = DefaultHasher::new();
            data.hash(&mut hasher);
            let event = hasher.finish();
            if !is_increase && event == self.last_event {
                return true;
            }
            self.last_event = event;
        }
        if is_increase {
            self.increases += u32::from(self.last.is_some());
            self.last = Some(number);
        } else {
            self.is_constant = true;
        }
        false
    }
}
