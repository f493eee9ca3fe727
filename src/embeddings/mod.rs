//! Embeddings of texts and images.

mod batches;
mod request;
mod response;
mod split;

pub use request::{EmbeddingsRequest, ImageEmbeddingsRequest, Texts};
pub use response::{Embedding, EmbeddingsResponse, PartialEmbeddings};
