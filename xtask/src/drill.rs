//! The recipe of CONTRIBUTING.md, gone through with made-up future documents in a copy of the checkout.

pub mod checkout;
mod futures;
mod kinds;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::check::versions::Clients;
use crate::diff;
use crate::document::Document;
use crate::overlay::{self, Overlay};
use crate::spec::{self, Spec};
use crate::upstream;
use crate::workspace::Workspace;
use checkout::{Checkout, Fault};
use futures::{Future, Outcome};

/// The version that a future document is vendored as.
const FUTURE: &str = "9999-01-01";

/// Every future document whose name has `only` in it.
pub fn drill(workspace: &Workspace, only: &str) -> Result<()> {
    let chosen: Vec<Future> = futures::all().into_iter().filter(|future| future.name.contains(only)).collect();
    ensure!(!chosen.is_empty(), "no future document is called `{only}`");
    for future in chosen {
        println!("\n== {}", future.name);
        go_through(workspace, &future).with_context(|| format!("the drill `{}`", future.name))?;
    }
    Ok(())
}

/// The steps of the recipe, by their numbers there.
fn go_through(workspace: &Workspace, future: &Future) -> Result<()> {
    let checkout = Checkout::make(workspace, "drill")?;
    let spec = Spec::new(spec::MAIN)?;
    let driving = spec.read_overlay(workspace)?.driving;
    let old = upstream::vendored(workspace, &spec, &driving)?;
    let mut new = old.clone();
    new["info"]["version"] = FUTURE.into();
    (future.change)(&mut new);
    let interface = upstream::parse(&new.to_string())?;
    named_by_diff(workspace, &spec, future, (&driving, old), interface)?;
    // 1. and 2.
    let file = checkout.write("future.json", &new.to_string())?;
    if let Some(mend) = &future.mend {
        let error =
            checkout.refresh(FUTURE, &file).map(|()| String::new()).unwrap_or_else(|error| format!("{error:#}"));
        ensure!(error.contains(mend.error), "the refresh says {error:?} instead of {:?}", mend.error);
        println!("2. {error}");
        let overlay = checkout.read(&spec.overlay())?;
        let mended = (mend.edit)(&overlay);
        ensure!(mended != overlay, "the drill's own edit of the overlay changes nothing");
        checkout.write(&spec.overlay(), &mended)?;
    }
    checkout.refresh(FUTURE, &file)?;
    // 3.
    checkout.check()?;
    // 4.
    outcome(workspace, &checkout, &spec, &driving, &future.outcome)
}

/// Whether `diff` names just these breaks, and no others.
fn named_by_diff(workspace: &Workspace, spec: &Spec, future: &Future, old: (&str, Value), new: Value) -> Result<()> {
    let overlay = spec.read_overlay(workspace)?;
    let report = diff::interfaces(std::slice::from_ref(&overlay), old, (FUTURE, new));
    let breaking: Vec<String> =
        report.changes.iter().filter(|change| change.breaks()).map(ToString::to_string).collect();
    ensure!(breaking == future.breaks, "`diff` names the breaks {breaking:#?} instead of {:#?}", future.breaks);
    ensure!(!report.changes.is_empty(), "`diff` sees no change");
    Ok(())
}

/// Checks the generated client of each document of one change by itself.
pub fn each(workspace: &Workspace, only: &str) -> Result<()> {
    let spec = Spec::new(spec::MAIN)?;
    let driving = spec.read_overlay(workspace)?.driving;
    let text = overlay::with_driving(&workspace.read(&spec.overlay())?, &driving, FUTURE)?;
    let overlay = Overlay::parse(&spec.overlay(), &text)?;
    let mut clients = Clients::new(workspace, "kinds")?;
    let mut count = 0;
    let is_chosen = |(_, kind): &(usize, kinds::Kind)| kind.name.contains(only) && kind.expected.is_additive();
    for (index, kind) in kinds::all().into_iter().enumerate().filter(is_chosen) {
        let mut document = upstream::vendored(workspace, &spec, &driving)?;
        kind.apply(&mut document);
        let interface = upstream::parse(&document.to_string())?;
        let outputs = Document::build(&spec, interface, &overlay, FUTURE)?.outputs()?;
        println!("{index}: {}", kind.name);
        clients.add(workspace, &spec, &index.to_string(), &outputs)?;
        count += 1;
    }
    clients.check()?;
    println!("the clients of {count} documents compile");
    Ok(())
}

fn outcome(workspace: &Workspace, checkout: &Checkout, spec: &Spec, driving: &str, outcome: &Outcome) -> Result<()> {
    match outcome {
        Outcome::Passes => checkout.test(),
        Outcome::SameCode => {
            for name in workspace.names(&spec.generated_folder())? {
                let path = format!("{}/{name}", spec.generated_folder());
                // But for the version's name.
                let now = checkout.read(&path)?.replace(FUTURE, driving);
                ensure!(now == workspace.read(&path)?, "{path} has changed");
            }
            Ok(())
        }
        Outcome::FailsAt(words) => {
            let faults = checkout.compile()?;
            ensure!(!faults.is_empty(), "it compiles");
            let is_at = |fault: &&Fault| !words.iter().any(|word| fault.text.contains(word));
            let elsewhere: Vec<&Fault> = faults.iter().filter(is_at).collect();
            ensure!(elsewhere.is_empty(), "it fails where {words:?} is not used: {elsewhere:#?}");
            faults.iter().for_each(|fault| println!("4. fails as it must: {}: {}", fault.place, fault.message));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
