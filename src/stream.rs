//! Streamed answers.

mod broken;
mod chunk;
mod events;
pub(crate) mod pattern;
mod plain;
mod reading;
mod template;
mod think;
mod waiting;

pub use chunk::Chunk;
pub use events::{ChatEvent, ChatEvents, TextStream};
pub(crate) use plain::PlainDelta;
pub use reading::ChatStream;
pub(crate) use reading::StreamOptions;
#[cfg(fuzzing)]
pub(crate) use template::differential;
pub(crate) use think::{ThinkSplitter, split_completions, without_reasoning};
pub(crate) use waiting::{IdleTimer, poll_data};
