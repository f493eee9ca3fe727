//! Servers, credentials, and operations: their requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Direction::{Request, Response};
use super::report::Breaks::{Everyone, Nobody, Readers, Senders};
use super::report::Place;
use super::{Differ, Direction, pairs, take};
use crate::fixups::walk::{self, items, members, resolved, text};

/// The method, the path and the content of an operation.
type Operation<'a> = (&'a str, &'a str, &'a Value);

/// Operations by method and path, without the names of path parameters, which are not sent.
fn operations(document: &Value) -> BTreeMap<(&str, String), Operation<'_>> {
    let template = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    walk::operations(document).map(|operation| ((operation.0, template(operation.1)), operation)).collect()
}

impl<'a> Differ<'a> {
    /// Servers and credentials.
    pub(super) fn access(&mut self) {
        let at = &Place::document();
        let urls = |document| -> BTreeSet<_> {
            items(document, "servers").filter_map(|server| server["url"].as_str()).collect()
        };
        let (old, new) = (urls(self.old), urls(self.new));
        for url in old.difference(&new) {
            self.record(Request, at, "server-removed", format!("the address {url} is gone"), Senders);
        }
        for url in new.difference(&old) {
            self.record(Request, at, "server-added", format!("the address {url} is new"), Nobody);
        }
        for (name, scheme) in members(&self.old["components"], "securitySchemes") {
            let other = &self.new["components"]["securitySchemes"][name];
            if other.is_object() && other != scheme {
                self.record(Request, at, "security", format!("the credential {name} has changed"), Senders);
            }
        }
        self.security(at, self.old, self.new);
    }

    /// Of the whole document, or of an operation that overrides them.
    fn security(&mut self, at: &Place, old: &Value, new: &Value) {
        if old.get("security").or(new.get("security")).is_none() {
            return;
        }
        // The accepted credentials, each as text. Without any, or with an empty one, no credential is required.
        let accepted = |document: &Value, operation: &Value| -> BTreeSet<String> {
            let owner = if operation.get("security").is_some() { operation } else { document };
            items(owner, "security").map(Value::to_string).collect()
        };
        let (old, new) = (accepted(self.old, old), accepted(self.new, new));
        let is_free = |ways: &BTreeSet<String>| ways.is_empty() || ways.contains("{}");
        match (is_free(&old), is_free(&new)) {
            (true, true) => {}
            (false, true) => self.record(Request, at, "security-removed", "no longer requires a credential", Nobody),
            (true, false) => self.record(Request, at, "security-added", "requires a credential now", Senders),
            (false, false) => {
                for way in old.difference(&new) {
                    self.record(Request, at, "security-removed", format!("no longer accepts {way}"), Senders);
                }
                for way in new.difference(&old) {
                    self.record(Request, at, "security-added", format!("also accepts {way}"), Nobody);
                }
            }
        }
    }

    pub(super) fn operations(&mut self) {
        let (both, gone, mut come) = pairs(operations(self.old), operations(self.new));
        both.into_iter().for_each(|(_, old, new)| self.operation(old, new));
        let at = |(method, path, _): Operation<'_>| Place::operation(method, path);
        for (_, old) in gone {
            let id = &old.2["operationId"];
            if let Some(new) = take(&mut come, |other| id.is_string() && other.2["operationId"] == *id) {
                self.record(Request, &at(old), "operation-moved", format!("is {} now", at(new)), Senders);
                self.operation(old, new);
            } else {
                self.record(Request, &at(old), "operation-removed", "is gone", Senders);
                self.record(Response, &at(old), "operation-removed", "is gone", Readers);
            }
        }
        come.into_values().for_each(|new| self.record(Request, &at(new), "operation-added", "is new", Nobody));
    }

