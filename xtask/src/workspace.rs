//! The files of a checkout: where they are, and writing several as one step.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A checkout of the project.
pub struct Workspace {
    root: PathBuf,
}

/// A file to be: its path below the root, and its text.
pub struct Output {
    pub path: String,
    pub text: String,
}

impl Workspace {
    /// The checkout at `root`, or the one that xtask was built from.
    pub fn open(root: Option<PathBuf>) -> Result<Self> {
        let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let root = root.canonicalize().with_context(|| format!("no checkout at {}", root.display()))?;
        Ok(Self { root })
    }

    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| format!("can't read {path}"))
    }

    /// Whether the file stands there with just this text.
    pub fn is_current(&self, output: &Output) -> bool {
        fs::read(self.root.join(&output.path)).is_ok_and(|found| found == output.text.as_bytes())
    }

    /// Writes what differs, and says so.
    pub fn write(&self, outputs: &[Output]) -> Result<()> {
        for output in outputs.iter().filter(|output| !self.is_current(output)) {
            let path = self.root.join(&output.path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
            }
            fs::write(&path, &output.text).with_context(|| format!("can't write {}", output.path))?;
            println!("wrote {}", output.path);
        }
        Ok(())
    }
}
