//! Runs progenitor over `spec/openapi.json` into `OUT_DIR`, with feature `codegen`; without it, does nothing.
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
    println!("cargo::rerun-if-changed=spec/openapi.json");
    let openapi = std::fs::read_to_string("spec/openapi.json").expect("spec/openapi.json is in the package");
    let folder = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    match generator::generate(&openapi) {
        Ok(files) => {
            for (name, text) in files {
                std::fs::write(folder.join(name), text).expect("OUT_DIR can be written to");
            }
        }
        Err(reason) => {
            println!("cargo::error=spec/openapi.json: {reason}; run `cargo xtask generate` to see it whole");
            std::process::exit(1);
        }
    }
}
