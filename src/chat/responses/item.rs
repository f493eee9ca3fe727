//! An output item of the Responses API, and what a chat completion has of it.

use serde_json::{Value, json};

use crate::models::{ChatCompletionsToolCall, FunctionCall};
use crate::raw::v1::OutputItem;

/// The separator of two parts of reasoning.
pub(super) const BREAK: &str = "\n\n";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Reasoning,
    Call,
    CustomCall,
    #[default]
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) id: String,
    /// The id of a call, which the message with its result repeats.
    pub(super) call_id: String,
    pub(super) name: String,
    /// The text of a message, the reasoning, the arguments of a function, or the input of a custom tool.
    pub(super) text: String,
    pub(super) refusal: String,
    /// Whether the text is the summary of the reasoning.
    pub(super) is_summary: bool,
    pub(super) json: Value,
}

impl Item {
    pub(super) fn new(item: OutputItem) -> Self {
        let mut json = serde_json::to_value(item).unwrap_or_default();
        let kind = match json["type"].as_str().unwrap_or_default() {
            "message" => Kind::Message,
            "reasoning" => Kind::Reasoning,
            "function_call" => Kind::Call,
            "custom_tool_call" => Kind::CustomCall,
            _ => return Self { id: text_of(&json["id"]), json, ..Self::default() },
        };
        // Some servers send plain texts instead of lists of parts.
        let part_type = if kind == Kind::Message { "output_text" } else { "reasoning_text" };
        for (member, part_type) in [("content", part_type), ("summary", "summary_text")] {
            if let Some(text) = json[member].as_str() {
                json[member] = json!([{"type": part_type, "text": text}]);
            }
        }
        let text = |name: &str| text_of(&json[name]);
        let call_id = Some(text("call_id")).filter(|id| !id.is_empty()).unwrap_or_else(|| text("id"));
        let mut item = Self { kind, id: text("id"), call_id, name: text("name"), ..Self::default() };
        let parts = |member: &str| json[member].as_array().into_iter().flatten();
        match kind {
            Kind::Message => {
                for part in parts("content") {
                    match part["type"].as_str().unwrap_or_default() {
                        "output_text" | "text" => item.text.push_str(&text_of(&part["text"])),
                        "refusal" => item.refusal.push_str(&text_of(&part["refusal"])),
                        _ => {}
                    }
                }
            }
            Kind::Reasoning => {
                let texts = |member| parts(member).filter_map(|part| part["text"].as_str()).collect::<Vec<_>>();
                let content = texts("content");
                item.is_summary = content.iter().all(|text| text.is_empty());
                item.text = if item.is_summary { texts("summary") } else { content }.join(BREAK);
            }
            Kind::Call => item.text = text("arguments"),
            Kind::CustomCall => item.text = text("input"),
            Kind::Other => {}
        }
        item.json = json;
        item
    }

    /// Returns the call; `None` for an item of another kind.
    pub(super) fn call(&self) -> Option<ChatCompletionsToolCall> {
        let mut call = ChatCompletionsToolCall::default();
        match self.kind {
            Kind::Call => {
                call.type_ = Some("function".to_owned());
                let (name, arguments) = (Some(self.name.clone()), Some(self.text.clone()));
                call.function = Some(FunctionCall { name, arguments, ..FunctionCall::default() });
            }
            Kind::CustomCall => {
                call.type_ = Some("custom".to_owned());
                call.extra.insert("custom".to_owned(), json!({"name": self.name, "input": self.text}));
            }
            _ => return None,
        }
        call.id = Some(self.call_id.clone()).filter(|id| !id.is_empty());
        Some(call)
    }
}

/// Returns the text of a member; empty if it is absent. Some servers send arguments as JSON instead of its text.
fn text_of(member: &Value) -> String {
    match member {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        json => json.to_string(),
    }
}
