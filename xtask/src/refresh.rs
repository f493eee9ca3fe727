//! Stores a version of a document.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::check::versions::Clients;
use crate::document::Document;
use crate::drill::checkout::{Checkout, Fault};
use crate::fixups::walk::{members, schemas};
use crate::overlay::{self, Overlay};
use crate::record::{self, Record};
use crate::spec::{self, Spec};
use crate::workspace::{Output, Workspace};
use crate::{diff, source, upstream};

/// The arguments of a refresh.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The default is [`spec::MAIN`], or every document if there is neither a version nor a source.
    pub document: Option<&'a str>,
    /// The default is the driving version of a document with dated versions, otherwise the commit or the hash of the source.
    pub version: Option<&'a str>,
    /// The default is the URL where the document is published.
    pub from: Option<&'a str>,
    pub drive: bool,
    /// The operations that a new document is reduced to.
    pub keep: &'a [String],
    /// Whether to write the files although code of the crate does not compile with them yet.
    pub accept_breaking: bool,
}

/// The files that a refresh will write.
pub struct Prepared {
    spec: Spec,
    version: String,
    /// The documents of the generated code: that of the driving version, and that of the new version if it differs.
    outputs: Vec<Output>,
    /// The generated code of a version that does not drive.
    aside: Vec<Output>,
    removed: Vec<String>,
    drives: bool,
}

/// Stores a version of each requested document, compiles the generated code, and writes the files. If anything fails, nothing
/// is written.
pub fn refresh(workspace: &Workspace, wanted: Wanted<'_>) -> Result<()> {
    let all = wanted.document.is_none() && wanted.version.is_none() && wanted.from.is_none();
    let specs = match wanted.document {
        _ if all => Spec::all(workspace)?,
        Some(name) => vec![Spec::new(name)?],
        None => vec![Spec::new(spec::MAIN)?],
    };
    let prepared = specs.into_iter().map(|spec| prepare(workspace, spec, wanted)).collect::<Result<Vec<_>>>()?;
    prepared.iter().try_for_each(|one| verify(workspace, one, wanted.accept_breaking))?;
    prepared.iter().try_for_each(|one| write(workspace, one))
}

/// Compiles the crate in a scratch copy if it includes the generated code, otherwise the generated client alone.
///
/// An error in generated code always fails the refresh. An error in code of the crate is expected if the differences between
/// the versions break it; `accept_breaking` accepts such a version.
fn verify(workspace: &Workspace, prepared: &Prepared, accept_breaking: bool) -> Result<()> {
    let client = format!("{}/client.rs", prepared.spec.generated_folder());
    let includes = |file: &String| workspace.read(file).is_ok_and(|text| text.contains(&client));
    if !prepared.drives || !workspace.files_below("src", "rs")?.iter().any(includes) {
        let mut clients = Clients::new(workspace, "refreshed")?;
        let outputs = if prepared.drives { &prepared.outputs } else { &prepared.aside };
        clients.add(&prepared.spec, "refreshed", outputs)?;
        let name = &prepared.spec.name;
        let failed = || format!("the generated client of {name} does not compile; nothing was changed");
        return clients.check().with_context(failed);
    }
    let checkout = Checkout::make(workspace, "refreshed-crate")?;
    for output in &prepared.outputs {
        checkout.workspace.put(&output.path, &output.text)?;
    }
    let faults = checkout.lint_library()?;
    let (generated, own): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| fault.place.starts_with("generated/"));
    let line = |fault: &&Fault| format!("\n  {}: {}", fault.place, fault.message);
    let list = |faults: &[&Fault]| faults.iter().map(line).collect::<String>();
    let places = list(&generated);
    ensure!(generated.is_empty(), "the generated code does not compile, or has warnings; nothing was changed{places}");
    match own.len() {
        0 => {}
        count if accept_breaking => println!("{count} places of the crate do not compile with it yet:{}", list(&own)),
        count => bail!(
            "{count} places of the crate do not compile with it, and nothing was changed; to write the files anyway and fix \
             these places, pass `--accept-breaking`{}",
            list(&own)
        ),
    }
    Ok(())
}

/// Writes the prepared files.
pub fn write(workspace: &Workspace, prepared: &Prepared) -> Result<()> {
    workspace.write(&prepared.outputs)?;
    for path in &prepared.removed {
        std::fs::remove_file(workspace.path(path)).with_context(|| format!("can't remove {path}"))?;
        println!("removed {path}");
    }
    let drives = if prepared.drives { "it drives" } else { "it does not drive" };
    println!("{}: {} is stored; {drives}", prepared.spec.name, prepared.version);
    Ok(())
}

