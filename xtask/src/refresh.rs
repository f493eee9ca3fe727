//! Vendoring a version of the document.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::overlay::{self, Overlay};
use crate::workspace::{Output, Workspace};
use crate::{diff, source, upstream};

const RECORD: &str = "spec/README.md";
const RECORD_BEGINS: &str = "<!-- sources: written by `cargo xtask refresh` -->\n";
const RECORD_ENDS: &str = "<!-- end of sources -->\n";

/// Vendors `version`, then generates. Nothing is written unless all of it went well.
pub fn refresh(workspace: &Workspace, version: &str, from: Option<&str>, drive: bool) -> Result<()> {
    accept_name(version)?;
    let known = source::known(version);
    let source = from.map_or_else(|| source::address(version, known), str::to_owned);
    let text = source::read(&source)?;
    let shown = source::without_secrets(&source);
    let interface = upstream::parse(&text).with_context(|| format!("can't use {shown}"))?;
    if let Some(found) = interface["info"]["version"].as_str().filter(|found| *found != version) {
        eprintln!("warning: {shown} calls itself version {found}, it is kept as {version}");
    }

    let mut overlay_text = workspace.read(overlay::PATH)?;
    let mut overlay = Overlay::parse(&overlay_text)?;
    // First, since what it says is what an error below is about.
    print!("{}", difference(workspace, version, &interface, &overlay.driving)?);
    if drive && overlay.driving != version {
        let current = upstream::vendored(workspace, &overlay.driving)?;
        accept_kin(&interface, &current).with_context(|| format!("{shown} can't drive the crate"))?;
        overlay_text = overlay::with_driving(&overlay_text, &overlay.driving, version)?;
        overlay = Overlay::parse(&overlay_text)?;
    }
    let sum = sha256(&text);
    let place = match known {
        Some(known) if known.sha256 == sum => source::address(version, Some(known)),
        _ => source::public_place(&source),
    };
    let mut outputs = vec![
        Output { path: upstream::path(version), text: upstream::to_text(&interface) },
        Output { path: RECORD.to_owned(), text: record(&workspace.read(RECORD)?, version, &place, &sum)? },
        Output { path: overlay::PATH.to_owned(), text: overlay_text },
    ];
    let driving = if overlay.driving == version { interface } else { upstream::vendored(workspace, &overlay.driving)? };
    let document = Document::build(driving, &overlay, &overlay.driving)?;
    document.tell_left_out();
    outputs.extend(document.outputs()?);
    workspace.write(&outputs)?;
    println!("{version} is vendored; {} drives the crate", overlay.driving);
    Ok(())
}

/// What is new since this version was vendored, or else since the one that drives.
fn difference(workspace: &Workspace, version: &str, interface: &Value, driving: &str) -> Result<diff::Report> {
    let is_vendored = workspace.names("spec/upstream")?.contains(&format!("{version}.json"));
    let (name, before) = if is_vendored { ("as vendored", version) } else { (driving, driving) };
    let before = upstream::vendored(workspace, before)?;
    diff::interfaces(workspace, (name, before), (version, interface.clone()))
}

/// A document of another interface altogether is told so, before an overlay action fails on it.
fn accept_kin(document: &Value, current: &Value) -> Result<()> {
    let has_schemas = document["components"]["schemas"].as_object().is_some_and(|schemas| !schemas.is_empty());
    ensure!(has_schemas, "it has no schemas");
    let known = current["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let known: Vec<&str> = known.collect();
    let is_kin = known.iter().any(|path| document["paths"].get(path).is_some());
    ensure!(is_kin, "it has none of the operations of the model inference API: {}", known.join(", "));
    Ok(())
}

/// The version becomes a file name, and part of an address.
fn accept_name(version: &str) -> Result<()> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let good = version.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && version.chars().all(plain);
    ensure!(good, "`{version}` is not a version: letters, digits, `-` and `.` are");
    Ok(())
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut sum, byte| {
        let _ = write!(sum, "{byte:02x}");
        sum
    })
}

/// The record with the row of this version put in or replaced; rows are sorted.
fn record(text: &str, version: &str, place: &str, sum: &str) -> Result<String> {
    let marks = || format!("{RECORD} has lost the comment lines around the sources");
    let (head, rest) = text.split_once(RECORD_BEGINS).with_context(marks)?;
    let (table, tail) = rest.split_once(RECORD_ENDS).with_context(marks)?;
    let rows = table.lines().skip(2).map(str::to_owned);
    let mut rows: Vec<String> = rows.filter(|row| !row.starts_with(&format!("| {version} |"))).collect();
    rows.push(format!("| {version} | {place} | `{sum}` |"));
    rows.sort();
    let header = "| version | source | sha-256 |\n| --- | --- | --- |";
    Ok(format!("{head}{RECORD_BEGINS}{header}\n{}\n{RECORD_ENDS}{tail}", rows.join("\n")))
}

#[cfg(test)]
mod tests;
