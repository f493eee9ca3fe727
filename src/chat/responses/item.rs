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

/// A text of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Content,
    Refusal,
    Reasoning,
    Summary,
    Arguments,
    Input,
}

impl Text {
    /// Returns the text that an event of a stream is about, by the name in its type or the type of its part.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "output_text" => Self::Content,
            "function_call_arguments" => Self::Arguments,
            "reasoning_text" | "reasoning" => Self::Reasoning,
            "reasoning_summary_text" | "reasoning_summary" | "reasoning_summary_part" => Self::Summary,
            "custom_tool_call_input" => Self::Input,
            "refusal" => Self::Refusal,
            _ => return None,
        })
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Content | Self::Refusal => Kind::Message,
            Self::Reasoning | Self::Summary => Kind::Reasoning,
            Self::Arguments => Kind::Call,
            Self::Input => Kind::CustomCall,
        }
    }
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
    /// What `text` is; `None` for an item of another kind.
    pub(super) source: Option<Text>,
    pub(super) json: Value,
}

impl Item {
    pub(super) fn new(item: OutputItem) -> Self {
        let mut json = serde_json::to_value(item).unwrap_or_default();
        let source = match json["type"].as_str().unwrap_or_default() {
            "message" => Text::Content,
            "reasoning" => Text::Reasoning,
            "function_call" => Text::Arguments,
            "custom_tool_call" => Text::Input,
            _ => return Self { id: text_of(&json["id"]), json, ..Self::default() },
        };
        // Some servers send plain texts instead of lists of parts.
        let part_type = if source == Text::Content { "output_text" } else { "reasoning_text" };
        let has_parts = matches!(source, Text::Content | Text::Reasoning);
        for (member, part_type) in [("content", part_type), ("summary", "summary_text")] {
            if let Some(text) = json[member].as_str().filter(|_| has_parts) {
                json[member] = json!([{"type": part_type, "text": text}]);
            }
        }
        let text = |name: &str| text_of(&json[name]);
        let mut item = Self { kind: source.kind(), source: Some(source), id: text("id"), ..Self::default() };
        item.name = text("name");
        item.call_id = Some(text("call_id")).filter(|id| !id.is_empty()).unwrap_or_else(|| item.id.clone());
        let parts = |member: &str| json[member].as_array().into_iter().flatten();
        match source {
            Text::Arguments => item.text = text("arguments"),
            Text::Input => item.text = text("input"),
            Text::Reasoning | Text::Summary => {
                let texts = |member| parts(member).filter_map(|part| part["text"].as_str()).collect::<Vec<_>>();
                let content = texts("content");
                if content.iter().all(|text| text.is_empty()) {
                    (item.source, item.text) = (Some(Text::Summary), texts("summary").join(BREAK));
                } else {
                    item.text = content.join(BREAK);
                }
            }
            Text::Content | Text::Refusal => {
                for part in parts("content") {
                    match part["type"].as_str().unwrap_or_default() {
                        "output_text" | "text" => item.text.push_str(&text_of(&part["text"])),
                        "refusal" => item.refusal.push_str(&text_of(&part["refusal"])),
                        _ => {}
                    }
                }
            }
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
pub(super) fn text_of(member: &Value) -> String {
    match member {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        json => json.to_string(),
    }
}
