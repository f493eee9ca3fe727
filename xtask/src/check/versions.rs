//! Whether the raw client of every vendored version compiles.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::document::Document;
use crate::drill::checkout::{cargo, target_folder};
use crate::overlay::{self, Overlay};
use crate::upstream;
use crate::workspace::{Output, Workspace};

/// Generates from each version, as if it drove, and type-checks the clients side by side in a workspace below the target
/// folder: the generated files with what `src/raw` gives them, without the rest of the crate, which wants the newest.
pub fn check(workspace: &Workspace) -> Result<()> {
    let root = target_folder(workspace).join("versions");
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    let mut members = Vec::new();
    for name in workspace.names("spec/upstream")? {
        let Some(version) = name.strip_suffix(".json") else { continue };
        let member = format!("client-{}", version.replace('.', "-"));
        write_member(workspace, &root.join(&member), version, &member).with_context(|| version.to_owned())?;
        members.push(member);
    }
    fs::write(root.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    fs::write(root.join("Cargo.lock"), workspace.read("Cargo.lock")?)?;
    let status = cargo(&root, &target_folder(workspace)).args(["check", "--workspace"]).status()?;
    ensure!(status.success(), "the client of a version does not compile");
    println!("the clients of {} versions compile", members.len());
    Ok(())
}

/// What generated code refers to, and what that needs.
const HAND_WRITTEN: [&str; 9] = [
    "src/raw/extra.rs",
    "src/raw/open_enum.rs",
    "src/raw/parameters.rs",
    "src/raw/reading.rs",
    "src/raw/vector.rs",
    "src/content_safety.rs",
    "src/content_safety/finding.rs",
    "src/content_safety/read.rs",
    "src/content_safety/results.rs",
];

fn write_member(workspace: &Workspace, folder: &Path, version: &str, name: &str) -> Result<()> {
    let mut outputs = generated(workspace, version)?;
    for path in HAND_WRITTEN {
        outputs.push(Output { path: path.to_owned(), text: workspace.read(path)? });
    }
    outputs.push(Output { path: "src/lib.rs".to_owned(), text: include_str!("client.rs.txt").to_owned() });
    let manifest = manifest(name, &workspace.read("Cargo.toml")?)?;
    outputs.push(Output { path: "Cargo.toml".to_owned(), text: manifest });
    for output in outputs {
        let file = folder.join(&output.path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, output.text)?;
    }
    Ok(())
}

fn generated(workspace: &Workspace, version: &str) -> Result<Vec<Output>> {
    let text = workspace.read(overlay::PATH)?;
    let driving = Overlay::parse(&text)?.driving;
    let overlay = Overlay::parse(&overlay::with_driving(&text, &driving, version)?)?;
    Document::build(upstream::vendored(workspace, version)?, &overlay, version)?.outputs()
}

/// With the dependencies of the crate, whatever feature brings them.
fn manifest(name: &str, crates: &str) -> Result<String> {
    let section = crates.split_once("\n[dependencies]\n").and_then(|(_, rest)| rest.split_once("\n\n"));
    let (dependencies, _) = section.context("Cargo.toml has no dependencies")?;
    // TLS is the transport's, which is not there.
    let lines = dependencies.lines().filter(|line| !line.starts_with("rustls"));
    let dependencies = lines.collect::<Vec<_>>().join("\n").replace(", optional = true", "");
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n"
    ))
}
