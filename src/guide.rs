// The pages of docs/guide, as modules without items.
//
// Only rustdoc reads them, so that an edit does not rebuild the crate; docs/snippets runs their snippets. Each page follows
// rustdoc_links.md: the first definition of a link wins, so that a link to another page leads to its module here and to its
// file on a code host.
#![allow(missing_docs)] // the pages are the documentation
#![cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#![cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/README.md"))]

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/blocking.md"))]
pub mod blocking {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/chat_completions.md"))]
pub mod chat_completions {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/embeddings.md"))]
pub mod embeddings {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/endpoints.md"))]
pub mod endpoints {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/failover.md"))]
pub mod failover {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/from_python.md"))]
pub mod from_python {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/images.md"))]
pub mod images {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/middleware.md"))]
pub mod middleware {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/migration.md"))]
pub mod migration {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/multimodal.md"))]
pub mod multimodal {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/operating.md"))]
pub mod operating {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/other_operations.md"))]
pub mod other_operations {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/responses.md"))]
pub mod responses {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/structured_output.md"))]
pub mod structured_output {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/testing.md"))]
pub mod testing {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/tools.md"))]
pub mod tools {}

#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/rustdoc_links.md"))]
#[cfg_attr(all(doc, not(doctest)), doc = include_str!("../docs/guide/troubleshooting.md"))]
pub mod troubleshooting {}
