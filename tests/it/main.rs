//! All tests of the crate from outside: one binary, so that it links once.

mod answers;
mod chat;
mod contract;
mod generated;
mod requests;
mod stream;
mod testing;
