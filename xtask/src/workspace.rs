//! The files of a checkout, and atomic writes of several files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

/// A checkout of the project.
pub struct Workspace {
    root: PathBuf,
}

/// A file to write: its path below the root, and its text.
pub struct Output {
    pub path: String,
    pub text: String,
}

impl Workspace {
    /// Opens the checkout at `root`, or the one that xtask was built from.
    pub fn open(root: Option<PathBuf>) -> Result<Self> {
        let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let root = root.canonicalize().with_context(|| format!("no checkout at {}", root.display()))?;
        Ok(Self { root })
    }

    /// Makes an empty folder below the target folder, in place of the previous one of this name.
    pub fn scratch(&self, name: &str) -> Result<Self> {
        let root = self.target().join(name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        fs::create_dir_all(&root)?;
        Self::open(Some(root))
    }

    /// Returns the absolute path of a file or folder of the checkout.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo builds this checkout.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from)
    }

    /// Cargo in this checkout.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| format!("can't read {path}"))
    }

    /// Whether the file exists with exactly this text.
    pub fn is_current(&self, output: &Output) -> bool {
        fs::read(self.root.join(&output.path)).is_ok_and(|found| found == output.text.as_bytes())
    }

    /// Returns the names of the files in a folder.
    pub fn names(&self, folder: &str) -> Result<Vec<String>> {
        let entries = fs::read_dir(self.root.join(folder)).with_context(|| format!("can't read {folder}"))?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names: Vec<String> = names.collect::<Result<_>>()?;
        names.sort();
        Ok(names)
    }

    /// Returns the paths in the checkout of the files below a folder that have an extension.
    pub fn files_below(&self, folder: &str, extension: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        for name in self.names(folder)? {
            let path = format!("{folder}/{name}");
            if self.root.join(&path).is_dir() {
                files.extend(self.files_below(&path, extension)?);
            } else if name.ends_with(&format!(".{extension}")) {
                files.push(path);
            }
        }
        Ok(files)
    }

    /// Writes one file, and makes the folders that it needs.
    pub fn put(&self, path: &str, text: &str) -> Result<()> {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap_or(&self.root))?;
        Ok(fs::write(file, text)?)
    }

    /// Writes the files that differ and reports them. Writes all of them or none, as far as the file system allows.
    pub fn write(&self, outputs: &[Output]) -> Result<()> {
        let changed: Vec<_> = outputs.iter().filter(|output| !self.is_current(output)).collect();
        let old: Vec<_> = changed.iter().map(|output| fs::read(self.path(&output.path)).ok()).collect();
        let new = |output: &Output| format!("{}.new", output.path);
        let stage = |output: &Output| {
            ensure!(!self.path(&output.path).is_dir(), "it is a folder");
            self.put(&new(output), &output.text)
        };
        let replace = |output: &Output| Ok(fs::rename(self.path(&new(output)), self.path(&output.path))?);
        let each = |step: &dyn Fn(&Output) -> Result<()>| {
            changed.iter().try_for_each(|output| step(output).with_context(|| format!("can't write {}", output.path)))
        };
        if let Err(error) = each(&stage).and_then(|()| each(&replace)) {
            for (output, old) in changed.iter().zip(old) {
                // What can't be restored can't be fixed here either; the first error is reported.
                let _ = fs::remove_file(self.path(&new(output)));
                let _ = match old {
                    _ if !self.is_current(output) => Ok(()), // not replaced yet
                    Some(old) => fs::write(self.path(&output.path), old),
                    None => fs::remove_file(self.path(&output.path)),
                };
            }
            return Err(error);
        }
        changed.iter().for_each(|output| println!("wrote {}", output.path));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &str) -> Output {
        Output { path: path.to_owned(), text: "new".to_owned() }
    }

    #[test]
    fn several_files_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(Some(folder.path().to_owned())).unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        fs::create_dir_all(folder.path().join("c")).unwrap();
        let error = format!("{:#}", workspace.write(&[output("a"), output("x/b"), output("c")]).unwrap_err());
        assert!(error.contains("can't write c: it is a folder"), "{error}");
        assert_eq!(workspace.read("a").unwrap(), "old");
        assert_eq!(workspace.names("").unwrap(), ["a", "c", "x"]);
        assert_eq!(workspace.names("x").unwrap(), Vec::<String>::new());
        workspace.write(&[output("a"), output("x/b")]).unwrap();
        assert_eq!(workspace.read("a").unwrap(), "new");
        assert_eq!(workspace.names("x").unwrap(), ["b"]);
    }
}
