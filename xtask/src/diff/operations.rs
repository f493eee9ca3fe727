//! Operations: their requests and responses.

use std::collections::BTreeMap;

use serde_json::Value;

use super::places::Place;
use super::report::Breaks;
use super::{Differ, FilterTarget};
use crate::fixups::walk;

/// An operation, and the path item around it.
#[derive(Clone, Copy)]
struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a Value,
}

impl Operation<'_> {
    fn place(&self) -> Place {
        Place::operation(self.method, self.path)
    }

    fn id(&self) -> Option<&str> {
        self.body["operationId"].as_str()
    }
}

/// By method, and path without the names of what it takes: those are not on the wire.
fn operations(document: &Value) -> BTreeMap<(String, String), Operation<'_>> {
    let all = walk::operations(document).map(|(method, path, body)| Operation { method, path, body });
    all.map(|operation| ((operation.method.to_owned(), template(operation.path)), operation)).collect()
}

fn template(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

impl<'a> Differ<'a> {
    pub(super) fn operations(&mut self) {
        let (old, mut new) = (operations(self.old), operations(self.new));
        let mut gone = Vec::new();
        for (key, operation) in old {
            match new.remove(&key) {
                Some(other) => self.operation(operation, other),
                None => gone.push(operation),
            }
        }
        for operation in gone {
            let moved = new.iter().find(|(_, other)| operation.id().is_some() && other.id() == operation.id());
            match moved.map(|(key, _)| key.clone()) {
                Some(key) => {
                    let other = new.remove(&key).expect("just found");
                    let what = format!("is {} now", other.place());
                    self.note(FilterTarget::Request, &operation.place(), "operation-moved", what, Breaks::Senders);
                    self.operation(operation, other);
                }
                None => {
                    let at = operation.place();
                    self.note(FilterTarget::Request, &at, "operation-removed", "is gone", Breaks::Senders);
                    self.note(FilterTarget::Response, &at, "operation-removed", "is gone", Breaks::Readers);
                }
            }
        }
        for operation in new.into_values() {
            self.note(FilterTarget::Request, &operation.place(), "operation-added", "is new", Breaks::Nobody);
        }
    }

    fn operation(&mut self, old: Operation<'a>, new: Operation<'a>) {
        let at = old.place();
        if let Some(old) = old.id().filter(|old| new.id() != Some(old)) {
            // Generated code takes the names of its functions from there.
            let what = format!("is called {} instead of {old}", new.id().unwrap_or("by its path"));
            self.note(FilterTarget::Request, &at, "operation-renamed", what, Breaks::Senders);
        }
        if old.body["deprecated"] != true && new.body["deprecated"] == true {
            self.note(FilterTarget::Request, &at, "deprecated", "is deprecated now", Breaks::Nobody);
        }
        self.parameters(&at, parameters(self.old, old), parameters(self.new, new));
        self.security(&at, old.body, new.body);
        self.bodies(&at, resolved(self.old, &old.body["requestBody"]), resolved(self.new, &new.body["requestBody"]));
        self.responses(&at, &old.body["responses"], &new.body["responses"]);
    }

    fn parameters(&mut self, at: &Place, old: Parameters<'a>, mut new: Parameters<'a>) {
        let mut gone = Vec::new();
        for (key, parameter) in old {
            match new.remove(&key) {
                Some(other) => self.parameter(&at.part(label(parameter)), parameter, other),
                None => gone.push(parameter),
            }
        }
        for parameter in gone {
            let at = at.part(label(parameter));
            let moved = new.iter().find(|(_, other)| other["name"] == parameter["name"]).map(|(key, _)| key.clone());
            let Some(other) = moved.and_then(|key| new.remove(&key)) else {
                self.note(FilterTarget::Request, &at, "parameter-removed", "is gone", Breaks::Senders);
                continue;
            };
            let what = format!("goes in the {} now", text(other, "in"));
            self.note(FilterTarget::Request, &at, "parameter-moved", what, Breaks::Senders);
            self.parameter(&at, parameter, other);
        }
        for parameter in new.into_values() {
            let at = at.part(label(parameter));
            if is_required(parameter) {
                self.note(FilterTarget::Request, &at, "parameter-added", "is new and required", Breaks::Senders);
            } else {
                self.note(FilterTarget::Request, &at, "parameter-added", "is new", Breaks::Nobody);
            }
        }
    }

    fn parameter(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let is_header = old["in"] == "header";
        let name = |parameter| if is_header { text(parameter, "name").to_lowercase() } else { text(parameter, "name") };
        if name(old) != name(new) {
            let what = format!("is called {} now", text(new, "name"));
            self.note(FilterTarget::Request, at, "parameter-renamed", what, Breaks::Nobody);
        }
        match (is_required(old), is_required(new)) {
            (false, true) => self.note(FilterTarget::Request, at, "required", "is required now", Breaks::Senders),
            // In Rust it is an `Option` now.
            (true, false) => self.note(FilterTarget::Request, at, "optional", "is optional now", Breaks::Senders),
            _ => {}
        }
        if old["in"] == new["in"] && style(old) != style(new) {
            self.note(FilterTarget::Request, at, "encoding", "is encoded differently", Breaks::Senders);
        }
        self.optional_schemas(FilterTarget::Request, at, schema_of(old), schema_of(new));
    }

    fn bodies(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let at = at.part("body");
        let is_required = |body: &Value| body["required"] == true;
        match (old.is_object(), new.is_object()) {
            (false, false) => return,
            (true, false) => return self.note(FilterTarget::Request, &at, "body-removed", "is gone", Breaks::Senders),
            (false, true) if is_required(new) => {
                return self.note(FilterTarget::Request, &at, "body-added", "is new and required", Breaks::Senders);
            }
            // In Rust the function takes one more.
            (false, true) => return self.note(FilterTarget::Request, &at, "body-added", "is new", Breaks::Senders),
            (true, true) => {}
        }
        match (is_required(old), is_required(new)) {
            (false, true) => self.note(FilterTarget::Request, &at, "required", "is required now", Breaks::Senders),
            (true, false) => self.note(FilterTarget::Request, &at, "optional", "is optional now", Breaks::Nobody),
            _ => {}
        }
        self.contents(FilterTarget::Request, &at, old, new);
    }

    /// Types of content: senders miss one that is gone, and so do readers.
    fn contents(&mut self, side: FilterTarget, at: &Place, old: &'a Value, new: &'a Value) {
        let (old, new) = (contents(old), contents(new));
        let several = old.len() > 1;
        for (kind, content) in &old {
            let at = if several { at.part(kind.clone()) } else { at.clone() };
            match new.get(kind) {
                None => self.note(side, &at, "content-removed", format!("is no longer {kind}"), Breaks::Everyone),
                Some(other) => {
                    self.optional_schemas(side, &at, content.get("schema"), other.get("schema"));
                }
            }
        }
        // JSON is what the generated function takes and gives, if it is there.
        let other_type = !old.keys().any(|kind| walk::is_json(kind));
        for kind in new.keys().filter(|kind| !old.contains_key(*kind)) {
            let breaks = if other_type && walk::is_json(kind) { Breaks::Everyone } else { Breaks::Nobody };
            self.note(side, at, "content-added", format!("may be {kind} now"), breaks);
        }
    }

    fn responses(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        let (old, mut new) = (responses(self.old, old), responses(self.new, new));
        let mut gone = Vec::new();
        for (status, response) in old {
            match new.remove(status) {
                Some(other) => self.response(&at.part(status), response, other),
                None => gone.push((status, response)),
            }
        }
        for (status, response) in gone {
            let part = at.part(status);
            let breaks = if is_success(status) { Breaks::Readers } else { Breaks::Nobody };
            self.note(FilterTarget::Response, &part, "status-removed", "is gone", breaks);
            // Its successor, if there is just one.
            let others: Vec<&str> = new.keys().copied().filter(|other| is_success(other)).collect();
            if let ([other], true) = (others.as_slice(), is_success(status)) {
                self.response(&at.part(*other), response, new[other]);
            }
        }
        for status in new.into_keys() {
            self.note(FilterTarget::Response, &at.part(status), "status-added", "is new", Breaks::Nobody);
        }
    }

    fn response(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        self.contents(FilterTarget::Response, at, old, new);
        let headers = |response: &'a Value| -> BTreeMap<String, &'a Value> {
            let headers = response["headers"].as_object().into_iter().flatten();
            headers.map(|(name, header)| (name.to_lowercase(), header)).collect()
        };
        let (old, new) = (headers(old), headers(new));
        for (name, header) in &old {
            let at = at.part(format!("header {name}"));
            match new.get(name) {
                None => self.note(FilterTarget::Response, &at, "header-removed", "is gone", Breaks::Readers),
                Some(other) => self.header(&at, resolved(self.old, header), resolved(self.new, other)),
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            let at = at.part(format!("header {name}"));
            self.note(FilterTarget::Response, &at, "header-added", "is new", Breaks::Nobody);
        }
    }

    fn header(&mut self, at: &Place, old: &'a Value, new: &'a Value) {
        match (is_required(old), is_required(new)) {
            (true, false) => self.note(FilterTarget::Response, at, "optional", "may be missing now", Breaks::Readers),
            (false, true) => self.note(FilterTarget::Response, at, "required", "is always present now", Breaks::Nobody),
            _ => {}
        }
        self.optional_schemas(FilterTarget::Response, at, schema_of(old), schema_of(new));
    }
}

/// What a reference among the components stands for, or the part itself.
fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let pointer = part["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(part)
}

type Parameters<'a> = BTreeMap<(String, String), &'a Value>;

/// Those of the path and those of the operation, which win. What is in the path is known by its place there.
fn parameters<'a>(document: &'a Value, operation: Operation<'a>) -> Parameters<'a> {
    let of_path = document["paths"][operation.path]["parameters"].as_array();
    let of_operation = operation.body["parameters"].as_array();
    let all = of_path.into_iter().chain(of_operation).flatten().map(|parameter| resolved(document, parameter));
    let key = |parameter: &Value| {
        let (place, name) = (text(parameter, "in"), text(parameter, "name"));
        let name = match place.as_str() {
            "path" => operation.path.find(&format!("{{{name}}}")).map_or(name, |_| position(operation.path, parameter)),
            "header" => name.to_lowercase(),
            _ => name,
        };
        (place, name)
    };
    all.map(|parameter| (key(parameter), parameter)).collect()
}

fn position(path: &str, parameter: &Value) -> String {
    let name = format!("{{{}}}", text(parameter, "name"));
    path.split('/').position(|part| part.contains(&name)).unwrap_or_default().to_string()
}

fn label(parameter: &Value) -> String {
    format!("{} parameter {}", text(parameter, "in"), text(parameter, "name"))
}

fn text(part: &Value, key: &str) -> String {
    part[key].as_str().unwrap_or_default().to_owned()
}

fn is_required(part: &Value) -> bool {
    part["required"] == true || part["in"] == "path"
}

/// How a parameter is written, with what holds when it does not say.
fn style(parameter: &Value) -> (String, bool, bool) {
    let default = if matches!(text(parameter, "in").as_str(), "query" | "cookie") { "form" } else { "simple" };
    let style = parameter["style"].as_str().unwrap_or(default).to_owned();
    let is_list = matches!(parameter["schema"]["type"].as_str(), Some("array" | "object"));
    let explode = parameter["explode"].as_bool().unwrap_or(style == "form");
    // Of a single value nothing can be distinguished.
    (style, explode && is_list, parameter["allowReserved"] == true)
}

fn schema_of(part: &Value) -> Option<&Value> {
    let of_content = || part["content"].as_object()?.values().next()?.get("schema");
    part.get("schema").or_else(of_content)
}

/// By the type without its parameters.
fn contents(part: &Value) -> BTreeMap<String, &Value> {
    let contents = part["content"].as_object().into_iter().flatten();
    let essence = |kind: &str| kind.split(';').next().unwrap_or_default().trim().to_lowercase();
    contents.map(|(kind, content)| (essence(kind), content)).collect()
}

fn responses<'a>(document: &'a Value, part: &'a Value) -> BTreeMap<&'a str, &'a Value> {
    let responses = part.as_object().into_iter().flatten();
    responses.map(|(status, response)| (status.as_str(), resolved(document, response))).collect()
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}
