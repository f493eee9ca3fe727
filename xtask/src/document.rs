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
    /// Operations that the generator can't take.
    left_out: Vec<String>,
}

/// The document of the driving version, from the files of the checkout.
pub fn driving(workspace: &Workspace) -> Result<Document> {
    let overlay = Overlay::parse(&workspace.read(overlay::PATH)?)?;
    Document::build(upstream::vendored(workspace, &overlay.driving)?, &overlay, &overlay.driving)
}

impl Document {
    /// From the interface of one version.
    pub fn build(mut document: Value, overlay: &Overlay, version: &str) -> Result<Self> {
        overlay.apply(&mut document, version)?;
        fixups::apply(&mut document)?;
        let stubs = docs::fill(&mut document);
        let left_out = document["x-left-out"].as_array().into_iter().flatten();
        let left_out = left_out.filter_map(Value::as_str).map(str::to_owned).collect();
        Ok(Self { text: upstream::to_text(&document), stubs, left_out })
    }

    /// Tells what the client will not have.
    pub fn tell_left_out(&self) {
        for operation in &self.left_out {
            println!("{operation} is left out: its body is a form with files, which the generator can't write");
        }
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
        let names = workspace.names("spec/upstream").unwrap();
        assert!(names.contains(&format!("{}.json", overlay.driving)));
        for version in names.iter().filter_map(|name| name.strip_suffix(".json")) {
            let document = Document::build(upstream::vendored(&workspace, version).unwrap(), &overlay, version);
            let outputs = document.and_then(Document::outputs).unwrap_or_else(|error| panic!("{version}: {error:#}"));
            assert_eq!(outputs.len(), 4);
            // No keyword of a schema is null; writing to a missing member by its index leaves some.
            assert!(!outputs[0].text.contains(": null"), "{}", version);
        }
    }

    #[test]
    fn every_vendored_version_can_drive() {
        let workspace = Workspace::open(None).unwrap();
        let text = workspace.read(overlay::PATH).unwrap();
        let driving = Overlay::parse(&text).unwrap().driving;
        for version in crate::source::VERSIONS.iter().map(|version| version.name) {
            let overlay = Overlay::parse(&overlay::with_driving(&text, &driving, version).unwrap()).unwrap();
            let document = Document::build(upstream::vendored(&workspace, version).unwrap(), &overlay, version);
            document.and_then(Document::outputs).unwrap_or_else(|error| panic!("{version}: {error:#}"));
        }
    }
}
