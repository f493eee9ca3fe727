//! Streamed answers.

mod broken;
mod chunk;
mod event_reader;
mod events;
mod reading;
mod think;
mod waiting;

pub use chunk::Chunk;
pub(crate) use event_reader::EventReader;
pub use events::{ChatEvent, ChatEvents, TextStream};
pub use reading::ChatStream;
pub(crate) use reading::StreamOptions;
pub(crate) use think::{ThinkSplitter, split_completions, without_reasoning};
pub(crate) use waiting::{IdleTimer, poll_data};
