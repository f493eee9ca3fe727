//! How to work with this crate: pages of text, one a module.

pub mod operating;
