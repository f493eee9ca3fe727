//! Embeddings: vectors of texts and images.

mod answer;
mod batches;
mod request;

pub use answer::{Embedding, Embeddings, PartialEmbeddings};
pub use request::{EmbeddingsRequest, ImageEmbeddingsRequest, Texts};
