//! Tool calls from their fragments.

use serde_json::{Map, Value};

use super::extra::merge;
use super::keep_first;
use crate::models::{ChatCompletionsToolCall, FunctionCall, StreamingChatResponseToolCallUpdate};

/// The tool calls of one choice, in the order they began.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    calls: Vec<Call>,
    /// Fragments that came before any name did; they belong to the first call.
    nameless: Option<Box<Call>>,
}

#[derive(Clone, Debug, Default)]
struct Call {
    index: Option<i64>,
    id: String,
    type_: Option<String>,
    name: String,
    arguments: String,
    /// Unknown members of the call and of its function.
    extra: Map<String, Value>,
    function_extra: Map<String, Value>,
}

impl Calls {
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// Id, name and arguments of each call so far.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.calls.iter().map(|call| (call.id.as_str(), call.name.as_str(), call.arguments.as_str()))
    }

    /// Adds the fragments of one chunk.
    pub(super) fn push(&mut self, fragments: &[StreamingChatResponseToolCallUpdate], kept_values: &mut usize) {
        self.push_with(fragments, None, kept_values);
    }

    /// Adds fragments, with other arguments than theirs.
    pub(super) fn push_with(
        &mut self,
        fragments: &[StreamingChatResponseToolCallUpdate],
        arguments: Option<&str>,
        kept_values: &mut usize,
    ) {
        for (position, fragment) in fragments.iter().enumerate() {
            // Of several fragments without any name, each goes on with the call at its place.
            let place = if fragments.len() > 1 { position } else { self.calls.len().saturating_sub(1) };
            let fragment = Fragment::new(fragment);
            let arguments = arguments.unwrap_or(fragment.arguments);
            self.push_fragment(&Fragment { arguments, ..fragment }, place, kept_values);
        }
    }

    fn push_fragment(&mut self, fragment: &Fragment<'_>, place: usize, kept_values: &mut usize) {
        let call = match self.find(fragment, place) {
            Some(position) => &mut self.calls[position],
            None if fragment.name.is_empty() => self.nameless.get_or_insert_default(),
            None => {
                let is_its_own =
                    |call: &mut Box<Call>| call.index.is_none_or(|index| fragment.index.is_none_or(|own| own == index));
                self.calls.push(self.nameless.take_if(is_its_own).map(|call| *call).unwrap_or_default());
                let last = self.calls.len() - 1;
                &mut self.calls[last]
            }
        };
        call.push(fragment, kept_values);
    }

    /// The call that a fragment goes on with: by index, else by id, else in order.
    fn find(&self, fragment: &Fragment<'_>, place: usize) -> Option<usize> {
        let &Fragment { index, id, name, .. } = fragment;
        let by_id = || self.calls.iter().position(|call| !id.is_empty() && call.id == id);
        let found = match index {
            // Calls of one index and different ids are different calls: some servers say 0 for all.
            Some(_) => {
                let is_same = |call: &Call| id.is_empty() || call.id.is_empty() || call.id == id;
                let by_index = self.calls.iter().rposition(|call| call.index == index && is_same(call));
                by_index.filter(|position| !self.calls[*position].is_ended_by(fragment)).or_else(by_id)
            }
            None => by_id(),
        };
        if found.is_some() || !name.is_empty() {
            return found;
        }
        // Without a name no call begins, whatever id or index the fragment has.
        let by_index = || self.calls.iter().rposition(|call| index.is_some() && call.index == index);
        let in_order = || if index.is_none() { Some(place) } else { None }.filter(|place| *place < self.calls.len());
        by_index().or_else(in_order).or_else(|| self.calls.len().checked_sub(1))
    }

    pub(super) fn finish(mut self) -> Option<Vec<ChatCompletionsToolCall>> {
        if self.calls.iter().all(|call| call.index.is_some()) {
            self.calls.sort_by_key(|call| call.index);
        }
        (!self.calls.is_empty()).then(|| self.calls.into_iter().map(Call::finish).collect())
    }
}

/// What a chunk adds to one call.
struct Fragment<'a> {
    update: &'a StreamingChatResponseToolCallUpdate,
    index: Option<i64>,
    id: &'a str,
    name: &'a str,
    arguments: &'a str,
}

impl<'a> Fragment<'a> {
    fn new(update: &'a StreamingChatResponseToolCallUpdate) -> Self {
        let function = update.function.as_ref();
        let name = function.and_then(|function| function.name.as_deref()).filter(|name| !name.is_empty());
        // Tools of other types than `function` have a member of that name.
        let of_type = || update.extra.get(update.type_.as_deref()?)?.get("name")?.as_str();
        Self {
            update,
            index: update.index,
            id: update.id.as_deref().unwrap_or_default(),
            name: name.or_else(of_type).unwrap_or_default(),
            arguments: function.and_then(|function| function.arguments.as_deref()).unwrap_or_default(),
        }
    }
}

impl Call {
    fn push(&mut self, fragment: &Fragment<'_>, kept_values: &mut usize) {
        self.index = self.index.or(fragment.index);
        if self.id.is_empty() {
            self.id.push_str(fragment.id);
        }
        if let Some(function) = &fragment.update.function {
            self.push_name(function.name.as_deref().unwrap_or_default());
            merge(&mut self.function_extra, &function.extra, kept_values);
        }
        self.arguments.push_str(fragment.arguments);
        keep_first(&mut self.type_, &fragment.update.type_);
        merge(&mut self.extra, &fragment.update.extra, kept_values);
    }

    /// Some servers say the name again on every fragment, or all of it so far; some send it in pieces.
    fn push_name(&mut self, part: &str) {
        if part.starts_with(&self.name) {
            self.name.clear();
        }
        if self.name != part {
            self.name.push_str(part);
        }
    }

    /// Whether a fragment with the same index is another call: this one is complete, and the fragment has a name again and
    /// begins with arguments of its own.
    fn is_ended_by(&self, fragment: &Fragment<'_>) -> bool {
        let begins = |text: &str| text.trim_start().starts_with('{');
        fragment.name == self.name
            && begins(fragment.arguments)
            && self.arguments.ends_with('}')
            && serde_json::from_str::<serde::de::IgnoredAny>(&self.arguments).is_ok()
    }

    fn finish(self) -> ChatCompletionsToolCall {
        let is_function = self.type_.as_deref().is_none_or(|kind| kind.is_empty() || kind == "function");
        let Self { name, arguments, function_extra: extra, .. } = self;
        let function = FunctionCall { name: Some(name), arguments: Some(arguments), extra, ..FunctionCall::default() };
        ChatCompletionsToolCall {
            id: Some(self.id).filter(|id| !id.is_empty()),
            type_: self.type_.or_else(|| Some("function".to_owned())),
            function: (is_function || function.name != Some(String::new())).then_some(function),
            extra: self.extra,
            ..ChatCompletionsToolCall::default()
        }
    }
}
