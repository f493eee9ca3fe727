//! Runs the snippets of README.md and docs/ against the mock service. `build.rs` writes one test for each.

#![allow(dead_code, unused)] // snippets show values that they do not use

use std::fs;
use std::path::Path;

use azure_inference::Client;
use azure_inference::testing::{ByteServer, MockService, Reply, Script};

type Outcome = Result<(), Box<dyn std::error::Error>>;

include!(concat!(env!("OUT_DIR"), "/snippets.rs"));

/// A link to another page is a link to a module in rustdoc and to a file on a code host, see src/guide.rs.
#[test]
fn page_links_lead_to_a_heading_in_both_forms() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let guide = docs.join("guide");
    let in_rustdoc = fs::read_to_string(guide.join("rustdoc_links.md")).unwrap();
    for page in fs::read_dir(&guide).unwrap().map(|entry| entry.unwrap().path()).chain([docs.join("crate.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        let definitions = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
        let definitions = definitions.filter(|(label, _)| !label.contains(']'));
        for (label, target) in definitions.filter(|(_, target)| !target.starts_with("crate")) {
            let place = format!("{}: [{label}]: {target}", page.display());
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let linked = fs::read_to_string(page.parent().unwrap().join(file)).expect(&place);
            assert!(anchor.is_empty() || anchors(&linked).contains(&anchor.to_owned()), "{place}: no such heading");

            let module = match label.strip_suffix(".md").or(label.split_once(".md#").map(|(page, _)| page)) {
                Some("crate") => "crate".to_owned(),
                page => format!("crate::guide::{}", page.expect(&place)),
            };
            let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
            let definition = format!("[{label}]: {module}{anchor}");
            assert!(in_rustdoc.lines().any(|line| line == definition), "rustdoc_links.md lacks {definition}");
        }
    }
}

/// Returns the anchors of the headings of a page, in the form of rustdoc and code hosts.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let anchor =
        |line: &str| line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>();
    headings.map(|line| anchor(line).replace(' ', "-")).collect()
}
