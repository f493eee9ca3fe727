//! The documents of `kinds.yaml`: each is added, named or refused as its row says.

use crate::document::Document;
use crate::drill::FUTURE;
use crate::drill::kinds::{self, Kind};
use crate::overlay::Overlay;
use crate::scratch;
use crate::spec::Spec;
use crate::workspace::Workspace;

#[test]
fn documents_of_one_change_are_added_named_or_refused() {
    // In two halves, side by side.
    let half = |start: usize| move || check_kinds(kinds::all().into_iter().skip(start).step_by(2));
    let other = std::thread::spawn(half(1));
    half(0)();
    other.join().unwrap();
}

fn check_kinds(kinds: impl Iterator<Item = Kind>) {
    let workspace = Workspace::open(None).unwrap();
    let spec = scratch::main_spec();
    let mut overlay = spec.read_overlay(&workspace).unwrap();
    overlay.driving = FUTURE.to_owned();
    let mut wrong = Vec::new();
    for kind in kinds {
        let result = outcome_of(&spec, &overlay, &kind);
        let is_right = match (&kind.refused, &kind.breaks, &result) {
            (Some(words), _, Err(error)) => error.contains(words),
            (None, Some(words), Ok(found)) => found.breaks.contains(words),
            (None, None, Ok(found)) => {
                let left_out = kind.leaves_out.as_ref();
                let is_reported = left_out.map_or(found.left_out.is_empty(), |words| found.left_out.contains(words));
                found.breaks.is_empty() && is_reported
            }
            _ => false,
        };
        if !is_right {
            let expected = [&kind.leaves_out, &kind.breaks, &kind.refused];
            wrong.push(format!("{}: {expected:?} (left out, breaks, refused) is {result:?}", kind.name));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn futures_are_reported_as_the_table_says() {
    let futures = kinds::futures().unwrap();
    assert_eq!(futures.len(), 6);
    let overlay = scratch::main_spec().read_overlay(&Workspace::open(None).unwrap()).unwrap();
    for (name, future) in futures {
        let published = scratch::document(|document| kinds::apply(&future.change, document)).to_string();
        let new = ("new", crate::upstream::parse(&published).unwrap());
        let report = crate::diff::interfaces(std::slice::from_ref(&overlay), ("old", scratch::document(|_| {})), new);
        assert_eq!(report.breaking(), future.breaks, "{name}");
    }
}

#[derive(Debug)]
struct Found {
    breaks: String,
    left_out: String,
}

/// What `diff` names, and what is left out; an error if nothing is generated, unless a break explains it.
fn outcome_of(spec: &Spec, overlay: &Overlay, kind: &Kind) -> Result<Found, String> {
    let shown = |error: anyhow::Error| format!("{error:#}");
    let old = scratch::document(|_| {});
    let interface =
        crate::upstream::parse(&scratch::document(|document| kinds::apply(&kind.change, document)).to_string())
            .map_err(shown)?;
    let report = crate::diff::interfaces(std::slice::from_ref(overlay), ("old", old), ("new", interface.clone()));
    let breaks = report.breaking().join("\n");
    if kind.breaks.is_some() {
        return Ok(Found { breaks, left_out: String::new() });
    }
    let document = Document::build(spec, interface, overlay, FUTURE).map_err(shown)?;
    let left_out = document.left_out().join("\n");
    if kind.refused.is_some() {
        document.outputs().map_err(shown)?;
    }
    Ok(Found { breaks, left_out })
}
