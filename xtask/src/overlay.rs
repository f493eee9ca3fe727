//! The overlay: corrections, additions and documentation as data, applied with a reason each.
//!
//! OpenAPI Overlay 1.0, stricter in one way: an `update` only adds. What it would write over must be removed by an
//! action of its own, so that a correction which the vendor has made too is an error, not a silent no-op.
//!
//! Versions compare as text: `2025-05-01-preview` comes after `2025-05-01`, and before `2025-05-15-preview`.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

pub const PATH: &str = "spec/overlay.yaml";

pub struct Overlay {
    /// The version that drives the crate, from `extends`.
    pub driving: String,
    /// The oldest version that has every name the documentation speaks of, from `x-documents`.
    documents: String,
    actions: Vec<Action>,
}

struct Action {
    /// How errors name it.
    name: String,
    target: JsonPath,
    since: Option<String>,
    change: Change,
}

enum Change {
    /// With what it must be that is removed, if the action says so.
    Remove(Option<Value>),
    /// A correction or an addition.
    Update(Value),
    /// Only descriptions: it may touch nothing but what exists.
    Document(Value),
}

impl Overlay {
    pub fn parse(text: &str) -> Result<Self> {
        let overlay: Value = serde_saphyr::from_str(text).with_context(|| format!("{PATH} is not YAML"))?;
        let version = overlay["overlay"].as_str().unwrap_or_default();
        ensure!(version.starts_with("1.0."), "{PATH} is not an OpenAPI Overlay 1.0 (`overlay: {version}`)");
        let driving = overlay["extends"]
            .as_str()
            .and_then(|extends| extends.strip_prefix("upstream/")?.strip_suffix(".json"))
            .with_context(|| format!("{PATH}: `extends` must be upstream/<version>.json"))?;
        let actions = overlay["actions"].as_array().with_context(|| format!("{PATH} has no actions"))?;
        let actions = actions.iter().enumerate().map(|(index, action)| Action::parse(index, action));
        let documents = overlay["x-documents"].as_str().unwrap_or(driving).to_owned();
        Ok(Self { driving: driving.to_owned(), documents, actions: actions.collect::<Result<_>>()? })
    }

    /// Applies every action that holds for `version`.
    ///
    /// Documentation of names that a version lacks is passed over in versions that are older than the documentation,
    /// and in those that do not drive.
    pub fn apply(&self, document: &mut Value, version: &str) -> Result<()> {
        for action in &self.actions {
            if action.since.as_deref().is_some_and(|since| version < since) {
                continue;
            }
            let may_lack_names = version != self.driving || version < self.documents.as_str();
            let lenient = may_lack_names && matches!(action.change, Change::Document(_));
            action.apply(document, lenient).with_context(|| format!("{PATH}: {}", action.name))?;
        }
        Ok(())
    }
}

impl Overlay {
    /// Marks the schemas of streamed chunks, which no operation refers to.
    pub fn mark_streams(&self, document: &mut Value) {
        let marks = self.actions.iter().filter(|action| match &action.change {
            Change::Update(update) => update["x-stream"] == true,
            _ => false,
        });
        for action in marks {
            let places = action.target.query_located(document);
            let places: Vec<String> = places.locations().map(|place| place.to_json_pointer()).collect();
            for place in places {
                let schema = document.pointer_mut(&place).and_then(Value::as_object_mut);
                schema.into_iter().for_each(|schema| drop(schema.insert("x-stream".to_owned(), true.into())));
            }
        }
    }
}

/// The text of an overlay that is driven by another version.
pub fn with_driving(text: &str, from: &str, to: &str) -> Result<String> {
    let line = |version: &str| format!("\nextends: upstream/{version}.json\n");
    ensure!(text.contains(&line(from)), "{PATH} has no line `extends: upstream/{from}.json` to change");
    Ok(text.replace(&line(from), &line(to)))
}

