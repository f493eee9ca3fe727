//! The overlay: corrections, additions and documentation as data, applied with a reason each.
//!
//! OpenAPI Overlay 1.0 with one restriction: an `update` only adds. A separate action must remove what it would overwrite,
//! so that a correction that Microsoft has published too is an error and not a silent no-op.
//!
//! Versions compare as text: `2025-05-01-preview` is after `2025-05-01` and before `2025-05-15-preview`.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::keep::Keep;
use crate::parse;

pub struct Overlay {
    /// The path of its file in the checkout.
    path: String,
    /// The version that drives the crate, from `extends`.
    pub driving: String,
    /// The oldest version that has every documented name, from `x-documents`. The default is the driving version.
    documents: Option<String>,
    /// The module of the crate that includes the generated code, from `x-module`.
    pub module: Option<String>,
    /// Where the document is published, from `x-source`.
    pub source: Option<String>,
    /// Whether no type of the document is public, so that none needs documentation, from `x-internal`.
    pub internal: bool,
    /// The prefix of schema names that type names do not have, from `x-prefix`.
    pub prefix: Option<String>,
    /// Whether closed enums of requests accept other values too, from `x-open-enums`.
    pub opens_enums: bool,
    /// The parts of the document to keep; all if the overlay has no `keep`.
    pub keep: Option<Keep>,
    actions: Vec<Action>,
}

struct Action {
    /// Its name in errors.
    name: String,
    target: JsonPath,
    since: Option<String>,
    change: Change,
}

enum Change {
    /// With the expected value (`x-was`), if the action has one.
    Remove(Option<Value>),
    /// A correction or an addition.
    Update(Value),
    /// Only descriptions, of existing members.
    Document(Value),
}

impl Overlay {
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let overlay = parse::yaml(text).with_context(|| format!("{path} is not YAML"))?;
        let version = overlay["overlay"].as_str().unwrap_or_default();
        ensure!(version.starts_with("1.0."), "{path} is not an OpenAPI Overlay 1.0 (`overlay: {version}`)");
        let driving = overlay["extends"]
            .as_str()
            .and_then(|extends| extends.strip_prefix("upstream/")?.strip_suffix(".json"))
            .with_context(|| format!("{path}: `extends` must be upstream/<version>.json"))?;
        let actions = overlay["actions"].as_array().with_context(|| format!("{path} has no actions"))?;
        let actions = actions.iter().enumerate().map(|(index, action)| Action::parse(path, index, action));
        let text = |key: &str| overlay[key].as_str().map(str::to_owned);
        Ok(Self {
            path: path.to_owned(),
            driving: driving.to_owned(),
            documents: text("x-documents"),
            module: text("x-module"),
            source: text("x-source"),
            internal: overlay["x-internal"] == true,
            prefix: text("x-prefix"),
            opens_enums: overlay["x-open-enums"] == true,
            keep: overlay.get("keep").map(Keep::parse).transpose().with_context(|| path.to_owned())?,
            actions: actions.collect::<Result<_>>()?,
        })
    }

    /// Applies every action for `version`. One error lists all actions that no longer apply.
    ///
    /// Documentation of names that a version lacks is skipped in versions that are older than the documentation, and in
    /// versions that do not drive.
    pub fn apply(&self, document: &mut Value, version: &str) -> Result<()> {
        let mut faults = Vec::new();
        for action in &self.actions {
            if action.since.as_deref().is_some_and(|since| version < since) {
                continue;
            }
            let is_older = self.documents.as_deref().is_some_and(|documents| version < documents);
            let may_lack_names = version != self.driving || is_older;
            let lenient = may_lack_names && matches!(action.change, Change::Document(_));
            let found = action.apply(document, lenient).into_iter();
            faults.extend(found.map(|fault| format!("{}: {}: {fault}", self.path, action.name)));
        }
        match faults.as_slice() {
            [] => Ok(()),
            [fault] => bail!("{fault}; {HOW_TO_FIX}"),
            faults => bail!("{} corrections no longer apply; {HOW_TO_FIX}\n  {}", faults.len(), faults.join("\n  ")),
        }
    }

    /// Adds the marks that a comparison needs: schemas that are streamed although no operation refers to them, schemas that the
    /// crate sends, and properties that constructors set.
    pub fn mark_uses(&self, document: &mut Value) {
        for action in &self.actions {
            let Change::Update(update) = &action.change else { continue };
            let marks = ["x-stream", "x-request", "x-constant"];
            for mark in marks.into_iter().filter(|mark| update.get(*mark).is_some()) {
                action.places(document).iter().for_each(|place| set_mark(document, place, mark));
            }
        }
        for name in self.keep.iter().flat_map(|keep| &keep.schemas) {
            set_mark(document, &format!("/components/schemas/{}", escaped(name)), "x-stream");
        }
    }
}

const HOW_TO_FIX: &str = "remove or change the action, or limit it by `x-since`";

fn set_mark(document: &mut Value, place: &str, mark: &str) {
    if let Some(Value::Object(schema)) = document.pointer_mut(place) {
        schema.insert(mark.to_owned(), true.into());
    }
}

/// Returns the text of the overlay with another driving version.
pub fn with_driving(text: &str, from: &str, to: &str) -> Result<String> {
    let line = |version: &str| format!("\nextends: upstream/{version}.json\n");
    ensure!(text.contains(&line(from)), "the overlay has no line `extends: upstream/{from}.json` to change");
    Ok(text.replace(&line(from), &line(to)))
}

