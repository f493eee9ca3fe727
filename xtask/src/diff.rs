//! The differences between two versions of a document, and whose code they break.
//!
//! A change breaks *senders* when a valid request becomes invalid, and *readers* when a response lacks what it
//! had to have, or brings what it could not. Readers must expect new properties, values and alternatives. A removed name
//! breaks the code that uses it, and so does another Rust type, whatever the JSON. The direction of a schema is found from
//! the operations down.

mod operations;
mod properties;
mod report;
mod schemas;
mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::overlay::Overlay;
use crate::spec::Spec;
use crate::workspace::Workspace;
use crate::{source, upstream};
pub use report::Report;
use report::{Breaks, Change, Effect, Place};

/// The two documents, each a stored version, a file or a URL.
pub fn run(workspace: &Workspace, specs: &[Spec], old: &str, new: &str) -> Result<Report> {
    let (old_document, new_document) = (read(workspace, specs, old)?, read(workspace, specs, new)?);
    let overlays = specs.iter().map(|spec| spec.read_overlay(workspace)).collect::<Result<Vec<_>>>()?;
    Ok(interfaces(&overlays, (old, old_document), (new, new_document)))
}

fn read(workspace: &Workspace, specs: &[Spec], document: &str) -> Result<Value> {
    let mut versions = Vec::new();
    for spec in specs {
        let stored = spec.versions(workspace)?;
        if stored.iter().any(|version| version == document) {
            return upstream::stored(workspace, spec, document);
        }
        versions.extend(stored);
    }
    let (is_place, known) = (Path::new(document).exists() || document.contains("://"), versions.join(", "));
    ensure!(is_place, "`{document}` is neither a file nor a stored version; those are {known}");
    let shown = source::without_secrets(document);
    upstream::parse(&source::read(document)?).with_context(|| format!("can't use {shown}"))
}

/// Compares two interfaces, each with its name. What the overlays say is streamed is part of responses.
pub fn interfaces(overlays: &[Overlay], mut old: (&str, Value), mut new: (&str, Value)) -> Report {
    for overlay in overlays {
        overlay.mark_uses(&mut old.1);
        overlay.mark_uses(&mut new.1);
    }
    let mut differ = Differ {
        old: &old.1,
        new: &new.1,
        changes: BTreeMap::new(),
        seen: BTreeSet::new(),
        renamed: BTreeMap::new(),
        optional: BTreeSet::new(),
        constant: BTreeSet::new(),
    };
    differ.access();
    differ.operations();
    differ.schemas();
    let changes = differ.changes.into_iter();
    let changes = changes.map(|((at, kind, what), effect)| Change { kind, at: at.to_string(), what, effect }).collect();
    Report { old: old.0.to_owned(), new: new.0.to_owned(), changes }
}

/// The direction of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Request,
    Response,
    /// No operation uses it.
    Unused,
}

struct Differ<'a> {
    old: &'a Value,
    new: &'a Value,
    changes: BTreeMap<(Place, &'static str, String), Effect>,
    /// The pairs of schemas that were compared, by their old and new names.
    seen: BTreeSet<(String, String, Direction)>,
    /// New names by the old ones.
    renamed: BTreeMap<String, String>,
    /// Properties that were not required and still are not.
    optional: BTreeSet<Place>,
    /// Properties that constructors fill in, whatever values they may have.
    constant: BTreeSet<Place>,
}

impl Differ<'_> {
    /// Records a change. The same change in the other direction is recorded once.
    fn record(&mut self, side: Direction, at: &Place, kind: &'static str, what: impl Into<String>, breaks: Breaks) {
        self.changes.entry((at.clone(), kind, what.into())).or_default().occurs(side, breaks);
    }

    /// Records that something holds in only one of the documents: in the new one, or in the old one.
    fn switch(&mut self, side: Direction, at: &Place, is: [bool; 2], changes: [(&'static str, &str, Breaks); 2]) {
        if is[0] != is[1] {
            let (kind, what, breaks) = changes[usize::from(is[0])];
            self.record(side, at, kind, what, breaks);
        }
    }
}

type Pairs<K, V> = (Vec<(K, V, V)>, Vec<(K, V)>, BTreeMap<K, V>);

/// Takes the first value that meets a condition from a map.
fn take<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, condition: impl Fn(&V) -> bool) -> Option<V> {
    let key = map.iter().find(|(_, value)| condition(value)).map(|(key, _)| key.clone())?;
    map.remove(&key)
}

/// What two maps both have, what only the old one has, and what only the new one has.
fn pairs<K: Ord, V>(old: BTreeMap<K, V>, mut new: BTreeMap<K, V>) -> Pairs<K, V> {
    let (mut both, mut gone) = (Vec::new(), Vec::new());
    for (key, value) in old {
        match new.remove(&key) {
            Some(other) => both.push((key, value, other)),
            None => gone.push((key, value)),
        }
    }
    (both, gone, new)
}

#[cfg(test)]
mod tests;