impl Action {
    fn parse(index: usize, action: &Value) -> Result<Self> {
        let target = action["target"].as_str().unwrap_or_default();
        let name = format!("action {} (`{target}`)", index + 1);
        let fault = |what: &str| format!("{PATH}: {name}: {what}");
        let change = match (action["remove"].as_bool(), action.get("update")) {
            (Some(true), None) => Change::Remove(action.get("x-was").cloned()),
            (_, Some(update)) if only_documents(update) => Change::Document(update.clone()),
            (_, Some(update)) => Change::Update(update.clone()),
            _ => bail!(fault("wants either `update` or `remove: true`")),
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

    fn apply(&self, document: &mut Value, lenient: bool) -> Result<()> {
        let places = self.target.query_located(document);
        let mut places: Vec<String> = places.locations().map(|place| place.to_json_pointer()).collect();
        ensure!(lenient || !places.is_empty(), "matches nothing");
        // From the last to the first, so that a removal from an array moves no place that is still to be visited.
        places.reverse();
        for place in &places {
            match &self.change {
                Change::Remove(was) => {
                    let found = document.pointer(place).expect("a place just found");
                    if let Some(was) = was {
                        ensure!(was == found, "removes {place}, which is no longer what it was but {found}");
                    }
                    remove(document, place);
                }
                Change::Update(update) => add(document.pointer_mut(place).expect("a place just found"), update, place)?,
                Change::Document(update) => {
                    describe(document.pointer_mut(place).expect("a place just found"), update, place, lenient)?;
                }
            }
        }
        Ok(())
    }
}

const DOCUMENTATION: [&str; 2] = ["description", "x-enum-descriptions"];

/// Whether an update writes nothing but documentation.
fn only_documents(update: &Value) -> bool {
    let Value::Object(members) = update else { return false };
    !members.is_empty()
        && members.iter().all(|(key, member)| {
            let text = key == "description" && member.is_string();
            let texts = key == "x-enum-descriptions" && member.is_object();
            text || texts || (member.is_object() && only_documents(member))
        })
}

fn remove(document: &mut Value, place: &str) {
    let (parent, key) = place.rsplit_once('/').expect("the root is never removed");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            items.remove(key.parse().expect("an index"));
        }
        _ => unreachable!("a place just found has a parent"),
    }
}

/// Merges `update` into `node`: objects member by member, arrays at their end.
fn add(node: &mut Value, update: &Value, place: &str) -> Result<()> {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let is_name = ["/properties", "/schemas", "/mapping"].iter().any(|map| place.ends_with(map));
                let place = format!("{place}/{key}");
                match members.get_mut(key) {
                    Some(_) if is_name && is_whole(update) => {
                        bail!("brings {place}, which the document has by now");
                    }
                    Some(member) => add(member, update, &place)?,
                    None => {
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            if let Some(known) = updates.iter().find(|update| items.contains(update)) {
                bail!("adds {known} to {place}, which the document has by now");
            }
            items.extend(updates.iter().cloned());
        }
        _ => bail!("writes over {place}, which the document has by now"),
    }
    Ok(())
}

/// Whether an update is a schema of its own, and not only keywords for one that is there.
fn is_whole(update: &Value) -> bool {
    let says_type = |key: &str| update.get(key).is_some();
    update.as_object().is_none_or(Map::is_empty)
        || ["type", "$ref", "allOf", "anyOf", "oneOf"].into_iter().any(says_type)
}

/// Writes descriptions to members that exist.
fn describe(node: &mut Value, update: &Value, place: &str, lenient: bool) -> Result<()> {
    let (Value::Object(members), Value::Object(updates)) = (node, update) else {
        bail!("documents {place}, which is not an object");
    };
    for (key, update) in updates {
        if DOCUMENTATION.contains(&key.as_str()) && !update_is_for_a_name(members, key, update) {
            if key == "x-enum-descriptions" {
                accept_enum_values(members, update, place)?;
            }
            ensure!(members.insert(key.clone(), update.clone()).is_none(), "documents {place} twice");
            continue;
        }
        let place = format!("{place}/{key}");
        match members.get_mut(key) {
            Some(member) => describe(member, update, &place, lenient)?,
            None => ensure!(lenient, "documents {place}, which the document does not have"),
        }
    }
    Ok(())
}

/// Whether `description` is the name of a property here rather than the keyword.
fn update_is_for_a_name(members: &Map<String, Value>, key: &str, update: &Value) -> bool {
    key == "description" && update.is_object() && members.get(key).is_some_and(Value::is_object)
}

