//! The committed generated files are up to date.

use std::path::Path;

#[test]
fn generated_files_are_current() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated");
    let fresh = Path::new(env!("OUT_DIR"));
    let documents: Vec<_> = std::fs::read_dir(&committed).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!documents.is_empty());
    for document in documents {
        for name in ["client.rs", "open_enums.rs", "httpmock.rs"] {
            let read = |folder: &Path| std::fs::read(folder.join(&document).join(name)).unwrap();
            let place = format!("generated/{}/{name}", document.to_string_lossy());
            assert!(read(fresh) == read(&committed), "{place} is stale: run `cargo xtask generate`");
        }
    }
}
