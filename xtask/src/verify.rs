//! Whether the code that a refresh generated compiles: a check in a scratch copy, before anything is replaced.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::check::versions::Clients;
use crate::drill::checkout::{Checkout, Fault};
use crate::refresh::Prepared;
use crate::workspace::Workspace;

/// Checks the whole crate where it includes the generated code, else the generated client by itself.
///
/// An error in generated code is always one. Code of the crate may not compile with a version that breaks it, which the
/// difference between the versions says: `accept_breaking` lets such a version pass.
pub fn verify(workspace: &Workspace, prepared: &Prepared, accept_breaking: bool) -> Result<()> {
    if !prepared.drives || !is_included(workspace, &prepared.spec.generated_folder())? {
        let mut clients = Clients::new(workspace, "refreshed")?;
        let outputs = if prepared.drives { &prepared.outputs } else { &prepared.aside };
        clients.add(workspace, &prepared.spec, "refreshed", outputs)?;
        return clients.check().with_context(|| {
            format!("the generated client of {} does not compile; nothing was changed", prepared.spec.name)
        });
    }
    let checkout = Checkout::make(workspace, "refreshed-crate")?;
    for output in &prepared.outputs {
        checkout.write(&output.path, &output.text)?;
    }
    let faults = checkout.lint_library()?;
    let (generated, own): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| fault.place.starts_with("generated/"));
    let list = |faults: &[&Fault]| {
        let lines = faults.iter().map(|fault| format!("\n  {}: {}", fault.place, fault.message));
        lines.collect::<String>()
    };
    if !generated.is_empty() {
        bail!("the generated code does not compile, or has warnings; nothing was changed{}", list(&generated));
    }
    if own.is_empty() {
        return Ok(());
    }
    if accept_breaking {
        println!("{} places of the crate do not compile with it yet:{}", own.len(), list(&own));
        return Ok(());
    }
    bail!(
        "{} places of the crate do not compile with it, and nothing was changed; to write the files all the same and mend \
         these places, pass `--accept-breaking`{}",
        own.len(),
        list(&own)
    )
}

/// Whether a source file of the crate includes files of this folder.
fn is_included(workspace: &Workspace, folder: &str) -> Result<bool> {
    let mut open = vec![workspace.path("src")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(path)? {
                open.push(entry?.path());
            }
        } else if fs::read_to_string(path)?.contains(&format!("{folder}/client.rs")) {
            return Ok(true);
        }
    }
    Ok(false)
}
