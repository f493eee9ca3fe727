//! Vendoring a version of the document.

use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::overlay::{self, Overlay};
use crate::upstream;
use crate::workspace::{Output, Workspace};

/// A version whose place in the vendor's repository is known.
pub struct Version {
    pub name: &'static str,
    commit: &'static str,
    sha256: &'static str,
}

pub const VERSIONS: [Version; 5] = [
    Version {
        name: "2024-05-01-preview",
        commit: "042718d30f410ec2c448cf85b77af394123732f4",
        sha256: "4fe1c6d96b757fb6446ef078e391242319cc0b672e0c847d59665c83fa52d37e",
    },
    Version {
        name: "2025-04-01",
        commit: "036f40b377c887452b2d46e2047dc23c848de0b1",
        sha256: "c76f32afc4eec511b8c5b938114ff24516673ecf2443b018e1170f0b762e9dac",
    },
    Version {
        name: "2025-05-01",
        commit: "0ec02c4f143560bc44f49adb4612bd1a8b5a3c15",
        sha256: "21c9a005d313fab43e6bda081198bb852df872fb0eb13d411f7fe6d443274623",
    },
    Version {
        name: "2025-05-01-preview",
        commit: "174eb3eb0027b7dd2ad2c1bd4b30f407f8d23fd0",
        sha256: "6cf554128e00df90405ee85b41d4c57c0756fed5ec7b9340b3117e7a568131ce",
    },
    Version {
        name: "2025-05-15-preview",
        commit: "3b403db67c0253b36db07fbd85a1caf1df59822d",
        sha256: "72573addcd2abe777d05bfa8e495a1e80fd5f5edb41f3982a6da2042e14edc16",
    },
];

const RECORD: &str = "spec/README.md";
const RECORD_BEGINS: &str = "<!-- sources: written by `cargo xtask refresh` -->\n";
const RECORD_ENDS: &str = "<!-- end of sources -->\n";

/// Vendors `version`, then generates. Nothing is written unless all of it went well.
pub fn refresh(workspace: &Workspace, version: &str, from: Option<&str>, drive: bool) -> Result<()> {
    accept_name(version)?;
    let known = VERSIONS.iter().find(|known| known.name == version);
    let source = from.map_or_else(|| address(version, known), str::to_owned);
    let text = read(&source)?;
    let document = upstream::parse(&text).with_context(|| format!("can't use {source}"))?;
    if let Some(found) = document["info"]["version"].as_str().filter(|found| *found != version) {
        eprintln!("warning: {source} calls itself version {found}, it is kept as {version}");
    }
    let interface = upstream::interface(&document);

    let mut overlay_text = workspace.read(overlay::PATH)?;
    let mut overlay = Overlay::parse(&overlay_text)?;
    if drive && overlay.driving != version {
        overlay_text = overlay::with_driving(&overlay_text, &overlay.driving, version)?;
        overlay = Overlay::parse(&overlay_text)?;
    }
    let sum = sha256(&text);
    let place = match known {
        Some(known) if known.sha256 == sum => address(version, Some(known)),
        _ => public_place(&source),
    };
    let mut outputs = vec![
        Output { path: upstream::path(version), text: upstream::to_text(&interface) },
        Output { path: RECORD.to_owned(), text: record(&workspace.read(RECORD)?, version, &place, &sum)? },
        Output { path: overlay::PATH.to_owned(), text: overlay_text },
    ];
    let driving = if overlay.driving == version {
        interface
    } else {
        serde_json::from_str(&workspace.read(&upstream::path(&overlay.driving))?)?
    };
    outputs.extend(Document::build(driving, &overlay, &overlay.driving)?.outputs()?);
    workspace.write(&outputs)?;
    println!("{version} is vendored; {} drives the crate", overlay.driving);
    Ok(())
}

/// The version becomes a file name, and part of an address.
fn accept_name(version: &str) -> Result<()> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let good = version.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && version.chars().all(plain);
    ensure!(good, "`{version}` is not a version: letters, digits, `-` and `.` are");
    Ok(())
}

/// The public address of a version: the very commit where we know it, else the main branch.
fn address(version: &str, known: Option<&Version>) -> String {
    let commit = known.map_or("main", |known| known.commit);
    format!(
        "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/{commit}/specification/ai/data-plane/\
         ModelInference/openapi/{version}/openapi.yaml"
    )
}

fn is_url(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// A file's name without its folders, which are of this machine alone; a URL without what may be secret.
fn public_place(source: &str) -> String {
    if is_url(source) {
        return source.split(['?', '#']).next().unwrap_or(source).to_owned();
    }
    let name = std::path::Path::new(source).file_name();
    format!("file {}", name.map_or(source.into(), |name| name.to_string_lossy()))
}

/// Far more than any document of this kind, far less than memory.
const MOST_BYTES: u64 = 32 << 20;

fn read(source: &str) -> Result<String> {
    if !is_url(source) {
        let bytes = std::fs::read(source).with_context(|| format!("can't read {source}"))?;
        return String::from_utf8(bytes).with_context(|| format!("{source} is not a text: it is not UTF-8"));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into();
    let answer = agent.get(source).call();
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(error) => bail!("can't read {source}: {error}"),
    };
    let text = answer.body_mut().with_config().limit(MOST_BYTES).read_to_string();
    text.with_context(|| format!("can't read {source}"))
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
