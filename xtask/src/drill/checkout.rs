//! A copy of the checkout below the target folder, which it shares.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::fixups::walk::{items, text};
use crate::refresh;
use crate::spec::{self, Spec};
use crate::workspace::Workspace;

pub struct Checkout {
    pub workspace: Workspace,
    target: PathBuf,
}

/// An error of the compiler.
#[derive(Debug)]
pub struct Fault {
    pub place: String,
    pub message: String,
    /// The lines of the source that it points to.
    pub text: String,
}

impl Checkout {
    /// Makes a fresh copy, replacing the previous one of this name.
    pub fn make(ours: &Workspace, name: &str) -> Result<Self> {
        let (workspace, target) = (ours.scratch(name)?, ours.target());
        copy(ours.root(), workspace.root(), &target).context("can't copy the checkout")?;
        Ok(Self { workspace, target })
    }

    /// Without the check in another copy, since the later steps build more.
    pub fn refresh(&self, version: &str, file: &str) -> Result<()> {
        let (version, from) = (Some(version), self.workspace.path(file).to_string_lossy().into_owned());
        let wanted = refresh::Wanted { version, from: Some(&from), drive: true, ..Default::default() };
        let prepared = refresh::prepare(&self.workspace, Spec::new(spec::MAIN)?, wanted)?;
        refresh::write(&self.workspace, &prepared)
    }

    /// The errors of the library as users build it, and the warnings in generated code.
    pub fn lint_library(&self) -> Result<Vec<Fault>> {
        self.faults("check --package azure-inference --lib --features testing --message-format json")
    }

    /// The lints of the library as users build it, then its tests, which see all of its public interface too.
    pub fn test(&self) -> Result<()> {
        let lints = "clippy --package azure-inference --lib --features testing -- -D warnings";
        ensure!(self.cargo(lints).status()?.success(), "a lint of the library fails");
        ensure!(self.cargo("test --workspace --lib --test it").status()?.success(), "the tests fail");
        Ok(())
    }

    /// The errors of compiling the library and its tests.
    pub fn compile(&self) -> Result<Vec<Fault>> {
        self.faults("check --workspace --lib --test it --message-format json")
    }

    fn faults(&self, arguments: &str) -> Result<Vec<Fault>> {
        let output = self.cargo(arguments).output()?;
        let lines = String::from_utf8_lossy(&output.stdout);
        let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let faults: Vec<Fault> = messages.filter_map(|message| Fault::of(&message["message"])).collect();
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success() || !faults.is_empty(), "it does not compile: {errors}");
        Ok(faults)
    }

    /// For the whole workspace, so that the dependencies are those that its tests were built with.
    fn cargo(&self, arguments: &str) -> Command {
        let mut command = self.workspace.cargo();
        command.env("CARGO_TARGET_DIR", &self.target).args(arguments.split(' '));
        command
    }
}

impl Fault {
    fn of(message: &Value) -> Option<Self> {
        let spans: Vec<&Value> = items(message, "spans").filter(|span| span["is_primary"] == true).collect();
        let first = spans.first()?;
        let file = text(first, "file_name").replace('\\', "/");
        // Generated code is included from another folder.
        let start = file.find("generated/").filter(|_| file.contains("../")).unwrap_or_default();
        let file = &file[start..];
        let is_fault = message["level"] == "error" || (message["level"] == "warning" && file.starts_with("generated/"));
        let lines = spans.iter().flat_map(|span| items(span, "text"));
        is_fault.then(|| Self {
            place: format!("{file}:{}", first["line_start"]),
            message: text(message, "message").to_owned(),
            text: lines.map(|line| text(line, "text")).collect::<Vec<_>>().join("\n"),
        })
    }
}

/// Copies everything except build output, the git folder, and separate workspaces.
pub fn copy(from: &Path, to: &Path, target: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if [".git", "target", "benches", "fuzz"].iter().any(|left_out| name == *left_out) || path == target {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name), target)?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
