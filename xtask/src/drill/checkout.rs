//! A copy of the checkout, below the target folder, that shares the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{check, refresh};

pub struct Checkout {
    workspace: Workspace,
    target: PathBuf,
}

/// An error of the compiler.
#[derive(Debug)]
pub struct Fault {
    pub place: String,
    pub message: String,
    /// The lines of the source that it is about.
    pub text: String,
}

impl Checkout {
    /// A fresh copy, in the place of the last one.
    pub fn make(ours: &Workspace) -> Result<Self> {
        let target = target_folder(ours);
        let root = target.join("drill");
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        copy(ours.root(), &root, &target).context("can't copy the checkout")?;
        Ok(Self { workspace: Workspace::open(Some(root))?, target })
    }

    pub fn read(&self, path: &str) -> Result<String> {
        self.workspace.read(path)
    }

    /// The file's whole path.
    pub fn write(&self, path: &str, text: &str) -> Result<String> {
        let file = self.workspace.root().join(path);
        fs::write(&file, text)?;
        Ok(file.to_string_lossy().into_owned())
    }

    pub fn refresh(&self, version: &str, file: &str) -> Result<()> {
        refresh::refresh(&self.workspace, version, Some(file), true)
    }

    pub fn check(&self) -> Result<()> {
        check::check(&self.workspace, false)
    }

    /// The tests of the library, which see all of its public interface too.
    pub fn test(&self) -> Result<()> {
        let status = self.cargo(["test", "--workspace", "--lib", "--test", "it"]).status()?;
        ensure!(status.success(), "the tests fail");
        Ok(())
    }

    /// The errors of compiling the library and its tests.
    pub fn compile(&self) -> Result<Vec<Fault>> {
        let arguments = ["check", "--workspace", "--lib", "--test", "it", "--message-format", "json"];
        let output = self.cargo(arguments).output()?;
        let lines = String::from_utf8_lossy(&output.stdout);
        let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let faults: Vec<Fault> = messages.filter_map(|message| Fault::of(&message["message"])).collect();
        if !output.status.success() && faults.is_empty() {
            bail!("it does not compile: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(faults)
    }

    /// For the whole workspace, so that the dependencies are those that its tests were built with.
    fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = cargo(self.workspace.root(), &self.target);
        command.args(arguments);
        command
    }
}

/// Cargo in a folder of its own, with the target folder of this checkout.
pub fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

impl Fault {
    fn of(message: &Value) -> Option<Self> {
        if message["level"] != "error" {
            return None;
        }
        let spans: Vec<&Value> =
            message["spans"].as_array()?.iter().filter(|span| span["is_primary"] == true).collect();
        let first = spans.first()?;
        let lines = spans.iter().flat_map(|span| span["text"].as_array().into_iter().flatten());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Some(Self {
            place: format!("{}:{}", text(&first["file_name"]), first["line_start"]),
            message: text(&message["message"]),
            text: lines.map(|line| text(&line["text"])).collect::<Vec<_>>().join("\n"),
        })
    }
}

/// Where cargo builds this checkout.
pub fn target_folder(workspace: &Workspace) -> PathBuf {
    let own = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    own.unwrap_or_else(|| workspace.root().join("target"))
}

/// All but what is built, what git keeps, and the workspaces that nobody else builds.
fn copy(from: &Path, to: &Path, target: &Path) -> Result<()> {
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
