//! Checks that the committed files are what the commands would write, and that the imports of `src` follow its layers.

pub mod layers;
pub mod versions;

use anyhow::{Result, ensure};

use crate::document::{self, Document};
use crate::spec::Spec;
use crate::workspace::Workspace;

/// Names each stale file with the command that fixes it, and lists what has no documentation.
pub fn check(workspace: &Workspace, specs: &[Spec], release: bool) -> Result<()> {
    let documents = specs.iter().map(|spec| document::driving(workspace, spec)).collect::<Result<Vec<_>>>()?;
    if documents.len() == Spec::all(workspace)?.len() {
        document::accept_corrections(&documents)?;
    }
    let mut faults = Vec::new();
    let mut stubs = Vec::new();
    for document in documents {
        document.report_left_out();
        if !document.internal {
            stubs.extend(document.stubs.iter().map(|stub| format!("{}: {stub}", document.spec.name)));
        }
        faults.extend(stale(workspace, document)?);
    }
    let (count, list) = (faults.len(), faults.join("\n  "));
    ensure!(faults.is_empty(), "{count} of the committed files are not as generated\n  {list}");
    if !stubs.is_empty() {
        println!("{} names have a stub for documentation; write theirs in the overlay:", stubs.len());
        stubs.iter().for_each(|stub| println!("  {stub}"));
        ensure!(!release, "a release must have no stubs");
    }
    println!("the openapi.json of each document and generated/ are current");
    Ok(())
}

fn stale(workspace: &Workspace, document: Document) -> Result<Vec<String>> {
    let folder = document.spec.generated_folder();
    let outputs = document.outputs()?;
    let is_ours = |name: &String| outputs.iter().any(|output| output.path == format!("{folder}/{name}"));
    let found = if workspace.path(&folder).is_dir() { workspace.names(&folder)? } else { Vec::new() };
    let unneeded = found.into_iter().filter(|name| !is_ours(name));
    let unneeded = unneeded.map(|name| format!("{folder}/{name} is not generated: run `rm {folder}/{name}`"));
    let stale = outputs.iter().filter(|output| !workspace.is_current(output));
    let stale = stale.map(|output| format!("{} is stale: run `cargo xtask generate`", output.path));
    Ok(unneeded.chain(stale).collect())
}
