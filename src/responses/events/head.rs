//! The members that all events have: the type, the sequence number, and the item that it belongs to.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::json;

/// The members of an event that deltas have. Others, such as `obfuscation`, are skipped without being stored.
#[derive(Default, Deserialize)]
pub(super) struct Head<'a> {
    #[serde(borrow, default, rename = "type")]
    pub(super) type_: Cow<'a, str>,
    #[serde(default)]
    pub(super) sequence_number: Option<i64>,
    #[serde(default)]
    pub(super) output_index: Option<i64>,
    #[serde(borrow, default)]
    pub(super) item_id: Cow<'a, str>,
    #[serde(default)]
    pub(super) content_index: Option<i64>,
    #[serde(default)]
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
        read.or_else(|| Self::mended(data))
    }

    /// Reads members of unexpected types.
    fn mended(data: &[u8]) -> Option<Self> {
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

fn is_filled<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let list = Option::<Vec<IgnoredAny>>::deserialize(deserializer)?;
    Ok(list.is_some_and(|list| !list.is_empty()))
}

/// Detects repeated events by their sequence numbers, if the server numbers its events.
#[derive(Default)]
pub(super) struct Numbers {
    last: Option<i64>,
    /// How many numbers were larger than the previous one.
    rises: u32,
    /// The server's numbers do not rise, and are ignored.
    is_constant: bool,
    last_event: u64,
}

/// After this many rising numbers a smaller one is a repetition.
const ENOUGH_RISES: u32 = 3;

impl Numbers {
    pub(super) fn is_repeated(&mut self, number: Option<i64>, data: &[u8]) -> bool {
        let Some(number) = number.filter(|_| !self.is_constant) else { return false };
        let is_rise = self.last.is_none_or(|last| number > last);
        if !is_rise && self.rises >= ENOUGH_RISES {
            return true;
        }
        let mut hasher = DefaultHasher::new();
        // Until the numbers are known to rise, only an identical event is a repetition.
        if self.rises < ENOUGH_RISES {
            data.hash(&mut hasher);
            let event = hasher.finish();
            if !is_rise && event == self.last_event {
                return true;
            }
            self.last_event = event;
        }
        if is_rise {
            self.rises += u32::from(self.last.is_some());
            self.last = Some(number);
        } else {
            self.is_constant = true;
        }
        false
    }
}
