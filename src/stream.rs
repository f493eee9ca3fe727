//! Streamed answers.

mod chunk;
mod events;
mod reading;

pub use chunk::Chunk;
pub use events::{ChatEvent, ChatEvents, TextStream};
pub use reading::ChatStream;
