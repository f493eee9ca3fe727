//! The steps of CONTRIBUTING.md with made-up documents, in a copy of the checkout.

pub mod checkout;
mod kinds;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::check::versions::Clients;
use crate::document::Document;
use crate::spec::{self, Spec};
use crate::workspace::Workspace;
use crate::{check, diff, upstream};
use checkout::{Checkout, Fault};
use kinds::Future;

/// The version that a future document is stored as.
const FUTURE: &str = "9999-01-01";

/// Runs every future document whose name contains `only`.
pub fn drill(workspace: &Workspace, only: &str) -> Result<()> {
    let mut futures = kinds::futures()?;
    futures.retain(|name, _| name.contains(only));
    ensure!(!futures.is_empty(), "no future document has `{only}` in its name");
    for (name, future) in futures {
        println!("\n== {name}");
        go_through(workspace, &future).with_context(|| format!("the drill `{name}`"))?;
    }
    Ok(())
}

/// The steps of CONTRIBUTING.md, by their numbers.
fn go_through(workspace: &Workspace, future: &Future) -> Result<()> {
    let checkout = Checkout::make(workspace, "drill")?;
    let spec = Spec::new(spec::MAIN)?;
    let driving = spec.read_overlay(workspace)?.driving;
    let old = upstream::stored(workspace, &spec, &driving)?;
    let mut new = old.clone();
    new["info"]["version"] = FUTURE.into();
    kinds::apply(&future.change, &mut new);
    let interface = upstream::parse(&new.to_string())?;
    named_by_diff(workspace, &spec, future, (&driving, old), interface)?;
    // 1. and 2.
    let copy = &checkout.workspace;
    copy.put("future.json", &new.to_string())?;
    if let Some(expected) = &future.error {
        let error = checkout.refresh(FUTURE, "future.json").err().map(|error| format!("{error:#}")).unwrap_or_default();
        ensure!(error.contains(expected), "the refresh says {error:?} instead of {expected:?}");
        println!("2. {error}");
        let overlay = copy.read(&spec.overlay())?;
        let fixed = future.edit(overlay.clone())?;
        ensure!(fixed != overlay, "the edit of the overlay changes nothing");
        copy.put(&spec.overlay(), &fixed)?;
    }
    checkout.refresh(FUTURE, "future.json")?;
    // 3.
    check::check(copy, &Spec::all(copy)?, false)?;
    // 4.
    outcome(workspace, &checkout, &spec, &driving, future)
}

/// Checks that `diff` reports exactly these breaks.
fn named_by_diff(workspace: &Workspace, spec: &Spec, future: &Future, old: (&str, Value), new: Value) -> Result<()> {
    let overlay = spec.read_overlay(workspace)?;
    let report = diff::interfaces(std::slice::from_ref(&overlay), old, (FUTURE, new));
    let breaking = report.breaking();
    ensure!(breaking == future.breaks, "`diff` names the breaks {breaking:#?} instead of {:#?}", future.breaks);
    ensure!(!report.changes.is_empty(), "`diff` reports no change");
    Ok(())
}

/// Checks the generated client of each document of one change by itself.
pub fn each(workspace: &Workspace, only: &str) -> Result<()> {
    let spec = Spec::new(spec::MAIN)?;
    let mut overlay = spec.read_overlay(workspace)?;
    let driving = std::mem::replace(&mut overlay.driving, FUTURE.to_owned());
    let mut clients = Clients::new(workspace, "kinds")?;
    let is_chosen = |(_, kind): &(usize, kinds::Kind)| kind.name.contains(only) && kind.is_additive();
    for (index, kind) in kinds::all().into_iter().enumerate().filter(is_chosen) {
        let mut document = upstream::stored(workspace, &spec, &driving)?;
        kinds::apply(&kind.change, &mut document);
        let interface = upstream::parse(&document.to_string())?;
        let outputs = Document::build(&spec, interface, &overlay, FUTURE)?.outputs()?;
        println!("{index}: {}", kind.name);
        clients.add(&spec, &index.to_string(), &outputs)?;
    }
    clients.check()?;
    println!("the clients of {} documents compile", clients.members.len());
    Ok(())
}

fn outcome(workspace: &Workspace, checkout: &Checkout, spec: &Spec, driving: &str, future: &Future) -> Result<()> {
    if future.breaks.is_empty() {
        return checkout.test();
    }
    if future.fails_at.is_empty() {
        for name in workspace.names(&spec.generated_folder())? {
            let path = format!("{}/{name}", spec.generated_folder());
            // But for the version's name.
            let now = checkout.workspace.read(&path)?.replace(FUTURE, driving);
            ensure!(now == workspace.read(&path)?, "{path} has changed");
        }
        return Ok(());
    }
    let faults = checkout.compile()?;
    ensure!(!faults.is_empty(), "it compiles");
    let is_elsewhere = |fault: &&Fault| !future.fails_at.iter().any(|word| fault.text.contains(word));
    let elsewhere: Vec<&Fault> = faults.iter().filter(is_elsewhere).collect();
    ensure!(elsewhere.is_empty(), "it fails where {:?} is not used: {elsewhere:#?}", future.fails_at);
    faults.iter().for_each(|fault| println!("4. fails as expected: {}: {}", fault.place, fault.message));
    Ok(())
}

#[cfg(test)]
mod tests;
