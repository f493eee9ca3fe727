//! Vendors a version of a document.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::overlay::{self, Overlay};
use crate::record::{self, Record, Row};
use crate::spec::{self, Spec};
use crate::workspace::{Output, Workspace};
use crate::{diff, source, upstream, verify};

/// What to vendor.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Without one, [`spec::MAIN`], or every document if nothing else says which is meant.
    pub document: Option<&'a str>,
    /// Without one, the driving version of a document with dated versions, else the commit or the hash of the source.
    pub version: Option<&'a str>,
    /// Without one, where the document is published.
    pub from: Option<&'a str>,
    pub drive: bool,
    /// Operations that a new document is cut to.
    pub keep: &'a [String],
    /// Write the files though code of the crate does not compile with them yet.
    pub accept_breaking: bool,
}

/// Everything that a refresh writes, before it is written.
pub struct Prepared {
    pub spec: Spec,
    version: String,
    /// The document that the generated code is of: the driving version's, and the new version's where it is another.
    pub outputs: Vec<Output>,
    /// The generated code of a version that does not drive.
    pub aside: Vec<Output>,
    removed: Vec<String>,
    pub drives: bool,
}

/// Vendors a version of each document that is wanted, builds what it generated, and writes it. Nothing is written unless
/// all of it went well.
pub fn refresh(workspace: &Workspace, wanted: Wanted<'_>) -> Result<()> {
    let all = wanted.document.is_none() && wanted.version.is_none() && wanted.from.is_none();
    let specs = match wanted.document {
        _ if all => Spec::all(workspace)?,
        Some(name) => vec![Spec::new(name)?],
        None => vec![Spec::new(spec::MAIN)?],
    };
    let mut prepared = Vec::new();
    for spec in specs {
        prepared.push(prepare(workspace, spec, wanted)?);
    }
    for one in &prepared {
        verify::verify(workspace, one, wanted.accept_breaking)?;
    }
    prepared.iter().try_for_each(|one| write(workspace, one))
}

/// Writes what was prepared.
pub fn write(workspace: &Workspace, prepared: &Prepared) -> Result<()> {
    workspace.write(&prepared.outputs)?;
    for path in &prepared.removed {
        std::fs::remove_file(workspace.path(path)).with_context(|| format!("can't remove {path}"))?;
        println!("removed {path}");
    }
    let drives = if prepared.drives { "it drives" } else { "it does not drive" };
    println!("{}: {} is vendored; {drives}", prepared.spec.name, prepared.version);
    Ok(())
}

/// Reads the source and generates from it; writes nothing.
pub fn prepare(workspace: &Workspace, spec: Spec, wanted: Wanted<'_>) -> Result<Prepared> {
    let known = workspace.path(&spec.overlay()).is_file().then(|| spec.read_overlay(workspace)).transpose()?;
    let mut record = Record::parse(&workspace.read(record::PATH)?)?;
    let given = wanted.version.map(str::to_owned).or_else(|| dated(known.as_ref()));
    let source = match wanted.from {
        Some(from) => from.to_owned(),
        None => published(&spec, known.as_ref(), &record, given.as_deref())?,
    };
    let text = source::read(&source)?;
    let sum = sha256(&text);
    let version = given.unwrap_or_else(|| name_of(&source, &sum));
    check_name(&version)?;
    let shown = source::without_secrets(&source);
    let interface = upstream::parse(&text).with_context(|| format!("can't use {shown}"))?;
    let says = interface["info"]["version"].as_str().unwrap_or_default();
    if wanted.version.is_some_and(|version| version != says) {
        eprintln!("warning: {shown} calls itself version {says}, it is kept as {version}");
    }

    let mut overlay_text = match &known {
        Some(_) => workspace.read(&spec.overlay())?,
        None => overlay::new_text(&spec.name, &version, wanted.keep),
    };
    let mut overlay = Overlay::parse(&spec.overlay(), &overlay_text)?;
    let has_driving = spec.versions(workspace)?.contains(&overlay.driving);
    if has_driving {
        // First, since what it says is what an error below is about.
        print!("{}", difference(workspace, &spec, &version, &interface, &overlay)?);
    }
    let before = overlay.driving.clone();
    // The first version of a document drives it.
    if (wanted.drive || !has_driving) && before != version {
        if has_driving {
            let current = upstream::vendored(workspace, &spec, &before)?;
            accept_kin(&interface, &current)
                .with_context(|| format!("{shown} can't drive the document {}", spec.name))?;
        }
        overlay_text = overlay::with_driving(&overlay_text, &before, &version)?;
        overlay = Overlay::parse(&spec.overlay(), &overlay_text)?;
    }
    let drives = overlay.driving == version;
    let mut removed = Vec::new();
    // Versions that are named by commit or hash replace each other; the history has those before.
    if drives && before != version && wanted.version.is_none() {
        record.remove(&spec.name, &before);
        removed.extend(Some(spec.upstream(&before)).filter(|path| workspace.path(path).is_file()));
    }
    let (document, place) = (spec.name.clone(), source::public_place(&source));
    record.insert(Row { document, version: version.clone(), source: place, sha256: sum });
    let mut outputs = vec![
        Output { path: spec.upstream(&version), text: upstream::to_text(&interface) },
        Output { path: record::PATH.to_owned(), text: record.text() },
        Output { path: spec.overlay(), text: overlay_text },
    ];
    let built = Document::build(&spec, interface, &overlay, &version).with_context(|| format!("can't use {shown}"))?;
    built.report_left_out();
    let mut aside = built.outputs()?;
    if drives {
        outputs.append(&mut aside);
    }
    Ok(Prepared { spec, version, outputs, aside, removed, drives })
}

