//! Whether the committed files are what the commands would write.

use anyhow::{Result, bail};

use crate::document;
use crate::workspace::Workspace;

/// Names each stale file with the command that mends it, and lists what has no documentation.
pub fn check(workspace: &Workspace, release: bool) -> Result<()> {
    let document = document::driving(workspace)?;
    let stubs = document.stubs.clone();
    let outputs = document.outputs()?;
    let is_ours = |name: &String| outputs.iter().any(|output| output.path == format!("generated/{name}"));
    if let Some(surplus) = workspace.names("generated")?.into_iter().find(|name| !is_ours(name)) {
        bail!("generated/{surplus} is not generated: run `rm generated/{surplus}`");
    }
    let stale: Vec<_> = outputs.into_iter().filter(|output| !workspace.is_current(output)).collect();
    if !stale.is_empty() {
        let lines = stale.iter().map(|output| format!("\n  {} is stale: run `cargo xtask generate`", output.path));
        bail!("{} of the committed files are not current{}", stale.len(), lines.collect::<String>());
    }
    if !stubs.is_empty() {
        println!("{} names have a stub for documentation; write theirs in spec/overlay.yaml:", stubs.len());
        stubs.iter().for_each(|stub| println!("  {stub}"));
        if release {
            bail!("a release has no stubs");
        }
    }
    println!("spec/openapi.json and generated/ are current");
    Ok(())
}
