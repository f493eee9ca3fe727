//! All tests of the crate from outside: one binary, so that it links once.

mod answers;
mod budget;
mod canary;
mod chat;
mod content_safety;
mod contract;
mod credentials;
mod embeddings;
mod faults;
mod generated;
mod hostile;
mod images;
mod load;
mod media;
mod models;
mod requests;
mod schema;
mod settings;
mod stream;
mod structured;
mod support;
mod telemetry;
mod testing;
mod tls;
mod tool_runs;
mod tools;
