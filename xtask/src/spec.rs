//! The folders of `spec/`: one for each OpenAPI document.

use anyhow::{Context, Result, ensure};

use crate::overlay::Overlay;
use crate::workspace::Workspace;

/// The document that the public types come from; commands that need one document take it by default.
pub const MAIN: &str = "model-inference";

/// One OpenAPI document, with everything that is kept and made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub name: String,
}

impl Spec {
    pub fn new(name: &str) -> Result<Self> {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let good = name.starts_with(|letter: char| letter.is_ascii_lowercase()) && name.chars().all(plain);
        ensure!(good, "`{name}` is not the name of a document; use lower-case letters, digits and `-`");
        Ok(Self { name: name.to_owned() })
    }

    /// All of them, or the one that was chosen.
    pub fn chosen(workspace: &Workspace, name: Option<&str>) -> Result<Vec<Self>> {
        let all = Self::all(workspace)?;
        let Some(name) = name else { return Ok(all) };
        let names = all.iter().map(|spec| spec.name.as_str()).collect::<Vec<_>>().join(", ");
        let chosen = all.into_iter().find(|spec| spec.name == name);
        Ok(vec![chosen.with_context(|| format!("there is no document `{name}`; there are {names}"))?])
    }

    pub fn all(workspace: &Workspace) -> Result<Vec<Self>> {
        let names = workspace.names("spec")?.into_iter();
        let specs = names.map(|name| Self { name }).filter(|spec| workspace.path(&spec.overlay()).is_file());
        Ok(specs.collect())
    }

    pub fn overlay(&self) -> String {
        format!("spec/{}/overlay.yaml", self.name)
    }

    /// What the generator reads.
    pub fn openapi(&self) -> String {
        format!("spec/{}/openapi.json", self.name)
    }

    pub fn upstream_folder(&self) -> String {
        format!("spec/{}/upstream", self.name)
    }

    /// Where the interface of a version is kept.
    pub fn upstream(&self, version: &str) -> String {
        format!("{}/{version}.json", self.upstream_folder())
    }

    pub fn generated_folder(&self) -> String {
        format!("generated/{}", self.name)
    }

    pub fn read_overlay(&self, workspace: &Workspace) -> Result<Overlay> {
        Overlay::parse(&self.overlay(), &workspace.read(&self.overlay())?)
    }

    /// The versions whose interface is kept, in order.
    pub fn versions(&self, workspace: &Workspace) -> Result<Vec<String>> {
        if !workspace.path(&self.upstream_folder()).is_dir() {
            return Ok(Vec::new());
        }
        let names = workspace.names(&self.upstream_folder())?.into_iter();
        Ok(names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect())
    }
}