/// The driving version of a document whose versions have dates.
fn dated(overlay: Option<&Overlay>) -> Option<String> {
    let overlay =
        overlay.filter(|overlay| overlay.source.as_deref().is_some_and(|source| source.contains("{version}")))?;
    Some(overlay.driving.clone())
}

/// The address that is recorded for the version, else the one that the overlay says.
fn published(spec: &Spec, overlay: Option<&Overlay>, record: &Record, version: Option<&str>) -> Result<String> {
    let recorded = version.and_then(|version| record.row(&spec.name, version));
    if let Some(row) = recorded.filter(|row| row.source.contains("://")) {
        return Ok(row.source.clone());
    }
    let template = overlay.and_then(|overlay| overlay.source.as_deref());
    let template = template.with_context(|| {
        format!(
            "nothing says where the document {} is published; pass `--from` or set `x-source` in its overlay",
            spec.name
        )
    })?;
    Ok(source::address(template, version.unwrap_or_default()))
}

/// A name for a version that has none: the commit in its address, else the hash of its text.
fn name_of(source: &str, sum: &str) -> String {
    match source::commit(source) {
        Some(commit) => commit[..12].to_owned(),
        None => format!("sha256-{}", &sum[..12]),
    }
}

/// What is new since this version was vendored, or else since the one that drives.
fn difference(
    workspace: &Workspace,
    spec: &Spec,
    version: &str,
    interface: &Value,
    overlay: &Overlay,
) -> Result<diff::Report> {
    let is_vendored = spec.versions(workspace)?.iter().any(|vendored| vendored == version);
    let driving = overlay.driving.as_str();
    let (name, before) = if is_vendored { ("as vendored", version) } else { (driving, driving) };
    let before = upstream::vendored(workspace, spec, before)?;
    Ok(diff::interfaces(std::slice::from_ref(overlay), (name, before), (version, interface.clone())))
}

/// A document of another interface altogether is reported as such, before an overlay action fails on it.
fn accept_kin(document: &Value, current: &Value) -> Result<()> {
    let schemas =
        |document: &Value| document["components"]["schemas"].as_object().is_some_and(|schemas| !schemas.is_empty());
    ensure!(schemas(document) || !schemas(current), "it has no schemas");
    let known = current["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let known: Vec<&str> = known.collect();
    let is_kin = known.iter().any(|path| document["paths"].get(path).is_some());
    ensure!(is_kin, "it has none of the paths of the version that drives: {}", known.join(", "));
    Ok(())
}

/// The version becomes a file name, and part of an address.
fn check_name(version: &str) -> Result<()> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let good = version.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && version.chars().all(plain);
    ensure!(good, "`{version}` is not a version; use letters, digits, `-` and `.`");
    Ok(())
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut sum, byte| {
        let _ = write!(sum, "{byte:02x}");
        sum
    })
}

#[cfg(test)]
mod tests;
