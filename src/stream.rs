//! Streamed answers.

mod chunk;

pub use chunk::Chunk;
