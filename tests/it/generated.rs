//! The committed generated files are what build.rs makes.

use std::path::Path;

#[track_caller]
fn check(name: &str) {
    let fresh = std::fs::read(Path::new(env!("OUT_DIR")).join(name)).unwrap();
    let committed = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("generated").join(name)).unwrap();
    assert!(fresh == committed, "generated/{name} is stale: run `cargo xtask generate`");
}

#[test]
fn generated_files_are_current() {
    check("client.rs");
    check("open_enums.rs");
    check("httpmock.rs");
}
