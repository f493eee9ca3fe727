//! Checks that the raw client of every stored version compiles.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::document::Document;
use crate::spec::Spec;
use crate::upstream;
use crate::workspace::{Output, Workspace};

/// Generates from each version, as if it were the driving version, and type-checks the clients in one workspace.
pub fn check(workspace: &Workspace, specs: &[Spec]) -> Result<()> {
    let mut clients = Clients::new(workspace, "versions")?;
    for spec in specs {
        for version in spec.versions(workspace)? {
            let mut overlay = spec.read_overlay(workspace)?;
            overlay.driving = version;
            let interface = upstream::stored(workspace, spec, &overlay.driving)?;
            let outputs = Document::build(spec, interface, &overlay, &overlay.driving)?.outputs()?;
            clients.add(spec, &overlay.driving, &outputs)?;
        }
    }
    clients.check()?;
    println!("the clients of {} versions compile", clients.members.len());
    Ok(())
}

/// A workspace of generated clients below the target folder, each with what it needs of `src/raw`, without the rest of the
/// crate, which requires the driving version.
pub struct Clients<'a> {
    ours: &'a Workspace,
    workspace: Workspace,
    pub members: Vec<String>,
}

impl<'a> Clients<'a> {
    pub fn new(ours: &'a Workspace, name: &str) -> Result<Self> {
        let workspace = ours.scratch(name)?;
        workspace.put("Cargo.lock", &ours.read("Cargo.lock")?)?;
        Ok(Self { ours, workspace, members: Vec::new() })
    }

    /// Adds the generated code among these files.
    pub fn add(&mut self, spec: &Spec, version: &str, outputs: &[Output]) -> Result<()> {
        let member = format!("client-{}-{}", spec.name, version.replace('.', "-"));
        let write = |path: &str, text: &str| self.workspace.put(&format!("{member}/{path}"), text);
        for path in HAND_WRITTEN {
            write(path, &self.ours.read(path)?)?;
        }
        write("Cargo.toml", &manifest(&member, &self.ours.read("Cargo.toml")?)?)?;
        let openapi = outputs.iter().find(|output| output.path == spec.openapi());
        let openapi = openapi.context("no document was generated")?;
        write("src/lib.rs", &library(&serde_json::from_str(&openapi.text)?)?)?;
        let folder = format!("{}/", spec.generated_folder());
        for output in outputs {
            if let Some(name) = output.path.strip_prefix(&folder) {
                write(&format!("generated/{name}"), &output.text)?;
            }
        }
        self.members.push(member);
        Ok(())
    }

    pub fn check(&self) -> Result<()> {
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {:?}\n", self.members);
        self.workspace.put("Cargo.toml", &manifest)?;
        let arguments = ["check", "--quiet", "--workspace"];
        let status = self.workspace.cargo().env("CARGO_TARGET_DIR", self.ours.target()).args(arguments).status()?;
        ensure!(status.success(), "a generated client does not compile");
        Ok(())
    }
}

/// The crate around the generated code: the parts of `src/raw` that it needs, without sending.
fn library(openapi: &Value) -> Result<String> {
    let module = openapi["x-module"].as_str().context("the document has no `x-module`")?;
    let text = include_str!("client.rs.txt");
    let parts = text.split_once("// ---- the module of the document\n");
    let (shared, entry) = parts.context("client.rs.txt has lost its mark")?;
    let inner = module.strip_prefix("crate::raw").context("the module is not below crate::raw")?;
    Ok(match inner.strip_prefix("::") {
        None => format!("{HEAD}{MAIN}pub mod raw {{\n{shared}{entry}}}\n"),
        Some(name) => format!(
            "{HEAD}{OTHER}pub mod raw {{\n{shared}pub mod {name} {{\npub(crate) use super::*;\n{entry}}}\n\
             #[derive(Debug)]\npub struct ExtraParameters;\n}}\n"
        ),
    })
}

const MAIN: &str = "#[path = \"models/content_safety/mod.rs\"]\npub mod content_safety;\n\
    pub mod models { pub use crate::raw::open_enums::*; pub use crate::raw::types::*; }\n";

/// Replaces `src/models/content_safety`, which needs the models of the main document.
const OTHER: &str = "pub mod content_safety {
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    pub struct ContentFilterResults(pub serde_json::Value);
}
";

const HEAD: &str = "//! The generated client of one version.\n\
    #![allow(missing_docs, dead_code, unused_imports, unused_macros, unused_mut, unused_qualifications)]\n\n";

/// The items that generated code refers to, and their dependencies.
const HAND_WRITTEN: [&str; 10] = [
    "src/raw/extra.rs",
    "src/raw/open_enum.rs",
    "src/raw/open_union.rs",
    "src/raw/parameters.rs",
    "src/raw/reading.rs",
    "src/raw/rebase.rs",
    "src/raw/vector.rs",
    "src/models/content_safety/mod.rs",
    "src/models/content_safety/finding.rs",
    "src/models/content_safety/results.rs",
];

/// The dependencies of the crate, with those of all features.
fn manifest(name: &str, crates: &str) -> Result<String> {
    let section = crates.split_once("\n[dependencies]\n").and_then(|(_, rest)| rest.split_once("\n\n"));
    let (dependencies, _) = section.context("Cargo.toml has no dependencies")?;
    // Without TLS, which only the transport needs.
    let lines = dependencies.lines().filter(|line| !["rustls", "azure_core"].iter().any(|name| line.starts_with(name)));
    let dependencies = lines.collect::<Vec<_>>().join("\n").replace(", optional = true", "");
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_have_every_module_that_generated_code_uses() {
        let read = |path: &str| {
            let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
        };
        assert!(HAND_WRITTEN.map(read).iter().all(|text| !text.is_empty()));
        let [enums, generated] =
            ["open_enums", "client"].map(|name| read(&format!("generated/model-inference/{name}.rs")));
        let library = include_str!("client.rs.txt");
        for rest in generated.split("crate::raw::").skip(1) {
            let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
            assert!(library.contains(name) || enums.contains(name), "src/check/client.rs.txt has no `{name}`");
        }
    }
}