/// Reads the source and generates from it; writes nothing.
pub fn prepare(workspace: &Workspace, spec: Spec, wanted: Wanted<'_>) -> Result<Prepared> {
    let known = workspace.path(&spec.overlay()).is_file().then(|| spec.read_overlay(workspace)).transpose()?;
    let mut record = Record::parse(&workspace.read(record::PATH)?)?;
    // By default the driving version of a document whose versions have dates.
    let has_dates = |overlay: &&Overlay| overlay.source.as_deref().is_some_and(|source| source.contains("{version}"));
    let dated = known.as_ref().filter(has_dates).map(|overlay| overlay.driving.as_str());
    let given = wanted.version.or(dated).map(str::to_owned);
    let source = match wanted.from {
        Some(from) => from.to_owned(),
        None => published(&spec, known.as_ref(), &record, given.as_deref())?,
    };
    let text = source::read(&source)?;
    let sum = sha256(&text);
    // Without a version, the commit in the URL, otherwise the hash of the text.
    let named =
        || source::commit(&source).map_or_else(|| format!("sha256-{}", &sum[..12]), |commit| commit[..12].into());
    let version = given.unwrap_or_else(named);
    check_name(&version)?;
    let shown = source::without_secrets(&source);
    let interface = upstream::parse(&text).with_context(|| format!("can't use {shown}"))?;
    let says = interface["info"]["version"].as_str().unwrap_or_default();
    if wanted.version.is_some_and(|version| version != says) {
        eprintln!("warning: {shown} calls itself version {says}, it is stored as {version}");
    }

    let mut overlay_text = match &known {
        Some(_) => workspace.read(&spec.overlay())?,
        None => overlay::new_text(&spec.name, &version, wanted.keep),
    };
    let mut overlay = Overlay::parse(&spec.overlay(), &overlay_text)?;
    let versions = spec.versions(workspace)?;
    let before = overlay.driving.clone();
    let has_driving = versions.contains(&before);
    if has_driving {
        // Printed first, because errors below are about these differences: from the stored version of this name, otherwise
        // from the driving version.
        let old = if versions.contains(&version) { ("as stored", &version) } else { (before.as_str(), &before) };
        let old = (old.0, upstream::stored(workspace, &spec, old.1)?);
        print!("{}", diff::interfaces(std::slice::from_ref(&overlay), old, (&version, interface.clone())));
    }
    // The first version of a document is the driving version.
    if (wanted.drive || !has_driving) && before != version {
        if has_driving {
            let current = upstream::stored(workspace, &spec, &before)?;
            accept_kin(&interface, &current)
                .with_context(|| format!("{shown} can't drive the document {}", spec.name))?;
        }
        overlay_text = overlay::with_driving(&overlay_text, &before, &version)?;
        overlay.driving = version.clone();
    }
    let drives = overlay.driving == version;
    let mut removed = Vec::new();
    // Versions that are named by commit or hash replace each other; the history has those before.
    if drives && before != version && wanted.version.is_none() {
        record.remove(&spec.name, &before);
        removed.extend(Some(spec.upstream(&before)).filter(|path| workspace.path(path).is_file()));
    }
    record.insert(&spec.name, &version, source::public_place(&source), sum);
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

/// Returns the URL that is recorded for the version, otherwise that of the overlay.
fn published(spec: &Spec, overlay: Option<&Overlay>, record: &Record, version: Option<&str>) -> Result<String> {
    let recorded = version.and_then(|version| record.source(&spec.name, version));
    if let Some(source) = recorded.filter(|source| source.contains("://")) {
        return Ok(source.to_owned());
    }
    let template = overlay.and_then(|overlay| overlay.source.as_deref()).with_context(|| {
        let name = &spec.name;
        format!("no URL is known for the document {name}; pass `--from` or set `x-source` in its overlay")
    })?;
    Ok(source::address(template, version.unwrap_or_default()))
}

/// Reports a document of an unrelated interface as such, before an overlay action fails on it.
fn accept_kin(document: &Value, current: &Value) -> Result<()> {
    ensure!(!schemas(document).is_empty() || schemas(current).is_empty(), "it has no schemas");
    let known: Vec<&str> = members(current, "paths").map(|(path, _)| path.as_str()).collect();
    let is_kin = known.iter().any(|path| document["paths"].get(path).is_some());
    ensure!(is_kin, "it has none of the paths of the version that drives: {}", known.join(", "));
    Ok(())
}

/// The version becomes a file name, and part of an address.
fn check_name(version: &str) -> Result<()> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let is_name = version.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && version.chars().all(is_plain);
    ensure!(is_name, "`{version}` is not a version; use letters, digits, `-` and `.`");
    Ok(())
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