fn accept_enum_values(schema: &Map<String, Value>, texts: &Value, place: &str) -> Result<()> {
    let known = crate::generator::open_enum_values(&Value::Object(schema.clone())).unwrap_or_default();
    let texts = texts.as_object().into_iter().flatten();
    for (value, _) in texts {
        ensure!(known.contains(value), "documents the value `{value}` of {place}, which the document does not have");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn overlay(actions: &str) -> Result<Overlay> {
        Overlay::parse(&format!("overlay: 1.0.0\nextends: upstream/2.json\nactions:\n{actions}"))
    }

    fn check(actions: &str, version: &str, expected: Result<Value, &str>) {
        let mut document = json!({"a": {"b": {"type": "string"}, "required": ["b", "c"]}});
        let result = overlay(actions).and_then(|overlay| overlay.apply(&mut document, version));
        match (result, expected) {
            (Ok(()), Ok(expected)) => assert_eq!(document, expected),
            (Err(error), Err(part)) => {
                let error = format!("{error:#}");
                assert!(error.contains(part), "{error:?} does not say {part:?}");
            }
            (result, expected) => panic!("{result:?} is not {expected:?}"),
        }
    }

    #[test]
    fn updates_add_and_removals_remove() {
        check(
            "- {target: $.a, description: r, update: {required: [d], c: {type: number}}}\n\
             - {target: \"$.a.required[?@ == 'c']\", description: r, remove: true}\n",
            "2",
            Ok(json!({"a": {"b": {"type": "string"}, "c": {"type": "number"}, "required": ["b", "d"]}})),
        );
    }

    #[test]
    fn what_no_longer_applies_is_named() {
        check("- {target: $.x, description: r, remove: true}", "2", Err("action 1 (`$.x`): matches nothing"));
        check("- {target: $.x, description: r, remove: true}", "1", Err("matches nothing"));
        check("- {target: $.a, description: r, update: {b: {type: number}}}", "2", Err("writes over /a/b/type"));
        check("- {target: $.a, description: r, update: {required: [b]}}", "2", Err("adds \"b\" to /a/required"));
        check("- {target: $.a, update: {c: {description: t}}}", "2", Err("documents /a/c, which"));
        check("- {target: $.a, update: {b: {x-enum-descriptions: {z: t}}}}", "2", Err("the value `z`"));
    }

    #[test]
    fn a_name_that_the_document_has_by_now_is_not_brought_again() {
        let check = |update: &str, expected: Result<(), &str>| {
            let mut document = json!({"properties": {"a": {"$ref": "#/x"}}, "mapping": {"m": "#/x"}});
            let action = format!("- {{target: $, description: r, update: {update}}}");
            match (overlay(&action).unwrap().apply(&mut document, "2"), expected) {
                (Ok(()), Ok(())) => {}
                (Err(error), Err(part)) => assert!(format!("{error:#}").contains(part), "{error:#}"),
                (result, _) => panic!("{update}: {result:?}"),
            }
        };
        check("{properties: {a: {type: string}}}", Err("brings /properties/a, which the document has by now"));
        check("{properties: {a: {allOf: [{$ref: '#/x'}], x-extra: true}}}", Err("brings /properties/a"));
        check("{properties: {a: {}}}", Err("brings /properties/a"));
        check("{mapping: {m: '#/x'}}", Err("brings /mapping/m"));
        check("{properties: {a: {x-extra: true}}}", Ok(()));
        check("{properties: {b: {type: string}}, mapping: {n: '#/x'}}", Ok(()));
    }

    #[test]
    fn what_is_removed_must_be_what_it_was() {
        let unchanged = json!({"a": {"b": {"type": "string"}, "required": ["c"]}});
        check("- {target: '$.a.required[0]', description: r, remove: true, x-was: b}", "2", Ok(unchanged));
        check(
            "- {target: $.a.b, description: r, remove: true, x-was: {type: number}}",
            "2",
            Err("no longer what it was"),
        );
    }

    #[test]
    fn documentation_of_names_that_came_later_is_passed_over() {
        let action = "- {target: $.x, update: {description: t}}";
        let text = |driving: &str| {
            format!("overlay: 1.0.0\nextends: upstream/{driving}.json\nx-documents: '2'\nactions:\n{action}")
        };
        let apply =
            |driving: &str, version: &str| Overlay::parse(&text(driving)).unwrap().apply(&mut json!({}), version);
        apply("1", "1").unwrap();
        apply("2", "1").unwrap();
        assert!(apply("2", "2").is_err());
        assert!(apply("3", "3").is_err());
    }

    #[test]
    fn actions_want_a_reason_and_a_change() {
        check("- {target: $.a, remove: true}", "2", Err("has no reason"));
        check("- {target: $.a, description: r}", "2", Err("wants either"));
        check("- {target: $.a[, description: r, remove: true}", "2", Err("YAML"));
        check("- {target: '$.a[', description: r, remove: true}", "2", Err("not a JSONPath"));
    }

    #[test]
    fn an_action_is_skipped_below_its_version() {
        let unchanged = json!({"a": {"b": {"type": "string"}, "required": ["b", "c"]}});
        check("- {target: $.x, description: r, x-since: '2', remove: true}", "1", Ok(unchanged.clone()));
        check("- {target: $.x, description: r, x-since: '2', remove: true}", "2", Err("matches nothing"));
        check("- {target: $.a.c, update: {description: t}}", "1", Ok(unchanged));
    }

    #[test]
    fn documentation_is_written_beside_the_type() {
        check(
            "- {target: $.a, update: {description: A, b: {description: B}}}",
            "2",
            Ok(json!({"a": {"description": "A", "b": {"type": "string", "description": "B"}, "required": ["b", "c"]}})),
        );
    }

    #[test]
    fn the_driving_version_is_one_line() {
        let text = "overlay: 1.0.0\nextends: upstream/1.json\nactions: []\n";
        let changed = with_driving(text, "1", "2").unwrap();
        assert_eq!(Overlay::parse(&changed).unwrap().driving, "2");
        assert!(with_driving(text, "3", "2").is_err());
    }
}
