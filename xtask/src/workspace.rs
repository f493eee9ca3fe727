//! The files of a checkout, and atomic writes of several files.

use std::fs;
use std::path::{Path, PathBuf};

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

    /// Returns the absolute path of a file or folder of the checkout.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn root(&self) -> &Path {
        &self.root
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

    /// Writes the files that differ and reports them. Writes all of them or none, as far as the file system allows.
    pub fn write(&self, outputs: &[Output]) -> Result<()> {
        let changed: Vec<_> = outputs.iter().filter(|output| !self.is_current(output)).collect();
        let mut staged = Vec::new();
        for output in &changed {
            let file = self.stage(output).with_context(|| format!("can't write {}", output.path));
            match file {
                Ok(file) => staged.push(file),
                Err(error) => return Err(undo(&staged, error)),
            }
        }
        for index in 0..staged.len() {
            if let Err(error) = fs::rename(&staged[index].new, &staged[index].place) {
                let reason = format!("can't write {}", changed[index].path);
                return Err(undo(&staged, anyhow::Error::new(error).context(reason)));
            }
        }
        changed.iter().for_each(|output| println!("wrote {}", output.path));
        Ok(())
    }

    /// Writes the text to a temporary file beside its destination.
    fn stage(&self, output: &Output) -> Result<Staged> {
        let place = self.root.join(&output.path);
        ensure!(!place.is_dir(), "it is a folder");
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut new = place.clone().into_os_string();
        new.push(".new");
        let new = PathBuf::from(new);
        fs::write(&new, &output.text)?;
        Ok(Staged { old: fs::read(&place).ok(), place, new })
    }
}

/// A file to write, as a temporary file beside its destination, and the current content of the destination.
struct Staged {
    place: PathBuf,
    new: PathBuf,
    old: Option<Vec<u8>>,
}

/// Restores the previous files.
fn undo(staged: &[Staged], error: anyhow::Error) -> anyhow::Error {
    for file in staged {
        // What can't be restored can't be fixed here either; the first error is reported.
        let _ = fs::remove_file(&file.new);
        let _ = match &file.old {
            Some(old) => fs::write(&file.place, old),
            None => fs::remove_file(&file.place),
        };
    }
    error
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
