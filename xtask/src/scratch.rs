//! For tests: a checkout of its own, and documents as they might be published tomorrow.

use serde_json::Value;
use tempfile::TempDir;

use crate::drill::checkout;
use crate::spec::{self, Spec};
use crate::upstream;
use crate::workspace::Workspace;

/// A checkout with what the commands read.
pub fn scratch() -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let ours = Workspace::open(None).unwrap();
    for part in ["spec", "generated"] {
        checkout::copy(&ours.path(part), &folder.path().join(part), &ours.target()).unwrap();
    }
    let workspace = Workspace::open(Some(folder.path().to_owned())).unwrap();
    (folder, workspace)
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
