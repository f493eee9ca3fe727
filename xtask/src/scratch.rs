//! For tests: a checkout of its own, and documents as the vendor might publish them tomorrow.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::overlay::{self, Overlay};
use crate::upstream;
use crate::workspace::Workspace;

/// A checkout with what the commands read, whatever versions are vendored.
pub fn scratch() -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let ours = Workspace::open(None).unwrap();
    for part in ["spec/README.md", "spec/overlay.yaml", "spec/openapi.json"] {
        copy(folder.path(), part);
    }
    for part in ["spec/upstream", "generated"] {
        ours.names(part).unwrap().iter().for_each(|name| copy(folder.path(), &format!("{part}/{name}")));
    }
    let workspace = Workspace::open(Some(folder.path().to_owned())).unwrap();
    (folder, workspace)
}

fn copy(folder: &Path, part: &str) {
    let target = folder.join(part);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(part), target).unwrap();
}

/// The version that drives the crate.
pub fn driving() -> String {
    let workspace = Workspace::open(None).unwrap();
    Overlay::parse(&workspace.read(overlay::PATH).unwrap()).unwrap().driving
}

/// The driving document with what `change` does to it.
pub fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = upstream::vendored(&Workspace::open(None).unwrap(), &driving()).unwrap();
    change(&mut document);
    document
}
