//! Streamed answers.

mod broken;
mod chunk;
mod events;
mod plain;
mod reading;
mod template;
mod think;
mod waiting;

pub use chunk::Chunk;
pub use events::{ChatEvent, ChatEvents, TextStream};
pub use reading::ChatStream;
pub(crate) use reading::StreamOptions;
pub(crate) use think::{ThinkSplitter, split_completions, without_reasoning};
