//! `spec/openapi.json`: an upstream document with the overlay and the fixups applied.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::overlay::{self, Overlay};
use crate::workspace::{Output, Workspace};
use crate::{docs, fixups, generator, upstream};

pub const PATH: &str = "spec/openapi.json";

/// What the generator reads, and what of it has no documentation yet.
pub struct Document {
    text: String,
    pub stubs: Vec<String>,
}

/// The document of the driving version, from the files of the checkout.
pub fn driving(workspace: &Workspace) -> Result<Document> {
    let overlay = Overlay::parse(&workspace.read(overlay::PATH)?)?;
    let path = upstream::path(&overlay.driving);
    let upstream = serde_json::from_str(&workspace.read(&path)?).with_context(|| format!("{path} is not JSON"))?;
    Document::build(upstream, &overlay, &overlay.driving)
}

impl Document {
    /// From the interface of one version.
    pub fn build(mut document: Value, overlay: &Overlay, version: &str) -> Result<Self> {
        overlay.apply(&mut document, version)?;
        fixups::apply(&mut document)?;
        let stubs = docs::fill(&mut document);
        Ok(Self { text: upstream::to_text(&document), stubs })
    }

    /// The document and all that is generated from it.
    pub fn outputs(self) -> Result<Vec<Output>> {
        let generated = generator::generate(&self.text).map_err(anyhow::Error::msg).context("the generator failed")?;
        let mut outputs = vec![Output { path: PATH.to_owned(), text: self.text }];
        outputs.extend(generated.into_iter().map(|(name, text)| Output { path: format!("generated/{name}"), text }));
        Ok(outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendored_version_goes_through() {
        let workspace = Workspace::open(None).unwrap();
        let overlay = Overlay::parse(&workspace.read(overlay::PATH).unwrap()).unwrap();
        for version in crate::refresh::VERSIONS {
            let upstream = serde_json::from_str(&workspace.read(&upstream::path(version.name)).unwrap()).unwrap();
            let document = Document::build(upstream, &overlay, version.name);
            let outputs =
                document.and_then(Document::outputs).unwrap_or_else(|error| panic!("{}: {error:#}", version.name));
            assert_eq!(outputs.len(), 4);
            // No keyword of a schema is null; writing to a missing member by its index leaves some.
            assert!(!outputs[0].text.contains(": null"), "{}", version.name);
        }
    }
}
