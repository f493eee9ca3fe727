//! Whether the committed files are what the commands would write.

pub mod versions;

use anyhow::{Result, bail};

use crate::document;
use crate::workspace::Workspace;

/// Names each stale file with the command that mends it, and lists what has no documentation.
pub fn check(workspace: &Workspace, release: bool) -> Result<()> {
    let document = document::driving(workspace)?;
    document.tell_left_out();
    let stubs = document.stubs.clone();
    let outputs = document.outputs()?;
    let is_ours = |name: &String| outputs.iter().any(|output| output.path == format!("generated/{name}"));
    let surplus = workspace.names("generated")?.into_iter().filter(|name| !is_ours(name));
    let mut faults: Vec<_> =
        surplus.map(|name| format!("generated/{name} is surplus: run `rm generated/{name}`")).collect();
    let stale = outputs.iter().filter(|output| !workspace.is_current(output));
    faults.extend(stale.map(|output| format!("{} is stale: run `cargo xtask generate`", output.path)));
    if !faults.is_empty() {
        bail!("{} of the committed files are not as generated\n  {}", faults.len(), faults.join("\n  "));
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
