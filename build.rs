//! Runs progenitor over each `spec/*/openapi.json` into `OUT_DIR`, with feature `codegen`; without it, does nothing.
//!
//! Users build from `generated/`, so that no generator is among their dependencies.

#[cfg(feature = "codegen")]
#[path = "build/generator/mod.rs"]
mod generator;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "codegen")]
    generate();
}

#[cfg(feature = "codegen")]
fn generate() {
    println!("cargo::rerun-if-changed=build/generator");
    println!("cargo::rerun-if-changed=spec");
    let folder = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for entry in std::fs::read_dir("spec").expect("spec is in the package") {
        let document = entry.expect("spec can be listed").path();
        let path = document.join("openapi.json");
        let Ok(openapi) = std::fs::read_to_string(&path) else { continue };
        let name = document.file_name().expect("an entry of a folder has a name").to_string_lossy().into_owned();
        let path = format!("spec/{name}/openapi.json");
        match generator::generate(&path, &openapi) {
            Ok(files) => {
                let folder = folder.join(name);
                std::fs::create_dir_all(&folder).expect("OUT_DIR can be written to");
                for (name, text) in files {
                    std::fs::write(folder.join(name), text).expect("OUT_DIR can be written to");
                }
            }
            Err(reason) => {
                println!("cargo::error={path}: {reason}; run `cargo xtask generate` for the whole report");
                std::process::exit(1);
            }
        }
    }
}