/// Returns the overlay of a new document, which is reduced to these operations if there are any.
pub fn new_text(document: &str, version: &str, keep: &[String]) -> String {
    let keep = if keep.is_empty() { String::new() } else { format!("keep: {{ operations: {keep:?} }}\n") };
    format!(
        "# Corrections and additions to this document, and its documentation; ../README.md describes the fields.\n\
         overlay: 1.0.0\n\
         info:\n  title: Corrections and additions to the document {document}\n  version: 1.0.0\n\
         extends: upstream/{version}.json\n\
         {keep}actions: []\n"
    )
}

impl Action {
    fn parse(path: &str, index: usize, action: &Value) -> Result<Self> {
        let target = action["target"].as_str().unwrap_or_default();
        let name = format!("action {} (`{target}`)", index + 1);
        let fault = |what: &str| format!("{path}: {name}: {what}");
        let change = match (action["remove"].as_bool(), action.get("update")) {
            (Some(true), None) => Change::Remove(action.get("x-was").cloned()),
            (_, Some(update)) if only_documents(update) => Change::Document(update.clone()),
            (_, Some(update)) => Change::Update(update.clone()),
            _ => bail!(fault("needs either `update` or `remove: true`")),
        };
        let reason = action["description"].as_str().unwrap_or_default();
        let documents = matches!(change, Change::Document(_));
        ensure!(documents || !reason.is_empty(), fault("has no reason in `description`"));
        Ok(Self {
            target: JsonPath::parse(target).with_context(|| fault("the target is not a JSONPath"))?,
            since: action["x-since"].as_str().map(str::to_owned),
            name,
            change,
        })
    }

    /// Changes the document at each match of the target. Returns the parts that do not apply.
    fn apply(&self, document: &mut Value, lenient: bool) -> Vec<String> {
        let places = self.places(document);
        if places.is_empty() && !lenient {
            return vec!["matches nothing".to_owned()];
        }
        let mut faults = Vec::new();
        // In reverse order, so that a removal from an array does not move later matches.
        for place in places.iter().rev() {
            let node = document.pointer_mut(place).expect("a place just found");
            match &self.change {
                Change::Remove(Some(was)) if was != node => {
                    faults.push(format!("removes {place}, which has changed to {node}"));
                }
                Change::Remove(_) => remove(document, place),
                Change::Update(update) => add(node, update, place, &mut faults),
                Change::Document(update) => describe(node, update, place, lenient, &mut faults),
            }
        }
        faults
    }

    fn places(&self, document: &Value) -> Vec<String> {
        self.target.query_located(document).locations().map(|place| place.to_json_pointer()).collect()
    }
}

const DOCUMENTATION: [&str; 2] = ["description", "x-enum-descriptions"];

/// Whether an update writes only documentation.
fn only_documents(update: &Value) -> bool {
    let Value::Object(members) = update else { return false };
    !members.is_empty()
        && members.iter().all(|(key, member)| {
            let text = key == "description" && member.is_string();
            let texts = key == "x-enum-descriptions" && member.is_object();
            text || texts || (member.is_object() && only_documents(member))
        })
}

/// Removes an existing member or item.
pub fn remove(document: &mut Value, place: &str) {
    let (parent, key) = place.rsplit_once('/').expect("the root is never removed");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(&unescaped(key))),
        Some(Value::Array(items)) => drop(items.remove(key.parse().expect("an index"))),
        _ => unreachable!("a place just found has a parent"),
    }
}

/// Merges `update` into `node`: objects member by member, arrays at their end.
fn add(node: &mut Value, update: &Value, place: &str, faults: &mut Vec<String>) {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let is_name = ["/properties", "/schemas", "/mapping"].iter().any(|map| place.ends_with(map));
                let place = format!("{place}/{}", escaped(key));
                match members.get_mut(key) {
                    Some(_) if is_name && is_whole(update) => {
                        faults.push(format!("brings {place}, which the document already has"));
                    }
                    Some(member) => add(member, update, &place, faults),
                    None => drop(members.insert(key.clone(), update.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for update in updates {
                if items.contains(update) {
                    faults.push(format!("adds {update} to {place}, which the document already has"));
                } else {
                    items.push(update.clone());
                }
            }
        }
        _ => faults.push(format!("writes over {place}, which the document already has")),
    }
}

/// A name as a part of a JSON pointer.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Whether an update is a complete schema, and not only keywords for an existing one.
fn is_whole(update: &Value) -> bool {
    let types = ["type", "$ref", "allOf", "anyOf", "oneOf"];
    update.as_object().is_none_or(Map::is_empty) || types.iter().any(|key| update.get(key).is_some())
}

/// Adds descriptions to existing members.
fn describe(node: &mut Value, update: &Value, place: &str, lenient: bool, faults: &mut Vec<String>) {
    let (Value::Object(members), Value::Object(updates)) = (node, update) else {
        return faults.push(format!("documents {place}, which is not an object"));
    };
    for (key, update) in updates {
        // `description` may be the name of a property here rather than the keyword.
        let is_name = key == "description" && update.is_object() && members.get(key).is_some_and(Value::is_object);
        if DOCUMENTATION.contains(&key.as_str()) && !is_name {
            if key == "x-enum-descriptions" {
                let known = crate::generator::open_enum_values(&members.clone().into()).unwrap_or_default();
                let unknown = update.as_object().into_iter().flatten().filter(|(value, _)| !known.contains(value));
                let unknown = unknown.map(|(value, _)| format!("documents the value `{value}` of {place}"));
                faults.extend(unknown.map(|fault| format!("{fault}, which the document does not have")));
            }
            if members.insert(key.clone(), update.clone()).is_some() {
                faults.push(format!("documents {place} twice"));
            }
            continue;
        }
        let place = format!("{place}/{}", escaped(key));
        match members.get_mut(key) {
            Some(member) => describe(member, update, &place, lenient, faults),
            None if lenient => {}
            None => faults.push(format!("documents {place}, which the document does not have")),
        }
    }
}

#[cfg(test)]
mod tests;
