//! Joins the fragments of streamed tool calls.

use serde_json::{Map, Value};

use super::extra::merge;
use super::keep_first;
use crate::models::{ChatCompletionsToolCall, FunctionCall, StreamingChatResponseToolCallUpdate};

/// The tool calls of one choice, in the order in which they started.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    pub(super) calls: Vec<Call>,
    /// Fragments before the first name. They belong to the first call.
    nameless: Option<Box<Call>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Call {
    index: Option<i64>,
    id: String,
    type_: Option<String>,
    /// The name of the function, or of the tool of another type.
    name: String,
    /// The arguments of the function, or the input of a custom tool.
    arguments: String,
    /// The tool has another type than `function`: name and input are members of the member with the name of that type.
    is_custom: bool,
    /// Unknown members of the call and of its function.
    extra: Map<String, Value>,
    /// Unknown fields of its `function`.
    function_extra: Map<String, Value>,
}

impl Calls {
    /// Returns the id, name and arguments so far of each call.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.calls.iter().map(|call| (call.id.as_str(), call.name.as_str(), call.arguments.as_str()))
    }

    /// Adds the fragments of one chunk. `arguments` replaces their own arguments.
    pub(super) fn push(
        &mut self,
        fragments: &[StreamingChatResponseToolCallUpdate],
        arguments: Option<&str>,
        extra_values: &mut usize,
    ) {
        for (position, fragment) in fragments.iter().enumerate() {
            // Without index, id and name, one of several fragments continues the call at the same position, and a single
            // fragment the last call.
            let position = if fragments.len() > 1 { position } else { self.calls.len().saturating_sub(1) };
            let fragment = &Fragment::new(fragment, arguments);
            let call = match self.find(fragment, position) {
                Some(position) => &mut self.calls[position],
                None if fragment.name.is_empty() => self.nameless.get_or_insert_default(),
                None => {
                    let (last, index) = (self.calls.len(), fragment.update.index);
                    let is_same_call =
                        |call: &mut Box<Call>| call.index.is_none() || index.is_none() || call.index == index;
                    self.calls.push(self.nameless.take_if(is_same_call).map(|call| *call).unwrap_or_default());
                    &mut self.calls[last]
                }
            };
            call.push(fragment, extra_values);
        }
    }

    /// Returns the position of the call that a fragment continues: by index, else by id, else in order.
    fn find(&self, fragment: &Fragment<'_>, position: usize) -> Option<usize> {
        let &Fragment { update: &StreamingChatResponseToolCallUpdate { index, .. }, id, name, .. } = fragment;
        let by_id = || self.calls.iter().position(|call| !id.is_empty() && call.id == id);
        let found = match index {
            // Calls with the same index and different ids are different calls: some servers send index 0 for all.
            Some(_) => {
                let is_same_id = |call: &Call| id.is_empty() || call.id.is_empty() || call.id == id;
                let by_index = self.calls.iter().rposition(|call| call.index == index && is_same_id(call));
                by_index.filter(|position| !self.calls[*position].is_ended_by(fragment)).or_else(by_id)
            }
            None => by_id(),
        };
        if found.is_some() || !name.is_empty() {
            return found;
        }
        // A fragment without a name never starts a call, even with a new id or index.
        let by_index = || self.calls.iter().rposition(|call| index.is_some() && call.index == index);
        let in_order = || (index.is_none() && position < self.calls.len()).then_some(position);
        by_index().or_else(in_order).or_else(|| self.calls.len().checked_sub(1))
    }

    pub(super) fn finish(mut self) -> Option<Vec<ChatCompletionsToolCall>> {
        if self.calls.iter().all(|call| call.index.is_some()) {
            self.calls.sort_by_key(|call| call.index);
        }
        (!self.calls.is_empty()).then(|| self.calls.into_iter().map(Call::finish).collect())
    }
}

/// The part of a tool call that one chunk has.
struct Fragment<'a> {
    update: &'a StreamingChatResponseToolCallUpdate,
    is_custom: bool,
    id: &'a str,
    name: &'a str,
    arguments: &'a str,
}

impl<'a> Fragment<'a> {
    fn new(update: &'a StreamingChatResponseToolCallUpdate, arguments: Option<&'a str>) -> Self {
        let function = update.function.as_ref();
        // A call of another type than `function` has a member of that name. Later fragments may leave out the type.
        let custom = function.is_none().then(|| update.extra.get(custom_type(&update.type_))).flatten();
        let member = |name: &str| custom.and_then(|custom| custom.get(name)?.as_str());
        let name = function.and_then(|function| function.name.as_deref()).or_else(|| member("name"));
        let arguments = arguments.or_else(|| function?.arguments.as_deref()).or_else(|| member("input"));
        Self {
            update,
            is_custom: custom.is_some(),
            id: update.id.as_deref().unwrap_or_default(),
            name: name.unwrap_or_default(),
            arguments: arguments.unwrap_or_default(),
        }
    }
}

impl Call {
    fn push(&mut self, fragment: &Fragment<'_>, extra_values: &mut usize) {
        self.index = self.index.or(fragment.update.index);
        if self.id.is_empty() {
            self.id.push_str(fragment.id);
        }
        if let Some(function) = &fragment.update.function {
            merge(&mut self.function_extra, &function.extra, extra_values);
        }
        self.is_custom |= fragment.is_custom;
        self.push_name(fragment.name);
        self.arguments.push_str(fragment.arguments);
        keep_first(&mut self.type_, &fragment.update.type_);
        merge(&mut self.extra, &fragment.update.extra, extra_values);
    }

    /// Adds a part of the name. Some servers repeat the whole name in every fragment, some send the name so far, and some split
    /// it.
    fn push_name(&mut self, part: &str) {
        if part.starts_with(&self.name) {
            self.name.clear();
        }
        if self.name != part {
            self.name.push_str(part);
        }
    }

    /// Whether a fragment with the same index starts another call of the same tool: the arguments of this call are complete,
    /// and the fragment repeats the name and starts an object.
    fn is_ended_by(&self, fragment: &Fragment<'_>) -> bool {
        fragment.name == self.name
            && fragment.arguments.trim_start().starts_with('{')
            && self.arguments.ends_with('}')
            && serde_json::from_str::<serde::de::IgnoredAny>(&self.arguments).is_ok()
    }

    fn finish(self) -> ChatCompletionsToolCall {
        let is_function = self.type_.as_deref().is_none_or(|kind| kind.is_empty() || kind == "function");
        let Self { name, arguments, function_extra, mut extra, type_, .. } = self;
        let mut call = ChatCompletionsToolCall { id: Some(self.id).filter(|id| !id.is_empty()), ..Default::default() };
        if self.is_custom {
            // The joined members are replaced: joining drops a piece of text that equals all text before it.
            for (member, text) in [("name", name), ("input", arguments)] {
                if let Some(joined) = extra.get_mut(custom_type(&type_)).and_then(|custom| custom.get_mut(member)) {
                    *joined = text.into();
                }
            }
        } else if is_function || !name.is_empty() {
            let (name, arguments) = (Some(name), Some(arguments));
            call.function = Some(FunctionCall { name, arguments, extra: function_extra, ..Default::default() });
        }
        let usual = if self.is_custom { "custom" } else { "function" };
        ChatCompletionsToolCall { type_: type_.or_else(|| Some(usual.to_owned())), extra, ..call }
    }
}

/// The member that a call of a tool of another type than `function` has.
fn custom_type(type_: &Option<String>) -> &str {
    type_.as_deref().unwrap_or("custom")
}
