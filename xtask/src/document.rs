//! `spec/<document>/openapi.json`: an upstream document with the overlay and the fixups applied.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::overlay::Overlay;
use crate::spec::Spec;
use crate::workspace::{Output, Workspace};
use crate::{docs, fixups, generator, upstream};

/// What the generator reads, and what of it has no documentation yet.
pub struct Document {
    pub spec: Spec,
    text: String,
    pub stubs: Vec<String>,
    /// Operations and parameters that the generator can't write, with the reasons.
    left_out: Vec<String>,
    /// Whether users see none of its types, so that they need no documentation.
    pub internal: bool,
    /// The corrections among the fixups that changed something.
    corrections: BTreeSet<&'static str>,
}

/// The document of the driving version, from the files of the checkout.
pub fn driving(workspace: &Workspace, spec: &Spec) -> Result<Document> {
    let overlay = spec.read_overlay(workspace)?;
    Document::build(spec, upstream::stored(workspace, spec, &overlay.driving)?, &overlay, &overlay.driving)
}

impl Document {
    /// From the interface of one version.
    pub fn build(spec: &Spec, document: Value, overlay: &Overlay, version: &str) -> Result<Self> {
        Self::try_build(spec, document, overlay, version)
            .with_context(|| format!("the document {} {version}", spec.name))
    }

    fn try_build(spec: &Spec, mut document: Value, overlay: &Overlay, version: &str) -> Result<Self> {
        if overlay.keep.is_none() {
            upstream::accept(&document)?;
        }
        overlay.apply(&mut document, version)?;
        if let Some(keep) = &overlay.keep {
            keep.apply(&mut document).with_context(|| spec.overlay())?;
        }
        upstream::accept(&document)?;
        upstream::accept_lowered(&document)?;
        let module = overlay.module.clone().unwrap_or_else(|| format!("crate::raw::{}", spec.name.replace('-', "_")));
        document["x-module"] = module.into();
        let corrections = fixups::apply(&mut document, overlay)?;
        leave_out_what_fails(&mut document)?;
        let stubs = docs::fill(&mut document);
        let left_out = document["x-left-out"].as_array().into_iter().flatten();
        let left_out = left_out.filter_map(Value::as_str).map(str::to_owned).collect();
        Ok(Self {
            spec: spec.clone(),
            text: upstream::to_text(&document),
            stubs,
            left_out,
            internal: overlay.internal,
            corrections,
        })
    }

    /// The operations and parameters that the client will not have, with the reasons.
    #[cfg(test)]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Reports what the client will not have.
    pub fn report_left_out(&self) {
        for part in &self.left_out {
            println!("{}: left out: {part}", self.spec.name);
        }
    }

    /// The document and all that is generated from it.
    pub fn outputs(self) -> Result<Vec<Output>> {
        let generated = generator::generate(&self.spec.openapi(), &self.text).map_err(anyhow::Error::msg);
        let generated = generated.with_context(|| format!("the document {}: the generator failed", self.spec.name))?;
        let folder = self.spec.generated_folder();
        let mut outputs = vec![Output { path: self.spec.openapi(), text: self.text }];
        outputs.extend(generated.into_iter().map(|(name, text)| Output { path: format!("{folder}/{name}"), text }));
        Ok(outputs)
    }
}

/// Each correction among the fixups must change something in one document at least, so that none outlives its reason.
pub fn accept_corrections(documents: &[Document]) -> Result<()> {
    let needed: BTreeSet<&str> = documents.iter().flat_map(|document| document.corrections.iter().copied()).collect();
    let unneeded: Vec<&str> = fixups::corrections().filter(|name| !needed.contains(name)).collect();
    let list = unneeded.join(", ");
    ensure!(
        list.is_empty(),
        "these fixups change nothing in any document: {list}; their reason is gone, so remove them"
    );
    Ok(())
}

/// Leaves out one operation after the other that makes the generator fail, so that it does not block the others.
fn leave_out_what_fails(document: &mut Value) -> Result<()> {
    let attempts = fixups::walk::operations(document).count();
    for _ in 0..attempts {
        let Some(fault) = generator::fault(&document.to_string()).map_err(anyhow::Error::msg)? else { return Ok(()) };
        let Some((method, path)) = &fault.operation else { bail!("{fault}") };
        fixups::leave_out::operation(
            document,
            method,
            path,
            &format!("the generator can't write it: {}", fault.reason),
        )?;
        fixups::drop_unreachable_schemas(document)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_version_goes_through() {
        let workspace = Workspace::open(None).unwrap();
        for spec in Spec::all(&workspace).unwrap() {
            let overlay = spec.read_overlay(&workspace).unwrap();
            let versions = spec.versions(&workspace).unwrap();
            assert!(versions.contains(&overlay.driving));
            for version in versions {
                let interface = upstream::stored(&workspace, &spec, &version).unwrap();
                let document = Document::build(&spec, interface, &overlay, &version);
                let outputs =
                    document.and_then(Document::outputs).unwrap_or_else(|error| panic!("{version}: {error:#}"));
                assert_eq!(outputs.len(), 4);
                // No keyword of a schema is null; writing to a missing member by its index leaves some.
                assert!(!outputs[0].text.contains(": null"), "{version}");
            }
        }
    }

    #[test]
    fn every_stored_version_can_drive() {
        let workspace = Workspace::open(None).unwrap();
        for spec in Spec::all(&workspace).unwrap() {
            let text = workspace.read(&spec.overlay()).unwrap();
            let driving = spec.read_overlay(&workspace).unwrap().driving;
            for version in spec.versions(&workspace).unwrap() {
                let text = crate::overlay::with_driving(&text, &driving, &version).unwrap();
                let overlay = Overlay::parse("o", &text).unwrap();
                let interface = upstream::stored(&workspace, &spec, &version).unwrap();
                let document = Document::build(&spec, interface, &overlay, &version);
                document.and_then(Document::outputs).unwrap_or_else(|error| panic!("{version}: {error:#}"));
            }
        }
    }

    #[test]
    fn every_correction_among_the_fixups_is_needed() {
        let workspace = Workspace::open(None).unwrap();
        let specs = Spec::all(&workspace).unwrap();
        let documents: Vec<_> = specs.iter().map(|spec| driving(&workspace, spec).unwrap()).collect();
        accept_corrections(&documents).unwrap();
        let error = accept_corrections(&[]).unwrap_err().to_string();
        assert!(error.contains("these fixups change nothing in any document: drop_error_responses"), "{error}");
    }
}
