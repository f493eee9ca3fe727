//! Embeddings of texts and images.

mod answer;
mod batches;
mod request;
mod split;

pub use answer::{Embedding, Embeddings, PartialEmbeddings};
pub use request::{EmbeddingsRequest, ImageEmbeddingsRequest, Texts};
