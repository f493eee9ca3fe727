//! The members that programs commonly read. serde skips the others.

use serde::Deserialize;

/// A chunk.
#[derive(Deserialize)]
pub struct Chunk {
    pub id: Option<String>,
    pub object: Option<String>,
    pub created: Option<i64>,
    pub model: Option<String>,
    pub system_fingerprint: Option<String>,
    pub choices: Vec<ChunkChoice>,
    pub usage: Option<Usage>,
}

#[derive(Deserialize)]
pub struct ChunkChoice {
    pub index: i64,
    pub delta: Message,
    pub finish_reason: Option<String>,
    pub content_filter_results: Option<FilterResults>,
}

/// A message or its delta.
#[derive(Deserialize)]
pub struct Message {
    pub role: Option<String>,
    pub content: Option<String>,
    pub tool_calls: Option<Vec<ToolCall>>,
}

#[derive(Deserialize)]
pub struct ToolCall {
    pub index: Option<i64>,
    pub id: Option<String>,
    pub function: Option<Function>,
}

#[derive(Deserialize)]
pub struct Function {
    pub name: Option<String>,
    pub arguments: Option<String>,
}

#[derive(Deserialize)]
pub struct FilterResults {
    pub hate: Option<FilterResult>,
    pub self_harm: Option<FilterResult>,
    pub sexual: Option<FilterResult>,
    pub violence: Option<FilterResult>,
}

#[derive(Deserialize)]
pub struct FilterResult {
    pub filtered: Option<bool>,
    pub severity: Option<String>,
}

#[derive(Deserialize)]
pub struct Usage {
    pub prompt_tokens: Option<i64>,
    pub completion_tokens: Option<i64>,
    pub total_tokens: Option<i64>,
}

/// A response that is not streamed.
#[derive(Deserialize)]
pub struct Completion {
    pub id: Option<String>,
    pub object: Option<String>,
    pub created: Option<i64>,
    pub model: Option<String>,
    pub system_fingerprint: Option<String>,
    pub choices: Vec<Choice>,
    pub usage: Option<Usage>,
}

#[derive(Deserialize)]
pub struct Choice {
    pub index: i64,
    pub message: Message,
    pub finish_reason: Option<String>,
    pub content_filter_results: Option<FilterResults>,
}

/// An event of the Responses API, with the members of all event types: a tagged enum would buffer each event.
#[derive(Deserialize)]
pub struct Event {
    #[serde(rename = "type")]
    pub type_: String,
    pub sequence_number: Option<i64>,
    pub item_id: Option<String>,
    pub output_index: Option<i64>,
    pub content_index: Option<i64>,
    pub delta: Option<String>,
    pub text: Option<String>,
    pub response: Option<Response>,
}

#[derive(Deserialize)]
pub struct Response {
    pub id: String,
    pub model: Option<String>,
    pub status: Option<String>,
    pub output: Vec<OutputItem>,
    pub usage: Option<ResponseUsage>,
}

#[derive(Deserialize)]
pub struct OutputItem {
    #[serde(rename = "type")]
    pub type_: String,
    pub id: Option<String>,
    pub content: Option<Vec<ContentPart>>,
}

#[derive(Deserialize)]
pub struct ContentPart {
    #[serde(rename = "type")]
    pub type_: String,
    pub text: Option<String>,
}

#[derive(Deserialize)]
pub struct ResponseUsage {
    pub input_tokens: Option<i64>,
    pub output_tokens: Option<i64>,
    pub total_tokens: Option<i64>,
}

/// A response with vectors in base64.
#[derive(Deserialize)]
pub struct Base64Embeddings {
    pub data: Vec<Base64Item>,
}

#[derive(Deserialize)]
pub struct Base64Item {
    pub index: usize,
    pub embedding: String,
}

/// A response with vectors of JSON numbers.
#[derive(Deserialize)]
pub struct NumberEmbeddings {
    pub data: Vec<NumberItem>,
}

#[derive(Deserialize)]
pub struct NumberItem {
    pub index: usize,
    pub embedding: Vec<f32>,
}
