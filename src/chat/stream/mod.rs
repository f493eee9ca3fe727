//! Streamed chat completions.

mod chunk;
mod events;
mod reading;
mod template;

pub use chunk::Chunk;
pub use events::{ChatEvent, ChatEvents, TextStream};
pub use reading::ChatStream;
#[cfg(fuzzing)]
pub(crate) use template::differential;