    fn operation(&mut self, (method, path, old): Operation<'a>, (_, new_path, new): Operation<'a>) {
        let at = &Place::operation(method, path);
        if let Some(id) = old["operationId"].as_str().filter(|id| new["operationId"] != *id) {
            // Generated code takes the names of its functions from there.
            let what = format!("is called {} instead of {id}", new["operationId"].as_str().unwrap_or("by its path"));
            self.record(Request, at, "operation-renamed", what, Senders);
        }
        if old["deprecated"] != true && new["deprecated"] == true {
            self.record(Request, at, "deprecated", "is deprecated now", Nobody);
        }
        self.parameters(at, parameters(self.old, path, old), parameters(self.new, new_path, new));
        self.security(at, old, new);
        self.bodies(at, resolved(self.old, &old["requestBody"]), resolved(self.new, &new["requestBody"]));
        self.responses(at, old, new);
    }

    fn parameters(&mut self, at: &Place, old: Parameters<'a>, new: Parameters<'a>) {
        let at = |parameter| at.part(format_args!("{} parameter {}", text(parameter, "in"), text(parameter, "name")));
        let (both, gone, mut come) = pairs(old, new);
        both.into_iter().for_each(|(_, old, new)| self.parameter(&at(old), old, new));
        for (_, old) in gone {
            if let Some(new) = take(&mut come, |other| other["name"] == old["name"]) {
                let what = format!("goes in the {} now", text(new, "in"));
                self.record(Request, &at(old), "parameter-moved", what, Senders);
                self.parameter(&at(old), old, new);
            } else {
                self.record(Request, &at(old), "parameter-removed", "is gone", Senders);
            }
        }
        for new in come.into_values() {
            let (what, breaks) = if is_required(new) { ("is new and required", Senders) } else { ("is new", Nobody) };
            self.record(Request, &at(new), "parameter-added", what, breaks);
        }
    }

    fn parameter(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let (old_name, new_name) = (text(old, "name"), text(new, "name"));
        if old_name != new_name && (old["in"] != "header" || !old_name.eq_ignore_ascii_case(new_name)) {
            self.record(Request, at, "parameter-renamed", format!("is called {new_name} now"), Nobody);
        }
        // In Rust it becomes an `Option`, or is no longer one.
        let changes = [("required", "is required now", Senders), ("optional", "is optional now", Senders)];
        self.switch(Request, at, [is_required(old), is_required(new)], changes);
        if old["in"] == new["in"] && style(old) != style(new) {
            self.record(Request, at, "encoding", "is encoded differently", Senders);
        }
        self.schema_at(Request, at, schema_of(old), schema_of(new));
    }

    fn bodies(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let at = &at.part("body");
        match (old.is_object(), new.is_object()) {
            (false, false) => {}
            (true, false) => self.record(Request, at, "body-removed", "is gone", Senders),
            // In Rust the function has another parameter.
            (false, true) => {
                let what = if is_required(new) { "is new and required" } else { "is new" };
                self.record(Request, at, "body-added", what, Senders);
            }
            (true, true) => {
                let changes = [("required", "is required now", Senders), ("optional", "is optional now", Nobody)];
                self.switch(Request, at, [is_required(old), is_required(new)], changes);
                self.contents(Request, at, old, new);
            }
        }
    }

    /// Content types: a removed one breaks senders and readers.
    fn contents(&mut self, side: Direction, at: &Place, old: &'a Value, new: &'a Value) {
        // By the type without its parameters.
        let essence = |kind: &str| kind.split(';').next().unwrap_or_default().trim().to_lowercase();
        let contents = |document, part| named(document, part, "content", essence);
        let (old, new) = (contents(self.old, old), contents(self.new, new));
        // JSON is what the generated function takes and returns, if it is there.
        let had_json = old.keys().any(|kind| walk::is_json(kind));
        let several = old.len() > 1;
        let (both, gone, come) = pairs(old, new);
        let part = |kind: &str| if several { at.part(kind) } else { at.clone() };
        for (kind, old, new) in both {
            self.schema_at(side, &part(&kind), &old["schema"], &new["schema"]);
        }
        for (kind, _) in gone {
            self.record(side, &part(&kind), "content-removed", format!("is no longer {kind}"), Everyone);
        }
        for kind in come.into_keys() {
            let breaks = if !had_json && walk::is_json(&kind) { Everyone } else { Nobody };
            self.record(side, at, "content-added", format!("may be {kind} now"), breaks);
        }
    }

