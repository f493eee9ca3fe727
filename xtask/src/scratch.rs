//! For tests: a checkout of its own, and documents as they might be published tomorrow.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::spec::{self, Spec};
use crate::upstream;
use crate::workspace::Workspace;

/// A checkout with what the commands read, whatever versions are stored.
pub fn scratch() -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let ours = Workspace::open(None).unwrap();
    copy(folder.path(), "spec/README.md");
    for spec in Spec::all(&ours).unwrap() {
        copy(folder.path(), &spec.overlay());
        copy(folder.path(), &spec.openapi());
        for part in [spec.upstream_folder(), spec.generated_folder()] {
            ours.names(&part).unwrap().iter().for_each(|name| copy(folder.path(), &format!("{part}/{name}")));
        }
    }
    let workspace = Workspace::open(Some(folder.path().to_owned())).unwrap();
    (folder, workspace)
}

fn copy(folder: &Path, part: &str) {
    let target = folder.join(part);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(part), target).unwrap();
}

pub fn main_spec() -> Spec {
    Spec::new(spec::MAIN).unwrap()
}

/// The version that drives the crate.
pub fn driving() -> String {
    main_spec().read_overlay(&Workspace::open(None).unwrap()).unwrap().driving
}

/// The driving document with what `change` does to it.
pub fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = upstream::stored(&Workspace::open(None).unwrap(), &main_spec(), &driving()).unwrap();
    change(&mut document);
    document
}