    fn responses(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let is_success = |status: &str| status.starts_with('2');
        let responses = |document, operation| named(document, operation, "responses", str::to_owned);
        let (both, gone, come) = pairs(responses(self.old, old), responses(self.new, new));
        both.into_iter().for_each(|(status, old, new)| self.response(&at.part(status), old, new));
        for (status, old) in gone {
            let breaks = if is_success(&status) { Readers } else { Nobody };
            self.record(Response, &at.part(&status), "status-removed", "is gone", breaks);
            // Its successor, if there is exactly one.
            let others: Vec<_> = come.iter().filter(|(other, _)| is_success(other)).collect();
            if let ([(other, new)], true) = (others.as_slice(), is_success(&status)) {
                self.response(&at.part(other), old, new);
            }
        }
        for status in come.into_keys() {
            self.record(Response, &at.part(status), "status-added", "is new", Nobody);
        }
    }

    fn response(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        self.contents(Response, at, old, new);
        let headers = |document, response| named(document, response, "headers", str::to_lowercase);
        let (both, gone, come) = pairs(headers(self.old, old), headers(self.new, new));
        let at = |name: &str| at.part(format_args!("header {name}"));
        for (name, old, new) in both {
            let at = &at(&name);
            let changes = [("required", "is always present now", Nobody), ("optional", "may be missing now", Readers)];
            self.switch(Response, at, [is_required(old), is_required(new)], changes);
            self.schema_at(Response, at, schema_of(old), schema_of(new));
        }
        gone.iter().for_each(|(name, _)| self.record(Response, &at(name), "header-removed", "is gone", Readers));
        come.keys().for_each(|name| self.record(Response, &at(name), "header-added", "is new", Nobody));
    }
}

/// The members below a key, by a form of their names.
fn named<'a>(document: &'a Value, part: &'a Value, key: &str, form: fn(&str) -> String) -> BTreeMap<String, &'a Value> {
    members(part, key).map(|(name, member)| (form(name), resolved(document, member))).collect()
}

type Parameters<'a> = BTreeMap<(&'a str, String), &'a Value>;

/// The parameters of the path and those of the operation, which take precedence. Path parameters are compared by position.
fn parameters<'a>(document: &'a Value, path: &str, operation: &'a Value) -> Parameters<'a> {
    let all = items(&document["paths"][path], "parameters").chain(items(operation, "parameters"));
    let all = all.map(|parameter| resolved(document, parameter)).map(|parameter| {
        let (place, name) = (text(parameter, "in"), text(parameter, "name"));
        let position = || path.split('/').position(|part| part.contains(&format!("{{{name}}}")));
        let name = match place {
            "path" => position().map_or(name.to_owned(), |position| position.to_string()),
            "header" => name.to_lowercase(),
            _ => name.to_owned(),
        };
        ((place, name), parameter)
    });
    all.collect()
}

fn is_required(part: &Value) -> bool {
    part["required"] == true || part["in"] == "path"
}

/// The serialization of a parameter, with the defaults of absent keywords.
fn style(parameter: &Value) -> (&str, bool, bool) {
    let default = if matches!(text(parameter, "in"), "query" | "cookie") { "form" } else { "simple" };
    let style = parameter["style"].as_str().unwrap_or(default);
    let is_list = matches!(parameter["schema"]["type"].as_str(), Some("array" | "object"));
    let explode = parameter["explode"].as_bool().unwrap_or(style == "form");
    // The styles of a single value do not differ.
    (style, explode && is_list, parameter["allowReserved"] == true)
}

fn schema_of(part: &Value) -> &Value {
    let content = || Some(&members(part, "content").next()?.1["schema"]);
    part.get("schema").or_else(content).unwrap_or(&Value::Null)
}
